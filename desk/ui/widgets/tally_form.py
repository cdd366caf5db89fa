"""A day without the computer, typed in from its paper: the code, the day, then digits in a grid walked with the arrows."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLineEdit, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.referrals import End
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.form_days import DayBox
from desk.work.tallies import TallySheet

_MOST_DIGITS = 3


class TallyForm(QWidget):
    """Types in one tally sheet.

    Signals:
        sheet_requested: the sheet of this code is wanted.
        typed_in: code, day, and ticks by line and end.
        print_requested: a new sheet is wanted on paper.
    """

    sheet_requested = Signal(str)
    typed_in = Signal(str, object, object)
    print_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._sheet: TallySheet | None = None
        self._code = named(QLineEdit(), "tally-code")
        self._code.setMaxLength(20)
        self._code.returnPressed.connect(self._ask)
        self._day = DayBox(say, "tally-day", say("Day of the sheet"))
        self._told = named(plain_label("", "muted"), "tally-told")
        self._grid = named(QTableWidget(), "tally-grid", say("Ticks of the sheet"))
        self._grid.setTabKeyNavigation(False)
        self._grid.setMinimumHeight(look.scale.px(200))
        self._grid.setWordWrap(True)
        self._grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grid.setEditTriggers(
            QTableWidget.EditTrigger.AnyKeyPressed
            | QTableWidget.EditTrigger.DoubleClicked
            | QTableWidget.EditTrigger.EditKeyPressed
        )
        self._keep = named(QPushButton(say("&Count this sheet")), "tally-keep")
        self._keep.setProperty("role", "primary")
        self._keep.clicked.connect(self._kept)
        paper = named(QPushButton(say("Print a &new sheet")), "tally-print")
        paper.clicked.connect(self.print_requested)
        buttons = Flow(across=8, down=6)
        buttons.addWidget(self._keep)
        buttons.addWidget(paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(labelled(say("C&ode at the top of the sheet, then Enter"), self._code))
        column.addWidget(self._told)
        column.addWidget(self._day)
        column.addWidget(self._grid, 1)
        column.addLayout(buttons)
        self.clear()

    def present(self, sheet: TallySheet, today: date) -> None:
        """Show the sheet to type in, with what was typed from it before."""
        self._sheet = sheet
        self._day.put({"tally-day": (sheet.day or today).isoformat()})
        self._code.setText(sheet.code)
        self.present_told(sheet.told or self._say("Type the number of ticks. Arrows walk in the grid."))
        ends = [end for end, _ in sheet.columns]
        self._grid.clear()
        self._grid.setRowCount(len(sheet.lines))
        self._grid.setColumnCount(1 + len(ends))
        self._grid.setHorizontalHeaderLabels([self._say("Line"), *(words for _, words in sheet.columns)])
        for row, line in enumerate(sheet.lines):
            name = QTableWidgetItem(line.label)
            name.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._grid.setItem(row, 0, name)
            for column, end in enumerate(ends, start=1):
                n = sheet.typed.get(line.key, {}).get(end.value, 0)
                cell = QTableWidgetItem(str(n) if n else "")
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                cell.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{line.label}, {sheet.columns[column - 1][1]} : {n or 0}"
                )
                self._grid.setItem(row, column, cell)
        head = self._grid.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap))
        head.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 12)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        wide = self.fontMetrics().horizontalAdvance("Parti avant ") + 36
        for column in range(1, 1 + len(ends)):
            self._grid.setColumnWidth(column, wide)
        self._grid.verticalHeader().setVisible(False)
        self._grid.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._may_act()
        self._grid.setCurrentCell(0, 1)
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def present_told(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what was done, or what is wrong."""
        set_role(self._told, "warn" if wrong else "muted")
        tell(self._told, sentence)

    def clear(self) -> None:
        """Be ready for another sheet."""
        self._sheet = None
        self._code.clear()
        self._grid.setRowCount(0)
        self._day.put({"tally-day": ""})
        self.present_told("")
        self._may_act()

    def take_focus(self) -> None:
        """Put the keyboard in the box of the code."""
        self._code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if text := self._code.text().strip():
            self.sheet_requested.emit(text)

    def _kept(self) -> None:
        sheet, day = self._sheet, self._day.day
        if sheet is None:
            return
        if day is None:
            self.present_told(self._say("Write the day of the sheet, for example 24/12/2026."), wrong=True)
            return
        ticks = self._ticks(sheet)
        if ticks is not None:
            self.typed_in.emit(sheet.code, day, ticks)

    def _ticks(self, sheet: TallySheet) -> Mapping[str, Mapping[End, int]] | None:
        """Return what is typed, or None after saying which box is no number."""
        found: dict[str, dict[End, int]] = {}
        for row, line in enumerate(sheet.lines):
            for column, (end, words) in enumerate(sheet.columns, start=1):
                cell = self._grid.item(row, column)
                text = cell.text().strip() if cell is not None else ""
                if not text:
                    continue
                if not (text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS):
                    self._grid.setCurrentCell(row, column)
                    self.present_told(
                        self._say("“{text}” is no number of ticks: {line}, {end}.", text=text[:12], line=line.label, end=words),
                        wrong=True,
                    )  # fmt: skip
                    return None
                found.setdefault(line.key, {})[end] = int(text)
        return found

    def _may_act(self) -> None:
        there = self._sheet is not None
        self._keep.setEnabled(there)
        self._grid.setVisible(there)
        self._day.setVisible(there)
