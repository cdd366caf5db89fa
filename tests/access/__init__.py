"""The real window read and used by a real assistive client, outside the suite: ``python3 packaging/build.py access``."""
