"""Appels de la semaine: the places to telephone, the sheet beside, the result of each call by one digit."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.models.rows import Column
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.sheet_page import page, told
from desk.work.calling import BY_KEY, CallLine, Round, result_words
from desk.work.sheets import SheetView

_NARROWEST_PX = 300
_TITLE_DOWN_PX = 6
"""So that the title stands on the line of the buttons beside it."""


class CallsScreen(QWidget):
    """At most five places, the one chosen in full, five results.

    Signals:
        open_requested: the sheet with this id is wanted in full.
        result_requested: this result came of the call with this id.
        undo_requested: the result of the call with this id is to be taken back.
        print_requested, pdf_requested: the list is wanted on paper, in a file.
        left: Esc, or « Revenir à la liste ».
    """

    open_requested = Signal(str)
    result_requested = Signal(str, object)
    undo_requested = Signal(str)
    print_requested = Signal()
    pdf_requested = Signal()
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self.setProperty("role", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._week = named(plain_label("", "muted"), "week")
        column.addWidget(self._week)
        least = round(_NARROWEST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._list_panel(), self._sheet_panel(), least), 1)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._take_back)
        self._may_act()

    # what comes in

    def present(self, told_round: Round) -> None:
        """Show the calls of the week; the line that was current stays so."""
        say, at = self._say, self._list.currentIndex().row()
        others = (
            say.count(told_round.others, "{n} place is called by another library", "{n} places are called by others")
            if told_round.others
            else ""
        )
        self._week.setText(" · ".join(part for part in (told_round.title, others) if part))
        self._list.present(told_round.lines)
        waits = next((place for place, line in enumerate(told_round.lines) if not line.done), 0)
        self._list.choose(min(at, len(told_round.lines) - 1) if at >= 0 else waits)
        if not told_round.lines:
            self.present_told(say("Nobody needs a call this week: the sheets with a number were checked lately."))
        self._may_act()

    def present_sheet(self, view: SheetView) -> None:
        """Show the sheet of the call in full."""
        self._reading.setAccessibleName(view.name)
        self._reading.present(page(self._say, self._look, view), "\n".join(told(self._say, view)))

    def present_told(self, sentence: str) -> None:
        """Say what was just done."""
        tell(self._told, sentence)

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits before the list looks for a name that begins with them."""
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._typed(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list of sheets; a digit is a result, wherever the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self._typed(event):
            super().keyPressEvent(event)

    # the parts

    def _head(self) -> QHBoxLayout:
        say = self._say
        flow = Flow(across=8, down=6)
        printed = named(QPushButton(say("P&rint the list")), "print")
        printed.clicked.connect(self.print_requested)
        kept = named(QPushButton(say("Keep a &PDF")), "pdf")
        kept.clicked.connect(self.pdf_requested)
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        self._papers = (printed, kept)
        for button in (printed, kept, back):
            flow.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(16)
        title = plain_label(say("Calls of the week"), "title", wraps=False)
        title.setContentsMargins(0, self._look.scale.px(_TITLE_DOWN_PX), 0, 0)
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(flow, 1)
        return row

    def _list_panel(self) -> QWidget:
        say = self._say
        self._list: Lines[CallLine] = Lines(
            self._look,
            "calls",
            say("Places to call"),
            (
                Column(say("Name"), lambda line: f"{line.number}. {line.name}"),
                Column(say("Telephone"), lambda line: line.phone, lambda line: "check" if line.done else "phone"),
                Column(say("Result"), lambda line: line.result),
                Column(say("Why"), lambda line: line.why),
            ),
        )
        self._list.installEventFilter(self)
        self._list.current_changed.connect(self._line_changed)
        self._results = Flow(across=8, down=6)
        self._buttons: list[QPushButton] = []
        for key, result in enumerate(BY_KEY, start=1):
            button = named(QPushButton(f"{key}   {result_words(result, say)}"), f"result-{key}")
            button.clicked.connect(lambda _=False, key=key: self._record(key))
            self._buttons.append(button)
            self._results.addWidget(button)
        self._undo = named(QPushButton(say("&Undo   Ctrl+Z")), "undo")
        self._undo.clicked.connect(self._take_back)
        self._results.addWidget(self._undo)
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._list, 1)
        column.addWidget(self._told)
        column.addWidget(plain_label(say("What came of the call? Type the number."), "strong"))
        column.addLayout(self._results)
        return panel

    def _sheet_panel(self) -> QWidget:
        self._reading = Reading(self._look, "sheet", self._say("The sheet"))
        self._reading.present([plain_label(self._say("Choose a place to read its sheet here."), "muted")], "")
        return self._reading

    # what happens

    def _typed(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if digit is None or digit > len(BY_KEY):
            return False
        self._record(digit)
        return True

    def _record(self, key: int) -> None:
        if (line := self._list.row) is not None:
            self.result_requested.emit(line.id, BY_KEY[key - 1])

    def _take_back(self) -> None:
        if (line := self._list.row) is not None and line.done:
            self.undo_requested.emit(line.id)

    def _line_changed(self) -> None:
        self._may_act()
        if (line := self._list.row) is not None:
            self.open_requested.emit(line.sheet)

    def _may_act(self) -> None:
        line = self._list.row
        for button in self._buttons:
            button.setEnabled(line is not None)
        for button in self._papers:
            button.setEnabled(line is not None)
        self._undo.setEnabled(line is not None and line.done)
