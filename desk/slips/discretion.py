"""Discretion: a paper given in danger may be found at home, so nothing on it says why it was given."""

import re

from desk.base.text import fold

_EXPOSING = re.compile(
    r"\b(?:violen|viol\b|viols\b|victim|conjug|agress|maltrait|harcel|battu|incest|pedocrim|prostitu|suicid|emprise|"
    r"feminicid|abus|menac|enfan\w* en danger|plainte|idees noires|mari\b|conjoint)"
)


def exposes(text: str) -> bool:
    """Return whether ``text`` would tell a reader that its owner is in danger, or from whom."""
    return bool(_EXPOSING.search(fold(text)))
