"""`relais training`, `--training` on every command, and the help of the command line in one language."""

import argparse
import json
import re
import shutil

import pytest

from desk.base import training as marks
from desk.base.words import words
from desk.cli.main import ROOMS, _parser, main
from desk.cli.options import blanks

ENGLISH = re.compile(
    r"\busage: |optional arguments|positional arguments|show this help message|\bdefault\b|\brequired\b|\bFILE\b|\bDIR\b"
)


@pytest.fixture
def desk(planted, profile):
    shutil.copytree(planted.root, profile.root)
    return profile


@pytest.fixture
def relais(desk, capsys, qapp):
    def run(*arguments, where=desk):
        try:
            code = main([*arguments, "--data-dir", str(where.root), "--at", "2026-11-24T10:00"])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    yield run
    marks.mark_papers(False)


def test_an_exercise_begins_counts_apart_and_ends(relais, desk, tmp_path):
    assert relais("need", "carte", "--training")[0] == 1
    assert relais("training", "start")[0] == 0
    slip = tmp_path / "bon.pdf"
    assert relais("slip", "--procedure", "carte-identite", "--pdf", str(slip), "--training")[0] == 0
    marked = slip.read_bytes()
    assert relais("slip", "--procedure", "carte-identite", "--pdf", str(slip))[0] == 0
    assert len(marked) > len(slip.read_bytes())
    counted = [
        json.loads(relais("check", "--json", *where)[1])["counts"]["referrals"] for where in ((), ("--training",))
    ]
    assert counted == [1, 1]
    assert relais("training", "leave")[0] == 0
    assert not desk.training_copy.root.exists()
    assert relais("training", "leave")[0] == 1


def test_nothing_leaves_an_exercise_by_any_command(relais, tmp_path):
    relais("training", "start")
    file = str(tmp_path / "sorti")
    for command in (
        ("backup", file),
        ("move", file),
        ("export", "--format", "csv", file),
        ("calendar", "write", file),
        ("join", "--hub", "http://127.0.0.1:9", "--code", "AAAA"),
        ("training", "start"),
    ):
        code, out, err = relais(*command, "--training")
        assert (command, code, out) == (command, 1, "")
        assert "Ceci est un exercice" in err
    assert list(tmp_path.glob("sorti*")) == []


def test_the_cases_are_told_and_printed(relais, tmp_path):
    answer = json.loads(relais("training", "cases", "--json")[1])
    assert len(answer["cases"]) == 12
    assert answer["cases"][0]["visitor"][0].startswith("Bonjour.")
    assert json.loads(relais("training", "cards", str(tmp_path / "cas.pdf"), "--json")[1])["pages"] == 6


def test_the_binder_is_written_whole_then_only_what_changed(relais, tmp_path):
    first = json.loads(relais("binder", str(tmp_path / "a.pdf"), "--json")[1])
    again = json.loads(relais("binder", str(tmp_path / "b.pdf"), "--changed", "--json")[1])
    assert first["pages"] == first["whole"] + 1
    assert (again["pages"], again["changed"], again["gone"]) == (1, [], [])


def test_a_page_of_the_help_is_found_read_and_printed(relais, tmp_path):
    found = json.loads(relais("help", "--find", "exercice visiteur", "--json")[1])["pages"]
    assert "training" in [page["name"] for page in found]
    assert relais("help", "what_if")[1].startswith("Que faire si…")
    assert json.loads(relais("help", "what_if", "--pdf", str(tmp_path / "a.pdf"), "--json")[1])["pages"] == 1
    assert relais("help", "nulle-part")[0] == 1
    assert relais("help", "--find", "zzz")[0] == 1


def parsers(parser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


@pytest.mark.parametrize("rooms", [ROOMS, ("hub",)])
def test_no_help_mixes_two_languages(rooms):
    wrong = {}
    for parser in parsers(_parser(words("fr"), rooms)):
        told = parser.format_help()
        if found := ENGLISH.findall(told):
            wrong[parser.prog] = found
        assert told.startswith("Usage : relais")
    assert wrong == {}


@pytest.mark.parametrize("rooms", [ROOMS, ("hub",)])
def test_every_blank_has_its_word(rooms):
    known = blanks(words("fr"))
    shown = {
        blank
        for parser in parsers(_parser(words("en"), rooms))
        for blank in re.findall(r"(?<=[ \[])[A-Z][A-Z_.=-]+\b(?![+:])", parser.format_usage())
    }
    assert shown - set(blanks(words("en")).values()) <= {"JSON", "N=TEXT"}
    assert all(known.values())


def test_what_is_taken_when_nothing_is_given_is_said(capsys):
    for command, value in ((("slip",), "a5"), (("need",), "5"), (("setup",), "30")):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        assert f"(sinon : {value})" in " ".join(capsys.readouterr().out.split())


def test_setup_says_what_is_to_verify_and_what_comes_next(relais):
    code, out, _ = relais("setup", "--library", "2")
    assert code == 0
    assert "À vérifier : " in out
    assert out.splitlines()[-1] == "Ensuite : relais need « refaire ma carte d'identité »"


def test_a_library_that_may_be_several_names_the_first_with_their_codes(relais):
    code, out, err = relais("setup", "--library", "bibliothèque municipale")
    assert (code, out) == (1, "")
    candidates = re.findall(r"(\w+) · [^;]+", err)
    assert len(candidates) == 6
    assert relais("setup", "--library", candidates[0])[0] == 0
