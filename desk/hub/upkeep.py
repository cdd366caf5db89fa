"""What the hub does while nobody asks: snapshots, trimming of what nobody needs any more, forgetting."""

from datetime import UTC, datetime

from desk.hub import ledger_desks, ledger_feeds, ledger_snapshots
from desk.hub.hub import Hub
from desk.hub.ledger_feeds import Feed
from desk.hub.limits import DAY
from desk.wire import snapshot
from desk.wire.snapshot import Heading

LEASE_SECONDS = 600


def keep_up(hub: Hub) -> int:
    """Do what is due, and return how many snapshots were made. Of several processes, one does it at a time."""
    with hub.database.writing() as session:
        if not ledger_snapshots.lease(session, "upkeep", hub.now(), LEASE_SECONDS):
            return 0
    made = 0
    try:
        with hub.database.reading() as session:
            feeds = ledger_feeds.every_feed(session)
        for feed in feeds:
            if _needs_snapshot(hub, feed):
                make_snapshot(hub, feed.id)
                made += 1
            _trim(hub, feed.id)
        _forget(hub)
    finally:
        with hub.database.writing() as session:
            ledger_snapshots.end_lease(session, "upkeep")
    return made


def make_snapshot(hub: Hub, number: int) -> None:
    """Make a snapshot of a feed as it is now, and let readers start from it. The feed goes on meanwhile."""
    now = hub.now()
    with hub.database.reading() as session:
        feed = next(one for one in ledger_feeds.every_feed(session) if one.id == number)
        known = ledger_desks.applied_numbers(session, feed.network)
        heading = Heading(feed=feed.name, epoch=feed.epoch, seq=feed.head, digest=feed.digest, at=now, known=known)
        content = ledger_snapshots.content(session, feed.id)
        parts = list(snapshot.write(heading, content, ledger_snapshots.replaced(session, feed.id)))
    with hub.database.writing() as session:
        current = ledger_feeds.locked_feed(session, feed.id)
        if current is None or current.epoch != feed.epoch or current.erased != feed.erased:
            return  # something was erased or put back meanwhile: these parts must not be given
        ledger_snapshots.keep(session, feed, parts, now)
        ledger_snapshots.announce(session, feed.id, feed.head)
        ledger_snapshots.drop_before(session, feed.id, hub.limits.snapshots_kept)
    hub.journal.note("snapshot", entries=feed.head, bytes=sum(map(len, parts)))


def _needs_snapshot(hub: Hub, feed: Feed) -> bool:
    return feed.head - feed.snapshot >= hub.limits.snapshot_every or (feed.floor > 0 and feed.snapshot < feed.floor)


def _trim(hub: Hub, number: int) -> None:
    now, limits = hub.now(), hub.limits
    with hub.database.writing() as session:
        feed = ledger_feeds.locked_feed(session, number)
        if feed is None or feed.snapshot == 0:
            return
        floor = ledger_snapshots.oldest_needed(
            session,
            feed,
            keep_since=now - limits.history_days * DAY,
            active_since=now - limits.active_days * DAY,
            own_since=now - limits.own_history_days * DAY,
        )
        if floor > feed.floor:
            hub.journal.note("trimmed", entries=ledger_snapshots.trim(session, feed.id, floor))


def _forget(hub: Hub) -> None:
    day = datetime.fromtimestamp(hub.now(), UTC)
    months = day.year * 12 + day.month - 1 - hub.limits.statistics_months
    with hub.database.writing() as session:
        ledger_desks.drop_invitations(session, hub.now())
        ledger_feeds.drop_statistics(session, f"{months // 12:04d}-{months % 12 + 1:02d}")
