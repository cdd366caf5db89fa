"""The messages of the exchange: what a desk asks, what the hub answers. ``to_wire`` gives what `packing.pack` packs.

Six doors: ``POST /v1/enrol``, ``POST /v1/sync``, ``GET /v1/snapshot/{feed}/{seq}/{part}``, ``POST /v1/bundle``,
``GET /v1/wait``, ``GET /healthz``. Numbers and times are implied by position and given as differences: a changed field
costs fifteen to twenty bytes in a long page. Times are whole seconds since 1970, UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desk.wire.change import CHAIN_START, Change, bases_from_wire, save_from_wire, save_to_wire
from desk.wire.errors import WireError
from desk.wire.feeds import EVERY_DEPARTMENT, Level, checked_feed
from desk.wire.reading import MOST_FIELD_NAMES, MOST_NAME, MOST_NUMBER, flag, hexadecimal, row, rows, table, text, whole
from desk.wire.signing import KEY_BYTES

PROTOCOL = 1
"""The version that every message carries as ``p``: also the mark by which a desk knows that a hub speaks."""

AUTHORIZATION = "Desk"
"""The scheme of the header: ``Authorization: Desk <number>.<token>``."""

ROOM_FIRST, ROOM_LEAST, ROOM_MOST = 16_384, 2_048, 1_048_576
"""Packed bytes that a page may take: the first time, on the worst link, on the best."""

MOST_CHANGES = 20_000
"""Changes in one page, either way."""

MOST_FEEDS = 1024
MOST_EVENTS = 500
MOST_WANTED = 200
MOST_RELAYS = 8
PART_BYTES = 262_144
"""Bytes of one part of a snapshot."""

MARK_CHECK = 4
"""Signs of a mark that travel with each cursor."""

WAIT_SECONDS = 55
"""How long the hub holds ``/v1/wait`` at most."""


class Fault(StrEnum):
    """Why the hub answers no. The same words in ``{"error": {"code", "sentence"}}`` and on the desk."""

    MALFORMED = "malformed"
    """400: nothing was applied; sending the same again will not help."""
    UNKNOWN_DESK = "unknown-desk"
    """401: no such desk or token."""
    REVOKED = "revoked"
    """403: the desk was revoked, ``since`` says when."""
    CODE_REFUSED = "code-refused"
    """403: wrong, used, expired or burnt code; which one is not said."""
    FORBIDDEN = "forbidden"
    """403: the desk may read there and not do this."""
    NOT_FOUND = "not-found"
    """404: no such thing for this desk."""
    WRONG_METHOD = "wrong-method"
    """405: the address answers another method."""
    FORK = "fork"
    """409: two desks write under one number; ``fork`` is the first number that is not the hub's."""
    BELOW_FLOOR = "below-floor"
    """410: the history is no longer kept that far; ``feed`` and ``snapshot`` (a manifest) say how to go on.

    First send what waits, without that feed among the cursors, so that a copied disk is found out; then adopt the snapshot
    and put on top what is still not confirmed."""
    TOO_LARGE = "too-large"
    """413: ``room`` says how many packed bytes are taken."""
    TOO_OLD = "too-old"
    """426: the desk could not read what it asks for; what it sends is still taken."""
    TOO_MANY = "too-many"
    """429: wait ``Retry-After`` seconds."""
    OUR_FAULT = "our-fault"
    """500: the hub made a mistake; nothing was applied."""
    BUSY = "busy"
    """503: wait ``Retry-After`` seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolRequest:
    """Ask for a number and a token.

    With a ``code`` from an invitation; or, sent with a desk's own token and no code, ask for a second identity with the
    same rights (after `Fault.FORK`). ``library`` is the code of the library, which gives its ``lib:`` feed.
    """

    key: bytes
    code: str = ""
    label: str = ""
    library: str = ""
    app: str = ""
    schema: int = 0

    def to_wire(self) -> dict[str, Any]:
        """Return the message as plain values."""
        message: dict[str, Any] = {"p": PROTOCOL, "key": self.key.hex(), "label": self.label}
        message.update(_said(code=self.code, library=self.library, app=self.app, schema=self.schema))
        return message

    @classmethod
    def from_wire(cls, plain: object) -> "EnrolRequest":
        """Read the message.

        Raises:
            WireError: it is not one.
        """
        message = _message(plain)
        library = text(message.get("library", ""), "library", 64)
        if library:
            checked_feed(f"lib:{library}")
        return cls(
            key=hexadecimal(message.get("key"), "key", KEY_BYTES),
            code=text(message.get("code", ""), "code", 40),
            label=text(message.get("label", ""), "label"),
            library=library,
            app=text(message.get("app", ""), "app", 40),
            schema=whole(message.get("schema", 0), "schema"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolReply:
    """A desk's number, its token (shown this once), what it may do, and who the hub is.

    ``rights`` names feeds, or `feeds.EVERY_DEPARTMENT`. ``hub_key`` verifies what the hub seals for sticks.
    """

    desk: int
    token: str
    network: str
    rights: Mapping[str, Level]
    hub: str
    hub_key: bytes
    time: int

    def to_wire(self) -> dict[str, Any]:
        """Return the message as plain values."""
        return {
            "p": PROTOCOL,
            "desk": self.desk,
            "token": self.token,
            "network": self.network,
            "rights": {name: level.value for name, level in self.rights.items()},
            "hub": self.hub,
            "key": self.hub_key.hex(),
            "time": self.time,
        }

    @classmethod
    def from_wire(cls, plain: object) -> "EnrolReply":
        """Read the message.

        Raises:
            WireError: it is not one.
        """
        message = _message(plain)
        return cls(
            desk=whole(message.get("desk"), "desk", 1),
            token=text(message.get("token"), "token", least=20),
            network=text(message.get("network"), "network", 40, least=1),
            rights=_rights(message.get("rights")),
            hub=text(message.get("hub"), "hub", 40, least=1),
            hub_key=hexadecimal(message.get("key"), "key", KEY_BYTES),
            time=whole(message.get("time"), "time"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a feed was read: the number of its last entry read, in that epoch. ``("", 0)`` for a feed never read.

    ``check`` is the beginning of the mark received with it (`MARK_CHECK` signs): by it the hub sees that what was read
    is still its own history, even if somebody put back an old file without saying so.
    """

    epoch: str = ""
    seq: int = 0
    check: str = ""

    @classmethod
    def after(cls, page: "FeedPage") -> "Cursor":
        """Return the cursor of who has read ``page``."""
        return cls(epoch=page.epoch, seq=page.cur, check=page.mark[:MARK_CHECK])


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One counter of statistics, numbered by the desk without hole. ``dims`` are words of closed lists."""

    n: int
    month: str
    name: str
    dims: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Entries that an earlier life of the hub had numbered, in order and without hole, with the mark it had given.

    Offered by a desk that has read further than a hub put back from a backup holds: even the work of a desk that will
    never come back returns. ``first`` is the number of the first entry, ``epoch`` and ``mark`` those received with the
    last: `FeedPage.mark`. The hub takes the run only if its own secret made that mark for exactly these entries.
    """

    feed: str
    epoch: str
    first: int
    mark: str
    entries: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRequest:
    """What a desk sends: its unsent changes from the first unacknowledged on, and how far it has read.

    ``chain`` is the chain before the first change (`change.next_chain`). ``cursors`` names every feed to follow.
    ``room`` is how many packed bytes the answer may take. ``names`` is the last `SyncReply.names_version` received.
    ``whole`` asks for the desk's own changes whole rather than as an `Echo`: after a snapshot was adopted.
    ``incarnation`` is any text that a copied disk does not share. ``app``, ``schema`` and ``incarnation`` may be left out
    when they have not changed since the last answer.
    """

    cursors: Mapping[str, Cursor] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    chain: bytes = CHAIN_START
    room: int = ROOM_FIRST
    clock: int = 0
    app: str = ""
    schema: int = 0
    incarnation: str = ""
    names: int = 0
    whole: bool = False
    events: tuple[Event, ...] = ()
    relays: tuple[Relay, ...] = ()
    want: tuple[tuple[str, str, str], ...] = ()

    def to_wire(self) -> dict[str, Any]:
        """Return the message as plain values. Changes must follow one another without hole."""
        message: dict[str, Any] = {"p": PROTOCOL, "cur": {name: _place(c) for name, c in self.cursors.items()}}
        message.update(
            _said(
                room=self.room if self.room != ROOM_FIRST else 0,
                clock=self.clock,
                app=self.app,
                schema=self.schema,
                inc=self.incarnation,
                names=self.names,
                whole=int(self.whole),
            )
        )
        if self.changes:
            first = self.changes[0]
            if any(change.n != first.n + place for place, change in enumerate(self.changes)):
                raise WireError("changes do not follow one another")
            message.update(n=first.n, t=first.at, chain=self.chain.hex(), changes=self._rows())
        if self.events:
            message["events"] = [[one.n, one.month, one.name, list(one.dims), one.count] for one in self.events]
        if self.relays:
            message["relay"] = [_relay_to_wire(one) for one in self.relays]
        if self.want:
            message["want"] = [list(one) for one in self.want]
        return message

    def _rows(self) -> list[list[Any]]:
        """Return the changes as rows: seconds since the one before, entries unseen below the cursor, feed, save."""
        found, before = [], self.changes[0].at
        for change in self.changes:
            cursor = self.cursors.get(change.feed)
            unseen = cursor.seq - change.seen if cursor and change.seen else 0
            found.append([change.at - before, unseen, change.feed, *save_to_wire(change)])
            before = change.at
        return found

    @classmethod
    def from_wire(cls, plain: object) -> "SyncRequest":
        """Read the message.

        Raises:
            WireError: it is not one. A change that is only too large or badly named is read: see `Change.flaw`.
        """
        message = _message(plain)
        cursors = {
            checked_feed(name): _cursor(one) for name, one in table(message.get("cur", {}), "cur", MOST_FEEDS).items()
        }
        changes = rows(message.get("changes", []), "changes", MOST_CHANGES)
        return cls(
            cursors=cursors,
            changes=_changes(changes, message, cursors) if changes else (),
            chain=hexadecimal(message.get("chain"), "chain", len(CHAIN_START)) if changes else CHAIN_START,
            room=whole(message.get("room", ROOM_FIRST), "room", 1, MOST_NUMBER),
            clock=whole(message.get("clock", 0), "clock"),
            app=text(message.get("app", ""), "app", 40),
            schema=whole(message.get("schema", 0), "schema"),
            incarnation=text(message.get("inc", ""), "inc", 64),
            names=whole(message.get("names", 0), "names"),
            whole=flag(message, "whole"),
            events=tuple(_event(one) for one in rows(message.get("events", []), "events", MOST_EVENTS)),
            relays=tuple(_relay(one) for one in rows(message.get("relay", []), "relay", MOST_RELAYS)),
            want=tuple(_wanted(one) for one in rows(message.get("want", []), "want", MOST_WANTED)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A desk's own change, numbered by the hub: its number and the time it is held to have been made.

    The hub gives none beyond the last number that the request sends. Who sends nothing though something waits must stop
    reading before an own number that was not acknowledged (cursor there, without ``check``): it may be a twin's work.
    """

    desk: int
    n: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """What is new in one feed: the entries after number `start`, up to ``cur``, of ``head``. Numbers have no hole.

    ``digest`` is that of the feed at ``head``, to compare when ``cur == head``. ``mark`` is the hub's own proof of its
    history up to ``cur``: keep it with the cursor (`Cursor.after`, `Relay`). **A `start` below the cursor sent means that
    the hub was put back from a backup**: it shares with the reader the entries up to ``start`` only. The reader then
    sends again its own changes beyond ``ack``, offers a `Relay` of the entries from ``start + 1`` to its old cursor,
    keeps what it holds, and reads on from this page, skipping the dots it has already applied.
    """

    epoch: str
    cur: int
    head: int
    digest: str
    mark: str
    rows: Sequence[Sequence[Any]] = ()

    @property
    def start(self) -> int:
        """The number of the entry before the first of these."""
        return self.cur - len(self.rows)

    def to_wire(self) -> dict[str, Any]:
        """Return the page as plain values."""
        return {
            "epoch": self.epoch,
            "log": self.rows,
            "cur": self.cur,
            "head": self.head,
            "digest": self.digest,
            "mark": self.mark,
        }

    @classmethod
    def from_wire(cls, plain: object) -> "FeedPage":
        """Read the page; its rows are read by `entries`.

        Raises:
            WireError: it is not one.
        """
        page = table(plain, "feed", 20)
        return cls(
            epoch=text(page.get("epoch"), "epoch", 40),
            cur=whole(page.get("cur"), "cur"),
            head=whole(page.get("head"), "head"),
            digest=text(page.get("digest"), "digest", 16, least=16),
            mark=text(page.get("mark"), "mark", 40),
            rows=rows(page.get("log", []), "log", min(MOST_CHANGES, whole(page.get("cur"), "cur"))),
        )

    def entries(self, feed: str, time: int) -> tuple[Change | Echo, ...]:
        """Return the entries, in order; the last is number ``cur``. ``time`` is that of the reply.

        Raises:
            WireError: a row is not one.
        """
        found: list[Change | Echo] = []
        at = time
        for one in self.rows:
            desk, n, step, *save = row(one, "entry", 3, 7)
            desk, n = whole(desk, "desk", 1), whole(n, "number", 1)
            at += whole(step, "time", -MOST_NUMBER)
            if save:
                found.append(save_from_wire(desk, n, at, feed, row(save, "entry", 4)))
            else:
                found.append(Echo(desk=desk, n=n, at=at))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A desk of the network, as others know it: what to show, how to verify its sticks, whether it was revoked."""

    desk: int
    label: str
    key: bytes
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Every live value of one record, asked for with ``want``: by field, rows of desk, n, at, value.

    ``gone`` are, by field, the desk and n of what was replaced before it arrived. All are as at the head of the feed: to
    be taken only from an answer that brings its reader to that head; otherwise read on and ask again.
    """

    feed: str
    kind: str
    id: str
    fields: Mapping[str, Sequence[Sequence[Any]]]
    gone: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReply:
    """What the hub answers.

    ``ack`` is the last of the desk's numbers that is durable at the hub, or refused. A desk believes it only up to the last
    number it sent in this very request, for only those were compared with what the hub has: beyond may be the work of a
    copy of its disk. An ``ack`` beyond its own last number means just that: it must take a new identity, from its first
    number not yet confirmed on. A lower ``ack`` than before means that those are to be sent again. ``refused`` names changes
    sent that were set aside and why (`change.Refusal`); ``parked`` those to keep and send again to a later hub.
    ``feeds`` holds only feeds with something new; ``denied`` those that the desk may not read. ``names`` holds desks that
    changed since the version asked, with ``rights`` as they are now. ``events`` is the last counter taken.
    """

    time: int
    desk: int
    ack: int
    refused: tuple[tuple[int, str], ...] = ()
    parked: tuple[int, ...] = ()
    feeds: Mapping[str, FeedPage] = field(default_factory=dict)
    denied: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    names_version: int = 0
    rights: Mapping[str, Level] = field(default_factory=dict)
    events: int = 0
    cells: tuple[Cells, ...] = ()
    next_s: int = 600

    def to_wire(self) -> dict[str, Any]:
        """Return the message as plain values."""
        message: dict[str, Any] = {"p": PROTOCOL, "time": self.time, "desk": self.desk, "ack": self.ack}
        message.update(
            _said(
                refused=[list(one) for one in self.refused],
                parked=list(self.parked),
                feeds={name: page.to_wire() for name, page in self.feeds.items()},
                denied=list(self.denied),
                names=[[one.desk, one.label, one.key.hex(), int(one.revoked)] for one in self.names],
                names_version=self.names_version,
                rights={name: level.value for name, level in self.rights.items()},
                events=self.events,
                cells=[[one.feed, one.kind, one.id, one.fields, one.gone] for one in self.cells],
                next_s=self.next_s if self.next_s != 600 else 0,
            )
        )
        return message

    @classmethod
    def from_wire(cls, plain: object) -> "SyncReply":
        """Read the message.

        Raises:
            WireError: it is not one.
        """
        message = _message(plain)
        return cls(
            time=whole(message.get("time"), "time"),
            desk=whole(message.get("desk"), "desk", 1),
            ack=whole(message.get("ack"), "ack"),
            refused=tuple(
                (whole(n, "number"), text(code, "code"))
                for n, code in (
                    row(one, "refused", 2) for one in rows(message.get("refused", []), "refused", MOST_CHANGES)
                )
            ),
            parked=tuple(whole(n, "number") for n in rows(message.get("parked", []), "parked", MOST_CHANGES)),
            feeds={
                checked_feed(name): FeedPage.from_wire(page)
                for name, page in table(message.get("feeds", {}), "feeds", MOST_FEEDS).items()
            },
            denied=tuple(checked_feed(one) for one in rows(message.get("denied", []), "denied", MOST_FEEDS)),
            names=tuple(_name(one) for one in rows(message.get("names", []), "names", MOST_CHANGES)),
            names_version=whole(message.get("names_version", 0), "names_version"),
            rights=_rights(message.get("rights", {})),
            events=whole(message.get("events", 0), "events"),
            cells=tuple(_cells(one) for one in rows(message.get("cells", []), "cells", MOST_WANTED)),
            next_s=whole(message.get("next_s", 600), "next_s", 1, 86_400),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A snapshot of a feed at number ``seq``: immutable parts of `PART_BYTES`, the SHA-256 of each, in order."""

    feed: str
    epoch: str
    seq: int
    size: int
    parts: tuple[str, ...]

    def to_wire(self) -> dict[str, Any]:
        """Return the manifest as plain values."""
        return {"feed": self.feed, "epoch": self.epoch, "seq": self.seq, "bytes": self.size, "parts": list(self.parts)}

    @classmethod
    def from_wire(cls, plain: object) -> "Manifest":
        """Read the manifest.

        Raises:
            WireError: it is not one.
        """
        found = table(plain, "snapshot", 20)
        size = whole(found.get("bytes"), "bytes", 1, 2**31)
        parts = rows(found.get("parts"), "parts", -(-size // PART_BYTES))
        return cls(
            feed=checked_feed(found.get("feed")),
            epoch=text(found.get("epoch"), "epoch", 40),
            seq=whole(found.get("seq"), "seq"),
            size=size,
            parts=tuple(hexadecimal(one, "part", 32).hex() for one in parts),
        )


def wait_query(cursors: Mapping[str, Cursor]) -> str:
    """Return the ``cur`` of ``GET /v1/wait?cur=…``: feeds with the number last read. The answer is a `heads_from_wire`."""
    return ",".join(f"{name}={cursor.seq}" for name, cursor in cursors.items())


def wait_from_query(query: str) -> dict[str, int]:
    """Read the ``cur`` of a wait.

    Raises:
        WireError: it is not one.
    """
    found = {}
    for one in query.split(",", MOST_FEEDS) if query else ():
        name, _, number = one.partition("=")
        if not number.isascii() or not number.isdigit() or len(number) > 16:
            raise WireError("cur: not a number")
        found[checked_feed(name)] = int(number)
    return found


def heads_to_wire(heads: Mapping[str, int]) -> dict[str, Any]:
    """Return the answer of a wait: the feeds that have moved and their last number."""
    return {"p": PROTOCOL, "heads": dict(heads)}


def heads_from_wire(plain: object) -> dict[str, int]:
    """Read the answer of a wait.

    Raises:
        WireError: it is not one.
    """
    found = table(_message(plain).get("heads"), "heads", MOST_FEEDS)
    return {checked_feed(name): whole(seq, "head") for name, seq in found.items()}


def _message(plain: object) -> dict[str, Any]:
    message = table(plain, "message", 60)
    if message.get("p") != PROTOCOL:
        raise WireError("another protocol")
    return message


def _said(**values: Any) -> dict[str, Any]:
    """Return what is worth saying: an empty value is the one that the reader supposes."""
    return {name: value for name, value in values.items() if value}


def _rights(plain: object) -> dict[str, Level]:
    found = {}
    for name, level in table(plain, "rights", MOST_FEEDS).items():
        if type(level) is not str or level not in Level.__members__.values():
            raise WireError("rights: unknown level")
        found[name if name == EVERY_DEPARTMENT else checked_feed(name)] = Level(level)
    return found


def _place(cursor: Cursor) -> list[Any]:
    return [cursor.epoch, cursor.seq, cursor.check] if cursor.check else [cursor.epoch, cursor.seq]


def _cursor(plain: object) -> Cursor:
    epoch, seq, *check = row(plain, "cur", 2, 3)
    return Cursor(
        epoch=text(epoch, "epoch", 40),
        seq=whole(seq, "cur"),
        check=text(check[0], "check", MARK_CHECK) if check else "",
    )


def _changes(found: list[Any], message: Mapping[str, Any], cursors: Mapping[str, Cursor]) -> tuple[Change, ...]:
    first = whole(message.get("n"), "n", 1)
    at = whole(message.get("t"), "t")
    changes = []
    for place, one in enumerate(found):
        step, unseen, feed, *save = row(one, "change", 7)
        at += whole(step, "time", -MOST_NUMBER)
        name = checked_feed(feed)
        read = cursors[name].seq if name in cursors else 0
        seen = max(0, read - whole(unseen, "seen", -MOST_NUMBER))
        changes.append(save_from_wire(0, first + place, max(0, min(at, MOST_NUMBER)), name, save, seen))
    return tuple(changes)


def _event(plain: object) -> Event:
    n, month, name, dims, count = row(plain, "event", 5)
    month = text(month, "month", 7, least=7)
    if not (month[:4].isdecimal() and month[4] == "-" and month[5:].isdecimal() and month.isascii()):
        raise WireError("month: not a month")
    return Event(
        n=whole(n, "event", 1),
        month=month,
        name=text(name, "name", 40, least=1),
        dims=tuple(text(one, "dimension", 60) for one in rows(dims, "dims", 6)),
        count=whole(count, "count", 1, 10_000),
    )


def _relay_to_wire(relay: Relay) -> list[Any]:
    found = [[one.desk, one.n, one.at, *save_to_wire(one)] for one in relay.entries]
    return [relay.feed, relay.epoch, relay.first, relay.mark, found]


def _relay(plain: object) -> Relay:
    feed, epoch, first, mark, found = row(plain, "relay", 5)
    name = checked_feed(feed)
    entries = []
    for one in rows(found, "relay", MOST_CHANGES):
        desk, n, at, *save = row(one, "relay", 7)
        entries.append(save_from_wire(whole(desk, "desk", 1), whole(n, "number", 1), whole(at, "time"), name, save))
    return Relay(
        feed=name,
        epoch=text(epoch, "epoch", 40),
        first=whole(first, "first", 1),
        mark=text(mark, "mark", 40, least=1),
        entries=tuple(entries),
    )


def _wanted(plain: object) -> tuple[str, str, str]:
    feed, kind, record = row(plain, "want", 3)
    return checked_feed(feed), text(kind, "kind", least=1), text(record, "id", least=1)


def _name(plain: object) -> Name:
    desk, label, key, revoked = row(plain, "name", 4)
    return Name(
        desk=whole(desk, "desk", 1),
        label=text(label, "label", MOST_NAME),
        key=hexadecimal(key, "key", KEY_BYTES),
        revoked=whole(revoked, "revoked", 0, 1) == 1,
    )


def _cells(plain: object) -> Cells:
    feed, kind, record, fields, gone = row(plain, "cells", 5)
    found = table(fields, "cells", MOST_FIELD_NAMES)
    for values in found.values():
        for one in rows(values, "cells", MOST_FIELD_NAMES):
            desk, n, at, _ = row(one, "value", 4)
            whole(desk, "desk", 1), whole(n, "number", 1), whole(at, "time")
    return Cells(
        feed=checked_feed(feed),
        kind=text(kind, "kind", least=1),
        id=text(record, "id", least=1),
        fields=found,
        gone=bases_from_wire(gone),
    )
