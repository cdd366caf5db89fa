"""Exporter: give the sheets to those who make maps and directories, or to a spreadsheet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.scroll import ScrollingArea

_INDENT_PX, _APART_PX = 34, 8


class ExportScreen(QWidget):
    """Which form, which sheets, then a file.

    Signals:
        export_requested: the form, and whether only the sheets signed here.
        left: back to the list of sheets.
    """

    export_requested = Signal(str, bool)
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        self._forms = QButtonGroup(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(2)
        column.addWidget(plain_label(say("For whom is it?"), "subtitle"))
        for name, words, more in (
            ("mednum", say("For the &national map of digital mediation"), say("One CSV file in the 1.0.2 standard.")),
            ("data-inclusion", say("For data·&inclusion"), say("One JSON file: structures and their services.")),
            ("hsds", say("For a directory abroad (&HSDS)"), say("One zip of tables.")),
            ("xlsx", say("For a &spreadsheet (XLSX)"), say("One line for each sheet.")),
            ("csv", say("For any program (CS&V)"), say("One line for each sheet.")),
            (
                "binder",
                say("For the desk, on &paper"),
                say("A binder by need, with an index: for the day without a computer."),
            ),
        ):
            button = named(QRadioButton(words), f"form-{name}", "", more)
            button.setProperty("form", name)
            self._forms.addButton(button)
            column.addWidget(button)
            told = plain_label(more, "muted")
            told.setContentsMargins(look.scale.px(_INDENT_PX), 0, 0, look.scale.px(_APART_PX))
            column.addWidget(told)
        self._forms.buttons()[0].setChecked(True)
        self._mine = named(QCheckBox(say("&Only the sheets that somebody signed here")), "mine")
        column.addWidget(self._mine)
        column.addWidget(
            plain_label(
                say("Internal notes, persons and initials never leave. Your library is part of the file."), "muted"
            )
        )
        go = named(QPushButton(say("&Choose where, and write")), "export")
        go.setProperty("role", "primary")
        go.clicked.connect(self._request)
        column.addSpacing(look.scale.px(_APART_PX))
        column.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        self._told = plain_label("")
        column.addWidget(self._told)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        whole.addWidget(plain_label(say("Give the sheets out"), "title"))
        whole.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(ScrollingArea(inside), 1)

    def present_done(self, sentences: tuple[str, ...]) -> None:
        """Say what was written, and what was left out with the reason."""
        tell(self._told, "\n".join(sentences))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _request(self) -> None:
        chosen = self._forms.checkedButton()
        if chosen is not None:
            self.export_requested.emit(chosen.property("form"), self._mine.isChecked())
