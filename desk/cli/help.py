"""`relais help`: the pages of the help, found, read or printed."""

import argparse
from pathlib import Path

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.marked import spoken
from desk.base.text import clean
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown
from desk.cli.options import Commands, clock_of, text
from desk.slips.help_paper import compose_help
from desk.slips.sheets_of_text import lay_out_text
from desk.work.help_pages import having, read_pages


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.alone("help", _help, say("Read a page of the help, or write it as PDF."))
    one.add_argument("page", nargs="?", default="", type=text, metavar="NAME", help=say("the page; all when absent"))
    one.add_argument("--find", default="", type=text, metavar="TEXT", help=say("only the pages that have these words"))
    one.add_argument("--pdf", default="", type=text, metavar="FILE", help=say("the file to write, for one page"))


def _help(options: argparse.Namespace, say: Words) -> int:
    pages = having(read_pages(say.language), options.find)
    if not options.page:
        answer = {"pages": [{"name": page.name, "title": page.title} for page in pages]}
        lines = "\n".join(f"{page.name} · {page.title}" for page in pages)
        answered(options, answer, lines or say("No page has these words."))
        return DONE if pages else REFUSED
    page = next((page for page in pages if page.name == options.page), None)
    if page is None:
        raise RefusedError(Code.UNKNOWN_PAGE, name=clean(options.page, 40))
    if not options.pdf:
        return answered(options, {"name": page.name, "title": page.title, "text": page.text}, spoken(page.text))
    from desk.ui import printing  # noqa: PLC0415 - only paper needs Qt

    printing.ensure_application()
    file = Path(options.pdf).absolute()
    made = lay_out_text(compose_help(page, "", today(clock_of(options)), say), printing.FontRuler())
    count = printing.pages_to_pdf(made, say.language, file, page.title)
    return answered(options, {"file": shown(file), "pages": count}, say("Kept in {file}.", file=shown(file)))
