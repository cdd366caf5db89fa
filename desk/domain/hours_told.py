"""What French opening hours say, as values: days and periods, closings; and how days and times are put together."""

from dataclasses import dataclass
from itertools import pairwise

from desk.domain.hours_words import Kind, Part, Word

Period = tuple[int, int]
"""From and to, in minutes since midnight."""

_NOON, _LATE_MORNING, _EVENING = 12 * 60, 14 * 60, 16 * 60
_TO = {Kind.DASH, Kind.RANGE, Kind.SLASH, Kind.PLURAL}
_SURE_SPAN = 3
"""« lundi-jeudi » is four days running; « mardi-jeudi » may be two days or three."""


class NotSureError(Exception):
    """The text is not understood to its last word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of the week, 0 is Monday; with ``nth`` only those of the month. ``plural``: « les mardi et jeudi »."""

    days: tuple[int, ...]
    nth: tuple[int, ...] = ()
    plural: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Days and their periods, none when no hour is told. ``asked``: by appointment; ``vacation``: in school holidays."""

    days: Days
    periods: tuple[Period, ...] = ()
    asked: bool = False
    vacation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Days, or one part of them, on which it is closed."""

    days: tuple[int, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that a text says. ``season`` is a pair of months, ``term_only`` that school holidays may differ."""

    clauses: tuple[Clause, ...] = ()
    closings: tuple[Closing, ...] = ()
    season: tuple[int, int] | None = None
    holidays_off: bool = False
    vacation_off: bool = False
    term_only: bool = False
    by_appointment: bool = False


def spread_days(found: list[Word], joins: list[set[Kind]]) -> tuple[int, ...]:
    """Return the days of « mardi au vendredi, dimanche »; a lonely dash is a span only from four days on.

    Raises:
        NotSureError: it may be two days or three, or a day is told twice.
    """
    days: list[int] = []
    dashes = sum(join == {Kind.DASH} for join in joins)
    for place, word in enumerate(found):
        join = joins[place - 1] if place else set()
        if Kind.RANGE in join or join == {Kind.DASH}:
            before = found[place - 1]
            if word.kind is not Kind.DAY or before.kind is not Kind.DAY:
                raise NotSureError
            span = (word.value - before.value) % 7
            if join == {Kind.DASH} and dashes == 1 and 1 < span < _SURE_SPAN:
                raise NotSureError
            if Kind.RANGE in join or (dashes == 1 and span >= _SURE_SPAN):
                days += [(before.value + step) % 7 for step in range(1, span)]
        days += word.days or (word.value,)
    if len(set(days)) != len(days):
        raise NotSureError
    return tuple(days)


def paired_periods(marks: list[Word], gaps: list[set[Kind]], parts: list[tuple[int, Part]]) -> tuple[Period, ...]:
    """Return times two by two, in order, each part of the day beside a period that it fits.

    ``gaps`` are what stands before each time, ``parts`` (how many times come before it, part of the day).

    Raises:
        NotSureError: a time is alone, or two are not in order.
    """
    if len(marks) % 2:
        raise NotSureError
    periods: list[Period] = []
    for place in range(0, len(marks), 2):
        start, end = marks[place], marks[place + 1]
        first, last = (word.value * 60 if word.kind is Kind.NUMBER else word.value for word in (start, end))
        both_bare = start.kind is Kind.NUMBER and end.kind is Kind.NUMBER
        if both_bare or not gaps[place + 1] <= _TO or not first < last < 24 * 60:
            raise NotSureError
        periods.append((first, last))
    if any(one[1] > two[0] for one, two in pairwise(periods)):
        raise NotSureError
    for place, part in parts:
        beside = periods[max(0, place // 2 - 1) : place // 2 + 1]
        if place % 2 or (periods and not any(_fits(period, part) for period in beside)):
            raise NotSureError
    return tuple(periods)


def _fits(period: Period, part: Part) -> bool:
    first, last = period
    fits = {
        Part.MORNING: last <= _LATE_MORNING,
        Part.AFTERNOON: first >= _NOON - 30,
        Part.EVENING: first >= _EVENING,
        Part.WHOLE: True,
    }
    return fits[part]
