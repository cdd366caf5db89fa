"""A desk without disk or screen: the desk's half of the protocol, in as few lines as it can be said.

Real wire, real rule, nothing kept: for tests that need many desks, and to read as the protocol by example.
"""

from dataclasses import dataclass, field, replace

from desk.base.ids import new_secret
from desk.wire import snapshot
from desk.wire.change import CHAIN_START, ME, PURGE, Change, chain_of
from desk.wire.digest import digest_of, to_text
from desk.wire.merge import Gone, Live, merge, question, retime, shown
from desk.wire.packing import pack, unpack
from desk.wire.protocol import (
    ROOM_FIRST,
    ROOM_MOST,
    Cursor,
    Echo,
    EnrolReply,
    EnrolRequest,
    Manifest,
    Relay,
    SyncReply,
    SyncRequest,
)
from desk.wire.sealed import HUB, Seal, peek, seal, unseal
from desk.wire.signing import public_key


class NoFromHubError(Exception):
    """The hub said no."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body['error']['code']}")
        self.status, self.body, self.code = status, body, body["error"]["code"]


@dataclass(slots=True)
class PocketDesk:
    """``transport(method, path, body, authorization)`` returns (status, body as bytes or, for errors, as values)."""

    transport: object
    feeds: tuple = ("dep:51",)
    skew: int = 0
    label: str = "Blacy"
    number: int = 0
    token: str = ""
    network: str = ""
    hub: str = ""
    hub_key: bytes = b""
    secret: bytes = field(default_factory=new_secret)
    n: int = 0
    ack: int = 0
    """The last own number that the hub has: lower again after the hub was put back."""
    mine: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)
    live: Live = field(default_factory=dict)
    gone: Gone = field(default_factory=set)
    applied: set = field(default_factory=set)
    """Dots already given to `merge`: each is given once."""
    journal: dict = field(default_factory=dict)
    """By feed, the entries as the hub numbered them: place 0 is number 1."""
    cursors: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    relays: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    names_version: int = 0
    carried: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)
    """By record, the feed it was created in."""
    digests_differ: list = field(default_factory=list)

    # Coming in

    def enrol(self, code, library=""):
        request = EnrolRequest(key=public_key(self.secret), code=code, label=self.label, library=library)
        self._welcome(EnrolReply.from_wire(unpack(self._ask("POST", "/v1/enrol", pack(request.to_wire())))))
        return self

    def _welcome(self, reply):
        was = self.number
        self.number, self.token, self.network = reply.desk, reply.token, reply.network
        self.hub, self.hub_key = reply.hub, reply.hub_key
        self._rename(was, reply.desk)

    def _rename(self, was, now, first=1):
        """Write the new number in what was saved under the old one, from ``first`` on."""

        def renamed(dot):
            return (now, dot[1] - first + 1) if dot[0] == was and dot[1] >= first else dot

        self.live = {key: {renamed(dot): value for dot, value in cell.items()} for key, cell in self.live.items()}
        self.gone = {(*key, renamed(dot)) for *key, dot in self.gone}
        self.applied = {renamed(dot) for dot in self.applied}

    # Working

    def save(self, record, time=0, feed="dep:51", kind="sheet", **sets):
        """Save fields of one record, with what is live here as bases."""
        self.n += 1
        cells = {name: self.live.get((kind, record, name), {}) for name in sets}
        bases = {
            name: tuple((ME if desk == self.number else desk, n) for desk, n in sorted(cell))
            for name, cell in cells.items()
            if cell
        }
        cursor = self.cursors.get(feed, Cursor())
        saved = Change(
            desk=ME,
            n=self.n,
            at=time + self.skew,
            feed=feed,
            kind=kind,
            id=record,
            sets=sets,
            bases=bases,
            seen=cursor.seq,
        )
        self.mine[self.n] = saved
        self._apply(saved.numbered(self.number, saved.at))
        return saved

    def erase(self, record, feed="dep:51", kind="sheet"):
        """Ask for an erasure, as a coordinator; it takes effect when it comes back with what it erased."""
        self.n += 1
        sets = {"kind": kind}
        self.mine[self.n] = Change(desk=ME, n=self.n, at=0, feed=feed, kind=PURGE, id=record, sets=sets, bases={})

    def shown(self, record, name, kind="sheet"):
        found = shown(self.live.get((kind, record, name), {}))
        return found[1].value if found else None

    def questions(self):
        return {key for key, cell in self.live.items() if question(cell)}

    def unsent(self):
        return [self.mine[n] for n in range(self.ack + 1, self.n + 1)]

    def _apply(self, change):
        self.where.setdefault((change.effect().kind, change.id), change.feed)
        if change.dot in self.applied:
            retime(self.live, change.effect())
        else:
            self.applied.add(change.dot)
            merge(self.live, self.gone, change.effect())

    # Exchanging

    def request(self, take=None, room=ROOM_FIRST, **more):
        changes = tuple(self.unsent()[:take])
        return SyncRequest(
            cursors={name: self.cursors.get(name, Cursor()) for name in self.feeds},
            changes=changes,
            chain=chain_of(CHAIN_START, (self.mine[n] for n in range(1, self.ack + 1))) if changes else CHAIN_START,
            room=room,
            names=self.names_version,
            relays=tuple(self.relays.values()),
            **more,
        )

    def sync(self, take=None, room=ROOM_FIRST, **more):
        """One request and its answer. A fork or a floor is dealt with, then the request is made again."""
        request = self.request(take, room, **more)
        try:
            reply = self.send(request)
        except NoFromHubError as error:
            if error.code == "fork":
                self._fork(error.body["fork"])
            elif error.code == "below-floor":
                self._push()
                self._start_again(Manifest.from_wire(error.body["snapshot"]))
                more = {**more, "whole": True}
            else:
                raise
            return self.sync(take, room, **more)
        self.receive(reply, request.changes)
        return reply

    def _push(self):
        """Send what waits, reading nothing: before a snapshot is adopted, the hub must have seen that we are no copy."""
        request = replace(self.request(), cursors={}, relays=())
        try:
            self.receive(self.send(request), request.changes)
        except NoFromHubError as error:
            if error.code != "fork":
                raise
            self._fork(error.body["fork"])
            self._push()

    def send(self, request):
        return SyncReply.from_wire(unpack(self._ask("POST", "/v1/sync", pack(request.to_wire()))))

    def sync_until_still(self, room=ROOM_MOST):
        """Exchange until both have everything; return the number of requests."""
        for times in range(1, 60):
            reply = self.sync(room=room)
            behind = any(page.cur < page.head for page in reply.feeds.values())
            if self.ack == self.n and not behind and not self.relays:
                return times
        raise AssertionError("never still")

    def receive(self, reply, sent):
        """Apply an answer. An ``ack`` beyond what was ``sent`` is of no use: only what was compared is known to be ours."""
        self.refused.update(reply.refused)
        if reply.ack > self.n:
            return self._fork(self.ack + 1)
        self.ack = min(reply.ack, max(self.ack, sent[-1].n if sent else 0))
        self.relays = {}
        self.names.update({one.desk: one for one in reply.names})
        self.names_version = reply.names_version or self.names_version
        for name, page in reply.feeds.items():
            self._read(name, page, reply.time)
        return None

    def _read(self, name, page, time):
        cursor, journal = self.cursors.get(name, Cursor()), self.journal.setdefault(name, [])
        if page.start < cursor.seq:
            self._offer(name, page.start, cursor, journal)
        del journal[page.start :]
        for entry in page.entries(name, time):
            is_mine = isinstance(entry, Echo)
            whole = self.mine[entry.n].numbered(self.number, entry.at) if is_mine else entry
            journal.append(whole)
            self._apply(whole)
            self.carried.pop(whole.dot, None)
        self.cursors[name], self.marks[name] = Cursor.after(page), page.mark
        is_still = page.cur == page.head and not (self.unsent() or self.carried or self.refused or self.relays)
        if is_still and self.digest(name) != page.digest:
            self.digests_differ.append(name)

    def _offer(self, name, start, cursor, journal):
        """The hub was put back from a backup: offer what it had numbered and has lost."""
        lost = journal[start:]
        if lost and self.marks.get(name):
            self.relays[name] = Relay(
                feed=name, epoch=cursor.epoch, first=start + 1, mark=self.marks[name], entries=tuple(lost)
            )

    def digest(self, name):
        """Return the digest of one feed."""
        return to_text(digest_of({key: cell for key, cell in self.live.items() if self.where[key[:2]] == name}))

    def _fork(self, first):
        """This disk is a copy: take a second identity for what the hub does not have."""
        request = EnrolRequest(key=public_key(self.secret), label=self.label)
        was = self.number
        reply = EnrolReply.from_wire(unpack(self._ask("POST", "/v1/enrol", pack(request.to_wire()))))
        self.number, self.token = reply.desk, reply.token
        for one in [self.mine[n] for n in range(1, first)]:
            self.applied.add((was, one.n))
        self._rename(was, reply.desk, first)
        kept = [self.mine[n] for n in range(first, self.n + 1)]
        self.mine = {}
        for n, one in enumerate(kept, 1):
            bases = {name: tuple(self._after_fork(dot, was, first) for dot in dots) for name, dots in one.bases.items()}
            self.mine[n] = replace(one, n=n, bases=bases)
        self.n, self.ack = len(kept), 0

    @staticmethod
    def _after_fork(dot, was, first):
        if dot[0] not in (ME, was):
            return dot
        return (ME, dot[1] - first + 1) if dot[1] >= first else (was, dot[1])

    def _start_again(self, manifest):
        """Adopt a snapshot of one feed, then put on top what the hub does not have yet."""
        base = f"/v1/snapshot/{manifest.feed}/{manifest.seq}"
        parts = [self._ask("GET", f"{base}/{number}", b"") for number in range(len(manifest.parts))]
        for number, part in enumerate(parts):
            snapshot.verify_part(manifest, number, part)
        heading, content = snapshot.read(parts)
        live, gone = snapshot.gather(content)
        assert snapshot.is_whole(heading, live)
        here = {record for record, feed in self.where.items() if feed == manifest.feed} | {key[:2] for key in live}
        self.where.update(dict.fromkeys(here, manifest.feed))
        self.live = {**{key: cell for key, cell in self.live.items() if key[:2] not in here}, **live}
        self.gone = {one for one in self.gone if one[:2] not in here} | gone
        self.applied = {dot for cell in self.live.values() for dot in cell}
        self.cursors[manifest.feed] = Cursor(epoch=manifest.epoch, seq=manifest.seq)
        self.marks[manifest.feed] = ""
        self.journal[manifest.feed] = [None] * manifest.seq
        for one in self.unsent():
            self._apply(one.numbered(self.number, one.at))

    # Sticks

    def write_stick(self):
        request = self.request()
        changes = request.changes
        heading = Seal(
            hub=self.hub, network=self.network, author=self.number, to=HUB, first=changes[0].n if changes else 0,
            last=changes[-1].n if changes else 0, at=0,
        )  # fmt: skip
        return seal(heading, pack(request.to_wire()), self.secret)

    def carry_stick(self, data):
        """Bring another desk's stick to the hub; return the hub's answer, for its author."""
        return self._ask("POST", "/v1/bundle", data)

    def read_answer(self, data):
        _, body = unseal(data, self.hub_key)
        last = peek(data).last
        self.receive(SyncReply.from_wire(unpack(body)), [self.mine[last]] if last in self.mine else [])

    def read_stick(self, data):
        """Take what a neighbour has saved, not confirmed yet."""
        heading, body = unseal(data, self.names[peek(data).author].key)
        for one in SyncRequest.from_wire(unpack(body)).changes:
            whole = one.numbered(heading.author, one.at)
            if whole.dot not in self.applied:
                self.carried[whole.dot] = whole
                self._apply(whole)

    def _ask(self, method, path, body):
        status, answer = self.transport(method, path, body, f"Desk {self.number}.{self.token}" if self.token else "")
        if status >= 300:
            raise NoFromHubError(status, answer)
        return answer
