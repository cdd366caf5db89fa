"""The journal of the day: what was done at this desk, one line an act, each of which can be undone; and the bin.

Undoing is a change like another, written after the others: nothing is rewritten. What somebody changed since is never
undone over them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from desk.base.clock import today
from desk.base.codec import from_json, to_plain
from desk.base.dates import age, plain_day
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.domain import sessions, sheets
from desk.domain.agreements import Agreement
from desk.domain.calls import Call
from desk.domain.catalogue import KINDS, Kind, Record
from desk.domain.charter import CharterVersion
from desk.domain.counts import NetworkRules
from desk.domain.doubts import Doubt
from desk.domain.fields import Problem
from desk.domain.hours_text import clock
from desk.domain.libraries import Library
from desk.domain.procedures import Procedure
from desk.domain.referrals import Referral
from desk.domain.sessions import Appointment, Session
from desk.domain.sheets import Sheet
from desk.store.changes import Author, spread
from desk.store.history import Change, value_before
from desk.store.patched import patched
from desk.store.store import Store
from desk.work import counting
from desk.work.figures_words import end_words
from desk.work.freshness import INITIALS
from desk.work.history_words import field_words, value_words
from desk.work.outcome import Outcome

KEPT_DAYS = 30
"""How far back the journal and the bin go."""

MOST = 400
"""Lines of the journal that are shown."""

WITH_VALUES = 2
"""Fields of a change that are told with what they now say."""

AT_ONCE = 4
"""More records of one kind in the same second than this came together, from a file or a network: they are one line."""

TOLD = {
    kind.name: kind
    for kind in KINDS
    if kind.record
    in {Library, Procedure, Sheet, Doubt, Call, CharterVersion, Agreement, Session, Appointment, NetworkRules}
}
IN_THE_BIN = (Sheet, Session, Agreement, CharterVersion)

_CHANGE, _ACT = "c", "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act in words. ``id`` names it to `undo`; ``time`` is empty for a visit, of which only the day is kept.

    ``since`` says what somebody changed since, which forbids to undo it.
    """

    id: str
    day: date
    when: str
    time: str
    what: str
    details: str
    by: str
    undoable: bool
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """Something taken away in the last thirty days. ``kind`` and ``id`` name it to `take_out`."""

    kind: str
    id: str
    title: str
    what: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """One change of this desk, as it is kept."""

    n: int
    at_ms: int
    kind: Kind
    id: str
    sets: dict[str, Any]
    before: dict[str, Any]
    by: str


# Queries


def entries(store: Store, say: Words, days: int = 1) -> tuple[Entry, ...]:
    """Return what was done here in the last ``days``, latest first; visits after what has an hour."""
    day = today(store.clock)
    first = day - timedelta(days=min(max(days, 1), KEPT_DAYS) - 1)
    told = [*_saved_entries(store, first, say), *_act_entries(store, first, say)]
    told.sort(key=lambda one: one.day, reverse=True)
    return tuple(told[:MOST])


def binned(store: Store, say: Words) -> tuple[Binned, ...]:
    """Return what was taken away in the last thirty days, latest first."""
    day = today(store.clock)
    since = (day - timedelta(days=KEPT_DAYS)).isoformat()
    found = []
    for kind in (one for one in KINDS if one.record in IN_THE_BIN):
        for one in store.records.where(kind.record, "removed_on >= ?", (since,)):
            if isinstance(one, CharterVersion) and one.adopted_on is not None:
                continue
            removed = (one.removed_on if isinstance(one, IN_THE_BIN) else None) or day
            told = Binned(
                kind=kind.name,
                id=one.id,
                title=_title(store, one, say),
                what=_kind_words(kind, say),
                when=age((day - removed).days, say),
            )
            found.append((removed, told))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(told for _, told in found)


# Operations


def undo(store: Store, entry_id: str, initials: str = "") -> Outcome:
    """Undo one act: put back what it changed, or take away what it made; a visit is uncounted.

    Raises:
        RefusedError: ``NOTHING_TO_UNDO`` when there is no such act, or nothing of it can be undone; ``CHANGED_SINCE`` when
            somebody changed it since; ``MONTH_CLOSED`` for a visit whose month is closed.
    """
    if entry_id.startswith(_ACT):
        return counting.take_back(store, entry_id.removeprefix(_ACT))
    n = entry_id.removeprefix(_CHANGE)
    saved = next(_saved(store, "n = ?", (int(n),)), None) if n.isdecimal() and len(n) < 18 else None
    if saved is None:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    back = _undone(store, saved)
    problems = _check(back, today(store.clock))
    if problems:
        return Outcome(problems=tuple(problems), id=saved.id)
    changed = store.records.put(back, Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({saved.kind.name}) if changed else frozenset(), id=saved.id)


def take_out(store: Store, kind_name: str, record_id: str, initials: str = "") -> Outcome:
    """Take something out of the bin: it is again where it was.

    Raises:
        RefusedError: ``NOTHING_TO_UNDO`` when it is not in the bin.
    """
    kind = next((one for one in KINDS if one.name == kind_name and one.record in IN_THE_BIN), None)
    found = store.records.one(kind.record, record_id) if kind is not None else None
    if not isinstance(found, IN_THE_BIN) or found.removed_on is None:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    store.records.put(replace(found, removed_on=None), Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({kind_name}), id=record_id)


def _saved(store: Store, condition: str, values: Sequence[object]) -> Iterator[_Saved]:
    names = ", ".join(f"'{name}'" for name in TOLD)
    rows = store.database.rows(
        f"SELECT n, at_ms, kind, id, sets, before, author FROM changes WHERE kind IN ({names}) AND {condition}"  # noqa: S608 - our own names
        " ORDER BY n DESC",
        values,
    )
    for n, at_ms, kind, record_id, sets, before, by in rows:
        yield _Saved(
            n=n,
            at_ms=at_ms,
            kind=TOLD[kind],
            id=record_id,
            sets=from_json(sets, dict[str, Any]),
            before=from_json(before, dict[str, Any]),
            by=by or "",
        )


def _saved_entries(store: Store, first: date, say: Words) -> list[Entry]:
    since = int(datetime(first.year, first.month, first.day).astimezone().timestamp() * 1000)
    found = []
    for _, group in groupby(_saved(store, "at_ms >= ?", (since,)), key=lambda one: (one.at_ms // 1000, one.kind.name)):
        together = list(group)
        if len(together) > AT_ONCE:
            found.append(_many(store, together, say))
        else:
            found += [told for one in together if (told := _one(store, one, say)) is not None]
        if len(found) >= MOST:
            break
    return found


def _many(store: Store, together: list[_Saved], say: Words) -> Entry:
    one = together[0]
    what = say("{n} at once: {kind}", n=len(together), kind=_kind_words(one.kind, say))
    return _entry(store, one, what, "", say, undoable=False)


def _one(store: Store, one: _Saved, say: Words) -> Entry | None:
    record = store.records.one(one.kind.record, one.id)
    if record is None or (isinstance(record, NetworkRules) and _made(store, one)):
        return None
    title, kind = _title(store, record, say), _kind_words(one.kind, say)
    if _made(store, one):
        what, details = say("{kind} made: {title}", kind=kind, title=title), ""
    elif one.sets.get("removed_on"):
        what, details = say("{kind} taken away: {title}", kind=kind, title=title), ""
    elif "removed_on" in one.sets:
        what, details = say("{kind} put back: {title}", kind=kind, title=title), ""
    else:
        what = say("{kind} changed: {title}", kind=kind, title=title)
        details = _details(store, one, say) if one.kind.record is Sheet else ""
    since = ""
    try:
        undoable = not _check(_undone(store, one), today(store.clock))
    except RefusedError as error:
        undoable = False
        since = _since(store, one, record, say) if error.code is Code.CHANGED_SINCE else ""
    return replace(_entry(store, one, what, details, say, undoable=undoable), since=since)


def _details(store: Store, one: _Saved, say: Words) -> str:
    """Return what a change of a sheet wrote: the first fields with their value, the others by name."""
    said = [
        say("{field}: {value}", field=field_words(field, say), value=value_words(store, field, after, say))
        for field, after in islice(one.sets.items(), WITH_VALUES)
        if "." not in field
    ]
    named = {field_words(field, say) for place, field in enumerate(one.sets) if place >= WITH_VALUES or "." in field}
    return " ; ".join((*said, *sorted(named)))


def _since(store: Store, one: _Saved, record: Record, say: Words) -> str:
    """Return what somebody changed since, as it now is."""
    field, now = next(
        (field, present) for field, before, after, present in _states(one, record) if present not in (before, after)
    )
    if one.kind.record is not Sheet or "." in field:
        return say("changed since")
    return say(
        "changed since, {field} now: {value}", field=field_words(field, say), value=value_words(store, field, now, say)
    )


def _entry(store: Store, one: _Saved, what: str, details: str, say: Words, *, undoable: bool) -> Entry:
    moment = datetime.fromtimestamp(one.at_ms / 1000, UTC).astimezone()
    return Entry(
        id=f"{_CHANGE}{one.n}",
        day=moment.date(),
        when=_when(moment.date(), today(store.clock), say),
        time=clock(moment.time(), say.language),
        what=what,
        details=details,
        by=one.by,
        undoable=undoable,
    )


def _act_entries(store: Store, first: date, say: Words) -> list[Entry]:
    day, found = today(store.clock), []
    titles = {str(one.id): one.title for one in store.records.all(Procedure)}
    acts = [act for days in range((day - first).days + 1) for act in store.referrals.of_day(day - timedelta(days=days))]
    made = {month: counting.is_made(store, month) for month in {act.month for act in acts}}
    for act in acts:
        what = _act_words(act, titles.get(act.procedure, ""), say)
        found.append(
                Entry(
                    id=f"{_ACT}{act.id}", day=act.day, when=_when(act.day, day, say), time="", what=what,
                    details=act.code, by="", undoable=not made[act.month],
                )
            )  # fmt: skip
    return found


def _act_words(act: Referral, title: str, say: Words) -> str:
    title = title or say("A need not found, or not said")
    if act.code:
        return say("Slip: {title}", title=title)
    return say("Visit counted: {title}, {end}", title=title, end=end_words(act.end, say).lower())


def _undone(store: Store, saved: _Saved) -> Record:
    """Return the record as it would be without one change.

    Raises:
        RefusedError: ``NOTHING_TO_UNDO``, ``CHANGED_SINCE``.
    """
    record = store.records.one(saved.kind.record, saved.id)
    if record is None or (isinstance(record, CharterVersion) and record.adopted_on is not None):
        raise RefusedError(Code.NOTHING_TO_UNDO)
    if _made(store, saved):
        if not isinstance(record, IN_THE_BIN) or record.removed_on is not None:
            raise RefusedError(Code.NOTHING_TO_UNDO)
        return replace(record, removed_on=today(store.clock))
    states = tuple(_states(saved, record))
    if any(present not in (before, after) for _, before, after, present in states):
        raise RefusedError(Code.CHANGED_SINCE)
    earlier = {field: before for field, before, _, present in states if present != before}
    if not earlier:
        raise RefusedError(Code.NOTHING_TO_UNDO)
    return patched(record, earlier)


def _states(saved: _Saved, record: Record) -> Iterator[tuple[str, Any, Any, Any]]:
    """Yield each field of a change with its value before it, after it, and now."""
    now = spread(saved.kind, to_plain(record))
    for field, after in saved.sets.items():
        before = value_before(
            saved.kind,
            Change(field=field, before=saved.before.get(field), after=after, at_ms=saved.at_ms, by=saved.by, n=saved.n),
        )
        yield field, before, after, now.get(field, 0 if "." in field else None)


def _made(store: Store, saved: _Saved) -> bool:
    """Return whether a change made its record."""
    row = store.database.row("SELECT dots FROM versions WHERE kind = ? AND id = ?", (saved.kind.name, saved.id))
    made = from_json(row[0], dict[str, tuple[int, int, int]]).get("*") if row else None
    return made is not None and made[:2] == (0, saved.n)


def _check(record: Record, day: date) -> Sequence[Problem]:
    if isinstance(record, Sheet) and record.removed_on is None:
        return sheets.check(record, day)
    if isinstance(record, Session) and record.removed_on is None:
        return sessions.check(record)
    return ()


def _title(store: Store, record: Record, say: Words) -> str:
    if isinstance(record, Sheet | Library):
        return record.name
    if isinstance(record, Session | Procedure):
        return record.title
    if isinstance(record, Doubt | Call | Agreement):
        found = store.records.one(Sheet, record.sheet)
        return found.name if found is not None else ""
    if isinstance(record, Appointment):
        return record.code
    if isinstance(record, NetworkRules):
        return say("{days} days, {months} months", days=record.news_days, months=record.kept_months)
    if isinstance(record, CharterVersion) and record.adopted_on is None:
        return say("draft of version {number}", number=record.number)
    return say("The charter")


def _kind_words(kind: Kind, say: Words) -> str:
    return {
        "library": say("This library"),
        "procedure": say("Procedure"),
        "sheet": say("Sheet"),
        "doubt": say("“It is wrong”"),
        "call": say("Call of the week"),
        "charter": say("Charter"),
        "agreement": say("Agreement with a partner"),
        "session": say("Drop-in session"),
        "appointment": say("Appointment"),
        "network-rules": say("Rules of slips and visits"),
    }[kind.name]


def _when(day: date, now: date, say: Words) -> str:
    days = (now - day).days
    return age(days, say) if days < 2 else plain_day(day, say.language)
