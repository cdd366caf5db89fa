"""One round with the hub: send what waits, read what is new, until both have everything. Safe to cut, safe to repeat.

Each answer is applied in short transactions, so that nobody waits for the exchange; a cut anywhere means that the same
page comes again.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from desk import __version__
from desk.base.codec import to_json
from desk.base.errors import Code, UnavailableError
from desk.store.exchange import Exchange
from desk.store.feeds import Followed, feed_of_counts, feed_of_library, feed_of_place, may_follow, rights_kept
from desk.store.migrations import VERSION
from desk.store.outbox import as_sent
from desk.store.putting_back import RESTORED
from desk.store.received import Got
from desk.sync import joining, snapshots
from desk.sync.keys import Keys
from desk.sync.line import Line
from desk.sync.report import Report
from desk.sync.transport import HubSaidNoError, Transport
from desk.wire.change import CHAIN_START, Change
from desk.wire.digest import to_text, weight
from desk.wire.errors import WireError
from desk.wire.feeds import COUNTS, network_feed
from desk.wire.merge import Value
from desk.wire.protocol import (
    MARK_CHECK,
    MOST_FEEDS,
    MOST_WANTED,
    ROOM_FIRST,
    ROOM_LEAST,
    ROOM_MOST,
    Cells,
    Cursor,
    Fault,
    FeedPage,
    Manifest,
    Relay,
    SyncReply,
    SyncRequest,
)

STEP = 1000
"""Entries applied in one transaction: others wait for it a fraction of a second at most."""

PACKS = 5
"""How many plain bytes are sent for one packed byte, about."""

MOST_AT_ONCE = 4000
"""Changes sent in one request: others wait at the hub while it takes them."""

ROW_BYTES = 60
"""Plain bytes of a change besides what it says, about."""

MOST_REQUESTS = 2000
QUICK_SECONDS, SLOW_SECONDS = 4.0, 16.0
CLOCK_NEAR_MS = 2000
"""A clock that is right within this is right."""


class Round:
    """One round on one line. ``departements`` are those that the territory touches."""

    def __init__(
        self,
        desk: Exchange,
        transport: Transport,
        keys: Keys,
        departements: Iterable[str],
        *,
        removals_agreed: bool = False,
    ) -> None:
        self._desk = desk
        self._keys = keys
        self.report = Report()
        self._line = Line(transport, self.report, keys)
        self._departements = tuple(departements)
        self._agreed = removals_agreed
        self._room = int(desk.state("room") or ROOM_FIRST)
        self._relays: dict[str, Relay] = {}
        self._wanted: dict[tuple[str, str, str], None] = {}
        self._whole: set[str] = set()
        self._told = False

    def run(self) -> Report:
        """Exchange until nothing is left to say.

        Raises:
            HubSaidNoError, UnavailableError: what was done until then is kept; `report` says what.
        """
        self.prepare()
        self._leave_number_of_before()
        while self._once():
            self._leave_number_of_before()
            if self.report.requests >= MOST_REQUESTS:
                raise UnavailableError(Code.HUB_SILENT)
        self._hand_over()
        self.report.up_to_date = self._desk.outbox.count() == 0
        return self.report

    # one exchange

    def _once(self, *, without: str = "") -> bool:
        """Exchange once; return whether there is more to say. ``without`` leaves out one feed."""
        request = self._request(without)
        began, here_ms = time.monotonic(), self._desk.clock.utc_ms()
        try:
            reply = self._line.sync(request)
        except HubSaidNoError as error:
            return self._answered_no(error, request)
        except UnavailableError as error:
            if error.code is Code.HUB_SILENT:
                self._keep_room(max(ROOM_LEAST, self._room // 2))
            raise
        lasted = time.monotonic() - began
        if lasted < QUICK_SECONDS and self._room < ROOM_MOST and (request.changes or reply.feeds):
            self._keep_room(self._room * 2)
        elif lasted > SLOW_SECONDS and self._room > ROOM_LEAST:
            self._keep_room(self._room // 2)
        self._learn_time(reply.time, here_ms, lasted)
        self._told = True
        return self.receive(reply, request.changes, request.chain)

    def _request(self, without: str = "") -> SyncRequest:
        desk = self._desk
        changes, chain = self.next_changes(self._room * PACKS)
        said = "" if self._told or desk.state("told_app") == f"{__version__} {VERSION}" else __version__
        return SyncRequest(
            cursors={feed: cursor for feed, cursor in self.cursors().items() if feed != without},
            changes=changes,
            chain=chain,
            room=self._room,
            clock=desk.clock.utc_ms() // 1000 if said or not self._told else 0,
            app=said,
            schema=VERSION if said else 0,
            names=int(desk.state("names_version") or 0),
            whole=bool(self._whole),
            relays=() if without else tuple(self._relays.values()),
            want=tuple(islice(self._wanted, MOST_WANTED)),
        )

    def cursors(self) -> dict[str, Cursor]:
        """Return every feed to follow and how far it was read."""
        rights = self._desk.rights()
        library, now = self._desk.library(), self._desk.numbers.now
        if library is None or now is None:
            return {}
        wanted = [feed_of_library(library), network_feed(now.network), feed_of_place(library.insee, library)]
        wanted.insert(1, feed_of_counts(library))
        wanted += [feed_of_place(code, library) for code in self._departements]
        wanted += [feed for feed in rights if feed.startswith(COUNTS)]
        followed = [feed for feed in dict.fromkeys(wanted) if may_follow(feed, rights)][:MOST_FEEDS]
        return {
            feed: Cursor(epoch=one.epoch, seq=one.cursor, check=one.mark[:MARK_CHECK])
            for feed in followed
            if (one := self._desk.feeds.one(feed))
        }

    def next_changes(self, budget: int) -> tuple[tuple[Change, ...], bytes]:
        """Return the first changes that wait, within ``budget`` plain bytes, and the chain before them."""
        last = self._put_back_at()
        kept: list[Change] = []
        for change, size in islice(self._desk.outbox.leaving(self._desk.numbers), MOST_AT_ONCE):
            budget -= size + ROW_BYTES
            if (kept and budget < 0) or (last is not None and change.n > last):
                break
            kept.append(as_sent(change))
        chain = self._desk.outbox.chain_before(kept[0], self._desk.numbers) if kept else CHAIN_START
        return tuple(kept), chain

    def _answered_no(self, error: HubSaidNoError, request: SyncRequest) -> bool:
        if error.fault is Fault.FORK:
            self._take_another_number(int(error.said.get("fork", 1)))
            return True
        if error.fault is Fault.BELOW_FLOOR:
            if request.changes:
                self._once(without=str(error.said.get("feed", "")))
                return True
            self._adopt(error.said)
            return True
        if error.fault is Fault.TOO_LARGE and self._room > ROOM_LEAST:
            self._keep_room(max(ROOM_LEAST, self._room // 2))
            return True
        raise error

    # what comes back

    def receive(self, reply: SyncReply, sent: tuple[Change, ...], chain: bytes, *, by_stick: bool = False) -> bool:
        """Apply an answer; return whether there is more to say. One that a stick brings may be late: it takes nothing back."""
        desk = self._desk
        now = desk.numbers.now
        if now is None:
            return False
        known = desk.outbox.acknowledged(desk.numbers)
        is_copy = reply.ack > max(desk.outbox.last() - now.first + 1, 0)
        ack = min(reply.ack, max(known, sent[-1].n if sent else 0))
        with desk.database.atomic():
            if reply.ack < known and not by_stick:
                desk.outbox.lost_after(reply.ack, desk.numbers)
            taken = [change for change in sent if change.n <= ack]
            desk.outbox.sent(taken, chain, desk.numbers)
            desk.outbox.refused(reply.refused, reply.parked, desk.numbers)
            self._learn(reply)
        self.report.sent += len(taken)
        if (
            is_copy
        ):  # the hub has more from this number than this disk: what was sent is the hub's, the rest is another's
            self._take_another_number(ack + 1)
            return True
        self._relays.clear()
        self._want_refused(reply, sent)
        more = False
        for name, page in reply.feeds.items():
            more |= self._read(name, page, reply.time, by_stick=by_stick)
        self._rebuild(reply.cells)
        self.report.next_s = reply.next_s
        return more or bool(self._relays or self._wanted) or desk.outbox.is_waiting(desk.numbers)

    def _read(self, name: str, page: FeedPage, at: int, *, by_stick: bool) -> bool:
        desk = self._desk
        feed = desk.feeds.one(name)
        try:
            found = page.entries(name, at)
        except WireError as error:
            raise UnavailableError(Code.HUB_SILENT) from error
        if by_stick and page.epoch == feed.epoch:
            if page.start > feed.cursor or page.cur <= feed.cursor:
                return False
            found = found[feed.cursor - page.start :]
        elif page.start < feed.cursor:
            self._offer(feed, page.start)
            feed = desk.feeds.one(name)
        elif page.start > feed.cursor:
            raise UnavailableError(Code.HUB_SILENT)
        place = replace(feed, epoch=page.epoch, head=page.head, mark="")
        got = Got()
        for start in range(0, len(found), STEP):
            with desk.database.atomic():
                got += desk.received.entries(
                    place, found[start : start + STEP], desk.numbers, removals_agreed=self._agreed
                )
            place = replace(place, cursor=place.cursor + len(found[start : start + STEP]))
        with desk.database.atomic():
            desk.feeds.keep(replace(place, mark=page.mark))
        self.report.received += got.received
        self.report.kinds |= got.kinds
        self._wanted.update(((name, kind, record), None) for kind, record in got.doubtful)
        if page.cur == page.head:
            self._whole.discard(name)
            self._compare(replace(place, mark=page.mark), page.digest)
        return page.cur < page.head

    def _offer(self, feed: Followed, start: int) -> None:
        """The hub was put back from a backup: keep what it has lost, and offer it."""
        desk = self._desk
        with desk.database.atomic():
            lost = desk.received.forget_after(feed, start, desk.numbers)
        if lost and feed.mark and start >= feed.floor:
            self._relays[feed.id] = Relay(feed=feed.id, epoch=feed.epoch, first=start + 1, mark=feed.mark, entries=lost)

    def _learn(self, reply: SyncReply) -> None:
        desk = self._desk
        for one in reply.names:
            desk.keep_name(one.desk, one.label, one.key, revoked=one.revoked)
        if reply.names_version:
            desk.keep_state("names_version", str(reply.names_version))
        if reply.rights:
            desk.keep_state("rights", to_json(rights_kept(reply.rights)).decode())
        desk.keep_state("told_app", f"{__version__} {VERSION}")

    def _want_refused(self, reply: SyncReply, sent: tuple[Change, ...]) -> None:
        """Ask what the hub holds of the records where it refused a change."""
        for asked in list(islice(self._wanted, MOST_WANTED)):
            del self._wanted[asked]
        refused = {n for n, _ in reply.refused}
        for change in sent:
            if change.n in refused:
                self._wanted[change.feed, change.kind, change.id] = None

    def _rebuild(self, cells: Iterable[Cells]) -> None:
        """Let these records be what the hub says they are, where everything of their feed was read; else ask again."""
        for one in cells:
            feed = self._desk.feeds.one(one.feed)
            if feed.cursor < feed.head:
                self._wanted[one.feed, one.kind, one.id] = None
                continue
            live = {
                name: {(desk, n): Value(at, value) for desk, n, at, value in rows} for name, rows in one.fields.items()
            }
            gone = [(one.kind, one.id, name, (dot[0], dot[1])) for name, dots in one.gone.items() for dot in dots]
            with self._desk.database.atomic():
                got = self._desk.received.adopt(one.feed, {(one.kind, one.id): live}, self._desk.numbers)
                self._desk.received.adopt_gone(gone, self._desk.numbers)
            self.report.kinds |= got.kinds

    def _compare(self, feed: Followed, digest: str) -> None:
        """Once a day, see that what is live here is what is live there; else ask for every record of the feed."""
        desk, day = self._desk, self._desk.clock.now().date().isoformat()
        unsettled = self._relays or self._wanted or desk.outbox.set_aside() or desk.outbox.is_waiting(desk.numbers)
        if feed.compared_on == day or unsettled or desk.database.row("SELECT 1 FROM carried LIMIT 1"):
            return
        total, keys = 0, set()
        for key, dot in desk.live_of(feed.id):
            total += weight(key, dot)
            keys.add(key[:2])
        with desk.database.atomic():
            desk.feeds.keep(replace(feed, compared_on=day))
        if to_text(total % 2**64) != digest:
            self._wanted.update(((feed.id, kind, record), None) for kind, record in keys)

    # rarely

    def prepare(self) -> None:
        """Be under the number that the keys say, and know of everything that waits where it goes."""
        desk, keys = self._desk, self._keys
        with desk.database.atomic():
            now, put_back = desk.numbers.now, desk.state(RESTORED)
            if now is None or (now.desk, now.hub) != (keys.desk, keys.hub):
                first = min(keys.first, int(put_back) + 1) if put_back else keys.first
                desk.take_number(keys.desk, keys.network, keys.hub, first)
            library = desk.library()
            if library is not None:
                desk.outbox.give_feeds(library, keys.network)

    def _take_another_number(self, first: int) -> None:
        """This disk is a copy: from its change ``first`` on, a number of the wire, it writes under another number."""
        now = self._desk.numbers.now
        if now is None:
            return
        self._keys = self._line.keys = joining.another_number(
            self._desk.profile, self._line, self._keys, now.first + first - 1
        )
        with self._desk.database.atomic():
            self._desk.keep_state(RESTORED, "")
            self.prepare()

    def _put_back_at(self) -> int | None:
        """Return the last change, by its number on the wire, that this disk had when it was put back from a copy."""
        kept, now = self._desk.state(RESTORED), self._desk.numbers.now
        return int(kept) - now.first + 1 if kept and now is not None else None

    def _leave_number_of_before(self) -> None:
        """After a copy was put back, and once what it still had to send is the hub's, go on under another number.

        Under the old one, neighbours' sticks may hold changes that this disk has lost.
        """
        last = self._put_back_at()
        if last is not None and not self.next_changes(1)[0]:
            self._take_another_number(last + 1)

    def _adopt(self, said: Mapping[str, object]) -> None:
        try:
            manifest = Manifest.from_wire(said.get("snapshot"))
        except WireError as error:
            raise UnavailableError(Code.HUB_SILENT) from error
        try:
            got = snapshots.adopt(self._desk, self._line, manifest, removals_agreed=self._agreed)
        except HubSaidNoError as error:
            if error.fault is Fault.NOT_FOUND:
                return  # withdrawn meanwhile: the next answer says how to go on
            raise
        self.report.received += got.received
        self.report.kinds |= got.kinds
        self._whole.add(manifest.feed)

    def _hand_over(self) -> None:
        """Bring to the hub what sticks of neighbours carried, and keep its answers for them."""
        for file in self._desk.sealed.waiting(to_hub=True):
            joining.hand_over(self._desk, self._line, file)

    def _learn_time(self, there: int, here_ms: int, lasted: float) -> None:
        offset = there * 1000 + 500 - here_ms - round(lasted * 500)
        kept = int(self._desk.state("clock_offset_ms") or 0)
        wanted = 0 if abs(offset) < CLOCK_NEAR_MS else offset
        if abs(wanted - kept) >= CLOCK_NEAR_MS:
            with self._desk.database.atomic():
                self._desk.keep_state("clock_offset_ms", str(wanted))

    def _keep_room(self, room: int) -> None:
        self._room = max(ROOM_LEAST, min(ROOM_MOST, room))
        with self._desk.database.atomic():
            self._desk.keep_state("room", str(self._room))
