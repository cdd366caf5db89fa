"""Orienter, the home: one box for the need, the checklist on the left, the relays on the right, the slip below."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.settings import SlipFormat
from desk.base.words import Words
from desk.ui.theme import Look, picture, set_role
from desk.ui.widgets.access import announce, named, plain_label
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.scroll import ScrollingArea

if TYPE_CHECKING:
    from desk.domain.openings import HalfDay
    from desk.ui.widgets.checklist import ChecklistView
    from desk.ui.widgets.found_panel import FoundPanel
    from desk.ui.widgets.relays_panel import RelaysPanel
    from desk.work.refer_view import Checklist, NeedAnswer, PhoneLine, RelayCard

_EMPTY, _LIST, _CHECKLIST = range(3)

_NARROWEST_PX = 260
"""The narrowest good panel at 100 %."""


class ReferScreen(QWidget):
    """From what the visitor says to a slip. What it needs comes in by ``present…``; what is wanted goes out by signals.

    Signals:
        need_changed: the words in the box, at each letter.
        procedure_chosen: the procedure with this id is wanted.
        wishes_changed: the person's half-days or car changed.
        half_days_requested: the half-days are to be asked.
        print_requested, preview_requested: the slip of this procedure, sheet and relay type.
        reprint_requested: the last slips are wanted.
        unmet_requested: nothing fits these words; count it.
        procedure_shown: this procedure is on screen now, or none.
    """

    need_changed = Signal(str)
    procedure_chosen = Signal(str)
    wishes_changed = Signal()
    half_days_requested = Signal()
    print_requested = Signal(str, str, str)
    preview_requested = Signal(str, str, str)
    reprint_requested = Signal()
    unmet_requested = Signal(str)
    procedure_shown = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._answer: NeedAnswer | None = None
        self._checklist: Checklist | None = None
        self._view: ChecklistView | None = None
        self._opening = ""
        self._relays_known = False
        self._awaiting_relays: SignalInstance | None = None
        self.half_days: frozenset[HalfDay] = frozenset()
        self._format = SlipFormat.A5
        self.setProperty("role", "page")

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._search_row())
        column.addWidget(self._notice_row())
        self._relay_part = QWidget()
        self._relay_room = QVBoxLayout(self._relay_part)
        self._relay_room.setContentsMargins(0, 0, 0, 0)
        least = round(_NARROWEST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._left_panel(), self._relay_part, least), 1)
        self._foot = QVBoxLayout()
        column.addLayout(self._foot)
        self._show_relays(visible=False)

    # what comes in

    def present_answer(self, answer: NeedAnswer) -> None:
        """Show the procedures that the words in the box may mean."""
        self._answer = answer
        self._opening, self._awaiting_relays = "", None
        self._tell(_secret_words(answer.secret, self._say) if answer.secret else "", "banner-warning")
        typed = bool(self._box.text().strip())
        self._found.present(answer, typed=typed)
        self._left.setCurrentIndex(_LIST if typed else _EMPTY)
        self._show_relays(visible=False)

    def present_numbers(self, phones: tuple[PhoneLine, ...]) -> None:
        """Show the national numbers of the nearest needs, offered when nothing fits."""
        self._found.present_numbers(phones, offered=self._answer is not None and self._answer.nothing_fits)

    def present_checklist(self, checklist: Checklist) -> None:
        """Show what the desk does for a procedure, and put the keyboard on its first step."""
        from desk.ui.widgets.checklist import ChecklistView  # noqa: PLC0415 - the home starts without it

        self._checklist = checklist
        self._view = ChecklistView(self._say, self._look, checklist)
        self._area.setWidget(self._view)
        self._left.setCurrentIndex(_CHECKLIST)
        if checklist.procedure != self._opening:
            self._awaiting_relays = None
        self._opening, self._relays_known = "", False
        self._relays.present((), self._say("Looking for relays…"))
        self._show_relays(visible=True)
        self._view.take_focus()

    def present_season(self, procedures: tuple[tuple[str, str], ...]) -> None:
        """Show the procedures, as (id, title), that this time of the year brings: one gesture opens each."""
        while (item := self._season.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        if procedures:
            self._season.addWidget(plain_label(self._say("At this time of the year"), "strong"))
        for procedure, title in procedures:
            button = named(QPushButton(title), f"season-{procedure}")
            button.setProperty("role", "choice")
            button.clicked.connect(lambda _=False, procedure=procedure: self.procedure_chosen.emit(procedure))
            self._season.addWidget(button)

    def present_relays(self, cards: tuple[RelayCard, ...], *, library_known: bool = True) -> None:
        """Show the local relays of the procedure on screen, the best one chosen."""
        if library_known:
            empty = self._say("No relay of this kind is known here yet. The slip still tells what to do.")
        else:
            empty = self._say("This desk does not know its library yet.")
        self._relays.present(cards, empty)
        if self._view is not None:
            self._view.present_relays(cards)
        self._relays_known = True
        if (wanted := self._awaiting_relays) is not None:
            self._awaiting_relays = None
            self._request(wanted)

    def present_format(self, slip_format: SlipFormat) -> None:
        """Show the paper that the slip will use."""
        self._format = slip_format
        if self._relays_made:
            self._relays.present_format(slip_format)

    def present_half_days(self, chosen: frozenset[HalfDay]) -> None:
        """Show when the person is free and ask for the relays again."""
        self.half_days = chosen
        self._relays.present_half_days(chosen)
        self.wishes_changed.emit()

    def present_done(self, sentence: str) -> None:
        """Say what has just been done; it stays until the next act."""
        self._tell(sentence, "banner-info")

    def add_foot(self, part: QWidget) -> None:
        """Put ``part`` below everything else."""
        self._foot.addWidget(part)

    # what is known now

    @property
    def need(self) -> str:
        """The words in the box."""
        return self._box.text()

    @property
    def by_car(self) -> bool:
        """Whether the person has a car."""
        return not self._relays_made or self._relays.by_car

    @property
    def procedure(self) -> str:
        """The procedure on screen, or nothing."""
        return self._checklist.procedure if self._checklist and self._left.currentIndex() == _CHECKLIST else ""

    @property
    def relay(self) -> RelayCard | None:
        """The relay chosen, if any."""
        return self._relays.current if self._relays_made else None

    # acts

    def new_person(self) -> None:
        """Clear everything for the next visitor."""
        self._box.clear()
        self._checklist = None
        self._view = None
        self._area.setWidget(QWidget())
        self.half_days = frozenset()
        if self._relays_made:
            self._relays.new_person()
        self._answer = None
        self._opening, self._awaiting_relays = "", None
        self._tell("", "banner-warning")
        self._left.setCurrentIndex(_EMPTY)
        self._show_relays(visible=False)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard in the box."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_back(self) -> None:
        """Put the keyboard back on what is on screen: the steps, else the box."""
        if self.procedure and self._view is not None:
            self._view.take_focus()
        else:
            self.take_focus()

    def ask(self, need: str) -> None:
        """Type ``need`` in the box."""
        self._box.setText(need)

    def resume(self, before: ReferScreen) -> None:
        """Take over the words and the wishes of the person from a home that is about to close."""
        self.half_days = before.half_days
        if before.half_days or not before.by_car:
            self._relays.by_car = before.by_car
            self._relays.present_half_days(before.half_days)
        self.ask(before.need)

    def choose_first(self) -> None:
        """Open the procedure that is highlighted in the list."""
        self._found.open_current()

    def back_to_list(self) -> None:
        """Go back to the list, on the same line, with the words still in the box."""
        if self._left.currentIndex() == _CHECKLIST and self._answer is not None and self._answer.procedures:
            self._left.setCurrentIndex(_LIST)
            self._show_relays(visible=False)
        self.take_focus()

    def request_print(self) -> None:
        """Ask for the slip of what is on screen."""
        self._request(self.print_requested)

    def request_preview(self) -> None:
        """Ask to see the slip of what is on screen."""
        self._request(self.preview_requested)

    def note_unmet(self) -> None:
        """Ask to count a need that nothing fitted."""
        if self._left.currentIndex() == _LIST and self._answer is not None and self._answer.nothing_fits:
            self.unmet_requested.emit(self._box.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the keyboard stays in the box; show around the box that it has it."""
        if watched is self._box:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
                if step is not None:
                    self._found.walk(step)
                    return True
            elif event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
                set_role(self._search, "search-focus" if event.type() == QEvent.Type.FocusIn else "search")
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step and loses nothing. The right arrow goes from the steps to the relays."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_to_list()
        elif event.key() == Qt.Key.Key_Right and self.procedure:
            self._relays.take_focus()
        else:
            super().keyPressEvent(event)

    # the parts

    def _search_row(self) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "need", say("What does the person need?"))
        self._box.setPlaceholderText(say("What does the person need? In their own words"))
        self._box.setProperty("role", "search")
        self._box.setMaxLength(10_000)
        self._box.textChanged.connect(self.need_changed)
        self._box.returnPressed.connect(self.choose_first)
        self._box.installEventFilter(self)
        self._search = QFrame()
        self._search.setProperty("role", "search")
        row = QHBoxLayout(self._search)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(picture(self._look, "search"))
        row.addWidget(self._box, 1)
        if not self._look.scale.large:
            row.addWidget(plain_label(say("Ctrl+N: next person"), "muted", wraps=False))
        return self._search

    def _notice_row(self) -> QFrame:
        self._notice = named(QFrame(), "notice")
        self._notice.setProperty("role", "banner-warning")
        self._notice_text = plain_label("")
        self._notice_text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._notice_text)
        self._notice.setVisible(False)
        return self._notice

    def _left_panel(self) -> QWidget:
        say = self._say
        empty = QWidget()
        guide = QVBoxLayout(empty)
        guide.addWidget(plain_label(say("Type what the visitor says or what is on the letter."), "subtitle"))
        for line in (
            say("Every word helps: the sender, the object, the problem."),
            say("Enter opens the first line. The arrows choose another one."),
            say("Ctrl+P prints the slip. Ctrl+N is for the next person."),
        ):
            guide.addWidget(plain_label(line, "muted"))
        self._season = QVBoxLayout()
        guide.addLayout(self._season)
        guide.addStretch(1)

        self._listed, self._area = ScrollingArea(), ScrollingArea()
        self._left = QStackedWidget()
        for page in (ScrollingArea(empty), self._listed, self._area):
            self._left.addWidget(page)
        panel = QFrame()
        panel.setProperty("role", "card")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.addWidget(self._left)
        return panel

    @cached_property
    def _found(self) -> FoundPanel:
        """The procedures found, made at the first word: the home starts without it."""
        from desk.ui.widgets.found_panel import FoundPanel  # noqa: PLC0415 - the home starts without it

        made = FoundPanel(self._say, self._look)
        made.opened.connect(self._open)
        made.unmet_requested.connect(self.note_unmet)
        self._listed.setWidget(made)
        return made

    @cached_property
    def _relays(self) -> RelaysPanel:
        """The relays, made at the first procedure."""
        from desk.ui.widgets.relays_panel import RelaysPanel  # noqa: PLC0415 - the home starts without it

        made = RelaysPanel(self._say, self._look)
        made.wishes_changed.connect(self.wishes_changed)
        made.half_days_requested.connect(self.half_days_requested)
        made.print_requested.connect(self.request_print)
        made.preview_requested.connect(self.request_preview)
        made.reprint_requested.connect(self.reprint_requested)
        made.present_format(self._format)
        self._relay_room.addWidget(made)
        return made

    @property
    def _relays_made(self) -> bool:
        return "_relays" in self.__dict__

    def _show_relays(self, *, visible: bool) -> None:
        self._relay_part.setVisible(visible)
        self.procedure_shown.emit(self.procedure)

    def _tell(self, sentence: str, role: str) -> None:
        """Show ``sentence`` and have a screen reader say it."""
        self._notice_text.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._notice.setAccessibleName(sentence)
        set_role(self._notice, role)
        announce(self._notice, sentence)

    def _open(self, procedure_id: str) -> None:
        self._opening, self._awaiting_relays = procedure_id, None
        self.procedure_chosen.emit(procedure_id)

    def _request(self, signal: SignalInstance) -> None:
        """Ask for the slip of what is on screen; when it is not all there yet, as soon as it is."""
        if not self.procedure and not self._opening:
            self.choose_first()
            return
        if self._opening or not self._relays_known:
            self._awaiting_relays = signal
            return
        relay = self.relay
        signal.emit(self.procedure, relay.sheet if relay else "", relay.relay_types[0] if relay else "")


def _secret_words(kind: str, say: Words) -> str:
    from desk.work.sentences import of_problem  # noqa: PLC0415 - only when a number or a password was typed

    return of_problem(f"secret-{kind}", say)
