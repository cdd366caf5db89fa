"""Observatoire: slips that come back, figures that may be shown, days without the computer. Nobody is in it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.ui.models.rows import Column
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.chart import BarChart
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.open_months_panel import line_words
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.slips_part import SlipsPart
from desk.ui.widgets.tally_form import TallyForm
from desk.work.counts_view import Board, Figures, Line
from desk.work.tallies import TallySheet

OWN, NETWORK = "own", "network"
_LEAST_PX = 330


class ObservatoryScreen(QWidget):
    """Three parts, one at a time.

    Signals:
        slip_requested: the slip of this code came back.
        outcome_noted: what became of the slip of this code.
        figures_requested: the figures of this scope and period.
        paper_requested: this paper: ``page``, ``partners``, ``no-news``, ``blank``; with scope and period when it has any.
        file_requested: the figures of this scope and period in a file.
        sheet_requested: the tally sheet of this code.
        typed_in: a tally sheet: code, day, ticks.
        tally_requested: a new tally sheet on paper.
    """

    slip_requested = Signal(str)
    outcome_noted = Signal(str, object)
    figures_requested = Signal(str, str)
    paper_requested = Signal(str, str, str)
    file_requested = Signal(str, str)
    sheet_requested = Signal(str)
    typed_in = Signal(str, object, object)
    tally_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._look = say, look
        self._figures: Figures | None = None
        self.setProperty("role", "page")
        self._parts = QButtonGroup(self)
        choices = Flow(across=10, down=2)
        for place, (name, text) in enumerate(
            (("slips", say("&Slips")), ("figures", say("Fi&gures")), ("tally", say("Days &without the computer")))
        ):
            choice = named(QRadioButton(text), f"part-{name}")
            choice.setChecked(place == 0)
            self._parts.addButton(choice, place)
            choices.addWidget(choice)
        self._pages = QStackedWidget()
        self.slips = SlipsPart(say, look, self._least)
        self.slips.slip_requested.connect(self.slip_requested)
        self.slips.outcome_noted.connect(self.outcome_noted)
        self.slips.paper_requested.connect(lambda paper: self.paper_requested.emit(paper, "", ""))
        self.tally = TallyForm(say, look)
        self.tally.sheet_requested.connect(self.sheet_requested)
        self.tally.typed_in.connect(self.typed_in)
        self.tally.print_requested.connect(self.tally_requested)
        for page in (self.slips, self._figures_page(), ScrollingArea(self.tally)):
            self._pages.addWidget(page)
        self._parts.idToggled.connect(lambda place, checked: self._turn(place) if checked else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(say("Observatory"), "title"))
        column.addLayout(choices)
        column.addWidget(self._pages, 1)
        self._show_figures(None)

    # what comes in

    def present(self, board: Board) -> None:
        """Show what is known now: the slips, this month, the periods whose figures can be shown."""
        say = self._say
        self.slips.present(board)
        chosen = self._periods.currentData()
        self._periods.blockSignals(True)
        self._periods.clear()
        for one in board.periods:
            self._periods.addItem(one.label, (OWN, one.id))
        for one in board.network_periods:
            self._periods.addItem(say("{period}, the whole network", period=one.label), (NETWORK, one.id))
        self._periods.setCurrentIndex(max(0, self._periods.findData(chosen)))
        self._periods.blockSignals(False)
        if self._periods.count() == 0:
            self._show_figures(None)
            self._about.present_marked(
                "\n".join((f"# {say('No figures yet')}", *(f"{one}\n" for one in board.hushed.words)))
            )
        else:
            self._ask_figures()

    def present_figures(self, figures: Figures) -> None:
        """Show the figures of a period."""
        self._show_figures(figures)

    def present_sheet(self, sheet: TallySheet, today: date) -> None:
        """Show a tally sheet to type in."""
        self.tally.present(sheet, today)

    def clear(self) -> None:
        """Forget the slip that was typed, and hide small numbers."""
        self.slips.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide small numbers when the screen is left: the next opening is for any eyes."""
        super().hideEvent(event)
        self.slips.hush()

    def take_focus(self) -> None:
        """Put the keyboard where something is typed: the code of a slip."""
        if self._pages.currentIndex() == 0:
            self.slips.take_focus()
        elif self._pages.currentIndex() == 1:
            self._periods.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tally.take_focus()

    # the parts

    def _figures_page(self) -> QWidget:
        say, look = self._say, self._look
        self._periods = named(QComboBox(), "period")
        self._periods.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._periods.setMinimumContentsLength(8)
        self._periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._periods.currentIndexChanged.connect(self._ask_figures)
        self._about = Reading(look, "about-figures", say("What the figures say"))
        self._about.setMinimumHeight(look.scale.px(160))
        self._papers: list[QPushButton] = []
        papers = Flow(across=8, down=6)
        for name, text, act in (
            ("print-page", say("&Print the page for the town hall"), lambda: self._paper("page")),
            ("print-partners", say("Print for part&ners"), lambda: self._paper("partners")),
            ("write-figures", say("Figures in a &file…"), self._file),
        ):
            button = named(QPushButton(text), name)
            button.clicked.connect(lambda _=False, act=act: act())
            self._papers.append(button)
            papers.addWidget(button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(labelled(say("Pe&riod"), self._periods))
        column.addWidget(self._about, 1)
        column.addLayout(papers)
        return TwoPanels(ScrollingArea(left), self._chart_panel(), self._least)

    def _chart_panel(self) -> QWidget:
        say, look = self._say, self._look
        self._tables = named(QComboBox(), "table")
        self._tables.setMinimumContentsLength(8)
        self._tables.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._tables.currentIndexChanged.connect(self._show_table)
        self._chart = BarChart(say, look, "chart")
        self._lines: Lines[Line] = Lines(
            look,
            "figures",
            say("The same figures, line by line"),
            (
                Column(say("Line"), line_words),
                Column(say("A year before"), self._before),
            ),
        )
        self._lines.setMinimumHeight(look.scale.px(130))
        self._how = named(plain_label("", "muted"), "table-note")
        self._charted = QWidget()
        column = QVBoxLayout(self._charted)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(labelled(say("&Table"), self._tables))
        column.addWidget(self._chart)
        column.addWidget(self._how)
        column.addWidget(plain_label(say("The same figures, line by line"), "strong"))
        column.addWidget(self._lines, 1)
        return ScrollingArea(self._charted)

    @property
    def _least(self) -> int:
        return round(_LEAST_PX * self._look.scale.percent / 100)

    # what happens

    def _turn(self, place: int) -> None:
        self._pages.setCurrentIndex(place)

    def _ask_figures(self) -> None:
        data = self._periods.currentData()
        if data is not None:
            self.figures_requested.emit(*data)

    def _paper(self, paper: str) -> None:
        if self._figures is not None:
            self.paper_requested.emit(paper, self._figures.scope, self._figures.period.id)

    def _file(self) -> None:
        if self._figures is not None:
            self.file_requested.emit(self._figures.scope, self._figures.period.id)

    def _show_figures(self, figures: Figures | None) -> None:
        self._figures = figures
        for button in self._papers:
            button.setEnabled(figures is not None and figures.total.n is not None)
        self._charted.setVisible(figures is not None and bool(figures.tables))
        if figures is None:
            return
        self._about.present_marked(figures_text(figures, self._say))
        chosen = self._tables.currentData()
        self._tables.blockSignals(True)
        self._tables.clear()
        for table in figures.tables:
            self._tables.addItem(table.title, table.id)
        self._tables.setCurrentIndex(max(0, self._tables.findData(chosen)))
        self._tables.blockSignals(False)
        self._show_table()

    def _show_table(self) -> None:
        table = self._figures.table(str(self._tables.currentData())) if self._figures is not None else None
        self._chart.present(table)
        self._lines.present(table.lines if table is not None else ())
        self._how.setText(table.note if table is not None else "")
        self._how.setVisible(table is not None and bool(table.note))

    def _before(self, one: Line) -> str:
        return self._say("a year before: {n}", n=one.before.text) if one.before is not None else ""


def figures_text(figures: Figures, say: Words) -> str:
    """Return what the figures say, marked up for reading: the sentences, the proposal, why much is masked, the sources."""
    lines = [f"# {figures.period.label[:1].upper()}{figures.period.label[1:]}", f"{figures.of}\n"]
    if figures.why:
        lines += [f"> {figures.why}", ""]
    else:
        lines += [f"- {one}" for one in figures.sentences]
        lines += ["", f"## {say('Proposal')}", figures.proposal]
    lines += ["", f"## {say('Where the figures come from')}", *(f"- {one}" for one in figures.sources)]
    return "\n".join(lines)
