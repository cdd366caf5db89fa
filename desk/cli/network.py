"""`relais join | sync | conflicts | settle | stick`: the exchange with the other desks, by the network or by a stick."""

import argparse
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.words import Words
from desk.cli.answers import DONE, answered, shown, told
from desk.cli.options import Commands, clock_of, text
from desk.store.store import Store
from desk.sync import exchange as exchanges
from desk.sync.exchange import Place
from desk.sync.stick import StickReport
from desk.work import questions, sentences
from desk.work.history_words import field_words, value_words
from desk.work.questions import Keep, Question
from desk.work.territory import departements


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("join", _join, say("Come into a network, with the code of an invitation."))
    one.add_argument("--hub", required=True, type=text, metavar="URL", help=say("the address on the invitation"))
    one.add_argument("--code", required=True, type=text, help=say("the code of the invitation"))
    one = commands.command("sync", _sync, say("Exchange with the network now. Being offline is no error."))
    one.add_argument(
        "--agree-to-removals",
        action="store_true",
        help=say("accept that many sheets leave at once, when the coordinator says so"),
    )
    commands.command("conflicts", _conflicts, say("List what two libraries wrote differently."))
    one = commands.command("settle", _settle, say("Choose between two values."))
    commands.wanted(one, "id", "ID", say("the question, as `conflicts` names it"))
    one.add_argument("--keep", required=True, choices=[keep.value for keep in Keep], help=say("whose value stays"))
    one.add_argument("--by", type=text, default="", metavar="INITIALS", help=say("who chooses"))
    group = commands.group("stick", say("Exchange by a USB stick, where there is no connection."))
    for name, run, sentence in (
        ("write", _write, say("Write on the stick what waits here.")),
        ("read", _read, say("Read what others wrote on the stick.")),
    ):
        one = group.command(name, run, sentence)
        commands.wanted(one, "path", "PATH", say("the folder of the stick"))


def _place(options: argparse.Namespace, store: Store) -> Place:
    return Place(
        profile=store.profile,
        clock=clock_of(options),
        taxonomy=store.seeds.taxonomy,
        departements=departements(store),
    )


def _join(options: argparse.Namespace, store: Store, say: Words) -> int:
    keys = exchanges.join(_place(options, store), options.hub, options.code)
    return answered(
        options,
        {"network": keys.network, "desk": keys.desk, "hub": keys.address},
        say("This desk is in the network {network}. It is number {desk}.", network=keys.network, desk=keys.desk),
    )


def _sync(options: argparse.Namespace, store: Store, say: Words) -> int:
    report = exchanges.exchange(_place(options, store), removals_agreed=options.agree_to_removals)
    answer = {
        "sent": report.sent,
        "received": report.received,
        "conflicts": questions.count(store),
        "requests": report.requests,
        "bytes_up": report.bytes_up,
        "bytes_down": report.bytes_down,
        "up_to_date": report.up_to_date,
        "stopped": report.stopped,
    }
    if report.stopped:
        told(sentences.of_error(UnavailableError(Code(report.stopped), count=report.held_back), say), DONE)
    line = say("{sent} sent, {received} received.", sent=report.sent, received=report.received)
    return answered(options, answer, line)


def _conflicts(options: argparse.Namespace, store: Store, say: Words) -> int:
    found = questions.questions(store)
    answer = {"conflicts": [_plain(one) for one in found]}
    lines = [
        f"{one.id} · {one.name} · {field_words(one.field, say)} : "
        + " / ".join(
            f"{version.label or say('this desk')} : {value_words(store, one.field, version.value, say)}"
            for version in one.versions
        )
        for one in found
    ]
    return answered(options, answer, "\n".join(lines) or say("Nothing to settle."))


def _settle(options: argparse.Namespace, store: Store, say: Words) -> int:
    outcome = questions.settle(store, options.id, Keep(options.keep), options.by)
    return answered(
        options, {"id": outcome.id, "changed": sorted(outcome.changed)}, say("Settled. It leaves at the next exchange.")
    )


def _write(options: argparse.Namespace, store: Store, say: Words) -> int:
    report = exchanges.write_stick(_place(options, store), _folder(options))
    return answered(options, _figures(report), say("{count} changes written on the stick.", count=report.changes))


def _read(options: argparse.Namespace, store: Store, say: Words) -> int:
    report = exchanges.read_stick(_place(options, store), _folder(options))
    for name in report.refused:
        told(say("{file} cannot be believed and was left aside.", file=shown(name)), DONE)
    return answered(
        options,
        _figures(report) | {"conflicts": questions.count(store)},
        say("{files} files read, {count} changes received.", files=report.files, count=report.received),
    )


def _folder(options: argparse.Namespace) -> Path:
    return Path(options.path).absolute()


def _figures(report: StickReport) -> dict[str, object]:
    return {
        "files": report.files,
        "sent": report.changes,
        "received": report.received,
        "refused": [shown(name) for name in report.refused],
        "up_to_date": report.up_to_date,
    }


def _plain(one: Question) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "record": one.record,
        "name": one.name,
        "field": one.field,
        "to_check": one.to_check,
        "versions": [
            {
                "desk": version.label,
                "here": not version.label,
                "day": version.day.isoformat(),
                "value": version.value,
                "shown": version.shown,
            }
            for version in one.versions
        ],
    }
