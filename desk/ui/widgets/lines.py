"""A list in which each row is a name and, below, the rest: nothing is ever cut, long names take more lines."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.models.rows import ICON_NAME, Column, Rows
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named, unbroken

T = TypeVar("T")

_BESIDE, _ABOVE, _GAP, _ICON = 10, 7, 2, 18
_IN_SIGHT = 14


class Lines(QListView, Generic[T]):
    """Shows rows one below the other. The first column is the name; the others stand below it, joined by points.

    Signals:
        current_changed: another row is current (or none).
        opened: a row was clicked, or Enter pressed on it.
    """

    current_changed = Signal()
    opened = Signal()

    def __init__(
        self, look: Look, name: str, spoken: str, columns: Sequence[Column[T]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self._rows: Rows[T] = Rows(columns, self)
        self.setModel(self._rows)
        self.setItemDelegate(_NameAndRest(look, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # what is in sight first, the rest just after
        self.setBatchSize(_IN_SIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self.activated.connect(self.opened)
        self.clicked.connect(self.opened)

    def present(self, rows: tuple[T, ...], *, choose_first: bool = False) -> None:
        """Show ``rows``; with ``choose_first``, the first becomes current."""
        self._rows.show_rows(rows)
        self.scrollToTop()
        if choose_first:
            self.choose(0)

    def choose(self, place: int) -> None:
        """Make the row at ``place`` current."""
        self.setCurrentIndex(self._rows.index(place, 0))

    def walk(self, step: int) -> None:
        """Make the row above (-1) or below (+1) current."""
        if count := self._rows.rowCount():
            self.choose(max(0, min(count - 1, self.currentIndex().row() + step)))

    @property
    def row(self) -> T | None:
        """The current row, if any."""
        return self._rows.row_at(self.currentIndex().row())


class _NameAndRest(QStyledItemDelegate):
    """Paints the name in bold and the rest below, broken where the list is too narrow."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the background, the name, the icon and the rest."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = self._look.colour
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(colour("selection")))
        inside = option.rect.adjusted(_BESIDE, _ABOVE, -_BESIDE, -_ABOVE)
        name, rest, picture = self._parts(option, index, inside.width())
        pen = colour("selection_text" if chosen else "text")
        painter.setPen(QColor(pen))
        name.draw(painter, QPointF(inside.topLeft()))
        below = inside.top() + round(name.boundingRect().height()) + _GAP
        painter.setPen(QColor(pen if chosen else colour("text_muted")))
        if picture:
            side = self._look.scale.px(_ICON)
            line = option.fontMetrics.height()
            place = QRect(inside.left(), below + (line - side) // 2, side, side)
            icon(picture, pen if chosen else colour("accent"), side).paint(painter, place)
        rest.draw(painter, QPointF(inside.left() + self._indent(picture), below))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room of the name and the rest at the width of the list."""
        width = self._view.viewport().width()
        name, rest, _ = self._parts(option, index, width - 2 * _BESIDE)
        height = name.boundingRect().height() + rest.boundingRect().height()
        return QSize(0, round(height) + _GAP + 2 * _ABOVE)

    def _parts(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, width: int
    ) -> tuple[QTextLayout, QTextLayout, str]:
        model = index.model()
        others = [model.index(index.row(), column) for column in range(1, model.columnCount())]
        rest = " · ".join(filter(None, (str(other.data()) for other in others)))
        picture = next(filter(None, (str(other.data(ICON_NAME) or "") for other in others)), "")
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        return (
            _laid_out(str(index.data()), bold, width),
            _laid_out(rest, option.font, width - self._indent(picture)),
            picture,
        )

    def _indent(self, picture: str) -> int:
        return self._look.scale.px(_ICON) + _ABOVE if picture else 0


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(unbroken(text), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
