"""« C'est faux »: what is wrong with a sheet, by one key, 1 to 7."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.doubts import BY_KEY, Reason
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.digits import digit_of
from desk.work.freshness import choice_words


class DoubtDialog(QDialog):
    """Seven reasons, each with its key. Esc says nothing. ``reason`` is the one chosen, None until then."""

    def __init__(self, say: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason: Reason | None = None
        self.setWindowTitle(say("It is wrong"))
        self.setAccessibleName(say("It is wrong: {name}", name=name))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(plain_label(name, "title"))
        column.addWidget(plain_label(say("What is wrong? Type the number."), "muted"))
        for key, reason in enumerate(BY_KEY, start=1):
            button = named(QPushButton(f"{key}   {choice_words(reason, say)}"), f"reason-{key}")
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _=False, reason=reason: self._choose(reason))
            column.addWidget(button)
        self._leave = leave = named(QPushButton(say("&Cancel")), "cancel")
        leave.clicked.connect(self.reject)
        column.addSpacing(4)
        column.addWidget(leave)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard on « Annuler »: Enter says nothing of a sheet by mistake."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:  # a long name takes the lines that it needs
            self.resize(self.width(), max(self.height(), layout.heightForWidth(self.width())))
        self._leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the reason of a digit."""
        digit = digit_of(event)
        if digit is not None and digit <= len(BY_KEY):
            self._choose(BY_KEY[digit - 1])
        else:
            super().keyPressEvent(event)

    def _choose(self, reason: Reason) -> None:
        self.reason = reason
        self.accept()
