"""iCalendar (RFC 5545), out and in: sessions for people's telephones, and the calendars that partners already keep."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar as ICalendar
from icalendar import Event, vRecur
from icalendar.prop import vDDDTypes

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle
from desk.base.ids import id_from
from desk.base.text import clean
from desk.domain.fields import Problem, secret_in
from desk.domain.hours import Calendar
from desk.domain.persons import is_of_a_person
from desk.domain.sessions import Cancellation, Session, SessionId, check, is_rule, occurrences
from desk.store.database import of_system

LARGEST = 3_000_000
"""Bytes of a calendar that are read: some ten thousand events."""

MOST_EVENTS = 5000
AHEAD = timedelta(days=730)
"""How far ahead days without a session are written down: other programs do not know our holidays."""

_ALONE = timedelta(hours=16)
"""A longer event is no session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An event that was not taken: its title, and why, as a code with a sentence."""

    title: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCalendar:
    """What a calendar says: sessions, and what was left out of it."""

    sessions: tuple[Session, ...]
    unread: tuple[Unread, ...]


def write_calendar(sessions: Iterable[Session], calendar: Calendar, now: datetime, name: str) -> bytes:
    """Return ``sessions`` as an iCalendar file in the library's own time; days not held are taken out by EXDATE.

    Nobody is named in it: no organiser, no attendee.
    """
    made = ICalendar()
    made.add("prodid", "-//Relais//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    zone = ZoneInfo(calendar.timezone)
    for session in sessions:
        made.add_component(_event(session, calendar, now, zone))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def read_calendar(data: bytes, calendar: Calendar) -> ReadCalendar:
    """Return the sessions that an iCalendar file tells, in the library's own time. Never raises.

    People in it (organisers, attendees) are not read; an event whose title names a person is left out.
    """
    if len(data) > LARGEST:
        return ReadCalendar(sessions=(), unread=(Unread(title="", code="calendar-too-large"),))
    events, unread = _events(data)
    zone = ZoneInfo(calendar.timezone)
    masters: dict[str, Event] = {}
    overrides: list[Event] = []
    for event in events:
        uid = clean(str(event.get("UID", "")), 200)
        if event.get("RECURRENCE-ID") is not None:
            overrides.append(event)
        elif uid not in masters or _sequence(event) >= _sequence(masters[uid]):
            masters[uid or f"-{len(masters)}"] = event
    sessions: dict[str, Session] = {}
    for uid, event in masters.items():
        session, code = _session(event, zone)
        if session is None:
            unread.append(Unread(title=_title(event), code=code))
        elif str(event.get("STATUS", "")).upper() != "CANCELLED":
            sessions[uid] = session
    for event in overrides:
        _override(event, sessions, zone)
    return ReadCalendar(sessions=tuple(sessions.values()), unread=tuple(unread))


def read_calendar_file(file: Path, calendar: Calendar) -> ReadCalendar:
    """Read an iCalendar file, at most `LARGEST` bytes of it.

    Raises:
        UnavailableError: ``FILE_MISSING`` when it cannot be opened.
    """
    try:
        with file.open("rb") as opened:
            return read_calendar(opened.read(LARGEST + 1), calendar)
    except OSError as error:
        raise UnavailableError(Code.FILE_MISSING, file=file.name) from error


def write_calendar_file(file: Path, sessions: Iterable[Session], calendar: Calendar, now: datetime, name: str) -> None:
    """Write an iCalendar file, whole or not at all.

    Raises:
        UnavailableError: no room or no right to write there.
    """
    fresh = file.with_name(f"{file.name}.partiel")
    try:
        fresh.write_bytes(write_calendar(sessions, calendar, now, name))
        settle(fresh)
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):  # what failed first is what is said
            fresh.unlink(missing_ok=True)
        raise of_system(error, file.name) from error


# out


def _event(session: Session, calendar: Calendar, now: datetime, zone: ZoneInfo) -> Event:
    event = Event()
    start, end = (time.fromisoformat(text) for text in (session.start, session.end))
    event.add("uid", session.uid or f"{session.id}@relais")
    event.add("dtstamp", now.replace(tzinfo=zone).astimezone(UTC))
    event.add("dtstart", datetime.combine(session.first, start, zone))
    event.add("dtend", datetime.combine(session.first, end, zone))
    event.add("summary", session.title)
    where = ", ".join(part for part in (session.room, session.address, session.postcode, session.commune) if part)
    if where:
        event.add("location", where)
    if session.place is not None:
        event.add("geo", (session.place.latitude, session.place.longitude))
    told = "\n".join(part for part in (session.host, session.details, session.phone) if part)
    if told:
        event.add("description", told)
    if session.rule:
        rule = vRecur.from_ical(session.rule)
        if session.last is not None:
            rule["UNTIL"] = [datetime.combine(session.last, time(23, 59, 59), zone).astimezone(UTC)]
        event.add("rrule", rule)
    for day in session.extra:
        event.add("rdate", datetime.combine(date.fromisoformat(day), start, zone))
    since = min(session.first, now.date())
    for one in occurrences(session, max(since, session.first), now.date() + AHEAD, calendar):
        if not one.held:
            event.add("exdate", datetime.combine(one.day, start, zone))
    return event


# in


def _events(data: bytes) -> tuple[list[Event], list[Unread]]:
    """Return the events of every calendar in a file; a file that is none says so."""
    text = _decoded(data)
    try:
        calendars = ICalendar.from_ical(text, multiple=True)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return [], [Unread(title="", code="calendar-unreadable")]
    found = [event for one in calendars for event in one.walk("VEVENT") if isinstance(event, Event)]
    if not found:
        return [], [Unread(title="", code="calendar-empty")]
    if len(found) > MOST_EVENTS:
        return found[:MOST_EVENTS], [Unread(title="", code="calendar-too-large")]
    return found, []


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _session(event: Event, zone: ZoneInfo) -> tuple[Session | None, str]:
    """Return the session that an event tells, or the code of why it tells none."""
    start, end = _moment(event, "DTSTART", zone), _moment(event, "DTEND", zone)
    if start is None:
        return None, "calendar-whole-day" if _is_day(event) else "calendar-no-start"
    duration = getattr(event.get("DURATION"), "dt", None)
    if end is None:
        end = start + duration if isinstance(duration, timedelta) else start + timedelta(hours=1)
    if end - start > _ALONE or end.date() != start.date() or end <= start:
        return None, "calendar-too-long"
    title = _title(event)
    if not title:
        return None, "required"
    if is_of_a_person(title) or secret_in(title):
        return None, "person-named"
    rule, last, code = _rule(event, start, zone)
    if code:
        return None, code
    uid = clean(str(event.get("UID", "")), 200)
    days = {day.isoformat() for day in _days(event, "EXDATE", zone)}
    extra = {day.isoformat() for day in _days(event, "RDATE", zone)} - days
    place = clean(str(event.get("LOCATION", "")), 200)
    session = Session(
        id=SessionId(id_from(f"calendar:{uid}") if uid else id_from(f"calendar:{title}:{start}")),
        title=title,
        address="" if is_of_a_person(place) else place,
        first=start.date(),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        rule=rule,
        last=last,
        extra=tuple(sorted(extra)),
        cancelled=tuple(Cancellation(id=day) for day in sorted(days)),
        source="iCalendar",
        uid=uid,
    )
    problems: list[Problem] = check(session)
    return (None, problems[0].code) if problems else (session, "")


def _rule(event: Event, start: datetime, zone: ZoneInfo) -> tuple[str, date | None, str]:
    """Return the rule without its end, its last day, or the code of why it is not followed."""
    told = event.get("RRULE")
    if told is None:
        return "", None, ""
    if isinstance(told, list):
        return "", None, "calendar-rule"
    parts = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in told.items()}
    last = None
    for until in parts.pop("UNTIL", []):
        last = _local(until, zone).date() if isinstance(until, datetime) else until if isinstance(until, date) else None
    count = parts.pop("COUNT", [None])[0]
    rule = ";".join(f"{name}={','.join(str(one) for one in value)}" for name, value in parts.items())
    if not is_rule(rule):
        return "", None, "calendar-rule"
    if isinstance(count, int):
        last = _last_of(rule, start.date(), count)
    return rule, last, ""


def _last_of(rule: str, first: date, count: int) -> date:
    """Return the day of the last of ``count`` times; a count that no life would see ends in ten years."""
    probe = Session(id=SessionId("probe"), title="probe", first=first, rule=rule)
    horizon = first + timedelta(days=3660)
    days = [one.day for one in occurrences(replace(probe, on_public_holidays=True), first, horizon, Calendar())]
    return days[count - 1] if 0 < count <= len(days) else horizon


def _override(event: Event, sessions: dict[str, Session], zone: ZoneInfo) -> None:
    """Apply one day that was moved or cancelled: the day leaves the series, and stands alone where it was moved."""
    uid = clean(str(event.get("UID", "")), 200)
    series = sessions.get(uid)
    day = getattr(event.get("RECURRENCE-ID"), "dt", None)
    if series is None or day is None:
        return
    day = _local(day, zone).date() if isinstance(day, datetime) else day
    alone, _ = _session(event, zone)
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    same = alone is not None and (alone.first, alone.start, alone.end) == (day, series.start, series.end)
    if same and not cancelled:
        return
    gone = {one.id for one in series.cancelled} | {day.isoformat()}
    sessions[uid] = replace(series, cancelled=tuple(Cancellation(id=one) for one in sorted(gone)))
    if alone is not None and not cancelled:
        key = f"{uid}#{day.isoformat()}"
        sessions[key] = replace(alone, id=SessionId(id_from(f"calendar:{key}")), uid=key, rule="", last=None)


def _moment(event: Event, name: str, zone: ZoneInfo) -> datetime | None:
    value: Any = getattr(event.get(name), "dt", None)
    if not isinstance(value, datetime):
        return None
    local = _local(value, zone)
    return local if 1970 <= local.year < 2200 else None


def _local(value: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment on the library's clock, naive; a floating one is already."""
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError, ZoneInfoNotFoundError):
        return value.replace(tzinfo=None)


def _is_day(event: Event) -> bool:
    value = getattr(event.get("DTSTART"), "dt", None)
    return isinstance(value, date) and not isinstance(value, datetime)


def _days(event: Event, name: str, zone: ZoneInfo) -> list[date]:
    """Return the days of EXDATE or RDATE, which come alone or in lists."""
    told = event.get(name)
    found: list[date] = []
    for one in told if isinstance(told, list) else [told] if told is not None else []:
        for each in getattr(one, "dts", ()):
            value = each.dt if isinstance(each, vDDDTypes) else None
            if isinstance(value, tuple):
                value = value[0]
            if isinstance(value, datetime):
                found.append(_local(value, zone).date())
            elif isinstance(value, date):
                found.append(value)
    return found[:1000]


def _title(event: Event) -> str:
    return clean(str(event.get("SUMMARY", "")), 120)


def _sequence(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
