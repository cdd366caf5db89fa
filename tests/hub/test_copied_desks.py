"""A disk copied, a desk put back: found at the first change sent, and nothing of either is lost."""

from copy import deepcopy

import pytest

from tests.hub.pocket_desk import NoFromHubError, PocketDesk
from tests.hub.test_exchange import all_still, numbered


def copied(desk):
    """Return the same disk in another machine."""
    other = PocketDesk(desk.transport, feeds=desk.feeds)
    for name in PocketDesk.__slots__:
        setattr(other, name, getattr(desk, name) if name == "transport" else deepcopy(getattr(desk, name)))
    return other


def test_a_copied_disk_takes_a_number_of_its_own(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync_until_still()
    copy = copied(desk)
    desk.save("r2", hours="mardi")
    copy.save("r3", hours="jeudi")
    copy.save("r3", hours="jeudi soir")

    desk.sync_until_still()
    copy.sync_until_still()
    all_still(desk, copy)

    assert copy.number != desk.number
    assert (copy.shown("r2", "hours"), desk.shown("r3", "hours")) == ("mardi", "jeudi soir")
    assert desk.questions() == set()
    assert numbered(service) == [(desk.number, 1), (desk.number, 2), (copy.number, 1), (copy.number, 2)]


def test_both_copies_with_changes_waiting_lose_none(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync_until_still()
    desk.save("r1", phone="01")
    copy = copied(desk)
    desk.save("r2", hours="mardi")
    copy.save("r3", hours="jeudi")

    copy.sync_until_still()
    desk.sync_until_still()
    all_still(copy, desk)

    assert {desk.shown(name, "hours") for name in ("r1", "r2", "r3")} == {"lundi", "mardi", "jeudi"}
    assert desk.shown("r1", "phone") == "01"


@pytest.mark.parametrize("part", [0, 1])
def test_a_copy_that_sends_a_part_does_not_take_its_twins_work_for_its_own(service, part):
    desk, neighbour = service.desk(), service.desk()
    desk.save("r1", phone="01")
    copy = copied(desk)
    desk.save("r1", hours="lundi")
    copy.save("r1", hours="mardi")
    desk.sync_until_still()

    copy.sync(take=part)
    copy.sync_until_still()
    all_still(desk, copy, neighbour)

    assert copy.number != desk.number
    assert copy.live == desk.live == neighbour.live
    assert sorted(value.value for value in neighbour.live["sheet", "r1", "hours"].values()) == ["lundi", "mardi"]


def test_own_numbers_beyond_those_sent_are_given_only_once_they_are_sent_too(service):
    desk = service.desk()
    for place in range(5):
        desk.save(f"r{place}", hours="lundi")
    desk.send(desk.request())  # the reply is lost

    page = desk.send(desk.request(take=2)).feeds["dep:51"]

    assert (page.cur, page.head) == (2, 5)


def test_a_copys_stick_that_says_another_thing_under_one_number_is_settled_by_asking_the_hub(service):
    desk, neighbour = service.desk(), service.desk()
    all_still(desk, neighbour)
    copy = copied(desk)
    desk.save("r1", hours="lundi")
    copy.save("r1", hours="mardi")
    neighbour.read_stick(copy.write_stick())
    desk.sync_until_still()

    neighbour.sync_until_still()
    between = neighbour.shown("r1", "hours")
    copy.sync_until_still()
    all_still(desk, copy, neighbour)

    assert between == "lundi"
    assert neighbour.live == desk.live == copy.live
    assert sorted(value.value for value in desk.live["sheet", "r1", "hours"].values()) == ["lundi", "mardi"]


def test_a_stick_that_says_another_thing_than_the_hub_said_already_is_left(service):
    desk, neighbour = service.desk(), service.desk()
    all_still(desk, neighbour)
    copy = copied(desk)
    desk.save("r1", hours="lundi")
    copy.save("r1", hours="mardi")
    all_still(desk, neighbour)

    neighbour.read_stick(copy.write_stick())

    assert neighbour.live == desk.live


def test_a_desk_put_back_from_a_copy_keeps_its_new_work_and_finds_its_old(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync_until_still()
    old = copied(desk)
    for place in range(5):
        desk.save(f"later{place}", hours="mardi")
    desk.sync_until_still()
    old.save("r1", hours="vendredi")

    old.sync_until_still()

    assert old.number != desk.number
    assert old.shown("later4", "hours") == "mardi"
    assert old.shown("r1", "hours") == "vendredi"
    assert old.questions() == set()


def test_a_desk_put_back_that_has_nothing_to_send_notices_too(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync_until_still()
    old = copied(desk)
    desk.save("r1", hours="mardi")
    desk.sync_until_still()

    old.sync()
    old.sync_until_still()

    assert old.number != desk.number
    assert old.shown("r1", "hours") == "mardi"


def test_a_page_whose_past_is_another_is_a_fork(service):
    desk = service.desk()
    desk.save("r1", hours="lundi")
    desk.sync()
    copy = copied(desk)
    copy.mine[1] = desk.mine[1].numbered(0, 9)
    copy.save("r1", hours="mardi")
    from dataclasses import replace

    with pytest.raises(NoFromHubError) as refused:
        copy.send(replace(copy.request(), chain=b"notours!"))

    assert (refused.value.status, refused.value.code, refused.value.body["fork"]) == (409, "fork", 2)


def test_a_second_identity_has_the_rights_of_the_first_and_is_another_desk(service):
    desk = service.desk(library="C51", feeds=("lib:C51",))
    copy = copied(desk)
    copy.save("a", feed="lib:C51", kind="session", day="lundi")
    desk.save("b", feed="lib:C51", kind="session", day="mardi")
    desk.sync_until_still()

    copy.sync_until_still()

    assert copy.refused == {}
    assert copy.shown("b", "day", "session") == "mardi"


def test_a_second_identity_needs_the_token_of_the_first(service):
    desk = service.desk()
    for token in ("", "wrong", desk.token[:-1]):
        stranger = PocketDesk(service.transport, number=desk.number, token=token)
        with pytest.raises(NoFromHubError) as refused:
            stranger.enrol("")
        assert refused.value.status == 401
