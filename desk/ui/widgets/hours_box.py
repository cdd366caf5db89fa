"""Opening hours in a form: not known, by appointment, a week of two periods a day, or richer words kept as they are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.cells import read_date
from desk.domain.hours import lint, read
from desk.domain.hours_french import BY_APPOINTMENT
from desk.domain.hours_grid import Exceptional, Grid, OnHolidays, grid_of, osm_of
from desk.domain.hours_holidays import calendar_of
from desk.domain.hours_text import sentence_week
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.form_boxes import Box, ChoiceBox, Fields
from desk.ui.widgets.form_cards import Cards
from desk.ui.widgets.form_days import DayBox, PeriodsBox
from desk.ui.widgets.week_grid import WeekGrid
from desk.work.sentences import of_problem

UNKNOWN, APPOINTMENT, WEEK, ALWAYS, AS_IT_IS = "unknown", "appointment", "week", "always", "as-it-is"

_ALWAYS = "24/7"
_TYPED = "hours_typed"
_EXAMPLE_YEAR = datetime(2026, 1, 5)
"""Sentences are made for a Monday long before any date that a form may hold matters."""


class HoursBox(Box):
    """The hours of a place. A text richer than a grid shows its sentence, and is lost only if somebody chooses a grid.

    What is typed and cannot be read yet is a field of its own, ``hours_typed``, that drafts keep and records never see.
    """

    def __init__(self, say: Words, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(say, "opening_hours", _TYPED, parent=parent)
        self._look, self._text = look, text.replace("&", "")
        self._osm = ""
        self._touched = False
        self._week: WeekGrid | None = None
        self._ways: list[str] = []
        self._prefix, self._where = "", ""
        self.combo = named(QComboBox(), "hours-way")
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(18)
        self.combo.activated.connect(self._chosen)
        self._sentence = plain_label("")
        self._control = self.combo
        self._grid_place = QVBoxLayout()
        self.column.addWidget(labelled(text, self.combo))
        self.column.addLayout(self._grid_place)
        self.column.addWidget(self._sentence)
        self.column.addWidget(self._told)
        self._offer(as_it_is=False)
        self._show()

    # what it holds

    @property
    def values(self) -> Fields:
        """The OSM text, and what is typed when it differs from it."""
        if not self._touched:
            return {"opening_hours": self._osm, _TYPED: None}
        osm = self._told_osm()
        return {"opening_hours": self._osm if osm is None else osm, _TYPED: self._typed()}

    @property
    def ready(self) -> Fields:
        """The OSM text; that of before while an hour cannot be read."""
        return {"opening_hours": self.values["opening_hours"]}

    def put(self, fields: Mapping[str, Any]) -> None:
        """Show an OSM text, or what was typed over it."""
        if "opening_hours" in fields:
            self._osm = str(fields["opening_hours"] or "")
            self._touched = False
            self._present()
        if typed := fields.get(_TYPED):
            self._touched = True
            self._restore(typed)
        self._show()

    def tell_problems(self, problems: Sequence[tuple[str, str]], *, wrong: bool = False) -> None:
        """Say what is wrong; what the hours themselves tell is said already."""
        super().tell_problems(problems, wrong=wrong)

    def within(self, prefix: str, spoken: str) -> None:
        """Make names unique, those of the week to come included."""
        self._prefix, self._where = prefix, spoken
        super().within(prefix, spoken)

    # the ways

    @property
    def way(self) -> str:
        """How hours are told: one of the five words above."""
        return self._ways[max(0, self.combo.currentIndex())]

    def _offer(self, *, as_it_is: bool) -> None:
        say = self.say
        ways = [
            (UNKNOWN, say("nobody knows: telephone")),
            (WEEK, say("at these hours")),
            (APPOINTMENT, say("only by appointment")),
            (ALWAYS, say("day and night")),
        ]
        ways += [(AS_IT_IS, say("otherwise, as said below"))] if as_it_is else []
        self._ways = [way for way, _ in ways]
        self.combo.clear()
        for _, words in ways:
            self.combo.addItem(words)

    def _present(self) -> None:
        grid = grid_of(self._osm)
        simple = {"": UNKNOWN, BY_APPOINTMENT: APPOINTMENT, _ALWAYS: ALWAYS}.get(self._osm)
        way = simple or (WEEK if grid else AS_IT_IS)
        self._offer(as_it_is=way == AS_IT_IS)
        self.combo.setCurrentIndex(self._ways.index(way))
        if grid is not None or self._week is not None:
            self._fill(grid or Grid())

    def _restore(self, typed: Mapping[str, Any]) -> None:
        way = str(typed.get("way", UNKNOWN))
        if way in self._ways:
            self.combo.setCurrentIndex(self._ways.index(way))
        if way == WEEK:
            self._made().put_cells(typed.get("cells", ()))
            self._holidays.put({"holidays": typed.get("holidays")})
            self._exceptions.put({"exceptions": typed.get("exceptions", ())})

    def _chosen(self) -> None:
        self._touched = True
        self._show()
        self.tell([])
        self.changed.emit()
        if self.way == WEEK:
            self._made().take_focus()

    # the week

    def _made(self) -> WeekGrid:
        if self._week is not None:
            return self._week
        say, look = self.say, self._look
        name = f"{self._prefix}-hours" if self._prefix else "hours"
        week = WeekGrid(say, look, name)
        week.changed.connect(self._typed_in)
        copy = named(QPushButton(say("Copy Monday onto Tuesday to Friday")), f"{name}-copy")
        copy.clicked.connect(week.copy_monday)
        self._holidays = ChoiceBox(
            say,
            "holidays",
            say("On public holidays"),
            (
                (OnHolidays.CLOSED.value, say("closed")),
                (OnHolidays.OPEN.value, say("open as usual")),
                (OnHolidays.UNKNOWN.value, say("not known: telephone")),
            ),
        )
        self._exceptions = Cards(
            say,
            look,
            "exceptions",
            lambda: ((DayBox(say, "first", say("From")), DayBox(say, "last", say("To"))), (PeriodsBox(say, look),)),
            lambda number: say("other hours {number}", number=number),
            say("Add days with other hours"),
        )
        if self._prefix:
            for box in (self._holidays, self._exceptions):
                box.within(self._prefix, self._where)
            for line in (*week.findChildren(QWidget), copy):
                if line.accessibleName():
                    line.setAccessibleName(f"{line.accessibleName()}, {self._where}")
            copy.setAccessibleName(f"{copy.text()}, {self._where}")
        self._below = QWidget()
        column = QVBoxLayout(self._below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(week)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._holidays, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._exceptions)
        self._grid_place.addWidget(self._below)
        self._holidays.changed.connect(self._typed_in)
        self._exceptions.changed.connect(self._typed_in)
        self._exceptions.grew.connect(self.grew)
        self._week = week
        self._fill(Grid(holidays=OnHolidays.CLOSED))
        self.grew.emit()
        return week

    def _fill(self, grid: Grid) -> None:
        self._made().put(grid.days)
        self._holidays.put({"holidays": grid.holidays.value})
        rows = [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "periods": [list(each) for each in one.periods],
            }
            for one in grid.exceptions
        ]
        self._exceptions.put({"exceptions": rows})

    def _typed_in(self) -> None:
        self._touched = True
        self._show()
        self.changed.emit()

    def _typed(self) -> Fields:
        typed: Fields = {"way": self.way}
        if self.way == WEEK and self._week is not None:
            typed["cells"] = self._week.cells
            typed["holidays"] = self._holidays.values["holidays"]
            typed["exceptions"] = self._exceptions.values["exceptions"]
        return typed

    def _told_osm(self) -> str | None:
        """Return what is told, as OSM text; None while an hour cannot be read."""
        if self.way != WEEK:
            return {UNKNOWN: "", APPOINTMENT: BY_APPOINTMENT, ALWAYS: _ALWAYS, AS_IT_IS: self._osm}[self.way]
        grid = self._grid()
        if grid is None:
            return None
        return self._osm if grid == grid_of(self._osm) else osm_of(grid)

    def _grid(self) -> Grid | None:
        days = self._made().days
        exceptions = [_exceptional(row) for row in self._exceptions.ready["exceptions"]]
        if days is None or None in exceptions:
            return None
        return Grid(
            days=days,
            holidays=OnHolidays(self._holidays.values["holidays"]),
            exceptions=tuple(one for one in exceptions if one is not None),
        )

    def _show(self) -> None:
        """Show the week or hide it, and say the hours as they will be read."""
        if self.way == WEEK:
            self._made()
        if self._week is not None:
            self._below.setVisible(self.way == WEEK)
        osm = self._told_osm() if self._touched else self._osm
        hours = read(osm or "", calendar_of(""))
        if osm is None:
            self._sentence.setText(
                self.say("An hour is missing or cannot be read. The hours of before stay until then.")
            )
        elif osm and not hours.readable:
            self._sentence.setText(self.say("As it is written: {text}", text=osm))
        else:
            self._sentence.setText(" · ".join(sentence_week(hours, _EXAMPLE_YEAR, self.say.language)) if osm else "")
        self._sentence.setVisible(bool(self._sentence.text()))
        if self._touched:
            self.tell([of_problem(one.code, self.say) for one in lint(osm)] if osm else [])


def _exceptional(row: Mapping[str, Any]) -> Exceptional | None:
    first, last = _day(row.get("first")), _day(row.get("last"))
    periods = row.get("periods")
    if first is None or periods is None or (row.get("last") and last is None):
        return None
    last = last or first
    return Exceptional(first=first, last=last, periods=tuple((a, b) for a, b in periods)) if first <= last else None


def _day(text: object) -> date | None:
    return read_date(text).day if isinstance(text, str) else None
