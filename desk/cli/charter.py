"""`relais charter`: what rules the desk, read or printed."""

import argparse
from pathlib import Path

from desk.base.words import Words
from desk.cli.answers import answered, shown
from desk.cli.options import Commands
from desk.slips.charter_papers import CharterPaper, compose_charter
from desk.slips.sheets_of_text import lay_out_text
from desk.store.store import Store
from desk.work import charter


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("charter", say("Read or print the charter that rules the desk."))
    group.command("show", _show, say("Tell the acts: we do it, with you, never."))
    one = group.command("print", _print, say("Write a paper of the charter as PDF."))
    papers = [paper.value for paper in CharterPaper]
    one.add_argument("--paper", choices=papers, default=papers[0], help=say("which paper"))
    one.add_argument("--pdf", required=True, metavar="FILE", help=say("the file to write"))


def _show(options: argparse.Namespace, store: Store, say: Words) -> int:
    view = charter.view(store, say)
    answer = {
        "standing": view.standing,
        "acts": [
            {"id": act.id, "level": act.level, "label": act.label, "reason": act.reason, "reference": act.reference,
             "lacking": act.lacking}
            for act in view.acts
        ],
        "articles": [{"number": one.number, "title": one.title, "text": one.text} for one in view.articles],
    }  # fmt: skip
    lines = [view.standing, *(f"{act.level_words} · {act.label}" for act in view.acts)]
    return answered(options, answer, "\n".join(lines))


def _print(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.ui import printing  # noqa: PLC0415 - only this command needs Qt

    printing.ensure_application()
    file = Path(options.pdf).absolute()
    made = compose_charter(store, CharterPaper(options.paper), say)
    pages = printing.pages_to_pdf(lay_out_text(made, printing.FontRuler()), say.language, file, made.title)
    return answered(options, {"file": shown(file), "pages": pages}, say("Kept in {file}.", file=shown(file)))
