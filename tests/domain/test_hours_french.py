"""French hours become OSM text only where they are sure; 150 real texts labelled by hand, evaluated over five weeks."""

import csv
import gzip
import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.base.dates import DAYS
from desk.domain.hours import Openness, calendar_of, from_grid, lint, read, to_grid
from desk.domain.hours_french import (
    ReadHours,
    asks_only_appointment,
    days_text,
    osm_of_french,
    periods_of,
    read_hours,
)

DATA = Path(__file__).parent / "data"
WHOLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hours" / "hours-real.csv.gz"
AIN = calendar_of("01")
START = datetime(2027, 1, 4)
"""A Monday, then five weeks without a public holiday."""
LETTERS = "lmejvsd"


def labelled():
    lines = (DATA / "hours-french.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            text, label = line.split("\t")
            yield text.replace("\\n", "\n"), label


LABELLED = list(labelled())


def minutes(mark):
    hour, _, minute = mark.partition(":")
    return int(hour) * 60 + int(minute or 0)


def expected(label):
    """Return, for each of 35 days, (sure periods, doubtful periods or "day"), as the person who labelled it reads it."""
    days = [([], []) for _ in range(35)]
    if label == "rdv":
        return [([], ["day"]) for _ in days]
    for part in label.split(";"):
        who, *times = part.split()
        nth, _, letters = who.rpartition(":")
        for number, (sure, doubtful) in enumerate(days):
            date = START + timedelta(days=number)
            last_of_month = (date + timedelta(days=7)).month != date.month
            rank = {str((date.day - 1) // 7 + 1), *(["-1"] if last_of_month else [])}
            if LETTERS[date.weekday()] not in letters or (nth and rank.isdisjoint(nth.split(","))):
                continue
            for one in times:
                first, _, last = one.strip("?").partition("-")
                told = (minutes(first), minutes(last)) if first else "day"
                (doubtful if one.startswith("?") else sure).append(told)
    return days


@pytest.mark.parametrize(("text", "label"), LABELLED, ids=[text[:40] for text, _ in LABELLED])
def test_a_text_says_what_a_person_reads_in_it_or_stays_text(text, label):
    osm = osm_of_french(text)

    if label == "-":
        assert osm is None
        return
    assert osm is not None
    assert lint(osm) == ()
    hours = read(osm, AIN)
    for number, (sure, doubtful) in enumerate(expected(label)):
        day = START + timedelta(days=number)
        opened = [
            (one.start.hour * 60 + one.start.minute, one.end.hour * 60 + one.end.minute)
            for one in hours.openings(day, day + timedelta(days=1))
        ]
        assert opened == sorted(sure), (osm, day)
        for moment in (day + timedelta(minutes=30 * half + 10) for half in range(48)):
            minute = moment.hour * 60 + moment.minute
            open_now = any(first <= minute < last for first, last in sure)
            in_doubt = any(one == "day" or one[0] <= minute < one[1] for one in doubtful) and not open_now
            state = hours.state(moment)
            assert (state is Openness.OPEN) == open_now, (osm, moment)
            assert (state in {Openness.UNKNOWN, Openness.BY_APPOINTMENT}) == in_doubt, (osm, moment)


def test_a_third_of_the_sample_is_text_that_stays():
    kept = [label for _, label in LABELLED if label == "-"]

    assert len(LABELLED) == 150
    assert 45 <= len(kept) <= 60


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("lundi au vendredi 9h-12h et 14h-17h30", "Mo-Fr 09:00-12:00,14:00-17:30"),
        ("sur rendez-vous", 'unknown "sur rendez-vous"'),
        ("le premier samedi du mois de 9h à 12h", "Sa[1] 09:00-12:00"),
        ("Les premiers samedis du mois", "Sa[1] unknown"),
        ("Le 1er et le 3e mardi du mois de 14h à 16h", "Tu[1,3] 14:00-16:00"),
        ("Lundi au vendredi 9h-17h, fermé les jours fériés", "Mo-Fr 09:00-17:00; PH off"),
        ("Lundi au vendredi 9h-12h sauf jours fériés", "Mo-Fr 09:00-12:00; PH off"),
        ("Lundi 9h-12h, fermé pendant les vacances scolaires", "Mo 09:00-12:00; SH off"),
        ("Du lundi au vendredi 9h-12h hors vacances scolaires", "Mo-Fr 09:00-12:00; SH unknown"),
        (
            "En période scolaire : lundi au vendredi 9h-12h ; pendant les vacances scolaires : mardi 10h-12h",
            "Mo-Fr 09:00-12:00; SH off; SH Tu 10:00-12:00",
        ),
        ("Les mardis d'octobre à juin de 9h00 à 17h00", "Oct-Jun Tu 09:00-17:00"),
        ("juillet et août : lundi 9h-12h", "Jul-Aug Mo 09:00-12:00"),
        ("lundi au vendredi de 9h à 12h, samedi sur rendez-vous", 'Mo-Fr 09:00-12:00, Sa unknown "sur rendez-vous"'),
        ("7j/7 de 8h à 20h", "Mo-Su 08:00-20:00"),
        ("mardi de 9h à midi", "Tu 09:00-12:00"),
    ],
)
def test_what_is_said_of_months_holidays_and_appointments_is_written(text, osm):
    assert osm_of_french(text) == osm
    assert lint(osm) == ()
    assert read(osm, AIN).readable


@pytest.mark.parametrize(
    "text",
    [
        "mardi 9h-12h semaine paire", "jeudi semaine impaire 14h-17h", "mardi-jeudi 9h-12h", "Mardi et jeudi 9h-12h, fermé en août",
        "lundi 9h-12h fermé du 1er au 15 août", "fermé le lundi", "mardi 12h-9h", "mardi 9h-12h et 11h-14h", "mardi 14h-17h le matin",
        "Mardi 9h-12h ; mercredi 9h", "Pendant les vacances scolaires : mardi 10h-12h", "mardi à partir de 9h", "mardi 9h-minuit",
        "Mardi 9h-12h, jours fériés 10h-12h", "Tous les jours sauf le dimanche 9h-12h", "mardi 9h ou 10h-12h", "", "...", "9",
        "lundi au vendredi 9h-12h " * 100,
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_stays_text(text):
    assert osm_of_french(text) is None


def test_by_appointment_is_never_open():
    for text in (
        "sur rdv",
        "Lundi et Jeudi : 14h-16h sur rendez-vous.",
        "samedi sur rendez-vous",
        "Mardi 9h-12h (sur RDV)",
    ):
        hours = read(osm_of_french(text), AIN)

        assert hours.next_opening(START) is None
        assert Openness.OPEN not in {hours.state(START + timedelta(hours=step)) for step in range(24 * 7)}


def test_the_days_of_another_column_complete_hours_without_days():
    assert osm_of_french("9h-12h / 14h-17h", "{Lundi,Mardi,Jeudi}") == (
        "Mo-Tu 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-17:00"
    )
    assert osm_of_french("mardi 9h-12h", "{Lundi}") == "Tu 09:00-12:00"
    assert osm_of_french("9h-12h", "selon le programme") is None


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("9h à 12h / 14h à 17h", ((540, 720), (840, 1020))),
        ("8h30 à 12h - 13h30 à 17h", ((510, 720), (810, 1020))),
        ("09:00-12:00", ((540, 720),)),
        ("Fermé", ()),
        ("sur rendez-vous", None),
        ("9h", None),
        ("9h-12h lundi", None),
        ("00:00 - 00:00 / 08:30 - 16:00", None),
    ],
)
def test_the_cell_of_one_day_gives_its_periods(text, periods):
    assert periods_of(text) == periods


def test_only_by_appointment_is_told_from_hours():
    assert asks_only_appointment("Sur rendez-vous.")
    assert not asks_only_appointment("Lundi sur rendez-vous")
    assert not asks_only_appointment("")


def test_days_are_written_together():
    assert days_text({0, 1, 2, 4}) == "Mo-We,Fr"
    assert days_text({6}) == "Su"


def test_a_cell_is_osm_or_french_or_words():
    assert read_hours("Mo-Fr 09:00-12:00; PH off") == ReadHours(osm="Mo-Fr 09:00-12:00; PH off")
    assert read_hours("Lundi 9h-12h") == ReadHours(osm="Mo 09:00-12:00")
    assert read_hours("Selon<br/>programme") == ReadHours(left="Selon\nprogramme")
    assert read_hours(" - ") == ReadHours()


@st.composite
def weeks(draw):
    """Return the French of a week and its grid."""
    grid = [()] * 7
    told = []
    for day in draw(st.permutations(range(7))):
        bounds = sorted(draw(st.lists(st.integers(20, 95), min_size=4, max_size=4, unique=True)))
        count = draw(st.sampled_from([0, 1, 2]))
        pairs = [(bounds[0], bounds[1]), (bounds[2], bounds[3])][:count]
        grid[day] = tuple((a * 15, b * 15) for a, b in pairs)
        if pairs:
            spoken = " et ".join(f"de {_spoken(a)} à {_spoken(b)}" for a, b in grid[day])
            told.append(f"{DAYS['fr'][day]} {spoken}")
    return draw(st.sampled_from([" ; ", ", ", "\n", ". "])).join(told), tuple(grid)


def _spoken(minutes_since):
    hour, minute = divmod(minutes_since, 60)
    return f"{hour}h{minute:02d}" if minute else f"{hour} h"


@given(weeks())
def test_any_week_written_day_by_day_is_read_back(week):
    text, grid = week
    osm = osm_of_french(text)

    if not any(grid):
        assert osm is None
        return
    days = to_grid(osm)
    assert tuple(tuple((_minutes(a), _minutes(b)) for a, b in day.periods) for day in days) == grid
    assert from_grid(days, holidays_off=False) == osm


def _minutes(moment: time):
    return moment.hour * 60 + moment.minute


@given(st.text(alphabet=st.sampled_from("lundi mar jeu 9h12:30-/,;àetfermé sur rendez-vous\n|()°"), max_size=60))
def test_any_text_is_read_without_a_fault(text):
    osm = osm_of_french(text)

    assert osm is None or (lint(osm) == () and read(osm, AIN).readable)


@pytest.fixture(scope="module")
def free_texts():
    if not WHOLE.exists():
        pytest.skip("the whole file of real strings is not beside this repository")
    with gzip.open(WHOLE, "rt", encoding="utf-8", newline="") as file:
        return [row["valeur"] for row in csv.DictReader(file) if row["lisible"] != "1"]


def test_two_thirds_of_the_real_free_texts_become_hours(free_texts):
    read_ones = [text for text in free_texts if osm_of_french(text)]

    assert len(free_texts) == 473
    assert len(read_ones) == 319


def test_every_hour_of_a_real_text_that_becomes_hours_is_in_the_text(free_texts):
    """No hour is invented: each one of the OSM text is written in the French, as an hour or a bare number."""
    for text in free_texts:
        osm = osm_of_french(text)
        for hour, minute in re.findall(r"(\d\d):(\d\d)", osm or ""):
            pattern = rf"(?<!\d)0?{int(hour)}\s*(?:h|H|:|\.|heures)?\s*{minute if minute != '00' else '(?:00)?'}"
            assert re.search(pattern, text), (text, osm)
