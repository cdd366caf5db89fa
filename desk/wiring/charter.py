"""Charte: the screen asks, the work floor answers, the paper floor lays out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from desk.base.ids import new_id
from desk.domain.agreements import Agreement
from desk.domain.charter import CharterVersion, Level
from desk.slips.charter_papers import CharterPaper, compose_agreement, compose_charter
from desk.slips.sheets_of_text import Sheet, lay_out_text
from desk.store.store import Store
from desk.ui import printing
from desk.ui.screens.charter import CharterScreen
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work import agreements, charter, journal
from desk.work.outcome import Outcome

PAGE = "charter"
"""The page's name in the window."""

_KINDS = frozenset({"charter", "agreement", "library", "sheet"})


def make(host: Host) -> CharterScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


def large_lines(store: Store, host: Host) -> tuple[str, ...]:
    """Return the charter in a few large lines, for the visitor to read on the screen."""
    view = charter.view(store, host.say)
    lines = [view.title]
    for level in Level:
        acts = [act.label for act in view.acts if act.level is level and not act.lacking]
        if acts:
            lines += [charter.level_words(level, host.say).upper(), *(f"– {act}" for act in acts)]
    return tuple(lines)


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = CharterScreen(host.say, host.look)
        self._host = host
        say = host.say
        screen.draft_changed.connect(self._keep_draft)
        screen.abandoned.connect(self._abandon)
        screen.taken_back.connect(self._take_back)
        screen.adopt_requested.connect(self._adopt)
        screen.version_requested.connect(
            lambda one: host.ask(lambda store: charter.view(store, say, one), screen.present_version, lane="version")
        )
        screen.print_requested.connect(lambda name: self._paper(name, paper.to_printer))
        screen.pdf_requested.connect(lambda name: self._paper(name, paper.to_file))
        screen.large_requested.connect(lambda: show_large(host))
        screen.agreement_changed.connect(self._keep_agreement)
        screen.agreement_removed.connect(
            lambda one: self._done(lambda store: agreements.remove(store, one, host.settings.initials), say("Ended."))
        )
        screen.agreement_print_requested.connect(self._print_agreement)
        host.window.screen_shown.connect(self._shown)
        host.when_changed(_KINDS, self._changed)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self.screen.present_told("")
            self._ask()
            self.screen.take_focus()

    def _changed(self) -> None:
        if self.screen.isVisible():
            self._ask()

    def _ask(self) -> None:
        host, say, screen = self._host, self._host.say, self.screen
        host.ask(lambda store: charter.view(store, say), screen.present, lane="charter")
        host.ask(lambda store: charter.adaptation(store, say), screen.present_adaptation, lane="adaptation")
        host.ask(
            lambda store: (agreements.listed(store, say), agreements.partners(store)),
            lambda told: screen.present_agreements(*told),
            lane="agreements",
        )

    def _keep_draft(self, draft: CharterVersion) -> None:
        initials = self._host.settings.initials
        self._done(lambda store: charter.save_draft(store, draft, initials), "")

    def _abandon(self, draft_id: str) -> None:
        host, say = self._host, self._host.say

        def work(store: Store) -> tuple[Outcome, str]:
            outcome = charter.abandon(store, draft_id, host.settings.initials)
            if charter.in_force(store) is None:
                return outcome, say("The draft is abandoned. The model goes on ruling the desk.")
            return outcome, say("The draft is abandoned. The adopted charter goes on ruling the desk.")

        def then(answer: tuple[Outcome, str]) -> None:
            outcome, sentence = answer
            self.screen.present_told(sentence, left=draft_id)
            host.changed(outcome.changed)

        host.ask(work, then)

    def _take_back(self, draft_id: str) -> None:
        initials = self._host.settings.initials
        self._done(
            lambda store: journal.take_out(store, "charter", draft_id, initials),
            self._host.say("The draft is back."),
        )

    def _adopt(self, draft: CharterVersion, day: date, body: str) -> None:
        host = self._host

        def work(store: Store) -> Outcome:
            outcome = charter.adopt(store, draft, day, body, host.settings.initials)
            if not outcome.problems:
                charter.announced(store)
            return outcome

        self._done(work, host.say("This charter now rules the desk."))

    def _keep_agreement(self, agreement: Agreement) -> None:
        made = agreement if agreement.id else replace(agreement, id=new_id())
        initials = self._host.settings.initials
        self._done(lambda store: agreements.save(store, made, initials), self._host.say("The agreement is kept."))

    def _done(self, work: Callable[[Store], Outcome], sentence: str) -> None:
        def then(outcome: Outcome) -> None:
            self.screen.present_told(sentence, outcome.problems)
            if outcome.changed:
                self._host.changed(outcome.changed)

        self._host.ask(work, then)

    # paper

    def _paper(self, name: str, put: Callable[..., None]) -> None:
        host = self._host

        def then(made: Sheet) -> None:
            pages = lay_out_text(made, printing.FontRuler())
            put(host, pages, host.say("Service charter"), f"charte-{name}.pdf", self.screen.present_told)

        host.ask(lambda store: compose_charter(store, CharterPaper(name), host.say), then, lane="charter-paper")

    def _print_agreement(self, agreement: Agreement) -> None:
        host = self._host

        def then(made: Sheet) -> None:
            pages = lay_out_text(made, printing.FontRuler())
            paper.to_printer(host, pages, host.say("Cooperation"), "accord.pdf", self.screen.present_told)

        host.ask(lambda store: compose_agreement(store, agreement, host.say), then, lane="agreement-paper")


def show_large(host: Host) -> None:
    """Show the charter in large letters, above everything else, until Esc."""

    def then(lines: tuple[str, ...]) -> None:
        from desk.ui.widgets.slip_dialogs import LargeTypeDialog  # noqa: PLC0415 - only when it is shown

        dialog = LargeTypeDialog(host.say, lines, host.window, host.say("Our charter"))
        dialog.exec()
        dialog.deleteLater()

    host.ask(lambda store: large_lines(store, host), then, lane="large")
