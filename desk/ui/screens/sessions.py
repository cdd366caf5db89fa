"""Permanences: the week or the month here and nearby, one day in full, cancelled in one key, slots without names."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.sessions import Session
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.month_grid import MonthGrid
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.session_form import SessionForm
from desk.work.sentences import of_problem
from desk.work.sessions import Agenda, DayLine, SlotLine, Why, why_words

_LEAST_PX = 340


class SessionsScreen(QWidget):
    """What is held on the left, the day chosen on the right.

    Signals:
        period_requested: the first day to show, and whether a whole month is wanted.
        cancel_requested, restore_requested: a session, a day (and why).
        slots_requested: the slots of this session on this day.
        book_requested: a session, a day, an hour.
        unbook_requested: the appointment with this id is given back.
        edit_requested: the session with this id, or a new one on a day when it is empty.
        save_requested: the session as typed, the commune typed.
        remove_requested: the session with this id is held no more.
        paper_requested: its name (day, day-large, month, strip, slots), a session, a day.
        calendar_write_requested, calendar_read_requested: an iCalendar file.
    """

    period_requested = Signal(object, bool)
    cancel_requested = Signal(str, object, str)
    restore_requested = Signal(str, object)
    slots_requested = Signal(str, object)
    book_requested = Signal(str, object, str)
    unbook_requested = Signal(str)
    edit_requested = Signal(str, object)
    save_requested = Signal(object, str)
    remove_requested = Signal(str)
    paper_requested = Signal(str, str, object)
    calendar_write_requested = Signal()
    calendar_read_requested = Signal()

    def __init__(self, say: Words, look: Look, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._today = today
        self._day = today
        self._agenda: Agenda | None = None
        self.setProperty("role", "page")
        self._title = named(plain_label("", "subtitle"), "period")
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        self.form = SessionForm(say, look)
        self.form.kept.connect(self.save_requested)
        self.form.left.connect(self.show_days)
        days = QWidget()
        column = QVBoxLayout(days)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._bar())
        column.addWidget(self._title)
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._days_panel(), self._day_panel(), least), 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(days)
        self._pages.addWidget(self.form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(8)
        whole.addWidget(plain_label(say("Sessions"), "title"))
        whole.addWidget(self._told)
        whole.addWidget(self._pages, 1)
        for keys, act in (
            ("Ctrl+Z", self._restore),
            ("Ins", self._new),
            ("Ctrl+Left", lambda: self._move(-1)),
            ("Ctrl+Right", lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._may_act()

    # what comes in

    def present(self, agenda: Agenda) -> None:
        """Show what is held in a week or a month."""
        line = self._list.row
        chosen = (line.session, line.day) if line else None
        self._agenda = agenda
        self._title.setText(agenda.title)
        if self.monthly:
            marks: dict[date, tuple[tuple[str, bool], ...]] = {}
            for one in agenda.days:
                marks[one.day] = (*marks.get(one.day, ()), (f"{one.times.split(' – ')[0]} {one.title}", one.held))
            self._month.present(self._day, self._today, marks)
            self._day = self._month.chosen
        self._show_lines(chosen)
        self._season.present_marked(season_text(agenda, self._say))

    def present_slots(self, slots: Sequence[SlotLine]) -> None:
        """Show the slots of the day chosen."""
        self._slots.clear()
        for slot in slots:
            item = QListWidgetItem(f"{slot.time.replace(':', ' h ')} · {slot.told}")
            item.setData(Qt.ItemDataRole.UserRole, (slot.time, slot.appointments))
            self._slots.addItem(item)
        free = next((row for row, slot in enumerate(slots) if not slot.codes), 0)
        self._slots.setCurrentRow(free)
        self._slot_box.setVisible(bool(slots))

    def present_form(self, session: Session, own: Session, draft: Mapping[str, Any] | None = None) -> None:
        """Show the form of a session, with the ``draft`` typed over it if there is one."""
        self.form.fill(session, own, draft)
        self._pages.setCurrentWidget(self.form)
        self.form.take_focus()

    def present_told(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        """Say what was just done, or what must be corrected first."""
        set_role(self._told, "warn" if problems else "strong")
        text = "\n".join(dict.fromkeys(of_problem(one.code, self._say) for one in problems)) or sentence
        tell(self._told, text)
        if problems and self._pages.currentWidget() is self.form:
            self.form.tell(problems)

    def show_days(self) -> None:
        """Leave the form."""
        self._pages.setCurrentIndex(0)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where the days are."""
        (self._month if self.monthly else self._list).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Ask for the period shown."""
        self.period_requested.emit(self._day, self.monthly)

    @property
    def monthly(self) -> bool:
        """Whether a whole month is shown."""
        return self._spans.checkedId() == 1

    @property
    def day(self) -> date:
        """The day chosen."""
        return self._day

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits before the list looks for a name that begins with them."""
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._typed(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the form; a digit cancels the day chosen."""
        if event.key() == Qt.Key.Key_Escape and self._pages.currentWidget() is self.form:
            self.show_days()
        elif not self._typed(event):
            super().keyPressEvent(event)

    # the parts

    def _bar(self) -> Flow:
        say = self._say
        flow = Flow(across=8, down=6)
        self._spans = QButtonGroup(self)
        for number, text in enumerate((say("Wee&k"), say("&Month"))):
            choice = named(QRadioButton(text), f"span-{number}")
            choice.setChecked(number == 0)
            self._spans.addButton(choice, number)
            flow.addWidget(choice)
        self._spans.idToggled.connect(lambda _, checked: self._span_changed() if checked else None)
        for name, text, act in (
            ("before", say("◀ Before"), lambda: self._move(-1)),
            ("today", say("&Today"), lambda: self._go(self._today)),
            ("after", say("After ▶"), lambda: self._move(1)),
            ("new", say("&New session   Ins"), self._new),
            ("poster-day", say("&Door poster"), lambda: self._paper("day")),
            ("poster-large", say("Door poster, A&3"), lambda: self._paper("day-large")),
            ("poster-month", say("Month p&oster"), lambda: self._paper("month")),
            ("read-calendar", say("&Read a calendar…"), self.calendar_read_requested.emit),
            ("write-calendar", say("&Give a calendar…"), self.calendar_write_requested.emit),
        ):
            button = named(QPushButton(text), name)
            button.clicked.connect(lambda _=False, act=act: act())
            flow.addWidget(button)
        return flow

    def _days_panel(self) -> QWidget:
        say = self._say
        self._month = MonthGrid(say, self._look)
        self._month.day_chosen.connect(self._month_day)
        self._month.opened.connect(lambda: self._list.setFocus(Qt.FocusReason.OtherFocusReason))
        self._month.setVisible(False)
        self._month.setMinimumHeight(self._month.minimumSizeHint().height())
        self._list: Lines[DayLine] = Lines(
            self._look,
            "days",
            say("What is held"),
            (
                Column(say("What"), lambda line: f"{line.when}, {line.times} · {line.title}"),
                Column(say("Where"), lambda line: line.where),
                Column(say("Who"), lambda line: line.who),
                Column(say("State"), lambda line: line.state or line.clash, _sign_of),
            ),
        )
        self._list.setMinimumHeight(self._look.scale.px(120))
        self._list.installEventFilter(self)
        self._list.current_changed.connect(self._line_changed)
        self._list.activated.connect(self._edit)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._month, 3)
        column.addWidget(self._list, 2)
        return ScrollingArea(panel)

    def _day_panel(self) -> QWidget:
        say = self._say
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._about = named(plain_label(""), "about")
        self._clash = named(plain_label("", "warn"), "clash")
        column.addWidget(self._about)
        column.addWidget(self._clash)
        self._cancelling = plain_label(say("Not held that day? Type why."), "strong")
        column.addWidget(self._cancelling)
        self._whys = Flow(across=8, down=6)
        self._buttons: list[QPushButton] = []
        for key, why in enumerate(Why, start=1):
            button = named(QPushButton(f"{key}   {why_words(why, say)}"), f"why-{key}")
            button.clicked.connect(lambda _=False, why=why: self._cancel(why))
            self._buttons.append(button)
            self._whys.addWidget(button)
        column.addLayout(self._whys)
        acts = Flow(across=8, down=6)
        self._back = named(QPushButton(say("&It is held after all   Ctrl+Z")), "restore")
        self._back.clicked.connect(self._restore)
        self._strip = named(QPushButton(say("&Print the strip “cancelled”")), "strip")
        self._strip.clicked.connect(lambda: self._paper("strip"))
        self._change = named(QPushButton(say("&Change…   Enter")), "edit")
        self._change.clicked.connect(self._edit)
        self._end = named(QPushButton(say("&Held no more")), "remove")
        self._end.clicked.connect(self._remove)
        for one in (self._back, self._strip, self._change, self._end):
            acts.addWidget(one)
        column.addLayout(acts)
        self._slot_box = QWidget()
        slots = QVBoxLayout(self._slot_box)
        slots.setContentsMargins(0, 0, 0, 0)
        slots.addWidget(plain_label(say("Appointments, without names"), "strong"))
        self._slots = named(QListWidget(), "slots", say("Appointments, without names"))
        self._slots.setMinimumHeight(self._look.scale.px(90))
        self._slots.itemActivated.connect(self._book)
        slots.addWidget(self._slots, 1)
        giving = Flow(across=8, down=6)
        for name, text, act in (
            ("book", say("Give this s&lot"), self._book),
            ("unbook", say("Give it &back"), self._unbook),
            ("print-slots", say("Print the da&y's list"), lambda: self._paper("slots")),
        ):
            button = named(QPushButton(text), name)
            button.clicked.connect(lambda _=False, act=act: act())
            giving.addWidget(button)
        slots.addLayout(giving)
        self._slot_box.setVisible(False)
        column.addWidget(self._slot_box, 1)
        self._season = Reading(self._look, "season", say("Key moments"))
        self._season.setMinimumHeight(self._look.scale.px(150))
        column.addWidget(self._season, 1)
        return ScrollingArea(panel)

    # what happens

    def _show_lines(self, chosen: tuple[str, date] | None = None) -> None:
        if self._agenda is None:
            return
        lines = tuple(one for one in self._agenda.days if not self.monthly or one.day == self._day)
        self._list.present(lines)
        at = next((place for place, one in enumerate(lines) if (one.session, one.day) == chosen), None)
        if at is None:
            at = next((place for place, one in enumerate(lines) if one.day >= self._day), 0)
        self._list.choose(at if lines else -1)
        self._line_changed()

    def _line_changed(self) -> None:
        line = self._list.row
        self._slot_box.setVisible(False)
        if line is not None:
            self._day = line.day
            parts = (
                line.title,
                f"{line.when}, {line.times}",
                line.rhythm,
                line.where,
                line.who,
                line.reach,
                line.state,
            )
            self._about.setText(" · ".join(dict.fromkeys(filter(None, parts))))
            if line.free_slots is not None:
                self.slots_requested.emit(line.session, line.day)
        else:
            self._about.setText(self._say("Nothing is held then."))
        self._clash.setText(line.clash if line else "")
        self._clash.setVisible(bool(line and line.clash))
        self._may_act()

    def _month_day(self, day: date) -> None:
        moved = (day.year, day.month) != (self._day.year, self._day.month)
        self._day = day
        if moved:
            self.ask()
        else:
            self._show_lines()

    def _span_changed(self) -> None:
        self._month.setVisible(self.monthly)
        self.ask()

    def _move(self, step: int) -> None:
        if self.monthly:
            middle = self._day.replace(day=15) + timedelta(days=30 * step)
            self._go(middle.replace(day=1))
        else:
            self._go(self._day + timedelta(days=7 * step))

    def _go(self, day: date) -> None:
        self._day = day
        self._list.present(())
        if self.monthly:
            self._month.choose(day)
        self.ask()

    def _typed(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if digit is None or digit > len(Why) or self._pages.currentWidget() is self.form:
            return False
        self._cancel(tuple(Why)[digit - 1])
        return True

    def _cancel(self, why: Why) -> None:
        if (line := self._list.row) is not None and line.held:
            self.cancel_requested.emit(line.session, line.day, why.value)

    def _restore(self) -> None:
        if (line := self._list.row) is not None and not line.held:
            self.restore_requested.emit(line.session, line.day)

    def _new(self) -> None:
        self.edit_requested.emit("", self._day)

    def _edit(self) -> None:
        if (line := self._list.row) is not None:
            self.edit_requested.emit(line.session, line.day)

    def _remove(self) -> None:
        if (line := self._list.row) is not None:
            self.remove_requested.emit(line.session)

    def _paper(self, name: str) -> None:
        line = self._list.row
        if name in {"day", "day-large", "month"} or line is not None:
            self.paper_requested.emit(name, line.session if line else "", self._day)

    def _book(self) -> None:
        item, line = self._slots.currentItem(), self._list.row
        if item is not None and line is not None:
            self.book_requested.emit(line.session, line.day, item.data(Qt.ItemDataRole.UserRole)[0])

    def _unbook(self) -> None:
        item = self._slots.currentItem()
        given = item.data(Qt.ItemDataRole.UserRole)[1] if item is not None else ()
        if given:
            self.unbook_requested.emit(given[-1])

    def _may_act(self) -> None:
        line = self._list.row
        held = line is not None and line.held
        for button in self._buttons:
            button.setEnabled(held)
        self._back.setEnabled(line is not None and not held)
        self._strip.setEnabled(line is not None and not held)
        self._change.setEnabled(line is not None)
        self._end.setEnabled(line is not None)


def season_text(agenda: Agenda, say: Words) -> str:
    """Return the key moments of the month, marked up for reading: what comes, whom to invite."""
    lines = [f"## {say('Key moments of the month')}", ""]
    for one in agenda.season:
        invited = say("somebody already comes") if one.invited else say("to invite: {who}", who=one.invite)
        lines.append(f"- {one.title} · {invited}")
    lines += ["", say("This calendar is to be checked each year.")]
    return "\n".join(lines)


def _sign_of(line: DayLine) -> str:
    return "x" if not line.held else "triangle-alert" if line.clash or line.state else "check"
