"""The cases on paper, two on each A4 to cut in half: the visitor's words on the left, a good answer on the right."""

from dataclasses import replace

from desk.base.words import Words
from desk.slips.marks import Mark, Page, PathMark, RuleMark, Ruler, Weight
from desk.slips.pen import Pen, shifted
from desk.slips.sheets_of_text import A4
from desk.work.training import MINUTES, CaseView

_MARGIN = 34.0
_GUTTER = 22.0
_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_LEAD = 1.26
_HEAD = 16.0
_SMALL = 9.0
_SHARE = 0.46
"""How much of the width the visitor's words have."""


def lay_out_cards(cases: tuple[CaseView, ...], ruler: Ruler, say: Words) -> tuple[Page, ...]:
    """Return the pages of ``cases``, two on each, in their order."""
    half = A4[1] / 2
    pages = []
    for start in range(0, len(cases), 2):
        marks: list[Mark] = []
        for place, case in enumerate(cases[start : start + 2]):
            marks += shifted(_card(case, ruler, say, half - 1.6 * _MARGIN), place * half + 0.8 * _MARGIN)
        marks.append(RuleMark(_MARGIN, half, A4[0] - 2 * _MARGIN, 0.7, dotted=True))
        pages.append(Page(width=A4[0], height=A4[1], margin_x=_MARGIN, margin_y=0.7 * _MARGIN, marks=tuple(marks)))
    return tuple(pages)


def _card(case: CaseView, ruler: Ruler, say: Words, room: float) -> list[Mark]:
    """Return one card at the largest size at which it holds in ``room``."""
    for size in _SIZES:
        pen = _set(case, ruler, say, size)
        if pen.y <= room:
            break
    return pen.marks


def _set(case: CaseView, ruler: Ruler, say: Words, size: float) -> Pen:
    width = A4[0] - 2 * _MARGIN
    head = Pen(ruler=ruler, x=_MARGIN, width=width, air=1.0, lead=_LEAD)
    head.text(
        say("Exercise {number} of {of} · {minutes} minutes", number=case.number, of=case.of, minutes=MINUTES), _SMALL
    )
    head.text(case.title, _HEAD, Weight.BOLD, most=2)
    head.skip(3)
    head.rule(1.0)
    head.skip(7)
    left = _visitor(case, replace(head, width=_SHARE * width - _GUTTER / 2, marks=[]), say, size)
    right = replace(head, x=_MARGIN + _SHARE * width + _GUTTER / 2, width=(1 - _SHARE) * width - _GUTTER / 2, marks=[])
    right.text(say("At the desk: read this together, afterwards"), size, Weight.BOLD, most=2)
    for part in case.good:
        right.skip(3)
        right.text(part.heading, size, Weight.BOLD, most=2)
        for line in part.lines:
            right.word("–", size, Weight.REGULAR)
            right.text(line, size, most=6, indent=0.9 * size)
    down = max(left.y, right.y)
    between = _MARGIN + _SHARE * width
    fold = PathMark(((between, head.y), (between, down)), 0.7, dotted=True)
    return replace(head, y=down, marks=[*head.marks, *left.marks, *right.marks, fold])


def _visitor(case: CaseView, pen: Pen, say: Words, size: float) -> Pen:
    pen.text(say("You play the visitor. Say:"), size, Weight.BOLD, most=2)
    for sentence in case.visitor:
        pen.skip(3)
        pen.text(sentence, size * 1.12, most=6)
    pen.skip(6)
    pen.text(say("If you are asked"), size, Weight.BOLD, most=2)
    for one in case.asked:
        pen.skip(3)
        pen.text(one.question, size, most=4)
        pen.text(f"→ {one.answer}", size, Weight.BOLD, most=4, indent=0.9 * size)
    pen.skip(6)
    pen.text(say("Nobody here is real. Fold the card: the right side stays hidden."), _SMALL, most=3)
    return pen
