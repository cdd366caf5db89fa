"""The tally sheet of days without the computer: ticks by line and by end, typed in later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.domain.fields import Problem
from desk.domain.referrals import End

COLUMNS = (End.ANSWERED, End.RELAYED, End.NOT_POSSIBLE, End.LEFT)
"""The columns of a sheet, in the order of their digits at the desk."""

MOST_TICKS = 60
"""More ticks than this in one box of one day is a mistake of typing."""

FAMILY = "family:"
"""Before the slug of a family, in the key of a line that names no procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One sheet. ``lines`` are ticks by line (a procedure's id, or a family's after `FAMILY`) and by end."""

    code: str
    printed_on: date
    day: date | None = None
    lines: Mapping[str, Mapping[str, int]]


def check(lines: Mapping[str, Mapping[End, int]], day: date, today: date) -> list[Problem]:
    """Return what is absurd in ticks about to be kept."""
    problems = []
    if day > today:
        problems.append(Problem(field="day", code="in-the-future"))
    if (today - day).days > 366:
        problems.append(Problem(field="day", code="out-of-range"))
    ticks = [n for ends in lines.values() for n in ends.values()]
    if any(not 0 <= n <= MOST_TICKS for n in ticks):
        problems.append(Problem(field="lines", code="out-of-range"))
    if not any(ticks):
        problems.append(Problem(field="lines", code="required"))
    return problems
