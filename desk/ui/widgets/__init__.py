"""Widgets of our own, each used by more than one screen or too detailed to sit inside one."""
