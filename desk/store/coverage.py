"""Where every relay serves, read at once: its place, its stops, what it covers. For the view of the whole territory."""

from desk.base.codec import CodecError, from_json
from desk.base.errors import Code, UnavailableError
from desk.domain.coverage import Served
from desk.domain.services import Stop
from desk.domain.territory import Place
from desk.store.database import Database


def served(database: Database, box: tuple[float, float, float, float]) -> tuple[Served, ...]:
    """Return where the sheets that receive serve: those inside ``box`` (south, north, west, east), that travel or cover.

    Raises:
        UnavailableError: ``FILE_DAMAGED`` when the disk changed a row into something else.
    """
    rows = database.rows(
        "SELECT id, relay_types, latitude, longitude, area, stops FROM sheets"
        " WHERE removed_on IS NULL AND status = 'open' AND relay_types <> '[]' AND (area <> '[]' OR stops <> '[]'"
        " OR (latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?))",
        box,
    )
    try:
        return tuple(
            Served(
                sheet=sheet,
                relay_types=from_json(kinds, tuple[str, ...]),
                points=tuple(_points(latitude, longitude, from_json(stops, tuple[Stop, ...]))),
                area=from_json(area, tuple[str, ...]),
            )
            for sheet, kinds, latitude, longitude, area, stops in rows
        )
    except CodecError as error:
        raise UnavailableError(Code.FILE_DAMAGED, file=database.path.name) from error


def to_check_count(database: Database, before: str) -> int:
    """Return how many sheets nobody checked since the day ``before``, an ISO date."""
    row = database.row(
        "SELECT count(*) FROM sheets WHERE removed_on IS NULL AND (verified_on IS NULL OR verified_on < ?)", (before,)
    )
    return int(row[0]) if row else 0


def unused_count(database: Database) -> int:
    """Return how many sheets that receive nobody was ever handed over to."""
    row = database.row(
        "SELECT count(*) FROM sheets WHERE removed_on IS NULL AND status = 'open'"
        " AND id NOT IN (SELECT sheet FROM referrals)"
    )
    return int(row[0]) if row else 0


def libraries(database: Database, limit: int) -> tuple[str, ...]:
    """Return the ids of the sheets that are libraries, at most ``limit``, by commune and name."""
    rows = database.rows(
        "SELECT id FROM sheets WHERE removed_on IS NULL AND typologies LIKE '%\"BIB\"%' ORDER BY commune, name LIMIT ?",
        (limit,),
    )
    return tuple(str(row[0]) for row in rows)


def _points(latitude: float | None, longitude: float | None, stops: tuple[Stop, ...]) -> list[Place]:
    pairs = [(latitude, longitude), *((stop.latitude, stop.longitude) for stop in stops)]
    return [
        Place(latitude=north, longitude=east)
        for north, east in pairs
        if north is not None and east is not None and (north, east) != (0, 0)
    ]
