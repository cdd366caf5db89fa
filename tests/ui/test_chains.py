"""The day without a mouse: each chain by keyboard alone, its gestures counted. And what a window at rest does: nothing."""

import ast
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFrame, QLabel, QWidget

from desk.domain.doubts import Doubt
from desk.domain.sheets import Sheet
from desk.ui.screens.sessions import SessionsScreen
from desk.ui.widgets.lines import Lines

KEY, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
GESTURES = Path(__file__).with_name("gestures.toml")
DESK = Path(__file__).parents[2] / "desk"
MINUTE_MS = 60_000
MOST_TABS = 60


class Hand:
    """Two hands on a keyboard: keys go where the keyboard is, and are counted."""

    def __init__(self, qtbot, desk, settle, when_asked):
        self.gestures = 0
        self._qtbot, self.desk, self._settle, self._when_asked = qtbot, desk, settle, when_asked

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.gestures += 1
        self._qtbot.keyClick(self._where(), key, modifier)
        self._settle(self.desk)

    def type(self, text):
        self.gestures += 1
        self._qtbot.keyClicks(self._where(), text)
        self._settle(self.desk)

    def _where(self):
        """Return what has the keyboard. Where a small window closed, the system gives it back to the window."""

        def given():
            found = QApplication.focusWidget()
            if found is None or not found.isVisible():
                self.desk.window.activateWindow()
            return found is not None and found.isVisible()

        self._qtbot.waitUntil(given)
        return QApplication.focusWidget()

    def reach(self, name):
        """Go to a control: by its access key if it has one, else by Tab."""
        wanted = self._shown(QWidget, name)
        label = next((one for one in self.desk.window.findChildren(QLabel) if one.buddy() is wanted), wanted)
        if isinstance(label, QLabel | QAbstractButton) and "&" in label.text():
            self.access(label)
            return
        for _ in range(MOST_TABS):
            if QApplication.focusWidget() is wanted:
                return
            self.key(KEY.Key_Tab)
        pytest.fail(f"Tab does not reach {name}")

    def press(self, name):
        button = self._shown(QAbstractButton, name)
        if "&" in button.text():
            with self._qtbot.waitSignal(button.clicked):  # Qt shows the button going down, then clicks
                self.access(button)
            self._settle(self.desk)
        else:
            self.reach(name)
            self.key(KEY.Key_Space)

    def access(self, control):
        sign = control.text()[control.text().index("&") + 1]
        self.key(getattr(KEY, f"Key_{sign.upper()}"), ALT)

    def will_answer(self, key):
        """Press a key in the small window that comes next."""

        def answer(dialog):
            self.gestures += 1
            self._qtbot.keyClick(dialog.focusWidget() or dialog, key)

        self._when_asked(answer)

    def ask(self, work):
        told = []
        self.desk.ask(work, told.append)
        self._settle(self.desk)
        return told[0]

    def sees(self, work):
        """Return True once the desk answers something: a small window answers after the key."""
        self._qtbot.waitUntil(lambda: bool(self.ask(work)))
        return True

    def _shown(self, kind, name):
        def there():
            return [one for one in self.desk.window.findChildren(kind, name) if one.isVisible()]

        self._qtbot.waitUntil(lambda: bool(there()))
        return there()[0]


def a_need_becomes_a_slip(hand):
    hand.type("refaire ma carte d'identite")
    hand.key(KEY.Key_Return)
    hand.will_answer(KEY.Key_Escape)  # no printer here: later
    hand.key(KEY.Key_P, CONTROL)
    return "Bon " in hand.desk.window.findChild(QFrame, "notice").accessibleName()


def a_need_that_nothing_fits_is_counted(hand):
    hand.type("qqzzkk wwxxyy")
    hand.key(KEY.Key_F10)
    return "besoin sans réponse" in hand.desk.window.findChild(QFrame, "notice").accessibleName()


def a_sheet_is_checked(hand):
    hand.key(KEY.Key_F3)
    hand.type("france services agora")
    hand.key(KEY.Key_J, CONTROL)
    return the_agora(hand).verified_on is not None


def the_check_is_taken_back(hand):
    hand.key(KEY.Key_F3)
    hand.key(KEY.Key_Z, CONTROL)
    return the_agora(hand).verified_on is None


def a_sheet_is_said_to_be_wrong(hand):
    hand.key(KEY.Key_F3)
    hand.will_answer(KEY.Key_1)
    hand.press("doubt")
    return hand.sees(lambda store: store.records.all(Doubt))


def a_telephone_number_is_corrected(hand):
    hand.key(KEY.Key_F3)
    hand.press("edit")
    for _ in range(4):  # from group to group
        hand.key(KEY.Key_PageDown, CONTROL)
    hand.reach("phone")
    hand.key(KEY.Key_A, CONTROL)
    hand.type("3939")
    hand.key(KEY.Key_S, CONTROL)
    return the_agora(hand).phone == "3939"


def a_call_of_the_week_is_noted(hand):
    hand.key(KEY.Key_F3)
    hand.press("calls")
    hand.key(KEY.Key_1)
    return any(one.done for one in hand.desk.window.findChild(Lines, "calls").rows)


def a_sheet_is_found_on_the_map(hand):
    hand.key(KEY.Key_M, CONTROL)
    hand.key(KEY.Key_PageDown)
    hand.key(KEY.Key_Return)
    return hand.desk.window.front == "sheets"


def a_session_is_written(hand):
    hand.key(KEY.Key_F6)
    hand.key(KEY.Key_Insert)
    for name, text in (("title", "Permanence des impots"), ("first", "26/11/2026"), ("start", "14h"), ("end", "16h30")):
        hand.reach(name)
        hand.type(text)
    hand.press("keep-session")
    return len(hand.desk.window.findChild(SessionsScreen).findChild(Lines, "days").rows) == 1


def a_day_of_it_is_cancelled(hand):
    hand.key(KEY.Key_F6)
    hand.reach("days")
    hand.key(KEY.Key_3)
    return not hand.desk.window.findChild(SessionsScreen).findChild(Lines, "days").row.held


def the_help_of_the_screen_is_read(hand):
    hand.key(KEY.Key_F7)
    hand.key(KEY.Key_F1)
    return hand.desk.window.front == "help"


def the_screen_is_hidden_and_comes_back(hand):
    hand.key(KEY.Key_F11)
    covered = hand.desk.window.covered
    hand.key(KEY.Key_F11)
    return covered and not hand.desk.window.covered


CHAINS = (
    a_need_becomes_a_slip, a_need_that_nothing_fits_is_counted, a_sheet_is_checked, the_check_is_taken_back,
    a_sheet_is_said_to_be_wrong, a_telephone_number_is_corrected, a_call_of_the_week_is_noted,
    a_sheet_is_found_on_the_map, a_session_is_written, a_day_of_it_is_cancelled, the_help_of_the_screen_is_read,
    the_screen_is_hidden_and_comes_back,
)  # fmt: skip


def the_agora(hand):
    return hand.ask(lambda store: store.records.where(Sheet, "name LIKE '%Agora%'"))[0]


def test_each_chain_needs_no_more_gestures_than_it_says(qtbot, make_desk, settle, when_asked):
    desk = make_desk()
    counted = {}
    for chain in CHAINS:
        hand = Hand(qtbot, desk, settle, when_asked)
        hand.key(KEY.Key_F2)
        hand.key(KEY.Key_N, CONTROL)
        hand.gestures = 0
        assert chain(hand), chain.__name__
        counted[chain.__name__.replace("_", " ")] = hand.gestures
    assert counted == tomllib.loads(GESTURES.read_text(encoding="utf-8"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert desk.window.findChildren(QDialog) == []  # a window open all day keeps nothing of those that closed


def test_the_window_at_rest_has_no_timer_faster_than_a_minute(make_desk, settle):
    desk = make_desk()
    for screen in ("sheets", "exchange", "refer"):
        desk.window.bring(screen)
        settle(desk)
    roots = [QApplication.instance(), desk, *QApplication.topLevelWidgets()]
    ticking = [one for root in roots for one in root.findChildren(QTimer) if one.isActive()]
    assert ticking  # the five minutes after which a person is forgotten
    assert [(one.interval(), type(one.parent()).__name__) for one in ticking if one.interval() < MINUTE_MS] == []


def methods():
    """Give every class of the screens with the names of its methods."""
    for file in sorted((DESK / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node, {one.name for one in node.body if isinstance(one, ast.FunctionDef)}


def test_what_hears_the_mouse_hears_the_keyboard():
    """A button has both by itself, and so has what holds one."""
    deaf = [
        node.name
        for node, names in methods()
        if names & {"mousePressEvent", "mouseReleaseEvent"}
        and "keyPressEvent" not in names
        and "Button" not in ast.unparse(node)
    ]
    assert deaf == []


def test_nothing_asks_for_a_double_or_a_right_click():
    assert [node.name for node, names in methods() if names & {"mouseDoubleClickEvent", "contextMenuEvent"}] == []
    code = [file.read_text(encoding="utf-8") for file in DESK.rglob("*.py")]
    assert [
        word
        for word in ("doubleClicked", "itemDoubleClicked", "customContextMenuRequested")
        for one in code
        if word in one
    ] == []


def test_what_was_done_is_announced():
    """A screen reader says it at once: no screen shows such a sentence in silence."""
    ways = ("tell(", "announce(", "updateAccessibility(")
    silent = [
        (node.name, one.name)
        for node, names in methods()
        if names & {"present_told", "present_said"}
        for one in node.body
        if isinstance(one, ast.FunctionDef) and one.name in {"present_told", "present_said"}
        if not any(way in ast.unparse(one) for way in ways)
    ]
    assert silent == []
