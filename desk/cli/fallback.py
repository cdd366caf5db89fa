"""`relais binder`: everything that the desk needs without a computer, as PDF; next time only the pages that changed."""

import argparse
from pathlib import Path

from desk.base.words import Words
from desk.cli.answers import answered, shown
from desk.cli.options import Commands
from desk.slips import fallback
from desk.store.store import Store


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command(
        "binder", _binder, say("Write the fallback binder as PDF: all that serves without a computer.")
    )
    one.add_argument("--changed", action="store_true", help=say("only the pages that changed since last time"))
    commands.wanted(one, "file", "FILE", say("the file to write"))


def _binder(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.ui import printing  # noqa: PLC0415 - only paper needs Qt

    printing.ensure_application()
    file, ruler = Path(options.file).absolute(), printing.FontRuler()
    library, day = fallback.library_and_day(store, say)
    before = fallback.recall(store.profile.binder_file)
    made = fallback.lay_out_fallback(fallback.compose_fallback(store, say), before, library, day, ruler)
    pages = fallback.pages_to_print(made, ruler, say, only_changed=options.changed)
    count = printing.pages_to_pdf(pages, say.language, file, say("Fallback binder"))
    fallback.remember(store.profile.binder_file, made)
    answer = {
        "file": shown(file),
        "pages": count,
        "whole": len(made.leaves),
        "changed": [leaf.label for leaf in made.changed],
        "gone": list(made.gone),
    }
    return answered(options, answer, say("{pages} pages: {file}", pages=count, file=shown(file)))
