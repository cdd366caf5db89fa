"""The printed map on one A4 page: the picture with numbers, and under it the list of what they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desk.base.settings import SlipFormat
from desk.base.words import Words, words
from desk.slips.map import Entry, PrintedMap
from desk.slips.map_drawing import Numbered, drawn, numbered_signs, window_on_paper
from desk.slips.marks import POINTS_PER_MM, Mark, Page, PathMark, Ruler, TextMark, Weight
from desk.slips.paper import PAPERS, Paper
from desk.slips.pen import ASCENT, Pen, shifted
from desk.slips.typeset import printable, wrap

LEAST_MAP = 115 * POINTS_PER_MM
"""The least height of the picture: the list takes what is left."""

TITLE, BODY, PHONE, FOOTER = 20.0, 10.5, 11.5, 9.0
"""Sizes of type, in points."""

LEAST_NAME = 8.5
"""A long name is set smaller down to this, and only then cut."""

_COLUMNS = 2
_GUTTER, _INDENT, _ROW, _LEAD = 16.0, 22.0, 31.0, 1.2
_NOTE = BODY * _LEAD + 12


def lay_out_map(printed: PrintedMap, ruler: Ruler) -> Page:
    """Return ``printed`` on exactly one A4 page, nothing outside the margins.

    The nearest sheets that hold in the list are numbered; the others are small rings, and a sentence says so.
    """
    return _Setter(printed=printed, paper=PAPERS[SlipFormat.A4], ruler=ruler, say=words(printed.language)).page()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    """Sets one map on its page."""

    printed: PrintedMap
    paper: Paper
    ruler: Ruler
    say: Words

    def page(self) -> Page:
        paper, entries = self.paper, self.printed.entries
        height = paper.height or paper.tallest
        head, foot = self._head(), self._foot()
        room = height - 2 * paper.margin_y - head.y - foot.y - _NOTE
        most = _COLUMNS * int((room - LEAST_MAP) // _ROW)
        listed, others = entries[:most], entries[most:]
        tall = min(paper.column, room - _rows(len(listed)) * _ROW)
        window = window_on_paper(self.printed.box, paper.column, tall)
        signs = numbered_signs(window, [entry.point for entry in listed], self.ruler)
        picture = drawn(self.printed, window, signs, [entry.point for entry in others], self.ruler, self.say)
        top = paper.margin_y + head.y
        return Page(
            width=paper.width,
            height=height,
            margin_x=paper.margin_x,
            margin_y=paper.margin_y,
            marks=(
                *shifted(head.marks, paper.margin_y),
                *_to_the_right(shifted(picture, top), paper.margin_x),
                *shifted(self._list(signs, listed, len(others)), top + tall),
                *shifted(foot.marks, height - paper.margin_y - foot.y),
            ),
        )

    def _pen(self) -> Pen:
        return Pen(ruler=self.ruler, x=self.paper.margin_x, width=self.paper.column, air=1.0, lead=_LEAD)

    def _head(self) -> Pen:
        pen, printed = self._pen(), self.printed
        long = self.ruler.width(printed.day, BODY, Weight.REGULAR)
        pen.word(printed.day, BODY, Weight.REGULAR, at=pen.x + pen.width - long)
        left = pen.inside(0, pen.width - long - BODY)
        left.text(printed.library, BODY, Weight.BOLD, most=2)
        pen.y = left.y + 3
        pen.rule(1.2)
        pen.skip(8)
        pen.text(printed.title, TITLE, Weight.BOLD, most=2)
        pen.skip(6)
        return pen

    def _foot(self) -> Pen:
        pen = self._pen()
        pen.skip(6)
        pen.rule(0.9)
        pen.y += 2
        pen.text(" ".join(self.printed.footer), FOOTER, most=4)
        return pen

    # the list

    def _list(self, signs: Sequence[Numbered], listed: Sequence[Entry], others: int) -> list[Mark]:
        """The list in columns, each from top to bottom, in the order of the numbers."""
        pen = self._pen()
        pen.skip(8)
        pen.text(self._note(len(listed), others), BODY, most=1)
        wide = (pen.width - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
        marks = list(pen.marks)
        order = [number for sign in signs for number in sign.cluster.members]
        for place, number in enumerate(order):
            across, down = divmod(place, _rows(len(order)))
            left, top = pen.x + across * (wide + _GUTTER), _NOTE + down * _ROW
            marks += self._entry(place + 1, listed[number], left, top, wide)
        return marks

    def _note(self, listed: int, others: int) -> str:
        say = self.say
        if others:
            return say("The {n} nearest are numbered. The others are small rings ({more}).", n=listed, more=others)
        if not listed:
            return say("No sheet in this part of the map.")
        return say.count(listed, "{n} sheet, the star is the library.", "{n} sheets, the star is the library.")

    def _entry(self, number: int, entry: Entry, left: float, top: float, wide: float) -> list[Mark]:
        """A name, and below it the telephone and the distance; the commune too where it holds."""
        base = top + BODY * ((_LEAD - 1) / 2 + ASCENT)
        below = base + PHONE * _LEAD + 1
        left, room = left + _INDENT, wide - _INDENT
        name, phone = printable(entry.name), printable(entry.phone)
        size = max(LEAST_NAME, min(BODY, BODY * (room - 1) / max(1.0, self.ruler.width(name, BODY, Weight.BOLD))))
        doubt = self.say("to verify") if entry.to_verify else ""
        used = self.ruler.width(phone, PHONE, Weight.BOLD) + 0.6 * BODY if phone else 0.0
        told = printable(" · ".join(part for part in (entry.away, doubt, entry.commune) if part))
        if self.ruler.width(told, BODY, Weight.REGULAR) > room - used - 1:
            told = " · ".join(part for part in (entry.away, doubt) if part)
        return [
            TextMark(left - _INDENT, base, str(number), BODY, Weight.BOLD),
            *self._line(name, left, base, size, Weight.BOLD, room),
            *self._line(phone, left, below, PHONE, Weight.BOLD, room),
            *self._line(told, left + used, below, BODY, Weight.REGULAR, max(0.0, room - used)),
        ]

    def _line(self, text: str, left: float, base: float, size: float, weight: Weight, room: float) -> list[Mark]:
        shown = printable(text)
        if not shown or room < 3 * size:
            return []
        return [TextMark(left, base, line, size, weight) for line in wrap(shown, room, size, weight, self.ruler, 1)]


def _rows(many: int) -> int:
    return -(-many // _COLUMNS)


def _to_the_right(marks: Iterable[Mark], right: float) -> list[Mark]:
    """Return ``marks`` moved from the left of the paper to the left of the column."""
    return [
        replace(mark, points=tuple((x + right, y) for x, y in mark.points))
        if isinstance(mark, PathMark)
        else replace(mark, x=mark.x + right)
        for mark in marks
    ]
