"""Somebody who holds every page, knows how figures add up, and wants to know what is hidden."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby

from desk.domain.counts import quarter_of
from desk.domain.masking import WIDE, Keys, Published, Shown, Table, Why

Cell = tuple[str, str, Table, str]
"""A library, or nothing for the network; a period; a table and its key."""

FAR = 10**6


def periods_of(months):
    found = {}
    for year, within in groupby(sorted(months), lambda month: month[:4]):
        quarters = {name: list(group) for name, group in groupby(within, quarter_of)}
        full = {name: group for name, group in quarters.items() if len(group) == 3}
        found |= full
        if len(full) == 4:
            found[year] = list(full)
    return found


class Attacker:
    """All cells, what the pages say of each, and the sums that tie them."""

    def __init__(self, months, keys: Keys, own: Mapping[str, Published], network: Published | None = None, counted=()):
        self.sums: list[tuple[Cell, list[Cell]]] = []
        self.low: dict[Cell, int] = {}
        self.high: dict[Cell, int] = {}
        self.truth: dict[Cell, int] = {}
        self.hidden: dict[Cell, Shown] = {}
        self.wider = periods_of(months)
        self.touching: dict[Cell, list[tuple[Cell, list[Cell]]]] = {}
        self.tables = self._tables(keys)
        for library, pages in own.items():
            for period in [*sorted(months), *self.wider]:
                self._read(library, period, pages)
            self._over_time(library)
        if network is not None:
            for period in self.wider:
                self._read("", period, network, counted)
                for cell in self.tables:
                    self.sums.append((("", period, *cell), [(one, period, *cell) for one in counted]))
                for one in counted:
                    self.sums.append((("", period, Table.LIBRARY, one), [(one, period, Table.TOTAL, "")]))

    def _tables(self, keys):
        needs, relay_types = {"": "", **keys.needs}, sorted({"", *keys.relay_types})
        families, ends = sorted(set(needs.values())), sorted(set(keys.results.values()))
        by_family = [(Table.FAMILY, one) for one in families]
        by_end = [(Table.END, one) for one in ends]
        self.parts = [((Table.TOTAL, ""), by_family), ((Table.TOTAL, ""), by_end)]
        for family in families:
            named = [(Table.NEED, need) for need, top in needs.items() if top == family]
            crossed = [(Table.FAMILY_END, f"{family}|{end}") for end in ends]
            self.parts += [((Table.FAMILY, family), named), ((Table.FAMILY, family), crossed)]
        for end in ends:
            told = [(Table.RESULT, one) for one, top in keys.results.items() if top == end]
            crossed = [(Table.FAMILY_END, f"{family}|{end}") for family in families]
            self.parts += [((Table.END, end), told), ((Table.END, end), crossed)]
        self.parts.append(((Table.END, "relayed"), [(Table.RELAY, one) for one in relay_types]))
        return list(dict.fromkeys([(Table.TOTAL, ""), *(cell for _, cells in self.parts for cell in cells)]))

    def _read(self, scope, period, pages, counted=()):
        named = [(Table.LIBRARY, one) for one in counted]
        for table, key in [*self.tables, *named]:
            self._learn((scope, period, table, key), pages, table, key)
        groups = [*self.parts, ((Table.TOTAL, ""), named)] if counted else self.parts
        for top, cells in groups:
            self.sums.append(((scope, period, *top), [(scope, period, *cell) for cell in cells]))

    def _learn(self, cell, pages, table, key):
        _, period, _, _ = cell
        said = pages.cell(period, table, key)
        year = pages.years.get(period[:4])
        page = year.pages.get(period) if year else None
        at = year.shape.place.get((table, key)) if year else None
        self.low[cell], self.high[cell] = 0, FAR
        if page is not None:
            self.truth[cell] = page.n[at] if at is not None else 0
        if said.why is Why.COUNT:
            assert said.n is not None
            self.low[cell] = self.high[cell] = said.n
        else:
            self.hidden[cell] = said
            if said.why is Why.BELOW or (said.why is Why.TOO_FEW and table is Table.TOTAL):
                self.high[cell] = pages.threshold - 1
                self.low[cell] = int(said.why is Why.TOO_FEW)
            if said.why is Why.WITHHELD and table is Table.TOTAL:
                self.low[cell] = pages.threshold

    def also_read(self, scope, pages):
        """Learn besides what pages for others than the commune say of the same cells."""
        for cell in [one for one in self.low if one[0] == scope]:
            _, period, table, key = cell
            said = pages.cell(period, table, key)
            if said.n is not None:
                assert self.low[cell] <= said.n <= self.high[cell]
                self.low[cell] = self.high[cell] = said.n
            if said.why is Why.BELOW or (said.why is Why.TOO_FEW and table is Table.TOTAL):
                self.high[cell] = min(self.high[cell], WIDE - 1)

    def _over_time(self, scope):
        for wide, within in self.wider.items():
            for cell in self.tables:
                self.sums.append(((scope, wide, *cell), [(scope, one, *cell) for one in within]))

    def secrets(self):
        """Return the hidden figures that are not nothing."""
        return [
            cell
            for cell, said in self.hidden.items()
            if said.why is not Why.UNPUBLISHED and self.truth.get(cell) and not self._mere_sum(cell)
        ]

    def _mere_sum(self, cell):
        """Whether a figure of the network is the sum of figures that every library shows, month by month or at once."""

        def told(one):
            if self.low[one] == self.high[one]:
                return True
            parts = [
                parts for top, parts in self.sums if top == one and parts[0][1] != one[1] and parts[0][0] == one[0]
            ]
            return bool(parts) and all(told(part) for part in parts[0])

        parts = [parts for top, parts in self.sums if top == cell and parts and parts[0][0] != cell[0]]
        return cell[0] == "" and bool(parts) and all(told(part) for part in parts[0])

    def bounds(self):
        """Return what every cell can be at least and at most, by sums alone, to the end."""
        low, high = dict(self.low), dict(self.high)
        assert self._tighten(low, high, self.sums)
        return low, high

    def solved(self):
        """Return the cells that the equations alone determine: exact elimination over the fractions."""
        known = {cell: low for cell, low in self.low.items() if low == self.high[cell]}
        rows: dict[Cell, dict[Cell | None, Fraction]] = {}
        for top, parts in self.sums:
            row: dict[Cell | None, Fraction] = {}
            for cell, by in [(top, 1), *((one, -1) for one in parts)]:
                name = None if cell in known else cell
                row[name] = row.get(name, Fraction(0)) + by * (known[cell] if name is None else 1)
            while True:
                pivot = next((cell for cell, by in row.items() if cell is not None and by and cell in rows), None)
                if pivot is None:
                    break
                factor = row[pivot]
                for cell, by in rows[pivot].items():
                    row[cell] = row.get(cell, Fraction(0)) - factor * by
            free = next((cell for cell, by in row.items() if cell is not None and by), None)
            if free is not None:
                row = {cell: by / row[free] for cell, by in row.items() if by}
                for other in rows.values():
                    if other.get(free):
                        factor = other[free]
                        for cell, by in row.items():
                            other[cell] = other.get(cell, Fraction(0)) - factor * by
                rows[free] = row
        return {cell for cell, row in rows.items() if all(not by for one, by in row.items() if one not in {cell, None})}

    def another(self, cell):
        """Return whether some whole solution, none below zero, has another figure in a cell: exhaustive search."""
        n = self.truth[cell]
        at_least, at_most = self.bounds()
        return any(
            low <= high and self._solve({**at_least, cell: low}, {**at_most, cell: high}, cell) is not None
            for low, high in ((at_least[cell], min(n - 1, at_most[cell])), (max(n + 1, at_least[cell]), at_most[cell]))
        )

    def _tighten(self, low, high, first):
        if not self.touching:
            for at in self.sums:
                for cell in (at[0], *at[1]):
                    self.touching.setdefault(cell, []).append(at)
        todo = list(first)
        while todo:
            top, parts = todo.pop()
            least, most = sum(low[one] for one in parts), sum(high[one] for one in parts)
            tighter = [(one, low[top] - most + high[one], high[top] - least + low[one]) for one in parts]
            for cell, down, up in ((top, least, most), *tighter):
                if down > low[cell] or up < high[cell]:
                    low[cell], high[cell] = max(down, low[cell]), min(up, high[cell])
                    todo += self.touching[cell]
                if low[cell] > high[cell]:
                    return False
        return True

    def _solve(self, low, high, changed):
        low, high = dict(low), dict(high)
        if not self._tighten(low, high, self.touching.get(changed, self.sums)):
            return None
        loose = [cell for cell in low if low[cell] < high[cell]]
        if not loose:
            return low
        pick = min(loose, key=lambda cell: high[cell] - low[cell])
        middle = (low[pick] + min(high[pick], low[pick] + 4)) // 2
        for down, up in ((low[pick], middle), (middle + 1, high[pick])):
            found = self._solve({**low, pick: down}, {**high, pick: up}, pick)
            if found is not None:
                return found
        return None
