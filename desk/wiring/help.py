"""Aide: the screen asks for paper, the paper floor lays out."""

from desk.base.clock import today
from desk.slips.help_paper import compose_help
from desk.slips.sheets_of_text import lay_out_text
from desk.store.store import Store
from desk.ui.screens.help import HelpScreen
from desk.wiring import paper
from desk.wiring.host import Host
from desk.work.help_pages import HelpPage


def make(host: Host) -> HelpScreen:
    """Return the screen, tied to the printer of ``host``."""
    screen, say = HelpScreen(host.say, host.look), host.say

    def put_on_paper(page: HelpPage) -> None:
        from desk.ui import printing  # noqa: PLC0415 - only when paper is wanted

        def name_of(store: Store) -> str:
            library = store.library()
            return library.name if library else ""

        def printed(library: str) -> None:
            made = compose_help(page, library, today(host.clock), say)
            pages = lay_out_text(made, printing.FontRuler())
            paper.to_printer(host, pages, page.title, f"aide-{page.name}.pdf", screen.present_told)

        host.ask(name_of, printed, lane="help-paper")

    screen.print_requested.connect(put_on_paper)
    return screen
