"""A chart of bars: told apart by length and by pattern, never by colour alone; a screen reader says it line by line."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, unbroken
from desk.work.chart_shape import Bar, bars
from desk.work.counts_view import Table

_GAP, _PAD = 8, 6
_LABELS = 0.42
"""The part of the width that labels may take."""

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class _Row:
    bar: Bar
    top: int
    height: int


class BarChart(QWidget):
    """Shows one table as bars, the year before as a hatched bar below each. A stop of Tab, to be heard."""

    def __init__(self, say: Words, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._look = say, look
        self._bars: tuple[Bar, ...] = ()
        named(self, name, say("Chart"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def present(self, table: Table | None) -> None:
        """Show a table, or nothing."""
        self._bars = bars(table) if table is not None else ()
        title = table.title if table is not None else ""
        self.setAccessibleName(self._say("Chart: {title}", title=title) if title else self._say("Chart"))
        self.setAccessibleDescription(". ".join(self._spoken(one) for one in self._bars))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that long labels take more lines on a narrow chart."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all bars and of the legend."""
        rows = self._rows(width)
        bottom = rows[-1].top + rows[-1].height if rows else 0
        return bottom + (self.fontMetrics().height() + _GAP if self._compares else 0) + _PAD

    def sizeHint(self) -> QSize:
        """Return a good size at 100 %."""
        width = self._look.scale.px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size below which bars no longer compare."""
        width = self._look.scale.px(240)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - everything is painted
        """Paint labels, bars, figures, then the legend and where the keyboard is."""
        painter = QPainter(self)
        rows = self._rows(self.width())
        for row in rows:
            self._paint_row(painter, row)
        if self._compares and rows:
            self._paint_legend(painter, rows[-1].top + rows[-1].height + _GAP)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(QColor(self._look.colour("focus")))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    @property
    def _compares(self) -> bool:
        return any(one.before is not None for one in self._bars)

    def _label_width(self, width: int) -> int:
        ruler = self.fontMetrics()
        widest = max((ruler.horizontalAdvance(one.label) for one in self._bars), default=0)
        return min(widest, round(width * _LABELS))

    def _figure_width(self) -> int:
        ruler = self.fontMetrics()
        texts = [text for one in self._bars for text in (one.text, one.before_text)]
        return max((ruler.horizontalAdvance(unbroken(text)) for text in texts), default=0) + _GAP

    def _rows(self, width: int) -> list[_Row]:
        ruler, labels = self.fontMetrics(), self._label_width(width)
        found, top = [], _PAD
        for one in self._bars:
            room = ruler.boundingRect(QRect(0, 0, labels, 10_000), _WRAPPED, one.label).height()
            lines = 2 if one.before is not None or one.before_text else 1
            height = max(room, lines * ruler.height())
            found.append(_Row(one, top, height))
            top += height + _GAP
        return found

    def _paint_row(self, painter: QPainter, row: _Row) -> None:
        labels = self._label_width(self.width())
        painter.setPen(QColor(self._look.colour("text")))
        painter.drawText(QRect(_PAD, row.top, labels, row.height), _WRAPPED, row.bar.label)
        line = self.fontMetrics().height()
        twice = bool(row.bar.before_text)
        top = row.top + (row.height - line * (2 if twice else 1)) // 2
        self._paint_bar(painter, top, row.bar.part, row.bar.text, before=False)
        if twice:
            self._paint_bar(painter, top + line, row.bar.before, row.bar.before_text, before=True)

    def _paint_bar(self, painter: QPainter, top: int, part: float | None, text: str, *, before: bool) -> None:
        """Paint one bar and its figure. ``top`` is that of its line."""
        left = _PAD + self._label_width(self.width()) + _GAP
        line = self.fontMetrics().height()
        most = max(1, self.width() - left - self._figure_width() - _PAD)
        long = round(most * part) if part is not None else 0
        thick = line - 6 if not before else line - 10
        if long:
            self._paint_box(painter, QRectF(left, top + (line - thick) / 2, long, thick), before=before)
        painter.setPen(QColor(self._look.colour("text_muted" if before or part is None else "text")))
        place = QRect(left + long + (_GAP if long else 0), top, self.width(), line)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, unbroken(text))

    def _paint_box(self, painter: QPainter, box: QRectF, *, before: bool) -> None:
        colour = QColor(self._look.colour("text_muted" if before else "accent"))
        painter.setPen(colour)
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if before else Qt.BrushStyle.SolidPattern))
        painter.drawRect(box)

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        ruler, left = self.fontMetrics(), _PAD
        for text, before in ((self._say("this period"), False), (self._say("a year before"), True)):
            self._paint_box(painter, QRectF(left, top + 4, 2 * ruler.height(), ruler.height() - 8), before=before)
            left += 2 * ruler.height() + _PAD
            painter.setPen(QColor(self._look.colour("text_muted")))
            painter.drawText(QRect(left, top, self.width(), ruler.height()), Qt.AlignmentFlag.AlignLeft, text)
            left += ruler.horizontalAdvance(text) + 3 * _GAP

    def _spoken(self, one: Bar) -> str:
        if not one.before_text:
            return f"{one.label} : {one.text}"
        return self._say("{label}: {n}, a year before: {before}", label=one.label, n=one.text, before=one.before_text)
