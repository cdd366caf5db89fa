"""When the person is free: seven days, mornings and afternoons, by keyboard."""

from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.dates import DAYS
from desk.base.words import Words
from desk.domain.openings import HalfDay
from desk.ui.widgets.access import named, plain_label

_TOLD = 2
"""More days than this are counted instead of named."""

_ORDER = ("mo", "tu", "we", "th", "fr", "sa", "su")


class HalfDaysDialog(QDialog):
    """Asks for the half-days on which the person can go. Nothing ticked means any."""

    def __init__(self, say: Words, chosen: frozenset[HalfDay], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("When can the person go?"))
        self._boxes: dict[HalfDay, QCheckBox] = {}
        grid = QGridLayout()
        for row, day in enumerate(_ORDER):
            name = DAYS[say.language][row]
            grid.addWidget(plain_label(name.capitalize(), "strong", wraps=False), row, 0)
            for column, (half, words) in enumerate((("am", say("morning")), ("pm", say("afternoon"))), start=1):
                value = HalfDay(f"{day}-{half}")
                box = named(QCheckBox(words), f"half-{value.value}", f"{name} {words}")
                box.setChecked(value in chosen)
                self._boxes[value] = box
                grid.addWidget(box, row, column)
        done = named(QPushButton(say("&Done")), "done")
        done.setDefault(True)
        done.setProperty("role", "primary")
        done.clicked.connect(self.accept)
        any_time = named(QPushButton(say("&Any time")), "any-time")
        any_time.clicked.connect(self._clear)

        column_box = QVBoxLayout(self)
        column_box.addWidget(plain_label(say("Tick the half-days when the person is free."), "subtitle"))
        column_box.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.addWidget(any_time)
        buttons.addStretch(1)
        buttons.addWidget(done)
        column_box.addLayout(buttons)

    @property
    def value(self) -> frozenset[HalfDay]:
        """The half-days ticked."""
        return frozenset(half for half, box in self._boxes.items() if box.isChecked())

    def _clear(self) -> None:
        for box in self._boxes.values():
            box.setChecked(False)
        self.accept()


def half_days_words(chosen: frozenset[HalfDay], say: Words) -> str:
    """Return the half-days in a few words: « jeudi après-midi, samedi matin », « n'importe quand »."""
    if not chosen:
        return say("any time")
    told = []
    for day, name in zip(_ORDER, DAYS[say.language], strict=True):
        halves = {half.value[3:] for half in chosen if half.value.startswith(day)}
        if halves == {"am", "pm"}:
            told.append(name)
        elif halves:
            told.append(f"{name} {say('morning') if 'am' in halves else say('afternoon')}")
    if len(told) > _TOLD:
        return say.count(len(chosen), "{n} half-day", "{n} half-days")
    return ", ".join(told)
