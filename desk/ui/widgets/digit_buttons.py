"""A row of answers, each with its digit: one key while the keyboard is in the row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desk.ui.widgets.access import named
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow


class DigitButtons(QWidget):
    """Shows answers from 1 on.

    Signals:
        chosen: the place of the answer, from 0.
    """

    chosen = Signal(int)

    def __init__(self, name: str, answers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        flow = Flow(self, across=8, down=6)
        self._buttons = [
            named(QPushButton(f"{place}   {text}"), f"{name}-{place}") for place, text in enumerate(answers, start=1)
        ]
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            flow.addWidget(button)

    def take_focus(self) -> None:
        """Put the keyboard on the first answer."""
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the digit of an answer."""
        digit = digit_of(event)
        if self.isEnabled() and digit is not None and digit <= len(self._buttons):
            self.chosen.emit(digit - 1)
        else:
            super().keyPressEvent(event)
