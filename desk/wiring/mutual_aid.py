"""Entraide: the screen asks, the work floor answers, the paper floor lays out."""

from collections.abc import Callable
from datetime import date

from desk.domain.mutual_aid import AidRequest, Helper
from desk.slips.aid_papers import compose_consent, compose_request
from desk.slips.sheets_of_text import Sheet, lay_out_text
from desk.store.store import Store
from desk.ui import messages, printing
from desk.ui.screens.mutual_aid import MutualAidScreen
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work import mutual_aid
from desk.work.outcome import Outcome

PAGE = "mutual-aid"
"""The page's name in the window."""

_KINDS = frozenset({"helper", "request", "aid-offer", "library"})


def make(host: Host) -> MutualAidScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = MutualAidScreen(host.say, host.look)
        self._host = host
        say = host.say
        screen.ask_requested.connect(self._ask_for_help)
        screen.matches_requested.connect(
            lambda one: host.ask(
                lambda store: mutual_aid.matches(store, one, say), screen.present_matches, lane="matches"
            )
        )
        screen.agree_requested.connect(self._agree)
        screen.close_requested.connect(
            lambda one: self._done(lambda store: mutual_aid.close(store, one), say("Erased."))
        )
        screen.request_print_requested.connect(
            lambda one: self._paper(lambda store: compose_request(store, one, say), "entraide.pdf")
        )
        screen.helper_changed.connect(self._keep)
        screen.helper_forgotten.connect(self._forget)
        screen.consent_print_requested.connect(
            lambda one: self._paper(lambda store: compose_consent(store, one, say), "accord-entraide.pdf")
        )
        host.window.screen_shown.connect(self._shown)
        host.window.idle.connect(screen.clear)
        host.when_changed(_KINDS, self._changed)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self.screen.present_told("")
            self.screen.clear()
            self._ask()
            self.screen.take_focus()

    def _changed(self) -> None:
        if self.screen.isVisible():
            self._ask()

    def _ask(self) -> None:
        host, say, screen = self._host, self._host.say, self.screen
        host.ask(lambda store: mutual_aid.requests(store, say), screen.present_requests, lane="requests")
        host.ask(lambda store: mutual_aid.helpers(store, say), screen.present_helpers, lane="helpers")
        host.ask(lambda store: mutual_aid.times(store, say), screen.present_times, lane="times")

    def _ask_for_help(self, subject: str, half_days: tuple[str, ...], limits: str) -> None:
        host, say = self._host, self._host.say

        def work(store: Store) -> tuple[Outcome, Sheet | None]:
            made, outcome = mutual_aid.ask(store, subject, half_days, limits)
            return outcome, None if outcome.problems else compose_request(store, made, say)

        def then(told: tuple[Outcome, Sheet | None]) -> None:
            outcome, sheet = told
            self.screen.present_told(say("Noted. The paper has its code."), outcome.problems)
            if sheet is not None:
                self.screen.clear()
                host.changed(outcome.changed)
                self._print(sheet, "entraide.pdf")

        host.ask(work, then)

    def _agree(self, request: AidRequest, helper: str, day: date | None) -> None:
        self._done(
            lambda store: mutual_aid.agree(store, request, helper, day),
            self._host.say("Noted. It is erased the day after the meeting."),
        )

    def _keep(self, helper: Helper) -> None:
        initials = self._host.settings.initials
        self._done(
            lambda store: mutual_aid.save_helper(store, helper, initials), self._host.say("Kept on this computer.")
        )

    def _forget(self, helper: str) -> None:
        host, say = self._host, self._host.say
        answers = (say("&Keep this person"), say("&Erase for good"))
        if messages.choose(host.window, say("Everything about this person is erased for good."), answers, safe=0) == 1:
            self._done(lambda store: mutual_aid.forget_helper(store, helper), say("Erased."))

    def _done(self, work: Callable[[Store], Outcome], sentence: str) -> None:
        def then(outcome: Outcome) -> None:
            self.screen.present_told(sentence, outcome.problems)
            if outcome.changed:
                self._host.changed(outcome.changed)

        self._host.ask(work, then)

    def _paper(self, make_paper: Callable[[Store], Sheet], file: str) -> None:
        self._host.ask(make_paper, lambda sheet: self._print(sheet, file), lane="aid-paper")

    def _print(self, sheet: Sheet, file: str) -> None:
        pages = lay_out_text(sheet, printing.FontRuler())
        paper.to_printer(self._host, pages, self._host.say("Mutual aid"), file, self.screen.present_told)
