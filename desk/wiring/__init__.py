"""Wiring: one file per room ties its screens to the work floor. `app` introduces them; a screen knows nothing of this."""
