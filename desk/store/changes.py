"""The change log: what each save changed, field by field, and which value its author had in front of them.

Source of the design: the exchange's rule that a write removes the values its author had seen, and only those.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from desk.base.clock import Clock
from desk.base.codec import from_json, to_json
from desk.domain.catalogue import Kind
from desk.store.database import Database

ME = 0
"""The desk's number before a hub gives it one."""

SEED = -1
"""The dot of what came with the program: the same on every desk, so that two desks never disagree about it."""

Plain = dict[str, Any]
Dots = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who saves: initials or nothing for a person, `SEED` and an edition for the program's own content."""

    initials: str = ""
    seed_edition: int | None = None


def spread(kind: Kind, plain: Plain) -> Plain:
    """Return the fields as they travel: groups as one, members of sets and items of maps one by one, the id left out."""
    grouped = grouping(kind)
    fields: Plain = {}
    for name, value in plain.items():
        if name == "id":
            continue
        if name in grouped:
            fields.setdefault(grouped[name], {})[name] = value
        elif name in kind.sets:
            for member in value:
                fields[f"{name}.{member}"] = 1
        elif name in kind.maps:
            for item in value:
                fields[f"{name}.{item['id']}"] = item
        else:
            fields[name] = value
    return fields


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


@cache
def grouping(kind: Kind) -> dict[str, str]:
    """Return the group of each field that travels in one."""
    return {name: group for group, names in kind.groups for name in names}


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


def seal(kind: Kind, plain: Plain) -> bytes:
    """Return 16 bytes that change with any bit of the record: bit rot shows even where SQLite sees nothing."""
    return blake2b(kind.name.encode() + to_json(plain), digest_size=16).digest()


class ChangeLog:
    """Writes the log and the dots. Every method is called inside the transaction that writes the rows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def dots(self, kind: Kind, record_id: str) -> Dots:
        """Return the dot of each field, ``*`` standing for the creating change."""
        row = self._database.row("SELECT dots FROM versions WHERE kind = ? AND id = ?", (kind.name, record_id))
        return from_json(row[0], dict[str, tuple[int, int]]) if row else {}

    def keep(
        self, kind: Kind, record_id: str, before: Plain, after: Plain, plain: Plain, author: Author
    ) -> frozenset[str]:
        """Log what changed between two spread values of one record and return the changed fields."""
        sets = difference(before, after)
        dots = self.dots(kind, record_id)
        if not sets and dots:
            return frozenset()
        if author.seed_edition is not None:
            dot = (SEED, author.seed_edition)
        else:
            bases = {name: [list(dots.get(name) or dots["*"])] for name in sets if name in dots or "*" in dots}
            old = {name: before[name] for name in sets if name in before}
            n = self._database.write(
                "INSERT INTO changes (at_ms, kind, id, sets, bases, before, author) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    self._stamp(),
                    kind.name,
                    record_id,
                    to_json(sets).decode(),
                    to_json(bases).decode(),
                    to_json(old).decode(),
                    author.initials,
                ),
            )
            dot = (ME, n)
        dots = {**dots, **dict.fromkeys(sets, dot)} if dots else {"*": dot}
        self._database.write(
            "INSERT INTO versions (kind, id, dots, seal) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET dots = excluded.dots, seal = excluded.seal",
            (kind.name, record_id, to_json(dots).decode(), seal(kind, plain)),
        )
        return frozenset(sets)

    def count(self) -> int:
        """Return how many saves wait to be exchanged."""
        row = self._database.row("SELECT count(*) FROM changes WHERE state = 0")
        return int(row[0]) if row else 0

    def _stamp(self) -> int:
        """Return a time that never goes back, whatever the machine's clock does."""
        row = self._database.row("SELECT at_ms FROM changes ORDER BY n DESC LIMIT 1")
        return max(self._clock.utc_ms(), int(row[0]) + 1 if row else 0)
