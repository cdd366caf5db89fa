"""A newer program tried on a copy of each library of this computer, before it comes near to the real ones."""

import subprocess
import tempfile
from pathlib import Path

from desk.base import newer
from desk.base.clock import Clock
from desk.base.errors import Code, UnavailableError
from desk.base.paths import Profile
from desk.store import backup_file
from desk.store.backups import HALF_MADE
from desk.work import profiles

PATIENCE_S = 600
"""Seconds that the newer program may take for one step: old disks are slow."""


def try_on_copies(profile: Profile, program: Path, version: str, clock: Clock) -> None:
    """Have ``program`` take over a copy of each library of this computer and check it; everything of it is erased after.

    Raises:
        UnavailableError: ``UPDATE_FAILED``: it did not start, refused the copy or found something wrong with it.
    """
    for one in profiles.folders(profile):
        with tempfile.TemporaryDirectory(dir=one.root, prefix=HALF_MADE, ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch)
            if one.desk_file.exists():
                copy = folder / f"copie.{backup_file.ENDING}"
                backup_file.write(one, copy, clock.now(), persons=True)
                _asked(program, folder, version, "restore", str(copy))
            _asked(program, folder, version, "check")


def _asked(program: Path, folder: Path, version: str, *words: str) -> None:
    """Have the program do a command on the folder of a trial; `check` says no by its exit code."""
    failed = UnavailableError(Code.UPDATE_FAILED, version=version)
    line = [str(newer.console(program)), "--data-dir", str(folder / "bureau"), *words]
    try:
        done = subprocess.run(  # noqa: S603 - the program of a release that was believed
            line, check=False, capture_output=True, timeout=PATIENCE_S, env=newer.environment(folder / "bureau")
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise failed from error
    if done.returncode != 0:
        raise failed
