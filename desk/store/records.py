"""Records: the only writer of rows. Each save is one transaction: row, search, dots and log together."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from desk.base.clock import Clock
from desk.base.codec import CodecError, from_plain, to_json, to_plain
from desk.base.errors import Code, UnavailableError
from desk.domain.catalogue import KINDS, Kind, Record, kind_of
from desk.domain.doubts import Doubt
from desk.domain.sheets import Sheet, SheetId, Status
from desk.store.changes import (
    ME,
    NO_VERSION,
    SEED,
    Author,
    ChangeLog,
    Plain,
    Save,
    Version,
    blank,
    gather,
    ordered,
    seal,
    spread,
)  # fmt: skip
from desk.store.database import Database
from desk.store.rows import as_kept, cell, cells, plain_of, quoted, select, update, upsert
from desk.store.search import SheetIndex, is_searched

R = TypeVar("R", bound=Record)

Row = tuple[Any, ...]
"""A row as it is kept: see `rows`."""

NOBODY = Author()

BRIEF = (
    "id", "name", "commune", "phone", "status", "origin", "source_date", "verified_on", "verified_by", "verified_how",
)  # fmt: skip
"""The fields of a sheet that lists say: reading them alone costs a tenth of the whole."""

BATCH = 500
"""How many records are kept with one question to the file."""


class Records:
    """Keeps and returns records of the catalogue's kinds."""

    def __init__(self, database: Database, clock: Clock, index: SheetIndex) -> None:
        self._database = database
        self._index = index
        self.log = ChangeLog(database, clock)

    def put(self, record: Record, author: Author = NOBODY) -> frozenset[str]:
        """Keep ``record`` and return the fields that changed, as they travel. Safe to repeat."""
        with self._database.atomic():
            return self._keep(kind_of(type(record)), [record], author)[0]

    def settle(self, record: Record, fields: frozenset[str], author: Author = NOBODY) -> frozenset[str]:
        """Keep ``record`` and write ``fields``, as they travel, even where they stay: what stood beside them leaves."""
        with self._database.atomic():
            return self._keep(kind_of(type(record)), [record], author, fields)[0]

    def put_all(self, records: Iterable[Record], author: Author = NOBODY) -> int:
        """Keep all ``records`` or none; return how many changed. Records of one kind and other ids go together."""
        with self._database.atomic():
            return sum(
                bool(changed) for kind, batch in _batches(records) for changed in self._keep(kind, batch, author)
            )

    def plant(self, records: Iterable[Record], edition: int) -> int:
        """Keep what comes with the program, never over a field that somebody here has changed."""
        author = Author(seed_edition=edition)
        with self._database.atomic():
            planted = 0
            for record in records:
                kind = kind_of(type(record))
                stamps = self.log.version(kind, record.id).stamps
                plain = self._plain(kind, record.id) if stamps else None
                now = spread(kind, plain) if plain else {}
                ours = {name for name, stamp in stamps.items() if name != "*" and stamp[0] != SEED}
                if stamps and stamps["*"][0] != SEED:
                    nothing = blank(kind)
                    ours |= {name for name, value in now.items() if name not in stamps and value != nothing.get(name)}
                kept: Record = record
                if ours:
                    fresh = spread(kind, to_plain(record))
                    # a set member that people removed here stays removed, one they added stays
                    fresh = {name: value for name, value in fresh.items() if name not in ours}
                    fresh.update({name: now[name] for name in ours if name in now})
                    kept = from_plain({"id": record.id, **gather(kind, fresh)}, kind.record)
                planted += bool(self._keep(kind, [kept], author)[0])
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
        rows = self._database.rows(f"{select(kind)} WHERE {condition} ORDER BY id", values)
        return tuple(self._record(kind, row, shape) for row in rows)

    def many(self, shape: type[R], ids: Sequence[str]) -> dict[str, R]:
        """Return the records of ``ids`` that exist, by id."""
        found: dict[str, R] = {}
        for start in range(0, len(ids), 500):
            part = tuple(ids[start : start + 500])
            marks = ", ".join("?" * len(part))
            found.update({record.id: record for record in self.where(shape, f"id IN ({marks})", part)})
        return found

    def brief(self, ids: Sequence[str]) -> dict[str, Sheet]:
        """Return those sheets of ``ids`` that exist, by id, with only what a line of a list says of them.

        Raises:
            UnavailableError: ``FILE_DAMAGED``.
        """
        rows = self._database.rows(
            f"SELECT {', '.join(BRIEF)} FROM sheets WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - our own names
            (to_json(list(ids)).decode(),),
        )
        try:
            return {row[0]: _brief(row) for row in rows}
        except (TypeError, ValueError) as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=self._database.path.name) from error

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
            present = [str(row[0]) for row in self._database.rows(f"SELECT id FROM {quoted(kind.table)}")]  # noqa: S608 - from the catalogue
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
            kind = kind_of(Sheet)
            sheets = [self._record(kind, row, Sheet) for row in self._database.rows(select(kind))]
            for start in range(0, len(sheets), BATCH):
                self._index.put_all(sheets[start : start + BATCH], known=())

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

    def _keep(
        self, kind: Kind, records: Sequence[Record], author: Author, settled: frozenset[str] = frozenset()
    ) -> list[frozenset[str]]:
        """Keep at most `BATCH` records of one kind, no id twice, and return the changed fields of each."""
        ids = [record.id for record in records]
        plains = [ordered(kind, as_kept(kind, to_plain(record))) for record in records]
        before, versions = self.plains(kind, ids), self.log.versions(kind, ids)
        nothing = blank(kind)
        answers = self.log.keep(
            kind,
            [
                Save(
                    plain["id"],
                    spread(kind, before[plain["id"]]) if plain["id"] in before else nothing,
                    spread(kind, plain),
                    versions.get(plain["id"], NO_VERSION),
                    plain,
                    settled,
                )
                for plain in plains
            ],
            author,
        )
        written = [
            (record, plain)
            for record, plain, changed in zip(records, plains, answers, strict=True)
            if changed or record.id not in before
        ]
        self.write_rows(kind, written)
        seen = {
            record.id
            for record, changed in zip(records, answers, strict=True)
            if kind.record is not Sheet
            or record.id not in before
            or is_searched(changed)
            or not _is_ours(versions.get(record.id, NO_VERSION))
        }
        self.index([record for record, _ in written if record.id in seen], before)
        return answers

    def write_rows(self, kind: Kind, written: Sequence[tuple[Record, Plain]]) -> None:
        """Write rows. Inside a transaction."""
        self._database.write_all(upsert(kind), [cells(kind, plain) for _, plain in written])

    def mend_rows(self, kind: Kind, written: Iterable[tuple[Plain, tuple[str, ...]]]) -> None:
        """Write some columns of rows that are there. Inside a transaction."""
        mended: dict[tuple[str, ...], list[list[Any]]] = {}
        for plain, names in written:
            if not names:  # only fields that this program does not know
                continue
            mended.setdefault(names, []).append([*(cell(kind, name, plain[name]) for name in names), plain["id"]])
        for names, rows in mended.items():
            self._database.write_all(update(kind, names), rows)

    def index(self, records: Sequence[Record], known: Container[str]) -> None:
        """Make again what is searched of ``records``; ``known`` are the ids that had an entry. Inside a transaction."""
        self._index.put_all([record for record in records if isinstance(record, Sheet)], known=known)
        doubted = self.many(Sheet, [record.sheet for record in records if isinstance(record, Doubt)])
        self._index.put_all(tuple(doubted.values()), known=doubted.keys())

    def erase(self, kind_name: str, ids: Iterable[str]) -> int:
        """Erase records for good, here and, by an erasure that travels, everywhere; return how many. In one transaction."""
        erased = 0
        with self._database.atomic():
            for record_id in ids:
                row = self._database.row("SELECT feed FROM versions WHERE kind = ? AND id = ?", (kind_name, record_id))
                if row is None:
                    continue
                self.log.erase(kind_name, record_id, str(row[0]))
                self.drop(kind_name, record_id)
                erased += 1
        return erased

    def drop(self, kind_name: str, record_id: str) -> None:
        """Take one row away, with what is searched of it: nothing of it is live any more. Inside a transaction."""
        kind = next(kind for kind in KINDS if kind.name == kind_name)
        self._database.write(f"DELETE FROM {quoted(kind.table)} WHERE id = ?", (record_id,))  # noqa: S608 - from the catalogue
        self._database.write("DELETE FROM versions WHERE kind = ? AND id = ?", (kind_name, record_id))
        if kind.record is Sheet:
            self._index.remove(record_id)

    def rows(self, kind: Kind, ids: Sequence[str]) -> dict[str, Row]:
        """Return the rows of ``ids``, at most `BATCH`, that exist, as they are kept."""
        marks = ", ".join("?" * len(ids))
        return {row[0]: row for row in self._database.rows(f"{select(kind)} WHERE id IN ({marks})", ids)}

    def unproven(self, kind: Kind, row: Row) -> Plain:
        """Return a row as a plain record, its values not looked at one by one: see `must_be_sound`.

        Raises:
            UnavailableError: ``FILE_DAMAGED``.
        """
        try:
            return plain_of(kind, row)
        except CodecError as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=self._database.path.name) from error

    def must_be_sound(self, kind: Kind, row: Row) -> None:
        """See that a row still holds a record.

        Raises:
            UnavailableError: ``FILE_DAMAGED``.
        """
        self._record(kind, row, kind.record)

    def plains(self, kind: Kind, ids: Sequence[str]) -> dict[str, Plain]:
        """Return the plain records of ``ids``, at most `BATCH`, that exist."""
        marks = ", ".join("?" * len(ids))
        rows = self._database.rows(f"{select(kind)} WHERE id IN ({marks})", ids)
        return {row[0]: to_plain(self._record(kind, row, kind.record)) for row in rows}

    def _plain(self, kind: Kind, record_id: str) -> Plain | None:
        row = self._database.row(f"{select(kind)} WHERE id = ?", (record_id,))
        return to_plain(self._record(kind, row, kind.record)) if row else None

    def _is_sound(self, kind: Kind, record_id: str, kept_seal: bytes | None) -> bool:
        try:
            plain = self._plain(kind, record_id)
        except UnavailableError:
            return False
        return plain is not None and seal(kind, plain) == kept_seal

    def _record(self, kind: Kind, row: tuple[Any, ...], shape: type[R]) -> R:
        try:
            return from_plain(plain_of(kind, row), shape)
        except CodecError as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=self._database.path.name) from error


def _brief(row: tuple[Any, ...]) -> Sheet:
    """Return a sheet of which only `BRIEF` is read. Made by hand: a list is read at each letter."""
    record_id, name, commune, phone, status, origin, source_date, verified_on, verified_by, verified_how = row
    return Sheet(
        id=SheetId(record_id),
        name=name,
        commune=commune,
        phone=phone,
        status=Status(status),
        origin=origin,
        source_date=source_date,
        verified_on=None if verified_on is None else date.fromisoformat(verified_on),
        verified_by=verified_by,
        verified_how=verified_how,
    )


def _is_ours(version: Version) -> bool:
    """Return whether this desk had already written a record: the list is narrowed by it."""
    return any(stamp[0] == ME for stamp in version.stamps.values())


def _batches(records: Iterable[Record]) -> Iterator[tuple[Kind, list[Record]]]:
    """Yield the records in order, cut where the kind changes, where an id comes again, and every `BATCH`."""
    kind: Kind | None = None
    batch: dict[str, Record] = {}
    for record in records:
        its = kind_of(type(record))
        if kind is not None and (its is not kind or record.id in batch or len(batch) == BATCH):
            yield kind, list(batch.values())
            batch = {}
        kind = its
        batch[record.id] = record
    if kind is not None:
        yield kind, list(batch.values())
