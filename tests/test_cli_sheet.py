"""`relais sheet`: made, changed, read, its history, checked; shapes, sentences and exit codes."""

import io
import json
import shutil
from dataclasses import fields

import pytest

from desk.cli.main import main
from desk.domain.sheets import Sheet

AT = ("--at", "2026-11-24T10:00")
MAIRIE = {
    "name": "Mairie d'Ambronay",
    "phone": "04.74.38.10.74",
    "commune": "Ambronay",
    "relay_types": ["mairie"],
    "opening_hours": "lundi au vendredi 9h-12h",
}


@pytest.fixture
def relais(planted, profile, capsys):
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


@pytest.fixture
def file(tmp_path):
    def written(content):
        path = tmp_path / "fiche.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written


@pytest.fixture
def sheet(relais, file):
    code, out, _ = relais("sheet", "new", "--json", file(MAIRIE), "--by", "ML")
    assert code == 0
    return json.loads(out)["id"]


def shown(relais, sheet):
    code, out, err = relais("sheet", "show", sheet, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_new_answers_an_id_and_show_every_field_under_its_own_name(relais, sheet):
    told = shown(relais, sheet)

    assert set(told) == {field.name for field in fields(Sheet)} | {"age"}
    assert told["id"] == sheet
    assert (told["phone"], told["insee"], told["opening_hours"]) == ("04 74 38 10 74", "01007", "Mo-Fr 09:00-12:00")
    assert told["age"] == "jamais vérifiée · notée aujourd'hui"
    assert told["verified_on"] is None


def test_new_reads_what_is_typed(relais, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO('{"name": "Épicerie sociale"}'.encode())))

    code, out, _ = relais("sheet", "new", "--json", "-")

    assert code == 0
    assert list(json.loads(out)) == ["id"]


def test_new_says_what_is_doubtful_and_what_looks_alike_beside_the_answer(relais, sheet, file):
    code, out, err = relais("sheet", "new", "--json", file({**MAIRIE, "email": "marie.dupont@ambronay.fr"}))

    assert (code, list(json.loads(out))) == (0, ["id"])
    assert "email: Cette adresse semble être celle d'une personne." in err
    assert f"Elle ressemble à la fiche {sheet}" in err


def test_set_takes_texts_lists_and_json(relais, sheet):
    code, out, _ = relais(
        "sheet", "set", sheet, "phone=3939", "relay_types=ccas,mairie", 'services=[{"name": "État civil"}]', "fee=free",
        "wheelchair=oui", "summary=a=b", "waiting_days=null", "--by", "CD", "--json",
    )  # fmt: skip

    assert (code, json.loads(out)) == (0, {"id": sheet, "changed": True, "warnings": []})
    told = shown(relais, sheet)
    assert (told["phone"], told["relay_types"], told["summary"]) == ("3939", ["ccas", "mairie"], "a=b")
    assert (told["services"][0]["name"], told["wheelchair"], told["fee"]) == ("État civil", True, "free")


def test_set_to_the_same_changes_nothing(relais, sheet):
    code, out, _ = relais("sheet", "set", sheet, "phone=04 74 38 10 74", "--json")

    assert (code, json.loads(out)["changed"]) == (0, False)


def test_history_is_the_latest_first_field_by_field(relais, sheet):
    relais("sheet", "set", sheet, "phone=3939", "address=2 place de la Mairie", "--by", "CD")

    code, out, _ = relais("sheet", "history", sheet, "--json")

    told = json.loads(out)
    assert code == 0
    assert set(told[0]) == {"field", "before", "after", "at", "by", "n"}
    assert [(one["field"], one["before"], one["after"], one["by"]) for one in told[:2]] == [
        ("address", "", "2 place de la Mairie", "CD"),
        ("phone", "04 74 38 10 74", "3939", "CD"),
    ]
    assert {one["by"] for one in told[2:]} == {"ML"}
    assert told[0]["n"] > told[-1]["n"]
    assert told[0]["at"].startswith("2026-11-24T")


def test_verify_dates_the_sheet_and_signs_it(relais, sheet):
    code, out, _ = relais("sheet", "verify", sheet, "--by", "AB", "--json")

    told = shown(relais, sheet)
    assert (code, json.loads(out)["verified_on"]) == (0, "2026-11-24")
    assert (told["verified_on"], told["verified_by"], told["age"]) == ("2026-11-24", "AB", "vérifiée aujourd'hui")


def test_a_change_that_nobody_verified_keeps_the_day_of_the_check(relais, sheet):
    relais("sheet", "verify", sheet, "--by", "AB")
    relais("sheet", "set", sheet, "phone=3939", "--by", "CD")

    assert shown(relais, sheet)["verified_by"] == "AB"


def test_a_doubtful_value_is_kept_and_told(relais, sheet):
    code, out, err = relais("sheet", "set", sheet, "phone=04 74", "--json")

    assert code == 0
    assert json.loads(out)["warnings"][0]["code"] == "phone-unreadable"
    assert err.startswith("phone: ")
    assert shown(relais, sheet)["phone"] == "04 74"


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("couleur=bleu", 2, "« couleur »"),
        ("id=x", 2, "« id »"),
        ("phone", 2, "signe égal"),
        ("fee=cher", 1, "fee: Ce choix n'est pas dans la liste."),
        ("name=", 1, "name: "),
        ("description=mdp : soleil38", 1, "description: Cela ressemble à un mot de passe"),
        ("waiting_days=bientôt", 1, "waiting_days: "),
        ("services=[1]", 1, "services.0: "),
        ("verified_on=2030-01-01", 1, "verified_on: "),
        ("latitude=200", 1, "latitude: "),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_changes_nothing(relais, sheet, typed, code, sentence):
    before = shown(relais, sheet)

    answered, out, err = relais("sheet", "set", sheet, typed)

    assert (answered, out) == (code, "")
    assert sentence in err
    assert shown(relais, sheet) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 1), (b"not json", 1), (b"[]", 1), (b"3", 1), (b"\xff\xfe\x00", 1), (b"[" * 100_000, 1), (b"{}", 1),
        (b'{"name": null}', 1), (b'{"colour": "blue", "name": "A"}', 2),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sheet_is_refused_with_a_sentence(relais, file, content, code):
    answered, out, err = relais("sheet", "new", "--json", file(content))

    assert (answered, out) == (code, "")
    assert err.strip().endswith((".", "?"))


@pytest.mark.parametrize("verb", ["show", "set", "history", "verify"])
def test_an_unknown_sheet_is_refused(relais, verb):
    more = {"set": ["phone=3939"], "verify": ["--by", "AB"]}.get(verb, [])

    code, out, err = relais("sheet", verb, "nope", *more)

    assert (code, out) == (1, "")
    assert "« nope »" in err


def test_a_file_that_is_not_there_is_said(relais, tmp_path):
    code, out, err = relais("sheet", "new", "--json", tmp_path / "absente.json")

    assert (code, out) == (1, "")
    assert "absente.json" in err


@pytest.mark.parametrize("arguments", [(), ("new",), ("set", "x"), ("show",), ("verify", "x"), ("burn", "x")])
def test_a_command_that_is_not_whole_says_how_to_write_it(relais, arguments):
    code, out, _ = relais("sheet", *arguments)

    assert (code, out) == (2, "")


@pytest.mark.parametrize("verb", ["show", "history", "verify", "set"])
def test_every_command_also_answers_in_words(relais, sheet, verb):
    more = {"set": ["phone=3939"], "verify": ["--by", "AB"]}.get(verb, [])

    code, out, _ = relais("sheet", verb, sheet, *more)

    assert code == 0
    assert not out.startswith(("{", "["))
    assert out.strip()


def test_what_show_gives_can_be_given_back_to_set(relais, sheet):
    told = shown(relais, sheet)
    given = [
        f"{name}={json.dumps(value) if isinstance(value, list | None) else str(value)}"
        for name, value in told.items()
        if name not in {"id", "age", "origin"}
    ]

    code, out, _ = relais("sheet", "set", sheet, *given, "--json")

    assert (code, json.loads(out)["changed"]) == (0, False)
    assert shown(relais, sheet) == told
