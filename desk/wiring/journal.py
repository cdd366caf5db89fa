"""The journal and the bin: the screen asks, the work floor answers, every room hears what was undone."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.base.errors import RefusedError
from desk.store.store import Store
from desk.ui.screens.journal import JournalScreen
from desk.wiring.host import Host
from desk.work import journal, sentences
from desk.work.outcome import Outcome

PAGE = "journal"
"""The page's name in the window."""


def make(host: Host) -> JournalScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room(QObject):
    """What ties one screen to its window. It lives as long as the screen, whose child it is."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = JournalScreen(host.say, host.look)
        super().__init__(screen)
        self._host = host
        screen.wanted.connect(self._ask)
        screen.undo_requested.connect(self._undo)
        screen.take_out_requested.connect(self._take_out)
        screen.left.connect(lambda: host.window.bring("refer"))
        host.window.screen_shown.connect(self._shown)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self.screen.ask()
            self.screen.take_focus()

    def _ask(self, days: int) -> None:
        host, say = self._host, self._host.say
        if days:
            host.ask(lambda store: journal.entries(store, say, days), self.screen.present, lane=PAGE)
        else:
            host.ask(lambda store: journal.binned(store, say), self.screen.present_bin, lane=PAGE)

    def _undo(self, entry: str) -> None:
        initials = self._host.settings.initials
        self._do(lambda store: journal.undo(store, entry, initials), self._host.say("Undone."))

    def _take_out(self, kind: str, record: str) -> None:
        initials = self._host.settings.initials
        self._do(lambda store: journal.take_out(store, kind, record, initials), self._host.say("It is back."))

    def _do(self, act: Callable[[Store], Outcome], sentence: str) -> None:
        host = self._host

        def work(store: Store) -> Outcome | RefusedError:
            try:
                return act(store)
            except RefusedError as error:
                return error

        def then(answer: Outcome | RefusedError) -> None:
            self._ask(self.screen.days)
            if isinstance(answer, RefusedError):
                self.screen.present_told(sentences.of_error(answer, host.say), wrong=True)
                return
            self.screen.present_told(sentence, answer.problems)
            host.changed(answer.changed)

        host.ask(work, then)
