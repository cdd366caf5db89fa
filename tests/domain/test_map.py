"""The map's rules: true distances, clusters that keep every point once, names that cover nothing."""

from itertools import pairwise
from math import hypot, isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain import map as maps
from desk.domain.map import Shape, Size, Window
from desk.domain.map_clusters import apart, inside, level_for, levels, opening, same_place
from desk.domain.map_labels import Label, overlap, place
from desk.domain.territory import Place, distance_km

AMBRONAY = Place(latitude=46.0066, longitude=5.3603)
WINDOW = Window(x=0.0, y=0.0, scale=8.0, width=640.0, height=480.0)
ROUNDING = 1e-9

kilometres = st.one_of(
    st.integers(-300, 300).map(lambda tenth: tenth / 10), st.floats(-30, 30, allow_nan=False, allow_infinity=False)
)
some_points = st.lists(st.tuples(kilometres, kilometres), max_size=60)
places = st.builds(Place, latitude=st.floats(-60, 60), longitude=st.floats(-179, 179))
windows = st.builds(
    Window,
    x=st.floats(-30, 30),
    y=st.floats(-30, 30),
    scale=st.floats(2, 600),
    width=st.floats(200, 1200),
    height=st.floats(200, 900),
)


def members(level):
    return sorted(number for cluster in level.clusters for number in cluster.members)


def label(key, x, y, width=60.0):
    return Label(key=key, text=key, x=x, y=y, width=width, height=16.0, near=5.0, far=20.0)


# projection


@given(places, st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=60, deadline=None)
def test_distances_from_the_library_are_true(here, north, east):
    there = Place(latitude=here.latitude + north, longitude=here.longitude + east)

    assert isclose(hypot(*maps.projected(here, there)), distance_km(here, there), abs_tol=1e-6)


def test_north_is_up_and_east_is_right():
    x, y = maps.projected(AMBRONAY, Place(latitude=46.1, longitude=5.3603))
    assert abs(x) < 1e-9
    assert y > 10
    x, _ = maps.projected(AMBRONAY, Place(latitude=46.0066, longitude=5.5))
    assert x > 10


def test_the_circles_end_with_the_edge_of_the_territory():
    assert maps.circles(30) == (5, 10, 20, 30)
    assert maps.circles(12) == (5, 10, 12)
    assert maps.circles(3) == (3,)
    assert maps.circles(60) == (5, 10, 20, 30, 50, 60)


@given(st.floats(1, 60), windows)
@settings(max_examples=60, deadline=None)
def test_a_circle_is_drawn_only_where_it_is_in_sight(km, window):
    for line in maps.circle_lines(km, window.box):
        assert len(line) > 1
        for point in line:
            assert maps.within(window.box, point)
            assert isclose(hypot(*point), km, rel_tol=1e-9)


def test_a_circle_seen_whole_is_one_closed_line():
    (line,) = maps.circle_lines(10, WINDOW.box)

    assert hypot(line[0][0] - line[-1][0], line[0][1] - line[-1][1]) < 1e-6


# the window


@given(windows, kilometres, kilometres)
@settings(max_examples=60, deadline=None)
def test_pixels_and_kilometres_are_each_other_s_reverse(window, x, y):
    back = window.to_km(window.to_pixels((x, y)))

    assert isclose(back[0], x, abs_tol=1e-6)
    assert isclose(back[1], y, abs_tol=1e-6)


@given(windows, st.floats(1.01, 4), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_coming_nearer_keeps_what_is_under_the_mouse(window, factor, right, down):
    at = (right * window.width, down * window.height)
    farthest = maps.fitted(window.width, window.height, 200)

    nearer = maps.zoomed(window, factor, farthest, at)

    assert window.scale <= nearer.scale <= maps.CLOSEST
    before, after = window.to_km(at), nearer.to_km(at)
    assert isclose(before[0], after[0], abs_tol=1e-6)
    assert isclose(before[1], after[1], abs_tol=1e-6)


@given(windows, st.integers(-1, 1), st.integers(-1, 1))
@settings(max_examples=40, deadline=None)
def test_the_middle_never_leaves_the_territory(window, right, up):
    for _ in range(12):
        window = maps.stepped(window, right, up, 30)

    assert hypot(window.x, window.y) <= hypot(30, 30) + ROUNDING
    if right or up:
        assert hypot(window.x, window.y) <= 30 + ROUNDING


def test_going_farther_ends_with_the_whole_territory():
    farthest = maps.fitted(640, 480, 30)
    near = maps.zoomed(maps.moved(farthest, 100, 50, 30), 8, farthest)

    assert near.scale > farthest.scale
    assert maps.zoomed(near, 0.01, farthest) == farthest
    assert maps.zoomed(near, 1000, farthest).scale == maps.CLOSEST


def test_a_point_out_of_sight_comes_to_the_middle_and_one_in_sight_moves_nothing():
    assert maps.showing(WINDOW, (5.0, 5.0)) is WINDOW
    moved = maps.showing(WINDOW, (39.0, 0.0))
    assert (moved.x, moved.y) == (39.0, 0.0)


# clusters


@given(some_points)
@settings(max_examples=80, deadline=None)
def test_every_point_is_in_exactly_one_cluster_of_each_level(points):
    for level in levels(points):
        assert members(level) == list(range(len(points)))


@given(some_points)
@settings(max_examples=80, deadline=None)
def test_coming_nearer_only_splits(points):
    made = levels(points)
    for finer, coarser in pairwise(made):
        whole = {number: cluster.members for cluster in coarser.clusters for number in cluster.members}
        assert all(set(cluster.members) <= set(whole[cluster.members[0]]) for cluster in finer.clusters)


@given(some_points)
@settings(max_examples=80, deadline=None)
def test_no_two_clusters_are_nearer_than_their_level_says(points):
    for level in levels(points):
        for number, one in enumerate(level.clusters):
            for other in level.clusters[:number]:
                assert hypot(one.x - other.x, one.y - other.y) >= level.gap_km * (1 - ROUNDING)


@given(some_points)
@settings(max_examples=40, deadline=None)
def test_a_cluster_stands_in_the_middle_of_its_points(points):
    for level in levels(points):
        for cluster in level.clusters:
            there = [points[number] for number in cluster.members]
            assert isclose(cluster.x, sum(x for x, _ in there) / len(there), abs_tol=1e-6)
            assert isclose(cluster.y, sum(y for _, y in there) / len(there), abs_tol=1e-6)


@given(some_points)
@settings(max_examples=40, deadline=None)
def test_the_same_points_always_give_the_same_clusters(points):
    assert levels(points) == levels(list(points))


@given(some_points, st.tuples(kilometres, kilometres), st.floats(0, 30))
@settings(max_examples=40, deadline=None)
def test_what_is_in_a_box_is_found_from_west_to_east(points, corner, side):
    box = (corner[0], corner[1], corner[0] + side, corner[1] + side)
    for level in levels(points):
        found = inside(level, box)
        assert {one.members for one in found} == {
            one.members for one in level.clusters if maps.within(box, (one.x, one.y))
        }
        assert [one.x for one in found] == sorted(one.x for one in found)


def test_far_enough_everything_is_one_and_near_enough_nothing_is():
    points = [(0.0, 0.0), (0.2, 0.0), (9.0, 9.0)]
    made = levels(points)

    assert [cluster.members for cluster in made[0].clusters] == [(0,), (1,), (2,)]
    assert [cluster.members for cluster in made[-1].clusters] == [(0, 1, 2)]


def test_two_sheets_of_one_building_never_part():
    made = levels([(1.0, 1.0), (1.0, 1.0), (5.0, 5.0)])
    pair = made[0].clusters[0]

    assert pair.members == (0, 1)
    assert opening(made, pair) is None


@given(some_points)
@settings(max_examples=40, deadline=None)
def test_a_cluster_opens_at_the_first_level_where_it_parts(points):
    made = levels(points)
    for level in made:
        for cluster in level.clusters:
            opened = opening(made, cluster)
            parts = [] if opened is None else [one for one in opened.clusters if one.members[0] in cluster.members]
            if opened is None:
                assert any(set(cluster.members) <= set(one.members) for one in made[0].clusters)
            else:
                assert len(parts) > 1
                assert opened.gap_km < level.gap_km


def test_the_finest_level_that_keeps_signs_apart_is_drawn():
    made = levels([(0.0, 0.0), (1.0, 0.0), (10.0, 0.0)])

    assert level_for(made, 0.5).gap_km >= 0.5
    assert len(level_for(made, 0.5).clusters) == 3
    assert len(level_for(made, 1.2).clusters) == 2
    assert len(level_for(made, 1000).clusters) == 1
    assert level_for((), 1.0).clusters == ()


def test_points_at_one_place_are_one_before_anything_is_near():
    clusters = same_place([(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)])

    assert [cluster.members for cluster in clusters] == [(0, 2), (1,)]
    assert [cluster.members for cluster in apart(clusters, 0.1)] == [(0, 2), (1,)]


# names


@given(st.lists(st.tuples(st.floats(-50, 700), st.floats(-50, 500), st.floats(10, 200)), max_size=40), some_points)
@settings(max_examples=60, deadline=None)
def test_no_name_covers_a_sign_or_another_name(spots, signs):
    taken = [(x * 10 - 15, y * 10 - 15, x * 10 + 15, y * 10 + 15) for x, y in signs]
    labels = [label(str(number), x, y, width) for number, (x, y, width) in enumerate(spots)]

    placed = place(labels, taken, (0, 0, 640, 480))

    boxes = [one.box for one in placed]
    assert not any(overlap(one, other) for number, one in enumerate(boxes) for other in [*boxes[:number], *taken])
    assert all(left >= 0 and top >= 0 and right <= 640 and bottom <= 480 for left, top, right, bottom in boxes)
    assert placed == place(labels, taken, (0, 0, 640, 480))


def test_the_first_name_wins_and_the_other_moves_or_goes():
    room = (0, 0, 300, 60)
    first, second = place([label("a", 50, 20), label("b", 52, 20)], [], room)
    assert first.left == 55
    assert not overlap(first.box, second.box)

    assert [one.label.key for one in place([label("a", 50, 20, 240), label("b", 52, 20, 240)], [], room)] == ["a"]


# signs


def test_communes_are_written_by_how_many_people_they_have():
    assert [maps.size_of(people) for people in (12_000, 2_000, 1_999)] == [Size.TOWN, Size.BOROUGH, Size.VILLAGE]


def test_a_sheet_is_in_the_group_wanted_or_the_first_it_is_in_and_else_in_the_last():
    groups = tuple(
        maps.RelayGroup(slug=slug, letter=slug[0], shape=shape, label=slug, english=slug, relay_types=types)
        for slug, shape, types in (
            ("mairie", Shape.HOUSE, ("mairie", "ccas")),
            ("emploi", Shape.DIAMOND, ("france-travail",)),
            ("autres", Shape.PILL, ("la-poste",)),
        )
    )

    assert maps.group_of(groups, ("inconnu", "france-travail", "mairie")).slug == "mairie"
    assert maps.group_of(groups, ("france-travail", "mairie"), ("caf", "france-travail", "mairie")).slug == "emploi"
    assert maps.group_of(groups, ("inconnu",), ("mairie",)).slug == "autres"
    assert maps.group_of(groups, ()).slug == "autres"
