"""Sessions on paper, as values: the door poster of a day and of a month, the strip « annulé », the host's list of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from desk.base.dates import DAYS, MONTHS, long_day, plain_day
from desk.base.words import Words
from desk.domain.hours_text import clock
from desk.domain.persons import names_a_person
from desk.domain.sessions import Appointment, Occurrence, slots, taken
from desk.slips.compose import spaced
from desk.slips.typeset import capital
from desk.work.refer import reach_words
from desk.work.sessions import at, why_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterEntry:
    """One session of a day. ``state`` is empty when it is held, else why it is not; ``struck`` lines are crossed out."""

    hours: str
    title: str
    who: str = ""
    where: str = ""
    reach: str = ""
    phone: str = ""
    state: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPoster:
    """The door poster of one day. ``nobody`` is what it says without an entry."""

    language: str
    library: str
    day: str
    heading: str
    entries: tuple[PosterEntry, ...]
    nobody: str
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPoster:
    """The door poster of one month: each day on which something is or was to be held, with its entries."""

    language: str
    library: str
    month: str
    heading: str
    days: tuple[tuple[str, tuple[PosterEntry, ...]], ...]
    nobody: str
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What is pinned over the poster when a session is not held."""

    heading: str
    when: str
    title: str
    lines: tuple[str, ...]
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """One slot: its hour, the code on the paper of who has it, for which procedure. No name: a column stays blank."""

    time: str
    code: str
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostList:
    """The slots of one day of a session, for who receives."""

    language: str
    library: str
    title: str
    when: str
    headings: tuple[str, str, str, str]
    rows: tuple[SlotRow, ...]
    footer: str


def compose_day(
    library: str,
    day: date,
    occurrences: Iterable[Occurrence],
    say: Words,
    today: date,
    *,
    hosts: Mapping[str, str] | None = None,
    phone: str = "",
) -> DayPoster:
    """Return the door poster of ``day``: what is held then in ``library``, and what is cancelled, said so.

    ``hosts`` are the names of the hosts' sheets by id, ``phone`` the library's number, for sessions without one.
    """
    held = [one for one in occurrences if one.day == day]
    return DayPoster(
        language=say.language,
        library=library,
        day=capital(long_day(day, say.language)),
        heading=say("Who receives here today"),
        entries=tuple(_entry(one, hosts or {}, phone, say) for one in sorted(held, key=_moment)),
        nobody=say("Nobody receives here that day."),
        footer=_footer(library, held, phone, say, today),
    )


def compose_month(
    library: str,
    month: date,
    occurrences: Iterable[Occurrence],
    say: Words,
    today: date,
    *,
    hosts: Mapping[str, str] | None = None,
    phone: str = "",
) -> MonthPoster:
    """Return the door poster of the month of ``month``: days in order, cancelled ones crossed out, holidays said."""
    held = [one for one in occurrences if (one.day.year, one.day.month) == (month.year, month.month)]
    by_day = groupby(sorted(held, key=_moment), key=lambda one: one.day)
    return MonthPoster(
        language=say.language,
        library=library,
        month=capital(f"{MONTHS[say.language][month.month - 1]} {month.year}"),
        heading=say("Who receives here this month"),
        days=tuple(
            (_short_day(day, say), tuple(_entry(one, hosts or {}, "", say) for one in those)) for day, those in by_day
        ),
        nobody=say("Nobody receives here this month."),
        footer=_footer(library, held, phone, say, today),
    )


def compose_strip(
    library: str, cancelled: Occurrence, following: Occurrence | None, say: Words, today: date, *, phone: str = ""
) -> Strip:
    """Return the strip of one day that is not held, with the next one and whom to ask, where they are known."""
    number = spaced(cancelled.session.phone or phone)
    coming = f"{long_day(following.day, say.language)}, {_hours(following, say)}" if following else ""
    why = _why(cancelled, say)
    lines = (
        say("Because: {why}.", why=why) if why else capital(say("not held: holidays")) if cancelled.holiday else "",
        say("Next time: {day}.", day=coming) if coming else "",
        say("To ask: {number}", number=number) if number else "",
    )
    return Strip(
        heading=say("CANCELLED"),
        when=capital(f"{long_day(cancelled.day, say.language)}, {_hours(cancelled, say)}"),
        title=cancelled.session.title,
        lines=tuple(line for line in lines if line),
        footer=_footer(library, [cancelled], "", say, today),
    )


def compose_host_list(
    library: str,
    occurrence: Occurrence,
    appointments: Iterable[Appointment],
    procedures: Mapping[str, str],
    say: Words,
    today: date,
) -> HostList:
    """Return the list of a day's slots: hour, code, title of the procedure. Nobody is named.

    ``procedures`` are titles by id. A slot given twice has two rows, a free one says so, and one given at an hour that
    is no slot any more stays in its place.
    """
    given = taken(appointments, occurrence)
    rows = []
    for moment in sorted({*slots(occurrence), *given}):
        rows += [
            SlotRow(time=_hour(moment, say), code=one.code, procedure=procedures.get(one.procedure, ""))
            for one in given.get(moment, ())
        ] or [SlotRow(time=_hour(moment, say), code="", procedure=say("still free"))]
    return HostList(
        language=say.language,
        library=library,
        title=occurrence.session.title,
        when=capital(f"{long_day(occurrence.day, say.language)}, {_hours(occurrence, say)}"),
        headings=(say("Hour"), say("Code on the paper"), say("Procedure"), say("To write")),
        rows=tuple(rows),
        footer=_footer(library, [occurrence], "", say, today),
    )


def _entry(one: Occurrence, hosts: Mapping[str, str], phone: str, say: Words) -> PosterEntry:
    told = one.session
    who = told.host or hosts.get(told.sheet, "")
    elsewhere = "" if told.library else ", ".join(part for part in (told.address, told.commune) if part)
    state = "" if one.held else capital(_reason(one, say))
    return PosterEntry(
        hours=_hours(one, say),
        title=told.title,
        who="" if who.casefold() in told.title.casefold() else who,
        where=", ".join(part for part in (told.room, elsewhere) if part),
        reach=capital(reach_words(told.reach, say)) if one.held else "",
        phone=spaced(told.phone or phone) if one.held else "",
        state=state if one.certain or not one.held else capital(say("school holidays unknown: ask")),
        struck=not one.held,
    )


def _reason(one: Occurrence, say: Words) -> str:
    """Return why a day is not held."""
    if one.cancelled is None:
        return say("not held: holidays") if one.holiday else ""
    why = _why(one, say)
    return say("cancelled: {why}", why=why) if why else say("cancelled")


def _why(one: Occurrence, say: Words) -> str:
    """Return the reason of a cancelled day; nothing when it seems to name somebody."""
    why = why_words(one.cancelled.reason, say) if one.cancelled and one.cancelled.reason else ""
    return "" if names_a_person(why) else why


def _footer(library: str, held: Iterable[Occurrence], phone: str, say: Words, today: date) -> str:
    sources = ", ".join(dict.fromkeys(one.session.source for one in held if one.session.source))
    name = " · ".join(part for part in (library, spaced(phone)) if part)
    printed = say("{library} · printed on {day}", library=name, day=plain_day(today, say.language))
    return f"{printed} · {say('Source: {source}', source=sources or library)}"


def _moment(one: Occurrence) -> tuple[object, ...]:
    return one.start, one.end, one.session.title, one.session.id


def _hours(one: Occurrence, say: Words) -> str:
    return f"{clock(one.start.time(), say.language)} – {clock(one.end.time(), say.language)}"


def _hour(moment: str, say: Words) -> str:
    """Return an hour in words; one that another desk wrote wrongly stays as it is."""
    try:
        return at(moment, say)
    except ValueError:
        return moment


def _short_day(day: date, say: Words) -> str:
    number = "1er" if say.language == "fr" and day.day == 1 else str(day.day)
    return f"{capital(DAYS[say.language][day.weekday()])} {number}"
