"""The history of one sheet on screen: what changed, and putting an earlier value back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desk.domain.fields import Problem
from desk.ui.screens.sheet_history import SheetHistoryScreen
from desk.ui.widgets.lines import Lines
from desk.work.history import Step


def a_step(n=2, **fields):
    values = {
        "n": n,
        "field": "phone",
        "what": f"Téléphone : 04 74 00 00 0{n}",
        "before": "04 74 38 10 74",
        "when": "hier",
        "by": "MB",
        "standing": False,
    }
    return Step(**values | fields)


@pytest.fixture
def screen(qtbot, say, look):
    made = SheetHistoryScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def the_list(screen):
    return screen.findChild(Lines)


def put_back(screen):
    return screen.findChild(QPushButton, "put-back")


def test_each_change_says_what_it_was_when_and_who(screen):
    screen.present("Mairie", (a_step(),))
    told = the_list(screen).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Téléphone : 04 74 00 00 02, avant : 04 74 38 10 74, hier, MB"


def test_enter_puts_back_what_it_was_before(qtbot, screen):
    screen.present("Mairie", (a_step(3), a_step(2)))
    the_list(screen).setFocus()
    the_list(screen).walk(1)
    with qtbot.waitSignal(screen.put_back_requested) as asked:
        qtbot.keyClick(the_list(screen), Qt.Key.Key_Return)
    assert asked.args == [2, "phone"]


def test_a_click_only_chooses(qtbot, screen):
    screen.present("Mairie", (a_step(3), a_step(2)))
    with qtbot.assertNotEmitted(screen.put_back_requested):
        place = the_list(screen).visualRect(the_list(screen).model().index(1, 0)).center()
        qtbot.mouseClick(the_list(screen).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert the_list(screen).row.n == 2


def test_what_already_stands_cannot_be_put_back(qtbot, screen):
    screen.present("Mairie", (a_step(standing=True),))
    assert not put_back(screen).isEnabled()
    with qtbot.assertNotEmitted(screen.put_back_requested):
        qtbot.keyClick(the_list(screen), Qt.Key.Key_Return)


def test_the_line_stays_for_the_same_sheet_and_starts_anew_for_another(screen):
    screen.present("Mairie", (a_step(3), a_step(2)))
    the_list(screen).walk(1)
    screen.present("Mairie", (a_step(4), a_step(3), a_step(2)))
    assert the_list(screen).currentIndex().row() == 1
    screen.present("CCAS", (a_step(9), a_step(8)))
    assert the_list(screen).currentIndex().row() == 0


def test_nothing_changed_and_what_is_wrong_are_said(screen):
    screen.present("Mairie", ())
    told = screen.findChild(QLabel, "told")
    assert "Rien n'a changé" in told.text()
    screen.present_told("", (Problem(field="verified_on", code="in-the-future"),))
    assert "futur" in told.text()


def test_escape_leaves(qtbot, screen):
    with qtbot.waitSignal(screen.left):
        qtbot.keyClick(the_list(screen), Qt.Key.Key_Escape)
