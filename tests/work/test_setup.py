"""First start: which library, how far, what the desk is filled with."""

from dataclasses import replace

import pytest

from desk.base.clock import FixedClock
from desk.base.errors import Code, RefusedError
from desk.base.paths import Profile, resources
from desk.domain.libraries import Library, check
from desk.domain.procedures import Procedure
from desk.domain.sheets import Sheet
from desk.store.reference import read_csv
from desk.store.store import open_store
from desk.work import setup, sheet_list


@pytest.fixture
def empty(tmp_path, clock, with_lists):
    """A desk never set up, with the lists of France already read."""
    opened = open_store(with_lists(Profile(root=tmp_path / "empty")), clock, resources())
    yield opened
    opened.close()


def test_a_new_desk_has_procedures_and_no_library(empty):
    assert empty.library() is None
    assert setup.counts(empty) == (len(empty.records.all(Procedure)), 0)
    assert setup.counts(empty)[0] > 0


def test_setting_up_brings_the_france_services_of_the_territory_to_verify(empty):
    library = setup.from_official(empty, setup.the_official(empty, "2"), 25)

    outcome = setup.set_up(empty, library)

    around = setup.territory(empty, library.place, 25)
    planted = empty.records.all(Sheet)
    assert outcome.changed == {"library", "sheet"}
    assert len(planted) == around.france_services > 0
    assert {sheet.verified_on for sheet in planted} == {None}
    assert empty.library().mark == "AM"


def test_setting_up_twice_changes_nothing_more(empty):
    library = setup.from_official(empty, setup.the_official(empty, "2"), 25)
    setup.set_up(empty, library)
    before = empty.database.row("SELECT count(*), (SELECT count(*) FROM changes) FROM sheets")

    setup.set_up(empty, empty.library())

    assert empty.database.row("SELECT count(*), (SELECT count(*) FROM changes) FROM sheets") == before


def test_a_wider_territory_adds_sheets_and_keeps_what_was_corrected(empty):
    library = setup.from_official(empty, setup.the_official(empty, "2"), 15)
    setup.set_up(empty, library)
    first = empty.records.all(Sheet)[0]
    empty.records.put(replace(first, phone="04 00 00 00 00"))

    setup.set_up(empty, replace(empty.library(), radius_km=60))

    assert empty.records.one(Sheet, first.id).phone == "04 00 00 00 00"
    assert setup.counts(empty)[1] > 10


def test_what_is_wrong_is_told_and_nothing_is_kept(empty):
    library = setup.from_official(empty, setup.the_official(empty, "2"))

    outcome = setup.set_up(empty, replace(library, radius_km=0, name=" "))

    assert {(problem.field, problem.code) for problem in outcome.problems} == {
        ("radius_km", "out-of-range"),
        ("name", "required"),
    }
    assert empty.library() is None
    assert empty.records.count(Library) == 0


def test_every_library_of_corsica_has_its_commune_and_departement(empty):
    """The official list gives neither for most of them; without one, France services of all France would come."""
    official = setup.the_official(empty, "Médiathèque de Bonifacio, Bonifacio")

    library = setup.from_official(empty, official)

    assert (library.insee, library.departement) == ("2A041", "2A")


def test_a_library_without_a_place_gets_the_france_services_of_its_departement(empty):
    setup.set_up(empty, setup.by_hand("Bibliothèque", setup.the_commune(empty, "14581")))

    found = empty.records.all(Sheet)

    assert 0 < len(found) <= setup.NO_TERRITORY_LIMIT
    assert {sheet.insee[:2] for sheet in found} == {"14"}


def test_moving_the_library_orders_the_sheets_from_its_new_place(empty, say):
    setup.set_up(empty, setup.from_official(empty, setup.the_official(empty, "2"), 60))
    first = sheet_list.lines(empty, "", say, 1)[0]
    far = max(empty.records.all(Sheet), key=lambda sheet: sheet.latitude or 0)

    setup.set_up(empty, replace(empty.library(), latitude=far.latitude, longitude=far.longitude))

    assert sheet_list.lines(empty, "", say, 1)[0].id == far.id != first.id
    assert not empty.records.search_differs()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Code.UNKNOWN_LIBRARY),
        ("zzzz qqqq", Code.UNKNOWN_LIBRARY),
        ("bibliothèque municipale", Code.AMBIGUOUS_LIBRARY),
        ("999999", Code.UNKNOWN_LIBRARY),
    ],
)
def test_words_that_leave_none_or_several_are_refused(empty, typed, code):
    with pytest.raises(RefusedError) as refused:
        setup.the_official(empty, typed)

    assert refused.value.code is code


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("01007", "01007"),
        ("ambronay", "01007"),
        ("2a004", "2A004"),
        ("38000", "38185"),
        ("Ba", "64102"),
        ("L’Oie", "85165"),
    ],
)
def test_a_commune_is_known_by_its_code_postcode_or_the_beginning_of_its_name(empty, typed, insee):
    assert setup.the_commune(empty, typed).insee == insee


@pytest.mark.parametrize("typed", ["", "  ", "99999", "zzzz", "'; DROP TABLE communes", "\ud800", "é" * 3000])
def test_no_commune_is_a_refusal(empty, typed):
    with pytest.raises(RefusedError) as refused:
        setup.the_commune(empty, typed)

    assert refused.value.code is Code.UNKNOWN_COMMUNE


def test_libraries_are_offered_with_what_they_would_make_here(empty):
    offered = setup.offered_libraries(empty, "ambronay")

    assert offered[0][1].commune == offered[0][0].commune == "Ambronay"
    assert setup.territory(empty, None, 30).france_services == 0


def test_the_place_is_measured_the_same_after_closing(empty, say):
    setup.set_up(empty, setup.from_official(empty, setup.the_official(empty, "2"), 60))
    before = sheet_list.lines(empty, "", say, 5)
    empty.close()

    again = open_store(empty.profile, FixedClock(empty.clock.now()), resources())

    assert sheet_list.lines(again, "", say, 5) == before
    again.close()


def test_no_library_of_the_official_list_is_refused_for_its_name(store):
    rows = read_csv(resources() / "seed" / "adresses-bibliotheques-publiques-2024-08.csv.gz", ";")
    names = [row["nom_de_l_etablissement"] for row in rows]
    noticed = {"person-named", "phone-typed"}

    assert len(names) > 15_000
    assert [one for one in names if noticed & {found.code for found in check(replace(store.library(), name=one))}] == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "Bibliothèque, demander Josette Kanarivrai"),
        ("name", "Bibliothèque 06 39 98 17 52"),
        ("phone", "Josette"),
    ],
)
def test_a_person_in_the_name_or_the_telephone_of_the_library_is_noticed(store, field, text):
    assert [one.field for one in check(replace(store.library(), **{field: text}))] == [field]
