"""The calling round: which sheets somebody telephones this week, and what came of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Result(StrEnum):
    """What came of a call, in the order of the keys 1 to 5; ``TO_CALL`` until then."""

    TO_CALL = "to-call"
    RIGHT = "right"
    CORRECTED = "corrected"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One sheet to telephone in one week.

    ``id`` is made of the week and the sheet, so that two libraries that choose the same place make one record.
    ``week`` is an ISO week (``2026-W48``), ``number`` its place on the printed list, ``library`` the name of the one
    that calls.
    """

    id: str
    week: str
    number: int
    sheet: str
    library: str = ""
    result: Result = Result.TO_CALL
    done_on: date | None = None
    done_by: str = ""


def call_id(week: str, sheet: str) -> str:
    """Return the one identity of a call: the same on every desk."""
    return f"{week}-{sheet}"
