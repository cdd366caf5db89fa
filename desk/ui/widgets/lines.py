"""A list in which each row is a name and, below, the rest: nothing is ever cut, long names take more lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.models.rows import Column, Rows
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named, unbroken

T = TypeVar("T")

_BESIDE, _ABOVE, _GAP, _ICON = 10, 7, 2, 18
_NEAR_THE_END = 20
"""From this many rows before the last one, more rows are asked for."""


class Lines(QListView, Generic[T]):
    """Shows rows one below the other. The first column is the name; the others stand below it, joined by points.

    Signals:
        current_changed: another row is current (or none).
        opened: a row was clicked, or Enter pressed on it.
        end_near: the last rows are, or nearly are, in sight.
    """

    current_changed = Signal()
    opened = Signal()
    end_near = Signal()

    def __init__(
        self, look: Look, name: str, spoken: str, columns: Sequence[Column[T]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self._rows: Rows[T] = Rows(columns, self)
        self._painter = _NameAndRest(look, self, self._rows)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self.current_changed)
        self.selectionModel().currentChanged.connect(self._look_ahead)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.activated.connect(self.opened)
        self.clicked.connect(self.opened)

    def present(self, rows: tuple[T, ...], *, choose_first: bool = False) -> None:
        """Show ``rows``; with ``choose_first``, the first becomes current."""
        self._painter.forget()
        self._rows.show_rows(rows)
        self.scrollToTop()
        if choose_first:
            self.choose(0)

    def present_more(self, rows: tuple[T, ...]) -> None:
        """Show ``rows`` below those that are there; what is current and in sight stays."""
        self._rows.add_rows(rows)

    def choose(self, place: int) -> None:
        """Make the row at ``place`` current."""
        self.setCurrentIndex(self._rows.index(place, 0))

    def walk(self, step: int) -> None:
        """Make the row above (-1) or below (+1) current."""
        if count := self._rows.rowCount():
            self.choose(max(0, min(count - 1, self.currentIndex().row() + step)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the names anew at the new width, as when the scroll bar appears."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._painter.forget_room()
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another typeface or size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._painter.take_font(self.font())
            self.scheduleDelayedItemsLayout()

    @property
    def row(self) -> T | None:
        """The current row, if any."""
        return self._rows.row_at(self.currentIndex().row())

    @property
    def rows(self) -> tuple[T, ...]:
        """Every row shown."""
        return self._rows.rows

    def _look_ahead(self) -> None:
        last = self.indexAt(self.viewport().rect().bottomLeft())
        place = max(last.row() if last.isValid() else 0, self.currentIndex().row())
        if place >= self._rows.rowCount() - _NEAR_THE_END:
            self.end_near.emit()


@dataclass(slots=True)
class _Text:
    """One text as it is painted: on one line, or broken over several where the list is too narrow."""

    words: str
    height: int
    broken: QTextLayout | None = None


@dataclass(slots=True)
class _Row:
    """One row as it is painted at one width."""

    width: int
    name: _Text
    rest: _Text
    picture: str


class _Advances(dict[str, float]):
    """How far each sign of a typeface goes. Their sum is never less than the text: setting only brings signs closer."""

    def __init__(self, font: QFont) -> None:
        self._ruler = QFontMetricsF(font)

    def __missing__(self, sign: str) -> float:
        found = self[sign] = self._ruler.horizontalAdvance(sign)
        return found

    def fits(self, text: str, width: int) -> bool:
        """Return whether ``text`` holds on one line of ``width``; only what may not is set to be measured."""
        return sum(map(self.__getitem__, text)) <= width or self._ruler.horizontalAdvance(text) <= width


class _NameAndRest(QStyledItemDelegate):
    """Paints the name in bold and the rest below. Each row is measured once; most fit on one line and need no more."""

    def __init__(self, look: Look, view: QListView, rows: Rows[Any]) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._rows = rows
        self._measured: dict[int, _Row] = {}
        self._room: dict[int, QSize] = {}
        self.take_font(view.font())

    def forget(self) -> None:
        """Forget what was measured: other rows come."""
        self._measured.clear()
        self._room.clear()

    def forget_room(self) -> None:
        """Forget the room of each row: the list has another width."""
        self._room.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the background, the name, the icon and the rest."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = self._look.colour
        inside = option.rect.adjusted(_BESIDE, _ABOVE, -_BESIDE, -_ABOVE)
        row = self._row(index.row(), inside.width())
        if chosen:
            painter.fillRect(option.rect, QColor(colour("selection")))
        pen = colour("selection_text" if chosen else "text")
        self._write(painter, row.name, self._bold, QPointF(inside.topLeft()), pen)
        below = inside.top() + row.name.height + _GAP
        if row.picture:
            side = self._look.scale.px(_ICON)
            place = QRect(inside.left(), below + (self._line - side) // 2, side, side)
            icon(row.picture, pen if chosen else colour("accent"), side).paint(painter, place)
        at = QPointF(inside.left() + self._indent(row.picture), below)
        self._write(painter, row.rest, self._plain, at, pen if chosen else colour("text_muted"))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Return the room of the name and the rest at the width of the list: Qt asks for every row when some are added."""
        place = index.row()
        room = self._room.get(place)
        if room is None:
            row = self._row(place, self._view.viewport().width() - 2 * _BESIDE)
            room = self._room[place] = QSize(0, row.name.height + row.rest.height + _GAP + 2 * _ABOVE)
        return room

    def _row(self, place: int, width: int) -> _Row:
        known = self._measured.get(place)
        if known is None or known.width != width:
            known = self._measured[place] = self._measure(place, width)
        return known

    def _measure(self, place: int, width: int) -> _Row:
        (name, *others), picture = self._rows.told(place)
        rest = " · ".join(filter(None, others))
        return _Row(
            width,
            self._text(name, self._bold, self._bold_advances, width),
            self._text(rest, self._plain, self._plain_advances, width - self._indent(picture)),
            picture,
        )

    def _text(self, words: str, font: QFont, advances: _Advances, width: int) -> _Text:
        if advances.fits(words, width):
            return _Text(words, self._line)
        broken = _laid_out(unbroken(words), font, width)
        return _Text(words, round(broken.boundingRect().height()), broken)

    def _write(self, painter: QPainter, text: _Text, font: QFont, at: QPointF, colour: str) -> None:
        painter.setPen(QColor(colour))
        if text.broken is not None:
            text.broken.draw(painter, at)
        else:
            painter.setFont(font)
            painter.drawText(QPointF(at.x(), at.y() + self._ascent), text.words)

    def take_font(self, font: QFont) -> None:
        """Measure and paint in ``font``."""
        self.forget()
        self._plain, self._bold = QFont(font), QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._plain_advances, self._bold_advances = _Advances(self._plain), _Advances(self._bold)
        ruler = QFontMetricsF(font)
        self._line, self._ascent = round(ruler.height()), ruler.ascent()

    def _indent(self, picture: str) -> int:
        return self._look.scale.px(_ICON) + _ABOVE if picture else 0


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
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
