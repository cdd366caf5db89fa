"""Fiches, writing: a sheet made or changed from what people typed, an earlier save put back."""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.text import clean, clean_lines
from desk.domain import sheets
from desk.domain.addresses import departements_of
from desk.domain.catalogue import kind_of
from desk.domain.fields import Problem, at_most, no_secret
from desk.domain.hours_french import osm_of_french
from desk.domain.persons import asks_for_somebody, has_civility
from desk.domain.phones import clean_phone
from desk.domain.sheets import Sheet, SheetId
from desk.domain.web import clean_email
from desk.store.changes import Author
from desk.store.history import Change, history
from desk.store.patched import patched
from desk.store.store import Store
from desk.work.field_history import former
from desk.work.outcome import Outcome
from desk.work.sheet_fields import BETWEEN, read_fields
from desk.work.sheet_place import placed
from desk.work.sheet_values import slug_of
from desk.work.sheets import OWN_SOURCE, the_sheet

INITIALS = 10
"""Signs of initials, at most."""


def new(store: Store, fields: Mapping[str, object], initials: str = "", sheet_id: str = "") -> Outcome:
    """Make a sheet from ``fields``, by the names of the record; ``Outcome.id`` is its own.

    With a ``sheet_id`` it is made once, and changed when it is asked for again. Where no source is given, it is this library, today.

    Raises:
        RefusedError: ``UNKNOWN_FIELD``.
    """
    if sheet_id and store.records.one(Sheet, sheet_id) is not None:
        return change(store, sheet_id, fields, initials)
    day = today(store.clock)
    blank_sheet = Sheet(id=SheetId(sheet_id or new_id()), name="", source=OWN_SOURCE, source_date=day.isoformat())
    return _kept(store, blank_sheet, fields, initials, None)


def change(store: Store, sheet_id: str, fields: Mapping[str, object], initials: str = "") -> Outcome:
    """Change the ``fields`` given of a sheet and leave the others. Changing is not checking: ``verified_on`` stays.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``, ``UNKNOWN_FIELD``.
    """
    sheet = the_sheet(store, sheet_id)
    return _kept(store, sheet, fields, initials, sheet)


def withdraw(store: Store, sheet_id: str, initials: str = "") -> Outcome:
    """Take a sheet out of the lists. Nothing is deleted: undoing brings it back."""
    sheet = replace(the_sheet(store, sheet_id), removed_on=today(store.clock))
    return _put(store, sheet, initials)


def undo(store: Store, sheet_id: str, initials: str = "") -> Outcome:
    """Put back what the last save of this desk changed; again, what the one before changed. An ordinary change.

    The making of a sheet is undone by withdrawing it. What somebody changed since is left as they want it.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``, ``NOTHING_TO_UNDO``.
    """
    sheet = the_sheet(store, sheet_id)
    save = _last_standing(history(store, kind_of(Sheet).name, sheet.id))
    if save and save[0].created:
        return withdraw(store, sheet_id, initials)
    back = {one.field: former(one) for one in save if _stands(sheet, one)}
    if not back:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    return _put(store, patched(sheet, back), initials)


def bring_back(store: Store, sheet_id: str, initials: str = "") -> Outcome:
    """Put a sheet that was withdrawn back in the lists."""
    return _put(store, replace(the_sheet(store, sheet_id), removed_on=None), initials)


def private_problems(private: Mapping[str, str]) -> list[Problem]:
    """Return what must not be kept in the note and the contact of a sheet: numbers and words that are nobody's here."""
    return [
        problem
        for name, text in private.items()
        for problem in (*no_secret(name, text), *at_most(name, text, 2000 if name == "note" else 150))
    ]


def keep_private(store: Store, sheet_id: str, private: Mapping[str, str]) -> frozenset[str]:
    """Keep the note and the person to ask for, those given, on this computer only: never exported nor exchanged."""
    changed = set()
    day = today(store.clock)
    note = clean_lines(private.get("note", ""), 2000)
    if "note" in private and note != store.private.note("sheet", sheet_id):
        store.private.keep_note("sheet", sheet_id, note, day)
        changed.add("note")
    before = store.private.contact(sheet_id)
    texts = {name.removeprefix("contact_"): clean(text, 150) for name, text in private.items() if name != "note"}
    for name, cleaner in (("phone", clean_phone), ("email", clean_email)):
        if name in texts:
            cleaned = cleaner(texts[name])
            texts[name] = BETWEEN.join((cleaned.value, *cleaned.also))
    if (contact := replace(before, **texts)) != before:
        store.private.keep_contact(sheet_id, contact, day)
        changed.add("contact")
    return frozenset(changed)


def _kept(store: Store, sheet: Sheet, fields: Mapping[str, object], initials: str, before: Sheet | None) -> Outcome:
    read = read_fields(fields, _departement(store, sheet), slug_of(store))
    if read.problems:
        return Outcome(problems=tuple(read.problems), warnings=tuple(read.warnings))
    day = today(store.clock)
    values = {**read.values, **_implied(sheet, read.values, day)}
    library = store.library()
    near = library.departement if library else ""
    settled = placed(store, replace(sheet, **values), values.keys(), before, near=near)
    problems = [*sheets.check(settled.sheet, day), *_naming(settled.sheet, values.keys())]
    if (
        "verified_on" not in values
    ):  # a check dated by a desk whose clock was ahead stops nobody from correcting the rest
        problems = [one for one in problems if one.field != "verified_on"]
    warnings = (*read.warnings, *settled.warnings)
    if problems:
        return Outcome(problems=tuple(problems), warnings=warnings)
    return replace(_put(store, settled.sheet, initials), warnings=warnings)


def _naming(sheet: Sheet, typed: Container[str]) -> list[Problem]:
    """Return a problem for each sentence typed that names somebody; what a file brought is left as its source says it."""
    said = {field: str(getattr(sheet, field)) for field in sheets.WORDED if field in typed}
    return [
        Problem(field=field, code="person-named")
        for field, text in said.items()
        if has_civility(text) or asks_for_somebody(text)
    ]


def _departement(store: Store, sheet: Sheet) -> str:
    library = store.library()
    codes = departements_of(sheet.insee or sheet.postcode)
    return codes[0] if codes else library.departement if library else ""


def _put(store: Store, sheet: Sheet, initials: str) -> Outcome:
    changed = store.records.put(sheet, Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({"sheet"}) if changed else frozenset(), id=sheet.id)


def _implied(sheet: Sheet, values: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return what follows from the fields typed: the day of a waiting time, the stops of what travels, sure hours."""
    implied: dict[str, Any] = {}
    if "waiting_days" in values and "waiting_on" not in values:
        implied["waiting_on"] = None if values["waiting_days"] is None else day
    if values.get("stops") and "itinerant" not in values:
        implied["itinerant"] = True
    words = values.get("hours_text", "")
    if words and not values.get("opening_hours", sheet.opening_hours) and (sure := osm_of_french(words)):
        implied["opening_hours"] = sure
    return implied


# Undoing


def _last_standing(changes: tuple[Change, ...]) -> list[Change]:
    """Return the fields of the last save that nothing undid yet: a save that says the contrary of one takes it away."""
    saves: dict[int, list[Change]] = {}
    for one in reversed(changes):
        saves.setdefault(one.n, []).append(one)
    standing: list[list[Change]] = []
    for save in saves.values():
        if standing and _undoes(save, standing[-1]):
            standing.pop()
        else:
            standing.append(save)
    return standing[-1] if standing else []


def _undoes(save: list[Change], earlier: list[Change]) -> bool:
    if earlier[0].created:
        return False
    return {one.field: one.after for one in save} == {one.field: former(one) for one in earlier}


def _stands(sheet: Sheet, one: Change) -> bool:
    """Return whether the field still has the value that this save gave it."""
    return patched(sheet, {one.field: one.after}) == sheet
