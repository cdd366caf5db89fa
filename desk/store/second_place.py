"""Copies kept a second time, on a disk or a key that a person chose: the desk's file only, nothing about persons.

The folder is made when the place is chosen. When it is not there the key is out, and nothing is written in its stead.
"""

import errno
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import settle
from desk.base.training import must_count
from desk.store import old_acts
from desk.store.backup_file import DESK_SCHEMA
from desk.store.backups import Backup, drop_old, listed_in
from desk.store.database import of_system
from desk.store.putting_back import must_be_sound

FOLDER = "Relais-sauvegardes"
READ_ME = "LISEZ-MOI.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPlace:
    """Where one library's copies are kept a second time."""

    chosen: Path
    library: str

    @property
    def folder(self) -> Path:
        """The folder of this library's copies."""
        return self.chosen / FOLDER / self.library

    def make(self, words: str) -> None:
        """Make the folder, with ``words`` that say what it is to whoever finds the key.

        Raises:
            UnavailableError: ``COPIES_ELSEWHERE_MISSING``, ``COPIES_ELSEWHERE_FULL``, ``READ_ONLY``.
        """
        if not self.chosen.is_dir():
            raise UnavailableError(Code.COPIES_ELSEWHERE_MISSING, place=str(self.chosen))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder.parent / READ_ME).write_text(words, encoding="utf-8")
        except OSError as error:
            raise self._said(error) from error

    def listed(self) -> tuple[Backup, ...]:
        """Return the copies that are there, latest first; none when the key is out."""
        return listed_in(self.folder, elsewhere=True)

    def keep(self, made: Backup) -> Backup:
        """Keep a copy that was made here, unless it is there already; drop those past their time.

        Raises:
            RefusedError: ``TRAINING``: an exercise is never copied elsewhere.
            UnavailableError: ``COPIES_ELSEWHERE_MISSING``, ``COPIES_ELSEWHERE_FULL``, ``READ_ONLY``; ``FILE_DAMAGED``
                when what was written cannot be read again. Nothing is half made.
        """
        must_count(made.path)
        if not self.folder.is_dir():
            raise UnavailableError(Code.COPIES_ELSEWHERE_MISSING, place=str(self.chosen))
        for one in self.listed():
            if one.day == made.day:
                return one
        target = self.folder / made.path.name
        fresh = target.with_name(target.name + ".tmp")
        try:
            shutil.copyfile(made.path, fresh)
            settle(fresh)
            must_be_sound(fresh, DESK_SCHEMA)
            fresh.replace(target)
            settle(self.folder)
            drop_old(self.folder, target)
            old_acts.follow(made.path, [one.path for one in self.listed()])
        except RefusedError as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=target.name) from error
        except OSError as error:
            raise self._said(error) from error
        finally:
            with suppress(OSError):  # the key may be out by now
                fresh.unlink(missing_ok=True)
        return Backup(path=target, day=made.day, size=made.size, elsewhere=True)

    def latest(self) -> date | None:
        """Return the day of the latest copy there, None when there is none or the key is out."""
        copies = self.listed()
        return copies[0].day if copies else None

    def _said(self, error: OSError) -> UnavailableError:
        """Return what to say of an error of this place: out, full, or not to be written on."""
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return UnavailableError(Code.COPIES_ELSEWHERE_FULL, place=str(self.chosen))
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            return of_system(error, self.chosen.name or str(self.chosen))
        return UnavailableError(Code.COPIES_ELSEWHERE_MISSING, place=str(self.chosen))
