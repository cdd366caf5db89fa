"""Files put in the place of a desk's own: made ready whole in a folder, then moved in. Cut anywhere, the next start finishes.

What they replace is set aside first. A desk that was in a network takes another number at its next exchange: under the
old one others may know changes that this file has lost.
"""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import settle
from desk.base.paths import Profile
from desk.base.training import must_count
from desk.store.database import Schema, connect, of_system, saying

RESTORED = "restored"
"""The fact that this file was put back: its last change then. What is typed since goes under another number."""

COUNTING_KEY = "counting-key"
"""The fact that names this file's own counters: put back to an earlier day, it counts under another name."""

_OWNER_ONLY = 0o600

SIDES = ("", "-wal", "-shm", "-journal")


def put_in_place(
    profile: Profile, files: Mapping[str, Path], now: datetime, *, another_number: bool = True
) -> Path | None:
    """Let copies of ``files``, by their name in the profile, take the place of what is there; the desk must be closed.

    Returns the folder where what was there is set aside, None when nothing was.

    Raises:
        RefusedError: ``TRAINING``: nothing real comes into an exercise.
        UnavailableError: no room or no right; everything is then as before.
    """
    must_count(profile.desk_file)
    ready = profile.put_back.with_name(profile.put_back.name + ".tmp")
    aside = profile.set_aside / now.strftime("%Y-%m-%d-%H%M%S")
    name = ""
    try:
        shutil.rmtree(profile.put_back, ignore_errors=True)
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir(parents=True)
        for name, source in files.items():
            shutil.copyfile(source, ready / name)
            (ready / name).chmod(_OWNER_ONLY)
            if name == profile.desk_file.name and another_number:
                _will_take_another_number(ready / name)
            settle(ready / name)
        kept = [_set_aside(profile.root / name, aside) for name in files]
        ready.rename(profile.put_back)
        settle(profile.root)
    except OSError as error:
        raise of_system(error, name or profile.put_back.name) from error
    finally:
        shutil.rmtree(ready, ignore_errors=True)
    finish(profile)
    return aside if any(kept) else None


def finish(profile: Profile) -> None:
    """Move in what is ready, if anything is. Safe to cut, safe to repeat.

    Raises:
        UnavailableError: no right; what is ready waits for the next time.
    """
    if not profile.put_back.is_dir():
        return
    try:
        for path in sorted(profile.put_back.iterdir()):
            there = profile.root / path.name
            for side in SIDES[1:]:
                there.with_name(there.name + side).unlink(missing_ok=True)
            path.replace(there)
        settle(profile.root)
        profile.put_back.rmdir()
    except OSError as error:
        raise of_system(error, profile.put_back.name) from error


def must_be_sound(chosen: Path, schema: Schema) -> None:
    """Refuse what is no sound file of ours.

    Raises:
        RefusedError: ``NOT_A_BACKUP``: of another program, of a more recent Relais, damaged, or not there.
    """
    refused = RefusedError(Code.NOT_A_BACKUP, file=chosen.name)
    if not chosen.is_file():
        raise refused
    try:
        connection = connect(chosen, read_only=True)
        try:
            with saying(chosen):
                ours = connection.execute("PRAGMA application_id").fetchone()[0] == schema.application_id
                recent = connection.execute("PRAGMA user_version").fetchone()[0] > schema.version
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        finally:
            connection.close()
    except UnavailableError as error:
        raise refused from error
    if not ours or recent or not sound:
        raise refused


def is_sound(chosen: Path, schema: Schema) -> bool:
    """Return whether a file of ours can be used."""
    try:
        must_be_sound(chosen, schema)
    except RefusedError:
        return False
    return True


def must_be_closed(profile: Profile) -> None:
    """Refuse to go on while a window, or another command, has the desk's file open.

    Raises:
        UnavailableError: ``WINDOW_OPEN``.
    """
    if not profile.desk_file.exists():
        return
    try:
        connection = connect(profile.desk_file)
        try:
            with saying(profile.desk_file):
                connection.execute("PRAGMA busy_timeout=0")
                connection.execute("PRAGMA journal_mode=DELETE")  # only the one and only user of a file may
        finally:
            connection.close()
    except UnavailableError as error:
        if error.code is Code.FILE_LOCKED:
            raise UnavailableError(Code.WINDOW_OPEN) from error
        # a file too damaged to be asked is not open either


def _will_take_another_number(file: Path) -> None:
    """Note the last change of a desk's file that was in a network."""
    connection = connect(file)
    try:
        with saying(file):
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'numbers'").fetchone():
                return
            if not connection.execute("SELECT 1 FROM numbers LIMIT 1").fetchone():
                return
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute(
                "INSERT INTO state (name, value) SELECT ?, coalesce((SELECT seq FROM sqlite_sequence"
                " WHERE name = 'changes'), 0) WHERE true"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (RESTORED,),
            )
            connection.execute("DELETE FROM state WHERE name = ?", (COUNTING_KEY,))
    finally:
        connection.close()


def take_another_number(profile: Profile) -> None:
    """Let this desk take another number at its next exchange, as after a copy was put back. The desk must be closed.

    Raises:
        UnavailableError: no room or no right.
    """
    _will_take_another_number(profile.desk_file)


def _set_aside(file: Path, folder: Path) -> bool:
    """Keep ``file`` and its side files in ``folder``, and return whether there was anything to keep.

    The file stays in its place until its successor takes it: a power cut between the two never leaves a desk without
    its file.
    """
    present = [path for side in SIDES if (path := file.with_name(file.name + side)).exists()]
    try:
        for path in present:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / path.name)
            settle(folder / path.name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return bool(present)
