from datetime import date, datetime

import pytest

from desk.domain.hours import Interval, calendar_of, read
from desk.domain.hours_text import clock, sentence_exceptions, sentence_interval, sentence_now, sentence_week

TUESDAY = datetime(2026, 11, 24, 10, 0)
AIN = calendar_of("01")


def now(text, language="fr", moment=TUESDAY):
    return sentence_now(read(text, AIN), moment, language)


def week(text, language="fr", moment=TUESDAY):
    return sentence_week(read(text, AIN), moment, language)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("Mo-Fr 09:00-12:00", "ouvert · ferme à 12 h", "open · closes at 12:00"),
        ("Tu 09:00-12:30", "ouvert · ferme à 12 h 30", "open · closes at 12:30"),
        ("Tu 09:00-24:00", "ouvert · ferme à 24 h", "open · closes at 24:00"),
        ("24/7", "ouvert", "open"),
        ("Tu 14:00-17:00", "rouvre aujourd'hui 14 h", "reopens today 14:00"),
        ("We 09:30-12:00", "rouvre demain 9 h 30", "reopens tomorrow 9:30"),
        ("Sa 09:00-12:00", "rouvre samedi 9 h", "reopens Saturday 9:00"),
        ("2026 Dec 03 14:00-16:00", "rouvre jeudi 3 décembre 14 h", "reopens Thursday 3 December 14:00"),
        ("Tu[1] 14:00-17:00", "rouvre mardi 1er décembre 14 h", "reopens Tuesday 1 December 14:00"),
        ("2027 Aug 04 14:00-16:00", "rouvre mercredi 4 août 2027 14 h", "reopens Wednesday 4 August 2027 14:00"),
        ('"sur rendez-vous"', "sur rendez-vous", "by appointment"),
        (
            'Mo-Fr 09:00-12:00 "sur rendez-vous"; Sa 10:00-12:00',
            "sur rendez-vous · sans rendez-vous samedi 10 h",
            "by appointment · without appointment Saturday 10:00",
        ),
        ("lundi au vendredi", "horaires inconnus — téléphonez", "hours unknown — telephone"),
        ("", "horaires inconnus — téléphonez", "hours unknown — telephone"),
        (
            "Tu 14:00-12:00; Sa 10:00-12:00",
            "incertain en ce moment — téléphonez · ouvre samedi 10 h",
            "uncertain at this moment — telephone · opens Saturday 10:00",
        ),
        ("2020 Mo 09:00-12:00", "fermé pour l'instant — téléphonez", "closed for now — telephone"),
    ],
)
def test_one_sentence_says_what_matters_now(text, french, english):
    assert now(text) == french
    assert now(text, "en") == english


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00",
            ("lundi au vendredi 9 h – 12 h et 14 h – 17 h", "samedi 9 h – 12 h", "fermé dimanche"),
        ),
        (
            "Mo-Fr 09:00-12:00; We off; PH off",
            ("lundi, mardi, jeudi et vendredi 9 h – 12 h", "fermé mercredi, samedi, dimanche et les jours fériés"),
        ),
        ("Tu 14:00-17:30", ("mardi 14 h – 17 h 30", "fermé les autres jours")),
        ("Mo-Su 08:00-20:00", ("tous les jours 8 h – 20 h",)),
        ("24/7", ("à toute heure",)),
        ("Tu[1,3] 14:00-17:00", ("1er et 3e mardi du mois 14 h – 17 h",)),
        ("Fr[-1] 10:00-12:00", ("dernier vendredi du mois 10 h – 12 h",)),
        ("week 1-53/2 Th 09:30-12:00", ("jeudi des semaines impaires 9 h 30 – 12 h",)),
        (
            "week 2-52/2 Tu 13:30-16:30; PH off",
            ("mardi des semaines paires 13 h 30 – 16 h 30", "fermé les jours fériés"),
        ),
        ("Apr 1-May 31 Tu 14:00-17:00", ("du 1er avril au 31 mai : mardi 14 h – 17 h",)),
        (
            "We 09:00-12:00; Jul-Aug off",
            ("mercredi 9 h – 12 h", "fermé les autres jours", "fermé en juillet et août"),
        ),
        (
            "Apr-Sep Mo 09:00-18:00; Oct-Mar Mo 09:00-17:00",
            ("d'avril à septembre : lundi 9 h – 18 h", "d'octobre à mars : lundi 9 h – 17 h"),
        ),
        (
            "SH Tu-Fr 10:00-12:00; Tu-Fr 14:00-18:00",
            (
                "mardi au vendredi 14 h – 18 h",
                "vacances scolaires : mardi au vendredi 10 h – 12 h",
                "fermé lundi, samedi et dimanche",
            ),
        ),
        (
            "Mo-Sa 09:00-12:00; PH,SH off",
            ("lundi au samedi 9 h – 12 h", "fermé dimanche, les jours fériés et pendant les vacances scolaires"),
        ),
        (
            "Mo 09:00-12:00; 2026 Dec 21-2027 Jan 03 off",
            ("lundi 9 h – 12 h", "fermé les autres jours", "fermé du 21 décembre 2026 au 3 janvier 2027"),
        ),
        ("Mo-Su 09:00-12:00; easter -2 days off", ("tous les jours 9 h – 12 h", "fermé le Vendredi saint")),
        ('"sur rendez-vous"', ("sur rendez-vous",)),
        (
            'Mo-Fr 09:00-12:00 "sur rendez-vous"; Sa 10:00-12:00',
            ("lundi au vendredi 9 h – 12 h, sur rendez-vous", "samedi 10 h – 12 h", "fermé dimanche"),
        ),
        (
            'Mo-Sa 09:00-12:00 "salle 2" || "sur rendez-vous"',
            ("lundi au samedi 9 h – 12 h (salle 2)", "fermé dimanche", "sinon, sur rendez-vous"),
        ),
        (
            "Mo-Th 09:00-12:00; Fr 14:00-12:00",
            ("lundi au jeudi 9 h – 12 h", "vendredi : horaires à vérifier, téléphonez", "fermé samedi et dimanche"),
        ),
        (
            "Mo-Sa 09:00-12:00; We unknown; Su unknown",
            ("lundi, mardi et jeudi au samedi 9 h – 12 h", "mercredi et dimanche : à confirmer"),
        ),
        ("Lundi au vendredi de 9h à 12h", ()),
        ("", ()),
    ],
)
def test_the_whole_week_is_told_in_a_few_lines(text, lines):
    assert week(text) == lines


def test_the_week_is_told_in_english_too():
    assert week("Mo-Fr 09:00-12:00,14:00-17:00; We[1] 10:00-11:00; PH off; Jul-Aug off", "en") == (
        "Monday to Friday 9:00 – 12:00 and 14:00 – 17:00",
        "1st Wednesday of the month 10:00 – 11:00",
        "closed Saturday, Sunday and on public holidays",
        "closed in July and August",
    )


def test_what_is_over_is_not_told_any_more():
    text = "Sa 09:00-12:00; 2025 Dec 20-2026 Jan 05 off"

    assert week(text) == ("samedi 9 h – 12 h", "fermé les autres jours")


def test_a_comment_cannot_break_the_page():
    (line,) = week('"' + "é\u202e\n" * 300 + '"')

    assert len(line) <= 120
    assert "\n" not in line
    assert "\u202e" not in line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Mo-Fr 09:00-12:00; PH off", ("vendredi 25 décembre : fermé", "vendredi 1er janvier : fermé")),
        ("Fr 09:00-12:00", ("vendredi 25 décembre : jour férié, téléphonez avant", "vendredi 1er janvier : jour férié, téléphonez avant")),
        ("Mo-Fr 09:00-12:00; Dec 24-Jan 2 off", ("du jeudi 24 décembre au vendredi 1er janvier : fermé",)),
        ("Mo-Sa 09:00-12:00; PH off; 2026 Dec 21-2026 Dec 24 10:00-11:00; 2026 Dec 26 off",
         ("du lundi 21 au jeudi 24 décembre : 10 h – 11 h", "du vendredi 25 au samedi 26 décembre : fermé", "vendredi 1er janvier : fermé")),
        ("du lundi au vendredi", ()),
    ],
)  # fmt: skip
def test_coming_exceptions_are_told_by_spells(text, lines):
    assert sentence_exceptions(read(text, AIN), datetime(2026, 12, 14, 9), 21) == lines


def test_one_opening_is_told_with_its_day():
    opening = Interval(start=datetime(2026, 11, 26, 9), end=datetime(2026, 11, 26, 12))

    assert sentence_interval(opening, date(2026, 11, 24)) == "jeudi 26 novembre, 9 h – 12 h"
    assert sentence_interval(opening, date(2026, 11, 26)) == "aujourd'hui, 9 h – 12 h"
    assert sentence_interval(opening, date(2026, 11, 24), "en") == "Thursday 26 November, 9:00 – 12:00"


def test_an_opening_may_last_to_midnight_for_days_or_for_ever():
    today, start = date(2026, 11, 24), datetime(2026, 11, 26, 9)

    assert (
        sentence_interval(Interval(start=start, end=datetime(2026, 11, 27)), today) == "jeudi 26 novembre, 9 h – 24 h"
    )
    assert sentence_interval(Interval(start=start, end=None), today) == "jeudi 26 novembre, à toute heure"
    assert sentence_interval(Interval(start=start, end=datetime(2026, 11, 28, 8, 30)), today) == (
        "jeudi 26 novembre, 9 h – samedi 28 novembre, 8 h 30"
    )


def test_a_clock_says_the_minutes_only_when_there_are_some():
    assert clock(datetime(2026, 1, 1, 9).time()) == "9 h"
    assert clock(datetime(2026, 1, 1, 9, 5).time()) == "9 h 05"
    assert clock(datetime(2026, 1, 1, 9, 5).time(), "en") == "9:05"
