"""Sheets that come from files: new ones enter, known ones change only where the file changed and nobody here did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.base.clock import today
from desk.base.codec import from_plain, to_json, to_plain
from desk.domain import sheets
from desk.domain.catalogue import kind_of
from desk.domain.fields import Problem
from desk.domain.hearsay import hear
from desk.domain.sheets import Sheet, SheetId
from desk.store.changes import Author, Plain, blank, gather, spread
from desk.store.originals import Original
from desk.store.records import NOBODY
from desk.store.store import Store
from desk.store.suggestions import Suggestion
from desk.work.own_sheet import own_id

_OWN = ("verified", "removed_on", "origin")
"""Fields that no file may speak of."""

_OF_THE_SOURCE = ("source", "source_date", "source_url", "licence")
"""Fields about the file itself: not worth a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One row of a file, understood: ``number`` is its line, ``row`` what the file wrote, persons left out.

    ``problems`` are what `sheets.check` says of the sheet, where it was already asked today.
    """

    number: int
    sheet: Sheet
    layout: str
    row: dict[str, str]
    problems: tuple[Problem, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that cannot be kept, with the first thing wrong in it."""

    row: int
    field: str
    code: str


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the rows so far."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    suggestions: int = 0


def bring_in(store: Store, batch: Sequence[Incoming], author: Author = NOBODY) -> tuple[Tally, list[Refused]]:
    """Keep one batch of rows, all of it or none; return what became of them. Repeating it changes nothing."""
    day, own = today(store.clock), own_id(store)
    tally, refused = Tally(), []
    with store.database.atomic():
        known = _known(store, batch)
        originals = store.originals.of([sheet.id for sheet in known.values()])
        kept: dict[str, Sheet] = {}
        heard: dict[str, Original] = {}
        asked: list[Suggestion] = []
        for one in batch:
            if problems := sheets.check(one.sheet, day) if one.problems is None else one.problems:
                refused.append(_refused(one, problems))
                continue
            here = kept.get(one.sheet.id) or known.get(one.sheet.origin) or known.get(one.sheet.id)
            mine = here.id if here else one.sheet.id
            said = _said(one.sheet)
            if here is None and mine == own:
                tally.unchanged += 1  # this library itself, in a file that it gave out
                continue
            if here is None:
                tally.created += 1
                kept[mine] = one.sheet
            else:
                before = heard.get(mine) or originals.get(mine)
                now, questions = _compare(store, here, before, one.sheet, said)
                asked += questions
                tally.suggestions += len(questions)
                if now == here:
                    tally.unchanged += 1
                else:
                    tally.updated += 1
                    kept[mine] = now
            heard[mine] = Original(sheet=mine, layout=one.layout, row=one.row, said=said, imported_on=day.isoformat())
        store.records.put_all(kept.values(), author)
        store.originals.keep_all(heard.values())
        store.suggestions.keep_all(asked)
    return tally, refused


def _known(store: Store, batch: Sequence[Incoming]) -> dict[str, Sheet]:
    """Return the sheets that the rows may be about, by origin and by id."""
    origins = to_json([one.sheet.origin for one in batch if one.sheet.origin]).decode()
    ids = to_json([one.sheet.id for one in batch]).decode()
    asked = "origin IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?))"
    found = store.records.where(Sheet, asked, (origins, ids))
    return {**{sheet.id: sheet for sheet in found}, **{sheet.origin: sheet for sheet in found if sheet.origin}}


def _compare(
    store: Store, here: Sheet, before: Original | None, theirs: Sheet, said: Plain
) -> tuple[Sheet, list[Suggestion]]:
    kind = kind_of(Sheet)
    ours = spread(kind, to_plain(here))
    nothing = blank(kind)
    if before is not None:
        told = before.said
    elif set(store.records.log.version(kind, here.id).stamps) == {"*"}:
        told = {name: value for name, value in ours.items() if name in said}  # nobody changed it since it came
    else:
        told = {}
    heard = hear(ours=ours, before=told, now=said, blank=nothing, checked_since=_checked_since(here, theirs))
    asked = [
        Suggestion(sheet=here.id, field=name, theirs=value, source=theirs.source, said_on=theirs.source_date)
        for name, value in heard.asked.items()
        if name not in _OF_THE_SOURCE
    ]
    if not heard.taken:
        return here, asked
    plain = gather(kind, {**ours, **heard.taken})
    return replace(from_plain({"id": here.id, **plain}, Sheet), id=SheetId(here.id)), asked


def _checked_since(here: Sheet, theirs: Sheet) -> bool:
    """Return whether a person here checked the sheet on or after the day the source speaks of."""
    if here.verified_on is None:
        return False
    try:
        return date.fromisoformat(theirs.source_date[:10]) <= here.verified_on
    except ValueError:
        return True


def _said(sheet: Sheet) -> Plain:
    kind = kind_of(Sheet)
    nothing = blank(kind)
    return {
        name: value
        for name, value in spread(kind, to_plain(sheet)).items()
        if name not in _OWN and value != nothing.get(name)
    }


def _refused(one: Incoming, problems: Sequence[Problem]) -> Refused:
    return Refused(row=one.number, field=problems[0].field, code=problems[0].code)
