"""Before a page of figures is printed: each sentence can be said in other words, or put back."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.scroll import ScrollingArea
from desk.work.counts_view import Figures
from desk.work.report_words import MOST_SIGNS, PROPOSAL, SENTENCES, check, told

_LINES = 3


class ReportEditor(QDialog):
    """Three sentences and a proposal, each in a box. An empty box leaves the sentence out."""

    def __init__(self, say: Words, look: Look, figures: Figures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._boxes: dict[str, QPlainTextEdit] = {}
        title = say("The words of the page")
        self.setWindowTitle(title)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        column.addWidget(plain_label(title, "subtitle"))
        column.addWidget(
            plain_label(say("Change a sentence if you wish. An empty one is left out. Write nobody's name."), "muted")
        )
        labels = (say("&First sentence"), say("&Second sentence"), say("&Third sentence"), say("&Proposal"))
        own = (*figures.sentences, figures.proposal) if not figures.why else ()
        self._first = dict(zip((*SENTENCES, PROPOSAL), own, strict=False))
        for (name, text), label in zip(self._first.items(), labels, strict=False):
            box = named(QPlainTextEdit(text), f"words-{name}")
            box.setTabChangesFocus(True)
            tall = box.fontMetrics().lineSpacing() * _LINES + look.scale.px(16)
            box.setMinimumHeight(tall)
            box.setMaximumHeight(tall)
            self._boxes[name] = box
            column.addWidget(labelled(label, box))
        if not own:
            column.addWidget(plain_label(figures.why))
        self._told = named(plain_label("", "warn"), "words-told")
        self._told.setVisible(False)
        buttons = Flow(across=8, down=6)
        for name, text, act, role in (
            ("print-report", say("P&rint"), self._print, "primary"),
            ("put-back", say("Put the sentences &back"), self._put_back, ""),
            ("cancel", say("&Cancel"), self.reject, ""),
        ):
            button = named(QPushButton(text), name)
            if role:
                button.setProperty("role", role)
            button.clicked.connect(lambda _=False, act=act: act())
            buttons.addWidget(button)
        whole = QVBoxLayout(self)
        whole.addWidget(ScrollingArea(inside), 1)
        whole.addWidget(self._told)
        whole.addLayout(buttons)
        room = parent.size() if parent is not None else QSize(1366, 768)
        self.resize(QSize(look.scale.px(620), look.scale.px(600)).boundedTo(room - QSize(40, 60)))
        if self._boxes:
            next(iter(self._boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reworded(self) -> dict[str, str]:
        """What was said in other words, by the name of the sentence."""
        now = {name: " ".join(box.toPlainText().split())[:MOST_SIGNS] for name, box in self._boxes.items()}
        return {name: text for name, text in now.items() if text != self._first[name]}

    def _print(self) -> None:
        """Agree, unless a sentence names somebody: it is said, and the caret goes there."""
        problems = check(self.reworded)
        if not problems:
            self.accept()
            return
        tell(self._told, told(problems, self._say))
        self._boxes[problems[0].field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        for name, box in self._boxes.items():
            box.setPlainText(self._first[name])
