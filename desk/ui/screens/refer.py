"""Orienter, the home: one box for the need, the checklist on the left, the relays on the right, the slip below."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.settings import SlipFormat
from desk.base.words import Words
from desk.domain.hours import HalfDay
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.checklist import ChecklistView, phone_words
from desk.ui.widgets.half_days import half_days_words
from desk.ui.widgets.relay_cards import RelayCards
from desk.work.refer import Checklist, NeedAnswer, PhoneLine, RelayCard
from desk.work.sentences import of_problem

_EMPTY, _LIST, _CHECKLIST = range(3)


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
    """

    need_changed = Signal(str)
    procedure_chosen = Signal(str)
    wishes_changed = Signal()
    half_days_requested = Signal()
    print_requested = Signal(str, str, str)
    preview_requested = Signal(str, str, str)
    reprint_requested = Signal()
    unmet_requested = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._answer = NeedAnswer(procedures=(), nothing_fits=False)
        self._checklist: Checklist | None = None
        self._view: ChecklistView | None = None
        self.half_days: frozenset[HalfDay] = frozenset()
        self.setProperty("role", "page")

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._search_row())
        column.addWidget(self._notice_row())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self._left_panel())
        split.addWidget(self._right_panel())
        split.setStretchFactor(0, 11)
        split.setStretchFactor(1, 10)
        self._split = split
        column.addWidget(split, 1)
        self._show_relays(visible=False)

    # what comes in

    def present_answer(self, answer: NeedAnswer) -> None:
        """Show the procedures that the words in the box may mean."""
        self._answer = answer
        self._list.clear()
        for hit in answer.procedures:
            item = QListWidgetItem(f"{hit.title}\n{hit.administration}")
            item.setData(Qt.ItemDataRole.UserRole, hit.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title}, {hit.administration}")
            self._list.addItem(item)
        if answer.procedures:
            self._list.setCurrentRow(0)
        self._warn(of_problem(f"secret-{answer.secret}", self._say) if answer.secret else "")
        typed = bool(self._box.text().strip())
        self._nothing.setVisible(typed and answer.nothing_fits)
        self._nearest.setVisible(typed and answer.nothing_fits and bool(answer.procedures))
        self._hint.setVisible(typed and not answer.nothing_fits)
        self._left.setCurrentIndex(_LIST if typed else _EMPTY)
        self._show_relays(visible=False)

    def present_numbers(self, phones: tuple[PhoneLine, ...]) -> None:
        """Show the national numbers of the nearest needs, offered when nothing fits."""
        self._numbers.setText("\n".join(phone_words(phone, self._say) for phone in phones))
        self._numbers.setVisible(bool(phones))

    def present_checklist(self, checklist: Checklist) -> None:
        """Show what the desk does for a procedure, and put the keyboard on its first step."""
        self._checklist = checklist
        self._view = ChecklistView(self._say, self._look, checklist)
        self._area.setWidget(self._view)
        self._left.setCurrentIndex(_CHECKLIST)
        self._cards.present((), self._say("Looking for relays…"))
        self._show_relays(visible=True)
        self._view.take_focus()

    def present_relays(self, cards: tuple[RelayCard, ...], *, library_known: bool = True) -> None:
        """Show the local relays of the procedure on screen, the best one chosen."""
        if library_known:
            empty = self._say("No relay of this kind is known here yet. The slip still tells what to do.")
        else:
            empty = self._say("This desk does not know its library yet.")
        self._cards.present(cards, empty)
        if self._view is not None:
            self._view.present_relays(cards)

    def present_format(self, slip_format: SlipFormat) -> None:
        """Show the paper that the slip will use."""
        names = {
            SlipFormat.A5: self._say("A5 · one page"),
            SlipFormat.A4: self._say("A4 large letters · one page"),
            SlipFormat.RECEIPT: self._say("Receipt 80 mm"),
        }
        self._format.setText(names[slip_format])

    def present_half_days(self, chosen: frozenset[HalfDay]) -> None:
        """Show when the person is free and ask for the relays again."""
        self.half_days = chosen
        self._when.setText(half_days_words(chosen, self._say))
        self._when.setAccessibleName(self._say("Free: {when}", when=half_days_words(chosen, self._say)))
        self.wishes_changed.emit()

    def present_done(self, sentence: str) -> None:
        """Say what has just been done; it stays until the next act."""
        self._warn(sentence)

    # what is known now

    @property
    def need(self) -> str:
        """The words in the box."""
        return self._box.text()

    @property
    def by_car(self) -> bool:
        """Whether the person has a car."""
        return not self._on_foot.isChecked()

    @property
    def procedure(self) -> str:
        """The procedure on screen, or nothing."""
        return self._checklist.procedure if self._checklist and self._left.currentIndex() == _CHECKLIST else ""

    @property
    def relay(self) -> RelayCard | None:
        """The relay chosen, if any."""
        return self._cards.current

    # acts

    def new_person(self) -> None:
        """Clear everything for the next visitor."""
        self._box.clear()
        self._checklist = None
        self._view = None
        self._area.setWidget(QWidget())
        self._on_foot.setChecked(False)
        self.half_days = frozenset()
        self._when.setText(half_days_words(frozenset(), self._say))
        self._warn("")
        self.present_answer(NeedAnswer(procedures=(), nothing_fits=False))
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard in the box."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, need: str) -> None:
        """Type ``need`` in the box."""
        self._box.setText(need)

    def choose_first(self) -> None:
        """Open the procedure that is highlighted in the list."""
        item = self._list.currentItem()
        if item is not None:
            self.procedure_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def back_to_list(self) -> None:
        """Go back to the list, on the same line, with the words still in the box."""
        if self._left.currentIndex() == _CHECKLIST and self._answer.procedures:
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
        if self._left.currentIndex() == _LIST and self._answer.nothing_fits:
            self.unmet_requested.emit(self._box.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the keyboard stays in the box."""
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._list.count():
                step = 1 if key == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step and loses nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_to_list()
        else:
            super().keyPressEvent(event)

    # the parts

    def _search_row(self) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "need", say("What does the person need?"))
        self._box.setPlaceholderText(say("What does the person need? In their own words"))
        self._box.setProperty("role", "search")
        self._box.setMaxLength(10_000)
        self._box.addAction(icon("search", self._look.colour("accent"), 24), QLineEdit.ActionPosition.LeadingPosition)
        self._box.textChanged.connect(self.need_changed)
        self._box.returnPressed.connect(self.choose_first)
        self._box.installEventFilter(self)
        return self._box

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
        guide.addStretch(1)

        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._nothing_panel())
        self._hint = plain_label(say("Enter opens the line chosen."), "muted")
        self._nearest = plain_label(say("The nearest needs:"), "strong")
        column.addWidget(self._hint)
        column.addWidget(self._nearest)
        self._list = named(QListWidget(), "procedures", say("Procedures found"))
        self._list.setWordWrap(True)
        self._list.setSpacing(1)
        self._list.itemActivated.connect(self.choose_first)
        self._list.itemClicked.connect(self.choose_first)
        column.addWidget(self._list, 1)

        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        self._left = QStackedWidget()
        for page in (empty, listed, self._area):
            self._left.addWidget(page)
        panel = QFrame()
        panel.setProperty("role", "card")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.addWidget(self._left)
        return panel

    def _nothing_panel(self) -> QFrame:
        say = self._say
        self._nothing = named(QFrame(), "nothing-fits")
        self._nothing.setProperty("role", "banner-info")
        column = QVBoxLayout(self._nothing)
        column.addWidget(
            plain_label(say("Nothing fits well. That happens: say so, and look at these three ways."), "strong")
        )
        self._numbers = plain_label("")
        column.addWidget(self._numbers)
        self._unmet = named(QPushButton(say("&Count as a need without answer (F10)")), "unmet")
        self._unmet.clicked.connect(self.note_unmet)
        column.addWidget(self._unmet)
        return self._nothing

    def _right_panel(self) -> QWidget:
        say = self._say
        self._cards = RelayCards(say, self._look)
        self._on_foot = named(QPushButton(say("without a car")), "on-foot", say("Without a car"))
        self._on_foot.setCheckable(True)
        self._on_foot.toggled.connect(self.wishes_changed)
        self._when = named(QPushButton(half_days_words(frozenset(), say)), "when", say("When the person is free"))
        self._when.clicked.connect(self.half_days_requested)
        self._because = named(QPushButton(say("&Why this order?")), "because")
        self._because.setCheckable(True)
        self._because.toggled.connect(lambda wanted: self._cards.explain(wanted=wanted))

        cards = QScrollArea()
        cards.setWidgetResizable(True)
        cards.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cards.setWidget(self._cards)

        filters = QHBoxLayout()
        for button in (self._on_foot, self._when, self._because):
            filters.addWidget(button)
        filters.addStretch(1)

        self._relay_part = QWidget()
        relays = QVBoxLayout(self._relay_part)
        relays.setContentsMargins(0, 0, 0, 0)
        relays.addWidget(plain_label(say("Who can take over"), "subtitle"))
        relays.addLayout(filters)
        relays.addWidget(cards, 1)
        relays.addWidget(self._print_box())
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._relay_part, 1)
        return panel

    def _print_box(self) -> QFrame:
        say = self._say
        box = QFrame()
        box.setProperty("role", "action")
        sign = QLabel()
        sign.setPixmap(icon("printer", self._look.colour("accent"), 24).pixmap(24, 24))
        self._format = plain_label("", "strong", wraps=False)
        preview = named(QPushButton(say("Se&e it")), "preview", say("See the slip before printing"))
        preview.clicked.connect(self.request_preview)
        again = named(QPushButton(say("Print a&gain…")), "reprint", say("Print one of the last slips again"))
        again.clicked.connect(self.reprint_requested)
        self._print = named(QPushButton(say("Print the slip   Ctrl+P")), "print")
        self._print.setProperty("role", "primary")
        self._print.clicked.connect(self.request_print)

        top = QHBoxLayout()
        top.addWidget(sign)
        top.addWidget(self._format)
        top.addStretch(1)
        top.addWidget(preview)
        top.addWidget(again)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(top)
        column.addWidget(self._print)
        return box

    def _show_relays(self, *, visible: bool) -> None:
        self._relay_part.setVisible(visible)

    def _warn(self, sentence: str) -> None:
        self._notice_text.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._notice.setAccessibleName(sentence)

    def _request(self, signal: SignalInstance) -> None:
        if not self.procedure:
            self.choose_first()
            return
        relay = self.relay
        signal.emit(self.procedure, relay.sheet if relay else "", relay.relay_types[0] if relay else "")
