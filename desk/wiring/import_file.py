"""Importer: a file is read on the store's thread, batch after batch, and the screen follows."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject

from desk.base.errors import DeskError
from desk.base.words import Words
from desk.exchange import imports
from desk.exchange.imports import ImportReport, Opened
from desk.exchange.layouts import Layout
from desk.store.store import Store
from desk.ui.screens.import_file import ColumnLine, FileView, ImportScreen
from desk.wiring.host import Host
from desk.work import sentences
from desk.work.column_words import column_fields

_KINDS = "*.csv *.tsv *.txt *.xlsx *.ods *.xls *.json *.geojson *.zip *.gz"


def make(host: Host) -> ImportScreen:
    """Return the screen, tied to the store of ``host``."""
    return _Room(host).screen


class _Room(QObject):
    """What ties one import to its window. A child of its screen, so that both live and end together."""

    def __init__(self, host: Host) -> None:
        screen = ImportScreen(host.say, host.look, column_fields(host.say))
        super().__init__(screen)
        self._host = host
        self._opened: Opened | None = None
        self._said: dict[str, str] | None = None
        self._path = Path()
        self._running: Iterator[ImportReport] | None = None
        self.screen = screen
        screen.choose_requested.connect(self._choose)
        screen.columns_corrected.connect(self._correct)
        screen.import_requested.connect(self._start)
        screen.stop_requested.connect(self._stop)
        screen.settle_requested.connect(lambda: host.window.bring("suggestions"))
        screen.left.connect(lambda: host.window.bring("sheets"))

    def _choose(self) -> None:
        say = self._host.say
        chosen = self._host.ask_open_file(say("Choose a file…"), f"{say('Lists of places')} ({_KINDS})")
        if chosen:
            self._path, self._said = Path(chosen), None
            self._read()

    def _read(self) -> None:
        path, said, say = self._path, self._said, self._host.say

        def work(store: Store) -> tuple[Opened, FileView] | str:
            try:
                opened = imports.open_file(store, path, said=said)
                return opened, _view(store, opened, say)
            except DeskError as error:
                return sentences.of_error(error, say)

        self._host.ask(work, self._present, lane="import")

    def _present(self, answer: tuple[Opened, FileView] | str) -> None:
        if isinstance(answer, str):
            self.screen.present_refusal(answer)
            return
        first_time = self._said is None
        self._opened, view = answer
        if first_time:
            self.screen.present(view)
        else:
            self.screen.present_first(view.first)

    def _correct(self, said: dict[str, str]) -> None:
        self._said = {name: field for name, field in said.items() if field}
        if "name" in self._said.values():
            self._read()

    def _start(self) -> None:
        opened, said, say = self._opened, self._said, self._host.say
        if opened is None or self._running is not None:
            return
        report = ImportReport(layout=opened.layout.value, columns=opened.fields)

        def begin(store: Store) -> Iterator[ImportReport]:
            if said:
                imports.correct_columns(store, opened, said)
            return imports.batches(store, opened, say, report)

        def begun(running: Iterator[ImportReport]) -> None:
            self._running = running
            self.screen.present_progress(0)
            self._next(report)

        self._host.ask(begin, begun)

    def _next(self, report: ImportReport) -> None:
        running = self._running
        if running is None:
            self._finish(report)
            return

        def then(more: ImportReport | None) -> None:
            if more is None:
                self._running = None
                self._finish(report)
            else:
                self.screen.present_progress(report.rows)
                self._next(report)

        self._host.ask(lambda _: next(running, None), then)

    def _stop(self) -> None:
        self._running = None

    def _finish(self, report: ImportReport) -> None:
        say = self._host.say
        told = [
            say(
                "{rows} rows: {created} new sheets, {updated} changed, {unchanged} as they were.",
                rows=report.rows,
                created=report.created,
                updated=report.updated,
                unchanged=report.unchanged,
            )
        ]
        if report.suggestions:
            told.append(
                say("{n} values differ from yours: nothing was overwritten, choose in Relais.", n=report.suggestions)
            )
        if report.refused:
            beside = self._host.profile.root / f"{self._path.name.split('.')[0]}-refusees.csv"
            try:
                imports.write_refused(report, beside)
            except OSError:
                told.append(say("{n} rows were refused.", n=len(report.refused)))
            else:
                told.append(say("Rows refused, with the reason: {file}", file=beside))
        self.screen.present_done(tuple(told), report.suggestions)
        self._host.changed(frozenset({"sheet", "import"}))


def _view(store: Store, opened: Opened, say: Words) -> FileView:
    samples = [
        next((row[place] for row in opened.sample if place < len(row) and row[place].strip()), "")
        for place in range(len(opened.columns))
    ]
    layout = {
        Layout.MEDNUM: say("the national standard of digital mediation"),
        Layout.FRANCE_SERVICES: say("a list of France services"),
        Layout.DATA_INCLUSION: say("the data·inclusion standard"),
        Layout.HSDS: say("the HSDS standard"),
        Layout.CSV: say("a table"),
    }[opened.layout]
    return FileView(
        name=opened.package.name,
        layout=layout,
        columns=tuple(
            ColumnLine(name=name, sample=sample, field=opened.fields.get(name, "").replace("ignored", ""))
            for name, sample in zip(opened.columns, samples, strict=True)
        ),
        first=tuple(
            " · ".join(part for part in (one.name, one.commune, one.phone, one.opening_hours or one.hours_text) if part)
            for one in imports.first_sheets(store, opened)
        ),
    )
