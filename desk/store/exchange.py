"""The exchange's own way into the desk's file: another connection, which can touch only what may be exchanged.

The private file is never opened here, and rows of imported files, kept as they were written, cannot be read.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desk.base.clock import Clock
from desk.base.codec import from_json, to_json
from desk.base.paths import Profile
from desk.base.training import must_count
from desk.domain.catalogue import KINDS, columns
from desk.domain.libraries import Library
from desk.domain.taxonomy import Taxonomy
from desk.store.changes import Plain, blank, spread
from desk.store.database import Database, Schema, open_database
from desk.store.feeds import Feeds, rights_kept
from desk.store.migrations import APPLICATION_ID, VERSION, migrate
from desk.store.numbers import Numbers, numbers, take_number
from desk.store.outbox import Outbox
from desk.store.received import Received
from desk.store.records import Records
from desk.store.sealed import SealedFiles
from desk.store.search import SheetIndex
from desk.wire.feeds import Level, with_own_counts

NEVER = frozenset(
    {
        "originals",
        "suggestions",
        "referrals",
        "closed_counts",
        "closed_measures",
        "closed_months",
        "tallies",
        "reserved_codes",
    }
)
"""Tables of the desk's file that concern this desk only."""

BUILT_IN = frozenset({"json_each", "sqlite_master", "sqlite_schema", "sqlite_sequence"})

LAST_TIME, LAST_STOP = "exchanged_at", "exchange_stopped"
"""The facts that say when the last exchange ended well, and what stopped the last one."""

FIELDS = "known-fields"
"""The fact that says which fields this program knew when it last looked at what stands beside."""


@dataclass(slots=True, kw_only=True)
class Exchange:
    """What the exchange works on, owned by one thread for one round."""

    profile: Profile
    clock: Clock
    database: Database
    records: Records
    feeds: Feeds
    outbox: Outbox
    received: Received
    sealed: SealedFiles
    numbers: Numbers = field(default_factory=Numbers)

    def library(self) -> Library | None:
        """Return the library that holds this desk."""
        row = self.database.row("SELECT value FROM state WHERE name = 'library'")
        return self.records.one(Library, row[0]) if row else None

    def state(self, name: str) -> str:
        """Return a small fact about this desk, or nothing."""
        row = self.database.row("SELECT value FROM state WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    def keep_state(self, name: str, value: str) -> None:
        """Keep a small fact about this desk. It never leaves. Inside a transaction."""
        self.database.write(
            "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def rights(self) -> dict[str, str]:
        """Return what the hub lets this desk do, by feed."""
        kept = self.state("rights")
        found = from_json(kept, dict[str, Level]) if kept else {}
        return rights_kept(with_own_counts(found))

    def take_number(self, desk: int, network: str, hub: str, first: int) -> None:
        """Write from change ``first`` on under a new number. Inside a transaction."""
        take_number(self.database, desk, network, hub, first)
        self.numbers = numbers(self.database)

    def names(self) -> dict[int, str]:
        """Return how each desk of the network is called."""
        return dict(self.database.rows("SELECT desk, label FROM desks"))

    def key_of(self, desk: int) -> bytes | None:
        """Return the key that signs a desk's sticks, None for an unknown or a revoked one."""
        row = self.database.row("SELECT key FROM desks WHERE desk = ? AND NOT revoked", (desk,))
        return bytes(row[0]) if row else None

    def keep_name(self, desk: int, label: str, key: bytes, *, revoked: bool) -> None:
        """Keep how a desk of the network is called. Inside a transaction."""
        self.database.write(
            "INSERT INTO desks (desk, label, key, revoked) VALUES (?, ?, ?, ?) ON CONFLICT (desk) DO UPDATE SET"
            " label = excluded.label, key = excluded.key, revoked = excluded.revoked",
            (desk, label, key, int(revoked)),
        )

    def live_of(self, feed: str) -> Generator[tuple[tuple[str, str, str], tuple[int, int]], None, None]:
        """Yield every live value of a feed as (kind, record, field) and its dot as everybody knows it, for its digest."""
        for kind in KINDS:
            ids = [
                row[0]
                for row in self.database.rows(
                    "SELECT id FROM versions WHERE kind = ? AND feed = ? ORDER BY id", (kind.name, feed)
                )
            ]
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                plains, versions = self.records.plains(kind, part), self.records.log.versions(kind, part)
                for record_id in part:
                    stamps, plain = versions[record_id].stamps, plains.get(record_id)
                    for name in _live_names(stamps, spread(kind, plain) if plain else {}, blank(kind)):
                        yield (kind.name, record_id, name), self.numbers.numbered(stamps.get(name, stamps["*"])[:2])
        for kind_name, record_id, name, desk, n in self.database.rows(
            "SELECT kind, id, field, desk, n FROM beside WHERE (kind, id) IN"
            " (SELECT kind, id FROM versions WHERE feed = ? UNION SELECT kind, id FROM journal WHERE feed = ?)",
            (feed, feed),
        ):
            yield (kind_name, record_id, name), self.numbers.numbered((desk, n))


def _live_names(stamps: dict[str, tuple[int, int, int]], fields: Plain, nothing: Plain) -> set[str]:
    said = {name for name, value in fields.items() if value != nothing.get(name)}
    return said | (set(stamps) - {"*"})


@contextmanager
def open_exchange(profile: Profile, clock: Clock, taxonomy: Taxonomy) -> Generator[Exchange, None, None]:
    """Open the desk's file for one round of exchange and close it after. The desk's own store must be open meanwhile.

    Raises:
        RefusedError: ``TRAINING``: nothing leaves an exercise.
        UnavailableError: the file is damaged, locked, from the future, or cannot be written.
    """
    must_count(profile.desk_file)
    schema = Schema(application_id=APPLICATION_ID, version=VERSION, migrate=migrate)
    database = open_database(profile.desk_file, schema, is_open_here=True)
    try:
        tables = {row[0] for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        database.allow_only((tables | BUILT_IN) - NEVER)
        index = SheetIndex(database, taxonomy)
        records = Records(database, clock, index)
        feeds = Feeds(database)
        outbox = Outbox(database, records, feeds)
        found = Exchange(
            profile=profile,
            clock=clock,
            database=database,
            records=records,
            feeds=feeds,
            outbox=outbox,
            received=Received(database, records, feeds, outbox),
            sealed=SealedFiles(database),
            numbers=numbers(database),
        )
        library = found.library()
        index.centre_on(library.place if library else None)
        _show_what_is_known_now(found)
        yield found
    finally:
        database.close()


def _show_what_is_known_now(found: Exchange) -> None:
    """After an upgrade, show what stood beside because an older program did not know its fields."""
    known = to_json({kind.name: columns(kind) for kind in KINDS}).decode()
    if found.state(FIELDS) == known:
        return
    with found.database.atomic():
        found.received.show_again(found.numbers)
        found.keep_state(FIELDS, known)
