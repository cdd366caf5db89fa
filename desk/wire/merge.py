"""The one merge rule, the same word for word on desks and hub: a write removes the values its author had seen.

A field holds its *live* values, each named by the dot (desk, number) of the change that wrote it. A change takes away
the values its author was looking at (its bases) and stands beside those it had not seen: that is how a disagreement
shows, and both values stay until a person settles it. The result depends neither on the order of arrival nor on any
clock; times only choose which of the live values is shown meanwhile.

The caller gives each dot once: one that stands may be given again without harm, but one that was already replaced must
not be, for only replacements that came before their victim are remembered (`Gone`). The hub knows by "number applied",
a desk by its journal and by what it carries.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from desk.base.codec import to_sorted_json

Dot = tuple[int, int]
"""(desk, number): the name of a change for ever."""

CellKey = tuple[str, str, str]
"""(kind, record, field)."""

SEED = -1
"""The desk number of what comes with the program. Such values give way to any person's, and are never exchanged."""


class Value(NamedTuple):
    """One live value: when it is held to have been written (seconds, UTC) and what it says."""

    at: int
    value: Any


Cell = dict[Dot, Value]
"""The live values of one field."""

Live = dict[CellKey, Cell]
Gone = set[tuple[str, str, str, Dot]]
"""Values replaced before they arrived, which a stick or a relay can do: they must not come back to life."""


class Saved(Protocol):
    """What `merge` needs of a change; `desk.wire.change.Change` is one."""

    @property
    def kind(self) -> str:
        """The kind of record."""

    @property
    def id(self) -> str:
        """The record."""

    @property
    def dot(self) -> Dot:
        """The change's name."""

    @property
    def at(self) -> int:
        """When it is held to have been made."""

    @property
    def sets(self) -> Mapping[str, Any]:
        """What it writes, by field."""

    @property
    def bases(self) -> Mapping[str, Iterable[Dot]]:
        """What its author was looking at, by field. A field here and not in ``sets`` is only taken away (an erasure)."""


class Moved(NamedTuple):
    """What one merge did to one field: the dots that left, and whether the change itself stands now."""

    key: CellKey
    left: tuple[Dot, ...]
    stands: bool


def merge(live: Live, gone: Gone, change: Saved) -> list[Moved]:
    """Apply ``change`` to ``live`` and ``gone``, in place, and return what moved, field by field.

    ``live`` must hold the cells of the fields that the change names; an absent cell is an empty one. ``gone`` may hold
    only the entries of those fields.
    """
    dot, moved = change.dot, []
    for field in {**change.sets, **change.bases}:
        key = (change.kind, change.id, field)
        cell = live.setdefault(key, {})
        left = []
        for seen in change.bases.get(field, ()):
            if cell.pop(seen, None) is not None:
                left.append(seen)
            elif seen[0] != SEED:
                gone.add((*key, seen))
        stands = field in change.sets and (*key, dot) not in gone and not _gives_way(dot, cell)
        if stands:
            seeds = [other for other in cell if other[0] == SEED and other != dot]
            for seed in seeds:
                del cell[seed]
            left += seeds
            stands = dot not in cell
            cell[dot] = Value(change.at, change.sets[field])
        moved.append(Moved(key, tuple(left), stands))
    return moved


def retime(live: Live, change: Saved) -> None:
    """Give the values that ``change`` wrote the time that the hub has decided, where they are still live.

    For a change that a desk had applied with the time claimed (its own, or one heard from a stick) and that now comes
    back numbered: without it, two desks could show different values meanwhile.
    """
    for field in change.sets:
        cell = live.get((change.kind, change.id, field), {})
        if change.dot in cell:
            cell[change.dot] = Value(change.at, cell[change.dot].value)


def _gives_way(dot: Dot, cell: Cell) -> bool:
    """Return whether what comes with the program is not to stand: a person has written there, or it is an older edition."""
    return dot[0] == SEED and any(other[0] != SEED or other > dot for other in cell)


def shown(cell: Mapping[Dot, Value]) -> tuple[Dot, Value] | None:
    """Return the value to show meanwhile and its dot, the same on every desk; None for an empty cell."""
    return max(cell.items(), key=lambda one: (one[1].at, one[0]), default=None)


def question(cell: Mapping[Dot, Value]) -> bool:
    """Return whether live values say different things: a person has to settle it. Equal values side by side are none."""
    return len(cell) > 1 and len({to_sorted_json(one.value) for one in cell.values()}) > 1
