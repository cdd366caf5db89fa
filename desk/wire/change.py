"""A change: one save of one record, with only the fields that changed, and what its author was looking at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from desk.base.codec import to_sorted_json
from desk.wire.errors import WireError
from desk.wire.merge import SEED, Dot
from desk.wire.reading import MOST_FIELD_NAMES, MOST_NAME, MOST_NUMBER, table

ME = 0
"""The desk number that a desk writes for itself, in its changes and in their bases, before and after it has one."""

PURGE = "purge"
"""The kind of an erasure asked by a coordinator: ``id`` is the record, ``sets`` says ``{"kind": its kind}``, no bases.

The hub adds as bases every live value it holds then, and takes the values out of its log and its snapshots; the entry
comes back whole, to its author too. Desks take the values out of their own journals."""

PROPOSAL = "proposal"
"""The kind that a desk may write where it can only propose. Its values are a record like another."""

CHAIN_START = bytes(8)
"""The chain before a desk's first change."""

MOST_CHANGE_BYTES = 262_144
MOST_FIELDS = 400
MOST_BASES = 64


class Refusal(StrEnum):
    """Why the hub sets one change aside, without stopping the others."""

    RIGHT = "right"
    """The desk may not write there."""
    SIZE = "size"
    """One change or one name is too large."""
    FORM = "form"
    """Its names or bases are not well made."""
    QUOTA = "quota"
    """The desk's or the feed's quota is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One save of one record.

    ``desk`` and ``n`` name it for ever (`dot`); n has no hole. ``at`` is in seconds since 1970 UTC: claimed by the desk
    when sent, decided by the hub once numbered. ``seen`` is the number of the feed's entry last read when it was made
    (0: unknown): the hub bounds ``at`` from below with it. ``bases`` names, field by field, the dots of the live values
    its author had in front of them; give a base only for a field that had a live value.
    """

    desk: int
    n: int
    at: int
    feed: str
    kind: str
    id: str
    sets: Mapping[str, Any]
    bases: Mapping[str, tuple[Dot, ...]]
    seen: int = 0

    @property
    def dot(self) -> Dot:
        """The change's name."""
        return self.desk, self.n

    def numbered(self, desk: int, at: int) -> "Change":
        """Return the change as the hub keeps it: ``desk`` wherever it said `ME`, ``at`` as the hub decided."""
        bases = {name: tuple([(one or desk, n) for one, n in dots]) for name, dots in self.bases.items()}
        return Change(
            desk=self.desk or desk, n=self.n, at=at, feed=self.feed, kind=self.kind, id=self.id, sets=self.sets,
            bases=bases, seen=self.seen,
        )  # fmt: skip

    def body(self) -> bytes:
        """Return the canonical bytes: feed, kind, id, sets, bases; the author's own dots as `ME`; keys and dots sorted.

        Neither time nor number is inside: the same bytes before and after enrolment, sending and numbering.
        """
        bases = {
            name: sorted([[ME if desk == self.desk else desk, n] for desk, n in dots])
            for name, dots in self.bases.items()
        }
        return to_sorted_json([self.feed, self.kind, self.id, self.sets, bases])

    def flaw(self, size: int | None = None) -> Refusal | None:
        """Return why the hub would refuse this change whatever the rights, or None. Desks ask before keeping a save.

        ``size`` is that of its `body`, when it is known.
        """
        for name in (self.kind, self.id, *self.sets, *self.bases):
            if not name or len(name) > MOST_NAME or not name.isprintable():
                return Refusal.FORM
        for dots in self.bases.values():
            if len(dots) > MOST_BASES:
                return Refusal.FORM
        if len(self.sets) > MOST_FIELDS or len(self.bases) > MOST_FIELDS:
            return Refusal.SIZE
        if not self.sets and self.kind != PURGE:
            return Refusal.FORM
        if self.kind == PURGE and (self.bases or len(self.sets) != 1 or not isinstance(self.sets.get("kind"), str)):
            return Refusal.FORM
        return Refusal.SIZE if (len(self.body()) if size is None else size) > MOST_CHANGE_BYTES else None

    def effect(self) -> "Change":
        """Return what to give to `merge`: an erasure becomes a change of the record's own kind that sets nothing."""
        return replace(self, kind=self.sets["kind"], sets={}) if self.kind == PURGE and self.sets else self


def next_chain(previous: bytes, body: bytes) -> bytes:
    """Return the chain after a change: eight bytes that only the same changes in the same order give.

    The desk sends the chain before the first change of a page; the hub knows the chain at each number. A copied disk
    or a restored desk shows by a chain that differs.
    """
    return sha256(previous + body).digest()[:8]


def chain_of(previous: bytes, changes: Iterable[Change]) -> bytes:
    """Return the chain after ``changes``, in order."""
    for change in changes:
        previous = next_chain(previous, change.body())
    return previous


def dots_to_wire(bases: Mapping[str, Iterable[Dot]]) -> dict[str, list[list[int]]]:
    """Return bases as they travel."""
    return {name: [list(dot) for dot in dots] for name, dots in bases.items()}


def bases_from_wire(plain: object) -> dict[str, tuple[Dot, ...]]:
    """Read bases.

    Raises:
        WireError: they are not lists of dots.
    """
    found = {}
    for name, dots in table(plain, "bases", MOST_FIELD_NAMES).items():
        if type(dots) is not list:
            raise WireError("bases: not a list of dots")
        found[name] = tuple(dot_from_wire(dot) for dot in dots)
    return found


def dot_from_wire(plain: object) -> Dot:
    """Read one dot.

    Raises:
        WireError: it is not two numbers.
    """
    if type(plain) is list and len(plain) == 2:
        desk, n = plain
        if type(desk) is int and type(n) is int and SEED <= desk <= MOST_NUMBER and 0 <= n <= MOST_NUMBER:
            return desk, n
    raise WireError("dot: not two numbers within bounds")


def save_to_wire(change: Change) -> list[Any]:
    """Return kind, id, sets and bases: the end of every row that holds a change."""
    return [change.kind, change.id, change.sets, dots_to_wire(change.bases)]


def save_from_wire(desk: int, n: int, at: int, feed: str, plain: list[Any], seen: int = 0) -> Change:
    """Read the four last places of a row.

    Raises:
        WireError: a place holds another thing. Sizes are judged by `Change.flaw`, one change at a time.
    """
    kind, record, sets, bases = plain
    return Change(
        desk=desk,
        n=n,
        at=at,
        feed=feed,
        kind=_any_text(kind),
        id=_any_text(record),
        sets=table(sets, "sets", MOST_FIELD_NAMES),
        bases=bases_from_wire(bases),
        seen=seen,
    )


def _any_text(value: object) -> str:
    if type(value) is not str:
        raise WireError("a name is not a text")
    return value
