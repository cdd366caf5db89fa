"""Packing: a message as JSON, then zlib, or bz2 when it is long; and back, refusing what could harm.

The three forms are told apart by their first bytes. Measured: zlib is the smaller below 12 kB, bz2 above by a fifth to a
third; both come with Python. A body too short to gain stays plain JSON.
"""

import bz2
import math
import zlib
from typing import Any

from desk.base.codec import CodecError, from_foreign_json, to_json
from desk.wire.errors import WireError

MEDIA_TYPE = "application/relais"
"""The content type of a packed message. Another one in an answer means that it is not a hub that speaks."""

BZ2_FROM = 12_000
"""Plain bytes from which bz2 is the smaller."""

MOST_PACKED = 2 * 1024 * 1024
"""Bytes of a packed message at most."""

MOST_PLAIN = 16 * 1024 * 1024
"""Bytes of an unpacked message at most, whatever its packing claims."""

MOST_DEPTH = 24
"""Lists and objects inside one another at most."""

_LEAST_WHOLE, _MOST_WHOLE = -(2**63), 2**63 - 1


def pack(message: object) -> bytes:
    """Return ``message`` packed.

    Raises:
        WireError: it holds what `unpack` would refuse.
    """
    refuse_oddities(message)
    plain = to_json(message)
    packed = zlib.compress(plain, 9) if len(plain) < BZ2_FROM else bz2.compress(plain, 9)
    return packed if len(packed) < len(plain) or plain[:1] != b"{" else plain


def unpack(data: bytes, limit: int = MOST_PLAIN) -> Any:
    """Return the message in ``data``.

    Raises:
        WireError: cut short, followed by other bytes, larger than ``limit`` once unpacked, not packed by us, not JSON;
            or it holds NaN, a number from 2^63 up, a lone surrogate, a NUL, a key written twice, or is nested too deep.
    """
    try:
        message = from_foreign_json(expand(data, limit))
    except CodecError as error:
        raise WireError("not JSON that can be read") from error
    refuse_oddities(message)
    return message


def expand(data: bytes, limit: int = MOST_PLAIN) -> bytes:
    """Return the plain bytes of ``data``, at most ``limit``: the rest of a bomb is never unpacked.

    Raises:
        WireError: cut short, followed by other bytes, too large, or not packed by us.
    """
    if data[:1] == b"{":
        if len(data) > limit:
            raise WireError("larger than allowed")
        return data
    if data[:3] == b"BZh":
        return _expanded(bz2.BZ2Decompressor(), data, limit)
    if data[:1] == b"\x78":
        return _expanded(zlib.decompressobj(), data, limit)
    raise WireError("not packed by Relais")


def _expanded(unpacker: Any, data: bytes, limit: int) -> bytes:
    try:
        plain: bytes = unpacker.decompress(data, limit + 1)
    except (OSError, zlib.error) as error:
        raise WireError("damaged") from error
    if len(plain) > limit:
        raise WireError("larger than allowed")
    if not unpacker.eof:
        raise WireError("cut short")
    if unpacker.unused_data:
        raise WireError("followed by other bytes")
    return plain


def refuse_oddities(*values: object) -> None:
    """Refuse values that some reader would take for others. Desks ask before keeping a save.

    Raises:
        WireError: NaN or infinity, a number from 2^63 up, a NUL or a lone surrogate in a text, or nested too deep.
    """
    level: list[object] = [*values]
    for _ in range(MOST_DEPTH):
        below: list[object] = []
        texts: list[str] = []
        for one in level:
            kind = type(one)
            if kind is str:
                texts.append(one)  # type: ignore[arg-type]
            elif kind is dict:
                texts.extend(one)  # type: ignore[arg-type]
                below.extend(one.values())  # type: ignore[attr-defined]
            elif kind is list or kind is tuple:
                below.extend(one)  # type: ignore[arg-type]
            elif kind is int:
                if not _LEAST_WHOLE <= one <= _MOST_WHOLE:  # type: ignore[operator]
                    raise WireError("a number is too large")
            elif kind is float:
                if not math.isfinite(one):  # type: ignore[arg-type]
                    raise WireError("not a number")
            elif one is not None and kind is not bool:
                raise WireError("a value that JSON does not know")
        _refuse_odd_texts(texts)
        if not below:
            return
        level = below
    raise WireError("nested too deep")


def _refuse_odd_texts(texts: list[str]) -> None:
    try:
        whole = "".join(texts)  # looked through at once; two halves of a surrogate stay two, and are refused
    except TypeError as error:
        raise WireError("a name is not a text") from error
    if "\0" in whole:
        raise WireError("a NUL in a text")
    if not whole.isascii():
        try:
            whole.encode()
        except UnicodeEncodeError as error:
            raise WireError("a lone surrogate in a text") from error
