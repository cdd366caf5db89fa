"""A group of questions on its card, those rarely asked folded away until somebody wants them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.form_boxes import Box
from desk.ui.widgets.form_cards import in_rows
from desk.ui.widgets.sheet_boxes import Group

_OURS = frozenset({"insee", "latitude"})
"""Fields that fill themselves in: no reason to unfold."""


class GroupPanel(QFrame):
    """One group. What is folded unfolds by itself when it holds something, or when something is said about it."""

    def __init__(self, say: Words, look: Look, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._group = say, group
        self.setProperty("role", "card")
        self.setObjectName(f"group-{group.name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(group.title, "subtitle"))
        if group.hint:
            column.addWidget(plain_label(group.hint, "muted"))
        column.addWidget(in_rows(group.rows, look))
        self._more: QWidget | None = None
        if group.more:
            self._unfold = named(QPushButton(), f"more-{group.name}")
            self._unfold.clicked.connect(self._turn)
            self._more = in_rows(group.more, look)
            column.addWidget(self._unfold, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(self._more)
            self._fold(folded=True)

    @property
    def hidden_boxes(self) -> tuple[Box, ...]:
        """The boxes that may be folded away."""
        return tuple(box for row in self._group.more for box in row)

    def unfold_if_filled(self, *, else_fold: bool = False) -> None:
        """Unfold what holds something or has something to say; with ``else_fold``, fold the rest."""
        if self._more is None:
            return
        filled = any(
            box.troubled or (not _OURS.intersection(box.names) and any(map(bool, box.values.values())))
            for box in self.hidden_boxes
        )
        if filled or else_fold:
            self._fold(folded=not filled)

    def take_focus(self) -> None:
        """Put the keyboard on the first question."""
        self._group.rows[0][0].take_focus()

    def _turn(self) -> None:
        folded = self._more is not None and not self._more.isHidden()
        self._fold(folded=folded)
        if not folded:
            self.hidden_boxes[0].take_focus()

    def _fold(self, *, folded: bool) -> None:
        if self._more is not None:
            self._more.setVisible(not folded)
            words = self._say("More details") if folded else self._say("Fewer details")
            self._unfold.setText(words)
            self._unfold.setAccessibleName(f"{words}, {self._group.title}")
