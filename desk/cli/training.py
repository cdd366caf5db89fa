"""`relais training`: what one practises on, and the cases, read or printed."""

import argparse
from pathlib import Path

from desk.base.paths import resources
from desk.base.words import Words
from desk.cli.answers import answered, shown
from desk.cli.options import Commands, clock_of, what_one_practises_on
from desk.slips.training_cards import lay_out_cards
from desk.store.putting_back import must_be_closed
from desk.store.store import Store
from desk.work import training


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("training", say("Practise: on a copy that counts nothing and from which nothing leaves."))
    group.command("start", _start, say("Make what one practises on, anew."))
    group.alone("leave", _leave, say("Throw away what one practised on."))
    group.command("cases", _cases, say("Tell the twelve cases."))
    one = group.command("cards", _cards, say("Write the twelve cases as PDF, two on each page."))
    commands.wanted(one, "file", "FILE", say("the file to write"))


def _start(options: argparse.Namespace, store: Store, say: Words) -> int:
    made = training.make_copy(store, clock_of(options), resources())
    line = say("The exercise is ready. To open it: relais --training. To try a command: add --training to it.")
    return answered(options, {"folder": shown(made.root)}, line)


def _leave(options: argparse.Namespace, say: Words) -> int:
    found = what_one_practises_on(options.data_dir)
    must_be_closed(found)
    training.discard(found)
    return answered(
        options, {"folder": shown(found.root)}, say("The exercise is thrown away. The desk did not change.")
    )


def _cases(options: argparse.Namespace, store: Store, say: Words) -> int:
    found = training.cases(store, say)
    lines = [f"{one.number}. {one.title} · {' '.join(one.visitor)}" for one in found]
    return answered(options, {"cases": found}, "\n".join(lines))


def _cards(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.ui import printing  # noqa: PLC0415 - only this command needs Qt

    printing.ensure_application()
    file = Path(options.file).absolute()
    pages = lay_out_cards(training.cases(store, say), printing.FontRuler(), say)
    count = printing.pages_to_pdf(pages, say.language, file, say("Cases to practise on"))
    return answered(options, {"file": shown(file), "pages": count}, say("Kept in {file}.", file=shown(file)))
