"""Boxes of a form: a label, a control, and beside it in a sentence what is wrong or doubtful. Each owns some fields."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.cleaned import Cleaned
from desk.domain.coordinates import clean_point
from desk.domain.fields import secret_in
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import labelled, named, plain_label
from desk.work.sentences import of_problem

_LONGEST = 6000
_TEXT_LINES = 3
BETWEEN = " ; "

Fields = dict[str, Any]


class Box(QWidget):
    """One question of the form. ``names`` are the fields of the record that it holds.

    Signals:
        changed: a person changed something in it.
        grew: it has more to walk through with Tab than before.
    """

    changed = Signal()
    grew = Signal()

    def __init__(self, say: Words, *names: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = names
        self.say = say
        self._hint = ""
        self._control: QWidget = self
        self._told = plain_label("", "small-warn")
        self._told.setVisible(False)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)

    @property
    def values(self) -> Fields:
        """The fields as they now stand in the box."""
        raise NotImplementedError

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show the values of ``fields``, of which those that are not its own are left alone."""
        raise NotImplementedError

    @property
    def ready(self) -> Fields:
        """The fields as they may be kept: what cannot be read at all is left out, and stays in the box."""
        return self.values

    def tell(self, sentences: Sequence[str], *, wrong: bool = False) -> None:
        """Say what is wrong with the box, or doubtful in it; nothing takes the words away."""
        text = "\n".join(dict.fromkeys(sentences))
        set_role(self._told, "warn" if wrong else "small-warn")
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self._control.setAccessibleDescription("\n".join(filter(None, (text, self._hint))))

    def tell_problems(self, problems: Sequence[tuple[str, str]], *, wrong: bool = False) -> None:
        """Say ``problems``: pairs of what follows the field's name, as in ``0.phone`` of services, and a code."""
        self.tell([of_problem(code, self.say) for _, code in problems], wrong=wrong)

    @property
    def troubled(self) -> bool:
        """Whether something is said beside it."""
        return bool(self._told.text())

    def take_focus(self) -> None:
        """Put the keyboard in it."""
        self._control.setFocus(Qt.FocusReason.OtherFocusReason)

    def within(self, prefix: str, spoken: str) -> None:
        """Make names unique: this box is one of several alike, in the part of the form that ``spoken`` says."""
        for control in self.findChildren(QWidget):
            if control.objectName() and not control.objectName().startswith("qt_"):
                control.setObjectName(f"{prefix}-{control.objectName()}")
                if control.accessibleName():
                    control.setAccessibleName(f"{control.accessibleName()}, {spoken}")

    def hold(self, control: QWidget, text: str, hint: str = "") -> None:
        """Lay out ``control`` under its label, with the place of the sentence below."""
        self._control, self._hint = control, hint
        self.column.addWidget(labelled(text, control, hint=hint))
        self.column.addWidget(self._told)


class LineBox(Box):
    """One line of text. ``cleaner`` says at once, when the box is left, how it was understood and what is doubtful."""

    def __init__(
        self,
        say: Words,
        name: str,
        text: str,
        *,
        hint: str = "",
        example: str = "",
        cleaner: Callable[[str], Cleaned] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say, name, parent=parent)
        self._cleaner = cleaner
        self.line = named(QLineEdit(), name)
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText(example)
        self.hold(self.line, text, hint)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self.look_again)

    @property
    def values(self) -> Fields:
        """The text, without blanks around."""
        return {self.names[0]: self.line.text().strip()}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a text or a number."""
        if self.names[0] in fields:
            value = fields[self.names[0]]
            self.put_text("" if value is None else str(value))

    def put_text(self, text: str) -> None:
        """Show a text from its beginning, with nothing to undo; where it is already there the cursor stays."""
        at = self.line.cursorPosition() if text == self.line.text() else 0
        self.line.setText(text)
        self.line.setCursorPosition(at)

    def look_again(self) -> None:
        """Say what is doubtful in the text, and show it as it was understood."""
        text = self.line.text()
        if (secret := secret_in(text)) is not None and self._cleaner is None:
            self.tell([of_problem(f"secret-{secret}", self.say)], wrong=True)
        elif self._cleaner is not None:
            cleaned = self._cleaner(text)
            self.tell([of_problem(cleaned.problem, self.say)] if cleaned.problem else [])
            shown = " / ".join((cleaned.value, *cleaned.also))
            if shown and shown != text and not cleaned.problem:
                self.line.selectAll()
                self.line.insert(shown)  # unlike setText, it can be undone

    def _edited(self) -> None:
        self.tell([])
        self.changed.emit()


class TextBox(Box):
    """Some lines of text."""

    def __init__(
        self, say: Words, look: Look, name: str, text: str, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(say, name, parent=parent)
        self.text = named(QPlainTextEdit(), name)
        height = self.text.fontMetrics().lineSpacing() * _TEXT_LINES + look.scale.px(22)
        self.text.setMinimumHeight(height)
        self.text.setMaximumHeight(height)
        self.hold(self.text, text, hint)
        self.text.textChanged.connect(self._edited)
        self.text.installEventFilter(self)

    @property
    def values(self) -> Fields:
        """The text, without blank lines around."""
        return {self.names[0]: self.text.toPlainText().strip()}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a text."""
        if self.names[0] in fields:
            self.text.blockSignals(True)
            self.text.setPlainText(str(fields[self.names[0]] or ""))
            self.text.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the text again when the box is left."""
        if event.type() == QEvent.Type.FocusOut and (secret := secret_in(self.text.toPlainText())) is not None:
            self.tell([of_problem(f"secret-{secret}", self.say)], wrong=True)
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self.tell([])
        self.changed.emit()


class ChoiceBox(Box):
    """One value among a few."""

    def __init__(
        self,
        say: Words,
        name: str,
        text: str,
        choices: Sequence[tuple[Any, str]],
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say, name, parent=parent)
        self._choices = choices
        self.combo = named(QComboBox(), name)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(10)
        for _, words in choices:
            self.combo.addItem(words)
        self.hold(self.combo, text, hint)
        self.combo.activated.connect(self._chosen)
        self.combo.installEventFilter(self)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values, the first chosen."""
        self._choices = choices
        self.combo.clear()
        for _, words in choices:
            self.combo.addItem(words)

    @property
    def values(self) -> Fields:
        """The value chosen."""
        return {self.names[0]: self._choices[max(0, self.combo.currentIndex())][0]}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a value; one that is not in the list leaves the first."""
        if self.names[0] in fields:
            wanted = fields[self.names[0]]
            places = [place for place, (value, _) in enumerate(self._choices) if value == wanted]
            self.combo.setCurrentIndex(places[0] if places else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the form instead of changing a value that nobody looks at."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _chosen(self) -> None:
        self.tell([])
        self.changed.emit()


def answers(say: Words) -> tuple[tuple[bool | None, str], ...]:
    """Return what may be answered to a question that nobody may know."""
    return ((None, say("not known")), (True, say("yes")), (False, say("no")))


class TickBox(Box):
    """A yes or a no."""

    def __init__(self, say: Words, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(say, name, parent=parent)
        self.box = named(QCheckBox(text), name)
        self._control = self.box
        self.column.addWidget(self.box)
        self.column.addWidget(self._told)
        self.box.clicked.connect(self.changed)

    @property
    def values(self) -> Fields:
        """Whether it is ticked."""
        return {self.names[0]: self.box.isChecked()}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Tick it or not."""
        if self.names[0] in fields:
            self.box.setChecked(bool(fields[self.names[0]]))


class WordsBox(LineBox):
    """Some values on one line, with a semicolon between. ``labels`` says codes in words."""

    def __init__(self, say: Words, name: str, text: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(say, name, text, hint=hint, parent=parent)
        self._labels: dict[str, str] = {}

    def offer(self, labels: Mapping[str, str]) -> None:
        """Say these codes by their labels from now on."""
        self._labels = dict(labels)

    @property
    def values(self) -> Fields:
        """The values in order; a label counts as its code."""
        codes = {label: code for code, label in self._labels.items()}
        words = [word.strip() for word in self.line.text().split(";")]
        return {self.names[0]: sorted({codes.get(word, word) for word in words if word})}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show the values, each by its label."""
        if self.names[0] in fields:
            self.put_text(BETWEEN.join(self._labels.get(one, one) for one in fields[self.names[0]] or ()))


class PointBox(LineBox):
    """A point of the map on one line, as any site gives it: « 45,9536, 5,3583 »."""

    def __init__(self, say: Words, text: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(say, "point", text, hint=hint, parent=parent)
        self.names = ("latitude", "longitude")
        self._shown: tuple[str, Fields] = ("", {"latitude": None, "longitude": None})

    @property
    def values(self) -> Fields:
        """Latitude and longitude; what cannot be read stands as it is in place of the first."""
        text = self.line.text().strip()
        if text == self._shown[0]:
            return dict(self._shown[1])
        place = clean_point(text).place
        if place is not None:
            return {"latitude": place.latitude, "longitude": place.longitude}
        return {"latitude": text or None, "longitude": None}

    @property
    def ready(self) -> Fields:
        """The point, if it can be read."""
        values = self.values
        return {} if isinstance(values["latitude"], str) else values

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a point."""
        if "latitude" not in fields and "longitude" not in fields:
            return
        values = {**self.values, **{name: fields[name] for name in self.names if name in fields}}
        both = [values[name] for name in self.names]
        if isinstance(both[0], str):
            text = both[0]
        else:
            text = " ".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in both if one is not None)
            self._shown = (text, values)
        self.put_text(text)

    def look_again(self) -> None:
        """Say when the text gives no point of France."""
        located = clean_point(self.line.text())
        unchanged = self.line.text().strip() == self._shown[0]
        self.tell([of_problem(located.problem, self.say)] if located.problem and not unchanged else [])
