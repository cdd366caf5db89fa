"""A procedure on screen: its steps, what to bring, the route without internet, warnings, numbers, sources."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.steps import StepRow
from desk.work.refer_view import Checklist, FactLine, PhoneLine, RelayCard


class ChecklistView(QWidget):
    """Shows one checklist, most useful first. Emergency numbers come before everything."""

    def __init__(self, say: Words, look: Look, checklist: Checklist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.rows: list[StepRow] = []
        named(self, "checklist", checklist.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(7)

        if checklist.emergency:
            column.addWidget(self._emergency(checklist))
        column.addWidget(plain_label(checklist.title, "title"))
        under = " · ".join(part for part in (checklist.administration, checklist.official_site) if part)
        column.addWidget(plain_label(under, "muted"))
        for moment in checklist.season:
            column.addWidget(_banner(say("Now: {text}", text=told(moment, say))))
        for step in checklist.steps:
            row = StepRow(say, look, step)
            row.walked.connect(self._walk)
            self.rows.append(row)
            column.addWidget(row)
        self._section(column, say("To bring"), checklist.bring, mark="☐")
        without = tuple(filter(None, (*checklist.offline, checklist.paper_form)))
        self._section(column, say("Without internet"), without)
        self._section(column, say("Take care"), checklist.warnings)
        self._phones(column, checklist.phones)
        self._section(column, say("Before starting"), checklist.prerequisites)
        self._section(column, say("When"), checklist.moments)
        column.addWidget(plain_label(checklist.footer, "muted"))
        if checklist.sources:
            column.addWidget(plain_label(say("Sources"), "strong"))
            for source in checklist.sources:
                column.addWidget(plain_label(f"– {source}", "small"))
        column.addStretch(1)

    def present_relays(self, cards: tuple[RelayCard, ...]) -> None:
        """Show the local relays under each stop."""
        for row in self.rows:
            row.present_relays(self._say, cards)

    def take_focus(self) -> None:
        """Put the keyboard on the first step."""
        if self.rows:
            self.rows[0].take_focus()

    def _walk(self, step: int) -> None:
        row = self.sender()
        if isinstance(row, StepRow):
            self.rows[max(0, min(len(self.rows) - 1, self.rows.index(row) + step))].take_focus()

    def _section(self, column: QVBoxLayout, heading: str, facts: tuple[FactLine, ...], mark: str = "–") -> None:
        if facts:
            column.addSpacing(4)
            column.addWidget(plain_label(heading, "subtitle"))
            for fact in facts:
                column.addWidget(plain_label(f"{mark}  {told(fact, self._say)}"))

    def _phones(self, column: QVBoxLayout, phones: tuple[PhoneLine, ...]) -> None:
        if phones:
            column.addSpacing(4)
            column.addWidget(plain_label(self._say("By telephone"), "subtitle"))
            for phone in phones:
                column.addWidget(plain_label(phone_words(phone, self._say)))

    def _emergency(self, checklist: Checklist) -> QFrame:
        banner = named(QFrame(), "emergency", self._say("Emergency numbers"))
        banner.setProperty("role", "banner-danger")
        column = QVBoxLayout(banner)
        column.addWidget(plain_label(self._say("In danger now? Call together, at once."), "subtitle"))
        for number in checklist.emergency:
            hours = f" ({number.hours})" if number.hours else ""
            column.addWidget(plain_label(f"{number.number}  ·  {number.use}{hours}", "strong"))
        column.addWidget(plain_label(self._say("Uses and hours: to verify."), "muted"))
        return banner


def told(fact: FactLine, say: Words) -> str:
    """Return a fact with its mark when it is still to verify."""
    return f"{fact.text} ({say('to verify')})" if fact.to_verify else fact.text


def phone_words(phone: PhoneLine, say: Words) -> str:
    """Return a national number as it is read aloud."""
    parts = (phone.number, phone.label, phone.hours, say("to verify") if phone.to_verify else "")
    return " · ".join(part for part in parts if part)


def _banner(text: str) -> QFrame:
    banner = QFrame()
    banner.setProperty("role", "banner-info")
    column = QVBoxLayout(banner)
    column.setContentsMargins(12, 6, 12, 6)
    column.addWidget(plain_label(text))
    return banner
