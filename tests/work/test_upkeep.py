"""Upkeep: the daily copy, the check, going back."""

from datetime import date, timedelta

import pytest

from desk import __version__
from desk.base.errors import Code, RefusedError
from desk.base.paths import resources
from desk.domain.sheets import Sheet, SheetId
from desk.store.database import sqlite_version
from desk.store.migrations import VERSION
from desk.store.store import open_store
from desk.work import upkeep

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")


def test_a_sound_desk_is_told_sound_with_its_figures(store):
    report = upkeep.check_all(store)

    assert (report.ok, report.problems) == (True, ())
    assert (report.relais, report.sqlite, report.schema) == (__version__, sqlite_version(), VERSION)
    assert report.sizes.keys() >= {"desk.sqlite", "private.sqlite"}
    assert report.counts["sheets"] == store.records.count(Sheet)
    assert (report.backups, report.latest_backup) == (0, None)


def test_the_start_of_a_day_makes_one_copy(store, clock, say):
    assert upkeep.state_words(store, say)[1] == "Copie : pas encore"

    assert upkeep.start_of_day(store).day == date(2026, 11, 24)
    assert upkeep.start_of_day(store) is None
    clock.advance(timedelta(days=1))
    assert upkeep.state_words(store, say)[1] == "Copie : hier"
    assert upkeep.start_of_day(store).day == date(2026, 11, 25)
    assert upkeep.check_all(store).backups == 2


def test_going_back_brings_the_chosen_day_again(store, clock, say):
    profile = store.profile
    upkeep.start_of_day(store)
    store.records.put(A_SHEET)
    store.close()
    (copy,) = upkeep.copies(profile)
    assert upkeep.copy_words(copy, say) == "mardi 24 novembre 2026"

    aside = upkeep.go_back(profile, copy.path, clock)

    again = open_store(profile, clock, resources())
    assert again.records.one(Sheet, A_SHEET.id) is None
    assert again.library() is not None
    assert aside.parent == profile.set_aside
    assert upkeep.check_all(again).ok
    again.close()


def test_a_private_file_is_no_copy_to_go_back_to(store, clock):
    profile = store.profile
    store.close()

    with pytest.raises(RefusedError) as refused:
        upkeep.go_back(profile, profile.private_file, clock)

    assert refused.value.code is Code.NOT_A_BACKUP
