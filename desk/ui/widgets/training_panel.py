"""S'exercer, in the settings: begin, go on with what was tried last time, or leave."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import named, plain_label


class TrainingPanel(QWidget):
    """Says what an exercise is and opens one.

    Signals:
        begin_requested: an exercise is wanted; True for one made anew.
        leave_requested: the exercise ends.
    """

    begin_requested = Signal(bool)
    leave_requested = Signal()

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin = named(QPushButton(say("&Practise")), "practise")
        self._begin.clicked.connect(lambda: self.begin_requested.emit(False))
        self._anew = named(QPushButton(say("Begin again with today's sheets")), "practise-anew")
        self._anew.clicked.connect(lambda: self.begin_requested.emit(True))
        self._leave = named(QPushButton(say("&Leave the exercise")), "leave-training")
        self._leave.clicked.connect(self.leave_requested)
        self._kept = plain_label(say("What was tried last time is still there."), "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for sentence in (
            say("Alone or at two, with the real sheets and procedures. Nothing counts, nothing leaves."),
            say("Twelve cases of five minutes, each with a good answer. “EXERCICE” stands across every paper."),
            say("Notes, contacts and helpers are not there."),
        ):
            column.addWidget(plain_label(sentence))
        column.addWidget(self._kept)
        for button in (self._begin, self._anew, self._leave):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.present(inside=False, kept=False)

    def present(self, *, inside: bool, kept: bool) -> None:
        """Show the ways in, or the way out when one is ``inside``; with ``kept``, an earlier exercise is still there."""
        self._begin.setVisible(not inside)
        self._anew.setVisible(kept and not inside)
        self._kept.setVisible(kept and not inside)
        self._leave.setVisible(inside)
