"""Copies on another disk or key: checked, rotated, without persons; a key that is out, full or locked is a sentence."""

import errno
import os
import shutil
from datetime import date, timedelta

import pytest

from desk.base.errors import Code, UnavailableError
from desk.store import backups
from desk.store.putting_back import is_sound
from desk.store.second_place import SecondPlace
from desk.store.store import SCHEMA
from desk.work import copies, sentences, upkeep

DAY = date(2026, 11, 24)


@pytest.fixture
def key(tmp_path):
    made = tmp_path / "cle"
    made.mkdir()
    return made


@pytest.fixture
def place(store, key, say):
    upkeep.start_of_day(store)
    return copies.choose_second_place(store.profile, str(key), say)


def said(act, say):
    """Return the code and the sentence of what cannot be done."""
    with pytest.raises(UnavailableError) as failed:
        act()
    return failed.value.code, sentences.of_error(failed.value, say)


def test_the_copy_of_the_day_goes_there_too_and_can_be_gone_back_to(store, place, key):
    made = copies.keep_elsewhere(store.profile, str(key))

    assert made.path.parent == place.folder
    assert made.path.read_bytes() == upkeep.copies(store.profile)[0].path.read_bytes()
    assert [one.elsewhere for one in copies.listed(store.profile, str(key))] == [False, True]


def test_nothing_about_persons_goes_there(store, place, key):
    store.private.keep_note("sheet", "s1", "Bernadette Saint-Martin", DAY)
    store.private.copies.listed()
    copies.keep_elsewhere(store.profile, str(key))

    assert not any(b"Bernadette" in path.read_bytes() for path in key.rglob("*") if path.is_file())


def test_whoever_finds_the_key_reads_what_it_is(place):
    assert "bibliothèque" in (place.folder.parent / "LISEZ-MOI.txt").read_text(encoding="utf-8")


def test_two_libraries_share_a_key(place, key):
    other = SecondPlace(chosen=key, library="another")
    other.make("")
    assert other.folder != place.folder
    assert other.listed() == ()


def test_fourteen_days_and_twelve_months_are_kept_there(store, place):
    (made,) = upkeep.copies(store.profile)
    for number in range(0, 420, 7):
        day = DAY + timedelta(days=number)
        path = made.path.with_name(f"desk-{day.isoformat()}.sqlite")
        if path != made.path:
            shutil.copyfile(made.path, path)
        place.keep(backups.Backup(path=path, day=day, size=1))

    days = [one.day for one in place.listed()]

    assert len({(one.year, one.month) for one in days}) == 12
    assert 14 <= len(days) <= 26


def test_a_key_that_is_out_is_a_sentence_and_nothing_is_written_in_its_stead(store, place, key, say):
    """T30: on Linux the folder where a key appears may stay, empty, when it is taken out."""
    shutil.rmtree(key)
    key.mkdir()

    code, sentence = said(lambda: copies.keep_elsewhere(store.profile, str(key)), say)

    assert code is Code.COPIES_ELSEWHERE_MISSING
    assert "Branchez" in sentence
    assert list(key.iterdir()) == []


def failing(real, number):
    def fail(*arguments, **named):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.COPIES_ELSEWHERE_FULL),
        (errno.EIO, Code.COPIES_ELSEWHERE_MISSING),
        (errno.ENOENT, Code.COPIES_ELSEWHERE_MISSING),
        (errno.EROFS, Code.READ_ONLY),
    ],
)
@pytest.mark.parametrize("point", ["fsync", "replace"])
def test_a_key_that_is_full_pulled_out_or_locked_keeps_its_earlier_copies(
    store, place, key, say, monkeypatch, number, code, point
):
    kept = copies.keep_elsewhere(store.profile, str(key))
    later = backups.Backup(path=kept.path, day=DAY + timedelta(days=1), size=kept.size)
    made = later.path.with_name("desk-2026-11-25.sqlite")
    shutil.copyfile(upkeep.copies(store.profile)[0].path, store.profile.backups / made.name)
    monkeypatch.setattr(os, point, failing(getattr(os, point), number))

    found = said(lambda: place.keep(backups.Backup(path=store.profile.backups / made.name, day=later.day, size=1)), say)

    assert found[0] is code
    assert [path.name for path in place.folder.iterdir()] == [kept.path.name]


def test_a_copy_that_cannot_be_read_again_is_no_copy(store, place, say):
    (made,) = upkeep.copies(store.profile)
    made.path.write_bytes(made.path.read_bytes()[:-4096])

    code, _ = said(lambda: place.keep(made), say)

    assert code is Code.FILE_DAMAGED
    assert list(place.folder.iterdir()) == []


def test_how_things_stand_is_one_sentence(store, place, key, clock, say):
    told = lambda chosen: copies.elsewhere_words(store.profile, chosen, clock, say)  # noqa: E731 - three questions

    assert told("").startswith("Aucun autre disque")
    assert "Aucune copie" in told(str(key))
    copies.keep_elsewhere(store.profile, str(key))
    clock.advance(timedelta(days=1))
    assert "hier" in told(str(key))


def test_after_a_week_without_the_key_it_is_said(store, place, key, clock):
    assert not copies.is_late(store)
    copies.note_elsewhere(store, copies.keep_elsewhere(store.profile, str(key)))

    clock.advance(timedelta(days=6))
    assert not copies.is_late(store)
    clock.advance(timedelta(days=1))
    assert copies.is_late(store)


def test_going_back_to_the_other_disk_s_copy_is_like_any_other(store, place, key, clock):
    copies.keep_elsewhere(store.profile, str(key))
    store.close()
    (copy,) = place.listed()

    assert upkeep.go_back(store.profile, copy.path, clock) is not None
    assert is_sound(store.profile.desk_file, SCHEMA)
