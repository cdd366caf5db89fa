"""Communes and libraries of France, in a cache file built from the resources: holds nothing of ours, can be deleted."""

import csv
import gzip
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from desk.base.errors import UnavailableError
from desk.base.files import settle
from desk.base.ids import new_id
from desk.base.text import fold
from desk.domain.addresses import FoundCommune, commune_key, find_commune
from desk.domain.libraries import OfficialLibrary
from desk.domain.territory import Commune, Place, box_around, distance_km
from desk.store.database import connect, of_system, saying

EDITION = 3
"""Raised whenever the resources or this module's tables change; an older cache is built again."""

_OPEN = "Bâtiment ouvert"
_CODE = re.compile(r"\d[\dab]\d{0,3}")


class Reference:
    """Finds communes and libraries. Read-only for everybody but `build`."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._communes = lru_cache(maxsize=4096)(self._read_communes)
        self._found = lru_cache(maxsize=8192)(partial(find_commune, self))

    def communes(self, text: str, limit: int = 20) -> tuple[Commune, ...]:
        """Return communes by INSEE code, postcode or the beginning of their words; the most peopled first."""
        wanted = fold(text).strip()
        if _CODE.fullmatch(wanted):
            rows = self._rows(
                "SELECT data.* FROM communes data WHERE insee = ? OR (' ' || postcodes) LIKE ?"
                " ORDER BY insee = ? DESC, population DESC LIMIT ?",
                (wanted.upper(), f"% {wanted}%", wanted.upper(), limit),
            )
        else:
            rows = (
                self._rows(
                    "SELECT data.* FROM commune_words w JOIN communes data ON data.n = w.rowid WHERE commune_words MATCH ?"
                    " ORDER BY data.folded = ? DESC, data.attached_to = '' DESC, data.population DESC LIMIT ?",
                    (_question(wanted), _one_line(wanted), limit),
                )
                if _one_line(wanted)
                else []
            )
        return tuple(_commune(row) for row in rows)

    def commune(self, insee: str) -> Commune | None:
        """Return the commune with this INSEE code, or None."""
        rows = self._rows("SELECT data.* FROM communes data WHERE insee = ? LIMIT 1", (insee,))
        return _commune(rows[0]) if rows else None

    def communes_coded(self, insee: str) -> tuple[Commune, ...]:
        """Return the communes with this INSEE code, the current one first: former ones may share it."""
        return self._communes("data.insee = ?", insee)

    def communes_by_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return the current communes, and arrondissements, that this postcode serves; the most peopled first."""
        return self._communes("data.n IN (SELECT n FROM commune_postcodes WHERE postcode = ?)", postcode)

    def communes_named(self, key: str, departements: tuple[str, ...] = ()) -> tuple[Commune, ...]:
        """Return the communes whose `commune_key` is ``key``, current ones first, in some départements or all."""
        found = self._communes("data.key = ?", key)
        return tuple(commune for commune in found if not departements or commune.departement in departements)

    def found(self, name: str, postcode: str = "", insee: str = "") -> FoundCommune:
        """Return the commune that a name, a postcode and a code tell together: `find_commune`, at once the second time."""
        return self._found(name, postcode, insee)

    def _read_communes(self, condition: str, value: str) -> tuple[Commune, ...]:
        rows = self._rows(
            f"SELECT data.* FROM communes data WHERE {condition}"  # noqa: S608 - the conditions above
            " ORDER BY data.attached_to = '' DESC, data.population DESC, data.n",
            (value,),
        )
        return tuple(_commune(row) for row in rows)

    def departements(self) -> dict[str, str]:
        """Return the name of each département, by its code."""
        return dict(self._rows("SELECT DISTINCT departement, departement_name FROM communes ORDER BY departement", ()))

    def communes_around(self, here: Place, km: float) -> tuple[Commune, ...]:
        """Return the communes within ``km``, nearest first."""
        rows = self._rows(
            "SELECT data.* FROM communes data WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
            box_around(here, km),
        )
        near = [(distance_km(here, commune.place), commune) for commune in map(_commune, rows) if commune.place]
        return tuple(commune for away, commune in sorted(near, key=lambda pair: pair[0]) if away <= km)

    def libraries(self, text: str, limit: int = 20, *, closed_too: bool = False) -> tuple[OfficialLibrary, ...]:
        """Return libraries by official code or by words of their name, commune, postcode; open places only by default."""
        wanted = _one_line(fold(text))
        if not wanted:
            return ()
        by_code = self._rows("SELECT * FROM libraries WHERE code = ? AND (is_open OR ?)", (wanted, closed_too))
        rows = self._rows(
            "SELECT data.* FROM library_words w JOIN libraries data ON data.n = w.rowid WHERE library_words MATCH ?"
            " AND (data.is_open OR ?) ORDER BY data.is_open DESC, length(data.commune), data.commune, data.name LIMIT ?",
            (_question(wanted), closed_too, limit),
        )
        found = {row[0]: row for row in [*by_code, *rows]}
        return tuple(_library(row) for row in found.values())[:limit]

    def close(self) -> None:
        """Close the cache."""
        self._connection.close()

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with saying(self._path):
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
            return rows


def open_reference(path: Path, seeds: Path) -> Reference:
    """Open the cache, building it first when it is missing, damaged or of another edition.

    Raises:
        UnavailableError: no room or no right to build it.
    """
    with suppress(UnavailableError):
        if path.exists() and _edition(path) == EDITION:
            return Reference(connect(path, read_only=True), path)
    build(path, seeds)
    return Reference(connect(path, read_only=True), path)


def build(path: Path, seeds: Path) -> None:
    """Write the cache beside its place, under a name of its own, then put it there whole.

    Two programs that start at once may both do it.

    Raises:
        UnavailableError: no room or no right to write there.
    """
    fresh = path.with_suffix(f".{new_id()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(fresh)) as connection, saying(fresh):
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            _fill_communes(connection, seeds)
            _fill_libraries(connection, seeds)
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA user_version={EDITION}")
        settle(fresh)
        fresh.replace(path)
    except OSError as error:
        raise of_system(error, path.name) from error
    finally:
        with suppress(OSError):  # the folder itself may be what cannot be written
            fresh.unlink(missing_ok=True)


def _edition(path: Path) -> int:
    with closing(connect(path, read_only=True)) as connection, saying(path):
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def read_csv(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a compressed CSV file with a header, UTF-8 with or without a mark."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _fill_communes(connection: Any, seeds: Path) -> None:
    connection.execute(
        "CREATE TABLE communes (n INTEGER PRIMARY KEY, insee TEXT, name TEXT, folded TEXT, postcodes TEXT,"
        " departement TEXT, departement_name TEXT, population INTEGER, latitude REAL, longitude REAL, attached_to TEXT,"
        " key TEXT)"
    )
    connection.execute("CREATE TABLE commune_postcodes (postcode TEXT, n INTEGER)")
    connection.execute(
        "CREATE VIRTUAL TABLE commune_words USING fts5(words, content='', detail=none, prefix='2 3',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    places: dict[str, tuple[float, float]] = {}
    rows = []
    for row in read_csv(seeds / "communes-2026.csv.gz"):
        if row["latitude"]:
            places[row["code_insee"]] = (float(row["latitude"]), float(row["longitude"]))
        rows.append(row)
    for n, row in enumerate(rows, start=1):
        # a former commune has no point of its own: that of the commune it joined
        latitude, longitude = places.get(row["code_insee"]) or places.get(row["rattachement"]) or (None, None)
        connection.execute(
            "INSERT INTO communes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                n,
                row["code_insee"],
                row["nom"],
                _one_line(fold(row["nom"])),
                row["codes_postaux"].replace("|", " "),
                row["departement"],
                row["departement_nom"],
                int(row["population"] or 0),
                latitude,
                longitude,
                row["rattachement"],
                commune_key(row["nom"]),
            ),
        )
        postcodes = filter(None, row["codes_postaux"].split("|"))
        connection.executemany("INSERT INTO commune_postcodes VALUES (?, ?)", [(one, n) for one in postcodes])
        connection.execute("INSERT INTO commune_words (rowid, words) VALUES (?, ?)", (n, _said(row["nom"])))
    connection.execute("CREATE INDEX communes_insee ON communes (insee)")
    connection.execute("CREATE INDEX communes_folded ON communes (folded)")
    connection.execute("CREATE INDEX communes_key ON communes (key)")
    connection.execute("CREATE INDEX commune_postcodes_postcode ON commune_postcodes (postcode)")
    connection.execute("CREATE INDEX communes_place ON communes (latitude, longitude)")


def _fill_libraries(connection: Any, seeds: Path) -> None:
    connection.execute(
        "CREATE TABLE libraries (n INTEGER PRIMARY KEY, code TEXT, name TEXT, address TEXT, postcode TEXT, commune TEXT,"
        " insee TEXT, departement TEXT, latitude REAL, longitude REAL, status TEXT, is_open INTEGER)"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE library_words USING fts5(words, content='', detail=none, prefix='2 3',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    seed = seeds / "adresses-bibliotheques-publiques-2024-08.csv.gz"
    for n, row in enumerate(read_csv(seed, ";"), start=1):
        code = row["code_bib"].removesuffix(".0")
        address = " ".join(part for part in (row["adresse"], row["complement"]) if part)
        insee, departement = _whereabouts(connection, row)
        connection.execute(
            "INSERT INTO libraries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                n,
                code,
                row["nom_de_l_etablissement"],
                address,
                row["cp"],
                row["ville"],
                insee,
                departement,
                float(row["latitude"]) if row["latitude"] else None,
                float(row["longitude"]) if row["longitude"] else None,
                row["statut"],
                row["type_adresse"] == _OPEN,
            ),
        )
        words = " ".join((row["nom_de_l_etablissement"], row["libelle_2"], row["ville"], row["cp"], row["cp"][:2]))
        connection.execute("INSERT INTO library_words (rowid, words) VALUES (?, ?)", (n, _said(words)))
    connection.execute("CREATE INDEX libraries_code ON libraries (code)")


def _whereabouts(connection: Any, row: dict[str, str]) -> tuple[str, str]:
    """Return the codes of a library's commune and département; found by its name where the list has none (Corsica)."""
    if row["code_insee_commune"] and row["code_departement"]:
        return row["code_insee_commune"], row["code_departement"]
    found = connection.execute(
        "SELECT insee, departement FROM communes WHERE insee = ? OR (folded = ? AND (' ' || postcodes) LIKE ?)"
        " ORDER BY insee = ? DESC, attached_to = '' DESC LIMIT 1",
        (
            row["code_insee_commune"],
            _one_line(fold(row["ville"])),
            f"% {row['cp'][:2]}%",
            row["code_insee_commune"],
        ),
    ).fetchone()
    return (found[0], found[1]) if found else ("", row["code_departement"])


def _said(text: str) -> str:
    """Return the words of ``text`` as people may type them: « Saint » also as « St »."""
    folded = fold(text)
    also = [short for long, short in (("saint", "st"), ("sainte", "ste")) if long in folded.replace("-", " ").split()]
    return " ".join([_one_line(folded), *also])


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split())


def _question(text: str) -> str:
    words = _one_line(text).split()[:8]
    return " ".join(f'"{word}"*' for word in words)


def _commune(row: tuple[Any, ...]) -> Commune:
    _, insee, name, _, postcodes, departement, departement_name, population, latitude, longitude, attached_to, _ = row
    return Commune(
        insee=insee,
        name=name,
        postcodes=tuple(postcodes.split()),
        departement=departement,
        departement_name=departement_name,
        population=population,
        place=None if latitude is None else Place(latitude=latitude, longitude=longitude),
        attached_to=attached_to,
    )


def _library(row: tuple[Any, ...]) -> OfficialLibrary:
    _, code, name, address, postcode, commune, insee, departement, latitude, longitude, status, is_open = row
    return OfficialLibrary(
        code=code,
        name=name,
        address=address,
        postcode=postcode,
        commune=commune,
        insee=insee,
        departement=departement,
        place=None if latitude is None or longitude is None else Place(latitude=latitude, longitude=longitude),
        status=status,
        is_open=bool(is_open),
    )
