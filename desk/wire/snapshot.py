"""A snapshot: every live value of one feed at one number, as lines of JSON, bz2, cut in immutable parts.

First line: ``{"p", "feed", "epoch", "seq", "digest", "at", "known": [[desk, n]]}``. Then lines, in any order: ``{"fields": [names]}`` declares
the next form of record, numbered from 0; ``[form, kind, id, [values], [dots]]`` is a record, its dots as ``[desk, n, at]``,
one for all fields when they are the same, else one for each; ``["+", kind, id, field, desk, n, at, value]`` is one more
live value of a field in question; ``["-", kind, id, field, desk, n]`` a value replaced before it arrived.
"""

import bz2
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from desk.base.codec import CodecError, lines_from_foreign_json, to_json
from desk.wire import digest
from desk.wire.change import dot_from_wire
from desk.wire.errors import WireError
from desk.wire.feeds import checked_feed
from desk.wire.merge import Cell, Dot, Gone, Live, Value, shown
from desk.wire.packing import refuse_oddities
from desk.wire.protocol import PART_BYTES, PROTOCOL, Manifest
from desk.wire.reading import MOST_FIELD_NAMES, hexadecimal, row, rows, table, text, whole

MOST_LINE = 4 * 1024 * 1024
"""Bytes of one line at most, once unpacked."""

AT_ONCE = 262_144
"""Bytes unpacked and read at once: as many lines as they hold."""

MOST_SNAPSHOT = 1024 * 1024 * 1024
"""Bytes of a whole snapshot at most, once unpacked."""


MOST_DESKS = 100_000
"""Desks of one network at most, those that were revoked included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a snapshot says of itself. ``digest`` is that of the feed at ``seq``; ``at`` when it was made.

    ``known`` is, by desk, the last number that the hub had then. A dot of this feed up to it is in the snapshot, live or
    replaced: who starts from the snapshot must not give it to `merge` again, be it read from a hub put back to an earlier
    day or from a late stick.
    """

    feed: str
    epoch: str
    seq: int
    digest: str
    at: int
    known: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCells:
    """Every live value of one record, by field."""

    kind: str
    id: str
    cells: dict[str, Cell]


@dataclass(slots=True)
class RecordLine:
    """One record as its line says it: the shown value of each field, its desk and number and when it was written.

    ``places`` holds one for all fields when they are the same, else one for each.
    """

    kind: str
    id: str
    names: tuple[str, ...]
    values: list[Any]
    places: list[tuple[int, int, int]]

    @property
    def cells(self) -> dict[str, Cell]:
        """The same as live values, by field."""
        every = self.places * len(self.names) if len(self.places) == 1 else self.places
        return {
            name: {(desk, n): Value(at, value)}
            for name, (desk, n, at), value in zip(self.names, every, self.values, strict=True)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A value that was replaced before it arrived: an entry of `merge.Gone`."""

    kind: str
    id: str
    field: str
    dot: Dot


Content = RecordLine | RecordCells | Replaced
"""What the lines after the heading say."""


def write(heading: Heading, records: Iterable[RecordCells], gone: Iterable[Replaced]) -> Generator[bytes, None, None]:
    """Yield the parts of a snapshot, each of `PART_BYTES` but the last. Memory stays flat."""
    packer, waiting = bz2.BZ2Compressor(9), bytearray()
    for line in _lines(heading, records, gone):
        waiting += packer.compress(to_json(line) + b"\n")
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    waiting += packer.flush()
    for start in range(0, len(waiting), PART_BYTES):
        yield bytes(waiting[start : start + PART_BYTES])


def _lines(heading: Heading, records: Iterable[RecordCells], gone: Iterable[Replaced]) -> Iterator[Any]:
    yield {
        "p": PROTOCOL,
        "feed": heading.feed,
        "epoch": heading.epoch,
        "seq": heading.seq,
        "digest": heading.digest,
        "at": heading.at,
        "known": sorted(heading.known.items()),
    }
    forms: dict[tuple[str, ...], int] = {}
    for record in records:
        names = tuple(name for name, cell in record.cells.items() if cell)
        if not names:
            continue
        if names not in forms:
            forms[names] = len(forms)
            yield {"fields": names}
        tops = [shown(record.cells[name]) for name in names]
        dots = [[*top[0], top[1].at] for top in tops if top is not None]
        same = all(dot == dots[0] for dot in dots)
        values = [top[1].value for top in tops if top is not None]
        yield [forms[names], record.kind, record.id, values, dots[:1] if same else dots]
        for name, top in zip(names, tops, strict=True):
            for dot, other in record.cells[name].items():
                if top is not None and dot != top[0]:
                    yield ["+", record.kind, record.id, name, *dot, other.at, other.value]
    for one in gone:
        yield ["-", one.kind, one.id, one.field, *one.dot]


def read(parts: Iterable[bytes]) -> tuple[Heading, Iterator[Content]]:
    """Return what a snapshot says of itself and its content, read as it is asked for. Memory stays flat.

    A field in question comes with a first `RecordLine`, then as `RecordCells` of the same record, to add up. Parts are to
    be verified with `verify_part` before.

    Raises:
        WireError: now, or while iterating: not a snapshot, cut short, too large.
    """
    lines = _unpacked(parts)
    first = table(next(lines, None), "heading", 20)
    if first.get("p") != PROTOCOL:
        raise WireError("another protocol")
    heading = Heading(
        feed=checked_feed(first.get("feed")),
        epoch=text(first.get("epoch"), "epoch", 40),
        seq=whole(first.get("seq"), "seq"),
        digest=hexadecimal(first.get("digest"), "digest", 8).hex(),
        at=whole(first.get("at"), "at"),
        known=dict(dot_from_wire(one) for one in rows(first.get("known", []), "known", MOST_DESKS)),
    )
    return heading, _content(lines)


def _content(lines: Iterator[Any]) -> Iterator[Content]:
    forms: list[tuple[str, ...]] = []
    known: set[str] = set()
    for line in lines:
        if type(line) is dict:
            names = row(line.get("fields"), "fields", 1, MOST_FIELD_NAMES)
            known.update(text(name, "field", least=1) for name in names if type(name) is not str or name not in known)
            forms.append(tuple(names))
        elif type(line) is list and line[:1] == ["+"]:
            _, kind, record, name, desk, n, at, value = row(line, "value", 8)
            cell = {dot_from_wire([desk, n]): Value(whole(at, "time"), value)}
            yield RecordCells(kind=_name(kind), id=_name(record), cells={_name(name): cell})
        elif type(line) is list and line[:1] == ["-"]:
            _, kind, record, name, desk, n = row(line, "replaced", 6)
            yield Replaced(kind=_name(kind), id=_name(record), field=_name(name), dot=dot_from_wire([desk, n]))
        else:
            yield _record(line, forms)


def _record(line: object, forms: list[tuple[str, ...]]) -> RecordLine:
    form, kind, record, values, dots = row(line, "record", 5)
    names = forms[whole(form, "form", 0, len(forms) - 1)]
    found = row(values, "values", len(names))
    marks = row(dots, "dots", 1, len(names))
    if len(marks) not in (1, len(names)):
        raise WireError("dots: neither one nor one for each field")
    return RecordLine(_name(kind), _name(record), names, found, _places(marks))


def _places(marks: list[Any]) -> list[tuple[int, int, int]]:
    """Return desk, number and time of each of ``marks``; most are that of the one before."""
    found: list[tuple[int, int, int]] = []
    before = place = None
    for mark in marks:
        if place is None or mark != before:
            desk, n, at = row(mark, "dot", 3)
            place = (*dot_from_wire([desk, n]), whole(at, "time"))
            before = mark
        found.append(place)
    return found


def _name(value: object) -> str:
    return text(value, "name", least=1)


def _unpacked(parts: Iterable[bytes]) -> Iterator[Any]:
    """Yield the lines of the packed ``parts``."""
    unpacker, waiting, size = bz2.BZ2Decompressor(), b"", 0
    for part in parts:
        data = part
        if unpacker.eof:
            raise WireError("followed by other bytes")
        while not unpacker.eof:
            try:
                plain = unpacker.decompress(data, AT_ONCE)
            except (OSError, EOFError, ValueError) as error:
                raise WireError("damaged") from error
            data = b""
            size += len(plain)
            lines, end, waiting = (waiting + plain).rpartition(b"\n")
            if size > MOST_SNAPSHOT or len(waiting) > MOST_LINE:
                raise WireError("larger than allowed")
            yield from _lines_of(lines + end)
            if unpacker.needs_input:
                break
    if not unpacker.eof or waiting or unpacker.unused_data:
        raise WireError("cut short")


def _lines_of(data: bytes) -> list[Any]:
    try:
        lines = lines_from_foreign_json(data)
    except CodecError as error:
        raise WireError("not JSON that can be read") from error
    refuse_oddities(*map(_unproven, lines))
    return lines


def _unproven(line: Any) -> Any:
    """Return what `_record` does not look at sign by sign: all of a line but the dots of a record."""
    return line[:4] if type(line) is list and len(line) == 5 and type(line[0]) is int else line


def manifest_of(heading: Heading, parts: Iterable[bytes]) -> Manifest:
    """Return the manifest of a snapshot just written."""
    sizes, sums = 0, []
    for part in parts:
        sizes += len(part)
        sums.append(sha256(part).hexdigest())
    return Manifest(feed=heading.feed, epoch=heading.epoch, seq=heading.seq, size=sizes, parts=tuple(sums))


def verify_part(manifest: Manifest, number: int, part: bytes) -> None:
    """Refuse a part that is not the one of the manifest.

    Raises:
        WireError: it is another one, or damaged on the way.
    """
    if not 0 <= number < len(manifest.parts) or sha256(part).hexdigest() != manifest.parts[number]:
        raise WireError("not the part that was announced")


def gather(content: Iterable[Content]) -> tuple[Live, Gone]:
    """Return the whole content of a snapshot for `merge`: for small feeds, checks and tests."""
    live: Live = {}
    gone: Gone = set()
    for one in content:
        if isinstance(one, Replaced):
            gone.add((one.kind, one.id, one.field, one.dot))
        else:
            for name, cell in one.cells.items():
                live.setdefault((one.kind, one.id, name), {}).update(cell)
    return live, gone


def is_whole(heading: Heading, live: Live) -> bool:
    """Return whether the values are those that the heading announces."""
    return digest.to_text(digest.digest_of(live)) == heading.digest
