"""What this desk wrote and the hub does not have yet: made ready for the wire, in order, with its chain."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby
from typing import Any

from desk.base.codec import from_json, to_json
from desk.domain.libraries import Library
from desk.store.changes import ME
from desk.store.database import Database
from desk.store.feeds import Feeds, feed_of_counts
from desk.store.numbers import Numbers
from desk.store.records import Records
from desk.store.standing import KINDS_BY_NAME, Key
from desk.wire.change import CHAIN_START, PURGE, Change, next_chain


class State(IntEnum):
    """Where a change of this desk is on its way."""

    WAITING = 0
    """Here only."""
    SENT = 1
    """The hub has it, for good."""
    CONFIRMED = 2
    """It came back numbered: everybody gets it."""
    PARKED = 3
    """The hub asked to send it again to a later hub."""
    REFUSED = 4
    """The hub set it aside and said why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A change that the hub set aside. ``n`` is this desk's own number for it, ``refusal`` the hub's word."""

    n: int
    kind: str
    id: str
    at_ms: int
    refusal: str
    sets: Mapping[str, Any]


READ_AT_ONCE = 500

_COLUMNS = "n, at_ms, kind, id, sets, bases, feed, seen"


class Outbox:
    """Reads what waits and keeps what the hub answered. Writing methods are called inside a transaction."""

    def __init__(self, database: Database, records: Records, feeds: Feeds) -> None:
        self._database = database
        self._records = records
        self._feeds = feeds

    def leaving(self, numbers: Numbers) -> Generator[tuple[Change, int], None, None]:
        """Yield the changes that wait, as they travel, with the length of what each says; nothing before a network."""
        after = numbers.now.first - 1 if numbers.now else None
        while after is not None:
            rows = self._database.rows(
                f"SELECT {_COLUMNS} FROM changes WHERE state = 0 AND n > ? ORDER BY n LIMIT {READ_AT_ONCE}",  # noqa: S608 - our own names
                (after,),
            )
            for row in rows:
                yield change_of(row, numbers), len(row[4])
            after = rows[-1][0] if len(rows) == READ_AT_ONCE else None

    def is_waiting(self, numbers: Numbers) -> bool:
        """Return whether anything waits that can leave."""
        now = numbers.now
        return (
            now is not None
            and self._database.row("SELECT 1 FROM changes WHERE state = 0 AND n >= ? LIMIT 1", (now.first,)) is not None
        )

    def count(self) -> int:
        """Return how many saves wait."""
        row = self._database.row("SELECT count(*) FROM changes WHERE state IN (0, 3)")
        return int(row[0]) if row else 0

    def last(self) -> int:
        """Return this desk's own number of its last change, 0 for none."""
        row = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")
        return int(row[0]) if row else 0

    def own(self, ns: Sequence[int], numbers: Numbers) -> dict[int, Change]:
        """Return changes of this desk by its own numbers."""
        found = {}
        for start in range(0, len(ns), 500):
            part = ns[start : start + 500]
            marks = ", ".join("?" * len(part))
            for row in self._database.rows(
                f"SELECT {_COLUMNS} FROM changes WHERE n IN ({marks})",  # noqa: S608 - only marks
                part,
            ):
                found[row[0]] = change_of(row, numbers)
        return found

    def retimed(self, times: Mapping[int, int]) -> list[tuple[int, Key]]:
        """Return number and record of this desk's changes that the hub holds to be of another second; no erasure."""
        return [
            (n, (kind, record))
            for n, kind, record in self._database.rows(
                "SELECT n, kind, changes.id FROM changes JOIN json_each(?) ON changes.n = CAST(key AS INTEGER)"
                " AND at_ms / 1000 <> value AND kind <> ? ORDER BY n",
                (to_json({str(n): at for n, at in times.items()}).decode(), PURGE),
            )
        ]

    def confirmed(self, ns: Sequence[int]) -> None:
        """Keep that these changes, by this desk's own numbers, came back numbered."""
        self._database.write_all(
            "UPDATE changes SET state = ? WHERE n BETWEEN ? AND ? AND state <> ?",
            [(State.CONFIRMED, first, last, State.REFUSED) for first, last in _runs(sorted(ns))],
        )

    def waiting_for(self, keys: Iterable[Key]) -> list[int]:
        """Return the numbers of the changes of these records that wait, in order."""
        wanted = to_json([list(key) for key in keys]).decode()
        return [
            row[0]
            for row in self._database.rows(
                "SELECT n FROM changes WHERE state = 0 AND (kind, id) IN"
                " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)) ORDER BY n",
                (wanted,),
            )
        ]

    def chain_before(self, change: Change, numbers: Numbers) -> bytes:
        """Return the chain before a change of the present number, working out what was never worked out."""
        now = numbers.now
        if now is None or change.n == 1:
            return CHAIN_START
        n = now.first + change.n - 2
        row = self._database.row("SELECT chain FROM changes WHERE n = ?", (n,))
        if row and row[0] is not None:
            return bytes(row[0])
        start = self._database.row(
            "SELECT n, chain FROM changes WHERE n >= ? AND n <= ? AND chain IS NOT NULL ORDER BY n DESC LIMIT 1",
            (now.first, n),
        )
        first, chain = (start[0] + 1, bytes(start[1])) if start else (now.first, CHAIN_START)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM changes WHERE n BETWEEN ? AND ? ORDER BY n",  # noqa: S608 - our own names
            (first, n),
        )
        for one in rows:
            chain = next_chain(chain, change_of(one, numbers).body())
        return chain

    def give_feeds(self, own: Library, network: str) -> None:
        """Say of everything that waits and has none yet which feed it belongs to, for ever."""
        rows = self._database.rows("SELECT DISTINCT kind, id FROM changes WHERE feed = '' AND state = 0")
        by_kind: dict[str, list[str]] = {}
        for kind_name, record_id in rows:
            by_kind.setdefault(kind_name, []).append(record_id)
        if by_kind.pop(PURGE, None):  # only counters are erased
            self._database.write(
                "UPDATE changes SET feed = ? WHERE kind = ? AND feed = '' AND +state = 0", (feed_of_counts(own), PURGE)
            )
        for kind_name in sorted(by_kind, key=lambda name: name != "sheet"):  # what is said of a sheet goes where it is
            kind, ids = KINDS_BY_NAME[kind_name], by_kind[kind_name]
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                plains, versions = self._records.plains(kind, part), self._records.log.versions(kind, part)
                given = [
                    (versions[one].feed or self._feeds.of_record(kind, plains[one], own, network), kind_name, one)
                    for one in part
                    if one in plains and one in versions
                ]
                self._database.write_all("UPDATE versions SET feed = ? WHERE kind = ? AND id = ?", given)
                self._database.write_all(
                    "UPDATE changes SET feed = ? WHERE kind = ? AND id = ? AND feed = '' AND +state = 0", given
                )

    def sent(self, changes: Sequence[Change], chain: bytes, numbers: Numbers) -> None:
        """Keep that the hub has these changes; ``chain`` is the one before the first."""
        now = numbers.now
        if now is None:
            return
        rows = []
        for change in changes:
            chain = next_chain(chain, change.body())
            rows.append((State.SENT, chain, now.first + change.n - 1))
        self._database.write_all("UPDATE changes SET state = ?, chain = ? WHERE n = ? AND state = 0", rows)

    def refused(self, refusals: Iterable[tuple[int, str]], parked: Iterable[int], numbers: Numbers) -> None:
        """Keep what the hub set aside, by the numbers of the wire, and why."""
        now = numbers.now
        if now is None:
            return
        self._database.write_all(
            "UPDATE changes SET state = ?, refusal = ? WHERE n = ?",
            [(State.REFUSED, why, now.first + n - 1) for n, why in refusals],
        )
        self._database.write_all(
            "UPDATE changes SET state = ? WHERE n = ?", [(State.PARKED, now.first + n - 1) for n in parked]
        )

    def lost_after(self, n: int, numbers: Numbers) -> int:
        """Let everything beyond ``n``, a number of the wire, wait again: the hub was put back. Return how many."""
        now = numbers.now
        if now is None:
            return 0
        first = now.first + n
        row = self._database.row("SELECT count(*) FROM changes WHERE n >= ? AND state IN (1, 2)", (first,))
        self._database.write("UPDATE changes SET state = ? WHERE n >= ? AND state IN (1, 2)", (State.WAITING, first))
        return int(row[0]) if row else 0

    def acknowledged(self, numbers: Numbers) -> int:
        """Return the last number of the wire that the hub is known to have, 0 for none."""
        now = numbers.now
        if now is None:
            return 0
        row = self._database.row("SELECT max(n) FROM changes WHERE n >= ? AND state <> 0", (now.first,))
        return int(row[0]) - now.first + 1 if row and row[0] is not None else 0

    def set_aside(self) -> tuple[Refused, ...]:
        """Return what the hub refused, the latest first."""
        return tuple(
            Refused(n=n, at_ms=at_ms, kind=kind, id=record, refusal=why, sets=from_json(sets, dict[str, Any]))
            for n, at_ms, kind, record, why, sets in self._database.rows(
                "SELECT n, at_ms, kind, id, refusal, sets FROM changes WHERE state = 4 ORDER BY n DESC LIMIT 200"
            )
        )


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of ``numbers``, in order and each once, that follow one another."""
    for _, run in groupby(enumerate(numbers), lambda placed: placed[1] - placed[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def as_sent(change: Change) -> Change:
    """Return a change as its author sends it: under `ME`, in what it says it had seen too."""
    bases = {
        name: tuple((ME if desk == change.desk else desk, n) for desk, n in dots) for name, dots in change.bases.items()
    }
    return replace(change, desk=ME, bases=bases)


def change_of(row: Sequence[Any], numbers: Numbers) -> Change:
    """Return a row of this desk's changes as it travels."""
    n, at_ms, kind, record, sets, bases, feed, seen = row
    desk, number = numbers.numbered((ME, n))
    seen_dots = from_json(bases, dict[str, list[tuple[int, int]]])
    return Change(
        desk=desk,
        n=number,
        at=at_ms // 1000,
        feed=feed,
        kind=kind,
        id=record,
        sets=from_json(sets, dict[str, Any]),
        bases={name: tuple(numbers.numbered(dot) for dot in dots) for name, dots in seen_dots.items()},
        seen=seen,
    )
