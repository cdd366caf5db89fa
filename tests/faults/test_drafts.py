"""T4: a whole desk killed while somebody types in the form of a sheet: what was typed a second before is offered back."""

import os
import random
import shutil
import subprocess
import sys

import pytest

from desk.base.codec import to_json
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet, SheetId
from desk.store.drafts import Draft, Drafts
from desk.store.store import open_store
from desk.work import upkeep

SHEET = "k7m29qxd4trw"
LETTERS_A_SECOND = 25

TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from desk.app import Desk, application, rest
from desk.base.clock import SystemClock
from desk.base.paths import Profile
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.wiring import sheet_editor

app = application()
desk = Desk(app, Profile(root=Path(sys.argv[1])), SystemClock())
desk.open()
rest(desk)
sheet_editor.open_sheet(desk, sys.argv[2]) if sys.argv[2] else sheet_editor.open_new(desk)
rest(desk)
line = desk.window.findChild(SheetEditorScreen).findChild(QLineEdit, "name")
line.end(False)
typed = 0


def type_one():
    global typed
    QTest.keyClicks(line, "abcdefghij"[typed % 10])
    typed += 1
    print(typed, flush=True)


timer = QTimer()
timer.timeout.connect(type_one)
timer.start(40)
app.exec()
"""


@pytest.mark.parametrize("sheet", [SHEET, ""], ids=["a sheet", "a new sheet"])
def test_at_most_one_second_of_typing_is_lost_to_a_kill(planted, profile, clock, sheet):
    shutil.copytree(planted.root, profile.root)
    store = open_store(profile, clock, resources())
    store.records.put(Sheet(id=SheetId(SHEET), name="Mairie"))
    store.close()
    enough = random.Random(sheet).randint(30, 60)

    running = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(profile.root), sheet],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    typed = 0
    for line in running.stdout:
        typed = int(line)
        if typed >= enough:
            running.kill()
    running.stdout.close()
    running.wait()

    draft = Drafts(profile.drafts).of(sheet)
    kept = len(draft.fields["name"].removeprefix("Mairie"))
    assert kept >= typed - LETTERS_A_SECOND
    assert draft.fields["name"].removeprefix("Mairie") == ("abcdefghij" * 10)[:kept]
    store = open_store(profile, clock, resources())
    assert upkeep.check_all(store).problems == ()
    assert store.records.one(Sheet, SHEET).name == "Mairie"
    store.close()


def test_a_kill_before_a_draft_takes_its_place_leaves_the_earlier_one(profile, clock):
    drafts = Drafts(profile.drafts)
    drafts.keep(Draft(sheet=SHEET, at=clock.now(), fields={"name": "avant"}))
    code = (
        "import os, sys; from pathlib import Path; from datetime import datetime\n"
        "from desk.store.drafts import Draft, Drafts\n"
        "os.replace = lambda *_: os._exit(9)\n"
        "Drafts(Path(sys.argv[1])).keep(Draft(sheet=sys.argv[2], at=datetime(2026, 11, 24), fields={'name': 'après'}))"
    )

    died = subprocess.run([sys.executable, "-c", code, str(profile.drafts), SHEET], check=False).returncode

    assert died == 9
    assert drafts.of(SHEET).fields == {"name": "avant"}
    drafts.forget(SHEET)
    assert list(profile.drafts.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"sheet": 3}', b"\xff\xfe", to_json({"sheet": SHEET, "fields": {}})]
)
def test_a_damaged_draft_is_no_draft(profile, content):
    profile.drafts.mkdir(parents=True)
    (profile.drafts / f"fiche-{SHEET}.json").write_bytes(content)

    assert Drafts(profile.drafts).of(SHEET) is None


def test_a_draft_of_any_id_has_its_own_file_inside_the_folder(profile, clock):
    drafts = Drafts(profile.drafts)
    ids = ("", "../../desk", "a/b", "nouvelle", "CON", "é" * 80)
    for number, one in enumerate(ids):
        drafts.keep(Draft(sheet=one, at=clock.now(), fields={"name": str(number)}))

    assert [drafts.of(one).fields["name"] for one in ids] == [str(number) for number in range(len(ids))]
    assert len(list(profile.drafts.iterdir())) == len(ids)
    assert {path.name for path in profile.root.iterdir()} == {"brouillons"}


def test_what_no_desk_may_keep_is_in_no_draft(profile, clock):
    drafts = Drafts(profile.drafts)

    drafts.keep(
        Draft(
            sheet=SHEET,
            at=clock.now(),
            fields={
                "summary": "mdp : soleil38",
                "name": "CCAS",
                "services": [{"name": "carte 4970 1012 3456 7893", "phone": "3939"}],
            },
        )
    )

    assert drafts.of(SHEET).fields == {"summary": "", "name": "CCAS", "services": [{"name": "", "phone": "3939"}]}


def test_a_profile_without_drafts_has_none(tmp_path):
    assert Drafts(Profile(root=tmp_path).drafts).of("") is None
