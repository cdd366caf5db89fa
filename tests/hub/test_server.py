"""The real server, in processes of its own, on a real socket."""

import socket
from contextlib import closing

import pytest

from desk.base.clock import SystemClock
from desk.base.errors import Code, UnavailableError
from desk.hub import commands
from desk.hub.server import bind, reached_at
from desk.wire.packing import MEDIA_TYPE
from tests.hub.pocket_desk import PocketDesk
from tests.hub.served import Served


@pytest.fixture
def serve(database_url):
    started = []

    def start(*words):
        started.append(Served(database_url, *words))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


def test_desks_exchange_through_two_processes_on_one_database(serve, database_url):
    one, other = serve(), serve()
    blacy, vitry = (
        PocketDesk(hub.transport).enrol(commands.invite(database_url, "marne", "desk", SystemClock()).code)
        for hub in (one, other)
    )
    blacy.save("r1", hours="lundi")
    blacy.sync_until_still()
    vitry.save("r1", phone="03")
    vitry.sync_until_still()
    blacy.transport = other.transport
    blacy.sync_until_still()

    assert blacy.live == vitry.live
    assert commands.invite(database_url, "marne", "desk", SystemClock()).line.split()[3] == other.base
    assert one.stop() == 0
    assert one.lines[-1]["event"] == "stopped"
    assert {line["event"] for line in one.lines} <= {"request", "stopped"}


def test_an_answer_is_short_on_the_wire(serve, database_url):
    hub = serve("--address", "https://relais.example")
    made = commands.invite(database_url, "marne", "desk", SystemClock())
    desk = PocketDesk(hub.transport).enrol(made.code)
    desk.sync_until_still()
    answer = hub.client.get("/healthz")

    assert made.line.startswith("relais join --hub https://relais.example --code ")
    assert answer.json()["ok"] is True
    assert "server" not in answer.headers
    assert "date" not in answer.headers
    with closing(socket.create_connection(("127.0.0.1", hub.port), timeout=20)) as raw:
        body = b'{"p":1}'
        head = f"POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Desk {desk.number}.{desk.token}\r\ncontent-length: {len(body)}\r\n\r\n"
        raw.sendall(head.encode() + body)
        heard = raw.recv(65_536)
    assert heard.startswith(b"HTTP/1.1 200 OK")
    assert MEDIA_TYPE.encode() in heard
    assert len(heard.split(b"\r\n\r\n")[0]) < 130


def test_a_body_cut_on_the_way_leaves_nothing_and_the_hub_goes_on(serve, database_url):
    hub = serve()
    desk = PocketDesk(hub.transport).enrol(commands.invite(database_url, "marne", "desk", SystemClock()).code)
    for cut in (
        b"",
        b"POST /v1/sync HT",
        b"POST /v1/sync HTTP/1.1\r\ncontent-length: 50\r\n\r\nhalf",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9\r\n\r\n",
    ):
        with closing(socket.create_connection(("127.0.0.1", hub.port), timeout=20)) as raw:
            raw.sendall(cut)

    desk.save("r1", hours="lundi")
    desk.sync_until_still()

    assert desk.ack == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - for the time of the test
def test_the_address_in_an_invitation_is_one_that_a_desk_can_reach(host):
    try:
        bound = bind(host, 0)
    except UnavailableError:
        pytest.skip("this machine has no such network")
    with closing(bound):
        address = reached_at(bound)
        port = bound.getsockname()[1]

    assert address.endswith(f":{port}")
    assert address.startswith("http://")
    assert host not in (address[7:].rsplit(":", 1)[0], address[8:].rsplit("]", 1)[0])


def test_a_port_that_is_taken_is_said(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(UnavailableError) as refused:
        commands.serve(f"sqlite:///{tmp_path / 'hub.sqlite'}", "127.0.0.1", taken.getsockname()[1], SystemClock())
    assert refused.value.code is Code.PORT_TAKEN


def test_an_address_that_is_not_ours_is_said(tmp_path):
    with pytest.raises(UnavailableError) as refused:
        commands.serve(f"sqlite:///{tmp_path / 'hub.sqlite'}", "203.0.113.1", 8377, SystemClock())
    assert refused.value.code is Code.PORT_TAKEN
