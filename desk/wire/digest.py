"""The digest of a feed: one number that is the same wherever the same values are live.

A sum, so that it is kept as changes come, in any order: add the dots that stand, take away those that left. Compared
when desk and hub have read equally far, never adopted: who differs reads the feed again.
"""

from collections.abc import Iterable
from hashlib import blake2b

from desk.wire.merge import SEED, CellKey, Dot, Live, Moved

_MODULUS = 2**64


def weight(key: CellKey, dot: Dot) -> int:
    """Return what one live value adds to the digest of its feed; nothing for what came with the program."""
    if dot[0] == SEED:
        return 0
    kind, record, field = key
    name = f"{kind}\0{record}\0{field}\0{dot[0]}\0{dot[1]}"
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest())


def moved_digest(digest: int, moved: Iterable[Moved], dot: Dot) -> int:
    """Return ``digest`` after what `merge` did for the change ``dot``."""
    for one in moved:
        for left in one.left:
            digest -= weight(one.key, left)
        if one.stands:
            digest += weight(one.key, dot)
    return digest % _MODULUS


def digest_of(live: Live) -> int:
    """Return the digest of everything live in a feed, counted from nothing."""
    return sum(weight(key, dot) for key, cell in live.items() for dot in cell) % _MODULUS


def to_text(digest: int) -> str:
    """Return a digest as it travels: sixteen hexadecimal digits."""
    return f"{digest:016x}"
