"""Échanges: where things stand, what two libraries wrote differently, what left and what came. Never an alarm."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.invitation import InvitationBoxes
from desk.ui.widgets.scroll import ScrollingArea
from desk.work.exchanging import Card, View
from desk.work.questions import Keep

_KEYS = {Qt.Key.Key_1: Keep.OURS, Qt.Key.Key_2: Keep.THEIRS, Qt.Key.Key_3: Keep.BOTH}


class ExchangeScreen(QWidget):
    """Shows the exchange and its questions; who is in charge settles them.

    Signals:
        join_requested: the address and the code typed.
        exchange_requested: now.
        stick_write_requested, stick_read_requested: with a stick.
        settle_requested: the question, what is kept, the initials of who chooses.
        open_requested: the sheet with this id is wanted in full.
    """

    join_requested = Signal(str, str)
    exchange_requested = Signal()
    stick_write_requested = Signal()
    stick_read_requested = Signal()
    settle_requested = Signal(str, str, str)
    open_requested = Signal(str)

    def __init__(self, say: Words, look: Look, initials: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._cards: list[Card] = []
        self._in_charge = ""
        self._focus_awaited = False
        self.setProperty("role", "page")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        across = not look.scale.large
        column.addWidget(self._state_card(across))
        column.addWidget(self._join_card(across))
        column.addWidget(self._question_part(initials, across))
        column.addWidget(self._journal_part(look.scale.px(180)))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        whole.addWidget(plain_label(say("Exchanges"), "title"))
        whole.addWidget(ScrollingArea(inside), 1)

    # what is shown

    def present(self, view: View) -> None:
        """Show where the exchange stands."""
        joined = bool(view.network)
        self._state.setText(view.state)
        self._more.setText(view.more)
        self._join.setVisible(not joined)
        self._questions.setVisible(joined)
        self._journal_box.setVisible(joined)
        for button in (self._now, self._write, self._read):
            button.setVisible(joined)
        self._cards = list(view.cards)
        self._show_first()
        self._journal.clear()
        for line in view.lines:
            more = f" · {line.more}" if line.more else ""
            self._journal.addItem(f"{line.when} · {line.what} · {line.way}{more}")
        if not view.lines:
            self._journal.addItem(self._say("Nothing has left or come yet."))
        if self._focus_awaited:
            self._focus_awaited = False
            self.take_focus()

    def present_busy(self, *, busy: bool) -> None:
        """Say that an exchange is under way, or that it ended. Nothing else waits for it."""
        self._now.setEnabled(not busy)
        self._now.setText(self._say("Exchanging…") if busy else self._say("Exchange &now"))

    def present_said(self, sentence: str) -> None:
        """Say what the last act did."""
        tell(self._said, sentence)

    def await_focus(self) -> None:
        """Give the keys to the first thing to do once it is known what there is."""
        self._focus_awaited = True

    def take_focus(self) -> None:
        """Give the keys to the first thing to do."""
        if not self._join.isHidden():
            self._invitation.take_focus()
        elif self._in_charge and self._cards:
            self._choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._now.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose, for who is in charge."""
        keep = _KEYS.get(Qt.Key(event.key()))
        if keep is not None and self._in_charge:
            self.choose(keep)
        else:
            super().keyPressEvent(event)

    def choose(self, keep: Keep) -> None:
        """Settle the question on screen and show the next."""
        if self._cards and self._in_charge:
            card = self._cards.pop(0)
            self.settle_requested.emit(card.id, keep.value, self._in_charge)
            self._show_first()

    # parts

    def _state_card(self, across: bool) -> QFrame:  # noqa: FBT001 - one of two layouts
        say = self._say
        self._state, self._more = plain_label("", "subtitle"), plain_label("", "muted")
        self._said = named(plain_label(""), "said")
        self._said.setVisible(False)
        self._now = named(QPushButton(say("Exchange &now")), "exchange-now")
        self._now.setProperty("role", "primary")
        self._now.clicked.connect(self.exchange_requested)
        self._write = named(QPushButton(say("&Write on a stick…")), "stick-write")
        self._write.clicked.connect(self.stick_write_requested)
        self._read = named(QPushButton(say("&Read a stick…")), "stick-read")
        self._read.clicked.connect(self.stick_read_requested)
        card, column = _card("state")
        for label in (self._state, self._more, self._said):
            column.addWidget(label)
        column.addLayout(_row(across, self._now, self._write, self._read))
        return card

    def _join_card(self, across: bool) -> QFrame:  # noqa: FBT001 - one of two layouts
        say = self._say
        self._join, column = _card("join")
        self._invitation = InvitationBoxes(say, across=across)
        self._invitation.entered.connect(self._ask_join)
        column.addWidget(plain_label(say("Come into a network"), "subtitle"))
        column.addWidget(
            plain_label(say("With it, the libraries around share their sheets. Relais works as well without."), "muted")
        )
        column.addWidget(self._invitation)
        button = named(QPushButton(say("Come &in")), "join-now")
        button.setProperty("role", "primary")
        button.clicked.connect(self._ask_join)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return self._join

    def _question_part(self, initials: str, across: bool) -> QWidget:  # noqa: FBT001 - one of two layouts
        say = self._say
        self._questions, column = _card("questions")
        self._count = plain_label("", "subtitle")
        column.addWidget(self._count)
        self._charge = QWidget()
        charge = QHBoxLayout(self._charge) if across else QVBoxLayout(self._charge)
        charge.setContentsMargins(0, 0, 0, 0)
        self._initials = named(QLineEdit(initials), "charge-initials")
        self._initials.setMaxLength(10)
        self._initials.returnPressed.connect(self.take_charge)
        charge.addWidget(labelled(say("Your &initials, if you are in charge"), self._initials), 1)
        take = named(QPushButton(say("&Settle the questions")), "take-charge")
        take.clicked.connect(self.take_charge)
        charge.addWidget(take, 0, Qt.AlignmentFlag.AlignBottom)
        charge.addStretch(1)
        column.addWidget(self._charge)
        self._question, inside = _card("question")
        self._title, self._before = plain_label("", "strong"), plain_label("", "muted")
        self._ours, self._theirs = plain_label(""), plain_label("")
        for label in (self._title, self._ours, self._theirs, self._before):
            inside.addWidget(label)
        self._choices = [
            self._choice("keep-ours", Keep.OURS),
            self._choice("keep-theirs", Keep.THEIRS),
            self._choice("keep-both", Keep.BOTH),
        ]
        inside.addLayout(_row(across, *self._choices))
        self._later = named(QPushButton(say("&Later")), "later")
        self._later.clicked.connect(self._postpone)
        self._see = named(QPushButton(say("See the s&heet")), "see-sheet")
        self._see.clicked.connect(self._open)
        inside.addLayout(_row(True, self._later, self._see))
        column.addWidget(self._question)
        return self._questions

    def _journal_part(self, height: int) -> QFrame:
        self._journal_box, column = _card("journal-box")
        column.addWidget(plain_label(self._say("What left, what came"), "subtitle"))
        self._journal = named(QListWidget(), "journal", self._say("What left, what came"))
        self._journal.setMinimumHeight(height)
        self._journal.setWordWrap(True)
        self._journal.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._journal)
        return self._journal_box

    def _choice(self, name: str, keep: Keep) -> QPushButton:
        button = named(QPushButton(), name)
        button.clicked.connect(lambda: self.choose(keep))
        return button

    # acts

    def _ask_join(self) -> None:
        address, code = self._invitation.value
        if code:
            self.join_requested.emit(address, code)

    def take_charge(self) -> None:
        """Let the questions be settled, under the initials typed."""
        self._in_charge = self._initials.text().strip()
        if not self._in_charge:
            self.present_said(self._say("Write your initials first: they stay with what you choose."))
            self._initials.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_first()
        self.take_focus()

    def _postpone(self) -> None:
        if len(self._cards) > 1:
            self._cards.append(self._cards.pop(0))
            self._show_first()

    def _open(self) -> None:
        if self._cards and self._cards[0].record:
            self.open_requested.emit(self._cards[0].record)

    def _show_first(self) -> None:
        say, asked = self._say, self._cards
        self._charge.setVisible(bool(asked) and not self._in_charge)
        self._question.setVisible(bool(asked) and bool(self._in_charge))
        if not asked:
            self._count.setText(say("Nothing was written in two ways."))
            return
        self._count.setText(
            say.count(len(asked), "{n} line was written in two ways", "{n} lines were written in two ways")
            + (say(" · in charge: {initials}", initials=self._in_charge) if self._in_charge else "")
        )
        card = asked[0]
        self._title.setText(card.title + (say(" · set aside to be checked") if card.to_check else ""))
        for label, told in ((self._ours, card.ours), (self._theirs, card.theirs)):
            label.setText(say("{who}, {when}: {value}", who=told.who, when=told.when, value=told.value))
        self._before.setText(say("Before: {value}", value=card.before) if card.before else "")
        self._before.setVisible(bool(card.before))
        self._choices[0].setText(say("&1  Keep: {value}", value=_short(card.ours.value)))
        self._choices[1].setText(say("&2  Keep: {value}", value=_short(card.theirs.value)))
        self._choices[2].setText(say("&3  Both, to check by telephone"))
        self._question.setAccessibleName(f"{card.title}. {self._ours.text()}. {self._theirs.text()}")
        self._see.setVisible(bool(card.record))
        self._later.setVisible(len(asked) > 1)


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"


def _card(name: str) -> tuple[QFrame, QVBoxLayout]:
    card = named(QFrame(), name)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    return card, column


def _row(across: bool, *widgets: QWidget) -> QBoxLayout:  # noqa: FBT001 - one of two layouts
    row = QHBoxLayout() if across else QVBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    if across:
        row.addStretch(1)
    return row
