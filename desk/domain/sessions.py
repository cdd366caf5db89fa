"""Drop-in sessions: who receives, where and when; what is cancelled; appointments as slots without names."""

import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations, islice
from typing import NewType

from desk.domain.fields import Problem, at_most, no_mobile, no_phone, no_secret, required
from desk.domain.hours import Calendar
from desk.domain.hours_holidays import SCHOOL_DATES_END, public_holidays, school_ranges
from desk.domain.openings import MONTH_CODES
from desk.domain.persons import asks_for_somebody, has_civility, is_of_a_person
from desk.domain.sheets import Fee, Reach
from desk.domain.territory import Place

SessionId = NewType("SessionId", str)

MOST = 400
"""Days that one session may have in what is asked: a calendar that says more is not believed."""

AHEAD = timedelta(days=60)
"""How far ahead the next days of a session are told."""

LONGEST_RULE = 200
_YEARS = range(1970, 2200)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}"),
    "BYDAY": re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*"),
    "BYMONTHDAY": re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*"),
    "BYMONTH": re.compile(r"\d{1,2}(?:,\d{1,2})*"),
    "BYSETPOS": re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*"),
    "WKST": re.compile(r"MO|SU"),
}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """One day on which a session is not held. ``id`` is that day, as ``2026-11-26``."""

    id: str
    reason: str = ""
    said_on: date | None = None
    said_by: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody receives somewhere, once or again and again.

    ``host`` is an organisation, never a person; ``sheet`` its referral sheet, ``library`` the library that lends the
    place, if any, and ``room`` where in it. ``first`` is the first day, ``start`` and ``end`` are ``HH:MM`` of the
    place's own clock, ``rule`` what follows RRULE in RFC 5545 without UNTIL or COUNT (nothing: one day only), ``last``
    the last day, ``extra`` days besides the rule as ISO dates. ``slot_minutes`` above 0 makes appointments possible.
    ``uid`` is that of the calendar it came from.
    """

    id: SessionId
    title: str
    host: str = ""
    sheet: str = ""
    library: str = ""
    room: str = ""
    relay_types: tuple[str, ...] = ()
    address: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    first: date = date.min
    start: str = "09:00"
    end: str = "12:00"
    rule: str = ""
    last: date | None = None
    on_public_holidays: bool = False
    in_school_holidays: bool = True
    extra: tuple[str, ...] = ()
    cancelled: tuple[Cancellation, ...] = ()
    reach: Reach = Reach.WALK_IN
    slot_minutes: int = 0
    fee: Fee = Fee.UNKNOWN
    details: str = ""
    campaign: str = ""
    source: str = ""
    uid: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    removed_on: date | None = None

    @property
    def place(self) -> Place | None:
        """The point on the map, if known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Place(latitude=self.latitude, longitude=self.longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A slot that somebody was given, without a name: ``code`` is on their paper. ``time`` is ``HH:MM``."""

    id: str
    session: str = ""
    day: date = date.min
    time: str = ""
    code: str = ""
    procedure: str = ""
    library: str = ""
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One day of a session. Held unless ``cancelled`` or ``holiday``; ``certain`` is False where school dates are unknown."""

    session: Session
    start: datetime
    end: datetime
    cancelled: Cancellation | None = None
    holiday: bool = False
    certain: bool = True

    @property
    def day(self) -> date:
        """The day it begins."""
        return self.start.date()

    @property
    def held(self) -> bool:
        """Whether somebody receives."""
        return self.cancelled is None and not self.holiday


def check(session: Session) -> list[Problem]:
    """Return everything to correct before ``session`` may be kept."""
    problems = required("title", session.title)
    for field, most in (("title", 120), ("host", 120), ("room", 80), ("details", 400)):
        text = getattr(session, field)
        problems += at_most(field, text, most) + no_secret(field, text)
        names = field in {"title", "host"}
        problems += no_phone(field, text) if names or field == "room" else no_mobile(field, text)
        if has_civility(text) or asks_for_somebody(text) or (names and is_of_a_person(text)):
            problems.append(Problem(field=field, code="person-named"))
    problems += [
        Problem(field=field, code="unreadable")
        for field in ("start", "end")
        if not _CLOCK.fullmatch(getattr(session, field))
    ]
    if not problems and session.end <= session.start:
        problems.append(Problem(field="end", code="hours-overnight"))
    if session.first.year not in _YEARS:
        problems.append(Problem(field="first", code="required"))
    if session.last is not None and session.last < session.first:
        problems.append(Problem(field="last", code="end-before-start"))
    if session.rule and not is_rule(session.rule):
        problems.append(Problem(field="rule", code="unreadable"))
    if not 0 <= session.slot_minutes <= 240:
        problems.append(Problem(field="slot_minutes", code="out-of-range"))
    return problems


@lru_cache(maxsize=512)
def is_rule(text: str) -> bool:
    """Return whether ``text`` is a recurrence that is followed here: by day at most, never by hour, without an end of its own."""
    if len(text) > LONGEST_RULE:
        return False
    parts = [part.partition("=")[::2] for part in text.split(";")]
    names = [name for name, _ in parts]
    if len(names) != len(set(names)) or "FREQ" not in names:
        return False
    if not all(name in _PARTS and _PARTS[name].fullmatch(value) for name, value in parts):
        return False
    every = replace(_rule(text), every=1)
    return any(True for _ in _turned(every, date(2000, 1, 1), date(2000, 1, 1), date(2028, 12, 31)))


def follows(rule: str, first: date, day: date) -> bool:
    """Return whether ``day`` is one of ``rule``'s own, begun on ``first``; a session is held on its first day anyway."""
    return any(True for _ in _ruled(rule, first, day, day))


def weekly(*, every: int = 1) -> str:
    """Return the rule of a session held every week, or every ``every`` weeks, on the weekday of its first day."""
    return "FREQ=WEEKLY" if every == 1 else f"FREQ=WEEKLY;INTERVAL={every}"


def monthly(first: date) -> str:
    """Return the rule « the same weekday of the month »: first Tuesday, or last when the month may have only four."""
    nth = (first.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{_DAYS[first.weekday()]}"


def occurrences(session: Session, since: date, until: date, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Return the days of ``session`` from ``since`` to ``until``, both included, in order, held or not; at most `MOST`."""
    if session.removed_on is not None or session.first.year not in _YEARS:
        return ()
    start, end = _time(session.start), _time(session.end)
    if start is None or end is None:
        return ()
    cancelled = {one.id: one for one in session.cancelled}
    found = []
    for day in _days(session, since, until):
        holiday = not session.on_public_holidays and day in public_holidays(calendar.holiday_zone, day.year)
        known = session.in_school_holidays or (bool(calendar.school_zone) and day <= SCHOOL_DATES_END)
        if not session.in_school_holidays and known:
            holiday = holiday or any(
                first <= day <= last for first, last in school_ranges(calendar.school_zone, day.year)
            )
        found.append(
            Occurrence(
                session=session,
                start=datetime.combine(day, start),
                end=datetime.combine(day, end),
                cancelled=cancelled.get(day.isoformat()),
                holiday=holiday,
                certain=known,
            )
        )
    return tuple(found)


def held(sessions: Iterable[Session], since: date, until: date, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Return every day of ``sessions`` between two days, cancelled ones too, by moment then by title."""
    found = [one for session in sessions for one in occurrences(session, since, until, calendar)]
    return tuple(sorted(found, key=lambda one: (one.start, one.session.title, one.session.id)))


def clashes(days: Iterable[Occurrence]) -> tuple[tuple[Occurrence, Occurrence], ...]:
    """Return pairs held at the same time that cannot be: in one room of one library, or of one host in two places."""
    by_day: dict[date, list[Occurrence]] = {}
    for one in days:
        if one.held:
            by_day.setdefault(one.day, []).append(one)
    return tuple(
        (first, second)
        for together in by_day.values()
        for first, second in combinations(together, 2)
        if first.start < second.end
        and second.start < first.end
        and (_one_room(first, second) or _one_host(first, second))
    )


def same_room(first: Occurrence, second: Occurrence) -> bool:
    """Return whether a clash is about the room, else it is about the host."""
    return _one_room(first, second)


def openings_told(days: Iterable[Occurrence]) -> str:
    """Return the certain days of a session as OSM hours: what the ranking and the paper already know how to say."""
    by_day: dict[date, list[str]] = {}
    for one in days:
        if one.held and one.certain:
            by_day.setdefault(one.day, []).append(f"{one.start:%H:%M}-{one.end:%H:%M}")
    return "; ".join(
        f"{day.year} {MONTH_CODES[day.month - 1]} {day.day:02d} {','.join(sorted(times))}"
        for day, times in sorted(by_day.items())
    )


def slots(occurrence: Occurrence) -> tuple[str, ...]:
    """Return the moments at which an appointment may begin, as ``HH:MM``; none without slots."""
    minutes = occurrence.session.slot_minutes
    if minutes <= 0:
        return ()
    found = []
    moment = occurrence.start
    while moment + timedelta(minutes=minutes) <= occurrence.end:
        found.append(f"{moment:%H:%M}")
        moment += timedelta(minutes=minutes)
    return tuple(found)


def taken(appointments: Iterable[Appointment], occurrence: Occurrence) -> Mapping[str, tuple[Appointment, ...]]:
    """Return the live appointments of one day by their time: more than one where two libraries gave the same slot."""
    found: dict[str, tuple[Appointment, ...]] = {}
    for one in sorted(appointments, key=lambda one: (one.time, one.code)):
        if one.session == occurrence.session.id and one.day == occurrence.day and one.cancelled_on is None:
            found[one.time] = (*found.get(one.time, ()), one)
    return found


def _days(session: Session, since: date, until: date) -> list[date]:
    until = min(until, session.last or until, date(_YEARS[-1], 12, 31))
    since = max(since, session.first)
    days = {session.first} if session.first >= since and session.first <= until else set()
    if session.rule:
        days.update(_ruled(session.rule, session.first, since, until))
    for text in session.extra:
        day = _iso(text)
        if day is not None and since <= day <= until:
            days.add(day)
    return sorted(days)[:MOST]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A recurrence, read. ``days`` are (which of the period, day of the week): 0 is each, 1 the first, -1 the last."""

    frequency: str
    every: int
    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    numbers: frozenset[int]
    positions: frozenset[int]
    week_start: int

    def fits(self, day: date, first: date) -> bool:
        """Whether ``day`` is one of its period's; what the rule leaves untold is as on ``first``."""
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.numbers and not self.numbers & {day.day, day.day - 1 - length}:
            return False
        if self.days:
            return any(day.weekday() == weekday and self._is_nth(nth, day, length) for nth, weekday in self.days)
        if self.numbers or self.frequency == "DAILY":
            return True
        if self.frequency == "WEEKLY":
            return day.weekday() == first.weekday()
        return day.day == first.day and (self.frequency == "MONTHLY" or bool(self.months) or day.month == first.month)

    def _is_nth(self, nth: int, day: date, length: int) -> bool:
        if nth == 0 or self.frequency in {"DAILY", "WEEKLY"}:
            return True
        place = day.day
        if self.frequency == "YEARLY" and not self.months:
            place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
        return nth == (place - 1) // 7 + 1 if nth > 0 else -nth == (length - place) // 7 + 1


def _ruled(text: str, first: date, since: date, until: date) -> Iterator[date]:
    """Yield the days of a rule. Only the days asked are looked at: no rule, however odd, is searched to the end of time."""
    if is_rule(text):
        yield from islice(_turned(_rule(text), first, max(since, first), until), MOST)


def _turned(rule: _Rule, first: date, since: date, until: date) -> Iterator[date]:
    """Yield the days of each turn of ``rule`` that stand between ``since`` and ``until``."""
    for begun, ended in _turns(rule, first, since, until):
        if not rule.positions:
            begun, ended = max(begun, since), min(ended, until)  # noqa: PLW2901 - the rest is not asked
        days = [day for day in _each(begun, ended) if rule.fits(day, first)]
        if rule.positions:
            places = {place - 1 if place > 0 else len(days) + place for place in rule.positions if place}
            days = [day for place, day in enumerate(days) if place in places]
        yield from (day for day in days if since <= day <= until)


def _turns(rule: _Rule, first: date, since: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each turn that touches the days between: a day, a week, a month, a year."""
    if rule.frequency in {"DAILY", "WEEKLY"}:
        length = 1 if rule.frequency == "DAILY" else 7
        begun = first - timedelta(days=(first.weekday() - rule.week_start) % 7 if length > 1 else 0)
        turn = (since - begun).days // length
        for number in range(turn + -turn % rule.every, (until - begun).days // length + 1, rule.every):
            start = begun + timedelta(days=number * length)
            yield start, start + timedelta(days=length - 1)
    elif rule.frequency == "MONTHLY":
        begins, turn = _month(first), _month(since)
        for number in range(turn + (begins - turn) % rule.every, _month(until) + 1, rule.every):
            start = date(number // 12, number % 12 + 1, 1)
            yield start, start.replace(day=monthrange(start.year, start.month)[1])
    else:
        for year in range(since.year + (first.year - since.year) % rule.every, until.year + 1, rule.every):
            yield date(year, 1, 1), date(year, 12, 31)


def _each(begun: date, ended: date) -> Iterator[date]:
    return (begun + timedelta(days=number) for number in range((ended - begun).days + 1))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=2048)
def _rule(text: str) -> _Rule:
    parts = dict(part.partition("=")[::2] for part in text.split(";"))

    def numbers(name: str) -> frozenset[int]:
        return frozenset(int(one) for one in parts[name].split(",")) if name in parts else frozenset()

    return _Rule(
        frequency=parts["FREQ"],
        every=int(parts.get("INTERVAL", 1)),
        days=frozenset((int(one[:-2] or 0), _DAYS.index(one[-2:])) for one in parts.get("BYDAY", "").split(",") if one),
        months=numbers("BYMONTH"),
        numbers=numbers("BYMONTHDAY"),
        positions=numbers("BYSETPOS"),
        week_start=_DAYS.index(parts.get("WKST", "MO")),
    )


@lru_cache(maxsize=512)
def _time(text: str) -> time | None:
    return time.fromisoformat(text) if _CLOCK.fullmatch(text) else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_room(first: Occurrence, second: Occurrence) -> bool:
    one, other = first.session, second.session
    return bool(one.library) and one.library == other.library and one.room == other.room


def _one_host(first: Occurrence, second: Occurrence) -> bool:
    one, other = first.session, second.session
    return bool(one.sheet) and one.sheet == other.sheet and not _one_room(first, second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A key moment of the year: months 1–12, the procedures it raises, the kinds of relay to invite."""

    id: str
    months: tuple[int, ...]
    title: str
    procedures: tuple[str, ...]
    invite: tuple[str, ...]
    confidence: str = "to_verify"


def of_month(campaigns: Iterable[Campaign], month: int) -> tuple[Campaign, ...]:
    """Return the campaigns of a month (1–12), those that do not last all year first."""
    now = [one for one in campaigns if month in one.months]
    return tuple(sorted(now, key=lambda one: len(one.months)))
