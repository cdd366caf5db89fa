"""Screens: the only floor with Qt. Receives view values by `present`, answers by signals. Uses work and slips."""
