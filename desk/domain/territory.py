"""Communes and distances."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
"""Mean radius of the Earth in kilometres (IUGG)."""

ROAD_FACTOR = 1.3
"""Road kilometres for one kilometre as the crow flies: a usual order of magnitude in the countryside, shown as "environ"."""

CAR_KM_H = 45.0
WALK_OR_BUS_KM_H = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point in degrees, WGS84."""

    latitude: float
    longitude: float


def point_at(latitude: float | None, longitude: float | None) -> Place | None:
    """Return the point on the map; (0, 0) is what some exports write for "unknown" and counts as none."""
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return Place(latitude=latitude, longitude=longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune of the official list (COG 2026). ``place`` is None for 17 current communes and for former ones."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    departement_name: str
    population: int
    place: Place | None
    attached_to: str = ""


def distance_km(here: Place, there: Place) -> float:
    """Return kilometres as the crow flies (haversine)."""
    lat1, lat2 = radians(here.latitude), radians(there.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(there.longitude - here.longitude) / 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2)))


def box_around(here: Place, km: float) -> tuple[float, float, float, float]:
    """Return (south, north, west, east) in degrees of a box that holds every point within ``km``."""
    lat = km / 111.0
    lon = km / (111.0 * max(0.05, cos(radians(here.latitude))))
    return here.latitude - lat, here.latitude + lat, here.longitude - lon, here.longitude + lon


def travel_minutes(km: float, *, by_car: bool) -> int:
    """Return a rough time on the road for ``km`` as the crow flies, in minutes."""
    return round(km * ROAD_FACTOR / (CAR_KM_H if by_car else WALK_OR_BUS_KM_H) * 60)
