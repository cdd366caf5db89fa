"""Several libraries on one computer: each in a folder of its own, with its own files, keys and copies."""

from dataclasses import dataclass
from pathlib import Path

from desk.base.errors import UnavailableError
from desk.base.paths import OTHERS, Profile
from desk.base.words import Words
from desk.store.copy_facts import facts

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One library of this computer: where it is, and how it is called."""

    profile: Profile
    title: str


def listed(chosen: Profile, say: Words) -> tuple[Shelf, ...]:
    """Return the libraries of this computer, the first one first."""
    return tuple(Shelf(profile=one, title=_title(one, say)) for one in folders(chosen))


def new_one(chosen: Profile) -> Profile | None:
    """Return the folder of one library more, not made yet; None when there are enough."""
    first = chosen.first
    taken = {one.root.name for one in _others(first)}
    free = next((str(number) for number in range(2, MOST + 1) if str(number) not in taken), None)
    return Profile(root=first.root / OTHERS / free) if free is not None else None


def folders(chosen: Profile) -> tuple[Profile, ...]:
    """Return where the libraries of this computer are, the first one first."""
    return (chosen.first, *_others(chosen.first))


def _others(first: Profile) -> tuple[Profile, ...]:
    folder: Path = first.root / OTHERS
    found = sorted(one for one in folder.iterdir() if one.name.isdecimal()) if folder.is_dir() else []
    return tuple(Profile(root=one) for one in found if Profile(root=one).desk_file.exists())


def _title(one: Profile, say: Words) -> str:
    try:
        held = facts(one.desk_file) if one.desk_file.exists() else None
    except UnavailableError:
        return say("A library that cannot be read now, in {folder}", folder=one.root.name)
    if held is None or not held.library:
        return say("A library not set up yet")
    return f"{held.library}, {held.commune}" if held.commune else held.library
