"""Bring a file in: read it, recognise it, understand each row, keep batch after batch.

A batch is kept whole or not at all, and keeping it again changes nothing: after a cut, the same command goes on.
"""

import csv
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.text import clean, fold
from desk.base.words import Words
from desk.domain.fields import Problem
from desk.domain.relay_types import relay_types_of
from desk.domain.sheets import Sheet
from desk.exchange.columns import SAMPLE, ColumnNames, guess_columns
from desk.exchange.files import read_package
from desk.exchange.layouts import Layout, recognise
from desk.exchange.remembered import recall, remember
from desk.exchange.tables import Package, Table
from desk.exchange.understand import data_inclusion, hsds, places
from desk.exchange.understand.sheets import Origin, RelayTypes, Understood, understood
from desk.exchange.understand.told import Told
from desk.store.store import Store
from desk.work.importing import Tally, bring_in
from desk.work.sentences import of_problem
from desk.work.sheet_values import slug_of

BATCH = 2000
"""Rows kept together: each commit writes most pages of every index again, so few large ones cost half of many small."""

_OBJECTS = 50_000
"""New objects between two searches for cycles while rows are read: a few megabytes."""

_SOURCES = {
    Layout.FRANCE_SERVICES: ("Liste officielle des France services (ANCT)", "Licence Ouverte 2.0"),
}
"""Who says what, for layouts that only one publishes."""

_BY_ROW = (Layout.MEDNUM, Layout.FRANCE_SERVICES, Layout.CSV)

Progress = Callable[[int], bool]
"""Told how many rows are done; returns False to stop after this batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file recognised, before anything of it is kept. ``fields`` are what each column tells, by its name."""

    package: Package
    layout: Layout
    columns: tuple[str, ...]
    fields: dict[str, str]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not kept: its number in the file, the field at fault, why, and the sentence that says it."""

    row: int
    field: str
    code: str
    message: str


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What became of a file. ``warnings`` are fields of kept rows whose text was left out or doubtful."""

    layout: str
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    suggestions: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[RefusedRow] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    def add(self, tally: Tally) -> None:
        """Count one more batch."""
        self.created += tally.created
        self.updated += tally.updated
        self.unchanged += tally.unchanged
        self.suggestions += tally.suggestions


class _UndoneError(Exception):
    """Ends a rehearsal: everything done since its beginning is undone."""


def open_file(store: Store, path: Path, kind: str = "auto", said: Mapping[str, str] | None = None) -> Opened:
    """Read ``path`` and say what its columns tell: as ``said``, as somebody said before, else as they seem.

    Raises:
        RefusedError: it is no table; ``TABLE_WITHOUT_NAMES`` when no column names the places.
    """
    package = read_package(path)
    layout = recognise(package) if kind == "auto" else Layout(kind)
    if layout not in _BY_ROW:
        return Opened(package=package, layout=layout, columns=(), fields={}, sample=())
    table = _widest(package)
    sample = [tuple(cells) for _, cells in islice(table.rows(), SAMPLE)]
    guessed = guess_columns(table.columns, sample, ColumnNames(store.seeds.folder), _commune_finder(store))
    fields = {table.columns[place]: guess.field for place, guess in guessed.items()}
    if layout is Layout.MEDNUM and "conditions_acces" in fields:
        fields["conditions_acces"] = "fee"
    fields |= {
        name: told
        for name, told in (said if said is not None else recall(_memory(store), table.columns)).items()
        if name in table.columns
    }
    if "name" not in fields.values():
        raise RefusedError(Code.TABLE_WITHOUT_NAMES)
    return Opened(package=package, layout=layout, columns=table.columns, fields=fields, sample=tuple(sample[:8]))


def bring_file(
    store: Store, opened: Opened, say: Words, *, rehearse: bool = False, progress: Progress = lambda _: True
) -> ImportReport:
    """Keep the rows of a file, or with ``rehearse`` only tell what would become of them.

    Raises:
        UnavailableError: the disk is full, the file is locked; the batches before are kept.
    """
    report = ImportReport(layout=opened.layout.value, columns=opened.fields)
    if rehearse:
        try:
            with store.database.atomic():
                _bring(store, opened, say, report, progress)
                raise _UndoneError
        except _UndoneError:
            return report
    _bring(store, opened, say, report, progress)
    return report


def correct_columns(store: Store, opened: Opened, said: Mapping[str, str]) -> None:
    """Remember what somebody says of the columns of this file, for the next one like it.

    Raises:
        OSError: the disk is full or read-only.
    """
    remember(_memory(store), opened.columns, said)


def write_refused(report: ImportReport, file: Path) -> None:
    """Write the refused rows beside: their number, the field, the reason.

    Raises:
        OSError: the disk is full or read-only.
    """
    fresh = file.with_suffix(".tmp")
    try:
        with fresh.open("w", encoding="utf-8-sig", newline="") as opened:
            rows = csv.writer(opened, delimiter=";")
            rows.writerow(("ligne", "champ", "raison"))
            rows.writerows((one.row, one.field, one.message) for one in report.refused)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def batches(store: Store, opened: Opened, say: Words, report: ImportReport) -> Iterator[ImportReport]:
    """Keep one batch after another and yield ``report`` after each. Stopping between two leaves whole batches."""
    origin = _origin(store, opened)
    slug, kinds = slug_of(store), _kinds_of(store)
    told = _told(opened)
    while True:
        with _seldom_collected():
            if not (batch := list(islice(told, BATCH))):
                return
            made = [understood(store, one, origin, slug, kinds) for one in batch]
            tally, refused = bring_in(store, [one.incoming for one in made])
        report.rows += len(batch)
        report.add(tally)
        report.refused += [_said(one.row, Problem(field=one.field, code=one.code), say) for one in refused]
        report.warnings += _warned(made, say)
        yield report


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for cycles of garbage seldom: rows make many small objects and no cycle. A tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def first_sheets(store: Store, opened: Opened, count: int = 5) -> tuple[Sheet, ...]:
    """Return the sheets that the first rows would make, to look at before anything is kept."""
    origin = _origin(store, opened)
    slug, kinds = slug_of(store), _kinds_of(store)
    return tuple(understood(store, one, origin, slug, kinds).incoming.sheet for one in islice(_told(opened), count))


def _bring(store: Store, opened: Opened, say: Words, report: ImportReport, progress: Progress) -> None:
    for _ in batches(store, opened, say, report):
        if not progress(report.rows):
            report.stopped = True
            return


def _kinds_of(store: Store) -> RelayTypes:
    return partial(relay_types_of, store.seeds.taxonomy)


def _told(opened: Opened) -> Iterator[Told]:
    tables = opened.package.tables
    if opened.layout is Layout.HSDS:
        nested = opened.package.nested
        return hsds.structures(
            hsds.from_json(nested) if nested is not None else {n: _rows(t) for n, t in tables.items()}
        )
    if opened.layout is Layout.DATA_INCLUSION:
        services = [table for table in tables.values() if "structure_id" in table.columns]
        rest = [table for table in tables.values() if "structure_id" not in table.columns]
        return data_inclusion.structures(
            (row for table in rest for row in _rows(table)), (row for table in services for row in _rows(table))
        )
    table = _widest(opened.package)
    by_place = {place: opened.fields[name] for place, name in enumerate(table.columns) if name in opened.fields}
    return places.structures(_prefix(opened), table.columns, by_place, table.rows())


def _rows(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(number, dict(zip(table.columns, cells, strict=True))) for number, cells in table.rows()]


def _prefix(opened: Opened) -> str:
    """Return what comes before a row's own identity: an id of any table means something only in that table."""
    if opened.layout is not Layout.CSV:
        return opened.layout.value
    stem = "".join(sign for sign in fold(opened.package.name.split(".")[0]) if sign.isalpha())
    return f"csv:{stem[:40]}" if "id" in opened.fields.values() else "csv"


def _origin(store: Store, opened: Opened) -> Origin:
    source, licence = _SOURCES.get(opened.layout, ("", ""))
    found = [text for text in opened.package.name.replace("_", "-").split("-") if text.isdigit()]
    day = _date_in(found)
    return Origin(
        layout=opened.layout.value,
        read_on=today(store.clock),
        source=source or clean(opened.package.name, 120),
        licence=licence,
        source_date=day,
    )


def _date_in(pieces: Sequence[str]) -> str:
    """Return the day that a file's name tells, such as ``2025-02-06`` or ``20240801``, or nothing."""
    joined = "".join(pieces)
    for start in range(max(0, len(joined) - 7)):
        part = joined[start : start + 8]
        try:
            day = date(int(part[:4]), int(part[4:6]), int(part[6:8]))
        except ValueError:
            continue
        if 2000 <= day.year <= 2100:
            return day.isoformat()
    return ""


def _widest(package: Package) -> Table:
    return max(package.tables.values(), key=lambda table: len(table.columns))


def _memory(store: Store) -> Path:
    return store.profile.root / "columns.json"


def _commune_finder(store: Store) -> Callable[[str], bool]:
    known: dict[str, bool] = {}

    def is_commune(text: str) -> bool:
        key = fold(text)
        if key not in known:
            known[key] = len(key) > 2 and bool(store.reference.communes_named(key))
        return known[key]

    return is_commune


def _warned(made: Iterable[Understood], say: Words) -> list[RefusedRow]:
    return [_said(one.incoming.number, problem, say) for one in made for problem in (*one.left_out, *one.doubts)]


def _said(row: int, problem: Problem, say: Words) -> RefusedRow:
    return RefusedRow(row=row, field=problem.field, code=problem.code, message=of_problem(problem.code, say))
