"""Mises à jour in the settings: what is offered, brought when it is asked for, given up; nothing by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desk import __version__
from desk.base import newer
from desk.base.newer import Chosen, Step
from desk.ui.screens.settings import SettingsScreen
from desk.wire.releases import PART
from desk.wiring.updates import Updates
from desk.work import updates
from tests.releases import ANOTHER, BROKEN, KNOWN, program, written


@pytest.fixture
def opened(make_desk, settle, qtbot):
    """A desk that can be followed by a newer one, on its updates; its room."""
    desk = make_desk()
    settle(desk)
    room = desk._updates = Updates(desk, desk, desk._announce, known=KNOWN, follows=True)
    desk.window.bring("settings")
    screen = desk.window.findChild(SettingsScreen)
    screen.take_focus("update-stick")
    return desk, screen, room


def button(screen, name):
    return screen.findChild(QPushButton, name)


def said(screen, name):
    return screen.findChild(QLabel, name).text().replace("\N{NO-BREAK SPACE}", " ")


def press(screen, name, qtbot, room):
    button(screen, name).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button(screen, name), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not room.busy, timeout=20_000)


def test_a_stick_is_looked_into_then_what_is_on_it_prepared_by_the_keyboard(opened, qtbot, tmp_path, monkeypatch):
    desk, screen, room = opened
    written(tmp_path / updates.STICK_FOLDER, program(filling=PART))
    monkeypatch.setattr(desk, "ask_folder", lambda _: str(tmp_path))
    press(screen, "update-stick", qtbot, room)
    assert said(screen, "update-offer") == "Version 9.0 du mardi 24 novembre 2026, 1 Mo à apporter ici. Du neuf."
    assert newer.chosen(desk.profile.programs) is None, "nothing is taken unless it is asked for"

    press(screen, "take-update", qtbot, room)
    assert newer.chosen(desk.profile.programs) == Chosen(version="9.0", step=Step.READY)
    assert "réussi son essai" in said(screen, "update-told")
    assert "9.0 est prête" in said(screen, "update-state")
    assert button(screen, "take-update").isHidden()

    press(screen, "drop-update", qtbot, room)
    assert newer.chosen(desk.profile.programs) is None
    assert button(screen, "drop-update").isHidden()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"secret": ANOTHER}, "pas signée"),
        ({"version": __version__}, "pas plus récente"),
        ({"system": "beos-ppc"}, "autre type d'ordinateur"),
    ],
)
def test_what_is_not_to_be_believed_is_said_and_not_offered(opened, qtbot, tmp_path, monkeypatch, values, words):
    desk, screen, room = opened
    written(tmp_path / updates.STICK_FOLDER, program(), **values)
    monkeypatch.setattr(desk, "ask_folder", lambda _: str(tmp_path))
    press(screen, "update-stick", qtbot, room)

    assert words in said(screen, "update-told")
    assert button(screen, "take-update").isHidden()


def test_a_program_that_fails_its_trial_is_said_and_the_desk_goes_on(opened, qtbot, tmp_path, monkeypatch):
    desk, screen, room = opened
    written(tmp_path / updates.STICK_FOLDER, program(BROKEN))
    monkeypatch.setattr(desk, "ask_folder", lambda _: str(tmp_path))
    press(screen, "update-stick", qtbot, room)
    press(screen, "take-update", qtbot, room)

    assert "n'a pas réussi son essai" in said(screen, "update-told")
    assert newer.chosen(desk.profile.programs) is None


def test_a_desk_from_its_sources_offers_no_button(make_desk, settle):
    desk = make_desk()
    settle(desk)
    desk.window.bring("settings")
    screen = desk.window.findChild(SettingsScreen)

    assert "depuis ses sources" in said(screen, "update-state")
    assert all(
        button(screen, name).isHidden() for name in ("look-for-update", "update-stick", "take-update", "drop-update")
    )
