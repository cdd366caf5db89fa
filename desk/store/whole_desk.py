"""A whole desk put back from one file, or gone on to another computer. Nobody who was erased comes back."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.base.clock import Clock, today
from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import write_for_owner_only
from desk.base.paths import Profile
from desk.store.backup_file import CARD_KEY, DESK, ERASED, KEYS, PRIVATE, Kind, Manifest, unpack, write
from desk.store.backups import HALF_MADE
from desk.store.copy_facts import facts
from desk.store.database import of_system
from desk.store.private_copies import PRIVATE_SCHEMA, PrivateCopies, merged
from desk.store.putting_back import is_sound, put_in_place, take_another_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """That this desk went on to another computer: on which day, in which file."""

    on: date
    file: str


def put_back(profile: Profile, file: Path, clock: Clock) -> tuple[Manifest, Path | None]:
    """Put a whole desk in the place of the present one, which must be closed; return what it is and what was set aside.

    The present private file stays when the file has none. The keys of a desk that moves come with it.

    Raises:
        RefusedError: ``NOT_A_BACKUP``; ``OTHER_LIBRARY`` when the present desk is of another library.
        UnavailableError: no room or no right; everything is then as before.
    """
    try:
        profile.root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=profile.root, prefix=HALF_MADE, ignore_cleanup_errors=True) as folder:
            manifest, inside = unpack(file, Path(folder))
            must_be_the_same_library(profile, inside[DESK])
            if manifest.kind is not Kind.MOVE:
                inside.pop(KEYS, None)
                inside.pop(CARD_KEY, None)
            copies = PrivateCopies(profile, clock)
            erased = merged(copies.erased, inside.get(ERASED))
            if PRIVATE in inside:
                copies.forget_in(inside[PRIVATE], [one for one in erased if one.at >= manifest.made_at])
                inside[ERASED] = Path(folder) / f"{ERASED}.all"
                write_for_owner_only(inside[ERASED], to_pretty_json(erased))
            aside = put_in_place(profile, inside, clock.now())
            profile.moved_file.unlink(missing_ok=True)
    except OSError as error:
        raise of_system(error, file.name) from error
    return manifest, aside


def mend_private(profile: Profile, clock: Clock) -> bool:
    """Put the latest sound copy of the private file in its place when it is damaged; return whether that was done.

    Raises:
        UnavailableError: no room or no right.
    """
    if not profile.private_file.exists() or is_sound(profile.private_file, PRIVATE_SCHEMA):
        return False
    copy = PrivateCopies(profile, clock).latest_sound()
    if copy is not None:
        put_in_place(profile, {PRIVATE: copy}, clock.now())
    return copy is not None


def move(profile: Profile, target: Path, clock: Clock) -> Manifest:
    """Write the whole desk in ``target`` for another computer, with its keys, and note here that it went.

    Raises:
        UnavailableError: nothing is noted, no file is left.
    """
    manifest = write(profile, target, clock.now(), persons=True, kind=Kind.MOVE)
    try:
        write_for_owner_only(profile.moved_file, to_pretty_json(Moved(on=today(clock), file=target.name)))
    except OSError as error:
        raise of_system(error, profile.moved_file.name) from error
    return manifest


def moved(profile: Profile) -> Moved | None:
    """Return where this desk went, None when it is still here."""
    try:
        return from_json(profile.moved_file.read_bytes(), Moved)
    except (OSError, CodecError):
        return None


def stay(profile: Profile) -> None:
    """Go on here after all, under another number: the other computer may go on too. The desk must be closed.

    Raises:
        UnavailableError: no room or no right.
    """
    take_another_number(profile)
    try:
        profile.moved_file.unlink(missing_ok=True)
    except OSError as error:
        raise of_system(error, profile.moved_file.name) from error


def must_be_the_same_library(profile: Profile, file: Path) -> None:
    """Refuse to put the desk's file of another library in the place of the present one.

    Raises:
        RefusedError: ``OTHER_LIBRARY``.
        UnavailableError: ``file`` cannot be read.
    """
    there = facts(file)
    try:
        here = facts(profile.desk_file) if profile.desk_file.exists() else None
    except UnavailableError:
        return  # too damaged to say whose it is
    if here is not None and here.library_id and there.library_id != here.library_id:
        raise RefusedError(Code.OTHER_LIBRARY, library=there.library, commune=there.commune)
