"""What stands in each field of a record: its live values, read from the file, moved by changes, shown again as a record.

One value of each field is in the record itself; others stand beside it until a person settles them. Fields and kinds
that this program does not know yet stand beside too, so that a later program shows them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from desk.base.codec import CodecError, from_json, from_plain, to_json, to_plain
from desk.domain.catalogue import KINDS, Kind, Record, columns
from desk.store.changes import (
    ME,
    NO_VERSION,
    Plain,
    Stamp,
    Stamps,
    Version,
    blank,
    gather,
    groups_of,
    ordered,
    seal,
    spread,
)
from desk.store.database import Database
from desk.store.numbers import Numbers
from desk.store.records import BATCH, Records, Row
from desk.store.rows import as_kept
from desk.store.search import is_searched
from desk.wire.merge import Cell, Dot, Gone, Value, merge, retime

KINDS_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}

Key = tuple[str, str]
"""(kind, record)."""


class Coming:
    """A change on its way in, in the numbers kept here; what `merge` asks for."""

    __slots__ = ("at", "bases", "dot", "feed", "id", "kind", "sets")

    def __init__(
        self, *, dot: Dot, at: int, feed: str, kind: str, id: str,  # noqa: A002 - the wire's word
        sets: Mapping[str, Any], bases: Mapping[str, Iterable[Dot]],
    ) -> None:  # fmt: skip
        self.dot, self.at, self.feed, self.kind, self.id, self.sets, self.bases = dot, at, feed, kind, id, sets, bases


@dataclass(slots=True)
class Standing:
    """One record with everything live in it; ``plain`` is what is shown, None where there is no record."""

    kind: Kind | None
    key: Key
    row: Row | None = None
    plain: Plain | None = None
    version: Version = NO_VERSION
    beside: dict[str, Cell] = field(default_factory=dict)
    gone: Gone = field(default_factory=set)
    touched: dict[str, Cell] = field(default_factory=dict)
    feed: str = ""
    new_gone: bool = False

    def cell(self, name: str) -> Cell:
        """Return the live values of one field, to be moved in place."""
        if name not in self.touched:
            found: Cell = dict(self.beside.get(name, {}))
            stamp = self._stamp(name)
            if stamp is not None:
                found[stamp[:2]] = Value(stamp[2], self.said(name))
            self.touched[name] = found
        return self.touched[name]

    @property
    def is_new(self) -> bool:
        """Whether nothing is known of this record yet."""
        return self.plain is None and not (self.beside or self.gone or self.touched)

    def take(self, change: Coming) -> None:
        """Merge one change."""
        self.feed = self.feed or change.feed
        if self.is_new and not change.bases:
            self.touched = {name: {change.dot: Value(change.at, value)} for name, value in change.sets.items()}
            return
        live = {(*self.key, name): self.cell(name) for name in {**change.sets, **change.bases}}
        before = len(self.gone)
        merge(live, self.gone, change)
        self.new_gone |= len(self.gone) != before

    def retime(self, change: Coming) -> None:
        """Give the values that ``change`` wrote the time that the hub has decided."""
        retime({(*self.key, name): self.cell(name) for name in change.sets}, change)

    def replace(self, cells: Mapping[str, Cell]) -> None:
        """Let ``cells`` be all that is live."""
        for name in {*self.names(), *cells}:
            self.touched[name] = dict(cells.get(name, {}))

    def said(self, name: str) -> Any:
        """Return what is shown of one field, as it travels; 0 for a member that is not there."""
        if self.kind is None or self.plain is None or not _is_known(self.kind, name):
            return 0 if "." in name else None
        return _said(self.kind, self.plain, name)

    def names(self) -> set[str]:
        """Return the fields where something is live."""
        shown = spread(self.kind, self.plain) if self.kind and self.plain is not None else {}
        named = {name for name in shown if self._stamp(name) is not None}
        return named | set(self.version.stamps) - {"*"} | set(self.beside)

    def _stamp(self, name: str) -> Stamp | None:
        stamps = self.version.stamps
        if name in stamps:
            return stamps[name]
        if "*" not in stamps or self.kind is None:
            return None
        return stamps["*"] if _says(self.kind, name, self.said(name)) else None


class Standings:
    """Reads and writes what stands in records. Every method is called inside a transaction."""

    def __init__(self, database: Database, records: Records, numbers: Numbers) -> None:
        self._database = database
        self._records = records
        self._numbers = numbers

    def read(self, keys: Iterable[Key]) -> dict[Key, Standing]:
        """Return what stands in each of ``keys``, records that do not exist included."""
        found: dict[Key, Standing] = {}
        by_kind: dict[str, list[str]] = {}
        for kind_name, record_id in dict.fromkeys(keys):
            by_kind.setdefault(kind_name, []).append(record_id)
        for kind_name, ids in by_kind.items():
            for start in range(0, len(ids), BATCH):
                self._read(kind_name, ids[start : start + BATCH], found)
        return found

    def write(self, standings: Iterable[Standing]) -> frozenset[str]:
        """Write what was touched and return the kinds whose records changed."""
        kinds: set[str] = set()
        made: dict[str, list[tuple[Record, Plain]]] = {}
        mended: dict[str, list[tuple[Plain, tuple[str, ...]]]] = {}
        versions, known_versions, leaving, beside, known = [], [], [], [], set()
        seen: list[Record] = []
        for one in standings:
            if not one.touched and not one.new_gone:
                continue
            if one.plain is None:
                for name in one.beside:  # what came before its main fields is shown with them
                    one.cell(name)
            record, plain, shown = self._shown(one)
            if record is not None and plain is not None and one.kind is not None:
                kinds.add(one.kind.name)
                stamps = to_json(_stamps(one, shown, one.kind, plain)).decode()
                sealed, feed = seal(one.kind, plain), one.version.feed or one.feed
                if one.row is None:
                    made.setdefault(one.kind.name, []).append((record, plain))
                else:
                    known.add(record.id)
                    mended.setdefault(one.kind.name, []).append((plain, _columns_of(one.kind, tuple(one.touched))))
                if one.version is NO_VERSION:
                    versions.append((*one.key, stamps, sealed, feed))
                else:
                    known_versions.append((stamps, sealed, feed, *one.key))
                if one.row is None or one.kind.name != "sheet" or is_searched(one.touched):
                    seen.append(record)
            elif one.plain is not None:
                self._records.drop(one.key[0], one.key[1])
            for name, cell in one.touched.items():
                if name in one.beside:
                    leaving.append((*one.key, name))
                beside += [
                    (*one.key, name, *dot, value.at, to_json(value.value).decode(), int(name in shown))
                    for dot, value in cell.items()
                    if record is None or shown.get(name) != dot
                ]
        self._database.write_all("DELETE FROM beside WHERE kind = ? AND id = ? AND field = ?", leaving)
        self._database.write_all(
            "INSERT INTO beside (kind, id, field, desk, n, at, value, readable) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", beside
        )
        for kind_name, new in made.items():
            self._records.write_rows(KINDS_BY_NAME[kind_name], new)
        for kind_name, old in mended.items():
            self._records.mend_rows(KINDS_BY_NAME[kind_name], old)
        self._records.index(seen, known)
        self._records.log.write_versions(versions)
        self._records.log.write_known_versions(known_versions)
        return frozenset(kinds)

    def write_gone(self, standings: Iterable[Standing]) -> None:
        """Write the values that were replaced before they arrived."""
        self._database.write_all(
            "INSERT OR IGNORE INTO gone (kind, id, field, desk, n) VALUES (?, ?, ?, ?, ?)",
            [(*key, *dot) for one in standings if one.new_gone for *key, dot in one.gone],
        )

    def retime_own(self, own: Iterable[tuple[int, Key]], times: Mapping[int, int]) -> list[int]:
        """Give what this desk's changes ``own`` wrote the ``times`` that the hub has decided; return those left as they are.

        Left are those of records where something stands beside: another time may show another value there.
        """
        by_key: dict[Key, dict[int, int]] = {}
        for n, key in own:
            by_key.setdefault(key, {})[n] = times[n]
        asked = to_json([list(key) for key in by_key]).decode()
        contested = set(
            self._database.rows(
                "SELECT DISTINCT beside.kind, beside.id FROM json_each(?) AS wanted CROSS JOIN beside"
                " WHERE beside.kind = wanted.value ->> 0 AND beside.id = wanted.value ->> 1",
                (asked,),
            )
        )
        left = [n for key in contested for n in by_key.pop(key)]
        rows = self._database.rows(
            "SELECT versions.kind, versions.id, dots FROM json_each(?) AS wanted CROSS JOIN versions"
            " WHERE versions.kind = wanted.value ->> 0 AND versions.id = wanted.value ->> 1",
            (asked,),
        )
        self._database.write_all(
            "UPDATE versions SET dots = ? WHERE kind = ? AND id = ?",
            [
                (to_json(_retimed(from_json(dots, Stamps), by_key[kind, record])).decode(), kind, record)
                for kind, record, dots in rows
                if (kind, record) in by_key
            ],
        )
        return left

    def _read(self, kind_name: str, ids: Sequence[str], found: dict[Key, Standing]) -> None:
        kind = KINDS_BY_NAME.get(kind_name)
        marks = ", ".join("?" * len(ids))
        rows = self._records.rows(kind, ids) if kind else {}
        versions = self._records.log.versions(kind, ids) if kind else {}
        for record_id in ids:
            row = rows.get(record_id)
            found[kind_name, record_id] = Standing(
                kind,
                (kind_name, record_id),
                row,
                self._records.unproven(kind, row) if kind and row else None,
                versions.get(record_id, NO_VERSION),
            )
        for record_id, name, desk, n, at, value in self._database.rows(
            f"SELECT id, field, desk, n, at, value FROM beside WHERE kind = ? AND id IN ({marks})",  # noqa: S608 - only marks
            (kind_name, *ids),
        ):
            cell = found[kind_name, record_id].beside.setdefault(name, {})
            cell[desk, n] = Value(at, from_json(value, object))
        for record_id, name, desk, n in self._database.rows(
            f"SELECT id, field, desk, n FROM gone WHERE kind = ? AND id IN ({marks})",  # noqa: S608 - only marks
            (kind_name, *ids),
        ):
            found[kind_name, record_id].gone.add((kind_name, record_id, name, (desk, n)))

    def _shown(self, one: Standing) -> tuple[Record | None, Plain | None, dict[str, Dot]]:
        """Return the record to show, as it is and made plain, and the dot of the value shown in each touched field.

        None where no record can be made of what is known: of a kind not known yet, or its main fields are not here.
        """
        if one.kind is None:
            return None, None, {}
        tops: dict[str, tuple[Dot, Value]] = {}
        for name, cell in one.touched.items():
            top = next(iter(cell.items())) if len(cell) == 1 else self._numbers.shown(cell)
            if top is not None and _is_known(one.kind, name):
                tops[name] = top
        if not tops and one.names() <= one.touched.keys():
            return None, None, {}
        if all(_fits(one.kind, name, top[1].value) for name, top in tops.items()):
            if one.plain is not None:
                plain = dict(one.plain)
                for name in one.touched:
                    if _is_known(one.kind, name):
                        _put(one.kind, plain, name, tops[name][1].value if name in tops else _nothing(one.kind, name))
                made = _record(one.kind, plain)
            else:
                told = {name: top[1].value for name, top in tops.items()}
                made = _record_of(one.kind, one.key[1], {**blank(one.kind), **told})
            if made is not None:
                return *made, {name: top[0] for name, top in tops.items()}
        return self._shown_by_trial(one)

    def _shown_by_trial(self, one: Standing) -> tuple[Record | None, Plain | None, dict[str, Dot]]:
        """Return the same, field by field: a value that this program cannot read stays beside, the next one is tried."""
        kind, record_id = one.kind, one.key[1]
        if kind is None:
            return None, None, {}
        if one.row is not None:
            self._records.must_be_sound(kind, one.row)
        fields = {**blank(kind), **(spread(kind, one.plain) if one.plain is not None else {})}
        needed = [name for name, value in fields.items() if value is None and name in one.touched]
        made, shown = _record_of(kind, record_id, fields), {}
        for name in sorted(one.touched, key=lambda name: name not in needed):
            if not _is_known(kind, name):
                continue
            left = dict(one.touched[name])
            before = fields.get(name)
            _set(kind, fields, name, None, there=False)
            while (top := self._numbers.shown(left)) is not None:
                tried = dict(fields)
                _set(kind, tried, name, top[1].value, there=True)
                found = _record_of(kind, record_id, tried) if _fits(kind, name, top[1].value) else None
                if found is not None or (made is None and name in needed and top[1].value is not None):
                    made, fields, shown[name] = found, tried, top[0]
                    break
                del left[top[0]]
            else:
                emptied = _record_of(kind, record_id, fields)
                if emptied is None and made is not None:
                    _set(kind, fields, name, before, there=True)  # what it needs cannot be read: nothing to show
                    return None, None, {}
                made = emptied
        return (*made, shown) if made is not None else (None, None, {})


def _retimed(stamps: Stamps, times: Mapping[int, int]) -> Stamps:
    """Return ``stamps``, those of this desk's changes at the ``times`` given by number."""
    return {
        name: (desk, n, times[n]) if desk == ME and n in times else (desk, n, at)
        for name, (desk, n, at) in stamps.items()
    }


def _stamps(one: Standing, shown: Mapping[str, Dot], kind: Kind, plain: Plain) -> dict[str, Stamp]:
    """Return the stamps of a record after it was touched; ``*`` stands for the change that made most of a new one."""
    stamps = dict(one.version.stamps)
    fresh = {name: (*dot, one.touched[name][dot].at) for name, dot in shown.items()}
    if "*" not in stamps:
        counts = Counter(fresh.values())
        stamps["*"] = max(counts, key=lambda stamp: (counts[stamp], stamp))
    first = stamps["*"]
    for name in one.touched:
        stamps.pop(name, None)
        stamped = fresh.get(name)
        if stamped is not None and (stamped != first or not _says(kind, name, _said(kind, plain, name))):
            stamps[name] = stamped
    return stamps


def _set(kind: Kind, fields: Plain, name: str, value: Any, *, there: bool) -> None:
    if there:
        fields[name] = value
    elif name in blank(kind):
        fields[name] = blank(kind)[name]
    else:
        fields.pop(name, None)


@cache
def _columns(kind: Kind) -> frozenset[str]:
    return frozenset(columns(kind))


@lru_cache(1000)
def _columns_of(kind: Kind, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of these fields, as fields travel, in their order; those that this program knows."""
    groups = groups_of(kind)
    found = {column for name in names for column in groups.get(name, (name.partition(".")[0],))}
    return tuple(column for column in columns(kind) if column in found)


def _is_known(kind: Kind, name: str) -> bool:
    """Return whether this program knows a field, as fields travel."""
    if name in blank(kind):
        return True
    whole, dot, _ = name.partition(".")
    return bool(dot) and (whole in kind.sets or whole in kind.maps)


def _fits(kind: Kind, name: str, value: Any) -> bool:
    """Return whether a value has the shape that its way of travelling asks for."""
    if name in blank(kind):
        members = groups_of(kind).get(name)
        return members is None or (isinstance(value, dict) and members <= value.keys())
    whole, _, member = name.partition(".")
    if whole in kind.maps:
        return value == 0 or (isinstance(value, dict) and value.get("id") == member)
    return isinstance(value, int) and value in {0, 1}


def _said(kind: Kind, plain: Plain, name: str) -> Any:
    """Return a field of a plain record as it travels; 0 for a member that is not there."""
    members = groups_of(kind).get(name)
    if members is not None:
        return {one: plain[one] for one in members}
    whole, dot, member = name.partition(".")
    if not dot:
        return plain[name]
    if whole in kind.sets:
        return int(member in plain[whole])
    return next((item for item in plain[whole] if item["id"] == member), 0)


def _nothing(kind: Kind, name: str) -> Any:
    """Return what a field is where nothing is live."""
    return blank(kind).get(name, 0)


def _says(kind: Kind, name: str, value: Any) -> bool:
    """Return whether a value says something: is not what a field is until somebody sets it."""
    return bool(value != _nothing(kind, name))


def _put(kind: Kind, plain: Plain, name: str, value: Any) -> None:
    """Write a field, as it travels, in a plain record; the lists of the record itself stay as they were."""
    members = groups_of(kind).get(name)
    whole, dot, member = name.partition(".")
    if members is not None:
        plain.update({one: value[one] for one in members})
    elif not dot:
        plain[name] = value
    elif whole in kind.sets:
        plain[whole] = [one for one in plain[whole] if one != member] + ([member] if value else [])
    else:
        plain[whole] = [item for item in plain[whole] if item["id"] != member] + ([value] if value else [])


def _record_of(kind: Kind, record_id: str, fields: Plain) -> tuple[Record, Plain] | None:
    """Return a record and the same made plain, or None where these fields make none."""
    if any(not isinstance(fields[name], dict) for name in groups_of(kind)):
        return None
    known = _columns(kind)
    plain = {name: value for name, value in gather(kind, fields).items() if name in known}
    return _record(kind, {"id": record_id, **plain})


def _record(kind: Kind, plain: Plain) -> tuple[Record, Plain] | None:
    try:
        record: Record = from_plain(plain, kind.record)
    except CodecError:
        return None
    return record, ordered(kind, as_kept(kind, to_plain(record)))
