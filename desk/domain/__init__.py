"""Domain: what things are and when they are right. Pure: no clock, no file. Uses base; feeds store and work."""
