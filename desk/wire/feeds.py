"""The feeds: streams of changes, each with its own order and rights. Named alike on desks and hub.

``dep:<code>`` holds the directory of one département, ``net:<network>`` the reference content of a network,
``lib:<library>`` what the desks of one library share, ``cnt:<library>`` its counters, that coordinators read too. A record stays for ever in the feed it was created in, even when
it moves: its history and its rights are there.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from desk.wire.errors import WireError

DEPARTMENT = "dep:"
NETWORK = "net:"
LIBRARY = "lib:"
COUNTS = "cnt:"

EVERY_DEPARTMENT = "dep:*"
"""In a row of rights: the directory of every département of the network."""

NETWORK_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""A network's name: small letters, digits and dashes, at most 40."""

_SHAPE = re.compile(r"dep:(?:[0-9]{2,3}|2[ab])|net:[a-z0-9][a-z0-9-]{0,39}|(?:lib|cnt):[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Level(StrEnum):
    """What a desk may do in a feed. Each level includes those before it."""

    READ = "read"
    PROPOSE = "propose"
    WRITE = "write"
    COORDINATE = "coordinate"

    def includes(self, other: "Level") -> bool:
        """Return whether who holds this level may do what ``other`` allows."""
        return _RANKS[self] >= _RANKS[other]


_RANKS = {level: rank for rank, level in enumerate(Level)}


def department_feed(code: str) -> str:
    """Return the feed of a département: ``51`` → ``dep:51``, ``2A`` → ``dep:2a``."""
    return checked_feed(DEPARTMENT + code.lower())


def network_feed(name: str) -> str:
    """Return the feed of a network's reference content."""
    return checked_feed(NETWORK + name)


def library_feed(library: str) -> str:
    """Return the feed of a library, by its code or id."""
    return checked_feed(LIBRARY + library)


def counts_feed(library: str) -> str:
    """Return the feed of a library's counters, by its code or id."""
    return checked_feed(COUNTS + library)


def with_own_counts(rights: Mapping[str, Level]) -> dict[str, Level]:
    """Return ``rights`` and what follows from them: who writes for a library keeps its counters, and may erase them."""
    own = [name.removeprefix(LIBRARY) for name, level in rights.items() if name.startswith(LIBRARY)]
    kept = [one for one in own if rights[LIBRARY + one].includes(Level.WRITE)]
    return {**rights, **{counts_feed(one): Level.COORDINATE for one in kept}}


def checked_feed(text: object) -> str:
    """Return ``text`` if it names a feed.

    Raises:
        WireError: it does not.
    """
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise WireError("not the name of a feed")
    return text
