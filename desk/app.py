"""The one place where the window's parts meet: profile, store, screens, printer."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desk.base import settings as kept_settings
from desk.base.clock import Clock, SystemClock
from desk.base.errors import Code, DeskError, UnavailableError
from desk.base.paths import OTHERS, Profile, is_frozen, profile, resources
from desk.base.settings import TEXT_SIZES, Settings
from desk.base.training import mark_papers
from desk.base.words import Words, words
from desk.ui.background import Background
from desk.ui.main_window import MainWindow
from desk.ui.screens.refer import ReferScreen
from desk.ui.theme import apply_look, dress, prepare_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.domain.libraries import Library
    from desk.domain.matching import NeedMatcher
    from desk.domain.procedures import Procedure
    from desk.domain.relays import Wishes
    from desk.store.store import Store
    from desk.sync.exchange import Connect
    from desk.ui import messages
    from desk.ui.crash import Crashes
    from desk.ui.screens.first_start import FirstStart, FirstStartScreen
    from desk.wiring import calls as call_rooms
    from desk.wiring import charter as charter_rooms
    from desk.wiring import copies as copies_rooms
    from desk.wiring import counting_rules as rule_rooms
    from desk.wiring import ending as ending_rooms
    from desk.wiring import exchange as exchange_rooms
    from desk.wiring import export as export_rooms
    from desk.wiring import fallback as fallback_rooms
    from desk.wiring import first_start as first_start_rooms
    from desk.wiring import help as help_rooms
    from desk.wiring import import_file as import_rooms
    from desk.wiring import journal as journal_rooms
    from desk.wiring import map as map_rooms
    from desk.wiring import mutual_aid as aid_rooms
    from desk.wiring import observatory as observatory_rooms
    from desk.wiring import overview as overview_rooms
    from desk.wiring import procedures as procedure_rooms
    from desk.wiring import profiles as profile_rooms
    from desk.wiring import sessions as session_rooms
    from desk.wiring import sheet_editor as editor_rooms
    from desk.wiring import sheet_history as history_rooms
    from desk.wiring import sheets as sheet_rooms
    from desk.wiring import skills as skill_rooms
    from desk.wiring import slip as slip_rooms
    from desk.wiring import suggestions as suggestion_rooms
    from desk.wiring import training as training_rooms
    from desk.wiring import updates as update_rooms
    from desk.work import charter, refer, sentences, setup, sheets, training, updates_start, upkeep
    from desk.work.refer_view import Checklist
else:

    class _Later:
        """A module that is read when it is first used: the home is painted before the store is even imported."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> Any:
            return getattr(import_module(self._name), attribute)

    messages = _Later("desk.ui.messages")
    procedure_rooms, sheet_rooms = _Later("desk.wiring.procedures"), _Later("desk.wiring.sheets")
    exchange_rooms = _Later("desk.wiring.exchange")
    charter_rooms, session_rooms = _Later("desk.wiring.charter"), _Later("desk.wiring.sessions")
    call_rooms, overview_rooms = _Later("desk.wiring.calls"), _Later("desk.wiring.overview")
    editor_rooms, history_rooms = _Later("desk.wiring.sheet_editor"), _Later("desk.wiring.sheet_history")
    map_rooms, aid_rooms = _Later("desk.wiring.map"), _Later("desk.wiring.mutual_aid")
    export_rooms, import_rooms = _Later("desk.wiring.export"), _Later("desk.wiring.import_file")
    copies_rooms, help_rooms = _Later("desk.wiring.copies"), _Later("desk.wiring.help")
    fallback_rooms, first_start_rooms = _Later("desk.wiring.fallback"), _Later("desk.wiring.first_start")
    suggestion_rooms, skill_rooms = _Later("desk.wiring.suggestions"), _Later("desk.wiring.skills")
    slip_rooms, rule_rooms = _Later("desk.wiring.slip"), _Later("desk.wiring.counting_rules")
    training_rooms, update_rooms = _Later("desk.wiring.training"), _Later("desk.wiring.updates")
    updates_start = _Later("desk.work.updates_start")
    ending_rooms, observatory_rooms = _Later("desk.wiring.ending"), _Later("desk.wiring.observatory")
    journal_rooms = _Later("desk.wiring.journal")
    profile_rooms = _Later("desk.wiring.profiles")
    charter, refer, sentences, setup, sheets, training, upkeep = (
        _Later(f"desk.work.{room}")
        for room in ("charter", "refer", "sentences", "setup", "sheets", "training", "upkeep")
    )

T = TypeVar("T")

FINDINGS = 5
RELAYS = 8
LIKELY = 0.15
"""From this score, the national number of a near need is worth offering when nothing fits."""

TELL_VARIABLE = "RELAIS_TELL_PAINTED"
"""When it is set, the window says on standard output that the home is painted: starts are measured from outside."""

_LAY_OUT_MS = 100
_LISTEN_MS = 200
_LOOKS = ("language", "theme", "text_percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    library: Library | None
    procedures: dict[str, Procedure]
    matcher: NeedMatcher


class Desk(QObject):
    """One open window on one profile. Screens ask, the store's thread answers, the answers are shown."""

    def __init__(self, app: QApplication, chosen: Profile, clock: Clock, connect: Connect | None = None) -> None:
        super().__init__()
        self._connect = connect
        self._app = app
        self.profile = chosen
        self.training = chosen.is_training
        self.goes_on_with: Profile | None = None
        self.throws_away = False
        mark_papers(self.training)
        self.clock = clock
        self._store: Store | None = None
        self._known: _Opened | None = None
        self._slips: slip_rooms.Slips | None = None
        self._closed = False
        self._exchange: exchange_rooms.Exchanging | None = None
        self._copies: copies_rooms.Copies | None = None
        self._updates: update_rooms.Updates | None = None
        self._ending: ending_rooms.Ending | None = None
        self.opening = False
        self.shown: dict[str, str] = {}
        self.settings = kept_settings.load(chosen.settings_file)
        self.background = Background(self)
        self._build()

    def open(self) -> None:
        """Show the window at once, then open the store behind it."""
        self.window.show()
        self.refer.take_focus()
        self.opening = True
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, self._open))  # once painted, the box takes letters

    def come_to_front(self) -> None:
        """Show the window above the others, as when Relais is started a second time."""
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def _go_on_with(self, other: Profile, *, throws_away: bool = False) -> None:
        """Close this desk; another one is opened in its place. An exercise may be thrown away, once it is closed."""
        self.goes_on_with, self.throws_away = other, throws_away
        self.window.close()

    def close(self) -> None:
        """Let the store finish, close it, keep nothing open. Safe to repeat."""
        if self._closed:
            return
        self._closed = True
        self._app.removeEventFilter(self.window)
        if self._exchange is not None:
            self._exchange.finish()
        if self._copies is not None:
            self._copies.finish()
        if self._updates is not None:
            self._updates.finish()
        self.background.last(self._close_store)

    # building

    def _build(self) -> None:
        """Make the window anew, in the present language and look."""
        self._watchers: list[tuple[frozenset[str], Callable[[], None]]] = []
        self.say: Words = words(self.settings.language)
        self.look = prepare_look(self._app, self.settings)
        say, library = self.say, self._known.library if self._known else None
        self.window = MainWindow(say, self.look, library.name if library else "", training=self.training)
        self.refer = ReferScreen(say, self.look)
        self._ending, self._slips = None, None
        add = self.window.add_screen
        if self.training:
            add("training", say("Cases"), "Ctrl+K", "square-check", lambda: training_rooms.make(self, self._new_person))
        add("refer", say("Refer"), "F2", "compass", lambda: self.refer)
        add("sheets", say("Sheets"), "F3", "contact", self._make_sheets)
        add(
            "procedures",
            say("Procedures"),
            "F4",
            "list-checks",
            lambda: procedure_rooms.make(self, self._choose_procedure),
        )
        add("charter", say("Charter"), "F5", "scroll-text", lambda: charter_rooms.make(self))
        add(
            "sessions",
            say("Sessions"),
            "F6",
            "calendar-days",
            lambda: session_rooms.make(self, lambda: self.refer.procedure),
        )
        add("mutual-aid", say("Mutual aid"), "F7", "hand-helping", lambda: aid_rooms.make(self))
        add("skills", say("Skills"), "F8", "badge-check", lambda: skill_rooms.make(self))
        add("observatory", say("Observatory"), "F9", "chart-column", lambda: observatory_rooms.make(self))
        add("exchange", say("Exchanges"), "F12", "refresh-cw", lambda: self.exchanging.make(self._open_sheet))
        add("settings", say("Settings"), "Ctrl+,", "settings", self._make_settings)
        add("help", say("Help"), "F1", "circle-help", self._make_help)
        self.window.add_page("sheet-editor", "sheets", lambda: editor_rooms.make(self))
        self.window.add_page("sheet-history", "sheets", lambda: history_rooms.make(self))
        self.window.add_page("calls", "sheets", lambda: call_rooms.make(self))
        self.window.add_page("journal", "settings", lambda: journal_rooms.make(self))
        self.window.add_page("overview", "sheets", lambda: overview_rooms.make(self, self._open_sheet))
        self.window.add_page("import", "sheets", lambda: import_rooms.make(self))
        self.window.add_page("suggestions", "sheets", lambda: suggestion_rooms.make(self, self._open_sheet))
        self.window.add_page("export", "sheets", lambda: export_rooms.make(self))
        self.window.add_page(
            "map", "sheets", lambda: map_rooms.make(self, self._open_sheet, lambda: self.refer.procedure)
        )
        window, screen = self.window, self.refer
        window.help_requested.connect(self._show_help)
        window.idle.connect(self._forget_person)
        window.screen_shown.connect(self._shown)
        window.zoom_requested.connect(self._zoom)
        window.closing.connect(self.close)
        window.leave_training_requested.connect(lambda: training_rooms.leave(self, self._go_on_with))
        screen.need_changed.connect(self._need)
        screen.procedure_chosen.connect(self._choose_procedure)
        screen.wishes_changed.connect(self._ask_relays)
        screen.half_days_requested.connect(self._ask_half_days)
        screen.print_requested.connect(self._print)
        screen.preview_requested.connect(self._preview)
        screen.reprint_requested.connect(self._choose_reprint)
        screen.unmet_requested.connect(self._note_unmet)
        screen.procedure_shown.connect(self._follow_ending)
        for keys, act in (
            ("Ctrl+P", screen.request_print),
            ("Ctrl+Shift+P", screen.request_preview),
            ("Ctrl+N", self._new_person),
            ("F10", screen.note_unmet),
            ("Ctrl+T", self._ask_ending),
            ("Ctrl+Shift+J", lambda: window.bring("journal")),
            ("Ctrl+M", lambda: window.bring("map")),
            ("Ctrl+H", lambda: charter_rooms.show_large(self)),
            ("Ctrl+B", lambda: fallback_rooms.ask(self, screen.present_done)),
        ):
            QShortcut(QKeySequence(keys), window).activated.connect(act)
        window.resize(1366, 768)
        window.bring("refer")
        screen.present_format(self.settings.slip_format)
        dress(self._app, self.look)

    def _rebuild(self, front: str) -> None:
        """Make the window again after a change of language, colours or size; what was typed stays."""
        old, home, procedure_id = self.window, self.refer, self.refer.procedure
        focused = old.focusWidget()
        old.closing.disconnect(self.close)
        self._app.removeEventFilter(old)
        self._build()
        self._app.installEventFilter(self.window)
        self.refer.resume(home)
        self.window.restoreGeometry(old.saveGeometry())
        self.window.show()
        old.close()
        old.deleteLater()
        self.window.bring(front)
        if front == "settings" and focused is not None:
            self._settings_screen.take_focus(focused.objectName())
        if procedure_id:
            self._ask_checklist(procedure_id, self._present_checklist)
        self.ask(refer.season, self.refer.present_season)
        self._ask_state()
        if self._exchange is not None:
            self._exchange.attach()

    # the store

    def _open(self) -> None:
        self.opening = False
        if not gc.isenabled():  # see `desk.__main__`
            gc.freeze()
            gc.enable()
        if TELL_VARIABLE in os.environ:
            sys.stdout.write("painted\n")
            sys.stdout.flush()
        if self._closed:
            return  # closed before it was painted
        self._app.installEventFilter(self.window)
        if self.profile.moved_file.exists() and not self.copies.may_open():
            self.window.close()
            return
        self.background.ask(self._open_store, self._opened, self._not_opened)

    def _open_store(self) -> _Opened:
        from desk.store.store import open_store  # noqa: PLC0415 - after the home is painted

        store = open_store(self.profile, self.clock, resources())
        self._store = store
        return self._read_known()

    def _read_known(self) -> _Opened:
        from desk.domain.procedures import Procedure  # noqa: PLC0415 - after the home is painted

        store = self._opened_store()
        known: dict[str, Procedure] = {procedure.id: procedure for procedure in store.records.all(Procedure)}
        return _Opened(library=store.library(), procedures=known, matcher=refer.matcher(store))

    def _opened_store(self) -> Store:
        if self._store is None:
            raise UnavailableError(Code.FILE_MISSING, file=self.profile.desk_file.name)
        return self._store

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _opened(self, opened: _Opened) -> None:
        self._known = opened
        if self.profile.programs.is_dir():
            self.ask(lambda store: updates_start.opened(store.profile, self.say), self._announce)
        if opened.library is None:
            self._first_start()
            return
        self.window.present_library(opened.library.name)
        self._need(self.refer.need)
        if self.training:
            self._ask_state()
        else:
            self.ask(upkeep.start_of_day, self._day_started)
        self.ask(lambda store: charter.announce(store, self.say), self._announce)
        self.ask(refer.season, self.refer.present_season)
        if self.profile.keys_file.exists():
            self.exchanging.begin()

    def _announce(self, sentence: str) -> None:
        """Say once on the home what is worth knowing today, such as that a new charter rules the desk."""
        if sentence:
            self.refer.present_done(sentence)

    def _day_started(self, _made: object) -> None:
        self._ask_state()
        if self.settings.copies_folder:
            self.copies.begin()
        if is_frozen():
            self.updates.begin()

    @property
    def copies(self) -> copies_rooms.Copies:
        """The copies of this desk, made when a second place is chosen or when the settings are first brought."""
        if self._copies is None:
            self._copies = copies_rooms.Copies(self, self, self._go_back, self._settings_changed, self._announce)
        return self._copies

    @property
    def updates(self) -> update_rooms.Updates:
        """Newer versions of this program, looked for by the program that people install or when the settings are brought."""
        if self._updates is None:
            self._updates = update_rooms.Updates(self, self, self._announce, self._connect)
        return self._updates

    @property
    def exchanging(self) -> exchange_rooms.Exchanging:
        """The exchange with the network, made for a desk that is in one or when its screen is first brought."""
        if self._exchange is None:
            self._exchange = exchange_rooms.Exchanging(self, self, self._connect)
            self._exchange.attach()
        return self._exchange

    def _not_opened(self, error: BaseException) -> None:
        """Say what is wrong with the data, offer an earlier day, write over nothing."""
        if not isinstance(error, DeskError):
            self.failed(error)
            return
        sentence = sentences.of_error(error, self.say)
        damaged = str(error.blanks.get("file", ""))
        copies = upkeep.copies(self.profile, damaged) if error.code is Code.FILE_DAMAGED else ()
        if not copies:
            messages.tell(self.window, self.say, sentence)
            self.window.close()
            return
        day = upkeep.copy_words(copies[0], self.say)
        answers = (self.say("&Close Relais"), self.say("Go &back to {day}", day=day))
        if messages.choose(self.window, sentence, answers, safe=0) == 1:
            self._go_back(copies[0].path)
        else:
            self.window.close()

    def ask(self, work: Callable[[Store], T], then: Callable[[T], None] = lambda _: None, *, lane: str = "") -> None:
        """Ask the store; what goes wrong is said. Once the window is closed, what a screen still waited for is not asked."""
        if not self._closed:
            self.background.ask(lambda: work(self._opened_store()), then, self.failed, lane=lane)

    def failed(self, error: BaseException) -> None:
        """Say what went wrong; what nobody foresaw goes to the journal of failures too."""
        if isinstance(error, DeskError):
            messages.tell(self.window, self.say, sentences.of_error(error, self.say))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _ask_state(self) -> None:
        if self.training:
            self.window.present_state(self.say("Exercise"))
            return
        self.ask(lambda store: upkeep.state_words(store, self.say), lambda told: self.window.present_state(*told))

    # orienter

    def _need(self, text: str) -> None:
        from desk.work.refer_view import PhoneLine  # noqa: PLC0415 - after the home is painted

        if self._known is None or not self.window:
            return
        known = self._known
        answer = refer.answer(known.matcher, known.procedures, text, self.say, FINDINGS)
        self.refer.present_answer(answer)
        likely = [hit.id for hit in answer.procedures[:2] if hit.score >= LIKELY and not answer.elsewhere]
        phones = [phone for procedure_id in likely for phone in known.procedures[procedure_id].phones]
        self.refer.present_numbers(
            tuple(
                PhoneLine(
                    number=phone.number, label=phone.label, hours=phone.hours, to_verify=phone.confidence != "sure"
                )
                for phone in {phone.number: phone for phone in phones}.values()
            )[:2]
        )

    def _choose_procedure(self, procedure_id: str) -> None:
        self._forget_slip()
        self._ask_checklist(procedure_id, self._show_checklist)

    def _ask_checklist(self, procedure_id: str, then: Callable[[Checklist], None]) -> None:
        self.ask(lambda store: refer.checklist(store, procedure_id, self.say), then, lane="checklist")

    def _show_checklist(self, checklist: Checklist) -> None:
        self.window.bring("refer")
        self._present_checklist(checklist)

    def _present_checklist(self, checklist: Checklist) -> None:
        self.refer.present_checklist(checklist)
        self._ask_relays()

    def _ask_relays(self) -> None:
        procedure_id = self.refer.procedure
        self._forget_slip()
        if procedure_id:
            wishes, say = self._wishes(), self.say
            self.ask(
                lambda store: refer.relays(store, procedure_id, wishes, say, RELAYS),
                self.refer.present_relays,
                lane="relays",
            )

    def _wishes(self) -> Wishes:
        from desk.domain.relays import Wishes  # noqa: PLC0415 - after the home is painted

        return Wishes(at=self.clock.now(), free=self.refer.half_days, by_car=self.refer.by_car)

    def _ask_half_days(self) -> None:
        from desk.ui.widgets.half_days import HalfDaysDialog  # noqa: PLC0415 - the home starts without it

        dialog = HalfDaysDialog(self.say, self.refer.half_days, self.window)
        answer = dialog.exec()
        dialog.deleteLater()
        if answer:
            self.refer.present_half_days(dialog.value)

    @property
    def ending(self) -> ending_rooms.Ending:
        """How the visit on screen ends, made with the first procedure: the home starts without it."""
        if self._ending is None:
            self._ending = ending_rooms.Ending(self, self.refer)
        return self._ending

    @property
    def slips(self) -> slip_rooms.Slips:
        """The slip, made with the first one: the home starts without it."""
        if self._slips is None:
            self._slips = slip_rooms.Slips(self, self.refer, self._wishes, lambda: self.ending)
        return self._slips

    def _print(self, procedure_id: str, sheet_id: str, relay_type: str) -> None:
        self.slips.print(procedure_id, sheet_id, relay_type)

    def _preview(self, procedure_id: str, sheet_id: str, relay_type: str) -> None:
        self.slips.preview(procedure_id, sheet_id, relay_type)

    def _choose_reprint(self) -> None:
        self.slips.choose_again()

    def _forget_slip(self) -> None:
        if self._slips is not None:
            self._slips.forget()

    def _ask_ending(self) -> None:
        self.ending.ask()

    def _follow_ending(self, procedure_id: str) -> None:
        if procedure_id or self._ending is not None:
            self.ending.follow(procedure_id)

    def _new_person(self) -> None:
        left = self.refer.procedure
        self.window.bring("refer")
        self._forget_person()
        if self._ending is not None:
            self._ending.leave(left)

    def _forget_person(self) -> None:
        self._forget_slip()
        self.refer.new_person()

    def _shown(self, name: str) -> None:
        if name == "refer":
            self.refer.take_focus()

    def _note_unmet(self, need: str) -> None:
        self.ask(
            lambda store: refer.note_unmet(store, need),
            lambda done: self._counted(done.id, self.say("Counted as a need without answer. Nobody is named.")),
        )

    def _counted(self, act: str, sentence: str = "") -> None:
        """Say that a visit is counted, and show it where it can be corrected."""
        if sentence:
            self.refer.present_done(sentence)
        self.ending.counted(act)

    def ask_file(self, proposed: str, title: str = "", kinds: str = "PDF (*.pdf)") -> str:
        """Return the file that the person wants written, or nothing."""
        chosen, _ = QFileDialog.getSaveFileName(self.window, title or self.say("Keep as PDF"), proposed, kinds)
        return chosen

    def ask_open_file(self, title: str, kinds: str) -> str:
        """Return the file that the person wants read, or nothing."""
        chosen, _ = QFileDialog.getOpenFileName(self.window, title, "", kinds)
        return chosen

    def ask_folder(self, title: str) -> str:
        """Return the folder that the person chose, or nothing."""
        return QFileDialog.getExistingDirectory(self.window, title)

    def changed(self, kinds: frozenset[str]) -> None:
        """Tell every room that records of these kinds changed, so that they ask again."""
        for watched, again in self._watchers:
            if watched & kinds:
                again()
        if kinds and self._exchange is not None:
            self._ask_state()

    def when_changed(self, kinds: frozenset[str], again: Callable[[], None]) -> None:
        """Call ``again`` whenever a record of one of ``kinds`` changed, as long as this window lives."""
        self._watchers.append((kinds, again))

    # the other screens are made when first brought

    def _make_sheets(self) -> QWidget:
        self._sheets_screen = sheet_rooms.make(self)
        return self._sheets_screen

    def _open_sheet(self, sheet_id: str) -> None:
        """Show one sheet in Fiches."""
        self.window.bring("sheets")
        self._sheets_screen.open_sheet(sheet_id)

    def _make_settings(self) -> QWidget:
        from desk.ui import printing  # noqa: PLC0415 - the home starts without it
        from desk.ui.screens.settings import SettingsScreen  # noqa: PLC0415

        self._settings_screen = screen = SettingsScreen(self.say, self.look)
        screen.settings_changed.connect(self._settings_changed)
        screen.library_changed.connect(self._library_changed)
        screen.library_change_requested.connect(self._first_start)
        screen.other_library_requested.connect(lambda: profile_rooms.ask_other(self, self._go_on_with))
        screen.restore_requested.connect(self._go_back)
        self.copies.attach(screen)
        self.updates.attach(screen)
        training_rooms.attach(self, screen, self._go_on_with)
        rule_rooms.attach(self, screen)
        screen.journal_requested.connect(lambda: self.window.bring("journal"))
        screen.check_requested.connect(lambda: self.ask(upkeep.check_all, screen.present_report))
        screen.present(
            self.settings,
            self._known.library if self._known else None,
            printing.printers(),
            upkeep.copies(self.profile),
        )
        self.copies.present()
        return screen

    def _make_help(self) -> QWidget:
        self._help_screen = help_rooms.make(self)
        return self._help_screen

    def _show_help(self, front: str) -> None:
        if self.window.covered:
            from desk.ui.screens.help import HelpDialog  # noqa: PLC0415 - the home starts without it

            dialog = HelpDialog(self.say, self.look, "first_start", self.window)
            dialog.exec()
            dialog.deleteLater()
            return
        self.window.bring("help")
        self._help_screen.open_page(front if front != "help" else "refer")

    # first start

    def _first_start(self) -> None:
        current = self._known.library if self._known else None
        screen = first_start_rooms.begin(self, current, self.copies, self.slips, self._set_up)
        screen.left.connect(self._leave_first_start)

    def _set_up(self, screen: FirstStartScreen, chosen: FirstStart) -> None:
        first_start_rooms.set_up(self, screen, chosen, self._read_known, self._learned, lambda: self.exchanging)

    def _leave_first_start(self) -> None:
        self.window.uncover()
        self._rebuild("refer")
        self.ask(upkeep.start_of_day, self._day_started)
        self.refer.take_focus()

    # settings

    def _settings_changed(self, settings: Settings) -> None:
        looked = [getattr(self.settings, name) for name in _LOOKS]
        self.settings = settings
        try:
            kept_settings.save(self.profile.settings_file, settings)
        except OSError:
            messages.tell(self.window, self.say, sentences.of_error(UnavailableError(Code.DISK_FULL), self.say))
        self.refer.present_format(settings.slip_format)
        self._forget_slip()
        if [getattr(settings, name) for name in _LOOKS] == looked:
            return
        if self.window.covered:  # the first start goes on as it is; the window is made again when it is left
            apply_look(self._app, settings)
        else:
            QTimer.singleShot(0, lambda: self._rebuild(self.window.front))

    def _zoom(self, step: int) -> None:
        at = TEXT_SIZES.index(self.settings.text_percent)
        percent = TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, at + step))] if step else TEXT_SIZES[0]
        if percent != self.settings.text_percent:
            self._settings_changed(replace(self.settings, text_percent=percent))

    def _library_changed(self, library: Library) -> None:
        def work(store: Store) -> _Opened:
            setup.set_up(store, library)
            return self._read_known()

        self.ask(work, self._learned)

    def _learned(self, opened: _Opened) -> None:
        self._known = opened
        if opened.library:
            self.window.present_library(opened.library.name)

    def _go_back(self, chosen: Path) -> None:
        """Close the store, put a copy in its place, open it again. What cannot be gone back to changes nothing."""
        was_open = self._store is not None

        def work() -> _Opened:
            self._close_store()
            try:
                upkeep.go_back(self.profile, chosen, self.clock)
            except DeskError:
                if was_open:
                    self._open_store()
                raise
            return self._open_store()

        def then(opened: _Opened) -> None:
            if self.window.covered and opened.library is not None:
                self.window.uncover()
            self._settings_changed(kept_settings.load(self.profile.settings_file))
            self._opened(opened)
            self._new_person()
            self.refer.present_done(self.say("The copy is back. What it replaced was set aside, nothing was erased."))

        self.background.ask(work, then, self.failed if was_open else self._not_opened)


def main(arguments: list[str]) -> int:
    """Open the window on a profile and return the exit code. A second start shows the first window."""
    options = _options(arguments)
    chosen = profile(options.data_dir)
    app = application()
    from desk.ui.crash import Crashes  # noqa: PLC0415 - the tests make a desk without it

    crashes = Crashes(chosen.log_file)
    crashes.watch()
    if options.training:
        try:
            chosen = training.ready(chosen, SystemClock(), resources())
        except DeskError as error:
            sys.stderr.write(f"{sentences.of_error(error, words())}\n")
            return 1
    elif (chosen.root / OTHERS).is_dir():
        chosen = profile_rooms.which(chosen, words())
    code, going = _shown(app, chosen, crashes)
    while going is not None:  # from the desk to an exercise and back: one is closed before the other opens
        code, going = _shown(app, going, crashes)
    return code


def _shown(app: QApplication, chosen: Profile, crashes: Crashes) -> tuple[int, Profile | None]:
    """Show one desk until its window is closed; return the exit code and the desk to show next, if any."""
    from desk.ui.single_instance import SingleInstance  # noqa: PLC0415 - the tests make a desk without it

    only = SingleInstance(chosen.lock_file)
    if not only.take():
        return 0, None
    desk = Desk(app, chosen, SystemClock())

    def tell(what: str) -> None:
        messages.tell(desk.window, desk.say, crashes.sentence(desk.say, what))

    crashes.told.connect(tell)
    only.shown_again.connect(desk.come_to_front)
    desk.open()
    QTimer.singleShot(_LISTEN_MS, only.listen)
    code = app.exec()
    desk.close()
    desk.window.deleteLater()
    only.release()
    crashes.told.disconnect(tell)
    if desk.throws_away:
        try:
            training.discard(chosen)
        except DeskError as error:
            messages.tell(None, desk.say, sentences.of_error(error, desk.say))
    return code, desk.goes_on_with


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What may be said on the command line of the window."""

    data_dir: str | None = None
    training: bool = False


def _options(arguments: list[str]) -> _Options:
    """Return what the command line of the window says; `_wants_window` let only these two words through."""
    named = [one.partition("=")[2] for one in arguments if one.startswith("--data-dir=")]
    named += [after for one, after in pairwise(arguments) if one == "--data-dir"]
    return _Options(data_dir=named[0] if named else None, training="--training" in arguments)


def application() -> QApplication:
    """Return the one application, with Qt's own words in French."""
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(["relais"])
    app.setApplicationName("Relais")
    app.setDesktopFileName("relais")
    if app.findChild(QTranslator) is not None:
        return app
    translator = QTranslator(app)
    if translator.load(QLocale("fr"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def picture_of_home(chosen: Profile, need: str, file: Path) -> Path:
    """Draw the home screen of a profile with ``need`` typed and its best procedure open, without showing it."""
    desk = Desk(application(), chosen, SystemClock())
    desk.open()
    rest(desk)
    desk.refer.ask(need)
    desk.refer.choose_first()
    rest(desk)
    _lay_out()
    desk.window.grab().save(str(file))
    desk.close()
    desk.window.deleteLater()
    return file


def _lay_out() -> None:
    """Let Qt give every part its place before a picture is taken."""
    loop = QEventLoop()
    QTimer.singleShot(_LAY_OUT_MS, loop.quit)
    loop.exec()


def rest(desk: Desk) -> None:
    """Wait until nothing is awaited from the store any more."""
    loop = QEventLoop()
    desk.background.rested.connect(loop.quit)
    QTimer.singleShot(0, lambda: None if desk.opening or desk.background.busy else loop.quit())
    loop.exec()
