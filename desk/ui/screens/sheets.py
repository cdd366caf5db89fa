"""Fiches: find a sheet, read it in full, say that it is right or wrong, keep an internal note on it."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.narrowing import Only
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.sheet_page import ICONS, page, told
from desk.work.sentences import of_problem
from desk.work.sheet_list import PAGE, Question, SheetPage
from desk.work.sheets import SheetLine, SheetView

MOST = 1000
"""How many sheets the list shows at most, however long one scrolls: the others are found by typing."""

NEEDS = {
    "new": "sheet-editor", "edit": "sheet-editor", "history": "sheet-history", "calls": "calls", "map": "map",
    "overview": "overview", "import": "import", "export": "export",
}  # fmt: skip
"""The page that each button leads to: a button without its page is not shown."""

_NARROWEST_PX = 300
_NOTE_MS = 500
_OPEN_MS = 80
"""How long a line stays current before its sheet is read: while one types or walks, only the list is at work."""

_NOTE_LINES = 2
_TITLE_DOWN_PX = 6
"""So that the title stands on the line of the buttons beside it."""

_SHARES = (10, 11)


class SheetsScreen(QWidget):
    """A box, the list that it narrows, and the sheet chosen in full beside it.

    Signals:
        asked: these lines of the list are wanted.
        more_asked: these further lines are wanted.
        open_requested: the sheet with this id is wanted in full.
        note_changed: the internal note of this sheet is to be kept.
        verify_requested, doubt_requested, edit_requested, history_requested: of the sheet with this id.
        undo_requested: what was just said of a sheet is to be taken back.
        new_requested: a new sheet is wanted.
        page_requested: the page of this name is wanted.
    """

    asked = Signal(object)
    more_asked = Signal(object)
    open_requested = Signal(str)
    note_changed = Signal(str, str)
    verify_requested = Signal(str)
    doubt_requested = Signal(str)
    edit_requested = Signal(str)
    history_requested = Signal(str)
    undo_requested = Signal()
    new_requested = Signal()
    page_requested = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._view: SheetView | None = None
        self._shown_for: Question | None = None
        self._last = -1
        self._more = False
        self._wanted = ""
        self._again = False
        self._typed = False
        self._said_of = ""
        self._buttons: dict[str, QPushButton] = {}
        self.setProperty("role", "page")
        self._note_waits = self._timer(_NOTE_MS, self.keep_note)
        self._line_waits = self._timer(_OPEN_MS, self._open_now)

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(self._head())
        least = round(_NARROWEST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._list_panel(), self._sheet_panel(), least, shares=_SHARES), 1)
        self._keys()
        self._may_act()

    # what comes in

    def offer(self, pages: Collection[str]) -> None:
        """Show the buttons of these pages, and no other."""
        for name, wanted in NEEDS.items():
            self._buttons[name].setVisible(wanted in pages)

    def present_differences(self, many: int) -> None:
        """Show the way to what files say and the sheets do not, where there is any."""
        button = self._buttons["suggestions"]
        button.setText(self._say.count(many, "{n} &difference…", "{n} &differences…"))
        button.setVisible(many > 0)

    def present(self, found: SheetPage) -> None:
        """Show the sheets found, best first."""
        question = self._question()
        wanted, self._wanted = self._wanted, ""
        same = self._shown_for == question
        opened = wanted or (self._view.id if self._view and same else "")
        self._shown_for = question
        self._last, self._more = found.last, found.more
        self._list.present(found.lines)
        places = {line.id: place for place, line in enumerate(found.lines)}
        self._list.choose(places.get(opened, -1 if wanted else 0))
        if wanted:
            self._line_waits.stop()
            self.open_requested.emit(wanted)
        elif self._again or self._view is None:
            self._open_now()
        self._again = False
        self._tell_count()
        self._may_act()

    def present_more(self, found: SheetPage) -> None:
        """Show further sheets below those that are there."""
        self._last, self._more = found.last, found.more
        self._list.present_more(found.lines)
        self._tell_count()

    def present_sheet(self, view: SheetView) -> None:
        """Show one sheet in full, with its note."""
        self.keep_note()
        self._view = view
        if view.id != self._said_of:
            self.present_said("", undoable=False)
        self._reading.setAccessibleName(view.name)
        self._reading.present(page(self._say, self._look, view), "\n".join(told(self._say, view)))
        self._note.blockSignals(True)
        self._note.setPlainText(view.note)
        self._note.blockSignals(False)
        self._contact.setText("\n".join(view.contact))
        self._contact.setVisible(bool(view.contact))
        self._note_part.setVisible(True)
        self._tell_note("")
        self._may_act()

    def present_note_kept(self, problems: tuple[Problem, ...]) -> None:
        """Say that the note is kept, or what it must not hold."""
        if problems:
            self._tell_note(of_problem(problems[0].code, self._say), "warn")
        else:
            self._tell_note(self._say("Note kept on this computer."))

    def present_said(self, sentence: str, *, undoable: bool) -> None:
        """Say what was just said of a sheet, and offer to take it back."""
        self._said_of = self.chosen if sentence else ""
        tell(self._said, sentence)
        self._undo.setVisible(undoable)
        self._said_part.setVisible(bool(sentence))

    # acts

    def open_sheet(self, sheet_id: str) -> None:
        """Show this sheet as soon as the list is there, even if the list does not hold it."""
        self._wanted = sheet_id

    def ask_again(self) -> None:
        """Ask for the list and the sheet anew, as many lines as there are now: something changed."""
        shown = len(self._list.rows)
        question = self._question()
        least = shown if self._shown_for == question else 1
        self._again = True
        self.asked.emit(Question(text=question.text, only=question.only, least=max(1, min(least, MOST))))

    def keep_note(self) -> None:
        """Ask at once to keep what is typed in the note, if it waits."""
        if self._typed and self._view is not None:
            self._typed = False
            self._note_waits.stop()
            self.note_changed.emit(self._view.id, self._note.toPlainText())

    def take_focus(self) -> None:
        """Put the keyboard in the box."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> str:
        """The id of the sheet that acts are about: the current line's, else the one shown; nothing without either."""
        row = self._list.row
        return row.id if row else self._view.id if self._view else ""

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the list anew, and watch the window, so that nothing typed is lost when it closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self.ask_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the keyboard is in the box; keep the note before the window closes.

        The screen's own keys come before those of a box: Ctrl+E goes to the end of a line on some systems.
        """
        kind = event.type()
        if kind == QEvent.Type.Close and watched is self.window():
            self.keep_note()
        if kind == QEvent.Type.ShortcutOverride and watched in {self._box, self._note} and isinstance(event, QKeyEvent):
            own = QKeySequence(event.keyCombination()) in self._own_keys
            if own or (event.matches(QKeySequence.StandardKey.Undo) and watched is self._box and self._undoable):
                event.ignore()
                return True
        if watched is self._box and kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._list.walk(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the box; the words in it stay."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_focus()
            self._box.selectAll()
        else:
            super().keyPressEvent(event)

    # the parts

    def _head(self) -> QHBoxLayout:
        say = self._say
        flow = Flow(across=8, down=6)
        for name, text, act in (
            ("new", say("&New sheet"), self.new_requested.emit),
            ("calls", say("Ca&lls of the week"), lambda: self.page_requested.emit("calls")),
            ("map", say("&Map"), lambda: self.page_requested.emit("map")),
            ("overview", say("O&verview"), lambda: self.page_requested.emit("overview")),
            ("import", say("Im&port…"), lambda: self.page_requested.emit("import")),
            ("export", say("E&xport…"), lambda: self.page_requested.emit("export")),
            ("suggestions", "", lambda: self.page_requested.emit("suggestions")),
        ):
            flow.addWidget(self._button(name, text, act))
        self.present_differences(0)
        row = QHBoxLayout()
        row.setSpacing(16)
        title = plain_label(say("Sheets"), "title", wraps=False)
        title.setContentsMargins(0, self._look.scale.px(_TITLE_DOWN_PX), 0, 0)
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(flow, 1)
        return row

    def _list_panel(self) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "find")
        self._box.setMaxLength(200)
        self._box.textChanged.connect(self._ask)
        self._box.returnPressed.connect(self._read)
        self._box.installEventFilter(self)
        self._filters = QButtonGroup(self)
        narrowing = Flow(across=10, down=2)
        for only, text in (
            (Only.ALL, say("All")),
            (Only.TO_CHECK, say("To check")),
            (Only.DOUBTFUL, say("Said to be wrong")),
            (Only.OURS, say("Typed here")),
        ):
            choice = named(QRadioButton(text), f"only-{only.value}", text)
            choice.setChecked(only is Only.ALL)
            self._filters.addButton(choice, list(Only).index(only))
            narrowing.addWidget(choice)
        self._filters.idToggled.connect(lambda _, checked: self._ask() if checked else None)
        self._count = named(plain_label("", "muted"), "count")
        self._list: Lines[SheetLine] = Lines(
            self._look,
            "sheets",
            say("Sheets found"),
            (
                Column(say("Name"), lambda line: line.name),
                Column(say("State"), lambda line: line.told, lambda line: "triangle-alert" if line.told else ""),
                Column(say("Commune"), lambda line: line.commune),
                Column(say("Distance"), lambda line: line.away),
                Column(say("Checked"), lambda line: line.checked, lambda line: ICONS[line.fresh]),
            ),
        )
        self._list.current_changed.connect(self._line_changed)
        self._list.opened.connect(self._read)
        self._list.end_near.connect(self._ask_more)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled(say("&Find a sheet: name, kind, commune"), self._box))
        column.addLayout(narrowing)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        return panel

    def _sheet_panel(self) -> QWidget:
        say = self._say
        acts = Flow(across=8, down=6)
        for name, text, signal in (
            ("verify", say("I have &just checked   Ctrl+J"), self.verify_requested),
            ("doubt", say("It is &wrong…"), self.doubt_requested),
            ("edit", say("&Correct"), self.edit_requested),
            ("history", say("&History"), self.history_requested),
        ):
            acts.addWidget(self._button(name, text, self._about_chosen(signal)))
        self._said = named(plain_label("", "strong"), "said")
        self._undo = named(QPushButton(say("&Undo   Ctrl+Z")), "undo")
        self._undo.clicked.connect(self._take_back)
        self._said_part = QWidget()
        row = QHBoxLayout(self._said_part)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._said, 1)
        row.addWidget(self._undo)
        self._said_part.setVisible(False)
        self._reading = Reading(self._look, "sheet", say("The sheet"))
        self._reading.present([plain_label(say("Choose a sheet to read it here."), "muted")], "")
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(acts)
        column.addWidget(self._said_part)
        column.addWidget(self._reading, 1)
        column.addWidget(self._private_part())
        return panel

    def _private_part(self) -> QWidget:
        say = self._say
        self._note = named(QPlainTextEdit(), "note")
        lines = self._note.fontMetrics().lineSpacing() * (1 if self._look.scale.large else _NOTE_LINES)
        self._note.setMaximumHeight(lines + self._look.scale.px(20))
        self._note.textChanged.connect(self._note_typed)
        self._note.installEventFilter(self)
        self._note_told = named(plain_label("", "small"), "note-told")
        self._contact = named(plain_label("", "muted"), "contact")
        self._note_part = QWidget()
        below = QVBoxLayout(self._note_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        note = labelled(say("Internal n&ote (stays on this computer)"), self._note)
        note.setMinimumHeight(self._note.maximumHeight() + self._look.scale.px(32))  # its label is never squeezed
        below.addWidget(note)
        below.addWidget(self._note_told)
        below.addWidget(self._contact)
        self._note_part.setVisible(False)
        return self._note_part

    def _about_chosen(self, signal: SignalInstance) -> Callable[[], None]:
        return lambda: signal.emit(self.chosen)

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        button = named(QPushButton(text), name)
        button.clicked.connect(lambda _=False: act())
        self._buttons[name] = button
        return button

    def _keys(self) -> None:
        """Give the acts their keys; a key does nothing where its button cannot be pressed."""
        keys = (
            ("Ctrl+Shift+N", "new"), ("Ctrl+J", "verify"), ("Ctrl+D", "doubt"), ("Ctrl+E", "edit"), ("Ctrl+Shift+H", "history"),
        )  # fmt: skip
        self._own_keys = {QKeySequence(key) for key, _ in keys}
        for key, name in keys:
            button = self._buttons[name]
            button.setToolTip(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
            self._shortcut(key, button.click)
        self._shortcut("Ctrl+Z", self._take_back)

    def _shortcut(self, key: str, act: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(key), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def _timer(self, wait_ms: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(act)
        return timer

    # what happens

    @property
    def _undoable(self) -> bool:
        return self._said_part.isVisible() and not self._undo.isHidden()

    def _question(self) -> Question:
        only = list(Only)[max(0, self._filters.checkedId())]
        return Question(text=self._box.text().strip(), only=only)

    def _ask(self) -> None:
        self.asked.emit(self._question())

    def _ask_more(self) -> None:
        question = self._question()
        if self._more and self._shown_for == question and len(self._list.rows) < MOST:
            self._more = False
            self.more_asked.emit(Question(text=question.text, only=question.only, after=self._last))

    def _line_changed(self) -> None:
        self.keep_note()
        self._may_act()
        line = self._list.row
        if line is not None and self._view is not None and line.id == self._view.id:
            self._line_waits.stop()  # it is the one that is read
        elif line is not None:
            self._line_waits.start()

    def _open_now(self) -> None:
        self._line_waits.stop()
        if (line := self._list.row) is not None:
            self.open_requested.emit(line.id)

    def _read(self) -> None:
        if self._list.row is None:
            self._list.choose(0)
        if self._line_waits.isActive():
            self._open_now()
        if self._list.row is not None:
            self._reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        if self._undoable:
            self.present_said("", undoable=False)
            self.undo_requested.emit()

    def _may_act(self) -> None:
        for name in ("verify", "doubt", "edit", "history"):
            self._buttons[name].setEnabled(bool(self.chosen))

    def _note_typed(self) -> None:
        self._typed = True
        self._note_waits.start()
        self._tell_note("")

    def _tell_note(self, sentence: str, role: str = "small") -> None:
        set_role(self._note_told, role)
        tell(self._note_told, sentence)

    def _tell_count(self) -> None:
        say, shown = self._say, len(self._list.rows)
        question = self._shown_for or Question()
        if not shown:
            self._count.setText(_none(say, question))
        elif self._more or shown >= PAGE:
            self._count.setText(
                say("The best first. Go down the list, or type another word.")
                if question.text
                else say("The nearest first. Go down the list, or type a word.")
            )
        elif question.text:
            self._count.setText(say.count(shown, "{n} sheet found", "{n} sheets found"))
        else:
            self._count.setText(say.count(shown, "{n} sheet, the nearest first", "{n} sheets, the nearest first"))


def _none(say: Words, question: Question) -> str:
    if question.text:
        return say("No sheet has these words.") if question.only is Only.ALL else say("No sheet among these has them.")
    return {
        Only.ALL: say("There is no sheet yet."),
        Only.TO_CHECK: say("Nothing to check: every check is recent."),
        Only.DOUBTFUL: say("No sheet is said to be wrong."),
        Only.OURS: say("No sheet was typed on this computer yet."),
    }[question.only]
