"""Who can take over: the relays, what is known of the person, and the way to the slip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.settings import SlipFormat
from desk.base.words import Words
from desk.ui.theme import Look, picture
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.half_days import half_days_words
from desk.ui.widgets.relay_cards import RelayCards
from desk.ui.widgets.scroll import ScrollingArea

if TYPE_CHECKING:
    from desk.domain.openings import HalfDay
    from desk.work.refer_view import RelayCard


class RelaysPanel(QWidget):
    """The relays of the procedure on screen, best first.

    Signals:
        wishes_changed: the person's car changed.
        half_days_requested: the half-days are to be asked.
        print_requested, preview_requested: the slip of what is on screen.
        reprint_requested: the last slips are wanted.
    """

    wishes_changed = Signal()
    half_days_requested = Signal()
    print_requested = Signal()
    preview_requested = Signal()
    reprint_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._cards = RelayCards(say, look)
        self._on_foot = named(QPushButton(say("without a car")), "on-foot", say("Without a car"))
        self._on_foot.setCheckable(True)
        self._on_foot.toggled.connect(self.wishes_changed)
        self._when = named(QPushButton(), "when")
        self._when.clicked.connect(self.half_days_requested)
        self._because = named(QPushButton(say("&Why?")), "because", say("Why this order?"))
        self._because.setCheckable(True)
        self._because.toggled.connect(lambda wanted: self._cards.explain(wanted=wanted))

        ways = QBoxLayout.Direction
        filters = QBoxLayout(ways.TopToBottom if look.scale.large else ways.LeftToRight)
        for button in (self._on_foot, self._when):
            filters.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        filters.addStretch(1)
        heading = QHBoxLayout()
        heading.addWidget(plain_label(say("Who can take over"), "subtitle"), 1)
        heading.addWidget(self._because)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(heading)
        column.addLayout(filters)
        column.addWidget(ScrollingArea(self._cards), 1)
        column.addWidget(self._print_box())
        self.present_half_days(frozenset())

    def present(self, cards: "tuple[RelayCard, ...]", empty: str) -> None:
        """Show ``cards``, or the sentence ``empty`` when there is none."""
        self._cards.present(cards, empty)

    def present_format(self, slip_format: SlipFormat) -> None:
        """Show the paper that the slip will use."""
        names = {
            SlipFormat.A5: self._say("A5 · one page"),
            SlipFormat.A4: self._say("A4 large letters · one page"),
            SlipFormat.RECEIPT: self._say("Receipt 80 mm"),
        }
        self._format.setText(names[slip_format])

    def present_half_days(self, chosen: "frozenset[HalfDay]") -> None:
        """Show when the person is free."""
        self._when.setText(self._say("Free: {when}", when=half_days_words(chosen, self._say)))

    def new_person(self) -> None:
        """Forget what was known of the person."""
        self._on_foot.setChecked(False)
        self._because.setChecked(False)
        self.present_half_days(frozenset())

    @property
    def by_car(self) -> bool:
        """Whether the person has a car."""
        return not self._on_foot.isChecked()

    @by_car.setter
    def by_car(self, has_car: bool) -> None:
        self._on_foot.setChecked(not has_car)

    @property
    def current(self) -> "RelayCard | None":
        """The relay chosen, if any."""
        return self._cards.current

    def take_focus(self) -> None:
        """Put the keyboard on the chosen relay."""
        self._cards.take_focus()

    def _print_box(self) -> QFrame:
        say = self._say
        box = QFrame()
        box.setProperty("role", "action")
        self._format = plain_label("", "strong", wraps=False)
        preview = named(QPushButton(say("Se&e it")), "preview", say("See the slip before printing"))
        preview.clicked.connect(self.preview_requested)
        again = named(QPushButton(say("Print a&gain…")), "reprint", say("Print one of the last slips again"))
        again.clicked.connect(self.reprint_requested)
        now = named(QPushButton(say("Print the slip   Ctrl+P")), "print")
        now.setProperty("role", "primary")
        now.clicked.connect(self.print_requested)

        top = QHBoxLayout()
        top.addWidget(picture(self._look, "printer"))
        top.addWidget(self._format)
        top.addStretch(1)
        top.addWidget(preview)
        top.addWidget(again)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(top)
        column.addWidget(now)
        return box
