"""What is past its time is erased byte by byte: on the desk, in its copies here and elsewhere, in what was set aside."""

import shutil
from datetime import timedelta

from desk.base.clock import today
from desk.domain.referrals import End, Referral, ReferralId
from desk.store import backups
from desk.store.putting_back import is_sound
from desk.store.store import SCHEMA
from desk.work import copies, counting, upkeep

CANARY = "K7F3Q5"


def a_slip(store):
    counting.note(store, Referral(id=ReferralId("act1"), day=today(store.clock), code=CANARY, end=End.RELAYED))


def is_kept(file):
    return CANARY.encode() in file.read_bytes()


def test_an_act_past_its_time_is_in_no_copy_any_more(store, say, tmp_path):
    key = tmp_path / "cle"
    key.mkdir()
    a_slip(store)
    upkeep.start_of_day(store)
    copies.choose_second_place(store.profile, str(key), say)
    copies.keep_elsewhere(store.profile, str(key))
    (here,) = backups.listed(store.profile)
    (there,) = key.rglob("desk-*.sqlite")
    aside = store.profile.set_aside / "2026-11-24-100000" / store.profile.desk_file.name
    aside.parent.mkdir(parents=True)
    shutil.copyfile(here.path, aside)
    assert all(map(is_kept, (here.path, there, aside)))

    for _ in range(11):  # a clock that jumps further in one go is not believed
        store.clock.advance(timedelta(days=92))
        upkeep.start_of_day(store)
        counting.end_visit(store, End.ANSWERED)
    store.clock.advance(timedelta(days=1))
    upkeep.start_of_day(store)
    copies.keep_elsewhere(store.profile, str(key))

    store.database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = [
        store.profile.desk_file,
        aside,
        *(one.path for one in backups.listed(store.profile)),
        *key.rglob("*.sqlite"),
    ]
    assert len(kept) > 4
    assert not any(map(is_kept, kept))
    assert is_sound(aside, SCHEMA)


def test_what_is_not_past_its_time_stays_in_every_copy(store):
    a_slip(store)
    upkeep.start_of_day(store)
    store.clock.advance(timedelta(days=300))
    upkeep.start_of_day(store)

    assert all(is_kept(one.path) for one in backups.listed(store.profile))


def test_a_damaged_copy_stops_nothing(store):
    store.profile.backups.mkdir(parents=True, exist_ok=True)
    (store.profile.backups / "desk-2026-11-01.sqlite").write_bytes(b"no database" * 200)
    upkeep.start_of_day(store)

    assert len(backups.listed(store.profile)) == 2
