"""From metres to degrees: the conformal conic projections of metropolitan France.

Source: IGN, « NT/G 71, Projection cartographique conique conforme de Lambert, algorithmes » (January 1995), algorithms
ALG0001, ALG0002, ALG0004 and ALG0019; constants of Lambert-93 and of the nine zones CC42 to CC50 by the décret
2000-1276 as amended in 2006 (parallels three quarters of a degree apart from the zone's own). RGF93 is taken for WGS84:
they differ by less than a metre.
"""

from dataclasses import dataclass
from functools import cache
from math import atan, atan2, cos, degrees, exp, hypot, log, pi, radians, sin, sqrt, tan

from desk.domain.territory import Place

_EXCENTRICITY = 0.08181919112
"""First excentricity of the GRS80 ellipsoid."""

_HALF_AXIS = 6378137.0
_MERIDIAN = 3.0
_CLOSE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cone:
    """A projection as NT/G 71 wants it: exponent ``n``, constant ``c``, pole at (``xs``, ``ys``), origin meridian in radians."""

    n: float
    c: float
    xs: float
    ys: float
    meridian: float = radians(_MERIDIAN)
    excentricity: float = _EXCENTRICITY


@cache
def lambert_93() -> Cone:
    """Return Lambert-93: origin 46° 30′ N, parallels 44° and 49°, false origin 700 km, 6 600 km."""
    return _secant(46.5, 44.0, 49.0, 700_000.0, 6_600_000.0)


@cache
def conic_zone(parallel: int) -> Cone:
    """Return the zone CC42 to CC50 of a ``parallel``: false origin 1 700 km east, 200 km above the million of its zone."""
    return _secant(parallel, parallel - 0.75, parallel + 0.75, 1_700_000.0, (parallel - 41) * 1_000_000.0 + 200_000.0)


def to_degrees(east: float, north: float, cone: Cone) -> Place:
    """Return the point at (``east``, ``north``) metres (ALG0004)."""
    east, north = east - cone.xs, north - cone.ys
    longitude = cone.meridian + atan2(east, -north) / cone.n
    isometric = -log(hypot(east, north) / cone.c) / cone.n
    return Place(
        latitude=degrees(_latitude(isometric, cone.excentricity)),
        longitude=degrees(longitude),
    )


def _secant(origin: float, south: float, north: float, false_east: float, false_north: float) -> Cone:
    """Return the cone that cuts the ellipsoid along two parallels, given in degrees (ALG0019)."""
    at_origin, first, second = radians(origin), radians(south), radians(north)
    n = log(_normal(second) * cos(second) / (_normal(first) * cos(first))) / (_isometric(first) - _isometric(second))
    c = _normal(first) * cos(first) / n * exp(n * _isometric(first))
    return Cone(n=n, c=c, xs=false_east, ys=false_north + c * exp(-n * _isometric(at_origin)))


def _normal(latitude: float) -> float:
    return _HALF_AXIS / sqrt(1 - (_EXCENTRICITY * sin(latitude)) ** 2)


def _isometric(latitude: float) -> float:
    """Return the isometric latitude (ALG0001)."""
    shift = _EXCENTRICITY * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - shift) / (1 + shift)) ** (_EXCENTRICITY / 2))


def _latitude(isometric: float, excentricity: float) -> float:
    """Return the latitude of an isometric one, by successive approach (ALG0002)."""
    latitude, before = 2 * atan(exp(isometric)) - pi / 2, 10.0
    while abs(latitude - before) > _CLOSE:
        before = latitude
        shift = excentricity * sin(before)
        latitude = 2 * atan(((1 + shift) / (1 - shift)) ** (excentricity / 2) * exp(isometric)) - pi / 2
    return latitude
