"""Copies of the whole ledger: one SQLite file whatever the database, put back into either.

A network that grows moves from SQLite to PostgreSQL by the same two commands.
"""

from itertools import islice
from pathlib import Path

from desk.base.errors import Code, RefusedError
from desk.base.files import settle
from desk.hub import ledger_feeds
from desk.hub.ledger import Database, Session
from desk.hub.ledger_sqlite import SqliteDatabase, backup_file
from desk.hub.ledger_tables import LEASES, TABLES, Table

ROWS_AT_ONCE = 2000

NUMBERS_SKIPPED = 1000
"""Numbers left unused after a backup is put back: those given since it was made are somebody's."""


def is_empty(database: Database) -> bool:
    """Return whether nobody has ever been invited."""
    with database.reading() as session:
        return session.row("SELECT 1 FROM networks LIMIT 1") is None


def back_up(database: Database, file: Path) -> None:
    """Write everything to ``file``, as it is at one moment, while the hub goes on. The old file stays until the new is whole.

    Raises:
        UnavailableError: no room, or the database does not answer.
        OSError: the disk refuses.
    """
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        target = SqliteDatabase(fresh)
        try:
            with database.reading() as source, target.writing() as session:
                for table in TABLES:
                    if table is not LEASES:
                        _copy(source, session, table)
        finally:
            target.close()
        settle(fresh)
        fresh.replace(file)
        settle(file.parent)
    finally:
        for side in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + side).unlink(missing_ok=True)


def put_back(database: Database, file: Path) -> None:
    """Replace everything by what ``file`` holds, in one transaction, and begin a new epoch of every feed.

    Raises:
        RefusedError: ``NOT_A_BACKUP``: nothing was changed.
        UnavailableError: no room, or the database does not answer; nothing was changed.
    """
    with backup_file(file) as source, database.writing() as session:
        for table in TABLES:
            session.write(f"DELETE FROM {table.name}")  # noqa: S608 - declared names
            if table is not LEASES:
                _copy(source, session, table)
        session.write("UPDATE counters SET value = value + ?", (NUMBERS_SKIPPED,))
        ledger_feeds.begin_epochs(session)
        if session.row("SELECT 1 FROM facts WHERE name = 'hub'") is None:
            raise RefusedError(Code.NOT_A_BACKUP, file=file.name)


def _copy(source: Session, target: Session, table: Table) -> None:
    rows = iter(source.stream(f"SELECT {', '.join(table.columns)} FROM {table.name}"))  # noqa: S608 - declared names
    while part := list(islice(rows, ROWS_AT_ONCE)):
        target.add(table, part)
