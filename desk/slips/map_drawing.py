"""The picture of the printed map: circles, communes, numbered signs, in points from its own top left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin

from desk.base.words import Words
from desk.domain.map import Box, Point, Size, Window, circle_lines, on_circle, size_of, within
from desk.domain.map_clusters import Cluster, apart, same_place, together
from desk.domain.map_labels import Label, Placed, overlap, place
from desk.slips.map import PrintedMap
from desk.slips.marks import FrameMark, Inside, Mark, PathMark, Ruler, TextMark, Weight
from desk.slips.pen import ASCENT
from desk.slips.typeset import printable

NUMBER = 9.0
"""The size of a number on the map."""

MOST_NAMED = 90
"""How many communes may be named, the most peopled first."""

_SIGN, _RING, _STAR, _BESIDE, _LEAD = 15.0, 1.8, 6.0, 2.0, 1.2
_MIDDLE = 0.36
_DOTS = {Size.TOWN: 1.6, Size.BOROUGH: 1.2, Size.VILLAGE: 0.7}
_STYLES: dict[str, tuple[float, Weight]] = {
    "library": (9.5, Weight.BOLD),
    "circle": (8, Weight.REGULAR),
    Size.TOWN: (10, Weight.BOLD),
    Size.BOROUGH: (9, Weight.REGULAR),
    Size.VILLAGE: (8, Weight.REGULAR),
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """Points that share one sign, the first of their numbers, and the place of the sign."""

    cluster: Cluster
    first: int
    box: Box

    @property
    def text(self) -> str:
        """The number, or the first and the last of several."""
        return _numbers(self.first, len(self.cluster.members))


def window_on_paper(box: Box, width: float, height: float) -> Window:
    """Return the window of these sides, in points, that holds ``box`` whole."""
    west, south, east, north = box
    return Window(
        x=(west + east) / 2,
        y=(south + north) / 2,
        scale=min(width / (east - west), height / (north - south)),
        width=width,
        height=height,
    )


def numbered_signs(window: Window, points: Sequence[Point], ruler: Ruler) -> tuple[Numbered, ...]:
    """Return the signs of ``points``, numbered from 1 so that those that share a sign follow one another.

    Points whose signs would cover one another share one.
    """
    clusters = apart(same_place(points), _SIGN / window.scale)
    while True:
        signs: list[Numbered] = []
        first = 1
        for cluster in clusters:
            wide = ruler.width(_numbers(first, len(cluster.members)), NUMBER, Weight.BOLD)
            signs.append(Numbered(cluster, first, _box(window, cluster, max(_SIGN, wide + 7))))
            first += len(cluster.members)
        pair = next(((one, other) for one, other in combinations(signs, 2) if overlap(one.box, other.box)), None)
        if pair is None:
            return tuple(signs)
        joined = {pair[0].first, pair[1].first}
        left = [sign.cluster for sign in signs if sign.first not in joined]
        both = together(pair[0].cluster, pair[1].cluster)
        clusters = tuple(sorted([*left, both], key=lambda cluster: cluster.members[0]))


def drawn(
    printed: PrintedMap,
    window: Window,
    signs: Sequence[Numbered],
    others: Sequence[Point],
    ruler: Ruler,
    say: Words,
) -> list[Mark]:
    """Return the picture: the circles below, then communes, names, small rings for ``others``, ``signs`` on top."""
    rings = [window.to_pixels((one.x, one.y)) for one in apart(same_place(others), 2.5 * _RING / window.scale)]
    communes = [one for one in printed.communes if within(window.box, (one.x, one.y))][:MOST_NAMED]
    middle, home = window.to_pixels((0.0, 0.0)), within(window.box, (0.0, 0.0))
    labels = [_label("library", say("the library"), middle, _STAR + 1, ruler)] if home else []
    labels += [
        _label("circle", say("{km} km", km=km), at, 2, ruler)
        for km in printed.circles
        if (at := on_circle(km, window, _SIGN)) is not None
    ]
    sized = [(one.name, window.to_pixels((one.x, one.y)), size_of(one.population)) for one in communes]
    labels += [_label(size, name, at, _DOTS[size] + 1, ruler) for name, at, size in sized if printable(name)]
    taken = [sign.box for sign in signs]
    taken += [_around(ring, _RING) for ring in rings]
    taken += [_around(middle, _STAR), (window.width - 20, 0, window.width, 28)]
    placed = place(labels, taken, (2, 2, window.width - 2, window.height - 2))
    return [
        *_circles(printed, window),
        *(_disc(at, _DOTS[size], Inside.BLACK) for _, at, size in sized),
        *(mark for one in placed for mark in _name(one)),
        *(_disc(ring, _RING, Inside.CLEAR) for ring in rings),
        *([_star(middle)] if home else []),
        *(mark for sign in signs for mark in _sign(sign, ruler)),
        *_north(window),
        FrameMark(0, 0, window.width, window.height, 0, 0.9),
    ]


def _circles(printed: PrintedMap, window: Window) -> list[Mark]:
    """The circles in the frame; the last, the edge of the territory, is a whole line."""
    edge = printed.circles[-1]
    return [
        PathMark(tuple(window.to_pixels(point) for point in line), 0.8 if km == edge else 0.6, dotted=km != edge)
        for km in printed.circles
        for line in circle_lines(km, window.box)
    ]


def _label(style: str, text: str, at: Point, near: float, ruler: Ruler) -> Label:
    size, weight = _STYLES[style]
    shown = printable(text)
    return Label(
        key=style,
        text=shown,
        x=at[0],
        y=at[1],
        width=ruler.width(shown, size, weight) + 2 * _BESIDE,
        height=size * _LEAD,
        near=near,
        far=_SIGN / 2 + 3,
    )


def _name(placed: Placed) -> list[Mark]:
    """A name on bare paper, so that no line crosses it."""
    left, top, right, bottom = placed.box
    size, weight = _STYLES[placed.label.key]
    base = top + size * ((_LEAD - 1) / 2 + ASCENT)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [
        PathMark(corners, 0.0, closed=True, inside=Inside.CLEAR),
        TextMark(left + _BESIDE, base, placed.label.text, size, weight),
    ]


def _sign(sign: Numbered, ruler: Ruler) -> list[Mark]:
    """A number in a ring, which grows into a rounded box for several."""
    left, top, right, bottom = sign.box
    out = (bottom - top) / 2
    ends = [(right - out, turn) for turn in range(-6, 7)] + [(left + out, turn) for turn in range(6, 19)]
    outline = tuple((x + out * cos(turn * pi / 12), top + out + out * sin(turn * pi / 12)) for x, turn in ends)
    wide = ruler.width(sign.text, NUMBER, Weight.BOLD)
    return [
        PathMark(outline, 1.2, closed=True, inside=Inside.CLEAR),
        TextMark((left + right - wide) / 2, top + out + _MIDDLE * NUMBER, sign.text, NUMBER, Weight.BOLD),
    ]


def _numbers(first: int, many: int) -> str:
    return str(first) if many == 1 else f"{first}–{first + many - 1}"


def _box(window: Window, cluster: Cluster, wide: float) -> Box:
    """Return the place of a sign, pushed inside the frame where its point is near the edge."""
    x, y = window.to_pixels((cluster.x, cluster.y))
    left = max(2.0, min(window.width - 2 - wide, x - wide / 2))
    top = max(2.0, min(window.height - 2 - _SIGN, y - _SIGN / 2))
    return left, top, left + wide, top + _SIGN


def _around(middle: Point, out: float) -> Box:
    return middle[0] - out, middle[1] - out, middle[0] + out, middle[1] + out


def _disc(middle: Point, radius: float, inside: Inside) -> PathMark:
    turns = (part * pi / 6 for part in range(12))
    points = tuple((middle[0] + radius * cos(turn), middle[1] + radius * sin(turn)) for turn in turns)
    return PathMark(points, 0.7, closed=True, inside=inside)


def _star(middle: Point) -> PathMark:
    turns = [(_STAR if part % 2 == 0 else _STAR * 0.45, pi * part / 5) for part in range(10)]
    points = tuple((middle[0] + out * sin(turn), middle[1] - out * cos(turn)) for out, turn in turns)
    return PathMark(points, 0.5, closed=True, inside=Inside.BLACK)


def _north(window: Window) -> list[Mark]:
    x = window.width - 10
    arrow = ((x, 5.0), (x + 4, 14.0), (x - 4, 14.0))
    return [
        PathMark(arrow, 0.0, closed=True, inside=Inside.BLACK),
        TextMark(x - 3, 24.0, "N", NUMBER, Weight.BOLD),
    ]
