"""Papers of days without the computer, and of the calling round: the tally sheet, blank slips, slips to follow up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.libraries import Library, full_name
from desk.slips.codes import barcode
from desk.slips.compose import spaced
from desk.slips.marks import Mark, Page, PathMark, RuleMark, Ruler, TextMark, Weight
from desk.slips.pen import ASCENT, Pen, shifted
from desk.slips.sheets_of_text import A4
from desk.slips.typeset import printable, wrap
from desk.work.counts_view import News, NewsLine
from desk.work.tallies import TallySheet

MARGIN = 34.0
_BODY, _SMALL, _TITLE, _PART, _CODE = 10.5, 9.0, 18.0, 13.0, 17.0
_COLUMN = 62.0
_BAR, _BAR_HEIGHT = 0.9, 20.0
A_PAGE = 6
"""Blank slips on one A4: two across, three down."""

NEWS_A_PAGE = 11
"""Slips and headings of the list for the calling round on one A4."""


def lay_out_tally(sheet: TallySheet, library: Library, day: date, ruler: Ruler, say: Words) -> Page:
    """Return the sheet of boxes to tick, on one A4: one line a need, one column an end."""
    pen = _pen(ruler)
    pen.text(full_name(library), _BODY, Weight.BOLD, most=1)
    top = pen.y
    pen.text(say("A day without the computer"), _TITLE, Weight.BOLD, most=1)
    _coded(pen, sheet.code, pen.x + pen.width, top)
    pen.y += 6
    pen.blank(say("Day"), _BODY)
    pen.y += 4
    pen.text(say("One stroke for each person, in the column of how it ended. No name."), _BODY, most=2)
    pen.y += 4
    left = pen.width - len(sheet.columns) * _COLUMN
    _heads(pen, [words for _, words in sheet.columns], left)
    room = A4[1] - 2 * MARGIN - pen.y - 2.6 * _SMALL
    step = min(30.0, room / max(1, len(sheet.lines)))
    for line in sheet.lines:
        pen.marks.append(RuleMark(pen.x, pen.y, pen.width, 0.5))
        shown = wrap(printable(line.label), left - 8, _BODY, Weight.REGULAR, ruler, 2 if step >= 2.3 * _BODY else 1)
        first = pen.y + step / 2 + 0.35 * _BODY - (len(shown) - 1) * 0.55 * _BODY
        for at, words in enumerate(shown):
            pen.marks.append(TextMark(pen.x, first + at * 1.1 * _BODY, words, _BODY, Weight.REGULAR))
        for place in range(len(sheet.columns)):
            x = pen.x + left + place * _COLUMN
            pen.marks.append(PathMark(points=((x, pen.y), (x, pen.y + step)), thickness=0.5))
        pen.y += step
    pen.rule(0.5)
    pen.y += 3
    printed = say("printed on {day}", day=plain_day(day, say.language))
    pen.text(f"{say('Typed in later: Observatory, F9, Days without the computer.')} · {printed}", _SMALL, most=1)
    return _page(shifted(pen.marks, MARGIN))


def lay_out_blank_slips(codes: Sequence[str], library: Library, ruler: Ruler, say: Words) -> tuple[Page, ...]:
    """Return blank slips, six on an A4 to cut, each with its code."""
    pages = []
    wide, tall = A4[0] / 2, A4[1] / 3
    for start in range(0, len(codes), A_PAGE):
        marks: list[Mark] = []
        for place, code in enumerate(codes[start : start + A_PAGE]):
            x, y = place % 2 * wide, place // 2 * tall
            marks += shifted(_blank_slip(code, library, ruler, say, x, wide).marks, y)
        for row in (1, 2):
            marks.append(RuleMark(MARGIN / 2, row * tall, A4[0] - MARGIN, 0.5, dotted=True))
        marks.append(PathMark(points=((wide, MARGIN / 2), (wide, A4[1] - MARGIN / 2)), thickness=0.5, dotted=True))
        pages.append(_page(marks))
    return tuple(pages)


def lay_out_news(news: News, library: Library, day: date, ruler: Ruler, say: Words) -> tuple[Page, ...]:
    """Return the list for the calling round: slips without news first, then those not back yet. No name is on it."""
    pages = []
    groups = _grouped(_news_parts(news, say))
    for number, group in enumerate(groups, start=1):
        pen = _pen(ruler)
        pen.text(full_name(library), _BODY, Weight.BOLD, most=1)
        pen.text(say("Slips to follow up"), _TITLE, Weight.BOLD, most=1)
        for part in group:
            if isinstance(part, _Heading):
                pen.y += 9
                pen.text(part.title, _PART, Weight.BOLD, most=1)
                pen.text(part.told, _BODY, most=2)
            else:
                _news_line(pen, part, say)
        foot = _pen(ruler)
        printed = say("{library} · printed on {day}", library=full_name(library), day=plain_day(day, say.language))
        foot.text(f"{printed} · {number}/{len(groups)}" if len(groups) > 1 else printed, _SMALL, most=1)
        pages.append(_page([*shifted(pen.marks, MARGIN), *shifted(foot.marks, A4[1] - MARGIN - foot.y)]))
    return tuple(pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """What one of the two lists is, and what to do with it."""

    title: str
    told: str


def _news_parts(news: News, say: Words) -> tuple[_Heading | NewsLine, ...]:
    """Return the headings and the slips in their order; a list that is empty says so, or is left out."""
    asked = say(
        "Given more than {n} days ago. Ask the relay whether somebody came with this code. Ask for no name.",
        n=news.days,
    )
    if not news.without_news:
        asked = say("No slip is without news.")
    parts: list[_Heading | NewsLine] = [_Heading(title=say("Without news"), told=asked), *news.without_news]
    if news.not_back:
        waited = say("Given in the last {n} days: news may still come by itself.", n=news.days)
        parts += [_Heading(title=say("Not back yet"), told=waited), *news.not_back]
    return tuple(parts)


def _grouped(parts: Sequence[_Heading | NewsLine]) -> list[list[_Heading | NewsLine]]:
    """Return what each page holds; a heading is never the last of its page."""
    groups: list[list[_Heading | NewsLine]] = [[]]
    for part in parts:
        room = NEWS_A_PAGE - len(groups[-1])
        if room <= (1 if isinstance(part, _Heading) else 0):
            groups.append([])
        groups[-1].append(part)
    return groups


def _news_line(pen: Pen, one: NewsLine, say: Words) -> None:
    """Set one slip: its code in large type, what it was for, and the answers to tick."""
    answers = (
        say("done"), say("must come back"), say("not the right place"), say("found it closed"), say("no news"),
    )  # fmt: skip
    pen.y += 7
    pen.rule(0.8)
    pen.y += 4
    pen.word(printable(one.code), _CODE, Weight.BOLD)
    at = pen.ruler.width(one.code, _CODE, Weight.BOLD) + 14
    beside = replace(pen, x=pen.x + at, width=pen.width - at, marks=[])
    beside.text(one.title, _BODY, Weight.BOLD, most=1)
    beside.text(" · ".join(filter(None, (one.relay, one.phone, one.day))), _BODY, most=2)
    pen.marks += beside.marks
    pen.y = max(beside.y, pen.y + _CODE * pen.lead) + 2
    pen.ticks("", answers, _SMALL)


def _blank_slip(code: str, library: Library, ruler: Ruler, say: Words, x: float, wide: float) -> Pen:
    padding = 0.72 * MARGIN
    pen = Pen(ruler=ruler, x=x + padding, width=wide - 2 * padding, air=1.0, lead=1.25, y=padding)
    pen.text(full_name(library), _BODY, Weight.BOLD, most=2)
    pen.y += 4
    top = pen.y
    pen.text(say("Relay slip"), _TITLE * 0.8, Weight.BOLD, most=1)
    _coded(pen, code, pen.x + pen.width, top)
    pen.y += 2
    for label in (say("For"), say("Where to go"), say("When"), say("What to bring")):
        pen.blank(label, _BODY)
        pen.y += 1.3 * _BODY
        pen.rule(0.9, dotted=True)
        pen.y += 6
    phone = spaced(library.phone)
    back = say("Afterwards, bring this paper back or tell us this code: it helps others.")
    pen.text(f"{back} {phone}" if phone else back, _SMALL, most=3)
    pen.text(say("We keep neither your name nor your papers."), _SMALL, most=1)
    return pen


def _coded(pen: Pen, code: str, right: float, top: float) -> None:
    """Set a code in large type at the right, its barcode below."""
    wide = pen.ruler.width(code, _CODE, Weight.BOLD)
    pen.marks.append(TextMark(right - wide, top + _CODE * ASCENT, code, _CODE, Weight.BOLD))
    rows = barcode(code)
    long = _BAR * len(rows[0])
    below = Pen(ruler=pen.ruler, x=right - long, width=long, air=1.0, lead=1.0, y=top + _CODE * 1.2)
    below.cells(rows, right - long, _BAR, _BAR_HEIGHT)
    pen.marks += below.marks
    pen.y = max(pen.y, top + _CODE * 1.2 + _BAR_HEIGHT)


def _heads(pen: Pen, heads: Sequence[str], left: float) -> None:
    tallest = pen.y
    for place, words in enumerate(heads):
        head = replace(pen, x=pen.x + left + place * _COLUMN + 4, width=_COLUMN - 8, marks=[])
        head.text(words, _SMALL, Weight.BOLD, most=3)
        pen.marks += head.marks
        tallest = max(tallest, head.y)
    pen.y = tallest + 3


def _pen(ruler: Ruler) -> Pen:
    return Pen(ruler=ruler, x=MARGIN, width=A4[0] - 2 * MARGIN, air=1.0, lead=1.25)


def _page(marks: Sequence[Mark]) -> Page:
    return Page(width=A4[0], height=A4[1], margin_x=MARGIN / 2, margin_y=MARGIN / 2, marks=tuple(marks))
