"""What the words in the box may mean; and when nothing fits, what remains possible."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.checklist import phone_words
from desk.ui.widgets.needs_list import NeedsList

if TYPE_CHECKING:
    from desk.work.refer_view import NeedAnswer, PhoneLine

_MOST = 1000
"""The list takes all the room that it can use; the rest stays empty below."""


class FoundPanel(QWidget):
    """The procedures found, best first; or that nothing fits, with the ways that remain.

    Signals:
        opened: the procedure with this id is wanted.
        unmet_requested: the need is to be counted as one without answer.
    """

    opened = Signal(str)
    unmet_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._hint = plain_label(say("Enter opens the line chosen."), "muted")
        self._nothing = plain_label(say("Nothing fits well. It happens, and you can say so. What remains possible:"))
        set_role(self._nothing, "subtitle")
        self._nearest = plain_label(say("The nearest needs"), "strong")
        self._list = NeedsList(look, say("Procedures found"))
        self._list.opened.connect(self.opened)
        self._rather = plain_label("", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        for widget in (self._hint, self._nothing, self._rather, self._nearest):
            column.addWidget(widget)
        column.addWidget(self._list, _MOST)
        column.addWidget(self._numbers_panel())
        column.addWidget(self._unmet_panel())
        column.addStretch(1)

    def present(self, answer: "NeedAnswer", *, typed: bool) -> None:
        """Show the procedures found; ``typed`` says whether there is any word in the box."""
        self._list.present(answer.procedures, short=answer.nothing_fits)
        nothing = typed and answer.nothing_fits
        for part in (self._nothing, self._unmet_part):
            part.setVisible(nothing)
        self._rather.setText(self._say("This rather looks like: {matter}", matter=answer.elsewhere))
        self._rather.setVisible(nothing and bool(answer.elsewhere))
        self._nearest.setVisible(nothing and bool(answer.procedures))
        self._list.setVisible(bool(answer.procedures))
        self._hint.setVisible(typed and not answer.nothing_fits)
        self._numbers_part.setVisible(nothing and bool(self._numbers.text()))

    def present_numbers(self, phones: "tuple[PhoneLine, ...]", *, offered: bool) -> None:
        """Show the national numbers of the nearest needs, offered when nothing fits."""
        self._numbers.setText("\n".join(phone_words(phone, self._say) for phone in phones))
        self._numbers_part.setVisible(offered and bool(phones))

    def walk(self, step: int) -> None:
        """Make the procedure above (-1) or below (+1) the one chosen."""
        self._list.walk(step)

    def open_current(self) -> None:
        """Ask for the procedure chosen."""
        self._list.open_current()

    def _numbers_panel(self) -> QWidget:
        self._numbers_part = named(QWidget(), "numbers")
        self._numbers = plain_label("")
        column = QVBoxLayout(self._numbers_part)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(plain_label(self._say("A national number"), "strong"))
        column.addWidget(self._numbers)
        return self._numbers_part

    def _unmet_panel(self) -> QWidget:
        say = self._say
        self._unmet_part = named(QWidget(), "unmet-part")
        unmet = named(QPushButton(say("&Count as a need without answer (F10)")), "unmet")
        unmet.clicked.connect(self.unmet_requested)
        column = QVBoxLayout(self._unmet_part)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(plain_label(say("Say that the answer does not exist here"), "strong"))
        column.addWidget(unmet, 0, Qt.AlignmentFlag.AlignLeft)
        return self._unmet_part
