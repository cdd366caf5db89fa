"""Setting headings and short texts in columns, on as few pages as are wanted: the charter, its poster, its references."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.slips.marks import POINTS_PER_MM, Mark, Page, PathMark, Ruler, Weight
from desk.slips.pen import Pen, shifted

A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
A3 = (297 * POINTS_PER_MM, 420 * POINTS_PER_MM)
A5 = (148 * POINTS_PER_MM, 210 * POINTS_PER_MM)

_GUTTER = 0.045
_MOST_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading and the lines below it, each after a dash when ``dashed``; ``apart`` begins a new column.

    ``signs`` are labels, each before a line to sign on.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    dashed: bool = False
    apart: bool = False
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper before it is set. ``sizes`` are those of the running text, the largest that holds is used.

    Where even the smallest does not hold, ``rest`` (with a blank ``{n}``) says how many passages are left out; without
    it, more pages are made.
    """

    size: tuple[float, float]
    margin: float
    library: str
    title: str
    under: str
    passages: tuple[Passage, ...]
    footer: tuple[str, ...]
    sizes: tuple[float, ...]
    columns: int = 1
    pages: int = 1
    lead: float = 1.3
    title_size: float = 24.0
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    marks: tuple[Mark, ...]
    tall: float
    apart: bool = False


def lay_out_text(sheet: Sheet, ruler: Ruler) -> tuple[Page, ...]:
    """Return the pages of ``sheet``: as many as it wants at the largest size that holds, more only when none does."""
    for size in sheet.sizes:
        pages = _Setter(sheet=sheet, ruler=ruler, size=size).pages()
        if len(pages) <= sheet.pages:
            return pages
    pages = _Setter(sheet=sheet, ruler=ruler, size=sheet.sizes[-1]).pages()
    kept = len(sheet.passages)
    while sheet.rest and len(pages) > sheet.pages and kept > 1:
        kept = min(kept - 1, kept * sheet.pages // len(pages) + 1)
        told = Passage(title=sheet.rest.format(n=len(sheet.passages) - kept))
        shorter = replace(sheet, passages=(*sheet.passages[:kept], told), rest="")
        pages = _Setter(sheet=shorter, ruler=ruler, size=sheet.sizes[-1]).pages()
    return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    sheet: Sheet
    ruler: Ruler
    size: float

    def pages(self) -> tuple[Page, ...]:
        """Fill columns from left to right, page after page."""
        sheet, head, foot = self.sheet, self._head(), self._foot()
        bottom = sheet.size[1] - 2 * sheet.margin - foot.y
        columns: list[list[Mark]] = [[]]
        starts = [head.y]
        used = head.y
        for block in self._blocks():
            if not block.marks and used == starts[-1]:
                continue
            full = used + block.tall > bottom and used > starts[-1]
            if full or (block.apart and used > starts[-1]):
                columns.append([])
                starts.append(head.y if len(columns) <= sheet.columns else 0.0)
                used = starts[-1]
            columns[-1] += shifted(block.marks, used)
            used += block.tall
        made = [columns[at : at + sheet.columns] for at in range(0, len(columns), sheet.columns)]
        return tuple(self._page(group, head if not number else None, foot) for number, group in enumerate(made))

    def _page(self, columns: Sequence[Sequence[Mark]], head: Pen | None, foot: Pen) -> Page:
        sheet = self.sheet
        step = self._column + _GUTTER * sheet.size[0]
        marks = [
            mark for place, column in enumerate(columns) for mark in _moved(shifted(column, sheet.margin), place * step)
        ]
        return Page(
            width=sheet.size[0],
            height=sheet.size[1],
            margin_x=sheet.margin,
            margin_y=sheet.margin,
            marks=(
                *(shifted(head.marks, sheet.margin) if head else ()),
                *marks,
                *shifted(foot.marks, sheet.size[1] - sheet.margin - foot.y),
            ),
        )

    @property
    def _column(self) -> float:
        sheet = self.sheet
        room = sheet.size[0] - 2 * sheet.margin
        return (room - (sheet.columns - 1) * _GUTTER * sheet.size[0]) / sheet.columns

    def _blocks(self) -> list[_Block]:
        """Set each passage; a heading stays with its first line."""
        blocks = []
        for passage in self.sheet.passages:
            pen = self._pen(self._column)
            if passage.title:
                pen.text(passage.title, self.size * 1.2, Weight.BOLD, most=3)
                pen.y += self.size * 0.15
            first = True
            for line in passage.lines:
                if not first:
                    pen = self._pen(self._column)
                if passage.dashed:
                    pen.word("–", self.size, Weight.REGULAR)
                    pen.text(line, self.size, most=_MOST_LINES, indent=self.size * 0.9)
                else:
                    pen.text(line, self.size, most=_MOST_LINES)
                pen.y += self.size * 0.12
                blocks.append(_Block(marks=tuple(pen.marks), tall=pen.y, apart=passage.apart and first))
                first = False
            if first and passage.title:
                blocks.append(_Block(marks=tuple(pen.marks), tall=pen.y, apart=passage.apart))
            for sign in passage.signs:
                pen = self._pen(self._column)
                pen.y += self.size * 1.4
                pen.blank(sign, self.size)
                blocks.append(_Block(marks=tuple(pen.marks), tall=pen.y))
            blocks.append(_Block(marks=(), tall=self.size * 0.7))
        return blocks

    def _head(self) -> Pen:
        sheet = self.sheet
        pen = self._pen(sheet.size[0] - 2 * sheet.margin)
        pen.text(sheet.library, max(self.size, 11.0), Weight.BOLD, most=2)
        pen.text(sheet.title, sheet.title_size, Weight.BOLD, most=2)
        pen.text(sheet.under, max(self.size, 11.0), most=2)
        pen.y += 4
        pen.rule(1.4)
        pen.y += 10
        return pen

    def _foot(self) -> Pen:
        sheet = self.sheet
        pen = self._pen(sheet.size[0] - 2 * sheet.margin)
        pen.y += 6
        pen.rule(0.6)
        pen.y += 3
        for line in sheet.footer:
            pen.text(line, 9.0, most=5)
        return pen

    def _pen(self, width: float) -> Pen:
        return Pen(ruler=self.ruler, x=self.sheet.margin, width=width, air=1.0, lead=self.sheet.lead)


def _moved(marks: Sequence[Mark], right: float) -> list[Mark]:
    """Return the marks of a column moved to its place."""
    return [mark if isinstance(mark, PathMark) else replace(mark, x=mark.x + right) for mark in marks]
