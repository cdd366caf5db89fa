"""Lists of view values: what Qt, the eye and a screen reader get."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt

from desk.base.settings import Settings
from desk.ui.models.rows import Column, Rows
from desk.ui.theme import apply_look
from desk.ui.widgets.lines import Lines


@dataclass(frozen=True)
class Place:
    name: str
    commune: str = ""
    sign: str = ""


COLUMNS = (
    Column("Nom", lambda place: place.name),
    Column("Commune", lambda place: place.commune, lambda place: place.sign),
)
PLACES = (Place("Mairie", "Villeneuve", "clock"), Place("CCAS"), Place("<b>Poste</b>", "Bourg"))


@pytest.fixture
def rows(qapp):
    return Rows(COLUMNS)


@pytest.fixture
def make_lines(qapp, qtbot):
    def made(percent=100, width=300):
        lines = Lines(apply_look(qapp, Settings(text_percent=percent)), "places", "Lieux", COLUMNS)
        qtbot.addWidget(lines)
        lines.resize(width, 400)
        with qtbot.waitExposed(lines):
            lines.show()
        return lines

    return made


def test_rows_keep_the_rules_of_qt(rows, qtmodeltester):
    qtmodeltester.check(rows)
    rows.show_rows(PLACES)
    qtmodeltester.check(rows)


def test_a_row_has_the_words_of_each_column_an_icon_and_headings(rows):
    rows.show_rows(PLACES)
    assert rows.index(0).data() == "Mairie"
    assert rows.told(0) == (("Mairie", "Villeneuve"), "clock")
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Commune"


def test_the_whole_row_is_told_aloud(rows):
    rows.show_rows(PLACES)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert rows.index(0, 0).data(spoken) == "Mairie, Villeneuve"
    assert rows.index(1, 0).data(spoken) == "CCAS"


def test_there_is_nothing_outside_the_rows(rows):
    rows.show_rows(PLACES)
    assert rows.row_at(3) is None
    assert rows.row_at(-1) is None
    assert rows.data(QModelIndex()) is None


def test_what_looks_like_mark_up_stays_as_it_is(rows):
    rows.show_rows(PLACES)
    assert rows.index(2, 0).data() == "<b>Poste</b>"


def test_the_arrows_walk_without_falling_out(make_lines):
    lines = make_lines()
    lines.present(PLACES)
    assert lines.row is None
    for _ in range(9):
        lines.walk(1)
    assert lines.row == PLACES[-1]
    for _ in range(9):
        lines.walk(-1)
    assert lines.row == PLACES[0]


def test_page_down_goes_down_as_soon_as_other_rows_are_there(make_lines, qtbot):
    lines = make_lines()
    for _ in range(2):
        lines.present(tuple(Place(f"Mairie {number}", "Bourg") for number in range(40)), choose_first=True)
        qtbot.keyClick(lines, Qt.Key.Key_PageDown)
        assert lines.row not in (None, lines.rows[0])
        assert lines.visualRect(lines.model().index(39)).isValid()


def test_rows_added_below_leave_what_is_in_sight(make_lines):
    lines = make_lines()
    lines.present(tuple(Place(f"Mairie {number}", "Bourg") for number in range(40)))
    lines.choose(25)
    seen = lines.visualRect(lines.currentIndex())
    lines.present_more(tuple(Place(f"Poste {number}", "Bourg") for number in range(40)))
    assert lines.visualRect(lines.currentIndex()) == seen
    assert lines.row == Place("Mairie 25", "Bourg")


def test_another_typeface_gives_rows_another_height(make_lines, qtbot):
    lines = make_lines()
    lines.present(PLACES)
    before = lines.visualRect(lines.model().index(0)).height()
    lines.setStyleSheet("font-size: 40pt")
    assert lines.visualRect(lines.model().index(0)).height() > before + 20


def test_choosing_is_said_and_enter_opens(qtbot, make_lines):
    lines = make_lines()
    with qtbot.waitSignal(lines.current_changed):
        lines.present(PLACES, choose_first=True)
    with qtbot.waitSignal(lines.opened):
        qtbot.keyClick(lines, Qt.Key.Key_Return)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_long_name_takes_more_lines_instead_of_being_cut(make_lines, percent):
    lines = make_lines(percent)
    lines.present((Place("Mairie", "Bourg"), Place("Maison France services de Saint-Rambert-en-Bugey " * 2, "Bourg")))
    short, long = (lines.visualRect(lines.model().index(place, 0)).height() for place in (0, 1))
    assert long > short + lines.fontMetrics().height()


def test_a_row_is_painted_in_every_state(make_lines):
    lines = make_lines()
    lines.present(PLACES)
    plain = lines.grab().toImage()
    lines.choose(0)
    assert lines.grab().toImage() != plain
