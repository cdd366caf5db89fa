"""A week in a form: seven days, two periods a day, each hour typed as people write it."""

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desk.base.dates import DAYS
from desk.base.words import Words
from desk.domain.hours_grid import typed_time
from desk.domain.hours_text import clock
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label

Day = tuple[tuple[str, str], ...]
Cells = list[list[str]]
"""Four texts a day, as they are typed: opens, closes, opens again, closes."""

_CODES = ("mo", "tu", "we", "th", "fr", "sa", "su")
_LONGEST_TIME = 12


class Hours(QObject):
    """The four hours of one day, or of exceptional days, as boxes for others to lay out.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, say: Words, look: Look, name: str, spoken: str, parent: QObject) -> None:
        super().__init__(parent)
        self._say = say
        self.lines = [named(QLineEdit(), f"{name}-{place}", f"{spoken}, {words}") for place, words in _ways(say)]
        for line in self.lines:
            line.setMaxLength(_LONGEST_TIME)
            line.setMinimumWidth(line.fontMetrics().horizontalAdvance("00 h 000") + look.scale.px(18))
            line.textEdited.connect(self.changed)
            line.editingFinished.connect(self._tidy)

    @property
    def cells(self) -> list[str]:
        """The texts as they are typed."""
        return [line.text().strip() for line in self.lines]

    def put_cells(self, cells: Sequence[str]) -> None:
        """Show texts as they were typed."""
        for line, text in zip(self.lines, cells, strict=False):
            line.setText(text)

    def put(self, day: Day) -> None:
        """Show the periods of a day."""
        times = [moment for period in day for moment in period]
        self.put_cells([*(self._shown(moment) for moment in times), "", "", "", ""][:4])

    @property
    def day(self) -> Day | None:
        """The periods, in order; None when an hour cannot be read or lacks its other half."""
        cells = self.cells
        times = [typed_time(cell) if cell else "" for cell in cells]
        pairs = [(times[0], times[1]), (times[2], times[3])]
        if None in times or any(bool(first) != bool(last) for first, last in pairs):
            return None
        return tuple((first, last) for first, last in pairs if first and last)

    def _shown(self, moment: str) -> str:
        return clock(time.fromisoformat(moment), self._say.language)

    def _tidy(self) -> None:
        for line in self.lines:
            read = typed_time(line.text()) if line.text().strip() else None
            if read and line.text() != self._shown(read):
                with QSignalBlocker(line):
                    line.selectAll()
                    line.insert(self._shown(read))


class WeekGrid(QWidget):
    """Seven days, Monday first.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, say: Words, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, words in enumerate((say("opens"), say("closes"), say("opens again"), say("closes again")), start=1):
            grid.addWidget(plain_label(words, "small", wraps=False), 0, column)
        for row, (code, day) in enumerate(zip(_CODES, DAYS[say.language], strict=True), start=1):
            hours = Hours(say, look, f"{name}-{code}", day.capitalize(), self)
            hours.changed.connect(self.changed)
            grid.addWidget(plain_label(day.capitalize(), "strong", wraps=False), row, 0)
            for column, line in enumerate(hours.lines, start=1):
                grid.addWidget(line, row, column, Qt.AlignmentFlag.AlignLeft)
            self._days.append(hours)
        grid.setColumnStretch(5, 1)

    @property
    def cells(self) -> Cells:
        """The texts as they are typed."""
        return [day.cells for day in self._days]

    def put_cells(self, cells: Sequence[Sequence[str]]) -> None:
        """Show texts as they were typed."""
        for day, texts in zip(self._days, cells, strict=False):
            day.put_cells(texts)

    def put(self, days: Sequence[Day]) -> None:
        """Show the periods of each day."""
        for shown, day in zip(self._days, days, strict=True):
            shown.put(day)

    @property
    def days(self) -> tuple[Day, ...] | None:
        """The periods of each day; None when one of them cannot be read."""
        found = [day.day for day in self._days]
        return None if None in found else tuple(day for day in found if day is not None)

    def copy_monday(self) -> None:
        """Put Monday's hours on the four days after."""
        for day in self._days[1:5]:
            day.put_cells(self._days[0].cells)
        self.changed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on the first hour."""
        self._days[0].lines[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _ways(say: Words) -> list[tuple[str, str]]:
    return [
        ("opens", say("opens at")),
        ("closes", say("closes at")),
        ("reopens", say("opens again at")),
        ("ends", say("closes again at")),
    ]
