"""Tables of text: CSV in every dialect of the field, mended where their encoding was lost on the way."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from io import BytesIO, TextIOWrapper
from typing import BinaryIO

import ftfy
from charset_normalizer import from_bytes

from desk.base.errors import Code, RefusedError
from desk.exchange.tables import MOST_BYTES, MOST_COLUMNS, MOST_SIGNS, Rows, Table, distinct, fitted

Opener = Callable[[], BinaryIO]

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_BYTES = 1 << 20
_SAMPLE_LINES = 60
_TITLES = 10
"""Lines that may stand above the header."""

_ESCAPE = re.compile(r"<([0-9a-f]{2})>")
_BROKEN = re.compile(r"Ã.|Â[^\w\s]|â€|Å“")
_FRENCH = ("utf-8", "cp1252", "mac_roman", "cp850", "latin_1")
_SECOND_HALF = re.compile(rb"[\x80-\x9f]")

csv.field_size_limit(MOST_SIGNS)


def text_table(opener: Opener) -> Table:
    """Return the table of a text file; ``opener`` opens it from its beginning.

    Raises:
        RefusedError: ``TABLE_UNREADABLE``, ``TABLE_EMPTY``, ``TABLE_TOO_LARGE``.
    """
    encoding = _encoding(opener)
    with closing(_lines(opener, encoding)) as lines:
        sample = [line for line, _ in zip(lines, range(_SAMPLE_LINES), strict=False)]
    if not any(line.strip() for line in sample):
        raise RefusedError(Code.TABLE_EMPTY)
    separator = _separator(sample)
    above, columns = _header(_parsed(iter(sample), separator))
    if len(columns) == 1 and not _looks_like_text(sample):
        raise RefusedError(Code.TABLE_UNREADABLE)
    return Table(
        columns=columns,
        rows=partial(_rows, opener, encoding, separator, above, len(columns)),
        format="tsv" if separator == "\t" else "csv",
        encoding=encoding,
        separator=separator,
    )


def mended(text: str) -> str:
    """Return ``text`` with its letters back where an encoding was taken for another."""
    if "<" in text:
        text = _ESCAPE.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)
    if _BROKEN.search(text):
        text = ftfy.fix_encoding(text)
    return text.replace("\x00", "").replace("╢", "Â")


def _rows(opener: Opener, encoding: str, separator: str, above: int, width: int) -> Rows:
    with closing(_lines(opener, encoding)) as lines:
        reader = _parsed(lines, separator)
        for place, cells in enumerate(reader):
            if place > above and any(cells):
                whole = "\n".join(cells)
                yield reader.line_num, fitted(cells if _is_whole(whole) else [mended(cell) for cell in cells], width)


def _is_whole(text: str) -> bool:
    """Return whether `mended` would leave every cell of ``text`` as it is, asked at once: it nearly always would."""
    return not ("<" in text or "\x00" in text or "╢" in text) and (text.isascii() or not _BROKEN.search(text))


class _parsed:  # noqa: N801 - reads as a function: csv.reader with our refusals
    """Reads CSV lines; what csv refuses is said in our words."""

    def __init__(self, lines: Iterator[str], separator: str) -> None:
        self._reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)

    @property
    def line_num(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            return next(self._reader)
        except csv.Error as error:
            raise RefusedError(Code.TABLE_TOO_LARGE) from error


def _lines(opener: Opener, encoding: str) -> Generator[str, None, None]:
    """Yield the lines, never more than is bearable in memory.

    Raises:
        RefusedError: ``TABLE_TOO_LARGE`` for a line or a file without end.
    """
    with opener() as raw, TextIOWrapper(raw, encoding, errors="replace", newline="") as text:
        left = MOST_BYTES
        while line := text.readline(MOST_SIGNS * 8):
            left -= len(line)
            if left < 0 or len(line) == MOST_SIGNS * 8:
                raise RefusedError(Code.TABLE_TOO_LARGE)
            yield line.replace("\x00", "")


def _encoding(opener: Opener) -> str:
    with opener() as raw:
        start = raw.read(_SAMPLE_BYTES)
        for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if start.startswith(mark):
                return name
        zeros = start[:4000].count(0)
        if zeros > len(start[:4000]) // 4:
            return "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
        if zeros and start[:2] != b"\x00\x00" and zeros > 200:
            raise RefusedError(Code.TABLE_UNREADABLE)
        if _is_utf8(start, raw):
            return "utf-8"
    if not _SECOND_HALF.search(start):
        return "cp1252"  # what Windows wrote, and all that French needs of Latin-1
    best = from_bytes(start[:200_000], cp_isolation=list(_FRENCH[1:])).best()
    return best.encoding if best else "cp1252"


def _is_utf8(start: bytes, rest: BinaryIO) -> bool:
    from codecs import getincrementaldecoder  # noqa: PLC0415 - reads as one thought with what follows

    decoder = getincrementaldecoder("utf-8")()
    left = MOST_BYTES
    try:
        piece = start
        while piece:
            decoder.decode(piece)
            left -= len(piece)
            if left < 0:
                raise RefusedError(Code.TABLE_TOO_LARGE)
            piece = rest.read(_SAMPLE_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: Iterable[str]) -> str:
    """Return the separator under which most lines have the same number of cells, and many."""
    sample = list(sample)
    scores = {}
    for separator in _SEPARATORS:
        widths = Counter(len(cells) for cells in _parsed(iter(sample), separator) if cells)
        if not widths:
            continue
        width, lines = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
        scores[separator] = (width > 1, lines * min(width, 30), width)
    return max(scores, key=lambda separator: scores[separator], default=",")


def _header(rows: Iterable[list[str]]) -> tuple[int, tuple[str, ...]]:
    """Return where the header stands and its columns: the first line that is about as wide as those below."""
    found = list(rows)
    widths = sorted(sum(1 for cell in cells if cell.strip()) for cells in found[1:] or found)
    usual = widths[len(widths) // 2] if widths else 0
    for place, cells in enumerate(found[:_TITLES]):
        filled = sum(1 for cell in cells if cell.strip())
        if filled and (filled >= max(2, usual * 0.6) or len(found) == 1):
            below = max((len(row) for row in found[place + 1 :]), default=len(cells))
            last = max(number for number, cell in enumerate(cells, start=1) if cell.strip())
            return place, distinct([mended(cell) for cell in cells[: max(below, last)]])
    return 0, distinct([mended(cell) for cell in found[0][: MOST_COLUMNS + 1]])


def _looks_like_text(sample: Iterable[str]) -> bool:
    text = "".join(sample)[:4000]
    strange = sum(1 for sign in text if not (sign.isprintable() or sign in "\r\n\t"))
    return strange * 20 < len(text)


def opened_bytes(data: bytes) -> Opener:
    """Return what opens bytes that are already in memory."""
    return lambda: BytesIO(data)
