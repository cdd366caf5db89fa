"""Coverage: for which families of needs a commune has no relay within reach. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, cos, radians

from desk.domain.territory import Commune, Place, distance_km

REACH_KM = 10
"""How far a relay still serves a commune, as the crow flies: a quarter of an hour by car."""

EVERYWHERE = "france"

_CELL = 0.1
"""The side of the squares in which relays are looked for, in degrees."""

_KM_A_DEGREE = 111.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where one sheet serves: the points where it receives, the codes of what it covers, its kinds of relay."""

    sheet: str
    relay_types: tuple[str, ...]
    points: tuple[Place, ...] = ()
    area: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A commune and the families that no relay serves there. ``nearest`` is the nearest sheet for the first of them."""

    commune: Commune
    families: tuple[str, ...]
    nearest: str = ""
    km: float | None = None


def gaps(
    communes: Iterable[Commune], served: Iterable[Served], families: Mapping[str, frozenset[str]]
) -> tuple[Gap, ...]:
    """Return the communes that lack a relay for one of ``families``, whose kinds of relay are given; those that lack most first."""
    found, every = [], list(served)
    nets = {slug: _Net(one for one in every if kinds & set(one.relay_types)) for slug, kinds in families.items()}
    for commune in communes:
        if commune.place is None:
            continue
        missing = [slug for slug, net in nets.items() if not net.serves(commune, commune.place)]
        if missing:
            km, sheet = nets[missing[0]].nearest(commune.place)
            found.append(Gap(commune=commune, families=tuple(missing), nearest=sheet, km=km))
    return tuple(sorted(found, key=lambda gap: (-len(gap.families), -gap.commune.population, gap.commune.name)))


class _Net:
    """The relays of one family, by squares of the map and by what they cover."""

    def __init__(self, served: Iterable[Served]) -> None:
        self._squares: dict[tuple[int, int], list[tuple[Place, str]]] = defaultdict(list)
        self._covered: set[str] = set()
        self._most = 0
        for one in served:
            self._covered.update(one.area)
            for point in one.points:
                self._squares[_square(point)].append((point, one.sheet))
        for square in self._squares:
            self._most = max(self._most, abs(square[0]), abs(square[1]))

    def serves(self, commune: Commune, here: Place) -> bool:
        """Return whether a relay covers the commune, or receives within reach of it."""
        if {EVERYWHERE, commune.insee, commune.departement} & self._covered:
            return True
        rings = ceil(REACH_KM / _KM_A_DEGREE / _CELL / max(0.2, cos(radians(here.latitude))))
        return any(
            distance_km(here, point) <= REACH_KM for ring in range(rings + 1) for point, _ in self._ring(here, ring)
        )

    def nearest(self, here: Place) -> tuple[float | None, str]:
        """Return how far the nearest relay is, and its sheet; nothing when there is none at all."""
        best: tuple[float, str] | None = None
        for ring in range(2 * self._most + 2 if self._squares else 0):
            for point, sheet in self._ring(here, ring):
                one = (distance_km(here, point), sheet)
                best = one if best is None else min(best, one)
            inside = ring * _CELL * _KM_A_DEGREE * cos(radians(min(89.0, abs(here.latitude))))
            if best is not None and best[0] <= inside:
                break
        return best or (None, "")

    def _ring(self, here: Place, ring: int) -> Iterator[tuple[Place, str]]:
        """Yield the relays of the squares that are ``ring`` squares away from that of ``here``."""
        row, column = _square(here)
        for down in range(-ring, ring + 1):
            sides = range(-ring, ring + 1) if abs(down) == ring else (-ring, ring)
            for across in dict.fromkeys(sides):
                yield from self._squares.get((row + down, column + across), ())


def _square(point: Place) -> tuple[int, int]:
    return int(point.latitude // _CELL), int(point.longitude // _CELL)
