import json
from dataclasses import replace
from datetime import date

import pytest

from desk.domain.catalogue import kind_of
from desk.domain.sheets import Sheet, SheetId
from desk.store.changes import ME, SEED, Author


def a_sheet(**fields):
    return Sheet(
        **{"id": SheetId("k7m29qxd4trw"), "name": "Mairie de Villeneuve", "relay_types": ("mairie",), **fields}
    )


def changes_of(store, record_id):
    rows = store.database.rows("SELECT sets, bases, before, author FROM changes WHERE id = ? ORDER BY n", (record_id,))
    return [(json.loads(sets), json.loads(bases), json.loads(before), author) for sets, bases, before, author in rows]


def test_a_record_comes_back_as_it_was_kept(store):
    sheet = a_sheet(latitude=45.5, longitude=5.25, opening_hours="Mo-Fr 09:00-12:00", verified_on=date(2026, 11, 3))

    store.records.put(sheet)

    assert store.records.one(Sheet, sheet.id) == sheet


def test_keeping_the_same_record_twice_changes_and_logs_nothing(store):
    sheet = a_sheet()
    store.records.put(sheet)

    assert store.records.put(sheet) == frozenset()
    assert len(changes_of(store, sheet.id)) == 1


def test_the_log_holds_only_the_fields_that_changed_with_the_value_they_had(store):
    store.records.put(a_sheet(phone="04 74 00 00 00"))
    store.records.put(a_sheet(phone="04 74 11 11 11"), Author(initials="ML"))

    sets, bases, before, author = changes_of(store, "k7m29qxd4trw")[-1]

    assert sets == {"phone": "04 74 11 11 11"}
    assert before == {"phone": "04 74 00 00 00"}
    assert author == "ML"
    assert bases["phone"][0][0] == ME


def test_a_change_names_the_change_whose_value_its_author_had_seen(store):
    store.records.put(a_sheet(phone="0"))
    store.records.put(a_sheet(phone="1"))
    store.records.put(a_sheet(phone="2"))

    first, second, third = (
        n for (n,) in store.database.rows("SELECT n FROM changes WHERE id = 'k7m29qxd4trw' ORDER BY n")
    )
    bases = [
        json.loads(b) for (b,) in store.database.rows("SELECT bases FROM changes WHERE id = 'k7m29qxd4trw' ORDER BY n")
    ]

    assert bases[1]["phone"] == [[ME, first]]
    assert bases[2]["phone"] == [[ME, second]]
    assert third > second


def test_an_address_travels_as_one_field(store):
    store.records.put(a_sheet(address="1 rue Haute", commune="Villeneuve"))
    store.records.put(a_sheet(address="2 rue Basse", commune="Villeneuve"))

    sets = changes_of(store, "k7m29qxd4trw")[-1][0]

    assert list(sets) == ["place"]
    assert sets["place"]["commune"] == "Villeneuve"


def test_members_of_a_set_travel_one_by_one(store):
    store.records.put(a_sheet(relay_types=("mairie", "ccas")))
    store.records.put(a_sheet(relay_types=("mairie", "msa")))

    assert changes_of(store, "k7m29qxd4trw")[-1][0] == {"relay_types.msa": 1, "relay_types.ccas": 0}


def test_writing_never_depends_on_the_clock(store, clock):
    store.records.put(a_sheet())
    clock.moment = clock.moment.replace(year=2008)
    store.records.put(a_sheet(phone="2"))

    times = [at for (at,) in store.database.rows("SELECT at_ms FROM changes WHERE id = 'k7m29qxd4trw' ORDER BY n")]

    assert times[1] > times[0]


def test_what_the_program_brings_is_not_logged_as_a_change_of_this_desk(store):
    fs = store.records.where(Sheet, "origin LIKE 'france-services:%'")[0]

    assert changes_of(store, fs.id) == []
    assert store.records.log.version(kind_of(Sheet), fs.id).stamps["*"][0] == SEED


def test_a_new_edition_never_overwrites_a_field_changed_here(store):
    fs = store.records.where(Sheet, "origin LIKE 'france-services:%'")[0]
    store.records.put(replace(fs, phone="04 00 00 00 00"), Author(initials="ML"))

    store.records.plant([replace(fs, name="France services renommée", phone="04 99 99 99 99")], 2)

    kept = store.records.one(Sheet, fs.id)
    assert kept.phone == "04 00 00 00 00"
    assert kept.name == "France services renommée"


def test_an_error_in_the_middle_leaves_nothing(store):
    def two_then_a_fault():
        yield a_sheet(id=SheetId("aaaaaaaaaaaa"))
        yield a_sheet(id=SheetId("bbbbbbbbbbbb"))
        raise OSError("in the middle")

    with pytest.raises(OSError, match="in the middle"):
        store.records.put_all(two_then_a_fault())

    assert store.records.many(Sheet, ["aaaaaaaaaaaa", "bbbbbbbbbbbb"]) == {}
    assert store.index.find("Villeneuve") == ()


def test_a_row_changed_by_the_disk_no_longer_matches_its_seal(store):
    store.records.put(a_sheet(phone="04 74 00 00 00"))
    with store.database.atomic():
        store.database.write("UPDATE sheets SET phone = '04 74 00 00 01' WHERE id = 'k7m29qxd4trw'")

    assert store.records.altered() == (("sheet", "k7m29qxd4trw"),)


def test_the_latest_records_come_first(store):
    for letter in "abc":
        store.records.put(a_sheet(id=SheetId(letter * 12)))

    assert [sheet.id[0] for sheet in store.records.latest(Sheet, 2)] == ["c", "b"]


def test_a_new_record_logs_only_what_is_said_of_it(store):
    store.records.put(a_sheet(phone="0"))

    sets = changes_of(store, "k7m29qxd4trw")[0][0]

    assert set(sets) == {"name", "relay_types.mairie", "phone"}


def test_the_first_to_fill_a_field_replaces_nothing(store):
    """Two desks that each fill an empty field have not seen one another: both values must stay."""
    store.records.put(a_sheet())
    store.records.put(a_sheet(phone="1"))

    assert changes_of(store, "k7m29qxd4trw")[1][1] == {}


def test_records_kept_together_are_the_same_as_kept_one_by_one(store):
    already = store.records.count(Sheet)
    made = [a_sheet(id=SheetId(f"together{n:04}"), name=f"Mairie {n}", latitude=45.0 + n / 100) for n in range(1200)]
    again = replace(made[0], phone="04 74 00 00 00")

    assert store.records.put_all([*made, again]) == 1201
    assert store.records.one(Sheet, again.id) == again
    assert store.records.count(Sheet) == already + 1200
    assert store.records.altered() == ()
    assert not store.records.search_differs()
    assert [len(changes_of(store, made[n].id)) for n in (0, 1, 1199)] == [2, 1, 1]
