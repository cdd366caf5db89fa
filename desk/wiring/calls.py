"""Appels de la semaine: the screen asks, the work floor answers, the paper floor lays out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from desk.base.errors import UnavailableError
from desk.domain.calls import Result
from desk.slips.calls import PrintedCalls, compose_calls
from desk.slips.calls_page import lay_out_calls
from desk.store.store import Store
from desk.ui import messages, printing
from desk.ui.screens.calls import CallsScreen
from desk.wiring import sheet_editor
from desk.wiring.host import Host
from desk.work import calling, sentences, sheets
from desk.work.calling import Round
from desk.work.outcome import Outcome

PAGE = "calls"
"""The page's name in the window."""


def make(host: Host) -> CallsScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = CallsScreen(host.say, host.look)
        self._host = host
        self._correcting = ""
        self._returns = False
        say = host.say
        screen.open_requested.connect(
            lambda sheet: host.ask(lambda store: sheets.view(store, sheet, say), screen.present_sheet, lane="called")
        )
        screen.result_requested.connect(self._record)
        screen.undo_requested.connect(self._take_back)
        screen.print_requested.connect(lambda: self._compose(self._print))
        screen.pdf_requested.connect(lambda: self._compose(self._keep_pdf))
        screen.left.connect(lambda: host.window.bring("sheets"))
        host.window.screen_shown.connect(self._shown)
        host.when_changed(frozenset({"sheet", "doubt", "call", "library"}), self._changed)

    def _shown(self, front: str) -> None:
        returns, self._returns = self._returns and front == "sheets", self._returns and front == sheet_editor.PAGE
        if returns:  # the form is closed: the calls go on where they were
            QTimer.singleShot(0, lambda: self._host.window.bring(PAGE))
        if front == PAGE:
            self.screen.present_told("")
            self._ask(prepares=True)
            self.screen.take_focus()

    def _changed(self) -> None:
        """Show the calls anew; a sheet that was opened to be corrected, and was, is checked."""
        if call := self._correcting:
            initials = self._host.settings.initials
            self._host.ask(lambda store: calling.corrected(store, call, initials), self._told_changed)
        if self.screen.isVisible():
            self._ask()

    def _told_changed(self, outcome: Outcome) -> None:
        if outcome.changed:
            self._correcting = ""
            self._host.changed(outcome.changed)

    def _ask(self, *, prepares: bool = False) -> None:
        say, initials = self._host.say, self._host.settings.initials

        def read(store: Store) -> Round:
            if prepares:
                calling.prepare(store, initials)
            return calling.this_week(store, say)

        self._host.ask(read, self.screen.present, lane=PAGE)

    def _record(self, call: str, result: Result) -> None:
        host = self._host

        def then(outcome: Outcome) -> None:
            self.screen.present_told(_after(result, host))
            host.changed(outcome.changed)
            if result is Result.CORRECTED:
                self._correcting, self._returns = call, True
                sheet_editor.open_sheet(host, outcome.id)

        host.ask(lambda store: calling.record(store, call, result, host.settings.initials), then)

    def _take_back(self, call: str) -> None:
        host = self._host

        def then(outcome: Outcome) -> None:
            self._correcting = ""
            self.screen.present_told(host.say("Taken back."))
            host.changed(outcome.changed)

        host.ask(lambda store: calling.take_back(store, call, host.settings.initials), then)

    # paper

    def _compose(self, then: Callable[[PrintedCalls], None]) -> None:
        say = self._host.say
        self._host.ask(lambda store: compose_calls(store, calling.this_week(store, say), say), then)

    def _print(self, printed: PrintedCalls) -> None:
        host, say = self._host, self._host.say
        try:
            page = lay_out_calls(printed, printing.FontRuler())
            printing.page_to_printer(page, host.settings.printer, say("Calls of the week"))
        except UnavailableError as error:
            answers = (say("Keep a &PDF"), say("&Cancel"))
            if messages.choose(host.window, sentences.of_error(error, say), answers, safe=1) == 0:
                self._keep_pdf(printed)
        else:
            self.screen.present_told(say("The list is on its way to the printer."))

    def _keep_pdf(self, printed: PrintedCalls) -> None:
        host, say = self._host, self._host.say
        proposed = host.profile.slips / f"appels-{host.clock.now():%Y-%m-%d}.pdf"
        proposed.parent.mkdir(parents=True, exist_ok=True)
        if not (file := host.ask_file(str(proposed))):
            return
        try:
            page = lay_out_calls(printed, printing.FontRuler())
            printing.page_to_pdf(page, say.language, Path(file), say("Calls of the week"))
        except UnavailableError as error:
            host.failed(error)
        else:
            self.screen.present_told(say("The list is kept in {file}.", file=Path(file).name))


def _after(result: Result, host: Host) -> str:
    say = host.say
    return {
        Result.RIGHT: say("The sheet is checked today."),
        Result.CORRECTED: say("Correct the sheet: once saved, it is checked today."),
        Result.NO_ANSWER: say("No answer: it will come back in three weeks."),
        Result.WRONG_NUMBER: say("The number is said to be wrong."),
        Result.CLOSED: say("The place is said to be closed for good."),
    }[result]
