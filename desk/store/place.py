"""Where a desk may be made: on this machine's own disk, where a lock is a lock and what is written stays as written.

On a network share SQLite's locks cannot be trusted, and a folder that another program copies to the internet is taken
file by file, in the middle of a write: both have destroyed data (SQLite's « How to corrupt », Zotero, Calibre).
"""

import re
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.text import fold

MOUNTS = Path("/proc/self/mounts")
"""What Linux says of its file systems, one a line: device, folder, kind, options. Elsewhere it does not exist."""

_SHARED = frozenset(
    {"cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "afs", "davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone"}
)
_COPIED = re.compile(
    r"(onedrive|dropbox|google ?drive|icloud ?drive|mobile documents|nextcloud|owncloud|kdrive)(\W.*)?"
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def must_be_own_disk(folder: Path) -> None:
    """Refuse to make a desk in ``folder`` when it is shared, or copied by another program.

    Raises:
        UnavailableError: ``FORBIDDEN_PLACE``, with what the place is.
    """
    mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape") if MOUNTS.exists() else ""
    if wrong := shared(folder, mounts) or copied(folder):
        raise UnavailableError(Code.FORBIDDEN_PLACE, place=wrong)


def shared(folder: Path, mounts: str) -> str:
    r"""Return the share on which ``folder`` is, by the lines of ``mounts``; nothing when it is on this machine.

    ``\\server\share`` is one on any system. The root of the system is never taken for a share: there is no other disk.
    """
    if any(part.startswith("\\\\") for part in folder.parts):
        return next(part for part in folder.parts if part.startswith("\\\\"))
    real = folder.resolve()
    holders = [(point, kind) for point, kind in _mounted(mounts) if real.is_relative_to(point)]
    point, kind = max(holders, key=lambda holder: len(holder[0].parts), default=(Path("/"), ""))
    return str(point) if kind in _SHARED and point != Path("/") else ""


def copied(folder: Path) -> str:
    """Return the part of ``folder``'s name that another program copies to the internet, or nothing."""
    return next((part for part in folder.parts if _COPIED.fullmatch(fold(part))), "")


def _mounted(mounts: str) -> list[tuple[Path, str]]:
    r"""Return (folder, kind) of each line; spaces in names are written ``\040``."""
    fields = [line.split(" ") for line in mounts.splitlines()]
    return [(Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), one[1])), one[2]) for one in fields if len(one) > 2]
