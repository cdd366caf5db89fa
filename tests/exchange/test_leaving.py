"""Leaving for good: everything in plain files, persons apart and only if asked, nothing over what is there."""

import csv

import pytest

from desk.base.errors import Code, RefusedError
from desk.base.training import TRAINING_ID
from desk.exchange import leaving
from desk.work import sheet_editing

CANARY = "Zénobie Quartz"


@pytest.fixture
def lived(store):
    outcome = sheet_editing.new(store, {"name": "CCAS", "commune": "Ambronay", "insee": "01007"})
    with store.database.atomic():
        store.private.keep_note("sheet", outcome.id, f"Demander {CANARY}", store.clock.now().date())
    return store


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened, delimiter=";"))


def test_every_file_is_there_told_and_readable(lived, say, tmp_path):
    names = leaving.leave(lived, tmp_path / "depart", say)

    written = {file.name for file in (tmp_path / "depart").iterdir()}
    assert set(names) == written
    told = (tmp_path / "depart" / leaving.READ_ME).read_text(encoding="utf-8")
    assert all(name in told for name in names if name != leaving.READ_ME)
    assert any("CCAS" in cell for row in rows(tmp_path / "depart" / "fiches.csv") for cell in row)
    assert len(rows(tmp_path / "depart" / "demarches.csv")) > 300
    assert (tmp_path / "depart" / "permanences.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_persons_are_left_out_byte_by_byte_unless_asked(lived, say, tmp_path):
    leaving.leave(lived, tmp_path / "sans", say)
    leaving.leave(lived, tmp_path / "avec", say, persons=True)

    assert not any(CANARY.encode() in file.read_bytes() for file in (tmp_path / "sans").iterdir())
    assert CANARY in rows(tmp_path / "avec" / "personnes-notes.csv")[1][1]
    assert [file.name for file in (tmp_path / "avec").iterdir() if CANARY.encode() in file.read_bytes()] == [
        "personnes-notes.csv"
    ]


def test_a_folder_in_which_something_is_stays_as_it_was(lived, say, tmp_path):
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "photo.jpg").write_bytes(b"x")

    with pytest.raises(RefusedError) as refused:
        leaving.leave(lived, tmp_path / "plein", say)
    assert refused.value.code is Code.NOT_EMPTY
    assert [file.name for file in (tmp_path / "plein").iterdir()] == ["photo.jpg"]


def test_an_exercise_gives_nothing_out(lived, say, tmp_path):
    lived.database.row(f"PRAGMA application_id = {TRAINING_ID}")
    lived.database.row("PRAGMA wal_checkpoint(TRUNCATE)")

    with pytest.raises(RefusedError) as refused:
        leaving.leave(lived, tmp_path / "depart", say)
    assert refused.value.code is Code.TRAINING
