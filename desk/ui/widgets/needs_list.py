"""The procedures that a need may mean: a list with the title in bold and the office below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.theme import Look
from desk.ui.widgets.access import named
from desk.work.refer_view import ProcedureHit

_OFFICE = Qt.ItemDataRole.UserRole + 1
_NO_LIMIT = 16_777_215
_BESIDE = 10
_ABOVE = 6


class NeedsList(QListWidget):
    """Shows procedures, best first, the first one chosen.

    Signals:
        opened: the procedure with this id is wanted.
    """

    opened = Signal(str)

    def __init__(self, look: Look, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "procedures", spoken)
        self.setItemDelegate(_TwoLines(look, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self.open_current)
        self.itemClicked.connect(self.open_current)

    def present(self, hits: tuple[ProcedureHit, ...], *, short: bool) -> None:
        """Show ``hits``; when ``short``, take no more height than they need."""
        self.clear()
        for hit in hits:
            item = QListWidgetItem(hit.title)
            item.setData(Qt.ItemDataRole.UserRole, hit.id)
            item.setData(_OFFICE, hit.administration)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title}, {hit.administration}")
            self.addItem(item)
        if hits:
            self.setCurrentRow(0)
        height = self.sizeHintForRow(0) * len(hits) + 4 * self.frameWidth() + _ABOVE
        self.setMaximumHeight(height if short and hits else _NO_LIMIT)

    def walk(self, step: int) -> None:
        """Choose the line above (-1) or below (+1)."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + step)))

    def open_current(self) -> None:
        """Ask for the procedure of the line chosen."""
        item = self.currentItem()
        if item is not None:
            self.opened.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class _TwoLines(QStyledItemDelegate):
    """Paints an item as two lines, cut with dots where the list is too narrow."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the background, the title in bold, the office below."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = self._look.colour
        painter.save()
        if chosen:
            painter.fillRect(option.rect, colour("selection"))
        inside = option.rect.adjusted(_BESIDE, _ABOVE, -_BESIDE, -_ABOVE)
        half = inside.height() // 2
        lines = (
            (str(index.data()), QFont.Weight.DemiBold, colour("selection_text" if chosen else "text")),
            (str(index.data(_OFFICE)), QFont.Weight.Normal, colour("selection_text" if chosen else "text_muted")),
        )
        for number, (words, weight, pen) in enumerate(lines):
            font = QFont(option.font)
            font.setWeight(weight)
            painter.setFont(font)
            painter.setPen(pen)
            place = QRect(inside.x(), inside.y() + number * half, inside.width(), half)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Return the room of two lines."""
        return QSize(0, 2 * option.fontMetrics.height() + 2 * _ABOVE)
