"""What the list of sheets may be narrowed to. Always in sight, never a hidden filter."""

from enum import StrEnum


class Only(StrEnum):
    """Which sheets are wanted: all, those to check, those said to be wrong, those typed at this desk."""

    ALL = "all"
    TO_CHECK = "to-check"
    DOUBTFUL = "doubtful"
    OURS = "ours"
