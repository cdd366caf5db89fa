"""`relais charter · sessions · session · calendar · aid · card`: shapes, sentences and exit codes."""

import json
import shutil

import pytest

from desk.cli.main import main

AT = ("--at", "2026-11-24T10:00")


@pytest.fixture
def relais(planted, profile, capsys, qapp):
    """Run a command on a profile that is set up and return (exit code, standard output, standard error)."""
    shutil.copytree(planted.root, profile.root)

    def run(*arguments):
        try:
            code = main([*map(str, arguments), "--data-dir", str(profile.root), *AT])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def answer(told):
    code, out, err = told
    assert code == 0, err
    return json.loads(out)


NEW = (
    "session", "new", "--title", "Permanence des impôts", "--relay-type", "centre-finances-publiques",
    "--first", "2026-12-01", "--start", "14h", "--end", "16h30", "--again", "monthly", "--json",
)  # fmt: skip


def test_the_charter_is_told_and_printed(relais, tmp_path):
    told = answer(relais("charter", "show", "--json"))
    printed = answer(relais("charter", "print", "--paper", "leaflet", "--pdf", tmp_path / "c.pdf", "--json"))

    assert told["standing"] == "Modèle de charte, pas encore adopté par cette bibliothèque."
    assert {act["level"] for act in told["acts"]} == {"do", "with", "never"}
    assert len(told["articles"]) == 16
    assert printed["pages"] == 2
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")


def test_a_session_is_made_listed_cancelled_and_given_as_a_calendar(relais, tmp_path):
    session = answer(relais(*NEW))["id"]
    (line,) = answer(relais("sessions", "--days", "20", "--json"))["sessions"]
    assert (line["session"], line["day"], line["held"]) == (session, "2026-12-01", True)
    assert line["rhythm"] == "le premier mardi du mois, 14 h – 16 h 30"

    assert answer(relais("session", "cancel", session, "--day", "2026-12-01", "--why", "weather", "--json")) == {
        "id": session,
        "held": False,
    }
    assert answer(relais("sessions", "--days", "20", "--json"))["sessions"][0]["state"] == "annulé : mauvais temps"
    answer(relais("session", "restore", session, "--day", "2026-12-01", "--json"))

    assert answer(relais("calendar", "write", tmp_path / "a.ics", "--json"))["sessions"] == 1
    read = answer(relais("calendar", "read", tmp_path / "a.ics", "--json"))
    assert (read["new"], read["changed"], read["left_out"]) == (0, 0, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("session", "cancel", "nothing", "--day", "2026-12-01"),
        ("session", "cancel", "nothing", "--day", "the first"),
        ("calendar", "read", "absent.ics"),
        ("card", "read", "3017620422003"),
        ("card", "read", "--image", "absent.png"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(relais, arguments):
    code, out, err = relais(*arguments)

    assert code in {1, 3}
    assert out == ""
    assert err.strip().endswith((".", "!"))


def test_a_session_that_names_a_person_is_refused(relais):
    code, _, err = relais(
        "session", "new", "--title", "Mme Dupont", "--first", "2026-12-01", "--start", "14h", "--end", "16h"
    )

    assert code == 1
    assert "nommer une personne" in err


def test_mutual_aid_answers_without_anybody(relais):
    assert answer(relais("aid", "offers", "--json")) == {"offers": []}
    assert answer(relais("aid", "requests", "--json")) == {"requests": []}
    assert answer(relais("aid", "times", "--json")) == {"times": []}


def test_a_card_is_made_stamped_and_read(relais, tmp_path):
    blank = answer(relais("card", "new", "--pdf", tmp_path / "b.pdf", "--json"))

    stamped = answer(relais("card", "stamp", blank["text"], "--skill", "c01=alone", "--skill", "c15=helped", "--json"))
    read = answer(relais("card", "read", stamped["text"], "--json"))

    assert read["card"] == blank["card"]
    assert [one["step"] for one in read["stamps"][0]["skills"]] == ["seul·e", "avec de l'aide"]
    assert read["stamps"][0]["known"]
    assert read["problems"] == []
    assert read["latest"].startswith("Cette feuille a un tampon, du ")
    assert all("à vérifier" in one for one in read["resources"])

    back = answer(relais("card", "take-off", stamped["text"], "--pdf", tmp_path / "c.pdf", "--json"))
    assert (back["text"], back["stamps"]) == (blank["text"], [])
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    code, _, err = relais("card", "take-off", blank["text"])
    assert (code, err.strip()) == (1, NOT_OURS)


NOT_OURS = "Seule la bibliothèque du dernier tampon peut le retirer. Tamponnez la bonne étape."


@pytest.mark.parametrize("skill", ["c63=alone", "c²=alone", "c01=master", "=", "c-1=alone", "c01"])
def test_a_skill_that_is_none_is_refused_before_anything_is_signed(relais, tmp_path, skill):
    blank = answer(relais("card", "new", "--pdf", tmp_path / "b.pdf", "--json"))

    code, out, err = relais("card", "stamp", blank["text"], "--skill", skill)

    assert (code, out) == (1, "")
    assert "n'est pas une compétence" in err
