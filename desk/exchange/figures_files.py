"""Figures in a file: CSV, XLSX or ODS, as they may be shown, each with the list of what its columns mean."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from desk.base.errors import Code, RefusedError
from desk.base.files import written_whole
from desk.base.training import must_count
from desk.base.words import Words
from desk.domain.procedures import Procedure
from desk.domain.referrals import Autonomy, Device
from desk.exchange.export.plain import harmless
from desk.exchange.open_document import write_ods
from desk.store.database import of_system
from desk.store.store import Store
from desk.work.counts_view import Figures, Line, Table
from desk.work.figures_words import autonomy_words, device_words

FORMS = ("csv", "xlsx", "ods")

_REDIRECTIONS = {
    "administration": ("mairie", "prefecture", "ddt", "tribunal", "consulat", "centre-finances-publiques"),
    "aide_aux_demarches_administratives": (
        "france-services", "mairie-equipee", "aidants-connect", "ecrivain-public", "point-accueil-numerique-prefecture",
    ),
    "mediation_numerique": ("conseiller-numerique", "association-informatique"),
    "aide_sociale": ("ccas", "maison-des-solidarites", "clic-point-info-autonomie"),
    "insertion_professionnelle": (
        "france-travail", "mission-locale", "cap-emploi", "conseil-evolution-professionnelle", "association-insertion",
    ),
    "operateur_ou_organisme_en_charge": (
        "caf", "msa", "cpam", "assurance-maladie-service-social", "carsat", "agirc-arrco", "mdph", "urssaf",
    ),
}  # fmt: skip
_REDIRECTION = {kind: code for code, kinds in _REDIRECTIONS.items() for kind in kinds}
"""Under which redirection of the national Coop a kind of relay stands; the others are « autre »."""


COLUMNS = (
    "perimetre", "nom", "commune", "periode", "tableau", "ligne", "cle", "valeur", "affiche", "un_an_avant", "seuil",
    "categorie_coop",
)  # fmt: skip
"""The columns, as French files have them. ``valeur`` is empty where the figure is masked, and ``affiche`` says why."""

Row = tuple[str | int | None, ...]


def kinds(say: Words) -> str:
    """Return the kinds of files that can be written, for the window that asks where."""
    return ";;".join(
        (say("Excel workbook (*.xlsx)"), say("LibreOffice workbook (*.ods)"), say("Table of text (*.csv)"))
    )


def write(store: Store, figures: Figures, file: Path, say: Words) -> int:
    """Write the figures in the form that the name of ``file`` asks for, and return how many rows.

    A CSV has its dictionary beside it, in a second file whose name ends in ``-dictionnaire.csv``.

    Raises:
        RefusedError: ``UNUSABLE_FORM`` for another ending; ``TRAINING``.
        UnavailableError: ``DISK_FULL``, ``READ_ONLY``; nothing half written is left.
    """
    must_count(store.profile.desk_file)
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise RefusedError(Code.UNUSABLE_FORM, file=file.name, forms=", ".join(FORMS))
    rows = list(_rows(store, figures, say))
    told = dictionary(say)
    try:
        with written_whole(file) as opened:
            if form == "csv":
                _csv(opened, COLUMNS, rows)
            elif form == "xlsx":
                _xlsx(opened, COLUMNS, rows, told, say)
            else:
                pages = {
                    say("Figures"): [COLUMNS, *rows],
                    say("Dictionary"): told,
                }
                write_ods(opened, pages)
        if form == "csv":
            with written_whole(file.with_name(f"{file.stem}-dictionnaire.csv")) as opened:
                _csv(opened, told[0], told[1:])
    except OSError as error:
        raise of_system(error, file.name) from error
    return len(rows)


def dictionary(say: Words) -> tuple[tuple[str, str, str], ...]:
    """Return, under a header, each column, what it means, and what it may hold."""
    return (
        ("colonne", say("What it means"), say("What it holds")),
        ("perimetre", say("Whose figures"), "own · network"),
        ("nom", say("The library, or the network"), say("text")),
        ("commune", say("The commune of the library"), say("text")),
        ("periode", say("A month, a quarter or a year that is over"), "2026-11 · 2026-T4 · 2026"),
        ("tableau", say("Which table"), "families · needs · unmet · reasons · ends · relays · outcomes · months…"),
        ("ligne", say("The line, in words"), say("text")),
        ("cle", say("The same, as Relais names it"), say("text")),
        ("valeur", say("How many; empty where masked"), say("a whole number")),
        ("affiche", say("What the page shows; it says why a figure is masked"), say("text")),
        ("un_an_avant", say("How many a year before, where that may be shown"), say("a whole number")),
        ("seuil", say("Under this, a figure is masked"), "5 · 11"),
        (
            "categorie_coop",
            say("The category of the national Coop of digital mediation (30 June 2026)"),
            say("to verify before sending it to the Coop"),
        ),
    )


def _rows(store: Store, figures: Figures, say: Words) -> Iterator[Row]:
    coop = _Coop(store, say)
    for table in figures.tables:
        for line in table.lines:
            before = line.before.n if line.before is not None else None
            yield (
                figures.scope, figures.of, figures.commune, figures.period.id, table.id, line.label, line.key,
                line.figure.n, line.figure.text, before, figures.threshold, coop.of(table, line),
            )  # fmt: skip


class _Coop:
    """Under which category of the national Coop a line stands, nothing where there is none."""

    def __init__(self, store: Store, say: Words) -> None:
        self._families = {slug: one.label for slug, one in store.seeds.taxonomy.families.items()}
        self._needs = {str(one.id): one.family for one in store.records.all(Procedure)}
        self._words: Mapping[str, Mapping[str, str]] = {
            "autonomy": {autonomy_words(one, say): one.value for one in Autonomy if one.value},
            "devices": {device_words(one, say): one.value for one in Device if one.value},
        }

    def of(self, table: Table, line: Line) -> str:
        if table.id in {"families", "unmet"}:
            return self._families.get(line.key.partition("|")[0], "")
        if table.id == "needs":
            return self._families.get(self._needs.get(line.key, ""), "")
        if table.id == "relays":
            return _REDIRECTION.get(line.key, "autre") if line.key else ""
        return self._words.get(table.id, {}).get(line.label, "")


def _csv(file: BinaryIO, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([_cell(one) for one in row] for row in rows)
    text.detach()


def _cell(value: object) -> object:
    return "" if value is None else harmless(value) if isinstance(value, str) else value


def _xlsx(
    file: BinaryIO,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    told: Sequence[Sequence[str]],
    say: Words,
) -> None:
    book = Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold = book.add_format({"bold": True})
    for name, lines in ((say("Figures"), [header, *rows]), (say("Dictionary"), list(told))):
        page = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for place, value in enumerate(line):
                if isinstance(value, int):
                    page.write_number(at, place, value)
                elif value:
                    page.write_string(at, place, harmless(str(value))[:32_767], bold if at == 0 else None)
        page.freeze_panes(1, 0)
        page.set_column(0, len(lines[0]) - 1, 18)
    book.close()
