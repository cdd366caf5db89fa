"""Taking what a desk sends: whole pages, in order, once; what cannot be taken is set aside and stops nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.base.codec import to_json
from desk.hub import ledger_desks, ledger_feeds
from desk.hub.faults import HubError
from desk.hub.hub import Hub, day_of, not_revoked
from desk.hub.ledger import Session
from desk.hub.ledger_desks import Desk, Role
from desk.hub.open_feed import OpenFeed
from desk.hub.relays import take_relays
from desk.wire.change import CHAIN_START, PROPOSAL, PURGE, Change, Refusal, next_chain
from desk.wire.feeds import DEPARTMENT, EVERY_DEPARTMENT, Level
from desk.wire.protocol import Event, Fault, SyncRequest

Grants = dict[str, Level]

_NEEDED = {PURGE: Level.COORDINATE, PROPOSAL: Level.PROPOSE}
"""The level that each kind asks for; `Level.WRITE` for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a page: how many changes were numbered, how many set aside."""

    numbered: int
    refused: int


def level_in(grants: Grants, feed: str) -> Level | None:
    """Return what a desk may do in a feed, None for nothing at all."""
    found = grants.get(feed)
    return found or (grants.get(EVERY_DEPARTMENT) if feed.startswith(DEPARTMENT) else None)


def take(hub: Hub, session: Session, desk: Desk, request: SyncRequest) -> Taken:
    """Take the page of ``desk``: every feed's counter first, then the desk, then nothing waits any more.

    Raises:
        HubError: ``FORK`` when another disk writes under the same number; ``REVOKED`` meanwhile.
    """
    grants = ledger_desks.grants(session, desk.id)
    named = {change.feed for change in request.changes} | {relay.feed for relay in request.relays}
    allowed = {name for name in named if level_in(grants, name)}
    ledger_feeds.make_feeds(session, desk.network, allowed)
    found = ledger_feeds.feeds(session, desk.network, allowed, lock=True)
    authors = {desk.id} | {entry.desk for relay in request.relays for entry in relay.entries}
    locked = {number: ledger_desks.desk(session, number, lock=True) for number in sorted(authors)}
    me = not_revoked(locked[desk.id] or desk)
    feeds = {name: OpenFeed(feed, hub.now()) for name, feed in found.items()}
    relayed = [relay for relay in request.relays if relay.feed in feeds]
    for name, feed in feeds.items():
        feed.load(
            session,
            [
                *(change for change in request.changes if change.feed == name),
                *(entry for relay in relayed if relay.feed == name for entry in relay.entries),
            ],
        )
    recovered = take_relays(hub, session, feeds, relayed, {**locked, me.id: me})
    for feed in feeds.values():
        feed.write(session)
    me = recovered.get(me.id, me)
    page = _Page(hub, session, me, grants, feeds)
    page.take(request)
    page.count(request.events)
    for feed in feeds.values():
        feed.write(session)
    ledger_feeds.set_aside(session, page.aside)
    for other in recovered.values():
        if other.id != me.id:
            ledger_desks.keep_desk(session, other)
    ledger_desks.keep_desk(session, page.desk)
    return Taken(numbered=sum(feed.taken for feed in feeds.values()), refused=len(page.aside))


class _Page:
    """The changes of one desk being taken."""

    def __init__(self, hub: Hub, session: Session, desk: Desk, grants: Grants, feeds: dict[str, OpenFeed]) -> None:
        self.desk = desk
        self.aside: list[tuple[int, int, Refusal, bytes]] = []
        self._hub = hub
        self._session = session
        self._grants = grants
        self._feeds = feeds
        self._now = hub.now()

    def take(self, request: SyncRequest) -> None:
        """Take what is new in the page. A page that begins beyond the next number is left: its author sends again."""
        changes = request.changes
        if not changes or changes[0].n > self.desk.applied + 1:
            return
        chain = self._known_part(changes, request.chain)
        fresh = changes[max(0, self.desk.applied + 1 - changes[0].n) :]
        if not fresh:
            return
        kept = self._relayed(fresh)
        left = self._left_today()
        applied, last_at = self.desk.applied, self.desk.last_at
        for change in fresh:
            if change.n not in kept and left == 0:
                break
            body = change.body()
            chain = next_chain(chain, body)
            applied = change.n
            last_at = max(last_at, min(self._now, max(change.at, self._earliest(change))))
            if applied in kept:
                ledger_feeds.keep_desk_chain(self._session, self.desk.id, applied, chain)
            elif code := self._refusal(change, len(body)):
                self.aside.append((self.desk.id, applied, code, chain))
            else:
                self._put(change.numbered(self.desk.id, last_at), chain, body)
                left -= 1
        self.desk = replace(
            self.desk,
            applied=applied,
            chain=chain,
            last_at=last_at,
            day=day_of(self._now),
            day_changes=self._allowance() - left,
        )

    def count(self, events: Sequence[Event]) -> None:
        """Add to the counters of statistics, each event once, and forget who counted."""
        for event in events:
            if event.n == self.desk.events + 1:
                ledger_feeds.count_event(
                    self._session, self.desk.network, event.month, event.name, to_json(event.dims).decode(), event.count
                )
                self.desk = replace(self.desk, events=event.n)

    def _known_part(self, changes: Sequence[Change], before: bytes) -> bytes:
        """Compare what the hub has already with what is sent again, and return the chain where the new part begins.

        Raises:
            HubError: ``FORK``, with the first number that is not the hub's.
        """
        first, applied = changes[0].n, self.desk.applied
        known = {applied: self.desk.chain, 0: CHAIN_START}
        if first <= applied:
            known.update(ledger_feeds.desk_chains(self._session, self.desk.id, first - 1, min(changes[-1].n, applied)))
        chain = before
        if known.get(first - 1, chain) != chain:
            raise HubError(Fault.FORK, fork=first)
        for change in changes[: applied + 1 - first]:
            chain = next_chain(chain, change.body())
            if known.get(change.n, chain) != chain:
                raise HubError(Fault.FORK, fork=change.n)
        return chain

    def _relayed(self, fresh: Sequence[Change]) -> set[int]:
        """Return the numbers that a relay brought before their author."""
        if self.desk.ahead <= self.desk.applied:
            return set()
        return ledger_feeds.numbers_kept(self._session, self.desk.id, fresh[0].n, fresh[-1].n)

    def _allowance(self) -> int:
        return self._hub.limits.changes_a_day * (10 if self.desk.role == Role.COORDINATOR else 1)

    def _left_today(self) -> int:
        used = self.desk.day_changes if self.desk.day == day_of(self._now) else 0
        return max(0, self._allowance() - used)

    def _earliest(self, change: Change) -> int:
        feed = self._feeds.get(change.feed)
        return feed.earliest(change) if feed else 0

    def _refusal(self, change: Change, size: int) -> Refusal | None:
        if flaw := change.flaw(size):
            return flaw
        level = level_in(self._grants, change.feed)
        if level is None or not level.includes(_NEEDED.get(change.kind, Level.WRITE)):
            return Refusal.RIGHT
        return None if self._feeds[change.feed].has_room(change) else Refusal.QUOTA

    def _put(self, change: Change, chain: bytes, body: bytes) -> None:
        feed = self._feeds[change.feed]
        if change.kind == PURGE:
            change = feed.whole_purge(change)
            body = change.body()
        feed.put(change, chain, body)
