"""Compétences: the screen asks, the work floor answers, the paper floor lays out. Nothing of a card is kept."""

from collections.abc import Callable, Mapping
from pathlib import Path

from desk.base.errors import DeskError
from desk.domain.skills import Step
from desk.slips.skills_card_page import PrintedCard, compose_card, lay_out_card
from desk.store.store import Store
from desk.ui import printing, scanned
from desk.ui.screens.skills import SkillsScreen
from desk.wire.skills_card import PREFIX, CardError, CardProblem
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work import sentences, skills
from desk.work.skills import CardView

PAGE = "skills"
"""The page's name in the window."""

Answer = CardView | CardProblem


def make(host: Host) -> SkillsScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = SkillsScreen(host.say, host.look)
        self._host = host
        screen.blank_requested.connect(self._blank)
        screen.read_requested.connect(self._read)
        screen.picture_requested.connect(self._picture)
        screen.stamp_requested.connect(self._stamp)
        screen.take_off_requested.connect(self._take_off)
        screen.print_requested.connect(self._print)
        host.window.screen_shown.connect(self._shown)
        host.window.idle.connect(screen.clear)
        host.when_changed(frozenset({"library"}), self._changed)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self.screen.take_focus()
        else:
            self.screen.clear()

    def _changed(self) -> None:
        """Forget the card: from now on another library would stamp it."""
        self.screen.clear()

    def _blank(self) -> None:
        say = self._host.say
        self._answered(lambda store: skills.new_card(store, say), self._print)

    def _read(self, text: str) -> None:
        say = self._host.say
        self.screen.present_told("")
        self._answered(lambda store: skills.read(store, text, say), self._present)

    def _present(self, view: CardView) -> None:
        """Show a card, unless the screen was left meanwhile."""
        if self.screen.isVisible():
            self.screen.present(view)

    def _picture(self) -> None:
        host, say = self._host, self._host.say
        chosen = host.ask_open_file(say("Read a picture of the card"), say("Pictures (*.png *.jpg *.jpeg *.bmp *.gif)"))
        if not chosen:
            return
        try:
            found = scanned.texts_in(Path(chosen))
        except DeskError as error:
            self.screen.present_told(sentences.of_error(error, say), wrong=True)
            return
        cards = [text for text in found if text.upper().startswith(PREFIX)]
        if cards:
            self._read(cards[0])
        else:
            self.screen.present_told(
                say("No card was found in this picture. Take it flat, near, in good light."), wrong=True
            )

    def _stamp(self, text: str, steps: Mapping[int, Step]) -> None:
        host, say = self._host, self._host.say

        def then(view: CardView) -> None:
            if self.screen.isVisible():
                self.screen.present_changed(view)
            host.changed(frozenset({"card-key"}))
            self._print(view)

        self._answered(lambda store: skills.stamp(store, text, steps, say), then)

    def _take_off(self, text: str) -> None:
        say = self._host.say

        def then(view: CardView) -> None:
            if self.screen.isVisible():
                told = say("The last stamp is off. Print the card again and destroy the old sheet: it still says it.")
                self.screen.present_changed(view, told)

        self._answered(lambda store: skills.without_last(store, text, say), then)

    def _answered(self, work: Callable[[Store], CardView], then: Callable[[CardView], None]) -> None:
        """Ask the store; a card that cannot be read is said on the screen, not in a window."""

        def tried(store: Store) -> Answer:
            try:
                return work(store)
            except CardError as error:
                return error.problem

        def shown(answer: Answer) -> None:
            if isinstance(answer, CardProblem):
                self.screen.present_told(skills.problem_words(answer, self._host.say), wrong=True)
            else:
                then(answer)

        self._host.ask(tried, shown, lane=PAGE)

    def _print(self, view: CardView) -> None:
        host = self._host

        def then(printed: PrintedCard) -> None:
            page = lay_out_card(printed, printing.FontRuler(), host.say)
            paper.to_printer(host, (page,), host.say("Skills card"), "carte-competences.pdf", self.screen.present_told)

        host.ask(lambda store: compose_card(store, view), then, lane="card-paper")
