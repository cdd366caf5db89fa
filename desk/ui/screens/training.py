"""Cas d'exercice: one case at a time, its visitor's words, then a good answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.work.training import CaseView, answer_text, visitor_text

_LEAST_PX = 240
_SHARES = (10, 24)
_ABOVE = 0.35


class TrainingScreen(QWidget):
    """The cases on the left, the one chosen on the right. The good answer stays hidden until it is asked for.

    Signals:
        play_requested: the case shown is to be played: an empty Orienter.
        print_requested: these cases are wanted on paper.
    """

    play_requested = Signal()
    print_requested = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._cases: tuple[CaseView, ...] = ()
        self.setProperty("role", "page")
        self._list = named(QListWidget(), "cases", say("The cases"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show)
        self._reading = Reading(look, "case", say("The case"))
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        self._answer = self._button(say("&See a good answer"), "answer", self._show_answer)
        buttons = Flow(across=look.scale.px(8))
        play = self._button(say("&Play this case"), "play", self.play_requested.emit)
        play.setProperty("role", "primary")
        for button in (
            play,
            self._answer,
            self._button(say("&Next case"), "next", lambda: self._walk(1)),
            self._button(say("Pr&int this case"), "print-case", self._print_one),
            self._button(say("Print the &twelve"), "print-cases", lambda: self.print_requested.emit(self._cases)),
        ):
            buttons.addWidget(button)

        right = QWidget()
        shown = QVBoxLayout(right)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(self._reading, 1)
        shown.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(say("Cases to practise on"), "title"))
        column.addWidget(
            plain_label(
                say("At two: one reads the visitor's words aloud, the other is at the desk. Alone: read, then play."),
                "muted",
            )
        )
        column.addWidget(self._told)
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._list, right, least, shares=_SHARES, above=_ABOVE), 1)

    def present(self, cases: tuple[CaseView, ...]) -> None:
        """Show the cases; the one chosen stays."""
        at = max(0, self._list.currentRow())
        self._cases = cases
        self._list.clear()
        self._list.addItems([f"{case.number}. {case.title}" for case in cases])
        self._list.setCurrentRow(at)

    def present_told(self, sentence: str) -> None:
        """Say what came of it."""
        tell(self._told, sentence)

    def take_focus(self) -> None:
        """Put the keyboard on the cases."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, words: str, name: str, act: object) -> QPushButton:
        button = named(QPushButton(words), name)
        button.clicked.connect(act)
        return button

    @property
    def _case(self) -> CaseView | None:
        at = self._list.currentRow()
        return self._cases[at] if 0 <= at < len(self._cases) else None

    def _show(self) -> None:
        if (case := self._case) is not None:
            self._reading.setAccessibleName(case.title)
            self._reading.present_marked(visitor_text(case, self._say))
            self._answer.setEnabled(True)

    def _show_answer(self) -> None:
        if (case := self._case) is not None:
            self._reading.present_marked(answer_text(case, self._say))
            self._reading.setFocus(Qt.FocusReason.OtherFocusReason)
            self._answer.setEnabled(False)

    def _walk(self, step: int) -> None:
        if self._cases:
            self._list.setCurrentRow((self._list.currentRow() + step) % len(self._cases))

    def _print_one(self) -> None:
        if (case := self._case) is not None:
            self.print_requested.emit((case,))
