"""Copies of the desk's file: one a day for 14 days, one a month for 12; restoring sets the present file aside."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle
from desk.base.paths import Profile
from desk.store.database import Database, Schema, connect, of_system, saying
from desk.store.putting_back import SIDES, must_be_sound, put_in_place

DAYS_KEPT = 14
MONTHS_KEPT = 12
HALF_MADE = "copie-"
"""How folders begin in which a file is being made; one that is found at a start was left by a kill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy that can be gone back to, on this computer or on the other disk."""

    path: Path
    day: date
    size: int
    elsewhere: bool = False


def listed(profile: Profile) -> tuple[Backup, ...]:
    """Return the copies of this computer, latest first."""
    return listed_in(profile.backups)


def listed_in(folder: Path, *, kind: str = "desk", elsewhere: bool = False) -> tuple[Backup, ...]:
    """Return the copies of one folder, latest first; none when it cannot be read."""
    found = []
    with suppress(OSError):
        for path in folder.glob(f"{kind}-*.sqlite"):
            with suppress(ValueError, OSError):
                day = date.fromisoformat(path.stem[len(kind) + 1 :][:10])
                found.append(Backup(path=path, day=day, size=path.stat().st_size, elsewhere=elsewhere))
    return tuple(sorted(found, key=lambda backup: (backup.day, backup.path.name), reverse=True))


def keep_daily(profile: Profile, database: Database, today: date) -> Backup | None:
    """Make today's copy unless there is one, then drop those past their time. A damaged file is never copied over a good one.

    What a start cut short left half made is cleared away first.

    Raises:
        UnavailableError: ``FILE_DAMAGED``, ``DISK_FULL``; no copy is half made, none is dropped.
    """
    _clear_half_made(profile)
    if any(backup.day == today for backup in listed(profile)):
        return None
    if database.problems():
        raise UnavailableError(Code.FILE_DAMAGED, file=database.path.name)
    path = profile.backups / f"desk-{today.isoformat()}.sqlite"
    copy(database, path)
    drop_old(profile.backups, path)
    return Backup(path=path, day=today, size=path.stat().st_size)


def copy(database: Database, target: Path) -> None:
    """Write a whole, checked copy of ``database`` at ``target``: a single file, readable from read-only media.

    Raises:
        UnavailableError: no room, no right, or the copy does not pass its check; ``target`` is then as before.
    """
    fresh = target.with_name(target.name + ".tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        connection = connect(fresh)
        try:
            database.copy_to(connection)
            with saying(fresh):
                connection.execute("PRAGMA journal_mode=DELETE")
                if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                    raise UnavailableError(Code.FILE_DAMAGED, file=target.name)
        finally:
            connection.close()
        settle(fresh)
        fresh.replace(target)
        settle(target.parent)
    except OSError as error:
        raise of_system(error, target.name) from error
    finally:
        with suppress(OSError):  # the folder itself may be what cannot be written
            for side in SIDES:
                fresh.with_name(fresh.name + side).unlink(missing_ok=True)


def restore(profile: Profile, chosen: Path, schema: Schema, now: datetime) -> Path | None:
    """Put the copy ``chosen`` in the place of the desk's file and return the folder where the old one was set aside.

    The copy is checked first; the old file and its side files are kept, never only deleted. The desk must be closed.

    Raises:
        RefusedError: ``NOT_A_BACKUP`` when ``chosen`` is not one of ours, or is damaged, or is more recent than us.
        UnavailableError: no room or no right; the present file is then as before.
    """
    must_be_sound(chosen, schema)
    return put_in_place(profile, {profile.desk_file.name: chosen}, now)


def drop_old(folder: Path, made: Path) -> None:
    """Keep the latest copies, and the first of each of the latest months that have one; never drop the one just ``made``.

    Counted in copies and not from today: a machine whose clock is wrong loses none of them.
    """
    copies = listed_in(folder)
    first_of_month = {(backup.day.year, backup.day.month): backup.path for backup in copies}
    months = sorted(first_of_month, reverse=True)[:MONTHS_KEPT]
    kept = {made, *(backup.path for backup in copies[:DAYS_KEPT]), *(first_of_month[month] for month in months)}
    for backup in copies:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)


def _clear_half_made(profile: Profile) -> None:
    for folder in (*profile.root.glob(f"{HALF_MADE}*"), profile.put_back.with_name(f"{profile.put_back.name}.tmp")):
        shutil.rmtree(folder, ignore_errors=True)
    for folder, pattern in (
        (profile.backups, "*.tmp*"),
        (profile.reference_file.parent, "*.tmp*"),
    ):
        for path in folder.glob(pattern) if folder.is_dir() else ():
            with suppress(OSError):  # it takes some room and nothing else
                path.unlink()
