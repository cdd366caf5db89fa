"""Échanges, in words: where things stand, what was written in two ways, what left and what came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desk.base.clock import today
from desk.base.codec import from_json
from desk.base.dates import plain_day
from desk.base.errors import Code, UnavailableError
from desk.base.words import Words
from desk.domain.catalogue import KINDS
from desk.store.changes import ME
from desk.store.exchange import LAST_STOP, LAST_TIME
from desk.store.numbers import numbers
from desk.store.store import Store
from desk.work import questions, sentences
from desk.work.history_words import field_words, value_words
from desk.work.questions import Question

JOURNAL = 60
"""How many lines of the journal are shown."""

_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One of the values of a question in words: whose, when, what."""

    who: str
    when: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One question in words. ``ours`` is what this desk wrote, or what is shown; ``before`` may be empty.

    ``to_check`` when somebody set it aside until a telephone call.
    """

    id: str
    record: str
    title: str
    ours: Told
    theirs: Told
    before: str
    to_check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the journal: the day, what it is about, and how far it is: ici, parti, reçu, à revoir."""

    when: str
    what: str
    way: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that the screen says. ``network`` is empty before this desk is in one."""

    network: str
    state: str
    more: str
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]


def view(store: Store, say: Words) -> View:
    """Return where the exchange stands."""
    now = numbers(store.database).now
    state, more = _state(store, say)
    return View(
        network=now.network if now else "",
        state=state,
        more=more,
        cards=tuple(_card(store, one, say) for one in questions.questions(store)),
        lines=_journal(store, say),
    )


def state_line(store: Store, say: Words) -> str:
    """Return in one short line what waits or is to be settled; nothing before this desk is in a network."""
    if numbers(store.database).now is None:
        return ""
    waiting, asked = _waiting(store), questions.count(store)
    if asked:
        return say.count(asked, "{n} question to settle", "{n} questions to settle")
    return say.count(waiting, "{n} change to send", "{n} changes to send") if waiting else say("All is sent")


def way_of(store: Store, kind: str, record: str, say: Words) -> str:
    """Return how far a record is on its way, in one word; nothing before this desk is in a network."""
    if numbers(store.database).now is None:
        return ""
    row = store.database.row(
        "SELECT state FROM changes WHERE kind = ? AND id = ? ORDER BY n DESC LIMIT 1", (kind, record)
    )
    came = store.database.row("SELECT 1 FROM journal WHERE kind = ? AND id = ? AND desk <> 0 LIMIT 1", (kind, record))
    asked = questions.of_sheets(store, (record,)) if kind == "sheet" else {}
    if asked or (row and row[0] in {3, 4}):
        return say("to look at again")
    if row is not None:
        return say("here only") if row[0] == 0 else say("sent")
    return say("received") if came else ""


def other_versions(store: Store, sheet: str, say: Words) -> tuple[str, ...]:
    """Return what others wrote of a sheet where it shows something else: « Horaires, selon Blacy : lundi 9 h - 12 h »."""
    return tuple(
        say(
            "{field}, as {who} says: {value}",
            field=field_words(one.field, say),
            who=version.label or say("this desk"),
            value=value_words(store, one.field, version.value, say),
        )
        for one in questions.of_sheets(store, (sheet,)).get(sheet, ())
        for version in one.versions[1:]
    )


def _state(store: Store, say: Words) -> tuple[str, str]:
    if numbers(store.database).now is None:
        return say("This desk works alone."), say("It can come into a network with an invitation.")
    waiting, last, stopped = _waiting(store), store.state(LAST_TIME), store.state(LAST_STOP)
    if waiting:
        state = say.count(waiting, "{n} change waits for a connection", "{n} changes wait for a connection")
    else:
        state = say("Everything is sent")
    told = []
    if last:
        moment = datetime.fromisoformat(last)
        day = say("today") if moment.date() == today(store.clock) else plain_day(moment.date(), say.language)
        told.append(say("Last exchange: {day}, {time}.", day=day, time=_time(moment, say)))
    else:
        told.append(say("No exchange yet."))
    if stopped:
        told.append(sentences.of_error(UnavailableError(Code(stopped), count=0), say))
    offset = int(store.state("clock_offset_ms") or 0)
    if abs(offset) > 300_000:
        told.append(say("The clock of this computer is wrong by {much}.", much=_much(abs(offset) // 60_000, say)))
    return state, " ".join(told)


def _much(minutes: int, say: Words) -> str:
    if minutes < 120:
        return say.count(minutes, "{n} minute", "{n} minutes")
    if minutes < 2880:
        return say.count(minutes // 60, "{n} hour", "{n} hours")
    return say.count(minutes // 1440, "{n} day", "{n} days")


def _time(moment: datetime, say: Words) -> str:
    return f"{moment.hour} h {moment.minute:02}" if say.language == "fr" else f"{moment.hour}:{moment.minute:02}"


def _waiting(store: Store) -> int:
    return store.records.log.count()


def _card(store: Store, one: Question, say: Words) -> Card:
    ours = next((version for version in one.versions if version.desk == ME), one.versions[0])
    theirs = next(version for version in one.versions if version is not ours)

    def told(version: questions.Version) -> Told:
        return Told(
            who=version.label or say("This desk"),
            when=plain_day(version.day, say.language),
            value=_value(store, one.kind, one.field, version.value, say),
        )

    before = "" if one.before is None else _value(store, one.kind, one.field, one.before, say)
    return Card(
        id=one.id,
        record=one.record if one.kind == "sheet" else "",
        title=f"{one.name} · {_field(one.kind, one.field, say)}",
        ours=told(ours),
        theirs=told(theirs),
        before=before,
        to_check=one.to_check,
    )


def _value(store: Store, kind: str, field: str, value: Any, say: Words) -> str:
    return value_words(store, field, value, say) if kind == "sheet" else str(value)


def _field(kind: str, field: str, say: Words) -> str:
    return field_words(field, say) if kind == "sheet" else _kind_words(kind, say)


def _kind_words(kind: str, say: Words) -> str:
    return {
        "sheet": say("Sheet"),
        "doubt": say("Sheet said to be wrong"),
        "call": say("Telephone call"),
        "procedure": say("Procedure"),
        "library": say("This library"),
        "referral": say("Referral"),
    }.get(kind, say("New line"))


def _journal(store: Store, say: Words) -> tuple[Line, ...]:
    """Return what left and what came, the latest first."""
    rows = store.database.rows(
        "SELECT at_ms, kind, id, sets, state, refusal, '' FROM (SELECT * FROM changes ORDER BY n DESC LIMIT ?1)"
        " UNION ALL SELECT at * 1000, kind, id, sets, -1, '', coalesce(label, '') FROM"
        " (SELECT journal.*, desks.label FROM journal LEFT JOIN desks ON desks.desk = journal.desk"
        " WHERE journal.desk <> 0 ORDER BY at DESC LIMIT ?1)"
        " UNION ALL SELECT at * 1000, kind, id, sets, -2, '', coalesce(label, '') FROM"
        " (SELECT carried.*, desks.label FROM carried LEFT JOIN desks ON desks.desk = carried.desk"
        " ORDER BY at DESC LIMIT ?1) ORDER BY 1 DESC LIMIT ?1",
        (JOURNAL,),
    )
    names = _names(store, [(kind, record) for _, kind, record, *_ in rows])
    return tuple(_line(row, names, say) for row in rows)


def _line(row: tuple[Any, ...], names: Mapping[tuple[str, str], str], say: Words) -> Line:
    at_ms, kind, record, sets, state, refusal, label = row
    moment = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
    fields = dict.fromkeys(_field(kind, field, say) for field in from_json(sets, dict[str, Any]))
    what = names.get((kind, record)) or _kind_words(kind, say)
    listed = ", ".join(list(fields)[:3]) + (", …" if len(fields) > 3 else "")
    ways = {
        -2: say("received by a stick, not confirmed yet"),
        -1: say("received"),
        0: say("here only"),
        1: say("sent"),
        2: say("sent"),
    }
    return Line(
        when=f"{plain_day(moment.date(), say.language)}, {_time(moment, say)}",
        what=f"{what} · {listed}" if kind == "sheet" and listed else what,
        way=ways.get(state, say("to look at again")),
        more=_refusal(refusal, say) if state == 4 else label,
    )


def _refusal(word: str, say: Words) -> str:
    return {
        "right": say("This desk may not write there."),
        "size": say("This is too long to be sent."),
        "form": say("This could not be read by the network."),
        "quota": say("Too much was sent today."),
    }.get(word, say("The network did not take it."))


def _names(store: Store, keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what records are called; a doubt or a call by its sheet."""
    found: dict[tuple[str, str], str] = {}
    by_kind: dict[str, list[str]] = {}
    for named_kind, record in keys:
        by_kind.setdefault(named_kind, []).append(record)
    for kind_name, ids in by_kind.items():
        kind = _KINDS.get(kind_name)
        if kind is None:
            continue
        for record_id, one in store.records.many(kind.record, list(dict.fromkeys(ids))).items():
            named = getattr(one, "name", "") or getattr(one, "title", "")
            if not named and (sheet := getattr(one, "sheet", "")):
                row = store.database.row("SELECT name FROM sheets WHERE id = ?", (sheet,))
                named = row[0] if row else ""
            found[kind_name, record_id] = str(named)
    return found
