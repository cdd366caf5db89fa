"""The ledger of snapshots: their parts, the trimming of what they make needless, and who is at work."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from desk.hub import cells
from desk.hub.ledger import Session, first_of
from desk.hub.ledger_feeds import Feed
from desk.hub.ledger_tables import LEASES, PARTS, SNAPSHOTS
from desk.wire.protocol import Manifest
from desk.wire.snapshot import RecordCells, Replaced


def manifest(session: Session, feed: Feed, seq: int) -> Manifest | None:
    """Return the manifest of a snapshot that is still kept."""
    row = session.row("SELECT epoch, size FROM snapshots WHERE feed = ? AND seq = ?", (feed.id, seq))
    if row is None:
        return None
    sums = session.rows("SELECT sha256 FROM parts WHERE feed = ? AND seq = ? ORDER BY number", (feed.id, seq))
    return Manifest(feed=feed.name, epoch=row[0], seq=seq, size=row[1], parts=tuple(str(one[0]) for one in sums))


def part(session: Session, feed: int, seq: int, number: int) -> bytes | None:
    """Return one part of a snapshot."""
    row = session.row("SELECT content FROM parts WHERE feed = ? AND seq = ? AND number = ?", (feed, seq, number))
    return bytes(row[0]) if row else None


def content(session: Session, feed: int) -> Iterator[RecordCells]:
    """Return every record of a feed, a few at a time."""
    sql = "SELECT kind, record, shown, dots FROM records WHERE feed = ? ORDER BY kind, record"
    for kind, record, shown, dots in session.stream(sql, (feed,)):
        yield RecordCells(kind=kind, id=record, cells=cells.RecordCells(shown, dots).whole())


def replaced(session: Session, feed: int) -> Iterator[Replaced]:
    """Return everything that was replaced before it came."""
    sql = "SELECT kind, record, field, desk, n FROM gone WHERE feed = ?"
    for kind, record, field, desk, n in session.stream(sql, (feed,)):
        yield Replaced(kind=kind, id=record, field=field, dot=(desk, n))


def keep(session: Session, feed: Feed, parts: Iterable[bytes], now: int) -> None:
    """Keep a snapshot of ``feed`` at its head, and say so in the feed."""
    session.write("DELETE FROM parts WHERE feed = ? AND seq = ?", (feed.id, feed.head))
    size = 0
    for number, content_of in enumerate(parts):
        size += len(content_of)
        session.add(PARTS, [(feed.id, feed.head, number, sha256(content_of).hexdigest(), content_of)])
    session.add(SNAPSHOTS, [(feed.id, feed.head, feed.epoch, size, now)], update=("epoch", "size", "made_at"))


def announce(session: Session, feed: int, seq: int) -> None:
    """Let readers start from the snapshot at ``seq``."""
    session.write("UPDATE feeds SET snapshot = ? WHERE id = ?", (seq, feed))


def drop_before(session: Session, feed: int, kept: int) -> None:
    """Forget all snapshots of a feed but the ``kept`` latest: someone may be reading the last but one."""
    rows = session.rows("SELECT seq FROM snapshots WHERE feed = ? ORDER BY seq DESC", (feed,))
    for (seq,) in rows[kept:]:
        session.write("DELETE FROM parts WHERE feed = ? AND seq = ?", (feed, seq))
        session.write("DELETE FROM snapshots WHERE feed = ? AND seq = ?", (feed, seq))


def oldest_needed(session: Session, feed: Feed, *, keep_since: int, active_since: int, own_since: int) -> int:
    """Return the lowest number that somebody may still ask for: below, the log can be trimmed.

    What is younger than ``keep_since`` stays; what a desk seen after ``active_since`` has not read stays; what came by a
    relay stays until its author, seen after ``own_since``, has sent it too.
    """
    young = first_of(session.row("SELECT min(seq) FROM log WHERE feed = ? AND received >= ?", (feed.id, keep_since)))
    unread = session.row(
        "SELECT min(r.seq) FROM readers r JOIN desks d ON d.id = r.desk"
        " WHERE r.feed = ? AND d.revoked_at = 0 AND d.seen_at >= ?",
        (feed.id, active_since),
    )
    awaited = first_of(
        session.row(
            "SELECT min(l.seq) FROM log l JOIN desks d ON d.id = l.desk"
            " WHERE l.feed = ? AND l.n > d.applied AND d.revoked_at = 0 AND d.seen_at >= ?",
            (feed.id, own_since),
        )
    )
    bounds = [feed.head, feed.snapshot]
    bounds += [one - 1 for one in (young, awaited) if one]
    if unread and unread[0] is not None:
        bounds.append(int(unread[0]))
    return min(bounds)


def trim(session: Session, feed: int, floor: int) -> int:
    """Forget the entries below ``floor``; the one at ``floor`` stays, for its chain. Return how many went."""
    session.write("UPDATE feeds SET floor = ? WHERE id = ?", (floor, feed))
    return session.write("DELETE FROM log WHERE feed = ? AND seq < ?", (feed, floor))


def lease(session: Session, name: str, now: int, seconds: int) -> bool:
    """Take the work ``name`` for some seconds, unless another process has it."""
    session.add(LEASES, [(name, 0)], ignore=True)
    return session.write("UPDATE leases SET until = ? WHERE name = ? AND until <= ?", (now + seconds, name, now)) == 1


def end_lease(session: Session, name: str) -> None:
    """Leave the work to others."""
    session.write("UPDATE leases SET until = 0 WHERE name = ?", (name,))
