"""The printed map: one page whatever there is, every number on the map is in the list, no name covers another."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.map_labels import overlap
from desk.slips.map import Entry, PrintedMap
from desk.slips.map_drawing import numbered_signs, window_on_paper
from desk.slips.map_page import lay_out_map
from desk.slips.marks import FrameMark, Inside, PathMark, RuleMark, TextMark, Weight
from desk.work.map import MapCommune

NUMBER = re.compile(r"^(\d+)(?:–(\d+))?$")
kilometres = st.floats(-30, 30, allow_nan=False)
any_name = st.one_of(
    st.text(st.characters(exclude_categories=("Nd", "No", "Nl")), max_size=30),
    st.sampled_from(["Mairie", "sansfin" * 40, "mot " * 60, "\u202eabc", "<b>x</b>"]),
)
entries = st.lists(
    st.builds(
        Entry,
        name=any_name,
        phone=st.sampled_from(["", "04 74 00 00 00", "0" * 60]),
        away=st.sampled_from(["", "sur place", "4,2 km"]),
        commune=any_name,
        to_verify=st.booleans(),
        point=st.tuples(kilometres, kilometres),
    ),
    max_size=70,
).map(tuple)
communes = st.lists(
    st.builds(MapCommune, name=any_name, x=kilometres, y=kilometres, population=st.integers(0, 50_000)), max_size=30
).map(tuple)


def a_map(**changes):
    values = {
        "language": "fr",
        "library": "Bibliothèque de Saint-Martin",
        "day": "mardi 24 novembre 2026",
        "title": "Carte d'identité",
        "box": (-31.0, -31.0, 31.0, 31.0),
        "circles": (5, 10, 20, 30),
        "communes": (MapCommune(name="Villeneuve", x=4.0, y=3.0, population=900),),
        "entries": (an_entry(1), an_entry(2)),
        "footer": ("Fiches de la bibliothèque, 24 novembre 2026.",),
    }
    return PrintedMap(**values | changes)


def an_entry(number, point=None, **changes):
    values = {
        "name": f"Mairie {number}",
        "phone": "04 74 00 00 00",
        "away": "4,2 km",
        "commune": "Villeneuve",
        "to_verify": False,
        "point": point or (float(number), 0.0),
    }
    return Entry(**values | changes)


def texts(page):
    return [mark for mark in page.marks if isinstance(mark, TextMark)]


def told(page):
    return " ".join(mark.text for mark in texts(page)).replace("\N{NO-BREAK SPACE}", " ")


def frame(page):
    return next(mark for mark in page.marks if isinstance(mark, FrameMark))


def on_map(page):
    there = frame(page)
    return [mark for mark in texts(page) if there.y < mark.y < there.y + there.height]


def numbers_on_map(page):
    found = []
    for mark in on_map(page):
        if mark.weight is Weight.BOLD and mark.size == 9 and (match := NUMBER.match(mark.text)):
            found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return sorted(found)


def numbers_in_list(page):
    there = frame(page)
    return sorted(int(mark.text) for mark in texts(page) if mark.text.isdigit() and mark.y > there.y + there.height)


def corners(mark, ruler):
    if isinstance(mark, TextMark):
        return [(mark.x, mark.y - 0.7 * mark.size), (mark.x + ruler.width(mark.text, mark.size, mark.weight), mark.y)]
    if isinstance(mark, PathMark):
        return list(mark.points)
    height = mark.thickness if isinstance(mark, RuleMark) else mark.height
    return [(mark.x, mark.y), (mark.x + mark.width, mark.y + height)]


@given(entries, communes, st.sampled_from([1.0, 0.2, 0.02]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_there_is_it_is_one_page_inside_its_margins(ruler, entries, communes, part):
    box = tuple(side * part for side in (-31.0, -31.0, 31.0, 31.0))
    inside = tuple(entry for entry in entries if all(abs(side) <= 31 * part for side in entry.point))

    page = lay_out_map(a_map(entries=inside, communes=communes, box=box), ruler)

    assert (round(page.width), round(page.height)) == (595, 842)
    for mark in page.marks:
        for x, y in corners(mark, ruler):
            assert page.margin_x - 0.5 <= x <= page.width - page.margin_x + 0.5
            assert page.margin_y - 0.5 <= y <= page.height - page.margin_y + 0.5
    assert numbers_on_map(page) == numbers_in_list(page) == list(range(1, len(numbers_in_list(page)) + 1))


def test_every_sheet_is_listed_with_its_telephone_and_its_distance(ruler):
    page = lay_out_map(a_map(entries=(an_entry(1), an_entry(2, to_verify=True))), ruler)

    assert numbers_on_map(page) == [1, 2]
    assert "04 74 00 00 00" in told(page)
    assert "4,2 km · Villeneuve" in told(page)
    assert "4,2 km · à vérifier" in told(page)
    assert "2 fiches. L'étoile est la bibliothèque." in told(page)
    for words in ("Bibliothèque de Saint-Martin", "mardi 24 novembre 2026", "Carte d'identité", "Villeneuve", "10 km"):
        assert words in told(page)


def test_the_nearest_are_numbered_and_the_others_counted_and_drawn_small(ruler):
    many = tuple(an_entry(number, (number / 4, 0.5)) for number in range(100))

    page = lay_out_map(a_map(entries=many), ruler)

    listed = len(numbers_in_list(page))
    assert 18 <= listed <= 24
    assert f"Les {listed} plus proches ont un numéro. Les autres sont de petits ronds ({100 - listed})." in told(page)
    assert "Mairie 0" in told(page)
    assert "Mairie 99" not in told(page)
    rings = [
        mark
        for mark in page.marks
        if isinstance(mark, PathMark) and mark.inside is Inside.CLEAR and len(mark.points) == 12
    ]
    assert rings


def test_a_short_list_leaves_room_for_a_larger_map(ruler):
    few = frame(lay_out_map(a_map(), ruler)).height
    many = frame(lay_out_map(a_map(entries=tuple(an_entry(number) for number in range(30))), ruler)).height

    assert many >= 320
    assert few > many + 100


def test_sheets_of_one_place_share_a_sign_and_follow_one_another_in_the_list(ruler):
    together = tuple(an_entry(number, (8.0, 8.0)) for number in (1, 3))
    page = lay_out_map(a_map(entries=(together[0], an_entry(2, (-8.0, 8.0)), together[1])), ruler)

    assert "1–2" in [mark.text for mark in on_map(page)]
    assert [mark.text for mark in texts(page) if mark.text.startswith("Mairie")] == ["Mairie 1", "Mairie 3", "Mairie 2"]


@given(st.lists(st.tuples(kilometres, kilometres), max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sign_covers_another(ruler, points):
    signs = numbered_signs(window_on_paper((-31, -31, 31, 31), 510, 340), points, ruler)

    boxes = [sign.box for sign in signs]
    assert not any(overlap(one, other) for at, one in enumerate(boxes) for other in boxes[:at])
    assert sorted(number for sign in signs for number in sign.cluster.members) == list(range(len(points)))


def test_a_map_of_nothing_says_so(ruler):
    assert "Aucune fiche dans cette partie de la carte." in told(lay_out_map(a_map(entries=()), ruler))


def test_a_name_too_long_is_set_smaller_before_it_is_cut(ruler):
    long = "France services La Poste de Thorens-Glières"
    page = lay_out_map(a_map(entries=(an_entry(1, name=long),)), ruler)
    mark = next(mark for mark in texts(page) if mark.text.startswith("France"))

    assert mark.text == long
    assert 8.5 <= mark.size < 10.5


def test_the_library_is_named_where_it_is_in_sight_only(ruler):
    assert "la bibliothèque" in [mark.text for mark in on_map(lay_out_map(a_map(), ruler))]
    away = replace(a_map(), box=(10.0, 10.0, 20.0, 20.0))
    assert "la bibliothèque" not in [mark.text for mark in on_map(lay_out_map(away, ruler))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_speaks_the_language_of_the_map(ruler, language):
    page = lay_out_map(a_map(language=language), ruler)

    assert ("sheets" in told(page)) == (language == "en")
