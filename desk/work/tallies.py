"""Days without the computer: a sheet of boxes to tick, typed in later in one minute; typed twice, it counts once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.ids import id_from, unused
from desk.base.text import clean
from desk.base.words import Words
from desk.domain.procedures import Procedure
from desk.domain.referrals import End, Referral, ReferralId, new_code, read_code
from desk.domain.tallies import COLUMNS, FAMILY, Tally, check
from desk.store import seed, tallies
from desk.store.store import Store
from desk.work import counting
from desk.work.figures_words import end_words
from desk.work.outcome import Outcome
from desk.work.refer import season

LINES = 12
"""Procedures that have a line of their own on the sheet: more no longer fits on one page with the families."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyLine:
    """One line to tick: its key, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TallySheet:
    """What is printed, and typed in: lines, the heads of the columns in order, the code. ``typed`` if it was already."""

    code: str
    lines: tuple[TallyLine, ...]
    columns: tuple[tuple[End, str], ...]
    typed: Mapping[str, Mapping[str, int]]
    day: date | None = None
    told: str = ""


# Queries


def to_type(store: Store, typed_code: str, say: Words) -> TallySheet:
    """Return the sheet to type in, with what was already typed in from it.

    Raises:
        RefusedError: ``WRONG_CODE``; ``NOT_A_TALLY`` when the code is a slip's or of another library.
    """
    kept = _kept(store, typed_code)
    lines = _lines(store, tuple(kept.lines), say)
    told = (
        say(
            "This sheet was typed in already, for {day}. What you change replaces it.",
            day=plain_day(kept.day, say.language),
        )
        if kept.day
        else ""
    )
    return TallySheet(
        code=kept.code, lines=lines, columns=_columns(say), typed=kept.lines, day=kept.day, told=told
    )  # fmt: skip


# Operations


def print_sheet(store: Store, say: Words) -> TallySheet:
    """Return a new sheet to print, kept so that its code is known when it is typed in."""
    asked = tallies.most_asked(store, LINES)
    of_season = tuple(one for one, _ in season(store))
    procedures = tuple(dict.fromkeys((*asked, *of_season, *seed.usual(store.seeds.folder))))[:LINES]
    families = tuple(FAMILY + slug for slug in store.seeds.taxonomy.families)
    code = unused(new_code, store.referrals.is_taken)
    keys = (*procedures, *families)
    with store.database.atomic():
        tallies.keep(store, Tally(code=code, printed_on=today(store.clock), lines={key: {} for key in keys}))
    return TallySheet(code=code, lines=_lines(store, keys, say), columns=_columns(say), typed={})


def type_in(store: Store, typed_code: str, day: date, lines: Mapping[str, Mapping[End, int]]) -> Outcome:
    """Count what was ticked on a sheet. Typed again, it replaces what was typed before; twice the same changes nothing.

    Raises:
        RefusedError: ``WRONG_CODE``, ``NOT_A_TALLY``; ``UNKNOWN_TICKS`` for a line that the sheet has not; ``MONTH_CLOSED`` when it was typed in and its month is closed.
    """
    kept = _kept(store, typed_code)
    others = [key for key in lines if key not in kept.lines]
    known = store.records.many(Procedure, others)
    if unknown := next((key for key in others if key not in known), None):
        raise RefusedError(Code.UNKNOWN_TICKS, text=clean(unknown, 60))
    now = today(store.clock)
    if problems := check(lines, day, now):
        return Outcome(problems=tuple(problems))
    wanted = {
        f"{key}|{end}|{at}": _act(store, kept.code, key, end, at, day)
        for key, ends in lines.items()
        for end, n in ends.items()
        for at in range(n)
    }
    with store.database.atomic():
        before = store.referrals.of_tally(kept.code)
        if closed := next((one.month for one in before if counting.is_settled(store, one)), None):
            raise RefusedError(Code.MONTH_CLOSED, month=closed)
        ids = {one.id for one in wanted.values()}
        for one in before:
            if one.id not in ids or one.day != day:
                counting.take_back(store, one.id)
        for act in wanted.values():
            counting.note(store, act)
        plain = {key: {end.value: n for end, n in ends.items() if n} for key, ends in lines.items()}
        tallies.keep(store, replace(kept, day=day, lines={**{key: {} for key in kept.lines}, **plain}))
    return Outcome(changed=counting.CHANGED)


def _kept(store: Store, typed: str) -> Tally:
    code = read_code(typed)
    if code is None:
        raise RefusedError(Code.WRONG_CODE, typed=clean(typed, 20))
    found = tallies.one(store, code)
    if found is None:
        raise RefusedError(Code.NOT_A_TALLY, typed=clean(typed, 20))
    return found


def _columns(say: Words) -> tuple[tuple[End, str], ...]:
    return tuple((end, end_words(end, say)) for end in COLUMNS)


def _lines(store: Store, keys: tuple[str, ...], say: Words) -> tuple[TallyLine, ...]:
    titles = store.records.many(Procedure, [key for key in keys if not key.startswith(FAMILY)])
    families = store.seeds.taxonomy.families
    lines = []
    for key in keys:
        family = families.get(key.removeprefix(FAMILY)) if key.startswith(FAMILY) else None
        if family is not None:
            name = family.label if say.language == "fr" else family.english
            lines.append(TallyLine(key=key, label=say("Other: {family}", family=name)))
        elif key in titles:
            lines.append(TallyLine(key=key, label=titles[key].title))
    return tuple(lines)


def _act(store: Store, code: str, key: str, end: End, at: int, day: date) -> Referral:
    family = key.removeprefix(FAMILY) if key.startswith(FAMILY) else ""
    domain = (
        next((one.slug for one in store.seeds.taxonomy.domains.values() if one.family == family), "") if family else ""
    )
    return Referral(
        id=ReferralId(id_from(f"{code}|{key}|{end}|{at}")),
        day=day,
        procedure="" if family else key,
        domain=domain,
        end=end,
        tally=code,
    )
