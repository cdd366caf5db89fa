"""Copies of the private file: one a day for 14 days, on this computer only. Who is erased is erased in them too.

What was erased is kept as numbers, never as names, so that a file brought from elsewhere does not bring anybody back.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.base.clock import Clock, today
from desk.base.codec import CodecError, from_json, to_json
from desk.base.errors import UnavailableError
from desk.base.files import write_for_owner_only
from desk.base.paths import Profile
from desk.store.backups import Backup, copy, listed_in
from desk.store.database import Database, Schema, connect, of_system, saying
from desk.store.migrations import PRIVATE_APPLICATION_ID, PRIVATE_VERSION, migrate_private
from desk.store.putting_back import SIDES, is_sound

DAYS_KEPT = 14
MOST_ERASED = 20_000

PRIVATE_SCHEMA = Schema(application_id=PRIVATE_APPLICATION_ID, version=PRIVATE_VERSION, migrate=migrate_private)

_KEYS = {"notes": ("kind", "id"), "contacts": ("sheet",), "helpers": ("id",), "aid_requests": ("id",)}
_WORDS = "unmet_words"
"""Words of needs are erased by their day: everything before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """One erasure: in which table, which line, when."""

    table: str
    key: tuple[str, ...]
    at: datetime


class PrivateCopies:
    """Keeps the copies of one profile's private file, and takes out of them what is erased."""

    def __init__(self, profile: Profile, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock

    def keep_daily(self, database: Database) -> None:
        """Make today's copy unless there is one, drop those past their time, erase again what was erased.

        Raises:
            UnavailableError: ``FILE_DAMAGED``, ``DISK_FULL``; no copy is half made, none is dropped.
        """
        day = today(self._clock)
        erased = self._read()
        for path, made in self._every():
            self._rewrite(path, [one for one in erased if one.at.date() >= made])
        if not any(one.day == day for one in self.listed()):
            copy(database, self._profile.backups / f"private-{day.isoformat()}.sqlite")
        for place, one in enumerate(self.listed()):
            if place >= DAYS_KEPT or one.day + timedelta(days=DAYS_KEPT) <= day:
                _drop(one.path)
        for path, made in self._set_aside():
            if made + timedelta(days=DAYS_KEPT) <= day:
                _drop(path)

    def listed(self) -> tuple[Backup, ...]:
        """Return the copies, latest first."""
        return listed_in(self._profile.backups, kind="private")

    def latest_sound(self) -> Path | None:
        """Return the latest copy that can be used, if any."""
        return next((one.path for one in self.listed() if is_sound(one.path, PRIVATE_SCHEMA)), None)

    def erase(self, table: str, *key: str) -> None:
        """Take a line out of every copy, and remember its number.

        Raises:
            UnavailableError: the number cannot be kept; the copies here are done.
        """
        one = Erased(table=table, key=key, at=self._clock.now())
        for path, _ in self._every():
            self._rewrite(path, [one])
        self._write((*self._read(), one))

    def erase_words_before(self, day: date) -> None:
        """Take the words of needs of before ``day`` out of every copy."""
        one = Erased(table=_WORDS, key=(day.isoformat(),), at=self._clock.now())
        for path, _ in self._every():
            self._rewrite(path, [one])

    @property
    def erased(self) -> tuple[Erased, ...]:
        """Everything that was erased here."""
        return self._read()

    def forget_in(self, file: Path, erased: Iterable[Erased]) -> None:
        """Take lines out of one private file.

        Raises:
            UnavailableError: it cannot be written, or is no private file.
        """
        connection = connect(file)
        try:
            with saying(file):
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute("PRAGMA journal_mode=DELETE")
                present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
                for one in erased:
                    if one.table in present:
                        connection.execute(*_statement(one))
                if {"helpers", "aid_requests"} <= present:
                    connection.execute(
                        "UPDATE aid_requests SET helper = '' WHERE helper <> '' AND helper NOT IN (SELECT id FROM helpers)"
                    )
        finally:
            connection.close()

    def _rewrite(self, path: Path, erased: Sequence[Erased]) -> None:
        """Erase in one copy. One that cannot be written goes whole: better no copy than a person who asked to be out."""
        try:
            if erased:
                self.forget_in(path, erased)
        except UnavailableError:
            _drop(path)

    def _every(self) -> list[tuple[Path, date]]:
        """Return every private file that is not the present one, with its day."""
        return [(one.path, one.day) for one in self.listed()] + self._set_aside()

    def _set_aside(self) -> list[tuple[Path, date]]:
        found = self._profile.set_aside.glob(f"*/{self._profile.private_file.name}")
        return [(path, _day_of(path)) for path in found]

    def _read(self) -> tuple[Erased, ...]:
        return _read(self._profile.erased_file)

    def _write(self, erased: tuple[Erased, ...]) -> None:
        path = self._profile.erased_file
        fresh = path.with_suffix(".tmp")
        try:
            write_for_owner_only(fresh, to_json(erased[-MOST_ERASED:]))
            fresh.replace(path)
        except OSError as error:
            raise of_system(error, path.name) from error


def merged(here: Iterable[Erased], file: Path | None) -> tuple[Erased, ...]:
    """Return what was erased here or, by what ``file`` says, there: in the order of time."""
    there = _read(file) if file is not None else ()
    known = {
        (one.table, one.key, one.at): one for one in (*here, *there) if len(_KEYS.get(one.table, ())) == len(one.key)
    }
    return tuple(sorted(known.values(), key=lambda one: one.at))


def _read(file: Path) -> tuple[Erased, ...]:
    try:
        return from_json(file.read_bytes(), tuple[Erased, ...])
    except (OSError, CodecError):
        return ()


def _statement(one: Erased) -> tuple[str, tuple[str, ...]]:
    if one.table == _WORDS:
        return "DELETE FROM unmet_words WHERE day < ?", one.key
    where = " AND ".join(f"{column} = ?" for column in _KEYS[one.table])
    return f"DELETE FROM {one.table} WHERE {where}", one.key  # noqa: S608 - our own names


def _day_of(set_aside: Path) -> date:
    """Return the day when a file was set aside: its folder's name."""
    try:
        return date.fromisoformat(set_aside.parent.name[:10])
    except ValueError:
        return date.min


def _drop(path: Path) -> None:
    for side in SIDES:
        with suppress(OSError):  # tried again at the next start
            path.with_name(path.name + side).unlink(missing_ok=True)
