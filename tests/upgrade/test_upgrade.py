"""Files of every past shape open today, whole. A shape that was released never leaves this folder."""

import gzip
from datetime import date, datetime
from pathlib import Path

import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.domain.counts import Count
from desk.domain.sheets import Sheet, Status
from desk.store.database import open_database
from desk.store.store import SCHEMA, open_store
from desk.work import counting

KEPT = Path(__file__).parent
PAST = sorted(file.name.split("-")[1] for file in KEPT.glob("schema-*-desk.sqlite.gz"))


@pytest.fixture(params=PAST)
def profile(request, tmp_path):
    """A profile as a past version left it."""
    for name in ("desk", "private"):
        packed = KEPT / f"schema-{request.param}-{name}.sqlite.gz"
        (tmp_path / f"{name}.sqlite").write_bytes(gzip.decompress(packed.read_bytes()))
    return Profile(root=tmp_path)


@pytest.fixture
def opened(profile):
    store = open_store(profile, FixedClock(datetime(2026, 11, 24, 10)), resources())
    yield store
    store.close()


def test_what_was_kept_is_still_there(opened):
    sheet = opened.records.one(Sheet, "k7m29qxd4trw")

    assert set(sheet.relay_types) == {"ccas", "mairie"}
    assert (sheet.phone, sheet.opening_hours, sheet.verified_on) == (
        "04 74 00 00 00", "Mo-Fr 09:00-12:00", date(2026, 11, 3),
    )  # fmt: skip
    assert opened.library().name == "Bibliothèque de Blacy"
    assert opened.private.note("sheet", sheet.id) == "demander au guichet 2"
    assert [found.sheet for found in opened.index.find("mairie villeneuve")] == [sheet.id]


def test_new_fields_start_empty_and_no_row_looks_altered(opened):
    sheet = opened.records.one(Sheet, "k7m29qxd4trw")

    assert (sheet.status, sheet.services, sheet.audiences, sheet.waiting_days) == (Status.OPEN, (), (), None)
    assert opened.records.altered() == ()
    assert opened.database.problems() == ()


def test_the_file_is_copied_before_it_is_changed(profile, opened):
    copies = list(profile.backups.glob("desk-2026-11-24-avant-mise-a-jour*"))

    assert len(copies) == 1


def test_keeping_the_same_sheet_again_changes_nothing(opened):
    assert opened.records.put(opened.records.one(Sheet, "k7m29qxd4trw")) == frozenset()


def test_an_upgraded_file_opens_again_without_a_second_upgrade(profile, opened):
    opened.close()
    again = open_database(profile.desk_file, SCHEMA, before_migrating=lambda _: pytest.fail("upgraded twice"))

    assert again.version() == SCHEMA.version
    again.close()


def test_acts_of_the_past_are_counted_once_and_no_longer_wait_to_leave(opened):
    acts = opened.referrals.all()
    for _ in range(2):
        counting.keep_time(opened)

    assert sum(one.n for one in opened.records.all(Count)) == len(acts)
    assert {one.result for one in opened.records.all(Count)} <= {"relayed", "not-found"}
    assert not opened.database.rows("SELECT 1 FROM changes WHERE kind = 'referral' AND state = 0")
    assert not opened.database.rows("SELECT 1 FROM changes WHERE kind = 'referral' AND sets <> '{}'")
