"""A place that scrolls up and down only, and keeps in sight whatever has the keyboard."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_AROUND_PX = 24


class ScrollingArea(QScrollArea):
    """Holds one widget as wide as itself. Not a stop of Tab: what is inside is."""

    def __init__(self, inside: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if inside is not None:
            self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll up and down; leave left and right to the screen around."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        inside = self.widget()
        if reached is not None and inside is not None and inside.isAncestorOf(reached):
            self.ensureWidgetVisible(reached, 0, _AROUND_PX)
