"""Small numbers: which figures may be published, so that nobody can be told from them, not even by subtraction.

Thresholds. Under 5 a figure is not on the page of the library's own commune, under 11 on nothing wider (ruling 7).
Where from: 5 employees a cell (Insee, tables by place of residence), 11 households (Insee and CNIS, gridded data),
11 patients or stays (CASD), as quoted by the project's study of reliability, part c.13. From the same place: closed
periods that do not overlap, the quarter as the finest grain of what is published wider, aggregate before masking.

Pages. A library has one for each closed month, quarter and year; a network one for each quarter and year, once the year
is closed. Every page has the same tables, save two: families crossed with ends are told by the year only, and the
network's pages alone have a table of libraries. Kinds of relay are counted among relayed acts.

Rules.

1. A page whose total is under the threshold is not published at all: with so few acts even an empty line tells.
2. A figure under the threshold is hidden; the parts of what is hidden are hidden; and the zeros beside it too. A small
   figure hides among zeros: shown, they would say that each of the others is at least 1. Elsewhere a zero is shown,
   as it concerns nobody. A key that is in no list is a structural zero, and is shown.
3. A shown figure less its shown parts leaves nothing, or at least the threshold.
4. For each hidden figure there is another story: other figures, whole, none below zero, with which every page of the
   family would show and say just the same. Where there is none, the cheapest more is hidden.
5. A label never lies. « Moins de 5 » (`Why.BELOW`) says 0 to 4. Where a figure that is large enough had to be hidden,
   all that is hidden beside it is « masqué » (`Why.HIDDEN`), so that nobody sees which one it was.
6. Pages are masked in the order in which their periods close. A month's page owes nothing to the months that follow: what
   was once printed is what would be printed today.
7. A library masks its page alone, by its own counters. The network masks beside all those pages, as public: rule 4 holds
   for whoever has them all, for each figure that a library hides, be it from the other libraries. What is left of a
   network's figure when the shown figures of all libraries are taken away is nothing, or at least 11. A library with too
   few acts in the year for a page of its own is left out of the network's figures. A figure of the network that is
   the mere sum of figures that every library shows is masked under 11 on the network's page; it is no secret.
8. The network counts a year once, from all that reached the coordinator until the year closed, so that a month that came
   by stick in March is in it. Its pages are then for good. What comes later is on none of them, nor on those of the next
   year: added anywhere, it would tell by subtraction what a few people asked. The next year's page says only how many
   libraries sent something too late. It says too how many libraries are left out: a number of libraries tells of nobody.
9. A year of which as many months are withheld as the threshold less one says only that it is: « under five » and four
   months of « a few » would make one each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from desk.domain.counts import quarter_of
from desk.domain.masking_network import Network
from desk.domain.masking_pages import Page
from desk.domain.masking_shape import TOTAL, Keys, Shape, Table, make_shape
from desk.domain.masking_stories import Year

OWN = 5
"""Under this, a figure is not on the page of the library's own commune."""

WIDE = 11
"""Under this, a figure is not on anything published wider."""


class Counted(Protocol):
    """What is counted: how many acts of one library, month, need, kind of relay and result."""

    @property
    def library(self) -> str:
        """Return whose act it is."""
        ...

    @property
    def month(self) -> str:
        """Return the month, or the year, it counts in."""
        ...

    @property
    def need(self) -> str:
        """Return the id of the need, empty when nothing fitted."""
        ...

    @property
    def family(self) -> str:
        """Return the family of the need."""
        ...

    @property
    def relay_type(self) -> str:
        """Return the kind of relay, empty without one."""
        ...

    @property
    def result(self) -> str:
        """Return how it ended."""
        ...

    @property
    def n(self) -> int:
        """Return how many."""
        ...


Acts = Mapping[tuple[str, str, str], int]
"""How many acts of each need, kind of relay and result."""


_TABLES = frozenset(Table) - {Table.FAMILY_END}
"""The tables of a month's and of a quarter's page."""

_NETWORK_QUARTER = frozenset({Table.TOTAL, Table.LIBRARY, Table.FAMILY, Table.END})
"""The tables of a quarter's page of the network."""


class Why(StrEnum):
    """Why a cell shows what it shows.

    ``BELOW``: it is under the threshold. ``HIDDEN``: nothing is said, it or one beside it would give another away.
    ``TOO_FEW``: the whole page is withheld, its total is under the threshold. ``WITHHELD``: the whole page is withheld,
    it would give another page away. ``UNPUBLISHED``: there is no such page, or it has no such table.
    """

    COUNT = "count"
    BELOW = "below"
    HIDDEN = "hidden"
    TOO_FEW = "too-few"
    WITHHELD = "withheld"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page says of a cell: its figure, or why there is none."""

    n: int | None = None
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Published:
    """Every page that may be made of some counters.

    ``left_out`` names, by year, the libraries that the network's figures do not count: they have too few acts. A page of
    the network that is withheld does not say why (``tells`` is false): « under 11 » less what a library shows of its own
    would tell another one.
    """

    threshold: int
    years: Mapping[str, Year] = field(default_factory=dict)
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tells: bool = True

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the closed periods, such as ``2026``, ``2026-04`` and ``2026-T2``: their page is open or withheld."""
        return tuple(sorted(period for year in self.years.values() for period in year.pages))

    def page(self, period: str) -> Why:
        """Return ``Why.COUNT`` for an open page, or why there is none."""
        return self.cell(period, Table.TOTAL).why

    def cell(self, period: str, table: Table, key: str = "") -> Shown:
        """Return what may be said of a cell. A key that is in no list counts nothing."""
        year = self.years.get(period[:4])
        page = year.pages.get(period) if year else None
        if year is None or page is None:
            return Shown(why=Why.UNPUBLISHED)
        if page.closed and not self.tells:
            return Shown(why=Why.HIDDEN)
        if page.closed and len(period) == 4 and self._withheld_months(year) >= self.threshold - 1:
            return Shown(why=Why.HIDDEN)  # four months of « a few » and a year of fewer than five: each would be one
        if page.closed:
            return Shown(why=Why.TOO_FEW if page.n[TOTAL] < self.threshold else Why.WITHHELD)
        at = year.shape.place.get((table, key))
        if at is None:
            return Shown(n=0, why=Why.COUNT)
        if at in page.absent:
            return Shown(why=Why.UNPUBLISHED)
        if page.hidden[at]:
            return Shown(why=Why.HIDDEN if page.vague[at] else Why.BELOW)
        return Shown(n=page.n[at], why=Why.COUNT)

    def _withheld_months(self, year: Year) -> int:
        """Return how many months of a year are known to have had somebody, without how many."""
        months = (page for name, page in year.pages.items() if len(name) > 4 and "T" not in name)
        return sum(page.closed for page in months)

    def rows(self, period: str, table: Table) -> tuple[tuple[str, Shown], ...]:
        """Return the keys of a table with what may be said of each: the largest figures first, then the others."""
        year = self.years.get(period[:4])
        names = [key for at, key in year.shape.names if at is table] if year else []
        told = [(key, self.cell(period, table, key)) for key in names]
        return tuple(sorted(told, key=lambda one: (one[1].n is None, -(one[1].n or 0), one[1].why, one[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """The pages of one library for others than its commune: a figure is on them when both thresholds let it be shown.

    Less is said than on the commune's page, and less than the higher threshold alone would say: whoever has both kinds of
    page learns nothing more. So a masked figure is « masqué » and no more: « moins de 11 » beside what the commune's page
    masks without a word would say that it is from 5 to 10.
    """

    own: Published
    wide: Published

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the closed periods."""
        return self.own.periods

    def page(self, period: str) -> Why:
        """Return ``Why.COUNT`` for an open page, or why there is none."""
        return self.cell(period, Table.TOTAL).why

    def cell(self, period: str, table: Table, key: str = "") -> Shown:
        """Return what may be said of a cell."""
        own, wide = self.own.cell(period, table, key), self.wide.cell(period, table, key)
        if wide.why is Why.UNPUBLISHED or Why.COUNT is wide.why is own.why:
            return wide
        return Shown(why=self._of_page(period) or Why.HIDDEN)

    def _of_page(self, period: str) -> Why | None:
        """Return why a whole page is withheld, as far as the commune's page says it already, or None for an open one."""
        own, wide = self.own.page(period), self.wide.page(period)
        if own is Why.COUNT:
            return None if wide is Why.COUNT else wide
        return own if own in {Why.TOO_FEW, Why.HIDDEN} else Why.WITHHELD

    def rows(self, period: str, table: Table) -> tuple[tuple[str, Shown], ...]:
        """Return the keys of a table with what may be said of each: the largest figures first, then the others."""
        told = [(key, self.cell(period, table, key)) for key, _ in self.wide.rows(period, table)]
        return tuple(sorted(told, key=lambda one: (one[1].n is None, -(one[1].n or 0), one[1].why, one[0])))


def publish_wider(counts: Collection[Counted], closed: Collection[str], keys: Keys) -> Wider:
    """Return the pages of one library that leave its commune, such as those for its partners; arguments as `publish_own`."""
    return Wider(own=publish_own(counts, closed, keys), wide=publish_own(counts, closed, keys, least=WIDE))


def publish_own(counts: Iterable[Counted], closed: Collection[str], keys: Keys, *, least: int = OWN) -> Published:
    """Return the pages of one library for its own commune.

    Args:
        counts: its counters.
        closed: the months whose figures no longer change, and the years of which only yearly counters are left.
        keys: the public lists that figures are sorted under.
        least: the threshold, never under 5.
    """
    least, counts = max(least, OWN), list(counts)
    shape = make_shape(_complete(keys, counts))
    acts = _acts(counts, apart=False).get("", {})
    return Published(
        threshold=least, years={year: _own_year(shape, acts, periods, least) for year, periods in _by_year(closed)}
    )


def publish_network(counts: Iterable[Counted], closed: Collection[str], keys: Keys, *, least: int = WIDE) -> Published:
    """Return the pages of a network, for the years of which every month is closed.

    Args:
        counts: the counters of all its libraries.
        closed: the months whose figures no longer change, and the years of which only yearly counters are left.
        keys: the public lists that figures are sorted under.
        least: the threshold, never under 11.
    """
    least, counts = max(least, WIDE), list(counts)
    keys = _complete(keys, counts)
    shape = make_shape(keys)
    acts = _acts(counts)
    years, left_out = {}, {}
    for year, periods in _by_year(closed):
        if len(periods) == 12 or year in periods:
            own = {library: _own_year(shape, told, periods, OWN) for library, told in sorted(acts.items())}
            left_out[year] = frozenset(library for library, pages in own.items() if pages.pages[year].closed)
            kept = {library: pages for library, pages in own.items() if library not in left_out[year]}
            years[year] = _network_year(make_shape(keys, tuple(kept)), kept, year, least)
    return Published(threshold=least, years=years, left_out=left_out, tells=False)


def _complete(keys: Keys, counts: Iterable[Counted]) -> Keys:
    needs, relay_types, results = dict(keys.needs), {"", *keys.relay_types}, dict(keys.results)
    for one in counts:
        needs.setdefault(one.need, one.family)
        relay_types.add(one.relay_type)
        results.setdefault(one.result, one.result)
    return Keys(needs=needs, relay_types=relay_types, results=results)


def _acts(counts: Iterable[Counted], *, apart: bool = True) -> dict[str, dict[str, Acts]]:
    """Return the acts of each library and month, or of all libraries together when not kept ``apart``.

    What adds up to less than nothing counts for nothing.
    """
    found: dict[str, dict[str, dict[tuple[str, str, str], int]]]
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for one in counts:
        found[one.library if apart else ""][one.month][one.need, one.relay_type, one.result] += one.n
    return {library: dict(months) for library, months in found.items()}


def _by_year(closed: Collection[str]) -> list[tuple[str, list[str]]]:
    years = sorted({period[:4] for period in closed})
    return [(year, sorted(period for period in set(closed) if period[:4] == year)) for year in years]


def _own_year(shape: Shape, acts: Mapping[str, Acts], periods: list[str], least: int) -> Year:
    year = Year(shape=shape)
    if len(periods[0]) == 4:
        told = [months for period, months in acts.items() if period[:4] == periods[0]]
        year.add([_page(shape, periods[0], _count(shape, told), least, frozenset(Table))])
        return year
    quarters: list[Page] = []
    for name, months in groupby(periods, quarter_of):
        new = [_page(shape, month, _count(shape, [acts.get(month, {})]), least, _TABLES) for month in months]
        if len(new) == 3:
            quarters.append(_join(shape, name, new))
            whole = [_join(shape, name[:4], quarters)] if len(quarters) == 4 else []
            year.add([*new, quarters[-1], *whole])
    return year


def _network_year(shape: Shape, own: Mapping[str, Year], year: str, least: int) -> Year:
    def page(period: str) -> Page:
        n = [0] * len(shape.names)
        for library, pages in own.items():
            for cell, many in enumerate(pages.pages[period].n):
                n[cell] += many
            n[shape.place[Table.LIBRARY, library]] = pages.pages[period].n[TOTAL]
        tables = _NETWORK_QUARTER if len(period) > 4 else frozenset(Table)
        return _page(shape, period, n, least, tables)

    quarters = sorted({period for pages in own.values() for period in pages.pages if "T" in period})
    parts = [page(period) for period in quarters]
    whole = _join(shape, year, parts) if parts else page(year)
    pages = Year(shape=shape)
    if own:
        Network(year=pages, own=own).settle([*parts, whole])
    return pages


def _count(shape: Shape, told: Iterable[Acts]) -> list[int]:
    n = [0] * len(shape.names)
    for acts in told:
        for what, many in acts.items():
            for cell in shape.cells_of(*what) if many > 0 else ():
                n[cell] += many
    return n


def _page(
    shape: Shape, period: str, n: list[int], least: int, tables: Collection[Table], parts: Iterable[Page] = ()
) -> Page:
    absent = frozenset(cell for cell, (table, _) in enumerate(shape.names) if table not in tables)
    hidden = bytearray(cell in absent for cell in range(len(n)))
    page = Page(
        period=period,
        n=n,
        least=least,
        worth=20 if len(period) == 4 else 4 if "T" in period else 1,
        hidden=hidden,
        vague=bytearray(hidden),
        absent=absent,
        children=list(parts),
    )
    for part in page.children:
        part.parent = page
    return page


def _join(shape: Shape, period: str, parts: list[Page]) -> Page:
    n = [sum(each) for each in zip(*(part.n for part in parts), strict=True)]
    return _page(shape, period, n, parts[0].least, _TABLES if len(period) > 4 else frozenset(Table), parts)
