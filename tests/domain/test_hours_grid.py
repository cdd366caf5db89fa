from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.hours import Openness, calendar_of, lint, read
from desk.domain.hours_columns import Edge, Half, Slot, read_columns, slot_of_header
from desk.domain.hours_french import ReadHours
from desk.domain.hours_grid import Exceptional, Grid, OnHolidays, grid_of, osm_of, typed_time
from desk.domain.hours_holidays import public_holidays

AIN = calendar_of("01")
MORNING, AFTERNOON = ("09:00", "12:00"), ("14:00", "17:00")
OFFICE = (*((MORNING, AFTERNOON),) * 5, (MORNING,), ())
MONDAY = date(2027, 5, 3)
"""Two weeks with two public holidays: Thursday 6 May (Ascension) and Saturday 8 May."""


@pytest.mark.parametrize(
    ("holidays", "osm"),
    [
        (OnHolidays.CLOSED, "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off"),
        (OnHolidays.UNKNOWN, "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00"),
        (
            OnHolidays.OPEN,
            "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH Mo-Fr 09:00-12:00,14:00-17:00; PH Sa 09:00-12:00",
        ),
    ],
)
def test_a_week_is_written_with_what_is_known_of_holidays(holidays, osm):
    grid = Grid(days=OFFICE, holidays=holidays)

    assert osm_of(grid) == osm
    assert grid_of(osm) == grid


def test_dated_exceptions_come_last():
    closed = Exceptional(first=date(2026, 12, 21), last=date(2027, 1, 3))
    short = Exceptional(first=date(2026, 12, 19), last=date(2026, 12, 19), periods=(("10:00", "11:00"),))
    grid = Grid(days=OFFICE, holidays=OnHolidays.CLOSED, exceptions=(closed, short))
    osm = osm_of(grid)

    assert osm.endswith("; PH off; 2026 Dec 21-2027 Jan 03 off; 2026 Dec 19 10:00-11:00")
    assert grid_of(osm) == grid
    assert grid_of("Mo 09:00-12:00; 2026 Dec 21-31 off").exceptions[0].last == date(2026, 12, 31)


def test_an_empty_grid_says_nothing():
    assert osm_of(Grid()) == ""
    assert osm_of(Grid(exceptions=(Exceptional(first=MONDAY, last=MONDAY),))) == ""
    assert grid_of("") is None


@pytest.mark.parametrize(
    "osm",
    [
        "Tu[1] 10:00-12:00", "Mo 09:00-12:00; Jul-Aug off", "2026 Mo 09:00-12:00", "Mo-Fr 09:00-12:00; PH 10:00-12:00",
        "Mo-Fr,PH 09:00-12:00", "Mo 09:00-12:00; 2026 Dec off", "Mo 09:00-12:00; SH off", 'Mo 09:00-12:00; 2026 Dec 24 off "fête"',
        "Mo 09:00-12:00; 2026 Dec 21-2027 Jan 03,2027 Feb 01 off", "2026 Dec 25 off; Mo 09:00-12:00", 'unknown "sur rendez-vous"',
        "Mo 09:00-10:00,11:00-12:00,14:00-15:00", "n'importe quoi", 'Mo 09:00-12:00 || "appeler"', "Mo 09:00-12:00; 2027 Jan 03-2026 Dec 21 off",
    ],
)  # fmt: skip
def test_what_is_richer_than_a_grid_is_not_forced_into_it(osm):
    assert grid_of(osm) is None


@st.composite
def periods(draw):
    bounds = sorted(draw(st.lists(st.integers(0, 23 * 12), min_size=4, max_size=4, unique=True)))
    marks = [f"{bound * 5 // 60:02d}:{bound * 5 % 60:02d}" for bound in bounds]
    return ((marks[0], marks[1]), (marks[2], marks[3]))[: draw(st.integers(0, 2))]


@st.composite
def exceptions(draw):
    first = MONDAY + timedelta(days=draw(st.integers(0, 12)))
    last = first + timedelta(days=draw(st.integers(0, 3)))
    return Exceptional(first=first, last=last, periods=draw(periods()))


@st.composite
def grids(draw):
    return Grid(
        days=tuple(draw(periods()) for _ in range(7)),
        holidays=draw(st.sampled_from(OnHolidays)),
        exceptions=tuple(draw(st.lists(exceptions(), max_size=2))),
    )


def meant(grid, moment):
    """Return what a person reads in the grid for a moment."""
    day, hour = moment.date(), f"{moment:%H:%M}"
    told = [one for one in grid.exceptions if one.first <= day <= one.last]
    holiday = day in public_holidays(AIN.holiday_zone, day.year)
    if told:
        opened = any(first <= hour < last for first, last in told[-1].periods)
    elif holiday and grid.holidays is OnHolidays.CLOSED:
        opened = False
    else:
        opened = any(first <= hour < last for first, last in grid.days[day.weekday()])
    if holiday and grid.holidays is OnHolidays.UNKNOWN and opened:
        return Openness.UNKNOWN
    return Openness.OPEN if opened else Openness.CLOSED


@settings(max_examples=60)
@given(grids().filter(lambda grid: any(grid.days)))
def test_every_grid_survives_the_string_and_means_the_same_over_two_weeks(grid):
    osm = osm_of(grid)

    assert grid_of(osm) == grid
    assert lint(osm) == ()
    hours = read(osm, AIN)
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day)
    for step in range(14 * 16):
        moment = start + timedelta(minutes=90 * step + 7)
        assert hours.state(moment) is meant(grid, moment), (osm, moment)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9h30", "09:30"), ("9:30", "09:30"), ("930", "09:30"), ("0930", "09:30"), ("9 h", "09:00"), ("9", "09:00"), ("14.30", "14:30"),
        ("9 h 30", "09:30"), ("12h00", "12:00"), ("midi", "12:00"), ("23:59", "23:59"),
        ("24", None), ("25h", None), ("9h75", None), ("", None), ("matin", None), ("-9", None),
    ],
)  # fmt: skip
def test_a_time_is_typed_as_people_type_it(text, time):
    assert typed_time(text) == time


@pytest.mark.parametrize(
    ("header", "slot"),
    [
        ("h_lundi", Slot(day=0)),
        ("horaires_jeudi", Slot(day=3)),
        ("h_samedi *", Slot(day=5)),
        ("Dim.", Slot(day=6)),
        ("Samedi après-midi", Slot(day=5, half=Half.AFTERNOON)),
        ("Mercredi 1", Slot(day=2, half=Half.MORNING)),
        ("Mardi matin ouverture", Slot(day=1, half=Half.MORNING, edge=Edge.OPENS)),
        ("Lundi fermeture matin", Slot(day=0, half=Half.MORNING, edge=Edge.CLOSES)),
        ("vendredi_apres_midi_debut", Slot(day=4, half=Half.AFTERNOON, edge=Edge.OPENS)),
        ("wednesday_pm_end", Slot(day=2, half=Half.AFTERNOON, edge=Edge.CLOSES)),
        ("Ouverture / fermeture lundi", Slot(day=0)),
        ("lundi_commentaire", None),
        ("Lundi mardi", None),
        ("nom", None),
        ("marque", None),
        ("", None),
    ],
)
def test_a_column_of_hours_is_known_by_its_name(header, slot):
    assert slot_of_header(header) == slot


def test_day_columns_in_french_or_figures_make_a_week():
    cells = {
        Slot(day=0): "9h à 12h / 14h à 17h",
        Slot(day=1): "sur rendez-vous",
        Slot(day=2): "00:00 - 00:00 / 08:30 - 16:00",
        Slot(day=3): "Fermé",
        Slot(day=4): "09:00 - 12:30 / 13:30 - 16:30 / 13:30 - 16:30",
    }

    assert read_columns(cells) == ReadHours(
        osm='Mo 09:00-12:00,14:00-17:00; We 08:30-16:00; Fr 09:00-12:30,13:30-16:30; Tu unknown "sur rendez-vous"'
    )


def test_opening_and_closing_columns_make_a_week():
    def slot(half, edge):
        return Slot(day=0, half=half, edge=edge)

    cells = {
        slot(Half.MORNING, Edge.OPENS): "09:00:00",
        slot(Half.MORNING, Edge.CLOSES): "12h",
        slot(Half.AFTERNOON, Edge.OPENS): "14",
        slot(Half.AFTERNOON, Edge.CLOSES): "17:30",
        Slot(day=1, edge=Edge.OPENS): "9h-12h",
        Slot(day=2, half=Half.MORNING): "9h-12h",
        Slot(day=2, half=Half.AFTERNOON): "-",
    }

    assert read_columns(cells) == ReadHours(osm="Mo 09:00-12:00,14:00-17:30; Tu-We 09:00-12:00")


def test_a_day_in_doubt_is_unknown_and_its_words_are_left():
    cells = {
        Slot(day=0): "09:00 - 12:00",
        Slot(day=1, edge=Edge.OPENS): "9h",
        Slot(day=2): "09:00 - 17:00 / 09:00 - 12:00",
    }
    hours = read_columns(cells)

    assert hours.osm == "Mo 09:00-12:00; Tu-We unknown"
    assert hours.left == "mardi : 09:00 - ? ; mercredi : 09:00 - 17:00 / 09:00 - 12:00"
    assert read_columns({}) == ReadHours()


@given(
    st.dictionaries(
        st.builds(Slot, day=st.integers(0, 6), half=st.sampled_from(Half), edge=st.sampled_from(Edge)),
        st.text(max_size=30),
    )
)
def test_any_columns_are_read_without_a_fault(cells):
    assert lint(read_columns(cells).osm) == ()
