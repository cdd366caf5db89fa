"""`relais journal`, `undo`, `bin list | put-back`: what was done here, undone without a window."""

import argparse
from dataclasses import asdict

from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.cli.answers import REFUSED, answered, told
from desk.cli.options import Commands
from desk.store.store import Store
from desk.work import journal, sentences
from desk.work.outcome import Outcome


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("journal", _journal, say("List what was done at this desk, one line an act."))
    one.add_argument("--days", type=int, default=1, metavar="DAYS", help=say("how many days back, at most 30"))
    one = commands.command("undo", _undo, say("Undo one act of the journal."))
    commands.wanted(one, "id", "ID", say("the act, as `journal` names it"))
    group = commands.group("bin", say("What was taken away in the last 30 days."))
    group.command("list", _bin, say("List what is in the bin."))
    one = group.command("put-back", _put_back, say("Take something out of the bin."))
    commands.wanted(one, "id", "KIND/ID", say("what `bin list` names"))


def _journal(options: argparse.Namespace, store: Store, say: Words) -> int:
    entries = journal.entries(store, say, options.days)
    lines = [
        " · ".join(filter(None, (one.id, one.when, one.time, one.what, one.details, one.by, one.since)))
        for one in entries
    ]
    return answered(
        options, {"entries": [asdict(one) for one in entries]}, "\n".join(lines) or say("Nothing was done here yet.")
    )


def _undo(options: argparse.Namespace, store: Store, say: Words) -> int:
    return _done(options, journal.undo(store, options.id), say("Undone."), say)


def _bin(options: argparse.Namespace, store: Store, say: Words) -> int:
    found = journal.binned(store, say)
    lines = [f"{one.kind}/{one.id} · {one.what} · {one.title} · {one.when}" for one in found]
    empty = say("The bin is empty. What is taken away stays there for 30 days.")
    return answered(options, {"bin": [asdict(one) for one in found]}, "\n".join(lines) or empty)


def _put_back(options: argparse.Namespace, store: Store, say: Words) -> int:
    kind, _, record = options.id.partition("/")
    if not record:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    return _done(options, journal.take_out(store, kind, record), say("It is back."), say)


def _done(options: argparse.Namespace, outcome: Outcome, sentence: str, say: Words) -> int:
    if outcome.problems:
        return told(" ".join(sentences.of_problem(one.code, say) for one in outcome.problems), REFUSED)
    return answered(options, {"id": outcome.id}, sentence)
