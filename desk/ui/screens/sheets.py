"""Fiches: find a sheet, read it in full, keep an internal note on it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.sheets import Freshness
from desk.ui.models.rows import Column
from desk.ui.theme import Look, icon, set_role
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading, item
from desk.work.sentences import of_problem
from desk.work.sheets import SheetLine, SheetView

MOST = 50
"""How many sheets the list shows at most: what is not there is found by typing."""

_NARROWEST_PX = 300
_NOTE_MS = 500
_NOTE_LINES = 3
_ICONS = {
    Freshness.FRESH: "badge-check",
    Freshness.AGEING: "clock",
    Freshness.OLD: "triangle-alert",
    Freshness.NEVER: "triangle-alert",
}


class SheetsScreen(QWidget):
    """A box, at most fifty sheets, and the one chosen in full beside them.

    Signals:
        find_requested: the sheets that have these words are wanted; with no word, the nearest.
        open_requested: the sheet with this id is wanted in full.
        note_changed: the internal note of this sheet is to be kept.
    """

    find_requested = Signal(str)
    open_requested = Signal(str)
    note_changed = Signal(str, str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._view: SheetView | None = None
        self._shown_for: str | None = None
        self._typed = False
        self.setProperty("role", "page")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_NOTE_MS)
        self._waiting.timeout.connect(self.keep_note)

        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(say("Sheets"), "title"))
        least = round(_NARROWEST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._list_panel(), self._sheet_panel(), least), 1)

    # what comes in

    def present(self, lines: tuple[SheetLine, ...]) -> None:
        """Show the sheets found, best first, at most `MOST`."""
        say, shown = self._say, lines[:MOST]
        text = self._box.text().strip()
        opened = self._view.id if self._view and text == self._shown_for else ""
        self._shown_for = text
        self._list.present(shown)
        self._list.choose(next((place for place, line in enumerate(shown) if line.id == opened), 0))
        searched = bool(text)
        if not shown:
            told = say("No sheet has these words.") if searched else say("There is no sheet yet.")
        elif len(shown) == MOST:
            told = (
                say("The {n} best. Type more words to find others.", n=MOST)
                if searched
                else say("The {n} nearest. Type to find others.", n=MOST)
            )
        elif searched:
            told = say.count(len(shown), "{n} sheet found", "{n} sheets found")
        else:
            told = say.count(len(shown), "{n} sheet, the nearest first", "{n} sheets, the nearest first")
        self._count.setText(told)

    def present_sheet(self, view: SheetView) -> None:
        """Show one sheet in full, with its note."""
        self.keep_note()
        self._view = view
        self._reading.setAccessibleName(view.name)
        self._reading.present(self._parts(view), "\n".join(self._told(view)))
        self._note.blockSignals(True)
        self._note.setPlainText(view.note)
        self._note.blockSignals(False)
        self._note_part.setVisible(True)
        self._tell_note("")

    def present_note_kept(self, problems: tuple[Problem, ...]) -> None:
        """Say that the note is kept, or what it must not hold."""
        if problems:
            self._tell_note(of_problem(problems[0].code, self._say), "warn")
        else:
            self._tell_note(self._say("Note kept on this computer."))

    # acts

    def keep_note(self) -> None:
        """Ask at once to keep what is typed in the note, if it waits."""
        if self._typed and self._view is not None:
            self._typed = False
            self._waiting.stop()
            self.note_changed.emit(self._view.id, self._note.toPlainText())

    def take_focus(self) -> None:
        """Put the keyboard in the box."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the list anew, and watch the window, so that nothing typed is lost when it closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self.find_requested.emit(self._box.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the keyboard stays in the box; keep the note before the window closes."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self.keep_note()
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
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

    def _list_panel(self) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "find")
        self._box.setMaxLength(200)
        self._box.textChanged.connect(self.find_requested)
        self._box.returnPressed.connect(self._read)
        self._box.installEventFilter(self)
        self._count = named(plain_label("", "muted"), "count")
        self._list: Lines[SheetLine] = Lines(
            self._look,
            "sheets",
            say("Sheets found"),
            (
                Column(say("Name"), lambda line: line.name),
                Column(say("Commune"), lambda line: line.commune),
                Column(say("Distance"), lambda line: line.away),
                Column(say("Checked"), lambda line: line.checked, lambda line: _ICONS[line.fresh]),
            ),
        )
        self._list.current_changed.connect(self._open)
        self._list.opened.connect(self._read)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(labelled(say("&Find a sheet: name, kind, commune"), self._box))
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        return panel

    def _sheet_panel(self) -> QWidget:
        say = self._say
        self._reading = Reading(self._look, "sheet", say("The sheet"))
        self._reading.present([plain_label(say("Choose a sheet to read it here."), "muted")], "")
        self._note = named(QPlainTextEdit(), "note")
        lines = self._note.fontMetrics().lineSpacing() * _NOTE_LINES
        self._note.setMaximumHeight(lines + self._look.scale.px(20))
        self._note.textChanged.connect(self._note_typed)
        self._note_told = named(plain_label("", "small"), "note-told")
        self._note_part = QWidget()
        below = QVBoxLayout(self._note_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        below.addWidget(labelled(say("&Internal note (stays on this computer)"), self._note))
        below.addWidget(self._note_told)
        self._note_part.setVisible(False)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._reading, 1)
        column.addWidget(self._note_part)
        return panel

    def _open(self) -> None:
        line = self._list.row
        if line is not None:
            self.keep_note()
            self.open_requested.emit(line.id)

    def _read(self) -> None:
        if self._list.row is None:
            self._list.choose(0)
        if self._list.row is not None:
            self._reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_typed(self) -> None:
        self._typed = True
        self._waiting.start()
        self._tell_note("")

    def _parts(self, view: SheetView) -> list[QWidget]:
        say = self._say
        parts: list[QWidget] = [plain_label(view.name, "title")]
        if view.relay_types:
            parts.append(plain_label(" · ".join(view.relay_types), "muted"))
        if view.phone:
            parts.append(plain_label(say("Telephone: {number}", number=view.phone), "title"))
        if where := " · ".join(part for part in (view.address, view.away) if part):
            parts.append(plain_label(where))
        parts.append(plain_label(view.now.capitalize(), "subtitle"))
        parts += [item(line) for line in view.week]
        if view.hours_text:
            parts.append(plain_label(say("In their words: {text}", text=view.hours_text)))
        parts += [plain_label(of_problem(code, say), "warn") for code in dict.fromkeys(view.hours_problems)]
        if way := ", ".join(self._way_in(view)):
            parts.append(plain_label(way.capitalize()))
        parts += [plain_label(text) for text in (view.description, view.email, view.website) if text]
        parts.append(self._checked(view))
        if view.source:
            parts.append(plain_label(self._origin(view), "small"))
        return parts

    def _told(self, view: SheetView) -> list[str]:
        say = self._say
        told = [*view.relay_types]
        told += [say("Telephone: {number}", number=view.phone)] if view.phone else []
        told += [view.address, view.away, view.now, *view.week, view.hours_text, *self._way_in(view)]
        told += [view.description, view.email, view.website, view.checked]
        told += [self._origin(view)] if view.source else []
        return [one for one in told if one]

    def _way_in(self, view: SheetView) -> list[str]:
        moves = self._say("it moves from place to place") if view.itinerant else ""
        return [part for part in (view.reach, view.fee, moves) if part]

    def _origin(self, view: SheetView) -> str:
        origin = self._say("Source: {source}", source=view.source)
        return f"{origin} · {view.licence}" if view.licence else origin

    def _checked(self, view: SheetView) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        fresh = view.fresh is Freshness.FRESH
        side = self._look.scale.px(20)
        sign = QLabel()
        colour = self._look.colour("accent" if fresh else "stop_text")
        sign.setPixmap(icon(_ICONS[view.fresh], colour, side).pixmap(side, side))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain_label(view.checked.capitalize(), "strong" if fresh else "warn"), 1)
        return whole

    def _tell_note(self, sentence: str, role: str = "small") -> None:
        set_role(self._note_told, role)
        self._note_told.setText(sentence)
