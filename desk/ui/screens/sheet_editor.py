"""Fiches, the form: one sheet on one page, from its name to what stays on this computer."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import announce, named, plain_label
from desk.ui.widgets.form_boxes import Box, Fields
from desk.ui.widgets.form_groups import GroupPanel
from desk.ui.widgets.reading_order import order_tab
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.sheet_boxes import SheetBoxes
from desk.work.sentences import of_problem
from desk.work.sheet_form import SheetForm, Town
from desk.work.sheet_values import Choice
from desk.work.sheets import SheetLine

_DRAFT_MS = 400
"""How long after the first letter typed the draft is kept: well within the one second that a kill may cost."""

_ALIKE_MS = 250
_ALIKE_FIELDS = ("name", "phone", "commune")
_WIDEST_PX = 1200


class SheetEditorScreen(QWidget):
    """Asks everything a sheet may say, in reading order. Nothing typed is lost: what is not saved is a draft.

    Signals:
        save_requested: these fields, changed here, are to be kept; and whether the person has just checked them.
        undo_requested: the last save is to be put back.
        withdraw_requested: the sheet is to leave the lists, or to come back into them.
        draft_changed: these fields differ from the sheet and are not saved; none when nothing does.
        left: the person goes back to the list.
        other_requested: the sheet with this id, that looks like this one, is wanted instead.
        alike_requested: the sheets that look like this name, telephone, commune are wanted.
        towns_requested: the communes that begin so are wanted.
    """

    save_requested = Signal(object, bool)
    undo_requested = Signal()
    withdraw_requested = Signal(bool)
    draft_changed = Signal(object)
    left = Signal()
    other_requested = Signal(str)
    alike_requested = Signal(str, str, str)
    towns_requested = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._look = say, look
        self._form = SheetForm()
        self._saved: Fields = {}
        self._ready: Fields = {}
        self._sent: Fields = {}
        self._marks: list[Fields] = []
        self.setProperty("role", "page")
        self._boxes = SheetBoxes(say, look)
        self._panels = {group.name: GroupPanel(say, look, group) for group in self._boxes.groups}
        self._timers()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self._alike_banner())
        column.addWidget(self._body(), 1)
        column.addWidget(self._foot())
        self._shortcuts()
        for box in self._boxes.boxes:
            box.changed.connect(self._changed)
            box.grew.connect(self._order)
        self._boxes.commune.typed.connect(self.towns_requested)
        self._boxes.commune.town_chosen.connect(self._fill_town)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        order_tab(self)

    # what comes in

    def offer(self, vocabularies: Mapping[str, Sequence[Choice]]) -> None:
        """Offer the values of every vocabulary."""
        self._boxes.offer(vocabularies)

    def present(self, form: SheetForm, draft: Mapping[str, Any] | None = None) -> None:
        """Show a sheet, with the ``draft`` typed over it if there is one."""
        self._show_form(form)
        whole = self._whole(form)
        for box in self._boxes.boxes:
            box.tell([])
            box.put({name: whole[name] for name in box.names})
        self._show_stops()
        self._remember()
        for panel in self._panels.values():
            panel.unfold_if_filled(else_fold=True)
        if draft:
            self._put(draft)
            for panel in self._panels.values():
                panel.unfold_if_filled()
            self._tell(self._say("Your draft is back. It is not saved yet."))
        else:
            self._tell("")
        self.present_alike(())
        self._scroll.verticalScrollBar().setValue(0)

    def present_saved(self, form: SheetForm, warnings: Sequence[Problem], sentence: str) -> None:
        """Show what was kept, and what looks doubtful in it; what was typed in the meantime stays."""
        now = self._values()
        typed = {name: value for name, value in now.items() if value != self._sent.get(name)}
        self._show_form(form)
        fresh = self._whole(form)
        for box in self._boxes.boxes:
            if not typed.keys() & set(box.names):  # with nothing to undo in it but the save itself
                box.put({name: fresh[name] for name in box.names})
        waits = {name: now[name] for box in self._boxes.boxes if typed.keys() & set(box.names) for name in box.names}
        self._put(fresh)
        self._remember()
        self._put(waits)
        self.present_problems((), warnings)
        self._tell(sentence)
        self._keep_draft()

    def present_problems(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> None:
        """Say beside each box what forbids to keep the sheet, or is only doubtful; go to the first that forbids."""
        for box in self._boxes.boxes:
            mine = [(_rest(one), one.code) for one in problems if _of(one) in box.names]
            doubts = [(_rest(one), one.code) for one in warnings if _of(one) in box.names]
            box.tell_problems(mine or doubts, wrong=bool(mine))
        for panel in self._panels.values():
            panel.unfold_if_filled()
        if not problems:
            return
        places = {name for box in self._boxes.boxes for name in box.names}
        homeless = [of_problem(one.code, self._say) for one in problems if _of(one) not in places]
        first = self._say("Not saved: something must be corrected first.")
        self._tell(" ".join((first, *dict.fromkeys(homeless))), wrong=True)
        wrong = {_of(one) for one in problems}
        chosen = next((box for box in self._boxes.boxes if wrong.intersection(box.names)), None)
        if chosen is not None:
            chosen.take_focus()

    def present_alike(self, lines: Sequence[SheetLine]) -> None:
        """Show the sheets that may be the one being typed."""
        for place, button in enumerate(self._alike):
            shown = place < len(lines)
            button.setVisible(shown)
            if shown:
                line = lines[place]
                where = " · ".join(part for part in (line.commune, line.away, line.checked) if part)
                button.setProperty("sheet", line.id)
                button.setText(self._say("Open “{name}”, {where}", name=line.name, where=where))
                button.setAccessibleName(button.text())
        appeared = bool(lines) and self._banner.isHidden()
        self._banner.setVisible(bool(lines))
        if appeared:
            announce(self._banner_words, self._banner_words.text())

    def present_trouble(self, sentence: str) -> None:
        """Say that something around does not work; the form goes on."""
        if self._told.text() != sentence:
            self._tell(sentence, wrong=True)

    def present_towns(self, towns: tuple[Town, ...]) -> None:
        """Propose communes."""
        self._boxes.commune.offer_towns(towns)

    # what is known of it

    @property
    def sheet(self) -> str:
        """The id of the sheet in the form; nothing when it is new."""
        return self._form.id

    @property
    def edits(self) -> Fields:
        """What is typed and differs from what is kept."""
        now = self._values()
        return {name: value for name, value in now.items() if value != self._saved.get(name)}

    # acts

    def take_focus(self) -> None:
        """Put the keyboard on the first question."""
        self._boxes.name.take_focus()

    def save(self) -> None:
        """Ask to keep what was changed."""
        ready = {name: value for box in self._boxes.boxes for name, value in box.ready.items()}
        changed = {name: value for name, value in ready.items() if value != self._ready.get(name)}
        checked = self._checked.isChecked()
        if not changed and not checked and self._form.id:
            self._tell(self._say("Nothing was changed."))
            return
        self._sent = self._values()
        self.save_requested.emit(changed, checked)

    def undo(self) -> None:
        """Undo in the box that has the keyboard, else the last change in the form, else the last save."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit) and focused.isUndoAvailable():
            focused.undo()
            self._changed()
            return
        if isinstance(focused, QPlainTextEdit) and focused.document().isUndoAvailable():
            focused.undo()
            return
        now = self._values()
        while self._marks and self._marks[-1] == now:
            self._marks.pop()
        if self._marks:
            self._put(self._marks[-1])
            self._tell(self._say("The last change in the form is undone."))
            self._wait.start()
        elif self._form.undoable:
            self.undo_requested.emit()
        else:
            self._tell(self._say("There is nothing left to undo."))
        if not self._marks:
            self._marks.append(self._values())

    def leave(self) -> None:
        """Keep the draft and go back; nothing is asked, nothing is lost."""
        self.keep_draft()
        self.left.emit()

    def keep_draft(self) -> None:
        """Keep at once what is typed and waits."""
        if self._wait.isActive():
            self._keep_draft()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the window, so that nothing typed is lost when it closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another screen comes in front."""
        super().hideEvent(event)
        self.keep_draft()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the draft before the window closes; undo further than the box that has the keyboard can."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self.keep_draft()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit | QPlainTextEdit)
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            self.undo()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # the parts

    def _timers(self) -> None:
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DRAFT_MS)
        self._wait.timeout.connect(self._keep_draft)
        self._alike_wait = QTimer(self)
        self._alike_wait.setSingleShot(True)
        self._alike_wait.setInterval(_ALIKE_MS)
        self._alike_wait.timeout.connect(self._ask_alike)

    def _head(self) -> QHBoxLayout:
        say = self._say
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.leave)
        self._title = plain_label("", "title")
        self._age = plain_label("", "muted")
        row = QHBoxLayout()
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._age)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _alike_banner(self) -> QFrame:
        say = self._say
        self._banner = named(QFrame(), "alike")
        self._banner.setProperty("role", "banner-warning")
        self._banner_words = plain_label(say("This sheet may be there already. Open the other instead?"), "strong")
        column = QVBoxLayout(self._banner)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._banner_words)
        self._alike = [named(QPushButton(), f"alike-{place}") for place in range(3)]
        for button in self._alike:
            button.clicked.connect(lambda _=False, button=button: self.other_requested.emit(button.property("sheet")))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._banner.setVisible(False)
        return self._banner

    def _body(self) -> ScrollingArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for panel in self._panels.values():
            column.addWidget(panel)
        self._withdraw = named(QPushButton(), "withdraw")
        self._withdraw.clicked.connect(lambda: self.withdraw_requested.emit(not self._form.withdrawn))
        column.addWidget(self._withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        inside.setMaximumWidth(round(_WIDEST_PX * self._look.scale.percent / 100))
        self._scroll = ScrollingArea(inside)
        return self._scroll

    def _foot(self) -> QFrame:
        say = self._say
        foot = QFrame()
        foot.setProperty("role", "action")
        self._told = named(plain_label(""), "told")
        self._checked = named(QCheckBox(say("I have just checked it with &them")), "checked")
        self._save = named(QPushButton(say("&Save (Ctrl+S)")), "save")
        self._save.setProperty("role", "primary")
        self._save.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._checked, 1)
        row.addWidget(self._save)
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._told)
        column.addLayout(row)
        return foot

    def _shortcuts(self) -> None:
        for keys, act in (
            ("Ctrl+S", self.save),
            ("Ctrl+Z", self.undo),
            ("Ctrl+PgDown", lambda: self._to_group(1)),
            ("Ctrl+PgUp", lambda: self._to_group(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # inside

    def _show_form(self, form: SheetForm) -> None:
        say = self._say
        self._form = form
        self._boxes.area.offer(form.areas)
        self._title.setText(form.name or say("New sheet"))
        self._age.setText(form.checked)
        self._age.setVisible(bool(form.checked))
        self._checked.setChecked(False)
        self._withdraw.setVisible(bool(form.id))
        self._withdraw.setText(say("Put it back in the lists") if form.withdrawn else say("Withdraw this sheet"))

    def _whole(self, form: SheetForm) -> Fields:
        return {name: form.values.get(name) for box in self._boxes.boxes for name in box.names}

    def _values(self) -> Fields:
        return {name: value for box in self._boxes.boxes for name, value in box.values.items()}

    def _put(self, fields: Mapping[str, Any]) -> None:
        """Show ``fields`` in their boxes; a box that shows them already is left alone, with what it can undo."""
        for box in self._boxes.boxes:
            mine = {name: fields[name] for name in box.names if name in fields}
            if mine and any(value != box.values.get(name) for name, value in mine.items()):
                box.put(mine)
        self._show_stops()

    def _remember(self) -> None:
        """Take what the form now shows as what is kept."""
        self._saved = self._sent = self._values()
        self._ready = {name: value for box in self._boxes.boxes for name, value in box.ready.items()}
        self._marks = [self._saved]

    def _show_stops(self) -> None:
        now = self._values()
        self._panels["stops"].setVisible(bool(now["itinerant"] or now["stops"]))

    @Slot()
    def _changed(self) -> None:
        box = self.sender()
        if isinstance(box, Box):
            if "itinerant" in box.names:
                self._show_stops()
            if set(_ALIKE_FIELDS).intersection(box.names):
                self._alike_wait.start()
        if not self._wait.isActive():
            self._wait.start()
        if self._told.text():
            self._tell("")

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _left: QWidget | None, reached: QWidget | None) -> None:
        """Note where the form stands each time the keyboard moves, for undoing; undo for the box it reaches."""
        if reached is None or not self.isAncestorOf(reached) or not self._marks:
            return
        now = self._values()
        if now != self._marks[-1]:
            self._marks.append(now)
        if isinstance(reached, QLineEdit | QPlainTextEdit):
            reached.installEventFilter(self)

    @Slot()
    def _order(self) -> None:
        order_tab(self)

    def _keep_draft(self) -> None:
        self._wait.stop()
        self.draft_changed.emit(self.edits)

    def _ask_alike(self) -> None:
        now = self._values()
        self.alike_requested.emit(*(str(now[name]) for name in _ALIKE_FIELDS))

    def _fill_town(self, town: Town) -> None:
        self._put({"insee": town.insee, **({"postcode": town.postcode} if town.postcode else {})})

    def _to_group(self, step: int) -> None:
        """Put the keyboard on the first question of the next group, or of the one before."""
        panels = [panel for panel in self._panels.values() if not panel.isHidden()]
        focused = QApplication.focusWidget()
        at = next((place for place, panel in enumerate(panels) if focused and panel.isAncestorOf(focused)), -1)
        panels[max(0, min(len(panels) - 1, at + step))].take_focus()

    def _tell(self, sentence: str, *, wrong: bool = False) -> None:
        set_role(self._told, "warn" if wrong else "strong")
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        announce(self._told, sentence)


def _of(problem: Problem) -> str:
    return problem.field.partition(".")[0]


def _rest(problem: Problem) -> str:
    return problem.field.partition(".")[2]
