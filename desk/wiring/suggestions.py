"""Ils disent, nous disons: the screen asks, the work floor answers."""

from collections.abc import Callable

from desk.ui.screens.suggestions import SuggestionsScreen
from desk.wiring.host import Host
from desk.work import suggestions
from desk.work.outcome import Outcome
from desk.work.suggestions import Keep


def make(host: Host, open_sheet: Callable[[str], None]) -> SuggestionsScreen:
    """Return the screen, tied to the store of ``host``; ``open_sheet`` shows a sheet in full."""
    screen, say = SuggestionsScreen(host.say, host.look), host.say

    def answer(sheet: str, field: str, keep: str) -> None:
        initials = host.settings.initials
        host.ask(lambda store: suggestions.answer(store, sheet, field, Keep(keep), initials), told)

    def told(outcome: Outcome) -> None:
        host.changed(outcome.changed)

    def ask() -> None:
        host.ask(lambda store: suggestions.questions(store, say), screen.present, lane="suggestions")

    screen.answered.connect(answer)
    screen.open_requested.connect(open_sheet)
    screen.left.connect(lambda: host.window.bring("sheets"))
    host.when_changed(frozenset({"import"}), ask)
    ask()
    return screen
