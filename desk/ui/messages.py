"""Message boxes: the only place that opens one. Plain text, one sentence, one thing to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words

_WIDE_PX = 460
_SIDE_BY_SIDE = 36
"""More letters than this on all buttons together, and they go one below the other."""


def tell(parent: QWidget | None, say: Words, sentence: str) -> None:
    """Show ``sentence`` until it is read."""
    choose(parent, sentence, (say("&Understood"),), safe=0)


def choose(parent: QWidget | None, sentence: str, choices: tuple[str, ...], *, safe: int) -> int:
    """Show ``sentence`` with ``choices`` as buttons and return the number of the one taken.

    ``safe`` is the choice that changes nothing: Esc and closing take it, and it has the focus.
    """
    box = _Message(parent, sentence, choices, safe=safe)
    box.exec()
    box.deleteLater()
    if parent is not None:
        parent.activateWindow()  # the keyboard goes on where it was, whatever the system does
    return box.taken


class _Message(QDialog):
    """One sentence and its buttons, none of them ever cut."""

    def __init__(self, parent: QWidget | None, sentence: str, choices: tuple[str, ...], *, safe: int) -> None:
        super().__init__(parent)
        self.taken = safe
        self.setObjectName("message")
        self.setAccessibleName(sentence)
        self.setWindowTitle("Relais")
        words = QLabel()
        words.setObjectName("sentence")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setText(sentence)
        words.setWordWrap(True)
        words.setMinimumWidth(_WIDE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(words, 1)
        together = sum(map(len, choices)) <= _SIDE_BY_SIDE
        ways = QBoxLayout.Direction
        buttons = QBoxLayout(ways.LeftToRight if together else ways.TopToBottom)
        if together:
            buttons.addStretch(1)
        for number, text in enumerate(choices):
            button = QPushButton(text)
            button.setObjectName(f"choice-{number}")
            button.setAccessibleDescription(sentence)
            button.setAutoDefault(number == safe)
            button.clicked.connect(lambda _=False, number=number: self._take(number))
            buttons.addWidget(button)
            if number == safe:
                button.setDefault(True)
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        column.addLayout(buttons)

    def _take(self, number: int) -> None:
        self.taken = number
        self.accept()
