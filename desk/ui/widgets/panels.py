"""Two panels: side by side where there is room, one above the other where there is not."""

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.ui.widgets.scroll import ScrollingArea

_SHARES = (11, 10)
_GAP = 14
_ABOVE = 0.8


class TwoPanels(ScrollingArea):
    """Shows ``left`` and ``right``; each has its own scrolling.

    ``least`` is the narrowest good width of one, in pixels; ``shares`` is how they share the width; ``above`` is the
    part of the height that the left one takes when it stands above.
    """

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        least: int,
        parent: QWidget | None = None,
        *,
        shares: tuple[int, int] = _SHARES,
        above: float = _ABOVE,
    ) -> None:
        self._left, self._right, self._least, self._above = left, right, least, above
        self._inside = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(left, shares[0])
        self._row.addWidget(right, shares[1])
        super().__init__(self._inside, parent)

    @property
    def stacked(self) -> bool:
        """Whether one panel is above the other."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way that fits the new width."""
        super().resizeEvent(event)
        stacked = event.size().width() < 2 * self._least + _GAP
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        height = event.size().height()
        above = round(height * self._above) if stacked else 0
        self._left.setMinimumHeight(above)
        self._right.setMinimumHeight(height if stacked else 0)
        self._inside.setMaximumHeight(max(self._inside.minimumSizeHint().height(), height + above))

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out again: what changed while hidden was not."""
        super().showEvent(event)
        self._row.invalidate()
        self._row.activate()
