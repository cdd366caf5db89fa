"""Every door: who may pass, what is refused and how it is said, what is written down of it."""

import bz2
import json
import resource
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk import __version__
from desk.base.errors import Code, UnavailableError
from desk.hub import ledger_desks
from desk.hub.faults import SENTENCES, STATUS
from desk.hub.ledger_desks import Role
from desk.hub.limits import Rate
from desk.hub.openapi import description
from desk.hub.upkeep import make_snapshot
from desk.wire.packing import MEDIA_TYPE, pack, unpack
from desk.wire.protocol import EnrolRequest, Fault, SyncRequest, heads_from_wire
from tests.hub.service import Held
from tests.wire.test_packing import ODDITIES

OPEN = {"nobody": 200, "wrong token": 200, "revoked": 200, "desk": 200, "coordinator": 200, "stranger": 200}
DESKS = {"nobody": 401, "wrong token": 401, "revoked": 403, "desk": 200, "coordinator": 200, "stranger": 200}
ITS_OWN = {"nobody": 401, "wrong token": 401, "revoked": 403, "desk": 200, "coordinator": 200, "stranger": 404}
NONE_OFFERED = {**DESKS, "desk": 404, "coordinator": 404, "stranger": 404}
CALLS = {
    ("POST", "/v1/enrol"): {"nobody": 401, "wrong token": 401, "revoked": 403, "desk": 200, "coordinator": 200, "stranger": 200},
    ("POST", "/v1/sync"): DESKS,
    ("GET", "/v1/snapshot/{feed}/{seq}/{part}"): ITS_OWN,
    ("POST", "/v1/bundle"): ITS_OWN,
    ("GET", "/v1/wait"): {**ITS_OWN, "desk": 204, "coordinator": 204},
    ("GET", "/v1/releases/{system}"): NONE_OFFERED,
    ("GET", "/v1/releases/{system}/{version}/{part}"): NONE_OFFERED,
    ("GET", "/healthz"): OPEN,
    ("GET", "/metrics"): OPEN,
    ("GET", "/openapi.json"): OPEN,
}  # fmt: skip
"""Every route and what each kind of caller is answered. A route that is not here fails the test."""


@pytest.fixture
def service(sqlite_service):
    return sqlite_service


@pytest.fixture
def callers(service):
    """One desk of each kind; a snapshot of net:marne and a stick of the plain desk to ask for."""
    desk, coordinator, revoked = service.desk(), service.desk(role=Role.COORDINATOR), service.desk()
    stranger = service.desk("aube", role=Role.COORDINATOR)
    coordinator.save("p", feed="net:marne", kind="procedure", title="Carte")
    coordinator.sync()
    with service.database.reading() as session:
        number = session.row("SELECT id FROM feeds WHERE name = 'net:marne'")[0]
    make_snapshot(service.hub, number)
    with service.database.writing() as session:
        ledger_desks.revoke(session, ledger_desks.desk(session, revoked.number), 9)
    proofs = {
        "nobody": "",
        "wrong token": f"Desk {desk.number}.{coordinator.token}",
        "revoked": f"Desk {revoked.number}.{revoked.token}",
        "desk": f"Desk {desk.number}.{desk.token}",
        "coordinator": f"Desk {coordinator.number}.{coordinator.token}",
        "stranger": f"Desk {stranger.number}.{stranger.token}",
    }
    return proofs, desk.write_stick()


def proof_of(desk):
    return {"Authorization": f"Desk {desk.number}.{desk.token}"}


def routes(service):
    return {(method, route.path) for route in service.app.routes for method in route.methods if method != "HEAD"}


@pytest.mark.parametrize("who", OPEN)
def test_every_door_answers_each_caller_as_the_table_says(service, callers, who):
    proofs, stick = callers
    bodies = {
        "/v1/enrol": pack(EnrolRequest(key=b"k" * 32).to_wire()),
        "/v1/sync": pack(SyncRequest().to_wire()),
        "/v1/bundle": stick,
    }
    assert set(CALLS) == routes(service)
    for (method, path), expected in CALLS.items():
        address = path.format(feed="net:marne", seq=1, part=0, system="linux-x86_64", version="9.0") + (
            "?cur=net:marne=1" if path == "/v1/wait" else ""
        )
        headers = {"Authorization": proofs[who]} if proofs[who] else {}
        answer = service.client.request(method, address, content=bodies.get(path), headers=headers)
        assert answer.status_code == expected[who], (method, path, answer.text[:200])


def test_the_description_lists_every_door_and_no_other(service):
    described = {(method.upper(), path) for path, doors in description()["paths"].items() for method in doors}

    assert described == routes(service)
    assert service.client.get("/openapi.json").json() == json.loads(json.dumps(description()))
    for doors in description()["paths"].values():
        for door in doors.values():
            assert door["summary"]
            assert {"500", "503"} <= set(door["responses"])


def test_the_description_is_well_made():
    """Every reference leads somewhere, every parameter in a path is declared."""
    whole = description()
    for path, doors in whole["paths"].items():
        for door in doors.values():
            named = {one["name"] for one in door.get("parameters", []) if one["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert '"$ref": "#/components/schemas/Error"' in json.dumps(whole)
    assert whole["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"] == list(Fault)


def test_every_fault_has_a_status_and_a_sentence():
    assert set(STATUS) == set(SENTENCES) == set(Fault)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_and_other_addresses_are_refused_in_the_same_shape(service, method):
    for path, status in (("/v1/sync", 405), ("/", 404), ("/docs", 404), ("/v1/", 404), ("/v1/sync/../../etc", 404)):
        answer = service.client.request(method, path)
        assert (answer.status_code, set(answer.json())) == (status, {"p", "error"})
        assert set(answer.json()["error"]) == {"code", "sentence"}


def test_every_answer_carries_the_headers_that_protect(service):
    desk = service.desk()
    safe = {"x-content-type-options": "nosniff"}
    shown = {
        **safe,
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cache-control": "no-store",
    }

    for path in ("/healthz", "/metrics", "/openapi.json", "/nothing", "/v1/sync"):
        headers = service.client.get(path).headers
        assert shown.items() <= headers.items(), path
        assert "max-age" in headers["strict-transport-security"]
        assert "server" not in headers
    answer = service.client.post("/v1/sync", content=pack(SyncRequest().to_wire()), headers=proof_of(desk))
    assert safe.items() <= answer.headers.items()
    assert answer.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize("oddity", ODDITIES)
@pytest.mark.parametrize("path", ["/v1/sync", "/v1/enrol", "/v1/bundle"])
def test_odd_json_is_malformed_and_never_our_mistake(service, path, oddity):
    desk = service.desk()
    for body in (ODDITIES[oddity], zlib.compress(ODDITIES[oddity]), bz2.compress(ODDITIES[oddity])):
        answer = service.client.post(path, content=body, headers=proof_of(desk))
        assert answer.status_code in (400, 413), (path, oddity, answer.text)
        assert answer.json()["error"]["code"] in ("malformed", "too-large")


def test_a_bomb_costs_the_hub_no_memory(service):
    desk = service.desk()
    bomb = bz2.compress(b'{"a":"' + b"0" * 100_000_000 + b'"}')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    answer = service.client.post("/v1/sync", content=bomb, headers=proof_of(desk))
    enrol = service.client.post("/v1/enrol", content=bomb)

    assert (answer.status_code, enrol.status_code) == (400, 400)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 45_000


@pytest.mark.parametrize("body", ODDITIES.values(), ids=list(ODDITIES))
def test_nothing_is_unpacked_for_a_stranger(service, body):
    assert service.client.post("/v1/sync", content=zlib.compress(body)).status_code == 401
    assert service.client.post("/v1/bundle", content=body).status_code == 401


def test_a_body_that_is_too_large_is_stopped_at_the_door(service):
    desk = service.desk()
    proof = proof_of(desk)
    large = b"x" * (service.limits.packed + 1)

    announced = service.client.post("/v1/sync", content=large, headers=proof)
    unannounced = service.client.post("/v1/sync", content=iter([large[:1000], large]), headers=proof)

    assert [(one.status_code, one.json()["room"]) for one in (announced, unannounced)] == [(413, 1_048_576)] * 2


@pytest.mark.parametrize(
    "proof",
    ["", "Desk", "Desk 1", "Desk .x", "Desk x.y", "Desk -1.x", "Bearer 1.x", "Desk " + "9" * 40 + ".x", "Desk 1.", "Desk ١.x", "desk 1.x"],
)  # fmt: skip
def test_a_strange_proof_is_of_no_desk(service, proof):
    service.desk()
    headers = {"Authorization": proof.encode()} if proof else {}

    answer = service.client.post("/v1/sync", content=pack(SyncRequest().to_wire()), headers=headers)

    assert answer.status_code == 401


def test_a_desk_that_asks_too_often_waits_and_the_others_do_not(sqlite_service, make_service, later):
    service = make_service(sqlite_service.database, requests_a_minute=3)
    eager, calm = service.desk(), service.desk()
    packed, proof = pack(SyncRequest().to_wire()), proof_of(eager)

    answers = [service.client.post("/v1/sync", content=packed, headers=proof) for _ in range(5)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) == 21
    calm.sync()
    later(seconds=21)
    eager.sync()


def test_who_keeps_trying_tokens_is_told_to_wait_and_desks_behind_the_same_address_are_not(
    sqlite_service, make_service
):
    service = make_service(sqlite_service.database, failures_a_minute=5)
    desk = service.desk()

    found = [
        service.client.post("/v1/sync", headers={"Authorization": f"Desk 1.{place}"}).status_code for place in range(8)
    ]

    assert found == [401] * 5 + [429] * 3
    desk.sync()


def test_the_memory_of_limits_is_bounded(clock):
    rate = Rate(clock, 2, 60, most=100)
    for place in range(1000):
        rate.wait(f"10.0.0.{place}")

    assert len(rate) == 100
    assert [rate.wait("x") for _ in range(3)] == [0, 0, 31]
    assert rate.is_empty("x") == 31
    assert rate.is_empty("y") == 0


def test_a_clock_that_goes_back_gives_no_token_and_takes_none(clock, later):
    rate = Rate(clock, 1, 60)
    assert rate.wait("x") == 0
    later(days=-1)

    assert rate.wait("x") > 0
    later(days=1, seconds=61)
    assert rate.wait("x") == 0


@pytest.fixture
def held(sqlite_service, make_service):
    database = Held(sqlite_service.database)
    return database, make_service(database)


def test_a_database_that_does_not_answer_is_said_as_a_wait(held):
    database, service = held
    desk = service.desk()
    database.failing = UnavailableError(Code.HUB_DATABASE)

    answers = [service.client.get("/healthz"), service.client.post("/v1/sync", headers=proof_of(desk))]

    assert [(one.status_code, one.headers["retry-after"]) for one in answers] == [(503, "5")] * 2


def test_our_own_mistake_is_said_without_detail_and_noted_without_content(held):
    database, service = held
    desk = service.desk()
    database.failing = ValueError("Canari-secret")

    answer = service.client.post("/v1/sync", headers=proof_of(desk))

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "our-fault")
    assert "Canari" not in answer.text
    assert service.lines()[-2]["type"] == "ValueError"
    assert service.lines()[-2]["place"].startswith("service.py:")
    assert "Canari" not in service.written.getvalue().decode()


def test_nothing_said_is_written_down(service):
    code = service.code(library="Canari-C51")
    desk = service.desk(label="Canari médiathèque", library="Canari-C51")
    desk.save("Canari-record", canari_field="Canari value")
    desk.sync_until_still()
    desk.carry_stick(desk.write_stick())
    service.client.post("/v1/sync", content=b"Canari", headers={"Authorization": f"Desk {desk.number}.Canari-token"})
    service.client.get("/v1/wait?cur=Canari")
    service.client.get("/Canari")
    service.client.post("/v1/enrol", content=pack(EnrolRequest(key=b"k" * 32, code="CANARICA").to_wire()))

    written = service.written.getvalue().decode()

    assert "anari" not in written.lower().replace("/canari", "")
    for secret in (desk.token, code, code.replace("-", ""), desk.secret.hex(), "testclient"):
        assert secret not in written
    assert {line["event"] for line in service.lines()} == {"request"}
    assert {"desk", "received", "sent", "ms", "status", "route"} <= set().union(*service.lines())


def test_the_metrics_count_and_name_nobody(service):
    desk = service.desk("marne", label="Blacy")
    desk.save("r1", hours="lundi")
    desk.save("x", feed="net:marne", title="non")
    desk.sync_until_still()

    text = service.client.get("/metrics").text

    assert 'relais_hub_requests{route="/v1/sync",status="200"}' in text
    for line in (
        "relais_hub_changes_taken 1",
        "relais_hub_changes_refused 1",
        "relais_hub_desks 1",
        "relais_hub_entries 1",
    ):
        assert line in text.splitlines()
    assert not {"marne", "Blacy", "dep:51"} & set(text.replace('"', " ").split())
    for line in text.splitlines():
        assert line.startswith(("# HELP relais_hub_", "# TYPE relais_hub_", "relais_hub_"))


def test_the_health_page_gives_the_time(service, clock):
    assert service.client.get("/healthz").json() == {
        "p": 1,
        "ok": True,
        "time": clock.utc_ms() // 1000,
        "version": __version__,
    }


def test_who_waits_hears_of_a_change_at_once(sqlite_service, make_service):
    service = make_service(sqlite_service.database, wait_seconds=20.0)
    writer, reader = service.desk(), service.desk()
    writer.save("r1", hours="lundi")

    with ThreadPoolExecutor(1) as pool:
        proof = f"Desk {reader.number}.{reader.token}"
        waiting = pool.submit(service.transport, "GET", "/v1/wait?cur=dep:51=0", b"", proof)
        writer.sync()
        status, body = waiting.result(timeout=10)

    assert (status, heads_from_wire(unpack(body))) == (200, {"dep:51": 1})
    assert service.transport("GET", "/v1/wait?cur=dep:51=0", b"", proof)[0] == 200


@pytest.mark.parametrize(
    ("query", "status"), [("dep:51=x", 400), ("nothing", 400), ("net:aube=0", 404), ("lib:C1=0", 404), ("", 204)]
)
def test_a_wait_for_what_is_not_ones_own(service, query, status):
    desk = service.desk()

    assert service.client.get(f"/v1/wait?cur={query}", headers=proof_of(desk)).status_code == status
