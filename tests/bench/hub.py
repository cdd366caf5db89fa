"""How many changes the hub accepts in a second, against the same rows put raw into the same database in the same run.

The hub is what is served: processes of their own, reached by HTTP, each page read, verified, merged and kept whole. Raw is the
least that any hub must do: the same rows of log and records, in batches of the same size, each a transaction with
``INSERT … ON CONFLICT``, by as many writers, without a thought. By the driver's own batches (``executemany``), as one would
write it; and by one array for each column, the quickest way known, which the hub itself uses.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.base.clock import SystemClock
from desk.base.ids import new_secret
from desk.hub import enrolment
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import Database, open_database
from desk.hub.ledger_desks import Role
from desk.hub.ledger_postgres import PostgresSession
from desk.hub.ledger_tables import LOG, RECORDS, Row, Table
from desk.hub.limits import Limits
from desk.wire.change import CHAIN_START, ME, Change, chain_of
from desk.wire.packing import pack, unpack
from desk.wire.protocol import EnrolReply, EnrolRequest, SyncRequest
from desk.wire.signing import public_key
from tests.hub.postgres import PostgresServer, programs
from tests.hub.served import Served

PAGE = 500
FIELDS = 25
WRITERS = 4
PROCESSES = 2
RAW_FEED = 1_000_000
"""Feeds from this number on are those of the raw rows."""


@dataclass(slots=True)
class Writer:
    """One desk of a feed of its own, with the pages it will send: every sheet made, then one field of each changed."""

    proof: str
    made: list[bytes]
    changed: list[bytes]

    def send(self, served: Served, pages: list[bytes]) -> None:
        for page in pages:
            status, _ = served.transport("POST", "/v1/sync", page, self.proof)
            if status != 200:
                raise RuntimeError(f"the hub answered {status}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Changed fields accepted in a second: through the hub, put raw, put raw by arrays."""

    hub: float
    raw: float
    arrays: float


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own, as it comes: it writes to its disk before it says that it has."""
    folder = programs()
    if folder is None:
        raise SystemExit("PostgreSQL is not installed: on Debian, apt-get install postgresql")
    server = PostgresServer(folder)
    try:
        yield server.url
    finally:
        server.close()


@contextmanager
def sqlite() -> Iterator[str]:
    """A file of its own."""
    with tempfile.TemporaryDirectory(prefix="relais-bench-") as folder:
        yield f"sqlite:///{Path(folder, 'hub.sqlite')}"


def accepted(url: str, sheets: int, processes: int = PROCESSES) -> Accepted:
    """Measure ``sheets`` changed fields, sent by `WRITERS` desks side by side."""
    database = open_database(url)
    writers = [_writer(database, place, sheets // WRITERS) for place in range(WRITERS)]
    served = [Served(url) for _ in range(processes)]
    try:
        _together(lambda place: writers[place].send(served[place % processes], writers[place].made))
        hub = _together(lambda place: writers[place].send(served[place % processes], writers[place].changed))
    finally:
        for one in served:
            one.kill()
        database.close()
    return Accepted(hub=sheets / hub, raw=sheets / _raw(url, _one_by_one), arrays=sheets / _raw(url, _by_arrays))


def _together(act: Callable[[int], Any]) -> float:
    """Return the seconds until every writer has done its part."""
    with ThreadPoolExecutor(WRITERS) as pool:
        began = time.perf_counter()
        for one in [pool.submit(act, place) for place in range(WRITERS)]:
            one.result()
        return time.perf_counter() - began


def _writer(database: Database, place: int, sheets: int) -> Writer:
    clock = SystemClock()
    hub = Hub(database, clock, Limits(), Journal(clock, sys.stderr.buffer))
    code = enrolment.invite(hub, "marne", Role.COORDINATOR).code
    request = EnrolRequest(key=public_key(new_secret()), code=code)
    reply = EnrolReply.from_wire(unpack(enrolment.enrol(hub, "", pack(request.to_wire()), "bench")))
    made = [
        _change(place, n, {f"field{one}": f"valeur {n} {one} de vingt signes" for one in range(FIELDS)})
        for n in range(1, sheets + 1)
    ]
    changed = [_change(place, sheets + n, {"field3": f"mardi 14h-18h, {n}"}, n) for n in range(1, sheets + 1)]
    pages, chain = [], CHAIN_START
    for start in range(0, 2 * sheets, PAGE):
        part = tuple((made + changed)[start : start + PAGE])
        pages.append(pack(SyncRequest(changes=part, chain=chain).to_wire()))
        chain = chain_of(chain, part)
    return Writer(f"Desk {reply.desk}.{reply.token}", pages[: len(pages) // 2], pages[len(pages) // 2 :])


def _change(place: int, n: int, values: dict[str, str], base: int = 0) -> Change:
    return Change(
        desk=ME, n=n, at=int(time.time()), feed=f"dep:{place + 1:02d}", kind="sheet",
        id=f"k7m2{place}{base or n:07d}", sets=values, bases=dict.fromkeys(values, ((ME, base),)) if base else {},
    )  # fmt: skip


def _raw(url: str, put: Callable[[Any, Table, list[Row], tuple[str, ...]], None]) -> float:
    """Put the rows of the changed fields again, under other feeds, and return the seconds it took."""
    database = open_database(url)
    try:
        with database.writing() as session:
            session.write("DELETE FROM log WHERE feed >= ?", (RAW_FEED,))
            session.write("DELETE FROM records WHERE feed >= ?", (RAW_FEED,))
            log = session.rows(f"SELECT {', '.join(LOG.columns)} FROM log ORDER BY feed, seq")
            records = session.rows(f"SELECT {', '.join(RECORDS.columns)} FROM records ORDER BY feed, record")
        parts = []
        for place, feed in enumerate(sorted({row[0] for row in records})):
            kept = [(RAW_FEED + place, *row[1:]) for row in records if row[0] == feed]
            changed = [row for row in log if row[0] == feed and row[1] > len(kept)]
            parts.append(([(RAW_FEED + place, row[1], -row[2], *row[3:]) for row in changed], kept))
        with database.writing() as session:  # the sheets are there before: a changed field is an update
            for _, rows in parts:
                session.add(RECORDS, rows)

        def writer(place: int) -> None:
            entries, rows = parts[place]
            for start in range(0, len(entries), PAGE):
                with database.writing() as session:
                    put(session, LOG, entries[start : start + PAGE], ())
                    put(session, RECORDS, rows[start : start + PAGE], ("shown", "dots"))

        return _together(writer)
    finally:
        database.close()


def _by_arrays(session: Any, table: Table, rows: list[Row], update: tuple[str, ...]) -> None:
    session.add(table, rows, update=update, ignore=not update)


def _one_by_one(session: Any, table: Table, rows: list[Row], update: tuple[str, ...]) -> None:
    sets = f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in update)}" if update else "DO NOTHING"
    mark = "%s" if isinstance(session, PostgresSession) else "?"
    sql = (
        f"INSERT INTO {table.name} VALUES ({', '.join([mark] * len(table.columns))})"
        f" ON CONFLICT ({', '.join(table.key)}) {sets}"
    )
    session._connection.cursor().executemany(sql, rows)
