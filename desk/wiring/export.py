"""Exporter: the screen asks, the exchange floor writes."""

from pathlib import Path

from desk.base.errors import UnavailableError
from desk.exchange.export.given import Choice
from desk.exchange.exports import ExportReport, Format, export, reason
from desk.slips.binder import Binder, compose_binder
from desk.ui.screens.export import ExportScreen
from desk.wiring.host import Host
from desk.work import sentences

_ENDINGS = {
    Format.MEDNUM: "csv",
    Format.DATA_INCLUSION: "json",
    Format.HSDS: "zip",
    Format.XLSX: "xlsx",
    Format.CSV: "csv",
}
BINDER = "binder"
"""The form on paper, which is no file for another program."""

_TOLD = 12
"""Left-out lines that are shown; the rest is counted."""


def make(host: Host) -> ExportScreen:
    """Return the screen, tied to the store of ``host``."""
    screen, say = ExportScreen(host.say, host.look), host.say

    def write(form: str, mine: bool) -> None:  # noqa: FBT001 - a signal's values come by position
        if form == BINDER:
            bind(mine=mine)
            return
        chosen = Format(form)
        proposed = f"relais-{chosen.value}-{host.clock.now():%Y-%m-%d}.{_ENDINGS[chosen]}"
        file = host.ask_file(proposed, say("Give the sheets out"), f"(*.{_ENDINGS[chosen]})")
        if file:
            host.ask(lambda store: export(store, chosen, Path(file), Choice(mine=mine)), told)

    def bind(*, mine: bool) -> None:
        file = host.ask_file(
            f"relais-classeur-{host.clock.now():%Y-%m-%d}.pdf", say("Give the sheets out"), "PDF (*.pdf)"
        )
        if file:
            host.ask(
                lambda store: compose_binder(store, say, mine=mine), lambda binder: print_binder(binder, Path(file))
            )

    def print_binder(binder: Binder, file: Path) -> None:
        from desk.ui import printing  # noqa: PLC0415 - only when paper is wanted

        try:
            pages = printing.binder_to_pdf(binder, file)
        except UnavailableError as error:
            screen.present_done((sentences.of_error(error, say),))
            return
        rows = sum(len(chapter.told) for chapter in binder.chapters)
        screen.present_done((say("{rows} places on {pages} pages: {file}", rows=rows, pages=pages, file=file.name),))

    def told(report: ExportReport) -> None:
        lines = [say("{rows} places written: {file}", rows=report.rows, file=report.file.name)]
        lines += [
            " · ".join(part for part in (one.name, one.field, reason(one.code, say)) if part)
            for one in report.left_out[:_TOLD]
        ]
        if len(report.left_out) > _TOLD:
            lines.append(say("And {n} more left out.", n=len(report.left_out) - _TOLD))
        screen.present_done(tuple(lines))

    screen.export_requested.connect(write)
    screen.left.connect(lambda: host.window.bring("sheets"))
    return screen
