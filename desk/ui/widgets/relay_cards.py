"""The relays on screen: best first, one chosen, each saying why it stands there when asked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.sheets import Freshness
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label
from desk.work.refer_view import RelayCard


class _Card(QFrame):
    def __init__(self, say: Words, look: Look, card: RelayCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.setProperty("role", "card")
        parts = (card.name, card.away, card.doubt, card.sentence, card.checked, card.phone)
        self.choice = named(QRadioButton(), f"relay-{card.sheet}", ", ".join(part for part in parts if part))
        self._why = plain_label("\n".join(f"– {sentence}" for sentence in card.why), "muted")
        self._why.setVisible(False)

        top = QHBoxLayout()
        top.addWidget(self.choice)
        top.addWidget(plain_label(card.name, "subtitle"), 1)
        top.addWidget(plain_label(card.away, "strong", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
        under = " · ".join(part for part in (card.commune, card.reach, card.fee, card.phone) if part)
        large = look.scale.large
        foot = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        role = "badge-unknown" if card.open_now is None else "badge-open" if card.open_now else "badge-closed"
        foot.addWidget(plain_label(card.sentence, role, wraps=large), 0, Qt.AlignmentFlag.AlignVCenter)
        checked = plain_label(card.checked, "small" if card.fresh is Freshness.FRESH else "small-warn")
        side = Qt.AlignmentFlag.AlignLeft if large else Qt.AlignmentFlag.AlignRight
        checked.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(checked, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(plain_label(under, "muted"))
        if card.doubt:
            column.addWidget(plain_label(card.doubt, "warn"))
        column.addLayout(foot)
        column.addWidget(self._why)
        if card.why:
            self.choice.setAccessibleDescription(say("Why here: {reasons}", reasons=" ".join(card.why)))

    def explain(self, *, wanted: bool) -> None:
        self._why.setVisible(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choice.setChecked(True)
        self.choice.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class RelayCards(QWidget):
    """Shows relays and remembers which is chosen; the best is chosen at first.

    Signals:
        chosen: the sheet id of the relay now chosen, empty for none.
    """

    chosen = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._cards: list[_Card] = []
        self._group = QButtonGroup(self)
        self._explained = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)

    def present(self, cards: tuple[RelayCard, ...], empty: str) -> None:
        """Show ``cards``, or the sentence ``empty`` when there is none."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._cards = []
        self._group.deleteLater()
        self._group = QButtonGroup(self)
        for place, card in enumerate(cards):
            made = _Card(self._say, self._look, card)
            made.explain(wanted=self._explained)
            made.choice.toggled.connect(self._changed)
            self._group.addButton(made.choice)
            self._cards.append(made)
            self._column.insertWidget(place, made)
        if self._cards:
            self._cards[0].choice.setChecked(True)
        else:
            self._column.insertWidget(0, plain_label(empty, "muted"))
            self.chosen.emit("")

    def explain(self, *, wanted: bool) -> None:
        """Show or hide the reasons of every rank."""
        self._explained = wanted
        for card in self._cards:
            card.explain(wanted=wanted)

    @property
    def current(self) -> RelayCard | None:
        """The relay chosen, if any."""
        return next((card.card for card in self._cards if card.choice.isChecked()), None)

    def take_focus(self) -> None:
        """Put the keyboard on the chosen relay."""
        for card in self._cards:
            if card.choice.isChecked():
                card.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        for card in self._cards:
            set_role(card, "card-selected" if card.choice.isChecked() else "card")
        current = self.current
        if current is not None:
            self.chosen.emit(current.sheet)
