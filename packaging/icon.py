"""The icon, drawn from icon.svg in every size and put into the containers of Windows and macOS.

Run by the Python that freezes, which has Qt: ``python icon.py FOLDER``. The containers are made of PNG pictures, by hand.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)
APPLE_TYPES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08"}


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return the container of Windows for PNG ``pictures`` by size."""
    start = 6 + 16 * len(pictures)
    entries, body = b"", b""
    for size, picture in sorted(pictures.items()):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), start + len(body))
        body += picture
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + body


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return the container of macOS for PNG ``pictures`` by size."""
    body = b"".join(
        APPLE_TYPES[size] + struct.pack(">I", 8 + len(picture)) + picture
        for size, picture in sorted(pictures.items())
        if size in APPLE_TYPES
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw(size: int) -> bytes:
    """Return the icon as a PNG picture of ``size`` pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice  # noqa: PLC0415 - the containers are made without Qt
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(Path(__file__).with_name("icon.svg"))).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def main() -> None:
    """Write every picture and both containers in the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: draw(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"relais-{size}.png").write_bytes(picture)
    (folder / "relais.ico").write_bytes(ico(pictures))
    (folder / "relais.icns").write_bytes(icns(pictures))


if __name__ == "__main__":
    main()
