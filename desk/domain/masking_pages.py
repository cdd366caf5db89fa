"""The pages of one year and what each hides: small figures first, then what their sums would give away."""

from dataclasses import dataclass, field

from desk.domain.masking_shape import TOTAL, Shape


@dataclass(slots=True, kw_only=True, eq=False)
class Page:
    """The figures of one period, and which are hidden. ``fixed`` once it may have been printed.

    ``worth`` is how much dearer a figure is here than on a month's page; ``absent`` are the cells of tables that the page does not have: hidden from the start, and nothing is said of them.
    ``vague`` are the hidden cells that are not said to be under the threshold, as one beside them is not.
    """

    period: str
    n: list[int]
    least: int
    worth: int
    hidden: bytearray
    vague: bytearray
    absent: frozenset[int] = frozenset()
    parent: "Page | None" = None
    children: list["Page"] = field(default_factory=list)
    fixed: bool = False

    @property
    def closed(self) -> bool:
        """Whether the whole page is withheld."""
        return bool(self.hidden[TOTAL])

    def line(self) -> list["Page"]:
        """Return this page and those that hold it, narrowest first."""
        return [self, *self.parent.line()] if self.parent else [self]

    def leaves(self) -> list["Page"]:
        """Return the narrowest pages within this one."""
        return [leaf for part in self.children for leaf in part.leaves()] if self.children else [self]

    def may_be(self, cell: int, value: int) -> bool:
        """Return whether a cell, from what the page says of it once it is hidden, could hold ``value``."""
        if value < (cell == TOTAL):
            return False
        if cell == TOTAL:
            return (value < self.least) == (self.n[TOTAL] < self.least)
        return value < self.least or self.n[cell] >= self.least or bool(self.vague[cell] or self.hidden[TOTAL])

    def untold(self, cell: int) -> int:
        """Return how much of a cell is told neither here nor by the pages within."""
        if not self.hidden[cell]:
            return 0
        return sum(part.untold(cell) for part in self.children) if self.children else self.n[cell]


def hide(shape: Shape, page: Page, cell: int) -> None:
    """Hide a cell with its parts, and the zeros beside it: they are what a small figure hides among."""
    if page.hidden[cell]:
        return
    page.hidden[cell] = 1
    for _, cells in shape.within[cell]:
        if page.n[cell] >= page.least or any(page.vague[other] for other in cells):
            for other in cells:
                page.vague[other] = 1
        for other in cells:
            if not page.n[other] and not page.hidden[other]:
                hide(shape, page, other)
    for part in shape.under[cell]:
        hide(shape, page, part)


def hide_small(shape: Shape, page: Page) -> None:
    """Hide every figure that is under the threshold."""
    for cell, n in enumerate(page.n):
        if 0 < n < page.least:
            hide(shape, page, cell)


def balance(shape: Shape, new: list[Page]) -> None:
    """Hide more until what is left of a shown figure, its shown parts taken away, is nothing or enough.

    Only pages among ``new`` hide more: the others may have been printed.
    """
    again = True
    while again:
        again = False
        for page in new:
            again |= _balance_tables(shape, page)
            again |= _balance_periods(shape, page, new)


def _balance_tables(shape: Shape, page: Page) -> bool:
    changed = False
    for top, cells in () if page.closed else shape.groups:
        if page.hidden[top]:
            continue
        left = sum(page.n[cell] for cell in cells if page.hidden[cell])
        if 0 < left < page.least:
            shown = [cell for cell in cells if not page.hidden[cell] and page.n[cell]]
            hide(shape, page, min(shown, key=page.n.__getitem__))
            changed = True
    return changed


def _balance_periods(shape: Shape, page: Page, new: list[Page]) -> bool:
    changed = False
    for cell in range(len(page.n)) if page.children else ():
        if page.hidden[cell] or not any(part.hidden[cell] for part in page.children):
            continue
        if 0 < sum(part.untold(cell) for part in page.children) < page.least:
            for each in _to_balance(page, cell, new):
                hide(shape, each, cell)
            changed = True
    return changed


def _to_balance(page: Page, cell: int, new: list[Page]) -> list[Page]:
    """Return the pages within ``page`` that can hide a cell and so leave its figure; else ``page`` itself."""
    inner = [one for one in new if page in one.line()[1:]]
    small = [one for one in inner if not one.children and one.n[cell] and not one.hidden[cell]]
    if small:
        least = min(small, key=lambda one: one.n[cell])
        return least.line()[: least.line().index(page)]
    halfway = [one for one in inner if not one.hidden[cell] and any(part.untold(cell) for part in one.children)]
    return halfway or [page]
