"""Files: what is written is on the disk when we say so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


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


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that takes the place of ``path`` once it is complete; until then ``path`` stays as it was.

    Raises:
        OSError: no room or no right; nothing half written is left.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with fresh.open("xb") as opened:
            yield opened
        settle(fresh)
        fresh.replace(path)
    finally:
        with suppress(OSError):  # what failed first is what is said
            fresh.unlink(missing_ok=True)


def write_for_owner_only(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in the place of any other, and wait until it is on the disk.

    Raises:
        OSError: no room or no right.
    """
    with suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
