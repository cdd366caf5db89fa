"""The home and its small windows, in every theme and size: nothing unnamed, nothing out of reach, nothing cut."""

import contextlib
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desk.base.settings import Language, Settings, Theme
from desk.base.words import words
from desk.domain.taxonomy import EmergencyNumber
from desk.ui.main_window import MainWindow
from desk.ui.screens.refer import ReferScreen
from desk.ui.theme import apply_look
from desk.ui.widgets.doubt_dialog import DoubtDialog
from desk.ui.widgets.half_days import HalfDaysDialog
from desk.ui.widgets.slip_dialogs import LargeTypeDialog, ReprintDialog
from desk.work.refer_view import NeedAnswer, PhoneLine

CONTROLS = (QAbstractButton, QLineEdit, QAbstractItemView)
SIZES = ((1366, 768), (1280, 720), (1024, 600))
PATIENCE_MS = 1500
STATES = ("empty", "list", "nothing", "checklist")


@pytest.fixture
def make_home(qapp, qtbot, answer, hits, make_checklist, make_card):
    """Build the window with the home in one of its states."""

    def made(state, settings=None, size=(1366, 768)):
        settings = settings or Settings()
        say, look = words(settings.language.value), apply_look(qapp, settings)
        window, home = MainWindow(say, look, "Bibliothèque d'Ambronay"), ReferScreen(say, look)
        qtbot.addWidget(window)
        for name, label, key, sign in (
            ("refer", say("Refer"), "F2", "compass"),
            ("sheets", say("Sheets"), "F3", "contact"),
            ("help", say("Help"), "F1", "circle-help"),
        ):
            window.add_screen(name, label, key, sign, lambda name=name: home if name == "refer" else QWidget())
        window.bring("refer")
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
        home.take_focus()
        if state != "empty":
            home.ask("refaire ma carte")
            home.present_answer(NeedAnswer(procedures=hits[:2], nothing_fits=True) if state == "nothing" else answer)
        if state == "nothing":
            home.present_numbers(
                (PhoneLine(number="39 39", label="Allô service public", hours="8 h – 20 h", to_verify=True),)
            )
        if state == "checklist":
            emergency = (EmergencyNumber(number="112", use="Tous les secours, depuis tout téléphone", hours="24h/24"),)
            home.present_checklist(make_checklist(emergency=emergency))
            long_name = "Maison France services de Saint-Rambert-en-Bugey-et-Villebois"
            home.present_relays((make_card(long_name, open_now=None, sentence="sur rendez-vous"), make_card()))
            qtbot.waitUntil(
                lambda: all(
                    card.isVisible() for card in home.findChildren(QAbstractButton, "relay-mairie-de-villeneuve")
                )
            )
        qtbot.waitUntil(lambda: window.width() == size[0])
        return window

    return made


def controls(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and widget.isVisible() and not isinstance(widget, QAbstractSlider)
    ]


def name_of(widget):
    QAccessible.setActive(True)
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def out_of_sight(window):
    """Return the labels and buttons whose words need more room than they have, across or down."""
    cut = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton) or not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            longest = max(widget.fontMetrics().horizontalAdvance(word) for word in re.split("[ -]", widget.text()))
            wanted_width, wanted_height = longest, widget.heightForWidth(widget.width())
        else:
            wanted_width, wanted_height = widget.sizeHint().width(), widget.sizeHint().height()
        if widget.width() < wanted_width - 2 or widget.height() < wanted_height - 2:
            cut.append((widget.text()[:40], widget.size().toTuple(), (wanted_width, wanted_height)))
        right = widget.mapTo(window, widget.rect().topRight()).x()
        if right > window.width():
            cut.append((widget.text()[:40], "beyond the right edge"))
    return cut


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", Language)
def test_every_control_says_its_name(make_home, state, language):
    window = make_home(state, Settings(language=language))
    nameless = [widget.objectName() or type(widget).__name__ for widget in controls(window) if len(name_of(widget)) < 2]
    assert nameless == []


@pytest.mark.parametrize("state", STATES)
def test_no_two_controls_have_the_same_name(make_home, state):
    names = [name_of(widget) for widget in controls(make_home(state))]
    assert [name for name in set(names) if names.count(name) > 1] == []


@pytest.mark.parametrize("state", STATES)
def test_no_two_controls_share_an_access_key(make_home, state):
    texts = [widget.text() for widget in controls(make_home(state)) if isinstance(widget, QAbstractButton)]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("state", STATES)
def test_tab_reaches_every_control_and_comes_back(qtbot, make_home, state):
    window = make_home(state)
    wanted = {
        widget
        for widget in controls(window)
        if widget.isEnabled() and not widget.objectName().startswith(("relay-", "go-"))
    }
    reached = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() in reached:
            break
        reached.append(QApplication.focusWidget())
    assert [widget.objectName() for widget in wanted if widget not in reached] == []
    assert any(widget.objectName().startswith("go-") for widget in reached)
    if state == "checklist":
        assert any(widget.objectName().startswith("relay-") for widget in reached)


@pytest.mark.parametrize("state", STATES)
def test_every_target_is_large_enough_for_a_shaking_hand(make_home, state):
    small = [
        (widget.objectName(), widget.size().toTuple())
        for widget in controls(make_home(state))
        if min(widget.width(), widget.height()) < 24
    ]
    assert small == []


def test_the_main_button_is_the_largest(make_home):
    window = make_home("checklist")
    assert window.findChild(QPushButton, "print").height() >= 44


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut(qtbot, make_home, state, percent, size):
    window = make_home(state, Settings(text_percent=percent), size)
    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not out_of_sight(window), timeout=PATIENCE_MS)
    assert out_of_sight(window) == []


@pytest.mark.parametrize("theme", Theme)
def test_the_keyboard_is_seen_where_it_is(qtbot, make_home, theme):
    window = make_home("checklist", Settings(theme=theme))
    unseen = []
    for name in ("need", "on-foot", "print", "tick-s1", "step-s3", "go-sheets", "preview"):
        control = window.findChild(QWidget, name)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        with_ring = window.grab().toImage()
        control.clearFocus()
        if window.grab().toImage() == with_ring:
            unseen.append(name)
    assert unseen == []


@pytest.mark.parametrize("percent", [100, 200])
def test_the_small_windows_name_everything_and_cut_nothing(qapp, qtbot, percent):
    apply_look(qapp, Settings(text_percent=percent))
    say = words("fr")
    lines = ("Allez ici", "Maison France services", "04 37 63 24 95")
    for dialog in (
        HalfDaysDialog(say, frozenset()),
        ReprintDialog(say, (("K7F3Q9", "mardi 24 novembre 2026 · Carte d'identité · K7F3Q9"),)),
        LargeTypeDialog(say, lines),
        DoubtDialog(say, "Maison France services de Saint-Rambert-en-Bugey-et-Villebois"),
    ):
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        assert [widget for widget in controls(dialog) if len(name_of(widget)) < 2] == []
        assert out_of_sight(dialog) == []
        dialog.close()


def test_opening_and_closing_leaves_nothing_behind(qapp, qtbot, look, say, answer, make_checklist, make_card):
    def once():
        home = ReferScreen(say, look)
        home.show()
        home.present_answer(answer)
        home.present_checklist(make_checklist())
        home.present_relays((make_card(),))
        home.close()
        home.deleteLater()
        with qtbot.waitSignal(home.destroyed):
            pass

    once()
    before = len(QApplication.allWidgets())
    for _ in range(20):
        once()
    assert len(QApplication.allWidgets()) <= before
