"""The hub's client side: one round of exchange by the network or by a stick. Knows the store and the wire, never a screen."""
