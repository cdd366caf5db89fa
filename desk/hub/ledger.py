"""The hub's memory: one contract, SQLite or PostgreSQL behind it. The SQL of every ledger runs on both.

Statements mark values with ``?`` and use what both databases say alike. A transaction either happens whole or not; one
that fails for a reason outside (locked, full, server gone) leaves as an `UnavailableError`, and may be tried again.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from desk.base.errors import Code, RefusedError
from desk.hub.ledger_tables import Row, Table


class Session(Protocol):
    """One transaction under way."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return every row of a query."""

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None. Also for ``… RETURNING``."""

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return how many rows it touched."""

    def add(self, table: Table, rows: Sequence[Row], update: Sequence[str] = (), *, ignore: bool = False) -> None:
        """Add whole rows, columns as declared. On a key already there: ``update`` these columns, or ``ignore``, or fail."""

    def among(self, column: str) -> str:
        """Return the condition that ``column`` is one of several values given as one, made by `listed`."""

    def listed(self, values: Iterable[str | int]) -> object:
        """Return ``values``, texts or numbers, as the one that `among` expects."""

    def matching(
        self, table: Table, columns: Sequence[str], feed: int, key: Sequence[str], wanted: Sequence[Sequence[object]]
    ) -> list[Row]:
        """Return ``columns`` of the rows of a feed that have, in the columns of ``key``, one of the ``wanted`` values.

        Feed and ``key`` begin a key of the table: a few hundred rows among millions cost the same whatever the database
        knows of its own statistics. Rows come once for each time they are wanted.
        """

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterable[Row]:
        """Return the rows of a query that may be long, a few at a time."""

    @property
    def locking(self) -> str:
        """What ends a query whose rows nobody else may change before we are done."""


class Database(Protocol):
    """A place where the hub's tables are. May be used from several threads, and by several processes."""

    def reading(self) -> AbstractContextManager[Session]:
        """Open a transaction that sees one state of everything, and writes nothing."""

    def writing(self) -> AbstractContextManager[Session]:
        """Open a transaction that writes; it is kept when the block ends well, undone otherwise."""

    def close(self) -> None:
        """Let go of every connection."""


def open_database(url: str) -> Database:
    """Open ``sqlite:///FILE`` or ``postgresql://…`` and make the tables that are missing.

    Raises:
        RefusedError: ``UNKNOWN_DATABASE``: another kind of address.
        UnavailableError: it cannot be opened, or comes from a later version.
    """
    if url.startswith("sqlite:///"):
        from desk.hub.ledger_sqlite import SqliteDatabase  # noqa: PLC0415 - only the database that is used

        return SqliteDatabase(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        from desk.hub.ledger_postgres import PostgresDatabase  # noqa: PLC0415 - only the database that is used

        return PostgresDatabase(url)
    raise RefusedError(Code.UNKNOWN_DATABASE)


def first_of(row: Row | None) -> int:
    """Return the number in a row of one column, 0 for no row."""
    return int(row[0]) if row and row[0] is not None else 0


def next_number(session: Session, name: str) -> int:
    """Return a number never given before for this kind of thing. The counter stays locked until the transaction ends."""
    session.write("INSERT INTO counters (name, value) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", (name,))
    return first_of(session.row("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", (name,)))
