"""Somebody else's calendar read into sessions: Google, Outlook, Apple, Nextcloud, Framadate, OpenAgenda, or our own.

Nothing of a person is taken. What is not taken is said, with a reason. Nothing in a file can make this long or raise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.base.ids import CROCKFORD, id_from
from desk.base.text import clean
from desk.domain.hours import Calendar
from desk.domain.persons import looks_personal
from desk.domain.sessions import Cancellation, Session, SessionId, check, occurrences
from desk.exchange.calendar_answer import ReadCalendar, Refused, Why
from desk.exchange.calendar_lines import RawEvent, cut
from desk.exchange.calendar_rules import Share, number_in, read_rule
from desk.exchange.calendar_texts import details_of, place_of, reach_of, title_of
from desk.exchange.calendar_times import Moment, Times, WrongError, duration

_OURS = re.compile(rf"relais-([{CROCKFORD}]{{12}})@relais")
_UID = re.compile(r"[\x21-\x7e]{1,120}")
_FAR = date(2199, 12, 31)


def read_calendar(
    data: bytes,
    calendar: Calendar,
    today: date,
    known: Mapping[str, str] | None = None,
    relay_types: frozenset[str] = frozenset(),
) -> ReadCalendar:
    """Return the sessions that an iCalendar file tells, on the library's clock. Never raises.

    ``calendar`` is the library's, ``known`` the ids of the sessions already kept by ``uid``, ``relay_types`` the
    categories that mean something here. What ended before ``today`` is not taken, unless it is known. The same event
    gives the same id on every desk.
    """
    raw = cut(data)
    if raw.wrong is not None:
        return ReadCalendar(refused=(Refused(event="", why=raw.wrong),))
    reader = _Reader(
        times=Times(own=ZoneInfo(calendar.timezone), zones=raw.zones),
        calendar=calendar,
        today=today,
        known=dict(known or {}),
        kept=frozenset((known or {}).values()),
        relay_types=relay_types,
    )
    return reader.read(raw.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An event, understood. ``day`` is the one it replaces in its series, on the library's clock."""

    uid: str
    session: Session
    day: date | None
    cancelled: bool
    sequence: int
    alone: tuple[Session, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Reader:
    times: Times
    calendar: Calendar
    today: date
    known: dict[str, str]
    kept: frozenset[str]
    relay_types: frozenset[str]
    left_out: list[Refused] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    share: Share = field(default_factory=Share)
    gone: dict[tuple[str, date], int] = field(default_factory=dict)
    """Days that left their series without becoming a session, with the sequence of what says so."""

    def read(self, events: list[RawEvent]) -> ReadCalendar:
        """Keep the newest of each event, put the changed days in their series, and leave what is over."""
        masters: dict[str, _Told] = {}
        changes: dict[tuple[str, date], _Told] = {}
        for event in events:
            told = self._told_or_refused(event)
            if told is None:
                continue
            if told.day is None:
                if told.uid not in masters or masters[told.uid].sequence <= told.sequence:
                    masters[told.uid] = told
            elif (key := (told.uid, told.day)) not in changes or changes[key].sequence <= told.sequence:
                changes[key] = told
        by_uid: dict[str, list[_Told]] = {}
        for (uid, day), change in changes.items():
            if change.sequence > self.gone.get((uid, day), -1):
                self.gone.pop((uid, day), None)
                by_uid.setdefault(uid, []).append(change)
        out: dict[str, set[date]] = {}
        for uid, day in self.gone:
            out.setdefault(uid, set()).add(day)
        found: list[Session] = []
        withdrawn: list[SessionId] = []
        for uid in dict.fromkeys((*masters, *by_uid)):
            master = masters.get(uid)
            if master is not None and master.cancelled and master.session.rule:
                if uid in self.known or master.session.id in self.kept:
                    withdrawn.append(master.session.id)
                self._refuse(master.session.title, Why.CANCELLED, master.session.first)
                continue
            found += self._series(master, by_uid.get(uid, []), out.get(uid, set()))
        return ReadCalendar(
            sessions=tuple(one for one in found if self._to_come(one)),
            left_out=tuple(dict.fromkeys(self.left_out)),
            refused=tuple(self.refused),
            withdrawn=tuple(withdrawn),
        )

    def _series(self, master: _Told | None, changes: list[_Told], gone: set[date]) -> list[Session]:
        """Return a series with its changed days out of it, and each day that was moved as a session of its own."""
        if master is None:
            return [change.session for change in changes]
        moved = [change for change in changes if not _same(change.session, master.session, change.day)]
        gone = gone | {change.day for change in moved if change.day is not None}
        if master.cancelled:
            gone.add(master.session.first)
        series = _without(master.session, gone) if gone else master.session
        return [series, *master.alone, *(change.session for change in moved)]

    def _to_come(self, session: Session) -> bool:
        last = max((session.first, *map(date.fromisoformat, session.extra)))
        if session.rule:
            last = max(last, session.last or _FAR)
        if last >= self.today or session.uid in self.known or session.id in self.kept:
            return True
        self._refuse(session.title, Why.PAST, session.first)
        return False

    def _told_or_refused(self, event: RawEvent) -> _Told | None:
        title, day, changed = "", None, None
        try:
            if event.wrong is not None:
                raise WrongError(event.wrong)
            start = self.times.moment(begins) if (begins := event.one("DTSTART")) else None
            day = start.day if start else None
            if replaces := event.one("RECURRENCE-ID"):
                changed = self._day(self.times.moment(replaces), start)
            if changed and _is_cancelled(event):
                self._leaves(event, changed)
                return None
            if event.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
                raise WrongError(Why.PRIVATE)
            title, cut_title = title_of(event.text("SUMMARY"))
            return self._told(event, title, *self._hours(event), cut_title=cut_title)
        except WrongError as wrong:
            if changed:
                self._leaves(event, changed)
            self._refuse(title, wrong.why, day)
            return None

    def _leaves(self, event: RawEvent, day: date) -> None:
        """Remember a day that is not held as its series says, whatever became of it."""
        key = _uid(event.text("UID"), "", None), day
        self.gone[key] = max(self.gone.get(key, 0), number_in(event.text("SEQUENCE")))

    def _refuse(self, event: str, why: Why, day: date | None = None) -> None:
        self.refused.append(Refused(event=event, why=why, day=day))

    def _hours(self, event: RawEvent) -> tuple[Moment, Moment]:
        """Return when an event begins and ends: within one day.

        Raises:
            WrongError: ``NO_HOURS``, ``WHOLE_DAY``, ``SEVERAL_DAYS``, ``OVERNIGHT``, ``ZONE``.
        """
        begins = event.one("DTSTART")
        if begins is None:
            raise WrongError(Why.NO_HOURS)
        start = self.times.moment(begins)
        ends, lasts = event.one("DTEND"), duration(event.text("DURATION"))
        end = self.times.moment(ends) if ends else replace(start, at=start.at + lasts) if lasts else None
        midnight = start.at.time() == datetime.min.time()
        length = end.at - start.at if end else timedelta()
        if start.whole_day or (midnight and length >= timedelta(days=1) and length % timedelta(days=1) == timedelta()):
            raise WrongError(Why.SEVERAL_DAYS if length > timedelta(days=1) else Why.WHOLE_DAY)
        if end is None or end.whole_day or length <= timedelta():
            raise WrongError(Why.NO_HOURS)
        if length > timedelta(days=1):
            raise WrongError(Why.SEVERAL_DAYS)
        if end.day != start.day:
            raise WrongError(Why.OVERNIGHT)
        return start, end

    def _told(self, event: RawEvent, title: str, start: Moment, end: Moment, *, cut_title: bool) -> _Told:
        uid = _uid(event.text("UID"), title, start)
        replaces = event.one("RECURRENCE-ID")
        if replaces is not None and "RANGE" in replaces.params:
            raise WrongError(Why.RULE)
        of_day = self._day(self.times.moment(replaces), start) if replaces else None
        rule, last = ("", None) if replaces else read_rule(event, start, self.times, self.share)
        place, cut_place = place_of(event.text("LOCATION"))
        words = event.text("DESCRIPTION")
        details, cut_details = details_of(words)
        latitude, longitude = _point(event.text("GEO"))
        told_held = event.one("X-RELAIS-HELD")
        held = set(told_held.value.upper().split("+")) if told_held else {"SCHOOL"} | (set() if rule else {"PUBLIC"})
        session = Session(
            id=self._id(uid),
            title=title,
            relay_types=tuple(one for one in _categories(event) if one in self.relay_types),
            address=place,
            latitude=latitude,
            longitude=longitude,
            first=start.day,
            start=f"{start.at:%H:%M}",
            end=f"{end.at:%H:%M}",
            rule=rule,
            last=last,
            on_public_holidays="PUBLIC" in held,
            in_school_holidays="SCHOOL" in held,
            reach=reach_of(f"{title}\n{words}"),
            details=details,
            uid=uid,
        )
        if of_day is not None:
            key = f"{uid}/{of_day.isoformat()}"
            session = replace(session, uid=key, id=self._id(key))
        alone = list[Session]()
        if replaces is None:
            session, alone = self._with_days(event, session, start)
        if problems := check(session):
            raise WrongError(Why.RULE if problems[0].field == "rule" else Why.NO_HOURS)
        lost = ((cut_title or cut_details, Why.TEXT_LEFT_OUT), (cut_place, Why.PLACE_LEFT_OUT))
        self.left_out += [Refused(event=title, why=why, day=start.day) for whether, why in lost if whether]
        if start.drifts and rule:
            self.left_out.append(Refused(event=title, why=Why.CLOCK, day=start.day))
        return _Told(
            uid=uid,
            session=session,
            day=of_day,
            cancelled=_is_cancelled(event),
            sequence=number_in(event.text("SEQUENCE")),
            alone=tuple(alone),
        )

    def _id(self, uid: str) -> SessionId:
        if ours := _OURS.fullmatch(uid):
            return SessionId(ours[1])
        return SessionId(self.known.get(uid) or id_from(f"calendar {uid}"))

    def _day(self, moment: Moment, start: Moment | None) -> date:
        """Return the day at the library of a day of a series: one told without an hour is of the series' own calendar."""
        return moment.day + timedelta(days=start.shift) if moment.whole_day and start else moment.day

    def _with_days(self, event: RawEvent, session: Session, start: Moment) -> tuple[Session, list[Session]]:
        """Return the session with its days besides the rule and those taken out, and the days at other hours apart."""
        extra, alone = set[date](), dict[str, Session]()
        length = datetime.combine(start.day, _clock(session.end)) - start.at
        for one, lasts in (told for line in event.all("RDATE") for told in self.times.moments(line)):
            day = self._day(one, start)
            usual = one.whole_day or (one.at.time() == start.at.time() and lasts in {None, length})
            if day >= session.first and usual:
                extra.add(day)
                continue
            began = start.at.time() if one.whole_day else one.at.time()
            ended = datetime.combine(day, began) + (length if lasts is None else lasts)
            if ended.date() == day and ended.time() > began:
                key = f"{session.uid}/{day.isoformat()}T{began:%H%M}"
                bare = replace(session, rule="", last=None, extra=(), cancelled=())
                alone[key] = replace(
                    bare, id=self._id(key), uid=key, first=day, start=f"{began:%H:%M}", end=f"{ended:%H:%M}"
                )
        out = {self._day(one, start) for line in event.all("EXDATE") for one, _ in self.times.moments(line)}
        self.share.spend("days", len(extra) + len(out) + len(alone))
        whole = replace(session, extra=tuple(sorted(day.isoformat() for day in extra - {session.first})))
        return _without(whole, {day for day in out if self._is_held(whole, day)}), list(alone.values())

    def _is_held(self, session: Session, day: date) -> bool:
        """Return whether a day taken out is not one on which nobody receives anyway."""
        return any(one.held for one in occurrences(session, day, day, self.calendar))


def _without(session: Session, days: set[date]) -> Session:
    """Return the session with some days cancelled."""
    gone = sorted({one.id for one in session.cancelled} | {day.isoformat() for day in days})
    return replace(session, cancelled=tuple(Cancellation(id=day, position=at) for at, day in enumerate(gone)))


def _same(moved: Session, series: Session, day: date | None) -> bool:
    """Return whether a changed day is where, when and what it was: only its text was touched."""
    told = (moved.first, moved.start, moved.end, moved.title, moved.address)
    return told == (day, series.start, series.end, series.title, series.address)


def _is_cancelled(event: RawEvent) -> bool:
    return event.cancels or event.text("STATUS").upper() == "CANCELLED"


def _uid(text: str, title: str, start: Moment | None) -> str:
    """Return what names an event in every copy of its calendar; nothing of a person stands in it."""
    uid = text.strip()
    if not uid:
        began = start.at.isoformat() if start else ""
        return f"{id_from(f'{title} {began}')}@relais"
    if _UID.fullmatch(uid) and not looks_personal(uid):
        return uid
    return f"{id_from(uid)}@relais"


def _categories(event: RawEvent) -> tuple[str, ...]:
    found = (clean(one, 60) for line in event.all("CATEGORIES")[:20] for one in line.value.split(",")[:20])
    return tuple(dict.fromkeys(one for one in found if one))


def _point(text: str) -> tuple[float | None, float | None]:
    """Return the latitude and longitude of GEO, neither when it is no place on Earth."""
    try:
        latitude, longitude = (float(one) for one in text.split(";"))
    except ValueError:
        return None, None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (latitude, longitude) if on_earth else (None, None)


def _clock(text: str) -> time:
    return time.fromisoformat(text)
