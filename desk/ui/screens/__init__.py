"""One module a screen. A screen knows widgets and view values; no store, no other screen."""
