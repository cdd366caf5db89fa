"""Starting from a snapshot rather than from history, and forgetting the history that nobody needs."""

import pytest

from desk.hub import ledger_copies, ledger_feeds, ledger_snapshots
from desk.hub.ledger_desks import Role
from desk.hub.upkeep import keep_up, make_snapshot
from desk.wire.packing import unpack
from desk.wire.protocol import Manifest
from tests.hub.pocket_desk import NoFromHubError
from tests.hub.service import Held
from tests.hub.test_exchange import all_still


@pytest.fixture
def service(database, make_service):
    return make_service(database, snapshot_every=10, snapshot_worth=10, history_days=180)


@pytest.fixture
def writer(service):
    desk = service.desk()
    for place in range(12):
        desk.save(f"r{place}", hours=f"lundi {place}")
    desk.sync_until_still()
    return desk


def feed_of(service):
    return feed_of_database(service.database)


def feed_of_database(database):
    with database.reading() as session:
        return next(one for one in ledger_feeds.every_feed(session) if one.name == "dep:51")


def test_a_new_desk_starts_from_the_snapshot_and_goes_on(service, writer):
    assert keep_up(service.hub) == 1
    writer.save("r1", hours="mardi")
    writer.sync()
    newcomer = service.desk()
    newcomer.save("r2", hours="jeudi")

    with pytest.raises(NoFromHubError) as told:
        newcomer.send(newcomer.request())
    newcomer.sync_until_still()
    all_still(writer, newcomer)

    assert (told.value.status, told.value.body["feed"]) == (410, "dep:51")
    assert Manifest.from_wire(told.value.body["snapshot"]).seq == 12
    assert writer.questions() == {("sheet", "r2", "hours")}


def test_a_snapshot_is_made_only_when_enough_has_changed(service, writer):
    assert keep_up(service.hub) == 1
    assert keep_up(service.hub) == 0
    for place in range(10):
        writer.save(f"s{place}", hours="mardi")
    writer.sync()
    assert keep_up(service.hub) == 1
    with service.database.reading() as session:
        assert session.rows("SELECT seq FROM snapshots ORDER BY seq") == [(12,), (22,)]
    assert service.lines()[-1]["event"] == "snapshot"


def test_the_question_that_was_open_is_open_in_the_snapshot_too(service, writer):
    other = service.desk()
    other.save("r3", hours="samedi")
    other.sync_until_still()
    keep_up(service.hub)
    newcomer = service.desk()

    newcomer.sync_until_still()

    assert newcomer.questions() == {("sheet", "r3", "hours")}
    assert newcomer.digests_differ == []


def test_parts_are_for_those_who_may_read_the_feed(service, writer):
    keep_up(service.hub)
    stranger = service.desk("aube")
    path = "/v1/snapshot/dep:51/12/"

    status, packed = service.transport("GET", path + "manifest", b"", f"Desk {writer.number}.{writer.token}")
    assert status == 200
    assert Manifest.from_wire(unpack(packed)).parts != ()
    for desk, wrong in (
        (stranger, path + "0"),
        (stranger, path + "manifest"),
        (writer, path + "7"),
        (writer, "/v1/snapshot/dep:51/3/0"),
        (writer, "/v1/snapshot/net:aube/12/0"),
        (writer, "/v1/snapshot/dep:52/12/0"),
        (writer, path + "-1"),
        (writer, path + "x"),
        (writer, "/v1/snapshot/dep:51/" + "9" * 30 + "/0"),
    ):
        assert service.transport("GET", wrong, b"", f"Desk {desk.number}.{desk.token}")[0] == 404, wrong
    assert service.transport("GET", path + "0", b"", "")[0] == 401
    assert service.transport("GET", "/v1/snapshot/..%2Fx/12/0", b"", f"Desk {writer.number}.{writer.token}")[0] in (
        400,
        404,
    )


def test_history_that_everyone_has_read_and_is_old_is_trimmed(service, writer, later):
    slow = service.desk()
    slow.sync_until_still()
    keep_up(service.hub)
    later(days=10)
    for desk in (writer, slow):
        desk.sync()
    keep_up(service.hub)
    assert feed_of(service).floor == 0

    later(days=200)
    writer.sync()
    keep_up(service.hub)

    assert feed_of(service).floor == 12
    with service.database.reading() as session:
        assert session.rows("SELECT seq FROM log") == [(12,)]


def test_what_an_active_desk_has_not_read_is_kept(service, writer, later):
    slow = service.desk()
    slow.sync(take=0, room=1)
    read = slow.cursors["dep:51"].seq
    keep_up(service.hub)
    later(days=200)
    with service.database.writing() as session:
        ledger_feeds.note_reader(session, slow.number, feed_of(service).id, "e", 4, service.hub.now())
        session.write("UPDATE desks SET seen_at = ? WHERE id = ?", (service.hub.now(), slow.number))

    keep_up(service.hub)

    assert read > 0
    assert feed_of(service).floor == 4


def test_a_desk_below_the_floor_starts_again_and_keeps_its_unsent_work(service, writer, later):
    away = service.desk()
    away.sync_until_still()
    away.save("r5", hours="à nous", time=9)
    away.save("new", hours="neuf")
    later(days=300)
    writer.save("r5", hours="à eux", time=8)
    for place in range(12):
        writer.save(f"t{place}", hours="mardi")
    writer.sync_until_still()
    keep_up(service.hub)
    later(days=200)
    writer.sync()
    keep_up(service.hub)
    assert feed_of(service).floor > 12

    away.sync_until_still()
    all_still(writer, away)

    assert away.questions() == {("sheet", "r5", "hours")}
    assert writer.shown("new", "hours") == "neuf"
    assert away.shown("t3", "hours") == "mardi"


def test_an_erasure_takes_the_snapshots_away_and_who_needs_one_is_asked_to_wait(service, writer, later):
    coordinator = service.desk(role=Role.COORDINATOR)
    keep_up(service.hub)
    later(days=400)
    coordinator.sync_until_still()
    keep_up(service.hub)
    assert feed_of(service).floor > 0
    coordinator.erase("r1")
    coordinator.sync()
    newcomer = service.desk()

    with pytest.raises(NoFromHubError) as told:
        newcomer.sync()
    assert (told.value.status, told.value.code) == (503, "busy")
    with service.database.reading() as session:
        assert session.rows("SELECT 1 FROM parts") == []
    keep_up(service.hub)
    newcomer.sync_until_still()

    assert newcomer.shown("r1", "hours") is None
    assert newcomer.shown("r2", "hours") == "lundi 2"


def test_an_erasure_that_waits_where_a_snapshot_is_offered_withdraws_it_and_the_desk_asks_again(service, writer):
    coordinator = service.desk(role=Role.COORDINATOR)
    keep_up(service.hub)
    coordinator.erase("r1")

    coordinator.sync_until_still()

    assert coordinator.shown("r1", "hours") is None
    assert coordinator.shown("r2", "hours") == "lundi 2"


def test_a_snapshot_withdrawn_while_it_is_fetched_is_asked_for_again(service, writer):
    keep_up(service.hub)
    newcomer, coordinator = service.desk(), service.desk(role=Role.COORDINATOR)
    coordinator.erase("r1")
    waiting = [coordinator]

    def transport(method, path, body, proof):
        if method == "GET" and waiting:
            waiting.pop().sync()
        return service.transport(method, path, body, proof)

    newcomer.transport = transport
    newcomer.sync_until_still()

    assert newcomer.shown("r1", "hours") is None
    assert newcomer.shown("r2", "hours") == "lundi 2"


def test_a_late_stick_brings_nothing_back_to_a_desk_that_began_with_a_snapshot(service, writer):
    far = service.desk()
    far.sync_until_still()
    far.save("r1", hours="mercredi")
    stick = far.write_stick()
    all_still(far, writer)
    writer.save("r1", hours="mardi")
    writer.sync()
    keep_up(service.hub)
    newcomer = service.desk()
    newcomer.sync_until_still()

    newcomer.read_stick(stick)

    assert newcomer.live == writer.live


def test_a_hub_put_back_to_before_a_snapshot_brings_no_replaced_value_back(service, tmp_path):
    desk, newcomer = service.desk(), service.desk()
    backup = tmp_path / "backup.sqlite"
    ledger_copies.back_up(service.database, backup)
    for place in range(12):
        desk.save("r1", hours=f"lundi {place}")
    desk.sync_until_still()
    keep_up(service.hub)
    newcomer.sync_until_still()
    ledger_copies.put_back(service.database, backup)

    desk.sync_until_still()
    newcomer.sync_until_still()

    assert newcomer.live == desk.live
    assert newcomer.digests_differ == []


def test_what_is_erased_while_a_snapshot_is_made_is_not_given(database, make_service):
    """The parts are written from an older state than the erasure: they must not be kept."""
    held = Held(database)
    service = make_service(held, snapshot_every=10)
    writer, coordinator = service.desk(), service.desk(role=Role.COORDINATOR)
    writer.save("r1", hours="lundi")
    writer.sync()
    coordinator.erase("r1")
    held.after_reading = coordinator.sync

    make_snapshot(service.hub, feed_of_database(database).id)

    assert feed_of_database(database).erased == 2
    assert feed_of_database(database).snapshot == 0


def test_one_process_at_a_time_does_the_upkeep(service, database, make_service, writer, later):
    other = make_service(database, snapshot_every=10)
    with database.writing() as session:
        assert ledger_snapshots.lease(session, "upkeep", service.hub.now(), 600)

    assert keep_up(other.hub) == 0
    later(seconds=601)
    assert keep_up(other.hub) == 1


def test_old_statistics_and_expired_invitations_are_forgotten(service, later):
    service.code()
    with service.database.writing() as session:
        for month in ("2024-09", "2024-10", "2026-11"):
            ledger_feeds.count_event(session, 1, month, "referral", "[]", 1)
    later(hours=73)

    keep_up(service.hub)

    with service.database.reading() as session:
        assert session.rows("SELECT month FROM statistics ORDER BY month") == [("2024-10",), ("2026-11",)]
        assert session.rows("SELECT 1 FROM invitations") == []
