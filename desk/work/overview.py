"""Vue d'ensemble, for the person in charge: old sheets, what is missing where, sheets never used, what libraries do."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desk.base.clock import today
from desk.base.words import Words
from desk.domain.coverage import REACH_KM, gaps
from desk.domain.libraries import Library
from desk.domain.narrowing import Only
from desk.domain.procedures import Procedure
from desk.domain.sheets import OLD_DAYS, Sheet, receives
from desk.domain.territory import box_around, distance_km
from desk.store import coverage
from desk.store.store import Store
from desk.store.uses import uses_since
from desk.work.freshness import checked_words
from desk.work.own_sheet import own_sheet
from desk.work.refer import away
from desk.work.sheet_values import said

MOST = 300
"""How many lines a part shows at most; its heading counts them all."""


class Part(StrEnum):
    """The four things that the person in charge looks at."""

    OLD = "old"
    GAPS = "gaps"
    UNUSED = "unused"
    LIBRARIES = "libraries"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewLine:
    """One line: ``sheet`` is what it opens, nothing when there is no sheet to open."""

    name: str
    commune: str
    told: str
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One part: what it is about in one sentence, and its lines, what matters most first."""

    part: Part
    sentence: str
    lines: tuple[OverviewLine, ...]


def overview(store: Store, part: Part, say: Words) -> Overview:
    """Return one part of the view of the whole territory."""
    makers = {Part.OLD: _old, Part.GAPS: _gaps, Part.UNUSED: _unused, Part.LIBRARIES: _libraries}
    sentence, lines = makers[part](store, today(store.clock), say)
    return Overview(part=part, sentence=sentence, lines=lines)


def _old(store: Store, day: date, say: Words) -> tuple[str, tuple[OverviewLine, ...]]:
    """Sheets to check: those that people are sent to first, then the nearest."""
    uses = uses_since(store.database, date.min)
    near = [one.sheet for one in store.index.find("", MOST, only=Only.TO_CHECK, today=day)]
    limit = day - timedelta(days=OLD_DAYS)
    sheets = store.records.many(Sheet, list(dict.fromkeys((*uses, *near))))
    old = [
        sheet
        for sheet in sheets.values()
        if sheet.removed_on is None and (sheet.verified_on is None or sheet.verified_on < limit)
    ]
    library = store.library()
    old.sort(key=lambda sheet: (-uses.get(sheet.id, 0), _km(library, sheet), sheet.id))
    count = coverage.to_check_count(store.database, limit.isoformat())
    sentence = say.count(count, "{n} sheet to check, the most used first", "{n} sheets to check, the most used first")
    return sentence, tuple(
        OverviewLine(
            name=sheet.name,
            commune=sheet.commune,
            told=" · ".join(filter(None, (_used(uses.get(sheet.id, 0), say), checked_words(sheet, day, say)))),
            sheet=sheet.id,
        )
        for sheet in old[:MOST]
    )


def _gaps(store: Store, _: date, say: Words) -> tuple[str, tuple[OverviewLine, ...]]:
    """Communes of the territory without a relay for a family of needs."""
    library = store.library()
    if library is None or library.place is None:
        return say("The place of the library is unknown: what is missing around it cannot be told."), ()
    communes = store.reference.communes_around(library.place, library.radius_km)
    box = box_around(library.place, library.radius_km + REACH_KM)
    families = kinds_by_family(store)
    found = gaps(communes, coverage.served(store.database, box), families)
    sentence = say.count(
        len(found),
        "{n} commune out of {all} without a relay within {km} km for a family of needs",
        "{n} communes out of {all} without a relay within {km} km for a family of needs",
        all=len(communes),
        km=REACH_KM,
    )
    names = store.records.brief([gap.nearest for gap in found if gap.nearest])
    lines = []
    for gap in found[:MOST]:
        all_of_them = len(gap.families) == len(families)
        lacking = say("no relay at all") if all_of_them else ", ".join(said(store, "needs", gap.families, say))
        near = names.get(gap.nearest)
        nearest = say("the nearest: {name}, {away}", name=near.name, away=away(gap.km, say)) if near else ""
        lines.append(
            OverviewLine(
                name=gap.commune.name,
                commune=say(
                    "{people} inhabitants", people=f"{gap.commune.population:,}".replace(",", "\N{NO-BREAK SPACE}")
                ),
                told=" · ".join(filter(None, (lacking, nearest))),
                sheet=gap.nearest,
            )
        )
    return sentence, tuple(lines)


def _unused(store: Store, day: date, say: Words) -> tuple[str, tuple[OverviewLine, ...]]:
    """Sheets to which nobody was ever handed over, the nearest first."""
    uses = uses_since(store.database, date.min)
    near = [one for one in store.index.find("", 2 * MOST) if one.sheet not in uses][:MOST]
    sheets = store.records.brief([one.sheet for one in near])
    count = coverage.unused_count(store.database)
    sentence = say.count(count, "{n} sheet never used, the nearest first", "{n} sheets never used, the nearest first")
    return sentence, tuple(
        OverviewLine(
            name=one.name,
            commune=one.commune,
            told=" · ".join(filter(None, (away(one.km, say), checked_words(sheets[one.sheet], day, say)))),
            sheet=one.sheet,
        )
        for one in near
        if one.sheet in sheets and receives(sheets[one.sheet])
    )


def _libraries(store: Store, _: date, say: Words) -> tuple[str, tuple[OverviewLine, ...]]:
    """What each library can do; this one first."""
    found = store.records.many(Sheet, coverage.libraries(store.database, MOST))
    own = own_sheet(store)
    lines = [_library_line(store, own, say, opens=own.id in found)] if own else []
    lines += [_library_line(store, sheet, say, opens=True) for sheet in found.values() if not own or sheet.id != own.id]
    sentence = say.count(len(lines), "{n} library, and what it can do", "{n} libraries, and what each can do")
    return sentence, tuple(lines)


def _library_line(store: Store, sheet: Sheet, say: Words, *, opens: bool) -> OverviewLine:
    can = (*said(store, "digital_services", sheet.digital_services, say), *said(store, "needs", sheet.needs, say))
    services = tuple(service.name for service in sheet.services)
    told = ", ".join(dict.fromkeys((*can, *services))) or sheet.summary
    return OverviewLine(
        name=sheet.name,
        commune=sheet.commune,
        told=told or say("nothing is said of what it can do"),
        sheet=sheet.id if opens else "",
    )


def kinds_by_family(store: Store) -> dict[str, frozenset[str]]:
    """Return the kinds of relay that the procedures of each family hand over to."""
    kinds: dict[str, set[str]] = {slug: set() for slug in store.seeds.taxonomy.families}
    for procedure in store.records.all(Procedure):
        kinds.setdefault(procedure.family, set()).update(procedure.relay_types)
    return {slug: frozenset(found) for slug, found in kinds.items() if found}


def _km(library: Library | None, sheet: Sheet) -> float:
    if library is None or library.place is None or sheet.place is None:
        return float("inf")
    return distance_km(library.place, sheet.place)


def _used(uses: int, say: Words) -> str:
    return say.count(uses, "{n} person sent there", "{n} people sent there") if uses else ""
