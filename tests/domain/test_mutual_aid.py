"""Mutual aid: consents live six months to the day, requests die by date, matches are those who may and can."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.mutual_aid import (
    AidOffer,
    AidRequest,
    Helper,
    check_helper,
    consent_ends,
    consents,
    is_live,
    is_over,
    matching,
    to_renew,
)

TODAY = date(2026, 11, 24)


def helper(**fields):
    return Helper(**{"id": "h", "name": "Nom", "subjects": ("tablet",), "consent_on": TODAY, **fields})


def request(**fields):
    return AidRequest(**{"id": "r", "made_on": TODAY, "subject": "tablet", **fields})


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 29)),
    ],
)
def test_six_months_later_is_the_same_day_or_the_last_of_its_month(signed, last):
    assert consent_ends(signed) == last
    assert consents(helper(consent_on=signed), last)
    assert not consents(helper(consent_on=signed), last + timedelta(days=1))


@settings(deadline=None)
@given(signed=st.dates(date(2000, 1, 1), date(2090, 1, 1)), today=st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nobody_is_matched_outside_their_consent(signed, today):
    found = matching(request(), [helper(consent_on=signed)], today)

    assert bool(found) == (signed <= today <= consent_ends(signed))


def test_a_consent_of_tomorrow_is_said_and_holds_nothing():
    tomorrow = helper(consent_on=TODAY + timedelta(days=1))

    assert [one.code for one in check_helper(tomorrow, TODAY)] == ["in-the-future"]
    assert not consents(tomorrow, TODAY)


def test_the_card_is_due_three_weeks_before_the_end_and_without_any_consent():
    assert not to_renew(helper(), TODAY)
    assert to_renew(helper(consent_on=date(2026, 6, 10)), TODAY)
    assert to_renew(helper(consent_on=None), TODAY)


def test_who_is_free_at_the_same_half_days_comes_first():
    asked = request(half_days=("we-pm",))
    far, near, other = (
        helper(id="a", half_days=("mo-am",)),
        helper(id="b", half_days=("we-pm",)),
        helper(id="c", subjects=("mail",)),
    )

    assert [one.id for one in matching(asked, [far, near, other], TODAY)] == ["b", "a"]


def test_a_request_is_over_the_day_after_its_meeting_or_after_thirty_days():
    assert not is_over(request(meets_on=TODAY), TODAY)
    assert is_over(request(meets_on=TODAY), TODAY + timedelta(days=1))
    assert not is_over(request(), TODAY + timedelta(days=30))
    assert is_over(request(), TODAY + timedelta(days=31))


def test_an_offer_without_an_end_or_past_it_is_never_shown():
    assert not is_live(AidOffer(id="o"), TODAY)
    assert is_live(AidOffer(id="o", until=TODAY), TODAY)
    assert not is_live(AidOffer(id="o", until=TODAY - timedelta(days=1)), TODAY)
