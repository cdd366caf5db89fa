"""A hub put back from an old backup, emptied, or that takes away too much: no desk loses anything."""

from datetime import date

import pytest

from desk.domain.sheets import Sheet
from desk.hub import commands, ledger_feeds
from desk.hub.ledger import open_database
from desk.hub.upkeep import make_snapshot
from tests.hub.service import Service
from tests.sync.village import enrolled


@pytest.fixture
def make_again(hub_url, clock):
    made = []

    def make():
        database = open_database(hub_url)
        made.append((database, Service(database, clock)))
        return made[-1][1]

    yield make
    for database, service in made:
        service.close()
        database.close()


def copy_of(hub_url, tmp_path):
    kept = tmp_path / "hub-copy"
    commands.backup(hub_url, kept)
    return kept


def test_what_a_restored_hub_has_lost_comes_back_from_the_desks(village, service, hub_url, tmp_path, clock, make_again):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    old = here.new(name="Avant la copie")
    for one in (here, there, here):
        one.sync()
    kept = copy_of(hub_url, tmp_path)
    new = here.new(name="Après la copie")
    there.set(old, phone="3939")
    for one in (here, there, here):
        one.sync()
    service.close()
    service.database.close()
    commands.restore(hub_url, kept, clock)
    again = make_again()
    here.line.service = there.line.service = again

    for _ in range(3):
        for one in (here, there):
            report = one.sync()
            assert report.stopped == ""
    fresh = village("Troisième")
    fresh.line.service = again
    fresh.join(again.code("ain")).sync()

    for one in (here, there, fresh):
        assert one.sheet(new).name == "Après la copie"
        assert one.sheet(old).phone == "3939"
        assert not one.questions()


def test_the_work_of_a_desk_that_never_comes_back_returns_from_its_neighbour(
    village, service, hub_url, tmp_path, clock, make_again
):
    here, gone = enrolled(village, service, "Blacy", "Disparu")
    for one in (here, gone, here):
        one.sync()
    kept = copy_of(hub_url, tmp_path)
    made = gone.new(name="D'un poste disparu")
    gone.sync()
    here.sync()
    service.close()
    service.database.close()
    commands.restore(hub_url, kept, clock)
    again = make_again()
    here.line.service = again

    for _ in range(2):
        here.sync()
    fresh = village("Troisième")
    fresh.line.service = again
    fresh.join(again.code("ain")).sync()

    assert here.sheet(made).name == "D'un poste disparu"
    assert fresh.sheet(made).name == "D'un poste disparu"


def test_a_hub_that_would_remove_most_sheets_is_stopped_until_somebody_agrees(village, service):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    made = [here.new(name=f"Fiche {number}") for number in range(60)]
    for one in (here, there, here):
        one.sync()
    for sheet in made:
        here.set(sheet, removed_on=date(2026, 11, 24))
    here.sync()

    held = there.sync()

    assert (held.stopped, held.up_to_date) == ("too-many-removed", False)
    assert held.held_back >= 20
    assert len(there.store.records.where(Sheet, "removed_on IS NULL AND name LIKE 'Fiche%'")) == 60

    agreed = there.sync(removals_agreed=True)
    assert agreed.stopped == ""
    assert not there.store.records.where(Sheet, "removed_on IS NULL AND name LIKE 'Fiche%'")


def test_a_desk_that_a_restored_hub_does_not_know_joins_again_and_loses_nothing(
    village, service, hub_url, tmp_path, clock, make_again
):
    (here,) = enrolled(village, service, "Blacy")
    here.sync()
    kept = copy_of(hub_url, tmp_path)
    (late,) = enrolled(village, service, "Tard venue")
    made = late.new(name="D'une tard venue")
    late.sync()
    service.close()
    service.database.close()
    commands.restore(hub_url, kept, clock)
    again = make_again()
    here.line.service = late.line.service = again
    assert late.sync().stopped == "desk-unknown"

    late.join(again.code("ain"))
    for one in (late, here, late):
        assert one.sync().stopped == ""

    assert here.sheet(made).name == "D'une tard venue"
    assert not here.questions()


def test_what_a_snapshot_had_seen_is_not_merged_again_from_a_late_stick(village, service, tmp_path):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = here.new(phone="3939")
    here.write(stick)
    here.sync()
    here.set(made, phone="3646")
    here.sync()
    there.sync()
    number = next(feed.id for feed in feeds_of(service) if feed.name == "dep:01")
    make_snapshot(service.hub, number)
    fresh = village("Troisième").join(service.code("ain"))
    with fresh.store.database.atomic():
        fresh.store.database.write("DELETE FROM journal")

    fresh.sync()
    late = fresh.read(stick)

    assert late.received == 0
    assert fresh.sheet(made).phone == "3646"
    assert not fresh.questions()


def feeds_of(service):
    with service.database.reading() as session:
        return ledger_feeds.every_feed(session)
