"""Tests of what desks and hub say."""
