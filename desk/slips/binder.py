"""The binder as a value: the sheets around the library, by need, for the day when the computer is dead.

Each sheet is told in full once, in the first chapter where it serves, and named in the others.
"""

from dataclasses import dataclass

from desk.base.clock import today
from desk.base.dates import plain_day, published
from desk.base.text import fold
from desk.base.words import Words
from desk.domain.doubts import Doubt
from desk.domain.hours import calendar_of, read
from desk.domain.hours_text import sentence_week
from desk.domain.libraries import full_name
from desk.domain.services import closed_on
from desk.domain.sheets import Freshness, Sheet, freshness, receives
from desk.domain.territory import distance_km
from desk.slips.compose import spaced
from desk.slips.typeset import capital
from desk.store.listing import sheet_ids
from desk.store.store import Store
from desk.work.freshness import checked_words, dated_words, doubtful_words, open_doubts
from desk.work.overview import kinds_by_family
from desk.work.refer import away, fee_words, reach_words
from desk.work.sheets import address

MOST = 2000
"""How many sheets are printed at most, the nearest: some four hundred pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sheet as it is printed. ``lines`` are texts in reading order, ``checked`` how far it can be believed."""

    id: str
    name: str
    town: str
    phone: str
    lines: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One family of needs: sheets told here, and ids of those told in an earlier chapter."""

    title: str
    told: tuple[Entry, ...]
    elsewhere: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """Everything that is printed. ``left_out`` says how many sheets were too far for the paper."""

    language: str
    library: str
    title: str
    opening: str
    footer: str
    chapters: tuple[Chapter, ...]
    left_out: int = 0


def compose_binder(
    store: Store, say: Words, within_km: float | None = None, *, mine: bool = False, dated: bool = False
) -> Binder:
    """Return the binder of this library's territory, or of ``within_km``; with ``mine``, of what somebody signed here.

    With ``dated``, a check is told by its day and not by its age: a paper that lasts says the same each month.
    """
    library = store.library()
    day = today(store.clock)
    near, left_out = _near(store, within_km, mine=mine)
    families = kinds_by_family(store)
    doubts = open_doubts(store, [sheet.id for sheet in near])
    done: dict[str, str] = {}
    chapters = []
    for family in store.seeds.taxonomy.families.values():
        kinds = families.get(family.slug, frozenset())
        served = [sheet for sheet in near if kinds & set(sheet.relay_types)]
        if not served:
            continue
        fresh = [sheet for sheet in served if sheet.id not in done]
        elsewhere = tuple((sheet.id, sheet.name) for sheet in served if sheet.id in done)
        done.update({sheet.id: family.slug for sheet in fresh})
        chapters.append(
            _chapter(
                store,
                family.label if say.language == "fr" else family.english,
                fresh,
                elsewhere,
                doubts,
                say,
                dated=dated,
            )
        )
    others = [sheet for sheet in near if sheet.id not in done]
    if others:
        chapters.append(_chapter(store, say("Other places"), others, (), doubts, say, dated=dated))
    name = full_name(library) if library else ""
    return Binder(
        language=say.language,
        library=name,
        title=say("Where to send people"),
        opening=say("The sheets of the library by need, the nearest first. Telephone before sending anyone far."),
        footer=say("{library} · printed on {day}", library=name, day=plain_day(day, say.language)),
        chapters=tuple(chapters),
        left_out=left_out,
    )


def _near(store: Store, within_km: float | None, *, mine: bool) -> tuple[list[Sheet], int]:
    """Return the sheets that receive, the nearest first, and how many are left out.

    One whose place is not known is near: somebody here wrote it.
    """
    library = store.library()
    here = library.place if library else None
    most = within_km if within_km is not None else float(library.radius_km) if library else 0.0
    ids = sheet_ids(store.database, touched_here=mine)
    found: list[tuple[float, str, Sheet]] = []
    for start in range(0, len(ids), 500):
        for sheet in store.records.many(Sheet, ids[start : start + 500]).values():
            km = distance_km(here, sheet.place) if here and sheet.place else most
            if receives(sheet) and sheet.removed_on is None and km <= most:
                found.append((km, fold(sheet.name), sheet))
    found.sort(key=lambda one: one[:2])
    return [sheet for *_, sheet in found[:MOST]], max(0, len(found) - MOST)


def _chapter(
    store: Store,
    title: str,
    sheets: list[Sheet],
    elsewhere: tuple[tuple[str, str], ...],
    doubts: dict[str, tuple[Doubt, ...]],
    say: Words,
    *,
    dated: bool,
) -> Chapter:
    told = tuple(_entry(store, sheet, doubts.get(sheet.id, ()), say, dated=dated) for sheet in sheets)
    return Chapter(title=title, told=told, elsewhere=elsewhere)


def _entry(store: Store, sheet: Sheet, doubts: tuple[Doubt, ...], say: Words, *, dated: bool) -> Entry:
    library, now = store.library(), store.clock.now()
    departement = library.departement if library else ""
    here = library.place if library else None
    km = distance_km(here, sheet.place) if here and sheet.place else None
    week = sentence_week(
        read(closed_on(sheet.opening_hours, sheet.closures), calendar_of(departement)), now, say.language
    )
    kinds = ", ".join(store.seeds.taxonomy.relay_label(slug, say.language) for slug in sheet.relay_types)
    where = " · ".join(part for part in (address(sheet), away(km, say)) if part)
    terms = ", ".join(part for part in (fee_words(sheet.fee, say), reach_words(sheet.reach, say)) if part)
    source = f"{sheet.source}, {published(sheet.source_date, say.language)}" if sheet.source_date else sheet.source
    lines = (
        capital(kinds),
        where,
        "; ".join(week) or sheet.hours_text,
        sheet.summary or sheet.description,
        capital(terms),
        sheet.website,
        doubtful_words(doubts, sheet.phone, say),
        say("Source: {source}", source=source) if source else "",
    )
    fresh = freshness(sheet, now.date())
    checked = dated_words(sheet, say) if dated else capital(checked_words(sheet, now.date(), say))
    if fresh in {Freshness.OLD, Freshness.NEVER}:
        checked = say("{checked} · to verify", checked=checked)
    return Entry(
        id=sheet.id,
        name=sheet.name,
        town=sheet.commune,
        phone=spaced(sheet.phone),
        lines=tuple(line for line in lines if line),
        checked=checked,
    )
