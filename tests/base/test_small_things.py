"""Clock, dates, ids, paths, words: small things that everything rests on."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk.base.clock import FixedClock, SystemClock, today
from desk.base.dates import age, long_day, plain_day, published
from desk.base.ids import CROCKFORD, SLIP_SIGNS, new_id, new_slip_digits, unused
from desk.base.paths import profile, resources
from desk.base.words import Words, words


def test_a_fixed_clock_moves_only_when_told():
    clock = FixedClock(datetime(2026, 11, 24, 10))

    clock.advance(timedelta(hours=-1))

    assert clock.now() == datetime(2026, 11, 24, 9)
    assert today(clock) == date(2026, 11, 24)
    assert clock.utc_ms() == 1_795_510_800_000


def test_the_machine_s_clock_tells_a_local_time_without_zone():
    clock = SystemClock()

    assert clock.now().tzinfo is None
    assert clock.now().microsecond == 0
    assert clock.utc_ms() > 1_700_000_000_000


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 11, 23), "lundi 23 novembre 2026", "Monday 23 November 2026"),
        (date(2026, 12, 1), "mardi 1er décembre 2026", "Tuesday 1 December 2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(day, french, english):
    assert long_day(day, "fr") == french
    assert long_day(day, "en") == english
    assert french.endswith(plain_day(day, "fr"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("2026-07-11", "11 juillet 2026"),
        ("2025-05", "mai 2025"),
        ("2024", "2024"),
        ("2026-13", "2026-13"),
        ("2026-02-30", "2026-02-30"),
        ("été 2024", "été 2024"),
        ("", ""),
    ],
)
def test_a_document_s_date_is_printed_as_far_as_it_is_known(told, said):
    assert published(told, "fr") == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-3, "aujourd'hui"),
        (0, "aujourd'hui"),
        (1, "hier"),
        (2, "il y a 2 jours"),
        (13, "il y a 13 jours"),
        (14, "il y a 2 semaines"),
        (59, "il y a 8 semaines"),
        (60, "il y a 2 mois"),
        (729, "il y a 24 mois"),
        (730, "il y a 2 ans"),
    ],
)
def test_an_age_is_said_in_words(days, said):
    assert age(days, words("fr")) == said


def test_an_id_is_twelve_signs_that_can_be_read_over_the_telephone():
    made = {new_id() for _ in range(500)}

    assert len(made) == 500
    assert {len(one) for one in made} == {12}
    assert set("".join(made)) <= set(CROCKFORD)
    assert not set("ilou") & set(CROCKFORD)


def test_slip_signs_have_no_look_alikes():
    assert not set("0O1ILU") & set(SLIP_SIGNS)
    assert len(new_slip_digits(5)) == 5


def test_a_taken_value_is_made_again():
    offered = iter(["a", "b", "c"])

    assert unused(lambda: next(offered), lambda one: one != "c") == "c"


def test_the_profile_is_the_one_chosen_else_the_environment_s_else_the_platform_s(monkeypatch, tmp_path):
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path / "environment"))

    assert profile(str(tmp_path / "chosen")).root == tmp_path / "chosen"
    assert profile().root == tmp_path / "environment"
    monkeypatch.delenv("RELAIS_DATA_DIR")
    assert profile().root.name == "relais"


def test_a_profile_may_be_named_from_the_home_or_from_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert profile("~/relais").root == Path.home() / "relais"
    assert profile("here").root == tmp_path / "here"
    assert profile("~nobody-of-that-name").root == tmp_path / "~nobody-of-that-name"


def test_everything_of_a_profile_is_inside_its_folder(tmp_path):
    one = profile(str(tmp_path))

    for path in (
        one.desk_file, one.private_file, one.reference_file, one.backups, one.set_aside, one.slips, one.settings_file,
        one.lock_file, one.log_file,
    ):  # fmt: skip
        assert path.is_relative_to(tmp_path)


def test_the_resources_are_there():
    assert (resources() / "seed" / "procedures").is_dir()


def test_a_sentence_without_french_is_said_in_english():
    say = Words("fr", {"Hello {name}": "Bonjour {name}"})

    assert say("Hello {name}", name="{brace}") == "Bonjour {brace}"
    assert say("Good night") == "Good night"


@pytest.mark.parametrize(("n", "french", "english"), [(0, "un", "many"), (1, "un", "one"), (2, "plusieurs", "many")])
def test_one_and_many_follow_the_rule_of_the_language(n, french, english):
    assert Words("fr", {"one|many": "un|plusieurs"}).count(n, "one", "many") == french
    assert Words("en").count(n, "one", "many") == english


def test_numbers_have_the_language_s_decimal_sign():
    assert Words("fr").number(4.25, 1) == "4,2"
    assert Words("en").number(4.25, 1) == "4.2"
