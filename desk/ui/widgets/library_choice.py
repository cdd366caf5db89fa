"""First question: which library is this, from the official list or by hand."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk.base.text import clean
from desk.base.words import Words
from desk.domain.libraries import Library, OfficialLibrary
from desk.domain.territory import Commune
from desk.ui.models.rows import Column
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.lines import Lines
from desk.work.setup import by_hand

Offer = tuple[OfficialLibrary, Library]

_LISTED, _BY_HAND = 0, 1


class LibraryChoice(QWidget):
    """A box, the open libraries it may mean, and a way round for a library that is not in the list.

    Signals:
        search_requested: official libraries with these words are wanted.
        commune_requested: communes with these words are wanted.
        changed: the library chosen is another one, or none.
        opened: Enter or a click on a library: go on.
    """

    search_requested = Signal(str)
    commune_requested = Signal(str)
    changed = Signal()
    opened = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._made: Library | None = None
        self._ways = QStackedWidget()
        self._ways.addWidget(self._listed(look))
        self._ways.addWidget(self._by_hand(look))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._ways)

    def present_libraries(self, offers: tuple[Offer, ...]) -> None:
        """Show the open libraries that the words in the box may mean."""
        self._offers.present(offers, choose_first=len(offers) == 1)
        typed = bool(self._box.text().strip())
        self._none.setVisible(typed and not offers)
        self._offers.setVisible(bool(offers))

    def present_communes(self, communes: tuple[Commune, ...]) -> None:
        """Show the communes that the words in the box may mean; the only one is chosen at once."""
        self._communes.present(communes, choose_first=len(communes) == 1)

    def choose_first(self) -> None:
        """Choose the first line of the list on screen, if there is one."""
        (self._offers if self._ways.currentIndex() == _LISTED else self._communes).walk(1)

    def take_focus(self) -> None:
        """Put the keyboard where one types."""
        (self._box if self._ways.currentIndex() == _LISTED else self._name).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def library(self) -> Library | None:
        """The library chosen or written so far, if it is enough."""
        if self._ways.currentIndex() == _LISTED:
            if self._offers.row is None:
                return None
            official = self._offers.row[1]
            return replace(official, name=clean(self._printed.text(), 150) or official.name)
        name, commune = clean(self._name.text(), 150), self._communes.row
        if not name or commune is None:
            return None
        if self._made is None or self._made.insee != commune.insee:
            self._made = by_hand(name, commune)
        self._made = replace(self._made, name=name)
        return self._made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the keyboard stays in its box."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                (self._offers if watched is self._box else self._communes).walk(step)
                return True
        return super().eventFilter(watched, event)

    def _listed(self, look: Look) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "library-search")
        self._box.setMaxLength(200)
        self._box.textChanged.connect(self.search_requested)
        self._box.installEventFilter(self)
        self._none = plain_label(say("No open library has these words. Try the commune or the postcode."), "warn")
        self._none.setVisible(False)
        self._offers: Lines[Offer] = Lines(
            look,
            "libraries",
            say("Libraries found"),
            (
                Column(say("Library"), lambda offer: offer[1].name),
                Column(say("Commune"), lambda offer: f"{offer[0].postcode} {offer[0].commune}".strip()),
                Column(say("Address"), lambda offer: offer[1].address),
            ),
        )
        self._offers.setVisible(False)
        self._offers.current_changed.connect(self._offer_chosen)
        self._printed = named(QLineEdit(), "printed-name")
        self._printed.setMaxLength(150)
        self._printed_part = labelled(say("Its &name, as slips will say it"), self._printed)
        self._printed_part.setVisible(False)
        self._offers.opened.connect(self.opened)
        other = named(QPushButton(say("My library is &not in the list")), "by-hand")
        other.clicked.connect(lambda: self._go(_BY_HAND))
        hint = say("Its commune, its postcode or its name. The list comes from the Ministry of Culture (August 2024).")
        return _page(
            labelled(say("&Find my library"), self._box, hint=hint),
            self._none,
            self._offers,
            self._printed_part,
            other,
            grows=self._offers,
        )

    def _by_hand(self, look: Look) -> QWidget:
        say = self._say
        self._name = named(QLineEdit(), "library-name")
        self._name.setMaxLength(150)
        self._name.textChanged.connect(self.changed)
        self._commune = named(QLineEdit(), "commune-search")
        self._commune.setMaxLength(100)
        self._commune.textChanged.connect(self.commune_requested)
        self._commune.installEventFilter(self)
        self._communes: Lines[Commune] = Lines(
            look,
            "communes",
            say("Communes found"),
            (
                Column(say("Commune"), lambda commune: commune.name),
                Column(say("Postcode"), lambda commune: ", ".join(commune.postcodes[:3])),
                Column(say("Department"), lambda commune: commune.departement_name),
            ),
        )
        self._communes.current_changed.connect(self.changed)
        self._communes.opened.connect(self.opened)
        back = named(QPushButton(say("Back to the &list")), "from-list")
        back.clicked.connect(lambda: self._go(_LISTED))
        name_hint = say("As it is written on the door.")
        commune_hint = say("Type its name or its postcode, then choose it below.")
        return _page(
            labelled(say("Na&me of the library"), self._name, hint=name_hint),
            labelled(say("Its &commune"), self._commune, hint=commune_hint),
            self._communes,
            back,
            grows=self._communes,
        )

    def _offer_chosen(self) -> None:
        chosen = self._offers.row
        self._printed.setText(chosen[1].name if chosen else "")
        self._printed_part.setVisible(chosen is not None)
        self.changed.emit()

    def _go(self, way: int) -> None:
        self._ways.setCurrentIndex(way)
        self.take_focus()
        self.changed.emit()


def _page(*parts: QWidget, grows: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for part in parts:
        if isinstance(part, QPushButton):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(part, 100 if part is grows else 0)
    column.addStretch(1)
    return page
