"""Days and hours in a form: a day written as people write it, the hours of exceptional days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.cells import read_date
from desk.ui.theme import Look
from desk.ui.widgets.access import plain_label
from desk.ui.widgets.form_boxes import Box, Fields, LineBox
from desk.ui.widgets.week_grid import Hours
from desk.work.sentences import of_problem


class DayBox(LineBox):
    """A day: « 24/12/2026 », « 24 décembre 2026 ». Its value is ISO; what cannot be read stands as it is written."""

    def __init__(self, say: Words, name: str, text: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(say, name, text, hint=hint, example=say("24/12/2026"), parent=parent)

    @property
    def values(self) -> Fields:
        """The day as ISO writes it, or the text."""
        text = self.line.text().strip()
        day = read_date(text).day
        return {self.names[0]: day.isoformat() if day else text}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show a day."""
        if self.names[0] in fields:
            text = str(fields[self.names[0]] or "")
            day = read_date(text).day
            self.put_text(plain_day(day, self.say.language) if day else text)

    def look_again(self) -> None:
        """Show the day in words; say when it is none."""
        text = self.line.text().strip()
        read = read_date(text)
        self.tell([of_problem(read.problem, self.say)] if read.problem else [])
        if read.day and text != (shown := plain_day(read.day, self.say.language)):
            self.line.selectAll()
            self.line.insert(shown)

    @property
    def day(self) -> date | None:
        """The day, if it can be read."""
        return read_date(self.line.text()).day


class PeriodsBox(Box):
    """The hours of exceptional days: two periods, none when closed."""

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(say, "periods", "periods_typed", parent=parent)
        self._hours = Hours(say, look, "other-hours", say("These days"), self)
        self._hours.changed.connect(self.changed)
        self._control = self._hours.lines[0]
        row = QHBoxLayout()
        row.setSpacing(6)
        for line, words in zip(self._hours.lines, (say("from"), say("to"), say("and from"), say("to")), strict=True):
            row.addWidget(plain_label(words, wraps=False))
            row.addWidget(line)
        row.addStretch(1)
        self.column.addWidget(plain_label(say("Open (leave empty if closed)"), "strong"))
        self.column.addLayout(row)
        self.column.addWidget(self._told)

    @property
    def values(self) -> Fields:
        """The periods, None while an hour cannot be read; and the texts."""
        day = self._hours.day
        return {
            "periods": None if day is None else [list(period) for period in day],
            "periods_typed": self._hours.cells,
        }

    @property
    def ready(self) -> Fields:
        """The periods alone."""
        return {"periods": self.values["periods"]}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show periods, or the texts typed."""
        if typed := fields.get("periods_typed"):
            self._hours.put_cells(typed)
        elif "periods" in fields:
            self._hours.put(tuple((first, last) for first, last in fields["periods"] or ()))
