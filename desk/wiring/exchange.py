"""Échanges: the screen asks; a thread of its own exchanges, at its own hours; the work floor tells where things stand."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desk.base.errors import Code, DeskError, RefusedError
from desk.base.ids import scattered
from desk.domain.catalogue import KINDS
from desk.store.store import Store
from desk.sync import exchange, keys
from desk.sync.exchange import Connect, Place
from desk.sync.keys import Keys
from desk.sync.report import Report
from desk.sync.stick import StickReport
from desk.ui.background import Background
from desk.ui.screens.exchange import ExchangeScreen
from desk.wiring.host import Host
from desk.work import exchanging, questions, sentences
from desk.work.outcome import Outcome
from desk.work.questions import Keep
from desk.work.territory import departements

PAGE = "exchange"
"""The screen's name in the window."""

EVERY_KIND = frozenset(kind.name for kind in KINDS)

AT_START_MS = 4_000
AFTER_A_SAVE_MS = 20_000
LONGEST_S = 3_600


class Exchanging(QObject):
    """Exchanges by itself as long as the window lives: at the start, a while after each save, then now and again.

    Nothing waits for it. ``connect`` makes the line to the hub.
    """

    def __init__(self, host: Host, parent: QObject, connect: Connect | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._connect = connect
        self._beside = Background(self)
        self._place: Place | None = None
        self._screen: ExchangeScreen | None = None
        self._failures = 0
        self._own_doing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    # when

    def attach(self) -> None:
        """Hear of each save in the window, which may have been made anew."""
        self._host.when_changed(EVERY_KIND, self._saved)

    def begin(self) -> None:
        """Begin, once the store is open."""
        self._timer.start(AT_START_MS)
        self._watch_network()

    def now(self) -> None:
        """Exchange now, unless an exchange is under way."""
        if self._beside.busy:
            return
        self._timer.stop()
        self._busy(True)

        def go(place: Place) -> None:
            self._beside.ask(lambda: exchange.exchange(place, self._connect), self._exchanged, self._failed)

        self._with_place(go)

    def finish(self) -> None:
        """Send what waits if that is quick, then stop. For a window that closes."""
        self._timer.stop()
        place = self._place
        if place is not None and self._failures == 0 and keys.load(place.profile) is not None:
            self._beside.last(lambda: self._last_time(place))
        else:
            self._beside.close()

    def _last_time(self, place: Place) -> None:
        with suppress(DeskError):  # what cannot leave now leaves next time
            exchange.exchange(place, self._connect or exchange.quickly)

    def _saved(self) -> None:
        if not self._own_doing and keys.load(self._host.profile) is not None:
            self._timer.start(AFTER_A_SAVE_MS)

    def _watch_network(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415 - after the home is painted

        if QNetworkInformation.loadDefaultBackend() and (network := QNetworkInformation.instance()) is not None:
            network.reachabilityChanged.connect(self._reachable)

    def _reachable(self, reachability: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415 - after the home is painted

        if reachability == QNetworkInformation.Reachability.Online and self._failures:
            self._timer.start(AT_START_MS)

    def _next_in(self, seconds: float) -> None:
        self._timer.start(round(scattered(min(LONGEST_S, seconds)) * 1000))

    # what came of it

    def _exchanged(self, report: Report) -> None:
        self._busy(False)
        self._failures = self._failures + 1 if report.stopped else 0
        self._next_in(report.next_s * 2 ** min(self._failures, 6))
        self._tell_changed(report.kinds)

    def _failed(self, error: BaseException) -> None:
        self._busy(False)
        if isinstance(error, RefusedError) and error.code is Code.NOT_JOINED:
            return
        self._failures += 1
        self._next_in(600 * 2 ** min(self._failures, 6))
        if self._screen is not None and isinstance(error, DeskError):
            self._screen.present_said(sentences.of_error(error, self._host.say))
        elif not isinstance(error, DeskError):
            self._host.failed(error)

    def _tell_changed(self, kinds: set[str]) -> None:
        self._own_doing = True
        self._host.changed(frozenset(kinds) | {"exchange"})
        self._own_doing = False
        self.ask_again()

    # the screen

    def make(self, open_sheet: Callable[[str], None]) -> ExchangeScreen:
        """Return the screen, tied to this exchange."""
        host = self._host
        self._screen = screen = ExchangeScreen(host.say, host.look, host.settings.initials)
        screen.destroyed.connect(lambda: self._screen_left(screen))
        screen.join_requested.connect(self._join)
        screen.exchange_requested.connect(self.now)
        screen.stick_write_requested.connect(self._write_stick)
        screen.stick_read_requested.connect(self._read_stick)
        screen.settle_requested.connect(self._settle)
        screen.open_requested.connect(open_sheet)
        host.window.screen_shown.connect(self._shown)
        host.when_changed(EVERY_KIND, self.ask_again)
        return screen

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._beside.busy

    def ask_again(self) -> None:
        """Ask where things stand, and say it at the foot of the navigation too."""
        if self._screen is not None:
            screen = self._screen
            self._host.ask(lambda store: exchanging.view(store, self._host.say), screen.present, lane=PAGE)

    def _screen_left(self, screen: ExchangeScreen) -> None:
        if self._screen is screen:
            self._screen = None

    def _shown(self, front: str) -> None:
        if front == PAGE and self._screen is not None:
            self._screen.await_focus()
            self.ask_again()

    def _busy(self, busy: bool) -> None:  # noqa: FBT001 - one of two states
        if self._screen is not None:
            self._screen.present_busy(busy=busy)

    def _settle(self, question: str, keep: str, initials: str) -> None:
        def settled(outcome: Outcome) -> None:
            self._host.changed(outcome.changed)

        self._host.ask(lambda store: questions.settle(store, question, Keep(keep), initials), settled)

    def _join(self, address: str, code: str) -> None:
        self.join(address, code, lambda sentence: self._screen.present_said(sentence) if self._screen else None)

    def join(self, address: str, code: str, told: Callable[[str], None]) -> None:
        """Come into a network with an invitation; ``told`` hears in one sentence how it went."""
        say = self._host.say

        def joined(taken: Keys) -> None:
            told(
                say(
                    "This desk is in the network {network}. It is number {desk}.",
                    network=taken.network,
                    desk=taken.desk,
                )
            )
            self._watch_network()
            self.now()

        def failed(error: BaseException) -> None:
            if isinstance(error, DeskError):
                told(sentences.of_error(error, say))
            else:
                self._host.failed(error)

        def go(place: Place) -> None:
            self._beside.ask(lambda: exchange.join(place, address, code, self._connect), joined, failed)

        self._with_place(go)

    def _write_stick(self) -> None:
        chosen = self._host.ask_folder(self._host.say("Which stick?"))
        if chosen:
            self._with_place(
                lambda place: self._beside.ask(
                    lambda: exchange.write_stick(place, Path(chosen)), self._stick_written, self._failed
                )
            )

    def _read_stick(self) -> None:
        chosen = self._host.ask_folder(self._host.say("Which stick?"))
        if chosen:
            self._with_place(
                lambda place: self._beside.ask(
                    lambda: exchange.read_stick(place, Path(chosen)), self._stick_read, self._failed
                )
            )

    def _stick_written(self, report: StickReport) -> None:
        if self._screen is not None:
            say = self._host.say
            self._screen.present_said(
                say.count(
                    report.changes,
                    "{n} change is on the stick. It can be taken out.",
                    "{n} changes are on the stick. It can be taken out.",
                )
            )

    def _stick_read(self, report: StickReport) -> None:
        say = self._host.say
        told = say.count(report.received, "{n} change came from the stick.", "{n} changes came from the stick.")
        if not report.files and not report.refused:
            told = say("There is nothing from this network on the stick.")
        if report.refused:
            told += " " + say.count(
                len(report.refused), "{n} file was damaged and left aside.", "{n} files were damaged and left aside."
            )
        if self._screen is not None:
            self._screen.present_said(told)
        self._tell_changed(report.kinds)

    def _with_place(self, then: Callable[[Place], None]) -> None:
        """Give what an exchange needs to know of this desk: its territory may have moved since."""
        host = self._host

        def found(store: Store) -> Place:
            return Place(
                profile=host.profile,
                clock=host.clock,
                taxonomy=store.seeds.taxonomy,
                departements=departements(store),
            )

        def kept(place: Place) -> None:
            self._place = place
            then(place)

        host.ask(found, kept)
