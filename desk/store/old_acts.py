"""Acts past their time, erased for good in the copies too: what is gone from the desk is not kept beside it."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from desk.base.errors import UnavailableError
from desk.base.paths import Profile
from desk.store.backups import listed
from desk.store.database import connect, saying


def forget(profile: Profile, month: str) -> None:
    """Erase the acts that count in months before ``month`` in every copy of this computer, and in files set aside."""
    forget_in((*(one.path for one in listed(profile)), *profile.set_aside.glob(f"*/{profile.desk_file.name}")), month)


def follow(made: Path, others: Iterable[Path]) -> None:
    """Erase in ``others`` the acts older than the oldest one of the copy just ``made``."""
    connection = connect(made, read_only=True)
    try:
        with saying(made):
            row = connection.execute("SELECT min(month) FROM referrals").fetchone()
    finally:
        connection.close()
    if row and row[0]:
        forget_in(others, str(row[0]))


def forget_in(paths: Iterable[Path], month: str) -> None:
    """Erase in each copy; one that cannot be written now is tried again the next day."""
    for path in paths:
        with suppress(UnavailableError):
            _forget_in(path, month)


def _forget_in(path: Path, month: str) -> None:
    connection = connect(path)
    try:
        with saying(path):
            columns = {row[1] for row in connection.execute("PRAGMA table_info(referrals)")}
            counted_in = "month" if "month" in columns else "substr(day, 1, 7)"  # copies of before counters
            old = f"FROM referrals WHERE {counted_in} < ?"
            if not columns or not connection.execute(f"SELECT EXISTS (SELECT 1 {old})", (month,)).fetchone()[0]:
                return
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute(f"DELETE {old}", (month,))
    finally:
        connection.close()
