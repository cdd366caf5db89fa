from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from desk.domain import hours_holidays
from desk.domain.hours import (
    HalfDay,
    Hours,
    Interval,
    Openness,
    SpecialDays,
    calendar_of,
    lint,
    parse_half_days,
    possible_visits,
    read,
)
from desk.domain.hours_holidays import (
    SCHOOL_DATES_END,
    HolidayZone,
    SchoolZone,
    holiday_zone,
    public_holidays,
    school_zone,
    timezone_of,
)

TUESDAY = datetime(2026, 11, 24, 10, 0)
AIN = calendar_of("01")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def at(year, month, day, hour=10, minute=0):
    return datetime(year, month, day, hour, minute)


def state(text, moment=TUESDAY, departement="01"):
    return read(text, calendar_of(departement)).state(moment)


def following(text, moment=TUESDAY, departement="01"):
    opening = read(text, calendar_of(departement)).next_opening(moment)
    return opening.start if opening else None


def codes(text):
    return [problem.code for problem in lint(text)]


# What real strings mean, on Tuesday 24 November 2026 at 10:00


@pytest.mark.parametrize(
    ("text", "now", "next_start"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:30; PH off", Openness.OPEN, at(2026, 11, 24, 9)),
        ("Tu[1] 14:00-17:00", Openness.CLOSED, at(2026, 12, 1, 14)),
        ("Tu[1,3] 14:00-17:00; PH off", Openness.CLOSED, at(2026, 12, 1, 14)),
        ("We 09:00-12:00; Jul-Aug off", Openness.CLOSED, at(2026, 11, 25, 9)),
        ("Apr 1-May 31 Tu 14:00-17:00", Openness.CLOSED, at(2027, 4, 6, 14)),
        ("week 1-53/2 Th 09:30-12:00", Openness.CLOSED, at(2026, 12, 3, 9, 30)),
        ("Mo-Fr 08:30-12:30; SH off", Openness.OPEN, at(2026, 11, 24, 8, 30)),
        ("SH Tu-Fr 10:00-12:00; Tu-Fr 14:00-18:00", Openness.CLOSED, at(2026, 11, 24, 14)),
        ("Fr[-1] 10:00-12:00", Openness.CLOSED, at(2026, 11, 27, 10)),
        ('Mo-Fr 09:00-12:00 open "sur rendez-vous"; Sa 10:00-12:00', Openness.BY_APPOINTMENT, at(2026, 11, 28, 10)),
        ("Mo-Fr 09:00-17:00; Dec 24-Jan 2 off", Openness.OPEN, at(2026, 11, 24, 9)),
        ("2026 Dec 01-2026 Dec 19 We 14:00-16:00", Openness.CLOSED, at(2026, 12, 2, 14)),
        ("Tu-Fr 10:00-12:30,13:30-18:00; Sa 10:00-17:00; PH,Su,Mo off", Openness.OPEN, at(2026, 11, 24, 10)),
        ("Mo,We,Fr 16:00-18:30; easter -2 days off", Openness.CLOSED, at(2026, 11, 25, 16)),
        ('"sur rendez-vous"', Openness.BY_APPOINTMENT, None),
        ('Mo-Fr 09:00-12:00 || "appeler le 05"', Openness.OPEN, at(2026, 11, 24, 9)),
        ("24/7", Openness.OPEN, at(2026, 11, 24, 0)),
        ("Tu 09:30-12:00; PH off", Openness.OPEN, at(2026, 11, 24, 9, 30)),
        ("Mo 09:00-12:00; PH off; 2026 Dec 21-2027 Jan 03 off", Openness.CLOSED, at(2026, 11, 30, 9)),
        ("mo-fr 09:00-12:00", Openness.OPEN, at(2026, 11, 24, 9)),
        ("Mo-Fr 9:00-12:00", Openness.OPEN, at(2026, 11, 24, 9)),
        ("Mo-Th 08:30-12:30, 13:30-17:30; Fr 09:00-12:00", Openness.OPEN, at(2026, 11, 24, 8, 30)),
    ],
)
def test_a_string_says_whether_it_is_open_and_when_it_opens(text, now, next_start):
    assert state(text) is now
    assert following(text) == next_start


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Mo-Fr 9h-12h", "Lundi au vendredi 9h-12h", "Mo-Fr 09:00 - 12:00 / 14:00 - 17:00", "Mo 09.00-12.00",
        "Di 10:00-12:00", "Mo-Fr 09:00-12:00 14:00-17:00", "2026-12-01: 10:00-12:00", "Mo 09:00", "09:00-12:00-14:00",
        "Mo-Fr 14:00-12:00", "Mo-Fr 09:00-25:00", "Mo-Fr 08:30-12:30;13:30-17:00", "Mo-Fr", "Tu",
        "Mo sunrise-sunset", "Mo-Fr 09:00-12:00+", "Feb 31 09:00-12:00", "Mo-Fr\x0009:00-12:00", "\x00", "🙂",
        "Tu 09:00-12:00 🙂", 'Tu 09:00-12:00 "', "Tu 09:00-12:00 || sur rendez-vous", "Tu 09:00-12:00\u202f", "x" * 10_000,
        "Tu 09:00-12:00;" * 1000, "Tu 09:00-12:00 unknown", 'Tu 09:00-12:00 "entrée par la cour"', "PH 09:00-12:00 foo",
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_believed_is_unknown_and_never_a_visit(text):
    assert state(text) is Openness.UNKNOWN
    assert following(text) is None
    assert possible_visits(read(text, AIN), TUESDAY, frozenset(), 0, 3) == ()


def test_spaces_between_days_do_not_open_the_first_one_all_day():
    assert state("Tu, We, Fr 13:30-17:00", at(2026, 11, 24, 10)) is Openness.CLOSED
    assert state("Tu, We, Fr 13:30-17:00", at(2026, 11, 24, 14)) is Openness.OPEN
    assert state("Tu 09:00-12:00 , 14:00-15:00", at(2026, 11, 25, 14)) is Openness.CLOSED


def test_a_rule_after_a_comma_completes_the_week():
    assert following("Mo-Fr 09:00-12:00, Sa 10:00-12:00", at(2026, 11, 27, 13)) == at(2026, 11, 28, 10)


# Appointments


@pytest.mark.parametrize(
    "words", ["sur rendez-vous", "Sur RDV uniquement", "appeler le 05 49 00 00 00", "à la demande"]
)
def test_hours_by_appointment_are_never_open(words):
    for text in (
        f'"{words}"',
        f'Tu 09:00-12:00 "{words}"',
        f'24/7 "{words}"',
        f'Tu off "{words}"',
        f'We 09:00-12:00 || "{words}"',
    ):
        assert state(text) is Openness.BY_APPOINTMENT


def test_no_appointment_needed_is_not_an_appointment():
    assert state('Tu 09:00-12:00 "sans rendez-vous"') is Openness.UNKNOWN


def test_outside_the_hours_a_fallback_is_an_appointment_and_within_them_it_is_open():
    text = 'Mo-Fr 09:00-12:00 || unknown "appeler le 05"'

    assert state(text) is Openness.OPEN
    assert state(text, at(2026, 11, 29)) is Openness.BY_APPOINTMENT
    assert state('Mo-Fr 09:00-12:00 || "selon arrivages"', at(2026, 11, 29)) is Openness.UNKNOWN
    assert state("Mo-Fr 09:00-12:00 || off", at(2026, 11, 29)) is Openness.CLOSED


# Doubt


def test_a_closing_before_the_opening_puts_only_that_day_in_doubt():
    text = "Mo-We 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-14:00; Fr 09:00-12:00"

    assert state(text, at(2026, 11, 26, 10)) is Openness.UNKNOWN
    assert state(text, at(2026, 11, 27, 8)) is Openness.CLOSED
    assert state(text, at(2026, 11, 27, 10)) is Openness.OPEN
    assert following(text, at(2026, 11, 25, 18)) == at(2026, 11, 27, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-12:00; PH off", []),
        ("", []),
        ("Fr 14:00-12:00", ["hours-overnight"]),
        ("Mo 00:00-00:00,08:30-16:00", ["hours-overnight"]),
        ("Mo-Fr 09:00-25:00", ["hours-beyond-24"]),
        ("Mo-Fr 08:30-12:30;13:30-17:00", ["hours-replaced-rule"]),
        ("Mo 09:00-12:00; Mo 14:00-17:00", ["hours-replaced-rule"]),
        ("Mo-Fr 09:00-18:00; Tu 14:00-18:00", []),
        ("Mo-Fr 09:00-18:00; We off", []),
        ("Mo 9h-12h", ["hours-unreadable"]),
        ("x" * 10_000, ["hours-unreadable"]),
        ('"sur rendez-vous"', ["hours-always-open-comment"]),
        ("Mo-Fr", ["hours-always-open-comment"]),
        ('Mo 09:00-12:00 || "appeler"', ["hours-always-open-comment"]),
        ('Mo 09:00-12:00 || unknown "appeler"', []),
        ("PH off; Mo-Fr 09:00-12:00", ["hours-holiday-first"]),
        ("Jul-Aug off; Mo-Fr 09:00-12:00", ["hours-holiday-first"]),
    ],
)
def test_lint_names_what_is_suspicious(text, expected):
    assert codes(text) == expected


def test_lint_says_in_which_rule():
    (problem,) = lint("Mo 09:00-12:00; Fr 14:00-12:00; Sa 10:00-12:00")

    assert problem.rule == "Fr 14:00-12:00"


# Holidays


def test_public_holidays_told_first_still_close():
    easter_monday = at(2027, 3, 29)

    assert state("PH off; Mo-Fr 09:00-12:00", easter_monday) is Openness.CLOSED
    assert state("PH,Su off; Mo-Sa 09:00-12:00", easter_monday) is Openness.CLOSED
    assert state("Mo-Fr 09:00-12:00, PH off", easter_monday) is Openness.CLOSED


def test_a_place_that_says_nothing_of_a_public_holiday_may_be_closed():
    christmas = at(2026, 12, 25)

    assert state("Mo-Fr 09:00-12:00", christmas) is Openness.UNKNOWN
    assert state("Mo-Fr 09:00-12:00", at(2026, 12, 25, 13)) is Openness.CLOSED
    assert following("Mo-Fr 09:00-12:00", christmas) == at(2026, 12, 28, 9)
    assert state("Mo-Fr,PH 09:00-12:00", christmas) is Openness.OPEN


def test_each_territory_has_its_own_public_holidays():
    text = "Mo-Sa 09:00-12:00; PH off"
    st_stephen, end_of_slavery = at(2026, 12, 26), at(2026, 6, 10)

    assert state(text, st_stephen, "67") is Openness.CLOSED
    assert state(text, st_stephen, "01") is Openness.OPEN
    assert state(text, end_of_slavery, "973") is Openness.CLOSED
    assert state(text, end_of_slavery, "974") is Openness.OPEN


def test_school_holidays_close_in_the_zone_of_the_place_only():
    text = "Mo-Fr 08:30-12:30; SH off"

    assert state(text, at(2027, 2, 15), "01") is Openness.CLOSED
    assert state(text, at(2027, 2, 15), "59") is Openness.OPEN
    assert state(text, at(2027, 3, 8), "01") is Openness.OPEN
    assert state("Mo-Fr 08:30-12:30; PH,SH off", at(2027, 2, 15)) is Openness.CLOSED
    assert state("SH,PH off; Mo-Fr 08:30-12:30", at(2027, 2, 15)) is Openness.CLOSED


def test_hours_of_school_holidays_hold_then_and_only_then():
    text = "SH Tu-Fr 10:00-12:00; Tu-Fr 14:00-18:00"

    assert state(text, at(2026, 12, 22, 11)) is Openness.OPEN
    assert state(text, at(2026, 12, 22, 15)) is Openness.CLOSED
    assert state(text, at(2026, 11, 24, 11)) is Openness.CLOSED
    assert state(text, at(2026, 11, 24, 15)) is Openness.OPEN
    assert state("SH Tu-Fr 10:00-12:00", at(2026, 11, 24, 11)) is Openness.CLOSED


def test_school_holidays_that_nobody_knows_yet_leave_the_day_unknown():
    text = "Mo-Fr 08:30-12:30; SH off"

    assert state(text, at(2028, 9, 4)) is Openness.UNKNOWN
    assert state(text, TUESDAY, "2A") is Openness.UNKNOWN
    assert state(text, TUESDAY, "974") is Openness.UNKNOWN
    assert following(text, at(2028, 8, 30)) is None


def test_the_end_of_the_school_calendar_is_the_one_of_the_data():
    assert max(hours_holidays._school_data()) == SCHOOL_DATES_END


def test_a_closed_season_and_a_dated_day_outlast_the_week_told_after_them():
    assert state("Aug off; Mo-Fr 09:00-12:00", at(2027, 8, 3)) is Openness.CLOSED
    assert state("2026 Nov 24 14:00-16:00; Mo-Fr 09:00-12:00") is Openness.CLOSED


def test_every_departement_has_its_calendar():
    metropolitan = [f"{number:02d}" for number in range(1, 96) if number != 20]
    overseas = ["971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"]

    assert all(school_zone(code) is not SchoolZone.NONE for code in metropolitan)
    assert all(holiday_zone(code) not in {HolidayZone.METROPOLE, HolidayZone.ALSACE_MOSELLE} for code in overseas)
    assert {holiday_zone(code) for code in ("57", "67", "68")} == {HolidayZone.ALSACE_MOSELLE}
    assert [school_zone(code) for code in ("69", "13", "75", "2A", "974")] == ["A", "B", "C", "", ""]
    assert [timezone_of(code) for code in ("01", "2B", "974", "988")] == [
        "Europe/Paris", "Europe/Paris", "Indian/Reunion", "Pacific/Noumea",
    ]  # fmt: skip


@pytest.mark.parametrize("zone", HolidayZone)
def test_every_territory_has_new_year_and_christmas(zone):
    assert {date(2026, 1, 1), date(2026, 12, 25)} <= public_holidays(zone, 2026)


# Openings


def test_the_opening_under_way_is_whole_and_says_when_it_closes():
    hours = read("Tu 09:00-12:00,14:00-17:00", AIN)

    assert hours.next_opening(TUESDAY) == Interval(start=at(2026, 11, 24, 9), end=at(2026, 11, 24, 12))
    assert hours.closes_at(TUESDAY) == at(2026, 11, 24, 12)
    assert hours.closes_at(at(2026, 11, 24, 12)) is None
    assert hours.intervals(TUESDAY, at(2026, 12, 2), 2) == (
        Interval(start=at(2026, 11, 24, 9), end=at(2026, 11, 24, 12)),
        Interval(start=at(2026, 11, 24, 14), end=at(2026, 11, 24, 17)),
    )


def test_a_place_that_never_closes_has_no_closing_hour():
    assert read("24/7", AIN).closes_at(TUESDAY) is None
    assert read("24/7", AIN).next_opening(TUESDAY).end is None


def test_a_long_opening_stops_at_a_holiday_in_doubt():
    opening = read("Mo-Su 00:00-24:00", AIN).next_opening(TUESDAY)

    assert opening == Interval(start=at(2026, 11, 24, 0), end=at(2026, 12, 25, 0))


@pytest.mark.parametrize("moment", [at(1, 1, 1), at(9999, 12, 31, 23, 59), at(1970, 1, 1), at(9999, 1, 1)])
def test_a_clock_that_cannot_be_right_makes_everything_unknown(moment):
    hours = read("Mo-Su 00:00-24:00", AIN)

    assert hours.state(moment) is Openness.UNKNOWN
    assert hours.next_opening(moment) is None
    assert hours.closes_at(moment) is None
    assert hours.intervals(moment, at(9999, 12, 31)) == ()
    assert hours.exceptions_within(moment, 30) == ()
    assert possible_visits(hours, moment, frozenset(), 0, 1) == ()


# Exceptions


def test_a_closed_spell_is_told_whole_even_when_it_ends_later():
    hours = read("Mo-Fr 09:00-12:00; PH off; 2026 Dec 21-2027 Jan 03 off", AIN)

    (spell,) = hours.exceptions_within(at(2026, 12, 7), 21)

    assert (spell.first, spell.last, spell.periods, spell.certain) == (date(2026, 12, 21), date(2027, 1, 1), (), True)


def test_a_holiday_untold_is_an_exception_in_doubt():
    hours = read("Mo-Fr 09:00-12:00", AIN)

    assert hours.exceptions_within(at(2026, 12, 20), 7) == (
        SpecialDays(first=date(2026, 12, 25), last=date(2026, 12, 25), periods=(), certain=False, holiday=True),
    )


def test_a_dated_opening_is_an_exception_with_its_hours():
    hours = read("Mo-Fr 09:00-12:00; PH off; 2026 Nov 28 10:00-12:00", AIN)

    (spell,) = hours.exceptions_within(TUESDAY, 7)

    assert spell.first == date(2026, 11, 28)
    assert spell.periods == ((time(10), time(12)),)


def test_an_ordinary_fortnight_has_no_exception():
    assert read("Tu-Sa 09:00-12:00; PH off", AIN).exceptions_within(TUESDAY, 14) == ()
    assert read("du lundi au vendredi", AIN).exceptions_within(TUESDAY, 14) == ()


# Visits


def test_half_days_are_read_in_english_and_in_french():
    assert parse_half_days("thu-pm,sat-am") == {HalfDay.TH_PM, HalfDay.SA_AM}
    assert parse_half_days("je-pm, sa-am") == {HalfDay.TH_PM, HalfDay.SA_AM}
    assert parse_half_days("mon,tue-pm") == {HalfDay.MO_AM, HalfDay.MO_PM, HalfDay.TU_PM}
    assert parse_half_days("Jeudi-après-midi,mercredi-matin") == {HalfDay.TH_PM, HalfDay.WE_AM}
    assert parse_half_days("") == frozenset()


@pytest.mark.parametrize("text", ["x", "m", "mo-xx", "thu pm", "lundredi", "mo-am-pm"])
def test_an_unknown_half_day_is_refused_with_a_code(text):
    with pytest.raises(ValueError, match=r"^unknown-half-day$"):
        parse_half_days(text)


def visits(text, free="", minutes=0, count=2, moment=TUESDAY):
    found = possible_visits(read(text, AIN), moment, parse_half_days(free), minutes, count)
    return [(one.start, one.end) for one in found]


def test_a_visit_begins_once_there():
    assert visits("Tu 09:00-12:00", minutes=22, count=1) == [(at(2026, 11, 24, 10, 25), at(2026, 11, 24, 12))]


def test_a_visit_too_short_to_be_worth_the_way_is_left_out():
    assert visits("Tu 09:00-10:50", minutes=30, count=1) == [(at(2026, 11, 24, 10, 30), at(2026, 11, 24, 10, 50))]
    assert visits("Tu 09:00-10:50", minutes=31, count=1) == [(at(2026, 12, 1, 9), at(2026, 12, 1, 10, 50))]


def test_visits_are_cut_to_the_free_half_days():
    assert visits("Th 09:00-18:00", "thu-am", count=1) == [(at(2026, 11, 26, 9), at(2026, 11, 26, 13))]
    assert visits("Th 09:00-18:00", "thu-pm", count=1) == [(at(2026, 11, 26, 12), at(2026, 11, 26, 18))]
    assert visits("Th 09:00-18:00", "thu", count=1) == [(at(2026, 11, 26, 9), at(2026, 11, 26, 18))]
    assert visits("Th 09:00-18:00", "fri") == []


def test_a_place_that_never_closes_can_be_visited_on_each_free_half_day():
    assert visits("24/7", "thu-am") == [
        (at(2026, 11, 26, 0), at(2026, 11, 26, 13)),
        (at(2026, 12, 3, 0), at(2026, 12, 3, 13)),
    ]


@given(
    st.sampled_from(["Mo-Fr 09:00-12:00,14:00-17:00; PH off", "24/7", "Sa 10:00-12:30", "Mo-Su 06:00-23:00"]),
    st.frozensets(st.sampled_from(HalfDay)),
    st.integers(0, 300),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_every_visit_can_really_be_made(text, free, minutes, moment):
    hours = read(text, AIN)

    found = possible_visits(hours, moment, free, minutes, 3)

    assert len(found) <= 3
    for visit in found:
        assert visit.start >= moment + timedelta(minutes=minutes)
        assert hours.state(visit.start) is Openness.OPEN
        assert visit.end is None or visit.end - visit.start >= timedelta(minutes=20)


# Properties

pieces = st.sampled_from(
    [
        "Mo", "Tu", "We-Fr", "Sa,Su", "Fr-Mo", "PH", "SH", "09:00-12:00", "14:00-17:30", "14:00-12:00", "22:00-26:00", "24/7",
        "off", "closed", "unknown", '"x"', '"sur rendez-vous"', "||", ";", ", ", " ", "Jul-Aug", "Feb 29", "Feb 30",
        "Dec 24-Jan 2", "2026 Dec 21-2027 Jan 03", "week 1-53/2", "easter -2 days", "[1]", "[-1]", "2026", "+", "\x00", "é",
    ]
)  # fmt: skip
moments = st.datetimes(datetime(1950, 1, 1), datetime(2250, 1, 1))


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=9).map(" ".join)), moments)
def test_any_text_gets_an_answer_that_agrees_with_itself(text, moment):
    hours = Hours(text, AIN)

    now, opening = hours.state(moment), hours.next_opening(moment)

    assert isinstance(lint(text), tuple)
    assert (now is Openness.OPEN) == (opening is not None and opening.start <= moment)
    assert now is not Openness.OPEN or hours.readable
    assert opening is None or opening.end is None or opening.end > moment
    assert len(hours.exceptions_within(moment, 20)) <= 20


week_rules = st.lists(
    st.tuples(
        st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: ",".join(sorted(days, key=DAYS.index))),
        st.sampled_from(["09:00-12:00", "09:00-12:00,14:00-17:30", "13:30-19:00", "10:15-10:45"]),
        st.sampled_from(["", ' "sur rendez-vous"', ' open "uniquement sur rdv"']),
    ),
    min_size=1,
    max_size=4,
)
near = st.datetimes(datetime(2026, 1, 1), datetime(2028, 8, 1))


@given(week_rules, near)
def test_a_rule_by_appointment_is_never_shown_open(rules, moment):
    text = "; ".join(f'{days} {times} "sur rendez-vous"' for days, times, _ in rules)

    assert read(text, AIN).state(moment) is not Openness.OPEN
    assert read(text, AIN).next_opening(moment) is None


@given(week_rules, near)
def test_what_is_shown_open_is_open_to_the_library_too(rules, moment):
    text = "; ".join(f"{days} {times}{words}" for days, times, words in rules)

    expected, comment = OpeningHours(text).state(moment)
    found = read(text, AIN).state(moment)

    if found is Openness.OPEN:
        assert expected == State.OPEN
        assert not comment
    if expected == State.OPEN and not comment:
        assert (
            found is Openness.OPEN or lint(text) or moment.date() in public_holidays(HolidayZone.METROPOLE, moment.year)
        )
