"""Many desks on one hub process: how long an exchange takes, and whether memory stays flat.

Desks of twenty départements, a thousand sheets each, already read. Each desk exchanges every ten seconds or so, sixty times
as often as a real one; every fourth time it has changed one to three fields.
"""

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from desk.base.clock import SystemClock
from desk.base.ids import new_secret
from desk.hub import enrolment
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import open_database
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from desk.wire.change import CHAIN_START, ME, Change, chain_of
from desk.wire.packing import pack, unpack
from desk.wire.protocol import Cursor, EnrolReply, EnrolRequest, SyncReply, SyncRequest
from desk.wire.signing import public_key
from tests.hub.served import Served
from tests.hub.service import direct

FEEDS = 20
SHEETS = 1000
"""In each feed."""

FIELDS = 25
WARM_PART = 0.1
"""Part of the run after which latency and memory are measured: caches are full by then."""

GROWTH_ALLOWED = 1.05


@dataclass(slots=True)
class Desk:
    """A desk without its base: what it has to remember to exchange."""

    number: int
    token: str
    feed: str
    cursor: Cursor = field(default_factory=Cursor)
    names: int = 0
    n: int = 0
    ack: int = 0
    chain: bytes = CHAIN_START
    waiting: list = field(default_factory=list)
    jumps: int = 0
    behind: bool = True

    def save(self, at):
        self.n += 1
        sheet = f"{self.feed[4:]}-{random.randrange(SHEETS)}"
        values = {f"field{random.randrange(FIELDS)}": f"mardi 14h-{random.randrange(60)}"}
        self.waiting.append(
            Change(desk=ME, n=self.n, at=at, feed=self.feed, kind="sheet", id=sheet, sets=values, bases={})
        )

    def request(self):
        return SyncRequest(
            cursors={self.feed: self.cursor}, changes=tuple(self.waiting), chain=self.chain, names=self.names
        )

    def receive(self, reply):
        """Take the answer; return how many entries it holds."""
        taken = [one for one in self.waiting if one.n <= reply.ack]
        self.chain = chain_of(self.chain, taken)
        self.waiting = self.waiting[len(taken) :]
        self.ack = max(self.ack, reply.ack)
        self.names = reply.names_version or self.names
        page = reply.feeds.get(self.feed)
        self.behind = page is not None and page.cur < page.head
        if page is None:
            return 0
        self.jumps += page.start != self.cursor.seq
        self.cursor = Cursor.after(page)
        return len(page.rows)


class Wire:
    """One connection kept open, in as little work as HTTP asks for: the load must cost less than the hub."""

    def __init__(self, port):
        self._port = port
        self._reader = self._writer = None

    async def sync(self, desk, body):
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        head = (
            f"POST /v1/sync HTTP/1.1\r\nhost: hub\r\nauthorization: Desk {desk.number}.{desk.token}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answered = await self._reader.readuntil(b"\r\n\r\n")
        status, _, headers = answered.decode("latin-1").partition("\r\n")
        size = next(int(line[15:]) for line in headers.lower().split("\r\n") if line.startswith("content-length:"))
        content = await self._reader.readexactly(size)
        return int(status.split()[1]), content

    def close(self):
        if self._writer is not None:
            self._writer.close()


class Soak:
    """The desks at work, and what is measured of them."""

    def __init__(self, served, desks, seconds, every):
        self.served = served
        self.desks = desks
        self.every = every
        self.began = time.perf_counter()
        self.warm = self.began + seconds * WARM_PART
        self.end = self.began + seconds
        self.times = []
        self.entries = self.exchanges = 0
        self.refused = {}
        self.memory = []

    async def all(self):
        process = psutil.Process(self.served.process.pid)
        work = [asyncio.create_task(self._desk(desk)) for desk in self.desks]
        while time.perf_counter() < self.end:
            await asyncio.sleep(1)
            self.memory.append((time.perf_counter(), process.memory_info().rss / 1e6))
        spent = process.cpu_times()
        await asyncio.gather(*work)
        return spent.user + spent.system

    async def _desk(self, desk):
        wire = Wire(self.served.port)
        await asyncio.sleep(random.random() * self.every)
        while time.perf_counter() < self.end:
            if random.random() < 0.25:
                for _ in range(random.randint(1, 3)):
                    desk.save(int(time.time()))
            await self._exchange(desk, wire)
            await asyncio.sleep(self.every * random.uniform(0.7, 1.3))
        while desk.waiting:
            await self._exchange(desk, wire)
        wire.close()

    async def _exchange(self, desk, wire):
        body = pack(desk.request().to_wire())
        began = time.perf_counter()
        status, content = await wire.sync(desk, body)
        took = time.perf_counter() - began
        if began > self.warm:
            self.times.append(took * 1000)
        self.exchanges += 1
        if status != 200:
            self.refused[status] = self.refused.get(status, 0) + 1
            await asyncio.sleep(1)
            return
        self.entries += desk.receive(SyncReply.from_wire(unpack(content)))


def run(number, seconds, every):
    """Load one hub with ``number`` desks; return the figures."""
    with tempfile.TemporaryDirectory(prefix="relais-soak-") as folder:
        url = f"sqlite:///{Path(folder, 'hub.sqlite')}"
        desks = _ready(url, number)
        served = Served(url)
        try:
            soak = Soak(served, desks, seconds, every)
            spent = asyncio.run(soak.all())
            lasted = time.perf_counter() - soak.began
            sound = _verified(url, desks, served)
        finally:
            served.stop()
        size = sum(one.stat().st_size for one in Path(folder).iterdir()) / 1e6
    return {"sound": sound and not soak.refused and _is_flat(soak), "desks": number, "minutes": round(lasted / 60, 1),
            **_figures(soak, lasted), "changes": sum(one.n for one in desks), "hub_cpu": round(spent / lasted, 2),
            "database_mb": round(size)}  # fmt: skip


def _figures(soak, lasted):
    times = sorted(soak.times)
    first, last = _memory(soak)
    return {
        "exchanges": soak.exchanges,
        "exchanges_a_second": round(soak.exchanges / lasted),
        "entries_given": soak.entries,
        "p50_ms": round(times[len(times) // 2], 1),
        "p99_ms": round(times[int(len(times) * 0.99)], 1),
        "most_ms": round(times[-1], 1),
        "refused": soak.refused,
        "memory_mb_after_warming": round(first, 1),
        "memory_mb_at_the_end": round(last, 1),
        "most_memory_mb": round(max(one for _, one in soak.memory), 1),
    }


def _memory(soak):
    """Return the mean memory of the first and of the last tenth after warming."""
    kept = [one for at, one in soak.memory if at > soak.warm]
    tenth = max(1, len(kept) // 10)
    return sum(kept[:tenth]) / tenth, sum(kept[-tenth:]) / tenth


def _is_flat(soak):
    first, last = _memory(soak)
    return last <= first * GROWTH_ALLOWED


def _ready(url, number):
    """Make the hub's base and its desks, all of which have read it."""
    database = open_database(url)
    try:
        wide = Limits(changes_a_day=10**9, requests_a_minute=10**9)
        hub = Hub(database, SystemClock(), wide, Journal(SystemClock()))
        transport = direct(hub)
        desks = []
        for place in range(number):
            code = enrolment.invite(hub, "marne", Role.DESK).code
            request = EnrolRequest(key=public_key(new_secret()), code=code, label=f"Bibliothèque {place}")
            _, answer = transport("POST", "/v1/enrol", pack(request.to_wire()), "")
            reply = EnrolReply.from_wire(unpack(answer))
            desks.append(Desk(number=reply.desk, token=reply.token, feed=f"dep:{place % FEEDS + 1:02d}"))
        for author in desks[:FEEDS]:
            _fill(transport, author)
        for desk in desks[FEEDS:]:
            first = desks[int(desk.feed[4:]) - 1]
            desk.cursor, desk.names = first.cursor, desks[FEEDS - 1].names
    finally:
        database.close()
    return desks


def _fill(transport, author):
    """Send every sheet of a feed as its first desk, and read them."""
    proof = f"Desk {author.number}.{author.token}"
    now = int(time.time())
    for place in range(SHEETS):
        author.n += 1
        values = {f"field{one}": f"valeur {place} {one} de vingt signes" for one in range(FIELDS)}
        author.waiting.append(
            Change(desk=ME, n=author.n, at=now, feed=author.feed, kind="sheet", id=f"{author.feed[4:]}-{place}",
                   sets=values, bases={})
        )  # fmt: skip
    while author.behind or author.waiting:
        _, answer = transport("POST", "/v1/sync", pack(author.request().to_wire()), proof)
        author.receive(SyncReply.from_wire(unpack(answer)))


def _verified(url, desks, served):
    """Return whether all that was saved is in the log once, no cursor jumped, and the hub made no mistake."""
    database = open_database(url)
    try:
        with database.reading() as session:
            found = {(int(desk), int(n)) for desk, n in session.rows("SELECT desk, n FROM log")}
            total = session.rows("SELECT count(*), sum(head) FROM log, (SELECT sum(head) AS head FROM feeds) AS f")[0][
                0
            ]
    finally:
        database.close()
    saved = {(one.number, n) for one in desks for n in range(1, one.n + 1)}
    whole = found == saved and total == len(saved) and all(one.ack == one.n and not one.jumps for one in desks)
    return whole and not [line for line in served.lines if line["event"] == "mistake"]
