"""The command line: shapes, exit codes, sentences, and a machine without a screen."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime

import pytest

from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.cli.main import main
from desk.domain.referrals import read_code
from desk.store import seed
from desk.store.reference import open_reference
from desk.store.store import open_store

AT = ("--at", "2026-11-24T10:00")
COMMANDS = ("setup", "need", "relays", "sheets", "slip", "check")
WITHOUT_PLACE = ("14581", "Aurseulles")

WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, NoQt())
from desk.__main__ import main

codes, said, words = set(), sys.argv[1:], []
for word in said:
    if word != "--then":
        words.append(word)
        continue
    sys.argv, words = ["relais", *words], []
    codes.add(main())
sys.exit(codes.pop() if len(codes) == 1 else 99)
"""


@pytest.fixture
def desk(planted, profile):
    """A profile that is set up, closed."""
    shutil.copytree(planted.root, profile.root)
    return profile


@pytest.fixture
def relais(desk, capsys, qapp):
    """Run a command on that profile and return (exit code, standard output, standard error)."""

    def run(*arguments, where=desk):
        try:
            code = main([*arguments, "--data-dir", str(where.root)])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def answered(ran):
    code, out, err = ran
    assert err == ""
    assert out.count("\n") == 1
    return code, json.loads(out)


# Shapes


def test_setup_tells_what_the_desk_now_holds(relais, profile):
    empty = Profile(root=profile.root.with_name("empty"))

    code, answer = answered(relais("setup", "--library", "2", "--radius", "20", "--json", where=empty))

    assert code == 0
    assert answer == {
        "library": "Bibliotheque Muncipale",
        "commune": "Ambronay",
        "radius_km": 20,
        "procedures": len(seed.procedures(resources() / "seed")),
        "sheets": answer["sheets"],
    }
    assert answer["sheets"] > 0


def test_setup_knows_a_library_by_its_name_and_commune(relais):
    code, answer = answered(
        relais("setup", "--library", "Bibliothèque Intercommunale Alain Peters, Saint-Denis", "--json")
    )

    assert (code, answer["commune"]) == (0, "Saint-Denis")


def test_an_exact_name_and_commune_is_never_ambiguous(relais):
    code, answer = answered(relais("setup", "--library", "bibliotheque de la villedieu, la villedieu", "--json"))

    assert (code, answer["library"], answer["commune"]) == (0, "Bibliothèque de La Villedieu", "La Villedieu")


def test_setup_by_hand(relais):
    code, answer = answered(relais("setup", "--name", "La Ruche", "--commune", "01007", "--json"))

    assert (code, answer["library"], answer["commune"]) == (0, "La Ruche", "Ambronay")


def test_setting_up_again_keeps_the_same_library(relais, desk, clock):
    relais("setup", "--library", "2", "--radius", "10")

    store = open_store(desk, clock, resources())
    assert store.database.row("SELECT count(*) FROM libraries") == (1,)
    assert store.library().radius_km == 10
    store.close()


def test_need_tells_procedures_with_their_scores_and_why(relais):
    code, answer = answered(relais("need", "j'ai plus le code d'ameli", "--json"))

    assert code == 0
    assert set(answer) == {"procedures", "nothing_fits"}
    assert answer["nothing_fits"] is False
    assert 1 <= len(answer["procedures"]) <= 5
    assert answer["procedures"][0]["id"] == "ameli-compte"
    for hit in answer["procedures"]:
        assert set(hit) == {"id", "title", "score", "why"}
        assert 0 <= hit["score"] <= 1
        assert all(isinstance(sentence, str) for sentence in hit["why"])
    scores = [hit["score"] for hit in answer["procedures"]]
    assert scores == sorted(scores, reverse=True)


def test_need_gives_as_many_as_asked(relais):
    _, answer = answered(relais("need", "carte", "--json", "--limit", "2"))

    assert len(answer["procedures"]) == 2


def test_a_need_that_nothing_fits_is_said_and_the_code_is_one(relais):
    code, answer = answered(relais("need", "xylophone zéphyr quincaillerie", "--json"))

    assert (code, answer["nothing_fits"]) == (1, True)


def test_relays_tell_everything_of_the_agreed_shape(relais):
    code, answer = answered(relais("relays", "carte-identite", "--json", *AT))

    assert code == 0
    assert set(answer) == {"procedure", "relays"}
    assert answer["procedure"] == "carte-identite"
    assert 1 <= len(answer["relays"]) <= 5
    for one in answer["relays"]:
        assert set(one) == {
            "sheet", "name", "relay_types", "km", "open_now", "next", "sentence", "phone", "checked_on", "why",
        }  # fmt: skip
        assert one["open_now"] in {True, False, None}
        assert one["next"] is None or datetime.fromisoformat(one["next"]) > datetime(2026, 11, 24, 10)
        assert one["checked_on"] is None
        assert one["why"]
        assert all(isinstance(sentence, str) for sentence in one["why"])


def test_half_days_and_no_car_change_the_order_or_the_reasons(relais):
    _, anyhow = answered(relais("relays", "carte-identite", "--json", *AT))
    _, bound = answered(relais("relays", "carte-identite", "--json", "--free", "thu-pm,sat-am", "--no-car", *AT))

    assert anyhow != bound


def test_sheets_tell_everything_of_the_agreed_shape(relais):
    code, answer = answered(relais("sheets", "france services", "--json", "--limit", "3"))

    assert code == 0
    assert len(answer["sheets"]) == 3
    assert all(set(one) == {"id", "name", "commune", "km", "score"} for one in answer["sheets"])


def test_sheets_with_no_word_are_the_nearest(relais):
    _, answer = answered(relais("sheets", "", "--json"))

    distances = [one["km"] for one in answer["sheets"]]
    assert distances == sorted(distances)


def test_check_tells_everything_of_the_agreed_shape(relais):
    code, answer = answered(relais("check", "--json"))

    assert code == 0
    assert {"ok", "sqlite", "problems"} <= set(answer)
    assert (answer["ok"], answer["problems"]) == (True, [])
    assert tuple(map(int, answer["sqlite"].split("."))) >= (3, 51, 3)


@pytest.mark.parametrize("paper", ["a5", "a4", "receipt"])
def test_a_slip_is_one_page_and_counts_one_referral(relais, desk, tmp_path, clock, paper):
    file = tmp_path / "bons" / "bon.pdf"

    code, answer = answered(
        relais("slip", "--procedure", "carte-identite", "--format", paper, "--pdf", str(file), "--json", *AT)
    )

    store = open_store(desk, clock, resources())
    counted = store.referrals.all()
    store.close()
    assert code == 0
    assert set(answer) == {"code", "file", "pages", "procedure", "sheet"}
    assert answer["file"] == str(file)
    assert (answer["pages"], answer["procedure"]) == (1, "carte-identite")
    assert read_code(answer["code"]) == answer["code"]
    assert file.read_bytes().startswith(b"%PDF")
    assert [(one.code, one.sheet) for one in counted] == [(answer["code"], answer["sheet"])]
    assert counted[0].day == datetime(2026, 11, 24).date()
    assert counted[0].relay_type


def test_a_slip_for_a_chosen_sheet_counts_its_kind_of_relay(relais, desk, tmp_path, clock):
    _, found = answered(relais("sheets", "france services", "--json", "--limit", "1"))

    _, answer = answered(
        relais(
            "slip", "--procedure", "carte-identite", "--sheet", found["sheets"][0]["id"], "--pdf", str(tmp_path / "b"),
            "--json",
        )
    )  # fmt: skip

    store = open_store(desk, clock, resources())
    counted = store.referrals.all()
    store.close()
    assert answer["sheet"] == found["sheets"][0]["id"]
    assert counted[0].relay_type == "france-services"


# Options


@pytest.mark.parametrize("first", [True, False])
def test_options_of_every_command_may_stand_before_or_after_it(desk, capsys, first):
    options = ["--data-dir", str(desk.root), "--json"]

    code = main([*options, "sheets", "france"] if first else ["sheets", "france", *options])

    assert code == 0
    assert json.loads(capsys.readouterr().out)["sheets"]


def test_the_profile_may_be_named_by_the_environment(desk, capsys, monkeypatch):
    monkeypatch.setenv("RELAIS_DATA_DIR", str(desk.root))

    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["sheets"] > 0


def test_the_option_wins_over_the_environment(desk, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RELAIS_DATA_DIR", str(tmp_path / "other"))

    main(["check", "--json", "--data-dir", str(desk.root)])

    assert json.loads(capsys.readouterr().out)["counts"]["sheets"] > 0
    assert not (tmp_path / "other").exists()


def test_an_answer_may_be_in_english(relais):
    assert relais("check", "--language", "en")[1].startswith("All is well.")


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_command_explains_itself(capsys, command, language):
    with pytest.raises(SystemExit) as left:
        main([*([command] if command else []), "--language", language, "--help"])

    told = capsys.readouterr()
    assert left.value.code == 0
    assert told.err == ""
    assert words(language)("show this help") in told.out


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("Relais ")


# Refusals: exit code 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("setup", "--library", "zzzzqqqq"), "Aucune bibliothèque ouverte"),
        (("setup", "--library", "bibliothèque municipale"), "Ajoutez la commune"),
        (("setup", "--name", "La Ruche", "--commune", "99999"), "Aucune commune"),
        (("setup", "--name", "", "--commune", "01007"), "--name"),
        (("relays", "carte-de-pirate"), "Aucune démarche"),
        (("relays", "carte-identite", "--free", "someday"), "demi-journée"),
        (("relays", "carte-identite", "--at", "hier"), "moment"),
        (("need", "ameli", "--at", "2026-13-45"), "moment"),
        (("relays", "carte-identite", "--at", "9999-12-31T23:59"), "moment"),
        (("relays", "carte-identite", "--at", "0001-01-01T00:00"), "moment"),
        (("slip", "--procedure", "carte-de-pirate", "--pdf", "bon.pdf"), "Aucune démarche"),
        (("slip", "--procedure", "carte-identite", "--sheet", "zzz", "--pdf", "bon.pdf"), "Aucune fiche"),
        (("setup", "--library", "2", "--radius", "0"), "limites"),
        (("setup", "--library", "2", "--radius", "99999999999999999999999999"), "limites"),
    ],
)
def test_what_is_unknown_is_refused_in_a_french_sentence(relais, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)

    code, out, err = relais(*arguments)

    assert code in {1, 2}
    assert (code == 2) == (said == "--name")
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "bon.pdf").exists()


def test_a_library_that_is_closed_is_not_offered(relais, desk):
    reference = open_reference(desk.reference_file, resources() / "seed")
    found = reference.libraries("bibliotheque departementale", 200, closed_too=True)
    reference.close()
    closed = next(library for library in found if library.code and not library.is_open)

    code, _, err = relais("setup", "--library", closed.code)

    assert (code, "Aucune bibliothèque ouverte" in err) == (1, True)


@pytest.mark.parametrize(
    "command", [("relays", "carte-identite"), ("slip", "--procedure", "carte-identite", "--pdf", "b")]
)
def test_a_desk_without_its_library_says_so(relais, profile, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    empty = Profile(root=profile.root.with_name("empty"))

    code, out, err = relais(*command, where=empty)

    assert (code, out) == (1, "")
    assert "trois premières questions" in err
    assert not (tmp_path / "b").exists()


def test_a_need_can_be_asked_before_the_library_is_known(relais, profile):
    empty = Profile(root=profile.root.with_name("empty"))

    code, answer = answered(relais("need", "carte vitale perdue", "--json", where=empty))

    assert (code, answer["procedures"][0]["id"]) == (0, "carte-vitale")


@pytest.mark.parametrize("command", [("sheets", "zzzzzz"), ("need", "")])
def test_nothing_found_is_a_refusal_with_an_answer(relais, command):
    code, answer = answered(relais(*command, "--json"))

    assert code == 1
    assert not any(found for found in answer.values() if isinstance(found, list))


def test_a_commune_without_coordinates_is_accepted_and_said(relais, profile):
    fresh = Profile(root=profile.root.with_name("fresh"))
    code, out, err = relais("setup", "--name", "La Ruche", "--commune", WITHOUT_PLACE[0], "--json", where=fresh)

    assert code == 0
    assert json.loads(out)["commune"] == WITHOUT_PLACE[1]
    assert WITHOUT_PLACE[1] in err
    code, answer = answered(relais("relays", "carte-identite", "--json", *AT, where=fresh))
    assert code == 0
    assert all(one["km"] is None for one in answer["relays"])


# Usage: exit code 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("setup",),
        ("need",),
        ("need", "a", "b"),
        ("need", "ameli", "--limit", "0"),
        ("need", "ameli", "--limit", "-3"),
        ("need", "ameli", "--limit", "99999999999999999999999"),
        ("need", "ameli", "--limit", "many"),
        ("setup", "--library", "2", "--radius", "far"),
        ("slip", "--procedure", "carte-identite"),
        ("slip", "--procedure", "carte-identite", "--pdf", "b", "--format", "a3"),
        ("check", "--language", "de"),
        ("check", "--dat", "x"),
    ],
)
def test_a_badly_written_command_is_refused_in_french(relais, arguments):
    code, out, err = relais(*arguments)

    assert (code, out) == (2, "")
    assert "--help" in err or "Donnez --library" in err
    assert "error" not in err


# Strange texts


STRANGE = {
    "ten thousand signs": "aide " * 2000,
    "one long word": "a" * 10_000,
    "emoji": "🙏🏽 carte vitale 👵🏻 perdue 😭",
    "control signs": "carte\x00\x07\x1b[31m vitale\r\n perdue",
    "right to left": "\u202eelativ etrac\u202c بطاقة",
    "combining marks": "c" + "\u0301" * 500 + "arte vitale",
    "query language": '" OR 1=1 --; DROP TABLE sheets; NEAR(*)',
    "mark-up": "<img src='file:///etc/passwd'><table>" * 30,
    "blanks for words": "{words} %s {0}",
    "full width": "ｃａｒｔｅ　ｖｉｔａｌｅ",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("command", ["need", "sheets"])
def test_any_text_may_be_asked(relais, command, text):
    code, answer = answered(relais(command, text, "--json"))

    assert code in {0, 1}
    assert isinstance(answer, dict)


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_any_text_may_stand_for_what_is_unknown(relais, tmp_path, text):
    for arguments in (
        ("setup", "--library", text),
        ("setup", "--name", "La Ruche", "--commune", text),
        ("relays", text),
        ("relays", "carte-identite", "--free", text),
        ("relays", "carte-identite", "--at", text),
        ("slip", "--procedure", "carte-identite", "--sheet", text, "--pdf", str(tmp_path / "b.pdf")),
    ):
        code, out, err = relais(*arguments)
        assert (code, out) in {(1, "")} | ({(0, out)} if arguments[0] == "setup" else set()), arguments[0]
        assert len(err) < 400
        assert not any(sign in err for sign in "\x00\x07\x1b\u202e")


def test_a_name_is_kept_on_one_line_without_hidden_signs(relais):
    _, answer = answered(relais("setup", "--name", "La\x1b[31m\n Ru\u202eche  ", "--commune", "01007", "--json"))

    assert answer["library"] == "La[31m Ruche"


# The surroundings: exit code 3


def test_a_damaged_desk_is_said_and_left_as_it_is(relais, desk):
    desk.desk_file.write_bytes(b"not a database" * 100)

    code, out, err = relais("check")

    assert (code, out) == (3, "")
    assert "desk.sqlite est abîmé" in err
    assert desk.desk_file.read_bytes() == b"not a database" * 100


def test_altered_records_are_told_by_the_check(relais, desk, clock):
    store = open_store(desk, clock, resources())
    sheet = store.database.row("SELECT id FROM sheets LIMIT 1")[0]
    with store.database.atomic():
        store.database.write("UPDATE sheets SET phone = '36 99' WHERE id = ?", (sheet,))
    store.close()

    code, answer = answered(relais("check", "--json"))

    assert (code, answer["ok"]) == (3, False)
    assert any(sheet in problem for problem in answer["problems"])


def test_a_place_that_is_forbidden_is_said(relais, tmp_path):
    code, out, err = relais("check", where=Profile(root=tmp_path / "OneDrive" / "relais"))

    assert (code, out) == (3, "")
    assert "OneDrive" in err


def test_a_profile_that_is_a_file_is_said(relais, tmp_path):
    (tmp_path / "file").write_text("here")

    code, out, err = relais("check", where=Profile(root=tmp_path / "file"))

    assert (code, out) == (3, "")
    assert err.count("\n") == 1


def test_a_slip_that_cannot_be_written_counts_nothing(relais, desk, tmp_path, clock):
    (tmp_path / "taken").mkdir()

    code, out, err = relais("slip", "--procedure", "carte-identite", "--pdf", str(tmp_path / "taken"))

    store = open_store(desk, clock, resources())
    assert (code, out) == (3, "")
    assert "taken" in err
    assert store.referrals.count() == 0
    store.close()


# As a program


def one_after_the_other(desk, *commands):
    """Run commands in one process without Qt; its code is the one that all of them gave, or 99 when they differ."""
    words = [word for command in commands for word in (*command, "--data-dir", str(desk.root), "--then")]
    return ran(WITHOUT_QT, *words)


def ran(code, *arguments, **named):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, check=False, timeout=60, **named
    )


def test_all_but_the_slip_runs_without_qt(desk):
    told = one_after_the_other(
        desk,
        ("check", "--json"),
        ("need", "carte vitale perdue", "--json"),
        ("relays", "carte-identite", "--json"),
        ("sheets", "france services", "--json"),
        ("setup", "--library", "2", "--json"),
    )

    assert (told.returncode, told.stderr) == (0, b"")
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(answers) == 5
    assert all(answers)


def test_bytes_that_are_no_letters_are_only_text(desk):
    """Lone surrogates: what Python makes of arguments that are not UTF-8."""
    odd = os.fsdecode(b"ameli \xff\xfe code")

    for commands, code in (
        (
            (
                ("need", odd, "--json"),
                ("sheets", os.fsdecode(b"\xff"), "--json"),
                ("setup", "--name", odd, "--commune", "01007", "--json"),
            ),
            0,
        ),
        (
            (
                ("relays", odd, "--json"),
                ("relays", "carte-identite", "--free", odd, "--json"),
                ("relays", "carte-identite", "--at", odd, "--json"),
                ("setup", "--library", odd, "--json"),
            ),
            1,
        ),
    ):
        told = one_after_the_other(desk, *commands)
        assert told.returncode == code, told.stderr
        assert b"erreur" not in told.stderr


def test_files_may_have_any_name_that_the_system_allows(desk, tmp_path):
    there = tmp_path / os.fsdecode(b"biblioth\xe8que")
    shutil.copytree(desk.root, there)
    paper = there / os.fsdecode(b"bon \xff.pdf")

    told = ran(
        "import sys; from desk.cli.main import main; sys.exit(main(sys.argv[1:]))",
        "slip", "--data-dir", str(there), "--procedure", "carte-identite", "--pdf", str(paper), "--json",
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["pages"] == 1
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_an_answer_that_has_no_room_is_the_surroundings_fault(desk):
    with open("/dev/full", "w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "desk", "check", "--data-dir", str(desk.root)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert told.returncode == 3
    assert told.stderr.startswith("Il n'y a plus de place")
    assert told.stderr.count("\n") == 1


def test_an_answer_that_nobody_reads_is_no_error(desk):
    running = subprocess.Popen(
        [sys.executable, "-m", "desk", "check", "--data-dir", str(desk.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdout.close()

    told = running.stderr.read()
    running.stderr.close()

    assert (running.wait(), told) == (0, b"")


def test_what_was_typed_is_nowhere_in_the_profile(relais, desk):
    """Privacy: a need is answered and forgotten."""
    relais("need", "Zéphyrine Zqxcanari a perdu sa carte vitale")
    relais("sheets", "Zqxcanari")

    files = [file for file in desk.root.rglob("*") if file.is_file() and file != desk.reference_file]
    assert [file for file in files if b"zqxcanari" in file.read_bytes().lower()] == []


def test_a_mistake_of_ours_says_where_and_never_what(tmp_path):
    """Exit code 4: a function made to fail in a program of its own; the sentence holds a place in the code only."""
    broken = "import sys; from desk.cli import desk, main; desk.setup.the_official = lambda *_: 1 // 0;sys.exit(main.main(sys.argv[1:]))"

    told = ran(broken, "setup", "--library", "Canari", "--data-dir", str(tmp_path))

    assert told.returncode == 4
    assert b"ZeroDivisionError" in told.stderr
    assert b"Canari" not in told.stderr
