"""The ledger of what: feeds, their numbered entries, the live values of their records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desk.base.ids import new_id
from desk.hub.history import BEGINNING
from desk.hub.ledger import Session, first_of, next_number
from desk.hub.ledger_tables import EPOCHS, FEEDS, GONE, LOG, READERS, RECORDS, SET_ASIDE, STATISTICS, Row
from desk.wire.change import Refusal
from desk.wire.digest import to_text
from desk.wire.merge import Gone

RecordKey = tuple[str, str]
"""(kind, record)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, as `ledger_tables.FEEDS` says; same columns, same order."""

    id: int
    network: int
    name: str
    epoch: str
    head: int
    floor: int
    digest: str
    chain: bytes
    snapshot: int
    erased: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered change, as it is kept. ``body`` is ``[sets,bases]`` in JSON."""

    seq: int
    desk: int
    n: int
    at: int
    kind: str
    record: str
    body: str
    chain: bytes


_FEED_COLUMNS = ", ".join(FEEDS.columns)
_ENTRY = "SELECT seq, desk, n, at, kind, record, body, chain FROM log WHERE feed = ?"


def feeds(session: Session, network: int, names: Iterable[str], *, lock: bool = False) -> dict[str, Feed]:
    """Return the feeds of a network that exist among ``names``.

    With ``lock``, always in the order of their numbers: two pages that touch the same feeds never wait for each other.
    """
    rows = session.rows(
        f"SELECT {_FEED_COLUMNS} FROM feeds WHERE network = ? AND {session.among('name')} ORDER BY id"  # noqa: S608 - declared names
        + (session.locking if lock else ""),
        (network, session.listed(list(names))),
    )
    return {feed.name: feed for feed in map(_feed, rows)}


def every_feed(session: Session) -> list[Feed]:
    """Return every feed of every network."""
    return [_feed(row) for row in session.rows(f"SELECT {_FEED_COLUMNS} FROM feeds ORDER BY id")]  # noqa: S608 - declared names


def locked_feed(session: Session, number: int) -> Feed | None:
    """Return a feed that nobody else changes before the transaction ends."""
    row = session.row(f"SELECT {_FEED_COLUMNS} FROM feeds WHERE id = ?{session.locking}", (number,))  # noqa: S608 - declared names
    return _feed(row) if row else None


def make_feeds(session: Session, network: int, names: Iterable[str]) -> None:
    """Make the feeds of a network that are missing among ``names``, in one order for everybody."""
    known = feeds(session, network, names)
    for name in sorted(set(names) - known.keys()):
        number = next_number(session, "feed")
        row = (number, network, name, new_id(), 0, 0, to_text(0), BEGINNING, 0, 0)
        session.add(FEEDS, [row], ignore=True)


def keep_head(session: Session, feed: Feed) -> None:
    """Keep the counter of a feed, its digest and its chain."""
    session.write(
        "UPDATE feeds SET head = ?, digest = ?, chain = ?, snapshot = ?, erased = ? WHERE id = ?",
        (feed.head, feed.digest, feed.chain, feed.snapshot, feed.erased, feed.id),
    )


def shared_with(session: Session, feed: int, epoch: str) -> int | None:
    """Return up to which number an earlier life of the feed is still ours, None for a life unknown here."""
    row = session.row("SELECT shared FROM epochs WHERE feed = ? AND epoch = ?", (feed, epoch))
    return int(row[0]) if row else None


def begin_epochs(session: Session) -> None:
    """Begin a new life of every feed: what comes from now on has other numbers than before the backup was put back."""
    for feed in every_feed(session):
        session.write(
            "UPDATE epochs SET shared = ? WHERE feed = ? AND shared > ?",
            (feed.head, feed.id, feed.head),
        )
        session.add(EPOCHS, [(feed.id, feed.epoch, feed.head)], update=("shared",))
        session.write("UPDATE feeds SET epoch = ? WHERE id = ?", (new_id(), feed.id))


def entries(session: Session, feed: int, after: int, most: int) -> list[Entry]:
    """Return at most ``most`` entries after a number, in order."""
    rows = session.rows(f"{_ENTRY} AND seq > ? ORDER BY seq LIMIT ?", (feed, after, most))
    return [_entry(row) for row in rows]


def chain_at(session: Session, feed: Feed, seq: int) -> bytes | None:
    """Return the chain of history at a number, None where the log is no longer or not yet."""
    if seq == feed.head:
        return feed.chain
    if seq == 0:
        return BEGINNING
    row = session.row("SELECT chain FROM log WHERE feed = ? AND seq = ?", (feed.id, seq))
    return bytes(row[0]) if row else None


def times_of(session: Session, feed: int, numbers: Iterable[int]) -> dict[int, int]:
    """Return when the entries of these numbers are held to have been made."""
    rows = session.matching(LOG, ("seq", "at"), feed, ("seq",), [(one,) for one in numbers])
    return {int(seq): int(at) for seq, at in rows}


def add_entries(session: Session, rows: list[Row]) -> None:
    """Keep numbered changes."""
    session.add(LOG, rows)


def desk_chains(session: Session, desk: int, first: int, last: int) -> dict[int, bytes]:
    """Return the chain of a desk after each of its numbers between two, where it is still kept."""
    rows = session.rows(
        "SELECT n, desk_chain FROM log WHERE desk = ? AND n BETWEEN ? AND ?"
        " UNION ALL SELECT n, desk_chain FROM set_aside WHERE desk = ? AND n BETWEEN ? AND ?",
        (desk, first, last, desk, first, last),
    )
    return {int(n): bytes(chain) for n, chain in rows if chain}


def numbers_kept(session: Session, desk: int, first: int, last: int) -> set[int]:
    """Return which numbers of a desk, between two, are in the log."""
    rows = session.rows("SELECT n FROM log WHERE desk = ? AND n BETWEEN ? AND ?", (desk, first, last))
    return {int(row[0]) for row in rows}


def keep_desk_chain(session: Session, desk: int, n: int, chain: bytes) -> None:
    """Complete an entry that came by a relay, now that its author has sent it."""
    session.write("UPDATE log SET desk_chain = ? WHERE desk = ? AND n = ?", (chain, desk, n))


def set_aside(session: Session, rows: list[tuple[int, int, Refusal, bytes]]) -> None:
    """Note the changes refused: desk, number, why, the desk's chain there."""
    session.add(SET_ASIDE, [(desk, n, code.value, chain) for desk, n, code, chain in rows], ignore=True)


def refused(session: Session, desk: int, first: int, last: int) -> list[tuple[int, str]]:
    """Return the changes of a desk that were refused, between two numbers."""
    rows = session.rows(
        "SELECT n, code FROM set_aside WHERE desk = ? AND n BETWEEN ? AND ? ORDER BY n", (desk, first, last)
    )
    return [(int(n), str(code)) for n, code in rows]


def records(session: Session, feed: int, wanted: Iterable[RecordKey]) -> dict[RecordKey, tuple[str, str]]:
    """Return records as they are kept (see `desk.hub.cells`)."""
    found = session.matching(RECORDS, ("kind", "record", "shown", "dots"), feed, ("kind", "record"), list(wanted))
    return {(kind, record): (shown, dots) for kind, record, shown, dots in found}


def keep_records(session: Session, feed: int, kept: Mapping[RecordKey, tuple[str, str] | None]) -> None:
    """Keep records; None takes one away."""
    rows = [(feed, kind, record, *texts) for (kind, record), texts in kept.items() if texts]
    session.add(RECORDS, rows, update=("shown", "dots"))
    for (kind, record), texts in kept.items():
        if texts is None:
            session.write("DELETE FROM records WHERE feed = ? AND kind = ? AND record = ?", (feed, kind, record))


def gone(session: Session, feed: int, wanted: Iterable[RecordKey]) -> Gone:
    """Return what was replaced before it came, for these records. Most feeds have nothing of the kind."""
    if session.row("SELECT 1 FROM gone WHERE feed = ? LIMIT 1", (feed,)) is None:
        return set()
    columns = ("kind", "record", "field", "desk", "n")
    found = session.matching(GONE, columns, feed, ("kind", "record"), list(wanted))
    return {(kind, record, field, (desk, n)) for kind, record, field, desk, n in found}


def add_gone(session: Session, feed: int, found: Gone) -> None:
    """Keep what was replaced before it came."""
    session.add(GONE, [(feed, kind, record, field, *dot) for kind, record, field, dot in found], ignore=True)


def blank(session: Session, feed: int, kind: str, record: str, before: int) -> int:
    """Take the values out of every entry of a record below a number; the numbers and chains stay. Return how many."""
    return session.write(
        "UPDATE log SET body = '[{},{}]' WHERE feed = ? AND kind = ? AND record = ? AND seq < ?",
        (feed, kind, record, before),
    )


def note_reader(session: Session, desk: int, feed: int, epoch: str, seq: int, now: int) -> None:
    """Note how far a desk has read."""
    session.add(READERS, [(desk, feed, epoch, seq, now)], update=("epoch", "seq", "at"))


def readers_of(session: Session, desk: int) -> dict[int, tuple[str, int, int]]:
    """Return how far a desk had read when it was last noted: by feed, epoch, number, when."""
    rows = session.rows("SELECT feed, epoch, seq, at FROM readers WHERE desk = ?", (desk,))
    return {int(feed): (str(epoch), int(seq), int(at)) for feed, epoch, seq, at in rows}


def count_event(session: Session, network: int, month: str, name: str, dims: str, count: int) -> None:
    """Add to a counter of statistics. Who counted is not kept."""
    session.add(STATISTICS, [(network, month, name, dims, 0)], ignore=True)
    session.write(
        "UPDATE statistics SET total = total + ? WHERE network = ? AND month = ? AND name = ? AND dims = ?",
        (count, network, month, name, dims),
    )


def drop_statistics(session: Session, before: str) -> int:
    """Forget the counters of months before ``before``."""
    return session.write("DELETE FROM statistics WHERE month < ?", (before,))


def heads(session: Session) -> dict[tuple[int, str], int]:
    """Return the last number of every feed, by network and name."""
    rows = session.rows("SELECT network, name, head FROM feeds")
    return {(int(network), str(name)): int(head) for network, name, head in rows}


def totals(session: Session) -> dict[str, int]:
    """Return how much the hub holds, without saying of whom."""
    names = {
        "networks": "SELECT count(*) FROM networks",
        "desks": "SELECT count(*) FROM desks WHERE revoked_at = 0",
        "feeds": "SELECT count(*) FROM feeds",
        "entries": "SELECT coalesce(sum(head), 0) FROM feeds",
    }
    return {name: first_of(session.row(sql)) for name, sql in names.items()}


def _feed(row: Row) -> Feed:
    values = dict(zip(FEEDS.columns, row, strict=True))
    return Feed(**{**values, "chain": bytes(values["chain"])})


def _entry(row: Row) -> Entry:
    seq, desk, n, at, kind, record, body, chain = row
    return Entry(seq=seq, desk=desk, n=n, at=at, kind=kind, record=record, body=body, chain=bytes(chain))
