"""A desk without disk or screen: the desk's half of the protocol, in as few lines as it can be said.

Real wire, real rule, nothing kept: for tests that need many desks, and to read as the protocol by example.
"""

from dataclasses import dataclass, field, replace

from desk.base.ids import new_secret
from desk.wire import snapshot
from desk.wire.change import CHAIN_START, ME, PURGE, Change, chain_of
from desk.wire.digest import digest_of, to_text
from desk.wire.merge import Gone, Live, Value, merge, question, retime, shown
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
    applied: dict = field(default_factory=dict)
    """By feed, the dots already given to `merge`: each is given once."""
    known: dict = field(default_factory=dict)
    """By feed, the last number of each desk that was in the snapshot it was started from: given to `merge` too."""
    heard: dict = field(default_factory=dict)
    """By desk, the last number that the hub is known to have."""
    doubtful: set = field(default_factory=set)
    """Records of which something came back other than it was heard: asked for whole."""
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
        self.applied = {feed: {renamed(dot) for dot in dots} for feed, dots in self.applied.items()}

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
        applied = self.applied.setdefault(change.feed, set())
        if change.dot in applied or change.n <= self.known.get(change.feed, {}).get(change.desk, 0):
            retime(self.live, change.effect())
        else:
            applied.add(change.dot)
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
            **{"want": tuple(sorted(self.doubtful)), **more},
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
                if not self._push() and self._start_again(Manifest.from_wire(error.body["snapshot"])):
                    more = {**more, "whole": True}
            else:
                raise
            return self.sync(take, room, **more)
        self.receive(reply, request.changes)
        return reply

    def _push(self):
        """Send what waits, reading nothing: before a snapshot is adopted, the hub must have seen that we are no copy.

        Return whether something was taken: an erasure among it has withdrawn the snapshot that was offered.
        """
        request, was = replace(self.request(), cursors={}, relays=(), want=()), (self.number, self.ack)
        try:
            self.receive(self.send(request), request.changes)
        except NoFromHubError as error:
            if error.code != "fork":
                raise
            self._fork(error.body["fork"])
        return (self.number, self.ack) != was

    def send(self, request):
        return SyncReply.from_wire(unpack(self._ask("POST", "/v1/sync", pack(request.to_wire()))))

    def sync_until_still(self, room=ROOM_MOST):
        """Exchange until both have everything; return the number of requests."""
        for times in range(1, 60):
            reply = self.sync(room=room)
            behind = any(self.cursors.get(name, Cursor()).seq < page.head for name, page in reply.feeds.items())
            if self.ack == self.n and not (behind or self.relays or self.doubtful):
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
        self.doubtful |= {(one.feed, one.kind, one.id) for n, _ in reply.refused if (one := self.mine.get(n))}
        for cells in reply.cells:
            page = reply.feeds.get(cells.feed)
            if page is None or self.cursors[cells.feed].seq == page.head:
                self._rebuild(cells)
        return None

    def _read(self, name, page, time):
        cursor, journal = self.cursors.get(name, Cursor()), self.journal.setdefault(name, [])
        if page.start < cursor.seq:
            self._offer(name, page.start, cursor, journal)
        del journal[page.start :]
        for entry in page.entries(name, time):
            if entry.desk == self.number and entry.n > self.ack:
                break  # not compared yet: it may be the work of a copy of this disk
            is_mine = isinstance(entry, Echo)
            whole = self.mine[entry.n].numbered(self.number, entry.at) if is_mine else entry
            journal.append(whole)
            self._apply(whole)
            self.heard[whole.desk] = max(whole.n, self.heard.get(whole.desk, 0))
            heard = self.carried.pop(whole.dot, whole)
            if heard.body() != whole.body():
                self.doubtful |= {(one.feed, one.effect().kind, one.id) for one in (heard, whole)}
        all_read = len(journal) == page.cur
        self.cursors[name] = Cursor.after(page) if all_read else Cursor(epoch=page.epoch, seq=len(journal))
        self.marks[name] = page.mark if all_read else ""
        is_still = (
            all_read and page.cur == page.head and not (self.unsent() or self.carried or self.doubtful or self.relays)
        )
        if is_still and self.digest(name) != page.digest:
            self.digests_differ.append(name)

    def _offer(self, name, start, cursor, journal):
        """The hub was put back from a backup: offer what it had numbered and has lost."""
        lost = journal[start:]
        if lost and None not in lost and self.marks.get(name):
            self.relays[name] = Relay(
                feed=name, epoch=cursor.epoch, first=start + 1, mark=self.marks[name], entries=tuple(lost)
            )

    def digest(self, name):
        """Return the digest of one feed."""
        return to_text(digest_of({key: cell for key, cell in self.live.items() if self.where[key[:2]] == name}))

    def join_again(self, code):
        """The hub was put back to before it knew this desk: come in anew, and send everything under the new number.

        What neighbours had relayed meanwhile stays beside under the old one: the same values, and no question.
        """
        self._fork(1, code)

    def _fork(self, first, code=""):
        """This disk is a copy: take a second identity for what the hub does not have."""
        request = EnrolRequest(key=public_key(self.secret), code=code, label=self.label)
        was = self.number
        reply = EnrolReply.from_wire(unpack(self._ask("POST", "/v1/enrol", pack(request.to_wire()))))
        self.number, self.token = reply.desk, reply.token
        for one in [self.mine[n] for n in range(1, first)]:
            self.applied.setdefault(one.feed, set()).add((was, one.n))
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
        """Adopt a snapshot of one feed, then put on top what the hub does not have yet. False if it was withdrawn."""
        base = f"/v1/snapshot/{manifest.feed}/{manifest.seq}"
        try:
            parts = [self._ask("GET", f"{base}/{number}", b"") for number in range(len(manifest.parts))]
        except NoFromHubError as error:
            if error.code != "not-found":
                raise
            return False
        for number, part in enumerate(parts):
            snapshot.verify_part(manifest, number, part)
        heading, content = snapshot.read(parts)
        live, gone = snapshot.gather(content)
        assert snapshot.is_whole(heading, live)
        self.known[manifest.feed] = heading.known
        self.heard.update({desk: max(n, self.heard.get(desk, 0)) for desk, n in heading.known.items()})
        self._replace(manifest.feed, live, gone)
        self.cursors[manifest.feed] = Cursor(epoch=manifest.epoch, seq=manifest.seq)
        self.journal[manifest.feed] = [None] * manifest.seq
        return True

    def _replace(self, feed, live, gone):
        """Put other values in the place of a feed's, and on top what waits or is carried."""
        here = {record for record, name in self.where.items() if name == feed} | {key[:2] for key in live}
        self.where.update(dict.fromkeys(here, feed))
        self.live = {**{key: cell for key, cell in self.live.items() if key[:2] not in here}, **live}
        self.gone = {one for one in self.gone if one[:2] not in here} | gone
        self.applied[feed] = {dot for cell in live.values() for dot in cell}
        self.carried = {dot: one for dot, one in self.carried.items() if dot[1] > self.heard.get(dot[0], 0)}
        self.marks[feed] = ""
        self._put_on_top(one for one in self._not_confirmed() if one.feed == feed)

    def _rebuild(self, cells):
        """Take every value of one record from the hub, and put on top what waits or is carried."""
        record = cells.kind, cells.id
        self.doubtful.discard((cells.feed, *record))
        self.live = {key: cell for key, cell in self.live.items() if key[:2] != record}
        for name, values in cells.fields.items():
            self.live[*record, name] = {(desk, n): Value(at, value) for desk, n, at, value in values}
        self.gone = {one for one in self.gone if one[:2] != record}
        self.gone |= {(*record, name, tuple(dot)) for name, dots in cells.gone.items() for dot in dots}
        self._put_on_top(one for one in self._not_confirmed() if (one.effect().kind, one.id) == record)

    def _not_confirmed(self):
        own = [one.numbered(self.number, one.at) for one in self.unsent() if one.kind != PURGE]
        return [*own, *self.carried.values()]

    def _put_on_top(self, changes):
        for one in changes:
            self.applied.setdefault(one.feed, set()).add(one.dot)
            merge(self.live, self.gone, one.effect())

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
        """Take what a neighbour has saved and the hub does not have yet, as far as is known here."""
        heading, body = unseal(data, self.names[peek(data).author].key)
        for one in SyncRequest.from_wire(unpack(body)).changes:
            whole = one.numbered(heading.author, one.at)
            if whole.dot not in self.carried and whole.n > self.heard.get(whole.desk, 0):
                self.carried[whole.dot] = whole
                self._apply(whole)

    def _ask(self, method, path, body):
        status, answer = self.transport(method, path, body, f"Desk {self.number}.{self.token}" if self.token else "")
        if status >= 300:
            raise NoFromHubError(status, answer)
        return answer
