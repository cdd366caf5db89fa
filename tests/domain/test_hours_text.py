from datetime import datetime

import pytest

from desk.domain.hours import Interval, calendar_of, read
from desk.domain.hours_text import sentence_exceptions, sentence_interval, sentence_now, sentence_week

AIN = calendar_of("01")
TUESDAY = datetime(2026, 11, 24, 10, 0)


@pytest.mark.parametrize(
    ("text", "now", "french", "english"),
    [
        ("Mo-Fr 09:00-12:00; PH off", TUESDAY, "ouvert · ferme à 12 h", "open · closes at 12:00"),
        ("Mo-Fr 09:00-12:30; PH off", TUESDAY, "ouvert · ferme à 12 h 30", "open · closes at 12:30"),
        ("Tu 14:00-17:00", TUESDAY, "rouvre aujourd'hui 14 h", "reopens today 14:00"),
        ("We 09:30-12:00", TUESDAY, "rouvre demain 9 h 30", "reopens tomorrow 9:30"),
        ("Sa 09:00-12:00", TUESDAY, "rouvre samedi 9 h", "reopens Saturday 9:00"),
        ("Tu[1] 14:00-17:00", TUESDAY, "rouvre mardi 1er décembre 14 h", "reopens Tuesday 1 December 14:00"),
        ('"sur rendez-vous"', TUESDAY, "sur rendez-vous", "by appointment"),
        ("", TUESDAY, "horaires inconnus — téléphonez", "hours unknown — telephone"),
        ("Jul-Aug Mo 09:00-12:00", TUESDAY, "rouvre lundi 5 juillet 2027 9 h", "reopens Monday 5 July 2027 9:00"),
        ("24/7", TUESDAY, "ouvert", "open"),
    ],
)
def test_the_sentence_of_now(text, now, french, english):
    assert sentence_now(read(text, AIN), now, "fr") == french
    assert sentence_now(read(text, AIN), now, "en") == english


def test_the_week_puts_equal_days_together():
    hours = read("Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off", AIN)

    assert sentence_week(hours, TUESDAY) == (
        "lundi au vendredi 9 h – 12 h et 14 h – 17 h",
        "samedi 9 h – 12 h",
        "fermé dimanche et les jours fériés",
    )
    assert sentence_week(hours, TUESDAY, "en")[1] == "Saturday 9:00 – 12:00"


def test_two_days_are_joined_by_and():
    assert sentence_week(read("Mo-Tu 09:00-12:00", AIN), TUESDAY) == (
        "lundi et mardi 9 h – 12 h",
        "fermé les autres jours",
    )


def test_a_week_that_changes_is_told_by_its_rule():
    assert sentence_week(read("week 1-53/2 Th 09:30-12:00", AIN), datetime(2026, 12, 1, 9)) == (
        "jeudi des semaines impaires 9 h 30 – 12 h",
    )


def test_hours_that_cannot_be_read_have_no_week():
    assert sentence_week(read("selon la météo", AIN), TUESDAY) == ()


def test_an_opening_is_told_with_its_day():
    visit = Interval(start=datetime(2026, 11, 26, 9), end=datetime(2026, 11, 26, 12))

    assert sentence_interval(visit, TUESDAY.date()) == "jeudi 26 novembre, 9 h – 12 h"
    assert sentence_interval(visit, visit.start.date()) == "aujourd'hui, 9 h – 12 h"


def test_the_first_of_the_month_is_said_as_people_say_it():
    visit = Interval(start=datetime(2026, 12, 1, 14), end=datetime(2026, 12, 1, 17, 30))

    assert sentence_interval(visit, TUESDAY.date()) == "mardi 1er décembre, 14 h – 17 h 30"


def test_coming_holidays_are_told():
    december = datetime(2026, 12, 21, 9)

    assert sentence_exceptions(read("Mo-Fr 09:00-12:00; PH off", AIN), december)[0] == "vendredi 25 décembre : fermé"
    assert "téléphonez" in sentence_exceptions(read("Mo-Fr 09:00-12:00", AIN), december)[0]
