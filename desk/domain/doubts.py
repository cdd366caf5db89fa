"""Doubts: somebody at a desk learnt that a sheet is wrong. One of seven reasons, a day, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a sheet, in the order of the keys 1 to 7."""

    PHONE = "phone"
    HOURS = "hours"
    MOVED = "moved"
    CLOSED = "closed"
    SERVICE = "service"
    REFUSED = "refused"
    OTHER = "other"


BY_KEY = tuple(Reason)
"""The reason of each key, 1 to 7."""

DETAILS = frozenset({Reason.PHONE, Reason.HOURS, Reason.OTHER})
"""Reasons that leave the place worth going to: it is there and does what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A sheet said to be wrong. It ends when somebody checks the sheet, and is kept as its history."""

    id: str
    sheet: str
    reason: Reason
    said_on: date
    said_by: str = ""
    settled_on: date | None = None
    settled_by: str = ""
