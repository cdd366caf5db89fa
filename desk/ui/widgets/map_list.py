"""The sheets that the map shows, as a list: the same, in the order of distance, by pages of fifty."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.models.rows import Column
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.sheet_page import ICONS
from desk.work.map import MapSpot, MapView

PAGE = 50
"""How many sheets the list shows at once: the page that holds the one chosen."""

_LEAST_PX = 240


class MapList(QWidget):
    """What is in sight, then the sheets without a place.

    Signals:
        chosen: the spot at this place of the view was chosen in the list.
        walked: an arrow wants the next spot (1), or the one before (-1), beyond those listed.
        open_requested: the sheet chosen is wanted in full.
    """

    chosen = Signal(int)
    walked = Signal(int)
    open_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._view: MapView | None = None
        self._numbers: tuple[int, ...] = ()
        self._nowhere: tuple[int, ...] = ()
        self._following = False
        self._count = named(plain_label("", "muted"), "count")
        self._list: Lines[MapSpot] = Lines(
            look,
            "sheets",
            say("Sheets in sight"),
            (
                Column(say("Name"), lambda spot: f"{spot.group.letter} · {spot.name}"),
                Column(say("Commune"), lambda spot: spot.commune),
                Column(say("Distance"), lambda spot: spot.away),
                Column(say("Telephone"), lambda spot: spot.phone),
                Column(say("Checked"), lambda spot: spot.checked, lambda spot: ICONS[spot.fresh]),
            ),
        )
        self._list.setMinimumHeight(look.scale.px(_LEAST_PX))
        self._list.current_changed.connect(self._tell)
        self._list.activated.connect(self.open_requested)
        self._list.installEventFilter(self)
        self._opening = named(QPushButton(say("&Open the sheet")), "open")
        self._opening.clicked.connect(self.open_requested)
        self._opening.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        column.addWidget(self._opening)

    def present(self, view: MapView, sight: tuple[int, ...], number: int | None) -> None:
        """Show the page that holds the spot ``number`` of those in ``sight`` and those without a place."""
        if view is not self._view:
            self._nowhere = tuple(place for place, spot in enumerate(view.spots) if spot.point is None)
        every = (*sight, *self._nowhere)
        first = every.index(number) // PAGE * PAGE if number in every else 0
        numbers = every[first : first + PAGE]
        if numbers != self._numbers or view is not self._view:
            self._view, self._numbers = view, numbers
            self._following = True
            self._list.present(tuple(view.spots[place] for place in numbers))
            self._following = False
        self._count.setText(self._counted(view, len(sight), len(self._nowhere), first))
        self.mark(number)

    def present_waiting(self) -> None:
        """Say that the map is being made."""
        self._count.setText(self._say("Preparing the map…"))

    def holds(self, number: int) -> bool:
        """Return whether the spot ``number`` is on the page shown."""
        return number in self._numbers

    def mark(self, number: int | None) -> None:
        """Make the spot ``number`` the current one, without a word to anybody."""
        self._opening.setEnabled(number in self._numbers)
        if number in self._numbers:
            self._following = True
            self._list.choose(self._numbers.index(number))
            self._following = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows go on beyond the sheets listed."""
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            edge = {1: len(self._numbers) - 1, -1: 0}.get(step)
            if step and self._list.currentIndex().row() == edge:
                self.walked.emit(step)
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        row = self._list.currentIndex().row()
        if not self._following and 0 <= row < len(self._numbers):
            self.chosen.emit(self._numbers[row])

    def _counted(self, view: MapView, sight: int, nowhere: int, first: int) -> str:
        say, every = self._say, sight + nowhere
        told = [say("No relay of this kind here: broader ones are shown.")] if view.broader else []
        if every > PAGE:
            last = min(every, first + PAGE)
            told.append(say("{first} to {last} of {n}, the nearest first.", first=first + 1, last=last, n=every))
        elif sight:
            told.append(say.count(sight, "{n} sheet in sight.", "{n} sheets in sight, the nearest first."))
        else:
            told.append(say("No sheet in sight."))
        if nowhere:
            told.append(say.count(nowhere, "{n} has no place on the map.", "{n} have no place on the map."))
        return " ".join(told)
