"""Which sheets there are, as ids, for those who take them part by part."""

from desk.store.database import Database


def sheet_ids(database: Database, *, touched_here: bool = False) -> tuple[str, ...]:
    """Return the ids of the sheets that are not withdrawn; with ``touched_here``, only those that somebody signed here."""
    condition = " AND id IN (SELECT id FROM changes WHERE kind = 'sheet' AND author <> '')" if touched_here else ""
    rows = database.rows(f"SELECT id FROM sheets WHERE removed_on IS NULL{condition} ORDER BY id")  # noqa: S608 - fixed
    return tuple(row[0] for row in rows)
