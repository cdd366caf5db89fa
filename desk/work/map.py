"""Carte: the communes and the sheets around the library, as points in kilometres, for a need or for all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import hypot

from desk.base.clock import today
from desk.base.dates import published
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain.libraries import Library
from desk.domain.map import Point, RelayGroup, circles, group_of, projected
from desk.domain.map_clusters import Level, levels
from desk.domain.procedures import Procedure
from desk.domain.sheets import Freshness, Sheet, SheetId, freshness
from desk.domain.taxonomy import widened
from desk.domain.territory import Commune, Place, box_around
from desk.store.map import DrawnSheet, drawn_sheets, relay_groups
from desk.store.store import Store
from desk.work.freshness import checked_words
from desk.work.refer import away

MOST_COMMUNES = 1500
"""The most peopled that are named; a territory of 200 km has ten times as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChoice:
    """What is wanted on the map: the relays of one procedure, of a family of procedures, or everything."""

    family: str = ""
    procedure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCommune:
    """A commune, in kilometres east and north of the library."""

    name: str
    x: float
    y: float
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpot:
    """A sheet, or one stop of a structure that travels, in words and at its point; no point when nobody knows it."""

    key: str
    sheet: str
    name: str
    commune: str
    kinds: str
    group: RelayGroup
    point: Point | None
    away: str
    phone: str
    fresh: Freshness
    checked: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The territory, ready to draw.

    ``discreet`` when the need is a danger: its paper must not say so. ``spots`` are by distance, those without a point last; ``levels`` group the first ones, by their place in
    ``spots``. ``placed`` is False when nobody knows where the library is: there is then nothing to draw.
    ``broader`` says that no sheet has a kind the need asks for, so broader ones are shown.
    """

    library: Library
    day: date
    placed: bool
    radius_km: int
    need: str
    discreet: bool
    broader: bool
    circles: tuple[int, ...] = ()
    communes: tuple[MapCommune, ...] = ()
    spots: tuple[MapSpot, ...] = ()
    levels: tuple[Level, ...] = ()
    groups: tuple[tuple[RelayGroup, int], ...] = ()


def view(store: Store, choice: MapChoice, say: Words) -> MapView:
    """Return the map of the library's territory for ``choice``.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    need, wanted, discreet = _wanted(store, choice, say)
    here = library.place or _commune_place(store, library)
    if here is None:
        return MapView(
            library=library,
            day=today(store.clock),
            placed=False,
            radius_km=library.radius_km,
            need=need,
            discreet=discreet,
            broader=False,
        )
    communes = store.reference.communes_around(here, library.radius_km)
    inside = {commune.insee for commune in communes}
    sheets = [
        sheet
        for sheet in drawn_sheets(store.database, box_around(here, library.radius_km))
        if sheet.place or sheet.stops or not sheet.insee or sheet.insee in inside
    ]
    broader = bool(wanted) and not any(set(wanted) & set(sheet.relay_types) for sheet in sheets)
    if broader:
        wanted = widened(store.seeds.taxonomy, wanted)
    made = _Spots(store, here, library.radius_km, wanted, say).of(sheets)
    counted = [(group, sum(spot.group is group for spot in made)) for group in relay_groups(store.seeds.folder)]
    return MapView(
        library=library,
        day=today(store.clock),
        placed=True,
        radius_km=library.radius_km,
        need=need,
        discreet=discreet,
        broader=broader,
        circles=circles(library.radius_km),
        communes=_communes(communes, here),
        spots=made,
        levels=levels([spot.point for spot in made if spot.point]),
        groups=tuple((group, many) for group, many in counted if many),
    )


def _wanted(store: Store, choice: MapChoice, say: Words) -> tuple[str, tuple[str, ...], bool]:
    """Return what is wanted in words, its relay types, best first (none for everything), and whether it is a danger."""
    if choice.procedure:
        procedure = store.records.one(Procedure, choice.procedure)
        return (procedure.title, procedure.relay_types, procedure.emergency) if procedure else ("", (), False)
    family = store.seeds.taxonomy.families.get(choice.family)
    if family is None:
        return "", (), False
    procedures = (one for one in store.records.all(Procedure) if one.family == family.slug)
    types = dict.fromkeys(slug for procedure in procedures for slug in procedure.relay_types)
    return family.label if say.language == "fr" else family.english, tuple(types), False


def _commune_place(store: Store, library: Library) -> Place | None:
    commune = store.reference.commune(library.insee)
    return commune.place if commune else None


def _communes(found: Iterable[Commune], here: Place) -> tuple[MapCommune, ...]:
    """Return the communes of today, the most peopled first."""
    standing = sorted((one for one in found if not one.attached_to), key=lambda one: (-one.population, one.insee))
    made = []
    for commune in standing[:MOST_COMMUNES]:
        if commune.place is not None:
            x, y = projected(here, commune.place)
            made.append(MapCommune(name=commune.name, x=x, y=y, population=commune.population))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Spots:
    """Makes spots; words that many sheets share are said once."""

    store: Store
    here: Place
    radius_km: int
    wanted: tuple[str, ...]
    say: Words
    _said: dict[object, tuple[Freshness, str]] = field(default_factory=dict)
    _kinds: dict[tuple[str, ...], tuple[RelayGroup, str]] = field(default_factory=dict)

    def of(self, sheets: Iterable[DrawnSheet]) -> tuple[MapSpot, ...]:
        """Return the spots of the sheets that have a kind wanted, nearest first, those without a point last."""
        suiting = (one for one in sheets if not self.wanted or any(slug in self.wanted for slug in one.relay_types))
        made = [found for sheet in suiting for found in self._of(sheet)]
        made.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].key))
        return tuple(spot for _, spot in made)

    def _of(self, sheet: DrawnSheet) -> Iterator[tuple[float, MapSpot]]:
        stands = [(sheet.id, sheet.name, sheet.commune, sheet.place)]
        for stop in sheet.stops:
            if stop.latitude is not None and stop.longitude is not None:
                name = self.say("{name}, stop at {stop}", name=sheet.name, stop=stop.name)
                there = Place(latitude=stop.latitude, longitude=stop.longitude)
                stands.append((f"{sheet.id}/{stop.id}", name, stop.commune or sheet.commune, there))
        known = [(stand, projected(self.here, stand[3])) for stand in stands if stand[3]]
        for (key, name, commune, _), point in known:
            if (km := hypot(*point)) <= self.radius_km:
                yield km, self._spot(sheet, key, name, commune, point, away(km, self.say))
        if not known:
            yield float("inf"), self._spot(sheet, sheet.id, sheet.name, sheet.commune, None, "")

    def _spot(
        self, sheet: DrawnSheet, key: str, name: str, commune: str, point: Point | None, distance: str
    ) -> MapSpot:
        fresh, checked = self._freshness(sheet)
        group, kinds = self._kind(sheet.relay_types)
        return MapSpot(
            key=key,
            sheet=sheet.id,
            name=name,
            commune=commune,
            kinds=kinds,
            group=group,
            point=point,
            away=distance,
            phone=sheet.phone,
            fresh=fresh,
            checked=checked,
            source=_source(sheet, self.say),
        )

    def _freshness(self, sheet: DrawnSheet) -> tuple[Freshness, str]:
        key = sheet.verified_on, sheet.verified_how, sheet.source_date, sheet.from_list
        if key not in self._said:
            day = today(self.store.clock)
            dated = Sheet(
                id=SheetId(""),
                name="",
                verified_on=sheet.verified_on,
                verified_how=sheet.verified_how,
                source_date=sheet.source_date,
                origin="list" if sheet.from_list else "",
            )
            self._said[key] = freshness(dated, day), checked_words(dated, day, self.say)
        return self._said[key]

    def _kind(self, relay_types: tuple[str, ...]) -> tuple[RelayGroup, str]:
        """Return the group to draw, that of a kind wanted if there is one, and every kind in words."""
        if relay_types not in self._kinds:
            taxonomy = self.store.seeds.taxonomy
            group = group_of(relay_groups(self.store.seeds.folder), relay_types, self.wanted)
            labels = ", ".join(taxonomy.relay_label(slug, self.say.language) for slug in relay_types)
            self._kinds[relay_types] = group, labels
        return self._kinds[relay_types]


def _source(sheet: DrawnSheet, say: Words) -> str:
    if sheet.source and sheet.source_date:
        return f"{sheet.source}, {published(sheet.source_date, say.language)}"
    return sheet.source
