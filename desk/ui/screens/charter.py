"""Charte: to read, to adapt in ten minutes, to adopt, to print; agreements with partners; the texts it rests on."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.domain.agreements import Agreement
from desk.domain.charter import ActChoice, CharterVersion, Level, Signatory
from desk.domain.fields import Problem
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.digits import digit_of
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.form_boxes import Box, LineBox, TextBox
from desk.ui.widgets.form_days import DayBox
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.scroll import ScrollingArea
from desk.ui.widgets.steps import equipment_words
from desk.work.agreements import AgreementLine
from desk.work.charter import ActLine, Adaptation, CharterView, level_words, signatory_words, text_lines
from desk.work.sentences import of_problem

_LEAST_PX = 210
_SHARES = (10, 36)
_ABOVE = 0.3
_TEXT_FIELDS = ("hours", "prices", "duration", "speak_to")
_KEYS = {1: Level.DO, 2: Level.WITH, 3: Level.NEVER}


class CharterScreen(QWidget):
    """Parts on the left, one at a time on the right.

    Signals:
        draft_changed: the draft as it now is; it is kept at once.
        abandoned: the draft with this id is put in the bin.
        taken_back: the draft with this id, just abandoned, is wanted again.
        adopt_requested: the draft, the day, the body that decided.
        equipment_requested: the equipment is changed in Réglages.
        version_requested: the version with this id is wanted to read.
        print_requested, pdf_requested: the paper with this name is wanted on paper, in a file.
        large_requested: the charter in large letters, for the visitor.
        agreement_changed: this agreement is to be kept.
        agreement_removed: the agreement with this id is withdrawn.
        agreement_print_requested: this agreement is wanted on paper.
    """

    draft_changed = Signal(object)
    abandoned = Signal(str)
    taken_back = Signal(str)
    adopt_requested = Signal(object, object, str)
    version_requested = Signal(str)
    print_requested = Signal(str)
    pdf_requested = Signal(str)
    large_requested = Signal()
    agreement_changed = Signal(object)
    agreement_removed = Signal(str)
    agreement_print_requested = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._draft: CharterVersion | None = None
        self._left = ""
        self._agreement: Agreement | None = None
        self._version_ids: list[str] = []
        self.setProperty("role", "page")
        self._sections = named(QListWidget(), "parts", say("Parts of the charter"))
        self._sections.setWordWrap(True)
        self._sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = QStackedWidget()
        self._reading = Reading(look, "charter", say("The charter"))
        self._references = Reading(look, "references", say("The texts of the charter"))
        self._old = Reading(look, "old-version", say("The version chosen"))
        for title, page in (
            (say("Read it"), self._reading),
            (say("Adapt it"), self._adapting()),
            (say("Partners"), self._partnership()),
            (say("Texts it rests on"), self._references),
            (say("Versions"), self._history()),
        ):
            self._sections.addItem(title)
            self._pages.addWidget(page)
        self._sections.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._sections.setCurrentRow(0)

        self._standing = named(plain_label("", "muted"), "standing")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(say("Service charter"), "title"))
        column.addWidget(self._standing)
        column.addLayout(self._papers())
        column.addLayout(self._done_part())
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._sections, self._pages, least, shares=_SHARES, above=_ABOVE), 1)

    # what comes in

    def present(self, view: CharterView) -> None:
        """Show the charter that rules today."""
        self._standing.setText(view.standing)
        self._reading.present_marked(charter_text(view, self._say))
        self._references.present_marked(references_text(view, self._say))

    def present_adaptation(self, told: Adaptation) -> None:
        """Show the draft to adapt and the versions there are."""
        say, draft = self._say, told.draft
        same = self._draft is not None and self._draft.id == draft.id
        self._draft = draft
        self._abandon.setEnabled(told.begun)
        if not same:
            for name in _TEXT_FIELDS:
                self._boxes[name].put({name: getattr(draft, name)})
            self._boxes["review_on"].put({"review_on": draft.review_on.isoformat() if draft.review_on else ""})
            for slug, box in self._signing.items():
                box.setChecked(slug in draft.signatories)
        has = ", ".join(equipment_words(one, say) for one in told.equipment)
        self._equipment.setText(
            say("This library lends: {list}. Change it in Settings.", list=has)
            if has
            else say("This library lends nothing yet. Say what it lends in Settings.")
        )
        at = max(0, self._acts.currentIndex().row())
        self._acts.present(told.acts)
        self._acts.choose(at)
        row = max(0, self._versions.currentRow())
        self._version_ids = [line.id for line in told.versions]
        self._versions.clear()
        for line in told.versions:
            replaced = say("{version} Replaced since.", version=line.told) if line.adopted else line.told
            self._versions.addItem(say("{version} In force.", version=line.told) if line.rules else replaced)
        if told.versions:
            self._versions.setCurrentRow(min(row, len(told.versions) - 1))
        else:
            self._versions.addItem(say("No version yet: the model rules the desk."))

    def present_version(self, view: CharterView) -> None:
        """Show an older version in full."""
        self._old.present_marked(charter_text(view, self._say))

    def present_agreements(self, lines: tuple[AgreementLine, ...], partners: tuple[tuple[str, str], ...]) -> None:
        """Show the agreements; ``partners`` are (sheet, name) that one may agree with, the nearest first."""
        at = self._agreements.currentIndex().row()
        combo = self._partner
        combo.clear()
        for sheet, name in partners:
            combo.addItem(name, sheet)
        self._agreements.present(lines)
        self._agreements.choose(min(max(0, at), len(lines) - 1))
        if not lines:
            self._fill_agreement(None)

    def present_told(self, sentence: str, problems: tuple[Problem, ...] = (), *, left: str = "") -> None:
        """Say what was just done, or what must be corrected first; ``left`` is the draft that can be taken back."""
        self._left = left
        self._undo.setVisible(bool(left))
        if left:
            self._undo.setFocus(Qt.FocusReason.OtherFocusReason)
        set_role(self._told, "warn" if problems else "strong")
        text = "\n".join(dict.fromkeys(of_problem(one.code, self._say) for one in problems)) or sentence
        tell(self._told, text)

    def take_focus(self) -> None:
        """Put the keyboard in the list of parts."""
        self._sections.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """1, 2 and 3 on an act: we do it, with you, never."""
        if watched is self._acts and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            level = _KEYS.get(digit_of(event) or 0)
            if level is not None:
                self._choose_level(level)
                return True
        return super().eventFilter(watched, event)

    # the parts

    def _done_part(self) -> QHBoxLayout:
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)
        self._undo = named(QPushButton(self._say("&Undo   Ctrl+Z")), "undo")
        self._undo.clicked.connect(self._take_back)
        self._undo.setVisible(False)
        undoing = QShortcut(QKeySequence("Ctrl+Z"), self)
        undoing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undoing.activated.connect(self._take_back)
        row = QHBoxLayout()
        row.addWidget(self._told, 1)
        row.addWidget(self._undo)
        return row

    def _papers(self) -> Flow:
        say = self._say
        flow = Flow(across=8, down=6)
        self._paper = named(QComboBox(), "paper", say("Paper"))
        for name, text in (
            ("leaflet", say("Leaflet, A4, two sides")),
            ("poster", say("Poster, A3")),
            ("plain", say("In plain French, A4")),
            ("texts", say("Texts it rests on, A4")),
        ):
            self._paper.addItem(text, name)
        printed = named(QPushButton(say("P&rint")), "print")
        printed.clicked.connect(lambda: self.print_requested.emit(self._paper.currentData()))
        kept = named(QPushButton(say("Keep a &PDF")), "pdf")
        kept.clicked.connect(lambda: self.pdf_requested.emit(self._paper.currentData()))
        large = named(QPushButton(say("&Show the visitor   Ctrl+H")), "large")
        large.clicked.connect(self.large_requested)
        for widget in (self._paper, printed, kept, large):
            flow.addWidget(widget)
        return flow

    def _adapting(self) -> QWidget:
        say = self._say
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(10)
        column.addWidget(
            plain_label(say("Ten minutes. Each answer is kept at once, in a draft: nothing changes yet."), "muted")
        )
        self._equipment = named(plain_label(""), "equipment")
        column.addWidget(self._equipment)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        self._boxes: dict[str, Box] = {
            "hours": LineBox(say, "hours", say("Hours of help"), example=say("Wednesday 2 pm – 5 pm")),
            "prices": LineBox(say, "prices", say("Price of copies"), example=say("10 cents a page")),
            "duration": LineBox(say, "duration", say("A help lasts at most"), example=say("30 minutes")),
            "speak_to": LineBox(
                say, "speak_to", say("If it goes wrong, speak to"), example=say("the person in charge of the library")
            ),
            "review_on": DayBox(say, "review_on", say("Next review")),
        }
        across = 1 if self._look.scale.large else 2
        for place, box in enumerate(self._boxes.values()):
            box.changed.connect(self._edited)
            grid.addWidget(box, place // across, place % across)
        column.addLayout(grid)
        column.addWidget(plain_label(say("Who signs: offices, no names"), "strong"))
        signing = Flow(across=14, down=2)
        self._signing: dict[str, QCheckBox] = {}
        for slug in Signatory:
            tick = named(QCheckBox(signatory_words(slug, say)), f"signs-{slug.value}")
            tick.clicked.connect(self._edited)
            self._signing[slug.value] = tick
            signing.addWidget(tick)
        column.addLayout(signing)
        column.addWidget(plain_label(say("How far for each act? 1 we do it, 2 with you, 3 never."), "strong"))
        column.addWidget(plain_label(say("A library may do less than the model, never more."), "muted"))
        self._acts: Lines[ActLine] = Lines(
            self._look,
            "acts",
            say("Acts of the charter"),
            (
                Column(say("Act"), lambda act: act.label),
                Column(say("How far"), self._far, _sign_of),
                Column(say("Why"), lambda act: act.reason),
            ),
        )
        self._acts.setMinimumHeight(self._look.scale.px(260))
        self._acts.installEventFilter(self)
        self._acts.current_changed.connect(self._may_choose)
        column.addWidget(self._acts, 1)
        levels = Flow(across=8, down=6)
        self._levels: dict[Level, QPushButton] = {}
        for key, level in _KEYS.items():
            button = named(QPushButton(f"{key}   {level_words(level, say)}"), f"level-{level.value}")
            button.clicked.connect(lambda _=False, level=level: self._choose_level(level))
            self._levels[level] = button
            levels.addWidget(button)
        column.addLayout(levels)
        column.addWidget(plain_label(say("Once it is agreed: adopt it"), "subtitle"))
        self._body = LineBox(say, "adopted_by", say("Decided by"), example=say("the municipal council"))
        self._day = DayBox(say, "adopted_on", say("On"))
        adopt = QGridLayout()
        for place, box in enumerate((self._body, self._day)):
            adopt.addWidget(box, place // across, place % across)
        column.addLayout(adopt)
        button = named(QPushButton(say("&Adopt this charter")), "adopt")
        button.setProperty("role", "primary")
        button.clicked.connect(self._adopt)
        self._abandon = named(QPushButton(say("A&bandon this draft")), "abandon")
        self._abandon.clicked.connect(self._give_up)
        ends = Flow(across=8, down=6)
        ends.addWidget(button)
        ends.addWidget(self._abandon)
        column.addLayout(ends)
        return ScrollingArea(inside)

    def _partnership(self) -> QWidget:
        say = self._say
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        column.addWidget(
            plain_label(
                say("Who sends what to whom. It is shown at the steps that hand over to this partner."), "muted"
            )
        )
        self._agreements: Lines[AgreementLine] = Lines(
            self._look,
            "agreements",
            say("Agreements"),
            (
                Column(say("Partner"), lambda line: line.partner),
                Column(say("Rule"), lambda line: line.told, lambda line: "triangle-alert" if line.to_review else ""),
            ),
        )
        self._agreements.setMinimumHeight(self._look.scale.px(140))
        self._agreements.current_changed.connect(self._agreement_chosen)
        column.addWidget(self._agreements, 1)
        buttons = Flow(across=8, down=6)
        new = named(QPushButton(say("&New agreement")), "new-agreement")
        new.clicked.connect(lambda: self._fill_agreement(None))
        self._agreement_print = named(QPushButton(say("Pr&int its page")), "print-agreement")
        self._agreement_print.clicked.connect(self._print_agreement)
        self._agreement_remove = named(QPushButton(say("&End it")), "remove-agreement")
        self._agreement_remove.clicked.connect(self._remove_agreement)
        for one in (new, self._agreement_print, self._agreement_remove):
            buttons.addWidget(one)
        column.addLayout(buttons)
        self._partner = named(QComboBox(), "partner")
        self._partner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._partner.setMinimumContentsLength(12)
        partner = Box(say, "sheet")
        partner.hold(self._partner, say("Partner"))
        self._terms: dict[str, Box] = {
            "we_send": TextBox(say, self._look, "we_send", say("What we send them")),
            "they_send": TextBox(say, self._look, "they_send", say("What they send us")),
            "when": LineBox(say, "when", say("When"), example=say("Tuesday, before noon")),
            "how": LineBox(say, "how", say("How"), example=say("by telephone, with the slip")),
            "agreed_on": DayBox(say, "agreed_on", say("Agreed on")),
            "review_on": DayBox(say, "agreement_review", say("To review on")),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        across = 1 if self._look.scale.large else 2
        for place, box in enumerate((partner, *self._terms.values())):
            place = place if place == 0 else place + across - 1  # noqa: PLW2901 - the partner has a line of its own
            grid.addWidget(box, place // across, place % across, 1, across if place == 0 else 1)
        column.addLayout(grid)
        keep = named(QPushButton(say("&Keep the agreement")), "keep-agreement")
        keep.setProperty("role", "primary")
        keep.clicked.connect(self._keep_agreement)
        column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        return ScrollingArea(inside)

    def _history(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        self._versions: QListWidget = named(QListWidget(), "versions", self._say("Versions"))
        self._versions.setWordWrap(True)
        self._versions.setMaximumHeight(self._look.scale.px(170))
        self._versions.currentRowChanged.connect(self._version_chosen)
        column.addWidget(self._versions)
        column.addWidget(self._old, 1)
        return panel

    # what happens

    def _far(self, act: ActLine) -> str:
        lacking = ", ".join(equipment_words(one, self._say) for one in act.lacking)
        missing = self._say("not here: no {equipment}", equipment=lacking) if lacking else ""
        changed = self._say("changed from the model") if act.changed else ""
        return " · ".join(filter(None, (act.level_words, missing, changed)))

    def _may_choose(self) -> None:
        act = self._acts.row
        for level, button in self._levels.items():
            button.setEnabled(act is not None and level in act.open)

    def _choose_level(self, level: Level) -> None:
        act, draft = self._acts.row, self._draft
        if act is None or draft is None:
            return
        if level not in act.open:
            self.present_told("", (Problem(field="choices", code="charter-loosened"),))
            return
        others = tuple(one for one in draft.choices if one.id != act.id)
        self._send(replace(draft, choices=(*others, ActChoice(id=act.id, level=level))))

    def _edited(self) -> None:
        if self._draft is not None:
            self._send(self._draft)

    def _send(self, draft: CharterVersion) -> None:
        """Take the answers as they stand; a day that cannot be read stays in its box."""
        hours, prices, duration, speak_to = (str(self._boxes[name].values[name]) for name in _TEXT_FIELDS)
        review = self._boxes["review_on"]
        day = review.day if isinstance(review, DayBox) else None
        signs = tuple(slug for slug, box in self._signing.items() if box.isChecked())
        self._draft = replace(
            draft,
            hours=hours,
            prices=prices,
            duration=duration,
            speak_to=speak_to,
            review_on=day,
            signatories=tuple(sorted(signs)),
        )
        self.draft_changed.emit(self._draft)

    def _give_up(self) -> None:
        if self._draft is not None:
            self.abandoned.emit(self._draft.id)

    def _take_back(self) -> None:
        if left := self._left:
            self.present_told("")
            self.taken_back.emit(left)

    def _adopt(self) -> None:
        if self._draft is None:
            return
        day = self._day.day
        body = str(self._body.values["adopted_by"])
        if day is None or not body:
            missing = "adopted_on" if day is None else "adopted_by"
            (self._day if day is None else self._body).tell([of_problem("required", self._say)], wrong=True)
            self.present_told("", (Problem(field=missing, code="required"),))
            return
        self.adopt_requested.emit(self._draft, day, body)

    def _agreement_chosen(self) -> None:
        line = self._agreements.row
        self._fill_agreement(line.agreement if line else None)

    def _fill_agreement(self, agreement: Agreement | None) -> None:
        self._agreement = agreement
        for name, box in self._terms.items():
            value = getattr(agreement, name) if agreement else ""
            box.put({box.names[0]: value.isoformat() if isinstance(value, date) else value or ""})
        place = self._partner.findData(agreement.sheet) if agreement else 0
        self._partner.setCurrentIndex(max(0, place))
        self._partner.setEnabled(agreement is None)
        for button in (self._agreement_print, self._agreement_remove):
            button.setEnabled(agreement is not None)
        if agreement is None:
            self._agreements.clearSelection()

    def _keep_agreement(self) -> None:
        base = self._agreement or Agreement(id="", sheet=str(self._partner.currentData() or ""))
        we_send, they_send, when, how = (
            str(self._terms[name].values[name]) for name in ("we_send", "they_send", "when", "how")
        )
        agreed, review = (self._terms[name] for name in ("agreed_on", "review_on"))
        self.agreement_changed.emit(
            replace(
                base,
                we_send=we_send,
                they_send=they_send,
                when=when,
                how=how,
                agreed_on=agreed.day if isinstance(agreed, DayBox) else None,
                review_on=review.day if isinstance(review, DayBox) else None,
            )
        )

    def _print_agreement(self) -> None:
        if self._agreement is not None:
            self.agreement_print_requested.emit(self._agreement)

    def _remove_agreement(self) -> None:
        if self._agreement is not None:
            self.agreement_removed.emit(self._agreement.id)

    def _version_chosen(self, row: int) -> None:
        if 0 <= row < len(self._version_ids):
            self.version_requested.emit(self._version_ids[row])


def charter_text(view: CharterView, say: Words) -> str:
    """Return a charter marked up for reading: the acts by how far they go, then the articles."""
    lines = [f"# {view.title}", "", f"> {view.standing}", ""]
    for level in Level:
        acts = [act for act in view.acts if act.level is level and not act.lacking]
        if acts:
            lines += [f"## {level_words(level, say)}", *(f"- {act.label}. {act.reason}" for act in acts), ""]
    for article in view.articles:
        lines += [f"## {article.number}. {article.title}", "", article.text, ""]
    if view.signatories:
        lines += [f"## {say('Signed by')}", *(f"- {one}" for one in view.signatories)]
    return "\n".join(lines)


def references_text(view: CharterView, say: Words) -> str:
    """Return the texts that the charter rests on, marked up for reading."""
    lines = [f"# {say('The texts of the charter')}", ""]
    for text in view.texts:
        lines += [f"## {text.title}", "", *(f"- {line}" for line in text_lines(text, say)), ""]
    lines += [f"## {say('Where each act comes from')}", *(f"- {act.label} : {act.reference}" for act in view.acts)]
    return "\n".join(lines)


def _sign_of(act: ActLine) -> str:
    return {Level.DO: "check", Level.WITH: "hand-helping", Level.NEVER: "ban"}[act.level]
