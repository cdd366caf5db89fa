"""Plain tables for a spreadsheet, CSV or XLSX. No cell can be taken for a formula, and our own import gives it back."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import BinaryIO, TextIO

from xlsxwriter import Workbook

from desk.base.codec import to_json, to_plain
from desk.domain.catalogue import Class, class_of, kind_of
from desk.domain.sheets import Sheet
from desk.exchange.export.given import Given

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def columns() -> tuple[str, ...]:
    """Return the columns: the fields of the record that concern nobody's person, by their names."""
    kind = kind_of(Sheet)
    return tuple(
        one.name for one in fields(Sheet) if class_of(kind, one.name) is Class.PUBLIC and one.name != "removed_on"
    )


def write_csv(file: TextIO, sheets: Iterable[Given]) -> int:
    """Write the rows, separated by semicolons as French spreadsheets expect, and return how many."""
    rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
    rows.writerow(_header())
    count = 0
    for cells in _rows(sheets):
        rows.writerow([harmless(cell) for cell in cells])
        count += 1
    return count


def write_xlsx(file: BinaryIO, sheets: Iterable[Given]) -> int:
    """Write the rows as texts and return how many. Nothing in the workbook is a formula or a link."""
    book = Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    page = book.add_worksheet("Fiches")
    bold = book.add_format({"bold": True})
    for place, name in enumerate(_header()):
        page.write_string(0, place, name, bold)
    page.freeze_panes(1, 0)
    count = 0
    for count, cells in enumerate(_rows(sheets), start=1):
        for place, cell in enumerate(cells):
            if cell:
                page.write_string(count, place, harmless(cell)[:32_767])
    book.close()
    return count


def _header() -> list[str]:
    """Return the names of the columns; those that hold records inside the record say that they are JSON."""
    kind = kind_of(Sheet)
    nested = set(kind.nested) - set(kind.sets)
    return [f"{name}_json" if name in nested else name for name in columns()]


def harmless(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula: an apostrophe before it, as spreadsheets do."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(sheets: Iterable[Given]) -> Iterator[list[str]]:
    names = columns()
    for one in sheets:
        plain = to_plain(one.sheet)
        yield [_text(plain[name]) for name in names]


def _text(value: object) -> str:
    if value is None or value in ([], ()):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list | tuple):
        return "|".join(value) if all(isinstance(one, str) for one in value) else to_json(value).decode()
    return str(value)
