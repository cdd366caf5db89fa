"""`relais export`: sheets given back in the field's standards, or as a plain table."""

import argparse
from pathlib import Path

from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown
from desk.cli.options import Commands, text
from desk.exchange.export.given import Choice
from desk.exchange.exports import Format, export, reason
from desk.store.store import Store


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("export", _export, say("Give the sheets out to a file."))
    one.add_argument(
        "--format", required=True, choices=[form.value for form in Format], help=say("the form of the file")
    )
    one.add_argument("--within", type=float, metavar="KM", help=say("only the sheets at most this far"))
    one.add_argument("--mine", action="store_true", help=say("only the sheets that somebody signed here"))
    one.add_argument(
        "--share-alike", action="store_true", help=say("also those whose licence must be kept by whoever takes them")
    )
    one.add_argument_group(say("what to give")).add_argument(
        "file", metavar="FILE", type=text, help=say("the file to write")
    )


def _export(options: argparse.Namespace, store: Store, say: Words) -> int:
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
