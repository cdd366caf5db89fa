"""The form of a drop-in session: who receives, where, when, how one gets in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.hours_grid import typed_time
from desk.domain.sessions import Session, monthly, weekly
from desk.domain.sheets import Reach
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.check_list import CheckList
from desk.ui.widgets.form_boxes import Box, ChoiceBox, LineBox, TickBox
from desk.ui.widgets.form_days import DayBox
from desk.ui.widgets.scroll import ScrollingArea
from desk.work.sheet_values import Choice

HERE, ELSEWHERE = "here", "elsewhere"
_ONCE, _WEEKLY, _FORTNIGHT, _MONTHLY, _CALENDAR = "once", "weekly", "fortnight", "monthly", "calendar"
_ORDER = (
    "title", "host", "first", "rule", "start", "end", "last", "slot_minutes", "in_school_holidays", "on_public_holidays",
    "where", "room", "address", "commune", "reach", "phone", "sheet", "details",
)  # fmt: skip
"""Reading order: who, when, where, how."""

_DRAFT_MS = 500
"""How long after the first letter typed the draft is kept: well within the one second that a kill may cost."""

_MINUTES = (0, 15, 20, 30, 45, 60)


class SessionForm(QWidget):
    """Fills in a session.

    Signals:
        kept: the session as typed, and the commune typed when it is elsewhere.
        left: the person goes; what was typed stays as a draft.
        draft_changed: these fields differ from the session and are not kept; none when nothing does.
    """

    kept = Signal(object, str)
    left = Signal()
    draft_changed = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._session: Session | None = None
        self._own: Session | None = None
        self._filled: dict[str, Any] = {}
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DRAFT_MS)
        self._wait.timeout.connect(self._tell_draft)
        self._title = plain_label(say("A session"), "subtitle")
        self._types = CheckList(say, look, "relay_types", say("It can take over as"))
        self._host = ChoiceBox(say, "sheet", say("Its sheet, if it has one"), (("", say("no sheet")),))
        self._boxes: dict[str, Box] = {
            "title": LineBox(say, "title", say("What is it?"), example=say("Drop-in session of France services")),
            "host": LineBox(say, "host", say("Which organisation? No person's name")),
            "sheet": self._host,
            "first": DayBox(say, "first", say("First day")),
            "rule": ChoiceBox(
                say,
                "rule",
                say("Again"),
                (
                    (_ONCE, say("only that day")),
                    (_WEEKLY, say("every week")),
                    (_FORTNIGHT, say("every other week")),
                    (_MONTHLY, say("the same day of the month, such as the first Tuesday")),
                    (_CALENDAR, say("as its calendar says")),
                ),
            ),
            "start": LineBox(say, "start", say("From"), example="14 h"),
            "end": LineBox(say, "end", say("To"), example="16 h 30"),
            "last": DayBox(say, "last", say("Last day, if it is known")),
            "in_school_holidays": TickBox(say, "in_school_holidays", say("also in school holidays")),
            "on_public_holidays": TickBox(say, "on_public_holidays", say("also on public holidays")),
            "reach": ChoiceBox(
                say,
                "reach",
                say("How does one get in?"),
                (
                    (Reach.WALK_IN, say("without appointment")),
                    (Reach.APPOINTMENT, say("by appointment")),
                    (Reach.PHONE, say("by telephone")),
                ),
            ),
            "slot_minutes": ChoiceBox(
                say,
                "slot_minutes",
                say("Appointments given here, in minutes"),
                tuple((one, str(one) if one else say("none")) for one in _MINUTES),
            ),
            "phone": LineBox(say, "phone", say("Telephone")),
            "where": ChoiceBox(
                say, "where", say("Where?"), ((HERE, say("in this library")), (ELSEWHERE, say("elsewhere")))
            ),
            "room": LineBox(say, "room", say("Room")),
            "address": LineBox(say, "address", say("Address, when elsewhere")),
            "commune": LineBox(say, "commune", say("Commune, when elsewhere")),
            "details": LineBox(say, "details", say("What to know, such as papers to bring")),
        }
        for box in (*self._boxes.values(), self._types):
            box.changed.connect(self._typed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        across = 1 if look.scale.large else 2
        for place, box in enumerate((*(self._boxes[name] for name in _ORDER), self._types)):
            grid.addWidget(box, place // across, place % across)
        keep = named(QPushButton(say("&Keep it")), "keep-session")
        keep.setProperty("role", "primary")
        keep.clicked.connect(self._keep)
        leave = named(QPushButton(say("Leave (&Esc)")), "leave-session")
        leave.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(keep)
        inside = QWidget()
        inside.setLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(ScrollingArea(inside), 1)
        column.addLayout(foot)

    def offer(self, hosts: Sequence[tuple[str, str]], types: Sequence[tuple[str, str]]) -> None:
        """Offer (sheet, name) of possible hosts and (slug, label) of kinds of relay."""
        say = self._say
        choices = (("", say("no sheet")), *hosts)
        chosen = self._host.values
        self._host.offer(choices)
        self._host.put(chosen)
        self._types.offer([Choice(slug=slug, label=label) for slug, label in types])

    def fill(self, session: Session, own: Session, draft: Mapping[str, Any] | None = None) -> None:
        """Show ``session``, with the ``draft`` typed over it if there is one.

        ``own`` is an empty one of this library, whose place « in this library » means.
        """
        self._session, self._own = session, own
        here = bool(session.library) and session.library == own.library
        fields = {
            "title": session.title,
            "host": session.host,
            "sheet": session.sheet,
            "first": session.first.isoformat(),
            "rule": _rule_choice(session),
            "start": session.start,
            "end": session.end,
            "last": session.last.isoformat() if session.last else "",
            "in_school_holidays": session.in_school_holidays,
            "on_public_holidays": session.on_public_holidays,
            "reach": session.reach,
            "slot_minutes": session.slot_minutes,
            "phone": session.phone,
            "where": HERE if here else ELSEWHERE,
            "room": session.room,
            "address": "" if here else session.address,
            "commune": "" if here else session.commune,
            "details": session.details,
        }
        for name, box in self._boxes.items():
            box.tell([])
            box.put({name: fields[name]})
        self._types.put({"relay_types": list(session.relay_types)})
        self.forget_draft()
        for box in (*self._boxes.values(), self._types):
            box.put({name: value for name, value in (draft or {}).items() if name in box.names})

    @property
    def edits(self) -> dict[str, Any]:
        """What is typed and differs from the session shown."""
        return {name: value for name, value in self._values().items() if value != self._filled.get(name)}

    def keep_draft(self) -> None:
        """Keep at once what is typed and waits."""
        if self._wait.isActive():
            self._tell_draft()

    def forget_draft(self) -> None:
        """Take what is typed for what is kept."""
        self._wait.stop()
        self._filled = self._values()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when something else comes in front."""
        super().hideEvent(event)
        self.keep_draft()

    def tell(self, problems: Sequence[Problem]) -> None:
        """Say beside each box what must be corrected, and go to the first."""
        wrong = [one for one in problems if one.field in self._boxes]
        for box in self._boxes.values():
            box.tell([])
        for one in wrong:
            self._boxes[one.field].tell_problems([("", one.code)], wrong=True)
        if wrong:
            self._boxes[wrong[0].field].take_focus()

    def take_focus(self) -> None:
        """Put the keyboard in the first box."""
        self._boxes["title"].take_focus()

    def _values(self) -> dict[str, Any]:
        return {name: value for box in (*self._boxes.values(), self._types) for name, value in box.values.items()}

    def _typed(self) -> None:
        if not self._wait.isActive():
            self._wait.start()

    def _tell_draft(self) -> None:
        self._wait.stop()
        self.draft_changed.emit(self.edits)

    def _keep(self) -> None:
        if self._session is None or self._own is None:
            return
        told = {name: box.values[name] for name, box in self._boxes.items()}
        first, last = (self._boxes[name] for name in ("first", "last"))
        day = first.day if isinstance(first, DayBox) else None
        here = told["where"] == HERE
        place = self._own if here else self._session
        moved = not here and told["commune"] != self._session.commune
        session = replace(
            self._session,
            title=str(told["title"]),
            host=str(told["host"]),
            sheet=str(told["sheet"]),
            first=day or date.min,
            rule=_rule_of(str(told["rule"]), day or date.min, self._session),
            start=typed_time(str(told["start"])) or str(told["start"]),
            end=typed_time(str(told["end"])) or str(told["end"]),
            last=last.day if isinstance(last, DayBox) else None,
            in_school_holidays=bool(told["in_school_holidays"]),
            on_public_holidays=bool(told["on_public_holidays"]),
            reach=Reach(told["reach"]),
            slot_minutes=int(told["slot_minutes"]),
            phone=str(told["phone"]),
            library=place.library if here else "",
            room=str(told["room"]),
            address=place.address if here else str(told["address"]),
            postcode=place.postcode if here else "" if moved else self._session.postcode,
            commune=place.commune if here else str(told["commune"]),
            insee=place.insee if here else "" if moved else self._session.insee,
            latitude=place.latitude if here else None if moved else self._session.latitude,
            longitude=place.longitude if here else None if moved else self._session.longitude,
            details=str(told["details"]),
            relay_types=tuple(self._types.values["relay_types"]),
        )
        self.kept.emit(session, str(told["commune"]) if not here else "")


def _rule_choice(session: Session) -> str:
    """Return which of the five choices a rule is."""
    known: Mapping[str, str] = {
        "": _ONCE,
        weekly(): _WEEKLY,
        weekly(every=2): _FORTNIGHT,
        monthly(session.first): _MONTHLY,
    }
    return known.get(session.rule, _CALENDAR)


def _rule_of(choice: str, first: date, before: Session) -> str:
    return {
        _ONCE: "",
        _WEEKLY: weekly(),
        _FORTNIGHT: weekly(every=2),
        _MONTHLY: monthly(first) if first.year > 1 else "",
        _CALENDAR: before.rule,
    }[choice]
