"""Mises à jour, in the settings: which version this is, a newer one looked for, prepared when the person wants it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import named, plain_label, tell
from desk.work.updates import Standing


class UpdatesPanel(QWidget):
    """Says where the program stands and what is offered. Nothing is brought here, nothing changes, unless it is asked for.

    Signals:
        look_requested: the network is to be asked for a newer version.
        stick_requested: a stick is to be looked into.
        take_requested: the version on offer is to be brought here and prepared.
        drop_requested: the version that waits is given up.
    """

    look_requested = Signal()
    stick_requested = Signal()
    take_requested = Signal()
    drop_requested = Signal()

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._state = named(plain_label("", "body"), "update-state")
        self._look = named(QPushButton(say("&Ask the network for a newer version")), "look-for-update")
        self._look.clicked.connect(self.look_requested)
        self._stick = named(QPushButton(say("Look on a &USB stick…")), "update-stick")
        self._stick.clicked.connect(self.stick_requested)
        self._offer = named(plain_label("", "strong"), "update-offer")
        self._take = named(QPushButton(say("&Prepare this version")), "take-update")
        self._take.clicked.connect(self.take_requested)
        self._drop = named(QPushButton(say("&Give up this version")), "drop-update")
        self._drop.clicked.connect(self.drop_requested)
        self._told = named(plain_label("", "strong"), "update-told")
        self._standing: Standing | None = None
        self._joined = False

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._state)
        for sentence in (
            say("A newer version is never put in by itself. It is checked, then tried on a copy of your library."),
            say("The one of today stays on the computer. If the newer one does not open, Relais goes on with it."),
        ):
            column.addWidget(plain_label(sentence, "muted"))
        for button in (self._look, self._stick):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(self._offer)
        for button in (self._take, self._drop):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._told)
        column.addStretch(1)
        self.present_offer("")
        tell(self._told, "")

    def present(self, standing: Standing, *, joined: bool) -> None:
        """Show where the program stands; ``joined`` tells whether there is a network to ask."""
        self._standing, self._joined = standing, joined
        self._state.setText(standing.words)
        self.present_busy(busy=False)

    def present_offer(self, words: str) -> None:
        """Show what is on offer, nothing when there is none."""
        self._offer.setText(words)
        self._offer.setVisible(bool(words))
        self._take.setVisible(bool(words))

    def present_busy(self, *, busy: bool) -> None:
        """Let nothing be asked twice while something is under way."""
        standing = self._standing
        may = standing is not None and standing.may
        self._look.setVisible(may and self._joined)
        self._stick.setVisible(may)
        self._drop.setVisible(standing is not None and bool(standing.waiting))
        for button in (self._look, self._stick, self._take, self._drop):
            button.setEnabled(not busy)

    def present_told(self, sentence: str) -> None:
        """Say what was just done, or why not."""
        tell(self._told, sentence)

    @Slot(int)
    def present_progress(self, percent: int) -> None:
        """Say how much of the version is here."""
        self.present_told(self._say("{percent} % is here. Relais can be used meanwhile.", percent=percent))
