"""Opening hours: read an OSM string, doubt what must be doubted, say when a place is open and when one can go.

The string is evaluated by opening-hours-py; what it does with school holidays, comments, fallbacks and suspicious rules
would show closed places as open, so those are settled here before and after. When in doubt the answer is "unknown",
never "open".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from opening_hours import OpeningHours, State, validate

from desk.base.text import fold
from desk.domain.hours_holidays import (
    SCHOOL_DATES_END,
    Calendar,
    HolidayZone,
    SchoolZone,
    calendar_of,
    holiday_zone,
    public_holidays,
    school_ranges,
    school_zone,
    timezone_of,
)
from desk.domain.openings import HalfDay, Interval, Openness

__all__ = [
    "Calendar", "DayGrid", "HalfDay", "HolidayZone", "Hours", "HoursProblem", "Interval", "Openness", "SchoolZone",
    "calendar_of", "from_day_columns", "from_grid", "holiday_zone", "lint", "parse_half_days", "possible_visits",
    "read", "school_zone", "timezone_of", "to_grid",
]  # fmt: skip

LONGEST = 2000
"""Signs of a string that are read; nothing real is longer."""

HORIZON = timedelta(days=60)
"""How far ahead an opening is looked for."""

LEAST_VISIT = timedelta(minutes=20)
"""What must be left of an opening for a visit to be worth the way."""

_QUOTED = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_TIME = re.compile(r"^\s*\d{1,2}:\d{2}")
_WEEKDAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b", re.IGNORECASE)
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_SELECTOR = rf"(?:PH|SH|{_DAY}(?:\[[-\d,\s]+\])?(?:\s*-\s*{_DAY})?)"
_HEAD = re.compile(rf"^\s*((?:{_SELECTOR})(?:\s*,\s*{_SELECTOR})*)(\s+.*|\s*)$", re.IGNORECASE)
_SCHOOL_DAYS = re.compile(rf"^\s*SH\s+({_DAY}.*)$", re.IGNORECASE)
_APPOINTMENT = re.compile(r"rendez|rdv|r\.d\.v|appel|telephon|contact|appointment|reserv|inscri|demande")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursProblem:
    """Something suspicious in a string: a code and the rule it stands in."""

    code: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGrid:
    """The periods of one day of the week, at most two, in order."""

    periods: tuple[tuple[time, time], ...] = ()


def lint(text: str) -> tuple[HoursProblem, ...]:
    """Return what is suspicious in ``text``; an empty text is not."""
    if not text.strip():
        return ()
    problems: list[HoursProblem] = []
    rules = _rules(text)
    seen_day = seen_off = False
    for rule in rules:
        bare = _QUOTED.sub("", rule)
        for found in _RANGE.finditer(bare):
            first, last = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
            if first > 24 * 60 or last > 24 * 60:
                problems.append(HoursProblem(code="hours-beyond-24", rule=rule))
            elif last <= first:
                problems.append(HoursProblem(code="hours-overnight", rule=rule))
        if seen_day and _TIME.match(bare):
            problems.append(HoursProblem(code="hours-replaced-rule", rule=rule))
        if _WEEKDAY.search(bare) and not bare.rstrip().lower().endswith("off") and seen_off:
            problems.append(HoursProblem(code="hours-holiday-first", rule=rule))
        if rule.strip().startswith('"') or ("||" in bare and "unknown" not in bare.lower()):
            problems.append(HoursProblem(code="hours-always-open-comment", rule=rule))
        seen_off = seen_off or bool(re.match(r"\s*PH\b.*\boff\s*$", bare))
        seen_day = seen_day or bool(_WEEKDAY.search(bare))
    if _parsed(_without_fallback(text)[0], with_country=True) is None:
        problems.append(HoursProblem(code="hours-unreadable", rule=text[:80]))
    return tuple(dict.fromkeys(problems))


class Hours:
    """The hours of one place. Made by `read`; answers for any moment; never raises."""

    __slots__ = ("_appointment", "_calendar", "_doubtful", "_holidays_told", "_main", "_school", "readable", "text")

    def __init__(self, text: str, calendar: Calendar) -> None:
        self.text = text
        self._calendar = calendar
        cut = text if len(text) <= LONGEST else ""
        self._main, fallback = _without_fallback(cut)
        codes = {problem.code for problem in lint(cut)}
        self._doubtful = bool(codes & {"hours-overnight", "hours-beyond-24", "hours-replaced-rule"})
        self._appointment = bool(_APPOINTMENT.search(fold(fallback))) or (
            _is_only_comment(self._main) and bool(_APPOINTMENT.search(fold(self._main)))
        )
        self._school = bool(re.search(r"\bSH\b", _QUOTED.sub("", self._main)))
        self._holidays_told = bool(re.search(r"\bPH\b", _QUOTED.sub("", self._main))) or "24/7" in self._main
        only_words = not self._main or _is_only_comment(self._main)
        self.readable = bool(cut) and not only_words and self._evaluator(2026) is not None

    def state(self, now: datetime) -> Openness:
        """Return what can be said of ``now``. Open only when it is certain."""
        if not self.readable:
            return Openness.BY_APPOINTMENT if self._appointment else Openness.UNKNOWN
        evaluator = self._evaluator(now.year)
        if evaluator is None or self._unsure_on(now.date()):
            return Openness.UNKNOWN
        state, comment = evaluator.state(now)
        if state == State.CLOSED:
            return Openness.BY_APPOINTMENT if self._appointment else Openness.CLOSED
        if comment:
            return Openness.BY_APPOINTMENT if _APPOINTMENT.search(fold(str(comment))) else Openness.UNKNOWN
        return Openness.OPEN if state == State.OPEN else Openness.UNKNOWN

    def intervals(self, start: datetime, end: datetime, limit: int = 50) -> tuple[Interval, ...]:
        """Return at most ``limit`` certain openings between two moments, in order; the first may have begun before."""
        found: list[Interval] = []
        for interval in self._certain(start, end):
            found.append(interval)
            if len(found) == limit:
                break
        return tuple(found)

    def next_opening(self, now: datetime) -> Interval | None:
        """Return the opening under way, else the next certain one within sixty days."""
        return next(iter(self._certain(now, now + HORIZON)), None)

    def closes_at(self, now: datetime) -> datetime | None:
        """Return when the opening under way ends; None when closed, or when it never ends."""
        current = self.next_opening(now)
        return current.end if current and current.start <= now and self.state(now) is Openness.OPEN else None

    def exceptions_within(self, now: datetime, days: int) -> tuple[date, ...]:
        """Return the coming days on which the usual hours of that weekday do not hold, or may not."""
        grid = to_grid(self.text)
        if grid is None:
            return ()
        found = []
        for ahead in range(days):
            day = now.date() + timedelta(days=ahead)
            usual = grid[day.weekday()].periods
            midnight = datetime.combine(day, time())
            actual = self.intervals(midnight, midnight + timedelta(days=1))
            if usual and [(one.start.time(), one.end.time() if one.end else None) for one in actual] != list(usual):
                found.append(day)
        return tuple(found)

    def _certain(self, start: datetime, end: datetime) -> Iterator[Interval]:
        evaluator = self._evaluator(start.year) if self.readable else None
        if evaluator is None:
            return
        for first, last, state, comment in evaluator.intervals(start, end):
            if state != State.OPEN or comment or self._unsure_on(first.date()):
                continue
            opened = first
            if first == start:  # begun before: look back for the true beginning, on the same day
                midnight = datetime.combine(start.date(), time())
                for earlier, until, was, _ in evaluator.intervals(midnight, start + timedelta(minutes=1)):
                    if was == State.OPEN and earlier <= start < until:
                        opened = earlier
            closed = None if last is None or last - first > timedelta(days=30) else last
            if last == end and closed is not None:
                closed = next(iter(evaluator.intervals(first, end + timedelta(days=1))))[1]
            yield Interval(start=opened, end=closed)

    def _unsure_on(self, day: date) -> bool:
        if self._doubtful:
            return True
        if self._school and (self._calendar.school_zone is SchoolZone.NONE or day > SCHOOL_DATES_END):
            return True
        return not self._holidays_told and day in public_holidays(self._calendar.holiday_zone, day.year)

    def _evaluator(self, year: int) -> OpeningHours | None:
        return _evaluator(self._main, self._calendar, year)


@lru_cache(maxsize=4096)
def read(text: str, calendar: Calendar) -> Hours:
    """Return the hours that ``text`` means at a place with this calendar. Any text will do."""
    return Hours(text, calendar)


def parse_half_days(text: str) -> frozenset[HalfDay]:
    """Read ``thu-pm,sat-am``, ``je-pm,sa-am`` or whole days such as ``mon``.

    Raises:
        ValueError: ``unknown-half-day``.
    """
    found: set[HalfDay] = set()
    for part in filter(None, (one.strip() for one in fold(text).split(","))):
        name, _, half = part.partition("-")
        day = _DAY_NAMES.get(name[:3], _DAY_NAMES.get(name[:2])) if len(name) >= 2 else None
        halves = {"am": ("am",), "pm": ("pm",), "": ("am", "pm"), "matin": ("am",), "apres": ("pm",)}.get(half)
        if day is None or halves is None:
            raise ValueError("unknown-half-day")
        found.update(HalfDay(f"{_DAYS[day].lower()}-{one}") for one in halves)
    return frozenset(found)


def possible_visits(
    hours: Hours, now: datetime, free: frozenset[HalfDay], travel_minutes: int, count: int
) -> tuple[Interval, ...]:
    """Return the next openings at which the person can really be there.

    Openings are cut to the free half-days (none given means any), begin after ``now`` and the way, and leave at least
    twenty minutes.
    """
    visits: list[Interval] = []
    soonest = now + timedelta(minutes=travel_minutes)
    for opening in hours.intervals(now, now + HORIZON, 200):
        for part in _within(opening, free):
            end = part.end or datetime.combine(part.start.date(), time(23, 59))
            if end - max(part.start, soonest) >= LEAST_VISIT:
                visits.append(Interval(start=part.start, end=part.end))
                if len(visits) == count:
                    return tuple(visits)
    return tuple(visits)


def from_day_columns(days: Mapping[int, str]) -> tuple[str, str]:
    """Read one text a weekday (0 is Monday), as in the France services list, into OSM text and what was not understood.

    ``09:00 - 12:00 / 14:00 - 17:00``; the filler ``00:00 - 00:00`` and repeated ranges are left out.
    """
    grid: list[DayGrid] = []
    left = []
    for day in range(7):
        text = days.get(day, "").strip()
        found = [(_time(one[1], one[2]), _time(one[3], one[4])) for one in _RANGE.finditer(text)]
        periods = sorted({(a, b) for a, b in found if a is not None and b is not None and a < b})
        overlap = any(first[1] > second[0] for first, second in pairwise(periods))
        rest = re.sub(r"[\s/;,–-]+", "", _RANGE.sub("", text))
        fillers = sum(a == b for a, b in found)
        broken = len(found) - len({*found}) > 1 or (len(found) > fillers and not periods)
        if overlap or rest or broken:
            left.append(f"{_FRENCH_DAYS[day]} : {text}")
            periods = [] if overlap or broken else periods
        grid.append(DayGrid(periods=tuple(periods)))
    return _osm(tuple(grid)), " ; ".join(left)


def to_grid(text: str) -> tuple[DayGrid, ...] | None:
    """Return seven days of at most two periods, Monday first, if ``text`` says exactly that; public holidays are let be."""
    if not text.strip() or {problem.code for problem in lint(text)} - {"hours-holiday-first"}:
        return None
    days: list[tuple[tuple[time, time], ...]] = [() for _ in range(7)]
    for rule in _rules(text):
        bare = rule.strip()
        if not bare or re.fullmatch(r"(?:PH|PH\s*,\s*SH|SH\s*,\s*PH)\s+off", bare):
            continue
        head = re.match(
            rf"^((?:{_DAY}|PH)(?:\s*-\s*{_DAY})?(?:\s*,\s*(?:{_DAY}|PH)(?:\s*-\s*{_DAY})?)*)\s+(.+)$",
            bare,
            re.IGNORECASE,
        )
        if head is None:
            return None
        members = _weekdays(head[1])
        periods: list[tuple[time, time]] = []
        if head[2].strip() not in {"off", "closed"}:
            for part in head[2].split(","):
                found = _RANGE.fullmatch(part.strip())
                first, last = (_time(found[1], found[2]), _time(found[3], found[4])) if found else (None, None)
                if first is None or last is None:
                    return None
                periods.append((first, last))
        if len(periods) > 2 or members is None:
            return None
        for day in members:
            days[day] = tuple(sorted(periods))
    return tuple(DayGrid(periods=periods) for periods in days)


def from_grid(grid: tuple[DayGrid, ...]) -> str:
    """Return the OSM text of seven days, Monday first; closed on public holidays, as offices are."""
    text = _osm(grid)
    return f"{text}; PH off" if text else ""


_DAY_NAMES = {
    "mo": 0, "mon": 0, "lu": 0, "lun": 0, "tu": 1, "tue": 1, "ma": 1, "mar": 1, "we": 2, "wed": 2, "me": 2, "mer": 2,
    "th": 3, "thu": 3, "je": 3, "jeu": 3, "fr": 4, "fri": 4, "ve": 4, "ven": 4, "sa": 5, "sat": 5, "sam": 5, "su": 6,
    "sun": 6, "di": 6, "dim": 6,
}  # fmt: skip
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _within(opening: Interval, free: frozenset[HalfDay]) -> Iterator[Interval]:
    if not free:
        yield opening
        return
    day = opening.start.date()
    end = opening.end or datetime.combine(day + timedelta(days=1), time())
    while day <= end.date():
        for half, begins, ends in (("am", time(0), time(13)), ("pm", time(12), time(23, 59))):
            if HalfDay(f"{_DAYS[day.weekday()].lower()}-{half}") in free:
                first, last = max(opening.start, datetime.combine(day, begins)), min(end, datetime.combine(day, ends))
                if first < last:
                    yield Interval(start=first, end=last)
        day += timedelta(days=1)


def _osm(grid: tuple[DayGrid, ...]) -> str:
    rules = []
    day = 0
    while day < 7:
        last = day
        while last + 1 < 7 and grid[last + 1].periods == grid[day].periods:
            last += 1
        if grid[day].periods:
            name = _DAYS[day] if last == day else f"{_DAYS[day]}-{_DAYS[last]}"
            rules.append(f"{name} " + ",".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in grid[day].periods))
        day = last + 1
    return "; ".join(rules)


def _weekdays(text: str) -> list[int] | None:
    days: list[int] = []
    for part in text.split(","):
        names = [name.strip().capitalize() for name in part.split("-")]
        if names == ["Ph"]:
            continue
        if any(name not in _DAYS for name in names):
            return None
        first, last = _DAYS.index(names[0]), _DAYS.index(names[-1])
        days += list(range(first, last + 1)) if first <= last else [*range(first, 7), *range(last + 1)]
    return days


def _time(hour: str, minute: str) -> time | None:
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _rules(text: str) -> list[str]:
    """Split at semicolons outside quotes."""
    kept = _QUOTED.sub(lambda found: found.group().replace(";", "\x00"), text)
    return [rule.replace("\x00", ";") for rule in kept.split(";")]


def _without_fallback(text: str) -> tuple[str, str]:
    kept = _QUOTED.sub(lambda found: found.group().replace("|", "\x00"), text)
    main, _, fallback = kept.partition("||")
    return main.replace("\x00", "|").strip(), fallback.replace("\x00", "|")


def _is_only_comment(text: str) -> bool:
    return bool(_QUOTED.search(text)) and not _QUOTED.sub("", text).replace("open", "").replace("unknown", "").strip(
        " ;"
    )


def _parsed(text: str, *, with_country: bool) -> OpeningHours | None:
    if not text or any(ord(sign) < 32 for sign in text) or not validate(text):
        return None
    return OpeningHours(text, country="FR") if with_country else OpeningHours(text)


@lru_cache(maxsize=8192)
def _evaluator(text: str, calendar: Calendar, year: int) -> OpeningHours | None:
    """Return what evaluates ``text`` around ``year``: holidays replaced by the dates of the place."""
    last: list[str] = []
    rules: list[str] = []
    for rule in _rules(text):
        settled = _settled(rule.strip(), calendar, year)
        if settled is None:
            return None
        off_first = re.match(r"\s*PH\b", rule) and rule.rstrip().endswith("off")
        (last if off_first else rules).extend(settled)
    return _parsed("; ".join(filter(None, [*rules, *last])), with_country=False)


def _settled(rule: str, calendar: Calendar, year: int) -> list[str] | None:
    if not re.search(r"\b[PS]H\b", _QUOTED.sub("", rule)):
        return [rule]
    public, school = _public_dates(calendar.holiday_zone, year), _school_dates(calendar.school_zone, year)
    found = _SCHOOL_DAYS.match(rule)
    if found:  # « SH Tu-Fr 10:00-12:00 »: only in school holidays
        return [f"{school} {found[1]}"] if school else []
    head = _HEAD.match(rule)
    if head is None:
        return None
    selectors = [part.strip() for part in re.split(r",(?![^\[]*\])", head[1])]
    rest = head[2].strip()
    days = [part for part in selectors if part.upper() not in {"PH", "SH"}]
    settled = [f"{','.join(days)} {rest}".strip()] if days else []
    for name, dates in (("PH", public), ("SH", school)):
        if name in {part.upper() for part in selectors} and dates:
            settled.append(f"{dates} {rest}".strip())
    return settled


@lru_cache(maxsize=128)
def _public_dates(zone: HolidayZone, year: int) -> str:
    days = sorted({*public_holidays(zone, year), *public_holidays(zone, year + 1)})
    return ",".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}" for day in days)


@lru_cache(maxsize=128)
def _school_dates(zone: SchoolZone, year: int) -> str:
    ranges = dict.fromkeys((*school_ranges(zone, year), *school_ranges(zone, year + 1)))
    return ",".join(
        f"{a.year} {_MONTHS[a.month - 1]} {a.day:02d}-{b.year} {_MONTHS[b.month - 1]} {b.day:02d}" for a, b in ranges
    )
