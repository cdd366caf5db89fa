"""`relais import`: a file of the field becomes sheets."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desk.base.codec import CodecError, from_json
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown, told
from desk.cli.options import Commands, text
from desk.exchange import imports
from desk.exchange.layouts import Layout
from desk.store.store import Store


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("import", _import, say("Bring a file of places in: the field's standards, or any table."))
    commands.wanted(one, "file", "FILE", say("the file, or a folder or zip that holds several"))
    one.add_argument(
        "--kind",
        choices=["auto", *(layout.value for layout in Layout)],
        default="auto",
        help=say("how it is laid out; seen by itself when absent"),
    )
    one.add_argument(
        "--columns",
        type=text,
        metavar="MAP.JSON",
        help=say("the field of each column, as a JSON object; remembered for the next file like it"),
    )
    one.add_argument("--dry-run", action="store_true", help=say("tell what would happen, and change nothing"))


def _import(options: argparse.Namespace, store: Store, say: Words) -> int:
    said = _columns(Path(options.columns)) if options.columns else None
    path = Path(options.file)
    opened = imports.open_file(store, path, options.kind, said)
    report = imports.bring_file(store, opened, say, rehearse=options.dry_run)
    if said and opened.columns and not options.dry_run:
        imports.correct_columns(store, opened, said)
    beside = None
    if report.refused and not options.dry_run:
        beside = Path.cwd() / f"{path.name.split('.')[0]}-refusees.csv"
        try:
            imports.write_refused(report, beside)
        except OSError:
            beside = store.profile.root / beside.name
            imports.write_refused(report, beside)
    answer = {**asdict(report), "refused_file": shown(beside) if beside else None, "dry_run": options.dry_run}
    lines = [
        say(
            "{rows} rows: {created} new sheets, {updated} changed, {unchanged} as they were.",
            rows=report.rows,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
        )
    ]
    if report.suggestions:
        lines.append(
            say("{n} values differ from yours: nothing was overwritten, choose in Relais.", n=report.suggestions)
        )
    lines += [f"{one.row} · {one.field} · {one.message}" for one in report.refused[:20]]
    if beside:
        lines.append(say("Rows refused, with the reason: {file}", file=shown(beside)))
    answered(options, answer, "\n".join(lines))
    if report.rows and len(report.refused) == report.rows:
        return told(say("No row could be kept."), REFUSED)
    return DONE


def _columns(file: Path) -> dict[str, str]:
    try:
        return from_json(file.read_bytes(), dict[str, str])
    except (OSError, CodecError) as error:
        raise RefusedError(Code.TABLE_MISSING, file=shown(file.name)) from error
