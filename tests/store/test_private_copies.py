"""Copies of the private file: short, and nobody who was erased is left in one of them."""

from datetime import date, timedelta

import pytest

from desk.base.paths import resources
from desk.domain.mutual_aid import AidRequest, Helper
from desk.store import backup_file, whole_desk
from desk.store.private import Contact
from desk.store.store import open_store
from desk.work import upkeep

DAY = date(2026, 11, 24)
NAME = "Bernadette Saint-Martin"
HELPER = Helper(id="h1", name=NAME, phone="06 12 34 56 78", consent_on=DAY)


def holders(profile):
    """Return every file of the profile that still holds the name."""
    return [
        path.relative_to(profile.root).as_posix()
        for path in profile.root.rglob("*")
        if path.is_file() and NAME.encode() in path.read_bytes()
    ]


def test_the_private_file_is_copied_each_day_and_kept_for_fourteen(store, clock):
    for _ in range(20):
        store.private.keep_daily_copy()
        clock.advance(timedelta(days=1))

    days = [one.day for one in store.private.copies.listed()]

    assert days == [DAY + timedelta(days=19 - number) for number in range(14)]


def test_copies_of_long_ago_go_even_when_none_was_made_since(store, clock):
    store.private.keep_daily_copy()
    clock.advance(timedelta(days=180))

    store.private.keep_daily_copy()

    assert [one.day for one in store.private.copies.listed()] == [DAY + timedelta(days=180)]


def forget_helper(store):
    store.private.aid.forget_helper("h1")


def forget_contact(store):
    store.private.keep_contact("s1", Contact(), DAY)


def forget_note(store):
    store.private.keep_note("sheet", "s1", "", DAY)


def forget_request(store):
    store.private.aid.forget_requests(["r1"])


@pytest.mark.parametrize(
    ("keep", "forget"),
    [
        (lambda store: store.private.aid.keep_helper(HELPER), forget_helper),
        (lambda store: store.private.keep_contact("s1", Contact(name=NAME), DAY), forget_contact),
        (lambda store: store.private.keep_note("sheet", "s1", f"Demander {NAME}", DAY), forget_note),
        (
            lambda store: store.private.aid.keep_request(
                AidRequest(id="r1", made_on=DAY, subject="tablet", limits=f"voir {NAME}")
            ),
            forget_request,
        ),
    ],
    ids=["helper", "contact", "note", "request"],
)
def test_who_is_erased_is_erased_in_the_copies_too(store, clock, keep, forget):
    keep(store)
    upkeep.start_of_day(store)
    store.private._database.fold()
    assert len(holders(store.profile)) == 2

    forget(store)

    store.private._database.fold()
    assert holders(store.profile) == []
    assert len(store.private.copies.listed()) == 1


def test_somebody_else_stays_in_the_copies(store):
    store.private.aid.keep_helper(HELPER)
    store.private.aid.keep_helper(Helper(id="h2", name="Paulette", consent_on=DAY))
    upkeep.start_of_day(store)

    store.private.aid.forget_helper("h2")

    assert any(name.startswith("backups/private-") for name in holders(store.profile))


def test_the_words_of_old_needs_go_from_the_copies_too(store, clock):
    store.private.keep_unmet_words(f"aider {NAME}", DAY)
    clock.advance(timedelta(days=29))
    upkeep.start_of_day(store)
    assert any(name.startswith("backups/") for name in holders(store.profile))

    clock.advance(timedelta(days=2))
    upkeep.start_of_day(store)

    assert holders(store.profile) == []


def test_a_copy_that_cannot_be_rewritten_goes_whole(store):
    store.private.aid.keep_helper(HELPER)
    upkeep.start_of_day(store)
    (copy,) = store.private.copies.listed()
    copy.path.write_bytes(b"damaged " + NAME.encode())

    store.private.aid.forget_helper("h1")

    assert not copy.path.exists()


def test_a_file_made_before_brings_nobody_back(store, clock, tmp_path):
    store.private.aid.keep_helper(HELPER)
    store.private.keep_note("sheet", "s1", "Sonner deux fois", DAY)
    file = tmp_path / "avant.relais"
    backup_file.write(store.profile, file, clock.now(), persons=True)
    clock.advance(timedelta(hours=1))
    store.private.aid.forget_helper("h1")
    store.close()

    whole_desk.put_back(store.profile, file, clock)

    again = open_store(store.profile, clock, resources())
    assert again.private.aid.helpers() == ()
    assert again.private.note("sheet", "s1") == "Sonner deux fois"
    again.close()
    assert holders(store.profile) == []


def test_what_was_set_aside_about_persons_goes_after_fourteen_days(store, clock, tmp_path):
    store.private.aid.keep_helper(HELPER)
    file = tmp_path / "tout.relais"
    backup_file.write(store.profile, file, clock.now(), persons=True)
    store.close()
    _, aside = whole_desk.put_back(store.profile, file, clock)
    again = open_store(store.profile, clock, resources())

    clock.advance(timedelta(days=14))
    upkeep.start_of_day(again)

    assert not (aside / "private.sqlite").exists()
    assert (aside / "desk.sqlite").exists()
    again.close()


def test_a_damaged_private_file_comes_back_from_its_copy_with_the_day(store, clock):
    store.private.aid.keep_helper(HELPER)
    upkeep.start_of_day(store)
    profile = store.profile
    store.close()
    profile.private_file.write_bytes(b"\0" * 8192)

    upkeep.go_back(profile, upkeep.copies(profile)[0].path, clock)

    again = open_store(profile, clock, resources())
    assert again.private.aid.helpers() == (HELPER,)
    again.close()


def test_a_damaged_private_file_alone_can_be_put_back(store, clock):
    store.private.aid.keep_helper(HELPER)
    upkeep.start_of_day(store)
    profile = store.profile
    store.close()
    before = profile.desk_file.read_bytes()
    profile.private_file.write_bytes(b"\0" * 8192)

    upkeep.go_back(profile, upkeep.copies(profile, "private.sqlite")[0].path, clock)

    again = open_store(profile, clock, resources())
    assert again.private.aid.helpers() == (HELPER,)
    again.close()
    assert profile.desk_file.read_bytes()[100:] == before[100:]
