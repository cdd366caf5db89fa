"""The skills card on one side of an A4 sheet, folded in four: the skills in two panels, how it works, the code."""

from dataclasses import dataclass
from datetime import date

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.libraries import full_name
from desk.domain.skills import Referential, Step
from desk.slips.codes import qr_code
from desk.slips.marks import POINTS_PER_MM, FrameMark, Inside, Mark, Page, PathMark, RuleMark, Ruler, Weight
from desk.slips.pen import Pen, shifted
from desk.slips.sheets_of_text import A4
from desk.store.store import Store
from desk.work import skills
from desk.work.skills import CardView, SkillLine

_MARGIN = 7 * POINTS_PER_MM
_HALF = (A4[0] / 2, A4[1] / 2)
_ROW, _SMALL, _BODY, _TITLE, _NUMBER = 10.0, 8.0, 11.0, 20.0, 22.0
_BOX, _STEP = 10.0, 36.0
_HEAD = 7.2
_MOST_STAMPS = 6
_QUIET = 4
"""White modules around a QR code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCard:
    """A card ready to be set: what it says, who prints it, in which language."""

    view: CardView
    referential: Referential
    library: str
    day: date


def compose_card(store: Store, view: CardView) -> PrintedCard:
    """Return a card ready for paper, printed by this library today."""
    library = store.library()
    return PrintedCard(
        view=view,
        referential=skills.referential(store),
        library=full_name(library) if library else "",
        day=today(store.clock),
    )


def lay_out_card(printed: PrintedCard, ruler: Ruler, say: Words) -> Page:
    """Return the card on one A4 page with its fold marks; nothing outside the panels."""
    lines = printed.view.lines
    middle = (len(lines) + 1) // 2
    setter = _Setter(printed=printed, ruler=ruler, say=say)
    marks: list[Mark] = [
        *setter.skills(lines[:middle], 0.0, 0.0),
        *setter.skills(lines[middle:], _HALF[0], 0.0),
        *setter.back(0.0, _HALF[1]),
        *setter.front(_HALF[0], _HALF[1]),
        RuleMark(_MARGIN / 2, _HALF[1], A4[0] - _MARGIN, 0.5, dotted=True),
        PathMark(points=((_HALF[0], _MARGIN / 2), (_HALF[0], A4[1] - _MARGIN / 2)), thickness=0.5, dotted=True),
    ]
    return Page(width=A4[0], height=A4[1], margin_x=_MARGIN / 2, margin_y=_MARGIN / 2, marks=tuple(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    printed: PrintedCard
    ruler: Ruler
    say: Words

    def skills(self, lines: tuple[SkillLine, ...], left: float, top: float) -> list[Mark]:
        """Set skills one below the other, each with three boxes; those noted are black."""
        pen = self._pen(left, top)
        boxes = pen.x + pen.width - 2 * _STEP - _BOX - 9
        heads = {Step.LEARNING: self.say("learning"), Step.HELPED: self.say("helped"), Step.ALONE: self.say("alone")}
        for place, step in enumerate(Step):
            middle = boxes + place * _STEP + _BOX / 2
            wide = self.ruler.width(heads[step], _HEAD, Weight.REGULAR)
            pen.word(heads[step], _HEAD, Weight.REGULAR, at=middle - wide / 2)
        pen.y += _SMALL * 1.9
        for line in lines:
            above = pen.y
            text = Pen(ruler=self.ruler, x=pen.x, width=boxes - pen.x - 8, air=1.0, lead=1.15, y=above)
            text.text(f"{line.number}. {line.label}", _ROW, Weight.BOLD if line.step else Weight.REGULAR, most=2)
            pen.marks += text.marks
            for place, step in enumerate(Step):
                x = boxes + place * _STEP
                pen.marks.append(FrameMark(x, above + 1.5, _BOX, _BOX, 1.0, 0.9))
                if line.step is step:
                    pen.marks.append(_filled(x + 2, above + 3.5, _BOX - 4))
            pen.y = max(text.y, above + _BOX + 3) + 4.2
        return pen.marks

    def front(self, left: float, top: float) -> list[Mark]:
        """Set the title, the number, the line for the name and the square to scan."""
        say, pen = self.say, self._pen(left, top)
        pen.text(say("My skills card"), _TITLE, Weight.BOLD, most=1)
        pen.text(self.printed.view.number, _NUMBER, Weight.BOLD, most=1)
        pen.y += 12
        pen.blank(say("Name (to fill in by hand)"), _BODY)
        pen.y += 6
        rows = qr_code(self.printed.view.text)
        room = min(pen.width, top + _HALF[1] - _MARGIN - pen.y - 4 * _SMALL)
        cell = min(room / (len(rows) + 2 * _QUIET), 1.5 * POINTS_PER_MM)
        side = cell * (len(rows) + 2 * _QUIET)
        x = pen.x + (pen.width - side) / 2 + _QUIET * cell
        pen.y += _QUIET * cell
        pen.cells(rows, x, cell, cell)
        pen.y += side - _QUIET * cell
        pen.text(say("This square holds the skills and the stamps. It holds no name."), _SMALL, most=2)
        return pen.marks

    def back(self, left: float, top: float) -> list[Mark]:
        """Set who stamped, as many as hold, what could come next, how the card works, what it is mapped to."""
        foot = self._foot(left, top)
        down = top + _HALF[1] - _MARGIN - foot.y
        pen = self._told(left, top, 0)
        for stamps in range(1, min(_MOST_STAMPS, len(self.printed.view.stamps)) + 1):
            fuller = self._told(left, top, stamps)
            if fuller.y > top + _MARGIN + down - 4:
                break
            pen = fuller
        return [*pen.marks, *shifted(foot.marks, down)]

    def _told(self, left: float, top: float, stamps: int) -> Pen:
        say, view, pen = self.say, self.printed.view, self._pen(left, top)
        pen.text(say("How it works"), _BODY * 1.2, Weight.BOLD, most=1)
        for line in (
            say("The card is yours. Show it in any library of the network."),
            say("Each library can add a stamp. Nothing is kept there."),
            say("The last sheet printed counts: destroy the older ones."),
            say("Three steps: I am learning, with some help, on my own. There is no mark."),
        ):
            pen.text(line, _ROW, most=3)
        pen.y += 5
        if stamps:
            all_of_them = stamps == len(view.stamps)
            heading = say("Stamps") if all_of_them else say("Stamps: {n} of {total}", n=stamps, total=len(view.stamps))
            pen.text(heading, _BODY * 1.2, Weight.BOLD, most=1)
            for stamp in view.stamps[-stamps:]:
                pen.text(stamp.told, _ROW, most=2)
            pen.y += 5
        if view.coming:
            pen.text(say("What could come next"), _BODY * 1.2, Weight.BOLD, most=1)
            for label in view.coming:
                pen.tick(label, _ROW, most=1)
            pen.y += 5
        pen.text(say("To go on"), _BODY * 1.2, Weight.BOLD, most=1)
        for told in view.sessions:
            pen.text(told, _ROW, most=2)
        for told in view.resources:
            pen.text(told, _SMALL, most=2)
        return pen

    def _foot(self, left: float, top: float) -> Pen:
        say, foot = self.say, self._pen(left, top)
        frameworks = " ; ".join(self.printed.referential.frameworks)
        foot.text(say("Skills mapped to: {list}. Mapping to verify.", list=frameworks), 6.5, most=2)
        day = plain_day(self.printed.day, say.language)
        foot.text(say("{library} · printed on {day}", library=self.printed.library, day=day), 6.5, most=1)
        return foot

    def _pen(self, left: float, top: float) -> Pen:
        return Pen(
            ruler=self.ruler, x=left + _MARGIN, width=_HALF[0] - 2 * _MARGIN, air=1.0, lead=1.25, y=top + _MARGIN
        )


def _filled(x: float, y: float, side: float) -> PathMark:
    points = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return PathMark(points=points, thickness=0.0, closed=True, inside=Inside.BLACK)
