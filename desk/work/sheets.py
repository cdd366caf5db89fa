"""Fiches: find sheets, read one in full, keep the first relays typed by hand and internal notes."""

from dataclasses import dataclass
from datetime import date

from desk.base.clock import today
from desk.base.dates import published
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.text import clean, clean_lines
from desk.base.words import Words
from desk.domain import sheets
from desk.domain.fields import Problem, no_secret, required
from desk.domain.hours import calendar_of, lint, read
from desk.domain.hours_text import sentence_now, sentence_week
from desk.domain.services import closed_on
from desk.domain.sheets import Freshness, Sheet, SheetId, freshness
from desk.domain.territory import distance_km
from desk.store.store import Store
from desk.work.exchanging import other_versions, way_of
from desk.work.freshness import checked_words, doubt_words, doubtful_words, open_doubts, status_words
from desk.work.outcome import Outcome
from desk.work.refer import away, fee_words, reach_words
from desk.work.sheet_parts import Part, closure_words, contact_words, parts, waiting_words

OWN_SOURCE = "Saisie à la bibliothèque"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One line of the list; ``score`` is 0–1, comparable inside one answer.

    ``told`` says that the structure no longer receives, or that somebody found the sheet wrong; nothing when all is well.
    """

    id: str
    name: str
    commune: str
    km: float | None
    away: str
    checked: str
    fresh: Freshness
    score: float
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A sheet in full, in words.

    ``status`` says that the structure is closed or suspended, nothing when it is open. ``doubtful`` says what to do when
    somebody found the sheet wrong, ``way`` how far its last change is (ici, parti, reçu, à revoir), ``doubts`` what is said to be wrong, by whom and when,
    ``closures`` those to come, ``waiting`` how long for an appointment. ``parts`` hold everything else in reading order:
    services, for whom, how to get in, how the desk asks, where it goes. ``note`` and ``contact`` stay on this machine.
    """

    id: str
    name: str
    relay_types: tuple[str, ...]
    description: str
    address: str
    away: str
    phone: str
    email: str
    website: str
    now: str
    week: tuple[str, ...]
    hours_text: str
    hours_problems: tuple[str, ...]
    reach: str
    fee: str
    itinerant: bool
    checked: str
    fresh: Freshness
    source: str
    licence: str
    note: str
    status: str = ""
    way: str = ""
    doubtful: str = ""
    doubts: tuple[str, ...] = ()
    closures: tuple[str, ...] = ()
    waiting: str = ""
    parts: tuple[Part, ...] = ()
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRelay:
    """A relay as it is typed in two minutes from what is on the wall: name, kind, telephone, hours in free words."""

    name: str
    relay_type: str
    phone: str = ""
    hours_text: str = ""
    opening_hours: str = ""
    address: str = ""


# Queries


def line(sheet: Sheet, km: float | None, score: float, day: date, say: Words, *, doubted: bool = False) -> SheetLine:
    """Return the line of a sheet at ``km`` from here."""
    return SheetLine(
        id=sheet.id,
        name=sheet.name,
        commune=sheet.commune,
        km=km,
        away=away(km, say),
        checked=checked_words(sheet, day, say),
        fresh=freshness(sheet, day),
        score=round(score, 4),
        told=status_words(sheet.status, say) or (say("said to be wrong") if doubted else ""),
    )


def view(store: Store, sheet_id: str, say: Words) -> SheetView:
    """Return one sheet in full.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = the_sheet(store, sheet_id)
    library = store.library()
    calendar = calendar_of(library.departement if library else "")
    hours = read(closed_on(sheet.opening_hours, sheet.closures), calendar)
    now = store.clock.now()
    day = now.date()
    km = distance_km(library.place, sheet.place) if library and library.place and sheet.place else None
    doubts = open_doubts(store, (sheet.id,)).get(sheet.id, ())
    source = sheet.source
    if sheet.source_date:
        source = f"{source}, {published(sheet.source_date, say.language)}"
    return SheetView(
        id=sheet.id,
        name=sheet.name,
        relay_types=tuple(store.seeds.taxonomy.relay_label(slug, say.language) for slug in sheet.relay_types),
        description=sheet.description,
        address=address(sheet),
        away=away(km, say),
        phone=sheet.phone,
        email=sheet.email,
        website=sheet.website,
        now=sentence_now(hours, now, say.language),
        week=sentence_week(hours, now, say.language),
        hours_text=sheet.hours_text,
        hours_problems=tuple(problem.code for problem in lint(sheet.opening_hours)) if sheet.opening_hours else (),
        reach=reach_words(sheet.reach, say),
        fee=fee_words(sheet.fee, say),
        itinerant=sheet.itinerant,
        checked=checked_words(sheet, day, say),
        fresh=freshness(sheet, day),
        source=source,
        licence=sheet.licence,
        note=store.private.note("sheet", sheet.id),
        status=say("withdrawn from the lists") if sheet.removed_on else status_words(sheet.status, say),
        doubtful=doubtful_words(doubts, sheet.phone, say),
        doubts=(*(doubt_words(one, day, say) for one in doubts if one.id), *other_versions(store, sheet.id, say)),
        way=way_of(store, "sheet", sheet.id, say),
        closures=closure_words(sheet.closures, day, say),
        waiting=waiting_words(sheet, day, say),
        parts=parts(store, sheet, calendar, day, say),
        contact=contact_words(store.private.contact(sheet.id)),
    )


def the_sheet(store: Store, sheet_id: str) -> Sheet:
    """Return the sheet ``sheet_id``.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = store.records.one(Sheet, sheet_id)
    if sheet is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=clean(sheet_id, 40))
    return sheet


def address(sheet: Sheet) -> str:
    """Return the address on one line: « 3 place de l'Église, 69000 Villeneuve »."""
    town = " ".join(part for part in (sheet.postcode, sheet.commune) if part)
    return ", ".join(part for part in (sheet.address, town) if part)


# Operations


def add_first_relays(store: Store, relays: tuple[FirstRelay, ...], initials: str = "") -> Outcome:
    """Keep the relays typed at the first start; all of them or none.

    Their place is unknown until somebody gives it: the paper never says that an office is here when it may not be.
    What was read on a wall today counts as checked today only if initials say who vouches for it.
    """
    day = today(store.clock)
    made = [_first_sheet(relay, day, initials) for relay in relays]
    problems = [
        Problem(field=f"{number}.{problem.field}", code=problem.code)
        for number, (relay, sheet) in enumerate(zip(relays, made, strict=True))
        for problem in (*_relay_type(store, relay.relay_type), *sheets.check(sheet, day))
    ]
    if problems:
        return Outcome(problems=tuple(problems))
    store.records.put_all(made)
    return Outcome(changed=frozenset({"sheet"}))


def keep_note(store: Store, sheet_id: str, text: str) -> Outcome:
    """Keep the internal note on a sheet. It stays in the private file: never printed, exported nor exchanged."""
    kept = clean_lines(text, 2000)
    if problems := no_secret("note", kept):
        return Outcome(problems=tuple(problems))
    store.private.keep_note("sheet", the_sheet(store, sheet_id).id, kept, today(store.clock))
    return Outcome(changed=frozenset({"note"}))


def _relay_type(store: Store, slug: str) -> list[Problem]:
    if slug and slug not in store.seeds.taxonomy.relay_types:
        return [Problem(field="relay_type", code="unknown-value")]
    return required("relay_type", slug)


def _first_sheet(relay: FirstRelay, day: date, initials: str) -> Sheet:
    return Sheet(
        id=SheetId(new_id()),
        name=clean(relay.name, 200),
        relay_types=(relay.relay_type,) if relay.relay_type else (),
        phone=clean(relay.phone, 40),
        address=clean(relay.address, 300),
        hours_text=clean(relay.hours_text, 500),
        opening_hours=clean(relay.opening_hours, 3000),
        source=OWN_SOURCE,
        source_date=day.isoformat(),
        verified_on=day if initials else None,
        verified_by=clean(initials, 10),
    )
