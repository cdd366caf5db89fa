"""History: what changed in a sheet, who and when, in words; and putting an earlier value back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from desk.base.clock import today
from desk.base.dates import age, plain_day
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.domain import sheets
from desk.domain.catalogue import kind_of
from desk.domain.sheets import Sheet
from desk.store.changes import Author
from desk.store.history import Change, history, value_before
from desk.store.patched import patched
from desk.store.store import Store
from desk.work.freshness import INITIALS
from desk.work.history_words import field_words, value_words
from desk.work.outcome import Outcome
from desk.work.sheets import the_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that changed, in words.

    ``n`` and ``field`` name it to `put_back`. ``what`` says it (« Téléphone : 04 … »), ``before`` what it was, nothing for
    what was only added; ``when`` and ``by`` say when and who. ``standing`` when the sheet already is as it was before:
    then there is nothing to put back.
    """

    n: int
    field: str
    what: str
    before: str
    when: str
    by: str
    standing: bool


def steps(store: Store, sheet_id: str, say: Words) -> tuple[Step, ...]:
    """Return what changed in a sheet, the latest first. The making of a sheet is one step.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet, day = the_sheet(store, sheet_id), today(store.clock)
    told: list[Step] = []
    for _, save in groupby(history(store, "sheet", sheet.id), key=lambda change: change.n):
        changes = list(save)
        if changes[0].created:
            told.append(_made(changes[0], day, say))
        else:
            told += [_step(store, sheet, one, day, say) for one in changes]
    return tuple(told)


def put_back(store: Store, sheet_id: str, n: int, field: str, initials: str = "") -> Outcome:
    """Give a field the value that it had before the save ``n``: an ordinary change, that can be taken back too.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``; ``NOTHING_TO_UNDO`` when that save did not change the field.
    """
    sheet = the_sheet(store, sheet_id)
    change = next((one for one in history(store, "sheet", sheet.id) if (one.n, one.field) == (n, field)), None)
    if change is None or change.created:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    back = patched(sheet, {field: value_before(kind_of(Sheet), change)})
    if problems := sheets.check(back, today(store.clock)):
        return Outcome(problems=tuple(problems), id=sheet.id)
    changed = store.records.put(back, Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({"sheet"}) if changed else frozenset(), id=sheet.id)


def _made(change: Change, day: date, say: Words) -> Step:
    return Step(
        n=change.n,
        field="",
        what=say("The sheet was made"),
        before="",
        when=_when(change, day, say),
        by=change.by,
        standing=True,
    )


def _step(store: Store, sheet: Sheet, change: Change, day: date, say: Words) -> Step:
    field, after, before = change.field, change.after, value_before(kind_of(Sheet), change)
    name = field_words(field, say)
    was = ""
    if "." not in field:
        now, was = value_words(store, field, after, say), value_words(store, field, before, say)
        what = say("{field}: {value}", field=name, value=now)
    elif not after:
        what = say("{field}, taken away: {value}", field=name, value=value_words(store, field, before, say))
    elif not before:
        what = say("{field}, added: {value}", field=name, value=value_words(store, field, after, say))
    else:
        what = say("{field}, changed: {value}", field=name, value=value_words(store, field, after, say))
    return Step(
        n=change.n,
        field=field,
        what=what,
        before=was,
        when=_when(change, day, say),
        by=change.by,
        standing=patched(sheet, {field: before}) == sheet,
    )


def _when(change: Change, day: date, say: Words) -> str:
    """Return the day of a change as one says it: « il y a 3 semaines (2 novembre 2026) »."""
    on = datetime.fromtimestamp(change.at_ms / 1000, UTC).astimezone().date()
    days = (day - on).days
    told = age(days, say)
    return told if days < 2 else f"{told} ({plain_day(on, say.language)})"
