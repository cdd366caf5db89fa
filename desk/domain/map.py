"""The map of the territory: kilometres around the library, distance circles, the window one looks through."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin

from desk.domain.territory import Place, distance_km

CIRCLES_KM = (5, 10, 20, 30, 50, 100, 150)
"""Distances that people know, drawn where the territory is wider than them; its own edge is drawn too."""

TOWN, BOROUGH = 10_000, 2_000
"""Inhabitants from which a commune is written larger."""

CLOSEST = 600.0
"""Pixels for a kilometre at the closest: two doors of a street stand apart."""

ZOOM_STEP = 1.5
"""How much nearer one step brings."""

FITTED = 0.89
"""The part of the window that the territory fills when it is seen whole: a sign on its edge still holds."""

_INSIDE = 0.4
_STEP = 0.2

_PARTS = 720
_ROUND = tuple((sin(2 * pi * part / _PARTS), cos(2 * pi * part / _PARTS)) for part in range(_PARTS + 1))

Point = tuple[float, float]
"""Kilometres east and north of the library."""

Box = tuple[float, float, float, float]
"""West, south, east, north in kilometres; or left, top, right, bottom where lengths are of the screen or the paper."""


class Shape(StrEnum):
    """The outline of a point: with its letter, it says the group without any colour."""

    SQUARE = "square"
    HOUSE = "house"
    HEXAGON = "hexagon"
    DIAMOND = "diamond"
    SHIELD = "shield"
    ROOF = "roof"
    OCTAGON = "octagon"
    BASIN = "basin"
    CROSS = "cross"
    DROP = "drop"
    PILL = "pill"


class Size(StrEnum):
    """How large a commune is written, by its inhabitants."""

    TOWN = "town"
    BOROUGH = "borough"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayGroup:
    """Relay types that share a letter and an outline on the map. The last group takes what no other has."""

    slug: str
    letter: str
    shape: Shape
    label: str
    english: str
    relay_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The part of the map in sight: its middle in kilometres, pixels for a kilometre, its sides in pixels."""

    x: float
    y: float
    scale: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """What is in sight, in kilometres."""
        across, up = self.width / self.scale / 2, self.height / self.scale / 2
        return self.x - across, self.y - up, self.x + across, self.y + up

    def to_pixels(self, point: Point) -> Point:
        """Return where ``point`` is drawn, from the top left."""
        return (point[0] - self.x) * self.scale + self.width / 2, (self.y - point[1]) * self.scale + self.height / 2

    def to_km(self, pixels: Point) -> Point:
        """Return the point that is drawn at ``pixels``."""
        return self.x + (pixels[0] - self.width / 2) / self.scale, self.y - (pixels[1] - self.height / 2) / self.scale


def projected(here: Place, there: Place) -> Point:
    """Return kilometres east and north of ``here`` (azimuthal equidistant projection).

    Distances and directions from ``here`` are true, so a circle on the map holds what is within its kilometres.
    """
    km = distance_km(here, there)
    lat1, lat2 = radians(here.latitude), radians(there.latitude)
    east = radians(there.longitude - here.longitude)
    bearing = atan2(sin(east) * cos(lat2), cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(east))
    return km * sin(bearing), km * cos(bearing)


def circles(radius_km: int) -> tuple[int, ...]:
    """Return the kilometres of the circles to draw, the edge of the territory last."""
    return (*(km for km in CIRCLES_KM if km < radius_km), radius_km)


def circle_lines(km: float, box: Box, parts: int = _PARTS) -> tuple[tuple[Point, ...], ...]:
    """Return what is inside ``box`` of the circle of ``km`` around the library, as lines of points to join.

    The whole circle has ``parts`` points, a divisor of 720: fewer where it is drawn small.
    """
    west, south, east, north = box
    nearest = hypot(max(west, min(0.0, east)), max(south, min(0.0, north)))
    farthest = hypot(max(-west, east), max(-south, north))
    if not nearest <= km <= farthest:
        return ()
    lines: list[list[Point]] = [[]]
    for across, up in _ROUND[:: _PARTS // parts]:
        point = (across * km, up * km)
        if within(box, point):
            lines[-1].append(point)
        elif lines[-1]:
            lines.append([])
    if len(lines) > 1 and lines[0] and lines[-1] and within(box, (0.0, km)):  # the first and the last are one
        lines[0] = lines.pop()[:-1] + lines[0]
    return tuple(tuple(line) for line in lines if len(line) > 1)


def on_circle(km: float, window: Window, margin: float) -> Point | None:
    """Return the pixels where to write the kilometres of a circle: its north if in sight, else the next side that is."""
    for turn in (0, 1, -1, 2, -2, 4, -4, 6, -6, 8):
        x, y = window.to_pixels((km * sin(turn * pi / 8), km * cos(turn * pi / 8)))
        if margin <= x <= window.width - margin and margin <= y <= window.height - margin:
            return x, y
    return None


def size_of(population: int) -> Size:
    """Return how large a commune of so many inhabitants is written."""
    if population >= TOWN:
        return Size.TOWN
    return Size.BOROUGH if population >= BOROUGH else Size.VILLAGE


def group_of(groups: tuple[RelayGroup, ...], relay_types: tuple[str, ...], wanted: tuple[str, ...] = ()) -> RelayGroup:
    """Return the group of a sheet: that of the first type ``wanted`` that it has, else the first of ``groups`` it is in.

    The last group takes the others.
    """
    best = next((slug for slug in wanted if slug in relay_types), None)
    for slugs in ((best,), relay_types):
        for group in groups:
            if any(slug in group.relay_types for slug in slugs):
                return group
    return groups[-1]


# the window


def fitted(width: float, height: float, radius_km: float) -> Window:
    """Return the window that shows the circle of ``radius_km`` whole, the library in the middle."""
    scale = min(width, height) * FITTED / 2 / radius_km
    return Window(x=0.0, y=0.0, scale=min(scale, CLOSEST), width=width, height=height)


def zoomed(window: Window, factor: float, farthest: Window, at: Point | None = None) -> Window:
    """Return ``window`` nearer (or farther, below 1) by ``factor``; what is at the pixels ``at`` stays there.

    It never shows more than ``farthest``, which is the territory whole.
    """
    scale = max(farthest.scale, min(CLOSEST, window.scale * factor))
    if scale == farthest.scale:
        return farthest
    fixed = window.to_km(at) if at else (window.x, window.y)
    kept = window.scale / scale
    return replace(
        window, x=fixed[0] + (window.x - fixed[0]) * kept, y=fixed[1] + (window.y - fixed[1]) * kept, scale=scale
    )


def moved(window: Window, right: float, up: float, radius_km: float) -> Window:
    """Return ``window`` moved by so many pixels; its middle never leaves the territory."""
    x, y = window.x + right / window.scale, window.y + up / window.scale
    away = hypot(x, y)
    kept = min(1.0, radius_km / away) if away else 1.0
    return replace(window, x=x * kept, y=y * kept)


def stepped(window: Window, right: int, up: int, radius_km: float) -> Window:
    """Return ``window`` moved by a fifth of its sides, ``right`` and ``up`` being -1, 0 or 1."""
    return moved(window, right * window.width * _STEP, up * window.height * _STEP, radius_km)


def showing(window: Window, point: Point) -> Window:
    """Return ``window`` as it is when ``point`` is well inside it, else the same with ``point`` in the middle."""
    across, up = window.width / window.scale, window.height / window.scale
    inside = abs(point[0] - window.x) <= across * _INSIDE and abs(point[1] - window.y) <= up * _INSIDE
    return window if inside else replace(window, x=point[0], y=point[1])


def within(box: Box, point: Point) -> bool:
    """Return whether ``point`` lies in ``box``, edges included."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
