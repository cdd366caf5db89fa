"""What a copy of the desk's file holds, read without opening it as a desk: whose it is, how much, until when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk.store.database import connect, saying


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFacts:
    """What one file holds. ``last_ms`` is when something was last typed in it, 0 for never."""

    library_id: str
    library: str
    commune: str
    sheets: int
    slips: int
    last_ms: int

    @property
    def last_change(self) -> datetime | None:
        """The moment of the last thing typed, in universal time."""
        return datetime.fromtimestamp(self.last_ms / 1000, UTC) if self.last_ms else None


def facts(file: Path) -> CopyFacts:
    """Return what ``file`` holds, a desk's file of this version or an older one.

    Raises:
        UnavailableError: it cannot be read.
    """
    connection = connect(file, read_only=True)
    try:
        with saying(file):
            library = connection.execute(
                "SELECT id, name, commune FROM libraries WHERE id = (SELECT value FROM state WHERE name = 'library')"
            ).fetchone()
            return CopyFacts(
                library_id=library[0] if library else "",
                library=library[1] if library else "",
                commune=library[2] if library else "",
                sheets=int(connection.execute("SELECT count(*) FROM sheets WHERE removed_on IS NULL").fetchone()[0]),
                slips=int(connection.execute("SELECT count(*) FROM referrals WHERE code <> ''").fetchone()[0]),
                last_ms=int(connection.execute("SELECT coalesce(max(at_ms), 0) FROM changes").fetchone()[0]),
            )
    finally:
        connection.close()


def saves_after(file: Path, last_ms: int) -> int:
    """Return how many times something was saved in ``file`` after a moment.

    Raises:
        UnavailableError: it cannot be read.
    """
    connection = connect(file, read_only=True)
    try:
        with saying(file):
            return int(connection.execute("SELECT count(*) FROM changes WHERE at_ms > ?", (last_ms,)).fetchone()[0])
    finally:
        connection.close()
