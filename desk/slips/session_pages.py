"""The papers of sessions on one page each: as large as they hold, then « … et N autres »; A3 is A4 made larger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from desk.base.settings import SlipFormat
from desk.base.words import Words, words
from desk.slips.marks import (
    POINTS_PER_MM,
    CellsMark,
    FrameMark,
    Mark,
    Page,
    PathMark,
    RuleMark,
    Ruler,
    TextMark,
    Weight,
)
from desk.slips.paper import PAPERS
from desk.slips.pen import ASCENT, Pen, shifted
from desk.slips.session_posters import DayPoster, HostList, MonthPoster, PosterEntry, Strip
from desk.slips.typeset import printable, wrap

_Entry = TypeVar("_Entry")

A3_WIDTH = 297 * POINTS_PER_MM
STRIPS = 3
"""Strips on a sheet."""

_PAPER = PAPERS[SlipFormat.A4]
_HEIGHT = _PAPER.height or _PAPER.tallest
_ROOM = _HEIGHT - 2 * _PAPER.margin_y
_FOOTER, _LEAD = 9.0, 1.2
_DAY_SIZES = (46.0, 42.0, 38.0, 34.0, 30.0, 27.0, 24.0, 21.0, 19.0, 17.0, 15.0, 13.0)
"""Sizes of the hours on a day's poster; the rest is in proportion."""

_LARGE, _SMALLEST = 27.0, 12.0
"""From which size each fact of a day's poster has its own line, and how small none ever gets."""

_MONTH_SIZES = (19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_APART = 12.0
"""From which size the details of a month's entry have their own line."""

_LIST_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_STRIP_SIZES = (64.0, 58.0, 52.0, 46.0, 40.0, 34.0, 28.0, 24.0, 20.0, 16.0)
_STRIKE = 0.27
"""How high over the baseline a word is crossed out, as a part of its size."""


def lay_out_day(poster: DayPoster, ruler: Ruler) -> Page:
    """Return a day's poster on one A4 page, in the largest type in which everything holds."""
    setter = _Setter(ruler=ruler, say=words(poster.language))

    def head(pen: Pen, _: float) -> None:
        pen.text(poster.library, 20.0, Weight.BOLD, most=2)
        pen.text(poster.day, 40.0, Weight.BOLD, most=2)
        pen.text(poster.heading, 20.0, most=1)
        pen.y += 6
        pen.rule(2.4)

    def entry(pen: Pen, one: PosterEntry, size: float) -> None:
        pen.y += 0.4 * size
        if size >= _LARGE:
            _crossed(pen, one.hours, size, Weight.BOLD, most=1, struck=one.struck)
            _crossed(pen, one.title, 0.8 * size, Weight.BOLD, most=3, struck=one.struck)
            pen.text(one.state, 0.7 * size, Weight.BOLD, most=2)
            for text in (one.who, one.where, one.reach):
                pen.text(text, 0.6 * size, most=2)
            pen.text(one.phone, 0.8 * size, Weight.BOLD, most=1)
        else:
            _crossed(pen, f"{one.hours} · {one.title}", size, Weight.BOLD, most=3, struck=one.struck)
            pen.text(one.state, size, Weight.BOLD, most=2)
            details = " · ".join(part for part in (one.who, one.where, one.reach) if part)
            pen.text(details, max(_SMALLEST, 0.75 * size), most=2)
            pen.text(one.phone, size, Weight.BOLD, most=1)
        pen.y += 0.35 * size
        pen.rule(0.9)

    return setter.page(head, poster.entries, entry, poster.nobody, poster.footer, _DAY_SIZES)


def lay_out_month(poster: MonthPoster, ruler: Ruler) -> Page:
    """Return a month's poster on one A4 page: days at the left, what is held beside."""
    setter = _Setter(ruler=ruler, say=words(poster.language))
    entries = [("" if place else day, one) for day, those in poster.days for place, one in enumerate(those)]

    def head(pen: Pen, _: float) -> None:
        pen.text(poster.library, 16.0, Weight.BOLD, most=2)
        pen.text(poster.month, 36.0, Weight.BOLD, most=1)
        pen.text(poster.heading, 16.0, most=1)
        pen.y += 4

    def entry(pen: Pen, dated: tuple[str, PosterEntry], size: float) -> None:
        day, one = dated
        pen.y += 0.35 * size if day else 0.1 * size
        if day:
            pen.rule(0.6)
            pen.y += 0.3 * size
            left = pen.inside(0, 6.6 * size)
            left.text(day, size, Weight.BOLD, most=1)
        right = replace(pen, x=pen.x + 7 * size, width=pen.width - 7 * size)
        told = f"{one.hours} · {one.title}"
        details = "" if one.struck else " · ".join(filter(None, (one.who, one.where, one.reach, one.phone)))
        if size < _APART and details:
            right.text(f"{told} · {details}", size, most=2)
        else:
            _crossed(right, told, size, Weight.BOLD, most=2, struck=one.struck)
            right.text(details, 0.9 * size, most=2)
        right.text(one.state, size, Weight.BOLD, most=1)
        pen.y = right.y

    return setter.page(head, entries, entry, poster.nobody, poster.footer, _MONTH_SIZES)


def lay_out_host_list(printed: HostList, ruler: Ruler) -> Page:
    """Return a day's list of appointments on one A4 page: four columns, the last one blank to write in."""
    setter = _Setter(ruler=ruler, say=words(printed.language))
    shares = (0.15, 0.19, 0.34, 0.32)

    def columns(pen: Pen, texts: Sequence[str], size: float, weights: Sequence[Weight]) -> None:
        x, bottom, top = pen.x, pen.y, pen.y
        for text, share, weight in zip(texts, shares, weights, strict=True):
            cell = replace(pen, x=x, width=share * pen.width - 0.5 * size, y=top)
            cell.text(text, size, weight, most=2)
            x, bottom = x + share * pen.width, max(bottom, cell.y)
        pen.y = bottom

    def head(pen: Pen, size: float) -> None:
        pen.text(printed.library, 13.0, Weight.BOLD, most=1)
        pen.text(printed.title, 24.0, Weight.BOLD, most=2)
        pen.text(printed.when, 16.0, most=2)
        pen.y += 10
        columns(pen, printed.headings, size, (Weight.BOLD,) * 4)
        pen.y += 3
        pen.rule(1.6)

    def row(pen: Pen, one: tuple[str, str, str], size: float) -> None:
        pen.y += 0.45 * size
        columns(pen, (*one, ""), size, (Weight.BOLD, Weight.BOLD, Weight.REGULAR, Weight.REGULAR))
        pen.y += 0.45 * size
        pen.rule(0.6)

    rows = [(one.time, one.code, one.procedure) for one in printed.rows]
    return setter.page(head, rows, row, setter.say("No slot that day."), printed.footer, _LIST_SIZES)


def lay_out_strips(strips: Sequence[Strip], ruler: Ruler) -> tuple[Page, ...]:
    """Return A4 pages to cut, three strips each: a strip has its whole place, however many there are."""
    tall = _ROOM / STRIPS
    pages = []
    for first in range(0, len(strips), STRIPS):
        marks: list[Mark] = []
        for place, strip in enumerate(strips[first : first + STRIPS]):
            top = _PAPER.margin_y + place * tall
            if place:
                marks.append(RuleMark(_PAPER.margin_x, top, _PAPER.column, 0.8, dotted=True))
            marks += shifted(_strip(strip, ruler, tall - 24), top + 12)
        pages.append(_page(marks))
    return tuple(pages)


def enlarged(page: Page) -> Page:
    """Return an A4 page as A3: the same, every measure larger."""
    by = A3_WIDTH / page.width
    return Page(
        width=page.width * by,
        height=page.height * by,
        margin_x=page.margin_x * by,
        margin_y=page.margin_y * by,
        marks=tuple(_larger(mark, by) for mark in page.marks),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    ruler: Ruler
    say: Words

    def page(
        self,
        head: Callable[[Pen, float], None],
        entries: Sequence[_Entry],
        entry: Callable[[Pen, _Entry, float], None],
        nobody: str,
        footer: str,
        sizes: Sequence[float],
    ) -> Page:
        """Set ``entries`` in the largest of ``sizes`` that holds; in the smallest, those that hold and how many do not."""
        foot = self._pen()
        foot.rule(0.9)
        foot.y += 2
        foot.text(footer, _FOOTER, most=3)

        def made(size: float, shown: int) -> Pen:
            pen = self._pen()
            head(pen, size)
            for one in entries[:shown]:
                entry(pen, one, size)
            if not entries:
                pen.y += size
                pen.text(nobody, size, Weight.BOLD, most=4)
            elif shown < len(entries):
                pen.y += 0.5 * size
                left = len(entries) - shown
                pen.text(self.say.count(left, "… and {n} other", "… and {n} others"), size, Weight.BOLD, most=1)
            return pen

        def holds(pen: Pen) -> bool:
            return pen.y + foot.y + 6 <= _ROOM

        body = next((pen for size in sizes if holds(pen := made(size, len(entries)))), None)
        if body is None:
            low, high = 0, len(entries)
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if holds(made(sizes[-1], middle)) else (low, middle - 1)
            body = made(sizes[-1], low)
        down = _HEIGHT - _PAPER.margin_y - foot.y
        return _page([*shifted(body.marks, _PAPER.margin_y), *shifted(foot.marks, down)])

    def _pen(self) -> Pen:
        return Pen(ruler=self.ruler, x=_PAPER.margin_x, width=_PAPER.column, air=1.0, lead=_LEAD)


def _strip(strip: Strip, ruler: Ruler, room: float) -> list[Mark]:
    """Set one strip in the largest type that holds."""
    for size in _STRIP_SIZES:
        pen = Pen(ruler=ruler, x=_PAPER.margin_x, width=_PAPER.column, air=1.0, lead=_LEAD)
        pen.text(strip.heading, size, Weight.BOLD, most=1)
        pen.text(strip.when, 0.42 * size, Weight.BOLD, most=2)
        pen.text(strip.title, 0.42 * size, most=2)
        for line in strip.lines:
            pen.text(line, 0.36 * size, most=2)
        pen.y += 0.1 * size
        pen.text(strip.footer, _FOOTER, most=1)
        if pen.y <= room:
            break
    return pen.marks


def _crossed(pen: Pen, text: str, size: float, weight: Weight, *, most: int, struck: bool) -> None:
    """Set ``text``, each of its lines crossed out when ``struck``."""
    shown, top = printable(text), pen.y
    pen.text(text, size, weight, most=most)
    lines = wrap(shown, pen.width, size, weight, pen.ruler, most) if struck and shown else ()
    for number, line in enumerate(lines):
        baseline = top + number * size * pen.lead + size * ((pen.lead - 1) / 2 + ASCENT)
        wide = min(pen.ruler.width(line, size, weight), pen.width)
        pen.marks.append(RuleMark(pen.x, baseline - _STRIKE * size, wide, max(1.0, 0.06 * size)))


def _page(marks: Sequence[Mark]) -> Page:
    return Page(
        width=_PAPER.width, height=_HEIGHT, margin_x=_PAPER.margin_x, margin_y=_PAPER.margin_y, marks=tuple(marks)
    )


def _larger(mark: Mark, by: float) -> Mark:
    match mark:
        case TextMark():
            return replace(mark, x=mark.x * by, y=mark.y * by, size=mark.size * by)
        case RuleMark():
            return replace(mark, x=mark.x * by, y=mark.y * by, width=mark.width * by, thickness=mark.thickness * by)
        case FrameMark():
            box = {"x": mark.x * by, "y": mark.y * by, "width": mark.width * by, "height": mark.height * by}
            return replace(mark, **box, radius=mark.radius * by, thickness=mark.thickness * by)
        case CellsMark():
            wide, high = mark.cell_width * by, mark.cell_height * by
            return replace(mark, x=mark.x * by, y=mark.y * by, cell_width=wide, cell_height=high)
        case PathMark():
            points = tuple((x * by, y * by) for x, y in mark.points)
            return replace(mark, points=points, thickness=mark.thickness * by)
