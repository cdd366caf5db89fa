"""Exporter: the screen asks, the exchange floor writes."""

from pathlib import Path

from desk.exchange.export.given import Choice
from desk.exchange.exports import ExportReport, Format, export, reason
from desk.ui.screens.export import ExportScreen
from desk.wiring.host import Host

_ENDINGS = {
    Format.MEDNUM: "csv",
    Format.DATA_INCLUSION: "json",
    Format.HSDS: "zip",
    Format.XLSX: "xlsx",
    Format.CSV: "csv",
}
_TOLD = 12
"""Left-out lines that are shown; the rest is counted."""


def make(host: Host) -> ExportScreen:
    """Return the screen, tied to the store of ``host``."""
    screen, say = ExportScreen(host.say, host.look), host.say

    def write(form: str, mine: bool) -> None:  # noqa: FBT001 - a signal's values come by position
        chosen = Format(form)
        proposed = f"relais-{chosen.value}-{host.clock.now():%Y-%m-%d}.{_ENDINGS[chosen]}"
        file = host.ask_file(proposed, say("Give the sheets out"), f"(*.{_ENDINGS[chosen]})")
        if file:
            host.ask(lambda store: export(store, chosen, Path(file), Choice(mine=mine)), told)

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
