"""Everything that the map draws, in one reading: the sheets of a box and those without a place."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from desk.base.codec import CodecError, from_json, from_plain
from desk.base.errors import Code, UnavailableError
from desk.domain.map import RelayGroup
from desk.domain.services import Stop
from desk.domain.territory import Place
from desk.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSheet:
    """What the map needs of a sheet. ``from_list`` says that it came from a file."""

    id: str
    name: str
    commune: str
    insee: str
    phone: str
    relay_types: tuple[str, ...]
    place: Place | None
    stops: tuple[Stop, ...]
    verified_on: date | None
    verified_how: str
    source: str
    source_date: str
    from_list: bool


def drawn_sheets(database: Database, box: tuple[float, float, float, float]) -> tuple[DrawnSheet, ...]:
    """Return the sheets inside ``box`` (south, north, west, east), those that travel and those without a place.

    In no promised order; structures that closed and sheets that were removed are left out.

    Raises:
        UnavailableError: ``FILE_DAMAGED`` when the disk changed a row into something else.
    """
    rows = database.rows(
        "SELECT id, name, commune, insee, phone, relay_types, latitude, longitude, stops, verified_on, verified_how,"
        " source, source_date, origin <> '' FROM sheets WHERE removed_on IS NULL AND status <> 'closed' AND (latitude IS NULL"
        " OR longitude IS NULL OR (latitude = 0 AND longitude = 0) OR stops <> '[]'"
        " OR (latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?))",
        box,
    )
    types: dict[str, tuple[str, ...]] = {}
    try:
        return tuple(_drawn(row, types) for row in rows)
    except CodecError as error:
        raise UnavailableError(Code.FILE_DAMAGED, file=database.path.name) from error


def _drawn(row: tuple[Any, ...], types: dict[str, tuple[str, ...]]) -> DrawnSheet:
    """Return a row as a value; ``types`` remembers the lists already read, few and often repeated."""
    sheet, name, commune, insee, phone, relay_types, latitude, longitude, stops, on, how, source, dated, listed = row
    if relay_types not in types:
        types[relay_types] = from_json(relay_types, tuple[str, ...])
    nowhere = latitude is None or longitude is None or (latitude == 0 and longitude == 0)
    return DrawnSheet(
        id=sheet,
        name=name,
        commune=commune,
        insee=insee,
        phone=phone,
        relay_types=types[relay_types],
        place=None if nowhere else Place(latitude=latitude, longitude=longitude),
        stops=from_json(stops, tuple[Stop, ...]) if stops != "[]" else (),
        verified_on=from_plain(on, date) if on else None,
        verified_how=how,
        source=source,
        source_date=dated,
        from_list=bool(listed),
    )


@cache
def relay_groups(seeds: Path) -> tuple[RelayGroup, ...]:
    """Return the groups of relay types on the map, in the order of its legend."""
    found = from_json((seeds / "map_groups.json").read_bytes(), dict[str, object])
    return from_plain(found["groups"], tuple[RelayGroup, ...])
