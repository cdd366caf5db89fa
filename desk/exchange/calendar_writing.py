"""Sessions written as an iCalendar file that a telephone, a city's site or a partner can follow. Nobody is named in it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar as ICalendar
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from desk.base.words import Words, words
from desk.domain.hours import Calendar
from desk.domain.persons import names_a_person
from desk.domain.sessions import Cancellation, Occurrence, Session, follows, occurrences
from desk.work.refer import reach_words
from desk.work.sessions import why_words

AHEAD_YEARS = 2
"""How far ahead the days on which nobody receives are written down: other programs do not know our holidays."""

_YEAR = timedelta(days=366)
_SUMMERS = {
    "Europe/Paris": ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", (3, 29, 2), "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", (10, 25, 3)),
    "America/Miquelon": ("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", (3, 8, 2), "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", (11, 1, 2)),
}
"""When summer time begins and ends where there is one: the rule, and its first month, day and hour in 2020."""


def calendar_text(
    sessions: Iterable[Session], calendar: Calendar, now: datetime, language: str = "fr", name: str = ""
) -> bytes:
    """Return ``sessions`` as an iCalendar file, in the library's time zone; withdrawn ones are left out.

    ``now`` is on the library's clock, ``name`` what programs call the calendar. Days cancelled and holidays are taken out of a series up to two years ahead; a
    coming cancelled day is told as cancelled too, for the programs that show it.
    """
    say = words(language)
    made = ICalendar()
    made.add("prodid", "-//Relais//Relais//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name or say("Drop-in sessions"))
    made.add("x-wr-timezone", calendar.timezone)
    made.add_component(_zone(calendar.timezone))
    writer = _Writer(calendar, now, say)
    for session in sorted(sessions, key=lambda one: (one.first, one.start, one.id)):
        if session.removed_on is None:
            for event in writer.events(session):
                made.add_component(event)
    return bytes(made.to_ical())


def uid_of(session: Session) -> str:
    """Return what names a session in every calendar: that of the calendar it came from, else our own, always the same."""
    return session.uid or f"relais-{session.id}@relais"


class _Writer:
    def __init__(self, calendar: Calendar, now: datetime, say: Words) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)
        self._now = now
        self._stamp = now.replace(tzinfo=self._zone).astimezone(UTC)
        self._say = say

    def events(self, session: Session) -> list[Event]:
        """Return a session as an event, and each coming cancelled day of a series as one of its own."""
        try:
            start, end = time.fromisoformat(session.start), time.fromisoformat(session.end)
        except ValueError:
            return []
        days = self._days(session)
        single = not session.rule and not _extra(session)
        event = self._event(session, datetime.combine(session.first, start), datetime.combine(session.first, end))
        self._add_days(event, session, start, days)
        closed = [one for one in days if not one.held]
        if single and closed:
            event.add("status", "CANCELLED")
        elif not single:
            event.add("status", "CONFIRMED")
        told = [one for one in closed if one.cancelled and one.day >= self._now.date() and not single]
        return [event, *(self._cancelled(session, one) for one in told)]

    def _event(self, session: Session, start: datetime, end: datetime) -> Event:
        say = self._say
        event = Event()
        event.add("uid", uid_of(session))
        event.add("dtstamp", self._stamp)
        event.add("dtstart", start.replace(tzinfo=self._zone))
        event.add("dtend", end.replace(tzinfo=self._zone))
        event.add("summary", session.title)
        reach = reach_words(session.reach, say)
        host = session.host if session.host and session.host.casefold() not in session.title.casefold() else ""
        phone = say("Telephone: {number}", number=session.phone) if session.phone else ""
        if told := "\n".join(part for part in (host, reach, session.details, phone) if part):
            event.add("description", told)
        if where := _where(session):
            event.add("location", where)
        if session.place is not None:
            event.add("geo", (session.place.latitude, session.place.longitude))
        event.add("categories", [say("Drop-in session"), *session.relay_types])
        event.add("class", "PUBLIC")
        event.add("transp", "TRANSPARENT")
        kinds = (("PUBLIC", session.on_public_holidays), ("SCHOOL", session.in_school_holidays))
        event.add("x-relais-held", "+".join(kind for kind, held in kinds if held) or "NONE")
        return event

    def _add_days(self, event: Event, session: Session, start: time, days: list[Occurrence]) -> None:
        if session.rule:
            rule = vRecur.from_ical(session.rule)
            if session.last is not None:
                rule["UNTIL"] = [datetime.combine(session.last, start, self._zone).astimezone(UTC)]
            event.add("rrule", rule)
        extra = _extra(session)
        if session.rule and not follows(session.rule, session.first, session.first):
            extra.insert(0, session.first)  # programs differ on a first day that is none of the rule's
        if extra:
            event.add("rdate", [datetime.combine(day, start, self._zone) for day in extra])
        out = [one.start.replace(tzinfo=self._zone) for one in days if not one.held]
        if out and (session.rule or extra):
            event.add("exdate", out)

    def _cancelled(self, session: Session, one: Occurrence) -> Event:
        """Return one cancelled day, for programs that show what is cancelled."""
        say = self._say
        event = self._event(session, one.start, one.end)
        told = one.cancelled or Cancellation(id="")
        event["summary"] = say("CANCELLED: {title}", title=session.title)
        event.pop("description", None)
        why = why_words(told.reason, say) if told.reason else ""
        if why and not names_a_person(why):
            event.add("description", why)
        event.add("recurrence-id", one.start.replace(tzinfo=self._zone))
        event.add("sequence", 1)
        event.add("status", "CANCELLED")
        return event

    def _days(self, session: Session) -> list[Occurrence]:
        """Return the days of a session until two years ahead, and all that were cancelled."""
        since = max(session.first, self._now.date() - _YEAR)
        last = max(self._now.date() + AHEAD_YEARS * _YEAR, session.first)
        apart = {day for one in session.cancelled if (day := _iso(one.id)) and not since <= day <= last}
        if since > session.first:
            apart.add(session.first)
        found = [one for day in sorted(apart) for one in occurrences(session, day, day, self._calendar)]
        while since <= last:  # in pieces, for each answer is bounded
            found += occurrences(session, since, min(last, since + _YEAR), self._calendar)
            since += _YEAR + timedelta(days=1)
        return found


def _extra(session: Session) -> list[date]:
    """Return the days of a session besides its first and its rule, in order."""
    days = {day for text in session.extra if (day := _iso(text)) and day > session.first}
    return sorted(day for day in days if session.last is None or day <= session.last)


def _where(session: Session) -> str:
    town = " ".join(part for part in (session.postcode, session.commune) if part)
    town = "" if session.commune and session.commune.casefold() in session.address.casefold() else town
    return ", ".join(part for part in (session.room, session.address, town) if part)


def _zone(name: str) -> Timezone:
    """Return what a calendar program must know of a time zone, good for every year."""
    zone = ZoneInfo(name)
    winter, summer = (datetime(2026, month, 1, 12, tzinfo=zone) for month in (1, 7))
    made = Timezone()
    made.add("tzid", name)
    standard = TimezoneStandard()
    standard.add("tzname", winter.tzname() or name)
    standard.add("tzoffsetto", winter.utcoffset() or timedelta())
    standard.add("tzoffsetfrom", summer.utcoffset() or timedelta())
    if name not in _SUMMERS:
        standard.add("dtstart", datetime(1970, 1, 1))
        made.add_component(standard)
        return made
    begins, (month, day, hour), ends, (last_month, last_day, last_hour) = _SUMMERS[name]
    standard.add("dtstart", datetime(2020, last_month, last_day, last_hour))
    standard.add("rrule", vRecur.from_ical(ends))
    daylight = TimezoneDaylight()
    daylight.add("tzname", summer.tzname() or name)
    daylight.add("tzoffsetto", summer.utcoffset() or timedelta())
    daylight.add("tzoffsetfrom", winter.utcoffset() or timedelta())
    daylight.add("dtstart", datetime(2020, month, day, hour))
    daylight.add("rrule", vRecur.from_ical(begins))
    made.add_component(daylight)
    made.add_component(standard)
    return made


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
