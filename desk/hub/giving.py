"""Giving a desk what it has not read: as many entries as fit in the room it has, feed by feed, in its own order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.base.codec import from_json
from desk.hub import ledger_desks, ledger_feeds, ledger_snapshots
from desk.hub.cells import RecordCells
from desk.hub.faults import HubError
from desk.hub.history import BEGINNING, agrees, mark
from desk.hub.hub import Hub
from desk.hub.ledger import Session
from desk.hub.ledger_desks import Desk
from desk.hub.ledger_feeds import Entry, Feed
from desk.hub.taking import Grants, level_in
from desk.wire.change import PURGE
from desk.wire.digest import to_text
from desk.wire.packing import pack
from desk.wire.protocol import (
    MOST_CHANGES,
    ROOM_LEAST,
    ROOM_MOST,
    Cells,
    Cursor,
    Fault,
    FeedPage,
    SyncReply,
    SyncRequest,
)

PLAIN_FOR_PACKED = 8
"""Plain bytes read for each packed byte of room: more than pages ever gain, so that a page is cut rather than short."""

ENTRY_CHARS = 60
"""Plain bytes of an entry besides its body."""

NAMES_AT_ONCE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one feed has for one reader: entries after ``start``, where the chain of history is ``chain``."""

    feed: Feed
    start: int
    chain: bytes
    entries: Sequence[Entry]

    def cut(self, most: int) -> "Reading":
        """Return at most the first ``most`` entries."""
        return replace(self, entries=self.entries[:most])


def readings(hub: Hub, session: Session, desk: Desk, request: SyncRequest, grants: Grants) -> list[Reading]:
    """Return what is new for ``desk`` in the feeds it follows.

    Raises:
        HubError: ``BELOW_FLOOR`` when a feed is better read from a snapshot, ``BUSY`` while that one is being made.
    """
    allowed = [name for name in request.cursors if level_in(grants, name)]
    known = ledger_feeds.feeds(session, desk.network, allowed)
    left = min(ROOM_MOST, max(ROOM_LEAST, request.room)) * PLAIN_FOR_PACKED
    found = []
    for name in allowed:
        cursor, feed = request.cursors[name], known.get(name)
        if feed is None:
            if cursor.seq:
                found.append(Reading(feed=_nothing(desk.network, name), start=0, chain=BEGINNING, entries=()))
            continue
        start = _start(hub, session, feed, cursor)
        if start == feed.head and cursor.epoch == feed.epoch and cursor.seq == start:
            continue
        entries = _proven(_within(session, feed, start, left), desk, request)
        left -= sum(len(entry.body) + ENTRY_CHARS for entry in entries)
        chain = ledger_feeds.chain_at(session, feed, start) or BEGINNING
        found.append(Reading(feed=feed, start=start, chain=chain, entries=entries))
    return found


def check_floors(hub: Hub, session: Session, desk: Desk, request: SyncRequest) -> None:
    """See that every feed can be read on from where the desk stands.

    Raises:
        HubError: ``BELOW_FLOOR`` or ``BUSY``, as `readings`.
    """
    for name, feed in ledger_feeds.feeds(session, desk.network, request.cursors).items():
        _start(hub, session, feed, request.cursors[name])


def packed_within(
    hub: Hub, desk: Desk, reply: SyncReply, found: list[Reading], request: SyncRequest
) -> tuple[bytes, int]:
    """Return ``reply`` packed with as much of ``found`` as its room holds, and how many entries that is."""
    room = min(ROOM_MOST, max(ROOM_LEAST, request.room))
    most = min(MOST_CHANGES, sum(len(one.entries) for one in found))
    while True:
        cut = _first(found, most)
        pages = {one.feed.name: _page(hub, one, desk, reply.time, whole=request.whole) for one in cut}
        packed = pack(replace(reply, feeds=pages).to_wire())
        if len(packed) <= room or most <= 1:
            return packed, most
        most = max(1, min(most - 1, most * room // len(packed)))


def cells_of(session: Session, desk: Desk, request: SyncRequest, grants: Grants) -> tuple[Cells, ...]:
    """Return every live value of the records asked for, where the desk may read."""
    found = []
    feeds = ledger_feeds.feeds(session, desk.network, [name for name, _, _ in request.want if level_in(grants, name)])
    for name, kind, record in request.want:
        if name in feeds:
            key, feed = (kind, record), feeds[name].id
            texts = ledger_feeds.records(session, feed, [key]).get(key, ())
            gone: dict[str, list[list[int]]] = {}
            for _, _, field, dot in sorted(ledger_feeds.gone(session, feed, [key])):
                gone.setdefault(field, []).append([*dot])
            fields = RecordCells(*texts).to_wire()
            found.append(Cells(feed=name, kind=kind, id=record, fields=fields, gone=gone))
    return tuple(found)


def named(session: Session, desk: Desk, request: SyncRequest, reply: SyncReply) -> SyncReply:
    """Return ``reply`` with the desks that changed since the reader last heard, and its rights as they are now."""
    version = ledger_desks.names_version(session, desk.network)
    if version == request.names:
        return reply
    since = request.names if request.names < version else 0
    names, reached = ledger_desks.names_since(session, desk.network, since, NAMES_AT_ONCE)
    return replace(reply, names=tuple(names), names_version=reached, rights=ledger_desks.grants(session, desk.id))


def _start(hub: Hub, session: Session, feed: Feed, cursor: Cursor) -> int:
    """Return the number after which the desk reads on.

    Raises:
        HubError: it had better start from a snapshot.
    """
    start = _shared(hub, session, feed, cursor)
    is_new = cursor.seq == 0 and feed.snapshot >= hub.limits.snapshot_worth
    if start < feed.floor or is_new:
        raise _from_snapshot(session, feed)
    return start


def _shared(hub: Hub, session: Session, feed: Feed, cursor: Cursor) -> int:
    """Return up to which number the reader's history is the hub's."""
    if cursor.seq == 0:
        return 0
    if cursor.epoch == feed.epoch:
        shared = cursor.seq if cursor.seq <= feed.head else 0
    else:
        shared = min(cursor.seq, ledger_feeds.shared_with(session, feed.id, cursor.epoch) or 0)
    if shared < cursor.seq or not cursor.check:
        return shared
    chain = ledger_feeds.chain_at(session, feed, shared)
    found = mark(hub.facts.mark_secret, feed.network, feed.name, cursor.epoch, shared, chain or BEGINNING)
    return shared if agrees(cursor.check, found) else 0


def _from_snapshot(session: Session, feed: Feed) -> HubError:
    """Return the answer to who reads from too far back."""
    manifest = ledger_snapshots.manifest(session, feed, feed.snapshot)
    if manifest is None:
        return HubError(Fault.BUSY, wait=30)
    return HubError(Fault.BELOW_FLOOR, feed=feed.name, snapshot=manifest.to_wire())


def _within(session: Session, feed: Feed, start: int, chars: int) -> list[Entry]:
    """Return the entries after ``start`` whose plain text fits in ``chars``, at least one."""
    if chars <= 0:
        return []
    found = ledger_feeds.entries(session, feed.id, start, min(MOST_CHANGES, 1 + chars // ENTRY_CHARS))
    for place, entry in enumerate(found):
        chars -= len(entry.body) + ENTRY_CHARS
        if chars < 0:
            return found[: max(1, place)]
    return found


def _proven(entries: list[Entry], desk: Desk, request: SyncRequest) -> list[Entry]:
    """Return ``entries`` up to the first of the desk's own that it has not sent yet in what this request goes through.

    A lost reply, or a twin: two disks copied from one another write under one number until both have sent. What was sent
    was compared; an own number beyond, given back by its number only, would be taken for another change.
    """
    if not request.changes:
        return entries
    last = request.changes[-1].n
    ends = (place for place, entry in enumerate(entries) if entry.desk == desk.id and entry.n > last)
    return entries[: next(ends, len(entries))]


def _first(found: list[Reading], most: int) -> list[Reading]:
    """Return the first ``most`` entries of ``found``. A feed left without any still tells that it has more."""
    kept = []
    for one in found:
        kept.append(one.cut(most))
        most -= len(kept[-1].entries)
    return kept


def _page(hub: Hub, one: Reading, desk: Desk, time: int, *, whole: bool) -> FeedPage:
    rows: list[list[Any]] = []
    at = time
    for entry in one.entries:
        row: list[Any] = [entry.desk, entry.n, entry.at - at]
        if whole or entry.desk != desk.id or entry.kind == PURGE:
            row += [entry.kind, entry.record, *from_json(entry.body, list[Any])]
        rows.append(row)
        at = entry.at
    cur = one.start + len(rows)
    chain = one.entries[-1].chain if one.entries else one.chain
    return FeedPage(
        epoch=one.feed.epoch,
        cur=cur,
        head=one.feed.head,
        digest=one.feed.digest,
        mark=mark(hub.facts.mark_secret, one.feed.network, one.feed.name, one.feed.epoch, cur, chain),
        rows=rows,
    )


def _nothing(network: int, name: str) -> Feed:
    """Return a feed of which this hub knows nothing, for a desk that has read some of it."""
    return Feed(
        id=0, network=network, name=name, epoch="", head=0, floor=0, digest=to_text(0), chain=BEGINNING, snapshot=0,
        erased=0,
    )  # fmt: skip
