"""What others wrote, applied: entries of the hub, what sticks carry, whole snapshots. Straight onto the records.

Nothing here decides: the one rule (`desk.wire.merge`) does. This desk's own unsent changes stay in place, in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.base.codec import from_json, to_json
from desk.base.errors import Code, UnavailableError
from desk.domain.catalogue import Record
from desk.store.changes import ME, Plain, seal
from desk.store.database import Database
from desk.store.feeds import Feeds, Followed
from desk.store.fresh import fresh
from desk.store.numbers import Numbers
from desk.store.outbox import Outbox
from desk.store.records import Records
from desk.store.standing import KINDS_BY_NAME, Coming, Key, Standing, Standings
from desk.wire.change import PURGE, Change
from desk.wire.merge import SEED, Cell, Dot
from desk.wire.protocol import Echo
from desk.wire.snapshot import RecordLine

REMOVED_AT_ONCE = 20
REMOVED_SHARE = 0.3
"""From this many sheets and this share of all, what comes takes away too much at once: a person must agree first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came: how many entries of others, the kinds whose records changed.

    ``doubtful`` are records where a stick had brought another change under the same number: the hub is to be asked.
    """

    received: int = 0
    kinds: frozenset[str] = frozenset()
    doubtful: frozenset[Key] = frozenset()

    def __add__(self, other: "Got") -> "Got":
        return Got(
            received=self.received + other.received,
            kinds=self.kinds | other.kinds,
            doubtful=self.doubtful | other.doubtful,
        )


class Received:
    """Applies what comes. Every method is called inside a transaction, with the numbers of this desk."""

    def __init__(self, database: Database, records: Records, feeds: Feeds, outbox: Outbox) -> None:
        self._database = database
        self._records = records
        self._feeds = feeds
        self._outbox = outbox

    def entries(
        self,
        feed: Followed,
        found: Sequence[Change | Echo],
        numbers: Numbers,
        *,
        removals_agreed: bool = False,
    ) -> Got:
        """Apply entries of a feed as the hub numbered them, the first being number ``feed.cursor + 1``; move the cursor.

        Raises:
            UnavailableError: ``TOO_MANY_REMOVED``; nothing is applied.
        """
        shown_before = self._shown_sheets()
        coming, echoes = [], {}
        journal: list[tuple[object, ...]] = []
        asked = [numbers.local(_dot(one)) for one in found]
        whole_dots = [dot for one, dot in zip(found, asked, strict=True) if not isinstance(one, Echo)]
        known, carried = self._known(whole_dots), self._carried(asked)
        snapshot = self._feeds.known(feed.id)
        doubtful: set[Key] = set()
        for seq, (one, dot) in enumerate(zip(found, asked, strict=True), feed.cursor + 1):
            if dot[0] == ME:
                echoes[dot[1]] = one.at
                journal.append((feed.id, seq, *dot, one.at, "", "", "{}", "{}", "{}"))
            if not isinstance(one, Echo) and (dot[0] != ME or one.kind == PURGE or dot in known):
                is_known = dot in known or one.n <= snapshot.get(one.desk, 0)
                coming.append((_coming(one, dot, numbers), is_known, seq, one))
                if dot in carried:
                    doubtful |= _another_body(one, carried[dot])
        standings = self._standings(numbers)
        own = self._outbox.own(standings.retime_own(self._outbox.retimed(echoes), echoes), numbers)
        keys = [(change.kind, change.id) for change, _, _, _ in coming] + [
            (one.effect().kind, one.id) for one in own.values()
        ]
        read = standings.read(keys)
        received = 0
        for change, is_known, seq, whole in coming:
            standing = read[change.kind, change.id]
            before = _before(standing, change)
            if is_known and change.dot[0] != ME:
                standing.retime(change)
            else:  # one of this desk's own comes whole after a snapshot, where it may not have been
                standing.take(change)
            if change.dot[0] != ME:
                received += not is_known
                journal.append(_journal(feed.id, seq, change, whole, before))
            if whole.kind == PURGE:
                self._blank(change)
        for n, one in own.items():
            mine = one.effect()
            read[mine.kind, mine.id].retime(_coming(replace(mine, at=echoes[n]), (ME, n), numbers))
        kinds = standings.write(read.values())
        standings.write_gone(read.values())
        self._write_journal(journal)
        self._database.write_all("DELETE FROM carried WHERE desk = ? AND n = ?", carried)
        self._outbox.confirmed(list(echoes))
        self._feeds.keep(replace(feed, cursor=feed.cursor + len(found)))
        self._refuse_mass_removal(shown_before, agreed=removals_agreed)
        return Got(received=received, kinds=kinds, doubtful=frozenset(doubtful))

    def carried(self, changes: Iterable[Change], numbers: Numbers) -> Got:
        """Apply what a neighbour wrote and a stick brought, not confirmed yet. Read twice, late or in any order: the same."""
        found = list(changes)
        known = self._known([numbers.local(one.dot) for one in found])
        fresh = [
            (one, _coming(one, dot, numbers))
            for one in found
            if (dot := numbers.local(one.dot)) not in known
            and dot[0] not in {ME, SEED}
            and one.n > self._feeds.last_of(dot[0])  # the hub has it: it was read, or comes with the rest
        ]
        standings = self._standings(numbers)
        read = standings.read((change.kind, change.id) for _, change in fresh)
        rows = []
        for one, change in fresh:
            standing = read[change.kind, change.id]
            before = to_json(_before(standing, change)).decode()
            standing.take(change)
            sets, bases = to_json(one.sets).decode(), to_json(change.bases).decode()
            rows.append((*change.dot, change.at, one.feed, one.kind, one.id, sets, bases, before))
        kinds = standings.write(read.values())
        standings.write_gone(read.values())
        self._write_carried(rows)
        return Got(received=len(fresh), kinds=kinds)

    def adopt(self, feed: str, records: Mapping[Key, Mapping[str, Cell]], numbers: Numbers) -> Got:
        """Let what the hub says be all that is live in these records, then put on top what waits here. Safe to repeat."""
        standings = self._standings(numbers)
        read = standings.read(records)
        for key, cells in records.items():
            standing = read[key]
            standing.feed = feed
            standing.replace({name: numbers.cell(cell) for name, cell in cells.items()})
            if standing.gone:
                self._database.write("DELETE FROM gone WHERE kind = ? AND id = ?", key)
                standing.gone.clear()
        self._put_on_top(read, numbers)
        kinds = standings.write(read.values())
        standings.write_gone(read.values())
        return Got(received=len(records), kinds=kinds)

    def adopt_new(self, feed: str, lines: Sequence[RecordLine], numbers: Numbers) -> tuple[Got, list[RecordLine]]:
        """Make at once those records of ``lines`` of which nothing is here; return the others, to `adopt`. Safe to repeat."""
        here = self._touched_here([(one.kind, one.id) for one in lines])
        made: dict[str, list[tuple[Record, Plain]]] = {}
        versions, left = [], []
        for one in lines:
            kind, stamps = KINDS_BY_NAME.get(one.kind), numbers.stamps(one.places)
            found = fresh(kind, one, stamps) if kind and stamps and (one.kind, one.id) not in here else None
            if kind is None or found is None:
                left.append(one)
                continue
            made.setdefault(kind.name, []).append((found.record, found.plain))
            versions.append((one.kind, one.id, to_json(found.stamps).decode(), seal(kind, found.plain), feed))
        for name, written in made.items():
            self._records.write_rows(KINDS_BY_NAME[name], written)
        self._records.index([record for written in made.values() for record, _ in written], known=())
        self._records.log.write_versions(versions)
        return Got(received=len(versions), kinds=frozenset(made)), left

    def adopt_gone(self, gone: Iterable[tuple[str, str, str, Dot]], numbers: Numbers) -> None:
        """Keep the values that the hub knows as replaced before they arrived."""
        self._database.write_all(
            "INSERT OR IGNORE INTO gone (kind, id, field, desk, n) VALUES (?, ?, ?, ?, ?)",
            [(kind, record, name, *numbers.local(dot)) for kind, record, name, dot in gone],
        )

    def adopted(self, feed: Followed, kept: Iterable[Key], numbers: Numbers, *, removals_agreed: bool = False) -> Got:
        """Finish a snapshot: what it does not hold and nobody here is writing leaves; the cursor moves.

        Raises:
            UnavailableError: ``TOO_MANY_REMOVED``.
        """
        shown_before = self._shown_sheets()
        here = {
            (kind, record)
            for kind, record in self._database.rows(
                "SELECT kind, id FROM versions WHERE feed = ? UNION SELECT kind, id FROM beside WHERE (kind, id) IN"
                " (SELECT kind, id FROM journal WHERE feed = ?)",
                (feed.id, feed.id),
            )
        } - set(kept)
        got = self.adopt(feed.id, {key: {} for key in here}, numbers) if here else Got()
        self._database.write("DELETE FROM journal WHERE feed = ? AND seq > ?", (feed.id, feed.cursor))
        self._feeds.keep(feed)
        self._refuse_mass_removal(shown_before, agreed=removals_agreed)
        return replace(got, received=0)

    def show_again(self, numbers: Numbers, *, kinds: Iterable[str] = ()) -> frozenset[str]:
        """Look again at everything that stands beside: a program that knows more fields, or more records, shows more."""
        condition = " WHERE kind IN (SELECT value FROM json_each(?))" if kinds else ""
        keys = self._database.rows(
            f"SELECT DISTINCT kind, id FROM beside{condition}",  # noqa: S608 - one of two constants
            (to_json(list(kinds)).decode(),) if kinds else (),
        )
        standings = self._standings(numbers)
        read = standings.read((kind, record) for kind, record in keys)
        for standing in read.values():
            for name in list(standing.beside):
                standing.cell(name)
            row = self._database.row("SELECT feed FROM journal WHERE kind = ? AND id = ? LIMIT 1", standing.key)
            standing.feed = row[0] if row else ""
        return standings.write(read.values())

    def forget_after(self, feed: Followed, start: int, numbers: Numbers) -> tuple[Change, ...]:
        """Take away from the journal what the hub has lost, keep it as carried, and return it as the hub had numbered it."""
        rows = self._database.rows(
            "SELECT desk, n, at, kind, id, sets, bases, before FROM journal WHERE feed = ? AND seq > ? ORDER BY seq",
            (feed.id, start),
        )
        own = self._outbox.own([n for desk, n, *_ in rows if desk == ME], numbers)
        lost = []
        for desk, n, at, kind, record, sets, bases, _ in rows:
            if desk == ME:
                lost.append(replace(own[n], at=at))
                continue
            seen = from_json(bases, dict[str, list[tuple[int, int]]])
            lost.append(
                Change(
                    desk=desk,
                    n=n,
                    at=at,
                    feed=feed.id,
                    kind=kind,
                    id=record,
                    sets=from_json(sets, dict[str, Any]),
                    bases={name: tuple(numbers.numbered(dot) for dot in dots) for name, dots in seen.items()},
                )
            )
        self._write_carried(
            (desk, n, at, feed.id, kind, record, sets, bases, before)
            for desk, n, at, kind, record, sets, bases, before in rows
            if desk != ME
        )
        self._database.write("DELETE FROM journal WHERE feed = ? AND seq > ?", (feed.id, start))
        self._feeds.keep(replace(feed, cursor=min(feed.cursor, start), mark=""))
        return tuple(lost)

    def _standings(self, numbers: Numbers) -> Standings:
        return Standings(self._database, self._records, numbers)

    def _put_on_top(self, read: Mapping[Key, Standing], numbers: Numbers) -> None:
        """Merge again what waits here and what is carried, of these records."""
        mine = self._outbox.own(self._outbox.waiting_for(read), numbers)
        for n, one in sorted(mine.items()):
            change = _coming(one.effect(), (ME, n), numbers)
            read[change.kind, change.id].take(change)
        wanted = to_json([list(key) for key in read]).decode()
        for desk, n, at, feed, kind, record, sets, bases in self._database.rows(
            "SELECT desk, n, at, feed, kind, id, sets, bases FROM carried WHERE (kind, id) IN"
            " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)) ORDER BY at, desk, n",
            (wanted,),
        ):
            change = Coming(
                dot=(desk, n), at=at, feed=feed, kind=kind, id=record,
                sets=from_json(sets, dict[str, Any]), bases=from_json(bases, dict[str, list[tuple[int, int]]]),
            )  # fmt: skip
            read[kind, record].take(change)

    def _carried(self, dots: Sequence[Dot]) -> dict[Dot, tuple[str, str, str]]:
        """Return kind, record and values of what a stick had brought under these numbers."""
        rows = self._database.rows(
            "SELECT desk, n, kind, id, sets FROM carried WHERE (desk, n) IN"
            " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
            (to_json([list(dot) for dot in dots]).decode(),),
        )
        return {(desk, n): (kind, record, sets) for desk, n, kind, record, sets in rows}

    def _blank(self, erasure: Coming) -> None:
        """Take what was erased out of everything kept of the past."""
        key = (erasure.kind, erasure.id)
        self._database.write("UPDATE journal SET sets = '{}', before = '{}' WHERE kind = ? AND id = ?", key)
        self._database.write("UPDATE carried SET sets = '{}', before = '{}' WHERE kind = ? AND id = ?", key)
        self._database.write(
            "UPDATE changes SET sets = '{}', before = '{}' WHERE kind = ? AND id = ? AND state IN (1, 2)", key
        )

    def _known(self, dots: Sequence[Dot]) -> set[Dot]:
        """Return those of ``dots`` that were applied here already."""
        asked = to_json([list(dot) for dot in dots]).decode()
        pairs = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
        found = set(self._database.rows(f"SELECT desk, n FROM journal WHERE (desk, n) IN ({pairs})", (asked,)))  # noqa: S608 - a constant
        found |= set(self._database.rows(f"SELECT desk, n FROM carried WHERE (desk, n) IN ({pairs})", (asked,)))  # noqa: S608 - a constant
        own = self._database.rows(f"SELECT 0, n FROM changes WHERE (0, n) IN ({pairs})", (asked,))  # noqa: S608 - a constant
        return found | set(own)

    def _touched_here(self, keys: Sequence[Key]) -> set[Key]:
        """Return those of ``keys`` of which anything stands here, waits or is carried."""
        return set(
            self._database.rows(
                "WITH wanted AS MATERIALIZED (SELECT value ->> 0 AS kind, value ->> 1 AS id FROM json_each(?))"
                " SELECT kind, id FROM wanted WHERE (kind, id) IN (SELECT kind, id FROM carried)"
                " OR EXISTS (SELECT 1 FROM versions WHERE kind = wanted.kind AND id = wanted.id)"
                " OR EXISTS (SELECT 1 FROM beside WHERE kind = wanted.kind AND id = wanted.id)"
                " OR EXISTS (SELECT 1 FROM gone WHERE kind = wanted.kind AND id = wanted.id)"
                " OR EXISTS (SELECT 1 FROM changes WHERE kind = wanted.kind AND id = wanted.id)",
                (to_json([list(key) for key in keys]).decode(),),
            )
        )

    def _write_journal(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._database.write_all(
            "INSERT INTO journal (feed, seq, desk, n, at, kind, id, sets, bases, before)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _write_carried(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._database.write_all(
            "INSERT OR IGNORE INTO carried (desk, n, at, feed, kind, id, sets, bases, before)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _shown_sheets(self) -> int:
        row = self._database.row("SELECT count(*) FROM sheet_order")  # one for each sheet not removed, and short
        return int(row[0]) if row else 0

    def _refuse_mass_removal(self, before: int, *, agreed: bool) -> None:
        """Stop when what came takes away too much: a hub that was emptied or took a wrong turn must not empty a desk."""
        removed = before - self._shown_sheets()
        if not agreed and removed >= REMOVED_AT_ONCE and removed >= before * REMOVED_SHARE:
            raise UnavailableError(Code.TOO_MANY_REMOVED, count=removed)


def _dot(one: Change | Echo) -> Dot:
    return one.desk, one.n


def _another_body(whole: Change, brought: tuple[str, str, str]) -> set[Key]:
    """Return the records where a stick had brought something else under this number: two desks wrote under it."""
    kind, record, sets = brought
    if (kind, record, from_json(sets, object)) == (whole.kind, whole.id, dict(whole.sets)):
        return set()
    return {(kind, record), (whole.kind, whole.id)}


def _coming(one: Change, dot: Dot, numbers: Numbers) -> Coming:
    """Return a change of the wire in the numbers kept here, an erasure turned into what it does."""
    effect = one.effect()
    return Coming(
        dot=dot,
        at=one.at,
        feed=one.feed,
        kind=effect.kind,
        id=effect.id,
        sets=effect.sets,
        bases={name: [numbers.local(seen) for seen in dots] for name, dots in effect.bases.items()},
    )


def _before(standing: Standing, change: Coming) -> dict[str, Any]:
    """Return what was shown in the fields that a change writes, for the history that people read."""
    if standing.plain is None:
        return {}
    said = {name: standing.said(name) for name in change.sets}
    return {name: value for name, value in said.items() if value not in (None, "", [], 0)}


def _journal(feed: str, seq: int, change: Coming, whole: Change, before: Mapping[str, Any]) -> tuple[object, ...]:
    """Return the row of an entry: an erasure keeps its own kind, so that it can be handed over as it came."""
    kept = (to_json(one).decode() for one in (whole.sets, change.bases, before))
    return feed, seq, *change.dot, change.at, whole.kind, whole.id, *kept
