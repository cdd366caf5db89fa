"""Vue d'ensemble on screen: four parts, each line opens its sheet, by the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton

from desk.ui.screens.overview import OverviewScreen
from desk.ui.screens.sheets import SheetsScreen
from desk.ui.widgets.lines import Lines
from desk.work.overview import Overview, OverviewLine, Part


@pytest.fixture
def screen(qtbot, say, look):
    made = OverviewScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def told(*lines):
    return Overview(part=Part.OLD, sentence="2 fiches à vérifier", lines=lines)


def a_line(number=1, **fields):
    return OverviewLine(
        **{"name": f"Mairie {number}", "commune": "Nantua", "told": "…", "sheet": f"s{number}"} | fields
    )


@pytest.mark.parametrize("part", [one for one in Part if one is not Part.OLD])
def test_each_part_is_asked_for_when_chosen(qtbot, screen, part):
    assert screen.part is Part.OLD
    with qtbot.waitSignal(screen.part_requested) as asked:
        screen.findChild(QRadioButton, f"part-{part.value}").click()
    assert asked.args == [part]


def test_enter_opens_the_sheet_of_the_line(qtbot, screen):
    screen.present(told(a_line(1), a_line(2)))
    assert screen.findChild(QLabel, "sentence").text() == "2 fiches à vérifier"
    screen.findChild(Lines).walk(1)
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(screen.findChild(Lines), Qt.Key.Key_Return)
    assert asked.args == ["s2"]


def test_a_line_without_a_sheet_opens_nothing(qtbot, screen):
    screen.present(told(a_line(1, sheet="")))
    assert not screen.findChild(QPushButton, "open").isEnabled()
    with qtbot.assertNotEmitted(screen.open_requested):
        qtbot.keyClick(screen.findChild(Lines), Qt.Key.Key_Return)


def test_the_whole_desk_goes_from_the_overview_to_the_sheet_and_back(qtbot, make_desk, settle):
    desk = make_desk()
    desk.window.bring("sheets")
    settle(desk)
    desk.window.findChild(QPushButton, "overview").click()
    settle(desk)
    lines = desk.window.findChild(OverviewScreen).findChild(Lines)
    assert lines.hasFocus()
    lines.walk(3)
    sheet = lines.row.sheet

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(desk)

    assert desk.window.front == "sheets"
    assert desk.window.findChild(SheetsScreen).chosen == sheet
