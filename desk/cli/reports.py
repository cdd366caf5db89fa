"""`relais report`, `figures`, `register`: pages for the mayor, the network and partners, figures in a file."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from desk.base.clock import today
from desk.base.words import Words
from desk.cli.answers import REFUSED, answered, shown, told
from desk.cli.counts import figures_of, of_period
from desk.cli.options import Commands, text
from desk.exchange import figures_files
from desk.slips import counting_papers, report_pages
from desk.slips.marks import Page, Ruler
from desk.store.store import Store
from desk.work import counting, register, report_words, slips_given, tallies
from desk.work.setup import must_be_set_up

PAGES, PARTNERS, TALLY, BLANK, NEWS = "page", "partners", "tally", "blank", "no-news"
BLANK_SLIPS = 12
_WHICH = dict(
    zip(("1", "2", "3", report_words.PROPOSAL), (*report_words.SENTENCES, report_words.PROPOSAL), strict=True)
)


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("report", _report, say("Write a page of figures, or a paper of counting, as PDF."))
    one.add_argument("paper", choices=(PAGES, PARTNERS, TALLY, BLANK, NEWS), help=say("which paper"))
    of_period(one, say)
    one.add_argument(
        "--sentence", action="append", default=[], type=_sentence, metavar="N=TEXT",
        help=say("other words for sentence 1, 2, 3 or proposal; none leaves it out"),
    )  # fmt: skip
    one.add_argument("--pdf", required=True, metavar="FILE", help=say("the file to write"))
    one = commands.command("figures", _figures, say("Write the figures of a period in a file: csv, xlsx or ods."))
    one.add_argument("file", metavar="FILE", help=say("the file to write"))
    of_period(one, say, required=True)
    commands.command("register", _register, say("Show the entry for the register of processing (RGPD)."))


def _sentence(typed: str) -> tuple[str, str]:
    """Return which sentence of a page is said otherwise, and how."""
    which, sign, words = text(typed).partition("=")
    if not sign or which not in _WHICH:
        raise ValueError(which)
    return _WHICH[which], " ".join(words.split())


def _report(options: argparse.Namespace, store: Store, say: Words) -> int:
    problems = report_words.check(dict(options.sentence))
    if problems:
        return told(report_words.told(problems, say), REFUSED)
    from desk.ui import printing  # noqa: PLC0415 - only papers need Qt

    printing.ensure_application()
    pages = _pages(options, store, say, printing.FontRuler())
    file = Path(options.pdf)
    printing.pages_to_pdf(pages, say.language, file, say("What people ask at the library"))
    return answered(options, {"file": shown(file), "pages": len(pages)}, say("Kept in {file}.", file=shown(file.name)))


def _pages(options: argparse.Namespace, store: Store, say: Words, ruler: Ruler) -> Sequence[Page]:
    library, day = must_be_set_up(store), today(store.clock)
    if options.paper == TALLY:
        return (counting_papers.lay_out_tally(tallies.print_sheet(store, say), library, day, ruler, say),)
    if options.paper == BLANK:
        return counting_papers.lay_out_blank_slips(counting.blank_slips(store, BLANK_SLIPS), library, ruler, say)
    if options.paper == NEWS:
        return counting_papers.lay_out_news(slips_given.news(store, say), library, day, ruler, say)
    whose = "partners" if options.paper == PARTNERS else "own"
    made = report_pages.report(figures_of(options, store, say, whose), library.name, day, dict(options.sentence))
    if options.paper == PARTNERS:
        return report_pages.lay_out_partners(made, ruler, say)
    return (report_pages.lay_out_report(made, ruler, say),)


def _figures(options: argparse.Namespace, store: Store, say: Words) -> int:
    file = Path(options.file)
    rows = figures_files.write(store, figures_of(options, store, say), file, say)
    return answered(options, {"file": shown(file), "rows": rows}, say("Kept in {file}.", file=shown(file.name)))


def _register(options: argparse.Namespace, store: Store, say: Words) -> int:
    entry = register.register_entry(store, say)
    return answered(options, {"entry": entry}, entry)
