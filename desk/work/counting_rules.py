"""The two rules of counting: how long news of a slip is waited for, how long visits are kept. Who decides, and the act."""

from dataclasses import replace

from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.domain.counts import RULES, NetworkRules
from desk.store.changes import Author
from desk.store.numbers import numbers
from desk.store.store import Store
from desk.work import counting, figures
from desk.work.counting_shape import (
    FEWEST_KEPT,
    FEWEST_NEWS_DAYS,
    MOST_KEPT,
    MOST_NEWS_DAYS,
    Decides,
    Rules,
)
from desk.work.freshness import INITIALS
from desk.work.outcome import Outcome

KIND = "network-rules"


# Queries


def rules(store: Store) -> Rules:
    """Return the rules of this desk, and who decides of them."""
    return Rules(
        news_days=counting.news_days(store), kept_months=counting.kept_months(store), decides=_who_decides(store)
    )


# Operations


def decide(
    store: Store, *, news_days: int | None = None, kept_months: int | None = None, initials: str = ""
) -> Outcome:
    """Change the rules, for the whole network when this desk is its coordinator's: one act, that the journal can undo.

    Months already closed stay closed. What is older than the months kept goes for good at the next start of day.

    Raises:
        RefusedError: ``RULES_OF_NETWORK`` when the coordinator's desk decides; ``NEWS_DAYS`` when not between 7 and 90;
            ``KEPT_MONTHS`` when not between 13 and 36: a year and its comparison need 13.
    """
    if _who_decides(store) is Decides.NETWORK:
        raise RefusedError(Code.RULES_OF_NETWORK)
    days = counting.news_days(store) if news_days is None else news_days
    months = counting.kept_months(store) if kept_months is None else kept_months
    if not FEWEST_NEWS_DAYS <= days <= MOST_NEWS_DAYS:
        raise RefusedError(Code.NEWS_DAYS, low=FEWEST_NEWS_DAYS, high=MOST_NEWS_DAYS)
    if not FEWEST_KEPT <= months <= MOST_KEPT:
        raise RefusedError(Code.KEPT_MONTHS, low=FEWEST_KEPT, high=MOST_KEPT)
    with store.database.atomic():
        known = store.records.one(NetworkRules, RULES)
        if known is None:
            known = NetworkRules()
            store.records.put(known)  # what a change can be undone to
        changed = store.records.put(
            replace(known, news_days=days, kept_months=months), Author(initials=clean(initials, INITIALS))
        )
    return Outcome(changed=frozenset({KIND}) if changed else frozenset(), id=RULES)


def _who_decides(store: Store) -> Decides:
    if numbers(store.database).now is None:
        return Decides.ALONE
    return Decides.COORDINATOR if figures.coordinates(store) else Decides.NETWORK
