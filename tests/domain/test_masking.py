"""Small numbers: nobody is told from any page, nor from several together; what is large enough is shown."""

import random
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desk.domain.counts import ENDS
from desk.domain.masking import OWN, WIDE, Keys, Table, Why, publish_network, publish_own, publish_wider
from tests.domain.masking_attack import Attacker

MONTHS = tuple(f"2025-{month:02}" for month in range(1, 13))
RESULTS = {result.value: end.value for result, end in ENDS.items()}
KEYS = Keys(
    needs={"": "", "bail": "logement", "caf": "famille", "ecole": "famille", "permis": "transports"},
    relay_types={"", "mairie", "caf"},
    results=RESULTS,
)
SHORT = Keys(
    needs={"": "", "bail": "logement", "caf": "famille", "ecole": "famille"},
    relay_types={"", "mairie"},
    results={
        "answered": "answered",
        "relayed-done": "relayed",
        "relayed-no-news": "relayed",
        "too-far": "not-possible",
    },
)


@dataclass(frozen=True)
class Act:
    """One counter, as masking reads it."""

    month: str
    need: str
    result: str
    relay_type: str = ""
    library: str = "a"
    n: int = 1

    @property
    def family(self):
        return KEYS.needs.get(self.need, "")


def acts_of(keys, library="a", most=90):
    """Return a strategy for the counters of a library's year, some lines far more frequent than others."""
    one = st.builds(
        lambda month, need, result, relay, n: Act(
            MONTHS[month], need, result, relay if keys.results[result] == "relayed" else "", library, n
        ),
        st.integers(0, 11),
        st.sampled_from(sorted(keys.needs)),
        st.sampled_from(sorted(keys.results)),
        st.sampled_from(sorted(keys.relay_types)),
        st.sampled_from((1, 1, 1, 2, 3, 6, 14)),
    )
    return st.lists(one, max_size=most)


def totals(acts, period=""):
    return sum(one.n for one in acts if one.month.startswith(period))


@settings(max_examples=25, deadline=None)
@given(acts=acts_of(SHORT))
def test_no_small_figure_of_a_year_is_worked_out_from_all_the_pages_of_a_library(acts):
    """What is large enough may be added up from pages that show it, and tells of nobody."""
    pages = publish_own(acts, MONTHS, SHORT)
    attacker = Attacker(MONTHS, SHORT, {"a": pages})

    secrets = attacker.secrets()
    low, high = attacker.bounds()
    solved = attacker.solved()
    found = [cell for cell in secrets if cell in solved or low[cell] == high[cell]]
    assert [cell for cell in found if attacker.truth[cell] < OWN] == []


@settings(max_examples=12, deadline=None, derandomize=True)
@given(acts=acts_of(SHORT, most=40), chance=st.randoms(use_true_random=False))
def test_each_small_figure_has_another_story_that_all_pages_tell_just_the_same(acts, chance):
    attacker = Attacker(MONTHS, SHORT, {"a": publish_own(acts, MONTHS, SHORT)})

    secrets = [cell for cell in attacker.secrets() if attacker.truth[cell] < OWN]
    for cell in chance.sample(secrets, min(4, len(secrets))):
        assert attacker.another(cell), cell


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(first=acts_of(SHORT, "a", 60), second=acts_of(SHORT, "b", 60), third=acts_of(SHORT, "c", 30))
def test_nor_is_a_small_figure_from_the_pages_of_the_network_and_of_all_its_libraries_together(first, second, third):
    acts = [*first, *second, *third]
    own = {name: publish_own([one for one in acts if one.library == name], MONTHS, SHORT) for name in "abc"}
    network = publish_network(acts, MONTHS, SHORT)
    counted = [name for name in "abc" if name not in network.left_out.get("2025", ())]
    attacker = Attacker(MONTHS, SHORT, own, network, counted)

    low, high = attacker.bounds()
    solved = attacker.solved()
    found = [cell for cell in attacker.secrets() if cell in solved or low[cell] == high[cell]]
    assert [cell for cell in found if cell[0] and attacker.truth[cell] < OWN] == []
    for period in network.periods:
        assert all(not one.n or one.n >= WIDE for table in Table for _, one in network.rows(period, table))


@settings(max_examples=8, deadline=None, derandomize=True)
@given(acts=acts_of(SHORT, most=40), chance=st.randoms(use_true_random=False))
def test_nor_does_whoever_has_the_commune_s_pages_and_those_for_partners_learn_more(acts, chance):
    """The pages for partners narrow no hidden figure, and each small one still has another story."""
    own = publish_own(acts, MONTHS, SHORT)
    attacker, both = Attacker(MONTHS, SHORT, {"a": own}), Attacker(MONTHS, SHORT, {"a": own})
    both.also_read("a", publish_wider(acts, MONTHS, SHORT))
    assert (both.low, both.high) == (attacker.low, attacker.high)

    secrets = [cell for cell in both.secrets() if both.truth[cell] < OWN]
    for cell in chance.sample(secrets, min(3, len(secrets))):
        assert both.another(cell), cell


TINY = Keys(
    needs={"": "", "bail": "logement", "caf": "famille"}, relay_types={""},
    results={"answered": "answered", "relayed-done": "relayed"},
)  # fmt: skip


@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(first=acts_of(TINY, "a", 14), second=acts_of(TINY, "b", 14), chance=st.randoms(use_true_random=False))
def test_each_small_figure_keeps_another_story_beside_the_network_s_pages_and_those_for_partners(first, second, chance):
    """Tiny worlds, searched to the end: months, quarters and the year of two libraries, their partners', the network's."""
    acts = [*first, *second]
    mine = {name: [one for one in acts if one.library == name] for name in "ab"}
    network = publish_network(acts, MONTHS, TINY)
    counted = [name for name in "ab" if mine[name] and name not in network.left_out["2025"]]
    own = {name: publish_own(mine[name], MONTHS, TINY) for name in "ab"}
    attacker = Attacker(MONTHS, TINY, own, network, counted)
    for name in "ab":
        attacker.also_read(name, publish_wider(mine[name], MONTHS, TINY))

    secrets = [cell for cell in attacker.secrets() if attacker.truth[cell] < (OWN if cell[0] else WIDE)]
    for cell in chance.sample(secrets, min(4, len(secrets))):
        assert attacker.another(cell), cell


@settings(max_examples=25, deadline=None)
@given(acts=acts_of(KEYS), least=st.sampled_from([0, 3, 5, 8]))
def test_no_figure_under_the_threshold_is_ever_shown_and_shown_ones_are_true(acts, least):
    pages = publish_own(acts, MONTHS, KEYS, least=least)
    for period in pages.periods:
        truth = Counter()
        for one in acts:
            if one.month[:4] == period or one.month == period or _quarter(one.month) == period:
                truth[one.need] += one.n
        for key, shown in pages.rows(period, Table.NEED):
            if shown.n is not None:
                assert shown.n == truth[key]
                assert shown.n == 0 or shown.n >= max(least, OWN)
        total = pages.cell(period, Table.TOTAL)
        if total.n is None:
            assert (total.why is Why.TOO_FEW) == (sum(truth.values()) < max(least, OWN))
        else:
            assert total.n == sum(truth.values())


@settings(max_examples=15, deadline=None)
@given(acts=acts_of(KEYS), until=st.integers(1, 11))
def test_a_page_once_printed_is_what_would_be_printed_later(acts, until):
    early = publish_own([one for one in acts if one.month in MONTHS[:until]], MONTHS[:until], KEYS)
    late = publish_own(acts, MONTHS, KEYS)

    for period in early.periods:
        for table in Table:
            assert early.rows(period, table) == late.rows(period, table), (period, table)


def _quarter(month):
    return f"{month[:4]}-T{(int(month[5:]) + 2) // 3}"


def village_year(visits=600, seed=3):
    chance = random.Random(seed)
    needs = [f"need-{n}" for n in range(40)]
    keys = Keys(
        needs={"": "", **{need: f"family-{n % 8}" for n, need in enumerate(needs)}},
        relay_types={"", "mairie", "caf"},
        results=RESULTS,
    )
    results = sorted(RESULTS)
    counted = Counter(
        (chance.choice(MONTHS), chance.choices(needs, [1 / (n + 1) for n in range(40)])[0], chance.choice(results))
        for _ in range(visits)
    )
    return keys, [Act(month, need, result, n=n) for (month, need, result), n in counted.items()]


def test_the_pages_of_a_village_stay_useful():
    """Masking everything would be safe and worth nothing: most of what was asked in a year is told."""
    keys, acts = village_year()
    pages = publish_own(acts, MONTHS, keys)

    shown = sum(one.n or 0 for _, one in pages.rows("2025", Table.NEED))
    families = [one for _, one in pages.rows("2025", Table.FAMILY) if one.n]
    assert pages.cell("2025", Table.TOTAL).n == 600
    assert shown >= 0.65 * 600
    assert len(families) >= 7
    assert all(pages.page(month) is Why.COUNT for month in MONTHS)


def test_one_visit_alone_leaves_nothing_but_the_reason():
    pages = publish_own([Act("2025-03", "bail", "answered")], MONTHS, KEYS)

    for period in ("2025", "2025-T1", "2025-03"):
        assert pages.page(period) is Why.TOO_FEW
        for table in Table:
            assert all(one.n is None for _, one in pages.rows(period, table))


def test_a_year_without_a_visit_and_a_period_that_is_not_over_say_so():
    assert publish_own([], MONTHS, KEYS).cell("2025", Table.TOTAL).n == 0
    assert publish_own([], (), KEYS).periods == ()
    assert publish_own([Act("2025-03", "bail", "answered", n=50)], MONTHS[:3], KEYS).page("2025") is Why.UNPUBLISHED


def test_the_only_small_line_takes_another_one_with_it():
    """A total less its shown parts would give the small one away."""
    acts = [Act("2025-01", need, "answered", n=n) for need, n in (("caf", 40), ("ecole", 20), ("bail", 3))]
    pages = publish_own(acts, MONTHS[:3], KEYS)

    rows = dict(pages.rows("2025-01", Table.FAMILY))
    hidden = [key for key, one in rows.items() if one.n is None]
    assert "logement" in hidden
    assert len(hidden) >= 2


def test_a_label_does_not_say_which_of_the_hidden_figures_is_the_small_one():
    acts = [Act("2025-01", need, "answered", n=n) for need, n in (("caf", 40), ("permis", 6), ("bail", 3))]
    pages = publish_own(acts, MONTHS[:3], KEYS)

    hidden = {one.why for _, one in pages.rows("2025-01", Table.FAMILY) if one.n is None}
    assert len(hidden) == 1


@pytest.mark.parametrize("n", [-3, -1, 0])
def test_counters_that_add_up_to_nothing_or_less_count_nothing(n):
    pages = publish_own(
        [Act("2025-01", "bail", "answered", n=n), Act("2025-01", "caf", "answered", n=30)], MONTHS, KEYS
    )

    assert pages.cell("2025", Table.TOTAL).n == 30


def test_two_computers_of_which_one_was_put_back_add_up():
    pages = publish_own(
        [Act("2025-01", "caf", "answered", n=-2), Act("2025-01", "caf", "answered", n=32)], MONTHS, KEYS
    )

    assert pages.cell("2025", Table.NEED, "caf").n == 30


def test_a_folded_year_has_one_page_with_the_same_threshold():
    acts = [Act("2023", "caf", "answered", n=30), Act("2023", "bail", "too-far", n=4)]
    pages = publish_own(acts, ("2023",), KEYS)

    assert pages.periods == ("2023",)
    assert pages.cell("2023", Table.TOTAL).n == 34
    assert pages.cell("2023", Table.FAMILY, "logement").n is None


def test_a_library_alone_in_its_network_gives_nothing_more_by_it():
    acts = [Act("2025-01", "caf", "answered", n=30), Act("2025-02", "bail", "too-far", n=7)]
    network = publish_network(acts, MONTHS, KEYS)

    assert network.threshold == WIDE
    for table in Table:
        assert all(not one.n or one.n >= WIDE for _, one in network.rows("2025", table))


def test_a_library_with_too_few_visits_is_left_out_of_the_network_and_it_is_said():
    acts = [Act("2025-01", "caf", "answered", n=60), Act("2025-01", "caf", "answered", library="b", n=60)]
    acts.append(Act("2025-01", "bail", "answered", library="c", n=2))
    network = publish_network(acts, MONTHS, KEYS)

    assert network.left_out["2025"] == {"c"}
    assert network.cell("2025", Table.TOTAL).n == 120


def test_the_network_waits_for_the_whole_year():
    acts = [Act("2025-01", "caf", "answered", n=60)]

    assert publish_network(acts, MONTHS[:11], KEYS).periods == ()


@settings(max_examples=15, deadline=None)
@given(acts=acts_of(KEYS))
def test_what_leaves_the_commune_shows_only_what_both_thresholds_let_be_shown(acts):
    wider, own = publish_wider(acts, MONTHS, KEYS), publish_own(acts, MONTHS, KEYS)
    alone = publish_own(acts, MONTHS, KEYS, least=WIDE)

    for period in wider.periods:
        for table in Table:
            for key, one in wider.rows(period, table):
                if one.n is not None:
                    assert one.n == 0 or one.n >= WIDE
                    assert one == own.cell(period, table, key) == alone.cell(period, table, key)


def test_a_threshold_is_never_lowered():
    acts = [Act("2025-01", "caf", "answered", n=30), Act("2025-01", "bail", "answered", n=2)]

    assert publish_own(acts, MONTHS, KEYS, least=1).threshold == OWN
    assert publish_network(acts, MONTHS, KEYS, least=1).threshold == WIDE


def test_four_months_of_a_few_and_a_year_of_fewer_than_five_do_not_say_one_each():
    """Found by chance: each month alone says « somebody », the year « under five », and four ones make four."""
    acts = [
        Act(month=f"2025-{month:02}", need="caf", result="answered", relay_type="", library="a", n=1)
        for month in (6, 8, 9, 10)
    ]
    pages = publish_own(acts, MONTHS, SHORT)
    attacker = Attacker(MONTHS, SHORT, {"a": pages})

    low, high = attacker.bounds()
    assert pages.page("2025") is Why.HIDDEN
    assert all(low[cell] < high[cell] for cell in attacker.secrets())
