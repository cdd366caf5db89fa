"""Upkeep: the daily copy, going back to one, the check of everything kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import is_zipfile

from desk import __version__
from desk.base.clock import Clock, today
from desk.base.dates import age, long_day
from desk.base.errors import UnavailableError
from desk.base.paths import Profile
from desk.base.words import Words
from desk.domain.procedures import Procedure
from desk.domain.sheets import Sheet
from desk.store import backups, old_acts, whole_desk
from desk.store.backups import Backup
from desk.store.database import sqlite_version
from desk.store.private import SCHEMA as PRIVATE_SCHEMA
from desk.store.putting_back import must_be_sound, put_in_place
from desk.store.store import SCHEMA, Store
from desk.work import counting, figures_network, mutual_aid

__all__ = ["Backup", "Report", "check_all", "copies", "copy_words", "go_back", "start_of_day", "state_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The state of everything kept. ``sizes`` are bytes by file name; ``problems`` sentences for a maintainer."""

    ok: bool
    relais: str
    sqlite: str
    schema: int
    sizes: dict[str, int]
    counts: dict[str, int]
    backups: int
    latest_backup: date | None
    problems: tuple[str, ...]


def check_all(store: Store) -> Report:
    """Check both files whole, and each record against its seal. Goes on past what is damaged."""
    desk, private = store.profile.desk_file.name, store.profile.private_file.name
    problems = _found(desk, store.database.problems) + _found(private, store.private.problems)
    problems += _found(desk, lambda: tuple(f"altered on disk: {kind} {id_}" for kind, id_ in store.records.altered()))
    problems += _found(desk, lambda: _lost_library(store))
    problems += _found(desk, lambda: _mended_search(store))
    copies = backups.listed(store.profile)
    files = (store.profile.desk_file, store.profile.private_file, store.profile.reference_file)
    return Report(
        ok=not problems,
        relais=__version__,
        sqlite=sqlite_version(),
        schema=store.database.version(),
        sizes={file.name: file.stat().st_size for file in files if file.exists()},
        counts={
            "procedures": store.records.count(Procedure),
            "sheets": store.records.count(Sheet),
            "referrals": store.referrals.count(),
            "changes_waiting": store.records.log.count(),
        },
        backups=len(copies),
        latest_backup=copies[0].day if copies else None,
        problems=tuple(problems),
    )


def _found(file: str, check: Callable[[], tuple[str, ...]]) -> list[str]:
    """Return what ``check`` says; that it could not go on is also something found."""
    try:
        return [f"{file}: {problem}" for problem in check()]
    except UnavailableError as error:
        return [f"{file}: {error.code.value}"]


def _lost_library(store: Store) -> tuple[str, ...]:
    lost = store.state("library") and store.library() is None
    return ("the library of this desk is missing",) if lost else ()


def _mended_search(store: Store) -> tuple[str, ...]:
    if not store.records.search_differs():
        return ()
    store.records.rebuild_search()
    return ("search index differs from the sheets: rebuilt",)


def start_of_day(store: Store) -> Backup | None:
    """Make today's copies if they are missing, erase or withdraw what has passed its time, have the words at hand for typing errors."""
    store.private.forget_old_words(today(store.clock))
    mutual_aid.tidy(store)
    if first := counting.keep_time(store):
        old_acts.forget(store.profile, first)
    figures_network.publish_network(store)
    store.index.terms()
    made = backups.keep_daily(store.profile, store.database, today(store.clock))
    store.private.keep_daily_copy()
    return made


def copies(profile: Profile, damaged: str = "") -> tuple[Backup, ...]:
    """Return the copies of this computer one can go back to, latest first; those of the file that is ``damaged``, if said.

    Needs no open store.
    """
    if damaged == profile.private_file.name:
        return backups.listed_in(profile.backups, kind="private")
    return backups.listed(profile)


def copy_words(backup: Backup, say: Words) -> str:
    """Return a copy in words: « lundi 16 novembre 2026 »."""
    return long_day(backup.day, say.language)


def state_words(store: Store, say: Words) -> tuple[str, str]:
    """Return in two short lines that everything is kept, and what waits for the network or when it was last copied."""
    if store.database.row("SELECT 1 FROM numbers LIMIT 1"):
        from desk.work import exchanging  # noqa: PLC0415 - only for a desk that is in a network

        return say("All is kept here"), exchanging.state_line(store, say)
    copies_made = backups.listed(store.profile)
    when = age((today(store.clock) - copies_made[0].day).days, say) if copies_made else say("not yet")
    return say("All is kept here"), say("Copied: {when}", when=when)


def go_back(profile: Profile, chosen: Path, clock: Clock) -> Path | None:
    """Put a copy in the place of what is here; the old files are set aside in the folder returned. The store is closed.

    A copy of a day brings the desk's file back; what concerns persons stays as it is, unless it is damaged: then its
    latest copy comes back. A file made by a person brings back everything that it holds.

    Raises:
        RefusedError: ``NOT_A_BACKUP``; ``OTHER_LIBRARY``.
        UnavailableError: no room or no right.
    """
    if is_zipfile(chosen):
        return whole_desk.put_back(profile, chosen, clock)[1]
    if chosen.parent == profile.backups and chosen.name.startswith("private-"):
        must_be_sound(chosen, PRIVATE_SCHEMA)
        return put_in_place(profile, {profile.private_file.name: chosen}, clock.now())
    must_be_sound(chosen, SCHEMA)
    whole_desk.must_be_the_same_library(profile, chosen)
    aside = backups.restore(profile, chosen, SCHEMA, clock.now())
    whole_desk.mend_private(profile, clock)
    return aside
