"""What the form of a sheet asks: the sheet as the form holds it, those that look like it, the commune it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desk.base.clock import today
from desk.base.codec import to_plain
from desk.base.ids import new_id
from desk.base.words import Words
from desk.domain.addresses import find_commune
from desk.domain.phones import clean_phone
from desk.domain.sheets import Sheet, SheetId
from desk.store.history import history
from desk.store.lookalikes import alike
from desk.store.store import Store
from desk.work import sheet_editing
from desk.work.freshness import checked_words, verify
from desk.work.outcome import Outcome
from desk.work.sheet_fields import typed_fields
from desk.work.sheet_values import Choice, area_labels, choices
from desk.work.sheets import OWN_SOURCE, SheetLine, line, the_sheet

MOST_ALIKE = 3

PRIVATE = ("note", "contact_name", "contact_role", "contact_phone", "contact_email")
"""What the form holds beside the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """One sheet as its form holds it. ``id`` is empty for a new one, which will be made under the id ``to_be``.

    ``values`` are the fields of the record as JSON would hold them, and those of `PRIVATE`, which stay on this computer.
    ``areas`` says the codes of the area in words.
    """

    id: str = ""
    to_be: str = ""
    name: str = ""
    checked: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    undoable: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A commune that may be meant: its names, to choose it by, and what choosing it fills in."""

    words: str
    commune: str
    postcode: str
    insee: str


def vocabularies(store: Store, say: Words) -> dict[str, tuple[Choice, ...]]:
    """Return what may be chosen for each field that has a vocabulary."""
    return choices(store, say)


def blank_form(store: Store, say: Words) -> SheetForm:
    """Return the form of a sheet that does not exist yet: from this library, today."""
    day = today(store.clock)
    blank = Sheet(id=SheetId(""), name="", source=OWN_SOURCE, source_date=day.isoformat())
    return replace(_form(store, blank, say), to_be=new_id())


def form(store: Store, sheet_id: str, say: Words) -> SheetForm:
    """Return the form of a sheet, filled in.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = the_sheet(store, sheet_id)
    shown, contact = _form(store, sheet, say), store.private.contact(sheet.id)
    kept = (store.private.note("sheet", sheet.id), contact.name, contact.role, contact.phone, contact.email)
    return replace(
        shown,
        checked=checked_words(sheet, today(store.clock), say),
        values={**shown.values, **dict(zip(PRIVATE, kept, strict=True))},
        undoable=bool(history(store, "sheet", sheet.id)),
        withdrawn=sheet.removed_on is not None,
    )


def save(
    store: Store, sheet_id: str, edits: Mapping[str, Any], initials: str = "", *, checked: bool = False, to_be: str = ""
) -> Outcome:
    """Keep what was changed in the form of a sheet, a new one when ``sheet_id`` is empty. All of it or nothing.

    A new sheet is made under the id ``to_be``, once, even if it is saved twice in a hurry.

    With ``checked``, the person has just checked it with the structure.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``, ``UNKNOWN_FIELD``.
    """
    private = {name: str(edits[name] or "") for name in PRIVATE if name in edits}
    problems = sheet_editing.private_problems(private)
    if problems:
        return Outcome(problems=tuple(problems))
    fields = {name: value for name, value in edits.items() if name not in PRIVATE}
    if sheet_id:
        outcome = sheet_editing.change(store, sheet_id, fields, initials)
    else:
        outcome = sheet_editing.new(store, fields, initials, to_be)
    if outcome.problems:
        return outcome
    changed = {*outcome.changed, *sheet_editing.keep_private(store, outcome.id, private)}
    if checked:
        changed |= verify(store, outcome.id, initials).changed
    return replace(outcome, changed=frozenset(changed))


def lookalikes(
    store: Store, name: str, phone: str, commune: str, say: Words, except_id: str = "", limit: int = MOST_ALIKE
) -> tuple[SheetLine, ...]:
    """Return the sheets that may be the one being typed: same telephone, or a near name in the same commune."""
    cleaned = clean_phone(phone)
    numbers = " / ".join((cleaned.value, *cleaned.also))
    found = [one for one in alike(store.database, name, numbers, commune, limit + 1) if one.sheet != except_id]
    kept = store.records.many(Sheet, [one.sheet for one in found])
    day = today(store.clock)
    return tuple(line(kept[one.sheet], one.km, one.score, day, say) for one in found[:limit] if one.sheet in kept)


def towns(store: Store, text: str, limit: int = 8) -> tuple[Town, ...]:
    """Return the communes of today that ``text``, a name or a postcode, may mean; former ones lead to theirs."""
    found: dict[tuple[str, str], Town] = {}
    for commune in store.reference.communes(text, limit):
        meant = find_commune(store.reference, commune.name, "", commune.insee)
        if meant.commune is None:
            continue
        codes = [code for code in meant.commune.postcodes if code.startswith(text.strip())] or meant.commune.postcodes
        postcode = codes[0] if len(codes) == 1 else ""
        former = f" ({meant.former})" if meant.former else ""
        words = f"{meant.name}{former} · {postcode or codes[0][:3] + '…'} · {commune.departement_name}"
        found.setdefault(
            (meant.insee, former), Town(words=words, commune=meant.name, postcode=postcode, insee=meant.insee)
        )
    return tuple(found.values())


def _form(store: Store, sheet: Sheet, say: Words) -> SheetForm:
    plain = to_plain(sheet)
    return SheetForm(
        id=sheet.id,
        name=sheet.name,
        values={name: plain[name] for name in typed_fields()},
        areas=area_labels(store, sheet.area, say),
    )
