"""A hub put back from an old backup, with or without a word: what desks had sent and read comes back."""

from dataclasses import replace

import pytest

from desk.hub import commands, ledger_copies, ledger_desks
from desk.hub.ledger import open_database
from desk.wire.protocol import Relay
from tests.hub.pocket_desk import NoFromHubError
from tests.hub.test_exchange import all_still, numbered


@pytest.fixture
def backup(service, tmp_path):
    """Back up now; put back later."""
    file = tmp_path / "backup.sqlite"
    return lambda: ledger_copies.back_up(service.database, file), lambda: ledger_copies.put_back(service.database, file)


def test_what_came_after_the_backup_is_sent_again_and_nothing_doubles(service, backup):
    keep, put_back = backup
    blacy, vitry = service.desk(), service.desk()
    blacy.save("r1", hours="lundi")
    all_still(blacy, vitry)
    keep()
    blacy.save("r1", hours="mardi")
    vitry.save("r2", hours="jeudi")
    all_still(blacy, vitry)
    before = blacy.live

    put_back()
    all_still(blacy, vitry)

    assert blacy.live == before
    assert sorted(numbered(service)) == [(blacy.number, 1), (blacy.number, 2), (vitry.number, 1)]
    newcomer = service.desk()
    newcomer.sync_until_still()
    assert newcomer.live == before


def test_the_work_of_a_desk_that_will_never_come_back_returns_from_its_neighbours(service, backup):
    keep, put_back = backup
    dead, neighbour, reader = service.desk(), service.desk(), service.desk()
    dead.save("r1", hours="lundi")
    all_still(dead, neighbour, reader)
    keep()
    dead.save("r1", hours="mardi")
    dead.save("r2", phone="03")
    all_still(dead, neighbour)

    put_back()
    neighbour.sync_until_still()
    reader.sync_until_still()

    assert (reader.shown("r1", "hours"), reader.shown("r2", "phone")) == ("mardi", "03")
    assert numbered(service) == [(dead.number, 1), (dead.number, 2), (dead.number, 3)]


def test_an_author_who_comes_after_his_neighbours_doubles_nothing(service, backup):
    keep, put_back = backup
    author, neighbour = service.desk(), service.desk()
    keep()
    author.save("r1", hours="lundi")
    author.save("x", feed="net:marne", title="refused")
    author.live.pop(("sheet", "x", "title"))
    author.save("r1", hours="mardi")
    all_still(author, neighbour)

    put_back()
    neighbour.sync_until_still()
    author.save("r1", hours="jeudi")
    all_still(author, neighbour)
    author.send(replace(author.request(), changes=(author.mine[1],), chain=bytes(8)))

    assert numbered(service) == [(author.number, 1), (author.number, 3), (author.number, 4)]
    assert author.refused == {2: "right"}
    assert neighbour.shown("r1", "hours") == "jeudi"
    assert neighbour.questions() == set()


def test_entries_that_the_hub_never_numbered_are_not_taken_from_a_neighbour(service, backup):
    keep, put_back = backup
    author, forger = service.desk(), service.desk()
    keep()
    author.save("r1", hours="lundi")
    all_still(author, forger)
    put_back()
    cursor, mark = forger.cursors["dep:51"], forger.marks["dep:51"]
    entry = forger.journal["dep:51"][0]

    def offered(**spoiled):
        relay = Relay(feed="dep:51", epoch=cursor.epoch, first=1, mark=mark, entries=(entry,))
        forger.send(replace(forger.request(), relays=(replace(relay, **spoiled),)))
        return numbered(service)

    assert offered(entries=(replace(entry, sets={"hours": "forged"}),)) == []
    assert offered(entries=(replace(entry, desk=forger.number),)) == []
    assert offered(entries=(replace(entry, n=2),)) == []
    assert offered(entries=(replace(entry, at=entry.at + 1),)) == []
    assert offered(entries=(entry, replace(entry, n=2))) == []
    assert offered(entries=()) == []
    assert offered(mark="A" * 16) == []
    assert offered(epoch="another") == []
    assert offered(first=2) == []
    assert offered() == [(author.number, 1)]
    assert offered() == [(author.number, 1)]


def test_a_desk_enrolled_after_the_backup_keeps_its_number_and_joins_again(service, backup):
    keep, put_back = backup
    old = service.desk()
    old.sync()
    keep()
    young = service.desk(label="Pringy")
    young.save("r1", hours="lundi")
    all_still(young, old)

    put_back()
    old.sync_until_still()
    newcomer = service.desk()
    newcomer.sync_until_still()

    assert newcomer.number > young.number + 900
    assert newcomer.shown("r1", "hours") == "lundi"
    assert newcomer.names[young.number].revoked


def test_a_desk_that_the_backup_does_not_know_joins_again_and_sends_everything(service, backup):
    keep, put_back = backup
    old = service.desk()
    keep()
    young = service.desk(label="Pringy")
    young.save("r1", hours="lundi")
    young.save("r1", hours="mardi")
    all_still(young, old)
    young.save("r2", phone="03")
    put_back()
    old.sync_until_still()

    with pytest.raises(NoFromHubError) as refused:
        young.sync()
    young.join_again(service.code())
    all_still(young, old)

    assert (refused.value.status, refused.value.code) == (401, "unknown-desk")
    assert young.live == old.live
    assert (old.shown("r1", "hours"), old.shown("r2", "phone")) == ("mardi", "03")
    assert old.questions() == set()


def test_an_old_file_put_back_without_a_word_is_noticed_by_who_had_read_further(make_service, clock, tmp_path):
    """Somebody copies yesterday's file over today's and the hub goes on numbering."""
    file, kept = tmp_path / "hub.sqlite", tmp_path / "kept.sqlite"
    database = open_database(f"sqlite:///{file}")
    service = make_service(database)
    author, reader, other = service.desk(), service.desk(), service.desk()
    author.save("r1", hours="lundi")
    all_still(author, reader, other)
    database.close()
    kept.write_bytes(file.read_bytes())
    database = open_database(f"sqlite:///{file}")
    service.hub.database = database
    for desk in (author, reader, other):
        desk.transport = make_service(database).transport
    author.save("r1", hours="mardi")
    all_still(author, reader)
    database.close()
    file.write_bytes(kept.read_bytes())
    database = open_database(f"sqlite:///{file}")
    service = make_service(database)
    for desk in (author, reader, other):
        desk.transport = service.transport
    other.save("r9", hours="jeudi")
    other.save("r9", phone="03")
    other.sync_until_still()

    reader.sync_until_still()
    all_still(author, reader, other)

    assert other.shown("r1", "hours") == "mardi"
    assert reader.shown("r9", "phone") == "03"
    database.close()


def test_a_hub_that_has_lost_a_whole_feed_hears_of_it_again(service, backup):
    keep, put_back = backup
    author, reader = service.desk(), service.desk()
    author.sync()
    keep()
    author.save("r1", hours="lundi")
    all_still(author, reader)

    put_back()
    reply = reader.sync()
    reader.sync_until_still()
    all_still(author, reader)

    assert reply.feeds["dep:51"].cur == 0
    assert numbered(service) == [(author.number, 1)]


def test_a_backup_goes_from_one_database_to_the_other(service, database_url, postgres, tmp_path, clock):
    author = service.desk(library="C51")
    author.save("r1", hours="lundi")
    author.sync()
    file = tmp_path / "moving.sqlite"
    commands.backup(database_url, file)
    other = f"sqlite:///{tmp_path / 'other.sqlite'}" if "postgres" in database_url else postgres.url

    done = commands.restore(other, file, clock)

    assert (done.desks, done.networks, done.set_aside) == (1, 1, "")
    assert [(line.desk, line.library, line.changes) for line in commands.desks(other)] == [(author.number, "C51", 1)]
    if "postgres" not in database_url:
        drop(postgres.url)


def drop(url):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA relais CASCADE")


def test_before_a_backup_is_put_back_what_is_there_is_kept(service, database_url, tmp_path, clock):
    first = service.desk()
    commands.backup(database_url, tmp_path / "old.sqlite")
    second = service.desk()

    done = commands.restore(database_url, tmp_path / "old.sqlite", clock)

    assert [line.desk for line in commands.desks(database_url)] == [first.number]
    commands.restore(database_url, tmp_path / done.set_aside, clock)
    assert [line.desk for line in commands.desks(database_url)] == [first.number, second.number]


def test_two_backups_put_back_one_after_the_other_share_what_both_had(service, backup):
    keep, put_back = backup
    author, reader = service.desk(), service.desk()
    author.save("r1", hours="lundi")
    all_still(author, reader)
    keep()
    for value in ("mardi", "jeudi"):
        author.save("r1", hours=value)
        all_still(author, reader)
        put_back()
    with service.database.reading() as session:
        assert session.row("SELECT count(*) FROM epochs")[0] >= 2

    all_still(author, reader)

    assert reader.shown("r1", "hours") == "jeudi"
    assert sorted(numbered(service)) == [(author.number, n) for n in (1, 2, 3)]
    assert ledger_desks.Role.DESK == "desk"
