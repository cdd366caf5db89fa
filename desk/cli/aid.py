"""`relais aid`: what the network offers to show, and the requests of this desk, without anybody's name."""

import argparse

from desk.base.words import Words
from desk.cli.answers import answered
from desk.cli.options import Commands
from desk.store.store import Store
from desk.work import mutual_aid


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("aid", say("Mutual aid, without names."))
    group.command("offers", _offers, say("List what libraries offer to show."))
    group.command("times", _times, say("List the next fixed times of mutual aid."))
    group.command("requests", _requests, say("List the requests of this desk by their code."))


def _offers(options: argparse.Namespace, store: Store, say: Words) -> int:
    told = mutual_aid.offers(store, say)
    return answered(options, {"offers": told}, "\n".join(told) or say("Nothing is offered at the moment."))


def _times(options: argparse.Namespace, store: Store, say: Words) -> int:
    held = mutual_aid.times(store, say)
    return answered(options, {"times": held}, "\n".join(held) or say("There is none within a month."))


def _requests(options: argparse.Namespace, store: Store, say: Words) -> int:
    lines = mutual_aid.requests(store, say)
    answer = {
        "requests": [
            {
                "code": line.request.code,
                "subject": line.request.subject,
                "half_days": line.request.half_days,
                "made_on": line.request.made_on,
                "meets_on": line.request.meets_on,
            }
            for line in lines
        ]
    }
    shown = "\n".join(f"{line.request.code} · {line.what} · {line.when}" for line in lines)
    return answered(options, answer, shown or say("There is no request."))
