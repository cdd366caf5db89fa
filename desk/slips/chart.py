"""A chart on paper, in black alone: full bars, hatched ones for the year before, every figure written beside its bar."""

from desk.base.words import Words
from desk.slips.marks import FrameMark, Inside, Mark, PathMark, TextMark, Weight
from desk.slips.pen import ASCENT, Pen
from desk.slips.typeset import printable, wrap
from desk.work.chart_shape import Bar, bars
from desk.work.counts_view import Table

_LABELS = 0.4
"""The part of the width that labels take at most."""

_HATCH = 3.2
"""From one stroke of a hatching to the next, in points."""


def set_chart(pen: Pen, table: Table, size: float, say: Words, *, most: int) -> None:
    """Set the title of a table, its bars one below the other, then how to read it."""
    shown = bars(table, most)
    pen.text(table.title, size * 1.15, Weight.BOLD, most=2)
    pen.y += size * 0.35
    labels = min(
        max((pen.ruler.width(printable(one.label), size, Weight.REGULAR) for one in shown), default=0.0) + 2,
        pen.width * _LABELS,
    )
    figures = max((_figure_width(pen, one, size) for one in shown), default=0.0)
    for one in shown:
        _set_bar(pen, one, size, labels, pen.width - labels - figures - 1.6 * size)
    if any(one.before is not None for one in shown):
        _set_legend(pen, size, say)
    if len(table.lines) > len(shown):
        pen.text(say("… and {n} more", n=len(table.lines) - len(shown)), size * 0.85, most=1)
    if table.note:
        pen.text(table.note, size * 0.85, most=2)


def _figure_width(pen: Pen, one: Bar, size: float) -> float:
    return max(
        pen.ruler.width(printable(one.text), size, Weight.BOLD),
        pen.ruler.width(printable(one.before_text), size * 0.85, Weight.REGULAR),
    )


def _set_bar(pen: Pen, one: Bar, size: float, labels: float, room: float) -> None:
    lines = wrap(printable(one.label), labels, size, Weight.REGULAR, pen.ruler, 2)
    step = size * 1.22
    tall = max(len(lines), 1) * step
    twice = bool(one.before_text)
    needed = size * (1.9 if twice else 1.22)
    top = pen.y + max(0.0, (tall - needed) / 2)
    down = max(0.0, (needed - tall) / 2)
    for place, line in enumerate(lines):
        pen.marks.append(TextMark(pen.x, pen.y + down + place * step + size * ASCENT, line, size, Weight.REGULAR))
    left = pen.x + labels + 0.6 * size
    _box(pen.marks, left, top + 0.12 * size, room * (one.part or 0.0), 0.78 * size, hatched=False)
    after = left + room * (one.part or 0.0) + 0.35 * size
    weight = Weight.BOLD if one.part is not None else Weight.REGULAR
    pen.marks.append(TextMark(after, top + size * ASCENT, printable(one.text), size, weight))
    if twice:
        below = top + 0.98 * size
        _box(pen.marks, left, below + 0.1 * size, room * (one.before or 0.0), 0.5 * size, hatched=True)
        after = left + room * (one.before or 0.0) + 0.35 * size
        small = size * 0.85
        pen.marks.append(TextMark(after, below + 0.62 * size, printable(one.before_text), small, Weight.REGULAR))
    pen.y += max(tall, needed) + size * 0.32


def _set_legend(pen: Pen, size: float, say: Words) -> None:
    small = size * 0.85
    at = pen.x
    for text, hatched in ((say("this period"), False), (say("a year before"), True)):
        _box(pen.marks, at, pen.y + 0.15 * small, 2 * small, 0.7 * small, hatched=hatched)
        at += 2.4 * small
        pen.marks.append(TextMark(at, pen.y + small * ASCENT, printable(text), small, Weight.REGULAR))
        at += pen.ruler.width(printable(text), small, Weight.REGULAR) + 1.6 * small
    pen.y += small * 1.5


def _box(marks: list[Mark], x: float, y: float, width: float, height: float, *, hatched: bool) -> None:
    """Draw a full bar, or an outlined one with strokes across."""
    if width < 0.5:
        return
    if not hatched:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        marks.append(PathMark(points=corners, thickness=0.0, closed=True, inside=Inside.BLACK))
        return
    marks.append(FrameMark(x, y, width, height, 0.0, 0.6))
    at = x + _HATCH
    while at < x + width:
        low = max(x, at - height)
        marks.append(PathMark(points=((at, y), (low, y + (at - low))), thickness=0.4))
        at += _HATCH
