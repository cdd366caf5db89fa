"""What the map is wanted for: a family of needs, one need, or everything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import labelled, named
from desk.work.map import MapChoice
from desk.work.procedures import FamilyGroup

_SHORTEST = 12


class MapWishes(QWidget):
    """Two lists, the second narrowed by the first.

    Signals:
        changed: another `MapChoice` is wanted.
    """

    changed = Signal()

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._families: tuple[FamilyGroup, ...] = ()
        self._family = named(QComboBox(), "family")
        self._need = named(QComboBox(), "need-on-map")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for label, box in ((say("&Family of needs"), self._family), (say("&Need"), self._need)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_SHORTEST)
            row.addWidget(labelled(label, box), 1)
        self._offer(MapChoice())
        self._family.currentIndexChanged.connect(self._narrow)
        self._need.currentIndexChanged.connect(self.changed)

    def present(self, families: tuple[FamilyGroup, ...]) -> None:
        """Offer the families and their procedures; what is chosen stays."""
        self._families = families
        self._offer(self.choice)

    @property
    def choice(self) -> MapChoice:
        """What is wanted."""
        return MapChoice(family=self._family.currentData() or "", procedure=self._need.currentData() or "")

    def choose(self, choice: MapChoice) -> None:
        """Choose what is wanted, as a person would."""
        if choice != self.choice:
            self._offer(choice)
            self.changed.emit()

    def _narrow(self) -> None:
        self._offer(MapChoice(family=self._family.currentData() or ""))
        self.changed.emit()

    def _offer(self, choice: MapChoice) -> None:
        """Fill both lists and choose, without a word to anybody."""
        families = [(family.label, family.slug) for family in self._families]
        needs = [
            (line.title, line.id)
            for family in self._families
            if choice.family in {"", family.slug}
            for line in family.procedures
        ]
        _fill(self._family, [(self._say("All families"), ""), *families], choice.family)
        _fill(self._need, [(self._say("All needs"), ""), *needs], choice.procedure)


def _fill(box: QComboBox, lines: list[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for text, value in lines:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
