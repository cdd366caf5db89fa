"""Opening hours: read an OSM string, doubt what must be doubted, say when a place is open and when one can go.

The string is split into rules by the grammar below, then evaluated by opening-hours-py. What that library would read as
open although nobody can be sure (comments, fallbacks, school holidays, afternoons that replace mornings, closing before
opening) is settled here before it is asked. When in doubt the answer is "unknown", never "open".
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise

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
from desk.domain.openings import DAY_CODES as _DAYS
from desk.domain.openings import MONTH_CODES as _MONTHS
from desk.domain.openings import HalfDay, Interval, Openness

__all__ = [
    "Calendar", "DayGrid", "HalfDay", "HolidayZone", "Hours", "HoursProblem", "Interval", "Openness", "Rule", "SchoolZone",
    "SpecialDays", "Weekday", "asks_appointment", "calendar_of", "from_day_columns", "from_grid", "holiday_zone", "lint",
    "parse_half_days", "possible_visits", "read", "school_zone", "timezone_of", "to_grid",
]  # fmt: skip

LONGEST = 2000
"""Signs of a string that are read; nothing real is longer."""

HORIZON = timedelta(days=60)
"""How far ahead a visit is looked for."""

FAR = timedelta(days=366)
"""How far ahead the next opening is looked for: a season may be closed."""

LEAST_VISIT = timedelta(minutes=20)
"""What must be left of an opening for a visit to be worth the way."""

YEARS = range(2000, 2200)
"""Years in which a clock is believed."""

DAY = timedelta(days=1)
_LOOK_PAST = timedelta(days=40)
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursProblem:
    """Something suspicious in a string: a code and the rule it stands in."""

    code: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """Days in a row, ``last`` included, on which the usual week does not hold.

    ``periods`` are the certain openings of each, none when closed. When not ``certain`` one must telephone; ``holiday``
    tells that the doubt comes from a public holiday.
    """

    first: date
    last: date
    periods: tuple[tuple[time, time], ...]
    certain: bool
    holiday: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGrid:
    """The periods of one day of the week, at most two, in order."""

    periods: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A day of the week, 0 is Monday; with ``nth`` only those of the month: 1 is the first, -1 the last."""

    day: int
    nth: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a string, understood.

    ``dates`` and ``weeks`` are selectors as OSM writes them, without spaces around commas. ``public`` and ``school``
    name holidays: with ``joined`` the rule holds on them as well as on ``days`` (``PH,Su``), else on those days of them
    (``SH Tu-Fr``). ``times`` are minutes since midnight. ``adds`` rules complete the earlier ones, others replace them.
    ``doubt`` is the code of the reason not to believe the times.
    """

    text: str
    always: bool
    dates: str
    weeks: str
    days: tuple[Weekday, ...]
    public: bool
    school: bool
    joined: bool
    times: tuple[tuple[int, int], ...]
    state: Openness
    comment: str
    adds: bool
    doubt: str = ""

    @property
    def believed(self) -> bool:
        """Whether it opens without a doubt and without a word more: a comment may say anything."""
        return self.state is Openness.OPEN and not self.doubt and not self.comment

    @property
    def weekly(self) -> bool:
        """Whether it holds every week of the year, holidays aside."""
        return not (self.dates or self.weeks or any(day.nth for day in self.days) or self.on_holidays_only)

    @property
    def on_holidays_only(self) -> bool:
        """Whether it says nothing of other days."""
        return (self.public or self.school) and not (self.joined and self.days)

    @property
    def exceptional(self) -> bool:
        """Whether it is no part of the usual week: holidays, a named year, a season that is closed."""
        closes = bool(self.dates) and self.state is Openness.CLOSED
        return self.on_holidays_only or closes or "easter" in self.dates.lower() or self.of_a_year

    @property
    def of_a_year(self) -> bool:
        """Whether its dates name a year."""
        return bool(_YEARS.search(self.dates))

    @property
    def anchors(self) -> bool:
        """Whether it opens on days of the week, so that holidays and closed seasons told before are meant to outlast it."""
        return not self.dates and not self.on_holidays_only and self.state is Openness.OPEN

    @property
    def outlasts(self) -> bool:
        """Whether it is meant to hold whatever the week says, even told before: a holiday, a closed season, a dated day."""
        return self.exceptional and not (
            self.state is Openness.OPEN and self.of_a_year and not _MONTH_DAY.search(self.dates)
        )


# Grammar: what of OSM's opening_hours is understood. The rest is unreadable.

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_HOLIDAY = "(?:PH|SH)"
_SELECTED = rf"(?:{_HOLIDAY}|{_DAY}(?:-{_DAY}|\[[-0-9,]+\])?)"
_YEAR = "(?:19|20|21)[0-9]{2}"
_DATE = rf"(?:(?:{_YEAR} )?(?:(?:{'|'.join(_MONTHS)})(?: ?[0-9]{{1,2}})?|easter(?: ?[+-] ?[0-9]{{1,3}} days?)?))"
_DATES = rf"(?:{_DATE}(?: ?- ?(?:{_DATE}|[0-9]{{1,2}}))?|{_YEAR}(?:-{_YEAR})?)"
_WEEKS = "[0-9]{1,2}(?:-[0-9]{1,2}(?:/[0-9]{1,2})?)?"
_TIMES = "[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}"
_RULE = re.compile(
    rf"(?:(?P<always>24/7)|(?P<dates>{_DATES}(?:,{_DATES})*)?\ ?(?:week\ ?(?P<weeks>{_WEEKS}(?:,{_WEEKS})*))?\ ?"
    rf"(?:(?P<within>{_HOLIDAY}(?:,{_HOLIDAY})*)\ (?={_DAY}))?(?P<days>{_SELECTED}(?:,{_SELECTED})*)?)"
    rf"\ ?(?P<times>{_TIMES}(?:,{_TIMES})*)?\ ?(?P<state>open|closed|off|unknown)?\ ?",
    re.IGNORECASE | re.ASCII,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile("[ \t\r\n]+")
_QUOTED = re.compile(r'"[^"]*"')
_MASKED = re.compile(r'([^"]*)(?:"([0-9]+)")? ?')
_COMMA = re.compile(r" ?, ?")
_NEXT_RULE = re.compile(
    rf'((?:[0-9]:[0-9]{{2}}|\b(?:off|closed|open|unknown)|[0-9]"|24/7)),(?=[A-Za-z"]|{_YEAR} )', re.IGNORECASE
)
_YEARS = re.compile(_YEAR)
_MONTH_DAY = re.compile(rf"({'|'.join(_MONTHS)}) ?([0-9]{{1,2}})", re.IGNORECASE)
_TIME_RANGE = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_FREELY = re.compile(r"sans (?:rendez.?vous|rdv|inscription|reservation)")
_APPOINTMENT = re.compile(r"rendez|\brdv|r\.d\.v|appel|telephon|contact|appointment|reserv|inscri|demande")
_STATES = {
    "open": Openness.OPEN,
    "off": Openness.CLOSED,
    "closed": Openness.CLOSED,
    "unknown": Openness.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class _Parsed:
    rules: tuple[Rule, ...]
    fallback: tuple[Rule, ...]
    problems: tuple[HoursProblem, ...]


def lint(text: str) -> tuple[HoursProblem, ...]:
    """Return what is suspicious in ``text``, in order; an empty text is not."""
    if not text.strip():
        return ()
    parsed = _parse(text)
    return parsed.problems if parsed else (HoursProblem(code="hours-unreadable", rule=text[:80]),)


def is_readable(text: str) -> bool:
    """Return whether every rule of ``text`` is understood."""
    return _parse(text) is not None


def asks_appointment(comment: str) -> bool:
    """Return whether ``comment`` asks to call or to make an appointment first."""
    return bool(_APPOINTMENT.search(_FREELY.sub("", fold(comment))))


class Hours:
    """The hours of one place. Made by `read`; answers for any moment; never raises.

    ``readable`` tells that every rule was understood, ``rules`` and ``fallback`` (what follows ``||``) are these rules.
    """

    __slots__ = (
        "_calendar", "_elsewhere", "_evaluators", "_holidays_told", "_opens", "_school", "fallback", "readable", "rules", "text"
    )  # fmt: skip

    def __init__(self, text: str, calendar: Calendar) -> None:
        parsed = _parse(text)
        self.text = text
        self.rules = parsed.rules if parsed else ()
        self.fallback = parsed.fallback if parsed else ()
        self.readable = parsed is not None
        self._calendar = calendar
        self._evaluators: dict[int, OpeningHours | None] = {}
        self._school = any(rule.school for rule in self.rules)
        self._holidays_told = any(rule.public or (rule.always and not rule.doubt) for rule in self.rules)
        self._elsewhere = _elsewhere(self.fallback)
        self._opens = any(rule.believed for rule in self.rules)

    def state(self, now: datetime) -> Openness:
        """Return what can be said of ``now``. Open only when it is certain."""
        evaluator = self._evaluator(now.year)
        if evaluator is None or self._school_unknown(now.date()):
            return Openness.UNKNOWN
        state, comment = evaluator.state(now)
        if comment and asks_appointment(comment):
            return Openness.BY_APPOINTMENT
        if state == State.CLOSED:
            return self._elsewhere
        certain = _is_open(state, comment) and not self._holiday_untold(now.date())
        return Openness.OPEN if certain else Openness.UNKNOWN

    def openings(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """Yield the certain openings between two moments, in order; the first may have begun before, none is cut."""
        evaluator = self._evaluator(start.year) if self._opens else None
        if evaluator is None:
            return
        known_until = datetime(start.year + 2, 1, 1)
        end = min(end, known_until)
        bound = min(end + _LOOK_PAST, known_until)
        for first, last, state, comment in evaluator.intervals(_midnight(start.date()), bound):
            if first >= end:
                return
            if last > start and _is_open(state, comment):
                yield from self._sure(first, last, start, bound)

    def intervals(self, start: datetime, end: datetime, limit: int = 50) -> tuple[Interval, ...]:
        """Return at most ``limit`` certain openings between two moments, as `openings` does."""
        return tuple(islice(self.openings(start, end), limit))

    def next_opening(self, now: datetime) -> Interval | None:
        """Return the opening under way, else the next certain one within a year."""
        return next(self.openings(now, now + FAR), None) if now.year in YEARS else None

    def closes_at(self, now: datetime) -> datetime | None:
        """Return when the opening under way ends; None when closed, or when it never ends."""
        current = next(self.openings(now, now + DAY), None) if now.year in YEARS else None
        return current.end if current and current.start <= now else None

    def exceptions_within(self, now: datetime, days: int) -> tuple[SpecialDays, ...]:
        """Return the spells of special days that begin from today on and before ``days`` days, in order."""
        today, days = now.date(), min(days, FAR.days)
        evaluator = self._evaluator(now.year)
        usual_rules = tuple(replace(rule, public=False, school=False) for rule in self.rules if not rule.exceptional)
        usual = _evaluator(usual_rules, self._calendar, now.year) if usual_rules else None
        if evaluator is None or usual is None or self._school_unknown(today):
            return ()
        start, end = _midnight(today), _midnight(today + timedelta(days=days) + _LOOK_PAST)
        expected = _by_day((a, b) for a, b, state, words in usual.intervals(start, end) if _is_open(state, words))
        thought = _by_day((a, b) for a, b, state, _ in evaluator.intervals(start, end) if state != State.CLOSED)
        actual = _by_day((one.start, min(one.end or end, end)) for one in self.openings(start, end))
        spells: list[SpecialDays] = []
        following = False
        for day in sorted({*expected, *actual}):
            periods = actual.get(day, ())
            if expected.get(day, ()) == periods:
                following = False
                continue
            one = self._special(day, periods, certain=bool(periods) or day not in thought)
            if following and not one.holiday and replace(one, first=spells[-1].first) == replace(spells[-1], last=day):
                spells[-1] = replace(spells[-1], last=day)
            else:
                spells.append(one)
            following = True
        return tuple(one for one in spells if one.first < today + timedelta(days=days))

    def _special(self, day: date, periods: tuple[tuple[time, time], ...], *, certain: bool) -> SpecialDays:
        holiday = not certain and self._holiday_untold(day)
        return SpecialDays(first=day, last=day, periods=periods, certain=certain, holiday=holiday)

    def _sure(self, first: datetime, last: datetime, start: datetime, bound: datetime) -> Iterator[Interval]:
        """Yield what is left of an opening once the days in doubt are taken out."""
        end = None if last >= bound and last - first >= _LOOK_PAST else last
        if self._holidays_told and not self._school:
            yield Interval(start=first, end=end)
            return
        begun: datetime | None = None
        day = first.date()
        while (midnight := _midnight(day)) < last:
            doubtful = self._holiday_untold(day) or self._school_unknown(day)
            if doubtful and begun is not None and midnight > start:
                yield Interval(start=begun, end=midnight)
            begun = None if doubtful else begun or max(first, midnight)
            day += DAY
        if begun is not None:
            yield Interval(start=begun, end=end)

    def _holiday_untold(self, day: date) -> bool:
        return not self._holidays_told and day in public_holidays(self._calendar.holiday_zone, day.year)

    def _school_unknown(self, day: date) -> bool:
        return self._school and (self._calendar.school_zone is SchoolZone.NONE or day > SCHOOL_DATES_END)

    def _evaluator(self, year: int) -> OpeningHours | None:
        if year not in self._evaluators:
            known = bool(self.rules) and year in YEARS
            self._evaluators[year] = _evaluator(self.rules, self._calendar, year) if known else None
        return self._evaluators[year]


@lru_cache(maxsize=4096)
def read(text: str, calendar: Calendar) -> Hours:
    """Return the hours that ``text`` means at a place with this calendar. Any text will do."""
    return Hours(text, calendar)


# Visits


def parse_half_days(text: str) -> frozenset[HalfDay]:
    """Read ``thu-pm,sat-am``, ``je-pm,sa-am`` or whole days such as ``mon``.

    Raises:
        ValueError: ``unknown-half-day``.
    """
    found: set[HalfDay] = set()
    for part in filter(None, (one.strip() for one in fold(text).split(","))):
        name, _, half = part.partition("-")
        days = {place % 7 for place, known in enumerate(_DAY_NAMES) if len(name) >= 2 and known.startswith(name)}
        halves = {"": ("am", "pm"), "am": ("am",), "matin": ("am",), "pm": ("pm",), "apres-midi": ("pm",)}.get(half)
        if len(days) != 1 or halves is None:
            raise ValueError("unknown-half-day")
        found.update(_half_day(day, one) for day in days for one in halves)
    return frozenset(found)


def possible_visits(
    hours: Hours, now: datetime, free: frozenset[HalfDay], travel_minutes: int, count: int
) -> tuple[Interval, ...]:
    """Return the next ``count`` openings at which the person can really be there, within sixty days.

    Openings are cut to the free half-days (none given means any), begin once there (to the next five minutes when that
    is later than the opening), and leave at least twenty minutes.
    """
    if now.year not in YEARS:
        return ()
    return tuple(islice(_visits(hours, now, free, now + timedelta(minutes=travel_minutes)), max(count, 0)))


def _visits(hours: Hours, now: datetime, free: frozenset[HalfDay], soonest: datetime) -> Iterator[Interval]:
    there = soonest if not soonest.minute % 5 and not soonest.second else soonest + timedelta(minutes=5)
    there = there.replace(minute=there.minute - there.minute % 5, second=0, microsecond=0)
    for opening in hours.openings(now, now + HORIZON):
        for part in _within(opening, free, now + HORIZON):
            start = max(part.start, there) if part.start < soonest else part.start
            if part.end is None or part.end - start >= LEAST_VISIT:
                yield Interval(start=start, end=part.end)


def _within(opening: Interval, free: frozenset[HalfDay], horizon: datetime) -> Iterator[Interval]:
    if not free:
        yield opening
        return
    end = opening.end or horizon
    day = opening.start.date()
    while (midnight := _midnight(day)) < end:
        am, pm = (_half_day(day.weekday(), half) in free for half in ("am", "pm"))
        first = max(opening.start, midnight if am else midnight + timedelta(hours=12))
        last = min(end, midnight + (DAY if pm else timedelta(hours=13)))
        if (am or pm) and first < last:
            yield Interval(start=first, end=last)
        day += DAY


def _half_day(day: int, half: str) -> HalfDay:
    return HalfDay(f"{_DAYS[day].lower()}-{half}")


# Grids and columns

_DAY_NAMES = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
)  # fmt: skip


def from_day_columns(days: Mapping[int, str]) -> tuple[str, str]:
    """Read one text a weekday (0 is Monday), as in the France services list, into OSM text and what was not understood.

    ``09:00 - 12:00 / 14:00 - 17:00``; the filler ``00:00 - 00:00``, repeated ranges and « fermé » are understood. A day
    that is not is left ``unknown``, not closed.
    """
    rules: dict[int, str] = {}
    left = []
    for day in range(7):
        text = " ".join(days.get(day, "").split())
        periods = _column(text)
        if periods is None:
            left.append(f"{_DAY_NAMES[7 + day]} : {text}")
        rules[day] = " unknown" if periods is None else _period_list(periods)
    known = any(rule not in {"", " unknown"} for rule in rules.values())
    return _week(rules) if known else "", " ; ".join(left)


def _column(text: str) -> tuple[tuple[time, time], ...] | None:
    """Return the periods of a cell, None when they are not certain."""
    found = [(_time(*one.groups()[:2]), _time(*one.groups()[2:])) for one in _TIME_RANGE.finditer(text)]
    periods = sorted({(first, last) for first, last in found if first and last and (first, last) != (time(), time())})
    words = fold(re.sub(r"[\s/;,–-]+", " ", _TIME_RANGE.sub("", text))).strip()
    if words not in {"", "ferme", "fermee"} or (words and periods) or any(None in one for one in found):
        return None
    if any(first >= last for first, last in periods) or any(one[1] > two[0] for one, two in pairwise(periods)):
        return None
    return tuple(periods)


def to_grid(text: str) -> tuple[DayGrid, ...] | None:
    """Return seven days of at most two periods, Monday first, if ``text`` says exactly that.

    Closing on public holidays, or saying nothing of them, is not in the grid: `from_grid` is told.
    """
    parsed = _parse(text)
    if parsed is None or parsed.fallback or any(one.code != "hours-holiday-first" for one in parsed.problems):
        return None
    days: list[tuple[tuple[int, int], ...]] = [()] * 7
    for rule in parsed.rules:
        closed = rule.state is Openness.CLOSED
        if rule.school or rule.comment or rule.always or rule.dates or (rule.public and not closed):
            return None
        if rule.on_holidays_only and rule.joined:
            continue
        if not rule.weekly or not (closed or rule.times) or rule.state is Openness.UNKNOWN:
            return None
        for day in {one.day for one in rule.days} or range(7):
            kept = days[day] if rule.adds and not closed else ()
            days[day] = () if closed else tuple(sorted({*kept, *rule.times}))
    regular = all(len(day) <= 2 and all(one[1] <= two[0] for one, two in pairwise(day)) for day in days)
    if not regular or any(last == _MIDNIGHT for day in days for _, last in day):
        return None
    return tuple(DayGrid(periods=tuple((_clock(first), _clock(last)) for first, last in day)) for day in days)


def from_grid(grid: tuple[DayGrid, ...], *, holidays_off: bool = True) -> str:
    """Return the OSM text of seven days, Monday first; closed on public holidays, as offices are, unless told otherwise.

    An empty grid says nothing. Periods are not judged: `lint` is for that.
    """
    text = _week({day: _period_list(one.periods) for day, one in enumerate(grid)})
    return f"{text}; PH off" if text and holidays_off else text


def _period_list(periods: tuple[tuple[time, time], ...]) -> str:
    return " " + ",".join(f"{first:%H:%M}-{last:%H:%M}" for first, last in periods) if periods else ""


def _week(rules: Mapping[int, str]) -> str:
    told: list[str] = []
    day = 0
    while day < 7:
        last = day
        while last < 6 and rules.get(last + 1) == rules.get(day):
            last += 1
        if rules.get(day):
            told.append((_DAYS[day] if last == day else f"{_DAYS[day]}-{_DAYS[last]}") + rules[day])
        day = last + 1
    return "; ".join(told)


def _time(hour: str, minute: str) -> time | None:
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


# Reading


@lru_cache(maxsize=4096)
def _parse(text: str) -> _Parsed | None:
    """Return the rules of ``text``, None if one is not understood."""
    if len(text) > LONGEST or _CONTROL.search(text):
        return None
    comments: list[str] = []

    def mask(found: re.Match[str]) -> str:
        comments.append(found.group()[1:-1])
        return f'"{len(comments) - 1}"'

    masked = _COMMA.sub(",", _QUOTED.sub(mask, _SPACES.sub(" ", text).strip(" ")))
    if masked.count('"') != 2 * len(comments):
        return None
    main, bar, otherwise = masked.partition("||")
    rules, fallback = _rules(main, comments), _rules(otherwise.replace("||", ";"), comments)
    if not rules or fallback is None or (bar and not fallback):
        return None
    doubted = tuple(_doubted(rule, rules[:place]) for place, rule in enumerate(rules))
    if not validate(_joined([(rule.adds, _written(rule) or "off") for rule in doubted])):
        return None
    return _Parsed(rules=doubted, fallback=tuple(fallback), problems=_problems(doubted, fallback))


def _rules(masked: str, comments: list[str]) -> list[Rule] | None:
    rules: list[Rule] = []
    for part in masked.split(";"):
        for number, one in enumerate(_NEXT_RULE.sub("\\1\n", part).split("\n")):
            if not one.strip(" "):
                continue
            rule = _rule(one.strip(" "), comments, adds=number > 0)
            if rule is None:
                return None
            rules.append(rule)
    return rules


def _rule(masked: str, comments: list[str], *, adds: bool) -> Rule | None:
    split = _MASKED.fullmatch(masked)
    found = _RULE.fullmatch(split[1]) if split else None
    if split is None or found is None:
        return None
    comment = comments[int(split[2])] if split[2] else ""
    words = [word for word in (found["days"] or "").split(",") if word] if "[" not in (found["days"] or "") else None
    selected = words if words is not None else re.findall(_SELECTED, found["days"], re.IGNORECASE)
    named = {word.upper() for word in selected} & {"PH", "SH"}
    within = set((found["within"] or "").upper().split(",")) - {""}
    days = _weekdays([word for word in selected if word.upper() not in named])
    if days is None or not _is_calendar(found["dates"] or "") or (named and within):
        return None
    if (named or within) and (found["dates"] or found["weeks"]):
        return None
    state = _STATES[(found["state"] or "open").lower()]
    return Rule(
        text=f'{split[1].strip()} "{comment}"'.strip() if split[2] else split[1].strip(),
        always=bool(found["always"]),
        dates=found["dates"] or "",
        weeks=found["weeks"] or "",
        days=days,
        public="PH" in named | within,
        school="SH" in named | within,
        joined=bool(named),
        times=tuple(_minutes(one) for one in found["times"].split(",")) if found["times"] else (),
        state=state,
        comment=comment,
        adds=adds and state is not Openness.CLOSED,
    )


def _weekdays(words: list[str]) -> tuple[Weekday, ...] | None:
    days: list[Weekday] = []
    for word in words:
        name, _, nth = word.rstrip("]").partition("[")
        first, _, last = name.capitalize().partition("-")
        start, end = _DAYS.index(first), _DAYS.index(last.capitalize() if last else first)
        numbers = _nth(nth)
        if numbers is None:
            return None
        days += [Weekday(day=day % 7, nth=numbers) for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(dict.fromkeys(days))


def _nth(text: str) -> tuple[int, ...] | None:
    numbers: list[int] = []
    for part in filter(None, text.split(",")):
        found = re.fullmatch(r"(-?[1-5])|([1-5])-([1-5])", part)
        if found is None:
            return None
        numbers += [int(found[1])] if found[1] else list(range(int(found[2]), int(found[3]) + 1))
    return tuple(numbers) if numbers or not text else None


def _is_calendar(dates: str) -> bool:
    """Return whether every day exists: the library reads « Feb 31 » as every day of the year."""
    return all(
        1 <= int(day) <= monthrange(2024, _MONTHS.index(month.capitalize()) + 1)[1]
        for month, day in _MONTH_DAY.findall(_YEARS.sub("", dates))
    )


def _minutes(text: str) -> tuple[int, int]:
    first, last = (int(one.partition(":")[0]) * 60 + int(one.partition(":")[2]) for one in text.split("-"))
    return first, last


def _doubted(rule: Rule, earlier: list[Rule]) -> Rule:
    doubt = _doubt(rule, earlier)
    return replace(rule, doubt=doubt) if doubt else rule


def _doubt(rule: Rule, earlier: list[Rule]) -> str:
    if rule.state is not Openness.OPEN:
        return ""
    if any(max(one) > _MIDNIGHT for one in rule.times):
        return "hours-beyond-24"
    if any(last <= first for first, last in rule.times):
        return "hours-overnight"
    if not rule.times:
        return "" if rule.always or rule.comment else "hours-always-open-comment"
    if not rule.weekly or rule.adds or rule.public:
        return ""
    days = {day.day for day in rule.days} or set(range(7))
    replaced = [
        one for one in earlier if one.weekly and one.state is Openness.OPEN and one.times and one.times != rule.times
    ]
    if earlier and not rule.days:
        return "hours-replaced-rule"
    lost = any({day.day for day in one.days} <= days for one in replaced if one.days)
    return "hours-replaced-rule" if lost else ""


def _problems(rules: Sequence[Rule], fallback: Sequence[Rule]) -> tuple[HoursProblem, ...]:
    problems: list[HoursProblem] = []
    last_week = _last_week(rules)
    for place, rule in enumerate(rules):
        if rule.doubt:
            problems.append(HoursProblem(code=rule.doubt, rule=rule.text))
        elif rule.comment and not rule.times and rule.state is Openness.OPEN:
            problems.append(HoursProblem(code="hours-always-open-comment", rule=rule.text))
        if rule.outlasts and place < last_week:
            problems.append(HoursProblem(code="hours-holiday-first", rule=rule.text))
    problems += [
        HoursProblem(code="hours-always-open-comment", rule=f"|| {rule.text}")
        for rule in fallback
        if rule.state is Openness.OPEN
    ]
    return tuple(dict.fromkeys(problems))


def _elsewhere(fallback: tuple[Rule, ...]) -> Openness:
    """Return what is said of the time that the rules leave closed."""
    if any(asks_appointment(rule.comment) for rule in fallback):
        return Openness.BY_APPOINTMENT
    closed = all(rule.state is Openness.CLOSED for rule in fallback)
    return Openness.CLOSED if closed else Openness.UNKNOWN


# Evaluating


def _evaluator(rules: tuple[Rule, ...], calendar: Calendar, year: int) -> OpeningHours | None:
    """Return what evaluates ``rules`` in ``year`` and the next: holidays replaced by the dates of the place.

    Holidays, closed seasons and dated days told before the week are meant to hold all the same: they are moved after.
    """
    settled: list[tuple[bool, str]] = []
    waiting: list[tuple[bool, str]] = []
    last_week = _last_week(rules)
    for place, rule in enumerate(rules):
        if not rule.on_holidays_only:
            (waiting if rule.outlasts else settled).append((rule.adds, _written(rule)))
        if rule.public or rule.school:
            waiting += [(rule.adds, one) for one in _on_holidays(rule, calendar, year)]
        if place >= last_week:
            settled += waiting
            waiting = []
    text = _joined(settled) or "off"
    return OpeningHours(text) if validate(text) else None


def _last_week(rules: Sequence[Rule]) -> int:
    return max((place for place, rule in enumerate(rules) if rule.anchors), default=-1)


def _on_holidays(rule: Rule, calendar: Calendar, year: int) -> list[str]:
    own = replace(rule, days=()) if rule.joined else rule
    dates = [_public_dates(calendar.holiday_zone, year)] if rule.public else []
    dates += [_school_dates(calendar.school_zone, year)] if rule.school else []
    return [_written(own, one) for one in dates if one]


def _written(rule: Rule, holidays: str = "") -> str:
    """Return the rule as the library must read it, on days named or on ``holidays``: in doubt, the whole day is unknown."""
    days = ",".join(_DAYS[one.day] + (f"[{','.join(map(str, one.nth))}]" if one.nth else "") for one in rule.days)
    times = ",".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in rule.times)
    state = {Openness.CLOSED: "off", Openness.UNKNOWN: "unknown"}.get(rule.state, "")
    always = "24/7" if rule.always else ""
    if rule.doubt:
        times, state = "", "unknown"
    comment = f'"{rule.comment}"' if rule.comment else ""
    weeks = f"week {rule.weeks}" if rule.weeks else ""
    return " ".join(filter(None, (always, holidays or rule.dates, weeks, days, times, state, comment)))


def _joined(rules: list[tuple[bool, str]]) -> str:
    return "".join((", " if adds else "; ") * (place > 0) + rule for place, (adds, rule) in enumerate(rules))


@lru_cache(maxsize=128)
def _public_dates(zone: HolidayZone, year: int) -> str:
    days = sorted({*public_holidays(zone, year), *public_holidays(zone, year + 1)})
    return ",".join(_dated(day) for day in days)


@lru_cache(maxsize=128)
def _school_dates(zone: SchoolZone, year: int) -> str:
    ranges = dict.fromkeys((*school_ranges(zone, year), *school_ranges(zone, year + 1)))
    return ",".join(f"{_dated(first)}-{_dated(last)}" for first, last in ranges)


def _dated(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}"


def _is_open(state: State, comment: str) -> bool:
    """Return whether it is open without a word more: a comment may say anything."""
    return state == State.OPEN and not comment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _by_day(spans: Iterator[tuple[datetime, datetime]]) -> dict[date, tuple[tuple[time, time], ...]]:
    days: dict[date, tuple[tuple[time, time], ...]] = {}
    for first, last in spans:
        start = first
        while start < last:
            end = min(last, _midnight(start.date() + DAY))
            days[start.date()] = (*days.get(start.date(), ()), (start.time(), end.time()))
            start = end
    return days
