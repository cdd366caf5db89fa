"""The search index of sheets: nearest first without sorting, so that one letter costs no more than ten.

The row number of an entry is its distance in metres followed by a counter. A full-text query returns rows in that
order, so the first fifty found are the nearest fifty, at 1,000 sheets as at 100,000.
"""

import re
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from desk.base.codec import to_json
from desk.base.text import fold
from desk.domain.narrowing import Only
from desk.domain.sheets import Sheet, receives
from desk.domain.taxonomy import Taxonomy
from desk.domain.territory import Place, distance_km
from desk.store.database import Database
from desk.store.marks import FIRST_SIGN, marks_of, question

NOWHERE_METRES = 30_000_000
"""Farther than any point of the Earth: sheets without a place come last."""

EDITION = "2"
"""Changed whenever entries are made otherwise: a desk that has older ones makes them again when it opens."""

_SEARCHED = frozenset({"name", "place", "phone", "status", "removed_on", "verified", "origin"})
"""The fields, as they travel, that are part of what is searched, of the distance or of the marks."""

_ROOM = 1 << 24
_WORD = re.compile(r"\w+")
_LONGEST_QUERY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A sheet that has every word asked for. ``km`` is None when its place or ours is unknown.

    ``place`` is where it stands in the order of distance: what comes next is asked for after it.
    """

    sheet: str
    name: str
    commune: str
    km: float | None
    place: int = -1


class SheetIndex:
    """Finds sheets by any words of them. Everything in it can be made again from the records."""

    def __init__(self, database: Database, taxonomy: Taxonomy) -> None:
        self._database = database
        self._terms: tuple[int, tuple[str, ...]] | None = None
        self._taxonomy = taxonomy
        self._here: Place | None = None

    def centre_on(self, here: Place | None) -> None:
        """Measure distances from ``here``. Entries already made keep theirs until the index is rebuilt."""
        self._here = here

    def put(self, sheet: Sheet) -> None:
        """Make or remake the entry of ``sheet``. Call inside the transaction that writes the record."""
        self.put_all((sheet,), known=(sheet.id,))

    def put_all(self, sheets: Sequence[Sheet], known: Container[str]) -> None:
        """Make the entries of ``sheets``, remaking those that are ``known``. Call inside the transaction too."""
        order, words, places = [], [], []
        self._terms = None
        before = self._remove_all([sheet.id for sheet in sheets if sheet.id in known])
        there = [(sheet, sheet.place) for sheet in sheets if sheet.removed_on is None]
        distances = [
            round(distance_km(self._here, point) * 1000) if self._here and point else NOWHERE_METRES
            for _, point in there
        ]
        free = self._free_places(set(distances))
        kept = {
            sheet.id: place
            for (sheet, _), metres in zip(there, distances, strict=True)
            if (place := before.get(sheet.id)) is not None and place // _ROOM == metres
        }
        for place in kept.values():
            free[place // _ROOM] = max(free[place // _ROOM], place + 1)
        marks = marks_of(self._database, [sheet for sheet, _ in there])
        for (sheet, point), metres in zip(there, distances, strict=True):
            if sheet.id not in kept:
                kept[sheet.id] = free[metres]
                free[metres] += 1
            place = kept[sheet.id]
            order.append((place, sheet.id, sheet.name, sheet.commune, None if metres == NOWHERE_METRES else metres))
            words.append((place, " ".join((self._words(sheet), *marks[sheet.id]))))
            places += [
                (slug, sheet.id, point.latitude if point else None, point.longitude if point else None)
                for slug in sheet.relay_types
                if receives(sheet)
            ]
        self._database.write_all(
            "INSERT INTO sheet_order (place, sheet, name, commune, metres) VALUES (?, ?, ?, ?, ?)", order
        )
        self._database.write_all("INSERT INTO sheet_words (rowid, words) VALUES (?, ?)", sorted(words))
        self._database.write_all(
            "INSERT OR REPLACE INTO relay_places (relay_type, sheet, latitude, longitude) VALUES (?, ?, ?, ?)", places
        )

    def _free_places(self, distances: Collection[int]) -> dict[int, int]:
        """Return the first free place at each distance, in metres."""
        if not distances:
            return {}
        rows = self._database.rows(
            f"WITH asked(far) AS (VALUES {', '.join(['(?)'] * len(distances))})"  # noqa: S608 - only marks
            f" SELECT far, (SELECT max(place) FROM sheet_order WHERE place >= far * {_ROOM}"
            f" AND place < (far + 1) * {_ROOM}) FROM asked",
            tuple(distances),
        )
        return {metres: last + 1 if last is not None else metres * _ROOM for metres, last in rows}

    def remove(self, sheet_id: str) -> None:
        """Forget the entry of a sheet, if any. Call inside the transaction that takes it away."""
        self._remove_all((sheet_id,))

    def _remove_all(self, ids: Sequence[str]) -> dict[str, int]:
        """Forget the entries of ``ids`` and return the place that each had: made again as far, it keeps it."""
        places: dict[str, int] = dict(
            self._database.rows(
                "SELECT sheet, place FROM sheet_order WHERE sheet IN (SELECT value FROM json_each(?))",
                (to_json(list(ids)).decode(),),
            )
        )
        there = [(place,) for place in places.values()]
        self._terms = None
        self._database.write_all("DELETE FROM sheet_words WHERE rowid = ?", there)
        self._database.write_all("DELETE FROM sheet_order WHERE place = ?", there)
        self._database.write_all("DELETE FROM relay_places WHERE sheet = ?", [(sheet,) for sheet in places])
        return places

    def clear(self) -> None:
        """Forget every entry."""
        self._terms = None
        self._database.write("INSERT INTO sheet_words (sheet_words) VALUES ('delete-all')")
        self._database.write("DELETE FROM sheet_order")
        self._database.write("DELETE FROM relay_places")

    def find(
        self, text: str, limit: int = 50, *, only: Only = Only.ALL, today: date = date.min, after: int = -1
    ) -> tuple[Found, ...]:
        """Return sheets that have every word of ``text``, the last one as a beginning; nearest first.

        Where nothing has them all, each unknown word is replaced by the nearest word of the index. Any text is a
        valid question: signs of the query language are taken as blanks. ``only`` narrows them, as of ``today``; those
        found are farther than the place ``after``.
        """
        words, narrowed = _WORD.findall(fold(text))[:_LONGEST_QUERY], question(only, today)
        if not words:
            return self._match(narrowed, limit, after) if narrowed else self._nearest(limit, after)
        found = self._match(_joined(words, narrowed), limit, after)
        if found:
            return found
        mended = [self._mend(word) for word in words]
        return self._match(_joined(mended, narrowed), limit, after) if mended != words else ()

    def by_relay_type(
        self, slugs: tuple[str, ...], box: tuple[float, float, float, float] | None, limit: int
    ) -> tuple[tuple[str, str], ...]:
        """Return (relay type, sheet) inside ``box`` (south, north, west, east), nearest first, and those without a place.

        At most ``limit`` of each type.
        """
        found: list[tuple[str, str]] = []
        for slug in slugs:
            if box is None:
                rows = self._database.rows(
                    "SELECT r.sheet FROM relay_places r JOIN sheet_order o ON o.sheet = r.sheet"
                    " WHERE r.relay_type = ? ORDER BY o.place LIMIT ?",
                    (slug, limit),
                )
            else:
                rows = self._database.rows(
                    "SELECT r.sheet FROM relay_places r JOIN sheet_order o ON o.sheet = r.sheet WHERE r.relay_type = ?"
                    " AND (r.latitude IS NULL OR (r.latitude BETWEEN ? AND ? AND r.longitude BETWEEN ? AND ?))"
                    " ORDER BY o.place LIMIT ?",
                    (slug, *box, limit),
                )
            found += [(slug, row[0]) for row in rows]
        return tuple(found)

    def _nearest(self, limit: int, after: int) -> tuple[Found, ...]:
        rows = self._database.rows(
            "SELECT sheet, name, commune, metres, place FROM sheet_order WHERE place > ? ORDER BY place LIMIT ?",
            (after, limit),
        )
        return tuple(_found(row) for row in rows)

    def _match(self, asked: str, limit: int, after: int) -> tuple[Found, ...]:
        rows = self._database.rows(
            "SELECT o.sheet, o.name, o.commune, o.metres, o.place FROM sheet_words w"
            " JOIN sheet_order o ON o.place = w.rowid"
            " WHERE w.sheet_words MATCH ? AND w.rowid > ? ORDER BY w.rowid LIMIT ?",
            (asked, after, limit),
        )
        return tuple(_found(row) for row in rows)

    def terms(self) -> tuple[str, ...]:
        """Return the words that the index knows, read anew only when something was written: a typing error needs them all."""
        row = self._database.row("PRAGMA data_version")
        version = int(row[0]) if row else 0
        if self._terms is None or self._terms[0] != version:
            rows = self._database.rows(
                "SELECT term FROM sheet_vocabulary WHERE length(term) > 2 AND term < ?", (FIRST_SIGN,)
            )
            self._terms = version, tuple(row[0] for row in rows)
        return self._terms[1]

    def _mend(self, word: str) -> str:
        if len(word) < 4 or self._database.row("SELECT 1 FROM sheet_vocabulary WHERE term = ?", (word,)):
            return word
        best = process.extractOne(
            word,
            self.terms(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=1 - 2.01 / max(6, len(word)),
        )
        return str(best[0]) if best else word

    def _words(self, sheet: Sheet) -> str:
        labels = [self._taxonomy.relay_label(slug) for slug in sheet.relay_types]
        phone = sheet.phone.replace(" ", "")
        said = fold(" ".join((sheet.name, sheet.commune, sheet.postcode, *labels, phone, sheet.address)))
        return " ".join(dict.fromkeys(said.split()))  # a word said again is found no better, and costs as much to write


def is_searched(fields: Iterable[str]) -> bool:
    """Return whether any of these fields, as they travel, is part of what is searched or of what narrows a list."""
    return any(name in _SEARCHED or name.startswith("relay_types.") for name in fields)


def _found(row: tuple[str, str, str, int | None, int]) -> Found:
    return Found(sheet=row[0], name=row[1], commune=row[2], km=None if row[3] is None else row[3] / 1000, place=row[4])


def _joined(words: list[str], narrowed: str) -> str:
    asked = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    return f"{asked} AND {narrowed}" if narrowed else asked
