from dataclasses import replace
from datetime import date

import pytest

from desk.base.ids import id_from
from desk.domain.sheets import Sheet, SheetId
from desk.store.changes import Author
from desk.work.importing import Incoming, bring_in


def incoming(number=2, *, row=None, **fields):
    origin = fields.get("origin", "csv:mairie")
    given = {
        "id": SheetId(id_from(origin)), "name": "Mairie de Villeneuve", "origin": origin, "source": "Liste",
        "source_date": "2026-10-01", "phone": "04 74 00 00 00", "labels": ("caf",), **fields,
    }  # fmt: skip
    return Incoming(number=number, sheet=Sheet(**given), layout="csv", row=row or {"Nom": "MAIRIE"})


def the_sheet(store, origin="csv:mairie"):
    return store.records.one(Sheet, id_from(origin))


def counts(tally):
    return tally.created, tally.updated, tally.unchanged, tally.suggestions


def test_a_new_row_makes_a_sheet_and_keeps_its_row(store):
    tally, refused = bring_in(store, [incoming(row={"Nom": "MAIRIE", "Inconnue": "x"})])

    assert counts(tally) == (1, 0, 0, 0)
    assert refused == []
    assert the_sheet(store).phone == "04 74 00 00 00"
    assert store.originals.of([the_sheet(store).id])[the_sheet(store).id].row == {"Nom": "MAIRIE", "Inconnue": "x"}


def test_the_same_rows_again_change_and_log_nothing(store):
    bring_in(store, [incoming()])
    before = store.records.log.count()

    tally, _ = bring_in(store, [incoming()])

    assert counts(tally) == (0, 0, 1, 0)
    assert store.records.log.count() == before


def test_what_the_file_changed_is_taken_where_nobody_here_did(store):
    bring_in(store, [incoming()])

    tally, _ = bring_in(store, [incoming(phone="04 74 11 11 11", labels=("caf", "msa"))])

    assert counts(tally) == (0, 1, 0, 0)
    assert (the_sheet(store).phone, the_sheet(store).labels) == ("04 74 11 11 11", ("caf", "msa"))


def test_a_local_correction_stays_and_the_file_s_word_is_proposed(store):
    bring_in(store, [incoming()])
    store.records.put(replace(the_sheet(store), phone="04 74 99 99 99"), Author(initials="ML"))

    tally, _ = bring_in(store, [incoming(phone="04 74 11 11 11")])

    assert counts(tally) == (0, 0, 1, 1)
    assert the_sheet(store).phone == "04 74 99 99 99"
    assert [(one.field, one.theirs) for one in store.suggestions.all()] == [("phone", "04 74 11 11 11")]


def test_the_same_word_is_not_proposed_twice(store):
    bring_in(store, [incoming()])
    store.records.put(replace(the_sheet(store), phone="04 74 99 99 99"))
    bring_in(store, [incoming(phone="04 74 11 11 11")])

    tally, _ = bring_in(store, [incoming(phone="04 74 11 11 11")])

    assert counts(tally) == (0, 0, 1, 0)
    assert store.suggestions.count() == 1


def checked_here(store, day):
    store.records.put(replace(the_sheet(store), verified_on=day, verified_by="ML"))


def test_a_check_made_here_since_is_not_overwritten(store):
    bring_in(store, [incoming()])
    checked_here(store, date(2026, 11, 2))

    tally, _ = bring_in(store, [incoming(phone="04 74 11 11 11", source_date="2026-10-15")])

    assert (counts(tally), the_sheet(store).phone) == ((0, 0, 1, 1), "04 74 00 00 00")


def test_a_source_newer_than_the_check_is_followed(store):
    bring_in(store, [incoming()])
    checked_here(store, date(2026, 11, 2))

    tally, _ = bring_in(store, [incoming(phone="04 74 11 11 11", source_date="2026-11-20")])

    assert (counts(tally), the_sheet(store).phone) == ((0, 1, 0, 0), "04 74 11 11 11")


def test_a_sheet_that_came_with_the_program_follows_the_list_until_somebody_changes_it(store):
    here = replace(incoming(origin="france-services:9").sheet, id=SheetId("fs-9"))
    store.records.plant([here], 1)

    tally, _ = bring_in(store, [incoming(origin="france-services:9", phone="04 74 11 11 11")])

    assert counts(tally) == (0, 1, 0, 0)
    assert store.records.one(Sheet, "fs-9").phone == "04 74 11 11 11"


def test_a_row_that_cannot_be_kept_is_refused_with_its_number_and_the_others_stay(store):
    tally, refused = bring_in(store, [incoming(7, name="", origin="csv:none"), incoming(8)])

    assert counts(tally) == (1, 0, 0, 0)
    assert [(one.row, one.field, one.code) for one in refused] == [(7, "name", "required")]


def test_two_rows_about_one_place_make_one_sheet(store):
    tally, _ = bring_in(store, [incoming(2), incoming(3, phone="04 74 11 11 11")])

    assert counts(tally) == (1, 1, 0, 0)
    assert the_sheet(store).phone == "04 74 11 11 11"


def test_a_batch_cut_short_leaves_nothing(store):
    def cut():
        with store.database.atomic():
            bring_in(store, [incoming()])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut()

    assert the_sheet(store) is None
    assert store.originals.of([id_from("csv:mairie")]) == {}
    assert not store.records.search_differs()
