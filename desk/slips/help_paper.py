"""A page of the help on paper: the same words as on the screen, on one side where it can be."""

from datetime import date

from desk.base.dates import plain_day
from desk.base.marked import STEP, blocks
from desk.base.words import Words
from desk.slips.marks import POINTS_PER_MM
from desk.slips.sheets_of_text import A4, Passage, Sheet
from desk.work.help_pages import HelpPage

_MARGIN = 17 * POINTS_PER_MM
_SIZES = (15.0, 14.5, 14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0)


def compose_help(page: HelpPage, library: str, day: date, say: Words) -> Sheet:
    """Return ``page`` as a paper of ``library``, before it is set."""
    title, *rest = blocks(page.text)
    passages: list[Passage] = []
    heading = ""
    for block in rest:
        if block.startswith("## "):
            heading = block[3:]
            continue
        dashed = block.startswith("- ")
        line = block[2:] if dashed or block.startswith("> ") else _step(block)
        last = passages[-1] if passages else None
        if heading or last is None or last.dashed is not dashed:
            passages.append(Passage(title=heading, lines=(line,), dashed=dashed))
        else:
            passages[-1] = Passage(title=last.title, lines=(*last.lines, line), dashed=dashed)
        heading = ""
    return Sheet(
        size=A4,
        margin=_MARGIN,
        library=library,
        title=title.removeprefix("# "),
        under="",
        passages=tuple(passages),
        footer=(say("Help of Relais, printed on {day}", day=plain_day(day, say.language)),),
        sizes=_SIZES,
    )


def _step(block: str) -> str:
    found = STEP.match(block)
    return f"{found[1]}. {found[2]}" if found else block
