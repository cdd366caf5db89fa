"""The printed list of calls on one A4 page: each place with its number in large type, questions, boxes and lines."""

from dataclasses import dataclass

from desk.base.settings import SlipFormat
from desk.base.words import Words, words
from desk.domain.calling import MOST
from desk.slips.calls import PrintedCall, PrintedCalls, Question
from desk.slips.marks import FrameMark, Page, RuleMark, Ruler, TextMark, Weight
from desk.slips.paper import PAPERS, Paper
from desk.slips.pen import ASCENT, TICK, Pen, shifted
from desk.slips.typeset import NO_BREAK, capital, printable, wrap

TITLE, NAME, PHONE, BODY, SMALL, FOOTER = 20.0, 14.0, 18.0, 11.0, 10.0, 9.0
"""Sizes of type, in points: read at arm's length, beside the telephone."""

LONG_NAME = 10.5
"""The size of a name that does not hold on one line beside the telephone number."""

_WAYS = ((2, 1.4, 1.3), (2, 1.0, 1.25), (2, 0.7, 1.2), (1, 0.7, 1.2), (1, 0.45, 1.15))
"""How many lines an answer may take (the hours one more, up to two), how airy, how far apart the lines are.

The first that holds on the page is used.
"""


def lay_out_calls(printed: PrintedCalls, ruler: Ruler) -> Page:
    """Return ``printed`` on exactly one A4 page, nothing outside the margins."""
    paper = PAPERS[SlipFormat.A4]
    height = paper.height or paper.tallest
    room = height - 2 * paper.margin_y
    setters = [
        _Setter(printed=printed, paper=paper, ruler=ruler, say=words(printed.language), most=most, air=air, lead=lead)
        for most, air, lead in _WAYS
    ]
    setter = next((one for one in setters if one.tall() <= room), setters[-1])
    head, foot = setter.head(), setter.foot()
    return Page(
        width=paper.width,
        height=height,
        margin_x=paper.margin_x,
        margin_y=paper.margin_y,
        marks=(
            *shifted(head.marks, paper.margin_y),
            *shifted(foot.marks, height - paper.margin_y - foot.y),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    """Sets one list, with so many lines an answer, so airy, its lines so far apart."""

    printed: PrintedCalls
    paper: Paper
    ruler: Ruler
    say: Words
    most: int
    air: float
    lead: float

    def tall(self) -> float:
        return self.head().y + self.foot().y

    def head(self) -> Pen:
        """The title, what to say first, and each place."""
        pen, printed = self._pen(), self.printed
        pen.text(printed.library, SMALL, Weight.BOLD, most=1)
        pen.text(printed.title, TITLE, Weight.BOLD, most=1)
        pen.text(printed.day, BODY, most=1)
        pen.skip(4)
        pen.text(printed.opening, BODY, most=2)
        pen.text(self.say("Tick what is still true. Write beside it what changes."), BODY, most=1)
        for call in printed.calls[:MOST]:
            pen.skip(9)
            self._call(pen, call)
        pen.skip(8)
        return pen

    def foot(self) -> Pen:
        """The line that says what to do with the paper."""
        pen = self._pen()
        pen.rule(0.9)
        pen.y += 2
        pen.text(self.printed.footer, FOOTER, most=2)
        return pen

    def _pen(self) -> Pen:
        return Pen(ruler=self.ruler, x=self.paper.margin_x, width=self.paper.column, air=self.air, lead=self.lead)

    def _call(self, pen: Pen, call: PrintedCall) -> None:
        pen.rule(1.2)
        pen.skip(5)
        phone = _plain(call.phone)
        wide = self.ruler.width(phone, PHONE, Weight.BOLD)
        beside = wide <= 0.45 * pen.width
        top = pen.y
        if beside:
            pen.word(phone, PHONE, Weight.BOLD, at=pen.x + pen.width - wide)
        left = pen.inside(0, pen.width - wide - NAME if beside else pen.width)
        name = printable(f"{call.number}. {call.name}")
        size = NAME if self.ruler.width(name, NAME, Weight.BOLD) < left.width - 1 else LONG_NAME
        if beside and size == NAME:  # on the line of the number
            left.y += (PHONE - NAME) * ((self.lead - 1) / 2 + ASCENT)
        left.text(name, size, Weight.BOLD, most=2)
        pen.y = max(left.y, top + PHONE * self.lead if beside else left.y)
        if not beside:
            pen.text(phone, PHONE, Weight.BOLD, most=1)
        pen.text(call.why, SMALL, most=self.most)
        pen.skip(4)
        for number, question in enumerate(call.questions):
            self._question(pen, question, self.most if number else 2)
            pen.skip(3)
        self._line(pen)
        pen.skip(6)
        self._results(pen)

    def _question(self, pen: Pen, question: Question, most: int) -> None:
        """Set a box to tick, then what the sheet says; a line to write on where it says nothing."""
        side = TICK * BODY
        baseline = pen.y + BODY * ((self.lead - 1) / 2 + ASCENT)
        pen.marks.append(FrameMark(pen.x, baseline - side + 0.06 * BODY, side, side, 1.0, 1.1))
        indent = 1.55 * BODY
        label = _plain(self.say("{title}: {text}", title=question.label, text=""))
        pen.marks.append(TextMark(pen.x + indent, baseline, label, BODY, Weight.BOLD))
        after = indent + self.ruler.width(label, BODY, Weight.BOLD) + 0.4 * BODY
        told = printable(capital(question.told))
        if not told:
            pen.marks.append(RuleMark(pen.x + after, baseline + 1, pen.width - after, 0.9, dotted=True))
            pen.y += BODY * self.lead
            return
        lines = wrap(told, pen.width - after, BODY, Weight.REGULAR, self.ruler, most)
        for number, line in enumerate(lines):
            pen.marks.append(TextMark(pen.x + after, baseline + number * BODY * self.lead, line, BODY, Weight.REGULAR))
        pen.y += len(lines) * BODY * self.lead

    def _line(self, pen: Pen) -> None:
        label = self.say("What changes")
        baseline = pen.y + BODY * ((self.lead - 1) / 2 + ASCENT)
        pen.marks.append(TextMark(pen.x, baseline, label, BODY, Weight.REGULAR))
        after = self.ruler.width(label, BODY, Weight.REGULAR) + 0.4 * BODY
        pen.marks.append(RuleMark(pen.x + after, baseline + 1, pen.width - after, 0.9, dotted=True))
        pen.y += BODY * self.lead

    def _results(self, pen: Pen) -> None:
        """Set the boxes of the result, on as few lines as it takes."""
        side, at = TICK * BODY, 0.0
        for label in self.printed.results:
            shown = _plain(label)
            long = 1.4 * BODY + self.ruler.width(shown, BODY, Weight.REGULAR)
            if at and at + long > pen.width:
                pen.y += BODY * (self.lead + 0.15)
                at = 0.0
            baseline = pen.y + BODY * ((self.lead - 1) / 2 + ASCENT)
            pen.marks.append(FrameMark(pen.x + at, baseline - side + 0.06 * BODY, side, side, 1.0, 1.1))
            pen.marks.append(TextMark(pen.x + at + 1.4 * BODY, baseline, shown, BODY, Weight.REGULAR))
            at += long + 1.2 * BODY
        pen.y += BODY * self.lead


def _plain(text: str) -> str:
    """Return ``text`` as it can be set on one line, its spaces ordinary ones: what is copied from a PDF reads the same."""
    return printable(text).replace(NO_BREAK, " ")
