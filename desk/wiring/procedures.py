"""Démarches: the screen asks, the work floor answers."""

from collections.abc import Callable

from desk.ui.screens.procedures import ProceduresScreen
from desk.wiring.host import Host
from desk.work import procedures, refer


def make(host: Host, refer_to: Callable[[str], None]) -> ProceduresScreen:
    """Return the screen, tied to the store of ``host``; ``refer_to`` opens a procedure on the home."""
    screen, say = ProceduresScreen(host.say, host.look), host.say
    screen.open_requested.connect(
        lambda one: host.ask(lambda store: refer.checklist(store, one, say), screen.present_checklist, lane="read")
    )
    screen.refer_requested.connect(refer_to)
    host.ask(lambda store: procedures.by_family(store, say), screen.present)
    return screen
