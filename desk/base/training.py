"""Training: which desk's file is one to practise on, and whether papers of this process must say so.

The file itself says it, in SQLite's header, from its first byte on disk: no desk that counts opens it, no copy of it can
take the place of one that does.
"""

from pathlib import Path

from desk.base.errors import Code, RefusedError

TRAINING_ID = 0x52454C54  # "RELT"
"""The application id of a desk's file to practise on."""

FOLDER = "entrainement"
"""The folder of what one practises on, inside the library's own."""

MARK = "EXERCICE"
"""What stands across every paper made while practising."""

_AT = 68
_LONG = 4


class _Papers:
    """What papers made by this process must say: it shows one desk at a time."""

    marked = False


def is_training(desk_file: Path) -> bool:
    """Return whether ``desk_file`` is one to practise on."""
    try:
        with desk_file.open("rb") as file:
            file.seek(_AT)
            return file.read(_LONG) == TRAINING_ID.to_bytes(_LONG, "big")
    except OSError:
        return False


def must_count(desk_file: Path) -> None:
    """Refuse what would let something of an exercise out, or something real in.

    Raises:
        RefusedError: ``TRAINING``.
    """
    if is_training(desk_file):
        raise RefusedError(Code.TRAINING)


def mark_papers(marked: bool) -> None:  # noqa: FBT001 - one of two states
    """Have every paper of this process say that it is an exercise, from now on, or none."""
    _Papers.marked = marked


def papers_are_marked() -> bool:
    """Return whether papers must say that they are an exercise."""
    return _Papers.marked
