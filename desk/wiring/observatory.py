"""Observatoire: the screen asks, the work floor answers, the paper floor lays out."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from desk.base.clock import today
from desk.base.errors import DeskError, RefusedError
from desk.domain.libraries import Library
from desk.domain.referrals import End, Outcome
from desk.exchange import figures_files
from desk.slips import counting_papers, report_pages
from desk.slips.marks import Page
from desk.store.store import Store
from desk.ui import printing
from desk.ui.screens.observatory import NETWORK, ObservatoryScreen
from desk.ui.widgets.report_editor import ReportEditor
from desk.ui.widgets.slips_part import BLANK_PAPER
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work import counting, figures, sentences, slips_given, tallies
from desk.work.counts_view import Board, Figures, News, NewsLine
from desk.work.setup import must_be_set_up
from desk.work.tallies import TallySheet

PAGE = "observatory"
"""The page's name in the window."""

BLANK_SLIPS = 12
"""Blank slips printed at once: two sheets."""


def make(host: Host) -> ObservatoryScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.screen = screen = ObservatoryScreen(host.say, host.look)
        screen.slip_requested.connect(self._slip)
        screen.outcome_noted.connect(self._note)
        screen.figures_requested.connect(self._figures)
        screen.paper_requested.connect(self._paper)
        screen.file_requested.connect(self._file)
        screen.sheet_requested.connect(self._sheet)
        screen.typed_in.connect(self._type_in)
        screen.tally_requested.connect(self._print_tally)
        host.window.screen_shown.connect(self._shown)
        host.window.idle.connect(screen.clear)
        host.when_changed(frozenset({"library", "referral", "count", "figures", "network-rules"}), self._changed)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self._ask()
            self.screen.take_focus()

    def _changed(self) -> None:
        if self.screen.isVisible():
            self._ask()

    def _ask(self) -> None:
        say = self._host.say

        def work(store: Store) -> Board:
            return figures.board(store, say)

        self._host.ask(work, self.screen.present, lane=PAGE)

    # slips that come back

    def _slip(self, typed: str) -> None:
        say = self._host.say

        def work(store: Store) -> NewsLine | RefusedError:
            try:
                return slips_given.slip(store, typed, say)
            except RefusedError as error:
                return error

        def then(answer: NewsLine | RefusedError) -> None:
            if isinstance(answer, RefusedError):
                self.screen.slips.present_told(sentences.of_error(answer, say), wrong=True)
            else:
                self.screen.slips.present_slip(answer)

        self._host.ask(work, then, lane="slip")

    def _note(self, code: str, outcome: Outcome) -> None:
        host, say = self._host, self._host.say

        def work(store: Store) -> str | RefusedError:
            try:
                return slips_given.noted(store, counting.note_outcome(store, code, outcome), say)
            except RefusedError as error:
                return error

        def then(answer: str | RefusedError) -> None:
            if isinstance(answer, RefusedError):
                self.screen.slips.present_told(sentences.of_error(answer, say), wrong=True)
                return
            self.screen.slips.present_noted(answer)
            host.changed(counting.CHANGED)

        host.ask(work, then)

    # figures

    def _figures(self, scope: str, period: str) -> None:
        say = self._host.say
        self._host.ask(lambda store: figures.of(store, scope, period, say), self.screen.present_figures, lane="figures")

    def _paper(self, wanted: str, scope: str, period: str) -> None:
        if wanted in {"page", "partners"}:
            self._report(wanted, scope, period)
        elif wanted == BLANK_PAPER:
            self._print_blank()
        else:
            self._print_news()

    def _report(self, wanted: str, scope: str, period: str) -> None:
        host, say = self._host, self._host.say

        def work(store: Store) -> tuple[Figures, str, date]:
            whose = "partners" if wanted == "partners" and scope != NETWORK else scope
            return figures.of(store, whose, period, say), must_be_set_up(store).name, today(store.clock)

        def then(answer: tuple[Figures, str, date]) -> None:
            told, library, day = answer
            editor = ReportEditor(say, host.look, told, host.window)
            agreed, reworded = editor.exec(), editor.reworded
            editor.deleteLater()
            if not agreed:
                return
            made = report_pages.report(told, library, day, reworded)
            ruler = printing.FontRuler()
            pages = (
                report_pages.lay_out_partners(made, ruler, say)
                if wanted == "partners"
                else (report_pages.lay_out_report(made, ruler, say),)
            )
            name = "reseau" if scope == NETWORK else "commune"
            self._print(pages, say("What people ask at the library"), f"{name}-{period}.pdf")

        host.ask(work, then)

    def _file(self, scope: str, period: str) -> None:
        host, say = self._host, self._host.say
        proposed = host.profile.slips / f"chiffres-{period}.xlsx"
        chosen = host.ask_file(str(proposed), say("Figures in a file"), figures_files.kinds(say))
        if not chosen:
            return

        def work(store: Store) -> str | DeskError:
            try:
                figures_files.write(store, figures.of(store, scope, period, say), Path(chosen), say)
            except DeskError as error:
                return error
            return Path(chosen).name

        def then(answer: str | DeskError) -> None:
            if isinstance(answer, DeskError):
                host.failed(answer)
            else:
                self.screen.slips.present_told(say("Kept in {file}.", file=answer))

        host.ask(work, then)

    # papers

    def _print_blank(self) -> None:
        say = self._host.say

        def work(store: Store) -> tuple[tuple[str, ...], Library]:
            library = must_be_set_up(store)
            return counting.blank_slips(store, BLANK_SLIPS), library

        def then(answer: tuple[tuple[str, ...], Library]) -> None:
            codes, library = answer
            pages = counting_papers.lay_out_blank_slips(codes, library, printing.FontRuler(), say)
            self._print(pages, say("Relay slip"), "bons-vierges.pdf")

        self._host.ask(work, then)

    def _print_news(self) -> None:
        say = self._host.say

        def work(store: Store) -> tuple[News, Library, date]:
            return slips_given.news(store, say), must_be_set_up(store), today(store.clock)

        def then(answer: tuple[News, Library, date]) -> None:
            pages = counting_papers.lay_out_news(*answer, printing.FontRuler(), say)
            self._print(pages, say("Slips to follow up"), "bons-a-suivre.pdf")

        self._host.ask(work, then)

    def _print(self, pages: Sequence[Page], title: str, file: str) -> None:
        paper.to_printer(self._host, pages, title, file, self.screen.slips.present_told)

    # days without the computer

    def _print_tally(self) -> None:
        say = self._host.say

        def work(store: Store) -> tuple[TallySheet, Library, date]:
            library = must_be_set_up(store)
            return tallies.print_sheet(store, say), library, today(store.clock)

        def then(answer: tuple[TallySheet, Library, date]) -> None:
            page = counting_papers.lay_out_tally(*answer, printing.FontRuler(), say)
            paper.to_printer(
                self._host, (page,), say("A day without the computer"), "sans-ordinateur.pdf",
                self.screen.tally.present_told,
            )  # fmt: skip

        self._host.ask(work, then)

    def _sheet(self, code: str) -> None:
        say = self._host.say

        def work(store: Store) -> tuple[TallySheet, date] | RefusedError:
            try:
                return tallies.to_type(store, code, say), today(store.clock)
            except RefusedError as error:
                return error

        def then(answer: tuple[TallySheet, date] | RefusedError) -> None:
            if isinstance(answer, RefusedError):
                self.screen.tally.present_told(sentences.of_error(answer, say), wrong=True)
            else:
                self.screen.present_sheet(*answer)

        self._host.ask(work, then, lane="tally")

    def _type_in(self, code: str, day: date, ticks: Mapping[str, Mapping[End, int]]) -> None:
        host, say = self._host, self._host.say

        def work(store: Store) -> str:
            try:
                done = tallies.type_in(store, code, day, ticks)
            except RefusedError as error:
                return sentences.of_error(error, say)
            return " ".join(sentences.of_problem(one.code, say) for one in done.problems)

        def then(wrong: str) -> None:
            if wrong:
                self.screen.tally.present_told(wrong, wrong=True)
                return
            self.screen.tally.clear()
            self.screen.tally.present_told(say("The sheet is counted. It can be typed again to correct it."))
            self.screen.tally.take_focus()
            host.changed(counting.CHANGED)

        host.ask(work, then)
