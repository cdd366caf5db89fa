"""S'exercer: from the desk that counts to what one practises on, and back. Each is opened only when the other is closed."""

from collections.abc import Callable
from typing import Protocol

from desk.base.paths import Profile, resources
from desk.slips.training_cards import lay_out_cards
from desk.ui import messages
from desk.ui.screens.settings import SettingsScreen
from desk.ui.screens.training import TrainingScreen
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work import training
from desk.work.training import CaseView

PAGE = "training"
"""The page's name in the window."""


class GoOnWith(Protocol):
    """Closes this desk, then opens another."""

    def __call__(self, other: Profile, /, *, throws_away: bool = False) -> None:
        """Go on with ``other``; what this desk holds may be thrown away once it is closed."""
        ...


def attach(host: Host, screen: SettingsScreen, go_on_with: GoOnWith) -> None:
    """Answer the panel of the settings."""
    inside, copy = host.profile.is_training, host.profile.training_copy

    def begin(anew: bool) -> None:  # noqa: FBT001 - a signal's values come by position
        if copy.is_training and not anew:
            go_on_with(copy)
        else:
            host.ask(lambda store: training.make_copy(store, host.clock, resources()), go_on_with)

    screen.training.begin_requested.connect(begin)
    screen.training.leave_requested.connect(lambda: leave(host, go_on_with))
    screen.training.present(inside=inside, kept=not inside and copy.is_training)


def leave(host: Host, go_on_with: GoOnWith) -> None:
    """Ask what becomes of what was tried, then go back to the desk that counts."""
    say = host.say
    answers = (say("&Go on practising"), say("&Keep it for next time"), say("&Throw it away"))
    sentence = say("Leave the exercise? What was tried here never mixes with the desk.")
    taken = messages.choose(host.window, sentence, answers, safe=0)
    if not taken:
        return
    go_on_with(Profile(root=host.profile.root.parent), throws_away=taken == len(answers) - 1)


def make(host: Host, play: Callable[[], None]) -> TrainingScreen:
    """Return the screen of the cases; ``play`` brings an empty Orienter."""
    screen, say = TrainingScreen(host.say, host.look), host.say

    def put_on_paper(cases: tuple[CaseView, ...]) -> None:
        from desk.ui import printing  # noqa: PLC0415 - only when paper is wanted

        pages = lay_out_cards(cases, printing.FontRuler(), say)
        paper.to_printer(host, pages, say("Cases to practise on"), "cas.pdf", screen.present_told)

    def shown(front: str) -> None:
        if front == PAGE:
            screen.present_told("")
            screen.take_focus()

    screen.play_requested.connect(play)
    screen.print_requested.connect(put_on_paper)
    host.window.screen_shown.connect(shown)
    host.ask(lambda store: training.cases(store, say), screen.present)
    return screen
