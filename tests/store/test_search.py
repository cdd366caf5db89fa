from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.sheets import Sheet, SheetId


def put(store, name, **fields):
    letters = "".join(sign for sign in name.lower() if sign.isalnum())[:12].ljust(12, "0")
    sheet = Sheet(**{"id": SheetId(letters), "name": name, **fields})
    store.records.put(sheet)
    return sheet


def test_accents_and_case_do_not_matter(store):
    put(store, "Centre des Impôts")

    assert [found.name for found in store.index.find("IMPOTS")] == ["Centre des Impôts"]


def test_the_last_word_may_be_a_beginning(store):
    put(store, "Maison des solidarités")

    assert [found.name for found in store.index.find("maison des soli")] == ["Maison des solidarités"]


def test_the_nearest_come_first(store):
    here = store.library().place
    put(store, "Zèbre loin", latitude=here.latitude + 0.2, longitude=here.longitude)
    put(store, "Zèbre près", latitude=here.latitude + 0.01, longitude=here.longitude)
    put(store, "Zèbre sans lieu")

    assert [found.name for found in store.index.find("zebre")] == ["Zèbre près", "Zèbre loin", "Zèbre sans lieu"]


@pytest.mark.parametrize("typed", ["solidarites", "solidarité", "sollidarités", "soldiarités"])
def test_one_wrong_letter_still_finds(store, typed):
    put(store, "Maison des solidarités du Bugey")

    assert store.index.find(typed)[0].name == "Maison des solidarités du Bugey"


def test_a_relay_type_finds_its_sheets(store):
    put(store, "Villeneuve", relay_types=("mairie",))

    assert any(found.name == "Villeneuve" for found in store.index.find("mairie"))


def test_a_removed_sheet_is_found_no_more(store):
    sheet = put(store, "Ancienne trésorerie")
    store.records.put(replace(sheet, removed_on=date(2026, 11, 24)))

    assert store.index.find("tresorerie") == ()


@pytest.mark.parametrize(
    "typed", ['"', "NEAR(a b)", "a OR", "*", "-", "words:", "a AND NOT", "'; DROP TABLE sheets; --", "\x00", "é" * 5000]
)
def test_signs_of_the_query_language_are_only_text(store, typed):
    assert isinstance(store.index.find(typed), tuple)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_any_text_may_be_asked(store, typed):
    assert isinstance(store.index.find(typed), tuple)


def test_the_index_can_be_made_again_from_the_records(store):
    put(store, "Maison des solidarités")
    before = store.index.find("maison", 100)
    with store.database.atomic():
        store.index.clear()
    assert store.records.search_differs()

    store.records.rebuild_search()

    assert store.index.find("maison", 100) == before
    assert not store.records.search_differs()
