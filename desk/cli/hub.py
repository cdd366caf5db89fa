"""`relais hub …`: serve a network, invite its desks, close the door to one, copy everything and put it back."""

import argparse
from pathlib import Path

from desk.base.paths import profile, resources
from desk.base.words import Words
from desk.cli.answers import DONE, answered, shown
from desk.cli.options import Commands, clock_of, text
from desk.hub import commands as hub
from desk.hub.commands import DEFAULT_HOST, DEFAULT_PORT
from desk.hub.ledger_desks import Role
from desk.wire.releases import keys as believed_keys


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    ours = commands.group("hub", say("The central service of a network of libraries."))
    one = ours.alone("serve", _serve, say("Serve the network until stopped. Several may serve one database."))
    _with_database(one, say)
    one.add_argument("--host", type=text, default=DEFAULT_HOST, help=say("address of this machine to listen on"))
    one.add_argument("--port", type=_port, default=DEFAULT_PORT, help=say("port to listen on"))
    one.add_argument(
        "--address", type=text, default="", metavar="URL", help=say("where desks reach the hub, for invitations")
    )
    _with_releases(one, say)
    one = ours.alone("offer", _offer, say("Offer a newer Relais to every desk. Nobody is made to take it."))
    _with_releases(one, say)
    one.add_argument("file", type=Path, metavar="FILE", help=say("its notice; the program is beside"))
    one = ours.alone("invite", _invite, say("Invite one desk: a code to read over the telephone."))
    _with_database(one, say)
    one.add_argument("--network", required=True, type=text, metavar="NAME", help=say("the network, made if it is new"))
    one.add_argument(
        "--role", choices=[role.value for role in Role], default=Role.DESK.value, help=say("what the desk will be")
    )
    one.add_argument(
        "--library", type=text, default="", metavar="CODE", help=say("to join the other desks of this library")
    )
    one = ours.alone("desks", _desks, say("List every desk, with its last visit."))
    _with_database(one, say)
    one = ours.alone("revoke", _revoke, say("Close the door to a desk. Its own data stay readable there."))
    _with_database(one, say)
    one.add_argument("desk", type=int, metavar="DESK", help=say("the number of the desk, as `desks` lists it"))
    one = ours.alone("backup", _backup, say("Copy everything into one file, while the hub goes on."))
    _with_database(one, say)
    one.add_argument("file", type=Path, metavar="FILE", help=say("the file to write"))
    one = ours.alone("restore", _restore, say("Put a copy back. What was there is copied first."))
    _with_database(one, say)
    one.add_argument("file", type=Path, metavar="FILE", help=say("the file that `backup` wrote"))


def _serve(options: argparse.Namespace, _: Words) -> int:
    hub.serve(_database(options), options.host, options.port, clock_of(options), options.address, _releases(options))
    return DONE


def _offer(options: argparse.Namespace, say: Words) -> int:
    release = hub.offer(_releases(options), options.file.absolute(), believed_keys(resources()))
    line = say("Version {version} for {system} is offered.", version=release.version, system=release.system)
    return answered(options, release, line)


def _invite(options: argparse.Namespace, say: Words) -> int:
    made = hub.invite(_database(options), options.network, options.role, clock_of(options), options.library)
    lines = [
        say("Code: {code}", code=made.code),
        say("One desk can use it once, until {moment}.", moment=made.expires),
        say("At the desk, type: {line}", line=made.line),
    ]
    return answered(options, made, "\n".join(lines))


def _desks(options: argparse.Namespace, say: Words) -> int:
    found = hub.desks(_database(options))
    lines = [_line(one, say) for one in found]
    return answered(options, {"desks": found}, "\n".join(lines) or say("No desk has joined yet."))


def _revoke(options: argparse.Namespace, say: Words) -> int:
    closed = hub.revoke(_database(options), options.desk, clock_of(options))
    return answered(options, closed, _line(closed, say))


def _backup(options: argparse.Namespace, say: Words) -> int:
    file = hub.backup(_database(options), options.file.absolute())
    return answered(options, {"file": shown(file)}, say("Everything is in {file}.", file=shown(file)))


def _restore(options: argparse.Namespace, say: Words) -> int:
    done = hub.restore(_database(options), options.file.absolute(), clock_of(options))
    lines = [say("Put back: {desks} desks in {networks} networks.", desks=done.desks, networks=done.networks)]
    if done.set_aside:
        lines.append(say("What was there before is in {file}.", file=done.set_aside))
    return answered(options, done, "\n".join(lines))


def _line(one: hub.DeskLine, say: Words) -> str:
    state = say("closed on {day}", day=one.revoked[:10]) if one.revoked else say("seen {day}", day=one.seen[:10])
    return f"{one.desk}  {one.label} · {one.network} · {one.role} · {state} · {one.changes}"


def _with_database(one: argparse.ArgumentParser, say: Words) -> None:
    one.add_argument(
        "--database",
        type=text,
        metavar="URL",
        help=say("sqlite:///FILE or postgresql://…; by default a file among the data"),
    )


def _database(options: argparse.Namespace) -> str:
    return options.database or f"sqlite:///{profile(options.data_dir).hub_file}"


def _with_releases(one: argparse.ArgumentParser, say: Words) -> None:
    one.add_argument(
        "--releases", type=Path, metavar="DIR", help=say("where programs on offer are; by default among the data")
    )


def _releases(options: argparse.Namespace) -> Path:
    return Path(options.releases).absolute() if options.releases else profile(options.data_dir).releases


def _port(typed: str) -> int:
    """Return a port; 0 for any that is free."""
    if not 0 <= int(typed) <= 65_535:
        raise ValueError(typed[:10])
    return int(typed)
