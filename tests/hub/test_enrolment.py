"""Coming in: one code, one desk, three days, five tries; nothing is said of why a code does not work."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.base.ids import new_secret
from desk.hub.ledger_desks import Role
from desk.wire.packing import pack, unpack
from desk.wire.protocol import EnrolReply, EnrolRequest
from desk.wire.signing import public_key
from tests.hub.pocket_desk import NoFromHubError, PocketDesk


def tried(service, code, library=""):
    """Return the status and the body of one try."""
    request = EnrolRequest(key=public_key(new_secret()), code=code, label="Blacy", library=library)
    return service.transport("POST", "/v1/enrol", pack(request.to_wire()), "")


def test_a_code_gives_a_number_a_token_and_rights(service):
    code = service.code(library="C51")

    status, body = tried(service, code)

    reply = EnrolReply.from_wire(unpack(body))
    assert status == 200
    assert len(code.replace("-", "")) == 8
    assert {feed: level.value for feed, level in reply.rights.items()} == {
        "dep:*": "write",
        "net:marne": "propose",
        "lib:C51": "write",
        "cnt:C51": "coordinate",
    }
    assert len(reply.token) == 43
    assert reply.hub_key == service.hub.public_key


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:2]} {code[2:]} "]
)
def test_a_code_may_be_typed_as_it_is_heard(service, typed):
    assert tried(service, typed(service.code()))[0] == 200


def test_wrong_used_expired_and_burnt_codes_are_answered_alike(service, later):
    used, burnt, old = service.code(), service.code(), service.code()
    tried(service, used)
    for sign in "23456":
        tried(service, burnt[:-1] + (sign if burnt[-1] != sign else "7"))
    right = tried(service, burnt)
    wrong, again = tried(service, "ZZZZ-ZZZZ"), tried(service, used)
    later(hours=73)
    late = tried(service, old)

    assert {status for status, _ in (right, wrong, again, late)} == {403}
    assert len({str(body) for _, body in (right, wrong, again, late)}) == 1
    assert right[1]["error"]["code"] == "code-refused"


def test_four_wrong_tries_do_not_burn_a_code(service):
    code = service.code()
    for sign in "2345":
        tried(service, code[:-1] + (sign if code[-1] != sign else "7"))

    assert tried(service, code)[0] == 200


def test_of_fifty_who_show_a_code_at_once_one_comes_in(database, make_service):
    service = make_service(database, code_tries_an_hour=1000)
    code = service.code()

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: tried(service, code)[0], range(50)))

    assert sorted(found) == [200] + [403] * 49
    with database.reading() as session:
        assert session.row("SELECT count(*) FROM desks")[0] == 1


def test_only_hashes_are_kept(service, database):
    code = service.code()
    desk = PocketDesk(service.transport).enrol(code)
    unused = service.code()
    with database.reading() as session:
        kept = str([session.rows(f"SELECT * FROM {name}") for name in ("desks", "invitations", "facts", "grants")])

    assert desk.token not in kept
    assert unused.replace("-", "") not in kept
    assert code.replace("-", "") not in kept


def test_a_library_that_has_desks_opens_only_to_an_invitation_that_names_it(service):
    first = service.desk(library="C51", feeds=("lib:C51",))
    first.save("a", feed="lib:C51", kind="session", day="lundi")
    first.sync_until_still()

    stranger = service.desk(library="C51", feeds=("lib:C51",))
    second = PocketDesk(service.transport, feeds=("lib:C51",)).enrol(service.code(library="C51"))
    second.sync_until_still()

    assert stranger.sync().denied == ("lib:C51",)
    assert second.shown("a", "day", "session") == "lundi"


def test_a_coordinator_coordinates_and_reads_no_library(service):
    desk = service.desk(role=Role.COORDINATOR, feeds=("dep:51", "net:marne", "lib:C51"))

    reply = desk.sync()

    assert {feed: level.value for feed, level in reply.rights.items()} == {
        "dep:*": "coordinate",
        "net:marne": "coordinate",
    }
    assert reply.denied == ("lib:C51",)


def test_a_coordinator_reads_the_counters_of_every_library_of_its_network_and_a_desk_of_its_own(service):
    one, other = service.desk(library="C51"), service.desk(library="C52")
    service.desk("ain", library="C01")
    chief = service.desk(role=Role.COORDINATOR)

    def counters(desk):
        return {feed: level.value for feed, level in desk.sync().rights.items() if feed.startswith("cnt:")}

    assert counters(chief) == {"cnt:C51": "read", "cnt:C52": "read"}
    assert (counters(one), counters(other)) == ({"cnt:C51": "coordinate"}, {"cnt:C52": "coordinate"})


def test_a_network_that_is_full_takes_nobody(database, make_service):
    service = make_service(database, desks=1)
    desk = service.desk()

    assert tried(service, service.code())[0] == 403
    with pytest.raises(NoFromHubError) as refused:
        desk._fork(1)
    assert refused.value.code == "forbidden"


def test_twenty_wrong_codes_close_the_door_to_an_address_and_to_no_desk(service, later):
    desk = service.desk()
    for _ in range(20):
        assert tried(service, "AAAA-AAAA")[0] == 403

    status, body = tried(service, service.code())

    assert (status, body["error"]["code"]) == (429, "too-many")
    desk.sync()
    later(minutes=4)
    assert tried(service, service.code())[0] == 200


def test_a_label_is_one_line_of_reasonable_length(service):
    desk = service.desk(label="Médiathèque  " + "x" * 90)
    assert len(desk.sync().names[0].label) == 80
    assert desk.names[desk.number].label.startswith("Médiathèque x")


@pytest.mark.parametrize(
    "wrong", [{"key": "00"}, {"key": 3}, {"library": "../x"}, {"code": "x" * 50}, {"label": "a\nb"}, {"p": 9}]
)
def test_a_request_that_is_none_is_malformed(service, wrong):
    plain = {**EnrolRequest(key=b"k" * 32, code="AAAA-AAAA").to_wire(), **wrong}

    status, body = service.transport("POST", "/v1/enrol", pack(plain), "")

    assert (status, body["error"]["code"]) == (400, "malformed")
