"""Sauvegardes in the settings: the panels ask, a thread of its own copies, so that nobody who types waits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from desk.base.errors import DeskError
from desk.base.settings import Settings
from desk.exchange import leaving
from desk.store.store import Store
from desk.ui import messages
from desk.ui.background import Background
from desk.ui.screens.settings import SettingsScreen
from desk.ui.widgets.copies_out_panel import CopiesOutPanel
from desk.ui.widgets.upkeep_panel import UpkeepPanel
from desk.wiring.host import Host
from desk.work import copies, sentences
from desk.work.copies import Backup, Manifest, Preview

_KIND = f"Relais (*.{copies.ENDING} *.sqlite)"


class Copies(QObject):
    """Copies of one desk, as long as its window lives.

    ``go_back`` puts a copy in the place of what is here; ``keep_settings`` keeps changed settings; ``tell`` says a
    sentence on the home.
    """

    def __init__(
        self,
        host: Host,
        parent: QObject,
        go_back: Callable[[Path], None],
        keep_settings: Callable[[Settings], None],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._tell = tell
        self._go_back = go_back
        self._keep_settings = keep_settings
        self._beside = Background(self)
        self._screen: SettingsScreen | None = None

    @property
    def busy(self) -> bool:
        """Whether a copy is under way."""
        return self._beside.busy

    def finish(self) -> None:
        """Let the copy under way end."""
        self._beside.close()

    # at the start

    def may_open(self) -> bool:
        """Return whether the desk is to be opened: one that went on to another computer asks first."""
        host, say = self._host, self._host.say
        gone = copies.moved(host.profile)
        if gone is None:
            return True
        answers = (say("&Close Relais"), say("Go &on here all the same"))
        if messages.choose(host.window, copies.moved_words(gone, say), answers, safe=0) == 0:
            return False
        try:
            copies.stay(host.profile)
        except DeskError as error:
            host.failed(error)
            return False
        return True

    def begin(self) -> None:
        """Copy the day on the other disk, if one is chosen. A key that is out is said after a week, not before."""
        if self._host.settings.copies_folder:
            self._copy(said=False)

    # going back

    def attach(self, screen: SettingsScreen) -> None:
        """Answer the panels of the settings."""
        self._screen = screen
        screen.destroyed.connect(lambda: self._screen_left(screen))
        upkeep, out = screen.upkeep, screen.copies_out
        upkeep.preview_requested.connect(lambda path: self._look_into(upkeep, path))
        upkeep.file_requested.connect(self.choose_file)
        out.place_requested.connect(self._choose_place)
        out.place_left.connect(self._leave_place)
        out.copy_requested.connect(lambda: self._copy(said=True))
        out.file_requested.connect(self._write_file)
        out.move_requested.connect(self._move)
        out.leave_requested.connect(self._leave)

    def present(self) -> None:
        """Show every copy, and how things stand with the other disk."""
        if self._screen is None:
            return
        host, screen = self._host, self._screen
        chosen = host.settings.copies_folder

        def told(found: tuple[tuple[Backup, ...], str]) -> None:
            screen.upkeep.present(found[0])
            screen.copies_out.present(found[1], chosen=bool(chosen))

        self._ask(
            lambda: (
                copies.listed(host.profile, chosen),
                copies.elsewhere_words(host.profile, chosen, host.clock, host.say),
            ),
            told,
            lane="list",
        )

    def _look_into(self, panel: UpkeepPanel, path: Path) -> None:
        host = self._host
        self._beside.ask(
            lambda: copies.preview_words(copies.preview(host.profile, path), host.say),
            lambda words: panel.present_changes(path, words),
            lambda error: panel.present_changes(path, self._sentence(error)),
            lane="preview",
        )

    def choose_file(self) -> None:
        """Go back to a file that the person chooses, after saying what it changes."""
        host, say = self._host, self._host.say
        chosen = host.ask_open_file(say("Which file?"), _KIND)
        if chosen:
            self._ask(lambda: copies.preview(host.profile, Path(chosen)), self._confirm_file)

    def _confirm_file(self, found: Preview) -> None:
        host, say = self._host, self._host.say
        sentence = "\n\n".join(
            (
                say("This file holds the desk of {library}.", library=found.library),
                copies.preview_words(found, say),
                say("Nothing is erased: today's files are set aside in the folder “mis-de-cote”."),
            )
        )
        answers = (say("&Change nothing"), say("Take the desk of this &file"))
        if messages.choose(host.window, sentence, answers, safe=0) == 1:
            self._go_back(found.path)

    # the other disk

    def _choose_place(self) -> None:
        host, say = self._host, self._host.say
        chosen = host.ask_folder(say("Which disk or key?"))
        if chosen:

            def made(_: object) -> None:
                self._keep_place(chosen)
                self._copy(said=True)

            self._ask(lambda: copies.choose_second_place(host.profile, chosen, say), made)

    def _leave_place(self) -> None:
        self._keep_place("")
        self._say_done(self._host.say("No second copies are made any more. Those that are there stay."))
        self.present()

    def _keep_place(self, chosen: str) -> None:
        settings = replace(self._host.settings, copies_folder=chosen)
        self._keep_settings(settings)
        if self._screen is not None:
            self._screen.take_settings(settings)

    def _copy(self, *, said: bool) -> None:
        host, say = self._host, self._host.say
        chosen = host.settings.copies_folder

        def done(made: Backup | None) -> None:
            if made is not None:
                host.ask(lambda store: copies.note_elsewhere(store, made))
            if said:
                self._say_done(say("The copy is there, and was read again.") if made else "")
            self.present()

        def failed(error: BaseException) -> None:
            if said or not isinstance(error, DeskError):
                self._fail(error)
            else:
                host.ask(copies.is_late, lambda late: self._tell(self._sentence(error)) if late else None)

        self._beside.ask(lambda: copies.keep_elsewhere(host.profile, chosen), done, failed)

    # one file

    def _write_file(self, persons: bool) -> None:  # noqa: FBT001 - a signal's values come by position
        self._with_name(
            moving=False,
            then=lambda file: self._ask(
                lambda: copies.back_up(self._host.profile, file, self._host.clock, persons=persons),
                lambda made: self._written(made, file),
            ),
        )

    def _written(self, made: Manifest, file: Path) -> None:
        say = self._host.say
        told = say("The whole desk is in {file}. It was read again: all is there.", file=file.name)
        if made.persons:
            told += " " + say("It holds what concerns persons: notes, contacts, helpers. Keep it locked away.")
        elif copies.is_for_others_too(file):
            told += " " + say("What concerns persons was left out.")
        self._say_done(told)

    def _leave(self, persons: bool) -> None:  # noqa: FBT001 - a signal's values come by position
        host, say = self._host, self._host.say
        if not (chosen := host.ask_folder(say("An empty folder for everything in plain files"))):
            return

        def work(store: Store) -> str:
            try:
                files = leaving.leave(store, Path(chosen), say, persons=persons)
            except DeskError as error:
                return sentences.of_error(error, say)
            return say("{n} files written in {folder}.", n=len(files), folder=Path(chosen).name)

        host.ask(work, self._say_done)

    def _move(self) -> None:
        host, say = self._host, self._host.say

        def moved(_: Manifest) -> None:
            messages.tell(
                host.window,
                say,
                say(
                    "The file is ready. On the other computer, install Relais, then choose: “I have a file from another "
                    "computer”. Relais closes here now. Erase the file once the desk works there."
                ),
            )
            host.window.close()

        self._with_name(
            moving=True, then=lambda file: self._ask(lambda: copies.move(host.profile, file, host.clock), moved)
        )

    def _with_name(self, *, moving: bool, then: Callable[[Path], None]) -> None:
        host = self._host

        def named(proposed: str) -> None:
            chosen = host.ask_file(proposed, host.say("The whole desk in one file"), f"Relais (*.{copies.ENDING})")
            if chosen:
                then(Path(chosen))

        host.ask(lambda store: copies.proposed_name(store, host.clock, moving=moving), named)

    # telling

    def _ask(self, work: Callable[[], object], then: Callable[..., None], *, lane: str = "") -> None:
        self._beside.ask(work, then, self._fail, lane=lane)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, DeskError) and self._screen is not None:
            self._say_done(self._sentence(error))
        else:
            self._host.failed(error)

    def _sentence(self, error: BaseException) -> str:
        if isinstance(error, DeskError):
            return sentences.of_error(error, self._host.say)
        self._host.failed(error)
        return ""

    def _say_done(self, sentence: str) -> None:
        if self._screen is not None:
            panel: CopiesOutPanel = self._screen.copies_out
            panel.present_told(sentence)

    def _screen_left(self, screen: SettingsScreen) -> None:
        if self._screen is screen:
            self._screen = None
