"""Carte: the screen asks, the work floor answers, the paper floor lays out."""

from collections.abc import Callable
from pathlib import Path

from desk.base.errors import UnavailableError
from desk.slips.map import compose
from desk.slips.map_page import lay_out_map
from desk.slips.marks import Page
from desk.ui import messages, printing
from desk.ui.screens.map import MapScreen
from desk.wiring.host import Host
from desk.work import map as maps
from desk.work import procedures, sentences
from desk.work.map import MapChoice
from desk.work.procedures import FamilyGroup

SHOWN = frozenset({"sheet", "library", "procedure"})
"""Kinds of records that the map is drawn from."""


def make(host: Host, open_sheet: Callable[[str], None], chosen: Callable[[], str] = lambda: "") -> MapScreen:
    """Return the screen, tied to the store of ``host``.

    ``open_sheet`` shows a sheet in full; ``chosen`` is the procedure open on the home, or nothing: the map begins with it.
    """
    room = _Room(host, chosen)
    room.screen.open_requested.connect(open_sheet)
    return room.screen


class _Room:
    """What ties one map to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host, chosen: Callable[[], str]) -> None:
        self.screen = MapScreen(host.say, host.look)
        self._host = host
        self._chosen = chosen
        self._followed: str | None = None
        self._came_from = host.window.front or "sheets"
        screen = self.screen
        screen.choice_changed.connect(self._ask)
        screen.print_requested.connect(self._print)
        screen.pdf_requested.connect(self._keep_pdf)
        screen.left.connect(lambda: host.window.bring(self._came_from))
        screen.shown.connect(self._follow_home)
        host.window.screen_shown.connect(self._remember)
        host.window.idle.connect(lambda: screen.choose(MapChoice()))
        host.when_changed(SHOWN, lambda: self._ask(screen.choice))
        host.ask(lambda store: procedures.by_family(store, host.say), self._offer)

    def _offer(self, families: tuple[FamilyGroup, ...]) -> None:
        self.screen.present_families(families)
        self._followed = ""
        if not self._follow_home():
            self._ask(self.screen.choice)

    def _follow_home(self) -> bool:
        """Show the relays of the procedure open on the home, if it is another one than last time."""
        wanted = self._chosen()
        if self._followed is None or wanted == self._followed:
            return False
        self._followed = wanted
        self.screen.choose(MapChoice(procedure=wanted))
        return True

    def _remember(self, front: str) -> None:
        if front != "map":
            self._came_from = front

    def _ask(self, choice: MapChoice) -> None:
        say = self._host.say
        self._host.ask(lambda store: maps.view(store, choice, say), self.screen.present, lane="map")

    # paper

    def _page(self) -> Page | None:
        view = self.screen.view
        if view is None or not view.placed:
            return None
        return lay_out_map(compose(view, self.screen.box, self._host.say), printing.FontRuler())

    def _print(self) -> None:
        host, say = self._host, self._host.say
        if (page := self._page()) is None:
            return
        try:
            printing.page_to_printer(page, host.settings.printer, say("Map"))
        except UnavailableError as error:
            answers = (say("Keep a &PDF"), say("&Cancel"))
            if messages.choose(host.window, sentences.of_error(error, say), answers, safe=1) == 0:
                self._keep_pdf()
        else:
            self.screen.present_told(say("The map is on its way to the printer."))

    def _keep_pdf(self) -> None:
        host, say = self._host, self._host.say
        if (page := self._page()) is None:
            return
        proposed = host.profile.slips / f"carte-{host.clock.now():%Y-%m-%d}.pdf"
        proposed.parent.mkdir(parents=True, exist_ok=True)
        if not (file := host.ask_file(str(proposed))):
            return
        try:
            printing.page_to_pdf(page, say.language, Path(file), say("Map"))
        except UnavailableError as error:
            host.failed(error)
        else:
            self.screen.present_told(say("The map is kept in {file}.", file=Path(file).name))
