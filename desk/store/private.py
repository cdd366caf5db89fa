"""The private file: internal notes, and the words of needs that nothing fitted. No exchange opens it."""

from datetime import date, timedelta

from desk.store.database import Database, Schema
from desk.store.migrations import PRIVATE_APPLICATION_ID, PRIVATE_VERSION, migrate_private

SCHEMA = Schema(application_id=PRIVATE_APPLICATION_ID, version=PRIVATE_VERSION, migrate=migrate_private)

UNMET_WORDS_DAYS = 30
"""How long the words of an unmet need are kept, for the person in charge to read."""


class Private:
    """What stays on this machine and in this file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, kind: str, record_id: str) -> str:
        """Return the internal note on a record, or nothing."""
        row = self._database.row("SELECT text FROM notes WHERE kind = ? AND id = ?", (kind, record_id))
        return str(row[0]) if row else ""

    def keep_note(self, kind: str, record_id: str, text: str, today: date) -> None:
        """Replace the internal note on a record; an empty text removes it."""
        with self._database.atomic():
            self._database.write("DELETE FROM notes WHERE kind = ? AND id = ?", (kind, record_id))
            if text:
                self._database.write(
                    "INSERT INTO notes (kind, id, text, changed_on) VALUES (?, ?, ?, ?)",
                    (kind, record_id, text, today.isoformat()),
                )

    def keep_unmet_words(self, words: str, today: date) -> None:
        """Keep the words of a need that nothing fitted, for thirty days."""
        with self._database.atomic():
            self._database.write("INSERT INTO unmet_words (day, words) VALUES (?, ?)", (today.isoformat(), words))

    def unmet_words(self) -> tuple[tuple[str, str], ...]:
        """Return (day, words), latest first."""
        return tuple(self._database.rows("SELECT day, words FROM unmet_words ORDER BY n DESC"))

    def forget_old_words(self, today: date) -> None:
        """Erase the words older than thirty days, for good."""
        limit = (today - timedelta(days=UNMET_WORDS_DAYS)).isoformat()
        with self._database.atomic():
            self._database.write("DELETE FROM unmet_words WHERE day < ?", (limit,))
        self._database.fold()

    def problems(self) -> tuple[str, ...]:
        """Return what an integrity check finds."""
        return self._database.problems()

    def close(self) -> None:
        """Close the file."""
        self._database.close()
