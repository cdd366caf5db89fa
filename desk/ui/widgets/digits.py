"""Digits typed without Shift: on a French keyboard the key of 1 gives &, that of 2 gives é."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_UNSHIFTED = {"&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "§": 6, "è": 7, "_": 8, "!": 8, "ç": 9}
"""What the upper row gives without Shift on the keyboards of France and Belgium."""

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit 1 to 9 whose key was pressed, with Shift or without; None for any other key.

    Only where nothing is typed: in a box, é is a letter.
    """
    typed = event.text()
    if event.modifiers() & _HELD or len(typed) != 1:
        return None
    if typed in "123456789":
        return int(typed)
    return _UNSHIFTED.get(typed)
