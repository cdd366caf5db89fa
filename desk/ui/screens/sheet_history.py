"""Fiches, the history of one sheet: what changed, who, when; and putting an earlier value back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.lines import Lines
from desk.work.history import Step
from desk.work.sentences import of_problem


class SheetHistoryScreen(QWidget):
    """Every change of a sheet, the latest first.

    Signals:
        put_back_requested: what the field of this save was before is wanted again: the save's number, the field.
        left: Esc, or « Retour ».
    """

    put_back_requested = Signal(int, str)
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setProperty("role", "page")
        self._title = named(plain_label(say("History"), "title"), "title")
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        self._told = named(plain_label("", "strong"), "told")
        self._list: Lines[Step] = Lines(
            look,
            "steps",
            say("What changed, the latest first"),
            (
                Column(say("What"), lambda step: step.what),
                Column(say("Before"), self._before),
                Column(say("When"), lambda step: step.when, lambda _: "clock"),
                Column(say("By"), lambda step: step.by),
            ),
        )
        self._list.current_changed.connect(self._may_put_back)
        self._list.activated.connect(self._put_back)
        self._put = named(QPushButton(say("&Put back what it was before")), "put-back")
        self._put.setProperty("role", "primary")
        self._put.clicked.connect(self._put_back)

        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self._put)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(plain_label(say("Putting back is a change like another: it can be undone too."), "muted"))
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        self._may_put_back()

    def present(self, name: str, steps: tuple[Step, ...]) -> None:
        """Show the history of the sheet called ``name``; the line that was current stays so."""
        title = self._say("History: {name}", name=name)
        at = self._list.currentIndex().row() if self._title.text() == title else 0
        self._title.setText(title)
        self._list.present(steps)
        self._list.choose(min(max(0, at), len(steps) - 1))
        if not steps:
            self.present_told(self._say("Nothing changed here since this sheet came with its list."))
        self._may_put_back()

    def present_told(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        """Say what was just done, or what must be corrected first."""
        set_role(self._told, "warn" if problems else "strong")
        tell(self._told, of_problem(problems[0].code, self._say) if problems else sentence)

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the sheet."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _before(self, step: Step) -> str:
        return self._say("before: {value}", value=step.before) if step.before else ""

    def _may_put_back(self) -> None:
        step = self._list.row
        self._put.setEnabled(step is not None and not step.standing)

    def _put_back(self) -> None:
        step = self._list.row
        if step is not None and not step.standing:
            self.put_back_requested.emit(step.n, step.field)
