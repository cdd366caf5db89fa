"""`relais sheet new | set | show | history | verify`: one sheet, written and read by the names of its fields."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk.base.clock import today
from desk.base.codec import CodecError, from_json, to_json, to_plain
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, USAGE, answered, shown, told
from desk.cli.options import Commands, text
from desk.domain.doubts import Doubt
from desk.domain.fields import Problem
from desk.store.store import Store
from desk.work import freshness, sentences, sheet_editing, sheet_form, sheets
from desk.work.field_history import by_field
from desk.work.outcome import Outcome
from desk.work.sheet_fields import typed_fields

_STDIN = "-"


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("sheet", say("Write and read one sheet."))
    one = group.command(
        "new", _new, say("Make a sheet from a file of JSON; the answer is its id."), may_answer_json=False
    )
    one.add_argument(
        "--json", dest="file", type=text, metavar="FILE", required=True, help=say("the file, - to type it")
    )
    _by(one, say)
    one = group.command("set", _set, say("Change some fields of a sheet."))
    commands.wanted(one, "id", "ID", say("the sheet, as `sheets` names it"))
    one.add_argument("fields", nargs="+", type=text, metavar="FIELD=VALUE", help=say("a value, a list a,b or JSON"))
    _by(one, say)
    one = group.command("show", _show, say("Show every field of a sheet."))
    commands.wanted(one, "id", "ID", say("the sheet, as `sheets` names it"))
    one = group.command("history", _history, say("Show what changed in a sheet, the latest first."))
    commands.wanted(one, "id", "ID", say("the sheet, as `sheets` names it"))
    one = group.command("verify", _verify, say("Say that a sheet was checked today with the structure."))
    commands.wanted(one, "id", "ID", say("the sheet, as `sheets` names it"))
    one.add_argument("--by", type=text, required=True, metavar="INITIALS", help=say("who checked it"))


def _by(one: argparse.ArgumentParser, say: Words) -> None:
    one.add_argument("--by", type=text, default="", metavar="INITIALS", help=say("who writes"))


def _new(options: argparse.Namespace, store: Store, say: Words) -> int:
    fields = _read(options.file)
    if fields is None:
        return told(say("This file is not one object of JSON, with the names of fields."), REFUSED)
    try:
        outcome = sheet_editing.new(store, fields, options.by)
    except RefusedError as error:
        return _refused(error, say)
    if outcome.problems:
        return _told(outcome, say)
    _told(outcome, say)
    sheet = sheets.the_sheet(store, outcome.id)
    for line in sheet_form.lookalikes(store, sheet.name, sheet.phone, sheet.commune, say, sheet.id):
        told(
            say("It looks like the sheet {id}: {name}, {commune}.", id=line.id, name=line.name, commune=line.commune),
            DONE,
        )
    options.json = True
    return answered(options, {"id": outcome.id}, outcome.id)


def _set(options: argparse.Namespace, store: Store, say: Words) -> int:
    fields: dict[str, object] = {}
    for one in options.fields:
        name, sign, value = one.partition("=")
        if not sign:
            return told(say("Write FIELD=VALUE: “{text}” has no equals sign.", text=one[:60]), USAGE)
        fields[name.strip()] = _value(value)
    try:
        outcome = sheet_editing.change(store, options.id, fields, options.by)
    except RefusedError as error:
        return _refused(error, say)
    if outcome.problems:
        return _told(outcome, say)
    _told(outcome, say)
    answer = {
        "id": outcome.id,
        "changed": bool(outcome.changed),
        "warnings": [_plain(one, say) for one in outcome.warnings],
    }
    return answered(options, answer, say("Changed.") if outcome.changed else say("Nothing was changed."))


def _show(options: argparse.Namespace, store: Store, say: Words) -> int:
    sheet = sheets.the_sheet(store, options.id)
    age = freshness.checked_words(sheet, today(store.clock), say)
    plain: dict[str, Any] = {**to_plain(sheet), "age": age}
    lines = [f"{name}: {_shown(value)}" for name, value in plain.items() if value not in (None, "", (), [])]
    return answered(options, plain, "\n".join(lines))


def _history(options: argparse.Namespace, store: Store, say: Words) -> int:  # noqa: ARG001 - every command is asked so
    changes = [
        {
            "field": one.field,
            "before": one.before,
            "after": one.after,
            "at": datetime.fromtimestamp(one.at_ms / 1000, UTC).isoformat(timespec="seconds"),
            "by": one.by,
            "n": one.n,
        }
        for one in by_field(store, options.id)
    ]
    lines = [
        f"{one['at']}  {one['by'] or '-'}  {one['field']}: {_shown(one['before'])} → {_shown(one['after'])}"
        for one in changes
    ]
    return answered(options, changes, "\n".join(lines))


def _verify(options: argparse.Namespace, store: Store, say: Words) -> int:
    outcome = freshness.verify(store, options.id, options.by)
    settled = len(
        store.records.where(Doubt, "sheet = ? AND settled_on = ?", (outcome.id, today(store.clock).isoformat()))
    )
    answer = {"id": outcome.id, "verified_on": today(store.clock).isoformat(), "settled": settled}
    return answered(options, answer, say("Checked today."))


def _read(name: str) -> Mapping[str, object] | None:
    """Return the object of a file, or of what is typed; None when it is no object."""
    try:
        data = sys.stdin.buffer.read() if name == _STDIN else Path(name).read_bytes()
    except OSError as error:
        raise RefusedError(Code.TABLE_MISSING, file=shown(name)) from error
    try:
        return from_json(data, dict[str, object])
    except CodecError:
        return None


def _value(written: str) -> object:
    """Return what a value is: JSON where it is a list, an object or nothing; else the text as it is written."""
    if written == "null":
        return None
    if written[:1] in {"[", "{"}:
        try:
            return from_json(written, object)
        except CodecError:
            return written
    return written


def _refused(error: RefusedError, say: Words) -> int:
    """Say a refusal; the name of a field that does not exist is a mistake in the command itself."""
    if error.code is not Code.UNKNOWN_FIELD:
        raise error
    sentence = sentences.of_error(error, say)
    return told(f"{sentence} {say('Its lines are: {names}.', names=', '.join(typed_fields()))}", USAGE)


def _told(outcome: Outcome, say: Words) -> int:
    """Say what forbids to keep the sheet and what is doubtful in it, and return `REFUSED`."""
    for problem in (*outcome.problems, *outcome.warnings):
        told(f"{problem.field}: {sentences.of_problem(problem.code, say)}", REFUSED)
    return REFUSED


def _plain(problem: Problem, say: Words) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "message": sentences.of_problem(problem.code, say)}


def _shown(value: object) -> str:
    return value if isinstance(value, str) else to_json(value).decode()
