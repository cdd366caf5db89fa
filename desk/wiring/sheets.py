"""Fiches: the screen asks, the work floor answers."""

from collections.abc import Callable

from desk.domain.doubts import Reason
from desk.store.store import Store
from desk.ui.screens.sheets import NEEDS, SheetsScreen
from desk.wiring.host import Host
from desk.work import freshness, sheet_list, sheets
from desk.work.outcome import Outcome
from desk.work.sheet_list import Question

SHOWN = frozenset({"sheet", "doubt", "note", "contact"})
"""Kinds of records that the list and the sheet are made of."""


def make(host: Host) -> SheetsScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = SheetsScreen(host.say, host.look)
        self._host = host
        self._undo: Callable[[Store], Outcome] | None = None
        say = host.say
        screen.offer({page for page in NEEDS.values() if host.window.knows(page)})
        screen.asked.connect(self._ask)
        screen.more_asked.connect(
            lambda asked: host.ask(lambda store: sheet_list.page(store, asked, say), screen.present_more, lane="sheets")
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
        screen.verify_requested.connect(self._verify)
        screen.doubt_requested.connect(self._ask_doubt)
        screen.undo_requested.connect(self._take_back)
        screen.new_requested.connect(self._new)
        screen.edit_requested.connect(self._edit)
        screen.history_requested.connect(self._history)
        screen.page_requested.connect(host.window.bring)
        host.window.screen_shown.connect(self._shown)
        host.when_changed(SHOWN, self._changed)
        host.when_changed(frozenset({"import", "suggestion"}), self._ask_differences)
        self._ask(Question())
        self._ask_differences()

    def _ask(self, asked: Question) -> None:
        say = self._host.say
        self._host.ask(lambda store: sheet_list.page(store, asked, say), self.screen.present, lane="sheets")

    def _ask_differences(self) -> None:
        """Ask how much files and sheets differ: the way there is shown only then."""
        self._host.ask(lambda store: store.suggestions.count(), self.screen.present_differences, lane="differences")

    def _shown(self, front: str) -> None:
        if front == "sheets":
            self._ask_differences()
            self.screen.take_focus()

    def _changed(self) -> None:
        if self.screen.isVisible():  # otherwise it asks when it comes back
            self.screen.ask_again()

    # what is said of a sheet

    def _verify(self, sheet: str) -> None:
        host, initials = self._host, self._host.settings.initials

        def said(_: Outcome) -> None:
            say = host.say
            told = (
                say("Checked today by {initials}.", initials=initials)
                if initials
                else say("Checked today. Settings keep your initials.")
            )
            self._said(told, lambda store: freshness.take_back_check(store, sheet, initials))

        self._do(lambda store: freshness.verify(store, sheet, initials), said)

    def _ask_doubt(self, sheet: str) -> None:
        self._host.ask(lambda store: sheets.the_sheet(store, sheet).name, lambda name: self._choose(sheet, name))

    def _choose(self, sheet: str, name: str) -> None:
        from desk.ui.widgets.doubt_dialog import DoubtDialog  # noqa: PLC0415 - the list comes without it

        dialog = DoubtDialog(self._host.say, name, self._host.window)
        dialog.exec()
        dialog.deleteLater()
        if dialog.reason is not None:
            self._doubt(sheet, dialog.reason)

    def _doubt(self, sheet: str, reason: Reason) -> None:
        host, initials = self._host, self._host.settings.initials

        def said(outcome: Outcome) -> None:
            told = host.say("Said to be wrong: it goes down the list, and is never hidden.")
            self._said(told, lambda store: freshness.take_back_doubt(store, outcome.id, initials))

        self._do(lambda store: freshness.doubt(store, sheet, reason, initials), said)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            self._do(undo, lambda _: self.screen.present_said(self._host.say("Taken back."), undoable=False))

    def _said(self, sentence: str, undo: Callable[[Store], Outcome]) -> None:
        self._undo = undo
        self.screen.present_said(sentence, undoable=True)

    def _do(self, work: Callable[[Store], Outcome], then: Callable[[Outcome], None]) -> None:
        def done(outcome: Outcome) -> None:
            then(outcome)
            self._host.changed(outcome.changed)

        self._host.ask(work, done)

    # the pages of others

    def _new(self) -> None:
        from desk.wiring import sheet_editor  # noqa: PLC0415 - the list comes without the form

        sheet_editor.open_new(self._host)

    def _edit(self, sheet: str) -> None:
        from desk.wiring import sheet_editor  # noqa: PLC0415 - the list comes without the form

        sheet_editor.open_sheet(self._host, sheet)

    def _history(self, sheet: str) -> None:
        from desk.wiring import sheet_history  # noqa: PLC0415 - the list comes without the history

        sheet_history.open_sheet(self._host, sheet)
