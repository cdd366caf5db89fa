"""Entraide: what people ask to be shown, who can show it, consents that end. Names stay on this computer."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.mutual_aid import Helper, Subject
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.form_boxes import Box, ChoiceBox, LineBox
from desk.ui.widgets.form_days import DayBox
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.when_button import WhenButton
from desk.work.mutual_aid import HelperLine, Match, RequestLine, subject_words
from desk.work.sentences import of_problem

_LEAST_PX = 340


class MutualAidScreen(QWidget):
    """Requests or helpers, one part at a time.

    Signals:
        ask_requested: a subject, half-days, limits: a request made at the desk.
        matches_requested: who could answer this request.
        agree_requested: a request, a helper, a day or None.
        close_requested: the request with this id is over.
        request_print_requested: the paper of this request.
        helper_changed: this helper is to be kept.
        helper_forgotten: the helper with this id is erased.
        consent_print_requested: the card of this helper.
    """

    ask_requested = Signal(str, object, str)
    matches_requested = Signal(object)
    agree_requested = Signal(object, str, object)
    close_requested = Signal(str)
    request_print_requested = Signal(object)
    helper_changed = Signal(object)
    helper_forgotten = Signal(str)
    consent_print_requested = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._helper: Helper | None = None
        self.setProperty("role", "page")
        self._parts = QButtonGroup(self)
        choices = Flow(across=10, down=2)
        for number, text in enumerate((say("&Requests"), say("&People who help"))):
            choice = named(QRadioButton(text), f"part-{number}")
            choice.setChecked(number == 0)
            self._parts.addButton(choice, number)
            choices.addWidget(choice)
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._requests_part())
        self._pages.addWidget(self._helpers_part())
        self._parts.idToggled.connect(lambda number, checked: self._pages.setCurrentIndex(number) if checked else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(say("Mutual aid"), "title"))
        column.addWidget(plain_label(say("The library is the go-between: it gives no name and no number."), "muted"))
        column.addLayout(choices)
        column.addWidget(self._told)
        column.addWidget(self._pages, 1)
        self._may_act()

    # what comes in

    def present_requests(self, lines: tuple[RequestLine, ...]) -> None:
        """Show the live requests; the one that was current stays so."""
        row = self._requests.row
        current = row.request.id if row else ""
        self._requests.present(lines)
        at = next((place for place, line in enumerate(lines) if line.request.id == current), 0)
        self._requests.choose(at if lines else -1)
        self._request_chosen()

    def present_times(self, held: tuple[str, ...]) -> None:
        """Say when the next fixed times of mutual aid are; nothing where there are none."""
        self._times.setText("\n".join((self._say("Times of mutual aid"), *held)))
        self._times.setVisible(bool(held))

    def present_matches(self, found: tuple[Match, ...]) -> None:
        """Show who could answer the request chosen."""
        self._matches.present(found, choose_first=True)
        self._nobody.setVisible(not found and self._requests.row is not None)
        self._may_act()

    def present_helpers(self, lines: tuple[HelperLine, ...]) -> None:
        """Show the helpers; the one that was current stays so."""
        row = self._helpers.row
        current = row.helper.id if row else ""
        self._helpers.present(lines)
        at = next((place for place, line in enumerate(lines) if line.helper.id == current), -1)
        self._helpers.choose(at)
        if at < 0:
            self._fill(None)

    def present_told(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        """Say what was just done, or what must be corrected first."""
        set_role(self._told, "warn" if problems else "strong")
        text = "\n".join(dict.fromkeys(of_problem(one.code, self._say) for one in problems)) or sentence
        tell(self._told, text)

    def clear(self) -> None:
        """Forget what was typed of a request: the next person is somebody else."""
        self._subject.put({"subject": Subject.COMPUTER.value})
        self._limits.put({"limits": ""})
        self._when.put(())

    def take_focus(self) -> None:
        """Put the keyboard on the first thing to answer."""
        if self._pages.currentIndex() == 0:
            self._subject.take_focus()
        else:
            self._helpers.setFocus(Qt.FocusReason.OtherFocusReason)

    # the parts

    def _requests_part(self) -> QWidget:
        say = self._say
        asking = QWidget()
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(plain_label(say("A new request: no name"), "subtitle"))
        self._subject = ChoiceBox(
            say, "subject", say("To be shown"), tuple((one.value, subject_words(one.value, say)) for one in Subject)
        )
        self._when = WhenButton(say, "request-when")
        self._limits = LineBox(say, "limits", say("What to know"), example=say("own tablet, hears badly"))
        keep = named(QPushButton(say("&Note it and print the paper")), "ask")
        keep.setProperty("role", "primary")
        keep.clicked.connect(self._ask)
        for one in (self._subject, self._when, self._limits):
            column.addWidget(one)
        column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        self._requests: Lines[RequestLine] = Lines(
            self._look,
            "requests",
            say("Requests under way"),
            (
                Column(say("What"), lambda line: f"{line.what} · {line.request.code}"),
                Column(say("When"), lambda line: line.when),
                Column(
                    say("State"), lambda line: line.state, lambda line: "check" if line.request.meets_on else "clock"
                ),
                Column(say("What to know"), lambda line: line.request.limits),
            ),
        )
        self._requests.setMinimumHeight(self._look.scale.px(150))
        self._requests.current_changed.connect(self._request_chosen)
        column.addWidget(self._requests, 1)
        answering = QWidget()
        right = QVBoxLayout(answering)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(plain_label(say("Who could help"), "subtitle"))
        self._matches: Lines[Match] = Lines(
            self._look,
            "matches",
            say("Who could help"),
            (Column(say("Name"), lambda match: match.name), Column(say("What to know"), lambda match: match.told)),
        )
        self._matches.setMinimumHeight(self._look.scale.px(130))
        self._matches.current_changed.connect(self._may_act)
        right.addWidget(self._matches, 1)
        self._nobody = named(plain_label(say("Nobody yet for this. The request stays thirty days."), "muted"), "nobody")
        self._nobody.setVisible(False)
        right.addWidget(self._nobody)
        self._times = named(plain_label("", "muted"), "times")
        self._times.setVisible(False)
        right.addWidget(self._times)
        self._meeting = DayBox(say, "meets_on", say("Day of the meeting, if it is known"))
        right.addWidget(self._meeting)
        acts = Flow(across=8, down=6)
        self._agree = named(QPushButton(say("&Agree with this person")), "agree")
        self._agree.clicked.connect(self._agreed)
        self._print = named(QPushButton(say("Print the pap&er again")), "print-request")
        self._print.clicked.connect(self._print_request)
        self._over = named(QPushButton(say("It is &over: erase it")), "close-request")
        self._over.clicked.connect(self._close)
        for button in (self._agree, self._print, self._over):
            acts.addWidget(button)
        right.addLayout(acts)
        return self._two(asking, answering)

    def _helpers_part(self) -> QWidget:
        say = self._say
        listed = QWidget()
        left = QVBoxLayout(listed)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        self._helpers: Lines[HelperLine] = Lines(
            self._look,
            "helpers",
            say("Those who help"),
            (
                Column(say("Name"), lambda line: line.helper.name),
                Column(say("What"), lambda line: line.subjects),
                Column(say("When"), lambda line: line.when),
                Column(say("State"), lambda line: line.state, _sign_of),
            ),
        )
        self._helpers.setMinimumHeight(self._look.scale.px(170))
        self._helpers.current_changed.connect(self._helper_chosen)
        left.addWidget(self._helpers, 1)
        new = named(QPushButton(say("&Somebody new")), "new-helper")
        new.clicked.connect(self._new_helper)
        left.addWidget(new, 0, Qt.AlignmentFlag.AlignLeft)
        form = QWidget()
        right = QVBoxLayout(form)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(
            plain_label(say("These lines stay on this computer. Only subjects and half-days are shared."), "muted")
        )
        self._boxes: dict[str, Box] = {
            "name": LineBox(say, "name", say("Name")),
            "phone": LineBox(say, "phone", say("Telephone")),
        }
        for box in self._boxes.values():
            right.addWidget(box)
        right.addWidget(plain_label(say("Can show"), "strong"))
        subjects = Flow(across=12, down=2)
        self._subjects: dict[str, QCheckBox] = {}
        for subject in Subject:
            tick = named(QCheckBox(subject_words(subject.value, say)), f"subject-{subject.value}")
            self._subjects[subject.value] = tick
            subjects.addWidget(tick)
        right.addLayout(subjects)
        self._helper_when = WhenButton(say, "helper-when")
        right.addWidget(self._helper_when)
        more: dict[str, Box] = {
            "limits": LineBox(say, "helper-limits", say("What not to ask"), example=say("not at home, no banking")),
            "may_say": LineBox(say, "may_say", say("What may be said aloud"), example=say("my first name")),
            "consent_on": DayBox(say, "consent_on", say("Card signed on"), hint=say("The consent lasts six months.")),
        }
        self._boxes.update(more)
        for box in more.values():
            right.addWidget(box)
        acts = Flow(across=8, down=6)
        keep = named(QPushButton(say("&Keep")), "keep-helper")
        keep.setProperty("role", "primary")
        keep.clicked.connect(self._keep)
        self._card = named(QPushButton(say("Print the &card to sign")), "print-card")
        self._card.clicked.connect(self._print_card)
        self._forget = named(QPushButton(say("&Erase this person")), "forget-helper")
        self._forget.setProperty("role", "danger")
        self._forget.clicked.connect(self._forget_helper)
        for button in (keep, self._card, self._forget):
            acts.addWidget(button)
        right.addLayout(acts)
        right.addStretch(1)
        return self._two(listed, form)

    def _two(self, left: QWidget, right: QWidget) -> QWidget:
        least = round(_LEAST_PX * self._look.scale.percent / 100)
        return TwoPanels(ScrollingArea(left), ScrollingArea(right), least)

    # what happens

    def _ask(self) -> None:
        limits = str(self._limits.values["limits"])
        self.ask_requested.emit(str(self._subject.values["subject"]), self._when.value, limits)

    def _request_chosen(self) -> None:
        row = self._requests.row
        if row is not None:
            day = row.request.meets_on
            self._meeting.put({"meets_on": day.isoformat() if day else ""})
            self.matches_requested.emit(row.request)
        else:
            self.present_matches(())
        self._may_act()

    def _agreed(self) -> None:
        row, match = self._requests.row, self._matches.row
        if row is not None:
            self.agree_requested.emit(row.request, match.helper if match else "", self._meeting.day)

    def _close(self) -> None:
        if (row := self._requests.row) is not None:
            self.close_requested.emit(row.request.id)

    def _print_request(self) -> None:
        if (row := self._requests.row) is not None:
            self.request_print_requested.emit(row.request)

    def _helper_chosen(self) -> None:
        row = self._helpers.row
        self._fill(row.helper if row else None)

    def _new_helper(self) -> None:
        self._helpers.choose(-1)
        self._fill(None)
        self._boxes["name"].take_focus()

    def _fill(self, helper: Helper | None) -> None:
        self._helper = helper
        for name, box in self._boxes.items():
            value = getattr(helper, name) if helper else ""
            box.tell([])
            box.put({box.names[0]: value.isoformat() if isinstance(value, date) else value or ""})
        for slug, tick in self._subjects.items():
            tick.setChecked(bool(helper and slug in helper.subjects))
        self._helper_when.put(helper.half_days if helper else ())
        self._may_act()

    @property
    def typed_helper(self) -> Helper:
        """The helper as typed."""
        told = {name: str(box.values[box.names[0]]) for name, box in self._boxes.items()}
        consent = self._boxes["consent_on"]
        return Helper(
            id=self._helper.id if self._helper else "",
            name=told["name"],
            phone=told["phone"],
            subjects=tuple(slug for slug, tick in self._subjects.items() if tick.isChecked()),
            half_days=self._helper_when.value,
            limits=told["limits"],
            may_say=told["may_say"],
            consent_on=consent.day if isinstance(consent, DayBox) else None,
            offer=self._helper.offer if self._helper else "",
        )

    def _keep(self) -> None:
        self.helper_changed.emit(self.typed_helper)

    def _print_card(self) -> None:
        self.consent_print_requested.emit(self.typed_helper)

    def _forget_helper(self) -> None:
        if self._helper is not None:
            self.helper_forgotten.emit(self._helper.id)

    def _may_act(self) -> None:
        row, match = self._requests.row, self._matches.row
        self._agree.setEnabled(row is not None and match is not None)
        for button in (self._print, self._over):
            button.setEnabled(row is not None)
        self._forget.setEnabled(self._helper is not None)


def _sign_of(line: HelperLine) -> str:
    return "check" if line.consents and not line.to_renew else "triangle-alert"
