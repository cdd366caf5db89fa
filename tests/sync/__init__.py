"""The desk's half of the exchange, against the real hub."""
