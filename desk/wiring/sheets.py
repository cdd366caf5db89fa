"""Fiches: the screen asks, the work floor answers."""

from desk.ui.screens.sheets import SheetsScreen
from desk.wiring.host import Host
from desk.work import sheets


def make(host: Host) -> SheetsScreen:
    """Return the screen, tied to the store of ``host``."""
    screen, say = SheetsScreen(host.say, host.look), host.say
    screen.find_requested.connect(
        lambda text: host.ask(lambda store: sheets.lines(store, text, say), screen.present, lane="sheets")
    )
    screen.open_requested.connect(
        lambda sheet: host.ask(lambda store: sheets.view(store, sheet, say), screen.present_sheet, lane="sheet")
    )
    screen.note_changed.connect(
        lambda sheet, text: host.ask(
            lambda store: sheets.keep_note(store, sheet, text),
            lambda outcome: screen.present_note_kept(outcome.problems),
        )
    )
    host.ask(lambda store: sheets.lines(store, "", say), screen.present, lane="sheets")
    return screen
