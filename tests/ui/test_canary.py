"""Every screen filled with somebody: not one byte of them is in what is exchanged, given out, or written in the log."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from desk.exchange.exports import Format, export
from desk.ui.crash import Crashes
from desk.ui.screens.charter import CharterScreen
from desk.ui.screens.mutual_aid import MutualAidScreen
from desk.ui.screens.sessions import SessionsScreen
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.ui.screens.sheets import SheetsScreen
from desk.ui.widgets.lines import Lines
from desk.work import mutual_aid

NAME, PHONE = "Josette Kanarivrai", "06 39 98 17 52"
CANARY = f"demander {NAME} {PHONE}"
DIGITS = "".join(PHONE.split())


def fill(screen, *, only_shown=False):
    """Type the canary in each box of a screen as a person would, and return how many there are."""
    boxes = [*screen.findChildren(QLineEdit), *screen.findChildren(QPlainTextEdit)]
    boxes = [box for box in boxes if not only_shown or box.isVisible()]
    for box in boxes:
        if isinstance(box, QLineEdit):
            box.setText(CANARY)
            box.textEdited.emit(CANARY)
            box.editingFinished.emit()
        else:
            box.setPlainText(CANARY)
    return len(boxes)


def typed(screen, name, text):
    line = screen.findChild(QLineEdit, name)
    line.setText(text)
    line.textEdited.emit(text)


def press(screen, *names):
    for name in names:
        screen.findChild(QAbstractButton, name).click()


def found_in(data):
    text = data.decode("utf-8", "replace")
    return [one for one in (NAME, NAME.upper(), "Kanarivrai", PHONE, DIGITS) if one in text]


@pytest.fixture
def filled(make_desk, qtbot, settle):
    """A desk on which somebody was typed wherever something can be typed."""
    desk = make_desk()
    window = desk.window

    def at(page, kind):
        window.bring(page)
        settle(desk)
        return window.findChild(kind)

    assert fill(desk.refer)
    settle(desk)
    form = at("sessions", SessionsScreen)
    qtbot.keyClick(form, Qt.Key.Key_Insert)
    settle(desk)
    assert fill(form.form) > 5
    for name, text in (("first", "26/11/2026"), ("start", "14h"), ("end", "16h")):
        typed(form, name, text)
    press(form, "keep-session")
    settle(desk)
    rules = at("charter", CharterScreen)
    assert fill(rules) > 8
    press(rules, "adopt", "keep-agreement")
    typed(rules, "adopted_on", "24/11/2026")
    press(rules, "adopt")
    settle(desk)
    aid = at("mutual-aid", MutualAidScreen)
    assert fill(aid) > 3
    press(aid, "ask")
    typed(aid, "consent_on", "24/11/2026")
    typed(aid, "phone", PHONE)
    press(aid, "subject-tablet", "keep-helper")
    settle(desk)
    sheets = at("sheets", SheetsScreen)
    sheets.findChild(Lines, "sheets").choose(0)
    settle(desk)
    assert fill(sheets)
    sheets.keep_note()
    settle(desk)
    press(sheets, "new")
    settle(desk)
    editor = window.findChild(SheetEditorScreen)
    assert fill(editor) > 10
    typed(editor, "name", "Maison des services")
    editor.save()
    settle(desk)
    assert editor.findChild(QLabel, "told").text().startswith("Pas enregistré")
    for page in (
        "skills", "map", "procedures", "journal", "observatory", "exchange", "calls", "overview", "import", "export", "suggestions",
        "help", "settings", "refer",
    ):  # fmt: skip
        window.bring(page)
        settle(desk)
        fill(window, only_shown=True)
        settle(desk)
    return desk


def test_no_screen_lets_somebody_into_what_is_exchanged_given_out_or_logged(filled, profile, settle, tmp_path):
    reports = []
    filled.ask(lambda store: [export(store, form, tmp_path / f"all.{form.value}") for form in Format], reports.append)
    settle(filled)
    Crashes(profile.log_file)._hook(ValueError, ValueError(CANARY), None)

    assert reports[0]
    places = {
        "the exchangeable file": profile.root.glob("desk.sqlite*"),
        "the exports": tmp_path.glob("all.*"),
        "the log": profile.log_file.parent.glob(f"{profile.log_file.stem}*"),
    }
    assert {name: found_in(b"".join(file.read_bytes() for file in files)) for name, files in places.items()} == {
        "the exchangeable file": [],
        "the exports": [],
        "the log": [],
    }
    told = []
    filled.ask(lambda store: [one.helper.name for one in mutual_aid.helpers(store, filled.say)], told.append)
    settle(filled)
    assert told == [[CANARY]]
