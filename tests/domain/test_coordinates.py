import gzip
import json
from math import degrees
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.coordinates import Located, clean_point, in_france
from desk.domain.lambert import Cone, lambert_93, to_degrees
from desk.domain.territory import Place, distance_km

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PARIS = Place(latitude=48.8566, longitude=2.3522)

KNOWN = [
    # computed with PROJ 9.5.1 (EPSG:2154 and 3942 to 3950, to EPSG:4171)
    (700000.0, 6600000.0, 46.5, 3.0),
    (652469.02, 6862035.26, 48.8566000050153, 2.3521999630139847),
    (394035.185458573, 6692191.98038466, 47.259440999982324, -1.0477729999999956),
    (1224000.0, 6108000.0, 41.88435411832263, 9.305861834078419),
    (124000.0, 6835000.0, 48.3594319951825, -4.7886621293100395),
    (1700000.0, 1200000.0, 42.0, 3.0),
    (1449999.5, 1260000.25, 42.500212139194794, -0.04219998934366155),
    (1449999.5, 4260000.25, 45.49549729181123, -0.19938342990458444),
    (2030000.0, 4110000.0, 44.11445725957006, 7.12397084552929),
    (1449999.5, 6260000.25, 47.49208570792619, -0.3187959103680656),
    (2030000.0, 6110000.0, 46.1093983217259, 7.270468087582396),
    (1700000.0, 9200000.0, 50.0, 3.0),
    (2030000.0, 9110000.0, 49.101038927926176, 7.5216690541878695),
]


def metres(one, other):
    return distance_km(one, other) * 1000


def test_the_constants_of_lambert_93_are_those_that_ign_publishes():
    cone = lambert_93()

    assert cone.n == pytest.approx(0.7256077650, abs=1e-10)
    assert cone.c == pytest.approx(11754255.426, abs=1e-3)
    assert (cone.xs, cone.ys) == (700000.0, pytest.approx(12655612.050, abs=1e-3))


def test_the_example_of_ign_is_found_again():
    """NT/G 71, algorithm ALG0004, test of the note."""
    cone = Cone(
        n=0.760405966,
        c=11603796.9767,
        xs=600000.0,
        ys=5657616.674,
        meridian=0.04079234433,
        excentricity=0.0824832568,
    )
    place = to_degrees(1029705.083, 272723.849, cone)

    assert place.longitude == pytest.approx(degrees(0.14551209925), abs=1e-8)
    assert place.latitude == pytest.approx(degrees(0.87266462567), abs=1e-8)


@pytest.mark.parametrize(("east", "north", "latitude", "longitude"), KNOWN)
def test_known_points_are_found_to_less_than_a_metre(east, north, latitude, longitude):
    there = Place(latitude=latitude, longitude=longitude)

    for located in (
        clean_point(f"{north}", f"{east}"),
        clean_point(f"{north}".replace(".", ","), f"{east}".replace(".", ",")),
    ):
        assert located.problem == ""
        assert metres(located.place, there) < 1


@pytest.mark.parametrize(("east", "north", "latitude", "longitude"), [*KNOWN[:5], *KNOWN[7:]])
def test_metres_in_swapped_cells_are_put_back(east, north, latitude, longitude):
    assert metres(clean_point(f"{east}", f"{north}").place, Place(latitude=latitude, longitude=longitude)) < 1


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("48.8566", "2.3522"),
        ("48,8566", "2,3522"),
        ("2.3522", "48.8566"),
        ("48.8566, 2.3522", ""),
        ("", "48.8566,2.3522"),
        ("48,8566 ; 2,3522", ""),
        ("48,8566, 2,3522", ""),
        ("POINT(2.3522 48.8566)", ""),
        ("(48.8566, 2.3522)", ""),
        ("48.8566°", "2.3522°"),
        (" 48.8566 ", "2.3522"),
    ],
)
def test_one_place_written_in_many_ways_is_one_place(latitude, longitude):
    assert clean_point(latitude, longitude) == Located(place=PARIS)


def test_degrees_with_minutes_are_read():
    located = clean_point("48°51'24\"N", "2°21'07\"E")

    assert metres(located.place, PARIS) < 30
    assert clean_point("48° 51’ 24” N 2° 21’ 07” E").place == located.place
    assert clean_point("47° 12' N", "1° 33' O").place == Place(latitude=47.2, longitude=-1.55)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("0", "0"), ("0.0", "0,0"), ("", ""), ("-", "-"), ("None", "None")]
)
def test_zero_zero_means_unknown(latitude, longitude):
    assert clean_point(latitude, longitude) == Located()


@pytest.mark.parametrize(
    ("latitude", "longitude", "problem"),
    [
        ("48.85", "", "point-half"),
        ("", "2,35", "point-half"),
        ("48,2", "", "point-half"),
        ("là-bas", "2.35", "point-unreadable"),
        ("12", "34", "point-outside"),
        ("48.85", "200", "point-outside"),
        ("1e999", "1", "point-outside"),
    ],
)
def test_what_gives_no_point_of_france_is_said(latitude, longitude, problem):
    assert clean_point(latitude, longitude) == Located(problem=problem)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (16.24, -61.53), (14.6, -61.07), (4.92, -52.31), (-20.88, 55.45), (-12.78, 45.23), (46.78, -56.18), (-22.28, 166.46),
        (-17.54, -149.57), (-13.28, -176.18), (18.07, -63.08), (42.7, 9.45),
    ],
)  # fmt: skip
def test_overseas_points_are_in_france_and_put_back_when_swapped(latitude, longitude):
    place = Place(latitude=latitude, longitude=longitude)

    assert in_france(place)
    assert clean_point(str(latitude), str(longitude)).place == place
    assert clean_point(str(longitude), str(latitude)).place == place


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_read_without_a_fault(latitude, longitude):
    located = clean_point(latitude, longitude)

    assert located.place is None or in_france(located.place)


@given(st.floats(42, 51), st.floats(-4, 8))
def test_lambert_and_degrees_agree_with_their_neighbours(latitude, longitude):
    """A degree of latitude stays about 111 km whatever the way back."""
    cone = lambert_93()
    one = to_degrees(700000 + 70000 * (longitude - 3), 6600000 + 111000 * (latitude - 46.5), cone)
    other = to_degrees(700000 + 70000 * (longitude - 3) + 1000, 6600000 + 111000 * (latitude - 46.5), cone)

    assert 990 < metres(one, other) < 1010


def test_every_place_of_maine_et_loire_falls_in_maine_et_loire():
    file = SHARED / "places-raw" / "maine-et-loire-2023-05.json.gz"
    if not file.exists():
        pytest.skip("the real files are not beside this repository")
    rows = json.loads(gzip.decompress(file.read_bytes()))
    angers = Place(latitude=47.4736, longitude=-0.5541)

    assert all(distance_km(clean_point(row["y"], row["x"]).place, angers) < 80 for row in rows)
