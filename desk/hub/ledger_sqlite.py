"""The hub's tables in one SQLite file: nothing to set up, several processes may share it."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from pysqlite3 import dbapi2 as sqlite

from desk.base.codec import to_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.result_codes import CODES
from desk.hub.ledger_pool import Pool
from desk.hub.ledger_tables import VERSION, Row, Table, Type, statements

APPLICATION = 0x52484231
"""``RHB1``: written in the header, so that a file that is not a hub's is not taken for one."""

READERS_AT_ONCE = 8
BUSY_SECONDS = 10.0

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16384",
    "PRAGMA journal_size_limit=16777216",
)


class SqliteSession:
    """One transaction on one connection."""

    locking = ""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return every row of a query."""
        found: list[Row] = self._connection.execute(sql, values).fetchall()
        return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found: list[Row] = self._connection.execute(sql, values).fetchall()  # a RETURNING must be read to its end
        return found[0] if found else None

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return how many rows it touched."""
        return int(self._connection.execute(sql, values).rowcount)

    def add(self, table: Table, rows: Sequence[Row], update: Sequence[str] = (), *, ignore: bool = False) -> None:
        """Add whole rows."""
        if rows:
            self._connection.executemany(_insertion(table, update, ignore=ignore), rows)

    def among(self, column: str) -> str:
        """Return the condition that ``column`` is one of a list."""
        return f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - declared names

    def listed(self, values: Iterable[str | int]) -> object:
        """Return ``values`` as a JSON list."""
        return to_json(list(values)).decode()

    def matching(
        self, table: Table, columns: Sequence[str], feed: int, key: Sequence[str], wanted: Sequence[Sequence[object]]
    ) -> list[Row]:
        """Return the rows of some places of a key. ``CROSS JOIN`` keeps SQLite from reading the table once instead."""
        where = " AND ".join(f"{name} = json_extract(wanted.value, '$[{place}]')" for place, name in enumerate(key))
        sql = (
            f"SELECT {', '.join(columns)} FROM json_each(?) AS wanted CROSS JOIN {table.name}"  # noqa: S608 - declared names
            f" WHERE feed = ? AND {where}"
        )
        return self.rows(sql, (to_json(wanted).decode(), feed))

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterable[Row]:
        """Return the rows of a long query, one at a time."""
        found: Iterable[Row] = self._connection.execute(sql, values)
        return found


class SqliteDatabase:
    """One file. Writers of this process queue here, those of other processes in SQLite."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = Lock()
        self._pool: Pool[Any] = Pool(self._connect, READERS_AT_ONCE + 1)
        try:
            with _saying(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                with self._pool.lent(_is_sound) as connection:
                    _make(connection, path)
        except BaseException:
            self._pool.close()
            raise

    @contextmanager
    def reading(self) -> Generator[SqliteSession, None, None]:
        """Open a transaction that sees one state of everything."""
        with _saying(self.path), self._pool.lent(_is_sound) as connection:
            connection.execute("BEGIN")
            try:
                yield SqliteSession(connection)
            finally:
                _undo(connection)

    @contextmanager
    def writing(self) -> Generator[SqliteSession, None, None]:
        """Open a transaction that writes. ``IMMEDIATE``: one that turns to writing later cannot wait its turn."""
        with self._turn, _saying(self.path), self._pool.lent(_is_sound) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteSession(connection)
                connection.execute("COMMIT")
            finally:
                _undo(connection)

    def close(self) -> None:
        """Let go of every connection; the write-ahead log is folded back by the last one."""
        self._pool.close()

    def _connect(self) -> Any:
        connection = sqlite.connect(
            str(self.path), isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=256
        )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection


@contextmanager
def backup_file(path: Path) -> Generator[SqliteSession, None, None]:
    """Read a backup, on any media, without touching it.

    Raises:
        RefusedError: ``NOT_A_BACKUP``: not a hub's, of a later version, or damaged.
    """
    if not path.is_file():
        raise RefusedError(Code.NOT_A_BACKUP, file=path.name)
    connection = sqlite.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        except sqlite.DatabaseError as error:
            raise RefusedError(Code.NOT_A_BACKUP, file=path.name) from error
        if application != APPLICATION or version > VERSION or not sound:
            raise RefusedError(Code.NOT_A_BACKUP, file=path.name)
        yield SqliteSession(connection)
    finally:
        connection.close()


def _make(connection: Any, path: Path) -> None:
    """Make the missing tables, or refuse a file that is not a hub's or is too recent."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        used = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if version > VERSION and application == APPLICATION:
            raise UnavailableError(Code.FILE_FROM_FUTURE, file=path.name)
        if application != APPLICATION and (application or used):
            raise UnavailableError(Code.FILE_DAMAGED, file=path.name)
        for statement in statements({Type.WHOLE: "INTEGER", Type.TEXT: "TEXT", Type.BYTES: "BLOB"}):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    finally:
        _undo(connection)


def _insertion(table: Table, update: Sequence[str], *, ignore: bool) -> str:
    marks = ", ".join("?" * len(table.columns))
    sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"  # noqa: S608 - declared names
    if update:
        sets = ", ".join(f"{name} = excluded.{name}" for name in update)
        return f"{sql} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {sets}"
    return f"{sql} ON CONFLICT DO NOTHING" if ignore else sql


def _undo(connection: Any) -> None:
    with suppress(sqlite.Error):  # what failed first is what is said; SQLite undoes the rest when it opens again
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _is_sound(connection: Any) -> bool:
    return not connection.in_transaction


@contextmanager
def _saying(path: Path) -> Generator[None, None, None]:
    """Turn what SQLite and the system refuse into ours; our own mistakes go through as they are."""
    try:
        yield
    except sqlite.DatabaseError as error:
        code = CODES.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
        if code is None:
            raise
        raise UnavailableError(code, file=path.name) from error
    except OSError as error:
        raise UnavailableError(Code.READ_ONLY, file=path.name) from error
