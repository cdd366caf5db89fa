"""The first relays: what is already on the wall, typed in two minutes, one card a relay."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.base.text import fold
from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.taxonomy import RelayType, Taxonomy
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.work.sentences import of_problem
from desk.work.sheets import FirstRelay

_AT_FIRST = 2
_FIELDS = ("name", "relay_type", "phone", "hours_text")


class _Row(QFrame):
    """One relay as it is typed."""

    def __init__(self, say: Words, look: Look, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setProperty("role", "card")
        self._name = named(QLineEdit(), f"relay-{number}-name")
        self._kind = named(QComboBox(), f"relay-{number}-kind")
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kind.setMinimumContentsLength(12)
        self._phone = named(QLineEdit(), f"relay-{number}-phone")
        self._hours = named(QLineEdit(), f"relay-{number}-hours")
        for box, limit in ((self._name, 150), (self._phone, 40), (self._hours, 500)):
            box.setMaxLength(limit)
        self._hours.setPlaceholderText(say("Tuesday 9 h – 12 h, or by appointment"))
        self._wrong = plain_label("", "warn")
        self._wrong.setVisible(False)
        grid = QGridLayout()
        grid.setSpacing(10)
        fields = (
            labelled(say("Name"), self._name),
            labelled(say("Kind"), self._kind),
            labelled(say("Telephone"), self._phone),
            labelled(say("Hours, in your words"), self._hours),
        )
        spoken = say("relay {number}", number=number)
        for control in (self._name, self._kind, self._phone, self._hours):
            control.setAccessibleName(f"{control.accessibleName()}, {spoken}")
        across = 1 if look.scale.large else 2
        for place, field in enumerate(fields):
            grid.addWidget(field, place // across, place % across)
        self.remove = named(QPushButton(say("Remove")), f"relay-{number}-remove", f"{say('Remove')}, {spoken}")
        head = QHBoxLayout()
        head.addWidget(plain_label(spoken.capitalize(), "strong"), 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(self._wrong)

    def offer(self, kinds: tuple[RelayType, ...]) -> None:
        """Offer ``kinds``, keeping the one chosen."""
        chosen = self._kind.currentData()
        self._kind.clear()
        self._kind.addItem(self._say("Choose…"), "")
        for kind in kinds:
            self._kind.addItem(kind.label if self._say.language == "fr" else kind.english, kind.slug)
        self._kind.setCurrentIndex(max(0, self._kind.findData(chosen)))

    @property
    def relay(self) -> FirstRelay | None:
        """What was typed, or None when nothing was."""
        kind = str(self._kind.currentData() or "")
        name, phone, hours = (box.text().strip() for box in (self._name, self._phone, self._hours))
        if not (name or phone or hours or kind):
            return None
        return FirstRelay(name=name, relay_type=kind, phone=phone, hours_text=hours)

    def present_problems(self, problems: Mapping[str, str]) -> None:
        """Say what is to be corrected, by field; put the keyboard on the first."""
        titles = {
            "name": self._say("Name"),
            "relay_type": self._say("Kind"),
            "phone": self._say("Telephone"),
            "hours_text": self._say("Hours, in your words"),
        }
        told = [
            f"{words} : {of_problem(problems[field], self._say)}"
            for field, words in titles.items()
            if field in problems
        ]
        self._wrong.setText("\n".join(told))
        self._wrong.setVisible(bool(told))

    def take_focus(self, field: str = "name") -> None:
        """Put the keyboard on a field."""
        boxes: dict[str, QWidget] = dict(zip(_FIELDS, (self._name, self._kind, self._phone, self._hours), strict=True))
        boxes.get(field, self._name).setFocus(Qt.FocusReason.OtherFocusReason)


class FirstRelays(QWidget):
    """Cards to fill in, as many as wanted. Empty cards count for nothing."""

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._kinds: tuple[RelayType, ...] = ()
        self._rows: list[_Row] = []
        self._made = 0
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(10)
        add = named(QPushButton(say("&Add a relay")), "add-relay")
        add.clicked.connect(lambda: self._add().take_focus())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._cards)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for _ in range(_AT_FIRST):
            self._add()

    def present_relay_types(self, taxonomy: Taxonomy) -> None:
        """Offer the kinds of relay: first those at hand in a village, then the others, each by name."""
        french = self._say.language == "fr"
        self._kinds = tuple(
            sorted(
                taxonomy.relay_types.values(),
                key=lambda kind: (not kind.first_hand, fold(kind.label if french else kind.english)),
            )
        )
        for row in self._rows:
            row.offer(self._kinds)

    @property
    def relays(self) -> tuple[FirstRelay, ...]:
        """The relays typed so far, in order."""
        return tuple(relay for row in self._rows if (relay := row.relay) is not None)

    def present_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say under each card what is to be corrected; a field is written ``0.name`` for the first relay."""
        filled = [row for row in self._rows if row.relay is not None]
        first: tuple[_Row, str] | None = None
        for number, row in enumerate(filled):
            mine = {
                problem.field.partition(".")[2]: problem.code
                for problem in problems
                if problem.field.partition(".")[0] == str(number)
            }
            row.present_problems(mine)
            if mine and first is None:
                first = (row, next(field for field in _FIELDS if field in mine))
        if first:
            first[0].take_focus(first[1])

    def take_focus(self) -> None:
        """Put the keyboard on the first card."""
        if not self._rows:
            self._add()
        self._rows[0].take_focus()

    def _add(self) -> _Row:
        self._made += 1
        row = _Row(self._say, self._look, self._made)
        row.offer(self._kinds)
        row.remove.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._cards.addWidget(row)
        return row

    def _remove(self, row: _Row) -> None:
        place = self._rows.index(row)
        self._rows.remove(row)
        row.hide()
        row.deleteLater()
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].take_focus()
