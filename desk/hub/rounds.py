"""One exchange: take what the desk sends, then give it what it lacks. By the network or by a stick, the same."""

from dataclasses import dataclass, replace

from desk.hub import ledger_desks, ledger_feeds
from desk.hub.faults import HubError
from desk.hub.giving import Reading, cells_of, check_floors, named, packed_within, readings
from desk.hub.hub import SEEN_EVERY, Hub, authenticated, not_revoked
from desk.hub.ledger import Session
from desk.hub.ledger_desks import Desk
from desk.hub.taking import level_in, take
from desk.wire.packing import unpack
from desk.wire.protocol import ROOM_MOST, Fault, SyncReply, SyncRequest
from desk.wire.sealed import HUB, Seal, peek, seal, unseal

READ_STEP = 256
READ_EVERY = 86_400
"""How far a desk has read is noted again after so many entries or seconds: it only serves to trim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the hub: the bytes, which desk asked, and whether anything may have been taken."""

    body: bytes
    desk: int
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An answer not packed yet. ``marks`` are the places read that are worth noting."""

    desk: Desk
    reply: SyncReply
    found: list[Reading]
    marks: list[tuple[int, str, int]]


def sync(hub: Hub, header: str, body: bytes) -> Answer:
    """Answer one exchange.

    Raises:
        HubError: nothing was applied, unless the same changes had been before.
        WireError: the body is not a message.
    """
    with hub.database.reading() as session:
        desk = authenticated(session, header)
        hub.not_too_often(desk)
        request = SyncRequest.from_wire(unpack(body))
        draft = _drafted(hub, session, desk, request)
    return Answer(body=_finished(hub, desk, request, draft), desk=desk.id, taken=draft is None)


def bundle(hub: Hub, header: str, data: bytes) -> Answer:
    """Answer a stick brought by any desk of the network, with a sealed answer for the author of what is on it.

    Who wrote is told by the signature, never by who brings it.

    Raises:
        HubError: ``NOT_FOUND`` for a stick of another hub, another network or an unknown desk; ``REVOKED``.
        WireError: not a stick of ours, or changed on the way.
    """
    with hub.database.reading() as session:
        bringer = authenticated(session, header)
        hub.not_too_often(bringer)
        heading = peek(data)
        author = ledger_desks.desk(session, heading.author) if heading.author else None
        name = ledger_desks.network_name(session, bringer.network)
        if author is None or author.network != bringer.network:
            raise HubError(Fault.NOT_FOUND)
        if (heading.hub, heading.network, heading.to) != (hub.facts.hub, name, HUB):
            raise HubError(Fault.NOT_FOUND)
        _, body = unseal(data, author.public_key)
        not_revoked(author)
        request = replace(SyncRequest.from_wire(unpack(body)), room=ROOM_MOST)
        draft = _drafted(hub, session, author, request)
    answer = Seal(
        hub=hub.facts.hub, network=name, author=HUB, to=author.id, first=heading.first, last=heading.last, at=hub.now()
    )
    packed = _finished(hub, author, request, draft)
    return Answer(body=seal(answer, packed, hub.facts.secret), desk=bringer.id, taken=draft is None)


def _drafted(hub: Hub, session: Session, desk: Desk, request: SyncRequest) -> _Draft | None:
    """Return the draft of an answer to who sends nothing; else only see that nothing stands in the way."""
    if not (request.changes or request.events or request.relays):
        return _draft(hub, session, desk, request)
    check_floors(hub, session, desk, request)
    return None


def _finished(hub: Hub, desk: Desk, request: SyncRequest, draft: _Draft | None) -> bytes:
    """Take what was sent, in a transaction of its own, then answer. Packing waits for nobody and nobody for it."""
    if draft is None:
        with hub.database.writing() as session:
            taken = take(hub, session, desk, request)
        hub.figures.add("changes_taken", taken.numbered)
        hub.figures.add("changes_refused", taken.refused)
        with hub.database.reading() as session:
            draft = _draft(hub, session, not_revoked(ledger_desks.desk(session, desk.id) or desk), request)
    if draft.marks or _is_news(draft.desk, request, hub.now()):
        with hub.database.writing() as session:
            _note(session, draft, request, hub.now())
    packed, given = packed_within(hub, draft.desk, draft.reply, draft.found, request)
    hub.figures.add("entries_given", given)
    return packed


def _draft(hub: Hub, session: Session, desk: Desk, request: SyncRequest) -> _Draft:
    grants = ledger_desks.grants(session, desk.id)
    found = readings(hub, session, desk, request, grants)
    refused: list[tuple[int, str]] = []
    if request.changes:
        refused = ledger_feeds.refused(session, desk.id, request.changes[0].n, request.changes[-1].n)
    reply = SyncReply(
        time=hub.now(),
        desk=desk.id,
        ack=desk.applied,
        refused=tuple(refused),
        denied=tuple(name for name in request.cursors if not level_in(grants, name)),
        events=desk.events if request.events else 0,
        cells=cells_of(session, desk, request, grants) if request.want else (),
        next_s=hub.limits.next_s,
    )
    marks = _marks(session, desk, request, hub.now())
    return _Draft(desk=desk, reply=named(session, desk, request, reply), found=found, marks=marks)


def _marks(session: Session, desk: Desk, request: SyncRequest, now: int) -> list[tuple[int, str, int]]:
    """Return how far the desk has read, where that is worth noting: a cursor sent is durable at the desk."""
    known = ledger_feeds.readers_of(session, desk.id)
    found = []
    for feed in ledger_feeds.feeds(session, desk.network, request.cursors).values():
        cursor = request.cursors[feed.name]
        epoch, seq, at = known.get(feed.id, ("", 0, 0))
        moved = epoch != cursor.epoch or cursor.seq >= seq + READ_STEP or (cursor.seq > seq and now > at + READ_EVERY)
        if cursor.epoch == feed.epoch and cursor.seq <= feed.head and moved:
            found.append((feed.id, cursor.epoch, cursor.seq))
    return found


def _is_news(desk: Desk, request: SyncRequest, now: int) -> bool:
    said = (request.app or desk.app, request.schema or desk.app_schema, request.incarnation or desk.incarnation)
    return now - desk.seen_at >= SEEN_EVERY or said != (desk.app, desk.app_schema, desk.incarnation)


def _note(session: Session, draft: _Draft, request: SyncRequest, now: int) -> None:
    """Note the visit: when, with which program, how wrong the clock, how far read."""
    desk = ledger_desks.desk(session, draft.desk.id, lock=True)
    if desk is None:
        return
    for feed, epoch, seq in draft.marks:
        ledger_feeds.note_reader(session, desk.id, feed, epoch, seq, now)
    ledger_desks.keep_desk(
        session,
        replace(
            desk,
            seen_at=now,
            drift=request.clock - now if request.clock else desk.drift,
            app=request.app or desk.app,
            app_schema=request.schema or desk.app_schema,
            incarnation=request.incarnation or desk.incarnation,
        ),
    )
