"""Records that come whole to a desk that has nothing of them: made at once, where there is nothing to merge."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from desk.base.codec import CodecError, from_plain, to_plain
from desk.domain.catalogue import Kind, Record, columns, defaults
from desk.store.changes import Plain, Stamp, Stamps, blank, groups_of, ordered
from desk.store.rows import as_kept
from desk.wire.snapshot import RecordLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A record made, the same plain, and the stamp of each field."""

    record: Record
    plain: Plain
    stamps: Stamps


def fresh(kind: Kind, line: RecordLine, stamps: Sequence[Stamp]) -> Fresh | None:
    """Return the record of ``line``; ``stamps`` are its places in the numbers kept here.

    None where it is to be looked at field by field: something in it is not known to this program or cannot be read.
    """
    plain = _gathered(kind, line)
    if plain is None:
        return None
    try:
        record: Record = from_plain(ordered(kind, plain), kind.record)
    except CodecError:
        return None
    kept = ordered(kind, as_kept(kind, to_plain(record)))
    return Fresh(record=record, plain=kept, stamps=_stamps(kind, line, stamps, kept))


def _gathered(kind: Kind, line: RecordLine) -> Plain | None:
    """Return the plain record of ``line``, None where one value is not known or has not the shape of its way of travelling."""
    plain, groups, alone = dict(_untold(kind)), groups_of(kind), blank(kind)
    plain["id"] = line.id
    for name in (*kind.sets, *kind.maps):
        plain[name] = []
    for name, value in zip(line.names, line.values, strict=True):
        if name in groups:
            if type(value) is not dict or not groups[name] <= value.keys():
                return None
            plain.update({one: value[one] for one in groups[name]})
        elif name in alone:
            plain[name] = value
        elif (member := _member(kind, name, value)) is None:
            return None
        elif value:
            plain[name.partition(".")[0]].append(member)
    return plain


def _member(kind: Kind, name: str, value: Any) -> Any:
    """Return what a member of a set or an item of a map is in its list, None where it is neither."""
    whole, dot, member = name.partition(".")
    if dot and whole in kind.sets:
        return member if type(value) is int and value in {0, 1} else None
    if dot and whole in kind.maps:
        return value if value == 0 or (type(value) is dict and value.get("id") == member) else None
    return None


def _stamps(kind: Kind, line: RecordLine, stamps: Sequence[Stamp], kept: Plain) -> Stamps:
    """Return the stamp of each field; ``*`` stands for most of those that say something."""
    counts = Counter(stamps)
    first = max(counts, key=lambda stamp: (counts[stamp], stamp)) if len(counts) > 1 else stamps[0]
    every = stamps if len(stamps) > 1 else (*stamps, *[first] * (len(line.names) - 1))
    groups, nothing = groups_of(kind), blank(kind)
    found = {"*": first}
    for name, stamp, value in zip(line.names, every, line.values, strict=True):
        if name in groups:
            is_said = any(kept[one] != nothing[name][one] for one in groups[name])
        else:
            is_said = kept[name] != nothing[name] if name in nothing else bool(value)
        if stamp != first or not is_said:
            found[name] = stamp
    return found


@cache
def _untold(kind: Kind) -> Plain:
    """Return the columns of a record of which nothing is said."""
    known = to_plain(defaults(kind))
    return {name: known.get(name) for name in columns(kind)}
