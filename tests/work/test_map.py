"""Carte: which sheets and communes are on the map, in which words, and what goes on paper."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import hypot

import pytest

from desk.base.errors import Code, UnavailableError
from desk.base.paths import resources
from desk.base.words import words
from desk.domain.map import within
from desk.domain.procedures import Procedure
from desk.domain.services import Stop
from desk.domain.sheets import Freshness, Sheet, SheetId, Status, freshness
from desk.domain.territory import distance_km
from desk.slips.map import compose
from desk.store.map import relay_groups
from desk.store.seed import taxonomy
from desk.work import map as maps
from desk.work.freshness import checked_words
from desk.work.map import MapChoice

EVERYTHING = MapChoice()
WHOLE = (-40.0, -40.0, 40.0, 40.0)


@pytest.fixture
def keep(store):
    """Keep a sheet so many kilometres north of the library."""

    def kept(name, north_km=1.0, **changes):
        here = store.library().place
        values = {
            "id": SheetId(name.lower().replace(" ", "-")),
            "name": name,
            "relay_types": ("mairie",),
            "latitude": here.latitude + north_km / 111.2,
            "longitude": here.longitude,
        }
        sheet = Sheet(**values | changes)
        store.records.put(sheet)
        return sheet

    return kept


def named(view, name):
    return next(spot for spot in view.spots if spot.name == name)


def test_the_sheets_of_the_territory_come_nearest_first_with_their_words(store, say, keep):
    keep("Mairie proche", 2, phone="04 74 00 00 00", commune="Ambronay", verified_on=date(2026, 11, 12))

    view = maps.view(store, EVERYTHING, say)

    spot = named(view, "Mairie proche")
    assert (spot.away, spot.phone, spot.commune, spot.kinds) == ("2,0 km", "04 74 00 00 00", "Ambronay", "Mairie")
    assert spot.checked == "vérifiée il y a 12 jours"
    assert spot.fresh is Freshness.FRESH
    assert spot.group.letter == "M"
    distances = [hypot(*one.point) for one in view.spots if one.point]
    assert distances == sorted(distances)
    assert max(distances) <= view.radius_km


def test_the_france_services_of_the_territory_are_there_as_to_verify(store, say):
    view = maps.view(store, EVERYTHING, say)

    assert Counter(spot.group.letter for spot in view.spots) == {"F": store.records.count(Sheet)}
    assert {spot.fresh for spot in view.spots} == {Freshness.NEVER}
    assert [(group.letter, many) for group, many in view.groups] == [("F", len(view.spots))]


def test_a_sheet_says_its_age_as_everywhere_else(store, say, keep):
    keep("Vérifiée", verified_on=date(2026, 10, 1), verified_how="by-phone", source_date="2024-08-01", origin="liste:1")
    keep("De la liste", source_date="2024-08-01", origin="liste:2")
    keep("Notée", source_date="2026-11-02")
    keep("Sans date")

    for spot in maps.view(store, EVERYTHING, say).spots:
        sheet = store.records.one(Sheet, spot.sheet)
        assert spot.checked == checked_words(sheet, date(2026, 11, 24), say)
        assert spot.fresh is freshness(sheet, date(2026, 11, 24))


def test_a_row_that_the_disk_changed_is_said(store, say, keep):
    keep("Mairie proche")
    with store.database.atomic():
        store.database.write("UPDATE sheets SET relay_types = '[' WHERE name = 'Mairie proche'")

    with pytest.raises(UnavailableError) as failed:
        maps.view(store, EVERYTHING, say)

    assert failed.value.code is Code.FILE_DAMAGED


def test_points_are_where_the_sheets_are(store, say):
    here = store.library().place
    for spot in maps.view(store, EVERYTHING, say).spots:
        sheet = store.records.one(Sheet, spot.sheet)
        assert hypot(*spot.point) == pytest.approx(distance_km(here, sheet.place), abs=1e-6)


def test_a_procedure_keeps_only_its_relay_types(store, say, keep):
    keep("Mairie proche")
    keep("Avocat", relay_types=("avocat-permanence",))
    procedure = store.records.one(Procedure, "carte-identite")

    view = maps.view(store, MapChoice(procedure="carte-identite"), say)

    assert view.need == procedure.title
    kept = [store.records.one(Sheet, spot.sheet) for spot in view.spots]
    assert kept
    assert all(set(sheet.relay_types) & set(procedure.relay_types) for sheet in kept)
    assert "Avocat" not in {sheet.name for sheet in kept}


def test_a_family_keeps_the_relay_types_of_its_procedures(store, say, keep):
    keep("Point-justice", relay_types=("point-justice",))
    keep("Crous", relay_types=("crous",))

    view = maps.view(store, MapChoice(family="justice"), say)

    assert view.need == "Justice"
    assert "Point-justice" in {spot.name for spot in view.spots}
    assert "Crous" not in {spot.name for spot in view.spots}


def test_a_family_that_nobody_knows_any_more_shows_everything(store, say):
    assert maps.view(store, MapChoice(family="perdue"), say).spots == maps.view(store, EVERYTHING, say).spots
    assert maps.view(store, MapChoice(procedure="perdue"), say).spots == maps.view(store, EVERYTHING, say).spots


def test_without_a_relay_of_the_kind_broader_ones_are_shown_and_it_is_said(store, say):
    store.records.put(replace(store.records.one(Procedure, "mdph-handicap"), relay_types=("mdph",)))

    view = maps.view(store, MapChoice(procedure="mdph-handicap"), say)

    assert view.broader
    assert {spot.group.letter for spot in view.spots} == {"F"}


def test_the_sign_is_that_of_the_kind_wanted(store, say, keep):
    keep("Maison commune", relay_types=("caf", "france-services"))

    assert named(maps.view(store, EVERYTHING, say), "Maison commune").group.letter == "F"
    wanted = maps.view(store, MapChoice(procedure="caf-compte"), say)
    assert named(wanted, "Maison commune").group.letter == "C"


def test_a_sheet_without_a_place_comes_last_and_is_not_drawn(store, say, keep):
    keep("Assistante sociale", latitude=None, longitude=None)
    keep("Zéro", latitude=0.0, longitude=0.0)

    view = maps.view(store, EVERYTHING, say)

    assert [spot.name for spot in view.spots if spot.point is None] == ["Assistante sociale", "Zéro"]
    assert all(spot.point is None for spot in view.spots[-2:])
    drawn = {number for level in view.levels for cluster in level.clusters for number in cluster.members}
    assert drawn == set(range(len(view.spots) - 2))


def test_a_sheet_without_a_place_but_of_a_far_commune_is_left_out(store, say, keep):
    keep("Mairie de Brest", latitude=None, longitude=None, insee="29019")
    keep("Mairie d'Ambronay", latitude=None, longitude=None, insee="01007")

    names = {spot.name for spot in maps.view(store, EVERYTHING, say).spots}

    assert "Mairie d'Ambronay" in names
    assert "Mairie de Brest" not in names


def test_closed_removed_and_far_ones_are_not_on_the_map(store, say, keep):
    keep("Fermée", status=Status.CLOSED)
    keep("Retirée", removed_on=date(2026, 11, 1))
    keep("Lointaine", 31)
    keep("Suspendue", status=Status.SUSPENDED)

    names = {spot.name for spot in maps.view(store, EVERYTHING, say).spots}

    assert names.isdisjoint({"Fermée", "Retirée", "Lointaine"})
    assert "Suspendue" in names


def test_each_stop_of_a_travelling_structure_is_a_point_that_opens_its_sheet(store, say, keep):
    here = store.library().place
    stops = tuple(
        Stop(
            id=f"s{km}",
            name=f"place {km}",
            commune="Villebois",
            latitude=here.latitude + km / 111.2,
            longitude=here.longitude,
        )
        for km in (3, 6, 200)
    )
    keep("Bus", latitude=None, longitude=None, itinerant=True, stops=(*stops, Stop(id="s0", name="ailleurs")))

    spots = [spot for spot in maps.view(store, EVERYTHING, say).spots if spot.sheet == "bus"]

    assert [spot.name for spot in spots] == ["Bus, arrêt place 3", "Bus, arrêt place 6"]
    assert [spot.commune for spot in spots] == ["Villebois", "Villebois"]
    assert len({spot.key for spot in spots}) == 2


def test_the_communes_of_the_territory_come_the_most_peopled_first(store, say):
    view = maps.view(store, EVERYTHING, say)

    people = [commune.population for commune in view.communes]
    assert people == sorted(people, reverse=True)
    assert all(hypot(commune.x, commune.y) <= view.radius_km + 0.001 for commune in view.communes)
    assert view.communes[0].name == "Bourg-en-Bresse"
    near = min(view.communes, key=lambda commune: hypot(commune.x, commune.y))
    assert near.name == "Ambronay"
    assert view.circles == (5, 10, 20, 30)


def test_without_its_own_place_the_library_stands_in_its_commune(store, say):
    store.keep_library(replace(store.library(), latitude=None, longitude=None))

    assert maps.view(store, EVERYTHING, say).placed


def test_without_any_place_there_is_nothing_to_draw(store, say):
    store.keep_library(replace(store.library(), latitude=None, longitude=None, insee=""))

    view = maps.view(store, EVERYTHING, say)

    assert not view.placed
    assert view.spots == ()


def test_every_relay_type_has_one_group_one_letter_and_one_outline():
    groups = relay_groups(resources() / "seed")

    assert Counter(slug for group in groups for slug in group.relay_types) == Counter(
        taxonomy(resources() / "seed").relay_types.keys()
    )
    assert len({group.letter for group in groups}) == len({group.shape for group in groups}) == len(groups)
    assert all(len(group.letter) == 1 and group.letter.isupper() for group in groups)


# what goes on paper


def test_the_paper_has_what_is_in_sight_nearest_first_with_source_date_and_library(store, say, keep):
    keep("Mairie proche", 2, phone="0474000000", commune="Ambronay", source="Saisie", source_date="2026-11-02")
    keep("Mairie plus loin", 9)

    printed = compose(maps.view(store, EVERYTHING, say), (-5.0, -5.0, 5.0, 5.0), say)

    assert "Mairie plus loin" not in {entry.name for entry in printed.entries}
    entry = next(entry for entry in printed.entries if entry.name == "Mairie proche")
    assert (entry.phone, entry.away, entry.to_verify) == ("04 74 00 00 00", "2,0 km", True)
    assert all(within(printed.box, entry.point) for entry in printed.entries)
    assert printed.library.endswith("Ambronay")
    footer = " ".join(printed.footer)
    assert "Fiches de la bibliothèque, 24 novembre 2026." in footer
    assert "Saisie, 2 novembre 2026" in footer
    assert "Insee" in footer


def test_the_paper_of_a_danger_says_nothing_of_it(store, say, keep):
    keep("Association contre les violences conjugales", relay_types=("association-violences",))

    view = maps.view(store, MapChoice(procedure="danger-violences"), say)
    printed = compose(view, WHOLE, say)

    told = " ".join((printed.title, *(entry.name for entry in printed.entries))).lower()
    assert "violence" not in told
    assert "danger" not in told
    assert printed.entries


def test_the_map_speaks_english(store):
    view = maps.view(store, MapChoice(family="justice"), words("en"))

    assert view.need == "Justice"
    assert view.spots[0].kinds.startswith("France services")
    assert compose(view, WHOLE, words("en")).language == "en"
