"""Sessions on paper, as values: the door poster of a day and of a month, the strip « annulé », slots, an appointment."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from desk.base.clock import today
from desk.base.dates import long_day, plain_day
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain.libraries import Library, full_name
from desk.domain.procedures import Procedure
from desk.domain.sessions import Appointment, occurrences
from desk.slips.compose import spaced
from desk.slips.sheets_of_text import A4, A5, Passage, Sheet
from desk.slips.typeset import capital
from desk.store import sessions as kept
from desk.store.store import Store
from desk.work import sessions
from desk.work.session_places import place_of
from desk.work.sessions import DayLine

_DAY_SIZES = (38.0, 34.0, 30.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_MONTH_SIZES = (22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_STRIP = (A4[0], A4[1] / 3)
_AHEAD = timedelta(days=90)


def compose_day(store: Store, day: date, say: Words) -> Sheet:
    """Return the door poster of one day: what is held in this library, in very large type; what is cancelled, said so.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = _library(store)
    lines = [line for line in sessions.agenda(store, day, day, say).days if line.here]
    passages = [_held(line, say) for line in lines]
    return Sheet(
        size=A4,
        margin=48.0,
        library=full_name(library),
        title=capital(long_day(day, say.language)),
        under=say("Who receives here today") if lines else "",
        passages=tuple(passages) or (Passage(title=say("Nobody receives here that day.")),),
        footer=_footer(store, library, say),
        sizes=_DAY_SIZES,
        title_size=36.0,
        rest=say("… and {n} more", n="{n}"),
    )


def compose_month(store: Store, day: date, say: Words) -> Sheet:
    """Return the door poster of the month of ``day``: each day on which somebody receives here.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = _library(store)
    since, until = sessions.month_of(day)
    agenda = sessions.agenda(store, since, until, say)
    lines = [line for line in agenda.days if line.here]
    passages = [
        Passage(title=capital(when), lines=tuple(_short(line, say) for line in held))
        for when, held in groupby(lines, key=lambda line: line.when)
    ]
    return Sheet(
        size=A4,
        margin=42.0,
        library=full_name(library),
        title=agenda.title,
        under=say("Who receives here this month"),
        passages=tuple(passages) or (Passage(title=say("Nobody receives here this month.")),),
        footer=_footer(store, library, say),
        sizes=_MONTH_SIZES,
        columns=2 if len(passages) > 8 else 1,
        title_size=32.0,
        rest=say("… and {n} more", n="{n}"),
    )


def compose_strip(store: Store, session_id: str, day: date, say: Words) -> Sheet:
    """Return the strip to pin over the poster: cancelled, what, why, and the next day.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SESSION``.
    """
    library = _library(store)
    told = sessions.session(store, session_id)
    coming = occurrences(told, day + timedelta(days=1), day + _AHEAD, sessions.calendar(store))
    following = next((one.day for one in coming if one.held), None)
    why = next((one.reason for one in told.cancelled if one.id == day.isoformat()), "")
    lines = [
        capital(long_day(day, say.language)),
        say("Because: {why}.", why=sessions.why_words(why, say)) if why else "",
        say("Next time: {day}.", day=long_day(following, say.language)) if following else "",
    ]
    phone = spaced(told.phone or library.phone)
    lines.append(say("To ask: {number}", number=phone) if phone else "")
    return Sheet(
        size=_STRIP,
        margin=30.0,
        library=full_name(library),
        title=say("CANCELLED"),
        under="",
        passages=(Passage(title=told.title, lines=tuple(filter(None, lines))),),
        footer=(),
        sizes=(28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0),
        title_size=56.0,
    )


def compose_slots(store: Store, session_id: str, day: date, say: Words) -> Sheet:
    """Return the list of a day's appointments for who receives: hour, code, procedure. Nobody is named.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_SESSION``, ``NOT_HELD``.
    """
    library = _library(store)
    told = sessions.session(store, session_id)
    given = {one.code: one for one in kept.appointments(store, session_id, day.isoformat()) if not one.cancelled_on}
    titles = store.records.many(Procedure, sorted({one.procedure for one in given.values() if one.procedure}))
    lines = []
    for slot in sessions.slots(store, session_id, day, say):
        what = [titles[given[code].procedure].title for code in slot.codes if given[code].procedure in titles]
        lines.append(" · ".join(filter(None, (sessions.at(slot.time, say), slot.told, *what))))
    return Sheet(
        size=A4,
        margin=42.0,
        library=full_name(library),
        title=told.title,
        under=capital(long_day(day, say.language)),
        passages=(Passage(title=say("Appointments: the code is on the person's paper"), lines=tuple(lines)),),
        footer=_footer(store, library, say),
        sizes=_MONTH_SIZES,
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


def _held(line: DayLine, say: Words) -> Passage:
    title = f"{line.times} · {line.title}"
    if not line.held:
        return Passage(title=f"{say('CANCELLED')} · {title}", lines=(capital(line.state),))
    room = line.where.partition(", ")[2]
    details: Sequence[str] = (line.who if line.who not in line.title else "", room, capital(line.reach))
    return Passage(title=title, lines=tuple(filter(None, details)))


def _short(line: DayLine, say: Words) -> str:
    told = " · ".join(filter(None, (line.times, line.title, line.reach if line.held else "")))
    return told if line.held else f"{say('CANCELLED')} · {told}"


def _footer(store: Store, library: Library, say: Words) -> tuple[str, ...]:
    day = plain_day(today(store.clock), say.language)
    phone = spaced(library.phone)
    return (
        say("{library} · printed on {day}", library=" · ".join(filter(None, (full_name(library), phone))), day=day),
    )
