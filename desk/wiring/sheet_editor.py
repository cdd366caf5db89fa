"""Fiches, the form: the screen asks, the work floor answers, drafts are kept beside on a thread of their own."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from desk.domain.hours_text import clock
from desk.store.drafts import Draft
from desk.store.store import Store
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.wiring.drafts import Typed
from desk.wiring.host import Host
from desk.work import sheet_editing, sheet_form
from desk.work.outcome import Outcome
from desk.work.sheet_form import SheetForm

T = TypeVar("T")

PAGE = "sheet-editor"
"""The page's name in the window."""

NEW = ""
"""Stands for the id of a sheet that is not made yet."""


def make(host: Host) -> SheetEditorScreen:
    """Return the screen, tied to the store of ``host``; a window made anew shows the sheet that the old one showed."""
    editing = _Editing(host)
    shown = host.shown.get(PAGE)
    if shown is not None:
        editing.open(shown, resume=True)
    return editing.screen


def open_new(host: Host) -> None:
    """Bring the form in front, empty."""
    _open(host, NEW)


def open_sheet(host: Host, sheet_id: str) -> None:
    """Bring the form in front, filled with one sheet."""
    _open(host, sheet_id)


def _open(host: Host, sheet_id: str) -> None:
    if host.window.findChild(_Editing) is None:
        host.shown.pop(PAGE, None)  # the page is about to be made: it opens nothing by itself
    host.window.bring(PAGE)
    editing = host.window.findChild(_Editing)
    if editing is not None:
        editing.open(sheet_id)


class _Editing(QObject):
    """What ties one form to its window. It lives as long as the screen, whose child it is."""

    def __init__(self, host: Host) -> None:
        self.screen = screen = SheetEditorScreen(host.say, host.look)
        super().__init__(screen)
        self._host = host
        self._sheet = NEW
        self._to_be = ""
        self._closed = False
        self._beside = Typed(host, "fiche", screen.present_trouble, self)
        host.window.closing.connect(self._close)
        say = host.say
        screen.save_requested.connect(self._save)
        screen.undo_requested.connect(self._undo)
        screen.withdraw_requested.connect(self._withdraw)
        screen.draft_changed.connect(self._keep_draft)
        screen.left.connect(self._leave)
        screen.other_requested.connect(self.open)
        screen.alike_requested.connect(self._ask_alike)
        screen.towns_requested.connect(
            lambda text: self._ask(lambda store: sheet_form.towns(store, text), screen.present_towns, lane="towns")
        )
        self._ask(lambda store: sheet_form.vocabularies(store, say), screen.offer)

    def open(self, sheet_id: str, *, resume: bool = False) -> None:
        """Show a sheet, or a new one; offer the draft that waits, or take it up without asking with ``resume``."""
        if sheet_id == self._sheet and self._host.shown.get(PAGE) == sheet_id and self.screen.edits:
            self.screen.take_focus()  # the person only went to look elsewhere
            return
        self.screen.keep_draft()
        host, say = self._host, self._host.say
        host.shown[PAGE] = sheet_id

        def read(store: Store) -> tuple[SheetForm, Draft | None]:
            form = sheet_form.form(store, sheet_id, say) if sheet_id else sheet_form.blank_form(store, say)
            return form, self._beside.of(sheet_id)

        def then(answer: tuple[SheetForm, Draft | None]) -> None:
            form, draft = answer
            typed = draft.fields if draft is not None and (resume or self._beside.wanted(draft)) else None
            if draft is not None and typed is None:
                self._beside.forget(sheet_id)
            self.screen.keep_draft()
            self._sheet, self._to_be = sheet_id, form.to_be  # from here on what is typed is of this one
            self.screen.present(form, typed)
            self.screen.take_focus()

        self._ask(read, then, lane="sheet-editor")

    # saving and undoing

    def _save(self, edits: Mapping[str, Any], checked: bool) -> None:  # noqa: FBT001 - a signal gives it so
        initials, sheet_id, to_be = self._host.settings.initials, self._sheet, self._to_be
        self._ask_then_show(
            lambda store: sheet_form.save(store, sheet_id, edits, initials, checked=checked, to_be=to_be),
            sheet_id,
            self._saved_words,
        )

    def _undo(self) -> None:
        initials, sheet_id = self._host.settings.initials, self._sheet
        say = self._host.say
        self._ask_then_show(
            lambda store: sheet_editing.undo(store, sheet_id, initials),
            sheet_id,
            lambda: say("The last save is undone. The former values are back."),
        )

    def _withdraw(self, out: bool) -> None:  # noqa: FBT001 - a signal gives it so
        initials, sheet_id = self._host.settings.initials, self._sheet
        say = self._host.say
        act = sheet_editing.withdraw if out else sheet_editing.bring_back
        self._ask_then_show(
            lambda store: act(store, sheet_id, initials),
            sheet_id,
            lambda: (
                say("The sheet is withdrawn. Ctrl+Z puts it back.") if out else say("The sheet is back in the lists.")
            ),
        )

    def _saved_words(self) -> str:
        at = clock(self._host.clock.now().time(), self._host.say.language)
        return self._host.say("Saved at {time}. Ctrl+Z puts back what was there.", time=at)

    def _ask_then_show(self, act: Callable[[Store], Outcome], sheet_id: str, words: Callable[[], str]) -> None:
        """Do ``act`` on the sheet, then show it as it is kept, or what must be corrected first."""
        host = self._host

        def work(store: Store) -> tuple[Outcome, SheetForm | None]:
            outcome = act(store)
            return outcome, None if outcome.problems else sheet_form.form(store, outcome.id, host.say)

        def then(answer: tuple[Outcome, SheetForm | None]) -> None:
            outcome, form = answer
            if outcome.changed:
                host.changed(outcome.changed)
            if self._sheet != sheet_id:
                return  # the person went to another sheet meanwhile
            if form is None:
                self.screen.present_problems(outcome.problems, outcome.warnings)
                return
            if sheet_id != form.id:
                self._beside.forget(sheet_id)
                self._sheet = host.shown[PAGE] = form.id
            self.screen.present_saved(form, outcome.warnings, words())

        self._ask(work, then)

    # drafts

    def _keep_draft(self, edits: Mapping[str, Any]) -> None:
        self._beside.keep(self._sheet, edits)

    def _close(self) -> None:
        """Let the last draft be written before the window goes."""
        self._closed = True
        self.screen.keep_draft()
        self._beside.finish()

    # around

    def _leave(self) -> None:
        self._host.shown.pop(PAGE, None)
        self._host.window.bring("sheets")

    def _ask_alike(self, name: str, phone: str, commune: str) -> None:
        say, sheet_id = self._host.say, self._sheet
        self._ask(
            lambda store: sheet_form.lookalikes(store, name, phone, commune, say, sheet_id),
            self.screen.present_alike,
            lane="alike",
        )

    def _ask(self, work: Callable[[Store], T], then: Callable[[T], None], *, lane: str = "") -> None:
        """Ask the store; what it answers once the window is closed finds nobody."""
        self._host.ask(work, lambda answer: None if self._closed else then(answer), lane=lane)
