"""The proof that a hidden figure stays hidden: another story, with another figure there, that every page tells as well.

A story is a change of acts in one narrow period, undone in another one where a wider page would show it. It leaves every
shown figure as it is, and every hidden one within what is said of it. Who holds all pages cannot tell the two apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desk.domain.masking_pages import Page, balance, hide, hide_small
from desk.domain.masking_shape import TOTAL, Change, Edit, Shape

_NEVER = float("inf")
_PRICE_OF_ZERO = 0.5
_PRICE_OF_PAGE = 4

Turn = tuple[Page, Page | None]
"""The narrow page in which something changes, and the one in which that is undone."""

Way = list[tuple[Page, int]]
"""The pages that a change in one period, undone in another, passes through, and in which sense."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Story:
    """``changes`` in the narrow page ``at``, undone in ``back`` if there is one."""

    changes: tuple[Change, ...]
    at: Page
    back: Page | None

    def way(self) -> Way:
        """Return the pages in which the story is another one."""
        return way(self.at, self.back)


def way(at: Page, back: Page | None) -> Way:
    """Return the pages that hold ``at`` and not ``back``, then the other way round."""
    if back is None:
        return [(page, 1) for page in at.line()]
    there, here = back.line(), at.line()
    return [(page, 1) for page in here if page not in there] + [(page, -1) for page in there if page not in here]


def price(changes: tuple[Change, ...], passed: Way, *, sign: int = 1, limit: float = 0) -> float:
    """Return what must be hidden for a story to hold, 0 if nothing more, or infinity if it cannot or is over ``limit``."""
    total = 0.0
    for page, sense in passed:
        hidden, n = page.hidden, page.n
        for cell, by in changes:
            if not hidden[cell]:
                if page.fixed or not limit:
                    return _NEVER
                total += (n[cell] or _PRICE_OF_ZERO) * page.worth * (_PRICE_OF_PAGE if cell == TOTAL else 1)
                if total >= limit:
                    return _NEVER
            if not page.may_be(cell, n[cell] + by * sense * sign):
                return _NEVER
    return total


@dataclass(slots=True, kw_only=True, eq=False)
class Year:
    """The pages of one year, masked in the order in which their periods close.

    What a page hides depends on nothing later than itself: once printed it never changes.
    """

    shape: Shape
    pages: dict[str, Page] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
    _told: set[tuple[str, int]] = field(default_factory=set)

    def add(self, new: list[Page], forced: Iterable[tuple[Page, int]] = ()) -> None:
        """Mask the pages that close now, narrowest first and the widest last; ``forced`` cells are hidden anyhow."""
        for page in self.pages.values():
            page.fixed = True
        for page in new:
            self.pages[page.period] = page
            hide_small(self.shape, page)
        for page, cell in forced:
            hide(self.shape, page, cell)
        self._told.clear()
        old, self.stories = self.stories, []
        for story in old:
            if not price(story.changes, story.way()):
                self._keep(story)
        self.defend(new)

    def defend(self, new: list[Page]) -> None:
        """Find for each hidden figure another story, and hide more on the ``new`` pages where there is none."""
        balance(self.shape, new)
        pages = [page for page in self.pages.values() if new[-1] in page.line()]
        pages.sort(key=lambda page: len(page.line()))
        again = True
        while again:
            again = False
            for page in pages:
                if all(one.closed for one in page.line()):
                    continue
                for cell, n in enumerate(page.n):
                    if n and page.hidden[cell] and cell not in page.absent and (page.period, cell) not in self._told:
                        again |= self._tell(page, cell, new)

    def _tell(self, page: Page, cell: int, new: list[Page]) -> bool:
        """Find another story for a hidden figure, the cheapest where none is free. Return whether more had to be hidden."""
        for story in self.ways_out(page, cell, free=True):
            self._keep(story[1])
            return False
        best = min(self.ways_out(page, cell, free=False), key=lambda found: found[0], default=None)
        if best is None:
            return self._withhold(page, cell, new)
        for passed, _ in best[1].way():
            for changed, _by in best[1].changes:
                hide(self.shape, passed, changed)
        self._keep(best[1])
        balance(self.shape, new)
        return True

    def _keep(self, story: Story) -> None:
        self.stories.append(story)
        self._told.update((page.period, cell) for page, _ in story.way() for cell, _ in story.changes)

    def ways_out(
        self, page: Page, cell: int, *, free: bool, turns: Iterable[Turn] = ()
    ) -> Iterator[tuple[float, Story]]:
        """Return stories with another figure in a cell, each with what more must be hidden for it; ``free``: nothing."""
        limit = 0.0 if free else _NEVER
        edits = (*self.shape.edits(cell), *(self.shape.acts(cell) if page.closed else ()))
        for at, back in turns or turns_of(page, cell, free=free):
            passed = way(at, back)
            for edit in edits:
                for sign in (1, -1):
                    found = _choose(edit, passed, sign, limit)
                    if found is not None:
                        cost, changes = found
                        yield cost, Story(changes=changes, at=at, back=back)
                        limit = limit and min(limit, cost)

    def _withhold(self, page: Page, cell: int, new: list[Page]) -> bool:
        """Withhold the widest page of the present ones where nothing less can keep a figure hidden."""
        for one in reversed(new):
            if one in page.line() and not one.closed:
                hide(self.shape, one, TOTAL)
                balance(self.shape, new)
                return True
        self._told.add((page.period, cell))
        return False


def turns_of(page: Page, cell: int, *, free: bool) -> Iterator[Turn]:
    """Return where a figure of ``page`` may change, and where that may be undone."""
    shown = next((one for one in page.line() if not one.hidden[cell] and (free or one.fixed)), None)
    inside = page.leaves()
    for at in inside:
        if at.hidden[cell] or not (free or at.fixed):
            if shown is None:
                yield at, None
            seen = set(inside)
            for wider in page.line()[1:]:
                for back in wider.leaves():
                    if back not in seen and (back.hidden[cell] or not (free or back.fixed)):
                        seen.add(back)
                        yield at, back
                if wider is shown:
                    break


def _choose(edit: Edit, passed: Way, sign: int, limit: float) -> tuple[float, tuple[Change, ...]] | None:
    """Return the cheapest alternative of each slot of an edit, and what they cost together."""
    total, chosen = 0.0, []
    for slot in edit:
        cost, best = _NEVER, None
        for changes in slot:
            one = price(changes, passed, sign=sign, limit=min(cost, limit - total) if limit else 0)
            if one < cost:
                cost, best = one, changes
                if not one:
                    break
        if best is None:
            return None
        total += cost
        chosen += [(cell, by * sign) for cell, by in best]
    return total, tuple(chosen)
