"""Tests of the hub, on both databases."""
