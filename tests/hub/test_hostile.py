"""Those who mean harm: too much, too slow, of the wrong kind. The hub goes on for the others, and never says "our fault"."""

import asyncio
import copy
import io
import socket
from contextlib import closing, suppress

import psutil
import pytest
import uvicorn
from uvicorn.server import ServerState

from desk.hub.app import create_app
from desk.hub.journal import Journal
from desk.hub.limits import Limits
from desk.hub.patience import PatientProtocol
from desk.wire.change import CHAIN_START, Change
from desk.wire.errors import WireError
from desk.wire.packing import pack, unpack
from desk.wire.protocol import SyncRequest
from tests.hub.served import Served
from tests.hub.service import direct
from tests.wire.test_protocol import REQUEST, WRONG, places

HUNDRED_MB = 100_000_000
PART = b"x" * 65_536


@pytest.fixture
def served(tmp_path):
    one = Served(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield one
    one.kill()


class Impatient(PatientProtocol):
    """The same, for tests that do not wait half a minute."""

    patience = 0.05

    def __init__(self, *words):
        super().__init__(*words)
        self.left = asyncio.Event()
        met.append(self)

    def connection_lost(self, exc):
        super().connection_lost(exc)
        self.left.set()


met = []


async def meet(app, said):
    """Say something to a server that runs ``app``, and return what it answers before it leaves, or all of its first line."""
    config = uvicorn.Config(app, log_config=None, lifespan="off", http=Impatient)
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Impatient(config, ServerState(), {}, loop), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(said)
        heard = b""
        with suppress(ConnectionResetError):
            heard = await reader.readline()
        writer.close()
        await met.pop().left.wait()
    return heard


async def slow_app(scope, receive, send):
    """Answer after a time that is longer than the patience for headers."""
    await asyncio.sleep(Impatient.patience * 3)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize("said", [b"", b"POST /v1/sy", b"POST /v1/sync HTTP/1.1\r\nhost: x\r\nx-slow: "])
def test_who_does_not_finish_his_headers_is_left(said):
    assert asyncio.run(meet(slow_app, said)) == b""


def test_who_begins_a_request_in_time_is_not_cut_while_it_is_answered():
    assert asyncio.run(meet(slow_app, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")) == b"HTTP/1.1 204 No Content\r\n"


@pytest.mark.parametrize("bound", ["stall_seconds", "slowest_seconds"])
def test_a_body_that_stands_still_is_left(sqlite_service, clock, bound):
    app = create_app(
        sqlite_service.database, clock, journal=Journal(clock, io.BytesIO()), limits=Limits(**{bound: 0.05})
    )
    parts = [{"type": "http.request", "body": b"{", "more_body": True}]
    answered = []

    async def receive():
        return parts.pop() if parts else await asyncio.Event().wait()

    async def send(message):
        answered.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/v1/sync", "raw_path": b"/v1/sync", "query_string": b"",
        "headers": [], "client": ("10.0.0.1", 5), "server": ("hub", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))

    assert answered[0]["status"] == 400
    assert b'"malformed"' in answered[1]["body"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_hundred_megabytes_are_refused_at_the_door_and_cost_no_memory(served, announced):
    served.client.get("/healthz")
    process = psutil.Process(served.process.pid)
    before = process.memory_info().rss
    length = f"content-length: {HUNDRED_MB}" if announced else "transfer-encoding: chunked"
    with closing(socket.create_connection(("127.0.0.1", served.port), timeout=20)) as raw:
        raw.sendall(f"POST /v1/sync HTTP/1.1\r\nhost: x\r\n{length}\r\n\r\n".encode())
        part = PART if announced else b"10000\r\n" + PART + b"\r\n"
        sent = 0
        heard = b""
        with suppress(OSError):  # the hub has closed the door; what it said may be lost with the connection
            while sent < HUNDRED_MB:
                raw.sendall(part)
                sent += len(PART)
        with suppress(OSError):
            heard = raw.recv(200)

    assert sent < HUNDRED_MB
    assert heard[:12] in (b"HTTP/1.1 413", b"")
    assert process.memory_info().rss - before < 20_000_000
    assert served.client.get("/healthz").json()["ok"] is True
    assert served.client.post("/v1/sync", content=PART * 40).status_code == 413


def test_a_message_with_anything_else_in_any_place_is_never_our_mistake(sqlite_service):
    """Anything but a refusal with a name goes up, and fails here."""
    desk = sqlite_service.desk()
    proof = f"Desk {desk.number}.{desk.token}"
    transport = direct(sqlite_service.hub)
    whole = unpack(pack(REQUEST.to_wire()))
    for path in places(whole):
        for wrong in WRONG:
            spoiled = copy.deepcopy(whole)
            at = spoiled
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = wrong
            with suppress(WireError):
                status, _ = transport("POST", "/v1/sync", pack(spoiled), proof)
                assert status in (200, 409), (path, wrong)


def test_a_page_of_thousands_of_kinds_and_fields_is_one_look_at_each_table(service):
    desk = service.desk()
    changes = tuple(
        Change(desk=0, n=n, at=0, feed="dep:51", kind=f"kind {n}", id=f"r{n}", sets={f"field {n}": n}, bases={})
        for n in range(1, 5001)
    )
    page = SyncRequest(changes=changes, chain=CHAIN_START)

    assert desk.send(page).ack == 5000
    with service.database.reading() as session:
        assert session.row("SELECT count(*) FROM records")[0] == 5000
