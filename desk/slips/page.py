"""The slip on its page: sections from top to bottom, tightened, then lightened, until everything is on one page."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.base.settings import SlipFormat
from desk.base.words import Words, words
from desk.slips.codes import barcode, qr_code
from desk.slips.fit import Part, lightened
from desk.slips.marks import POINTS_PER_MM, Page, Ruler, TextMark, Weight
from desk.slips.paper import PAPERS, Paper
from desk.slips.pen import ASCENT, Pen, shifted
from desk.slips.slip import Slip, SlipRelay
from desk.slips.typeset import capital, keeping_tail, printable, wrap
from desk.work.refer_view import FactLine, PhoneLine

QR_MODULE = 0.5 * POINTS_PER_MM
"""The least side of a module of the QR code, so that any telephone reads it."""

QR_SIDE = 25 * POINTS_PER_MM
"""The side that a QR code gets when its modules are not too many."""

AIRS = (1.7, 1.5, 1.3, 1.15, 1.0, 0.85, 0.7, 0.55, 0.45)
"""How much the spaces are stretched: the largest that holds is used."""

ROLL_AIR = 1.15
"""The same on a roll, which is as long as it needs."""

_ROOMY, _TIGHT = 1.32, 1.175


def lay_out(slip: Slip, slip_format: SlipFormat, ruler: Ruler) -> Page:
    """Return ``slip`` on exactly one page of ``slip_format``, nothing outside the margins.

    Spaces shrink first; then parts go in the order of `desk.slips.fit`; then texts are cut at a word.
    """
    paper = PAPERS[slip_format]
    setter = _Setter(slip=slip, paper=paper, ruler=ruler, say=words(slip.language))
    room = paper.tallest - 2 * paper.margin_y
    airs = (ROLL_AIR,) if paper.height is None else AIRS
    keep = lightened(lambda kept: setter.height(kept, airs[-1]) <= room)
    air = next((wide for wide in airs if setter.height(keep, wide) <= room), airs[-1])
    head, foot = setter.head(keep, air), setter.foot(keep, air)
    height = paper.height or 2 * paper.margin_y + head.y + foot.y
    top = shifted(head.marks, paper.margin_y)
    bottom = shifted(foot.marks, height - paper.margin_y - foot.y)
    return Page(
        width=paper.width, height=height, margin_x=paper.margin_x, margin_y=paper.margin_y, marks=(*top, *bottom)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    """Sets one slip on one paper, with what is kept and how airy."""

    slip: Slip
    paper: Paper
    ruler: Ruler
    say: Words

    def height(self, keep: Mapping[Part, int], air: float) -> float:
        return self.head(keep, air).y + self.foot(keep, air).y

    def head(self, keep: Mapping[Part, int], air: float) -> Pen:
        """Everything that hangs from the top of the page."""
        slip, paper, say = self.slip, self.paper, self.say
        pen = self._pen(air)
        self._letterhead(pen)
        self._emergency(pen, keep)
        pen.skip(9)
        pen.text(slip.title, paper.title, Weight.BOLD, most=2 if not paper.narrow else 3)
        pen.skip(7)
        self._relay(pen, keep)
        bring = list(slip.bring[: keep[Part.BRING]])
        if len(bring) < len(slip.bring):
            bring.append(FactLine(text=say("Ask which other papers are needed."), to_verify=False))
        self._facts(pen, slip.bring_heading, tuple(bring), keep, ticked=True)
        self._offline(pen, keep)
        warnings = slip.warnings[: keep[Part.WARNINGS]]
        charter = tuple(FactLine(text=text, to_verify=False) for text in slip.charter[: keep[Part.CHARTER]])
        self._facts(pen, say("Take care"), warnings, keep, more=charter)
        pen.skip(10)
        return pen

    def foot(self, keep: Mapping[Part, int], air: float) -> Pen:  # noqa: ARG002 - the foot never shrinks
        """Everything that stands at the bottom of the page: what is filled in by hand, the code, the footer."""
        paper, say = self.paper, self.say
        pen = self._pen(air)
        bars = barcode(self.slip.mark + self.slip.code)
        wide = len(bars[0]) * paper.bar
        labels = (say("all done"), say("to come back"), say("not the right place"), say("was closed"))
        left = pen if paper.narrow else pen.inside(0, pen.width - wide - 18)
        if not self.slip.emergency:  # a paper given in danger asks for no name
            left.blank(say("Name (fill it in yourself, if you like):"), paper.small)
            left.y += 4
        left.ticks(say("Seen on"), labels, paper.small)
        right = pen if paper.narrow else pen.inside(0)
        if paper.narrow:
            right.skip(10)
            at = paper.margin_x + (paper.column - wide) / 2
        else:
            at = paper.margin_x + paper.column - wide
        right.y += right.cells(bars, at, paper.bar, paper.bar_height).height
        right.y += 2
        right.word(self.slip.marked_code, paper.code, Weight.BOLD, at=at)
        right.y += paper.code * right.lead
        pen.y = max(left.y, right.y)
        pen.skip(6)
        pen.rule(0.9)
        pen.y += 2
        pen.text(" ".join(self.slip.footer), paper.footer, most=6 if paper.narrow else 4)
        return pen

    def _pen(self, air: float) -> Pen:
        lead = _TIGHT if air < 1 else _ROOMY
        return Pen(ruler=self.ruler, x=self.paper.margin_x, width=self.paper.column, air=air, lead=lead)

    def _letterhead(self, pen: Pen) -> None:
        slip, size, wide = self.slip, self.paper.header, self.ruler.width
        day = f" · {slip.day}"
        if self.paper.narrow:
            pen.text(slip.library, size, Weight.BOLD, most=2)
            pen.text(slip.marked_code + day, size, most=2)
        else:
            library = printable(slip.library)
            whole = wide(library, size, Weight.BOLD) + wide(f"{slip.marked_code}  ", size, Weight.BOLD)
            size *= max(0.88, min(1.0, pen.width / (whole + wide(day, size, Weight.REGULAR))))
            code_wide = wide(slip.marked_code, size, Weight.BOLD)
            at = pen.x + pen.width - code_wide - wide(day, size, Weight.REGULAR)
            pen.word(slip.marked_code, size, Weight.BOLD, at=at)
            pen.word(day, size, Weight.REGULAR, at=at + code_wide)
            left = pen.inside(0, at - pen.x - 0.3 * size)
            left.text(library, size, Weight.BOLD, most=2)
            pen.y = left.y
        pen.y += 3
        pen.rule(1.2)

    def _emergency(self, pen: Pen, keep: Mapping[Part, int]) -> None:
        numbers = self.slip.emergency[: keep[Part.EMERGENCY]]
        if not numbers:
            return
        pen.skip(8)
        aside = self._aside(any(number.to_verify for number in numbers))
        pen.heading(self.say("Emergency numbers"), self.paper.heading, aside, self.paper.small)
        self._numbers(pen, numbers, keep, marked=True)

    def _relay(self, pen: Pen, keep: Mapping[Part, int]) -> None:
        paper, relay = self.paper, self.slip.relay
        if relay is None:
            return
        padding = 5.0 if paper.narrow else 0.8 * paper.body
        top = pen.y
        pen.skip(padding)
        beside = relay.contact and not paper.narrow
        cells = qr_code(relay.contact) if relay.contact else ()
        module = max(QR_MODULE, QR_SIDE / len(cells)) if cells else 0.0
        side = module * len(cells)
        room = pen.width - 2 * padding
        left = pen.inside(padding, room - side - 4 * module if beside else room)
        aside = self._aside(relay.to_verify)
        left.heading(relay.heading, paper.small, aside, paper.small, Weight.REGULAR)
        self._name(left, relay.name)
        self._address(left, relay, keep)
        left.skip(3)
        for visit in relay.visits[: keep[Part.VISITS]]:
            left.text(visit, paper.visit, Weight.BOLD, most=keep[Part.BOX_LINES])
        if relay.advice:
            left.text(relay.advice, paper.visit, Weight.BOLD, most=keep[Part.BOX_LINES] + 1)
        self._phone(left, relay.phone)
        if beside:
            code = pen.inside(0)
            code.y += 4
            at = pen.x + pen.width - padding - side
            bottom = code.y + code.cells(cells, at, module, module).height
            caption = self.say("map and call") if relay.town else self.say("to call")
            wide = self.ruler.width(caption, paper.footer, Weight.REGULAR)
            code.marks.append(
                TextMark(at + (side - wide) / 2, bottom + paper.footer * 1.3, caption, paper.footer, Weight.REGULAR)
            )
            left.y = max(left.y, bottom + paper.footer * 1.5)
        low = pen.inside(padding)
        low.y = left.y
        low.text(relay.doer, paper.body, Weight.BOLD, most=keep[Part.BOX_LINES] + 1)
        self._hours(low, relay, keep)
        if cells and not beside:
            low.y += 6
            low.y += low.cells(cells, paper.margin_x + (paper.column - side) / 2, module, module).height + 4
        pen.y = low.y
        pen.skip(padding)
        pen.frame(top, 1.6, 0.5 * paper.body)

    def _name(self, pen: Pen, name: str) -> None:
        """Set a name on two lines, or smaller on three when it is that long."""
        size = self.paper.name
        if len(wrap(printable(name), pen.width, size, Weight.BOLD, self.ruler, 3)) > 2:
            size = self.paper.visit
        pen.text(name, size, Weight.BOLD, most=3)

    def _address(self, pen: Pen, relay: SlipRelay, keep: Mapping[Part, int]) -> None:
        """The street may be cut; the town and the distance never are."""
        most = keep[Part.BOX_LINES] + (1 if self.paper.narrow else 0)
        town = " · ".join(part for part in (relay.town, relay.away) if part)
        joint = ", " if relay.town else " · "
        size = self.paper.body
        pen.text(keeping_tail(relay.address, joint, town, pen.width, size, self.ruler, most), size, most=most)

    def _phone(self, pen: Pen, phone: str) -> None:
        shown = printable(phone)
        if not shown:
            return
        pen.skip(1)
        wide = self.ruler.width(shown, self.paper.phone, Weight.BOLD)
        size = max(18.0, min(self.paper.phone, self.paper.phone * (pen.width - 1) / wide))
        pen.text(shown, size, Weight.BOLD, most=2)

    def _hours(self, pen: Pen, relay: SlipRelay, keep: Mapping[Part, int]) -> None:
        paper = self.paper
        if keep[Part.WEEK] and relay.week:
            pen.skip(3)
            if keep[Part.WEEK] > 1:
                for line in relay.week[:8]:
                    pen.text(capital(line), paper.body, most=2)
            else:
                pen.text(capital(" ; ".join(relay.week)), paper.body, most=4)
        for line in relay.exceptions[: keep[Part.EXCEPTIONS]]:
            pen.text(line, paper.body, Weight.BOLD, most=2)
        if keep[Part.HOURS_TEXT]:
            pen.text(relay.hours_text, paper.body, most=keep[Part.HOURS_TEXT])
        if keep[Part.TERMS]:
            pen.text(relay.terms, paper.body, most=2)

    def _offline(self, pen: Pen, keep: Mapping[Part, int]) -> None:
        phones = self.slip.phones[: keep[Part.PHONES]]
        lines = self.slip.offline[: keep[Part.OFFLINE]]
        if not phones and not lines:
            return
        marked = self._mostly_to_verify((*phones, *lines))
        pen.skip(9)
        pen.heading(self.say("Without internet"), self.paper.heading, self._aside(marked), self.paper.small)
        self._numbers(pen, phones, keep, marked=marked)
        self._lines(pen, lines, keep, marked=marked)

    def _facts(
        self,
        pen: Pen,
        heading: str,
        facts: tuple[FactLine, ...],
        keep: Mapping[Part, int],
        *,
        ticked: bool = False,
        more: tuple[FactLine, ...] = (),
    ) -> None:
        if not facts and not more:
            return
        marked = self._mostly_to_verify(facts)
        pen.skip(9)
        pen.heading(heading, self.paper.heading, self._aside(marked), self.paper.small)
        self._lines(pen, facts, keep, ticked=ticked, marked=marked)
        self._lines(pen, more, keep, ticked=ticked, marked=True)

    def _lines(
        self, pen: Pen, facts: tuple[FactLine, ...], keep: Mapping[Part, int], *, ticked: bool = False, marked: bool
    ) -> None:
        for fact in facts:
            pen.skip(2)
            text = fact.text if marked or not fact.to_verify else f"{fact.text} ({self.say('to verify')})"
            if ticked:
                pen.tick(text, self.paper.body, most=keep[Part.FACT_LINES])
            else:
                pen.text(text, self.paper.body, most=keep[Part.FACT_LINES])

    def _numbers(self, pen: Pen, numbers: tuple[PhoneLine, ...], keep: Mapping[Part, int], *, marked: bool) -> None:
        """Set numbers large, each with what it is for: beside it in a column, or below where there is no room."""
        size, body = self.paper.number, self.paper.body
        widest = max((self.ruler.width(printable(one.number), size, Weight.BOLD) for one in numbers), default=0.0)
        indent = widest + 0.6 * size
        beside = indent <= 0.45 * pen.width
        for one in numbers:
            pen.skip(1)
            top = pen.y
            pen.text(one.number, size, Weight.BOLD, most=1)
            bottom = pen.y
            if beside:  # on the same baseline
                pen.y = top + (size - body) * ((pen.lead - 1) / 2 + ASCENT)
            use = self._use(one, pen.width - indent, marked=marked)
            pen.text(use, body, most=keep[Part.BOX_LINES], indent=indent if beside else 0.0)
            pen.y = max(bottom, pen.y)

    def _use(self, number: PhoneLine, width: float, *, marked: bool) -> str:
        """What a number is for, with its hours if both hold on two lines."""
        mark = f" ({self.say('to verify')})" if number.to_verify and not marked else ""
        whole = ", ".join(part for part in (number.label, number.hours) if part) + mark
        holds = len(wrap(printable(whole), width, self.paper.body, Weight.REGULAR, self.ruler, 3)) <= 2
        return whole if holds else number.label + mark

    def _aside(self, to_verify: bool) -> str:  # noqa: FBT001 - one question
        return f"({self.say('to verify')})" if to_verify else ""

    def _mostly_to_verify(self, facts: tuple[FactLine | PhoneLine, ...]) -> bool:
        """More than half: the heading then carries the mark for all, which is careful and easier to read."""
        return 2 * sum(fact.to_verify for fact in facts) > len(facts)
