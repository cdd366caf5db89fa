"""The calling round: which three to five sheets somebody telephones this week. Pure: what is known is given."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.domain.sheets import FRESH_DAYS, RECENT_DAYS, recency

LEAST, MOST = 3, 5
"""How many sheets a week: the last two only when they press."""

PRESSING = 0.5
"""From this need, a sheet is worth the fourth or the fifth call."""

USE_DAYS = 90
"""How far back the people handed over are counted."""

CALM_DAYS = 21
"""A place that was called is left alone for three weeks, whatever came of it, unless it is said to be wrong since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sheet that has a telephone number and may be called.

    ``age_days`` is the age of its last check, None if there is none; ``uses`` how many people were handed over to it
    in `USE_DAYS`; ``km`` how far it is, None when nobody knows; ``called_days`` how long ago it was last called.
    """

    sheet: str
    age_days: int | None = None
    doubted: bool = False
    uses: int = 0
    km: float | None = None
    called_days: int | None = None


def week_of(day: date) -> str:
    """Return the ISO week of ``day``: « 2026-W48 »."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """Return the first day of an ISO week."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def days_of(week: str) -> tuple[date, date]:
    """Return the first and the last day of an ISO week."""
    monday = monday_of(week)
    return monday, monday + timedelta(days=6)


def need(one: Candidate) -> float:
    """Return how much a call would help: by doubt first, then by age and use together; the nearest a little more."""
    old = (
        1.0 if one.age_days is None else 0.9 * (1 - recency(one.age_days)) + 0.1 * min(1.0, one.age_days / RECENT_DAYS)
    )
    used = one.uses / (one.uses + 2)
    near = 0.0 if one.km is None else 0.2 / (1 + one.km / 10)
    return 1.5 * one.doubted + old * (0.5 + used) + near


def choose(candidates: Iterable[Candidate], ours: Sequence[str], taken: Collection[str]) -> tuple[str, ...]:
    """Return the sheets to call this week, in the order of the list.

    ``ours`` were chosen already: they stay, first and in their order, so that a week's list never changes under one's
    eyes. ``taken`` are called by another library. The rest is what a call helps most, ties by id.
    """
    kept = tuple(sheet for sheet in ours if sheet not in taken)
    free = [one for one in candidates if one.sheet not in taken and one.sheet not in kept and _may_be_called(one)]
    found = list(kept)
    for one in sorted(free, key=lambda one: (-need(one), one.sheet)):
        if len(found) >= (MOST if need(one) >= PRESSING else LEAST):
            break
        found.append(one.sheet)
    return tuple(found)


def _may_be_called(one: Candidate) -> bool:
    if one.called_days is not None and one.called_days < CALM_DAYS:
        return False
    return one.doubted or one.age_days is None or one.age_days > FRESH_DAYS
