"""Vue d'ensemble: the screen asks, the work floor answers."""

from collections.abc import Callable

from desk.ui.screens.overview import OverviewScreen
from desk.wiring.host import Host
from desk.work import overview
from desk.work.overview import Part

PAGE = "overview"
"""The page's name in the window."""


def make(host: Host, open_sheet: Callable[[str], None]) -> OverviewScreen:
    """Return the screen, tied to the store of ``host``; ``open_sheet`` shows a sheet in Fiches."""
    screen, say = OverviewScreen(host.say, host.look), host.say

    def ask(part: Part) -> None:
        host.ask(lambda store: overview.overview(store, part, say), screen.present, lane=PAGE)

    def shown(front: str) -> None:
        if front == PAGE:
            screen.ask()
            screen.take_focus()

    screen.part_requested.connect(ask)
    screen.open_requested.connect(open_sheet)
    screen.left.connect(lambda: host.window.bring("sheets"))
    host.window.screen_shown.connect(shown)
    return screen
