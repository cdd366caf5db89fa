"""`relais updates …`: a newer program looked for, prepared, given up. Nothing is ever put in by itself."""

import argparse
from pathlib import Path

from desk.base.errors import Code, RefusedError
from desk.base.paths import Profile, is_frozen, profile, resources
from desk.base.words import Words
from desk.cli.answers import answered
from desk.cli.options import Commands, clock_of
from desk.sync import updates as network
from desk.wire.releases import Release
from desk.wire.releases import keys as believed_keys
from desk.work import updates


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("updates", say("A newer Relais: offered by the network or a stick, never put in by itself."))
    group.alone("show", _show, say("Tell which version this is, and whether one waits."))
    for name, run, sentence in (
        ("look", _look, say("Look for a newer version.")),
        ("take", _take, say("Bring it here, check it, try it on a copy. It opens the next time.")),
    ):
        one = group.alone(name, run, sentence)
        one.add_argument("--stick", type=Path, metavar="PATH", help=say("on this stick rather than on the network"))
    group.alone("drop", _drop, say("Give up the version that waits."))


def _show(options: argparse.Namespace, say: Words) -> int:
    found = updates.standing(profile(options.data_dir), believed_keys(resources()), say, follows=is_frozen())
    answer = {"version": found.version, "can_be_updated": found.may, "waiting": found.waiting or None}
    return answered(options, answer, found.words)


def _look(options: argparse.Namespace, say: Words) -> int:
    release = _found(options, profile(options.data_dir))
    return answered(options, release, updates.release_words(release, say))


def _take(options: argparse.Namespace, say: Words) -> int:
    if not is_frozen():
        raise RefusedError(Code.UPDATE_NOT_HERE)
    chosen = profile(options.data_dir)
    release = _found(options, chosen)
    if options.stick:
        updates.take(chosen, release, updates.parts_on_stick(options.stick.absolute(), release), clock_of(options))
    else:
        with network.parts(chosen, release) as part:
            updates.take(chosen, release, part, clock_of(options))
    return answered(
        options,
        release,
        say("Version {version} is ready. It opens next time Relais is opened.", version=release.version),
    )


def _drop(options: argparse.Namespace, say: Words) -> int:
    updates.drop(profile(options.data_dir))
    return answered(options, {"dropped": True}, say("Given up. Relais goes on as it is."))


def _found(options: argparse.Namespace, chosen: Profile) -> Release:
    """Return the release on offer.

    Raises:
        RefusedError: ``UPDATE_NONE``, or it is not to be believed.
    """
    known = believed_keys(resources())
    if options.stick:
        return updates.on_stick(options.stick.absolute(), known)
    data = network.notice(chosen)
    if data is None:
        raise RefusedError(Code.UPDATE_NONE)
    return updates.offered(data, known)
