"""What files say otherwise than this desk, field by field, until somebody chooses. Of this desk only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk.base.codec import from_json, to_json
from desk.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """``theirs`` is the value of ``field`` as it travels; ``said_on`` the date of the source, ISO, or nothing."""

    sheet: str
    field: str
    theirs: Any
    source: str
    said_on: str


class Suggestions:
    """Keeps what is not settled yet; what is settled is in the history of the sheet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_all(self, suggestions: Iterable[Suggestion]) -> None:
        """Keep ``suggestions``, each in the place of an older one on the same field. Call inside a transaction."""
        self._database.write_all(
            "INSERT INTO suggestions (sheet, field, theirs, source, said_on) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sheet, field) DO UPDATE SET theirs = excluded.theirs, source = excluded.source,"
            " said_on = excluded.said_on",
            [(one.sheet, one.field, to_json(one.theirs).decode(), one.source, one.said_on) for one in suggestions],
        )

    def all(self, sheet: str = "", limit: int = 1000) -> tuple[Suggestion, ...]:
        """Return what waits, of one sheet or of all, at most ``limit``."""
        rows = self._database.rows(
            "SELECT sheet, field, theirs, source, said_on FROM suggestions WHERE ? IN ('', sheet)"
            " ORDER BY sheet, field LIMIT ?",
            (sheet, limit),
        )
        return tuple(
            Suggestion(sheet=row[0], field=row[1], theirs=from_json(row[2], object), source=row[3], said_on=row[4])
            for row in rows
        )

    def count(self) -> int:
        """Return how many wait."""
        row = self._database.row("SELECT count(*) FROM suggestions")
        return int(row[0]) if row else 0

    def forget(self, sheet: str, fields: Iterable[str]) -> None:
        """Forget what is settled or no longer said. Call inside a transaction."""
        self._database.write_all(
            "DELETE FROM suggestions WHERE sheet = ? AND field = ?", [(sheet, field) for field in fields]
        )
