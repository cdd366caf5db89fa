"""Opening hours written in French, read into OSM text where they are sure, left alone where they are not.

Everything in the text must be understood: days, times, closings, « sur rendez-vous », holidays. One word too many, a day
told twice, a morning that never ends, and the text stays as it is: a wrong hour sends somebody for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from desk.base.text import clean
from desk.domain.cells import clean_block
from desk.domain.cleaned import says_nothing
from desk.domain.hours import DayGrid, from_grid, is_readable, lint
from desk.domain.hours_reader import periods_told, told_by
from desk.domain.hours_told import Clause, Closing, NotSureError, Period, Told
from desk.domain.hours_words import LONGEST, SEPARATORS, Kind, Part, Word, words_of
from desk.domain.openings import DAY_CODES, MONTH_CODES

BY_APPOINTMENT = 'unknown "sur rendez-vous"'

_NOON, _LATE_MORNING = 12 * 60, 14 * 60
_WEEKDAYS = range(5)

Week = dict[int, tuple[Period, ...]]
"""Periods by day of the week, 0 is Monday; a day with none is told without its hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHours:
    """What a cell of hours gives: OSM text, and the words that could not be put into it."""

    osm: str = ""
    left: str = ""


def read_hours(text: str, days: str = "") -> ReadHours:
    """Return the hours of a cell: OSM text as it is, French where it is sure, else the words alone."""
    return _read_again(text, days) if len(text) + len(days) <= LONGEST else _read_hours(text, days)


def _read_hours(text: str, days: str) -> ReadHours:
    said = clean(text, 2000)
    if says_nothing(said):
        return ReadHours()
    if is_readable(said):
        return ReadHours(osm=said)
    osm = osm_of_french(text, days)
    return ReadHours(osm=osm) if osm else ReadHours(left=clean_block(text))


_read_again = lru_cache(maxsize=4096)(_read_hours)


def osm_of_french(text: str, days: str = "") -> str | None:
    """Return the OSM text that says what ``text`` says, or None when that is not sure.

    ``days`` are those of another column (« {Lundi,Mardi} »), for a text that tells hours without any day.
    """
    return None if len(text) + len(days) > 4 * LONGEST else _read(text, days)


@lru_cache(maxsize=4096)
def _read(text: str, days: str) -> str | None:
    words = words_of(text)
    if words and days and not any(word.kind in {Kind.DAY, Kind.DAYS} for word in words):
        others = words_of(days.strip('{}[]"'))
        words = (*others, Word(Kind.COLON), *words) if others else None
    try:
        osm = _osm(told_by(words)) if words else ""
    except NotSureError:
        return None
    return osm if osm and not lint(osm) and is_readable(osm) else None


def periods_of(text: str) -> tuple[Period, ...] | None:
    """Return the periods of one day's cell, in minutes; none for « fermé », None when they are not sure."""
    words = words_of(text)
    if words is None:
        return None
    if _is_only(words, Kind.CLOSED):
        return ()
    try:
        return periods_told(words)
    except NotSureError:
        return None


def asks_only_appointment(text: str) -> bool:
    """Return whether ``text`` says « sur rendez-vous » and nothing else."""
    return _is_only(words_of(text) or (), Kind.APPOINTMENT)


def days_text(days: Iterable[int]) -> str:
    """Return ``Mo-We,Fr`` for days of the week, 0 is Monday."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAY_CODES[run[0]] if len(run) == 1 else f"{DAY_CODES[run[0]]}-{DAY_CODES[run[-1]]}" for run in runs)


def _is_only(words: tuple[Word, ...], kind: Kind) -> bool:
    return [word.kind for word in words if word.kind not in SEPARATORS] == [kind]


# From what is told to OSM text


def _osm(told: Told) -> str:
    if not told.clauses:
        alone = told.by_appointment and not told.closings and not told.season
        return BY_APPOINTMENT if alone else ""
    if told.season and len(told.clauses) > 1:
        raise NotSureError
    usual = tuple(clause for clause in told.clauses if not clause.vacation)
    vacation = tuple(clause for clause in told.clauses if clause.vacation)
    rules = [_rules(usual, told.closings)]
    if told.season:
        first, last = (MONTH_CODES[month - 1] for month in told.season)
        rules = [f"{first if first == last else f'{first}-{last}'} {rule}" for rule in rules[0].split("; ")]
    rules += ["PH off"] * told.holidays_off
    if told.vacation_off or vacation:
        rules.append("SH off")
    elif told.term_only:
        rules.append("SH unknown")
    if vacation:
        rules += [f"SH {rule}" for rule in _rules(vacation, ()).split("; ")]
    return "; ".join(rules)


def _rules(clauses: tuple[Clause, ...], closings: tuple[Closing, ...]) -> str:
    """Return the rules of the week: what is open, what is only known as a day, some weeks of the month, appointments."""
    if any(not clause.periods and not clause.asked for clause in clauses) and len(clauses) > 1:
        raise NotSureError
    weekly = [clause for clause in clauses if not clause.days.nth and not clause.asked]
    monthly = [clause for clause in clauses if clause.days.nth and not clause.asked]
    asked = [clause for clause in clauses if clause.asked]
    open_week = _closed(_week(weekly), closings)
    if {day for clause in monthly for day in clause.days.days} & open_week.keys():
        raise NotSureError
    rules = [_week_text({day: periods for day, periods in open_week.items() if periods})]
    rules += [f"{days_text(untold)} unknown" for untold in [_untold(open_week, weekly)] if untold]
    rules += [_monthly(clause) for clause in monthly]
    text = "; ".join(filter(None, rules))
    added = _asked(_closed(_week(asked), closings), asked)
    return (", " if rules[0] else "; ").join(filter(None, (text, *added)))


def _week(clauses: list[Clause]) -> Week:
    """Return the periods of each day; a day may be told twice, mornings here and afternoons there, never twice over."""
    week: dict[int, list[Period]] = defaultdict(list)
    for clause in clauses:
        for day in clause.days.days:
            if clause.days.loose and day not in _WEEKDAYS:
                continue
            known = week[day]
            fresh = [period for period in clause.periods if period not in known]
            if any(first < b and a < last for first, last in fresh for a, b in known):
                raise NotSureError
            known += fresh
    return {day: tuple(sorted(periods)) for day, periods in week.items()}


def _untold(week: Week, clauses: list[Clause]) -> set[int]:
    """Return the days that are said without hours, and the week-ends of « tous les jours »."""
    loose = {day for clause in clauses if clause.days.loose for day in clause.days.days if day not in _WEEKDAYS}
    return {day for day, periods in week.items() if not periods} | (loose - week.keys())


def _closed(week: Week, closings: tuple[Closing, ...]) -> Week:
    """Return ``week`` without what is closed; the afternoon cannot be taken from a day that never breaks."""
    week = dict(week)
    for closing in closings:
        for day in closing.days:
            if closing.part in {None, Part.WHOLE}:
                week.pop(day, None)
            elif periods := week.get(day):
                kept = tuple(period for period in periods if not _within(period, closing.part))
                if any(_across(period) for period in kept):
                    raise NotSureError
                week[day] = kept
                if not kept:
                    del week[day]
    return week


def _within(period: Period, part: Part | None) -> bool:
    return period[1] <= _LATE_MORNING if part is Part.MORNING else period[0] >= _NOON


def _across(period: Period) -> bool:
    return period[0] < _NOON and period[1] > _LATE_MORNING


def _monthly(clause: Clause) -> str:
    hours = _week_text({0: clause.periods}).removeprefix("Mo") or " unknown"
    nth = ",".join(map(str, clause.days.nth))
    return f"{','.join(f'{DAY_CODES[day]}[{nth}]' for day in clause.days.days)}{hours}"


def _asked(week: Week, clauses: list[Clause]) -> list[str]:
    if any(clause.days.nth for clause in clauses):
        raise NotSureError
    timed = _week_text({day: periods for day, periods in week.items() if periods})
    untimed = {day for day, periods in week.items() if not periods} | (_untold(week, clauses) - week.keys())
    rules = [f"{rule} {BY_APPOINTMENT}" for rule in timed.split("; ") if rule]
    return [*rules, f"{days_text(untimed)} {BY_APPOINTMENT}"] if untimed else rules


def _week_text(week: Week) -> str:
    days = (week.get(day, ()) for day in range(7))
    return from_grid(
        tuple(DayGrid(periods=tuple((_clock(first), _clock(last)) for first, last in periods)) for periods in days),
        holidays_off=False,
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
