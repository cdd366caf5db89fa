"""Every real string at hand is read without a fault, and none that is in doubt is shown open."""

import csv
import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.base.text import fold
from desk.domain.hours import HalfDay, Openness, calendar_of, lint, possible_visits, read, to_grid
from desk.domain.hours_text import sentence_exceptions, sentence_now, sentence_week

SAMPLE = Path(__file__).parent / "data" / "hours-sample.csv.gz"
WHOLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hours" / "hours-real.csv.gz"
TUESDAY = datetime(2026, 11, 24, 10, 0)
PLACES = tuple(calendar_of(departement) for departement in ("01", "67", "974"))


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=[SAMPLE, WHOLE], ids=["sample", "whole"])
def real(request):
    if not request.param.exists():
        pytest.skip("the whole file of real strings is not beside this repository")
    return rows(request.param)


def test_none_in_doubt_is_shown_open_at_any_hour_of_a_week(real):
    moments = [TUESDAY + timedelta(hours=7 * step) for step in range(24)]

    for row in real:
        doubtful = row["lisible"] != "1" or "rendez" in fold(row["valeur"]) or "rdv" in fold(row["valeur"])
        for calendar in PLACES if not doubtful else PLACES[:1]:
            hours = read(row["valeur"], calendar)
            states = {hours.state(moment) for moment in moments}
            if doubtful:
                assert Openness.OPEN not in states, row["valeur"]
                assert hours.next_opening(TUESDAY) is None, row["valeur"]


def test_all_that_the_library_reads_is_read_and_nothing_else(real):
    for row in real:
        assert read(row["valeur"], PLACES[0]).readable == (row["lisible"] == "1"), row["valeur"]


def test_each_has_its_sentences_and_none_breaks(real):
    for row in real:
        hours = read(row["valeur"], PLACES[0])
        for language in ("fr", "en"):
            assert sentence_now(hours, TUESDAY, language)
            assert bool(sentence_week(hours, TUESDAY, language)) == hours.readable
        assert all(problem.code.startswith("hours-") for problem in lint(row["valeur"]))
        assert len(sentence_exceptions(hours, TUESDAY, 45)) <= 10
        grid = to_grid(row["valeur"])
        assert grid is None or len(grid) == 7
        assert len(possible_visits(hours, TUESDAY, frozenset({HalfDay.TH_PM, HalfDay.SA_AM}), 20, 2)) <= 2


def test_each_readable_one_tells_the_same_now_and_next(real):
    for row in real:
        hours = read(row["valeur"], PLACES[0])
        opening = hours.next_opening(TUESDAY)
        assert (hours.state(TUESDAY) is Openness.OPEN) == (opening is not None and opening.start <= TUESDAY)
