"""Carte: the territory as a picture and as a list, in step; for one need, a family of needs, or everything."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.map import ZOOM_STEP, Box
from desk.ui.theme import Look
from desk.ui.widgets.access import announce, named, plain_label
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.map_legend import MapLegend
from desk.ui.widgets.map_list import MapList
from desk.ui.widgets.map_panels import MapPanels
from desk.ui.widgets.map_wishes import MapWishes
from desk.ui.widgets.territory_map import TerritoryMap
from desk.work.map import MapChoice, MapView
from desk.work.procedures import FamilyGroup

NEAR_KM = (5, 10, 20, 30)
"""The circles that one button each shows whole."""

_LEAST_PX = 860
_LIST_MS = 60


class MapScreen(QWidget):
    """What is wanted on top, the map and its list side by side.

    Signals:
        choice_changed: another `MapChoice` is wanted.
        open_requested: the sheet with this id is wanted in full.
        print_requested: what is in sight is wanted on paper.
        pdf_requested: the same in a file.
        left: the room that brought the map is wanted back.
        shown: the map comes in front.
    """

    choice_changed = Signal(object)
    open_requested = Signal(str)
    print_requested = Signal()
    pdf_requested = Signal()
    left = Signal()
    shown = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._view: MapView | None = None
        self.setProperty("role", "page")
        self._listing = QTimer(self)
        self._listing.setSingleShot(True)
        self._listing.setInterval(_LIST_MS)
        self._listing.timeout.connect(self._list_sheets)

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._list = MapList(say, look)
        self._list.present_waiting()
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(MapPanels(self._map_panel(), self._list, least), 1)
        self._wishes.changed.connect(self._ask)
        self._map.window_changed.connect(self._listing.start)
        self._map.chosen_changed.connect(self._follow)
        self._map.open_requested.connect(self._open)
        self._list.chosen.connect(self._map.choose)
        self._list.walked.connect(self._map.walk)
        self._list.open_requested.connect(self._open)

    # what comes in

    def present_families(self, families: tuple[FamilyGroup, ...]) -> None:
        """Offer the families and their procedures; what is chosen stays."""
        self._wishes.present(families)

    def present(self, view: MapView) -> None:
        """Show the territory."""
        self._view = view
        self._map.setVisible(view.placed)
        self._nowhere.setVisible(not view.placed)
        for km, button in self._near.items():
            button.setVisible(km <= view.radius_km)
        self._legend.present(view)
        self._map.present(view)
        self._list_sheets()

    def present_told(self, sentence: str) -> None:
        """Say what was done."""
        self._told.setText(sentence)
        announce(self._told, sentence)

    def choose(self, choice: MapChoice) -> None:
        """Choose what is wanted, as a person would."""
        self._wishes.choose(choice)

    @property
    def choice(self) -> MapChoice:
        """What is wanted."""
        return self._wishes.choice

    @property
    def view(self) -> MapView | None:
        """What is shown, once it is known."""
        return self._view

    @property
    def box(self) -> Box:
        """What is in sight, in kilometres."""
        return self._map.box

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard, and tell that the map is in front."""
        super().showEvent(event)
        self.present_told("")
        self.shown.emit()
        self._map.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+P for the map: here it does not print a slip."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Print)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints the map, Esc goes back."""
        if event.matches(QKeySequence.StandardKey.Print):
            self.print_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # the parts

    def _head(self) -> QHBoxLayout:
        say = self._say
        back = named(QPushButton(say("&Back")), "back")
        back.clicked.connect(self.left)
        self._told = named(plain_label("", "muted"), "told")
        kept = named(QPushButton(say("Keep as P&DF")), "pdf")
        kept.clicked.connect(self.pdf_requested)
        printed = named(QPushButton(say("&Print the map")), "print")
        printed.setProperty("role", "primary")
        printed.clicked.connect(self.print_requested)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(back)
        row.addWidget(plain_label(say("Map"), "title", wraps=False))
        row.addWidget(self._told, 1)
        row.addWidget(kept)
        row.addWidget(printed)
        return row

    def _map_panel(self) -> QWidget:
        say, large = self._say, self._look.scale.large
        self._wishes = MapWishes(say)
        self._map = TerritoryMap(say, self._look)
        self._legend = MapLegend(say, self._look)
        self._nowhere = plain_label(say("Nobody knows where this library is. Choose its town in the settings."), "warn")
        self._nowhere.setVisible(False)
        ways = QBoxLayout.Direction
        beside = QBoxLayout(ways.TopToBottom if large else ways.LeftToRight)
        beside.setSpacing(8)
        beside.addLayout(self._buttons(Flow(across=6) if large else QVBoxLayout()))
        beside.addWidget(self._map, 1)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._wishes)
        column.addWidget(self._nowhere)
        column.addLayout(beside, 1)
        column.addWidget(self._legend)
        return panel

    def _buttons(self, line: QLayout) -> QLayout:
        """The ways to come nearer or go farther by the mouse."""
        say = self._say
        line.addWidget(self._button("+", "nearer", say("Nearer"), lambda: self._map.zoom(ZOOM_STEP)))
        line.addWidget(self._button("−", "farther", say("Farther"), lambda: self._map.zoom(1 / ZOOM_STEP)))
        line.addWidget(self._button(say("&All"), "everything", say("Show the whole territory"), self._map.show_all))
        self._near: dict[int, QPushButton] = {}
        for km in NEAR_KM:
            spoken = say("Show within {km} km", km=km)
            self._near[km] = self._button(
                say("{km} km", km=km), f"within-{km}", spoken, lambda _=False, km=km: self._map.show_within(km)
            )
            line.addWidget(self._near[km])
        if isinstance(line, QBoxLayout):
            line.addStretch(1)
        return line

    def _button(self, text: str, name: str, spoken: str, act: Callable[..., None]) -> QPushButton:
        button = named(QPushButton(text), name, spoken)
        button.setToolTip(spoken)
        button.clicked.connect(act)
        return button

    # the map and its list, in step

    def _ask(self) -> None:
        self._list.present_waiting()
        self.choice_changed.emit(self.choice)

    def _list_sheets(self) -> None:
        self._listing.stop()
        if self._view is not None:
            self._list.present(self._view, self._map.in_sight, self._map.number)

    def _follow(self) -> None:
        number = self._map.number
        if number is None or self._list.holds(number):
            self._list.mark(number)
        else:
            self._list_sheets()

    def _open(self) -> None:
        if (spot := self._map.chosen) is not None:
            self.open_requested.emit(spot.sheet)
