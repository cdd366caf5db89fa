"""Second question: how far do people go, in kilometres, with what that holds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.libraries import DEFAULT_RADIUS_KM
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.work.setup import Territory

CHOICES_KM = (10, 20, 30, 50)
NEAREST_KM, FARTHEST_KM = 1, 200
_BOX_PX = 160
_BESIDE_PX = 8


class TerritoryChoice(QWidget):
    """Four plain distances, a box for another one, and a sentence that says what lies within.

    Signals:
        changed: the kilometres changed.
    """

    changed = Signal(int)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._choices = QButtonGroup(self)
        ways = QBoxLayout.Direction
        row = QBoxLayout(ways.TopToBottom if look.scale.large else ways.LeftToRight)
        row.setSpacing(18)
        for km in CHOICES_KM:
            choice = named(QRadioButton(say("{km} km", km=km)), f"km-{km}")
            self._choices.addButton(choice, km)
            row.addWidget(choice)
        row.addStretch(1)
        self._box = kilometres("km")
        self._box.setMaximumWidth(look.scale.px(_BOX_PX))
        self._holds = named(plain_label("", "subtitle"), "holds")

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(row)
        column.addWidget(labelled(say("&Another distance, in kilometres"), self._box))
        column.addWidget(self._holds)
        column.addStretch(1)
        self.choose(DEFAULT_RADIUS_KM)
        self._choices.idClicked.connect(self._box.setValue)
        self._box.valueChanged.connect(self._changed)

    @property
    def km(self) -> int:
        """The kilometres chosen."""
        return self._box.value()

    def choose(self, km: int) -> None:
        """Set the kilometres."""
        self._box.setValue(km)
        self._mark(km)

    def present_territory(self, territory: Territory, *, placed: bool) -> None:
        """Say what lies within; when the library is not ``placed`` on the map, say what is done instead."""
        say = self._say
        if not placed:
            self._holds.setText(say("The place of this library is unknown. Its department will be shown."))
            return
        communes = say.count(territory.communes, "{n} town", "{n} towns")
        services = say.count(territory.france_services, "{n} France services", "{n} France services")
        self._holds.setText(
            say("Within {km} km: {communes} and {services}.", km=self.km, communes=communes, services=services)
        )

    def take_focus(self) -> None:
        """Put the keyboard on the choice that holds."""
        (self._choices.checkedButton() or self._box).setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, km: int) -> None:
        self._mark(km)
        self._holds.setText(self._say("Counting…"))
        self.changed.emit(km)

    def _mark(self, km: int) -> None:
        """Tick the plain choice of ``km``, or none."""
        self._choices.setExclusive(False)
        for button in self._choices.buttons():
            button.setChecked(self._choices.id(button) == km)
        self._choices.setExclusive(True)


def kilometres(name: str) -> QSpinBox:
    """Return a box for a distance; it speaks when the number is whole, not at each digit."""
    box = named(QSpinBox(), name)
    box.setRange(NEAREST_KM, FARTHEST_KM)
    box.setSuffix(" km")
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(_BESIDE_PX, 0, 0, 0)  # what the style sheet pads is not the words
    return box
