"""The opening after an update: the data are copied, the newer program opens; if it does not, all is put back as it was."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desk import __version__
from desk.base import newer
from desk.base.clock import Clock
from desk.base.errors import Code, DeskError
from desk.base.newer import Chosen, Step, numbers
from desk.base.paths import Profile
from desk.base.words import Words
from desk.store import backup_file, whole_desk
from desk.store.database import of_system
from desk.store.private_copies import PRIVATE_SCHEMA
from desk.store.putting_back import is_sound, must_be_closed
from desk.store.store import SCHEMA
from desk.work import profiles

MOST_TRIES = 2
"""A power cut may spoil one opening; a program that did not open twice is left."""


def program_to_open(profile: Profile, clock: Clock, *, window: bool) -> Path | None:
    """Return the newer program that goes on in the place of this one, None to go on here.

    Only a window opens one for the first time, and only while no other window is open: a copy of each library is made just
    before, by the program in whose form the data are.
    """
    programs, found = profile.programs, newer.chosen(profile.programs)
    if found is None or numbers(found.version) <= numbers(__version__):
        return None
    program = newer.program(programs, found.version)
    if found.step is Step.FINE:
        return program if program.is_file() else None
    if found.before and numbers(found.before) > numbers(__version__):
        serving = newer.program(programs, found.before)
        return serving if serving.is_file() else None
    if not window or not _all_closed(profile):
        return None
    if found.step is Step.FAILED or found.tries >= MOST_TRIES or not program.is_file():
        _leave(profile, found, clock)
        return None
    if found.step is Step.READY and not _copied(profile, found, clock):
        return None
    newer.choose(programs, replace(found, step=Step.TRYING, tries=found.tries + 1))
    return program


def opened(profile: Profile, say: Words) -> str:
    """Note that this program has opened its data; return what is worth saying of it, else nothing.

    A newer one that opens for the first time is fine from now on: copies made for it are erased, and so are older programs.

    Raises:
        UnavailableError: no room or no right.
    """
    programs, found = profile.programs, newer.chosen(profile.programs)
    if found is None:
        return ""
    if found.trouble:
        newer.choose(programs, replace(found, trouble=""))
        return _trouble_words(found, say)
    if found.step is Step.FAILED or numbers(found.version) > numbers(__version__):
        return ""
    first_time = found.version == __version__ and found.step is not Step.FINE
    try:
        if found.version == __version__:
            newer.choose(programs, Chosen(version=found.version, step=Step.FINE))
        else:
            (programs / newer.CHOSEN).unlink(missing_ok=True)
        _tidy(programs)
    except OSError as error:
        raise of_system(error, programs.name) from error
    if not first_time:
        return ""
    return say(
        "This is Relais {version} from now on. The help, page “What is new”, says what changed.", version=__version__
    )


def _tidy(programs: Path) -> None:
    """Erase what served to come here: copies, which hold persons, and programs that are not this one."""
    for path in programs.iterdir():
        if path.name not in {newer.CHOSEN, __version__}:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _all_closed(profile: Profile) -> bool:
    try:
        for one in profiles.folders(profile):
            must_be_closed(one)
    except DeskError:
        return False
    return True


def _copied(profile: Profile, found: Chosen, clock: Clock) -> bool:
    """Copy every library of this computer, each read again; return whether that went well. What did not is said."""
    programs = profile.programs
    try:
        for one, copy in _copies(profile, found.version):
            if one.desk_file.exists():
                backup_file.write(one, copy, clock.now(), persons=True)
    except DeskError as error:
        newer.choose(programs, replace(found, trouble=error.code.value))
        return False
    return True


def _leave(profile: Profile, found: Chosen, clock: Clock) -> None:
    """Go on without the newer program: what it changed so that this one cannot read it is put back from the copies."""
    for one, copy in _copies(profile, found.version):
        if not copy.exists():
            continue
        if not _can_be_opened(one):
            whole_desk.put_back(one, copy, clock)
        copy.unlink()
    if found.step is not Step.FAILED:
        newer.choose(profile.programs, replace(found, step=Step.FAILED, tries=0, trouble=Code.UPDATE_FAILED.value))


def _can_be_opened(one: Profile) -> bool:
    """Return whether this program can open the files of a library, rather than a newer one only."""
    private = one.private_file
    return is_sound(one.desk_file, SCHEMA) and (not private.exists() or is_sound(private, PRIVATE_SCHEMA))


def _copies(profile: Profile, version: str) -> Iterator[tuple[Profile, Path]]:
    """Give each library of this computer with the place of its copy."""
    for one in profiles.folders(profile):
        name = one.root.name if one != profile.first else "1"
        yield one, profile.programs / f"avant-{version}-{name}.{backup_file.ENDING}"


def _trouble_words(found: Chosen, say: Words) -> str:
    if found.step is Step.FAILED:
        return say(
            "Version {version} did not open here. Relais went on without it; nothing is lost.", version=found.version
        )
    return say(
        "Version {version} waits: the library could not be copied before. Free some space, then open Relais again.",
        version=found.version,
    )
