"""Copies as people see them: those of here, those of the other disk, one file that a person makes, what going back changes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import is_zipfile

from desk.base.clock import Clock, today
from desk.base.dates import age, long_day
from desk.base.errors import UnavailableError
from desk.base.paths import Profile
from desk.base.text import fold
from desk.base.words import Words
from desk.store import backup_file, backups, whole_desk
from desk.store.backup_file import ENDING, Kind, Manifest
from desk.store.backups import Backup
from desk.store.copy_facts import CopyFacts, facts, saves_after
from desk.store.place import must_be_own_disk
from desk.store.putting_back import must_be_sound
from desk.store.second_place import SecondPlace
from desk.store.store import SCHEMA, Store
from desk.store.whole_desk import Moved, moved, stay

__all__ = ["ENDING", "Backup", "Manifest", "Moved", "moved", "stay"]

STALE_DAYS = 7
"""From so many days without a copy on the other disk, it is said at the start."""

_SEEN = "copied-elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What going back to one copy would change. ``lost`` is how many times something was saved here since."""

    path: Path
    library: str
    there: CopyFacts | Manifest
    here: CopyFacts | None
    lost: int
    persons: bool
    moving: bool = False


def second_place(profile: Profile, chosen: str) -> SecondPlace | None:
    """Return where copies are kept a second time, None when no place was chosen or the desk has no library yet."""
    if not chosen or not profile.desk_file.exists():
        return None
    try:
        library = facts(profile.desk_file).library_id
    except UnavailableError:
        library = ""
    return SecondPlace(chosen=Path(chosen), library=library) if library else None


def listed(profile: Profile, chosen: str = "") -> tuple[Backup, ...]:
    """Return every copy one can go back to, latest first: those of here before those of the other disk of the same day."""
    place = second_place(profile, chosen)
    found = backups.listed(profile) + (place.listed() if place else ())
    return tuple(sorted(found, key=lambda one: (one.day, not one.elsewhere), reverse=True))


def choose_second_place(profile: Profile, chosen: str, say: Words) -> SecondPlace | None:
    """Make the folder of the second copies on the disk or key ``chosen``.

    Raises:
        UnavailableError: it is not there, full, or cannot be written.
    """
    place = second_place(profile, chosen)
    if place is not None:
        place.make(
            say(
                "This folder holds copies of the Relais desk of the library. They name no visitor and no contact person. "
                "To go back to one of them: Relais, Settings, Copies."
            )
            + "\n"
        )
    return place


def keep_elsewhere(profile: Profile, chosen: str) -> Backup | None:
    """Keep the latest copy of here on the other disk too; None when there is nothing to do.

    Raises:
        UnavailableError: ``COPIES_ELSEWHERE_MISSING``, ``COPIES_ELSEWHERE_FULL``, ``READ_ONLY``, ``FILE_DAMAGED``.
    """
    place, made = second_place(profile, chosen), backups.listed(profile)
    return place.keep(made[0]) if place and made else None


def elsewhere_words(profile: Profile, chosen: str, clock: Clock, say: Words) -> str:
    """Return in one sentence how things stand with the other disk."""
    if not chosen:
        return say("No other disk or key is chosen. If this computer breaks, the copies go with it.")
    place = second_place(profile, chosen)
    latest = place.latest() if place else None
    if latest is None:
        return say("No copy is found on {place}. Is the disk or the key plugged in?", place=chosen)
    when = age((clock.now().date() - latest).days, say)
    return say("Second copies on {place}. The latest: {when}.", place=chosen, when=when)


def note_elsewhere(store: Store, made: Backup) -> None:
    """Note on which day the other disk was last seen."""
    store.keep_state(_SEEN, made.day.isoformat())


def is_late(store: Store) -> bool:
    """Return whether the other disk was not seen for so long that it is worth a sentence at the start."""
    seen = store.state(_SEEN)
    return bool(seen) and (today(store.clock) - date.fromisoformat(seen)).days >= STALE_DAYS


def preview(profile: Profile, source: Path) -> Preview:
    """Return what going back to ``source`` would change, a copy of a day or a file that a person made. Changes nothing.

    Raises:
        RefusedError: ``NOT_A_BACKUP``; ``OTHER_LIBRARY``.
        UnavailableError: no room to look into it.
    """
    if is_zipfile(source):
        profile.root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=profile.root, prefix=backups.HALF_MADE, ignore_cleanup_errors=True) as folder:
            manifest, inside = backup_file.unpack(source, Path(folder))
            whole_desk.must_be_the_same_library(profile, inside[backup_file.DESK])
        there: CopyFacts | Manifest = manifest
        persons, moving = manifest.persons, manifest.kind is Kind.MOVE
    else:
        must_be_sound(source, SCHEMA)
        whole_desk.must_be_the_same_library(profile, source)
        there, persons, moving = facts(source), False, False
    try:
        here = facts(profile.desk_file) if profile.desk_file.exists() else None
        lost = saves_after(profile.desk_file, there.last_ms) if here else 0
    except UnavailableError:
        here, lost = None, 0
    return Preview(
        path=source, library=there.library, there=there, here=here, lost=lost, persons=persons, moving=moving
    )


def preview_words(found: Preview, say: Words) -> str:
    """Return in a few sentences what going back would change."""
    told = [_holds(found.there, say)]
    if found.here is not None and found.here.library_id:
        told.append(say("Today here: {sheets}, {slips}.", **_counted(found.here, say)))
        told.append(
            say.count(
                found.lost,
                "{n} thing typed since would no longer be shown here.",
                "{n} things typed since would no longer be shown here.",
            )
            if found.lost
            else say("Nothing was typed here since.")
        )
    if found.persons:
        told.append(say("What concerns persons (notes, contacts, helpers) comes back too."))
    elif found.here is not None and found.here.library_id:
        told.append(say("What concerns persons (notes, contacts, helpers) stays as it is today."))
    return " ".join(told)


def _holds(held: CopyFacts | Manifest, say: Words) -> str:
    counted = _counted(held, say)
    last = CopyFacts(library_id="", library="", commune="", sheets=0, slips=0, last_ms=held.last_ms).last_change
    if last is None:
        return say("In this copy: {sheets}, {slips}.", **counted)
    day = long_day(last.date(), say.language)
    return say("In this copy: {sheets}, {slips}. Last typed on {day}.", day=day, **counted)


def _counted(held: CopyFacts | Manifest, say: Words) -> dict[str, str]:
    return {
        "sheets": say.count(held.sheets, "{n} sheet", "{n} sheets"),
        "slips": say.count(held.slips, "{n} slip", "{n} slips"),
    }


def moved_words(gone: Moved, say: Words) -> str:
    """Return what is said at the start of a desk that went on to another computer."""
    return say(
        "On {day}, this desk went on to another computer, in the file {file}. Two computers should not be the same desk. "
        "If the move was given up, go on here: the network will give this computer another number, and nothing is lost.",
        day=long_day(gone.on, say.language),
        file=gone.file,
    )


def proposed_name(store: Store, clock: Clock, *, moving: bool = False) -> str:
    """Return how a file with the whole desk is best called."""
    library = store.library()
    name = "-".join(fold(library.commune or library.name).split()) if library else ""
    return (
        "-".join(filter(None, ("relais", "demenagement" if moving else "", name, f"{clock.now():%Y-%m-%d}")))
        + f".{ENDING}"
    )


def is_for_others_too(target: Path) -> bool:
    """Return whether others may read what is put there: a share, a folder that is copied to the internet."""
    try:
        must_be_own_disk(target.parent)
    except UnavailableError:
        return True
    return False


def back_up(profile: Profile, target: Path, clock: Clock, *, persons: bool) -> Manifest:
    """Write the whole desk in one file, checked. See `backup_file.write`."""
    return backup_file.write(profile, target, clock.now(), persons=persons)


def move(profile: Profile, target: Path, clock: Clock) -> Manifest:
    """Write the whole desk in one file for another computer. See `whole_desk.move`."""
    return whole_desk.move(profile, target, clock)
