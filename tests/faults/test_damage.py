"""T9, T10, T11, T15: bit rot, stale logs, copies and their rotation."""

import os
import random
import shutil
from datetime import date, datetime, timedelta

import pytest

from desk.base.errors import Code, UnavailableError
from desk.base.paths import Profile, resources
from desk.domain.catalogue import KINDS
from desk.domain.sheets import Sheet, SheetId
from desk.store import backups
from desk.store.store import SCHEMA, open_store
from desk.work import upkeep

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")
PAGE = 4096


def flipped(content, rnd):
    at = rnd.randrange(len(content))
    content[at] ^= 1 << rnd.randrange(8)


def blanked(content, rnd):
    at = rnd.randrange(len(content) // 512) * 512
    content[at : at + 512] = bytes(512)


def stale(content, rnd):
    here, there = (rnd.randrange(1, len(content) // PAGE) * PAGE for _ in range(2))
    content[here : here + PAGE] = content[there : there + PAGE]


def cut(content, rnd):
    del content[rnd.randrange(len(content)) :]


def everything(store):
    return {(kind.name, record.id): record for kind in KINDS for record in store.records.all(kind.record)}


@pytest.mark.parametrize(("harm", "times"), [(flipped, 60), (blanked, 25), (stale, 20), (cut, 12)])
def test_altered_records_are_never_taken_for_sound(store, clock, tmp_path, harm, times):
    """T9: after each harm, the desk refuses to open, or tells what is altered, or nothing that it keeps has changed."""
    good = everything(store)
    store.close()
    whole = store.profile.desk_file.read_bytes()
    rnd, unsaid, seen = random.Random(9), [], {"refused": 0, "told": 0, "harmless": 0}

    for turn in range(times):
        content = bytearray(whole)
        harm(content, rnd)
        left = Profile(root=tmp_path / f"harm-{turn}")
        left.root.mkdir()
        left.desk_file.write_bytes(content)
        try:
            opened = open_store(left, clock, resources())
        except UnavailableError:
            seen["refused"] += 1
            continue
        try:
            report = upkeep.check_all(opened)
            same = everything(opened) == good
        except UnavailableError:
            seen["refused"] += 1
        else:
            seen["told" if report.problems else "harmless"] += 1
            if not same and report.ok:
                unsaid.append(turn)
        opened.close()

    assert unsaid == []
    assert seen["refused"] + seen["told"] > 0


def test_a_record_whose_text_is_no_text_any_more_is_listed(store):
    """T9: bytes that are not UTF-8, JSON that is not JSON, a row that is gone: each is named by the check."""
    for number in range(3):
        store.records.put(Sheet(id=SheetId(f"{number:012d}"), name=f"Mairie {number}"))
    with store.database.atomic():
        store.database.write("UPDATE sheets SET name = CAST(x'ff41' AS TEXT) WHERE id = '000000000000'")
        store.database.write("UPDATE sheets SET relay_types = '[\"mai' WHERE id = '000000000001'")
        store.database.write("DELETE FROM sheets WHERE id = '000000000002'")

    altered = store.records.altered()

    assert [record for _, record in altered] == ["000000000000", "000000000001", "000000000002"]
    assert len([one for one in upkeep.check_all(store).problems if "altered on disk" in one]) == 3


def test_asking_for_a_record_that_cannot_be_read_is_said_as_damage(store):
    """T9: not a mistake of ours: a sentence that offers an earlier copy."""
    store.records.put(A_SHEET)
    with store.database.atomic():
        store.database.write("UPDATE sheets SET relay_types = '[\"mai' WHERE id = ?", (A_SHEET.id,))

    with pytest.raises(UnavailableError) as failed:
        store.records.one(Sheet, A_SHEET.id)

    assert failed.value.code is Code.FILE_DAMAGED


def test_a_list_that_the_disk_changed_is_made_again_from_the_records(store):
    """T9: the names shown while typing come from the index; the check compares them with the records."""
    store.records.put(A_SHEET)
    with store.database.atomic():
        store.database.write("UPDATE sheet_order SET commune = 'Ailleurs' WHERE sheet = ?", (A_SHEET.id,))

    first, second = upkeep.check_all(store), upkeep.check_all(store)

    assert (first.ok, second.ok) == (False, True)
    assert store.index.find("villeneuve")[0].commune == ""


def test_a_desk_that_lost_its_library_is_told(store):
    """T9: otherwise the desk would only look new."""
    with store.database.atomic():
        store.database.write("UPDATE state SET value = 'zzzzzzzzzzzz' WHERE name = 'library'")

    assert any("library" in problem for problem in upkeep.check_all(store).problems)


def test_a_log_left_beside_a_missing_file_is_not_replayed_on_the_copy(store, clock):
    """T10: going back when the desk's file itself is gone but its log is not."""
    profile = store.profile
    backups.copy(store.database, profile.backups / "desk-2026-11-23.sqlite")
    store.records.put(A_SHEET)
    log = profile.desk_file.with_name("desk.sqlite-wal").read_bytes()
    store.close()
    profile.desk_file.unlink()
    profile.desk_file.with_name("desk.sqlite-wal").write_bytes(log)

    aside = backups.restore(profile, profile.backups / "desk-2026-11-23.sqlite", SCHEMA, datetime(2026, 11, 24, 9, 30))

    again = open_store(profile, clock, resources())
    assert (aside / "desk.sqlite-wal").read_bytes() == log
    assert again.records.one(Sheet, A_SHEET.id) is None
    assert upkeep.check_all(again).problems == ()
    again.close()


def test_what_was_set_aside_opens_with_its_last_saves(store, clock):
    """T10: the file and its log are kept together, so that nothing of it is lost."""
    profile = store.profile
    backups.copy(store.database, profile.backups / "desk-2026-11-23.sqlite")
    store.records.put(A_SHEET)
    left = Profile(root=profile.root.with_name("left"))
    shutil.copytree(profile.root, left.root)

    aside = backups.restore(left, left.backups / "desk-2026-11-23.sqlite", SCHEMA, datetime(2026, 11, 24, 9, 30))

    kept = open_store(Profile(root=aside), clock, resources())
    assert kept.records.one(Sheet, A_SHEET.id) == A_SHEET
    kept.close()


def test_going_back_with_no_room_changes_nothing(store, clock, monkeypatch):
    """T7, T10: a disk that fills while the present file is set aside leaves it as it was, log included."""
    profile = store.profile
    backups.copy(store.database, profile.backups / "desk-2026-11-23.sqlite")
    store.records.put(A_SHEET)
    left = Profile(root=profile.root.with_name("left"))
    shutil.copytree(profile.root, left.root)
    real, calls = os.fsync, []

    def full_at_the_second(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full_at_the_second)
    with pytest.raises(UnavailableError) as failed:
        backups.restore(left, left.backups / "desk-2026-11-23.sqlite", SCHEMA, datetime(2026, 11, 24, 9, 30))
    monkeypatch.undo()

    again = open_store(left, clock, resources())
    assert failed.value.code is Code.DISK_FULL
    assert again.records.one(Sheet, A_SHEET.id) == A_SHEET
    assert list(left.set_aside.iterdir()) == []
    again.close()


def test_a_copy_holds_what_is_still_only_in_the_log(store, clock, tmp_path):
    """T11: the file alone would miss it; our copy does not."""
    store.records.put(A_SHEET)
    alone = Profile(root=tmp_path / "alone")
    alone.root.mkdir()
    shutil.copyfile(store.profile.desk_file, alone.desk_file)
    ours = Profile(root=tmp_path / "ours")
    backups.copy(store.database, ours.desk_file)

    found = []
    for profile in (alone, ours):
        opened = open_store(profile, clock, resources())
        found.append(opened.records.one(Sheet, A_SHEET.id))
        opened.close()

    assert found == [None, A_SHEET]


def dated(profile, day):
    profile.backups.mkdir(parents=True, exist_ok=True)
    path = profile.backups / f"desk-{day.isoformat()}.sqlite"
    path.write_bytes(b"")
    return path


def test_four_hundred_days_leave_exactly_fourteen_days_and_twelve_months(store):
    """T15: the library opens on Tuesdays and Saturdays; what is kept is the policy's set and no other."""
    days = [date(2025, 10, 1) + timedelta(days=number) for number in range(400)]
    open_days = [day for day in days if day.weekday() in {1, 5}]
    for day in open_days[:-1]:
        dated(store.profile, day)

    backups.keep_daily(store.profile, store.database, open_days[-1])

    first_of_month = {}
    for day in open_days:
        first_of_month.setdefault((day.year, day.month), day)
    expected = {*open_days[-14:], *list(first_of_month.values())[-12:]}
    assert {backup.day for backup in backups.listed(store.profile)} == expected


@pytest.mark.parametrize("today", [date(2008, 1, 2), date(2037, 6, 1)])
def test_a_clock_that_jumps_drops_no_copy_and_stops_no_start(store, today):
    """T15, T27: a dead battery believes in 2008, or 2037; the copy is made and takes the place of one day and one month."""
    days = {date(2026, month, 3) for month in range(1, 12)} | {date(2026, 11, day) for day in range(4, 20)}
    for day in days | {date(2008, 1, 1)}:
        dated(store.profile, day)
    before = backups.keep_daily(store.profile, store.database, date(2026, 11, 24))
    kept = {backup.day for backup in backups.listed(store.profile)}

    made = backups.keep_daily(store.profile, store.database, today)

    after = {backup.day for backup in backups.listed(store.profile)}
    assert before is not None
    assert made.path.exists()
    assert len(kept - after) <= 2


def test_a_damaged_desk_never_takes_the_place_of_a_good_copy(store, clock):
    """T15: no copy is made of it, none is dropped."""
    profile = store.profile
    for day in range(1, 15):
        dated(profile, date(2026, 11, day))
    store.close()
    before = sorted(file.name for file in profile.backups.iterdir())
    size = profile.desk_file.stat().st_size
    with profile.desk_file.open("r+b") as file:
        for page in range(6, size // PAGE, 2):
            file.seek(page * PAGE)
            file.write(os.urandom(PAGE))

    with pytest.raises(UnavailableError):
        opened = open_store(profile, clock, resources())
        try:
            upkeep.start_of_day(opened)
        finally:
            opened.close()

    assert sorted(file.name for file in profile.backups.iterdir()) == before


def test_words_past_their_time_are_nowhere_in_the_profile(store, clock):
    """T82: the private words of an unmet need, thirty days later: not in the file, nor in its log."""
    store.private.keep_unmet_words("Zéphyrine Zqxcanari", clock.now().date())
    clock.advance(timedelta(days=31))

    upkeep.start_of_day(store)

    canary = b"Zqxcanari"
    assert [file for file in store.profile.root.rglob("*") if file.is_file() and canary in file.read_bytes()] == []
