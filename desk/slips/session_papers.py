"""The papers of sessions from what is kept: the posters of this library, the strip, the slots, an appointment."""

from datetime import date, timedelta

from desk.base.clock import today
from desk.base.dates import long_day, plain_day
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain.libraries import Library, full_name
from desk.domain.procedures import Procedure
from desk.domain.sessions import Appointment, Occurrence, occurrences
from desk.slips import session_posters
from desk.slips.compose import spaced
from desk.slips.session_posters import DayPoster, HostList, MonthPoster, Strip
from desk.slips.sheets_of_text import A5, Passage, Sheet
from desk.slips.typeset import capital
from desk.store import sessions as kept
from desk.store.store import Store
from desk.work import sessions
from desk.work.session_places import place_of

_AHEAD = timedelta(days=90)


def day_poster(store: Store, day: date, say: Words) -> DayPoster:
    """Return the door poster of one day of this library.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library, found = _library(store), _here(store, day, day)
    return session_posters.compose_day(
        full_name(library), day, found, say, today(store.clock), hosts=_hosts(store, found), phone=library.phone
    )


def month_poster(store: Store, day: date, say: Words) -> MonthPoster:
    """Return the door poster of the month of ``day`` of this library.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library, found = _library(store), _here(store, *sessions.month_of(day))
    return session_posters.compose_month(
        full_name(library), day, found, say, today(store.clock), hosts=_hosts(store, found), phone=library.phone
    )


def strip(store: Store, session_id: str, day: date, say: Words) -> Strip:
    """Return the strip to pin over the poster on a day that is not held.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SESSION``, ``NOT_HELD`` when the session has no such day.
    """
    library, told, calendar = _library(store), sessions.session(store, session_id), sessions.calendar(store)
    those = occurrences(told, day, day, calendar)
    if not those:
        raise RefusedError(Code.NOT_HELD, day=long_day(day, say.language))
    coming = occurrences(told, day + timedelta(days=1), day + _AHEAD, calendar)
    following = next((one for one in coming if one.held), None)
    return session_posters.compose_strip(
        full_name(library), those[0], following, say, today(store.clock), phone=library.phone
    )


def host_list(store: Store, session_id: str, day: date, say: Words) -> HostList:
    """Return the list of a day's appointments for who receives.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SESSION``, ``NOT_HELD``.
    """
    library = _library(store)
    those = occurrences(sessions.session(store, session_id), day, day, sessions.calendar(store))
    if not those:
        raise RefusedError(Code.NOT_HELD, day=long_day(day, say.language))
    given = kept.appointments(store, session_id, day.isoformat())
    titles = store.records.many(Procedure, sorted({one.procedure for one in given if one.procedure}))
    return session_posters.compose_host_list(
        full_name(library), those[0], given, {key: one.title for key, one in titles.items()}, say, today(store.clock)
    )


def compose_appointment(store: Store, made: Appointment, say: Words) -> Sheet:
    """Return the paper of an appointment: where, when, the code, and a blank line for the name.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SESSION``.
    """
    library = _library(store)
    told = sessions.session(store, made.session)
    place = place_of(store, told.id, say)
    procedure = store.records.one(Procedure, made.procedure) if made.procedure else None
    bring = tuple(fact.text for fact in procedure.bring) if procedure else ()
    phone = spaced(told.phone or library.phone)
    where = ", ".join(filter(None, (place.address, place.commune))) if place else ""
    passages = [
        Passage(title=capital(f"{long_day(made.day, say.language)}, {sessions.at(made.time, say)}")),
        Passage(title=place.name if place else told.title, lines=tuple(filter(None, (where, told.details)))),
        Passage(title=say("Code: {code}", code=f"{library.mark} · {made.code}" if library.mark else made.code)),
        *([Passage(title=say("Bring"), lines=bring, dashed=True)] if bring else []),
        *([Passage(title=say("If you cannot come: {number}", number=phone))] if phone else []),
        Passage(signs=(say("Name (to fill in by hand)"),)),
    ]
    return Sheet(
        size=A5,
        margin=26.0,
        library=full_name(library),
        title=say("Your appointment"),
        under=procedure.slip_title if procedure else "",
        passages=tuple(passages),
        footer=(say("We have kept neither your name nor your papers."), *_footer(store, library, say)),
        sizes=(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0),
        rest=say("… and {n} more", n="{n}"),
    )


def _library(store: Store) -> Library:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    return library


def _here(store: Store, since: date, until: date) -> tuple[Occurrence, ...]:
    library = _library(store)
    return tuple(one for one in sessions.occurrences_near(store, since, until) if one.session.library == library.id)


def _hosts(store: Store, found: tuple[Occurrence, ...]) -> dict[str, str]:
    sheets = store.records.brief(sorted({one.session.sheet for one in found if one.session.sheet}))
    return {sheet: one.name for sheet, one in sheets.items()}


def _footer(store: Store, library: Library, say: Words) -> tuple[str, ...]:
    day = plain_day(today(store.clock), say.language)
    phone = spaced(library.phone)
    return (
        say("{library} · printed on {day}", library=" · ".join(filter(None, (full_name(library), phone))), day=day),
    )
