"""A pen that goes down a column: it sets texts, rules, tick boxes and frames one under the other and remembers them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from desk.slips.codes import Cells
from desk.slips.marks import CellsMark, FrameMark, Mark, PathMark, RuleMark, Ruler, TextMark, Weight
from desk.slips.typeset import printable, wrap

ASCENT = 0.76
"""Where the baseline stands in a line set solid, as a part of the type's size."""

TICK = 0.88
"""The side of a tick box, as a part of the type's size beside it."""

_STROKE = 1.1


@dataclass(slots=True, kw_only=True)
class Pen:
    """Writes from ``y`` downwards between ``x`` and ``x + width``.

    ``air`` stretches or tightens every space between things; ``lead`` is the distance between lines of one text, as a
    part of its size.
    """

    ruler: Ruler
    x: float
    width: float
    air: float
    lead: float
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def skip(self, points: float) -> None:
        """Leave a space of ``points``, stretched or tightened."""
        self.y += points * self.air

    def text(
        self, text: str, size: float, weight: Weight = Weight.REGULAR, *, most: int = 4, indent: float = 0.0
    ) -> None:
        """Set ``text`` in at most ``most`` lines; nothing when it is blank."""
        shown = printable(text)
        for line in wrap(shown, self.width - indent, size, weight, self.ruler, most) if shown else ():
            self.marks.append(TextMark(self.x + indent, self._baseline(size), line, size, weight))
            self.y += size * self.lead

    def word(self, text: str, size: float, weight: Weight, *, at: float | None = None) -> None:
        """Set a few signs as they are, from ``at`` or from the left of the column, without moving down."""
        self.marks.append(TextMark(self.x if at is None else at, self._baseline(size), text, size, weight))

    def heading(self, text: str, size: float, aside: str, aside_size: float, weight: Weight = Weight.BOLD) -> None:
        """Set a heading, and ``aside`` after it in small regular type."""
        long = self.ruler.width(text, size, weight)
        self.word(text, size, weight)
        if aside:
            left = self.x + long + 0.4 * size
            line = self._baseline(size)
            self.marks.append(TextMark(left, line, aside, aside_size, Weight.REGULAR))
        self.y += size * self.lead

    def tick(self, text: str, size: float, *, most: int) -> None:
        """Set ``text`` beside a box to tick."""
        side = TICK * size
        self.marks.append(FrameMark(self.x, self._baseline(size) - side + 0.06 * size, side, side, 1.0, _STROKE))
        self.text(text, size, most=most, indent=1.55 * size)

    def ticks(self, lead_in: str, labels: Iterable[str], size: float) -> None:
        """Set ``lead_in``, a dotted blank, then short ``labels`` each after a box to tick, on as few lines as it takes."""
        blank, gap, side = 4.2 * size, 0.85 * size, TICK * size
        at = self.ruler.width(lead_in, size, Weight.REGULAR) + 0.3 * size
        self.word(lead_in, size, Weight.REGULAR)
        self.marks.append(RuleMark(self.x + at, self._baseline(size) + 1, blank, 0.9, dotted=True))
        at += blank + gap
        for label in labels:
            long = side + 0.4 * size + self.ruler.width(label, size, Weight.REGULAR)
            if at + long > self.width:
                self.y += size * (self.lead + 0.2)
                at = 0.0
            line = self._baseline(size)
            self.marks.append(FrameMark(self.x + at, line - side + 0.06 * size, side, side, 1.0, _STROKE))
            self.marks.append(TextMark(self.x + at + side + 0.4 * size, line, label, size, Weight.REGULAR))
            at += long + gap
        self.y += size * self.lead

    def blank(self, label: str, size: float) -> None:
        """Set ``label`` and a line to write on, beside it if there is room enough, else below."""
        lines = wrap(printable(label), self.width, size, Weight.REGULAR, self.ruler, 2)
        self.text(label, size, most=2)
        used = self.ruler.width(lines[-1], size, Weight.REGULAR) + 0.4 * size
        if self.width - used < 9 * size:
            self.y += size * self.lead
            used = 0.0
        self.marks.append(RuleMark(self.x + used, self.y - 0.25 * size, self.width - used, 0.9, dotted=True))

    def rule(self, thickness: float, *, dotted: bool = False) -> None:
        """Draw a line across the column."""
        self.marks.append(RuleMark(self.x, self.y + thickness / 2, self.width, thickness, dotted))
        self.y += thickness

    def cells(self, rows: Cells, x: float, cell_width: float, cell_height: float) -> CellsMark:
        """Draw black cells with their left side at ``x``, without moving down."""
        mark = CellsMark(x, self.y, cell_width, cell_height, rows)
        self.marks.append(mark)
        return mark

    def frame(self, top: float, thickness: float, radius: float) -> None:
        """Draw a frame round what was set since ``top``."""
        self.marks.append(FrameMark(self.x, top, self.width, self.y - top, radius, thickness))

    def inside(self, padding: float, width: float | None = None) -> "Pen":
        """Return a pen for the inside of a frame, or for its left part of ``width``. It starts where this one stands."""
        room = self.width - 2 * padding if width is None else width
        return replace(self, x=self.x + padding, width=room)

    def _baseline(self, size: float) -> float:
        return self.y + size * ((self.lead - 1.0) / 2 + ASCENT)


def shifted(marks: Iterable[Mark], down: float) -> list[Mark]:
    """Return ``marks`` moved ``down`` by so many points."""
    return [_lowered(mark, down) for mark in marks]


def _lowered(mark: Mark, down: float) -> Mark:
    if isinstance(mark, PathMark):
        return replace(mark, points=tuple((x, y + down) for x, y in mark.points))
    return replace(mark, y=mark.y + down)
