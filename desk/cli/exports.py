"""`relais export`: sheets given back in the field's standards, or as a plain table."""

import argparse
from pathlib import Path

from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown
from desk.cli.options import Commands, text
from desk.exchange.export.given import Choice
from desk.exchange.exports import Format, export, reason
from desk.exchange.leaving import leave
from desk.store.store import Store

BINDER = "binder"
"""The sheets on paper, as a PDF: for the people of the desk, not for another program."""


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("export", _export, say("Give the sheets out to a file."))
    one.add_argument(
        "--format", required=True, choices=[*(form.value for form in Format), BINDER], help=say("the form of the file")
    )
    one.add_argument("--within", type=float, metavar="KM", help=say("only the sheets at most this far"))
    one.add_argument("--mine", action="store_true", help=say("only the sheets that somebody signed here"))
    one.add_argument(
        "--share-alike", action="store_true", help=say("also those whose licence must be kept by whoever takes them")
    )
    one.add_argument_group(say("what to give")).add_argument(
        "file", metavar="FILE", type=text, help=say("the file to write")
    )

    one = commands.command(
        "leave", _leave, say("Write everything the desk knows in plain files, before leaving for good.")
    )
    one.add_argument("folder", metavar="DIR", type=text, help=say("an empty folder"))
    one.add_argument("--persons", action="store_true", help=say("notes, contacts and helpers too, in files apart"))


def _export(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.format == BINDER:
        return _binder(options, store, say)
    choice = Choice(within_km=options.within, mine=options.mine, share_alike=options.share_alike)
    report = export(store, Format(options.format), Path(options.file).absolute(), choice)
    answer = {
        "format": report.format,
        "file": shown(report.file),
        "rows": report.rows,
        "left_out": [
            {
                "sheet": one.sheet,
                "name": one.name,
                "field": one.field,
                "code": one.code,
                "message": reason(one.code, say),
            }
            for one in report.left_out
        ],
    }
    lines = [say("{rows} places written: {file}", rows=report.rows, file=shown(report.file))]
    lines += [f"{one.name} · {one.field} · {reason(one.code, say)}" for one in report.left_out[:20]]
    answered(options, answer, "\n".join(lines))
    return DONE if report.rows else REFUSED


def _binder(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.slips.binder import compose_binder  # noqa: PLC0415 - only this form makes paper
    from desk.ui import printing  # noqa: PLC0415 - and only paper needs Qt

    binder = compose_binder(store, say, options.within, mine=options.mine)
    file = Path(options.file).absolute()
    pages = printing.binder_to_pdf(binder, file)
    rows = sum(len(chapter.told) for chapter in binder.chapters)
    answer = {"format": BINDER, "file": shown(file), "rows": rows, "pages": pages, "left_out": binder.left_out}
    line = say("{rows} places on {pages} pages: {file}", rows=rows, pages=pages, file=shown(file))
    answered(options, answer, line)
    return DONE if rows else REFUSED


def _leave(options: argparse.Namespace, store: Store, say: Words) -> int:
    folder = Path(options.folder).absolute()
    files = leave(store, folder, say, persons=options.persons)
    return answered(
        options,
        {"folder": shown(folder), "files": files},
        say("{n} files written in {folder}.", n=len(files), folder=shown(folder)),
    )
