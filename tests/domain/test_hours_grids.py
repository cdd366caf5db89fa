from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.hours import DayGrid, from_day_columns, from_grid, lint, to_grid

MORNING, AFTERNOON = (time(9), time(12)), (time(14), time(17))
CLOSED = DayGrid()


def test_a_week_in_a_grid_becomes_a_string_and_comes_back():
    grid = (DayGrid(periods=(MORNING, AFTERNOON)),) * 5 + (DayGrid(periods=(MORNING,)), CLOSED)

    text = from_grid(grid)

    assert text == "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off"
    assert to_grid(text) == grid
    assert from_grid(grid, holidays_off=False) == "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00"


def test_an_empty_grid_says_nothing():
    assert from_grid((CLOSED,) * 7) == ""
    assert to_grid("") is None


def test_later_rules_replace_or_close_days_of_the_grid():
    grid = to_grid("Mo-Fr 09:00-12:00; Tu 14:00-17:00; We off; PH off")

    assert grid is not None
    assert [len(day.periods) for day in grid] == [1, 1, 0, 1, 1, 0, 0]
    assert grid[1].periods == (AFTERNOON,)


@pytest.mark.parametrize(
    "text",
    [
        "Mo 09:00-10:00,11:00-12:00,14:00-15:00", "Tu[1] 14:00-17:00", "Mo 09:00-12:00; Jul-Aug off", "24/7", "Mo 09:00-24:00",
        'Mo 09:00-12:00 "sur rendez-vous"', 'Mo 09:00-12:00 || "appeler"', "Mo 14:00-12:00", "Mo 09:00-12:00; SH off", "lundi",
        "Mo-Fr 08:30-12:30;13:30-17:00", "Mo 09:00-12:00; PH 10:00-12:00", "Mo 09:00-12:00; We unknown", "Mo-Fr,PH 09:00-12:00",
        "week 2-52/2 Mo 09:00-12:00", "Mo 09:00-12:00,11:00-14:00", "Mo 09:00-12:00; PH Mo-Fr off",
    ],
)  # fmt: skip
def test_what_does_not_fit_a_grid_is_not_forced_into_it(text):
    assert to_grid(text) is None


@st.composite
def days(draw):
    bounds = draw(st.lists(st.times(), min_size=4, max_size=4, unique_by=lambda one: (one.hour, one.minute)))
    a, b, c, d = sorted(one.replace(second=0, microsecond=0) for one in bounds)
    return DayGrid(periods=draw(st.sampled_from([(), ((a, b),), ((a, b), (c, d))])))


@given(st.tuples(*[days()] * 7).filter(lambda grid: any(day.periods for day in grid)))
def test_every_grid_survives_the_string(grid):
    text = from_grid(grid)

    assert to_grid(text) == grid
    assert lint(text) == ()


def column(text, day=0):
    return from_day_columns({day: text})


def test_the_columns_of_a_france_services_become_a_string():
    cell = "09:00 - 12:00 / 14:00 - 17:00"

    assert from_day_columns({0: cell, 1: cell, 2: "", 3: cell, 4: "09:00 - 12:00", 5: "00:00 - 00:00"}) == (
        "Mo-Tu 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00",
        "",
    )


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("00:00 - 00:00 / 08:30 - 16:00", "Mo 08:30-16:00"),
        ("09:00 - 12:30 / 13:30 - 16:30 / 13:30 - 16:30", "Mo 09:00-12:30,13:30-16:30"),
        ("14:00 - 17:00 / 9:00 - 12:00", "Mo 09:00-12:00,14:00-17:00"),
        ("09:00-12:00", "Mo 09:00-12:00"),
        ("Fermé", ""),
        ("", ""),
        ("00:00 - 00:00 / 00:00 - 00:00", ""),
    ],
)
def test_the_dirt_of_a_column_is_understood(text, osm):
    assert column(text) == (osm, "")


@pytest.mark.parametrize(
    "text",
    [
        "09:00 - 12:00 / 09:00 - 16:30", "14:00 - 12:00", "09:00 - 12:00 sur rendez-vous", "25:00 - 26:00", "sur rendez-vous",
        "9h-12h", "09:00 - 12:00 Fermé",
    ],
)  # fmt: skip
def test_a_column_in_doubt_is_kept_in_words_and_left_unknown(text):
    osm, left = from_day_columns({0: text, 1: "09:00 - 12:00"})

    assert osm == "Mo unknown; Tu 09:00-12:00"
    assert left == f"lundi : {text}"


def test_columns_without_a_single_certain_day_make_no_string():
    assert column("sur rendez-vous", 5) == ("", "samedi : sur rendez-vous")


@given(st.dictionaries(st.integers(0, 6), st.text(max_size=60)))
def test_any_column_is_read_without_a_fault(columns):
    osm, _ = from_day_columns(columns)

    assert lint(osm) == ()
