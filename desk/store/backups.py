"""Copies of the desk's file: one a day for 14 days, one a month for 12; restoring sets the present file aside."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import settle
from desk.base.paths import Profile
from desk.store.database import Database, Schema, connect, of_system, saying

DAYS_KEPT = 14
MONTHS_KEPT = 12
_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy that can be gone back to."""

    path: Path
    day: date
    size: int


def listed(profile: Profile) -> tuple[Backup, ...]:
    """Return the copies, latest first."""
    found = []
    for path in profile.backups.glob("desk-*.sqlite") if profile.backups.is_dir() else ():
        try:
            found.append(Backup(path=path, day=date.fromisoformat(path.stem[5:15]), size=path.stat().st_size))
        except (ValueError, OSError):
            continue
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
    _drop_old(profile, path)
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
            for side in _SIDES:
                fresh.with_name(fresh.name + side).unlink(missing_ok=True)


def restore(profile: Profile, chosen: Path, schema: Schema, now: datetime) -> Path | None:
    """Put the copy ``chosen`` in the place of the desk's file and return the folder where the old one was set aside.

    The copy is checked first; the old file and its side files are kept, never only deleted. The desk must be closed.

    Raises:
        RefusedError: ``NOT_A_BACKUP`` when ``chosen`` is not one of ours, or is damaged, or is more recent than us.
        UnavailableError: no room or no right; the present file is then as before.
    """
    _must_be_sound(chosen, schema)
    fresh = profile.desk_file.with_suffix(".restore")
    aside = profile.set_aside / now.strftime("%Y-%m-%d-%H%M%S")
    try:
        shutil.copyfile(chosen, fresh)
        settle(fresh)
        kept = _set_aside(profile.desk_file, aside)
        fresh.replace(profile.desk_file)
        settle(profile.root)
    except OSError as error:
        raise of_system(error, chosen.name) from error
    finally:
        fresh.unlink(missing_ok=True)
    return aside if kept else None


def _set_aside(file: Path, folder: Path) -> bool:
    """Keep ``file`` and its side files in ``folder``, and return whether there was anything to keep.

    The file stays in its place until its successor takes it: a power cut between the two never leaves a desk without
    its file. Its log goes, or it would be replayed onto the successor.
    """
    present = [path for side in _SIDES if (path := file.with_name(file.name + side)).exists()]
    try:
        for path in present:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / path.name)
            settle(folder / path.name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for path in present:
        if path != file:
            path.unlink()
    return bool(present)


def _must_be_sound(chosen: Path, schema: Schema) -> None:
    refused = RefusedError(Code.NOT_A_BACKUP, file=chosen.name)
    if not chosen.is_file():
        raise refused
    connection: Any = None
    try:
        connection = connect(chosen, read_only=True)
        with saying(chosen):
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == schema.application_id
            recent = connection.execute("PRAGMA user_version").fetchone()[0] > schema.version
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except UnavailableError as error:
        raise refused from error
    finally:
        if connection is not None:
            connection.close()
    if not ours or recent or not sound:
        raise refused


def _drop_old(profile: Profile, made: Path) -> None:
    """Keep the latest copies, and the first of each of the latest months that have one; never drop the one just ``made``.

    Counted in copies and not from today: a machine whose clock is wrong loses none of them.
    """
    copies = listed(profile)
    first_of_month = {(backup.day.year, backup.day.month): backup.path for backup in copies}
    months = sorted(first_of_month, reverse=True)[:MONTHS_KEPT]
    kept = {made, *(backup.path for backup in copies[:DAYS_KEPT]), *(first_of_month[month] for month in months)}
    for backup in copies:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)


def _clear_half_made(profile: Profile) -> None:
    for folder, pattern in (
        (profile.backups, "*.tmp*"),
        (profile.reference_file.parent, "*.tmp*"),
        (profile.root, "*.restore"),
    ):
        for path in folder.glob(pattern) if folder.is_dir() else ():
            with suppress(OSError):  # it takes some room and nothing else
                path.unlink()
