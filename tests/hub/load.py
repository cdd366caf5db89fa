"""Writers and readers on several hub processes while servers are killed, and what must be true of them afterwards."""

from collections import Counter
from itertools import count
from threading import Condition, Event, Thread

import httpx2

from desk.base.clock import SystemClock
from desk.hub import enrolment
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import open_database
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from desk.wire.protocol import Cursor, SyncRequest
from tests.hub.pocket_desk import NoFromHubError, PocketDesk
from tests.hub.served import Served
from tests.hub.service import direct

FEEDS = ("dep:51", "dep:08")
RECORDS = 40
"""Few enough for writers to meet on the same records."""

PAGE = 10
AGAIN_SECONDS = 0.05
STUCK_SECONDS = 60
"""With nothing more acknowledged for so long, something is stuck."""

PASSING = {"busy", "too-many"}
"""What the hub may answer while its database is away."""


class Processes:
    """Hub processes side by side on one database. Requests go round them; one that does not answer is left for the next."""

    def __init__(self, url, number):
        self.url = url
        self.all = [Served(url) for _ in range(number)]
        self.buried = []
        self._turn = count()

    def transport(self, method, path, body, proof):
        return self.all[next(self._turn) % len(self.all)].transport(method, path, body, proof)

    def kill_one(self, place):
        """Kill one process in the middle of its work, and start another in its place."""
        dead = self.all[place]
        dead.process.kill()
        self.buried.append(dead)
        self.all[place] = Served(self.url)

    def mistakes(self):
        """Return what the processes wrote of their own mistakes."""
        return [line for one in (*self.all, *self.buried) for line in one.lines if line["event"] == "mistake"]

    def close(self):
        for one in (*self.all, *self.buried):
            one.kill()


class Caller(Thread):
    """A desk that goes on whatever the network does; only an answer that nothing excuses stops it."""

    def __init__(self, desk):
        super().__init__(daemon=True)
        self.desk = desk
        self.failed = None
        self.put_off = 0
        self._calm = Event()

    def run(self):
        try:
            self.work()
        except BaseException as error:
            self.failed = error
        self.ended()

    def ended(self):
        """Say so to who waits."""

    def tried(self, act):
        """Return what ``act`` returns, None when it has to be tried again."""
        try:
            return act()
        except NoFromHubError as error:
            if error.code not in PASSING:
                raise
        except httpx2.TransportError:
            pass
        self.put_off += 1
        self._calm.wait(AGAIN_SECONDS)
        return None


class Writer(Caller):
    """Saves unique values, sends them in small pages, and keeps on until each is acknowledged."""

    def __init__(self, desk, changes, progress):
        super().__init__(desk)
        self._changes = changes
        self._progress = progress

    def work(self):
        for place in range(self._changes):
            feed = FEEDS[place // 7 % 2]
            record = f"{feed}-{(place * 7 + self.desk.number) % RECORDS}"
            self.desk.save(record, time=1_795_400_000, feed=feed, hours=f"{self.desk.number}/{place}")
            if place % PAGE == PAGE - 1:
                self._send()
        while self.desk.ack < self.desk.n:
            self._send()

    def _send(self):
        before = self.desk.ack
        self.tried(lambda: self.desk.sync(take=2 * PAGE))
        if self.desk.ack > before:
            self.ended()

    def ended(self):
        with self._progress:
            self._progress.notify_all()


class Reader(Caller):
    """Reads on with nothing but its cursors, and keeps the name of every change in the order in which it was given."""

    def __init__(self, desk):
        super().__init__(desk)
        self.seen = {name: [] for name in FEEDS}
        self.jumps = []
        self._cursors = {name: Cursor() for name in FEEDS}
        self._last = Event()

    def work(self):
        while True:
            last = self._last.is_set()
            reply = self.tried(lambda: self.desk.send(SyncRequest(cursors=dict(self._cursors), room=4096)))
            if reply is None:
                continue
            for name, page in reply.feeds.items():
                cursor = self._cursors[name]
                if page.start != cursor.seq or cursor.epoch not in ("", page.epoch):
                    self.jumps.append((name, cursor, page.start, page.epoch))
                self.seen[name] += [(one.desk, one.n) for one in page.entries(name, reply.time)]
                self._cursors[name] = Cursor.after(page)
            if last and all(page.cur == page.head for page in reply.feeds.values()):
                return

    def finish(self):
        """Read to the end of what is there, then stop."""
        self._last.set()


class Load:
    """Some writers and readers at work on ``processes``."""

    def __init__(self, processes, *, writers, readers, changes):
        self._progress = Condition()
        self.url = processes.url
        desks = self._enrolled(processes, writers + readers)
        self.writers = [Writer(desk, changes, self._progress) for desk in desks[:writers]]
        self.readers = [Reader(desk) for desk in desks[writers:]]
        self.asked = writers * changes
        for one in (*self.writers, *self.readers):
            one.start()

    @staticmethod
    def _enrolled(processes, number):
        database = open_database(processes.url)
        try:
            hub = Hub(database, SystemClock(), Limits(), Journal(SystemClock()))
            codes = [enrolment.invite(hub, "marne", Role.DESK).code for _ in range(number)]
            desks = [PocketDesk(direct(hub), feeds=FEEDS).enrol(code) for code in codes]
        finally:
            database.close()
        for desk in desks:
            desk.transport = processes.transport
        return desks

    @property
    def acknowledged(self):
        return sum(one.desk.ack for one in self.writers)

    def reach(self, wanted):
        """Wait until so many changes are acknowledged."""
        with self._progress:
            while self.acknowledged < wanted:
                assert self._progress.wait(STUCK_SECONDS), f"stuck at {self.acknowledged} of {self.asked}"
                assert self._failures() == []

    def finish(self):
        """Wait until every writer and then every reader is done."""
        self.reach(self.asked)
        for one in self.readers:
            one.finish()
        for one in (*self.writers, *self.readers):
            one.join(STUCK_SECONDS)
            assert not one.is_alive()
        assert self._failures() == []

    def verify(self):
        """Compare what was acknowledged, what the log holds and what each reader was given."""
        database = open_database(self.url)
        try:
            with database.reading() as session:
                rows = session.rows(
                    "SELECT f.name, l.seq, l.desk, l.n FROM log l JOIN feeds f ON f.id = l.feed ORDER BY 1, 2"
                )
        finally:
            database.close()
        log = {name: [(seq, (desk, n)) for feed, seq, desk, n in rows if feed == name] for name in FEEDS}
        for name, entries in log.items():
            assert [seq for seq, _ in entries] == list(range(1, len(entries) + 1)), f"holes in the numbers of {name}"
        kept = Counter(dot for entries in log.values() for _, dot in entries)
        assert set(kept.values()) == {1}, "a change is there twice"
        saved = {(one.desk.number, n) for one in self.writers for n in range(1, one.desk.n + 1)}
        assert set(kept) == saved, "an acknowledged change is not there"
        for one in self.readers:
            assert one.jumps == []
            for name, entries in log.items():
                assert one.seen[name] == [dot for _, dot in entries], "a cursor skipped a change, or saw one twice"

    def _failures(self):
        return [one.failed for one in (*self.writers, *self.readers) if one.failed]
