"""First start: which library, how far, the first relays. Fills the desk so that it works at once."""

import re
from dataclasses import dataclass, replace

from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.text import clean, fold
from desk.base.words import Words
from desk.domain import libraries
from desk.domain.libraries import DEFAULT_RADIUS_KM, Library, LibraryId, OfficialLibrary
from desk.domain.procedures import Procedure, needs_checking
from desk.domain.sheets import Sheet
from desk.domain.territory import Commune, Place
from desk.store import seed
from desk.store.store import Store
from desk.work.outcome import Outcome

CONSIDERED = 1000
"""How many official libraries are looked at to say whether words leave only one, or how many."""

NO_TERRITORY_LIMIT = 25
"""How many France services are shown when the library's place is unknown: those of its département."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What the kilometres of the first start hold."""

    communes: int
    france_services: int


# Operations


def set_up(store: Store, library: Library) -> Outcome:
    """Make ``library`` the one of this desk and plant the France services of its territory. Safe to repeat."""
    library = replace(
        library,
        name=clean(library.name, 150),
        mark=library.mark or libraries.mark_of(library.name, library.commune),
        id=library.id or LibraryId(new_id()),
    )
    if problems := libraries.check(library):
        return Outcome(problems=tuple(problems))
    with store.database.atomic():
        store.keep_library(library)
        store.records.plant(_france_services(store, library), seed.EDITION)
    return Outcome(changed=frozenset({"library", "sheet"}))


# Queries


def must_be_set_up(store: Store) -> Library:
    """Return the library of this desk.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    return library


def official_libraries(store: Store, text: str, limit: int = 20) -> tuple[OfficialLibrary, ...]:
    """Return the open libraries of the official list that ``text`` may mean."""
    return store.reference.libraries(text, limit)


def offered_libraries(store: Store, text: str) -> tuple[tuple[OfficialLibrary, Library], ...]:
    """Return the open libraries that ``text`` may mean, each with the library that it would make here."""
    return tuple((official, from_official(store, official)) for official in official_libraries(store, text))


def communes(store: Store, text: str, limit: int = 20) -> tuple[Commune, ...]:
    """Return the communes that ``text`` may mean."""
    return store.reference.communes(text, limit)


def from_official(store: Store, official: OfficialLibrary, radius_km: int = DEFAULT_RADIUS_KM) -> Library:
    """Return this library as the official list describes it; its commune's point where it has none of its own."""
    commune = store.reference.commune(official.insee)
    place = official.place or (commune.place if commune else None)
    return Library(
        id=LibraryId(new_id()),
        name=clean(official.name) or official.commune,
        commune=official.commune,
        insee=official.insee,
        departement=official.departement,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        official_code=official.code,
        address=clean(official.address),
        postcode=official.postcode,
        radius_km=radius_km,
    )


def by_hand(name: str, commune: Commune, radius_km: int = DEFAULT_RADIUS_KM) -> Library:
    """Return a library that is not in the official list."""
    return Library(
        id=LibraryId(new_id()),
        name=clean(name),
        commune=commune.name,
        insee=commune.insee,
        departement=commune.departement,
        latitude=commune.place.latitude if commune.place else None,
        longitude=commune.place.longitude if commune.place else None,
        postcode=commune.postcodes[0] if commune.postcodes else "",
        radius_km=radius_km,
    )


def the_official(store: Store, text: str) -> OfficialLibrary:
    """Return the one official library that ``text`` means: its code, its exact name and commune, or words that leave only one.

    Raises:
        RefusedError: ``UNKNOWN_LIBRARY``, or ``AMBIGUOUS_LIBRARY`` with how many there are.
    """
    found = store.reference.libraries(text, CONSIDERED)
    by_code = [library for library in found if library.code == text.strip()]
    if by_code:
        return by_code[0]
    if not found:
        raise RefusedError(Code.UNKNOWN_LIBRARY, text=clean(text, 80))
    exact = [library for library in found if _words(f"{library.name} {library.commune}") == _words(text)]
    if len(exact) == 1:
        return exact[0]
    if len(found) > 1:
        raise RefusedError(Code.AMBIGUOUS_LIBRARY, text=clean(text, 80), count=len(found))
    return found[0]


def the_commune(store: Store, text: str) -> Commune:
    """Return the commune that ``text`` means: its INSEE code, or the most peopled of that name or postcode.

    Raises:
        RefusedError: ``UNKNOWN_COMMUNE``.
    """
    found = store.reference.communes(text, 1)
    if not found:
        raise RefusedError(Code.UNKNOWN_COMMUNE, text=clean(text, 80))
    return found[0]


def territory(store: Store, here: Place | None, radius_km: int) -> Territory:
    """Return what lies within ``radius_km`` of ``here``; nothing when the place is unknown."""
    if here is None:
        return Territory(communes=0, france_services=0)
    return Territory(
        communes=len(store.reference.communes_around(here, radius_km)),
        france_services=sum(1 for _ in seed.france_services(store.seeds.folder, here, radius_km)),
    )


def counts(store: Store) -> tuple[int, int]:
    """Return how many procedures and how many sheets this desk has."""
    return store.records.count(Procedure), store.records.count(Sheet)


def to_verify(store: Store, say: Words) -> tuple[str, ...]:
    """Return in a few sentences what nobody has verified yet, and what to do about it."""
    sheets = sum(one.verified_on is None for one in store.records.all(Sheet))
    procedures = sum(needs_checking(one) for one in store.records.all(Procedure))
    told = []
    if sheets:
        told.append(
            say.count(
                sheets,
                "To verify: {n} sheet. Telephone before sending anyone.",
                "To verify: {n} sheets. Telephone before sending anyone.",
            )
        )
    if procedures:
        told.append(
            say.count(
                procedures,
                "To verify: {n} procedure. Screen and slip say so.",
                "To verify: {n} procedures. Screen and slip say so.",
            )
        )
    return tuple(told)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _france_services(store: Store, library: Library) -> tuple[Sheet, ...]:
    if library.place is not None:
        return tuple(seed.france_services(store.seeds.folder, library.place, library.radius_km))
    every = seed.france_services(store.seeds.folder, None, 0)
    same = (sheet for sheet in every if sheet.insee.startswith(library.departement))
    return tuple(sheet for _, sheet in zip(range(NO_TERRITORY_LIMIT), same, strict=False))
