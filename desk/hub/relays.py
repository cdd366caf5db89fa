"""Taking back, from desks that had read it, the history that a backup did not have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.hub import ledger_desks, ledger_feeds
from desk.hub.history import mark, next_entry
from desk.hub.hub import Hub
from desk.hub.ledger import Session
from desk.hub.ledger_desks import Desk
from desk.hub.open_feed import OpenFeed
from desk.wire.protocol import Relay


def take_relays(
    hub: Hub, session: Session, feeds: Mapping[str, OpenFeed], relays: Sequence[Relay], desks: Mapping[int, Desk | None]
) -> dict[int, Desk]:
    """Take the entries of ``relays`` that the hub itself had numbered and has lost; return the authors, as they are now.

    Nobody's word is taken: the mark, made with the hub's secret, proves that exactly these entries were its own. Each
    keeps its author, its number and its time. An author of whom the backup knows nothing becomes a revoked desk without
    a key: its number stays its own.
    """
    found = {number: desk for number, desk in desks.items() if desk}
    for relay in relays:
        feed = feeds[relay.feed]
        if not _is_ours(hub, session, feed, relay):
            hub.journal.note("relay refused", entries=len(relay.entries))
            continue
        kept: dict[int, set[int]] = {}
        for entry in relay.entries:
            author = found.get(entry.desk) or ledger_desks.lost_desk(session, feed.feed.network, entry.desk)
            if author is None or author.network != feed.feed.network:
                continue
            found[author.id] = author
            if author.id not in kept:
                numbers = [one.n for one in relay.entries if one.desk == author.id]
                kept[author.id] = ledger_feeds.numbers_kept(session, author.id, min(numbers), max(numbers))
            if entry.n <= author.applied or entry.n in kept[author.id]:
                continue
            kept[author.id].add(entry.n)
            feed.put(entry, b"", entry.body())
            found[author.id] = replace(author, ahead=max(author.ahead, entry.n), last_at=max(author.last_at, entry.at))
    return found


def _is_ours(hub: Hub, session: Session, feed: OpenFeed, relay: Relay) -> bool:
    chain = ledger_feeds.chain_at(session, feed.feed, relay.first - 1)
    if chain is None or not relay.entries:
        return False
    for entry in relay.entries:
        chain = next_entry(chain, entry.desk, entry.n, entry.at, entry.body())
    last = relay.first + len(relay.entries) - 1
    return mark(hub.facts.mark_secret, feed.feed.network, feed.feed.name, relay.epoch, last, chain) == relay.mark
