"""Slips given, as they are told at the desk: what each was for, where to, how long ago, what became of it. No person."""

from collections.abc import Sequence

from desk.base.clock import today
from desk.base.dates import age, plain_day, published
from desk.base.words import Words
from desk.domain.counts import result_of
from desk.domain.procedures import Procedure
from desk.domain.referrals import Outcome, Referral
from desk.store.store import Store
from desk.work import counting
from desk.work.counts_view import News, NewsLine
from desk.work.figures_words import result_words


def news(store: Store, say: Words) -> News:
    """Return the slips « sans nouvelle » and those « pas encore revenus » of earlier days, each oldest first.

    Nobody asks anybody what became of a person in danger: those slips are in no list.
    """
    silent = {str(one.id) for one in store.records.all(Procedure) if one.emergency}
    day = today(store.clock)
    without, awaited = (
        [one for one in found if one.procedure not in silent and one.day < day]
        for found in (counting.without_news(store), counting.not_back(store))
    )
    return News(
        days=counting.news_days(store), without_news=_lines(store, without, say), not_back=_lines(store, awaited, say)
    )


def slip(store: Store, typed: str, say: Words) -> NewsLine:
    """Return the slip that carries the code ``typed``, with what was told of it already.

    Raises:
        RefusedError: ``WRONG_CODE``, ``UNKNOWN_SLIP``.
    """
    return _lines(store, (counting.of_code(store, typed),), say)[0]


def noted(store: Store, slip: Referral, say: Words) -> str:
    """Return how it is said that what became of a slip is noted, and whether its month's figures follow."""
    told = say("{code}: noted. Thank you.", code=slip.code)
    if not counting.is_settled(store, slip):
        return told
    month = published(slip.month, say.language)
    return f"{told} {say('The figures of its month are made already ({month}): they do not change.', month=month)}"


def _lines(store: Store, found: Sequence[Referral], say: Words) -> tuple[NewsLine, ...]:
    day = today(store.clock)
    places = store.records.brief([one.sheet for one in found if one.sheet])
    titles = {str(one.id): one.title for one in store.records.all(Procedure)} if found else {}
    relays = store.seeds.taxonomy.relay_types
    lines = []
    for one in found:
        place, kind = places.get(one.sheet), relays.get(one.relay_type)
        label = (kind.label if say.language == "fr" else kind.english) if kind else ""
        lines.append(
            NewsLine(
                code=one.code,
                title=titles.get(one.procedure, one.procedure),
                relay=place.name if place else label,
                phone=place.phone if place else "",
                day=plain_day(one.day, say.language),
                age=age((day - one.day).days, say),
                told=_heard(one, say),
            )
        )
    return tuple(lines)


def _heard(one: Referral, say: Words) -> str:
    if one.outcome is Outcome.UNKNOWN:
        return ""
    return say("noted already: {outcome}", outcome=result_words(result_of(one), say).lower())
