"""First start: one question a page, three questions, the first relays, then a desk that works."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QRadioButton, QStackedWidget, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.libraries import Library
from desk.domain.taxonomy import Taxonomy
from desk.domain.territory import Commune
from desk.ui.theme import Look
from desk.ui.widgets.access import announce, named, plain_label
from desk.ui.widgets.first_relays import FirstRelays
from desk.ui.widgets.invitation import InvitationBoxes
from desk.ui.widgets.library_choice import LibraryChoice, Offer
from desk.ui.widgets.reading import item
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.territory_choice import TerritoryChoice
from desk.work.sentences import of_problem
from desk.work.setup import Territory
from desk.work.sheets import FirstRelay

_LIBRARY, _TERRITORY, _HUB, _RELAYS, _READY = range(5)
_QUESTIONS = 3
_WIDE_PX = 860


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStart:
    """Everything answered: the library with its kilometres, the relays typed by hand, the invitation (address, code)."""

    library: Library
    relays: tuple[FirstRelay, ...]
    invitation: tuple[str, str] = ("", "")


class FirstStartScreen(QWidget):
    """Asks, one page a question. Going back loses nothing of what was typed.

    Signals:
        search_requested, commune_requested: official libraries, communes with these words are wanted.
        territory_requested: what lies around this place (or None) within these kilometres is wanted.
        finished: the desk is to be set up with these answers (`FirstStart`).
        test_page_requested: a test page is wanted on the printer.
        left: the desk is ready and wanted.
        cancelled: the library known before is to stay.
        file_requested: the desk of another computer is to be taken from a file.
    """

    search_requested = Signal(str)
    commune_requested = Signal(str)
    territory_requested = Signal(object, int)
    finished = Signal(object)
    test_page_requested = Signal()
    left = Signal()
    cancelled = Signal()
    file_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._known = False
        self.setProperty("role", "page")
        self._library = LibraryChoice(say, look)
        self._library.search_requested.connect(self.search_requested)
        self._library.commune_requested.connect(self.commune_requested)
        self._library.changed.connect(self._show_way)
        self._library.opened.connect(self._next)
        self._territory = TerritoryChoice(say, look)
        self._territory.changed.connect(self._ask_territory)
        self._relays = FirstRelays(say, look)
        self._pages = QStackedWidget()
        self._file = named(QPushButton(say("I have a file from &another computer…")), "from-file")
        self._file.clicked.connect(self.file_requested)
        self._pages.addWidget(self._question(say("Which library is this?"), "", self._library))
        self._pages.addWidget(
            self._question(
                say("How far do people go?"),
                say("Relais shows the places within this distance, as the crow flies. You can change it later."),
                self._territory,
            )
        )
        self._pages.addWidget(self._question(say("Does your network have a hub?"), "", self._hub()))
        self._pages.addWidget(
            self._question(
                say("Your first relays"),
                say("Copy what is already on the wall: town hall, social worker, doctor… You may also skip this."),
                self._relays,
            )
        )
        self._pages.addWidget(self._ready())

        self._step = plain_label("", "muted")
        whole = QWidget()
        whole.setMaximumWidth(look.scale.px(_WIDE_PX))
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 24, 0, 18)
        column.setSpacing(12)
        column.addWidget(plain_label(say("Relais: first start"), "strong"))
        column.addWidget(self._step)
        column.addWidget(self._pages, 1)
        column.addWidget(self._problem_row())
        column.addLayout(self._buttons())
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(whole, 20)
        row.addStretch(1)
        self._go(_LIBRARY)

    # what comes in

    def present_libraries(self, offers: tuple[Offer, ...]) -> None:
        """Show the open libraries that the words may mean, each with the library that it would make here."""
        self._library.present_libraries(offers)

    def present_communes(self, communes: tuple[Commune, ...]) -> None:
        """Show the communes that the words may mean."""
        self._library.present_communes(communes)

    def present_network(self, sentence: str) -> None:
        """Say on the last page whether the desk is in its network."""
        self._network.setText(sentence)
        self._network.setVisible(bool(sentence))

    def present_territory(self, territory: Territory) -> None:
        """Say what lies within the kilometres chosen."""
        library = self._library.library
        self._territory.present_territory(territory, placed=library is not None and library.place is not None)

    def present_relay_types(self, taxonomy: Taxonomy) -> None:
        """Offer the kinds of relay."""
        self._relays.present_relay_types(taxonomy)

    def present_current(self, library: Library) -> None:
        """Say that another library is known already: one may go back to it, and its kilometres are proposed."""
        self._known = True
        self._territory.choose(library.radius_km)
        self._show_way()

    def present_problems(self, problems: tuple[Problem, ...]) -> None:
        """Go to the page of the first problem and say what is to be corrected."""
        if not problems:
            return
        of_relays = all(problem.field.partition(".")[0].isdecimal() for problem in problems)
        self._go(_RELAYS if of_relays else _LIBRARY)
        self._relays.present_problems(problems)
        told = (of_problem(problem.code, self._say) for problem in problems)
        self._tell(self._say("Some lines must be corrected first.") if of_relays else "\n".join(dict.fromkeys(told)))

    def present_ready(self, procedures: int, sheets: int) -> None:
        """Say what the desk now holds, and offer to go and use it."""
        say = self._say
        self._holds.setText(
            say(
                "This desk now holds {procedures} and {sheets}.",
                procedures=say.count(procedures, "{n} procedure", "{n} procedures"),
                sheets=say.count(sheets, "{n} relay sheet", "{n} relay sheets"),
            )
        )
        self._go(_READY)

    def present_test_page(self, sentence: str) -> None:
        """Say what became of the test page."""
        self._tell(sentence)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, or first chooses the first library found. Esc goes back one page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._forward.isEnabled():
                self._next()
            else:
                self._library.choose_first()
        elif event.key() == Qt.Key.Key_Escape:
            self._previous()
        else:
            super().keyPressEvent(event)

    # the parts

    def _question(self, title: str, explained: str, answer: QWidget) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 0, 10, 8)
        column.setSpacing(12)
        column.addWidget(plain_label(title, "title"))
        if explained:
            column.addWidget(plain_label(explained))
        column.addWidget(answer, 1)
        return ScrollingArea(inside)

    def _hub(self) -> QWidget:
        say = self._say
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._later = named(QRadioButton(say("Later")), "hub-later")
        self._later.setChecked(True)
        invited = named(QRadioButton(say("I have an invitation")), "hub-now")
        self._invitation = InvitationBoxes(say, across=not self._look.scale.large)
        self._invitation.setVisible(False)
        self._invitation.entered.connect(self._next)
        invited.toggled.connect(self._invitation.setVisible)
        invited.toggled.connect(lambda on: self._invitation.take_focus() if on else None)
        self._invited = invited
        column.addWidget(self._later)
        column.addWidget(
            plain_label(say("The desk works alone and loses nothing. “Exchanges” (F12) asks again."), "muted")
        )
        column.addWidget(invited)
        column.addWidget(self._invitation)
        column.addStretch(1)
        return page

    def _ready(self) -> QWidget:
        say = self._say
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._holds = named(plain_label("", "subtitle"), "holds-now")
        column.addWidget(self._holds)
        self._network = named(plain_label("", "strong"), "network-told")
        self._network.setVisible(False)
        column.addWidget(self._network)
        for line in (
            say("Everything works without internet."),
            say("Sheets from the official lists are marked “to verify”: a person has yet to check them."),
            say("F1 is help on every screen. F2 comes back to “Refer”."),
        ):
            column.addWidget(item(line))
        printed = named(QPushButton(say("Print a &test page")), "test-page")
        printed.clicked.connect(self.test_page_requested)
        column.addWidget(printed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._question(say("It is ready"), "", page)

    def _problem_row(self) -> QFrame:
        self._problem = named(QFrame(), "problem")
        self._problem.setProperty("role", "banner-warning")
        self._problem_text = plain_label("")
        QVBoxLayout(self._problem).addWidget(self._problem_text)
        return self._problem

    def _buttons(self) -> QHBoxLayout:
        say = self._say
        self._back = named(QPushButton(say("&Back")), "back")
        self._back.clicked.connect(self._previous)
        self._cancel = named(QPushButton(say("Cancel and keep the present library")), "cancel")
        self._cancel.clicked.connect(self.cancelled)
        self._forward = named(QPushButton(), "next")
        self._forward.setProperty("role", "primary")
        self._forward.clicked.connect(self._next)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addWidget(self._cancel)
        row.addWidget(self._file)
        row.addStretch(1)
        row.addWidget(self._forward)
        return row

    # going on

    def _next(self) -> None:
        page = self._pages.currentIndex()
        library = self._library.library
        if page == _READY:
            self.left.emit()
        elif library is None:
            self._library.take_focus()
        elif page == _RELAYS:
            self._tell("")
            self.finished.emit(
                FirstStart(
                    library=replace(library, radius_km=self._territory.km),
                    relays=self._relays.relays,
                    invitation=self._invitation.value if self._invited.isChecked() else ("", ""),
                )
            )
        else:
            self._go(page + 1)

    def _previous(self) -> None:
        page = self._pages.currentIndex()
        if _LIBRARY < page < _READY:
            self._go(page - 1)
        elif page == _LIBRARY and self._known:
            self.cancelled.emit()

    def _go(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self._tell("")
        self._show_way()
        if page == _TERRITORY:
            self._ask_territory(self._territory.km)
        {
            _LIBRARY: self._library.take_focus,
            _TERRITORY: self._territory.take_focus,
            _HUB: self._later.setFocus,
            _RELAYS: self._relays.take_focus,
            _READY: self._forward.setFocus,
        }[page]()

    def _show_way(self) -> None:
        say, page = self._say, self._pages.currentIndex()
        steps = {_RELAYS: say("One more page, if you like"), _READY: say("All done")}
        self._step.setText(steps.get(page) or say("Question {number} of {all}", number=page + 1, all=_QUESTIONS))
        self._back.setVisible(_LIBRARY < page < _READY)
        self._cancel.setVisible(self._known and page == _LIBRARY)
        self._file.setVisible(not self._known and page == _LIBRARY)
        texts = {_RELAYS: say("&Fill the desk"), _READY: say("&Go to the desk")}
        self._forward.setText(texts.get(page) or say("C&ontinue"))
        self._forward.setEnabled(self._library.library is not None)

    def _ask_territory(self, km: int) -> None:
        library = self._library.library
        if library is not None:
            self.territory_requested.emit(library.place, km)

    def _tell(self, sentence: str) -> None:
        self._problem_text.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._problem.setAccessibleName(sentence)
        announce(self._problem, sentence)
