"""Long runs under load, outside the suite: ``python3 packaging/build.py soak``."""
