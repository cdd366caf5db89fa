"""History: what each save changed in a record, from wherever changes are kept. The one place that reads it."""

from dataclasses import dataclass
from typing import Any

from desk.base.codec import from_json
from desk.domain.catalogue import Kind
from desk.store.changes import blank
from desk.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field changed by one save, as fields travel: groups as one, members of sets and items of maps one by one.

    ``n`` names the save among those of the record: this desk's own number, or below zero for another desk's. ``at_ms`` is
    its moment, milliseconds UTC as is believed; ``by`` the initials or the name of the other desk, or nothing. ``before`` is None where nobody had set the field yet. ``created`` marks the save that made the record.
    """

    field: str
    before: Any
    after: Any
    at_ms: int
    by: str
    n: int
    created: bool = False


def value_before(kind: Kind, change: Change) -> Any:
    """Return the value that a field had, as it travels: a blank one's where nobody had set it, 0 for no member."""
    if change.before is not None:
        return change.before
    return blank(kind).get(change.field, 0 if "." in change.field else None)


def history(store: Store, kind: str, record_id: str) -> tuple[Change, ...]:
    """Return every change of a record, the latest save first, the fields of one save in the order they were logged."""
    row = store.database.row("SELECT dots FROM versions WHERE kind = ? AND id = ?", (kind, record_id))
    made = from_json(row[0], dict[str, tuple[int, int, int]]).get("*", (0, 0, 0))[:2] if row else None
    rows = store.database.rows(
        "SELECT 0, n, n, at_ms, sets, before, author FROM changes WHERE kind = ?1 AND id = ?2 UNION ALL"
        " SELECT journal.desk, journal.n, -seq, at * 1000, sets, before, coalesce(label, '') FROM journal"
        " LEFT JOIN desks ON desks.desk = journal.desk WHERE kind = ?1 AND id = ?2",
        (kind, record_id),
    )
    rows.sort(key=lambda row: (row[3], row[2]), reverse=True)
    return tuple(
        Change(field=field, before=before.get(field), after=after, at_ms=at_ms, by=by, n=n, created=made == dot)
        for dot, n, at_ms, sets, before, by in (
            (row[:2], row[2], row[3], from_json(row[4], dict[str, Any]), from_json(row[5], dict[str, Any]), row[6])
            for row in rows
        )
        for field, after in sets.items()
    )
