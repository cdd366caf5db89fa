"""Spreadsheets, new and old: XLSX, ODS, XLS. Read by calamine, after a look inside for what no honest one holds."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from desk.base.errors import Code, RefusedError
from desk.exchange.tables import MOST_BYTES, MOST_COLUMNS, MOST_SIGNS, Rows, Table, distinct, fitted

_MOST_PARTS = 5000
_PIECE = 1 << 20
_HEAD = 4096
_TITLES = 10
_OLE = b"\xd0\xcf\x11\xe0"


def is_spreadsheet(start: bytes, names: frozenset[str]) -> bool:
    """Return whether a file is a spreadsheet, by its first bytes and the names inside it."""
    return start.startswith(_OLE) or "xl/workbook.xml" in names or {"content.xml", "mimetype"} <= names


def spreadsheet_table(data: bytes) -> Table:
    """Return the widest sheet of a workbook as a table.

    Raises:
        RefusedError: ``TABLE_DANGEROUS`` for entities or a bomb; ``TABLE_UNREADABLE``, ``TABLE_EMPTY``, ``TABLE_TOO_LARGE``.
    """
    if data.startswith(b"PK"):
        _look_inside(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [book.get_sheet_by_index(place) for place in range(len(book.sheet_names))]
    except (CalamineError, ValueError, OSError) as error:
        raise RefusedError(Code.TABLE_UNREADABLE) from error
    sheet = max(sheets, key=lambda one: one.height * one.width, default=None)
    if sheet is None or not sheet.height:
        raise RefusedError(Code.TABLE_EMPTY)
    if sheet.width > MOST_COLUMNS:
        raise RefusedError(Code.TABLE_TOO_LARGE)
    above, columns = _header(sheet)
    kind = "xls" if data.startswith(_OLE) else "xlsx" if b"xl/workbook.xml" in data else "ods"
    return Table(columns=columns, rows=partial(_rows, sheet, above, len(columns)), format=kind)


def _look_inside(data: bytes) -> None:
    """Refuse a workbook that would fill the memory, or whose XML defines entities.

    Raises:
        RefusedError: ``TABLE_DANGEROUS``, ``TABLE_UNREADABLE``.
    """
    left = MOST_BYTES * 2
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if len(parts.infolist()) > _MOST_PARTS:
                raise RefusedError(Code.TABLE_DANGEROUS)
            for part in parts.infolist():
                with parts.open(part) as opened:
                    head = opened.read(_HEAD)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
                        raise RefusedError(Code.TABLE_DANGEROUS)
                    left -= len(head)
                    while piece := opened.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise RefusedError(Code.TABLE_DANGEROUS)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise RefusedError(Code.TABLE_UNREADABLE) from error


def _header(sheet: CalamineSheet) -> tuple[int, tuple[str, ...]]:
    rows = [cells for cells, _ in zip(_cells(sheet), range(60), strict=False)]
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    usual = sorted(filled)[len(filled) // 2]
    for place, count in enumerate(filled[:_TITLES]):
        if count and count >= max(2, usual * 0.6):
            return place, distinct(rows[place])
    return 0, distinct(rows[0])


def _rows(sheet: CalamineSheet, above: int, width: int) -> Rows:
    first = sheet.start[0] if sheet.start else 0
    for place, cells in enumerate(_cells(sheet)):
        if place > above and any(cells):
            yield first + place + 1, fitted(cells, width)


def _cells(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.to_python(skip_empty_area=True):
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        return f"{int(cell.total_seconds()) // 3600:02}:{int(cell.total_seconds()) % 3600 // 60:02}"
    text = "" if cell is None else str(cell)
    if len(text) > MOST_SIGNS:
        raise RefusedError(Code.TABLE_TOO_LARGE)
    return text
