"""The two rules of slips and visits: sentences for everybody, two boxes for who is in charge and may decide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.work.counting_shape import FEWEST_KEPT, FEWEST_NEWS_DAYS, MOST_KEPT, MOST_NEWS_DAYS, Decides, Rules

_BESIDE_PX = 8
_LONGEST_INITIALS = 10


class CountingRulesPanel(QWidget):
    """Tells how long news of a slip is waited for and how long visits are kept; who is in charge may decide otherwise.

    Signals:
        decided: the days, the months, and the initials of who decided.
    """

    decided = Signal(int, int, str)

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rules: Rules | None = None
        self._in_charge = ""
        self._waited = named(plain_label("", "body"), "news-days-now")
        self._kept = named(plain_label("", "body"), "kept-months-now")
        self._who = named(plain_label("", "muted"), "who-decides")
        self._told = named(plain_label("", "strong"), "rules-told")
        self._gate = self._gate_part()
        self._boxes = self._boxes_part()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._waited, self._kept, self._who, self._told, self._gate, self._boxes):
            column.addWidget(part)
        column.addStretch(1)
        self._told.setVisible(False)
        self._show_parts()

    # what comes in

    def present(self, rules: Rules) -> None:
        """Show the rules as they now are."""
        say = self._say
        self._rules = rules
        self._waited.setText(
            say("News of a slip is waited for {n} days. After that, it is “without news”.", n=rules.news_days)
        )
        self._kept.setText(
            say("Visits are kept one by one for {n} months. After that, only totals by year stay.", n=rules.kept_months)
        )
        self._who.setText(
            {
                Decides.ALONE: say("The person in charge of the library decides this."),
                Decides.COORDINATOR: say("This desk coordinates the network: what it decides goes for every library."),
                Decides.NETWORK: say("The coordinator of your network decides this, for all its libraries."),
            }[rules.decides]
        )
        self._days.setValue(rules.news_days)
        self._months.setValue(rules.kept_months)
        self._show_parts()

    def present_told(self, sentence: str) -> None:
        """Say what was decided, or why not."""
        tell(self._told, sentence)

    def take_charge(self) -> None:
        """Let the rules be changed, under the initials typed."""
        self._in_charge = self._initials.text().strip()
        if not self._in_charge:
            self.present_told(self._say("Write your initials first: they stay with what you choose."))
            self._initials.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.present_told("")
        self._show_parts()
        self._days.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is in charge any more once this is left."""
        super().hideEvent(event)
        self._in_charge = ""
        self._initials.clear()
        self.present_told("")
        if self._rules is not None:
            self.present(self._rules)

    # the parts

    def _gate_part(self) -> QWidget:
        say = self._say
        gate = QWidget()
        column = QVBoxLayout(gate)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._initials = named(QLineEdit(), "rules-initials")
        self._initials.setMaxLength(_LONGEST_INITIALS)
        self._initials.returnPressed.connect(self.take_charge)
        take = named(QPushButton(say("&Change these rules")), "change-rules")
        take.clicked.connect(self.take_charge)
        column.addWidget(labelled(say("Your &initials, if you are in charge"), self._initials))
        column.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        return gate

    def _boxes_part(self) -> QWidget:
        say = self._say
        boxes = QWidget()
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._days = _box("news-days", FEWEST_NEWS_DAYS, MOST_NEWS_DAYS, say(" days"))
        self._months = _box("kept-months", FEWEST_KEPT, MOST_KEPT, say(" months"))
        keep = named(QPushButton(say("&Decide so")), "decide-rules")
        keep.setProperty("role", "primary")
        keep.clicked.connect(self._decide)
        waited = say(
            "A shorter wait gives figures sooner. A longer one lets more slips come back. Months already shown stay."
        )
        kept = say(
            "At the next opening, what is older is erased for good, here and on the network. Totals by year stay."
        )
        column.addWidget(labelled(say("How long &news of a slip is waited for"), self._days, hint=waited))
        column.addWidget(labelled(say("How long &visits are kept one by one"), self._months, hint=kept))
        column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        return boxes

    # what happens

    def _show_parts(self) -> None:
        may = self._rules is not None and self._rules.decides is not Decides.NETWORK
        self._gate.setVisible(may and not self._in_charge)
        self._boxes.setVisible(may and bool(self._in_charge))

    def _decide(self) -> None:
        self.decided.emit(self._days.value(), self._months.value(), self._in_charge)


def _box(name: str, fewest: int, most: int, suffix: str) -> QSpinBox:
    """Return a box for a whole number; what is out of bounds cannot be typed."""
    box = named(QSpinBox(), name)
    box.setRange(fewest, most)
    box.setSuffix(suffix)
    box.lineEdit().setTextMargins(_BESIDE_PX, 0, 0, 0)  # what the style sheet pads is not the words
    return box
