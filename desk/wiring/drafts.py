"""Drafts: what is typed in a form and not saved is kept on a thread of its own, then offered back. One way for every form."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from desk.base.dates import long_day
from desk.domain.hours_text import clock
from desk.store.database import of_system
from desk.store.drafts import Draft, Drafts
from desk.ui import messages
from desk.ui.background import Background
from desk.wiring.host import Host
from desk.work import sentences


class Typed(Background):
    """Keeps the drafts of one form. ``what`` names its files; ``tell`` says in the form that they cannot be kept."""

    def __init__(self, host: Host, what: str, tell: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._tell = tell
        self._drafts = Drafts(host.profile.drafts, what)
        self._finished = False

    def of(self, record: str) -> Draft | None:
        """Return what was typed of a record and not saved, if anything; it may be asked on any thread."""
        return self._drafts.of(record)

    def keep(self, record: str, edits: Mapping[str, Any]) -> None:
        """Keep what differs from the record; nothing does when ``edits`` is empty."""
        if not edits:
            self.forget(record)
            return
        draft = Draft(sheet=record, at=self._host.clock.now(), fields=dict(edits))
        self._do(lambda: self._drafts.keep(draft))

    def forget(self, record: str) -> None:
        """Erase the draft of a record."""
        self._do(lambda: self._drafts.forget(record))

    def wanted(self, draft: Draft) -> bool:
        """Ask whether a draft is to be taken up."""
        say = self._host.say
        moment = f"{long_day(draft.at.date(), say.language)}, {clock(draft.at.time(), say.language)}"
        sentence = say("Take up your draft of {moment}? It was not saved.", moment=moment)
        answers = (say("&Take up the draft"), say("&Forget the draft"))
        return messages.choose(self._host.window, sentence, answers, safe=0) == 0

    def finish(self) -> None:
        """Let the last draft be written before the window goes; what comes later is not kept."""
        self._finished = True
        self.last(lambda: None)

    def _do(self, act: Callable[[], None]) -> None:
        if not self._finished:
            self.ask(act, lambda _: None, self._not_kept)

    def _not_kept(self, error: BaseException) -> None:
        """Say once, in the form, that drafts cannot be kept: a box at each letter would stop the person."""
        if isinstance(error, OSError):
            unavailable = of_system(error, self._host.profile.drafts.name)
            self._tell(sentences.of_error(unavailable, self._host.say))
        else:
            self._host.failed(error)
