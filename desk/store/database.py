"""One SQLite file: opened safely, refused when it comes from the future or is damaged, written in whole transactions."""

import errno
import struct
from collections.abc import Collection, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pysqlite3 import dbapi2 as sqlite

from desk.base.errors import Code, UnavailableError
from desk.base.result_codes import CODES

OLDEST_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a WAL file when two connections write (fixed on 13 March 2026)."""

_ON_A_TABLE = frozenset({sqlite.SQLITE_READ, sqlite.SQLITE_INSERT, sqlite.SQLITE_UPDATE, sqlite.SQLITE_DELETE})
_HARMLESS = frozenset(
    {
        sqlite.SQLITE_SELECT,
        sqlite.SQLITE_TRANSACTION,
        sqlite.SQLITE_SAVEPOINT,
        sqlite.SQLITE_RECURSIVE,
        sqlite.SQLITE_FUNCTION,
    }
)

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_BUSY_SECONDS = 5.0
_COPY_PAUSE = 0.25

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=1000",
    "PRAGMA journal_size_limit=4194304",
)
"""Measured: nothing acknowledged is lost at a power cut, 0.3 ms a save. See the README's Decisions."""


class Migrator(Protocol):
    """Brings a connection to the current schema. Each of its steps is named and transactional."""

    def __call__(self, connection: Any, /) -> None:
        """Apply what is pending."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a file must look like: whose it is, how many migrations it has had, who brings it there."""

    application_id: int
    version: int
    migrate: Migrator


class Database:
    """One connection to one file, owned by one thread.

    Every error of the surroundings leaves as an `UnavailableError`; the transaction under way is undone first.
    """

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection
        self._identity = _identity(path)
        self._depth = 0

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        with saying(self.path):
            found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        with saying(self.path):
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def write(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> int:
        """Run one statement inside `atomic` and return the last row id."""
        self._must_be_inside()
        with saying(self.path):
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def write_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of ``rows`` inside `atomic`."""
        self._must_be_inside()
        with saying(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def atomic(self) -> Generator[None, None, None]:
        """Make everything inside happen, or nothing. Nested blocks join the outer one.

        Raises:
            UnavailableError: ``FILE_CHANGED`` if another program replaced the file; ``FILE_LOCKED`` after five seconds;
                ``DISK_FULL`` or ``READ_ONLY``.
        """
        if self._depth:
            yield
            return
        if _identity(self.path) != self._identity:
            raise UnavailableError(Code.FILE_CHANGED, file=self.path.name)
        with saying(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            with saying(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(
                sqlite.Error
            ):  # what failed first is what is said; SQLite undoes the rest when it opens again
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    def problems(self) -> tuple[str, ...]:
        """Return what a full integrity check finds, nothing when all is well.

        Raises:
            UnavailableError: ``FILE_DAMAGED`` when the check itself cannot go on.
        """
        with saying(self.path):
            found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            found += [f"foreign key: {row[0]}" for row in self._connection.execute("PRAGMA foreign_key_check")]
        return tuple(found)

    def version(self) -> int:
        """Return the number of migrations this file has had."""
        row = self.row("PRAGMA user_version")
        return int(row[0]) if row else 0

    def copy_to(self, target: Any, patience: float = _BUSY_SECONDS) -> None:
        """Copy every page into the connection ``target``, in one step.

        Raises:
            UnavailableError: ``DISK_FULL``, ``FILE_DAMAGED``; ``FILE_LOCKED`` when another program holds one of the files
                for ``patience`` seconds: SQLite alone would wait for ever.
        """
        waits = 0

        def stepped(status: int, *_: int) -> None:
            nonlocal waits
            code = CODES.get(status & 0xFF)
            waits += code is Code.FILE_LOCKED
            if code and (code is not Code.FILE_LOCKED or waits * _COPY_PAUSE > patience):
                raise UnavailableError(code, file=self.path.name)

        with saying(self.path):
            self._connection.backup(target, progress=stepped, sleep=_COPY_PAUSE)

    def fold(self) -> None:
        """Fold the write-ahead log back into the file, so that nothing erased stays readable in it."""
        with saying(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def allow_only(self, tables: Collection[str]) -> None:
        """From here on, let this connection touch these tables and nothing else: no other file, no other table."""
        allowed = frozenset(tables)

        def judged(action: int, first: str | None, second: str | None, *_: str | None) -> int:
            if action in _ON_A_TABLE:
                fine = first in allowed
            elif action == sqlite.SQLITE_PRAGMA:
                fine = first == "data_version" and second is None
            else:
                fine = action in _HARMLESS
            return int(sqlite.SQLITE_OK if fine else sqlite.SQLITE_DENY)

        self._connection.set_authorizer(judged)

    def close(self) -> None:
        """Close; the write-ahead log is folded back into the file."""
        self._connection.close()

    def _must_be_inside(self) -> None:
        if not self._depth:
            raise RuntimeError("writes happen inside Database.atomic()")


def open_database(path: Path, schema: Schema, *, before_migrating: Any = None, is_open_here: bool = False) -> Database:
    """Open ``path``, creating it if missing, and bring it to ``schema``.

    ``before_migrating(database)`` is called before an existing file is changed. A file that was not closed properly is
    checked whole first; not where it ``is_open_here`` already, by another connection that checked it and keeps its log.
    Two programs may open a new file at once: one makes it, the other waits.

    Raises:
        UnavailableError: ``FILE_FROM_FUTURE`` (untouched), ``FILE_DAMAGED`` (untouched), ``OLD_SQLITE``, ``READ_ONLY``,
            ``DISK_FULL``, ``FILE_LOCKED``.
    """
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise UnavailableError(Code.OLD_SQLITE, version=sqlite.sqlite_version)
    _peek(path, schema)
    unclean = not is_open_here and _size(path, "-wal") > 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(Code.READ_ONLY, file=path.name) from error
    connection = connect(path)
    try:
        database = Database(path, connection)
        with saying(path):
            if database.version() > schema.version:
                raise UnavailableError(Code.FILE_FROM_FUTURE, file=path.name)
            for pragma in PRAGMAS:
                connection.execute(pragma)
            if unclean and database.problems():
                raise UnavailableError(Code.FILE_DAMAGED, file=path.name)
            if database.version() < schema.version:
                if database.version() and before_migrating:
                    before_migrating(database)
                _migrate(database, connection, schema)
    except BaseException:
        connection.close()
        raise
    return Database(path, connection)


def _migrate(database: Database, connection: Any, schema: Schema) -> None:
    """Apply what is pending and say so in the header: everything or nothing."""
    with database.atomic():
        if database.version() < schema.version:  # another program may have done it while we waited
            schema.migrate(connection)
            database.write(f"PRAGMA application_id={int(schema.application_id)}")
            database.write(f"PRAGMA user_version={int(schema.version)}")


def sqlite_version() -> str:
    """Return the version of the SQLite library in use."""
    return str(sqlite.sqlite_version)


def connect(path: Path | str, *, read_only: bool = False) -> Any:
    """Return a bare connection: no implicit transactions, five seconds of patience.

    Raises:
        UnavailableError: the file cannot be opened.
    """
    with saying(Path(path)):
        if read_only:
            uri = Path(path).absolute().as_uri() + "?mode=ro"
            return sqlite.connect(uri, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)
        return sqlite.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None)


@contextmanager
def saying(path: Path) -> Generator[None, None, None]:
    """Turn SQLite's errors into ours; what is our own mistake (bad SQL) goes through as it is.

    Raises:
        UnavailableError: full disk, lock, damage, read-only media.
    """
    try:
        yield
    except sqlite.DatabaseError as error:
        code = _code_of(error)
        if code is None:
            raise
        raise UnavailableError(code, file=path.name) from error


def of_system(error: OSError, file: str) -> UnavailableError:
    """Return what to say of an error of the operating system on ``file``: no right to write, else no room."""
    no_right = isinstance(error, PermissionError) or error.errno == errno.EROFS
    return UnavailableError(Code.READ_ONLY if no_right else Code.DISK_FULL, file=file)


def _code_of(error: Exception) -> Code | None:
    number = getattr(error, "sqlite_errorcode", None)
    if number is None:  # text that is not UTF-8 any more: the binding refuses it without asking SQLite
        return Code.FILE_DAMAGED if isinstance(error, sqlite.OperationalError) else None
    return CODES.get(number & 0xFF)


def _peek(path: Path, schema: Schema) -> None:
    """Refuse a file that is not ours by its header alone, before SQLite touches it."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnavailableError(Code.READ_ONLY, file=path.name) from error
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        if _size(path, "-wal") or _size(path, "-journal"):
            return  # a power cut tore the first page while it was written: SQLite has it whole beside the file
        raise UnavailableError(Code.FILE_DAMAGED, file=path.name)
    version, application_id = struct.unpack(">I", header[60:64])[0], struct.unpack(">I", header[68:72])[0]
    if application_id not in {0, schema.application_id}:
        raise UnavailableError(Code.FILE_DAMAGED, file=path.name)
    if version > schema.version:
        raise UnavailableError(Code.FILE_FROM_FUTURE, file=path.name)


def _size(path: Path, side: str) -> int:
    """Return the size of one of SQLite's files beside ``path``, 0 when it is not there."""
    try:
        return path.with_name(path.name + side).stat().st_size
    except OSError:
        return 0


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
