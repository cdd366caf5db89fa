"""Reading a message strictly: nothing is guessed, nothing is converted, what is unknown is left out."""

from collections.abc import Mapping
from typing import Any

from desk.wire.errors import WireError

MOST_NUMBER = 2**53 - 1
"""The greatest whole number that every language reads alike."""

MOST_NAME = 120
"""Signs in the name of a field or a kind, or in an identifier."""

MOST_FIELD_NAMES = 4000
"""Fields of one record at most, members of sets included."""


def whole(value: object, what: str, least: int = 0, most: int = MOST_NUMBER) -> int:
    """Return a whole number between two bounds. ``True`` is none."""
    if type(value) is not int or not least <= value <= most:
        raise WireError(f"{what}: not a number within bounds")
    return value


def text(value: object, what: str, most: int = MOST_NAME, least: int = 0) -> str:
    """Return a text of bounded length without control signs."""
    if type(value) is not str or not least <= len(value) <= most or not (value.isprintable() or not value):
        raise WireError(f"{what}: not a text within bounds")
    return value


def row(value: object, what: str, least: int, most: int | None = None) -> list[Any]:
    """Return a list with a bounded number of places."""
    if type(value) is not list or not least <= len(value) <= (least if most is None else most):
        raise WireError(f"{what}: not a row of the expected length")
    return value


def rows(value: object, what: str, most: int) -> list[Any]:
    """Return a list of at most ``most`` things."""
    return row(value, what, 0, most)


def table(value: object, what: str, most: int) -> dict[str, Any]:
    """Return an object with at most ``most`` keys."""
    if type(value) is not dict or len(value) > most:
        raise WireError(f"{what}: not an object within bounds")
    return value


def flag(message: Mapping[str, Any], key: str) -> bool:
    """Return whether ``key`` is there and says 1."""
    return message.get(key) == 1


def hexadecimal(value: object, what: str, size: int) -> bytes:
    """Return ``size`` bytes written as small hexadecimal digits."""
    try:
        found = bytes.fromhex(value) if type(value) is str else b""
    except ValueError:
        found = b""
    if len(found) != size:
        raise WireError(f"{what}: not {size} bytes in hexadecimal")
    return found
