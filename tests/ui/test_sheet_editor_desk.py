"""Fiches, the form in the whole desk: made, corrected, undone; drafts that survive everything; lookalikes."""

import shutil
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
)

from desk.app import Desk, application, rest
from desk.base.clock import FixedClock
from desk.base.paths import Profile
from desk.base.text import fold
from desk.domain.sheets import Sheet, SheetId
from desk.store.drafts import Draft, Drafts
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.wiring import sheet_editor
from desk.work import sheet_editing
from desk.work.sheet_form import SheetForm

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 5000
ZEBRA = "a" * 12


def line(screen, name):
    found = screen.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def retype(qtbot, control, text):
    control.setFocus()
    control.selectAll()
    qtbot.keyClick(control, Qt.Key.Key_Delete)
    if text.isascii():
        qtbot.keyClicks(control, text)
    else:
        control.insert(text)  # QTest has no keys for accents


def told(screen):
    return screen.findChild(QLabel, "told").text()


@pytest.fixture(scope="module")
def opened(planted, tmp_path_factory, qapp):
    """One desk for every test: opening one takes longer than all they do."""
    made = Profile(root=tmp_path_factory.mktemp("forms") / "profile")
    shutil.copytree(planted.root, made.root)
    desk = Desk(application(), made, FixedClock(datetime(2026, 11, 24, 10, 0)))
    desk.open()
    rest(desk)
    yield desk
    desk.window.close()
    desk.close()
    desk.window.deleteLater()


@pytest.fixture
def desk(opened, qtbot):
    """That desk, with the sheet Zèbre as it first was, no draft, its window in front."""
    if opened.profile.drafts.is_file():
        opened.profile.drafts.unlink()
    shutil.rmtree(opened.profile.drafts, ignore_errors=True)
    opened.shown.clear()
    zebra = Sheet(id=SheetId(ZEBRA), name="Zèbre", phone="04 74 38 10 99", commune="Ambronay", insee="01007")
    kept(opened, qtbot, lambda store: store.records.put(zebra))
    opened.window.show()
    opened.window.bring("sheets")
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=PATIENCE_MS)
    yield opened
    if (form := the_form(opened)) is not None:
        form.present(SheetForm())


def the_form(desk):
    return desk.window.findChild(SheetEditorScreen)


def kept(desk, qtbot, read):
    answers = []
    desk.ask(read, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    return answers[0]


def done(qtbot, desk, settle):
    settle(desk)
    beside = desk.window.findChild(sheet_editor._Editing)._beside
    qtbot.waitUntil(lambda: not beside.busy, timeout=PATIENCE_MS)


def test_a_sheet_is_made_corrected_and_undone_by_keyboard_alone(qtbot, desk, settle):
    sheet_editor.open_new(desk)
    settle(desk)
    assert desk.window.front == "sheet-editor"
    qtbot.keyClicks(QApplication.focusWidget(), "Maison des lions")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClicks(QApplication.focusWidget(), "france serv")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CONTROL)
    done(qtbot, desk, settle)
    form = the_form(desk)
    assert told(form).startswith("Enregistré à 10 h")

    made = kept(desk, qtbot, lambda store: store.records.where(Sheet, "name = 'Maison des lions'"))[0]
    assert made.relay_types == ("france-services",)
    assert form.sheet == made.id

    retype(qtbot, line(form, "phone"), "0474381999")
    qtbot.keyClick(line(form, "phone"), Qt.Key.Key_S, CONTROL)
    done(qtbot, desk, settle)
    assert line(form, "phone").text() == "04 74 38 19 99"
    line(form, "name").setFocus()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Z, CONTROL)
    done(qtbot, desk, settle)
    assert line(form, "phone").text() == ""
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Escape)
    assert desk.window.front == "sheets"


def test_what_must_not_be_kept_is_refused_and_the_draft_does_not_keep_it_either(qtbot, desk, settle):
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    form = the_form(desk)
    retype(qtbot, line(form, "summary"), "mdp : soleil38")
    retype(qtbot, line(form, "phone"), "3939")
    qtbot.keyClick(line(form, "phone"), Qt.Key.Key_S, CONTROL)
    done(qtbot, desk, settle)
    assert told(form).startswith("Pas enregistré")

    form.leave()
    done(qtbot, desk, settle)

    (draft,) = desk.profile.drafts.iterdir()
    assert b"3939" in draft.read_bytes()
    assert b"soleil" not in draft.read_bytes()


def test_a_draft_is_offered_when_the_sheet_is_opened_again(qtbot, desk, settle, when_asked):
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    retype(qtbot, line(the_form(desk), "phone"), "3939")
    qtbot.keyClick(line(the_form(desk), "phone"), Qt.Key.Key_Escape)
    done(qtbot, desk, settle)
    assert Drafts(desk.profile.drafts).of(ZEBRA).fields == {"phone": "3939"}

    asked = when_asked(lambda box: (box.accessibleName(), box.accept())[0])
    sheet_editor.open_sheet(desk, ZEBRA)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    settle(desk)
    assert asked[0].startswith("Reprendre votre brouillon du mardi 24 novembre 2026, 10 h")
    assert line(the_form(desk), "phone").text() == "3939"

    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.keyClick(line(the_form(desk), "phone"), Qt.Key.Key_S, CONTROL)
    done(qtbot, desk, settle)
    assert list(desk.profile.drafts.iterdir()) == []
    assert kept(desk, qtbot, lambda store: store.records.one(Sheet, ZEBRA)).phone == "3939"


def test_a_draft_can_be_forgotten(qtbot, desk, settle, when_asked):
    Drafts(desk.profile.drafts).keep(Draft(sheet=ZEBRA, at=desk.clock.now(), fields={"phone": "3939"}))
    asked = when_asked(lambda box: box.findChild(QPushButton, "choice-1").click())

    sheet_editor.open_sheet(desk, ZEBRA)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    done(qtbot, desk, settle)

    assert line(the_form(desk), "phone").text() == "04 74 38 10 99"
    assert list(desk.profile.drafts.iterdir()) == []


def test_larger_letters_keep_what_is_typed(qtbot, desk, settle):
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    first = the_form(desk)
    retype(qtbot, line(first, "phone"), "3939")

    qtbot.keyClick(desk.window, Qt.Key.Key_Plus, CONTROL)
    qtbot.waitUntil(lambda: the_form(desk) is not None and the_form(desk) is not first, timeout=PATIENCE_MS)
    settle(desk)

    assert desk.window.front == "sheet-editor"
    assert line(the_form(desk), "phone").text() == "3939"
    second = the_form(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_0, CONTROL)
    qtbot.waitUntil(lambda: the_form(desk) not in {None, second}, timeout=PATIENCE_MS)
    done(qtbot, desk, settle)


def test_closing_the_window_keeps_the_draft(qtbot, make_desk, settle, profile):
    desk = make_desk()
    sheet_editor.open_new(desk)
    settle(desk)
    retype(qtbot, line(the_form(desk), "name"), "Zèbres")

    desk.window.close()

    assert Drafts(profile.drafts).of("").fields == {"name": "Zèbres"}


def test_the_same_place_typed_again_is_proposed_and_opened_instead(qtbot, desk, settle):
    sheet_editor.open_new(desk)
    settle(desk)
    form = the_form(desk)
    QTest.keyClicks(line(form, "phone"), "0474381099")
    button = form.findChild(QPushButton, "alike-0")
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)
    assert "Zèbre" in button.text()

    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(desk)

    assert form.sheet == ZEBRA
    assert line(form, "name").text() == "Zèbre"


def test_a_folder_that_cannot_be_written_is_said_in_the_form_and_typing_goes_on(qtbot, desk, settle):
    desk.profile.drafts.write_bytes(b"a file where the folder should be")
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    retype(qtbot, line(the_form(desk), "phone"), "3939")
    the_form(desk).keep_draft()
    done(qtbot, desk, settle)

    assert told(the_form(desk)) != ""
    qtbot.keyClick(line(the_form(desk), "phone"), Qt.Key.Key_S, CONTROL)
    settle(desk)
    assert kept(desk, qtbot, lambda store: store.records.one(Sheet, ZEBRA)).phone == "3939"


def test_a_sheet_is_withdrawn_and_put_back(qtbot, desk, settle):
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    button = the_form(desk).findChild(QPushButton, "withdraw")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(desk)
    assert kept(desk, qtbot, lambda store: store.records.one(Sheet, ZEBRA)).removed_on == date(2026, 11, 24)
    assert "retirée" in told(the_form(desk))

    qtbot.keyClick(button, Qt.Key.Key_Z, CONTROL)
    settle(desk)
    assert kept(desk, qtbot, lambda store: store.records.one(Sheet, ZEBRA)).removed_on is None


def test_accents_and_signs_of_any_language_are_typed_and_saved(qtbot, desk, settle):
    sheet_editor.open_sheet(desk, ZEBRA)
    settle(desk)
    retype(qtbot, line(the_form(desk), "name"), "")
    line(the_form(desk), "name").insert("École œuvre « été » العربية")
    the_form(desk).save()
    done(qtbot, desk, settle)

    sheet = kept(desk, qtbot, lambda store: store.records.one(Sheet, ZEBRA))
    assert fold(sheet.name).startswith("ecole oeuvre")
    assert sheet_editing.INITIALS >= 4
