"""Relais: the desk of a small library, offline first."""

__version__ = "0.6.0"
