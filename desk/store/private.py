"""The private file: internal notes, and the words of needs that nothing fitted. No exchange opens it."""

from dataclasses import dataclass
from datetime import date, timedelta

from desk.store.database import Database
from desk.store.private_aid import PrivateAid
from desk.store.private_copies import PRIVATE_SCHEMA as SCHEMA
from desk.store.private_copies import PrivateCopies

__all__ = ["SCHEMA", "UNMET_WORDS_DAYS", "Contact", "Private"]

UNMET_WORDS_DAYS = 30
"""How long the words of an unmet need are kept, for the person in charge to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The person to ask for at a partner's."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""


class Private:
    """What stays on this machine and in this file. What is erased is erased in ``copies`` too."""

    def __init__(self, database: Database, copies: PrivateCopies) -> None:
        self._database = database
        self.copies = copies
        self.aid = PrivateAid(database, copies)

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
        if not text:
            self.copies.erase("notes", kind, record_id)

    def contact(self, sheet: str) -> Contact:
        """Return the person to ask for at a sheet's, or nobody."""
        row = self._database.row("SELECT name, role, phone, email FROM contacts WHERE sheet = ?", (sheet,))
        return Contact(name=row[0], role=row[1], phone=row[2], email=row[3]) if row else Contact()

    def keep_contact(self, sheet: str, contact: Contact, today: date) -> None:
        """Replace the person to ask for at a sheet's; nobody removes the one there was."""
        with self._database.atomic():
            self._database.write("DELETE FROM contacts WHERE sheet = ?", (sheet,))
            if contact != Contact():
                self._database.write(
                    "INSERT INTO contacts (sheet, name, role, phone, email, changed_on) VALUES (?, ?, ?, ?, ?, ?)",
                    (sheet, contact.name, contact.role, contact.phone, contact.email, today.isoformat()),
                )
        if contact == Contact():
            self.copies.erase("contacts", sheet)

    def keep_unmet_words(self, words: str, today: date) -> None:
        """Keep the words of a need that nothing fitted, for thirty days."""
        with self._database.atomic():
            self._database.write("INSERT INTO unmet_words (day, words) VALUES (?, ?)", (today.isoformat(), words))

    def unmet_words(self) -> tuple[tuple[str, str], ...]:
        """Return (day, words), latest first."""
        return tuple(self._database.rows("SELECT day, words FROM unmet_words ORDER BY n DESC"))

    def forget_old_words(self, today: date) -> None:
        """Erase the words older than thirty days, for good."""
        limit = today - timedelta(days=UNMET_WORDS_DAYS)
        with self._database.atomic():
            self._database.write("DELETE FROM unmet_words WHERE day < ?", (limit.isoformat(),))
        self._database.fold()
        self.copies.erase_words_before(limit)

    def keep_daily_copy(self) -> None:
        """Make today's copy of this file, unless there is one.

        Raises:
            UnavailableError: ``FILE_DAMAGED``, ``DISK_FULL``.
        """
        self.copies.keep_daily(self._database)

    def problems(self) -> tuple[str, ...]:
        """Return what an integrity check finds."""
        return self._database.problems()

    def close(self) -> None:
        """Close the file."""
        self._database.close()
