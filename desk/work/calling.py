"""Appels de la semaine: three to five places to telephone, shared so that two libraries never call the same one."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.domain.calling import CALM_DAYS, MOST, USE_DAYS, Candidate, choose, days_of, week_of
from desk.domain.calls import Call, Result, call_id
from desk.domain.doubts import Doubt, Reason
from desk.domain.libraries import Library, full_name
from desk.domain.narrowing import Only
from desk.domain.sheets import Sheet, Status, age_days
from desk.domain.territory import distance_km
from desk.store.changes import Author
from desk.store.history import history
from desk.store.store import Store
from desk.store.uses import uses_since
from desk.work import freshness
from desk.work.freshness import BY_PHONE, INITIALS, checked_words, doubtful_words, open_doubts
from desk.work.outcome import Outcome

CONSIDERED = 200
"""How many of the nearest sheets, and of the nearest ones to check, are looked at."""

BY_KEY = (Result.RIGHT, Result.CORRECTED, Result.NO_ANSWER, Result.WRONG_NUMBER, Result.CLOSED)
"""The result of each key, 1 to 5."""

_DOUBTS = {Result.WRONG_NUMBER: Reason.PHONE, Result.CLOSED: Reason.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One place to call: ``why`` it was chosen and ``result`` are words; ``done`` when there is a result."""

    id: str
    number: int
    sheet: str
    name: str
    phone: str
    why: str
    result: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The calls of a week, in the order of the printed list. ``others`` are how many places other libraries call."""

    week: str
    title: str
    lines: tuple[CallLine, ...]
    others: int


# Queries


def this_week(store: Store, say: Words) -> Round:
    """Return the calls that this library makes this week, as they were prepared."""
    day = today(store.clock)
    week = week_of(day)
    every = store.records.where(Call, "week = ?", (week,))
    ours = _ours(every, store.library())
    sheets = store.records.many(Sheet, [call.sheet for call in ours])
    doubts = open_doubts(store, [call.sheet for call in ours])
    uses = uses_since(store.database, day - timedelta(days=USE_DAYS))
    first, last = days_of(week)
    return Round(
        week=week,
        title=say(
            "Week from {first} to {last}",
            first=_short(first, last, say.language),
            last=plain_day(last, say.language),
        ),
        lines=tuple(
            CallLine(
                id=call.id,
                number=call.number,
                sheet=call.sheet,
                name=sheets[call.sheet].name,
                phone=sheets[call.sheet].phone,
                why=_why(sheets[call.sheet], doubts.get(call.sheet, ()), uses.get(call.sheet, 0), day, say),
                result=result_words(call.result, say),
                done=call.result is not Result.TO_CALL,
            )
            for call in ours
            if call.sheet in sheets
        ),
        others=len(every) - len(ours),
    )


def result_words(result: Result, say: Words) -> str:
    """Return what came of a call, in two or three words."""
    return {
        Result.TO_CALL: say("not called yet"),
        Result.RIGHT: say("all is right"),
        Result.CORRECTED: say("corrected"),
        Result.NO_ANSWER: say("no answer"),
        Result.WRONG_NUMBER: say("wrong number"),
        Result.CLOSED: say("closed"),
    }[result]


# Operations


def prepare(store: Store, initials: str = "") -> Outcome:
    """Choose the calls of the week and keep them; those already chosen stay. Safe to repeat: then nothing changes.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library, day = store.library(), today(store.clock)
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    week = week_of(day)
    every = store.records.where(Call, "week = ?", (week,))
    ours = _ours(every, library)
    taken = {call.sheet for call in every} - {call.sheet for call in ours}
    if len(ours) >= MOST:
        return Outcome()
    chosen = choose(_candidates(store, library, day), tuple(call.sheet for call in ours), taken)
    known = {call.sheet for call in ours}
    number = max((call.number for call in ours), default=0)
    fresh = [
        Call(id=call_id(week, sheet), week=week, number=number + place, sheet=sheet, library=full_name(library))
        for place, sheet in enumerate((sheet for sheet in chosen if sheet not in known), start=1)
    ]
    if not fresh:
        return Outcome()
    store.records.put_all(fresh, Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({"call"}))


def record(store: Store, call: str, result: Result, initials: str) -> Outcome:
    """Keep what came of a call. « Right » checks the sheet; a wrong number or a closed place says that it is wrong.

    Raises:
        RefusedError: ``UNKNOWN_SHEET`` when there is no such call.
    """
    kept, day, by = _call(store, call), today(store.clock), clean(initials, INITIALS)
    with store.database.atomic():
        if kept.result is not Result.TO_CALL:
            take_back(store, call, initials)
        done = replace(kept, result=result, done_on=day, done_by=by)
        changed = {"call"} if store.records.put(done, Author(initials=by)) else set()
        if result is Result.RIGHT:
            changed |= freshness.verify(store, kept.sheet, by, BY_PHONE).changed
        elif result in _DOUBTS:
            changed |= freshness.doubt(store, kept.sheet, _DOUBTS[result], by).changed
    return Outcome(changed=frozenset(changed), id=kept.sheet)


def take_back(store: Store, call: str, initials: str = "") -> Outcome:
    """Make a call one to make again, and take back what its result said of the sheet.

    Raises:
        RefusedError: ``UNKNOWN_SHEET`` when there is no such call.
    """
    kept, by = _call(store, call), clean(initials, INITIALS)
    changed: set[str] = set()
    with store.database.atomic():
        if kept.result is Result.RIGHT and _checked_by(store, kept):
            changed |= freshness.take_back_check(store, kept.sheet, by).changed
        for doubt in open_doubts(store, (kept.sheet,)).get(kept.sheet, ()):
            if doubt.reason is _DOUBTS.get(kept.result) and _said_by(kept, doubt):
                changed |= freshness.take_back_doubt(store, doubt.id, by).changed
        again = replace(kept, result=Result.TO_CALL, done_on=None, done_by="")
        if store.records.put(again, Author(initials=by)):
            changed.add("call")
    return Outcome(changed=frozenset(changed), id=kept.sheet)


def corrected(store: Store, call: str, initials: str) -> Outcome:
    """Check the sheet of a call whose result is « corrected », once somebody did correct it. Safe to repeat.

    Raises:
        RefusedError: ``UNKNOWN_SHEET`` when there is no such call.
    """
    kept = _call(store, call)
    last = history(store, "call", kept.id)[:1]
    since = last[0].n if last else 0
    changes = [one for one in history(store, "sheet", kept.sheet) if one.n > since]
    if kept.result is not Result.CORRECTED or not changes or any(one.field == "verified" for one in changes):
        return Outcome(id=kept.sheet)
    return freshness.verify(store, kept.sheet, initials, BY_PHONE)


def _short(first: date, last: date, language: str) -> str:
    """Return the first day of a week, without what the last one says too: « 23 », « 30 novembre 2026 »."""
    whole = plain_day(first, language)
    return whole if (first.month, first.year) != (last.month, last.year) else whole.split(" ")[0]


def _ours(calls: tuple[Call, ...], library: Library | None) -> list[Call]:
    name = full_name(library) if library else ""
    return sorted((call for call in calls if call.library == name), key=lambda call: (call.number, call.id))


def _call(store: Store, call: str) -> Call:
    kept = store.records.one(Call, call)
    if kept is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=clean(call, 40))
    return kept


def _candidates(store: Store, library: Library, day: date) -> list[Candidate]:
    """Return what may be called: the nearest, the nearest to check, those said to be wrong, those that people go to."""
    uses = uses_since(store.database, day - timedelta(days=USE_DAYS))
    near = [
        *store.index.find("", CONSIDERED, only=Only.TO_CHECK, today=day),
        *store.index.find("", CONSIDERED),
        *store.index.find("", CONSIDERED, only=Only.DOUBTFUL, today=day),
    ]
    ids = list(dict.fromkeys((*(one.sheet for one in near), *uses)))
    sheets, doubts = store.records.many(Sheet, ids), open_doubts(store, ids)
    called = _last_calls(store, day)
    found = []
    for sheet in sheets.values():
        km = distance_km(library.place, sheet.place) if library.place and sheet.place else None
        said = doubts.get(sheet.id, ())
        if not _can_be_called(sheet, said) or (km is not None and km > library.radius_km):
            continue
        last = called.get(sheet.id)
        since = any(last is not None and one.said_on > last for one in said)
        found.append(
            Candidate(
                sheet=sheet.id,
                age_days=age_days(sheet, day),
                doubted=bool(said),
                uses=uses.get(sheet.id, 0),
                km=km,
                called_days=None if last is None or since else (day - last).days,
            )
        )
    return found


def _can_be_called(sheet: Sheet, doubts: tuple[Doubt, ...]) -> bool:
    wrong_number = any(doubt.reason is Reason.PHONE for doubt in doubts)
    return bool(sheet.phone) and not wrong_number and sheet.removed_on is None and sheet.status is not Status.CLOSED


def _last_calls(store: Store, day: date) -> dict[str, date]:
    """Return when each sheet was last called, by any library, in the last three weeks."""
    calls = store.records.where(Call, "done_on >= ?", ((day - timedelta(days=CALM_DAYS)).isoformat(),))
    last: dict[str, date] = {}
    for call in calls:
        if call.done_on is not None:
            last[call.sheet] = max(call.done_on, last.get(call.sheet, call.done_on))
    return last


def _why(sheet: Sheet, doubts: tuple[Doubt, ...], uses: int, day: date, say: Words) -> str:
    parts = (
        doubtful_words(doubts, sheet.phone, say),
        checked_words(sheet, day, say),
        say.count(uses, "{n} person sent there", "{n} people sent there") if uses else "",
    )
    return " · ".join(part for part in parts if part)


def _checked_by(store: Store, call: Call) -> bool:
    sheet = store.records.one(Sheet, call.sheet)
    return sheet is not None and (sheet.verified_on, sheet.verified_by) == (call.done_on, call.done_by)


def _said_by(call: Call, doubt: Doubt) -> bool:
    return (doubt.said_on, doubt.said_by) == (call.done_on, call.done_by)
