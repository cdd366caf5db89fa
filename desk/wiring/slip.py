"""The slip: made once, previewed, counted, then put on paper, in a file or in large letters; and the last ones again."""

from collections.abc import Callable
from pathlib import Path

from desk.base.errors import UnavailableError
from desk.domain.referrals import Referral
from desk.domain.relays import Wishes
from desk.slips.compose import compose
from desk.slips.slip import Slip
from desk.store.store import Store
from desk.ui import messages, printing
from desk.ui.screens.refer import ReferScreen
from desk.ui.widgets.slip_dialogs import LargeTypeDialog, PreviewDialog, ReprintDialog
from desk.wiring.ending import Ending
from desk.wiring.host import Host
from desk.work import refer, sentences
from desk.work.outcome import Outcome

TEST_PROCEDURE = "carte-identite"
"""The procedure whose slip is the test page of the printer."""

_PREVIEW_DPI = 110
_PDF = 2


class Slips:
    """What ties the slip to the window. ``wishes`` tells what the person on screen asked for, ``ending`` how visits end here."""

    def __init__(
        self, host: Host, screen: ReferScreen, wishes: Callable[[], Wishes], ending: Callable[[], Ending]
    ) -> None:
        self._host, self._screen = host, screen
        self._wishes, self._ending = wishes, ending
        self._prepared: tuple[Slip, Referral] | None = None

    def forget(self) -> None:
        """Forget the slip that was previewed: what it was made from has changed."""
        self._prepared = None

    def print(self, procedure_id: str, sheet_id: str, relay_type: str) -> None:
        """Count the visit and print its slip."""
        self._with_slip(procedure_id, sheet_id, relay_type, self._count_and_print)

    def preview(self, procedure_id: str, sheet_id: str, relay_type: str) -> None:
        """Show the slip as it will be."""
        self._with_slip(procedure_id, sheet_id, relay_type, self._show_preview)

    def _with_slip(
        self, procedure_id: str, sheet_id: str, relay_type: str, then: Callable[[tuple[Slip, Referral]], None]
    ) -> None:
        """Make the slip once: what was previewed is what is printed."""
        ready = self._prepared
        if ready and (ready[1].procedure, ready[1].sheet) == (procedure_id, sheet_id):
            then(ready)
            return
        say, wishes, language = self._host.say, self._wishes(), self._host.settings.slip_language

        def make(store: Store) -> tuple[Slip, Referral]:
            checklist = refer.checklist(store, procedure_id, say)
            made = refer.prepare(store, procedure_id, sheet_id, relay_type, wishes)
            return compose(store, checklist, sheet_id or None, made, language, wishes), made

        def keep(made: tuple[Slip, Referral]) -> None:
            self._prepared = made
            then(made)

        self._host.ask(make, keep, lane="slip")

    def _show_preview(self, ready: tuple[Slip, Referral]) -> None:
        host = self._host
        spoken = "\n".join(printing.large_type(ready[0]))
        picture = printing.picture(ready[0], host.settings.slip_format, _PREVIEW_DPI)
        dialog = PreviewDialog(host.say, picture, spoken, host.window)
        dialog.print_requested.connect(dialog.accept)
        dialog.pdf_requested.connect(lambda: dialog.done(_PDF))
        answer = dialog.exec()
        dialog.deleteLater()
        if answer == 1:
            self._count_and_print(ready)
        elif answer == _PDF:
            self._count(ready, lambda: self._keep_pdf(ready[0]))

    def _count_and_print(self, ready: tuple[Slip, Referral]) -> None:
        self._count(ready, lambda: self._put_on_paper(ready[0]))

    def _count(self, ready: tuple[Slip, Referral], then: Callable[[], None]) -> None:
        """Count the referral first: if the printer fails, the slip can be printed again."""
        self._prepared = None
        act = self._ending().same_visit(ready[1])

        def counted(_: Outcome) -> None:
            self._ending().counted(act.id)
            then()

        self._host.ask(lambda store: refer.hand_over(store, act), counted)

    def _put_on_paper(self, slip: Slip) -> None:
        settings, say = self._host.settings, self._host.say
        try:
            printing.to_printer(slip, settings.slip_format, settings.printer)
        except UnavailableError as error:
            self._without_printer(slip, error)
            return
        self._screen.present_done(
            say("Slip {code} printed and counted. Ctrl+N for the next person.", code=slip.marked_code)
        )

    def _without_printer(self, slip: Slip, error: UnavailableError) -> None:
        say, window = self._host.say, self._host.window
        answers = (say("&Large letters on screen"), say("Keep a &PDF"), say("&Later: print it again"))
        chosen = messages.choose(window, sentences.of_error(error, say), answers, safe=2)
        if chosen == 0:
            dialog = LargeTypeDialog(say, printing.large_type(slip), window)
            dialog.exec()
            dialog.deleteLater()
        elif chosen == 1:
            self._keep_pdf(slip)
        else:
            self._screen.present_done(say("Slip {code} counted. “Print again” brings it back.", code=slip.marked_code))

    def _keep_pdf(self, slip: Slip) -> None:
        host = self._host
        proposed = host.profile.slips / f"bon-{slip.code}.pdf"
        proposed.parent.mkdir(parents=True, exist_ok=True)
        chosen = host.ask_file(str(proposed))
        if not chosen:
            return
        try:
            printing.to_pdf(slip, host.settings.slip_format, Path(chosen))
        except UnavailableError as error:
            messages.tell(host.window, host.say, sentences.of_error(error, host.say))
            return
        self._screen.present_done(host.say("Slip kept in {file}.", file=chosen))

    # again

    def choose_again(self) -> None:
        """Show the last slips, to print one of them again."""
        self._host.ask(lambda store: refer.reprint_lines(store, self._host.say), self._show_reprints)

    def _show_reprints(self, slips: tuple[tuple[str, str], ...]) -> None:
        dialog = ReprintDialog(self._host.say, slips, self._host.window)
        dialog.reprint_requested.connect(self._print_again)
        dialog.exec()
        dialog.deleteLater()

    def _print_again(self, code: str) -> None:
        say, language = self._host.say, self._host.settings.slip_language

        def make(store: Store) -> Slip:
            made = refer.referral(store, code)
            return compose(store, refer.checklist(store, made.procedure, say), made.sheet or None, made, language)

        self._host.ask(make, self._put_on_paper)

    def print_test_page(self, told: Callable[[str], None]) -> None:
        """Print a slip that is not counted; ``told`` hears in one sentence how it went."""
        host, say, language = self._host, self._host.say, self._host.settings.slip_language

        def make(store: Store) -> Slip:
            made = refer.prepare(store, TEST_PROCEDURE, "")
            return compose(store, refer.checklist(store, TEST_PROCEDURE, say), None, made, language)

        def then(slip: Slip) -> None:
            try:
                printing.to_printer(slip, host.settings.slip_format, host.settings.printer)
            except UnavailableError as error:
                told(sentences.of_error(error, say))
            else:
                told(say("The test page is on its way to the printer. It is not counted."))

        host.ask(make, then, lane="test-page")
