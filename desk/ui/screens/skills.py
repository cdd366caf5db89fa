"""Compétences: a blank card in one key, a card read by scanner or picture, each skill set by one digit, stamped and printed."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.skills import Step
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.scroll import ScrollingArea
from desk.work.skills import CardView, SkillLine, step_words

_LEAST_PX = 320


class SkillsScreen(QWidget):
    """One card at a time, forgotten when the next person comes.

    Signals:
        blank_requested: a blank card on paper.
        read_requested: this text, scanned or typed.
        picture_requested: a picture of the card, in a file.
        stamp_requested: the text of the card, the steps as they now are.
        take_off_requested: the last stamp of this text was made by mistake.
        print_requested: the card as it is.
    """

    blank_requested = Signal()
    read_requested = Signal(str)
    picture_requested = Signal()
    stamp_requested = Signal(str, object)
    take_off_requested = Signal(str)
    print_requested = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._view: CardView | None = None
        self._steps: dict[int, Step] = {}
        self._past: list[tuple[CardView, dict[int, Step]]] = []
        self.setProperty("role", "page")
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        self._box = named(QLineEdit(), "card-text")
        self._box.setMaxLength(6000)
        self._box.returnPressed.connect(self._read)
        head = Flow(across=8, down=6)
        for name, text, act, role in (
            ("blank", say("&Blank card"), self.blank_requested.emit, "primary"),
            ("picture", say("Read a &picture…"), self.picture_requested.emit, ""),
            ("forget", say("&Forget this card"), self.clear, ""),
        ):
            button = named(QPushButton(text), name)
            if role:
                button.setProperty("role", role)
            button.clicked.connect(lambda _=False, act=act: act())
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(say("Skills"), "title"))
        column.addWidget(plain_label(say("The card belongs to the person. Nothing of it is kept here."), "muted"))
        column.addLayout(head)
        column.addWidget(labelled(say("Scan the s&quare of the card, or type its text, then Enter"), self._box))
        column.addWidget(self._told)
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._list_panel(), self._side_panel(), least), 1)
        undoing = QShortcut(QKeySequence("Ctrl+Z"), self)
        undoing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undoing.activated.connect(self._take_back)
        self.clear()

    # what comes in

    def present(self, view: CardView) -> None:
        """Show a card that was just read."""
        self._past.clear()
        self._put(view, {line.number: line.step for line in view.lines if line.step is not None}, 0)
        self.present_told("\n".join((*view.warnings, view.latest)), wrong=bool(view.warnings))
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def present_changed(self, view: CardView, sentence: str = "") -> None:
        """Show the same card with a stamp more or a stamp less, which Ctrl+Z puts back as it was."""
        self._remember()
        steps = {line.number: line.step for line in view.lines if line.step is not None}
        self._put(view, steps, self._list.currentIndex().row())
        self.present_told("\n".join(filter(None, (*view.warnings, sentence))), wrong=bool(view.warnings))
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def present_told(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what was just done, or what is wrong with the card."""
        set_role(self._told, "warn" if wrong else "strong")
        tell(self._told, sentence)

    def clear(self) -> None:
        """Forget the card: the next person is somebody else."""
        self._view = None
        self._steps = {}
        self._past.clear()
        self._box.clear()
        self._list.present(())
        self._about.present_marked(self._say("Print a blank card, or scan one that a person brings."))
        self.present_told("")
        self._may_act()

    def take_focus(self) -> None:
        """Put the keyboard in the box: a scanner types there."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def steps(self) -> Mapping[int, Step]:
        """Where the person is with each skill, as set on the screen."""
        return dict(self._steps)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """1, 2 and 3 set the step of a skill."""
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = digit_of(event)
            if digit is not None and digit <= len(Step):
                self._set(Step(digit))
                return True
        return super().eventFilter(watched, event)

    # the parts

    def _list_panel(self) -> QWidget:
        say = self._say
        self._list: Lines[SkillLine] = Lines(
            self._look,
            "skills",
            say("Skills of the card"),
            (
                Column(say("Skill"), lambda line: f"{line.number}. {line.label}"),
                Column(say("Step"), self._step_of, self._sign_of),
                Column(say("Theme"), lambda line: line.area),
            ),
        )
        self._list.setMinimumHeight(self._look.scale.px(220))
        self._list.installEventFilter(self)
        self._list.current_changed.connect(self._may_act)
        steps = Flow(across=8, down=6)
        self._buttons: list[QPushButton] = []
        for step in Step:
            button = named(QPushButton(f"{int(step)}   {step_words(step, say)}"), f"step-{int(step)}")
            button.clicked.connect(lambda _=False, step=step: self._set(step))
            self._buttons.append(button)
            steps.addWidget(button)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._list, 1)
        column.addLayout(steps)
        return ScrollingArea(panel)

    def _side_panel(self) -> QWidget:
        say = self._say
        self._about = Reading(self._look, "about-card", say("About the card"))
        self._about.setMinimumHeight(self._look.scale.px(160))
        self._stamp = named(QPushButton(say("&Stamp and print")), "stamp")
        self._stamp.setProperty("role", "primary")
        self._stamp.clicked.connect(self._stamped)
        self._undo = named(QPushButton(say("&Undo   Ctrl+Z")), "undo")
        self._undo.clicked.connect(self._take_back)
        self._take_off = named(QPushButton(say("Take the last stamp &off")), "take-off")
        self._take_off.clicked.connect(self._taken_off)
        self._again = named(QPushButton(say("P&rint it as it is")), "print-card")
        self._again.clicked.connect(self._print)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._about, 1)
        row = QHBoxLayout()
        flow = Flow(across=8, down=6)
        for button in (self._stamp, self._again, self._undo, self._take_off):
            flow.addWidget(button)
        row.addLayout(flow, 1)
        column.addLayout(row)
        return ScrollingArea(panel)

    # what happens

    def _put(self, view: CardView, steps: dict[int, Step], at: int) -> None:
        self._view, self._steps = view, steps
        self._box.clear()
        self._show_lines(at)
        self._about.present_marked(card_text(view, self._say))
        self._may_act()

    def _remember(self) -> None:
        if self._view is not None:
            self._past.append((self._view, dict(self._steps)))

    def _take_back(self) -> None:
        if not self._past or self._view is None:
            return
        stamps = len(self._view.stamps)
        view, steps = self._past.pop()
        self._put(view, steps, self._list.currentIndex().row())
        if len(view.stamps) < stamps:
            self.present_told(self._say("The stamp is off. Destroy the sheet if it was printed: it still says it."))
        elif len(view.stamps) > stamps:
            self.present_told(self._say("The stamp is back."))
        else:
            self.present_told("")

    def _show_lines(self, at: int) -> None:
        if self._view is not None:
            self._list.present(self._view.lines)
            self._list.choose(at)

    def _step_of(self, line: SkillLine) -> str:
        step = self._steps.get(line.number)
        if step is line.step:
            return line.told
        return self._say("{step} · to stamp", step=step_words(step, self._say) if step else "")

    def _sign_of(self, line: SkillLine) -> str:
        step = self._steps.get(line.number)
        return "star" if step is not line.step else "check" if step else "square"

    def _set(self, step: Step) -> None:
        line = self._list.row
        if line is None:
            return
        at = self._list.currentIndex().row()
        self._remember()
        if self._steps.get(line.number) is step and line.step is not step:
            self._steps.pop(line.number)
            if line.step is not None:
                self._steps[line.number] = line.step
        else:
            self._steps[line.number] = step
        self._show_lines(at)
        self._may_act()

    def _read(self) -> None:
        if text := self._box.text().strip():
            self.read_requested.emit(text)

    def _stamped(self) -> None:
        if self._view is not None:
            self.stamp_requested.emit(self._view.text, dict(self._steps))

    def _taken_off(self) -> None:
        if self._view is not None:
            self.take_off_requested.emit(self._view.text)

    def _print(self) -> None:
        if self._view is not None:
            self.print_requested.emit(self._view)

    def _may_act(self) -> None:
        there = self._view is not None
        fresh = there and any(
            self._steps.get(line.number) is not line.step for line in (self._view.lines if self._view else ())
        )
        self._stamp.setEnabled(bool(fresh))
        self._again.setEnabled(there)
        self._undo.setEnabled(bool(self._past))
        self._take_off.setEnabled(self._view is not None and self._view.ours_last)
        for button in self._buttons:
            button.setEnabled(self._list.row is not None)


def card_text(view: CardView, say: Words) -> str:
    """Return what is known of a card, marked up for reading: its number, who stamped, what could come next."""
    lines = [f"# {say('Card {number}', number=view.number)}", ""]
    lines += [f"> {warning}" for warning in view.warnings]
    lines += ["", f"## {say('Stamps')}", view.latest, ""]
    lines += [f"- {stamp.told}" for stamp in view.stamps] or [f"- {say('none yet')}"]
    lines += ["", f"## {say('What could come next')}", *(f"- {label}" for label in view.coming)]
    if view.sessions:
        lines += ["", f"## {say('Sessions to come')}", *(f"- {told}" for told in view.sessions)]
    lines += ["", f"## {say('To go on')}", *(f"- {told}" for told in view.resources)]
    return "\n".join(lines)
