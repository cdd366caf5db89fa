"""OpenDocument workbooks, as LibreOffice reads them: pages of texts and whole numbers, no formula, no style."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = {
    f"xmlns:{prefix}": f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0" for prefix in ("office", "table", "text")
}
"""The prefixes are those of the standard: some readers look for them as they are written."""

_MANIFEST = {"xmlns:manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest:version": "1.3"}


def write_ods(file: BinaryIO, pages: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write one page for each name. None is an empty cell, an int a number, anything else a text (OASIS ODF 1.3)."""
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo("mimetype"), _TYPE, ZIP_STORED)  # first and bare: that is how a reader knows it
        archive.writestr(ZipInfo("content.xml"), _content(pages), ZIP_DEFLATED)
        archive.writestr(ZipInfo("META-INF/manifest.xml"), _manifest(), ZIP_DEFLATED)


def _content(pages: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    root = Element("office:document-content", {**_NAMES, "office:version": "1.3"})
    book = SubElement(SubElement(root, "office:body"), "office:spreadsheet")
    for name, rows in pages.items():
        page = SubElement(book, "table:table", {"table:name": name})
        for row in rows:
            line = SubElement(page, "table:table-row")
            for value in row:
                _cell(line, value)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _cell(line: Element, value: object) -> None:
    cell = SubElement(line, "table:table-cell")
    if value is None:
        return
    if isinstance(value, int):
        cell.set("office:value-type", "float")
        cell.set("office:value", str(value))
    else:
        cell.set("office:value-type", "string")
    SubElement(cell, "text:p").text = str(value)


def _manifest() -> bytes:
    root = Element("manifest:manifest", _MANIFEST)
    for path, kind in (("/", _TYPE), ("content.xml", "text/xml")):
        SubElement(root, "manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
