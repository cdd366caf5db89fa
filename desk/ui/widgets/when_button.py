"""A button that says half-days, and asks for them in a small window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk.base.words import Words
from desk.domain.openings import HalfDay
from desk.ui.widgets.access import named
from desk.ui.widgets.half_days import HalfDaysDialog, half_days_words


class WhenButton(QPushButton):
    """Holds half-days; nothing chosen means any.

    Signals:
        chosen: other half-days were chosen.
    """

    chosen = Signal()

    def __init__(self, say: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._value: frozenset[HalfDay] = frozenset()
        named(self, name, say("When"))
        self.clicked.connect(self._ask)
        self.put(())

    @property
    def value(self) -> tuple[str, ...]:
        """The half-days, in the order of records."""
        return tuple(sorted(one.value for one in self._value))

    def put(self, half_days: tuple[str, ...]) -> None:
        """Show half-days."""
        self._value = frozenset(HalfDay(one) for one in half_days if one in set(HalfDay))
        told = half_days_words(self._value, self._say)
        self.setText(self._say("When: {half_days}", half_days=told))
        self.setAccessibleName(self.text())

    def _ask(self) -> None:
        dialog = HalfDaysDialog(self._say, self._value, self.window())
        answer = dialog.exec()
        dialog.deleteLater()
        if answer:
            self.put(tuple(one.value for one in dialog.value))
            self.chosen.emit()
