"""`relais backup`, `restore`, `backups`, `move`: what they answer, their exit codes, what they leave."""

import json
import shutil

import pytest

from desk.base import settings
from desk.base.paths import Profile, resources
from desk.base.settings import Settings
from desk.cli.main import main
from desk.domain.sheets import Sheet, SheetId
from desk.store.store import open_store
from desk.work import copies, upkeep

AT = ("--at", "2026-11-24T10:00")
A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")


@pytest.fixture
def desk(planted, profile):
    shutil.copytree(planted.root, profile.root)
    return profile


@pytest.fixture
def relais(desk, capsys):
    def run(*arguments, where=desk):
        try:
            code = main([*map(str, arguments), "--data-dir", str(where.root)])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def answer(ran):
    code, out, err = ran
    assert err == ""
    return code, json.loads(out)


def sheets(profile, clock):
    store = open_store(profile, clock, resources())
    found = store.records.one(Sheet, A_SHEET.id)
    store.close()
    return found


def typed(profile, clock):
    store = open_store(profile, clock, resources())
    store.records.put(A_SHEET)
    store.private.keep_note("sheet", A_SHEET.id, "Sonner deux fois", clock.now().date())
    store.close()


def test_a_desk_goes_in_a_file_and_comes_back(relais, desk, clock, tmp_path):
    file = tmp_path / "ambronay.relais"

    code, made = answer(relais("backup", file, "--json", *AT))
    typed(desk, clock)
    back, restored = answer(relais("restore", file, "--json", *AT))

    assert (code, back) == (0, 0)
    assert (made["commune"], made["persons"], made["size"]) == ("Ambronay", True, file.stat().st_size)
    assert made["files"] == ["desk.sqlite", "private.sqlite"]
    assert (restored["done"], restored["saves_since"], restored["sheets_before"]) == (True, 1, made["sheets"] + 1)
    assert sheets(desk, clock) is None
    assert (desk.set_aside / "2026-11-24-100000" / "desk.sqlite").exists()


def test_the_sentences_say_what_is_inside(relais, tmp_path):
    assert "Gardez-le sous clé" in relais("backup", tmp_path / "a.relais")[1]
    assert "laissé de côté" in relais("backup", tmp_path / "b.relais", "--without-private")[1]


def test_where_others_may_read_persons_are_left_out_unless_asked(relais, tmp_path):
    shared = tmp_path / "OneDrive"
    shared.mkdir()

    code, told, _ = relais("backup", shared / "a.relais")
    _, asked = answer(relais("backup", shared / "b.relais", "--with-private", "--json"))

    assert code == 0
    assert "D'autres peuvent lire" in told
    assert copies.backup_file.read(shared / "a.relais").persons is False
    assert asked["persons"] is True


def test_a_preview_changes_nothing(relais, desk, clock, tmp_path):
    file = tmp_path / "a.relais"
    relais("backup", file)
    typed(desk, clock)

    code, told, _ = relais("restore", file, "--preview")

    assert code == 0
    assert "1 saisie faite depuis" in told
    assert sheets(desk, clock) == A_SHEET


def test_a_window_that_is_open_is_not_pulled_from_under_its_user(relais, desk, clock, tmp_path):
    file = tmp_path / "a.relais"
    relais("backup", file)
    store = open_store(desk, clock, resources())

    code, out, err = relais("restore", file)

    store.close()
    assert (code, out) == (3, "")
    assert "Fermez-le" in err


@pytest.mark.parametrize("data", [None, b"", b"PK\x05\x06" + bytes(18), b"not a copy" * 100])
def test_what_is_no_copy_is_refused(relais, tmp_path, data):
    file = tmp_path / "a.relais"
    if data is not None:
        file.write_bytes(data)

    code, _, err = relais("restore", file)

    assert code == 1
    assert "n'est pas une copie" in err


def test_a_place_that_cannot_be_written_is_a_sentence(relais, tmp_path):
    code, out, err = relais("backup", tmp_path / "no" / "a.relais")
    assert (code, out) == (3, "")
    assert err


def test_copies_of_here_and_elsewhere_are_told(relais, desk, clock, tmp_path, say):
    key = tmp_path / "cle"
    key.mkdir()
    settings.save(desk.settings_file, Settings(copies_folder=str(key)))
    store = open_store(desk, clock, resources())
    upkeep.start_of_day(store)
    copies.choose_second_place(desk, str(key), say)
    copies.keep_elsewhere(desk, str(key))
    store.close()

    code, told = answer(relais("backups", "--json", *AT))

    assert code == 0
    assert [(one["day"], one["where"]) for one in told["copies"]] == [
        ("2026-11-24", "here"), ("2026-11-24", "elsewhere")
    ]  # fmt: skip
    assert (told["elsewhere"], told["private_copies"]) == (str(key), 1)
    assert "sur l'autre disque" in relais("backups", *AT)[1]


def test_without_a_copy_it_is_said(relais):
    code, out, _ = relais("backups")
    assert code == 0
    assert "pas encore de copie" in out


def test_a_copy_of_a_day_is_gone_back_to_by_its_file(relais, desk, clock):
    store = open_store(desk, clock, resources())
    made = upkeep.start_of_day(store)
    store.close()
    typed(desk, clock)

    code, told = answer(relais("restore", made.path, "--json", *AT))

    assert (code, told["persons"]) == (0, False)
    assert sheets(desk, clock) is None


def test_moving_takes_everything_to_another_computer(relais, desk, clock, tmp_path):
    typed(desk, clock)
    desk.card_key_file.write_bytes(b"k" * 32)
    file, new = tmp_path / "a.relais", Profile(root=tmp_path / "new")

    code, made = answer(relais("move", file, "--json", *AT))
    back, _ = answer(relais("restore", file, "--json", *AT, where=new))

    assert (code, back, made["kind"]) == (0, 0, "move")
    assert sheets(new, clock) == A_SHEET
    assert new.card_key_file.read_bytes() == b"k" * 32
    assert copies.moved(desk).file == "a.relais"
    assert copies.moved(new) is None
