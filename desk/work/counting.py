"""Counting: one anonymous act at a time, what became of it, and the month it counts in. No person, ever."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id, unused
from desk.base.text import clean
from desk.domain.counts import (
    KEPT_MONTHS,
    NEWS_DAYS,
    RULES,
    NetworkRules,
    Result,
    first_kept_month,
    is_closed,
    month_of,
    months_until,
    result_of,
)
from desk.domain.procedures import Procedure
from desk.domain.referrals import (
    Autonomy,
    Device,
    End,
    Outcome,
    Reason,
    Referral,
    ReferralId,
    Visit,
    new_code,
    read_code,
)
from desk.store import counts, measures
from desk.store.store import Store
from desk.work.counting_shape import FEWEST_KEPT, MOST_KEPT
from desk.work.outcome import Outcome as Done

CHANGED = frozenset({"referral", "count"})

MOST_BLANK_SLIPS = 60

ASKED_DAYS = 61
"""For how long after the wait a slip without news is still listed: two months. Later nobody at the relay remembers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be said of a visit besides how it ended; each is optional."""

    autonomy: Autonomy = Autonomy.UNKNOWN
    device: Device = Device.UNKNOWN
    visit: Visit = Visit.UNKNOWN


# Queries


def news_days(store: Store) -> int:
    """Return after how many days a slip without news is no longer waited for."""
    days = _rules(store).news_days
    return days if 1 <= days <= 365 else NEWS_DAYS


def kept_months(store: Store) -> int:
    """Return how many months acts are kept one by one before only yearly counts are left."""
    months = _rules(store).kept_months
    return months if FEWEST_KEPT <= months <= MOST_KEPT else KEPT_MONTHS


def of_code(store: Store, typed: str) -> Referral:
    """Return the act whose slip carries the code ``typed``, one printed ahead included.

    Raises:
        RefusedError: ``WRONG_CODE`` when the check sign is wrong, ``UNKNOWN_SLIP`` when the code is not ours.
    """
    code = read_code(typed)
    if code is None:
        raise RefusedError(Code.WRONG_CODE, typed=clean(typed, 20))
    found = store.referrals.of_code(code)
    if found is None and store.referrals.is_reserved(code):
        day = today(store.clock)
        return Referral(id=ReferralId(new_id()), day=day, end=End.RELAYED, code=code)
    if found is None:
        raise RefusedError(Code.UNKNOWN_SLIP, typed=clean(typed, 20))
    return found


def not_back(store: Store) -> tuple[Referral, ...]:
    """Return the acts whose slip is « pas encore revenu »: given within the wait for news, oldest first."""
    day = today(store.clock)
    return store.referrals.unheard_of(day - timedelta(days=news_days(store)), date.max)


def without_news(store: Store) -> tuple[Referral, ...]:
    """Return the acts whose slip is « sans nouvelle »: given before the wait, two months at most, oldest first."""
    last = today(store.clock) - timedelta(days=news_days(store) + 1)
    return store.referrals.unheard_of(last - timedelta(days=ASKED_DAYS - 1), last)


def is_made(store: Store, month: str) -> bool:
    """Return whether the figures of a month are made: closed here for good, or as soon as the day starts."""
    return counts.is_month_closed(store, month) or is_closed(month, today(store.clock), news_days(store))


def is_settled(store: Store, referral: Referral) -> bool:
    """Return whether the figures of the month an act counts in are made, and no longer change."""
    return bool(referral.month) and is_made(store, referral.month)


# Operations


def note(store: Store, referral: Referral) -> Done:
    """Count one anonymous act. Safe to repeat with the same one."""
    with store.database.atomic():
        before = store.referrals.one(referral.id)
        if before is None:
            day = today(store.clock)
            month = month_of(min(referral.day, day))
            referral = replace(referral, month=month_of(day) if is_made(store, month) else month)
            if referral.code:
                store.referrals.use(referral.code)
        elif before == replace(referral, month=before.month):
            return Done(id=referral.id)
        else:
            referral = replace(referral, month=before.month)
        store.referrals.put(referral)
        _move(store, before, referral)
    return Done(changed=CHANGED, id=referral.id)


def end_visit(
    store: Store,
    end: End,
    *,
    reason: Reason = Reason.UNKNOWN,
    procedure: str = "",
    relay_type: str = "",
    told: Told | None = None,
) -> Done:
    """Count a visit that ended without a slip."""
    known = store.records.one(Procedure, procedure) if procedure else None
    if procedure and known is None:
        raise RefusedError(Code.UNKNOWN_PROCEDURE, id=clean(procedure, 60))
    told = told or Told()
    return note(
        store,
        Referral(
            id=ReferralId(new_id()),
            day=today(store.clock),
            procedure=procedure,
            domain=known.domain if known else "",
            relay_type=relay_type,
            end=end,
            reason=reason if end is End.NOT_POSSIBLE else Reason.UNKNOWN,
            autonomy=told.autonomy,
            device=told.device,
            visit=told.visit,
        ),
    )


def tell(store: Store, referral_id: str, told: Told) -> Done:
    """Keep what was told of a visit that is already counted."""
    found = store.referrals.one(referral_id)
    if found is None:
        raise RefusedError(Code.UNKNOWN_SLIP, typed="")
    if is_settled(store, found):
        raise RefusedError(Code.MONTH_CLOSED, month=found.month)
    return note(store, replace(found, autonomy=told.autonomy, device=told.device, visit=told.visit))


def note_outcome(store: Store, typed: str, outcome: Outcome) -> Referral:
    """Keep what became of the act whose slip carries the code ``typed``. Safe to repeat; a later word replaces it.

    Once its month's figures are made they stay as they are: the slip is no longer asked for, and no counter moves.

    Raises:
        RefusedError: ``WRONG_CODE``, ``UNKNOWN_SLIP``.
    """
    found = of_code(store, typed)
    heard = None if outcome is Outcome.UNKNOWN else today(store.clock)
    changed = replace(found, end=End.RELAYED, outcome=outcome, outcome_on=heard)
    if is_settled(store, found):
        with store.database.atomic():
            store.referrals.put(changed)
    else:
        note(store, changed)
    return changed


def take_back(store: Store, referral_id: str) -> Done:
    """Uncount an act noted by mistake, for good.

    Raises:
        RefusedError: ``UNKNOWN_SLIP``; ``MONTH_CLOSED`` when its month's figures are already made.
    """
    with store.database.atomic():
        found = store.referrals.one(referral_id)
        if found is None:
            raise RefusedError(Code.UNKNOWN_SLIP, typed="")
        if is_settled(store, found):
            raise RefusedError(Code.MONTH_CLOSED, month=found.month)
        _move(store, found, None)
        store.referrals.drop(referral_id)
        if found.code:
            store.referrals.reserve((found.code,), today(store.clock))  # its paper may be in somebody's hands
    return Done(changed=CHANGED)


def blank_slips(store: Store, many: int) -> tuple[str, ...]:
    """Return the codes of slips printed ahead, kept so that each is known when it is typed."""
    codes: list[str] = []
    with store.database.atomic():
        for _ in range(max(1, min(many, MOST_BLANK_SLIPS))):
            codes.append(unused(new_code, lambda code: code in codes or store.referrals.is_taken(code)))
        store.referrals.reserve(codes, today(store.clock))
    return tuple(codes)


def keep_time(store: Store) -> str:
    """Close the months whose figures no longer change, then turn what is older than 25 months into yearly counts.

    Return the first month of which acts are still kept one by one, nothing when today is not to be believed. Done at the start of each day; safe to repeat. A clock that jumps ahead by more than a year closes nothing: it would
    be for good.
    """
    day = today(store.clock)
    with store.database.atomic():
        _count_what_was_not(store)
        if not _is_believable(store, day):
            return ""
        days = news_days(store)
        known, shut = counts.months_counted(store), set(counts.closed_months(store))
        closing = [month for month in months_until(known, day) if month not in shut and is_closed(month, day, days)]
        counted = counts.open_counts(store)
        for month in closing:
            counts.close_month(store, month, day, (settled(one) for one in counted if one.month == month))
            measures.close(store, month)
        _fold(store, day)
    return first_kept_month(day, kept_months(store))


def _fold(store: Store, day: date) -> None:
    """Turn what is too old into yearly counts, and erase it here and, by the exchange, at the hub."""
    first = first_kept_month(day, kept_months(store))
    store.referrals.drop_before(first)
    years = sorted({month[:4] for month in counts.closed_months(store) if len(month) == 7 and month[:4] < first[:4]})
    for year in years:  # a whole year at once: its months and its total are never both on paper for the first time
        counts.fold_year(store, year, day)
        measures.fold(store, year)
    store.records.erase("count", counts.of_months_before(store, f"{first[:4]}-01"))


def _rules(store: Store) -> NetworkRules:
    return store.records.one(NetworkRules, RULES) or NetworkRules()


def _is_believable(store: Store, day: date) -> bool:
    """Return whether today is no more than a year after the last day on which anything was noted."""
    latest = store.referrals.latest(1)
    closed = counts.closed_months(store)
    return not latest or bool(closed) or day - latest[0].day < timedelta(days=366)


def _count_what_was_not(store: Store) -> None:
    """Count the acts noted by versions that had no counters, once."""
    if store.state("acts-counted"):
        return
    if store.library() is None:
        return
    for one in store.referrals.all():
        _move(store, None, one)
    store.keep_state("acts-counted", "1")


def settled(one: counts.Summed) -> counts.Summed:
    """Return a counter as its closed month shows it: a relay of which nothing was heard is « sans nouvelle »."""
    return replace(one, result=Result.RELAYED_NO_NEWS.value) if one.result == Result.RELAYED else one


def _move(store: Store, before: Referral | None, after: Referral | None) -> None:
    """Move one act from a counter to another. Inside a transaction."""
    library = store.library()
    if library is None:
        return
    steps = [(one, n) for one, n in ((before, -1), (after, 1)) if one is not None]
    if len(steps) == 2 and _cell(steps[0][0]) == _cell(steps[1][0]):
        return
    if not store.state("acts-counted"):
        store.keep_state("acts-counted", "1")
    for one, n in steps:
        month, need, relay_type, result = _cell(one)
        counts.add(store, library, month, need, _family(store, one), relay_type, result, n)


def _cell(one: Referral) -> tuple[str, str, str, str]:
    return one.month or month_of(one.day), one.procedure, one.relay_type, result_of(one).value


def _family(store: Store, one: Referral) -> str:
    """Return the family of a need: the procedure's, else that of its domain."""
    procedure = store.records.one(Procedure, one.procedure) if one.procedure else None
    if procedure is not None:
        return procedure.family
    domain = store.seeds.taxonomy.domains.get(one.domain)
    return domain.family if domain else ""
