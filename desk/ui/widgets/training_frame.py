"""The striped frame around a window where one practises: seen from anywhere, whatever the screen inside."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label

_STRIPES_PX = 12
_STEP_PX = 34.0
_STROKE_PX = 11.0


class TrainingFrame(QWidget):
    """Holds ``inside`` between stripes, under a line that says where one is.

    Signals:
        case_requested: the case being played is wanted again.
        leave_requested: the exercise ends.
    """

    case_requested = Signal()
    leave_requested = Signal()

    def __init__(self, say: Words, look: Look, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "training-frame", say("Exercise"))
        self._light, self._dark = QColor(look.colour("stop")), QColor(look.colour("stop_text"))
        line = QFrame()
        line.setProperty("role", "banner-warning")
        case = named(QPushButton(say("Case")), "training-case", say("The case being played"))
        case.clicked.connect(self.case_requested)
        leave = named(QPushButton(say("Leave the exercise")), "training-leave")
        leave.clicked.connect(self.leave_requested)
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 3, 6, 3)
        row.addWidget(plain_label(say("EXERCISE: nothing counts, nothing leaves."), "strong"), 1)
        row.addWidget(case)
        row.addWidget(leave)
        page = QFrame()  # what is inside paints no ground of its own everywhere
        page.setProperty("role", "page")
        held = QVBoxLayout(page)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(inside)
        column = QVBoxLayout(self)
        edge = look.scale.px(_STRIPES_PX)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(edge // 2)
        column.addWidget(line)
        column.addWidget(page, 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it, each time
        """Draw the stripes, from one edge to the other: what is inside covers the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._light)
        painter.setPen(QPen(self._dark, _STROKE_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        tall = self.height()
        at = -float(tall)
        while at < self.width():
            painter.drawLine(QPointF(at, tall + 1), QPointF(at + tall + 1, 0))
            at += _STEP_PX
        painter.end()
