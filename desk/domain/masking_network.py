"""The network's pages, masked so that they and every library's own page together give nothing away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from desk.domain.masking_pages import Page, hide
from desk.domain.masking_shape import TOTAL, Change, Table
from desk.domain.masking_stories import Story, Way, Year, price, turns_of, way

_NEVER = float("inf")
_TRIES = 150


@dataclass(slots=True, kw_only=True, eq=False)
class Network:
    """The pages of a network, ``year``, beside the pages ``own`` that its libraries have made for their communes.

    What a library shows on its own page is public. Of what it hides there, and of what the network hides beyond the mere
    sum of public figures, another story must hold in all pages at once: in one library where the network hides it too, or
    in two libraries that take from one another.
    """

    year: Year
    own: Mapping[str, Year]
    _moved: set[tuple[str, int]] = field(default_factory=set)
    _told: set[tuple[str, str, int]] = field(default_factory=set)

    def settle(self, new: list[Page]) -> None:
        """Mask the pages of the network."""
        self.year.add(new, self._forced(new))
        for library, year in self.own.items():
            for story in year.stories:
                self._take(library, story, 0)
        again = True
        while again:
            again = False
            for page, cell, library in self._secrets(new):
                again |= self._defend(page, cell, library)
            if again:
                self.year.defend(new)

    def _forced(self, new: list[Page]) -> Iterator[tuple[Page, int]]:
        place = self.year.shape.place
        for page in new:
            named = [(place[Table.LIBRARY, name], year.pages[page.period]) for name, year in self.own.items()]
            yield from ((page, cell) for cell, own in named if own.closed)
            for cell in range(named[0][0] if named else 0):
                if 0 < self._untold(page.period, cell) < page.least:
                    yield page, cell

    def _untold(self, period: str, cell: int) -> int:
        return sum(year.pages[period].untold(cell) for year in self.own.values())

    def _secrets(self, new: list[Page]) -> Iterator[tuple[Page, int, str]]:
        """Return what no story has changed yet: hidden figures of libraries, hidden sums in which somebody hides a part."""
        for library, year in self.own.items():
            for page in year.pages.values():
                if all(one.closed for one in page.line()) and page.period not in self.year.pages:
                    continue
                for cell, n in enumerate(page.n):
                    told = (library, page.period, cell) in self._told
                    if n and page.hidden[cell] and cell not in page.absent and not told:
                        yield page, cell, library
        for page in new:
            for cell in range(len(page.n) - len(self.own)):
                moved = cell in page.absent or (page.period, cell) in self._moved
                if page.hidden[cell] and not moved and self._untold(page.period, cell):
                    yield page, cell, ""

    def _defend(self, page: Page, cell: int, library: str) -> bool:
        """Find another story for a secret, the cheapest for the network's pages. Return whether more had to be hidden."""
        best: tuple[float, str, Story] | None = None
        for name in [library] if library else self.own:
            own = self.own[name].pages[page.period]
            if not own.hidden[cell]:
                continue
            for story in islice(self._stories(name, own, cell), _TRIES):
                cost = self._cost(name, story, alone=not library)
                if best is None or cost < best[0]:
                    best = cost, name, story
                if not cost:
                    break
            if best and not best[0]:
                break
        if best is None or best[0] == _NEVER:
            return self._withhold(page, cell, library)
        self._take(best[1], best[2], _NEVER)
        return bool(best[0])

    def _stories(self, library: str, page: Page, cell: int) -> Iterator[Story]:
        """Return other stories for a figure of a library, first those that stay within one quarter."""
        turns = sorted(turns_of(page, cell, free=True), key=lambda turn: len(self._seen(way(*turn))))
        return (story for _, story in self.own[library].ways_out(page, cell, free=True, turns=turns))

    def _seen(self, passed: Way) -> Way:
        """Return the pages of the network in which it shows that a library's pages are passed through."""
        return [(self.year.pages[page.period], sense) for page, sense in passed if page.period in self.year.pages]

    def _withhold(self, page: Page, cell: int, library: str) -> bool:
        for one in self.year.pages.values():
            if not one.closed:
                hide(self.year.shape, one, TOTAL)
                return True
        if library:
            self._told.add((library, page.period, cell))
        else:
            self._moved.add((page.period, cell))
        return False

    def _cost(self, library: str, story: Story, *, alone: bool = False) -> float:
        """Return what the network must hide for a story to hold, 0 if nothing more."""
        touched = self._touched(library, story)
        if not all(page.may_be(cell, page.n[cell] + by) for page, cell, by in touched):
            cost = _NEVER
        else:
            cost = sum((page.n[cell] or 1) * page.worth for page, cell, _ in touched if not page.hidden[cell])
        return 0 if cost and not alone and self._taken_back(library, story) else cost

    def _take(self, library: str, story: Story, most: float) -> None:
        """Keep a story, if it costs no more than ``most``."""
        cost = self._cost(library, story)
        if cost > most or cost == _NEVER:
            return
        touched = self._touched(library, story)
        if cost:
            self._hide(touched)
        if all(page.hidden[cell] and page.may_be(cell, page.n[cell] + by) for page, cell, by in touched):
            self._moved.update((page.period, cell) for page, cell, _ in touched)
        self._told.update((library, page.period, cell) for page, _ in story.way() for cell, _ in story.changes)

    def _touched(self, library: str, story: Story) -> list[tuple[Page, int, int]]:
        return [
            (self.year.pages[page.period], cell, by * sense)
            for page, sense in story.way()
            if page.period in self.year.pages
            for cell, by in self._with_library(story.changes, library)
        ]

    def _with_library(self, changes: tuple[Change, ...], library: str) -> tuple[Change, ...]:
        total = next((by for cell, by in changes if cell == TOTAL), 0)
        return (*changes, (self.year.shape.place[Table.LIBRARY, library], total)) if total else changes

    def _taken_back(self, library: str, story: Story) -> bool:
        """Return whether another library could have what this one has not, in the same quarters."""
        seen = self._seen(story.way())
        total = story.changes[0] if story.changes[0][0] == TOTAL else None
        if total and not self._hides(seen, library, total[1]):
            return False
        here, there = story.at.parent, story.back.parent if story.back else None
        for name, other in self.own.items():
            if name == library or not all(
                other.pages[page.period].hidden[cell] for page, _ in seen for cell, _ in story.changes
            ):
                continue
            if total and not self._hides(seen, name, -total[1]):
                continue
            ats = other.pages[here.period].leaves() if here else [other.pages[story.at.period]]
            backs: list[Page | None] = [*other.pages[there.period].leaves()] if there else [None]
            if any(not price(story.changes, way(at, back), sign=-1) for at in ats for back in backs):
                return True
        return False

    def _hides(self, seen: Way, library: str, by: int) -> bool:
        cell = self.year.shape.place[Table.LIBRARY, library]
        return all(page.hidden[cell] and page.may_be(cell, page.n[cell] + by * sense) for page, sense in seen)

    def _hide(self, touched: list[tuple[Page, int, int]]) -> None:
        for page, cell, _ in touched:
            hide(self.year.shape, page, cell)
