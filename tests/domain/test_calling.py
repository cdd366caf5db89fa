"""The calling round: who is called this week, by doubt, age and use; stable; never twice the same place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.calling import CALM_DAYS, LEAST, MOST, Candidate, choose, days_of, need, week_of

NAMES = st.sampled_from([f"s{number}" for number in range(12)])
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        sheet=NAMES,
        age_days=st.none() | st.integers(0, 1500),
        doubted=st.booleans(),
        uses=st.integers(0, 40),
        km=st.none() | st.floats(0, 60),
        called_days=st.none() | st.integers(0, 60),
    ),
    max_size=12,
    unique_by=lambda one: one.sheet,
)


def never(name, **fields):
    return Candidate(sheet=name, **fields)


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 24), "2026-W48"), (date(2027, 1, 3), "2026-W53"), (date(2027, 1, 4), "2027-W01")],
)
def test_a_week_begins_on_monday_and_belongs_to_one_year(day, week):
    first, last = days_of(week)

    assert week_of(day) == week
    assert first.weekday() == 0
    assert first <= day <= last


def test_a_doubt_comes_first_then_age_and_use_then_the_nearest():
    found = choose(
        (
            never("loin", km=30.0),
            never("près", km=1.0),
            never("utilisée", uses=6),
            Candidate(sheet="douteuse", age_days=20, doubted=True),
        ),
        (),
        (),
    )

    assert found == ("douteuse", "utilisée", "près", "loin")


def test_an_older_check_is_called_before_a_newer_one():
    found = choose((Candidate(sheet="a", age_days=200), Candidate(sheet="b", age_days=500)), (), ())

    assert found == ("b", "a")


def test_what_was_checked_lately_is_left_alone():
    assert choose((Candidate(sheet="a", age_days=30, uses=50),), (), ()) == ()


def test_the_fourth_and_the_fifth_call_are_for_what_presses():
    calm = tuple(Candidate(sheet=f"s{number}", age_days=150) for number in range(9))
    pressing = tuple(never(f"s{number}") for number in range(9))

    assert len(choose(calm, (), ())) == LEAST
    assert len(choose(pressing, (), ())) == MOST


def test_a_place_called_lately_rests_unless_it_is_said_to_be_wrong_since():
    assert choose((never("a", called_days=CALM_DAYS - 1),), (), ()) == ()
    assert choose((never("a", called_days=CALM_DAYS),), (), ()) == ("a",)


@given(CANDIDATES, st.sets(NAMES, max_size=3), st.lists(NAMES, max_size=4, unique=True))
def test_the_list_is_stable_and_never_shared(candidates, taken, ours):
    found = choose(candidates, ours, taken)

    assert not set(found) & taken
    assert found[: len([one for one in ours if one not in taken])] == tuple(one for one in ours if one not in taken)
    assert choose(candidates, found, taken) == found
    assert choose(tuple(reversed(candidates)), ours, taken) == found
    assert len(found) == len(set(found)) <= max(MOST, len(ours))


@given(CANDIDATES)
def test_a_need_only_grows_with_doubt_and_use(candidates):
    for one in candidates:
        doubted = Candidate(sheet=one.sheet, age_days=one.age_days, doubted=True, uses=one.uses + 1, km=one.km)
        assert need(doubted) >= need(one)
