"""What a page of figures holds: its tables, how their cells add up, and the edits that leave the sums as they are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain.referrals import End

TOTAL = 0
"""The place of a page's total among its cells."""


class Table(StrEnum):
    """The tables of a page. ``RELAY`` counts relayed acts only; ``LIBRARY`` is on the network's pages only."""

    TOTAL = "total"
    FAMILY = "family"
    NEED = "need"
    END = "end"
    RESULT = "result"
    RELAY = "relay"
    FAMILY_END = "family-end"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The public lists that figures are sorted under: the family of each need, the kinds of relay, the end of each result.

    They must not come from the figures: that a line exists must tell nothing.
    """

    needs: Mapping[str, str]
    relay_types: Collection[str]
    results: Mapping[str, str]


Change = tuple[int, int]
"""A cell of a page, and by how much it changes: 1 or -1."""

Edit = tuple[tuple[tuple[Change, ...], ...], ...]
"""Another story that a page could tell: slots, each with alternatives, one of which is taken whole.

Taking one alternative of each slot keeps every sum of the page.
"""

Group = tuple[int, tuple[int, ...]]
"""A cell, and the cells that add up to it."""


def pair_key(family: str, end: str) -> str:
    """Return the key of a cell of ``Table.FAMILY_END``."""
    return f"{family}|{end}"


@dataclass(slots=True, kw_only=True, eq=False)
class Shape:
    """The cells of a page, by their place in a list."""

    names: list[tuple[Table, str]]
    place: dict[tuple[Table, str], int]
    groups: list[Group]
    needs: dict[int, tuple[int, ...]]
    outcomes: Mapping[int, tuple[tuple[int, ...], ...]]
    cross: dict[tuple[int, int], int]
    libraries: tuple[int, ...]
    under: list[tuple[int, ...]] = field(default_factory=list)
    within: list[tuple[Group, ...]] = field(default_factory=list)
    _cells: dict[tuple[str, str, str], tuple[int, ...]] = field(default_factory=dict)
    _edits: dict[int, tuple[Edit, ...]] = field(default_factory=dict)
    _acts: dict[int, tuple[Edit, ...]] = field(default_factory=dict)

    def cells_of(self, need: str, relay_type: str, result: str) -> tuple[int, ...]:
        """Return the cells in which an act counts, its library's apart."""
        known = self._cells.get((need, relay_type, result))
        if known is None:
            known = self._cells[need, relay_type, result] = self._find_cells(need, relay_type, result)
        return known

    def _find_cells(self, need: str, relay_type: str, result: str) -> tuple[int, ...]:
        at = self.place
        named = at[Table.NEED, need]
        family = next(top for top, cells in self.needs.items() if named in cells)
        told = at[Table.RESULT, result]
        end = next(top for top, lists in self.outcomes.items() if told in lists[0])
        sent = (at[Table.RELAY, relay_type],) if len(self.outcomes[end]) > 1 else ()
        return (TOTAL, family, named, end, told, self.cross[family, end], *sent)

    def edits(self, cell: int) -> tuple[Edit, ...]:
        """Return the edits that change a cell and no total: an act told under another need, end, result or relay."""
        if cell not in self._edits:
            self._edits[cell] = tuple(self._find_edits(cell))
        return self._edits[cell]

    def acts(self, cell: int) -> tuple[Edit, ...]:
        """Return the edits that add one act which counts in a cell."""
        if cell not in self._acts:
            self._acts[cell] = tuple(self._find_acts(cell))
        return self._acts[cell]

    def _find_edits(self, cell: int) -> Iterator[Edit]:
        table = self.names[cell][0]
        if table in {Table.NEED, Table.RESULT, Table.RELAY, Table.LIBRARY}:
            for _, cells in self.within[cell]:
                yield from ((((((cell, 1), (other, -1)),),)) for other in cells if other != cell)
        if table in {Table.FAMILY, Table.NEED, Table.FAMILY_END}:
            yield from self._to_another_family(cell)
        if table in {Table.END, Table.RESULT, Table.RELAY, Table.FAMILY_END}:
            yield from self._to_another_end(cell)
        if table is Table.FAMILY_END:
            yield from self._rectangles(cell)

    def _to_another_family(self, cell: int) -> Iterator[Edit]:
        family = next(top for top in self.needs if cell == top or cell in self.under[top])
        ends = [end for end in self.outcomes if cell == self.cross[family, end]] or list(self.outcomes)
        needs = (cell,) if cell in self.needs[family] else self.needs[family]
        for other in self.needs:
            if other != family:
                yield (
                    (((family, 1), (other, -1)),),
                    tuple(((self.cross[family, end], 1), (self.cross[other, end], -1)) for end in ends),
                    tuple(((need, 1),) for need in needs),
                    tuple(((need, -1),) for need in self.needs[other]),
                )

    def _to_another_end(self, cell: int) -> Iterator[Edit]:
        end = next(top for top in self.outcomes if cell == top or cell in self.under[top])
        families = [family for family in self.needs if cell == self.cross[family, end]] or list(self.needs)
        for other in self.outcomes:
            if other != end:
                yield (
                    (((end, 1), (other, -1)),),
                    tuple(((self.cross[family, end], 1), (self.cross[family, other], -1)) for family in families),
                    *(tuple(((one, 1),) for one in ((cell,) if cell in each else each)) for each in self.outcomes[end]),
                    *(tuple(((one, -1),) for one in each) for each in self.outcomes[other]),
                )

    def _rectangles(self, cell: int) -> Iterator[Edit]:
        family, end = next(pair for pair, crossing in self.cross.items() if crossing == cell)
        for other in self.needs:
            for last in self.outcomes:
                if other != family and last != end:
                    back = ((self.cross[family, last], -1), (self.cross[other, end], -1))
                    yield ((((cell, 1), (self.cross[other, last], 1), *back),),)

    def _find_acts(self, cell: int) -> Iterator[Edit]:
        libraries = (tuple(((one, 1),) for one in self.libraries),) if self.libraries else ()
        for (family, end), crossing in self.cross.items():
            chosen = [tuple(((one, 1),) for one in each) for each in (self.needs[family], *self.outcomes[end])]
            sure = (((TOTAL, 1), (family, 1), (end, 1), (crossing, 1)),)
            slots = (sure, *chosen, *libraries)
            kept = tuple(tuple(one for one in slot if any(c == cell for c, _ in one)) or slot for slot in slots)
            if any(c == cell for slot in kept for one in slot for c, _ in one):
                yield kept


def make_shape(keys: Keys, libraries: Collection[str] = ()) -> Shape:
    """Return the shape of the pages that sort figures under ``keys``."""
    names: list[tuple[Table, str]] = [(Table.TOTAL, "")]
    place: dict[tuple[Table, str], int] = {(Table.TOTAL, ""): TOTAL}

    def add(table: Table, key: str) -> int:
        if (table, key) not in place:
            place[table, key] = len(names)
            names.append((table, key))
        return place[table, key]

    needs: dict[int, tuple[int, ...]] = {}
    for need, family in sorted(keys.needs.items()):
        top = add(Table.FAMILY, family)
        needs[top] = (*needs.get(top, ()), add(Table.NEED, need))
    results: dict[int, tuple[int, ...]] = {}
    for result, end in sorted(keys.results.items()):
        top = add(Table.END, end)
        results[top] = (*results.get(top, ()), add(Table.RESULT, result))
    relays = tuple(add(Table.RELAY, one) for one in sorted(keys.relay_types))
    relayed = place.get((Table.END, End.RELAYED))
    outcomes = {end: (told, relays) if end == relayed else (told,) for end, told in results.items()}
    cross = {
        (family, end): add(Table.FAMILY_END, pair_key(names[family][1], names[end][1]))
        for family in needs
        for end in outcomes
    }
    named = tuple(add(Table.LIBRARY, one) for one in sorted(libraries))
    groups: list[Group] = [(TOTAL, tuple(needs)), (TOTAL, tuple(outcomes)), *needs.items()]
    groups += [(end, told) for end, lists in outcomes.items() for told in lists]
    groups += [(family, tuple(cross[family, end] for end in outcomes)) for family in needs]
    groups += [(end, tuple(cross[family, end] for family in needs)) for end in outcomes]
    if named:
        groups.append((TOTAL, named))
    shape = Shape(names=names, place=place, groups=groups, needs=needs, outcomes=outcomes, cross=cross, libraries=named)
    shape.under = [tuple(sorted({c for top, cells in groups if top == at for c in cells})) for at in range(len(names))]
    shape.within = [tuple(group for group in groups if at in group[1]) for at in range(len(names))]
    shape.under[TOTAL] = tuple(range(1, len(names)))
    return shape
