"""One exchange after another: nothing lost, nothing twice, nobody waits for what was refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from desk.hub import ledger_feeds
from desk.hub.ledger_desks import Role
from desk.wire.change import PROPOSAL
from desk.wire.packing import pack
from desk.wire.protocol import ROOM_LEAST, ROOM_MOST, Cursor, Event
from tests.hub.pocket_desk import NoFromHubError


@pytest.fixture
def now(clock):
    return lambda: clock.utc_ms() // 1000


def numbered(service, feed="dep:51"):
    """Return the dots of the log of a feed, in order, having seen that numbers have no hole."""
    with service.database.reading() as session:
        number = next((one.id for one in ledger_feeds.every_feed(session) if one.name == feed), 0)
        entries = ledger_feeds.entries(session, number, 0, 100_000)
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    return [(one.desk, one.n) for one in entries]


def all_still(*desks):
    for _ in range(2):
        for desk in desks:
            desk.sync_until_still()
    first = desks[0]
    for desk in desks:
        assert {key: cell for key, cell in desk.live.items() if cell} == {
            key: cell for key, cell in first.live.items() if cell
        }
        assert desk.digests_differ == []


def test_two_people_who_edit_two_fields_keep_both(service):
    blacy, vitry = service.desk(), service.desk()
    blacy.save("r1", hours="lundi", phone="03")
    all_still(blacy, vitry)

    blacy.save("r1", hours="mardi")
    vitry.save("r1", phone="04")
    all_still(blacy, vitry)

    assert (vitry.shown("r1", "hours"), vitry.shown("r1", "phone")) == ("mardi", "04")
    assert vitry.questions() == set()


def test_two_people_who_edit_one_field_keep_both_and_are_asked(service):
    blacy, vitry, pringy = service.desk(), service.desk(), service.desk()
    blacy.save("r1", hours="lundi")
    all_still(blacy, vitry, pringy)

    blacy.save("r1", hours="mardi", time=50)
    vitry.save("r1", hours="jeudi", time=60)
    all_still(blacy, vitry, pringy)

    assert pringy.questions() == {("sheet", "r1", "hours")}
    assert blacy.shown("r1", "hours") == vitry.shown("r1", "hours") == pringy.shown("r1", "hours")
    pringy.save("r1", hours="mardi et jeudi")
    all_still(blacy, vitry, pringy)
    assert blacy.questions() == set()
    assert blacy.shown("r1", "hours") == "mardi et jeudi"


def test_a_lost_reply_loses_nothing_and_doubles_nothing(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.save("r2", hours="mardi")

    for _ in range(3):
        desk.send(desk.request())
    desk.save("r3", hours="jeudi")
    desk.sync()

    assert numbered(service) == [(desk.number, 1), (desk.number, 2), (desk.number, 3)]
    assert desk.ack == 3


def test_the_same_page_sent_many_times_at_once_counts_once(service):
    desk = service.desk()
    for place in range(20):
        desk.save(f"r{place}", hours="lundi")
    request = desk.request()

    with ThreadPoolExecutor(8) as pool:
        acks = list(pool.map(lambda _: desk.send(request).ack, range(8)))

    assert acks == [20] * 8
    assert numbered(service) == [(desk.number, n) for n in range(1, 21)]


def test_a_page_that_begins_beyond_the_next_number_is_left(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.save("r2", hours="mardi")
    whole = desk.request()

    reply = desk.send(replace(whole, changes=whole.changes[1:], chain=b"whatever"))

    assert reply.ack == 0
    assert numbered(service) == []


def test_a_refused_change_stops_nothing_and_is_told_again(service):
    desk, other = service.desk(feeds=("dep:51", "net:marne")), service.desk()
    desk.save("r1", hours="lundi")
    desk.save("carte-identite", feed="net:marne", kind="procedure", title="Carte")
    desk.save("r2", **{"a\nb": "mardi"})
    desk.save("r3", hours="jeudi")
    desk.save("r4", hours="x" * 300_000)
    other.save("r9", hours="lundi")
    other.sync()

    desk.send(desk.request())
    reply = desk.sync(room=ROOM_MOST)

    assert reply.refused == ((2, "right"), (3, "form"), (5, "size"))
    assert reply.ack == 5
    assert desk.shown("r9", "hours") == "lundi"
    assert numbered(service) == [(other.number, 1), (desk.number, 1), (desk.number, 4)]
    desk.save("r5", hours="samedi")
    assert desk.sync().refused == ()


def test_an_unknown_kind_and_an_unknown_field_are_kept_and_given(service):
    desk, other = service.desk(), service.desk()
    desk.save("r1", kind="kind of tomorrow", **{"champ é": {"deep": [1, {"x": None}]}, "langues.ar": 1})

    all_still(desk, other)

    assert other.shown("r1", "champ é", "kind of tomorrow") == {"deep": [1, {"x": None}]}


def test_beyond_the_days_allowance_changes_wait_for_tomorrow(database, make_service, later):
    service = make_service(database, changes_a_day=3)
    desk, other, coordinator = service.desk(), service.desk(), service.desk(role=Role.COORDINATOR)
    for place in range(5):
        desk.save(f"r{place}", hours="lundi")
        coordinator.save(f"c{place}", hours="lundi")
    other.save("o", hours="mardi")
    other.sync()

    reply = desk.sync()
    coordinator.sync()

    assert (reply.ack, reply.refused) == (3, ())
    assert desk.shown("o", "hours") == "mardi"
    assert coordinator.ack == 5
    later(days=1)
    desk.sync_until_still()
    assert desk.ack == 5


def test_a_page_fits_in_the_room_and_each_feed_says_that_it_has_more(service):
    writer = service.desk(feeds=("dep:51", "dep:52", "dep:08"))
    for place in range(400):
        writer.save(
            f"r{place}", feed=("dep:51", "dep:52", "dep:08")[place % 3], hours=f"{place * 2654435761 % 2**32:x}" * 3
        )
    writer.sync_until_still()
    reader = service.desk(feeds=("dep:51", "dep:52", "dep:08"))

    first = reader.send(reader.request(room=ROOM_LEAST))

    assert len(pack(first.to_wire())) <= ROOM_LEAST
    assert {name: page.cur < page.head for name, page in first.feeds.items()} == dict.fromkeys(reader.feeds, True)
    assert reader.sync_until_still(room=ROOM_LEAST) > 2
    assert len([key for key, cell in reader.live.items() if cell]) == 400
    assert reader.sync().feeds == {}


def test_a_change_larger_than_the_room_still_comes(service):
    writer, reader = service.desk(), service.desk()
    writer.save("r1", text="".join(f"{n * 2654435761 % 2**32:x}" for n in range(20_000)))
    writer.sync()

    reply = reader.sync(room=ROOM_LEAST)

    assert reply.feeds["dep:51"].cur == 1


@pytest.mark.parametrize("skew", [datetime(2001, 1, 1), datetime(2099, 1, 1)])
def test_a_wrong_clock_changes_no_value_and_gains_nothing(service, clock, now, later, skew):
    right = service.desk()
    wrong = service.desk(skew=int((skew - datetime(2026, 11, 24, 10)).total_seconds()))
    right.save("r1", time=now(), hours="lundi")
    all_still(right, wrong)
    read_at = now()
    later(hours=1)
    wrong.save("r1", time=now(), phone="03")
    wrong.save("r1", time=now(), phone="04")

    all_still(wrong, right)

    ((dot, value),) = right.live["sheet", "r1", "phone"].items()
    assert dot == (wrong.number, 2)
    assert read_at <= value.at <= now()
    assert wrong.live == right.live


def test_what_an_author_had_read_bounds_the_time_from_below(service, now, later):
    author, late = service.desk(), service.desk(skew=-800_000_000)
    author.save("r1", time=now(), hours="lundi")
    author.sync()
    late.sync()
    later(hours=3)

    late.save("r1", time=now(), hours="mardi")
    late.sync()

    assert author.sync() is not None
    assert [value.at for value in author.live["sheet", "r1", "hours"].values()] == [now() - 3 * 3600]


def test_a_value_replaced_before_it_came_does_not_come_back(service):
    """A neighbour read it on a stick and replaced it; the neighbour's change reaches the hub first."""
    author, neighbour, reader = service.desk(), service.desk(), service.desk()
    neighbour.sync()
    author.save("r1", hours="lundi")
    neighbour.read_stick(author.write_stick())
    neighbour.save("r1", hours="mardi")
    neighbour.sync()
    reader.sync()
    author.sync()

    all_still(author, neighbour, reader)

    assert reader.shown("r1", "hours") == "mardi"
    assert reader.questions() == set()


def test_a_proposal_is_kept_where_a_desk_may_only_propose(service):
    desk = service.desk(feeds=("net:marne",))
    coordinator = service.desk(role=Role.COORDINATOR, feeds=("net:marne",))
    desk.save("carte", feed="net:marne", kind="procedure", title="non")
    desk.save("p1", feed="net:marne", kind=PROPOSAL, of="carte", title="oui")
    coordinator.save("carte", feed="net:marne", kind="procedure", title="Carte")

    desk.sync()
    coordinator.sync_until_still()

    assert desk.refused == {1: "right"}
    assert coordinator.shown("p1", "title", PROPOSAL) == "oui"
    assert coordinator.refused == {}


def test_every_live_value_of_a_record_can_be_asked_for(service):
    one, other = service.desk(), service.desk()
    one.save("r1", hours="lundi", phone="03")
    other.save("r1", hours="mardi")
    one.sync()
    other.sync()

    reply = one.sync(want=(("dep:51", "sheet", "r1"), ("dep:51", "sheet", "nothing"), ("net:other", "sheet", "r1")))

    assert [(cells.id, sorted(cells.fields)) for cells in reply.cells] == [("r1", ["hours", "phone"]), ("nothing", [])]
    assert sorted(row[3] for row in reply.cells[0].fields["hours"]) == ["lundi", "mardi"]


def test_statistics_are_counted_once_and_who_counted_is_forgotten(service):
    desk = service.desk()
    events = tuple(Event(n=n, month="2026-11", name="referral", dims=("impots", "caf"), count=2) for n in (1, 2))

    replies = [desk.sync(events=events) for _ in range(3)]
    hole = desk.sync(events=(Event(n=9, month="2026-11", name="referral", dims=()),))

    assert [reply.events for reply in replies] == [2, 2, 2]
    assert hole.events == 2
    with service.database.reading() as session:
        rows = session.rows("SELECT month, name, dims, total FROM statistics")
    assert rows == [("2026-11", "referral", '["impots","caf"]', 4)]


def test_names_and_rights_are_told_when_they_change(service):
    first = service.desk(label="Blacy")
    assert first.sync().names_version == 1
    assert first.sync().names == ()

    second = service.desk(label="Vitry")
    reply = first.sync()

    assert [(name.desk, name.label, name.revoked) for name in reply.names] == [(second.number, "Vitry", False)]
    assert set(reply.rights) == {"dep:*", "net:marne"}


def test_two_networks_on_one_hub_see_nothing_of_each_other(service):
    marne, aube = service.desk("marne"), service.desk("aube")
    marne.save("r1", hours="lundi")
    aube.save("r1", hours="mardi")
    all_still(marne)
    all_still(aube)

    assert (marne.shown("r1", "hours"), aube.shown("r1", "hours")) == ("lundi", "mardi")
    assert set(marne.names) == {marne.number}
    marne.feeds = ("net:aube", "net:marne", "lib:C1")
    reply = marne.sync()
    assert reply.denied == ("net:aube", "lib:C1")
    marne.save("x", feed="net:aube", title="non")
    marne.sync()
    assert marne.refused == {2: "right"}


def test_an_author_cannot_be_chosen(service):
    """Whatever a message claims, the author is who holds the token."""
    one, other = service.desk(), service.desk()
    plain = {
        **other.request().to_wire(),
        "desk": one.number, "role": "coordinator", "epoch": "mine", "n": 1, "t": 5, "chain": "00" * 8,
        "changes": [[0, 0, "dep:51", "sheet", "r1", {"desk_id": 1, "verified_by": "BE"}, {"desk_id": [[one.number, 7]]}]],
    }  # fmt: skip

    status, _ = service.transport("POST", "/v1/sync", pack(plain), f"Desk {other.number}.{other.token}")

    assert status == 200
    assert numbered(service) == [(other.number, 1)]


def test_a_revoked_desk_is_told_since_when_and_nothing_of_it_is_taken(service, now):
    from desk.hub import ledger_desks

    desk, other = service.desk(), service.desk()
    desk.save("r1", hours="lundi")
    with service.database.writing() as session:
        ledger_desks.revoke(session, ledger_desks.desk(session, desk.number), now())

    with pytest.raises(NoFromHubError) as refused:
        desk.sync()

    assert (refused.value.status, refused.value.code, refused.value.body["since"]) == (403, "revoked", now())
    assert numbered(service) == []
    assert [name.desk for name in other.sync().names if name.revoked] == [desk.number]
    assert desk.shown("r1", "hours") == "lundi"


def test_a_desk_revoked_while_its_page_waits_is_refused(service, now):
    """The page was authenticated; the door closes before its turn comes."""
    from desk.hub import ledger_desks
    from desk.hub.faults import HubError
    from desk.hub.taking import take

    desk = service.desk()
    desk.save("r1", hours="lundi")
    with service.database.reading() as session:
        before = ledger_desks.desk(session, desk.number)
    with service.database.writing() as session:
        ledger_desks.revoke(session, before, now())

    with pytest.raises(HubError), service.database.writing() as session:
        take(service.hub, session, before, desk.request())

    assert numbered(service) == []


def test_an_erasure_takes_the_values_out_of_log_and_records(service):
    writer, coordinator = service.desk(), service.desk(role=Role.COORDINATOR)
    writer.save("r1", contact="Canari", hours="lundi")
    writer.save("r2", hours="mardi")
    all_still(writer, coordinator)
    writer.save("r1", contact="Canari bis")

    coordinator.erase("r1")
    coordinator.sync()
    writer.sync_until_still()
    coordinator.sync_until_still()
    reader = service.desk()
    reader.sync_until_still()

    assert reader.shown("r2", "hours") == "mardi"
    assert reader.shown("r1", "hours") is None
    assert reader.shown("r1", "contact") == "Canari bis"
    assert reader.digests_differ == writer.digests_differ == []
    with service.database.reading() as session:
        texts = [str(row) for name in ("log", "records") for row in session.rows(f"SELECT * FROM {name}")]
    assert not any("Canari'" in text or '"Canari"' in text for text in texts)


def test_only_a_coordinator_erases(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync()
    desk.erase("r1")

    desk.sync()

    assert desk.refused == {2: "right"}


def test_a_field_cannot_hold_more_than_so_many_values_side_by_side(service):
    writers = [service.desk() for _ in range(3)]
    for place in range(30):
        for writer in writers:
            writer.live.clear()
            writer.save("r1", hours=f"{writer.number} {place}")
    for writer in writers:
        writer.sync()

    assert [set(writer.refused.values()) for writer in writers] == [set(), set(), {"quota"}]
    assert [len(writer.refused) for writer in writers] == [0, 0, 90 - 64]


def test_reading_writes_only_now_and_then(service, later):
    desk, writer = service.desk(), service.desk()
    writer.save("r1", hours="lundi")
    writer.sync()
    desk.sync()
    desk.sync()

    def readers():
        with service.database.reading() as session:
            return session.rows("SELECT desk, seq, at FROM readers ORDER BY desk")

    before = readers()
    later(minutes=10)
    desk.sync()
    assert readers() == before
    assert before != []


def test_a_feed_not_read_yet_and_a_cursor_of_nowhere_start_from_the_beginning(service):
    writer, reader = service.desk(), service.desk()
    writer.save("r1", hours="lundi")
    writer.sync()
    reader.cursors["dep:51"] = Cursor(epoch="another", seq=40)
    reader.journal["dep:51"] = [None] * 40

    page = reader.send(reader.request()).feeds["dep:51"]

    assert (page.start, page.cur) == (0, 1)
