"""The relay checklist on screen: one row a step, ticked with Space, walked with the arrows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.procedures import StepKind
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named, plain_label
from desk.work.refer_view import RelayCard, StepLine

_ICONS = {StepKind.EXPLAIN: "info", StepKind.WITH: "square", StepKind.STOP: "circle-arrow-right", StepKind.NEVER: "ban"}
_ICON_SIDE = 22


def kind_words(kind: StepKind, say: Words) -> str:
    """Return how far the desk goes at a step: « on explique », « avec vous », « on s'arrête ici », « jamais »."""
    return {
        StepKind.EXPLAIN: say("We explain"),
        StepKind.WITH: say("With you"),
        StepKind.STOP: say("We stop here"),
        StepKind.NEVER: say("Never"),
    }[kind]


class _Tick(QCheckBox):
    """A box that leaves the arrows to its row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class StepRow(QFrame):
    """One step. Explain and with-you steps have a box to tick; stops say why and show who takes over.

    Signals:
        walked: an arrow key asks for the row above (-1) or below (+1).
    """

    walked = Signal(int)

    def __init__(self, say: Words, look: Look, step: StepLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self._relays = QVBoxLayout()
        self._relays.setSpacing(2)
        named(self, f"step-{step.id}")
        self.setProperty("role", f"step-{step.kind.value}")
        how = kind_words(step.kind, say)
        spoken = f"{how} : {step.text}" + (f" ({say('to verify')})" if step.to_verify else "")
        if step.why:
            spoken = f"{spoken.rstrip('.')}. {step.why}"

        line = QHBoxLayout()
        line.setSpacing(10)
        self._tick: QCheckBox | None = None
        if step.kind in {StepKind.EXPLAIN, StepKind.WITH}:
            self._tick = named(_Tick(), f"tick-{step.id}", spoken)
            line.addWidget(self._tick)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAccessibleName(spoken)
            sign = QLabel()
            colour = look.colour(f"{step.kind.value}_text")
            side = look.scale.px(_ICON_SIDE)
            sign.setPixmap(icon(_ICONS[step.kind], colour, side).pixmap(side, side))
            line.addWidget(sign)
        line.addLayout(self._told(say, look, how), 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 5)
        column.setSpacing(3)
        column.addLayout(line)
        for quiet in self._notes(say):
            column.addWidget(plain_label(quiet, "muted"))
        column.addLayout(self._relays)

    def _told(self, say: Words, look: Look, how: str) -> QBoxLayout:
        """Return the step's words with, beside or below them, how far the desk goes."""
        below = look.scale.large
        told = QBoxLayout(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        text = plain_label(self.step.text)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        told.addWidget(text, 1)
        side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignRight
        marks = QVBoxLayout()
        marks.setSpacing(0)
        marks.addWidget(plain_label(how, f"step-{self.step.kind.value}", wraps=False), 0, side)
        if self.step.to_verify and self.step.kind is not StepKind.NEVER:
            marks.addWidget(plain_label(say("to verify"), "small", wraps=False), 0, side)
        told.addLayout(marks)
        return told

    def _notes(self, say: Words) -> list[str]:
        notes = []
        if self.step.lacking:
            lacking = ", ".join(equipment_words(item, say) for item in self.step.lacking)
            notes.append(say("Not here: this library has no {equipment}.", equipment=lacking))
        if self.step.why:
            notes.append(self.step.why)
        notes += self.step.agreed
        return notes

    def present_relays(self, say: Words, cards: tuple[RelayCard, ...]) -> None:
        """Show the best local relays of this stop, one line each."""
        while (item := self._relays.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        if self.step.kind is not StepKind.STOP:
            return
        mine = [card for card in cards if set(card.relay_types) & set(self.step.relay_types)][:2]
        for card in mine:
            parts = (card.name, card.away, card.sentence)
            self._relays.addWidget(plain_label("→ " + " · ".join(part for part in parts if part), "strong"))
        if not mine:
            self._relays.addWidget(plain_label("→ " + ", ".join(self.step.relay_labels), "strong"))
        self.setAccessibleDescription(
            say("Relays: {names}", names=", ".join(card.name for card in mine) or ", ".join(self.step.relay_labels))
        )

    def take_focus(self) -> None:
        """Put the keyboard on this row."""
        (self._tick or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.walked.emit(step)


def equipment_words(item: str, say: Words) -> str:
    """Return the name of a piece of equipment."""
    return {
        "computer": say("computer"),
        "internet": say("internet"),
        "printer": say("printer"),
        "scanner": say("scanner"),
        "phone": say("telephone"),
    }.get(item, item)
