"""Le journal: what was done here, one line an act, each undone by one key; and the bin of the last thirty days."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QStackedWidget, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.work.journal import KEPT_DAYS, Binned, Entry
from desk.work.sentences import of_problem


class JournalScreen(QWidget):
    """Today, the last thirty days, or the bin.

    Signals:
        wanted: the acts of so many days are wanted; 0 for the bin.
        undo_requested: this act is to be undone.
        take_out_requested: this kind and id are to come out of the bin.
        left: Esc.
    """

    wanted = Signal(int)
    undo_requested = Signal(str)
    take_out_requested = Signal(str, str)
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setProperty("role", "page")
        self._parts = QButtonGroup(self)
        choices = Flow(across=10, down=2)
        for place, (name, text) in enumerate(
            (("today", say("&Today")), ("month", say("The last &30 days")), ("bin", say("The &bin")))
        ):
            choice = named(QRadioButton(text), f"part-{name}")
            choice.setChecked(place == 0)
            self._parts.addButton(choice, place)
            choices.addWidget(choice)
        self._parts.idToggled.connect(lambda _, checked: self.ask() if checked else None)
        self._entries: Lines[Entry] = Lines(
            look,
            "entries",
            say("What was done here"),
            (
                Column(say("What"), lambda one: one.what),
                Column(say("When"), lambda one: f"{one.when}, {one.time}" if one.time else one.when, lambda _: "clock"),
                Column(say("Details"), lambda one: one.details),
                Column(say("By"), lambda one: one.by),
                Column(say("Undo"), lambda one: "" if one.undoable else one.since or say("cannot be undone from here")),
            ),
        )
        self._bin: Lines[Binned] = Lines(
            look,
            "bin",
            say("What was taken away"),
            (
                Column(say("What"), lambda one: one.title),
                Column(say("Kind"), lambda one: one.what),
                Column(say("When"), lambda one: say("taken away {when}", when=one.when), lambda _: "clock"),
            ),
        )
        self._lists = QStackedWidget()
        for one in (self._entries, self._bin):
            one.current_changed.connect(self._may_act)
            one.activated.connect(self._act)
            self._lists.addWidget(one)
        self._told = named(plain_label("", "strong"), "told")
        self._do = named(QPushButton(), "undo")
        self._do.setProperty("role", "primary")
        self._do.clicked.connect(self._act)
        back = named(QPushButton(say("Bac&k (Esc)")), "back")
        back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(plain_label(say("The journal"), "title"), 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self._do, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(
            plain_label(say("What is written here stays on this computer. Undoing is a change like another."), "muted")
        )
        column.addWidget(self._lists, 1)
        column.addLayout(foot)
        self._may_act()

    def present(self, entries: tuple[Entry, ...]) -> None:
        """Show acts, latest first; the place in the list stays."""
        at = max(0, self._entries.currentIndex().row())
        self._lists.setCurrentWidget(self._entries)
        self._entries.present(entries)
        self._entries.choose(min(at, len(entries) - 1))
        self._if_empty(bool(entries), self._say("Nothing was done here yet."))

    def present_bin(self, binned: tuple[Binned, ...]) -> None:
        """Show what was taken away, latest first."""
        at = max(0, self._bin.currentIndex().row())
        self._lists.setCurrentWidget(self._bin)
        self._bin.present(binned)
        self._bin.choose(min(at, len(binned) - 1))
        self._if_empty(bool(binned), self._say("The bin is empty. What is taken away stays there for 30 days."))

    def present_told(self, sentence: str, problems: tuple[Problem, ...] = (), *, wrong: bool = False) -> None:
        """Say what was done, or why it could not be."""
        set_role(self._told, "warn" if problems or wrong else "strong")
        tell(self._told, of_problem(problems[0].code, self._say) if problems else sentence)

    def ask(self) -> None:
        """Ask for the part chosen."""
        self.present_told("")
        self.wanted.emit(self.days)

    @property
    def days(self) -> int:
        """How many days are wanted; 0 for the bin."""
        return (1, KEPT_DAYS, 0)[max(0, self._parts.checkedId())]

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        shown = self._bin if self._lists.currentWidget() is self._bin else self._entries
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _if_empty(self, there: bool, sentence: str) -> None:  # noqa: FBT001 - one question
        if not there and not self._told.text():
            self.present_told(sentence)
        self._may_act()

    def _may_act(self) -> None:
        binned = self._lists.currentWidget() is self._bin
        self._do.setText(self._say("P&ut it back") if binned else self._say("&Undo this"))
        one, entry = self._bin.row, self._entries.row
        self._do.setEnabled(one is not None if binned else entry is not None and entry.undoable)

    def _act(self) -> None:
        if self._lists.currentWidget() is self._bin:
            if (one := self._bin.row) is not None:
                self.take_out_requested.emit(one.kind, one.id)
        elif (entry := self._entries.row) is not None and entry.undoable:
            self.undo_requested.emit(entry.id)
