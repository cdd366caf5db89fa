"""Ils disent, nous disons: one difference at a time, settled by 1, 2 or 3."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.scroll import ScrollingArea
from desk.work.suggestions import Keep, Question

_KEYS = {Qt.Key.Key_1: Keep.OURS, Qt.Key.Key_2: Keep.THEIRS, Qt.Key.Key_3: Keep.VERIFY}


class SuggestionsScreen(QWidget):
    """Shows the first question that waits.

    Signals:
        answered: the sheet, the field, and what is kept.
        open_requested: the sheet with this id is wanted in full.
        left: back to the list of sheets.
    """

    answered = Signal(str, str, str)
    open_requested = Signal(str)
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._waiting: list[Question] = []
        self.setProperty("role", "page")
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        self._count = plain_label("", "muted")
        self._sheet = plain_label("", "title")
        self._field = plain_label("", "subtitle")
        self._ours, self._theirs = plain_label(""), plain_label("")
        self._source = plain_label("", "muted")
        self._card = named(QFrame(), "question")
        self._card.setProperty("role", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setSpacing(10)
        for widget in (
            self._sheet,
            self._field,
            plain_label(say("We say"), "strong"),
            self._ours,
            plain_label(say("They say"), "strong"),
            self._theirs,
            self._source,
        ):
            inside.addWidget(widget)
        self._choices = [
            self._choice("keep-ours", say("&1  Keep ours"), Keep.OURS),
            self._choice("keep-theirs", say("&2  Take theirs"), Keep.THEIRS),
            self._choice("verify", say("&3  To verify by telephone"), Keep.VERIFY),
        ]
        row = QHBoxLayout() if not look.scale.large else QVBoxLayout()
        for button in self._choices:
            row.addWidget(button)
        inside.addLayout(row)
        foot = QHBoxLayout()
        self._later = named(QPushButton(say("&Later")), "later")
        self._later.clicked.connect(self.postpone)
        self._open = named(QPushButton(say("&See the sheet")), "see-sheet")
        self._open.clicked.connect(self._see)
        foot.addWidget(self._later)
        foot.addWidget(self._open)
        foot.addStretch(1)
        inside.addLayout(foot)
        holder = QWidget()
        middle = QVBoxLayout(holder)
        middle.addWidget(self._card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(say("They say, we say"), "title"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._count)
        column.addWidget(ScrollingArea(holder), 1)
        self.present(())

    def present(self, waiting: tuple[Question, ...]) -> None:
        """Show the first of the questions that wait, or that none does."""
        self._waiting = list(waiting)
        self._show_first()

    def postpone(self) -> None:
        """Put the question at the end: it stays until somebody chooses."""
        if len(self._waiting) > 1:
            self._waiting.append(self._waiting.pop(0))
            self._show_first()

    def choose(self, keep: Keep) -> None:
        """Settle the question on screen and show the next."""
        if self._waiting:
            question = self._waiting.pop(0)
            self.answered.emit(question.sheet, question.field, keep.value)
            self._show_first()

    def _see(self) -> None:
        if self._waiting:
            self.open_requested.emit(self._waiting[0].sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose; Esc goes back."""
        keep = _KEYS.get(Qt.Key(event.key()))
        if keep is not None:
            self.choose(keep)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choice(self, name: str, words: str, keep: Keep) -> QPushButton:
        button = named(QPushButton(words), name)
        button.clicked.connect(lambda: self.choose(keep))
        return button

    def _show_first(self) -> None:
        say, any_left = self._say, bool(self._waiting)
        self._card.setVisible(any_left)
        if not any_left:
            self._count.setText(say("Nothing to choose: your files and your sheets agree."))
            return
        question = self._waiting[0]
        self._count.setText(say.count(len(self._waiting), "{n} difference to settle", "{n} differences to settle"))
        for label, text in (
            (self._sheet, question.name),
            (self._field, question.title),
            (self._ours, question.ours),
            (self._theirs, question.theirs),
            (self._source, say("Source: {source}", source=question.source)),
        ):
            label.setText(text)
        self._card.setAccessibleName(f"{question.name}, {question.title}")
        self._choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
