"""What each save changed in a sheet, by the record's own fields: groups opened, lists whole, before and after."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from desk.base.codec import to_plain
from desk.domain.catalogue import kind_of
from desk.domain.sheets import Sheet
from desk.store.changes import blank
from desk.store.history import Change, history
from desk.store.patched import patched
from desk.store.store import Store
from desk.work.sheets import the_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of the record that one save changed. ``before`` is None where the save made the sheet."""

    field: str
    before: Any
    after: Any
    at_ms: int
    by: str
    n: int


def by_field(store: Store, sheet_id: str) -> tuple[FieldChange, ...]:
    """Return every change of a sheet, the latest save first, fields in the order of the record.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = the_sheet(store, sheet_id)
    told: list[FieldChange] = []
    for _, group in groupby(history(store, kind_of(Sheet).name, sheet.id), key=lambda one: one.n):
        save = tuple(group)
        sheet = patched(sheet, {one.field: one.after for one in save})
        now = to_plain(sheet)
        if save[0].created:
            then: dict[str, Any] = {}
            names = tuple(name for name in now if _says(name, save))
        else:
            sheet = patched(sheet, {one.field: former(one) for one in save})
            then = to_plain(sheet)
            names = tuple(name for name in now if now[name] != then[name])
        told += [
            FieldChange(
                field=name, before=then.get(name), after=now[name], at_ms=save[0].at_ms, by=save[0].by, n=save[0].n
            )
            for name in names
            if not save[0].created or now[name] not in ("", None)
        ]
    return tuple(told)


def former(one: Change) -> Any:
    """Return the value a field had: that of a blank record where nobody had set it; 0 for a member that was not there."""
    unset = blank(kind_of(Sheet)).get(one.field, 0 if "." in one.field else None)
    return one.before if one.before is not None else unset


def _says(name: str, save: tuple[Change, ...]) -> bool:
    """Return whether a save tells the field ``name`` of the record, alone, in its group or member by member."""
    groups = dict(kind_of(Sheet).groups)
    return any(name in groups.get(one.field, (one.field.partition(".")[0],)) for one in save)
