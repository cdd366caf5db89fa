"""Coverage: which communes lack a relay, for which families of needs."""

import random

from desk.domain.coverage import REACH_KM, Served, gaps
from desk.domain.territory import Commune, Place, distance_km

FAMILIES = {"papiers": frozenset({"mairie"}), "logement": frozenset({"adil", "ccas"})}


def a_commune(name="Villebois", latitude=46.0, longitude=5.4, **fields):
    values = {
        "insee": "01444",
        "postcodes": ("01150",),
        "departement": "01",
        "departement_name": "Ain",
        "population": 1200,
        "place": Place(latitude=latitude, longitude=longitude),
    }
    return Commune(name=name, **values | fields)


def at(name, km, kinds=("mairie",), **fields):
    return Served(sheet=name, relay_types=kinds, points=(Place(latitude=46.0 + km / 111.2, longitude=5.4),), **fields)


def test_a_commune_says_what_it_lacks_and_who_is_nearest():
    (gap,) = gaps((a_commune(),), (at("près", 3), at("loin", 40, ("ccas",))), FAMILIES)

    assert gap.families == ("logement",)
    assert gap.nearest == "loin"
    assert round(gap.km) == 40


def test_a_relay_within_reach_fills_the_gap_and_one_just_beyond_does_not():
    assert gaps((a_commune(),), (at("a", REACH_KM - 0.1), at("b", REACH_KM - 0.1, ("adil",))), FAMILIES) == ()
    assert len(gaps((a_commune(),), (at("a", REACH_KM + 0.2), at("b", 1, ("adil",))), FAMILIES)) == 1


def test_what_a_structure_covers_counts_wherever_it_is():
    for code in ("01444", "01", "france"):
        covering = Served(sheet="a", relay_types=("mairie", "ccas"), area=(code,))
        assert gaps((a_commune(),), (covering,), FAMILIES) == ()


def test_nobody_at_all_is_said_too():
    (gap,) = gaps((a_commune(),), (), FAMILIES)

    assert gap.families == ("papiers", "logement")
    assert (gap.nearest, gap.km) == ("", None)


def test_those_that_lack_most_come_first_then_the_most_peopled():
    communes = (a_commune("Petite", population=10), a_commune("Grande", population=900), a_commune("Nulle part", 43.0))
    relays = (at("mairie", 1),)

    assert [gap.commune.name for gap in gaps(communes, relays, FAMILIES)] == ["Nulle part", "Grande", "Petite"]


def test_the_squares_find_what_looking_at_every_relay_finds():
    chance = random.Random(7)
    relays = [
        Served(
            sheet=f"s{number}",
            relay_types=("mairie",),
            points=(Place(latitude=chance.uniform(45.5, 46.5), longitude=chance.uniform(4.8, 6.0)),),
        )
        for number in range(60)
    ]
    for number in range(80):
        commune = a_commune(f"c{number}", chance.uniform(45.4, 46.6), chance.uniform(4.7, 6.1))
        nearest = min((distance_km(commune.place, one.points[0]), one.sheet) for one in relays)
        found = gaps((commune,), relays, {"papiers": frozenset({"mairie"})})
        assert bool(found) == (nearest[0] > REACH_KM)
        if found:
            assert (found[0].km, found[0].nearest) == nearest
