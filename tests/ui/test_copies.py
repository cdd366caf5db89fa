"""Sauvegardes in the settings: every copy, what going back changes, a second disk, one file, moving away and back."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QPushButton

from desk.app import Desk, application
from desk.base.paths import Profile, resources
from desk.base.settings import Settings, load
from desk.domain.sheets import Sheet, SheetId
from desk.store import backup_file
from desk.store.store import open_store
from desk.ui.screens.first_start import FirstStartScreen
from desk.ui.screens.settings import SettingsScreen
from desk.ui.widgets.lines import Lines
from desk.work import copies

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")
COPIES = 4


@pytest.fixture
def settled(qtbot, settle):
    def wait(desk):
        settle(desk)
        qtbot.waitUntil(lambda: not desk.copies.busy and not desk.background.busy, timeout=5000)

    return wait


@pytest.fixture
def opened(make_desk, settled):
    """A whole desk on its copies."""

    def made():
        desk = make_desk()
        settled(desk)
        desk.window.bring("settings")
        screen = desk.window.findChild(SettingsScreen)
        screen.findChild(QListWidget, "sections").setCurrentRow(COPIES)
        settled(desk)
        return desk, screen

    return made


def press(screen, name, qtbot):
    button = screen.findChild(QPushButton, name)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)


def answer(number):
    return lambda dialog: (dialog.accessibleName(), dialog.findChild(QPushButton, f"choice-{number}").click())[0]


def text(screen, name):
    return screen.findChild(QLabel, name).text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_copy_that_is_chosen_says_what_going_back_would_change(opened):
    _, screen = opened()

    assert "Rien n'a été saisi ici depuis." in text(screen, "changes")
    assert "reste comme aujourd'hui" in text(screen, "changes")


def test_going_back_by_the_keyboard_says_it_too_and_brings_the_day_again(qtbot, opened, settled, when_asked):
    desk, screen = opened()
    desk.ask(lambda store: store.records.put(A_SHEET))
    settled(desk)
    screen.upkeep.preview_requested.emit(screen.findChild(Lines, "copies").row.path)
    settled(desk)
    heard = when_asked(answer(1))

    press(screen, "restore", qtbot)
    settled(desk)

    assert "1 saisie faite depuis" in heard[0]
    found = []
    desk.ask(lambda store: store.records.one(Sheet, A_SHEET.id), found.append)
    settled(desk)
    assert found == [None]


def test_a_key_is_chosen_and_has_its_copy_at_once(qtbot, opened, settled, monkeypatch, tmp_path, profile):
    desk, screen = opened()
    key = tmp_path / "cle"
    key.mkdir()
    monkeypatch.setattr(desk, "ask_folder", lambda title: str(key))

    press(screen, "choose-place", qtbot)
    settled(desk)

    assert load(profile.settings_file).copies_folder == str(key)
    assert list(key.rglob("desk-2026-11-24.sqlite"))
    assert "relue" in text(screen, "copies-told")
    assert "aujourd'hui" in text(screen, "elsewhere-state")
    rows = screen.findChild(Lines, "copies").rows
    assert [one.elsewhere for one in rows] == [False, True]


def test_a_key_that_is_out_is_said_and_can_be_left(qtbot, opened, settled, monkeypatch, tmp_path, profile):
    desk, screen = opened()
    key = tmp_path / "cle"
    key.mkdir()
    monkeypatch.setattr(desk, "ask_folder", lambda title: str(key))
    press(screen, "choose-place", qtbot)
    settled(desk)
    shutil.rmtree(key)

    press(screen, "copy-there", qtbot)
    settled(desk)
    assert "Branchez-le" in text(screen, "copies-told")

    press(screen, "leave-place", qtbot)
    settled(desk)
    assert load(profile.settings_file).copies_folder == ""
    assert not screen.findChild(QPushButton, "copy-there").isEnabled()


def test_a_setting_changed_after_a_key_was_chosen_keeps_the_key(qtbot, opened, settled, monkeypatch, tmp_path, profile):
    desk, screen = opened()
    monkeypatch.setattr(desk, "ask_folder", lambda title: str(tmp_path))
    press(screen, "choose-place", qtbot)
    settled(desk)

    screen._tell(Settings(initials="MB", copies_folder=screen._settings.copies_folder))

    assert load(profile.settings_file).copies_folder == str(tmp_path)


@pytest.mark.parametrize("persons", [False, True])
def test_the_whole_desk_goes_in_one_file(qtbot, opened, settled, monkeypatch, tmp_path, persons):
    desk, screen = opened()
    file = tmp_path / "tout.relais"
    proposed = []
    monkeypatch.setattr(desk, "ask_file", lambda name, title, kinds: proposed.append(name) or str(file))
    screen.findChild(QCheckBox, "with-persons").setChecked(persons)

    press(screen, "whole-file", qtbot)
    settled(desk)
    settled(desk)

    assert proposed == ["relais-ambronay-2026-11-24.relais"]
    assert backup_file.read(file).persons is persons
    assert ("sous clé" in text(screen, "copies-told")) is persons


def test_a_file_is_looked_into_before_it_is_gone_back_to(
    qtbot, opened, settled, monkeypatch, tmp_path, when_asked, clock
):
    desk, screen = opened()
    file = tmp_path / "tout.relais"
    backup_file.write(desk.profile, file, clock.now(), persons=True)
    desk.ask(lambda store: store.records.put(A_SHEET))
    settled(desk)
    monkeypatch.setattr(desk, "ask_open_file", lambda title, kinds: str(file))
    heard = when_asked(answer(1))

    press(screen, "restore-file", qtbot)
    qtbot.waitUntil(lambda: bool(heard))
    settled(desk)

    assert "Bibliotheque Muncipale" in heard[0]
    assert "1 saisie faite depuis" in heard[0]
    assert "revient aussi" in heard[0]
    found = []
    desk.ask(lambda store: store.records.one(Sheet, A_SHEET.id), found.append)
    settled(desk)
    assert found == [None]


def test_a_file_that_is_no_copy_is_said_and_changes_nothing(qtbot, opened, settled, monkeypatch, tmp_path):
    desk, screen = opened()
    wrong = tmp_path / "photo.relais"
    wrong.write_bytes(b"not a copy")
    monkeypatch.setattr(desk, "ask_open_file", lambda title, kinds: str(wrong))

    press(screen, "restore-file", qtbot)
    settled(desk)

    assert "n'est pas une copie" in text(screen, "copies-told")


@pytest.fixture
def moved_file(planted, profile, clock, tmp_path):
    shutil.copytree(planted.root, profile.root)
    file = tmp_path / "ailleurs.relais"
    copies.move(profile, file, clock)
    return file


def test_moving_writes_the_file_and_closes_here(qtbot, opened, settled, monkeypatch, tmp_path, when_asked, profile):
    desk, screen = opened()
    file = tmp_path / "ailleurs.relais"
    monkeypatch.setattr(desk, "ask_file", lambda name, title, kinds: str(file))
    asked = when_asked(answer(1))
    press(screen, "move", qtbot)
    assert "clés" in asked[0]
    told = when_asked(answer(0))

    qtbot.waitUntil(lambda: bool(told) and not desk.window.isVisible(), timeout=5000)

    assert "J'ai un fichier" in told[0]
    assert copies.moved(profile).file == file.name
    assert backup_file.read(file).kind == "move"


def test_a_desk_that_moved_asks_at_its_next_start_and_closes(qtbot, make_desk, when_asked, moved_file, profile):
    heard = when_asked(lambda dialog: (dialog.accessibleName(), dialog.reject())[0])
    desk = make_desk(wait=False)

    qtbot.waitUntil(lambda: bool(heard) and not desk.window.isVisible())

    assert "mardi 24 novembre 2026" in heard[0]
    assert "ailleurs.relais" in heard[0]
    assert copies.moved(profile)


def test_a_desk_that_moved_goes_on_all_the_same_if_it_is_wanted(
    qtbot, make_desk, settle, when_asked, moved_file, profile
):
    heard = when_asked(answer(1))
    desk = make_desk()
    qtbot.waitUntil(lambda: bool(heard))
    settle(desk)

    assert desk.window.isVisible()
    assert copies.moved(profile) is None


def test_a_new_computer_takes_the_desk_from_the_file(
    qtbot, qapp, settle, when_asked, moved_file, tmp_path, clock, monkeypatch
):
    new = Profile(root=tmp_path / "new")
    desk = Desk(application(), new, clock)
    monkeypatch.setattr(desk, "ask_open_file", lambda title, kinds: str(moved_file))
    desk.open()
    qtbot.waitUntil(lambda: desk.window.covered)
    settle(desk)
    heard = when_asked(answer(1))

    press(desk.window.findChild(FirstStartScreen), "from-file", qtbot)
    qtbot.waitUntil(lambda: bool(heard) and not desk.window.covered, timeout=5000)
    settle(desk)

    assert "Ambronay" in desk.window.windowTitle() or "Bibliotheque" in desk.window.windowTitle()
    assert copies.moved(new) is None
    desk.window.close()
    desk.close()
    desk.window.deleteLater()
    again = open_store(new, clock, resources())
    assert again.library().commune == "Ambronay"
    again.close()


def test_a_key_that_was_not_seen_for_a_week_is_said_on_the_home(
    qtbot, make_desk, settle, planted, profile, clock, tmp_path
):
    shutil.copytree(planted.root, profile.root)
    store = open_store(profile, clock, resources())
    store.keep_state("copied-elsewhere", date(2026, 11, 10).isoformat())
    store.close()
    profile.settings_file.write_text(f'{{"copies_folder": "{tmp_path / "absente"}"}}')

    desk = make_desk()

    qtbot.waitUntil(lambda: any("secondes copies" in label.text() for label in desk.refer.findChildren(QLabel)))
    settle(desk)
