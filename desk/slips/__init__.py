"""Slips: what is on the paper, as values then as pages in reading order. Knows no printer. Uses work and domain."""
