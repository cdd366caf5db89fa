"""The journal and the bin in the real window, by keyboard: choose a line, Enter, it is undone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton

from desk.base.paths import resources
from desk.domain.sheets import Sheet
from desk.store.store import open_store
from desk.ui.screens.journal import JournalScreen
from desk.ui.widgets.lines import Lines
from desk.work import sheet_editing

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def with_a_sheet(desk, settle):
    made = []
    fields = {"name": "CCAS", "commune": "Ambronay", "insee": "01007"}
    desk.ask(lambda store: sheet_editing.new(store, fields), made.append)
    settle(desk)
    return made[0].id


def test_a_sheet_made_by_mistake_is_undone_then_comes_out_of_the_bin(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    sheet = with_a_sheet(desk, settle)
    qtbot.keyClick(desk.window, Qt.Key.Key_J, BOTH)
    settle(desk)
    screen = desk.window.findChild(JournalScreen)
    assert screen.findChild(Lines, "entries").row.what == "Fiche, création : CCAS"

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(desk)
    assert screen.findChild(QLabel, "told").text() == "Annulé."

    screen.findChild(QRadioButton, "part-bin").click()
    settle(desk)
    assert screen.findChild(Lines, "bin").row.title == "CCAS"
    screen.findChild(QPushButton, "undo").click()
    settle(desk)
    assert screen.findChild(QLabel, "told").text() == "C'est revenu à sa place."
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert desk.window.front == "refer"

    desk.window.close()
    store = open_store(profile, clock, resources())
    assert store.records.one(Sheet, sheet).removed_on is None
    store.close()


def test_what_changed_since_is_said_and_left_alone(qtbot, make_desk, settle):
    desk = make_desk()
    sheet = with_a_sheet(desk, settle)
    desk.ask(lambda store: sheet_editing.change(store, sheet, {"phone": "3939"}), lambda _: None)
    settle(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_J, BOTH)
    settle(desk)
    screen = desk.window.findChild(JournalScreen)
    desk.ask(lambda store: sheet_editing.change(store, sheet, {"phone": "3646"}), lambda _: None)
    settle(desk)

    screen.findChild(QPushButton, "undo").click()
    settle(desk)
    assert "depuis" in screen.findChild(QLabel, "told").text()
