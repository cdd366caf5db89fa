"""Records: the only writer of rows. Each save is one transaction: row, search, dots and log together."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from desk.base.clock import Clock
from desk.base.codec import CodecError, from_json, from_plain, to_json, to_plain
from desk.base.errors import Code, UnavailableError
from desk.domain.catalogue import KINDS, Kind, Record, columns, kind_of
from desk.domain.sheets import Sheet
from desk.store.changes import SEED, Author, ChangeLog, Plain, gather, ordered, seal, spread
from desk.store.database import Database
from desk.store.search import SheetIndex

R = TypeVar("R", bound=Record)

NOBODY = Author()


class Records:
    """Keeps and returns records of the catalogue's kinds."""

    def __init__(self, database: Database, clock: Clock, index: SheetIndex) -> None:
        self._database = database
        self._index = index
        self.log = ChangeLog(database, clock)

    def put(self, record: Record, author: Author = NOBODY) -> frozenset[str]:
        """Keep ``record`` and return the fields that changed, as they travel. Safe to repeat."""
        with self._database.atomic():
            return self._put(kind_of(type(record)), record, author)

    def put_all(self, records: Iterable[Record], author: Author = NOBODY) -> int:
        """Keep all ``records`` or none; return how many changed."""
        with self._database.atomic():
            return sum(bool(self._put(kind_of(type(record)), record, author)) for record in records)

    def plant(self, records: Iterable[Record], edition: int) -> int:
        """Keep what comes with the program, never over a field that somebody here has changed."""
        author = Author(seed_edition=edition)
        with self._database.atomic():
            planted = 0
            for record in records:
                kind = kind_of(type(record))
                ours = {name for name, dot in self.log.dots(kind, record.id).items() if name != "*" and dot[0] != SEED}
                kept: Record = record
                if ours:
                    now = spread(kind, self._plain(kind, record.id) or {})
                    fresh = spread(kind, to_plain(record))
                    # a set member that people removed here stays removed, one they added stays
                    fresh = {name: value for name, value in fresh.items() if name not in ours}
                    fresh.update({name: now[name] for name in ours if name in now})
                    kept = from_plain({"id": record.id, **gather(kind, fresh)}, kind.record)
                planted += bool(self._put(kind, kept, author))
            return planted

    def one(self, shape: type[R], record_id: str) -> R | None:
        """Return the record ``record_id``, or None."""
        found = self.where(shape, "id = ?", (record_id,))
        return found[0] if found else None

    def all(self, shape: type[R]) -> tuple[R, ...]:
        """Return every record of a kind, by id. Not for sheets by the thousand: ask the index."""
        return self.where(shape, "1")

    def where(self, shape: type[R], condition: str, values: Sequence[object] = ()) -> tuple[R, ...]:
        """Return the records whose row meets ``condition``, SQL written in this floor.

        Raises:
            UnavailableError: ``FILE_DAMAGED`` when the disk changed a row into something that is no record.
        """
        kind = kind_of(shape)
        rows = self._database.rows(f"{_select(kind)} WHERE {condition} ORDER BY id", values)
        return tuple(self._record(kind, row, shape) for row in rows)

    def many(self, shape: type[R], ids: Sequence[str]) -> dict[str, R]:
        """Return the records of ``ids`` that exist, by id."""
        found: dict[str, R] = {}
        for start in range(0, len(ids), 500):
            part = tuple(ids[start : start + 500])
            marks = ", ".join("?" * len(part))
            found.update({record.id: record for record in self.where(shape, f"id IN ({marks})", part)})
        return found

    def latest(self, shape: type[R], limit: int) -> tuple[R, ...]:
        """Return the records saved here last, latest first."""
        rows = self._database.rows(
            "SELECT id, max(n) AS last FROM changes WHERE kind = ? GROUP BY id ORDER BY last DESC LIMIT ?",
            (kind_of(shape).name, limit),
        )
        found = self.many(shape, [row[0] for row in rows])
        return tuple(found[row[0]] for row in rows if row[0] in found)

    def count(self, shape: type[Record]) -> int:
        """Return how many records of a kind there are."""
        row = self._database.row(f"SELECT count(*) FROM {kind_of(shape).table}")  # noqa: S608 - from the catalogue
        return int(row[0]) if row else 0

    def altered(self) -> tuple[tuple[str, str], ...]:
        """Return (kind, id) of rows that no longer match their seal, or are gone: the disk changed them, nobody did."""
        wrong = []
        for kind in KINDS:
            seals = dict(self._database.rows("SELECT id, seal FROM versions WHERE kind = ?", (kind.name,)))
            present = [str(row[0]) for row in self._database.rows(f"SELECT id FROM {_quoted(kind.table)}")]  # noqa: S608 - from the catalogue
            wrong += [
                (kind.name, record_id)
                for record_id in sorted({*seals, *present})
                if not self._is_sound(kind, record_id, seals.get(record_id))
            ]
        return tuple(wrong)

    def search_differs(self) -> bool:
        """Return whether the index holds other sheets than the table: time to rebuild it."""
        row = self._database.row(
            "SELECT (SELECT count(*) FROM sheets WHERE removed_on IS NULL AND id NOT IN (SELECT sheet FROM sheet_order))"
            " + (SELECT count(*) FROM sheet_order o LEFT JOIN sheets s ON s.id = o.sheet"
            " WHERE s.id IS NULL OR s.removed_on IS NOT NULL OR s.name <> o.name OR s.commune <> o.commune)"
        )
        return bool(row and row[0])

    def rebuild_search(self) -> None:
        """Make the search index again from the records."""
        with self._database.atomic():
            self._index.clear()
            for row in self._database.rows(_select(kind_of(Sheet))):
                self._index.put(self._record(kind_of(Sheet), row, Sheet))

    def seal_again(self) -> None:
        """Seal the rows whose seal a migration took away, because their shape changed."""
        rows = self._database.rows("SELECT kind, id FROM versions WHERE seal = x''")
        kinds = {kind.name: kind for kind in KINDS}
        for name, record_id in rows:
            kind = kinds[name]
            plain = self._plain(kind, record_id)
            if plain is not None:
                self._database.write(
                    "UPDATE versions SET seal = ? WHERE kind = ? AND id = ?", (seal(kind, plain), name, record_id)
                )

    def _put(self, kind: Kind, record: Record, author: Author) -> frozenset[str]:
        plain = ordered(kind, {name: _as_kept(value) for name, value in to_plain(record).items()})
        before = self._plain(kind, record.id)
        changed = self.log.keep(
            kind, record.id, spread(kind, before) if before else {}, spread(kind, plain), plain, author
        )
        if changed or before is None:
            self._database.write(_upsert(kind), [_cell(kind, name, plain[name]) for name in columns(kind)])
            if isinstance(record, Sheet):
                self._index.put(record)
        return changed

    def _plain(self, kind: Kind, record_id: str) -> Plain | None:
        row = self._database.row(f"{_select(kind)} WHERE id = ?", (record_id,))
        return to_plain(self._record(kind, row, kind.record)) if row else None

    def _is_sound(self, kind: Kind, record_id: str, kept_seal: bytes | None) -> bool:
        try:
            plain = self._plain(kind, record_id)
        except UnavailableError:
            return False
        return plain is not None and seal(kind, plain) == kept_seal

    def _record(self, kind: Kind, row: tuple[Any, ...], shape: type[R]) -> R:
        try:
            return from_plain(_plain_of(kind, row), shape)
        except CodecError as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=self._database.path.name) from error


@cache
def _select(kind: Kind) -> str:
    return f"SELECT {', '.join(map(_quoted, columns(kind)))} FROM {_quoted(kind.table)}"  # noqa: S608 - from the catalogue


@cache
def _upsert(kind: Kind) -> str:
    names = columns(kind)
    updates = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name != "id")
    marks = ", ".join("?" * len(names))
    return (
        f"INSERT INTO {_quoted(kind.table)} ({', '.join(map(_quoted, names))}) VALUES ({marks})"  # noqa: S608 - from the catalogue
        f" ON CONFLICT (id) DO UPDATE SET {updates}"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cell(kind: Kind, name: str, value: Any) -> Any:
    if name in kind.nested:
        return to_json(value).decode() if value is not None else None
    return int(value) if isinstance(value, bool) else value


def _as_kept(value: Any) -> Any:
    """Return ``value`` as SQLite gives it back: it keeps no sign of zero, and a seal would see the difference."""
    return value + 0.0 if isinstance(value, float) else value


def _plain_of(kind: Kind, row: tuple[Any, ...]) -> Plain:
    plain = dict(zip(columns(kind), row, strict=True))
    for name in kind.nested:
        if plain[name] is not None:
            plain[name] = from_json(plain[name], object)
    return plain
