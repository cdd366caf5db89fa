"""Several things of one kind in a form, each on a card: services, stops, days of closing. Added and removed at will."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.form_boxes import Box, Fields

MakeBoxes = Callable[[], Sequence[Sequence[Box]]]
"""Makes the boxes of one card, in rows."""


class Card(QFrame):
    """One of them. What the record holds and no box shows is kept as it is.

    Signals:
        changed: something in it changed.
        grew: it has more to walk through than before.
        removed: it is to go.
    """

    changed = Signal()
    grew = Signal()
    removed = Signal()

    def __init__(
        self,
        say: Words,
        look: Look,
        rows: Sequence[Sequence[Box]],
        prefix: str,
        spoken: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "action")
        self._kept: Fields = {}
        self.boxes = [box for row in rows for box in row]
        remove = named(QPushButton(say("Remove")), f"{prefix}-remove", f"{say('Remove')}, {spoken}")
        remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.addWidget(plain_label(spoken.capitalize(), "strong"), 1)
        head.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.addWidget(in_rows(rows, look))
        column.insertLayout(0, head)
        for box in self.boxes:
            box.within(prefix, spoken)
            box.changed.connect(self.changed)
            box.grew.connect(self.grew)

    @property
    def values(self) -> Fields:
        """What it holds, as it is typed."""
        return self._kept | {name: value for box in self.boxes for name, value in box.values.items()}

    @property
    def ready(self) -> Fields:
        """What it holds, as it may be kept."""
        return self._kept | {name: value for box in self.boxes for name, value in box.ready.items()}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show what ``fields`` hold."""
        shown = {name for box in self.boxes for name in box.names}
        self._kept = {name: value for name, value in fields.items() if name not in shown}
        for box in self.boxes:
            box.tell([])
            box.put({name: fields.get(name) for name in box.names})

    def tell_problems(self, problems: Sequence[tuple[str, str]], *, wrong: bool) -> None:
        """Say what is wrong beside the box that it is about."""
        for box in self.boxes:
            mine = [(rest, code) for field, rest, code in _split(problems) if field in box.names]
            if mine:
                box.tell_problems(mine, wrong=wrong)

    @property
    def troubled(self) -> bool:
        """Whether something is said in it."""
        return any(box.troubled for box in self.boxes)


class Cards(Box):
    """All of them, in order. Cards that are not needed wait, hidden, to be used again."""

    def __init__(
        self,
        say: Words,
        look: Look,
        name: str,
        make: MakeBoxes,
        spoken: Callable[[int], str],
        add: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say, name, parent=parent)
        self._look, self._make, self._spoken = look, make, spoken
        self._cards: list[Card] = []
        self._used: list[Card] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        self._prefix, self._where = "", ""
        self._add = named(QPushButton(add), f"add-{name}", add)
        self._add.clicked.connect(self.add)
        self._control = self._add
        self.column.addLayout(self._place)
        self.column.addWidget(self._told)
        self.column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def values(self) -> Fields:
        """The list of what each holds, as it is typed."""
        return {self.names[0]: [card.values for card in self._used]}

    @property
    def ready(self) -> Fields:
        """The list of what each holds, as it may be kept; those in which nothing is typed are left out."""
        return {
            self.names[0]: [card.ready for card in self._used if any(_said(value) for value in card.ready.values())]
        }

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a list."""
        if self.names[0] not in fields:
            return
        wanted = list(fields[self.names[0]] or ())
        grows = len(self._cards) < len(wanted)
        while len(self._cards) < len(wanted):
            self._cards.append(self._made(len(self._cards)))
        self._used = self._cards[: len(wanted)]
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(wanted))
            card.put(wanted[place] if place < len(wanted) else {})
        if grows:
            self.grew.emit()

    def tell_problems(self, problems: Sequence[tuple[str, str]], *, wrong: bool = False) -> None:
        """Say each on the card whose number it gives; those of the whole list below it."""
        whole = []
        for rest, code in problems:
            number, _, field = rest.partition(".")
            if number.isdigit() and int(number) < len(self._used):
                self._used[int(number)].tell_problems([(field, code)], wrong=wrong)
            else:
                whole.append((rest, code))
        super().tell_problems(whole, wrong=wrong)

    @property
    def troubled(self) -> bool:
        """Whether something is said on a card or about the list."""
        return bool(self._told.text()) or any(card.troubled for card in self._used)

    def within(self, prefix: str, spoken: str) -> None:
        """Make names unique, those of the cards to come included."""
        self._prefix, self._where = f"{prefix}-", f", {spoken}"
        super().within(prefix, spoken)

    def take_focus(self) -> None:
        """Put the keyboard on the first card that has something to say, or on the way to add one."""
        boxes = [box for card in self._used for box in card.boxes]
        chosen = next((box for box in boxes if box.troubled), None)
        if chosen is not None:
            chosen.take_focus()
        else:
            super().take_focus()

    def add(self) -> None:
        """Add an empty one and put the keyboard in it."""
        self.put({self.names[0]: [*self.values[self.names[0]], {}]})
        self._used[-1].boxes[0].take_focus()
        self.changed.emit()

    def _made(self, number: int) -> Card:
        spoken = f"{self._spoken(number + 1)}{self._where}"
        card = Card(self.say, self._look, self._make(), f"{self._prefix}{self.names[0]}-{number}", spoken)
        card.changed.connect(self.changed)
        card.grew.connect(self.grew)
        card.removed.connect(lambda: self._remove(card))
        self._place.addWidget(card)
        return card

    def _remove(self, card: Card) -> None:
        place = self._used.index(card)
        left = [one.values for one in self._used if one is not card]
        self.put({self.names[0]: left})
        if left:
            self._used[min(place, len(left) - 1)].boxes[0].take_focus()
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def in_rows(rows: Sequence[Sequence[Box]], look: Look) -> QWidget:
    """Return boxes laid out in rows, those of a row side by side; one below the other where the text is large."""
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(10)
    across = max(len(row) for row in rows)
    line = 0
    for row in rows:
        if look.scale.large:
            for box in row:
                grid.addWidget(box, line, 0, 1, across, Qt.AlignmentFlag.AlignTop)
                line += 1
            continue
        for place, box in enumerate(row):
            span = across - place if place == len(row) - 1 and len(row) == 1 else 1
            grid.addWidget(box, line, place, 1, span, Qt.AlignmentFlag.AlignTop)
        line += 1
    for place in range(across):
        grid.setColumnStretch(place, 1)
    return whole


def _split(problems: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return (field, what follows it, code) of each problem."""
    return [(rest.partition(".")[0], rest.partition(".")[2], code) for rest, code in problems]


def _said(value: object) -> bool:
    return bool(value)
