"""Pages of figures: one A4 for the mayor or the network, two for partners. What cannot be shown says why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from desk.base.dates import plain_day
from desk.base.words import Words
from desk.slips.chart import set_chart
from desk.slips.marks import Page, Ruler, Weight
from desk.slips.pen import Pen, shifted
from desk.slips.sheets_of_text import A4
from desk.slips.typeset import NO_BREAK, capital
from desk.work.counts_view import Figures, Table
from desk.work.report_words import PROPOSAL, SENTENCES

MARGIN = 45.0
_SIZES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_SMALL = 8.5
_BACK_SIZES = (15.0, 13.0, 12.0, 11.0, 10.0)
_BACK_LINES = (12, 8, 6, 4, 3)
_BACK_COMPARES = 13.0
"""Under this size the second side no longer shows the year before: many lines, each once, read better than each twice."""

_TITLE = 23.0
_FIRST_CHARTS = ("unmet", "families", "needs", "months", "ends")
"""Which table is the chart of a page: the first of these that has at least two figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A page of figures before it is set: what is said, in the words that a person may have changed."""

    figures: Figures
    sentences: tuple[str, ...]
    proposal: str
    library: str
    day: date


def report(figures: Figures, library: str, day: date, reworded: Mapping[str, str] | None = None) -> Report:
    """Return a page of figures. ``reworded`` gives other words for a sentence or the proposal; an empty one takes it out."""
    new = reworded or {}
    told = (new.get(name, text).strip() for name, text in zip(SENTENCES, figures.sentences, strict=False))
    return Report(
        figures=figures,
        sentences=tuple(one for one in told if one),
        proposal=new.get(PROPOSAL, figures.proposal).strip(),
        library=library,
        day=day,
    )


def chart_of(figures: Figures) -> Table | None:
    """Return the table that makes the chart of the page."""
    found = [figures.table(name) for name in _FIRST_CHARTS]
    told = [one for one in found if one is not None and sum(1 for line in one.lines if line.figure.n) >= 2]
    return told[0] if told else None


def lay_out_report(made: Report, ruler: Ruler, say: Words) -> Page:
    """Return one A4: three sentences, one chart, one proposal, the sources."""
    return _front(made, ruler, say, 1)


def lay_out_partners(made: Report, ruler: Ruler, say: Words) -> tuple[Page, ...]:
    """Return two A4 sides for the partners: what is said and the main chart, then every other table."""
    others = _others(made.figures)
    if made.figures.why or not others:
        return (_front(made, ruler, say, 1),)
    return (_front(made, ruler, say, 2), _back(made, others, ruler, say))


def held(text: str) -> str:
    """Return ``text`` so that no line begins with the dash of « Argent - Impôts »."""
    return text.replace(" - ", f"{NO_BREAK}- ")


def _others(figures: Figures) -> tuple[Table, ...]:
    first = chart_of(figures)
    return tuple(one for one in figures.tables if first is None or one.id != first.id)


def _front(made: Report, ruler: Ruler, say: Words, of: int) -> Page:
    """Set the first side at the largest size that holds."""
    for size in _SIZES:
        setter = _Setter(made=made, ruler=ruler, say=say, size=size)
        for most in (12, 8, 6):
            body, foot = setter.front(most), setter.foot(1, of)
            if body.y + foot.y <= A4[1] - 2 * MARGIN:
                return setter.page(body, foot)
    return setter.page(body, foot)


def _back(made: Report, tables: tuple[Table, ...], ruler: Ruler, say: Words) -> Page:
    """Set the second side: where large type does not hold, the year before goes first, then type shrinks, then lines go.

    The last tables go at the end, and it says how many.
    """
    alone = tuple(replace(one, lines=tuple(replace(line, before=None) for line in one.lines)) for one in tables)
    tries = [(tables, size, _BACK_LINES[0]) for size in _BACK_SIZES if size >= _BACK_COMPARES]
    tries += [(alone, size, most) for most in _BACK_LINES for size in _BACK_SIZES]
    tries += [(alone[:kept], _BACK_SIZES[-1], _BACK_LINES[-1]) for kept in range(len(tables) - 1, 0, -1)]
    for kept, size, most in tries:
        setter = _Setter(made=made, ruler=ruler, say=say, size=size)
        body, foot = setter.back(kept, most, len(tables) - len(kept)), setter.foot(2, 2)
        if body.y + foot.y <= A4[1] - 2 * MARGIN:
            break
    return setter.page(body, foot)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    made: Report
    ruler: Ruler
    say: Words
    size: float

    def page(self, body: Pen, foot: Pen) -> Page:
        down = A4[1] - MARGIN - foot.y
        marks = (*shifted(body.marks, MARGIN), *shifted(foot.marks, down))
        return Page(width=A4[0], height=A4[1], margin_x=MARGIN, margin_y=MARGIN, marks=marks)

    def front(self, most: int) -> Pen:
        """Set the head, what is said, the chart and the proposal; or why there is nothing to say."""
        made, say, size, pen = self.made, self.say, self.size, self._pen()
        self._head(pen)
        if made.figures.why:
            pen.text(made.figures.why, size * 1.1, most=6)
            pen.y += size
        for sentence in made.sentences if not made.figures.why else ():
            pen.text(held(sentence), size * 1.18, most=5)
            pen.y += size * 0.75
        chart = chart_of(made.figures)
        if chart is not None and not made.figures.why:
            pen.y += size * 0.4
            set_chart(pen, chart, size * 0.92, say, most=most)
            pen.y += size
        if made.proposal and not made.figures.why:
            self._proposal(pen)
        return pen

    def back(self, tables: tuple[Table, ...], most: int, left_out: int) -> Pen:
        """Set the other tables, two beside one another. No month of a year is left out, nor one line alone."""
        pen, size = self._pen(), self.size * 0.82
        pen.text(self.say("In detail"), _TITLE * 0.75, Weight.BOLD, most=1)
        pen.y += size
        gap = 22.0
        columns = [
            replace(pen, width=(pen.width - gap) / 2, marks=[]),
            replace(pen, x=pen.x + (pen.width + gap) / 2, width=(pen.width - gap) / 2, marks=[]),
        ]
        for table in tables:
            column = min(columns, key=lambda one: one.y)
            whole = table.id == "months" or len(table.lines) == most + 1
            set_chart(column, table, size, self.say, most=len(table.lines) if whole else most)
            column.y += size * 1.4
        pen.marks += [mark for column in columns for mark in column.marks]
        pen.y = max(column.y for column in columns)
        if left_out:
            pen.text(self.say("… and {n} more", n=left_out), size, most=1)
        return pen

    def foot(self, page: int, of: int) -> Pen:
        """Set where the figures come from, who printed them, and when."""
        made, say, pen = self.made, self.say, self._pen()
        pen.rule(0.8)
        pen.y += 4
        pen.text(" ".join(made.figures.sources), _SMALL, most=6)
        printed = say("{library} · printed on {day}", library=made.library, day=plain_day(made.day, say.language))
        number = f" · {page}/{of}" if of > 1 else ""
        pen.text(f"{printed}{number}", _SMALL, most=1)
        return pen

    def _head(self, pen: Pen) -> None:
        made, say = self.made, self.say
        network = made.figures.scope == "network"
        pen.text(made.figures.of if network and made.figures.of else made.library, 11.5, Weight.BOLD, most=2)
        title = (
            say("What the libraries of the network were asked") if network else say("What people ask at the library")
        )
        wide = pen.ruler.width(title, _TITLE, Weight.BOLD)
        pen.text(title, _TITLE * min(1.0, 0.99 * pen.width / wide), Weight.BOLD, most=2)
        commune = made.figures.commune
        period = capital(made.figures.period.label)
        pen.text(f"{commune} · {period}" if commune else period, 13.0, most=1)
        pen.y += 5
        pen.rule(1.6)
        pen.y += self.size

    def _proposal(self, pen: Pen) -> None:
        top, padding = pen.y, 11.0
        inside = pen.inside(padding)
        inside.y += padding * 0.8
        inside.text(self.say("What we propose"), self.size, Weight.BOLD, most=1)
        inside.y += self.size * 0.15
        inside.text(held(self.made.proposal), self.size * 1.12, most=5)
        pen.y = inside.y + padding * 0.8
        pen.frame(top, 1.3, 5.0)

    def _pen(self) -> Pen:
        return Pen(ruler=self.ruler, x=MARGIN, width=A4[0] - 2 * MARGIN, air=1.0, lead=1.28)
