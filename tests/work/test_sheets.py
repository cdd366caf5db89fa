"""Fiches: finding, reading in full, the first relays, internal notes."""

from dataclasses import replace
from datetime import date

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.sheets import Freshness, Sheet, SheetId
from desk.work import sheet_list, sheets
from desk.work.sheets import FirstRelay

TODAY = date(2026, 11, 24)


def test_the_name_asked_for_comes_before_the_nearest(store, say):
    here = store.library().place
    store.records.put(
        Sheet(id=SheetId("a" * 12), name="Relais zèbre", latitude=here.latitude, longitude=here.longitude)
    )
    store.records.put(Sheet(id=SheetId("b" * 12), name="Zèbre", latitude=here.latitude + 0.1, longitude=here.longitude))

    lines = sheet_list.lines(store, "zebre", say)

    assert {line.name for line in lines} == {"Zèbre", "Relais zèbre"}
    assert [line.score for line in lines] == sorted((line.score for line in lines), reverse=True)
    assert all(0 <= line.score <= 1 for line in lines)


def test_an_old_sheet_sinks_and_is_never_hidden(store, say):
    store.records.put(Sheet(id=SheetId("a" * 12), name="Zèbre", verified_on=date(2019, 1, 1)))

    (line,) = sheet_list.lines(store, "zebre", say)

    assert line.fresh is Freshness.OLD
    assert line.checked == "à revérifier (dernière fois il y a 7 ans)"


def test_a_list_older_than_the_table_stops_nobody(store, say):
    store.records.put(Sheet(id=SheetId("a" * 12), name="Zèbre"))
    with store.database.atomic():
        store.database.write("DELETE FROM sheets WHERE id = ?", ("a" * 12,))

    assert sheet_list.lines(store, "zebre", say) == ()


def test_every_sheet_can_be_read_in_full(store, say):
    for sheet in store.records.all(Sheet):
        view = sheets.view(store, sheet.id, say)
        assert view.name
        assert view.checked
        assert view.fresh is Freshness.NEVER
        assert "1er août 2024" in view.source


def test_an_unknown_sheet_is_refused(store, say):
    with pytest.raises(RefusedError) as refused:
        sheets.view(store, "nope", say)

    assert refused.value.code is Code.UNKNOWN_SHEET


def test_the_first_relays_have_no_place_until_somebody_gives_it(store, say):
    outcome = sheets.add_first_relays(
        store,
        (FirstRelay(name=" Mairie\x00 ", relay_type="mairie", phone="04 74 38 10 74", hours_text="le matin"),),
        "ML",
    )

    (kept,) = store.records.where(Sheet, "name = 'Mairie'")
    assert outcome.changed == {"sheet"}
    assert (kept.commune, kept.place, kept.verified_on, kept.verified_by) == ("", None, TODAY, "ML")
    assert kept.source == sheets.OWN_SOURCE
    assert [line.id for line in sheet_list.lines(store, "mairie 0474381074", say)] == [kept.id]


def test_without_initials_nobody_vouches_for_them(store):
    sheets.add_first_relays(store, (FirstRelay(name="Mairie", relay_type="mairie"),))

    assert store.records.where(Sheet, "name = 'Mairie'")[0].verified_on is None


def test_one_wrong_line_keeps_none_and_each_is_told(store):
    outcome = sheets.add_first_relays(
        store,
        (
            FirstRelay(name="Mairie", relay_type="mairie"),
            FirstRelay(name="", relay_type=""),
            FirstRelay(name="x" * 200, relay_type="pirates", opening_hours="Mo " * 1000),
            FirstRelay(name="mdp : soleil38", relay_type="ccas"),
        ),
    )

    assert {(problem.field, problem.code) for problem in outcome.problems} == {
        ("1.name", "required"),
        ("1.relay_type", "required"),
        ("2.name", "too-long"),
        ("2.relay_type", "unknown-value"),
        ("2.opening_hours", "too-long"),
        ("3.name", "secret-password"),
    }
    assert store.records.where(Sheet, "name = 'Mairie'") == ()


@pytest.mark.parametrize("hours", ["\ud800", "Mo 09:00-12:00\x00", "\u202eMo 09:00-12:00"])
def test_hours_pasted_from_anywhere_are_only_text(store, say, hours):
    outcome = sheets.add_first_relays(store, (FirstRelay(name="Mairie", relay_type="mairie", opening_hours=hours),))

    (kept,) = store.records.where(Sheet, "name = 'Mairie'")
    assert outcome.problems == ()
    assert sheets.view(store, kept.id, say).name == "Mairie"


def test_a_note_stays_in_the_private_file(store, say):
    sheet = store.records.all(Sheet)[0]

    outcome = sheets.keep_note(store, sheet.id, "demander zqxcanari\nau guichet 2")

    assert outcome.changed == {"note"}
    assert sheets.view(store, sheet.id, say).note == "demander zqxcanari\nau guichet 2"
    files = [path for path in store.profile.root.glob("desk.sqlite*") if b"zqxcanari" in path.read_bytes()]
    assert files == []


def test_an_empty_note_is_no_note(store, say):
    sheet = store.records.all(Sheet)[0]
    sheets.keep_note(store, sheet.id, "un mot")

    sheets.keep_note(store, sheet.id, "  ")

    assert sheets.view(store, sheet.id, say).note == ""


def test_a_note_with_a_secret_is_refused_kindly(store, say):
    sheet = store.records.all(Sheet)[0]

    outcome = sheets.keep_note(store, sheet.id, "carte 4970 1012 3456 7893")

    assert [problem.code for problem in outcome.problems] == ["secret-card"]
    assert sheets.view(store, sheet.id, say).note == ""


def test_an_address_is_said_on_one_line():
    sheet = Sheet(id=SheetId("a" * 12), name="A", address="3 place de l'Église", postcode="69000", commune="Villeneuve")

    assert sheets.address(sheet) == "3 place de l'Église, 69000 Villeneuve"
    assert sheets.address(replace(sheet, address="", postcode="")) == "Villeneuve"
