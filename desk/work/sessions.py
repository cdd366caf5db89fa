"""Permanences: who receives here and nearby, week and month, cancellations, slots without names, key moments."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from datetime import time as wall_time
from enum import StrEnum

from desk.base.clock import today
from desk.base.dates import DAYS, MONTHS, long_day
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id, unused
from desk.base.text import fold
from desk.base.words import Words
from desk.domain import sessions
from desk.domain.hours import Calendar, calendar_of
from desk.domain.hours_text import clock
from desk.domain.procedures import Procedure
from desk.domain.referrals import new_code
from desk.domain.sessions import Appointment, Campaign, Cancellation, Occurrence, Session
from desk.domain.sheets import Reach, Sheet
from desk.domain.territory import box_around, distance_km
from desk.store import seed
from desk.store import sessions as kept
from desk.store.changes import Author
from desk.store.store import Store
from desk.work.outcome import Outcome
from desk.work.refer import away
from desk.work.session_places import rhythm

NEAR_KM = 15.0
"""How far from the library a session is shown in Permanences."""


class Why(StrEnum):
    """Why a session is not held, in the order of the keys 1 to 5."""

    AWAY = "away"
    NO_ROOM = "no-room"
    WEATHER = "weather"
    HOLIDAY = "holiday"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day of one session, in words. ``state`` is empty when it is held, else why not; ``clash`` what cannot be."""

    session: str
    day: date
    when: str
    times: str
    title: str
    who: str
    where: str
    reach: str
    rhythm: str
    held: bool
    state: str
    clash: str
    here: bool
    free_slots: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """One slot of a day: its hour, and the codes on the papers of those who have it."""

    time: str
    told: str
    codes: tuple[str, ...]
    appointments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonLine:
    """One key moment: its title, the procedures it raises as (id, title), whom to invite."""

    title: str
    procedures: tuple[tuple[str, str], ...]
    invite: str
    invited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is held between two days, both included, and this month's key moments."""

    since: date
    until: date
    title: str
    days: tuple[DayLine, ...]
    season: tuple[SeasonLine, ...]


# Queries


def agenda(store: Store, since: date, until: date, say: Words) -> Agenda:
    """Return what is held here and within fifteen kilometres, cancelled days too, and the key moments."""
    days = occurrences_near(store, since, until)
    clashing = _clashing(days, say)
    free = _free_slots(store, days)
    hosts = store.records.brief([one.session.sheet for one in days if one.session.sheet])
    lines = tuple(_line(store, one, hosts, clashing, free, say) for one in days)
    return Agenda(
        since=since,
        until=until,
        title=_title(since, until, say),
        days=lines,
        season=season(store, since.month if since.day < 16 else until.month, say),
    )


def occurrences_near(store: Store, since: date, until: date) -> tuple[Occurrence, ...]:
    """Return every day of the sessions here and within fifteen kilometres, in order, cancelled ones too."""
    library = store.library()
    box = box_around(library.place, NEAR_KM) if library and library.place else None
    near = [
        one for one in kept.near(store, library.id if library else "", box, since.isoformat()) if _is_near(store, one)
    ]
    return sessions.held(near, since, until, calendar(store))


def next_held(store: Store, relay_types: Container[str], most: int, say: Words) -> tuple[str, ...]:
    """Return in words the next days, within a month, on which one of these kinds of relay receives here or near."""
    return _next(store, lambda one: any(kind in relay_types for kind in _types(one)), most, say)


def next_called(store: Store, word: str, most: int, say: Words) -> tuple[str, ...]:
    """Return in words the next days, within a month, of the sessions here or near whose title holds ``word``, folded."""
    return _next(store, lambda one: word in fold(one.session.title), most, say)


def _next(store: Store, wanted: Callable[[Occurrence], bool], most: int, say: Words) -> tuple[str, ...]:
    day = today(store.clock)
    found = [
        one
        for one in occurrences_near(store, day, day + timedelta(days=31))
        if one.held and one.start > store.clock.now() and wanted(one)
    ]
    lines = [_line(store, one, {}, {}, {}, say) for one in found[:most]]
    return tuple(f"{long_day(line.day, say.language)}, {line.times} · {line.title} · {line.where}" for line in lines)


def held_here(store: Store) -> tuple[Session, ...]:
    """Return the live sessions of this library."""
    library = store.library()
    if library is None:
        return ()
    return tuple(
        one for one in kept.near(store, library.id, None, today(store.clock).isoformat()) if one.library == library.id
    )


def calendar(store: Store) -> Calendar:
    """Return the public and school holidays of this library."""
    library = store.library()
    return calendar_of(library.departement if library else "")


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and last day of the month of ``day``."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def season(store: Store, month: int, say: Words) -> tuple[SeasonLine, ...]:
    """Return the key moments of a month, whom to invite, and whether a session of that kind is already planned."""
    campaigns = sessions.of_month(seed.campaigns(store.seeds.folder), month)
    titles = store.records.many(Procedure, sorted({one for campaign in campaigns for one in campaign.procedures}))
    planned = {slug for one in occurrences_near(store, *month_of(_in_month(store, month))) for slug in _types(one)}
    return tuple(_season_line(store, one, titles, planned, say) for one in campaigns)


def session(store: Store, session_id: str) -> Session:
    """Return one session.

    Raises:
        RefusedError: ``UNKNOWN_SESSION``.
    """
    found = store.records.one(Session, session_id)
    if found is None or found.removed_on is not None:
        raise RefusedError(Code.UNKNOWN_SESSION, id=session_id[:40])
    return found


def slots(store: Store, session_id: str, day: date, say: Words) -> tuple[SlotLine, ...]:
    """Return the slots of one day of a session that gives appointments."""
    occurrence = _held_on(store, session_id, day, say)
    given = sessions.taken(kept.appointments(store, session_id, day.isoformat()), occurrence)
    lines = []
    for time in dict.fromkeys((*sessions.slots(occurrence), *given)):
        codes = tuple(one.code for one in given.get(time, ()))
        told = {0: say("still free"), 1: say("taken: {code}", code=" ".join(codes))}.get(
            len(codes), say("given twice: {codes}. Call one of the libraries.", codes=", ".join(codes))
        )
        lines.append(
            SlotLine(time=time, told=told, codes=codes, appointments=tuple(one.id for one in given.get(time, ())))
        )
    return tuple(sorted(lines, key=lambda line: line.time))


def why_words(why: str, say: Words) -> str:
    """Return why a session is not held, in words; a reason of somebody's own as it is."""
    told = {
        Why.AWAY: say("the person is away"),
        Why.NO_ROOM: say("the room is not free"),
        Why.WEATHER: say("bad weather"),
        Why.HOLIDAY: say("holidays"),
        Why.OTHER: say("another reason"),
    }
    return told[Why(why)] if why in set(Why) else why


def at(time: str, say: Words) -> str:
    """Return « 14 h 30 » of ``14:30``."""
    return clock(wall_time.fromisoformat(time), say.language)


def blank(store: Store, day: date) -> Session:
    """Return a new session here, on ``day``, to be filled in."""
    library = store.library()
    return Session(
        id=sessions.SessionId(new_id()),
        title="",
        library=library.id if library else "",
        address=library.address if library else "",
        postcode=library.postcode if library else "",
        commune=library.commune if library else "",
        insee=library.insee if library else "",
        latitude=library.latitude if library else None,
        longitude=library.longitude if library else None,
        first=day,
        start="14:00",
        end="16:00",
        rule=sessions.weekly(),
    )


# Operations


def save(store: Store, made: Session, author: str = "") -> Outcome:
    """Keep a session; what cannot be is said, what is doubtful is kept and said."""
    problems = sessions.check(made)
    if problems:
        return Outcome(problems=tuple(problems))
    if not made.relay_types and made.sheet:
        sheet = store.records.one(Sheet, made.sheet)
        made = replace(made, relay_types=tuple(sorted(sheet.relay_types)) if sheet else ())
    made = replace(made, verified_on=today(store.clock), verified_by=author)
    changed = store.records.put(made, Author(initials=author))
    return Outcome(changed=frozenset({"session"}) if changed else frozenset(), id=made.id)


def cancel(store: Store, session_id: str, day: date, why: str, author: str = "") -> Outcome:
    """Say that a session is not held on ``day``. Safe to repeat.

    Raises:
        RefusedError: ``UNKNOWN_SESSION``, ``NOT_HELD`` when the session has no such day.
    """
    found = session(store, session_id)
    if not sessions.occurrences(found, day, day, calendar(store)):
        raise RefusedError(Code.NOT_HELD, day=day.isoformat())
    others = tuple(one for one in found.cancelled if one.id != day.isoformat())
    told = Cancellation(id=day.isoformat(), reason=why, said_on=today(store.clock), said_by=author)
    store.records.put(replace(found, cancelled=(*others, told)), Author(initials=author))
    return Outcome(changed=frozenset({"session"}), id=session_id)


def restore(store: Store, session_id: str, day: date, author: str = "") -> Outcome:
    """Take a cancellation back. Safe to repeat."""
    found = session(store, session_id)
    others = tuple(one for one in found.cancelled if one.id != day.isoformat())
    changed = store.records.put(replace(found, cancelled=others), Author(initials=author))
    return Outcome(changed=frozenset({"session"}) if changed else frozenset(), id=session_id)


def remove(store: Store, session_id: str, author: str = "") -> Outcome:
    """Withdraw a session: it is held no more, and stays in the history."""
    found = session(store, session_id)
    store.records.put(replace(found, removed_on=today(store.clock)), Author(initials=author))
    return Outcome(changed=frozenset({"session"}), id=session_id)


def known_calendars(store: Store) -> dict[str, str]:
    """Return the ids of the live sessions by the identifier that names them in a calendar, our own sessions too."""
    own = {f"relais-{one.id}@relais": str(one.id) for one in held_here(store) if not one.uid}
    return {**own, **{uid: str(one.id) for uid, one in kept.of_calendars(store).items()}}


def take(store: Store, read: Iterable[Session], withdrawn: Iterable[str] = (), author: str = "") -> tuple[int, int]:
    """Keep the sessions of a calendar and return how many are new and how many changed.

    One that came before keeps its place, its host and what was cancelled here; its title and its days follow the
    calendar, and it is held no more when the calendar takes it back. A new one is held in this library, until somebody
    says otherwise.
    """
    here, known = blank(store, today(store.clock)), known_calendars(store)
    new = changed = 0
    for one in read:
        before = store.records.one(Session, known.get(one.uid, one.id))
        if before is None or before.removed_on is not None:
            told = replace(
                one,
                library=here.library,
                address=here.address,
                postcode=here.postcode,
                commune=here.commune,
                insee=here.insee,
                latitude=here.latitude,
                longitude=here.longitude,
                room=one.room or one.address[:80],
            )
            new += bool(store.records.put(told, Author(initials=author)))
            continue
        ours = {day.id: day for day in before.cancelled}
        told = replace(
            before,
            title=one.title,
            first=one.first,
            start=one.start,
            end=one.end,
            rule=one.rule,
            last=one.last,
            extra=one.extra,
            cancelled=tuple({**{day.id: day for day in one.cancelled}, **ours}.values()),
        )
        changed += bool(store.records.put(told, Author(initials=author)))
    for session_id in withdrawn:
        changed += bool(remove(store, session_id, author).changed)
    return new, changed


def with_place(store: Store, made: Session, commune: str) -> Session:
    """Return a session held elsewhere with the point of its commune; as it is when the commune is not known."""
    if not commune or made.latitude is not None:
        return made
    found = store.reference.found(commune, made.postcode).commune
    if found is None:
        return made
    place = found.place
    return replace(
        made,
        commune=found.name,
        insee=found.insee,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def book(store: Store, session_id: str, day: date, time: str, procedure: str, say: Words) -> Appointment:
    """Give a slot to whoever is at the desk and return it: its code goes on their paper.

    Raises:
        RefusedError: ``UNKNOWN_SESSION``, ``NOT_HELD``, ``SLOT_TAKEN``.
    """
    line = next((one for one in slots(store, session_id, day, say) if one.time == time), None)
    if line is None or line.codes:
        raise RefusedError(Code.SLOT_TAKEN, time=time)
    library = store.library()
    made = Appointment(
        id=new_id(),
        session=session_id,
        day=day,
        time=time,
        code=unused(new_code, lambda code: bool(store.records.where(Appointment, "code = ?", (code,)))),
        procedure=procedure,
        library=library.id if library else "",
    )
    store.records.put(made)
    return made


def unbook(store: Store, appointment_id: str) -> Outcome:
    """Give a slot back. Safe to repeat."""
    found = store.records.one(Appointment, appointment_id)
    if found is None or found.cancelled_on is not None:
        return Outcome()
    store.records.put(replace(found, cancelled_on=today(store.clock)))
    return Outcome(changed=frozenset({"appointment"}), id=appointment_id)


def _held_on(store: Store, session_id: str, day: date, say: Words) -> Occurrence:
    found = sessions.occurrences(session(store, session_id), day, day, calendar(store))
    if not found or not found[0].held:
        raise RefusedError(Code.NOT_HELD, day=long_day(day, say.language))
    return found[0]


def _is_near(store: Store, one: Session) -> bool:
    library = store.library()
    if library is None or one.library == library.id:
        return True
    return library.place is not None and one.place is not None and distance_km(library.place, one.place) <= NEAR_KM


def _line(
    store: Store,
    one: Occurrence,
    hosts: dict[str, Sheet],
    clashing: dict[tuple[str, date], str],
    free: dict[tuple[str, date], int],
    say: Words,
) -> DayLine:
    told, library = one.session, store.library()
    here = library is not None and told.library == library.id
    km = distance_km(library.place, told.place) if library and library.place and told.place else None
    place = say("here") if here else ", ".join(part for part in (told.commune, away(km, say)) if part)
    host = hosts.get(told.sheet)
    return DayLine(
        session=told.id,
        day=one.day,
        when=f"{DAYS[say.language][one.day.weekday()]} {one.day.day}",
        times=f"{clock(one.start.time(), say.language)} – {clock(one.end.time(), say.language)}",
        title=told.title,
        who=told.host or (host.name if host else ""),
        where=", ".join(part for part in (place, told.room) if part),
        reach={Reach.APPOINTMENT: say("by appointment"), Reach.PHONE: say("by telephone")}.get(
            told.reach, say("without appointment")
        ),
        rhythm=rhythm(told, say),
        held=one.held,
        state=_state(one, say),
        clash=clashing.get((told.id, one.day), ""),
        here=here,
        free_slots=free.get((told.id, one.day)),
    )


def _state(one: Occurrence, say: Words) -> str:
    if one.cancelled is not None:
        why = why_words(one.cancelled.reason, say) if one.cancelled.reason else ""
        return say("cancelled: {why}", why=why) if why else say("cancelled")
    if one.holiday:
        return say("not held: holidays")
    return "" if one.certain else say("school holidays unknown: ask")


def _clashing(days: Iterable[Occurrence], say: Words) -> dict[tuple[str, date], str]:
    told: dict[tuple[str, date], str] = {}
    for first, second in sessions.clashes(days):
        for one, other in ((first, second), (second, first)):
            sentence = (
                say("Two in the same room: also {title}.", title=other.session.title)
                if sessions.same_room(first, second)
                else say("The same host is elsewhere at that time: {title}.", title=other.session.title)
            )
            told[one.session.id, one.day] = sentence
    return told


def _free_slots(store: Store, days: Iterable[Occurrence]) -> dict[tuple[str, date], int]:
    free: dict[tuple[str, date], int] = {}
    for one in days:
        if one.session.slot_minutes and one.held:
            given = sessions.taken(kept.appointments(store, one.session.id, one.day.isoformat()), one)
            free[one.session.id, one.day] = sum(slot not in given for slot in sessions.slots(one))
    return free


def _season_line(
    store: Store, campaign: Campaign, titles: dict[str, Procedure], planned: set[str], say: Words
) -> SeasonLine:
    labels = store.seeds.taxonomy
    return SeasonLine(
        title=campaign.title,
        procedures=tuple((one, titles[one].title) for one in campaign.procedures if one in titles),
        invite=", ".join(labels.relay_label(slug, say.language) for slug in campaign.invite),
        invited=bool(planned & set(campaign.invite)),
    )


def _types(one: Occurrence) -> tuple[str, ...]:
    return one.session.relay_types if one.held else ()


def _in_month(store: Store, month: int) -> date:
    """Return a day of the coming ``month``: this year's, or next year's once it is past."""
    now = today(store.clock)
    return date(now.year + (month < now.month), month, 15)


def _title(since: date, until: date, say: Words) -> str:
    if (until - since).days < 8:
        return say("Week of {day}", day=long_day(since, say.language))
    name = MONTHS[say.language][since.month - 1]
    return f"{name[:1].upper()}{name[1:]} {since.year}"
