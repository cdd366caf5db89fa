"""Slips that come back, slips without news, and the month so far: one page, that scrolls as a whole."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.counts import Result
from desk.domain.referrals import Outcome
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.digit_buttons import DigitButtons
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.open_months_panel import OpenMonthsPanel
from desk.ui.widgets.whole import WholeLines, WholePage
from desk.work.counts_view import Board, NewsLine
from desk.work.figures_words import not_back_words, result_words, without_news_words

OUTCOMES = (Outcome.DONE, Outcome.COME_BACK, Outcome.WRONG_PLACE, Outcome.CLOSED, Outcome.NO_NEWS)
"""What became of a slip, in the order of its digits."""

NEWS_PAPER, BLANK_PAPER = "no-news", "blank"


class SlipsPart(QWidget):
    """The code of a slip that came back, then one digit; below, the slips without news and those not back yet.

    Signals:
        slip_requested: the slip of this code came back.
        outcome_noted: what became of the slip of this code.
        paper_requested: this paper: ``no-news`` or ``blank``.
    """

    slip_requested = Signal(str)
    outcome_noted = Signal(str, object)
    paper_requested = Signal(str)

    def __init__(self, say: Words, look: Look, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._slip: NewsLine | None = None
        self._month = OpenMonthsPanel(say)
        self._without_told = named(plain_label("", "subtitle"), "without-news-told")
        self._not_back_told = named(plain_label("", "subtitle"), "not-back-told")
        self._without_what = named(plain_label("", "muted"), "without-news-what")
        self._not_back_what = named(plain_label("", "muted"), "not-back-what")
        self._without = self._list(look, "without-news", say("Slips without news"))
        self._not_back = self._list(look, "not-back", say("Slips not back yet"))
        page = WholePage(
            _part(*self._typed(), self._without_told, self._without_what, self._without),
            _part(self._month, self._not_back_told, self._not_back_what, self._not_back),
            least,
        )
        self._told.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self._show_slip(None)

    # what comes in

    def present(self, board: Board) -> None:
        """Show what is known now: this month, the slips without news, those not back yet."""
        say, news = self._say, board.news
        self._month.present(board)
        waited = say(
            "Given more than {n} days ago, listed for two months. Call the relay: the code is enough.", n=news.days
        )
        still = say("Given in the last {n} days: they may still come back.", n=news.days)
        for lines, shown, told, what, words, sentence in (
            (self._without, news.without_news, self._without_told, self._without_what, without_news_words, waited),
            (self._not_back, news.not_back, self._not_back_told, self._not_back_what, not_back_words, still),
        ):
            at = lines.currentIndex().row()
            lines.present(shown)
            lines.choose(min(at, len(shown) - 1))
            lines.setVisible(bool(shown))
            told.setText(words(len(shown), say))
            _show_if(what, sentence if shown else "")

    def present_slip(self, slip: NewsLine) -> None:
        """Show the slip whose code was typed: one digit says what became of it."""
        self._show_slip(slip)
        self._outcomes.take_focus()

    def present_noted(self, sentence: str) -> None:
        """Say that an outcome is noted, ready for the next slip."""
        self._show_slip(None)
        self._code.clear()
        self.present_told(sentence)
        self.take_focus()

    def present_told(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what was done, or what is wrong with a code."""
        set_role(self._told, "warn" if wrong else "strong")
        tell(self._told, sentence)

    def hush(self) -> None:
        """Hide small numbers again."""
        self._month.hush()

    def clear(self) -> None:
        """Forget the slip that was typed, and what only the desk may see."""
        self.hush()
        self._show_slip(None)
        self._code.clear()
        self.present_told("")

    def take_focus(self) -> None:
        """Put the keyboard where the code of a slip is typed."""
        self._code.setFocus(Qt.FocusReason.OtherFocusReason)

    # the parts

    def _typed(self) -> tuple[QWidget | Flow, ...]:
        say = self._say
        self._code = named(QLineEdit(), "slip-code")
        self._code.setMaxLength(20)
        self._code.returnPressed.connect(self._ask_slip)
        self._told = named(plain_label("", "strong"), "slip-told")
        self._about_slip = named(plain_label("", "strong"), "slip-about")
        self._outcomes = DigitButtons("outcome", [_outcome_words(one, say) for one in OUTCOMES])
        self._outcomes.chosen.connect(self._note)
        papers = Flow(across=8, down=6)
        for name, text, paper in (
            ("print-news", say("Print the &list"), NEWS_PAPER),
            ("print-blank", say("Print &blank slips"), BLANK_PAPER),
        ):
            button = named(QPushButton(text), name)
            button.clicked.connect(lambda _=False, paper=paper: self.paper_requested.emit(paper))
            papers.addWidget(button)
        return (
            labelled(say("&Code of the slip that came back, then Enter"), self._code),
            self._told,
            self._about_slip,
            self._outcomes,
            papers,
        )

    def _list(self, look: Look, name: str, spoken: str) -> WholeLines[NewsLine]:
        say = self._say
        made: WholeLines[NewsLine] = WholeLines(
            look,
            name,
            spoken,
            (
                Column(say("Code"), lambda one: f"{one.code}   {one.title}"),
                Column(say("Relay"), lambda one: one.relay),
                Column(say("Telephone"), lambda one: one.phone),
                Column(say("Day"), lambda one: f"{one.day} ({one.age})"),
            ),
        )
        made.opened.connect(lambda: self._open(made))
        return made

    # what happens

    def _ask_slip(self) -> None:
        self._show_slip(None)
        if text := self._code.text().strip():
            self.slip_requested.emit(text)

    def _open(self, lines: WholeLines[NewsLine]) -> None:
        if (one := lines.row) is not None:
            self._code.setText(one.code)
            self.present_slip(one)

    def _note(self, place: int) -> None:
        if self._slip is not None:
            self.outcome_noted.emit(self._slip.code, OUTCOMES[place])

    def _show_slip(self, slip: NewsLine | None) -> None:
        self._slip = slip
        told = " · ".join(filter(None, (slip.title, slip.relay, slip.day, slip.told))) if slip is not None else ""
        _show_if(self._about_slip, told)
        self._outcomes.setVisible(slip is not None)
        if slip is not None:
            self.present_told("")


def _part(*shown: QWidget | Flow) -> QWidget:
    """Return one part, from its top down."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for one in shown:
        if isinstance(one, QWidget):
            column.addWidget(one)
        else:
            column.addLayout(one)
    column.addStretch(1)
    return part


def _show_if(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _outcome_words(outcome: Outcome, say: Words) -> str:
    return result_words(Result(f"relayed-{outcome.value}"), say)
