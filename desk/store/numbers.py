"""Under which numbers this desk has written. Kept here, its own changes are always desk `ME`; hubs know other numbers.

A desk counts its changes without end. Its first network gives it a number; it takes another one when its disk turns out
to be a copy, or when it joins anew. Each number holds from one of its changes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.store.changes import ME
from desk.store.database import Database
from desk.wire.merge import SEED, Cell, Dot, Value
from desk.wire.merge import shown as shown_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One number: ``desk`` in ``network`` of ``hub``, for the changes from ``first`` to ``last`` (None: to the end)."""

    desk: int
    first: int
    last: int | None
    network: str
    hub: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number this desk has had, the present one last."""

    all: tuple[Numbered, ...] = ()
    _by_desk: dict[int, tuple[Numbered, ...]] = field(default_factory=dict)

    @property
    def now(self) -> Numbered | None:
        """The present number, None before the first network."""
        return self.all[-1] if self.all else None

    def local(self, dot: Dot) -> Dot:
        """Return a dot of the wire as it is kept here."""
        for one in self._by_desk.get(dot[0], ()):
            n = one.first + dot[1] - 1
            if dot[1] >= 1 and (one.last is None or n <= one.last):
                return ME, n
        return dot

    def numbered(self, dot: Dot) -> Dot:
        """Return a dot kept here as everybody knows it; this desk's own as it is before the first network."""
        if dot[0] != ME:
            return dot
        for one in reversed(self.all):
            if dot[1] >= one.first:
                return one.desk, dot[1] - one.first + 1
        return dot

    def stamps(self, places: Sequence[tuple[int, int, int]]) -> Sequence[tuple[int, int, int]] | None:
        """Return desk, number and time of values of the wire as they are kept here; None where one came with a program."""
        desks = {desk for desk, _, _ in places}
        if SEED in desks:
            return None
        if self._by_desk.keys().isdisjoint(desks):
            return places
        return [(*self.local((desk, n)), at) for desk, n, at in places]

    def shown(self, cell: Mapping[Dot, Value]) -> tuple[Dot, Value] | None:
        """Return the value to show of a cell kept here, and its dot: the same on every desk."""
        if len(cell) < 2:
            return next(iter(cell.items()), None)
        names = {self.numbered(dot): dot for dot in cell}
        top = shown_of({name: cell[dot] for name, dot in names.items()})
        return None if top is None else (names[top[0]], top[1])

    def cell(self, cell: Mapping[Dot, Value]) -> Cell:
        """Return a cell of the wire as it is kept here."""
        for desk, _ in cell:
            if desk == SEED or desk in self._by_desk:
                return {self.local(dot): value for dot, value in cell.items() if dot[0] != SEED}
        return dict(cell)


def numbers(database: Database) -> Numbers:
    """Return every number this desk has had."""
    rows = database.rows("SELECT first, desk, network, hub FROM numbers ORDER BY first")
    found = tuple(
        Numbered(
            desk=desk,
            first=first,
            last=rows[place + 1][0] - 1 if place + 1 < len(rows) else None,
            network=network,
            hub=hub,
        )
        for place, (first, desk, network, hub) in enumerate(rows)
    )
    by_desk: dict[int, tuple[Numbered, ...]] = {}
    for one in found:
        by_desk[one.desk] = (*by_desk.get(one.desk, ()), one)
    return Numbers(found, by_desk)


def take_number(database: Database, desk: int, network: str, hub: str, first: int) -> None:
    """Write from change ``first`` on under the number ``desk``. What waits is numbered anew; inside a transaction."""
    database.write("DELETE FROM numbers WHERE first >= ?", (first,))
    database.write("INSERT INTO numbers (first, desk, network, hub) VALUES (?, ?, ?, ?)", (first, desk, network, hub))
    database.write("UPDATE changes SET chain = NULL, state = 0 WHERE n >= ?", (first,))
