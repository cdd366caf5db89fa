"""The printing door: puts a slip on paper, in a PDF file or in a picture. Needs no window."""

import errno
import math
import os
import re
import sys
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPolygonF,
)
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk.base.errors import Code, UnavailableError
from desk.base.settings import SlipFormat
from desk.base.training import MARK, papers_are_marked
from desk.slips.binder import Binder
from desk.slips.binder_pages import lay_out_binder
from desk.slips.large_type import large_type
from desk.slips.marks import (
    POINTS_PER_MM,
    CellsMark,
    FrameMark,
    Inside,
    Mark,
    Page,
    PathMark,
    RuleMark,
    TextMark,
    Weight,
)
from desk.slips.page import lay_out
from desk.slips.slip import Slip
from desk.ui.fonts import FAMILY, load_fonts

__all__ = (
    "FontRuler",
    "ensure_application",
    "large_type",
    "load_fonts",
    "page_picture",
    "page_to_pdf",
    "page_to_printer",
    "pdf_bytes",
    "picture",
    "print_page",
    "printers",
    "to_pdf",
    "to_printer",
)

JOB_TITLE = "Bon d'orientation"
"""What the print queue and the PDF's title say of a slip: never the content."""

_PDF_DPI = 1200
_MEASURED_AT = 1000
_BLEED = 1.5
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CATALOGUE = re.compile(rb"(/Type /Catalog\n/Pages \d+ 0 R\n)(/Names \d+ 0 R)")
_MARK_PART, _MARK_EVERY, _MARK_DOWN = 0.78, 1.6, 0.35
_MARK_GREY = 200
"""Light enough to read through and to scan through, dark enough for a photocopy to keep it."""

_made: list[QGuiApplication] = []


def ensure_application() -> QGuiApplication:
    """Return the running application with the paper's fonts loaded; make one, without a screen if need be, when there is none."""
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication(["relais"])
        _made.append(application)
    load_fonts()
    return application


def printers() -> tuple[str, ...]:
    """Return the system's names of the printers, the default one first."""
    ensure_application()
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name)))


def to_pdf(slip: Slip, slip_format: SlipFormat, path: Path) -> int:
    """Write ``slip`` as a PDF file and return its number of pages. The file is whole or absent.

    Raises:
        UnavailableError: ``DISK_FULL``, or ``READ_ONLY`` when the place cannot be written.
    """
    ensure_application()
    return page_to_pdf(lay_out(slip, slip_format, _METRICS), slip.language, path)


def page_to_pdf(page: Page, language: str, path: Path, title: str = JOB_TITLE) -> int:
    """Write any ``page`` as a PDF file and return its number of pages, as `pages_to_pdf` does."""
    return pages_to_pdf((page,), language, path, title)


def binder_to_pdf(binder: Binder, path: Path) -> int:
    """Write ``binder`` as a PDF file and return its number of pages, as `pages_to_pdf` does."""
    ensure_application()
    return pages_to_pdf(lay_out_binder(binder, _METRICS), binder.language, path, binder.title)


def pages_to_pdf(pages: Sequence[Page], language: str, path: Path, title: str = JOB_TITLE) -> int:
    """Write ``pages``, all of one size, as a PDF file and return how many there are. The file is whole or absent.

    Raises:
        UnavailableError: ``DISK_FULL``, or ``READ_ONLY`` when the place cannot be written.
    """
    ensure_application()
    pdf = pdf_bytes(pages, language, title)
    partial = path.with_name(f"{path.name}.partiel")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        code = Code.DISK_FULL if error.errno in _NO_ROOM else Code.READ_ONLY
        raise UnavailableError(code, file=path.name) from error
    return len(pages)


def to_printer(slip: Slip, slip_format: SlipFormat, printer_name: str) -> None:
    """Print ``slip``; an empty ``printer_name`` means the default printer.

    Raises:
        UnavailableError: ``NO_PRINTER`` when there is none of that name, ``PRINT_FAILED`` when it refuses the page.
    """
    ensure_application()
    page_to_printer(lay_out(slip, slip_format, _METRICS), printer_name)


def page_to_printer(page: Page, printer_name: str, title: str = JOB_TITLE) -> None:
    """Print any ``page``; an empty ``printer_name`` means the default printer.

    Raises:
        UnavailableError: ``NO_PRINTER`` when there is none of that name, ``PRINT_FAILED`` when it refuses the page.
    """
    ensure_application()
    name = printer_name or QPrinterInfo.defaultPrinterName()
    found = QPrinterInfo.printerInfo(name) if name else QPrinterInfo()
    if found.isNull():
        raise UnavailableError(Code.NO_PRINTER, name=name)
    print_page(QPrinter(found, QPrinter.PrinterMode.HighResolution), page, title)


def picture(slip: Slip, slip_format: SlipFormat, dpi: int = 144) -> QImage:
    """Return ``slip`` as it will look on paper."""
    ensure_application()
    return page_picture(lay_out(slip, slip_format, _METRICS), dpi)


def page_picture(page: Page, dpi: int = 144) -> QImage:
    """Return any ``page`` as it will look on paper."""
    ensure_application()
    scale = dpi / 72
    image = QImage(round(page.width * scale), round(page.height * scale), QImage.Format.Format_Grayscale8)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        _draw(painter, page, scale)
    finally:
        painter.end()
    return image


def pdf_bytes(pages: Sequence[Page], language: str, title: str = JOB_TITLE) -> bytes:
    """Return ``pages`` as a PDF with its fonts inside and its language told to screen readers."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Relais")
    writer.setResolution(_PDF_DPI)
    writer.setColorModel(QPdfWriter.ColorModel.Grayscale)
    _set_paper(writer, pages[0])
    painter = QPainter(writer)
    try:
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            _draw(painter, page, _PDF_DPI / 72)
    finally:
        painter.end()
        buffer.close()
    return _with_language(bytes(store.data()), language)


def print_page(printer: QPrinter, page: Page, title: str = JOB_TITLE) -> None:
    """Send ``page`` to ``printer``, at its true size.

    Raises:
        UnavailableError: ``PRINT_FAILED``.
    """
    printer.setDocName(title)
    printer.setCreator("Relais")
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFullPage(True)
    _set_paper(printer, page)
    painter = QPainter()
    if not painter.begin(printer):
        raise UnavailableError(Code.PRINT_FAILED)
    try:
        _draw(painter, page, printer.resolution() / 72)
    finally:
        finished = painter.end()
    if not finished or printer.printerState() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}:
        raise UnavailableError(Code.PRINT_FAILED)


class FontRuler:
    """Measures text with the paper's own typeface, unhinted, so that a line is as long on every device."""

    def width(self, text: str, size: float, weight: Weight) -> float:
        """Return the width in points of ``text`` on one line."""
        return _advance(text, weight) * size / _MEASURED_AT


_METRICS = FontRuler()


@lru_cache(maxsize=20_000)
def _advance(text: str, weight: Weight) -> float:
    return _metrics(weight).horizontalAdvance(text)


@cache
def _metrics(weight: Weight) -> QFontMetricsF:
    font = _font(weight)
    font.setPixelSize(_MEASURED_AT)
    return QFontMetricsF(font)


def _font(weight: Weight) -> QFont:
    load_fonts()
    font = QFont(FAMILY)
    font.setWeight(QFont.Weight(int(weight)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _set_paper(device: QPagedPaintDevice, page: Page) -> None:
    size = QSizeF(page.width / POINTS_PER_MM, page.height / POINTS_PER_MM)
    device.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _draw(painter: QPainter, page: Page, scale: float) -> None:
    """Draw every mark, ``scale`` dots a point, in black; what a typeface draws outside its lines stays in the margins.

    Every paper passes here, whatever it is and wherever it goes: what is made while practising says so.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    if papers_are_marked():
        _draw_training(painter, page, scale)
    inside = QRectF(page.margin_x, page.margin_y, page.width - 2 * page.margin_x, page.height - 2 * page.margin_y)
    inside.adjust(-_BLEED, -_BLEED, _BLEED, _BLEED)
    painter.setClipRect(QRectF(inside.x() * scale, inside.y() * scale, inside.width() * scale, inside.height() * scale))
    for mark in page.marks:
        _draw_mark(painter, mark, scale)


def _draw_training(painter: QPainter, page: Page, scale: float) -> None:
    """Say across the page, again and again down a long one, that it is an exercise; what is drawn next stands on it."""
    font = _font(Weight.BOLD)
    tall = min(page.height, _MARK_EVERY * page.width)
    across = math.hypot(page.width, tall)
    size = _MARK_PART * across / _METRICS.width(MARK, 1.0, Weight.BOLD)
    font.setPointSizeF(size)
    for number in range(round(page.height / tall)):
        painter.save()
        painter.translate(page.width / 2 * scale, (number + 0.5) * page.height / round(page.height / tall) * scale)
        painter.rotate(-math.degrees(math.atan2(tall, page.width)))
        painter.setFont(font)
        painter.setPen(QColor(_MARK_GREY, _MARK_GREY, _MARK_GREY))
        painter.drawText(QPointF(-_MARK_PART * across / 2 * scale, size * _MARK_DOWN * scale), MARK)
        painter.restore()


def _draw_mark(painter: QPainter, mark: Mark, scale: float) -> None:
    black = QColor(Qt.GlobalColor.black)
    match mark:
        case TextMark():
            font = _font(mark.weight)
            font.setPointSizeF(mark.size)
            painter.setPen(black)
            painter.setFont(font)
            painter.drawText(QPointF(mark.x * scale, mark.y * scale), mark.text)
        case RuleMark():
            pen = QPen(black, mark.thickness * scale)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if mark.dotted:
                pen.setDashPattern([1.2, 2.2])
            painter.setPen(pen)
            painter.drawLine(
                QPointF(mark.x * scale, mark.y * scale), QPointF((mark.x + mark.width) * scale, mark.y * scale)
            )
        case FrameMark():
            half = mark.thickness / 2
            frame = QRectF(
                (mark.x + half) * scale,
                (mark.y + half) * scale,
                (mark.width - mark.thickness) * scale,
                (mark.height - mark.thickness) * scale,
            )
            painter.setPen(QPen(black, mark.thickness * scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, mark.radius * scale, mark.radius * scale)
        case PathMark():
            line = QPolygonF([QPointF(x * scale, y * scale) for x, y in mark.points])
            pen = QPen(black, mark.thickness * scale) if mark.thickness else QPen(Qt.PenStyle.NoPen)
            if mark.dotted:
                pen.setDashPattern([1.2, 2.2])
            painter.setPen(pen)
            painter.setBrush(
                {Inside.EMPTY: Qt.BrushStyle.NoBrush, Inside.CLEAR: Qt.GlobalColor.white, Inside.BLACK: black}[
                    mark.inside
                ]
            )
            if mark.closed:
                painter.drawPolygon(line)
            else:
                painter.drawPolyline(line)
        case CellsMark():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            for number, row in enumerate(mark.rows):
                for start, length in _runs(row):
                    left, top = mark.x + start * mark.cell_width, mark.y + number * mark.cell_height
                    cell = QRectF(left * scale, top * scale, length * mark.cell_width * scale, mark.cell_height * scale)
                    painter.fillRect(cell, black)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return (first, how many) for each run of dark cells: one rectangle each, so that no hairline shows between them."""
    runs: list[tuple[int, int]] = []
    for number, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def _with_language(pdf: bytes, language: str) -> bytes:
    """Return ``pdf`` with its language in the catalogue, where Qt has no setter for it.

    Qt writes an empty name tree there; the language takes its place in as many bytes, so that every offset stays true.
    """

    def told(found: re.Match[bytes]) -> bytes:
        entry = f"/Lang ({language})".encode("ascii").ljust(len(found[2]))
        return found[1] + entry if len(entry) == len(found[2]) else found[0]

    return _CATALOGUE.sub(told, pdf, count=1)
