"""Open any file of the field: a table, a workbook, JSON, any of these compressed, several in a zip or a folder."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from desk.base.errors import Code, RefusedError
from desk.exchange.json_tables import json_package
from desk.exchange.spreadsheets import is_spreadsheet, spreadsheet_table
from desk.exchange.tables import MOST_BYTES, Package, Table, size_of
from desk.exchange.text_tables import opened_bytes, text_table

_PIECE = 1 << 20
_MOST_MEMBERS = 1000
_MOST_FILES = 50
_TABLES = (".csv", ".tsv", ".txt", ".json", ".geojson", ".ndjson", ".jsonl")
_BOOKS = (".xlsx", ".ods", ".xls")


def read_package(path: Path) -> Package:
    """Return what ``path``, a file or a folder of files, holds.

    Raises:
        RefusedError: ``TABLE_MISSING``, ``TABLE_EMPTY``, ``TABLE_TOO_LARGE``, ``TABLE_DANGEROUS``, ``TABLE_UNREADABLE``.
    """
    try:
        if path.is_dir():
            return _folder(path)
        size_of(path)
        with path.open("rb") as opened:
            start = opened.read(8)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(path) as unpacked:
                return _whole(path.stem, _counted(cast("BinaryIO", unpacked)))
        if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or _is_json(path.name, start):
            return _whole(path.name, path.read_bytes())
        return Package(name=path.name, tables={"": text_table(partial(_open, path))})
    except RefusedError:
        raise
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        raise RefusedError(Code.TABLE_UNREADABLE) from error


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _whole(name: str, data: bytes) -> Package:
    """Return what ``data``, already in memory, holds."""
    if not data:
        raise RefusedError(Code.TABLE_EMPTY)
    if data.startswith(b"PK"):
        return _zip(name, data)
    if is_spreadsheet(data[:8], frozenset()):
        return Package(name=name, tables={"": spreadsheet_table(data)})
    if _is_json(name, data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")):
        return json_package(name, data)
    return Package(name=name, tables={"": text_table(opened_bytes(data))})


def _zip(name: str, data: bytes) -> Package:
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            members = [one for one in parts.infolist() if not one.is_dir()]
            names = frozenset(one.filename for one in members)
            if is_spreadsheet(b"", names):
                return Package(name=name, tables={"": spreadsheet_table(data)})
            if len(members) > _MOST_MEMBERS:
                raise RefusedError(Code.TABLE_DANGEROUS)
            wanted = [one for one in members if PurePosixPath(one.filename).suffix.lower() in (*_TABLES, *_BOOKS)]
            tables = [one for one in wanted if one.filename.lower().endswith((".csv", ".tsv"))] or wanted
            left = MOST_BYTES
            found = []
            for one in tables:
                with parts.open(one) as opened:
                    content = _counted(cast("BinaryIO", opened), left)
                left -= len(content)
                if content.startswith(b"PK") and not is_spreadsheet(b"", _names(content)):
                    continue  # a zip in a zip: no table of the field comes like that
                if content.strip():
                    found.append((PurePosixPath(one.filename.replace("\\", "/")).stem, _whole(one.filename, content)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RefusedError(Code.TABLE_UNREADABLE) from error
    return _together(name, found)


def _folder(path: Path) -> Package:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in (*_TABLES, *_BOOKS, ".gz"))
    if not files or len(files) > _MOST_FILES:
        raise RefusedError(Code.TABLE_MISSING, file=path.name)
    return _together(path.name, [(file.name.split(".")[0], read_package(file)) for file in files])


def _together(name: str, found: Iterable[tuple[str, Package]]) -> Package:
    packages = list(found)
    if not packages:
        raise RefusedError(Code.TABLE_UNREADABLE)
    if len(packages) == 1:
        return packages[0][1]
    tables: dict[str, Table] = {}
    for stem, package in packages:
        for inside, table in package.tables.items():
            tables.setdefault(inside or stem, table)
    return Package(name=name, tables=tables)


def _counted(opened: BinaryIO, most: int = MOST_BYTES) -> bytes:
    """Read everything, refusing what grows beyond ``most`` bytes, whatever size was declared."""
    pieces = []
    left = most
    while piece := opened.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise RefusedError(Code.TABLE_DANGEROUS)
        pieces.append(piece)
    return b"".join(pieces)


def _names(data: bytes) -> frozenset[str]:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return frozenset(parts.namelist())


def _is_json(name: str, start: bytes) -> bool:
    start = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start[:1] in {b"{", b"["} or (not start and name.lower().endswith((".json", ".geojson")))
