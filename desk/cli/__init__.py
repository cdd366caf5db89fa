"""The command line, one file per room. `main.py` introduces them; it may use every floor but the window's."""
