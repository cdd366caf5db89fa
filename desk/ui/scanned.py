"""What a picture says: the codes in a photo or a scan, read without anything leaving this computer."""

from pathlib import Path

import zxingcpp
from PySide6.QtGui import QImage, QImageReader

from desk.base.errors import Code, UnavailableError

_LARGEST_MB = 256
_WIDEST_PX = 6000


def texts_in(file: Path) -> tuple[str, ...]:
    """Return the texts of the barcodes and QR codes in a picture.

    Raises:
        UnavailableError: ``FILE_MISSING`` when it is no picture that can be read.
    """
    QImageReader.setAllocationLimit(_LARGEST_MB)
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _WIDEST_PX:
        by = _WIDEST_PX / max(size.width(), size.height())
        reader.setScaledSize(size * by)
    image = reader.read()
    if image.isNull():
        raise UnavailableError(Code.FILE_MISSING, file=file.name)
    return codes_of(image)


def codes_of(image: QImage) -> tuple[str, ...]:
    """Return the texts of the codes in ``image``."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, stride = grey.width(), grey.height(), grey.bytesPerLine()
    raw = bytes(grey.constBits())
    pixels = b"".join(raw[row * stride : row * stride + width] for row in range(height))
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)))
    return tuple(one.text for one in found)
