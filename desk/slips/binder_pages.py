"""The binder on A4 pages: contents, chapters, two indexes; the page of each place in all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desk.base.settings import SlipFormat
from desk.base.text import fold
from desk.base.words import Words, words
from desk.slips.binder import Binder, Entry
from desk.slips.marks import Mark, Page, Ruler, Weight
from desk.slips.paper import PAPERS, Paper
from desk.slips.pen import Pen, shifted
from desk.slips.typeset import NO_BREAK, printable, wrap

TITLE, CHAPTER, NAME, PHONE, BODY, FOOTER = 24.0, 18.0, 13.0, 14.0, 11.0, 9.0
"""Sizes of type, in points."""

_LEAD, _GAP, _FOOT = 1.25, 9.0, 16.0


@dataclass(slots=True)
class _Block:
    """Marks set from 0 downwards, as tall as ``tall``; ``names`` are what stands here, for the indexes."""

    marks: list[Mark]
    tall: float
    names: tuple[str, ...] = ()
    new_page: bool = False


@dataclass(slots=True)
class _Sheaf:
    """Pages being filled, and on which page each thing stands."""

    room: float
    pages: list[list[Mark]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    used: float = 0.0

    def add(self, block: _Block) -> None:
        if not self.pages or self.used + block.tall > self.room or (block.new_page and self.used):
            self.pages.append([])
            self.used = 0.0
        self.pages[-1] += shifted(block.marks, self.used)
        self.used += block.tall
        self.places.update(dict.fromkeys(block.names, len(self.pages)))


def lay_out_binder(binder: Binder, ruler: Ruler) -> tuple[Page, ...]:
    """Return the pages of ``binder``, numbered, nothing outside the margins.

    Twice: the first time to learn on which page each place stands.
    """
    setter = _Setter(binder=binder, paper=PAPERS[SlipFormat.A4], ruler=ruler, say=words(binder.language))
    places: Mapping[str, int] = {}
    sheaf = setter.sheaf(places)
    for _ in range(3):
        if sheaf.places == places:
            break
        places = sheaf.places
        sheaf = setter.sheaf(places)
    return tuple(setter.page(marks, number, len(sheaf.pages)) for number, marks in enumerate(sheaf.pages, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    binder: Binder
    paper: Paper
    ruler: Ruler
    say: Words

    def sheaf(self, places: Mapping[str, int]) -> _Sheaf:
        """Fill pages, with the page numbers that are known so far."""
        height = self.paper.height or self.paper.tallest
        sheaf = _Sheaf(height - 2 * self.paper.margin_y - _FOOT)
        for block in self._blocks(places):
            sheaf.add(block)
        return sheaf

    def page(self, marks: list[Mark], number: int, many: int) -> Page:
        """Return one page with its foot."""
        height = self.paper.height or self.paper.tallest
        pen = self._pen()
        pen.rule(0.6)
        pen.y += 2
        told = self.say("page {n} of {many}", n=number, many=many)
        wide = self.ruler.width(told, FOOTER, Weight.REGULAR)
        pen.word(self._held(self.binder.footer, pen.width - wide - 10, FOOTER, Weight.REGULAR), FOOTER, Weight.REGULAR)
        pen.word(told, FOOTER, Weight.REGULAR, at=pen.x + pen.width - wide)
        return Page(
            width=self.paper.width,
            height=height,
            margin_x=self.paper.margin_x,
            margin_y=self.paper.margin_y,
            marks=(
                *shifted(marks, self.paper.margin_y),
                *shifted(pen.marks, height - self.paper.margin_y - _FOOT + 3),
            ),
        )

    def _blocks(self, places: Mapping[str, int]) -> Iterable[_Block]:
        binder, say = self.binder, self.say
        pen = self._pen()
        pen.text(binder.library, BODY, Weight.BOLD, most=2)
        pen.text(binder.title, TITLE, Weight.BOLD, most=2)
        pen.text(binder.opening, BODY, most=3)
        if binder.left_out:
            pen.text(say("{n} places further away are not printed.", n=binder.left_out), BODY, most=1)
        pen.skip(_GAP)
        yield _Block(pen.marks, pen.y)
        if not binder.chapters:
            yield self._line(say("There is no sheet yet."), "")
            return
        for number, chapter in enumerate(binder.chapters):
            yield self._line(chapter.title, _number(places, f"chapter {number}"), Weight.BOLD)
        for number, chapter in enumerate(binder.chapters):
            head = self._pen()
            head.skip(0 if chapter.told else _GAP)
            head.text(chapter.title, CHAPTER, Weight.BOLD, most=2)
            head.rule(1.2)
            head.skip(_GAP)
            yield _Block(head.marks, head.y, (f"chapter {number}",), new_page=bool(chapter.told))
            for entry in chapter.told:
                yield self._entry(entry)
            if chapter.elsewhere:
                yield self._heading(say("Also, in another chapter"))
                for sheet, name in chapter.elsewhere:
                    yield self._line(name, _number(places, sheet))
        every = [entry for chapter in binder.chapters for entry in chapter.told]
        for title, key in ((say("By name"), _by_name), (say("By commune"), _by_town)):
            yield self._heading(title, new_page=True)
            for entry in sorted(every, key=lambda one, key=key: fold(key(one))):  # type: ignore[misc]
                yield self._line(key(entry), _number(places, entry.id))

    def _entry(self, entry: Entry) -> _Block:
        pen = self._pen()
        phone = printable(entry.phone).replace(NO_BREAK, " ")
        wide = self.ruler.width(phone, PHONE, Weight.BOLD)
        beside = bool(phone) and wide <= 0.45 * pen.width
        if beside:
            pen.word(phone, PHONE, Weight.BOLD, at=pen.x + pen.width - wide)
        left = pen.inside(0, pen.width - wide - NAME if beside else pen.width)
        left.text(entry.name, NAME, Weight.BOLD, most=2)
        pen.y = max(left.y, pen.y + (PHONE * _LEAD if beside else 0))
        if phone and not beside:
            pen.text(phone, PHONE, Weight.BOLD, most=1)
        for line in entry.lines:
            pen.text(line, BODY, most=4)
        pen.text(entry.checked, BODY, Weight.BOLD, most=1)
        pen.skip(4)
        pen.rule(0.5, dotted=True)
        pen.skip(_GAP - 4)
        return _Block(pen.marks, pen.y, (entry.id,))

    def _heading(self, title: str, *, new_page: bool = False) -> _Block:
        pen = self._pen()
        pen.text(title, NAME, Weight.BOLD, most=1)
        pen.skip(3)
        return _Block(pen.marks, pen.y, new_page=new_page)

    def _line(self, text: str, number: str, weight: Weight = Weight.REGULAR) -> _Block:
        """Set one line of contents or index, its page at the right."""
        pen = self._pen()
        wide = self.ruler.width("0000", BODY, weight)
        pen.word(self._held(text, pen.width - wide - 8, BODY, weight), BODY, weight)
        if number:
            at = pen.x + pen.width - self.ruler.width(number, BODY, weight)
            pen.word(number, BODY, weight, at=at)
        pen.y += BODY * _LEAD
        return _Block(pen.marks, pen.y)

    def _held(self, text: str, room: float, size: float, weight: Weight) -> str:
        """Return ``text`` on one line, cut at a word where it is too long."""
        lines = wrap(printable(text), room, size, weight, self.ruler, 1)
        return lines[0].replace(NO_BREAK, " ") if lines else ""

    def _pen(self) -> Pen:
        return Pen(ruler=self.ruler, x=self.paper.margin_x, width=self.paper.column, air=1.0, lead=_LEAD)


def _number(places: Mapping[str, int], name: str) -> str:
    return str(places[name]) if name in places else ""


def _by_name(entry: Entry) -> str:
    return f"{entry.name}, {entry.town}" if entry.town else entry.name


def _by_town(entry: Entry) -> str:
    return f"{entry.town or '–'} · {entry.name}"
