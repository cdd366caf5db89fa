"""Lists and texts as tall as what they hold: the page scrolls, nothing inside it does."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from desk.base.marked import spoken
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.reading import marked
from desk.ui.widgets.scroll import ScrollingArea

T = TypeVar("T")

_AROUND_PX = 24
_GAP = 14
_BESIDE_BAR_PX = 8


class WholePage(ScrollingArea):
    """Two parts: side by side where there is room, one above the other where there is not.

    ``least`` is the narrowest good width of one part, in pixels.
    """

    def __init__(self, left: QWidget, right: QWidget, least: int, parent: QWidget | None = None) -> None:
        self._least = least
        inside = _Inside()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(0, 0, _BESIDE_BAR_PX, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(left, 1)
        self._row.addWidget(right, 1)
        super().__init__(inside, parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way that fits the new width."""
        ways = QBoxLayout.Direction
        stacked = event.size().width() < 2 * self._least + _GAP
        self._row.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        super().resizeEvent(event)


class WholeLines(Lines[T]):
    """A list that shows all its rows: the page around follows the keyboard, and stays where it is under the mouse."""

    def __init__(self, look: Look, name: str, spoken: str, columns: Sequence[Column[T]]) -> None:
        super().__init__(look, name, spoken, columns)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def present(self, rows: tuple[T, ...], *, choose_first: bool = False) -> None:
        """Show ``rows``, all of them."""
        super().present(rows, choose_first=choose_first)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the room of every row at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current row as soon as the keyboard is here."""
        if not self.currentIndex().isValid():
            self.choose(0)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the row that the keyboard reached in sight."""
        super().keyPressEvent(event)
        self._follow()

    def _grow(self) -> None:
        tall = sum(self.sizeHintForRow(place) for place in range(len(self.rows))) + 2 * self.frameWidth()
        self.setMinimumHeight(tall)
        self.setMaximumHeight(tall)

    def _follow(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, ScrollingArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, _AROUND_PX)


class WholeReading(QFrame):
    """A text as tall as itself. A stop of Tab, said whole by a screen reader; the arrows scroll the page around."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "box")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(7)

    def present_marked(self, text: str) -> None:
        """Show a marked-up text."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        for part in marked(text):
            self._column.addWidget(part)
        self.setAccessibleDescription(spoken(text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        set_role(self, "search-focus")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard left."""
        super().focusOutEvent(event)
        set_role(self, "box")


class _Inside(QWidget):
    """What a page holds: as tall as it is at its width, whatever it would be in a narrower one."""

    def minimumSizeHint(self) -> QSize:
        """Return the least width only: the height follows from the width."""
        return QSize(super().minimumSizeHint().width(), 0)
