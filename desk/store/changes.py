"""The change log: what each save changed, field by field, and which value its author had in front of them.

Source of the design: the exchange's rule that a write removes the values its author had seen, and only those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from desk.base.clock import Clock
from desk.base.codec import from_json, to_json, to_plain
from desk.domain.catalogue import Kind, columns, defaults
from desk.store.database import Database

ME = 0
"""The desk's number before a hub gives it one."""

SEED = -1
"""The dot of what came with the program: the same on every desk, so that two desks never disagree about it."""

Plain = dict[str, Any]
Stamp = tuple[int, int, int]
"""Where a value comes from: desk, number of its change, second when it is held to have been written."""

Stamps = dict[str, Stamp]
"""The stamp of each field; ``*`` stands for the creating change, of every field that says something and has none."""


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a record beside its values: the stamp of each field, the feed it belongs to."""

    stamps: Stamps
    feed: str = ""


NO_VERSION = Version({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who saves: initials or nothing for a person, `SEED` and an edition for the program's own content."""

    initials: str = ""
    seed_edition: int | None = None


def spread(kind: Kind, plain: Plain) -> Plain:
    """Return the fields as they travel: groups as one, members of sets and items of maps one by one, the id left out."""
    fields: Plain = {}
    for way, name, names in _ways(kind):
        if way == _PLAIN:
            fields[name] = plain[name]
        elif way == _GROUPED:
            fields[name] = {one: plain[one] for one in names}
        elif value := plain[name]:
            members = ((item, 1) for item in value) if way == _MEMBERS else ((item["id"], item) for item in value)
            fields.update({f"{name}.{member}": kept for member, kept in members})
    return fields


_PLAIN, _GROUPED, _MEMBERS, _ITEMS = range(4)


@cache
def _ways(kind: Kind) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Return how each field but the id travels: alone, in a group with its names, member by member or item by item."""
    grouped = {name: (group, names) for group, names in kind.groups for name in names}
    ways: dict[str, tuple[int, str, tuple[str, ...]]] = {}
    for name in columns(kind):
        if name in grouped:
            group, names = grouped[name]
            ways.setdefault(group, (_GROUPED, group, tuple(one for one in columns(kind) if one in names)))
        elif name != "id":
            ways[name] = (_MEMBERS if name in kind.sets else _ITEMS if name in kind.maps else _PLAIN, name, ())
    return tuple(ways.values())


@cache
def groups_of(kind: Kind) -> dict[str, frozenset[str]]:
    """Return the members of each group of fields that travel as one."""
    return {name: frozenset(members) for name, members in kind.groups}


def gather(kind: Kind, fields: Plain) -> Plain:
    """Return the plain record that `spread` came from, the id left out; sets and maps in an order of their own."""
    groups = dict(kind.groups)
    plain: Plain = {name: [] for name in (*kind.sets, *kind.maps)}
    for name, value in fields.items():
        whole, dot, member = name.partition(".")
        if name in groups:
            plain.update(value)
        elif dot and whole in kind.sets:
            if value:
                plain[whole].append(member)
        elif dot and whole in kind.maps:
            if value:
                plain[whole].append(value)
        else:
            plain[name] = value
    return ordered(kind, plain)


def ordered(kind: Kind, plain: Plain) -> Plain:
    """Return ``plain`` with sets and maps in the one order that every desk gives them."""
    for name in kind.sets:
        if len(plain[name]) > 1:
            plain[name] = sorted(set(plain[name]))
    for name in kind.maps:
        if len(plain[name]) > 1:
            plain[name] = sorted(plain[name], key=lambda item: (item.get("position", 0), item["id"]))
    return plain


def difference(before: Plain, after: Plain) -> Plain:
    """Return the fields of ``after`` that differ from ``before``; a member that left a set becomes 0."""
    changed = {name: value for name, value in after.items() if name not in before or before[name] != value}
    changed.update({name: 0 for name in before if name not in after and before[name]})
    return changed


@cache
def blank(kind: Kind) -> Plain:
    """Return the spread fields of a record of which nothing is said yet: what a field is until somebody sets it."""
    known = to_plain(defaults(kind))
    return spread(kind, {name: known.get(name) for name in columns(kind)})


def seal(kind: Kind, plain: Plain) -> bytes:
    """Return 16 bytes that change with any bit of the record: bit rot shows even where SQLite sees nothing."""
    return blake2b(kind.name.encode() + to_json(plain), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Save:
    """One record about to be kept: its fields before and after as they travel, its version, itself made plain.

    ``settled`` are fields written again even if they stay the same: somebody chose between several values.
    """

    id: str
    before: Plain
    after: Plain
    version: Version
    plain: Plain
    settled: frozenset[str] = frozenset()


class ChangeLog:
    """Writes the log and the dots. Every method is called inside the transaction that writes the rows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def version(self, kind: Kind, record_id: str) -> Version:
        """Return what is known of one record, nothing when it does not exist."""
        return self.versions(kind, (record_id,)).get(record_id, NO_VERSION)

    def versions(self, kind: Kind, ids: Sequence[str]) -> dict[str, Version]:
        """Return what is known of those of ``ids``, at most 500, that exist."""
        marks = ", ".join("?" * len(ids))
        rows = self._database.rows(
            f"SELECT id, dots, feed FROM versions WHERE kind = ? AND id IN ({marks})",  # noqa: S608 - only marks
            (kind.name, *ids),
        )
        return {record_id: Version(from_json(dots, Stamps), feed) for record_id, dots, feed in rows}

    def keep(self, kind: Kind, saves: Sequence[Save], author: Author) -> list[frozenset[str]]:
        """Log what changed in each of ``saves`` and return the changed fields of each.

        A new record logs what differs from a blank one. A change names, for each of its fields, the changes whose values
        its author had seen; none where nobody had set it yet. What stood beside a field and could be read is replaced.
        """
        n, last = self._last()
        read, offset = self._read_so_far(), self._offset()
        beside = self._beside(kind, saves) if author.seed_edition is None else {}
        logged, versions, answers, closed = [], [], [], []
        for save in saves:
            sets = difference(save.before, save.after)
            sets.update({name: save.after.get(name, 0) for name in save.settled})
            answers.append(frozenset(sets))
            stamps, feed = save.version.stamps, save.version.feed
            if not sets and stamps:
                continue
            if author.seed_edition is not None:
                stamp = (SEED, author.seed_edition, 0)
            else:
                n, last = n + 1, max(self._clock.utc_ms() + offset, last + 1)
                stamp = (ME, n, last // 1000)
                others = beside.get(save.id, {})
                row = self._row(kind, save, sets, others)
                logged.append((n, last, kind.name, save.id, *row, author.initials, feed, read.get(feed, 0)))
                closed += [(kind.name, save.id, name, *dot) for name in sets for dot in others.get(name, ())]
            stamps = {**stamps, **dict.fromkeys(sets, stamp)} if stamps else {"*": stamp}
            versions.append((kind.name, save.id, to_json(stamps).decode(), seal(kind, save.plain), feed))
        self._database.write_all(
            "INSERT INTO changes (n, at_ms, kind, id, sets, bases, before, author, feed, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            logged,
        )
        self.write_versions(versions)
        self._database.write_all(
            "DELETE FROM beside WHERE kind = ? AND id = ? AND field = ? AND desk = ? AND n = ?", closed
        )
        return answers

    def erase(self, kind_name: str, record_id: str, feed: str) -> None:
        """Log an erasure, and take what is erased out of everything kept of the past. Inside the transaction of the row.

        What waits of the record becomes an erasure too: a number is never left out, and never says what it said.
        """
        said = to_json({"kind": kind_name}).decode()
        key = (kind_name, record_id)
        self._database.write(
            "UPDATE changes SET chain = NULL WHERE state = 0 AND n >= (SELECT min(n) FROM changes WHERE state = 0"
            " AND kind = ? AND id = ?)",
            key,
        )
        self._database.write(
            "UPDATE changes SET kind = 'purge', sets = ?, bases = '{}', before = '{}'"
            " WHERE state = 0 AND kind = ? AND id = ?",
            (said, *key),
        )
        for table in ("changes", "journal", "carried"):
            self._database.write(f"UPDATE {table} SET sets = '{{}}', before = '{{}}' WHERE kind = ? AND id = ?", key)  # noqa: S608 - our own names
        self._database.write("DELETE FROM beside WHERE kind = ? AND id = ?", key)
        n, last = self._last()
        at_ms = max(self._clock.utc_ms() + self._offset(), last + 1)
        self._database.write(
            "INSERT INTO changes (n, at_ms, kind, id, sets, bases, before, feed, seen)"
            " VALUES (?, ?, 'purge', ?, ?, '{}', '{}', ?, ?)",
            (n + 1, at_ms, record_id, said, feed, self._read_so_far().get(feed, 0)),
        )

    def write_versions(self, versions: Sequence[tuple[str, str, str, bytes, str]]) -> None:
        """Write rows of kind, id, stamps as JSON, seal and feed."""
        self._database.write_all(
            "INSERT INTO versions (kind, id, dots, seal, feed) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET dots = excluded.dots, seal = excluded.seal, feed = excluded.feed",
            versions,
        )

    def write_known_versions(self, versions: Sequence[tuple[str, bytes, str, str, str]]) -> None:
        """Write stamps as JSON, seal and feed of the records of that kind and id, which are there."""
        self._database.write_all("UPDATE versions SET dots = ?, seal = ?, feed = ? WHERE kind = ? AND id = ?", versions)

    def _row(
        self, kind: Kind, save: Save, sets: Plain, beside: Mapping[str, Sequence[tuple[int, int]]]
    ) -> tuple[str, ...]:
        bases, old = {}, {}
        stamps = save.version.stamps
        if stamps:
            nothing = blank(kind)
            for name in sets:
                seen = list(beside.get(name, ()))
                if name in stamps:
                    seen.insert(0, stamps[name][:2])
                elif name in save.before and save.before[name] != nothing.get(name):
                    seen.insert(0, stamps["*"][:2])
                if seen:
                    bases[name] = seen
                if name in save.before:
                    old[name] = save.before[name]
        return tuple(to_json(part).decode() for part in (sets, bases, old))

    def _beside(self, kind: Kind, saves: Sequence[Save]) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Return the dots that stand beside each field of each record and can be read here."""
        marks = ", ".join("?" * len(saves))
        found: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for record_id, name, desk, n in self._database.rows(
            f"SELECT id, field, desk, n FROM beside WHERE kind = ? AND readable AND id IN ({marks})",  # noqa: S608 - only marks
            (kind.name, *(save.id for save in saves)),
        ):
            found.setdefault(record_id, {}).setdefault(name, []).append((desk, n))
        return found

    def _read_so_far(self) -> dict[str, int]:
        """Return how far each feed was read: what the author of a change could know."""
        return dict(self._database.rows("SELECT id, cursor FROM feeds"))

    def _offset(self) -> int:
        """Return how many milliseconds the hub's clock is ahead of this one, as far as is known."""
        row = self._database.row("SELECT value FROM state WHERE name = 'clock_offset_ms'")
        return int(row[0]) if row else 0

    def count(self) -> int:
        """Return how many saves wait to be exchanged."""
        row = self._database.row("SELECT count(*) FROM changes WHERE state = 0")
        return int(row[0]) if row else 0

    def _last(self) -> tuple[int, int]:
        """Return the last number given and its time: times never go back, whatever the machine's clock does."""
        row = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")
        last = self._database.row("SELECT at_ms FROM changes ORDER BY n DESC LIMIT 1")
        return int(row[0]) if row else 0, int(last[0]) if last else -1
