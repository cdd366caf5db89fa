"""Fiches, the history of one sheet: the screen asks, the work floor answers."""

from PySide6.QtCore import QObject

from desk.store.store import Store
from desk.ui.screens.sheet_history import SheetHistoryScreen
from desk.wiring.host import Host
from desk.work import history, sheets
from desk.work.history import Step
from desk.work.outcome import Outcome

PAGE = "sheet-history"
"""The page's name in the window."""


def make(host: Host) -> SheetHistoryScreen:
    """Return the screen, tied to the store of ``host``; a window made anew shows the sheet that the old one showed."""
    return _Room(host).screen


def open_sheet(host: Host, sheet_id: str) -> None:
    """Bring the history of one sheet in front."""
    host.shown[PAGE] = sheet_id
    host.window.bring(PAGE)
    room = host.window.findChild(_Room)
    if room is not None:
        room.ask()
        room.screen.take_focus()


class _Room(QObject):
    """What ties one screen to its window. It lives as long as the screen, whose child it is."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = SheetHistoryScreen(host.say, host.look)
        super().__init__(screen)
        self._host = host
        screen.put_back_requested.connect(self._put_back)
        screen.left.connect(lambda: host.window.bring("sheets"))
        self.ask()

    def ask(self) -> None:
        """Show the sheet that the page is about."""
        sheet, say = self._host.shown.get(PAGE, ""), self._host.say
        if not sheet:
            return

        def read(store: Store) -> tuple[str, tuple[Step, ...]]:
            return sheets.the_sheet(store, sheet).name, history.steps(store, sheet, say)

        self.screen.present_told("")
        self._host.ask(read, lambda answer: self.screen.present(*answer), lane=PAGE)

    def _put_back(self, n: int, field: str) -> None:
        host, sheet = self._host, self._host.shown[PAGE]

        def then(outcome: Outcome) -> None:
            self.ask()
            self.screen.present_told(host.say("Put back."), outcome.problems)
            host.changed(outcome.changed)

        host.ask(lambda store: history.put_back(store, sheet, n, field, host.settings.initials), then)
