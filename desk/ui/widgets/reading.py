"""A page to read: titles, paragraphs and lists, scrolled with the arrows and said whole by a screen reader."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.base.marked import STEP, blocks, spoken
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.scroll import ScrollingArea

_LINE_PX = 700
"""The longest line that is easy to read, at 100 %."""


class Reading(ScrollingArea):
    """Shows one page at a time. A stop of Tab: the arrows and Page Down scroll it."""

    def __init__(self, look: Look, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        named(self, name, spoken)
        self._widest = round(_LINE_PX * look.scale.percent / 100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "box")

    def present(self, parts: list[QWidget], spoken: str) -> None:
        """Show ``parts`` one below the other; ``spoken`` is the same in words."""
        page = QWidget()
        page.setMaximumWidth(self._widest)
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(7)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(page)
        self.setAccessibleDescription(spoken)
        self.verticalScrollBar().setValue(0)

    def present_marked(self, text: str) -> None:
        """Show a marked-up text."""
        self.present(marked(text), spoken(text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        set_role(self, "search-focus")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard left."""
        super().focusOutEvent(event)
        set_role(self, "box")


def marked(text: str) -> list[QWidget]:
    """Return the labels of a marked-up text, in reading order."""
    return [_part(block) for block in blocks(text)]


def item(text: str, mark: str = "–", role: str = "body") -> QWidget:
    """Return ``text`` with ``mark`` before it, its further lines starting below the first."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(plain_label(mark, role, wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    words = plain_label(text, role)
    words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    row.addWidget(words, 1)
    return whole


def note(text: str, role: str = "banner-info") -> QFrame:
    """Return ``text`` in a frame that stands out."""
    frame = QFrame()
    frame.setProperty("role", role)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 6, 12, 6)
    column.addWidget(plain_label(text))
    return frame


def _part(block: str) -> QWidget:
    if block.startswith("## "):
        return plain_label(block[3:], "subtitle")
    if block.startswith("# "):
        return plain_label(block[2:], "title")
    if block.startswith("- "):
        return item(block[2:])
    if block.startswith("> "):
        return note(block[2:])
    step = STEP.match(block)
    return item(step[2], f"{step[1]}.", "body") if step else plain_label(block)
