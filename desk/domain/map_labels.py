"""Names on the map: the most important first, each where it covers nothing, or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from desk.domain.map import Box

_CELL = 96.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name of a point; lengths are those of the screen or the paper, downwards.

    ``near`` and ``far`` are how wide the sign of the point may be on each side: the name stands clear of the first,
    or else of the second. ``key`` says whose name it is.
    """

    key: str
    text: str
    x: float
    y: float
    width: float
    height: float
    near: float
    far: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A label and the top left of its place."""

    label: Label
    left: float
    top: float

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.left + self.label.width, self.top + self.label.height


def place(labels: Sequence[Label], taken: Iterable[Box], room: Box) -> tuple[Placed, ...]:
    """Return the labels that find a place in ``room``, off the boxes ``taken`` and off one another.

    The first of ``labels`` chooses first: right of its point, left, below, above, then the same farther away.
    """
    board = _Board(taken)
    placed: list[Placed] = []
    for label in labels:
        for left, top in _places(label):
            box = (left, top, left + label.width, top + label.height)
            if _inside(room, box) and board.is_free(box):
                board.take(box)
                placed.append(Placed(label, left, top))
                break
    return tuple(placed)


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes cover one another, touching not counted."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Board:
    """The boxes taken, found by the cells that they touch."""

    def __init__(self, taken: Iterable[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for box in taken:
            self.take(box)

    def take(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Box) -> bool:
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if overlap(box, other):
                    return False
        return True


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (floor(side / _CELL) for side in box)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def _places(label: Label) -> list[tuple[float, float]]:
    found = []
    for off in dict.fromkeys((label.near, label.far)):
        level, middle = label.y - label.height / 2, label.x - label.width / 2
        found += [
            (label.x + off, level),
            (label.x - off - label.width, level),
            (middle, label.y + off),
            (middle, label.y - off - label.height),
        ]
    return found


def _inside(room: Box, box: Box) -> bool:
    return room[0] <= box[0] and room[1] <= box[1] and box[2] <= room[2] and box[3] <= room[3]
