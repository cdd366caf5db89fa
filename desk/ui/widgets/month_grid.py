"""A month in squares: what is held each day, walked with the arrows, painted at once whatever their number."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.base.dates import DAYS, long_day
from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named

_WEEKS = 6
_PAD = 5
_LEAST_PX = 96

DayMarks = tuple[tuple[str, bool], ...]
"""What a square says of its sessions: a short text, and whether it is held."""


class MonthGrid(QWidget):
    """Six weeks from Monday to Sunday. One day is chosen.

    Signals:
        day_chosen: this day is the chosen one now.
        opened: Enter on the chosen day.
    """

    day_chosen = Signal(object)
    opened = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "month", say("The month"))
        self._say = say
        self._look = look
        self._first = date(2026, 1, 1)
        self._chosen = date(2026, 1, 1)
        self._today = date(2026, 1, 1)
        self._marks: Mapping[date, DayMarks] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def present(self, month: date, today: date, marks: Mapping[date, DayMarks]) -> None:
        """Show the month of ``month``, of which ``marks`` say what is held."""
        self._first, self._today, self._marks = month.replace(day=1), today, marks
        if (self._chosen.year, self._chosen.month) != (month.year, month.month):
            self._chosen = month
        self._say_day()
        self.update()

    @property
    def chosen(self) -> date:
        """The chosen day."""
        return self._chosen

    def choose(self, day: date) -> None:
        """Choose a day."""
        if day != self._chosen:
            self._chosen = day
            self._say_day()
            self.update()
            self.day_chosen.emit(day)

    def sizeHint(self) -> QSize:
        """Return a size in which two lines a day can be read."""
        return QSize(7 * self._look.scale.px(_LEAST_PX), 7 * self.fontMetrics().height() * 2)

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the numbers can be read."""
        return QSize(7 * self._look.scale.px(34), (_WEEKS + 1) * (self.fontMetrics().height() + 2 * _PAD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days and weeks."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.choose(self._chosen + timedelta(days=step))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the mouse."""
        head = self.fontMetrics().height() + _PAD
        place = event.position().toPoint()
        row = (place.y() - head) * _WEEKS // max(1, self.height() - head)
        column = place.x() * 7 // max(1, self.width())
        if 0 <= row < _WEEKS and 0 <= column < 7:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(self._monday + timedelta(days=7 * row + column))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - everything is painted
        """Paint the names of the days, then the squares."""
        painter = QPainter(self)
        metrics, colour = self.fontMetrics(), self._look.colour
        bold = QFont(self.font())
        bold.setBold(True)
        head = metrics.height() + _PAD
        for column, name in enumerate(DAYS[self._say.language]):
            square = self._square(0, column, head)
            painter.setPen(QColor(colour("text_muted")))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, square.width() - _PAD)
            painter.drawText(QRect(square.x(), 0, square.width(), head), Qt.AlignmentFlag.AlignCenter, shown)
        for place in range(7 * _WEEKS):
            self._paint_day(painter, self._monday + timedelta(days=place), divmod(place, 7), head, bold, metrics)
        painter.end()

    def _paint_day(
        self, painter: QPainter, day: date, at: tuple[int, int], head: int, bold: QFont, metrics: QFontMetrics
    ) -> None:
        colour = self._look.colour
        square = self._square(at[0], at[1], head)
        chosen, inside = day == self._chosen, day.month == self._first.month
        painter.fillRect(square, QColor(colour("surface" if inside else "page")))
        painter.setPen(QColor(colour("line_soft")))
        painter.drawRect(square)
        if chosen:
            pen = painter.pen()
            pen.setColor(QColor(colour("focus" if self.hasFocus() else "accent")))
            pen.setWidth(3)
            painter.setPen(pen)
            painter.drawRect(square.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colour("text" if inside else "text_muted")))
        painter.setFont(bold if day == self._today or chosen else self.font())
        number = f"{day.day} ●" if day == self._today else str(day.day)
        painter.drawText(square.adjusted(_PAD, 2, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number)
        painter.setFont(self.font())
        self._paint_marks(painter, self._marks.get(day, ()), square, metrics)

    def _paint_marks(self, painter: QPainter, marks: DayMarks, square: QRect, metrics: QFontMetrics) -> None:
        """Paint as many sessions as hold, the last line saying how many more there are."""
        step = metrics.height()
        room = max(0, (square.height() - step - _PAD) // step)
        shown = marks if len(marks) <= room else marks[: max(0, room - 1)]
        y = square.y() + step + 3
        for text, held in shown:
            painter.setPen(QColor(self._look.colour("with_text" if held else "never_text")))
            told = text if held else f"✕ {text}"
            line = metrics.elidedText(told, Qt.TextElideMode.ElideRight, square.width() - 2 * _PAD)
            painter.drawText(QRect(square.x() + _PAD, y, square.width() - 2 * _PAD, step), 0, line)
            y += step
        if len(shown) < len(marks) and room:
            painter.setPen(QColor(self._look.colour("text")))
            painter.drawText(
                QRect(square.x() + _PAD, y, square.width() - 2 * _PAD, step), 0, f"+ {len(marks) - len(shown)}"
            )

    @property
    def _monday(self) -> date:
        return self._first - timedelta(days=self._first.weekday())

    def _square(self, row: int, column: int, head: int) -> QRect:
        width, height = self.width() - 1, self.height() - head - 1
        left, right = column * width // 7, (column + 1) * width // 7
        top, bottom = row * height // _WEEKS, (row + 1) * height // _WEEKS
        return QRect(left, head + top, right - left, bottom - top)

    def _say_day(self) -> None:
        """Tell a screen reader the chosen day and what is held."""
        marks = self._marks.get(self._chosen, ())
        told = ", ".join(text if held else f"{text} ({self._say('cancelled')})" for text, held in marks)
        day = long_day(self._chosen, self._say.language)
        self.setAccessibleDescription(f"{day} : {told}" if told else f"{day} : {self._say('nothing')}")
