"""What is given out: which sheets, the row each came from where nothing of it was changed, and what stays here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk.base.codec import to_plain
from desk.base.text import fold
from desk.domain.catalogue import kind_of
from desk.domain.persons import looks_personal
from desk.domain.sheets import Sheet
from desk.domain.territory import distance_km
from desk.store.changes import blank, spread
from desk.store.listing import sheet_ids
from desk.store.originals import Original
from desk.store.store import Store
from desk.work.own_sheet import own_sheet

_PART = 500
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SHARE_ALIKE = ("odbl", "open database", "by-sa", "by sa")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A sheet, or one field of it, that does not leave in this form, and why. ``field`` is "" for the whole sheet."""

    sheet: str
    name: str
    field: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One sheet to give out. ``unchanged`` are the fields of the record that are as their file told them."""

    sheet: Sheet
    original: Original | None = None
    unchanged: frozenset[str] = frozenset()

    @property
    def day(self) -> str:
        """The day the sheet was last known true, ISO: checked, else dated by its source, else brought in; or nothing."""
        if self.sheet.verified_on is not None:
            return self.sheet.verified_on.isoformat()
        dated = self.sheet.source_date[:10]
        if _DAY.match(dated) and dated >= "2000-01-01":
            return dated
        return self.original.imported_on if self.original is not None else ""

    def written(self, layout: str, column: str, *fields: str) -> str | None:
        """Return what a file of this ``layout`` wrote in ``column``, if none of ``fields`` was changed since."""
        if self.original is None or self.original.layout != layout or not self.unchanged.issuperset(fields):
            return None
        return self.original.row.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which sheets leave: within so many kilometres, only those signed here, those under share-alike licences too."""

    within_km: float | None = None
    mine: bool = False
    share_alike: bool = False


def given(store: Store, choice: Choice, left_out: list[LeftOut]) -> Iterator[Given]:
    """Yield the library's own sheet, then the others by id. What must stay goes into ``left_out``."""
    own = own_sheet(store)
    if own is not None:
        yield Given(sheet=own)
    ids = sheet_ids(store.database, touched_here=choice.mine)
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        sheets, originals = store.records.many(Sheet, part), store.originals.of(part)
        for sheet_id in part:
            if own is not None and sheet_id == own.id:
                continue
            sheet = sheets[sheet_id]
            if not _is_near(store, sheet, choice):
                continue
            if not choice.share_alike and any(sign in fold(sheet.licence) for sign in _SHARE_ALIKE):
                left_out.append(LeftOut(sheet=sheet.id, name=sheet.name, field="", code="share-alike"))
                continue
            if any(looks_personal(one) for one in sheet.email.split(" / ")):
                left_out.append(LeftOut(sheet=sheet.id, name=sheet.name, field="email", code="email-personal"))
                sheet = replace(sheet, email="")
            original = originals.get(sheet_id)
            yield Given(sheet=sheet, original=original, unchanged=_unchanged(sheet, original))


def _is_near(store: Store, sheet: Sheet, choice: Choice) -> bool:
    library = store.library()
    if choice.within_km is None or library is None or library.place is None:
        return True
    return sheet.place is not None and distance_km(library.place, sheet.place) <= choice.within_km


def _unchanged(sheet: Sheet, original: Original | None) -> frozenset[str]:
    """Return the fields whose value is what the file told, groups and lists opened into the fields they hold."""
    if original is None:
        return frozenset()
    kind = kind_of(Sheet)
    now, said, nothing = spread(kind, to_plain(sheet)), original.said, blank(kind)
    names = {*now, *said}
    differing = {name for name in names if now.get(name, nothing.get(name)) != said.get(name, nothing.get(name))}
    groups = dict(kind.groups)
    touched = {field for name in differing for field in groups.get(name, (name.partition(".")[0],))}
    return frozenset(to_plain(sheet)) - touched
