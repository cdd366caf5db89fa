"""What machines read on the slip: the code as a Code 128 barcode, the relay as a contact card in a QR code."""

from functools import lru_cache
from typing import Any

import segno
import zxingcpp

from desk.base.text import clean
from desk.domain.territory import Place

NAME_SIGNS = 48
ADDRESS_SIGNS = 48
"""A contact card is cut to these, so that its QR code stays small with modules of half a millimetre."""

Cells = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def barcode(text: str) -> Cells:
    """Return the bars of ``text`` in Code 128, one row, without quiet zones."""
    made: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=1)
    pixels: Any = memoryview(made)
    dark = [value == 0 for value in pixels.tobytes()[: pixels.shape[1]]]
    first, last = dark.index(True), len(dark) - dark[::-1].index(True)
    return (tuple(dark[first:last]),)


@lru_cache(maxsize=64)
def qr_code(text: str) -> Cells:
    """Return the modules of the smallest QR code of ``text``, without its quiet zone."""
    return tuple(tuple(bool(cell) for cell in row) for row in segno.make_qr(text, error="l").matrix)


def contact_card(name: str, phone: str, street: str, postcode: str, commune: str, place: Place | None) -> str:
    """Return a vCard 3.0 (RFC 2426) with the relay's telephone and point on the map; nothing when it has neither."""
    dialled = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    if not dialled and place is None:
        return ""
    shown = _escaped(name, NAME_SIGNS)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{shown}", f"FN:{shown}"]
    if dialled:
        lines.append(f"TEL:{dialled[:20]}")
    if street or commune:
        parts = (
            "",
            "",
            _escaped(street, ADDRESS_SIGNS),
            _escaped(commune, ADDRESS_SIGNS),
            "",
            _escaped(postcode, 10),
            "",
        )
        lines.append(f"ADR:{';'.join(parts)}")
    if place is not None:
        lines.append(f"GEO:{place.latitude:.5f};{place.longitude:.5f}")
    return "\r\n".join([*lines, "END:VCARD"])


def _escaped(text: str, signs: int) -> str:
    shown = clean(text, signs)
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
