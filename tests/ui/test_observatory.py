"""Observatoire: a slip that came back in five seconds, figures with their table, a day without the computer."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
)

from desk.base.settings import Settings
from desk.base.words import words
from desk.domain.referrals import End, Outcome
from desk.ui.screens.observatory import ObservatoryScreen
from desk.ui.theme import apply_look
from desk.ui.widgets.chart import BarChart
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.report_editor import ReportEditor
from desk.ui.widgets.whole import WholePage, WholeReading
from desk.work.counts_view import News, OpenMonths
from tests.ui.sweep_counts import NEWS, a_board, a_tally, figure, some_figures

SAY = words("fr")


@pytest.fixture
def look(qapp):
    return apply_look(qapp, Settings())


@pytest.fixture
def screen(qtbot, look):
    made = ObservatoryScreen(SAY, look)
    qtbot.addWidget(made)
    made.resize(1154, 768)
    made.show()
    made.present(a_board())
    return made


def label(screen, name):
    return screen.findChild(QLabel, name).text()


def test_a_code_then_a_digit_note_what_became_of_a_slip(screen):
    asked, noted = [], []
    screen.slip_requested.connect(asked.append)
    screen.outcome_noted.connect(lambda code, outcome: noted.append((code, outcome)))
    box = screen.findChild(QLineEdit, "slip-code")
    QTest.keyClicks(box, "k7f3q5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["k7f3q5"]

    screen.slips.present_slip(NEWS)
    assert NEWS.title in label(screen, "slip-about")
    first = screen.findChild(QPushButton, "outcome-1")
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Eacute, Qt.KeyboardModifier.NoModifier, "é"
    )  # the 2 of a French keyboard
    QApplication.sendEvent(first, event)
    assert noted == [("K7F3Q5", Outcome.COME_BACK)]

    screen.slips.present_noted("K7F3Q5 : noté. Merci.")
    assert box.text() == ""
    assert label(screen, "slip-told") == "K7F3Q5 : noté. Merci."
    assert not screen.findChild(QPushButton, "outcome-1").isVisible()


@pytest.mark.parametrize(("name", "step", "code"), [("without-news", 1, "22222B"), ("not-back", 0, "K7F3Q5")])
def test_enter_on_a_slip_of_either_list_brings_its_digits(screen, name, step, code):
    lines = screen.findChild(Lines, name)
    lines.setFocus()
    for _ in range(step):
        QTest.keyClick(lines, Qt.Key.Key_Down)
    QTest.keyClick(lines, Qt.Key.Key_Return)

    assert screen.findChild(QLineEdit, "slip-code").text() == code
    assert screen.findChild(QPushButton, "outcome-5").isVisible()


def test_slips_without_news_and_slips_not_back_yet_are_told_apart(screen):
    assert label(screen, "without-news-told") == "2 bons sans nouvelle"
    assert "plus de 30 jours" in label(screen, "without-news-what")
    assert label(screen, "not-back-told") == "1 bon pas encore revenu"
    assert "peuvent encore revenir" in label(screen, "not-back-what")

    screen.present(a_board(news=News(days=30)))
    assert label(screen, "without-news-told") == "Aucun bon n'est sans nouvelle."
    assert label(screen, "not-back-told") == "Aucun bon n'est attendu."
    assert not screen.findChild(Lines, "without-news").isVisible()


@pytest.mark.parametrize("percent", [100, 200])
def test_only_the_page_of_slips_scrolls_and_it_follows_the_keyboard(qapp, qtbot, percent):
    made = ObservatoryScreen(SAY, apply_look(qapp, Settings(text_percent=percent)))
    qtbot.addWidget(made)
    made.resize(1154, 768)
    made.show()
    many = tuple(replace(NEWS, code=f"CODE{n:02}") for n in range(30))
    made.present(a_board(news=News(days=30, without_news=many, not_back=many)))
    QApplication.processEvents()
    page = made.findChild(WholePage)
    moving = [one for one in page.findChildren(QAbstractScrollArea) if one.verticalScrollBar().maximum() > 0]
    lines = made.findChild(Lines, "without-news")

    assert moving == []
    assert page.verticalScrollBar().maximum() > 0
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_End)
    row = lines.visualRect(lines.currentIndex())
    assert lines.row.code == "CODE29"
    assert page.viewport().rect().contains(row.translated(lines.viewport().mapTo(page.viewport(), QPoint(0, 0))))


def test_a_click_far_down_a_list_brings_that_very_slip(screen):
    many = tuple(replace(NEWS, code=f"CODE{n:02}") for n in range(30))
    screen.present(a_board(news=News(days=30, without_news=many)))
    QApplication.processEvents()
    lines, page = screen.findChild(Lines, "without-news"), screen.findChild(WholePage)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    middle = lines.visualRect(lines.model().index(27, 0)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert screen.findChild(QLineEdit, "slip-code").text() == "CODE27"


def test_small_numbers_of_this_month_wait_for_one_press_and_go_with_the_screen(screen):
    month, button = screen.findChild(WholeReading, "this-month"), screen.findChild(QPushButton, "small-numbers")
    assert "moins de 5" in month.accessibleDescription()
    assert "Moins de 5 passages" in month.accessibleDescription()

    button.click()
    assert "3 passages" in month.accessibleDescription()
    assert "jamais arrivé : 2" in month.accessibleDescription()

    screen.hide()
    assert not button.isChecked()
    screen.show()
    assert "Moins de 5 passages" in month.accessibleDescription()

    screen.present(a_board(now=OpenMonths(words=("12 passages.",)), hushed=OpenMonths(words=("12 passages.",))))
    assert not button.isVisible()


def test_a_wrong_code_is_said_and_nothing_can_be_noted(screen):
    screen.slips.present_told("Le code a un signe faux.", wrong=True)

    assert label(screen, "slip-told") == "Le code a un signe faux."
    assert not screen.findChild(QPushButton, "outcome-1").isVisible()


def test_figures_are_read_as_sentences_as_bars_and_line_by_line(screen):
    asked = []
    screen.figures_requested.connect(lambda scope, period: asked.append((scope, period)))
    screen.findChild(QRadioButton, "part-figures").click()
    periods = screen.findChild(QComboBox, "period")
    periods.setCurrentIndex(2)
    assert asked == [("network", "2026")]

    screen.present_figures(some_figures())
    chart, lines = screen.findChild(BarChart, "chart"), screen.findChild(Lines, "figures")
    assert "Logement : 42, un an avant : 37" in chart.accessibleDescription()
    assert "Justice : moins de 5" in chart.accessibleDescription()
    assert [line.figure.text for line in lines.rows] == ["42", "12", "moins de 5"]
    assert "71 demandes" in screen.findChild(type(screen._about), "about-figures").accessibleDescription()


def test_a_page_that_is_masked_whole_says_why_and_is_not_printed(screen):
    screen.present_figures(some_figures(why="Trop peu de passages.", total=figure(None, "moins de 5"), tables=()))

    assert not screen.findChild(QPushButton, "print-page").isEnabled()
    assert not screen.findChild(BarChart, "chart").isVisible()


def test_before_any_period_is_over_it_says_from_when_on(screen):
    screen.findChild(QRadioButton, "part-figures").click()
    screen.present(a_board(periods=(), network_periods=()))

    assert "à partir du 31" in screen._about.accessibleDescription()


def test_a_sheet_is_typed_with_digits_and_arrows(screen):
    typed = []
    screen.typed_in.connect(lambda code, day, ticks: typed.append((code, day, ticks)))
    screen.findChild(QRadioButton, "part-tally").click()
    screen.present_sheet(a_tally(), date(2026, 11, 24))
    grid = screen.findChild(QTableWidget, "tally-grid")
    assert grid.item(0, 2).text() == "3"
    grid.item(1, 1).setText("2")
    screen.findChild(QPushButton, "tally-keep").click()

    assert typed == [("K7F3Q5", date(2026, 11, 24), {"achat": {End.RELAYED: 3}, "family:logement": {End.ANSWERED: 2}})]


@pytest.mark.parametrize("wrong", ["-1", "deux", "1,5", "10000", "²"])
def test_what_is_no_number_of_ticks_is_said_and_not_kept(screen, wrong):
    typed = []
    screen.typed_in.connect(lambda *told: typed.append(told))
    screen.present_sheet(a_tally(), date(2026, 11, 24))
    screen.findChild(QTableWidget, "tally-grid").item(0, 1).setText(wrong)
    screen.findChild(QPushButton, "tally-keep").click()

    assert typed == []
    assert wrong in label(screen, "tally-told")


def test_a_sentence_can_be_said_otherwise_left_out_or_put_back(qtbot, look):
    editor = ReportEditor(SAY, look, some_figures())
    qtbot.addWidget(editor)
    assert editor.reworded == {}
    editor._boxes["first"].setPlainText("Merci  à\ntous.")
    editor._boxes["third"].clear()
    assert editor.reworded == {"first": "Merci à tous.", "third": ""}

    editor.findChild(QPushButton, "put-back").click()
    assert editor.reworded == {}


@pytest.mark.parametrize("typed", ["Merci à Mme Durand.", "Demander à Josette le mardi.", "Appeler le 06 12 34 56 78."])
def test_a_sentence_that_names_somebody_is_not_printed_and_it_says_why(qtbot, look, typed):
    editor = ReportEditor(SAY, look, some_figures())
    qtbot.addWidget(editor)
    editor.show()
    editor._boxes["second"].setPlainText(typed)
    editor.findChild(QPushButton, "print-report").click()
    assert editor.isVisible()
    assert ("téléphone" if "06" in typed else "nommer une personne") in label(editor, "words-told")

    editor._boxes["second"].setPlainText("Demander au Département, place Jean-Jaurès.")
    editor.findChild(QPushButton, "print-report").click()
    assert not editor.isVisible()
