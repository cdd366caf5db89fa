"""What is counted in the months still open. A visitor may see this screen: small numbers wait for one press."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import named
from desk.ui.widgets.whole import WholeReading
from desk.work.counts_view import Board, Line, OpenMonths


class OpenMonthsPanel(QWidget):
    """Shows this month, and the needs without answer; small numbers only while the button is down."""

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._now = self._hushed = OpenMonths(words=())
        self._text = WholeReading("this-month", say("This month"))
        self._small = named(QPushButton(say("Show s&mall numbers")), "small-numbers")
        self._small.setCheckable(True)
        self._small.toggled.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addWidget(self._small)

    def present(self, board: Board) -> None:
        """Show what is counted now; whether small numbers are shown stays."""
        self._now, self._hushed = board.now, board.hushed
        self._small.setVisible(self._now != self._hushed)
        self._tell()

    def hush(self) -> None:
        """Hide small numbers again."""
        self._small.setChecked(False)

    def _tell(self) -> None:
        say = self._say
        told = self._now if self._small.isChecked() else self._hushed
        lines = [f"# {say('This month')}", *(f"{one}\n" for one in told.words)]
        if told.unmet:
            lines += [f"## {say('Without answer these last weeks')}", *(f"- {line_words(one)}" for one in told.unmet)]
            lines += ["", f"> {say('For the eyes of the desk only: such small figures are never printed.')}"]
        self._text.present_marked("\n".join(lines))


def line_words(line: Line) -> str:
    """Return one line of figures in words."""
    return f"{line.label} : {line.figure.text}"
