"""The days of a recurrence: the same as the reference library's, and never searched to the end of time."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.domain.hours_holidays import calendar_of
from desk.domain.sessions import Session, SessionId, is_rule, occurrences

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def held(rule, first, since, until, **fields):
    made = Session(id=SessionId("a" * 12), title="x", first=first, rule=rule, on_public_holidays=True, **fields)
    return [one.day for one in occurrences(made, since, until, calendar_of("01"))]


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    coarse = frequency in {"MONTHLY", "YEARLY"}
    ranks = draw(st.sampled_from([[""], ["1", "2", "+3", "4", "-1"]])) if coarse else [""]
    nth = st.sampled_from(ranks)  # each and some of them together: the library takes what is both, RFC 5545 either
    days = draw(st.lists(st.builds("{}{}".format, nth, st.sampled_from(CODES)), max_size=3, unique=True))
    numbers = draw(st.lists(st.sampled_from([1, 13, 29, 30, 31, -1, -3]), max_size=2, unique=True))
    months = draw(st.lists(st.integers(1, 12), max_size=3, unique=True))
    if days:
        parts.append(f"BYDAY={','.join(days)}")
    if numbers and not any(day[0] in "+-1234" for day in days):
        parts.append(f"BYMONTHDAY={','.join(map(str, numbers))}")
    if months:
        parts.append(f"BYMONTH={','.join(map(str, months))}")
    if coarse and days and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU']))}")
    return ";".join(parts)


def theirs(rule, first, until):
    found = []
    with suppress(ValueError):  # the last week of the year 9999 has no end
        for moment in rrulestr(rule, dtstart=datetime(first.year + 8000, first.month, first.day)):
            day = date(moment.year - 8000, moment.month, moment.day)
            if day > until:
                break
            found.append(day)
    return found


@settings(max_examples=150, deadline=None)
@example(rule="FREQ=MONTHLY;BYDAY=1TU", first=date(1996, 12, 3))
@example(rule="FREQ=YEARLY", first=date(1996, 2, 29))
@given(rule=rules(), first=st.dates(date(1996, 1, 1), date(1997, 12, 31)))
def test_days_are_those_of_the_reference_library(rule, first):
    """Eight thousand years later the calendar is the same, and there the library's own search comes to an end."""
    since, until = first + timedelta(days=100), first + timedelta(days=500)

    ours = held(rule, first, since, until)

    if is_rule(rule):
        assert ours == [day for day in theirs(rule, first, until) if day >= since][:400]
    else:
        assert ours == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;BYMONTH=13",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 90),
        "",
    ],
)
def test_a_rule_without_a_day_or_by_the_hour_is_no_rule(rule):
    assert not is_rule(rule)


def test_a_rule_whose_turn_never_comes_costs_nothing():
    assert (
        held("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", date(2027, 1, 5), date(2100, 1, 1), date(2199, 1, 1))
        == []
    )
    assert held("FREQ=DAILY;INTERVAL=7;BYDAY=TU", date(2027, 1, 4), date(2100, 1, 1), date(2199, 1, 1)) == []


def test_the_last_days_of_a_long_history_are_found_as_fast_as_the_first():
    assert held("FREQ=DAILY", date(1970, 1, 1), date(2190, 3, 1), date(2190, 3, 2)) == [
        date(2190, 3, 1),
        date(2190, 3, 2),
    ]
    assert len(held("FREQ=DAILY", date(1970, 1, 1), date(1970, 1, 1), date(2199, 1, 1))) == 400
