"""Counters: how many acts a month, by need, kind of relay and result. No person, no day, no hour.

Source of the grain: one counter per month, need, relay type and outcome is all that leaves a desk.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

from desk.domain.referrals import End, Outcome, Reason, Referral

CountId = NewType("CountId", str)
PeriodId = NewType("PeriodId", str)
RulesId = NewType("RulesId", str)

NEWS_DAYS = 30
"""After how many days a slip of which nothing was heard is « sans nouvelle », unless the coordinator says otherwise."""

OWN_THRESHOLD = 5
WIDE_THRESHOLD = 11
"""From how many a figure is shown: on the commune's own page, and in anything published wider. Never lower."""

KEPT_MONTHS = 25
"""How many months are kept month by month; older ones become yearly counts (CNIL: no longer than the purpose asks)."""

MOST = 1_000_000
"""More acts than this in one month of one library is a mistake."""

_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


class Result(StrEnum):
    """How an act ended, and for a relay what became of it: a closed list, each under one `End`."""

    ANSWERED = "answered"
    RELAYED = "relayed"
    RELAYED_DONE = "relayed-done"
    RELAYED_COME_BACK = "relayed-come-back"
    RELAYED_WRONG_PLACE = "relayed-wrong-place"
    RELAYED_CLOSED = "relayed-closed"
    RELAYED_NO_NEWS = "relayed-no-news"
    NOT_POSSIBLE = "not-possible"
    NOT_HERE = "not-here"
    TOO_FAR = "too-far"
    CLOSED = "closed"
    ONLINE_ONLY = "online-only"
    CHARTER = "charter"
    WAITING_LIST = "waiting-list"
    NOT_FOUND = "not-found"
    LEFT = "left"


_OF_OUTCOME = {
    Outcome.UNKNOWN: Result.RELAYED,
    Outcome.DONE: Result.RELAYED_DONE,
    Outcome.COME_BACK: Result.RELAYED_COME_BACK,
    Outcome.WRONG_PLACE: Result.RELAYED_WRONG_PLACE,
    Outcome.CLOSED: Result.RELAYED_CLOSED,
    Outcome.NO_NEWS: Result.RELAYED_NO_NEWS,
}
_OF_REASON = {
    Reason.UNKNOWN: Result.NOT_POSSIBLE,
    Reason.NOT_HERE: Result.NOT_HERE,
    Reason.TOO_FAR: Result.TOO_FAR,
    Reason.CLOSED: Result.CLOSED,
    Reason.ONLINE_ONLY: Result.ONLINE_ONLY,
    Reason.CHARTER: Result.CHARTER,
    Reason.WAITING_LIST: Result.WAITING_LIST,
    Reason.NOT_FOUND: Result.NOT_FOUND,
}
ENDS: dict[Result, End] = {
    Result.ANSWERED: End.ANSWERED,
    **dict.fromkeys(_OF_OUTCOME.values(), End.RELAYED),
    **dict.fromkeys(_OF_REASON.values(), End.NOT_POSSIBLE),
    Result.LEFT: End.LEFT,
}
"""Under which end each result stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One counter. ``month`` is ``2026-11``, or ``2024`` once its months are gone; ``need`` a procedure's id or nothing.

    ``library`` is the library's official code, or its id here; ``n`` may be below zero in the counter of a desk that was
    put back to an earlier day: the counters of one library are only ever added up.
    """

    id: CountId
    library: str = ""
    library_name: str = ""
    insee: str = ""
    month: str = ""
    need: str = ""
    family: str = ""
    relay_type: str = ""
    result: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCell:
    """One published figure: which table, which lines of it, how many; None when it is masked, with the reason's code."""

    table: str
    key: tuple[str, ...]
    n: int | None
    why: str = ""


LEFT_OUT, LATE = "left-out", "late"
"""Tables of a page of the network that count libraries and no visit: those it leaves out, those that sent too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFigures:
    """What the coordinator publishes of a closed period, masked: it comes back to every desk. ``id`` is the period."""

    id: PeriodId
    threshold: int = 0
    made_on: date | None = None
    libraries: int = 0
    cells: tuple[FigureCell, ...] = ()


RULES = RulesId("counts")
"""The one record of `NetworkRules`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRules:
    """What the coordinator decides for all, and a desk alone for itself.

    After how many days a slip without news is no longer waited for, and how many months acts are kept one by one.
    """

    id: RulesId = RULES
    news_days: int = NEWS_DAYS
    kept_months: int = KEPT_MONTHS


def is_sound(count: Count) -> bool:
    """Return whether a counter, that may come from another desk, says something that can be added up."""
    return bool(_MONTH.fullmatch(count.month)) and count.result in set(Result) and abs(count.n) <= MOST


def result_of(referral: Referral) -> Result:
    """Return the result an act counts under."""
    if referral.end is End.ANSWERED:
        return Result.ANSWERED
    if referral.end is End.LEFT:
        return Result.LEFT
    if referral.end is End.NOT_POSSIBLE:
        return _OF_REASON[referral.reason]
    return _OF_OUTCOME[referral.outcome]


def month_of(day: date) -> str:
    """Return the month of a day: ``2026-11``."""
    return f"{day.year:04}-{day.month:02}"


def last_day(month: str) -> date:
    """Return the last day of a month or of a year."""
    year, _, number = month.partition("-")
    at = int(number or 12)
    return date(int(year), at, monthrange(int(year), at)[1])


def is_closed(month: str, today: date, news_days: int) -> bool:
    """Return whether the figures of a month, or a year, no longer change: it is over, and so is the wait for news.

    Pages are made of closed months only, and nothing is counted in one any more: two pages printed at different times
    from the same months never differ, so their difference tells nothing of anybody.
    """
    return today > last_day(month) + timedelta(days=news_days)


def months_until(months: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Return every month from the first of ``months`` to that of ``day``, those without any act too."""
    known = sorted(month for month in months if len(month) == len("2026-11"))
    if not known:
        return ()
    first, last = int(known[0][:4]) * 12 + int(known[0][5:]) - 1, day.year * 12 + day.month - 1
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1))


def first_kept_month(day: date, kept_months: int = KEPT_MONTHS) -> str:
    """Return the first month of which acts are still kept one by one."""
    at = day.year * 12 + day.month - 1 - kept_months
    return f"{at // 12:04}-{at % 12 + 1:02}"


def quarter_of(month: str) -> str:
    """Return the quarter of a month: ``2026-11`` → ``2026-T4``."""
    return f"{month[:4]}-T{(int(month[5:]) + 2) // 3}"
