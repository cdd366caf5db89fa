"""How far a sheet can be believed: the curve of data·inclusion, a person's check before a document's date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.sheets import (
    DOCUMENT_SHARE,
    FORGOTTEN_DAYS,
    RECENT_DAYS,
    Sheet,
    SheetId,
    Status,
    document_day,
    receives,
    recency,
    trust,
)

TODAY = date(2026, 11, 24)


def a_sheet(**fields):
    return Sheet(**{"id": SheetId("a" * 12), "name": "Mairie", **fields})


@pytest.mark.parametrize(
    ("days", "worth"),
    [(None, 0), (0, 1), (RECENT_DAYS, 1), ((RECENT_DAYS + FORGOTTEN_DAYS) / 2, 0.5), (FORGOTTEN_DAYS, 0), (9999, 0)],
)
def test_a_check_is_whole_for_six_months_then_fades_until_two_years(days, worth):
    assert recency(days) == pytest.approx(worth, abs=0.002)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_an_older_check_is_never_worth_more(one, other):
    assert 1 >= recency(min(one, other)) >= recency(max(one, other)) >= 0


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-08-01", date(2024, 8, 1)),
        ("2025-05", date(2025, 5, 1)),
        ("2023", date(2023, 1, 1)),
        ("2024-08-01T10:00:00Z", date(2024, 8, 1)),
        ("", None),
        ("Espace labellisé 01/01/2020", None),
        ("2024-13-40", None),
        ("0", None),
    ],
)
def test_a_document_s_date_is_read_as_far_as_it_says(written, day):
    assert document_day(written) == day


def test_a_document_s_date_counts_less_than_a_person_s_check_of_the_same_day():
    day = TODAY - timedelta(days=10)

    assert trust(a_sheet(source_date=day.isoformat()), TODAY) == DOCUMENT_SHARE
    assert trust(a_sheet(verified_on=day), TODAY) == 1
    assert trust(a_sheet(source_date=day.isoformat(), verified_on=date(2020, 1, 1)), TODAY) == DOCUMENT_SHARE
    assert trust(a_sheet(), TODAY) == 0


def test_a_date_of_the_future_is_today():
    assert trust(a_sheet(source_date="2030-01-01"), TODAY) == DOCUMENT_SHARE


def test_only_what_is_open_receives():
    assert receives(a_sheet())
    assert not receives(a_sheet(status=Status.CLOSED))
    assert not receives(a_sheet(status=Status.SUSPENDED))
    assert not receives(a_sheet(removed_on=TODAY))
