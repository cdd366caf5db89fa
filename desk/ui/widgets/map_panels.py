"""The map and its list: side by side where there is room, one above the other where there is not."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.ui.widgets.scroll import ScrollingArea

_SHARES = (16, 9)
_GAP = 14


class MapPanels(ScrollingArea):
    """Gives each panel the height that it needs at its width, and what is left; scrolls when that is too much.

    ``least`` is the narrowest width for both side by side, in pixels.
    """

    def __init__(self, left: QWidget, right: QWidget, least: int, parent: QWidget | None = None) -> None:
        self._least = least
        inside = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(left, _SHARES[0])
        self._row.addWidget(right, _SHARES[1])
        super().__init__(inside, parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way that fits the new width."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if event.size().width() < self._least else ways.LeftToRight)
        super().resizeEvent(event)
