"""Points too near one another to be drawn apart, put together: level by level, on a grid, always in the same way."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from desk.domain.map import Box, Point

FINEST_KM = 0.06
"""What is nearer than that is drawn as one point at any zoom: the doors of one building."""

WIDEST_KM = 200.0
_RATIO = 2**0.5
_ROW = 1 << 24
_AROUND = tuple(column * _ROW + row for column in (-1, 0, 1) for row in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class Cluster:
    """One or more points, drawn as one at their middle. ``members`` are places in the list of points, in its order."""

    x: float
    y: float
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Every point once, in clusters that stand at least ``gap_km`` from one another, listed from west to east."""

    gap_km: float
    clusters: tuple[Cluster, ...]


def levels(points: Sequence[Point]) -> tuple[Level, ...]:
    """Return the clusters of ``points`` at each gap, the finest first.

    A cluster is made of whole clusters of the finer level, so that coming nearer only ever splits.
    """
    made: list[Level] = []
    clusters = same_place(points)
    gap = FINEST_KM
    while clusters and gap <= WIDEST_KM:
        clusters = apart(clusters, gap)
        made.append(Level(gap, tuple(sorted(clusters, key=_from_west))))
        if len(clusters) == 1:
            break
        gap *= _RATIO
    return tuple(made)


def level_for(made: Sequence[Level], gap_km: float) -> Level:
    """Return the finest of the levels ``made`` whose clusters stand ``gap_km`` apart; nothing to draw when there is none."""
    return next((level for level in made if level.gap_km >= gap_km), made[-1] if made else Level(gap_km, ()))


def inside(level: Level, box: Box) -> list[Cluster]:
    """Return the clusters of ``level`` that stand in ``box``, from west to east."""
    west, south, east, north = box
    first = bisect_left(level.clusters, west, key=_west)
    last = bisect_right(level.clusters, east, lo=first, key=_west)
    return [cluster for cluster in level.clusters[first:last] if south <= cluster.y <= north]


def opening(made: Sequence[Level], cluster: Cluster) -> Level | None:
    """Return the coarsest level at which the members of ``cluster`` no longer stand together; None if they always do."""
    for level in reversed(made):
        whole = next(one for one in level.clusters if cluster.members[0] in one.members)
        if len(whole.members) < len(cluster.members):
            return level
    return None


def same_place(points: Sequence[Point]) -> tuple[Cluster, ...]:
    """Return each point once, those at one place together."""
    there: dict[Point, list[int]] = {}
    for number, point in enumerate(points):
        there.setdefault(point, []).append(number)
    return tuple(Cluster(x, y, tuple(members)) for (x, y), members in there.items())


def apart(clusters: Sequence[Cluster], gap_km: float) -> tuple[Cluster, ...]:
    """Return ``clusters`` with those nearer than ``gap_km`` put together, until no two are.

    Each in turn joins the nearest in its own cell of the grid or the eight around; what they make waits for its turn.
    """
    grid: dict[int, list[Cluster]] = {}
    for cluster in clusters:
        grid.setdefault(_cell(cluster, gap_km), []).append(cluster)
    standing = {cluster.members[0]: cluster for cluster in clusters}
    waiting = deque(clusters)
    while waiting:
        cluster = waiting.popleft()
        if standing.get(cluster.members[0]) is not cluster:
            continue
        cell, x, y = _cell(cluster, gap_km), cluster.x, cluster.y
        nearest, least = None, gap_km * gap_km
        for step in _AROUND:
            for other in grid.get(cell + step, ()):
                square = (other.x - x) ** 2 + (other.y - y) ** 2
                if square < least and other is not cluster:
                    nearest, least = other, square
        if nearest is not None:
            for one in (cluster, nearest):
                grid[_cell(one, gap_km)].remove(one)
                del standing[one.members[0]]
            made = together(cluster, nearest)
            grid.setdefault(_cell(made, gap_km), []).append(made)
            standing[made.members[0]] = made
            waiting.append(made)
    return tuple(sorted(standing.values(), key=_first))


def together(one: Cluster, other: Cluster) -> Cluster:
    """Return the points of both, drawn at their middle."""
    here, there = len(one.members), len(other.members)
    return Cluster(
        (one.x * here + other.x * there) / (here + there),
        (one.y * here + other.y * there) / (here + there),
        tuple(sorted(one.members + other.members)),
    )


def _cell(cluster: Cluster, gap_km: float) -> int:
    return floor(cluster.x / gap_km) * _ROW + floor(cluster.y / gap_km)


def _west(cluster: Cluster) -> float:
    return cluster.x


def _from_west(cluster: Cluster) -> tuple[float, int]:
    return cluster.x, cluster.members[0]


def _first(cluster: Cluster) -> int:
    return cluster.members[0]
