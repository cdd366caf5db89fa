"""Message boxes: the only place that opens one. Plain text, one sentence, one thing to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from desk.base.words import Words


def tell(parent: QWidget | None, say: Words, sentence: str) -> None:
    """Show ``sentence`` until it is read."""
    box = _box(parent, sentence)
    box.addButton(say("&Understood"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def choose(parent: QWidget | None, sentence: str, choices: tuple[str, ...], *, safe: int) -> int:
    """Show ``sentence`` with ``choices`` as buttons and return the number of the one taken.

    ``safe`` is the choice that changes nothing: Esc and closing take it, and it has the focus.
    """
    box = _box(parent, sentence)
    buttons: list[QAbstractButton] = [box.addButton(text, QMessageBox.ButtonRole.ActionRole) for text in choices]
    kept = buttons[safe]
    if isinstance(kept, QAbstractButton):
        box.setEscapeButton(kept)
        kept.setFocus()
    box.exec()
    clicked = box.clickedButton()
    return buttons.index(clicked) if clicked in buttons else safe


def _box(parent: QWidget | None, sentence: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName("message")
    box.setWindowTitle("Relais")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.setAccessibleName(sentence)
    return box
