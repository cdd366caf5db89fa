"""The whole window on a real profile, by keyboard: from the first letter to the counted slip, and when things fail."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QLabel, QLineEdit, QListWidget, QPushButton, QScrollArea

from desk.app import picture_of_home
from desk.base import settings as kept
from desk.base.clock import FixedClock
from desk.base.paths import resources
from desk.base.settings import Language, Settings, Theme
from desk.domain.referrals import End, Reason
from desk.store.store import open_store
from desk.ui.crash import Crashes
from desk.ui.theme import tokens
from desk.work import upkeep

CONTROL = Qt.KeyboardModifier.ControlModifier
PRIVATE_NUMBER = "1 84 12 76 451 089 46"


def type_need(qtbot, desk, words):
    box = desk.window.findChild(QLineEdit, "need")
    qtbot.keyClicks(box, words)
    return box


def open_first(qtbot, desk, settle, words="refaire ma carte d'identite"):
    qtbot.keyClick(type_need(qtbot, desk, words), Qt.Key.Key_Return)
    settle(desk)


def counted(profile, clock):
    store = open_store(profile, clock, resources())
    made = store.referrals.latest(50)
    store.close()
    return made


def press(number):
    return lambda dialog: dialog.findChild(QPushButton, f"choice-{number}").click()


def notice(desk):
    return desk.window.findChild(QFrame, "notice").accessibleName()


def test_the_window_opens_with_the_cursor_in_the_box(make_desk):
    desk = make_desk()
    assert desk.window.focusWidget().objectName() == "need"
    assert "Ambronay" in desk.window.windowTitle() or "Bibliotheque" in desk.window.windowTitle()


def test_the_window_is_shown_before_the_store_is_open(make_desk, settle, qtbot):
    desk = make_desk(wait=False)
    assert desk.window.isVisible()
    qtbot.keyClicks(desk.window.findChild(QLineEdit, "need"), "carte d'identite")
    qtbot.waitUntil(lambda: (found := desk.window.findChild(QListWidget, "procedures")) and found.count() > 0)
    settle(desk)


def test_from_the_need_to_the_slip_in_three_gestures(qtbot, make_desk, settle, when_asked, profile, clock):
    desk = make_desk()
    when_asked(press(2))

    box = type_need(qtbot, desk, "refaire ma carte d'identite")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: "Bon " in notice(desk))

    desk.window.close()
    (made,) = counted(profile, clock)
    assert made.procedure == "carte-identite"
    assert made.sheet
    assert made.code


def test_without_a_printer_the_slip_is_shown_in_large_letters(qtbot, make_desk, settle, when_asked):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    heard = []

    def read_and_close(large):
        heard.append(large.findChild(QScrollArea, "large-type").accessibleDescription())
        large.reject()

    def show_large(dialog):
        when_asked(read_and_close)
        press(0)(dialog)

    when_asked(show_large)
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(heard))
    assert "France services" in heard[0]


def test_without_a_printer_the_slip_is_kept_as_a_pdf(qtbot, make_desk, settle, when_asked, monkeypatch, tmp_path):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    monkeypatch.setattr(desk, "ask_file", lambda proposed: str(tmp_path / Path(proposed).name))
    when_asked(press(1))
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: any(tmp_path.glob("bon-*.pdf")))
    assert next(tmp_path.glob("bon-*.pdf")).read_bytes().startswith(b"%PDF")


def test_a_slip_is_seen_before_it_is_printed_and_looking_counts_nothing(
    qtbot, make_desk, settle, when_asked, profile, clock
):
    desk = make_desk()
    open_first(qtbot, desk, settle)

    def look(dialog):
        page = dialog.findChild(QLabel, "page")
        dialog.reject()
        return page.accessibleDescription()

    heard = when_asked(look)
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(heard))
    assert "France services" in heard[0]
    desk.window.close()
    assert counted(profile, clock) == ()


def test_one_of_the_last_slips_is_printed_again_with_its_code(qtbot, make_desk, settle, when_asked, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    when_asked(press(2))
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: "Bon " in notice(desk))
    settle(desk)

    def take_first(dialog):
        words = dialog.findChild(QListWidget, "slips").item(0).text()
        when_asked(press(2))
        dialog.findChild(QPushButton, "again").click()
        return words

    heard = when_asked(take_first)
    desk.window.findChild(QPushButton, "reprint").click()
    qtbot.waitUntil(lambda: bool(heard))
    settle(desk)
    desk.window.close()
    (made,) = counted(profile, clock)
    assert heard[0].endswith(made.code)


def test_a_need_without_answer_is_counted_with_one_key(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    type_need(qtbot, desk, "qqzzkk wwxxyy")
    qtbot.keyClick(desk.window, Qt.Key.Key_F10)
    settle(desk)
    assert "besoin sans réponse" in notice(desk)
    desk.window.close()
    (made,) = counted(profile, clock)
    assert (made.end, made.reason) == (End.NOT_POSSIBLE, Reason.NOT_FOUND)


def test_a_social_security_number_is_kept_nowhere(qtbot, make_desk, settle, profile):
    desk = make_desk()
    type_need(qtbot, desk, f"qqzzkk {PRIVATE_NUMBER}")
    assert "Sécurité sociale" in notice(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_F10)
    settle(desk)
    desk.window.close()
    kept_bytes = b"".join(file.read_bytes() for file in profile.root.rglob("*") if file.is_file())
    for written in (PRIVATE_NUMBER, PRIVATE_NUMBER.replace(" ", "")):
        assert written.encode() not in kept_bytes


def test_without_a_car_the_relays_are_asked_again(qtbot, make_desk, settle):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    desk.window.findChild(QPushButton, "on-foot").click()
    settle(desk)
    assert desk.refer.relay is not None
    assert desk.refer.by_car is False


def test_the_half_days_are_asked_in_a_small_window(qtbot, make_desk, settle, when_asked):
    desk = make_desk()
    open_first(qtbot, desk, settle)

    def tick(dialog):
        dialog.findChild(QCheckBox, "half-th-pm").setChecked(True)
        dialog.accept()

    when_asked(tick)
    desk.window.findChild(QPushButton, "when").click()
    settle(desk)
    assert "jeudi après-midi" in desk.window.findChild(QPushButton, "when").text()


def test_control_n_is_for_the_next_person(qtbot, make_desk, settle):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CONTROL)
    assert desk.refer.need == ""
    assert desk.refer.procedure == ""
    assert desk.window.focusWidget().objectName() == "need"


def test_after_five_minutes_nothing_of_the_person_is_left(qtbot, make_desk, settle):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    desk.window.idle.emit()
    assert desk.refer.need == ""
    assert desk.refer.procedure == ""


def test_larger_letters_are_kept_and_nothing_on_screen_is_lost(qtbot, make_desk, settle, profile):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    qtbot.keyClick(desk.window, Qt.Key.Key_Plus, CONTROL)
    qtbot.waitUntil(lambda: desk.refer.procedure == "carte-identite" and desk.look.scale.percent == 110)
    settle(desk)
    assert desk.refer.need == "refaire ma carte d'identite"
    assert kept.load(profile.settings_file).text_percent == 110


@pytest.mark.parametrize("change", [{"theme": Theme.DARK}, {"language": Language.ENGLISH}])
def test_looks_and_language_change_at_once(qtbot, make_desk, settle, change):
    desk = make_desk()
    before = desk.window
    desk._settings_changed(Settings(**change))
    qtbot.waitUntil(lambda: desk.window is not before and desk.window.isVisible())
    settle(desk)
    assert desk.say.language == change.get("language", Language.FRENCH)
    assert desk.look.theme is change.get("theme", Theme.LIGHT)


def test_settings_that_cannot_be_kept_are_said(qtbot, make_desk, settle, when_asked, profile):
    desk = make_desk()
    profile.settings_file.with_suffix(".tmp").mkdir()
    heard = when_asked(lambda dialog: (dialog.accessibleName(), dialog.reject())[0])
    desk._settings_changed(Settings(initials="AB"))
    assert heard


def test_todays_copy_is_made_once_the_window_is_shown(make_desk, settle, profile):
    desk = make_desk()
    settle(desk)
    assert len(upkeep.copies(profile)) == 1


def damage(profile):
    whole = profile.desk_file.read_bytes()
    profile.desk_file.write_bytes(b"\0" * 4096 + whole[4096:])
    for side in ("-wal", "-shm"):
        profile.desk_file.with_name(profile.desk_file.name + side).unlink(missing_ok=True)


def plant(planted, profile, clock, *, copy):
    shutil.copytree(planted.root, profile.root)
    if copy:
        store = open_store(profile, clock, resources())
        upkeep.start_of_day(store)
        store.close()


def test_a_damaged_file_offers_an_earlier_day_and_goes_back_to_it(
    qtbot, make_desk, settle, when_asked, planted, profile, clock
):
    plant(planted, profile, clock, copy=True)
    damage(profile)
    heard = when_asked(lambda dialog: (dialog.accessibleName(), press(1)(dialog))[0])
    desk = make_desk()
    qtbot.waitUntil(lambda: bool(heard) and not desk.background.busy)
    assert "abîmé" in heard[0]
    open_first(qtbot, desk, settle)
    assert desk.refer.procedure == "carte-identite"
    assert any(profile.set_aside.rglob("*"))


def test_going_back_to_what_is_not_a_copy_changes_nothing(qtbot, make_desk, settle, when_asked, profile, tmp_path):
    desk = make_desk()
    wrong = tmp_path / "photo.jpg"
    wrong.write_bytes(b"not a copy")
    heard = when_asked(lambda dialog: (dialog.accessibleName(), dialog.reject())[0])
    desk._go_back(wrong)
    qtbot.waitUntil(lambda: bool(heard))
    settle(desk)
    assert "pas une copie" in heard[0]
    open_first(qtbot, desk, settle)
    assert desk.refer.procedure == "carte-identite"


def test_a_damaged_file_is_left_as_it_is_when_nothing_is_chosen(qtbot, make_desk, when_asked, planted, profile, clock):
    plant(planted, profile, clock, copy=True)
    damage(profile)
    before = profile.desk_file.read_bytes()
    when_asked(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    desk = make_desk(wait=False)
    qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert profile.desk_file.read_bytes() == before


def test_a_file_of_a_later_relais_is_refused_and_untouched(qtbot, make_desk, when_asked, planted, profile, clock):
    plant(planted, profile, clock, copy=False)
    future = sqlite3.connect(profile.desk_file)
    future.execute("PRAGMA user_version = 9999")
    future.commit()
    future.close()
    before = profile.desk_file.read_bytes()
    heard = when_asked(lambda dialog: (dialog.accessibleName(), dialog.reject())[0])
    desk = make_desk(wait=False)
    qtbot.waitUntil(lambda: bool(heard) and not desk.window.isVisible())
    assert "plus récent" in heard[0]
    assert profile.desk_file.read_bytes() == before


def test_a_new_profile_starts_with_the_first_questions(qtbot, make_desk, profile):
    pytest.importorskip("desk.ui.screens.first_start")
    desk = make_desk(plant=False)
    assert desk.window.covered


def test_a_mistake_of_ours_is_written_without_values_and_said_once(qtbot, profile, say, monkeypatch):
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    crashes, told = Crashes(profile.log_file), []
    crashes.told.connect(told.append)
    crashes.watch()
    import sys

    for _ in range(3):
        try:
            raise ValueError("Madame Martin, 04 74 00 00 00")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    written = profile.log_file.read_text(encoding="utf-8")
    assert len(told) == 1
    assert "ValueError" in written
    assert "test_app.py" in written
    assert "Martin" not in written
    assert "intact" in crashes.sentence(say, told[0])


def test_the_home_is_drawn_without_being_looked_at(qapp, planted, profile, tmp_path, clock):
    shutil.copytree(planted.root, profile.root)
    drawn = QImage(str(picture_of_home(profile, "refaire ma carte d'identité", tmp_path / "home.png")))
    assert (drawn.width(), drawn.height()) == (1366, 768)
    colours = {drawn.pixelColor(x, y).name() for x in range(220, 1366, 3) for y in range(0, 768, 7)}
    assert tokens(Theme.LIGHT)["stop"] in colours
    assert tokens(Theme.LIGHT)["with"] in colours


def test_closing_leaves_the_profile_free(qtbot, make_desk, profile, planted):
    desk = make_desk()
    desk.window.close()
    opened = open_store(profile, FixedClock(desk.clock.now()), resources())
    assert opened.library() is not None
    opened.close()


def test_no_dialog_is_left_open(qtbot, make_desk):
    desk = make_desk()
    assert [dialog for dialog in desk.window.findChildren(QDialog) if dialog.isVisible()] == []
