from datetime import date, datetime, timedelta

import pytest

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import resources
from desk.domain.sheets import Sheet, SheetId
from desk.store import backups
from desk.store.store import SCHEMA, open_store

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")


def test_one_copy_a_day(store):
    first = backups.keep_daily(store.profile, store.database, date(2026, 11, 24))

    assert first.path.exists()
    assert backups.keep_daily(store.profile, store.database, date(2026, 11, 24)) is None


def test_fourteen_days_and_twelve_months_are_kept(store):
    """500 days; of those long past only the beginnings of months, which is where the choice is made."""
    days = [date(2025, 6, 1) + timedelta(days=number) for number in range(500)]
    last = days[-1]
    for day in days:
        if day.day <= 3 or last - day < timedelta(days=40):
            backups.keep_daily(store.profile, store.database, day)

    kept = [backup.day for backup in backups.listed(store.profile)]

    assert kept[:14] == [last - timedelta(days=number) for number in range(14)]
    assert all(one.day == 1 for one in kept[14:])
    assert len(kept) <= 14 + 12
    assert len({(one.year, one.month) for one in kept}) == 12


def test_a_copy_is_one_file_that_holds_everything(store):
    store.records.put(A_SHEET)
    backup = backups.keep_daily(store.profile, store.database, date(2026, 11, 24))

    assert [file.name for file in store.profile.backups.iterdir()] == [backup.path.name]


def test_going_back_restores_the_copy_and_sets_the_present_aside(store, clock):
    profile = store.profile
    backup = backups.keep_daily(profile, store.database, date(2026, 11, 24))
    store.records.put(A_SHEET)
    store.close()

    aside = backups.restore(profile, backup.path, SCHEMA, datetime(2026, 11, 25, 9, 30))

    again = open_store(profile, clock, resources())
    assert again.records.one(Sheet, A_SHEET.id) is None
    again.close()
    assert (aside / "desk.sqlite").exists()


def test_a_left_over_log_is_never_replayed_on_a_restored_file(store, clock):
    profile = store.profile
    backup = backups.keep_daily(profile, store.database, date(2026, 11, 24))
    store.records.put(A_SHEET)
    log = profile.desk_file.with_name("desk.sqlite-wal").read_bytes()
    store.close()
    profile.desk_file.with_name("desk.sqlite-wal").write_bytes(log)

    aside = backups.restore(profile, backup.path, SCHEMA, datetime(2026, 11, 25, 9, 30))

    assert (aside / "desk.sqlite-wal").exists()
    again = open_store(profile, clock, resources())
    assert again.database.problems() == ()
    assert again.records.one(Sheet, A_SHEET.id) is None
    again.close()


def test_what_is_not_one_of_our_copies_changes_nothing(store, tmp_path):
    profile = store.profile
    store.close()
    before = profile.desk_file.read_bytes()
    other = tmp_path / "photo.sqlite"
    other.write_bytes(b"not a copy" * 1000)

    with pytest.raises(RefusedError) as refused:
        backups.restore(profile, other, SCHEMA, datetime(2026, 11, 25, 9, 30))

    assert refused.value.code is Code.NOT_A_BACKUP
    assert profile.desk_file.read_bytes() == before


def test_a_copy_that_cannot_be_written_leaves_no_half_file(store):
    store.profile.backups.write_text("a file where the folder should be")

    with pytest.raises(UnavailableError) as failed:
        backups.keep_daily(store.profile, store.database, date(2026, 11, 24))

    assert failed.value.code is Code.DISK_FULL
