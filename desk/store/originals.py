"""The rows that sheets came from, as their file wrote them, and what was understood of them. Of this desk only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk.base.codec import from_json, to_json
from desk.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One row of a file: ``row`` by column, without the columns about persons; ``said`` the fields understood from it.

    ``said`` is spread as fields travel, blank ones left out. ``imported_on`` is an ISO date.
    """

    sheet: str
    layout: str
    row: dict[str, str]
    said: dict[str, Any]
    imported_on: str


class Originals:
    """Keeps and returns the rows that sheets came from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Sequence[str]) -> dict[str, Original]:
        """Return the originals of those of ``ids`` that came from a file."""
        found = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            rows = self._database.rows(
                "SELECT sheet, layout, row, said, imported_on FROM originals"
                " WHERE sheet IN (SELECT value FROM json_each(?))",
                (to_json(part).decode(),),
            )
            for sheet, layout, row, said, imported_on in rows:
                found[sheet] = Original(
                    sheet=sheet,
                    layout=layout,
                    row=from_json(row, dict[str, str]),
                    said=from_json(said, dict[str, Any]),
                    imported_on=imported_on,
                )
        return found

    def keep_all(self, originals: Iterable[Original]) -> None:
        """Keep ``originals``, each in the place of the one before. Call inside the transaction of the sheets."""
        self._database.write_all(
            "INSERT INTO originals (sheet, layout, row, said, imported_on) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sheet) DO UPDATE SET layout = excluded.layout, row = excluded.row, said = excluded.said,"
            " imported_on = excluded.imported_on",
            [
                (one.sheet, one.layout, to_json(one.row).decode(), to_json(one.said).decode(), one.imported_on)
                for one in sorted(originals, key=lambda one: one.sheet)  # in the order of the table: half the writing
            ],
        )
