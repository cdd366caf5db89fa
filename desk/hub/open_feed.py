"""A feed whose counter is locked: what a page of changes makes of it, in memory until it is written at once."""

from collections.abc import Iterable
from dataclasses import replace

from desk.base.codec import to_json
from desk.hub import ledger_feeds, ledger_snapshots
from desk.hub.cells import RecordCells
from desk.hub.history import next_entry
from desk.hub.ledger import Session
from desk.hub.ledger_feeds import Feed, RecordKey
from desk.hub.ledger_tables import Row
from desk.wire.change import PURGE, Change, dots_to_wire
from desk.wire.digest import moved_digest, to_text
from desk.wire.merge import Gone, Live, Moved, merge

MOST_RECORD_CHARS = 2_000_000
"""Signs of all the live values of one record."""

MOST_SIDE_BY_SIDE = 64
"""Live values of one field."""


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
        self._touched: set[RecordKey] = set()
        self._gone: Gone = set()
        self._known_gone: Gone = set()
        self._rows: list[Row] = []
        self._blanked: list[tuple[str, str, int]] = []
        self._times: dict[int, int] = {}

    def load(self, session: Session, changes: Iterable[Change]) -> None:
        """Read what the ``changes`` need: their records, and the times of the entries their authors had read."""
        wanted = list(changes)
        keys = {_touched_by(change) for change in wanted}
        self._texts = ledger_feeds.records(session, self.feed.id, keys)
        self._gone = ledger_feeds.gone(session, self.feed.id, keys)
        self._known_gone = set(self._gone)
        seen = {change.seen for change in wanted if 0 < change.seen <= self.feed.head}
        self._times = ledger_feeds.times_of(session, self.feed.id, seen) if seen else {}

    def earliest(self, change: Change) -> int:
        """Return when the last entry that the author had read was made: the change cannot be older. 0 if unknown."""
        return self._times.get(change.seen, 0)

    def has_room(self, change: Change) -> bool:
        """Return whether the record may still grow."""
        key = change.kind, change.id
        if sum(map(len, self._texts.get(key, ()))) > MOST_RECORD_CHARS:
            return False
        record, bases = self._of(key), change.bases
        return record.is_agreed or all(
            record.values_of(name) - len(bases.get(name, ())) < MOST_SIDE_BY_SIDE for name in change.sets
        )

    def whole_purge(self, change: Change) -> Change:
        """Return an erasure that names every live value of its record: what comes later, unseen, is not erased."""
        cells = self._of((change.sets["kind"], change.id)).whole()
        return replace(change, bases={name: tuple(sorted(cell)) for name, cell in cells.items()})

    def put(self, change: Change, desk_chain: bytes, body: bytes) -> None:
        """Give ``change`` the next number and merge it. ``body`` is its canonical form."""
        effect = change.effect()
        key = effect.kind, effect.id
        record = self._of(key)
        self._digest = moved_digest(self._digest, self._merged(record, effect), change.dot)
        self._touched.add(key)
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

    def _merged(self, record: RecordCells, effect: Change) -> list[Moved]:
        key = effect.kind, effect.id
        if not self._gone and (left := record.overwrite(effect)) is not None:
            return [Moved((*key, name), (dot,) if dot else (), stands=True) for name, dot in left]
        live: Live = {(*key, name): record.cell(name) for name in {**effect.sets, **effect.bases}}
        moved = merge(live, self._gone, effect)
        for (_, _, name), cell in live.items():
            record.put(name, cell)
        return moved

    def write(self, session: Session) -> None:
        """Write what is not written yet: counter, entries, records."""
        if not self._rows:
            return
        ledger_feeds.add_entries(session, self._rows)
        ledger_feeds.keep_records(session, self.feed.id, {key: self._of(key).texts() for key in self._touched})
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
        self._rows, self._blanked, self._touched = [], [], set()

    def _of(self, key: RecordKey) -> RecordCells:
        if key not in self._records:
            self._records[key] = RecordCells(*self._texts.get(key, ()))
        return self._records[key]


def _touched_by(change: Change) -> RecordKey:
    """Return the record of a change that may still have any flaw."""
    kind = change.sets.get("kind") if change.kind == PURGE else change.kind
    return (kind if isinstance(kind, str) else ""), change.id
