"""Papers of a room: to the printer, to a file, and what is said when neither works."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desk.base.errors import UnavailableError
from desk.slips.marks import Page
from desk.ui import messages, printing
from desk.wiring.host import Host
from desk.work import sentences


def to_printer(host: Host, pages: Sequence[Page], title: str, file: str, told: Callable[[str], None]) -> None:
    """Print ``pages``; where no printer answers, offer to keep them as a PDF called ``file``."""
    say = host.say
    try:
        for page in pages:
            printing.page_to_printer(page, host.settings.printer, title)
    except UnavailableError as error:
        answers = (say("Keep a &PDF"), say("&Cancel"))
        if messages.choose(host.window, sentences.of_error(error, say), answers, safe=1) == 0:
            to_file(host, pages, title, file, told)
    else:
        told(say("On its way to the printer."))


def to_file(host: Host, pages: Sequence[Page], title: str, file: str, told: Callable[[str], None]) -> None:
    """Keep ``pages`` as a PDF, where the person wants it."""
    say = host.say
    proposed = host.profile.slips / file
    proposed.parent.mkdir(parents=True, exist_ok=True)
    if not (chosen := host.ask_file(str(proposed))):
        return
    try:
        printing.pages_to_pdf(pages, say.language, Path(chosen), title)
    except UnavailableError as error:
        host.failed(error)
    else:
        told(say("Kept in {file}.", file=Path(chosen).name))
