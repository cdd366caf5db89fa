"""A desk put back from a copy, or gone on to another computer, beside a real hub: another number, nothing lost or doubled."""

import shutil
from datetime import timedelta

import pytest

from desk.base.errors import UnavailableError
from desk.base.paths import Profile
from desk.domain.referrals import End
from desk.domain.sheets import Sheet
from desk.store import backup_file, backups, counts, putting_back, whole_desk
from desk.store.store import SCHEMA
from desk.sync import keys
from desk.work import counting
from tests.sync.village import Village, at


def both(*villages):
    for _ in range(3):
        for one in villages:
            one.sync()


def copied(village, name="desk-2026-11-23.sqlite"):
    path = village.profile.backups / name
    backups.copy(village.store.database, path)
    return path


def put_back(village, path):
    village.store.close()
    village.clock.advance(timedelta(hours=1))
    backups.restore(village.profile, path, SCHEMA, village.clock.now())
    village.reopen()


def all_alike(*villages):
    kept = [{sheet.id: sheet for sheet in one.store.records.where(Sheet, "origin = ''")} for one in villages]
    assert all(one == kept[0] for one in kept)
    assert not any(one.questions() for one in villages)
    assert all(one.store.records.log.count() == 0 for one in villages)
    return kept[0]


def numbered(village):
    """Return every change that the hub numbered and this desk read, by author and number."""
    rows = village.store.database.rows("SELECT desk, n FROM journal WHERE kind = 'sheet'")
    return sorted(rows)


def test_what_was_typed_and_sent_since_the_copy_comes_back_under_another_number(two):
    here, there = two
    first = here.new(name="Avant la copie")
    both(here, there)
    copy = copied(here)
    second = here.new(name="Depuis la copie")
    here.set(first, phone="3939")
    both(here, there)
    before = keys.load(here.profile).desk

    put_back(here, copy)
    assert here.sheet(second) is None
    third = here.new(name="Après le retour")
    both(here, there)

    kept = all_alike(here, there)
    assert {kept[one].name for one in (first, second, third)} == {
        "Avant la copie",
        "Depuis la copie",
        "Après le retour",
    }
    assert kept[first].phone == "3939"
    assert keys.load(here.profile).desk != before
    assert len(kept) == 3


def test_what_the_copy_had_not_sent_yet_is_never_sent_twice(two):
    here, there = two
    both(here, there)
    one = here.new(name="Attend dans la copie")
    copy = copied(here)
    here.set(one, phone="3939")
    both(here, there)
    at_the_neighbour = numbered(there)

    put_back(here, copy)
    both(here, there)

    all_alike(here, there)
    assert here.sheet(one).phone == "3939"
    assert numbered(there) == at_the_neighbour


def test_what_nobody_else_ever_had_is_sent_from_the_copy(two):
    here, there = two
    both(here, there)
    one = here.new(name="Attend dans la copie")
    copy = copied(here)
    here.new(name="Typed and never sent: set aside")

    put_back(here, copy)
    new = here.new(name="Tapée après le retour")
    both(here, there)

    assert set(all_alike(here, there)) == {one, new}


def test_nothing_goes_under_the_old_number_before_the_hub_gave_another(two, tmp_path):
    """A neighbour's stick may hold what this disk has lost, under the very numbers that it would use again."""
    here, there = two
    both(here, there)
    copy = copied(here)
    lost = here.new(name="Partie sur une clé")
    stick = tmp_path / "stick"
    stick.mkdir()
    here.write(stick)
    put_back(here, copy)
    new = here.new(name="Tapée après le retour")

    there.read(stick)
    both(here, there)

    kept = all_alike(here, there)
    assert (kept[lost].name, kept[new].name) == ("Partie sur une clé", "Tapée après le retour")


def test_without_the_network_a_stick_takes_only_what_the_copy_had(two, tmp_path):
    here, _ = two
    both(here)
    here.new(name="Dans la copie")
    copy = copied(here)
    put_back(here, copy)
    here.new(name="Tapée après le retour")
    stick = tmp_path / "stick"
    stick.mkdir()

    assert here.write(stick).changes == 1
    assert here.store.records.log.count() == 2


def test_the_copy_of_a_time_before_the_present_number_loses_nothing(two):
    here, there = two
    both(here, there)
    oldest = copied(here, "desk-2026-11-20.sqlite")
    here.new(name="Un")
    both(here, there)
    put_back(here, copied(here))
    here.new(name="Deux")
    both(here, there)

    put_back(here, oldest)
    here.new(name="Trois")
    both(here, there)

    assert {sheet.name for sheet in all_alike(here, there).values()} == {"Un", "Deux", "Trois"}


def test_a_desk_that_was_in_no_network_keeps_counting(village, service):
    alone = village("Blacy")
    copy = copied(alone)
    put_back(alone, copy)
    made = alone.new()

    assert alone.store.state(putting_back.RESTORED) == ""
    assert alone.join(service.code("ain")).sync().up_to_date
    assert alone.sheet(made)


@pytest.fixture
def moved(two, tmp_path, clock, planted, service):
    """A desk gone on to another computer in one file, with the old one still there."""
    here, there = two
    here.new(name="Avant")
    both(here, there)
    here.new(name="Attendait au départ")
    file = tmp_path / "ambronay.relais"
    whole_desk.move(here.profile, file, here.clock)
    new = Village(planted, tmp_path / "new", at(clock), service, "new")
    new.store.close()
    shutil.rmtree(new.profile.root)
    whole_desk.put_back(new.profile, file, new.clock)
    new.reopen()
    yield here, new, there
    new.close()


def test_the_new_computer_goes_on_without_an_invitation(moved):
    _, new, there = moved
    new.new(name="Sur le nouveau poste")
    both(new, there)

    assert {sheet.name for sheet in all_alike(new, there).values()} == {
        "Avant", "Attendait au départ", "Sur le nouveau poste"
    }  # fmt: skip


def test_both_computers_going_on_lose_and_double_nothing(moved):
    here, new, there = moved
    assert whole_desk.moved(here.profile).file == "ambronay.relais"
    here.store.close()
    whole_desk.stay(here.profile)
    here.reopen()
    assert whole_desk.moved(here.profile) is None
    here.new(name="Sur l'ancien")
    new.new(name="Sur le nouveau")

    both(new, here, there)
    both(new, here, there)

    assert sorted(sheet.name for sheet in all_alike(new, here, there).values()) == [
        "Attendait au départ", "Avant", "Sur l'ancien", "Sur le nouveau"
    ]  # fmt: skip
    assert len({keys.load(one.profile).desk for one in (here, new, there)}) == 3


def test_a_file_for_going_back_holds_no_key(moved, tmp_path):
    here, _, _ = moved
    file = tmp_path / "retour.relais"
    backup_file.write(here.profile, file, here.clock.now(), persons=True)

    assert not {"network.json", "cards.key"} & set(backup_file.read(file).files)


def test_a_disk_without_room_says_so_and_moves_nobody(two, tmp_path):
    here, _ = two
    target = tmp_path / "nowhere" / "ambronay.relais"

    with pytest.raises(UnavailableError):
        whole_desk.move(here.profile, target, here.clock)

    assert whole_desk.moved(here.profile) is None
    assert Profile(root=here.profile.root).moved_file.exists() is False


def test_what_was_counted_and_sent_since_the_copy_is_counted_once_for_ever(two):
    here, there = two
    counting.end_visit(here.store, End.ANSWERED)
    both(here, there)
    copy = copied(here)
    counting.end_visit(here.store, End.ANSWERED)
    counting.end_visit(here.store, End.LEFT)
    both(here, there)

    put_back(here, copy)
    counting.end_visit(here.store, End.LEFT)
    both(here, there)

    own = counts.library_code(here.store.library())
    found = {one.result: one.n for one in counts.open_counts(here.store, own)}
    assert found == {"answered": 2, "left": 2}
