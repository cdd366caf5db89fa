"""The hub's tables in PostgreSQL: for several machines, online backup and failover."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from desk.base.errors import Code, UnavailableError
from desk.hub.ledger_pool import Pool
from desk.hub.ledger_tables import VERSION, Row, Table, Type, statements

SCHEMA = "relais"
CONNECTIONS = 12
CONNECT_SECONDS = 5
ROWS_AT_ONCE = 2000

TYPES = {Type.WHOLE: "BIGINT", Type.TEXT: "TEXT", Type.BYTES: "BYTEA"}

SETTINGS = (
    f"SET search_path = {SCHEMA}",
    "SET lock_timeout = '10s'",
    "SET statement_timeout = '60s'",
    "SET idle_in_transaction_session_timeout = '60s'",
    "SET timezone = 'UTC'",
)
"""Nobody waits for ever behind a process that died with a lock."""

MAKING = 0x52484231
"""The lock held while tables are made: several processes may start at once."""


class PostgresSession:
    """One transaction on one connection."""

    locking = " FOR UPDATE"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return every row of a query."""
        found: list[Row] = self._connection.execute(_marked(sql), values).fetchall()
        return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found: Row | None = self._connection.execute(_marked(sql), values).fetchone()
        return found

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return how many rows it touched."""
        return int(self._connection.execute(_marked(sql), values).rowcount)

    def add(self, table: Table, rows: Sequence[Row], update: Sequence[str] = (), *, ignore: bool = False) -> None:
        """Add whole rows, one array for each column: a page costs one statement."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            columns = zip(*rows[start : start + ROWS_AT_ONCE], strict=True)
            arrays = [_array(kind, column) for kind, column in zip(table.columns.values(), columns, strict=True)]
            self._connection.execute(_insertion(table, tuple(update), ignore=ignore), arrays)

    def among(self, column: str) -> str:
        """Return the condition that ``column`` is one of a list."""
        return f"{column} = ANY (?)"

    def listed(self, values: Iterable[str | int]) -> object:
        """Return ``values`` as an array."""
        return list(values)

    def matching(
        self, table: Table, columns: Sequence[str], feed: int, key: Sequence[str], wanted: Sequence[Sequence[object]]
    ) -> list[Row]:
        """Return the rows of some places of a key: one look in the index for each, which a plain list does not ensure."""
        if not wanted:
            return []
        arrays = [
            _array(table.columns[name], column) for name, column in zip(key, zip(*wanted, strict=True), strict=True)
        ]
        found: list[Row] = self._connection.execute(
            _matching(table, tuple(columns), tuple(key)), [*arrays, feed]
        ).fetchall()
        return found

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterable[Row]:
        """Return the rows of a long query, some thousands at a time."""
        with self._connection.cursor(name="stream") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(_marked(sql), values)
            yield from cursor


class PostgresDatabase:
    """One database on a server, in a schema of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Pool[Any] = Pool(self._connect, CONNECTIONS)
        try:
            with self._lent() as connection:
                _make(connection)
        except BaseException:
            self._pool.close()
            raise

    @contextmanager
    def reading(self) -> Generator[PostgresSession, None, None]:
        """Open a transaction that sees one state of everything."""
        with self._lent() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield PostgresSession(connection)
            connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Generator[PostgresSession, None, None]:
        """Open a transaction that writes. What it read before locking may have changed since; after, it may not."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            yield PostgresSession(connection)
            connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()

    @contextmanager
    def _lent(self) -> Generator[Any, None, None]:
        """Lend a connection outside any transaction, and undo the one that failed."""
        try:
            with self._pool.lent(_is_sound) as connection:
                try:
                    yield connection
                finally:
                    if not connection.closed and connection.info.transaction_status is not TransactionStatus.IDLE:
                        with suppress(psycopg.Error):
                            connection.execute("ROLLBACK")
                    broken = connection.closed or connection.broken
            if broken:
                self._pool.forget()
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            self._pool.forget()
            raise UnavailableError(Code.HUB_DATABASE) from error

    def _connect(self) -> Any:
        connection = psycopg.connect(self._url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        for setting in SETTINGS:
            connection.execute(setting)
        return connection


def _make(connection: Any) -> None:
    """Make the missing tables, or refuse those of a later version."""
    connection.execute("BEGIN")
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (MAKING,))
    known = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone()
    if known is None:  # asked first: making a schema needs a right that a hub on a given schema does not have
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for statement in statements(TYPES):
        connection.execute(statement)
    found = connection.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
    if found is not None and int(bytes(found[0])) > VERSION:
        raise UnavailableError(Code.FILE_FROM_FUTURE, file="PostgreSQL")
    connection.execute("COMMIT")


def _array(kind: Type, values: Iterable[Any]) -> str:
    """Return a column as PostgreSQL writes an array: a third of the time that the driver takes to make one."""
    if kind is Type.WHOLE:
        return "{" + ",".join(map(str, values)) + "}"
    if kind is Type.BYTES:
        written = ["\\\\x" + bytes(value).hex() for value in values]
    else:
        written = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return '{"' + '","'.join(written) + '"}'


@cache
def _marked(sql: str) -> str:
    """Return ``sql`` with the marks of psycopg. No statement of ours has either sign inside a text."""
    return sql.replace("?", "%s")


@cache
def _insertion(table: Table, update: tuple[str, ...], *, ignore: bool) -> str:
    arrays = ", ".join(f"%s::{TYPES[kind].lower()}[]" for kind in table.columns.values())
    sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) SELECT * FROM unnest({arrays})"  # noqa: S608 - declared names
    if update:
        sets = ", ".join(f"{name} = excluded.{name}" for name in update)
        return f"{sql} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {sets}"
    return f"{sql} ON CONFLICT DO NOTHING" if ignore else sql


@cache
def _matching(table: Table, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Return the query of `PostgresSession.matching`. ``OFFSET 0`` keeps the planner from reading the table once instead."""
    arrays = ", ".join(f"%s::{TYPES[table.columns[name]].lower()}[]" for name in key)
    names = ", ".join(f"key{place}" for place in range(len(key)))
    where = " AND ".join(f"{name} = wanted.key{place}" for place, name in enumerate(key))
    return (
        f"SELECT found.* FROM unnest({arrays}) AS wanted ({names}),"  # noqa: S608 - declared names
        f" LATERAL (SELECT {', '.join(columns)} FROM {table.name} WHERE feed = %s AND {where} OFFSET 0) AS found"
    )


def _is_sound(connection: Any) -> bool:
    return not connection.closed and connection.info.transaction_status is TransactionStatus.IDLE
