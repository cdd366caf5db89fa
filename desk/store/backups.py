"""Copies of the desk's file: one a day for 14 days, one a month for 12; restoring sets the present file aside."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import Profile
from desk.store.database import Database, Schema, connect, saying

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

    Raises:
        UnavailableError: ``FILE_DAMAGED``, ``DISK_FULL``; no copy is half made, none is dropped.
    """
    if any(backup.day == today for backup in listed(profile)):
        return None
    if database.problems():
        raise UnavailableError(Code.FILE_DAMAGED, file=database.path.name)
    path = profile.backups / f"desk-{today.isoformat()}.sqlite"
    copy(database, path)
    _drop_old(profile, today)
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
        _settle(fresh)
        fresh.replace(target)
        _settle(target.parent)
    except OSError as error:
        raise UnavailableError(Code.DISK_FULL, file=target.name) from error
    finally:
        with suppress(OSError):  # the folder itself may be what cannot be written
            for side in _SIDES:
                fresh.with_name(fresh.name + side).unlink(missing_ok=True)


def restore(profile: Profile, chosen: Path, schema: Schema, now: datetime) -> Path | None:
    """Put the copy ``chosen`` in the place of the desk's file and return the folder where the old one was set aside.

    The copy is checked first; the old file and its side files are moved, never deleted. The desk must be closed.

    Raises:
        RefusedError: ``NOT_A_BACKUP`` when ``chosen`` is not one of ours, or is damaged, or is more recent than us.
        UnavailableError: no room or no right; the present file is then as before.
    """
    _must_be_sound(chosen, schema)
    fresh = profile.desk_file.with_suffix(".restore")
    aside = profile.set_aside / now.strftime("%Y-%m-%d-%H%M%S")
    try:
        shutil.copyfile(chosen, fresh)
        _settle(fresh)
        moved = False
        for side in _SIDES:
            present = profile.desk_file.with_name(profile.desk_file.name + side)
            if present.exists():
                aside.mkdir(parents=True, exist_ok=True)
                present.rename(aside / present.name)
                moved = True
        fresh.replace(profile.desk_file)
        _settle(profile.root)
    except OSError as error:
        raise UnavailableError(Code.DISK_FULL, file=chosen.name) from error
    finally:
        fresh.unlink(missing_ok=True)
    return aside if moved else None


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


def _drop_old(profile: Profile, today: date) -> None:
    months: set[tuple[int, int]] = set()
    for number, backup in enumerate(listed(profile)):
        month = (backup.day.year, backup.day.month)
        first_of_month = not any(
            other.day < backup.day and (other.day.year, other.day.month) == month for other in listed(profile)
        )
        age_months = (today.year - backup.day.year) * 12 + today.month - backup.day.month
        monthly = first_of_month and age_months < MONTHS_KEPT and month not in months
        if monthly:
            months.add(month)
        if number >= DAYS_KEPT and not monthly:
            backup.path.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Wait until ``path`` is on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
