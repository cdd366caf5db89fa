"""« Comment cela se termine ? »: one digit for the end of a visit, one more for a reason, one letter for what was told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.counts import Result
from desk.domain.referrals import Autonomy, Device, End, Reason, Referral, Visit
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow
from desk.work.counting import Told
from desk.work.figures_words import autonomy_words, device_words, end_words, result_words, visit_words

ENDS = (End.ANSWERED, End.RELAYED, End.NOT_POSSIBLE, End.LEFT)
"""The ends, in the order of their digits."""

REASONS = (
    Reason.NOT_HERE, Reason.TOO_FAR, Reason.CLOSED, Reason.ONLINE_ONLY, Reason.CHARTER, Reason.WAITING_LIST,
)  # fmt: skip
"""The reasons, in the order of their digits; 0 gives none."""

_ZERO = frozenset("0à")
"""The key of 0, with Shift or without on the keyboards of France and Belgium."""

_TAKE_BACK = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})

T = TypeVar("T", Autonomy, Device, Visit)


class EndingStrip(QFrame):
    """One quiet line that unfolds into the ends, then the reasons. It takes keys only while the keyboard is in it.

    Signals:
        unfold_requested: the quiet line was pressed.
        ended: the visit ended so: `End`, `Reason`, `Told`.
        told: what was told of a visit already counted: `Told`.
        taken_back: the count shown is to be undone.
        left: the keyboard leaves the strip.
    """

    unfold_requested = Signal()
    ended = Signal(object, object, object)
    told = Signal(object)
    taken_back = Signal()
    left = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._act: Referral | None = None
        self._last: Referral | None = None
        self._before = False
        self._told = Told()
        named(self, "ending", say("How does it end?"))
        self._title = named(plain_label("", "strong"), "ending-title")
        self._quiet = named(QPushButton(), "ending-open")
        self._quiet.clicked.connect(self.unfold_requested)
        self._ends = {
            end: self._button(f"end-{key}", f"{key}   {end_words(end, say)}", partial(self._end, end))
            for key, end in enumerate(ENDS, start=1)
        }
        self._reasons = {
            reason: self._button(
                f"reason-{key}",
                f"{key}   {self._reason_words(reason)}",
                partial(self._not_possible, reason),
            )
            for key, reason in enumerate(REASONS, start=1)
        }
        self._no_reason = self._button(
            "reason-0", f"0   {say('Without saying why')}", lambda: self._not_possible(Reason.UNKNOWN)
        )
        self._autonomy = self._button("told-autonomy", "", self._next_autonomy)
        self._device = self._button("told-device", "", self._next_device)
        self._visit = self._button("told-visit", "", self._next_visit)
        self._back = self._button("take-back", "", self.taken_back.emit)
        self._close = self._button("close-ending", say("Close   Esc"), self._leave)
        small = look.scale.px(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(small, small // 2, small, small // 2)
        column.setSpacing(small // 2)
        column.addWidget(self._title)
        self._quiet_row = self._row((self._quiet,))
        self._ends_row = self._row(tuple(self._ends.values()))
        self._reasons_row = self._row((*self._reasons.values(), self._no_reason))
        self._told_row = self._row((self._autonomy, self._device, self._visit, self._back, self._close))
        for row in (self._quiet_row, self._ends_row, self._reasons_row, self._told_row):
            column.addWidget(row)
        self.fold()

    def present(self, act: Referral | None, *, before: bool = False, last: Referral | None = None) -> None:
        """Show whether this visit is counted: ``act`` if it is; ``before`` when it is that of the person who left.

        ``last`` is the visit counted just before, that can still be undone.
        """
        self._act, self._before, self._last = act, before, last
        if act is not None:
            self._told = Told(autonomy=act.autonomy, device=act.device, visit=act.visit)
        elif not self.unfolded:
            self._told = Told()
        self._dress()

    def unfold(self) -> None:
        """Show the ends and put the keyboard on the first one, or on the one already noted."""
        self._ask(ends=True)
        at = self._act.end if self._act is not None and self._act.end in self._ends else ENDS[0]
        self._ends[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self) -> None:
        """Go back to one quiet line."""
        self._told = self._told if self._act is not None else Told()
        self._ask(ends=False)

    @property
    def unfolded(self) -> bool:
        """Whether the ends, or the reasons, are shown."""
        return not self._quiet_row.isVisibleTo(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the digit of an end or of a reason, the letter of something told, Backspace, Esc."""
        if not self.unfolded or not self._takes(event):
            super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        digit = 0 if event.text() in _ZERO else digit_of(event)
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if self._reasons_row.isVisibleTo(self):
            if event.key() == Qt.Key.Key_Escape:
                self.unfold()
            elif digit is not None and digit <= len(REASONS):
                self._not_possible(REASONS[digit - 1] if digit else Reason.UNKNOWN)
            return event.key() == Qt.Key.Key_Escape or digit is not None
        if digit and digit <= len(ENDS):
            self._end(ENDS[digit - 1])
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in _TAKE_BACK and self._back.isVisibleTo(self):
            self.taken_back.emit()
        elif (turn := self._turns().get(event.text().lower())) is not None and plain:
            turn()
        else:
            return False
        return True

    def _turns(self) -> dict[str, Callable[[], None]]:
        return {"a": self._next_autonomy, "m": self._next_device, "v": self._next_visit}

    def _end(self, end: End) -> None:
        if end is End.NOT_POSSIBLE:
            self._ask(ends=True, reasons=True)
            self._no_reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ended.emit(end, Reason.UNKNOWN, self._told)

    def _not_possible(self, reason: Reason) -> None:
        self.unfold()
        self.ended.emit(End.NOT_POSSIBLE, reason, self._told)

    def _leave(self) -> None:
        self.fold()
        self.left.emit()

    def _next_autonomy(self) -> None:
        self._tell(replace(self._told, autonomy=_after(tuple(Autonomy), self._told.autonomy)))

    def _next_device(self) -> None:
        self._tell(replace(self._told, device=_after(tuple(Device), self._told.device)))

    def _next_visit(self) -> None:
        self._tell(replace(self._told, visit=_after(tuple(Visit), self._told.visit)))

    def _tell(self, told: Told) -> None:
        self._told = told
        self._dress()
        if self._act is not None:
            self.told.emit(told)

    def _ask(self, *, ends: bool, reasons: bool = False) -> None:
        self._reasons_row.setVisible(reasons)
        self._ends_row.setVisible(ends and not reasons)
        self._told_row.setVisible(ends and not reasons)
        self._title.setVisible(ends)
        self._quiet_row.setVisible(not ends)
        set_role(self, "box" if ends else "")
        self._dress()

    def _dress(self) -> None:
        """Write what is known now on every part."""
        say, act = self._say, self._act
        counted = act or self._last
        ask = say("The person before: how did it end?") if self._before else say("How does it end?")
        if self._reasons_row.isVisibleTo(self):
            self._title.setText(say("Why was it not possible?"))
        elif act is not None:
            self._title.setText(say("Counted: {end}. Another digit corrects it.", end=self._words_of(act)))
        else:
            self._title.setText(ask)
        quiet = say("Counted: {end}.", end=self._words_of(counted)) if counted and not self._before else ask
        self._quiet.setText(f"{quiet}   Ctrl+T")
        if counted is not None:
            self._back.setText(
                say("Undo this count   Backspace")
                if act is not None
                else say("Undo the last one ({end})   Backspace", end=self._words_of(counted))
            )
        self._back.setVisible(counted is not None)
        for end, button in self._ends.items():
            button.setChecked(act is not None and act.end is end)
        for button, key, name, words in (
            (self._autonomy, "A", say("Autonomy"), autonomy_words(self._told.autonomy, say)),
            (self._device, "M", say("Equipment"), device_words(self._told.device, say)),
            (self._visit, "V", say("Visit"), visit_words(self._told.visit, say)),
        ):
            button.setText(say("{key}   {what}: {value}", key=key, what=name, value=words or "…"))
            button.setAccessibleName(say("{key}   {what}: {value}", key=key, what=name, value=words or say("Not said")))
            button.setChecked(bool(words))
        self.updateGeometry()  # rows come and go: the room taken is counted again

    def _words_of(self, act: Referral) -> str:
        """Return how an act ended: « pas possible, trop loin »."""
        end = end_words(act.end, self._say)
        return f"{end} ({self._reason_words(act.reason).lower()})" if act.reason is not Reason.UNKNOWN else end

    def _reason_words(self, reason: Reason) -> str:
        return result_words(Result(reason.value), self._say)

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = named(QPushButton(text), name)
        button.setCheckable(name.startswith(("end-", "told-")))

        def pressed() -> None:
            self._dress()  # a press never checks: what is counted does
            act()

        button.clicked.connect(lambda _=False: pressed())
        return button

    def _row(self, buttons: Sequence[QWidget]) -> QWidget:
        row = QWidget(self)
        flow = Flow(row, across=8, down=4)
        for button in buttons:
            flow.addWidget(button)
        return row


def _after(values: tuple[T, ...], value: T) -> T:
    """Return the value after ``value``, the first one after the last."""
    return values[(values.index(value) + 1) % len(values)]
