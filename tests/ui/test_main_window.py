"""The window: one screen at a time, reached by its key, cleared after five minutes, hidden at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.settings import Settings
from desk.ui.main_window import IDLE_MS, MainWindow
from desk.ui.theme import apply_look


@pytest.fixture
def make_window(qapp, qtbot, say):
    def made(percent=100, width=1366):
        window = MainWindow(say, apply_look(qapp, Settings(text_percent=percent)), "Bibliothèque d'Ambronay")
        qtbot.addWidget(window)
        window.made = []

        def screen(name):
            def make():
                window.made.append(name)
                whole = QWidget()
                QVBoxLayout(whole).addWidget(QLineEdit())
                return whole

            return make

        window.add_screen("refer", "Orienter", "F2", "compass", screen("refer"))
        window.add_screen("sheets", "Fiches", "F3", "contact", screen("sheets"))
        window.add_screen("help", "Aide", "F1", "circle-help", screen("help"))
        window.bring("refer")
        window.resize(width, 768)
        with qtbot.waitActive(window):
            window.show()
        return window

    return made


def test_a_key_brings_its_screen(qtbot, make_window):
    window = make_window()
    with qtbot.waitSignal(window.screen_shown, check_params_cb=lambda name: name == "sheets"):
        qtbot.keyClick(window, Qt.Key.Key_F3)
    assert window.front == "sheets"


def test_a_screen_is_made_only_when_first_brought(qtbot, make_window):
    window = make_window()
    assert window.made == ["refer"]
    qtbot.keyClick(window, Qt.Key.Key_F3)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert window.made == ["refer", "sheets"]


def test_the_navigation_says_which_screen_is_in_front(qtbot, make_window):
    window = make_window()
    qtbot.mouseClick(window.findChild(QPushButton, "go-sheets"), Qt.MouseButton.LeftButton)
    assert window.findChild(QPushButton, "go-sheets").isChecked()
    assert not window.findChild(QPushButton, "go-refer").isChecked()


@pytest.mark.parametrize("way", ["key", "button"])
def test_help_is_asked_for_the_screen_in_front(qtbot, make_window, way):
    window = make_window()
    window.bring("sheets")
    with qtbot.waitSignal(window.help_requested, check_params_cb=lambda name: name == "sheets"):
        if way == "key":
            qtbot.keyClick(window, Qt.Key.Key_F1)
        else:
            window.findChild(QPushButton, "go-help").click()


def test_one_key_hides_everything_and_brings_it_back(qtbot, make_window):
    window = make_window()
    button = window.findChild(QPushButton, "go-refer")
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.covered
    assert not button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.covered
    assert button.isVisible()


@pytest.mark.parametrize(
    ("key", "step"), [(Qt.Key.Key_Plus, 1), (Qt.Key.Key_Equal, 1), (Qt.Key.Key_Minus, -1), (Qt.Key.Key_0, 0)]
)
def test_control_and_a_sign_change_the_size(qtbot, make_window, key, step):
    window = make_window()
    with qtbot.waitSignal(window.zoom_requested, check_params_cb=lambda asked: asked == step):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def test_each_key_starts_the_five_minutes_again(qtbot, make_window):
    window = make_window()
    QApplication.instance().installEventFilter(window)
    timer = window._timer
    timer.setInterval(IDLE_MS * 2)
    timer.stop()
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert timer.isActive()
    QApplication.instance().removeEventFilter(window)


def test_without_a_key_or_a_click_it_says_so_once(qtbot, make_window):
    window = make_window()
    assert window._timer.interval() == IDLE_MS == 300_000
    assert window._timer.isSingleShot()
    with qtbot.waitSignal(window.idle):
        window._timer.start(1)


def test_where_there_is_little_room_only_the_pictures_stay_and_keep_their_names(qtbot, make_window):
    QAccessible.setActive(True)
    wide, narrow = make_window(), make_window(percent=200)
    named = narrow.findChild(QPushButton, "go-sheets")
    assert "Fiches" in wide.findChild(QPushButton, "go-sheets").text()
    assert named.text() == ""
    assert "Fiches" in QAccessible.queryAccessibleInterface(named).text(QAccessible.Text.Name)
    assert "Fiches" in named.toolTip()


def test_another_screen_may_cover_all_the_others(qtbot, make_window):
    window = make_window()
    over = QLineEdit()
    window.cover_with(over)
    assert window.covered
    assert over.isVisible()
    window.uncover()
    assert not window.covered


def test_hiding_does_not_uncover_the_first_start(qtbot, make_window):
    window = make_window()
    window.cover_with(QLineEdit())
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.covered


def test_the_library_and_the_state_are_said(make_window):
    window = make_window()
    window.present_library("Médiathèque de Belley")
    window.present_state("Tout est enregistré ici", "Copie : aujourd'hui")
    assert window.windowTitle() == "Relais · Médiathèque de Belley"


def test_closing_says_so(qtbot, make_window):
    window = make_window()
    with qtbot.waitSignal(window.closing):
        window.close()
