"""Who decides how long slips are waited for and visits kept, within which bounds, and how it is undone."""

import pytest

from desk.base.codec import to_json
from desk.base.errors import Code, RefusedError
from desk.domain.counts import RULES, NetworkRules
from desk.store.numbers import take_number
from desk.work import counting, counting_rules, journal
from desk.work.counting_shape import Decides


def joins(store, level):
    with store.database.atomic():
        take_number(store.database, 7, "aube", "hub", 1)
        store.keep_state("rights", to_json({"net:aube": level, "dep:*": "write"}).decode())


def what(store, say):
    return [one.what for one in journal.entries(store, say)]


def test_a_desk_alone_decides_for_itself_and_it_is_one_line_of_the_journal(store, say):
    before = what(store, say)
    counting_rules.decide(store, news_days=14, kept_months=13, initials="MB")

    assert (counting.news_days(store), counting.kept_months(store)) == (14, 13)
    (line,) = [one for one in journal.entries(store, say) if one.what not in before]
    assert line.what == "Règles des bons et des passages, changement : 14 jours, 13 mois"
    assert (line.by, line.undoable) == ("MB", True)


def test_it_is_undone_in_one_act(store, say):
    counting_rules.decide(store, news_days=14, kept_months=13)
    journal.undo(store, journal.entries(store, say)[0].id)

    assert (counting.news_days(store), counting.kept_months(store)) == (30, 25)


def test_the_same_rules_again_change_nothing(store, say):
    counting_rules.decide(store, news_days=14)
    lines = what(store, say)

    assert counting_rules.decide(store, news_days=14).changed == frozenset()
    assert what(store, say) == lines


@pytest.mark.parametrize("days", [0, 6, 91, -1])
def test_days_out_of_bounds_are_refused_and_nothing_is_kept(store, days):
    with pytest.raises(RefusedError) as refused:
        counting_rules.decide(store, news_days=days, kept_months=13)
    assert refused.value.code is Code.NEWS_DAYS
    assert store.records.one(NetworkRules, RULES) is None


@pytest.mark.parametrize("months", [0, 12, 37, -1])
def test_months_out_of_bounds_are_refused_and_nothing_is_kept(store, months):
    with pytest.raises(RefusedError) as refused:
        counting_rules.decide(store, news_days=14, kept_months=months)
    assert refused.value.code is Code.KEPT_MONTHS
    assert store.records.one(NetworkRules, RULES) is None


@pytest.mark.parametrize(
    ("level", "decides"),
    [("propose", Decides.NETWORK), ("write", Decides.NETWORK), ("coordinate", Decides.COORDINATOR)],
)
def test_in_a_network_only_the_desk_of_the_coordinator_decides(store, level, decides):
    assert counting_rules.rules(store).decides is Decides.ALONE
    joins(store, level)
    assert counting_rules.rules(store).decides is decides

    if decides is Decides.COORDINATOR:
        counting_rules.decide(store, news_days=45)
        assert counting.news_days(store) == 45
        return
    with pytest.raises(RefusedError) as refused:
        counting_rules.decide(store, news_days=45)
    assert refused.value.code is Code.RULES_OF_NETWORK
    assert counting.news_days(store) == 30
