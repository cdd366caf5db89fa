"""The data of ICU that Qt loads with its core on Linux, made smaller: of 31 MB, the desk needs less than three.

``libicudata`` is a library that holds one table: names, then the data of each. `slim` writes the same library with fewer
entries. ICU looks an entry up by name and goes on without the ones that are missing.
"""

from __future__ import annotations

import struct
from fnmatch import fnmatchcase
from typing import NamedTuple

KEPT = (
    ("pool.res", "words that the other tables share"),
    ("root.res", "what every language starts from"),
    ("fr*.res", "French"),
    ("en*.res", "English"),
    ("res_index.res", "the list of languages"),
    ("supplementalData.res", "weeks and calendars by country"),
    ("likelySubtags.res", "which country a language means"),
    ("plurals.res", "one or many"),
    ("numberingSystems.res", "digits"),
    ("keyTypeData.res", "names of settings"),
    ("icuver.res", "the version, which ICU compares"),
    ("zoneinfo64.res", "time zones"),
    ("timezoneTypes.res", "time zones"),
    ("metaZones.res", "time zones"),
    ("windowsZones.res", "time zones"),
    ("cnvalias.icu", "names of encodings"),
    ("*.nrm", "composed and decomposed letters"),
    ("ulayout.icu", "direction of writing"),
    ("coll/root.res", "alphabetical order"),
    ("coll/fr*.res", "alphabetical order"),
    ("coll/en*.res", "alphabetical order"),
    ("coll/res_index.res", "alphabetical order"),
    ("coll/ucadata.icu", "alphabetical order"),
)
"""What is kept, by name inside the table, and what it is for. Everything else is for other languages or other programs."""

_START = 0x1000
_ALIGNED = 16
_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_DYNAMIC = struct.Struct("<qQ")
_LOAD, _IS_DYNAMIC, _RELRO = 1, 2, 0x6474E552
_SYMTAB = 6


class UnknownLayoutError(ValueError):
    """The library is not laid out as expected: leave it as it is."""


class _Segment(NamedTuple):
    kind: int
    flags: int
    offset: int
    address: int
    physical: int
    in_file: int
    in_memory: int
    alignment: int


def is_kept(name: str) -> bool:
    """Tell whether the entry ``icudt73l/…`` is one that the desk needs."""
    inside = name.partition("/")[2]
    return any(fnmatchcase(inside, pattern) and pattern.count("/") == inside.count("/") for pattern, _ in KEPT)


def slim(library: bytes) -> bytes:
    """Return ``libicudata`` with only the entries of `KEPT`.

    Raises:
        UnknownLayoutError: it is not a 64-bit ELF library that holds nothing but ICU's table.
    """
    header, segments = _segments(library)
    loads = [one for one in segments if one.kind == _LOAD]
    if len(loads) != 2 or loads[0].offset or loads[1].offset < loads[0].in_file:
        message = "two segments were expected, the data then its description"
        raise UnknownLayoutError(message)
    data, description = loads
    symbol = _table_symbol(library, segments)
    name, info, other, section, address, size = _SYMBOL.unpack_from(library, symbol)
    if address != _START or address + size > data.in_file:
        message = "the table was expected alone, from the second page on"
        raise UnknownLayoutError(message)
    table = chosen(library[address : address + size])
    slimmed = bytearray(library[:_START] + table)
    _SYMBOL.pack_into(slimmed, symbol, name, info, other, section, address, len(table))
    end = len(slimmed)
    slimmed += bytes((description.offset - end) % data.alignment)
    moved = len(slimmed) - description.offset
    slimmed += library[description.offset : description.offset + description.in_file]
    for index, one in enumerate(segments):
        if one is data:
            new = one._replace(in_file=end, in_memory=end)
        elif one.offset >= description.offset:
            by = moved
            new = one._replace(offset=one.offset + by, address=one.address + by, physical=one.physical + by)
        else:
            new = one
        _SEGMENT.pack_into(slimmed, header[5] + index * _SEGMENT.size, *new)
    without_sections = [*header[:6], 0, *header[7:11], 0, 0, 0]
    _HEADER.pack_into(slimmed, 0, *without_sections)
    return bytes(slimmed)


def _segments(library: bytes) -> tuple[tuple[int, ...], list[_Segment]]:
    if library[:6] != b"\x7fELF\x02\x01":
        message = "a 64-bit little-endian ELF file was expected"
        raise UnknownLayoutError(message)
    header = _HEADER.unpack_from(library)
    first, size, count = header[5], header[9], header[10]
    if size != _SEGMENT.size:
        message = "segments of another size"
        raise UnknownLayoutError(message)
    return header, [_Segment(*_SEGMENT.unpack_from(library, first + index * size)) for index in range(count)]


def _table_symbol(library: bytes, segments: list[_Segment]) -> int:
    """Return where the one symbol of the library is described."""
    for one in segments:
        if one.kind == _IS_DYNAMIC:
            for place in range(one.offset, one.offset + one.in_file, _DYNAMIC.size):
                tag, value = _DYNAMIC.unpack_from(library, place)
                if tag == _SYMTAB:
                    return value + _SYMBOL.size
    message = "no table of symbols"
    raise UnknownLayoutError(message)


def entries(table: bytes) -> tuple[int, list[tuple[str, bytes]]]:
    """Return the length of the header of ICU's ``table``, and its entries by name.

    Raises:
        UnknownLayoutError: it is not such a table.
    """
    header, magic = struct.unpack_from("<HH", table)
    if magic != 0x27DA or table[12:16] != b"CmnD":
        message = "ICU's table of data was expected"
        raise UnknownLayoutError(message)
    (count,) = struct.unpack_from("<I", table, header)
    places = [struct.unpack_from("<II", table, header + 4 + 8 * index) for index in range(count)]
    ends = [start for _, start in places[1:]] + [len(table) - header]
    found = []
    for (name, start), end in zip(places, ends, strict=True):
        close = table.index(b"\0", header + name)
        found.append((table[header + name : close].decode("ascii"), table[header + start : header + end]))
    return header, found


def chosen(table: bytes) -> bytes:
    """Return ICU's ``table`` with the entries that are kept."""
    header, found = entries(table)
    kept = [(name.encode("ascii") + b"\0", data) for name, data in found if is_kept(name)]
    names_at = 4 + 8 * len(kept)
    data_at = names_at + sum(len(name) for name, _ in kept)
    data_at += -data_at % _ALIGNED
    places, names, body = [struct.pack("<I", len(kept))], b"", b""
    for name, data in kept:
        places.append(struct.pack("<II", names_at + len(names), data_at + len(body)))
        names += name
        body += data + bytes(-len(data) % _ALIGNED)
    start = b"".join(places) + names
    return table[:header] + start + bytes(data_at - len(start)) + body
