"""Vue d'ensemble: four things to look at, one list of lines, each opening its sheet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.models.rows import Column
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.work.overview import Overview, OverviewLine, Part


class OverviewScreen(QWidget):
    """One of four parts at a time.

    Signals:
        part_requested: this part is wanted.
        open_requested: the sheet with this id is wanted in Fiches.
        left: Esc, or « Revenir à la liste ».
    """

    part_requested = Signal(object)
    open_requested = Signal(str)
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setProperty("role", "page")
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(plain_label(say("Overview"), "title"), 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        self._parts = QButtonGroup(self)
        choices = Flow(across=10, down=2)
        for number, text in enumerate(
            (
                say("Sheets to check"),
                say("What is missing where"),
                say("Sheets never used"),
                say("What libraries can do"),
            )
        ):
            choice = named(QRadioButton(text), f"part-{tuple(Part)[number].value}", text)
            choice.setChecked(number == 0)
            self._parts.addButton(choice, number)
            choices.addWidget(choice)
        self._parts.idToggled.connect(lambda _, checked: self.ask() if checked else None)
        self._sentence = named(plain_label("", "muted"), "sentence")
        self._list: Lines[OverviewLine] = Lines(
            look,
            "lines",
            say("Overview"),
            (
                Column(say("Name"), lambda line: line.name),
                Column(say("Commune"), lambda line: line.commune),
                Column(say("What"), lambda line: line.told),
            ),
        )
        self._list.opened.connect(self._open)
        self._list.current_changed.connect(self._may_open)
        self._opens = named(QPushButton(say("&Open the sheet")), "open")
        self._opens.clicked.connect(self._open)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._opens)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self._sentence)
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        self._may_open()

    def present(self, told: Overview) -> None:
        """Show one part; of the same part, the line that was current stays so."""
        at = max(0, self._list.currentIndex().row())
        self._sentence.setText(told.sentence)
        self._list.present(told.lines)
        self._list.choose(min(at, len(told.lines) - 1))
        self._may_open()

    def ask(self) -> None:
        """Ask for the part chosen."""
        self.part_requested.emit(self.part)

    @property
    def part(self) -> Part:
        """The part chosen."""
        return tuple(Part)[max(0, self._parts.checkedId())]

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list of sheets."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if (line := self._list.row) is not None and line.sheet:
            self.open_requested.emit(line.sheet)

    def _may_open(self) -> None:
        line = self._list.row
        self._opens.setEnabled(line is not None and bool(line.sheet))
