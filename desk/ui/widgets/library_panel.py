"""This library in the settings: its name, its telephone, its equipment, its territory, its two letters."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.text import clean
from desk.base.words import Words
from desk.domain.libraries import EQUIPMENT, Library
from desk.domain.libraries import check as check_library
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.steps import equipment_words
from desk.ui.widgets.territory_choice import kilometres
from desk.work.sentences import of_problem

_MARK = 2


class LibraryPanel(QWidget):
    """Shows the library and tells each change at once.

    Signals:
        changed: the library as it now is.
        change_requested: this desk belongs to another library.
        other_requested: another library of this computer is wanted.
    """

    changed = Signal(object)
    change_requested = Signal()
    other_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._library: Library | None = None
        self._where = named(plain_label("", "muted"), "where")
        self._name = named(QLineEdit(), "library-name")
        self._name.setMaxLength(150)
        self._phone = named(QLineEdit(), "library-phone")
        self._phone.setMaxLength(40)
        self._mark = named(QLineEdit(), "library-mark")
        self._mark.setMaxLength(_MARK)
        self._radius = kilometres("library-radius")
        self._wrong = named(plain_label("", "warn"), "library-wrong")
        self._wrong.setVisible(False)
        self._boxes = {item: named(QCheckBox(equipment_words(item, say)), f"has-{item}") for item in EQUIPMENT}
        other = named(QPushButton(say("This desk belongs to &another library…")), "change-library")
        other.clicked.connect(self.change_requested)
        beside = named(QPushButton(say("Another library on this &computer…")), "other-library")
        beside.clicked.connect(self.other_requested)

        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(12)
        fields = (
            labelled(say("&Name, as printed on slips"), self._name),
            labelled(say("&Telephone, as printed on slips"), self._phone),
            labelled(say("How far people go, in &kilometres"), self._radius),
            labelled(say("T&wo letters before slip codes"), self._mark),
        )
        across = 1 if look.scale.large else 2
        for place, field in enumerate(fields):
            grid.addWidget(field, place // across, place % across)
        equipment = QGridLayout()
        for place, box in enumerate(self._boxes.values()):
            equipment.addWidget(box, place // (across + 1), place % (across + 1))

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._where)
        column.addLayout(grid)
        column.addWidget(self._wrong)
        column.addWidget(plain_label(say("What the desk can lend"), "strong"))
        column.addLayout(equipment)
        column.addWidget(plain_label(say("A step that needs something else is not proposed here."), "muted"))
        column.addSpacing(8)
        column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(beside, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

        for line in (self._name, self._phone, self._mark):
            line.editingFinished.connect(self._tell)
        self._radius.valueChanged.connect(self._tell)
        for box in self._boxes.values():
            box.toggled.connect(self._tell)

    def present(self, library: Library | None) -> None:
        """Show a library; without one, only the way to choose it."""
        self._library = None
        if library is not None:
            self._name.setText(library.name)
            self._phone.setText(library.phone)
            self._mark.setText(library.mark)
            self._radius.setValue(library.radius_km)
            for item, box in self._boxes.items():
                box.setChecked(item in library.equipment)
            where = (library.address, f"{library.postcode} {library.commune}".strip())
            self._where.setText(", ".join(part for part in where if part))
        for part in (self._name, self._phone, self._mark, self._radius, *self._boxes.values()):
            part.setEnabled(library is not None)
        self._library = library

    def _tell(self) -> None:
        """Tell the library as it now stands, if it changed and nothing is wrong with it."""
        if self._library is None:
            return
        mark = self._mark.text().strip().upper()
        changed = replace(
            self._library,
            name=clean(self._name.text(), 150),
            phone=clean(self._phone.text(), 40),
            radius_km=self._radius.value(),
            mark=mark,
            equipment=tuple(item for item, box in self._boxes.items() if box.isChecked()),
        )
        wrong = [of_problem(problem.code, self._say) for problem in check_library(changed)]
        if not (len(mark) == _MARK and mark.isascii() and mark.isalpha()):
            wrong.append(self._say("The mark is two letters, from A to Z."))
        self._wrong.setText("\n".join(wrong))
        self._wrong.setVisible(bool(wrong))
        if not wrong and changed != self._library:
            self._library = changed
            self._mark.setText(mark)
            self.changed.emit(changed)
