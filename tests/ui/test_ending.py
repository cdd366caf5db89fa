"""How a visit ends, in the real window: two keys, never twice, corrected, undone, and asked of nobody."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QPushButton

from desk.base.paths import resources
from desk.domain.referrals import Autonomy, End, Outcome, Reason
from desk.store.store import open_store
from tests.ui.test_app import CONTROL, counted, open_first, press, type_need


def end_with(qtbot, desk, settle, *keys):
    qtbot.keyClick(desk.window, Qt.Key.Key_T, CONTROL)
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)
        settle(desk)


def strip(desk):
    return desk.window.findChild(QFrame, "ending")


def test_two_keys_say_that_it_was_not_possible_and_why(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)

    end_with(qtbot, desk, settle, "3", "2")
    assert "trop loin" in strip(desk).findChild(QLabel, "ending-title").text()

    desk.window.close()
    (act,) = counted(profile, clock)
    assert (act.end, act.reason, act.procedure) == (End.NOT_POSSIBLE, Reason.TOO_FAR, "carte-identite")


def test_another_digit_corrects_and_one_letter_adds_what_was_told(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)

    end_with(qtbot, desk, settle, "1", "4", "a", "v")

    desk.window.close()
    (act,) = counted(profile, clock)
    assert act.end is End.LEFT
    assert act.autonomy is Autonomy.GUIDED
    assert act.visit.value == "first"


def test_a_count_is_undone_with_one_key(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)

    end_with(qtbot, desk, settle, "1", Qt.Key.Key_Backspace)

    desk.window.close()
    assert counted(profile, clock) == ()


def test_a_visit_counted_before_its_slip_is_printed_counts_once(qtbot, make_desk, settle, when_asked, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    end_with(qtbot, desk, settle, "1")
    when_asked(press(2))
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: "Bon " in desk.window.findChild(QFrame, "notice").accessibleName())
    settle(desk)

    desk.window.close()
    (act,) = counted(profile, clock)
    assert act.end is End.RELAYED
    assert act.code


def test_nothing_is_counted_when_nothing_is_said(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    qtbot.keyClick(desk.window, Qt.Key.Key_N, CONTROL)
    type_need(qtbot, desk, "permis de conduire")
    settle(desk)

    desk.window.close()
    assert counted(profile, clock) == ()


def test_a_slip_that_comes_back_is_noted_in_the_observatory(qtbot, make_desk, settle, when_asked, profile, clock):
    desk = make_desk()
    open_first(qtbot, desk, settle)
    when_asked(press(2))
    qtbot.keyClick(desk.window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: "Bon " in desk.window.findChild(QFrame, "notice").accessibleName())
    settle(desk)
    made = []
    desk.ask(lambda store: store.referrals.latest(1), made.append)
    settle(desk)
    code = made[0][0].code

    qtbot.keyClick(desk.window, Qt.Key.Key_F9)
    settle(desk)
    box = desk.window.findChild(QLineEdit, "slip-code")
    for typed in (code[:-1] + ("2" if code[-1] != "2" else "3"), code):
        box.setText(typed)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        settle(desk)
        assert desk.window.findChild(QPushButton, "outcome-1").isVisible() == (typed == code)
    qtbot.keyClick(QApplication.focusWidget(), "1")
    settle(desk)
    assert code in desk.window.findChild(QLabel, "slip-told").text()

    desk.window.close()
    store = open_store(profile, clock, resources())
    assert store.referrals.of_code(code).outcome is Outcome.DONE
    store.close()
