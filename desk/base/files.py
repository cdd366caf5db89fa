"""Files: what is written is on the disk when we say so."""

import os
from pathlib import Path


def settle(path: Path) -> None:
    """Wait until ``path``, a file or a folder, is on the disk.

    Raises:
        OSError: the disk refuses; what was written may not be there after a power cut.
    """
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
