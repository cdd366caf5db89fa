"""A feed whose counter is locked: what a page of changes makes of it, in memory until it is written at once."""

from collections.abc import Iterable
from dataclasses import replace

from desk.base.codec import to_json
from desk.hub import ledger_feeds, ledger_snapshots
from desk.hub.cells import RecordCells
from desk.hub.history import next_entry
from desk.hub.ledger import Session
from desk.hub.ledger_feeds import Feed
from desk.hub.ledger_tables import Row
from desk.wire.change import PURGE, Change, dots_to_wire
from desk.wire.digest import moved_digest, to_text
from desk.wire.merge import Cell, Gone, Live, merge

MOST_RECORD_CHARS = 2_000_000
"""Signs of all the live values of one record."""

MOST_SIDE_BY_SIDE = 64
"""Live values of one field."""

RecordKey = tuple[str, str]


class OpenFeed:
    """Numbers changes and merges them. Between `load` and `write`, nobody else numbers in this feed."""

    def __init__(self, feed: Feed, now: int) -> None:
        self.feed = feed
        self._now = now
        self.taken = 0
        self._head = feed.head
        self._digest = int(feed.digest, 16)
        self._chain = feed.chain
        self._texts: dict[RecordKey, tuple[str, str]] = {}
        self._records: dict[RecordKey, RecordCells] = {}
        self._touched: dict[RecordKey, set[str]] = {}
        self._live: Live = {}
        self._gone: Gone = set()
        self._known_gone: Gone = set()
        self._rows: list[Row] = []
        self._blanked: list[tuple[str, str, int]] = []
        self._times: dict[int, int] = {}

    def load(self, session: Session, changes: Iterable[Change]) -> None:
        """Read what the ``changes`` need: their records, and the times of the entries their authors had read."""
        wanted = list(changes)
        records = {change.id for change in wanted}
        if not records:
            return
        self._texts = ledger_feeds.records(session, self.feed.id, records)
        self._gone = ledger_feeds.gone(session, self.feed.id, records)
        self._known_gone = set(self._gone)
        seen = {change.seen for change in wanted if 0 < change.seen <= self.feed.head}
        self._times = ledger_feeds.times_of(session, self.feed.id, seen) if seen else {}

    def earliest(self, change: Change) -> int:
        """Return when the last entry that the author had read was made: the change cannot be older. 0 if unknown."""
        return self._times.get(change.seen, 0)

    def has_room(self, change: Change) -> bool:
        """Return whether the record may still grow."""
        if sum(map(len, self._texts.get((change.kind, change.id), ()))) > MOST_RECORD_CHARS:
            return False
        cells = ((name, self._cell((change.kind, change.id), name)) for name in change.sets)
        return all(len(cell) - len(change.bases.get(name, ())) < MOST_SIDE_BY_SIDE for name, cell in cells)

    def whole_purge(self, change: Change) -> Change:
        """Return an erasure that names every live value of its record: what comes later, unseen, is not erased."""
        key = change.sets["kind"], change.id
        cells = {name: self._cell(key, name) for name in {*self._of(key).names(), *self._touched.get(key, ())}}
        return replace(change, bases={name: tuple(sorted(cell)) for name, cell in cells.items() if cell})

    def put(self, change: Change, desk_chain: bytes, body: bytes) -> None:
        """Give ``change`` the next number and merge it. ``body`` is its canonical form."""
        effect = change.effect()
        key = effect.kind, effect.id
        touched = self._touched.setdefault(key, set())
        for name in (*effect.sets, *effect.bases):
            if name not in touched:
                self._live[*key, name] = self._of(key).cell(name)
                touched.add(name)
        moved = merge(self._live, self._gone, effect)
        self._digest = moved_digest(self._digest, moved, change.dot)
        self._head += 1
        self.taken += 1
        self._chain = next_entry(self._chain, change.desk, change.n, change.at, body)
        kept = to_json([change.sets, dots_to_wire(change.bases)]).decode()
        self._rows.append(
            (
                self.feed.id, self._head, change.desk, change.n, change.at, change.kind, change.id, kept, desk_chain,
                self._chain,
                self._now,
            )
        )  # fmt: skip
        if change.kind == PURGE:
            self._blanked.append((effect.kind, effect.id, self._head))

    def write(self, session: Session) -> None:
        """Write what is not written yet: counter, entries, records."""
        if not self._rows:
            return
        ledger_feeds.add_entries(session, self._rows)
        ledger_feeds.keep_records(session, self.feed.id, {key: self._kept(key) for key in self._touched})
        if fresh := self._gone - self._known_gone:
            ledger_feeds.add_gone(session, self.feed.id, fresh)
            self._known_gone |= fresh
        for kind, record, before in self._blanked:
            ledger_feeds.blank(session, self.feed.id, kind, record, before)
        if self._blanked:
            ledger_snapshots.drop_before(session, self.feed.id, 0)
            self.feed = replace(self.feed, snapshot=0, erased=self._head)
        self.feed = replace(self.feed, head=self._head, digest=to_text(self._digest), chain=self._chain)
        ledger_feeds.keep_head(session, self.feed)
        self._rows, self._blanked = [], []

    def _of(self, key: RecordKey) -> RecordCells:
        if key not in self._records:
            self._records[key] = RecordCells(*self._texts.get(key, ()))
        return self._records[key]

    def _cell(self, key: RecordKey, name: str) -> Cell:
        return self._live[*key, name] if name in self._touched.get(key, ()) else self._of(key).cell(name)

    def _kept(self, key: RecordKey) -> tuple[str, str] | None:
        record = self._of(key)
        for name in self._touched[key]:
            record.put(name, self._live[*key, name])
        return record.texts()
