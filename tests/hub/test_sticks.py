"""A stick carried by anybody: harmless twice, late, in any order, damaged, forged or from elsewhere."""

from dataclasses import replace

import pytest

from desk.base.ids import new_secret
from desk.hub import ledger_desks
from desk.wire.packing import pack
from desk.wire.sealed import peek, seal
from tests.hub.pocket_desk import NoFromHubError
from tests.hub.test_exchange import all_still, numbered


@pytest.fixture
def far(service):
    """A desk that never has a connection after its first day."""
    desk = service.desk(label="Pringy")
    desk.sync()
    return desk


@pytest.fixture
def bibliobus(service):
    desk = service.desk(label="Bibliobus")
    desk.sync()
    return desk


def test_two_desks_that_never_meet_converge_by_the_bibliobus(service, far, bibliobus):
    other = service.desk()
    far.save("r1", hours="lundi", time=5)
    other.save("r1", phone="03")
    other.sync_until_still()

    stick = far.write_stick()
    answer = bibliobus.carry_stick(stick)
    far.read_answer(answer)
    all_still(other, bibliobus)

    assert (far.ack, far.unsent()) == (1, [])
    assert far.live == other.live
    assert peek(answer).to == far.number
    assert numbered(service) == [(other.number, 1), (far.number, 1)]


def test_a_stick_read_three_times_late_and_out_of_order_changes_nothing_more(service, far, bibliobus):
    far.save("r1", hours="lundi")
    first = far.write_stick()
    far.save("r1", hours="mardi")
    second = far.write_stick()

    for stick in (second, first, second, first):
        bibliobus.carry_stick(stick)

    assert numbered(service) == [(far.number, 1), (far.number, 2)]


def test_a_neighbour_reads_a_stick_at_once_and_the_hub_confirms_it_later(service, far, bibliobus):
    far.save("r1", hours="lundi", time=999)
    for _ in range(3):
        bibliobus.read_stick(far.write_stick())
    assert bibliobus.shown("r1", "hours") == "lundi"
    assert bibliobus.carried != {}

    bibliobus.carry_stick(far.write_stick())
    bibliobus.sync_until_still()
    far.sync_until_still()

    assert bibliobus.carried == {}
    assert bibliobus.live == far.live


def test_a_stick_changed_on_the_way_is_refused(service, far, bibliobus):
    far.save("r1", hours="lundi")
    stick = far.write_stick()

    for size in range(0, len(stick), 37):
        with pytest.raises(NoFromHubError) as refused:
            bibliobus.carry_stick(stick[:size])
        assert refused.value.status in (400, 404)
    for bit in range(0, len(stick) * 8, 101):
        spoiled = bytearray(stick)
        spoiled[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoFromHubError) as refused:
            bibliobus.carry_stick(bytes(spoiled))
        assert refused.value.status in (400, 404)
    assert numbered(service) == []


def test_a_stick_of_another_hub_network_or_author_is_refused(service, far, bibliobus):
    far.save("r1", hours="lundi")
    stick = far.write_stick()
    heading, body = peek(stick), pack(far.request().to_wire())
    stranger = service.desk("aube")

    for spoiled in (
        replace(heading, hub="anotherhub00"),
        replace(heading, network="aube"),
        replace(heading, author=0),
        replace(heading, author=999),
        replace(heading, author=stranger.number),
        replace(heading, to=far.number),
    ):
        with pytest.raises(NoFromHubError) as refused:
            bibliobus.carry_stick(seal(spoiled, body, far.secret))
        assert refused.value.status == 404
    with pytest.raises(NoFromHubError) as refused:
        bibliobus.carry_stick(seal(heading, body, new_secret()))
    assert refused.value.status == 400
    with pytest.raises(NoFromHubError) as refused:
        stranger.carry_stick(stick)
    assert refused.value.status == 404
    assert numbered(service) == []


def test_the_stick_of_a_revoked_desk_is_refused(service, far, bibliobus):
    far.save("r1", hours="lundi")
    with service.database.writing() as session:
        ledger_desks.revoke(session, ledger_desks.desk(session, far.number), 5)

    with pytest.raises(NoFromHubError) as refused:
        bibliobus.carry_stick(far.write_stick())

    assert refused.value.code == "revoked"
    assert numbered(service) == []
