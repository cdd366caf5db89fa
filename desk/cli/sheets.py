"""`relais sheets`: find referral sheets."""

import argparse

from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered
from desk.cli.options import Commands
from desk.store.store import Store
from desk.work import sheet_list


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("sheets", _sheets, say("Find referral sheets."))
    commands.wanted(one, "query", "QUERY", say("words of the sheet; none for the nearest"))
    commands.limited(one)


def _sheets(options: argparse.Namespace, store: Store, say: Words) -> int:
    lines = sheet_list.lines(store, options.query, say, options.limit)
    answer = {
        "sheets": [
            {"id": line.id, "name": line.name, "commune": line.commune, "km": line.km, "score": line.score}
            for line in lines
        ]
    }
    shown = "\n".join(f"{line.id}  {line.name}, {line.commune} · {line.away} · {line.checked}" for line in lines)
    answered(options, answer, shown or say("No sheet has these words."))
    return DONE if lines else REFUSED
