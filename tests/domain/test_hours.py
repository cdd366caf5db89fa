import csv
import gzip
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.base.text import fold
from desk.domain.hours import (
    DayGrid,
    HalfDay,
    HolidayZone,
    Openness,
    SchoolZone,
    calendar_of,
    from_day_columns,
    from_grid,
    lint,
    parse_half_days,
    possible_visits,
    read,
    to_grid,
)

AIN = calendar_of("01")
MOSELLE = calendar_of("57")
REUNION = calendar_of("974")
TUESDAY = datetime(2026, 11, 24, 10, 0)
REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hours" / "hours-real.csv.gz"


def codes(text):
    return {problem.code for problem in lint(text)}


def state(text, now=TUESDAY, calendar=AIN):
    return read(text, calendar).state(now)


def opens(text, now=TUESDAY, calendar=AIN):
    opening = read(text, calendar).next_opening(now)
    return opening.start if opening else None


@pytest.mark.parametrize(
    ("text", "openness", "opening"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:30; PH off", Openness.OPEN, datetime(2026, 11, 24, 9)),
        ("Tu[1] 14:00-17:00", Openness.CLOSED, datetime(2026, 12, 1, 14)),
        ("Tu[1,3] 14:00-17:00; PH off", Openness.CLOSED, datetime(2026, 12, 1, 14)),
        ("We 09:00-12:00; Jul-Aug off", Openness.CLOSED, datetime(2026, 11, 25, 9)),
        ("week 1-53/2 Th 09:30-12:00", Openness.CLOSED, datetime(2026, 12, 3, 9, 30)),
        ("Fr[-1] 10:00-12:00", Openness.CLOSED, datetime(2026, 11, 27, 10)),
        ("2026 Dec 01-2026 Dec 19 We 14:00-16:00", Openness.CLOSED, datetime(2026, 12, 2, 14)),
        ("Mo,We,Fr 16:00-18:30; easter -2 days off", Openness.CLOSED, datetime(2026, 11, 25, 16)),
        ("24/7", Openness.OPEN, datetime(2026, 11, 24, 0)),
        ("Mo-Fr 9:00-12:00", Openness.OPEN, datetime(2026, 11, 24, 9)),
    ],
)
def test_an_osm_string_says_when_a_place_is_open(text, openness, opening):
    assert (state(text), opens(text)) == (openness, opening)


@pytest.mark.parametrize(
    "text",
    [
        '"sur rendez-vous"',
        'Mo-Fr 09:00-12:00 open "sur rendez-vous"',
        '"uniquement sur RDV au 05 00 00 00 00"',
        'Tu 09:00-12:00 "appeler avant"',
    ],
)
def test_by_appointment_is_never_open(text):
    assert state(text) is Openness.BY_APPOINTMENT
    assert possible_visits(read(text, AIN), TUESDAY, frozenset(), 0, 3) == ()


def test_a_fallback_to_a_telephone_call_is_never_open():
    text = 'Mo-Fr 09:00-12:00 || "appeler le 05…"'

    assert state(text) is Openness.OPEN
    assert state(text, datetime(2026, 11, 29, 10)) is Openness.BY_APPOINTMENT


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "horaires variables", "Lundi au vendredi 9h-12h", "Mo-Fr 9h-12h", "Mo-Fr 09.00-12.00",
        "Di 10:00-12:00", "Mo-Fr 09:00 - 12:00 / 14:00 - 17:00", "😀", "\x00", "Mo-Fr 09:00-12:00\x07", "x" * 10_000,
        "Mo-Fr 09:00-12:00; " * 400, "\u202eMo-Fr 09:00-12:00",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_unknown(text):
    assert state(text) is Openness.UNKNOWN
    assert opens(text) is None


def test_closing_before_opening_is_doubted_not_read_as_a_night():
    assert codes("Mo-Fr 14:00-12:00") == {"hours-overnight"}
    assert state("Mo-Fr 14:00-12:00", datetime(2026, 11, 24, 15)) is Openness.UNKNOWN


def test_a_rule_that_replaces_the_first_is_doubted():
    assert codes("Mo-Fr 08:30-12:30;13:30-17:00") == {"hours-replaced-rule"}
    assert state("Mo-Fr 08:30-12:30;13:30-17:00", datetime(2026, 11, 24, 14)) is Openness.UNKNOWN


def test_an_hour_beyond_midnight_is_doubted():
    assert "hours-beyond-24" in codes("Mo-Fr 09:00-25:00")
    assert state("Mo-Fr 09:00-25:00") is Openness.UNKNOWN


def test_holidays_written_first_still_close():
    easter_monday = datetime(2027, 3, 29, 10)

    assert codes("PH off; Mo-Fr 09:00-12:00") == {"hours-holiday-first"}
    assert state("PH off; Mo-Fr 09:00-12:00", easter_monday) is Openness.CLOSED
    assert state("Mo-Fr 09:00-12:00; PH off", easter_monday) is Openness.CLOSED


def test_where_holidays_are_not_told_a_holiday_is_unknown_never_open():
    assert state("Mo-Fr 09:00-12:00", datetime(2026, 12, 25, 10)) is Openness.UNKNOWN


def test_good_friday_is_a_holiday_in_moselle_only():
    good_friday = datetime(2027, 3, 26, 10)

    assert state("Mo-Fr 09:00-12:00; PH off", good_friday, MOSELLE) is Openness.CLOSED
    assert state("Mo-Fr 09:00-12:00; PH off", good_friday, AIN) is Openness.OPEN


def test_the_abolition_of_slavery_is_a_holiday_in_la_reunion():
    assert state("Mo-Su 09:00-12:00; PH off", datetime(2026, 12, 20, 10), REUNION) is Openness.CLOSED


def test_school_holidays_follow_the_zone():
    assert calendar_of("01").school_zone is SchoolZone.A
    assert state("Mo-Fr 08:30-12:30; SH off", datetime(2027, 2, 15, 10)) is Openness.CLOSED
    assert state("Mo-Fr 08:30-12:30; SH off", datetime(2027, 3, 8, 10)) is Openness.OPEN


def test_hours_of_school_holidays_hold_only_then():
    text = "Tu-Fr 14:00-18:00; SH Tu-Fr 10:00-12:00"

    assert state(text, datetime(2027, 2, 16, 11)) is Openness.OPEN
    assert state(text, datetime(2027, 3, 9, 11)) is Openness.CLOSED


def test_school_holidays_are_unknown_where_or_when_nobody_knows_them():
    assert state("Mo-Fr 08:30-12:30; SH off", TUESDAY, REUNION) is Openness.UNKNOWN
    assert state("Mo-Fr 08:30-12:30; SH off", datetime(2029, 3, 6, 10)) is Openness.UNKNOWN


def test_every_departement_has_a_calendar():
    assert calendar_of("67").holiday_zone is HolidayZone.ALSACE_MOSELLE
    assert calendar_of("2A").holiday_zone is HolidayZone.METROPOLE
    assert calendar_of("974").timezone == "Indian/Reunion"
    assert calendar_of("").timezone == "Europe/Paris"
    known = [f"{n:02d}" for n in range(1, 96) if n != 20]
    assert [one for one in known if calendar_of(one).school_zone is SchoolZone.NONE] == []


def test_visits_are_cut_to_the_half_days_when_the_person_is_free():
    hours = read("Mo-Fr 09:00-12:00,14:00-17:00; PH off", AIN)

    first, second = possible_visits(hours, TUESDAY, parse_half_days("thu-pm,sat-am"), 0, 2)

    assert (first.start, first.end) == (datetime(2026, 11, 26, 14), datetime(2026, 11, 26, 17))
    assert second.start == datetime(2026, 12, 3, 14)


def test_a_visit_leaves_time_for_the_way_and_twenty_minutes_there():
    hours = read("Tu 09:00-10:30; We 09:00-12:00", AIN)

    assert possible_visits(hours, TUESDAY, frozenset(), 15, 1)[0].start.date() == date(2026, 11, 25)
    assert possible_visits(hours, TUESDAY, frozenset(), 5, 1)[0].start.date() == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["thu-pm,sat-am", "je-pm, sa-am", "jeu-pm,sam-am", "THU-PM,SAT-AM"])
def test_half_days_are_read_in_french_and_english(text):
    assert parse_half_days(text) == {HalfDay.TH_PM, HalfDay.SA_AM}


def test_a_day_without_a_half_is_the_whole_day():
    assert parse_half_days("mon") == {HalfDay.MO_AM, HalfDay.MO_PM}


@pytest.mark.parametrize("text", ["noon", "thu-xx", "8h", "-pm"])
def test_another_word_is_refused(text):
    with pytest.raises(ValueError, match="unknown-half-day"):
        parse_half_days(text)


def test_the_columns_of_the_france_services_list_become_osm():
    days = {0: "13:30 - 17:00", 1: "09:00 - 12:00 / 13:30 - 17:00", 2: "09:00 - 12:00 / 13:30 - 17:00", 3: ""}

    assert from_day_columns(days) == ("Mo 13:30-17:00; Tu-We 09:00-12:00,13:30-17:00", "")


def test_the_filler_and_repeated_ranges_of_the_list_are_left_out():
    osm, left = from_day_columns({0: "00:00 - 00:00 / 08:30 - 16:00", 1: "sur rendez-vous"})

    assert osm == "Mo 08:30-16:00; Tu unknown"
    assert "sur rendez-vous" in left


times = st.times(max_value=time(22)).map(lambda moment: moment.replace(second=0, microsecond=0))


@st.composite
def grids(draw):
    days = []
    for _ in range(7):
        marks = sorted(draw(st.sets(times, min_size=4, max_size=4)))
        days.append(DayGrid(periods=((marks[0], marks[1]), (marks[2], marks[3]))[: draw(st.integers(0, 2))]))
    return tuple(days)


@given(grids())
def test_a_week_typed_in_the_grid_comes_back_as_it_was(grid):
    text = from_grid(grid)

    assert not any(day.periods for day in grid) or to_grid(text) == grid


@given(st.text(max_size=60))
def test_any_text_may_be_read(text):
    hours = read(text, AIN)

    assert hours.state(TUESDAY) in set(Openness)
    lint(text)
    to_grid(text)


@given(
    st.sampled_from(["sur rendez-vous", "RDV", "appeler avant", "téléphoner"]),
    st.sampled_from(["Mo-Su 00:00-24:00", "24/7", ""]),
)
def test_a_comment_that_asks_to_call_never_shows_open(words, rule):
    text = f'{rule} "{words}"'.strip()

    assert state(text) is not Openness.OPEN


def shown_open(texts):
    wrong = []
    for text in texts:
        hours = read(text, AIN)
        for hour in range(0, 24 * 7, 3):
            moment = datetime(2026, 11, 23) + timedelta(hours=hour)
            openness = hours.state(moment)
            if openness is Openness.OPEN and (
                not hours.readable or ("rendez" in fold(text) and '"' in text and ";" not in text)
            ):
                wrong.append(text)
    return wrong


@pytest.mark.skipif(not REAL.exists(), reason="the whole corpus of real hours is not beside this checkout")
def test_none_of_the_two_thousand_real_strings_crashes_nor_shows_open():
    with gzip.open(REAL, "rt", encoding="utf-8") as file:
        texts = [row["valeur"] for row in csv.DictReader(file)]

    assert len(texts) > 2000
    assert shown_open(texts) == []


def test_the_next_opening_survives_the_change_of_hour():
    hours = read("Su 01:00-04:00,10:00-12:00; PH off", AIN)

    assert hours.next_opening(datetime(2027, 3, 27, 20)).start == datetime(2027, 3, 28, 1)
    assert hours.state(datetime(2027, 3, 28, 11)) is Openness.OPEN


def test_coming_days_that_differ_from_the_week_are_told():
    hours = read("Mo-Fr 09:00-12:00; PH off", AIN)

    told = hours.exceptions_within(datetime(2026, 12, 21, 9), 14)

    assert [(days.first, days.periods) for days in told] == [(date(2026, 12, 25), ()), (date(2027, 1, 1), ())]
