"""A session seen as a place where one may go: what the ranking and the paper read, made anew each time."""

from datetime import time

from desk.base.dates import DAYS, plain_day
from desk.base.words import Words
from desk.domain.hours import calendar_of
from desk.domain.hours_text import clock
from desk.domain.libraries import Library
from desk.domain.sessions import AHEAD, Session, occurrences, openings_told
from desk.domain.sheets import Sheet, SheetId
from desk.domain.territory import box_around
from desk.store import sessions
from desk.store.store import Store

ORIGIN = "session:"
"""What the origin of such a place begins with."""

_EVERY = {
    "fr": ("tous les {day}s", "un {day} sur deux", "tous les {n} {day}s"),
    "en": ("every {day}", "every other {day}", "every {n} {day}s"),
}
_NTH = {
    "fr": {1: "le premier {day} du mois", 2: "le deuxième {day} du mois", 3: "le troisième {day} du mois",
           4: "le quatrième {day} du mois", -1: "le dernier {day} du mois"},
    "en": {1: "first {day} of the month", 2: "second {day} of the month", 3: "third {day} of the month",
           4: "fourth {day} of the month", -1: "last {day} of the month"},
}  # fmt: skip
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def is_session(sheet: Sheet) -> bool:
    """Return whether a place is a session."""
    return sheet.origin.startswith(ORIGIN)


def place_of(store: Store, relay_id: str, say: Words) -> Sheet | None:
    """Return the sheet ``relay_id``, or the session of that id as a place; None when there is neither."""
    sheet = store.records.one(Sheet, relay_id)
    if sheet is not None:
        return sheet
    session = store.records.one(Session, relay_id)
    if session is None:
        return None
    return as_place(store, session, store.records.one(Sheet, session.sheet) if session.sheet else None, say)


def places_for(store: Store, relay_types: tuple[str, ...], library: Library, say: Words) -> tuple[Sheet, ...]:
    """Return the sessions of some kinds of relay in the library's territory, as places; none that has no day ahead."""
    box = box_around(library.place, library.radius_km) if library.place else None
    since = store.clock.now().date().isoformat()
    found = sessions.of_types(store, relay_types, library.id, box, since)
    hosts = store.records.many(Sheet, [one.sheet for one in found if one.sheet])
    places = (as_place(store, one, hosts.get(one.sheet), say) for one in found)
    return tuple(place for place in places if place.opening_hours)


def as_place(store: Store, session: Session, host: Sheet | None, say: Words) -> Sheet:
    """Return a session as a sheet: open on its coming days, at its own place, reached through its host."""
    library, now = store.library(), store.clock.now()
    here = library is not None and session.library == library.id
    calendar = calendar_of(library.departement if library else "")
    coming = [one for one in occurrences(session, now.date(), now.date() + AHEAD, calendar) if one.end > now]
    point = library.place if here and library and session.place is None else session.place
    name = session.host or (host.name if host else "")
    title = session.title if not name or name.casefold() in session.title.casefold() else f"{session.title}, {name}"
    where = library.name if here and library else session.address
    return Sheet(
        id=SheetId(session.id),
        name=title,
        relay_types=session.relay_types or (host.relay_types if host else ()),
        description=session.details,
        address=", ".join(part for part in (where, session.room) if part),
        postcode=session.postcode,
        commune=(library.commune if here and library else session.commune),
        insee=session.insee,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        phone=session.phone or (host.phone if host else "") or (library.phone if here and library else ""),
        opening_hours=openings_told(coming),
        hours_text=rhythm(session, say),
        reach=session.reach,
        fee=session.fee,
        source=session.source,
        source_date=session.verified_on.isoformat() if session.verified_on else "",
        origin=f"{ORIGIN}{session.id}",
        verified_on=session.verified_on,
        verified_by=session.verified_by,
    )


def rhythm(session: Session, say: Words) -> str:
    """Return when a session is held: « un jeudi sur deux, 14 h – 16 h », « le jeudi 3 décembre 2026, 14 h – 16 h »."""
    language = say.language
    times = f"{_clock(session.start, language)} – {_clock(session.end, language)}"
    day = DAYS[language][session.first.weekday()]
    parts = dict(part.partition("=")[::2] for part in session.rule.split(";")) if session.rule else {}
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 1
    days = [code for code in parts.get("BYDAY", "").split(",") if code]
    if not parts:
        said = f"{'le ' if language == 'fr' else ''}{day} {plain_day(session.first, language)}"
    elif parts.get("FREQ") == "WEEKLY" and set(days) <= set(_CODES):
        named = [DAYS[language][_CODES.index(code)] for code in days] or [day]
        pattern = _EVERY[language][0 if every == 1 else 1 if every == 2 else 2]
        joint = f"s {say('and')} " if every != 2 and language == "fr" else f" {say('and')} "
        said = pattern.format(day=joint.join(named), n=every)
    elif parts.get("FREQ") == "MONTHLY" and every == 1 and len(days) == 1 and _nth(days[0]) in _NTH[language]:
        said = _NTH[language][_nth(days[0])].format(day=DAYS[language][_CODES.index(days[0][-2:])])
    else:
        said = say("on the days of its calendar")
    until = f" {say('until {day}', day=plain_day(session.last, language))}" if session.last and session.rule else ""
    return f"{said}, {times}{until}"


def _clock(text: str, language: str) -> str:
    try:
        return clock(time.fromisoformat(text), language)
    except ValueError:
        return text


def _nth(code: str) -> int:
    number = code[:-2]
    return int(number) if number.lstrip("+-").isdigit() else 0
