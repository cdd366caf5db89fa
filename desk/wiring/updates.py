"""Mises à jour: the settings ask; a thread of its own looks, brings and tries, so that the desk goes on meanwhile."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desk.base import newer
from desk.base.errors import Code, DeskError, RefusedError
from desk.base.paths import is_frozen, resources
from desk.sync import keys
from desk.sync import updates as network
from desk.sync.exchange import Connect
from desk.ui.background import Background
from desk.ui.screens.settings import SettingsScreen
from desk.ui.widgets.updates_panel import UpdatesPanel
from desk.wire.releases import Release
from desk.wire.releases import keys as believed_keys
from desk.wiring.host import Host
from desk.work import sentences, updates

AT_START_MS = 60_000
"""The network is asked once for each opening, when the volunteer has long been at work."""


class Updates(QObject):
    """Newer versions of this program, as long as the window lives.

    ``tell`` says a sentence on the home; ``connect`` makes the line to the hub; ``known`` are the keys of those who make
    Relais; ``follows`` tells whether this program can be followed by a newer one.
    """

    _heard = Signal(int)

    def __init__(
        self,
        host: Host,
        parent: QObject,
        tell: Callable[[str], None],
        connect: Connect | None = None,
        *,
        known: tuple[bytes, ...] | None = None,
        follows: bool | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._tell = tell
        self._connect = connect
        self._known = believed_keys(resources()) if known is None else known
        self._follows = is_frozen() if follows is None else follows
        self._beside = Background(self)
        self._panel: UpdatesPanel | None = None
        self._offer: Release | None = None
        self._stick: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._look(asked=False))

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._beside.busy

    def begin(self) -> None:
        """Ask the network in a while, if this desk is in one and can be followed."""
        if self._follows and self._known and self._joined():
            self._timer.start(AT_START_MS)

    def finish(self) -> None:
        """Let what is under way end at its next part."""
        self._timer.stop()
        self._beside.close()

    def attach(self, screen: SettingsScreen) -> None:
        """Answer the panel of the settings."""
        self._panel = panel = screen.updates
        panel.destroyed.connect(lambda: self._left(panel))
        panel.look_requested.connect(lambda: self._look(asked=True))
        panel.stick_requested.connect(self._choose_stick)
        panel.take_requested.connect(self._take)
        panel.drop_requested.connect(self._drop)
        self._heard.connect(panel.present_progress)
        self._present()
        self._show_offer()

    # looking

    def _look(self, *, asked: bool) -> None:
        host = self._host

        def work() -> Release:
            data = network.notice(host.profile, self._connect)
            if data is None:
                raise RefusedError(Code.UPDATE_NONE)
            return updates.offered(data, self._known)

        def found(release: Release) -> None:
            self._offered(release, None)
            waiting = newer.chosen(host.profile.programs)
            if not asked and (waiting is None or waiting.version != release.version):
                self._tell(
                    host.say(
                        "Relais {version} can be had when you wish: Settings, Updates. Nothing hurries.",
                        version=release.version,
                    )
                )

        def failed(error: BaseException) -> None:
            if asked or not isinstance(error, DeskError):
                self._failed(error)  # by itself it asks again at the next opening

        self._ask(work, found, failed)

    def _choose_stick(self) -> None:
        chosen = self._host.ask_folder(self._host.say("Which stick?"))
        if chosen:
            where = Path(chosen)
            self._ask(lambda: updates.on_stick(where, self._known), lambda release: self._offered(release, where))

    def _offered(self, release: Release, stick: Path | None) -> None:
        self._offer, self._stick = release, stick
        self._show_offer()
        self._say_done("")

    # taking

    def _take(self) -> None:
        release, stick, host = self._offer, self._stick, self._host
        if release is None:
            return

        def work() -> None:
            if stick is not None:
                self._bring(release, updates.parts_on_stick(stick, release))
            else:
                with network.parts(host.profile, release, self._connect) as part:
                    self._bring(release, part)

        def taken(_: object) -> None:
            self._offer = None
            self._show_offer()
            self._say_done(host.say("It passed its trial. It opens next time; today's one stays until then."))

        self._say_done(host.say("It comes. Relais can be used meanwhile."))
        self._ask(work, taken)

    def _bring(self, release: Release, part: Callable[[int], bytes]) -> None:
        updates.take(self._host.profile, release, part, self._host.clock, self._heard.emit)

    def _drop(self) -> None:
        self._ask(
            lambda: updates.drop(self._host.profile),
            lambda _: self._say_done(self._host.say("Given up. Relais goes on as it is.")),
        )

    # telling

    def _ask(
        self,
        work: Callable[[], object],
        then: Callable[..., None],
        otherwise: Callable[[BaseException], None] | None = None,
    ) -> None:
        def done(answer: object) -> None:
            self._present()
            then(answer)

        def failed(error: BaseException) -> None:
            self._present()
            (otherwise or self._failed)(error)

        if self._panel is not None:
            self._panel.present_busy(busy=True)
        self._beside.ask(work, done, failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError) and self._panel is not None:
            self._say_done(sentences.of_error(error, self._host.say))
        else:
            self._host.failed(error)

    def _present(self) -> None:
        if self._panel is not None:
            host = self._host
            stands = updates.standing(host.profile, self._known, host.say, follows=self._follows)
            self._panel.present(stands, joined=self._joined())

    def _show_offer(self) -> None:
        if self._panel is not None:
            self._panel.present_offer(updates.release_words(self._offer, self._host.say) if self._offer else "")

    def _say_done(self, sentence: str) -> None:
        if self._panel is not None:
            self._panel.present_told(sentence)

    def _joined(self) -> bool:
        return keys.load(self._host.profile) is not None

    def _left(self, panel: UpdatesPanel) -> None:
        if self._panel is panel:
            self._panel = None
