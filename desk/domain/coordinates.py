"""Points of the map as files write them: two cells or one, degrees or Lambert metres, in order or swapped."""

import re
from dataclasses import dataclass

from desk.base.text import clean
from desk.domain.cleaned import says_nothing
from desk.domain.lambert import conic_zone, lambert_93, to_degrees
from desk.domain.territory import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A point, or none. ``problem`` is a code when something was written that gives no point of France."""

    place: Place | None = None
    problem: str = ""


_FRANCE = (
    (41.2, 51.2, -5.3, 9.7),  # metropolitan France and Corsica
    (15.7, 18.2, -63.3, -60.9),  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    (14.3, 15.0, -61.3, -60.7),  # Martinique
    (2.0, 6.0, -54.7, -51.4),  # Guyane
    (-21.5, -20.7, 55.1, 55.9),  # La Réunion
    (-13.1, -12.5, 44.9, 45.4),  # Mayotte
    (46.6, 47.2, -56.5, -56.0),  # Saint-Pierre-et-Miquelon
    (-23.0, -19.0, 163.0, 169.0),  # Nouvelle-Calédonie
    (-28.0, -7.5, -155.0, -134.0),  # Polynésie
    (-14.5, -13.0, -178.4, -176.0),  # Wallis-et-Futuna
)
"""South, north, west, east in degrees of where French places are, a little large."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_POINT = r"[-+−]?\d+\.\d+"
_COMMA = r"[-+−]?\d+,\d+"
_PAIR = re.compile(
    rf"[^\d.,+−-]*(?:(?P<first>{_POINT})\s*[,;|/\s]\s*(?P<second>{_POINT})"
    rf"|(?P<third>{_COMMA})\s*(?:[;|/\s]|,\s)\s*(?P<fourth>{_COMMA}))[^\d]*"
)
_SEXAGESIMAL = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<degrees>\d{1,3})\s*°\s*(?P<minutes>\d{1,2})\s*['’′]\s*"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:''|’’|[\"”″]))?\s*(?P<after>[NSEWO])?",
    re.IGNORECASE,
)
_LAMBERT_93 = (50_000.0, 1_300_000.0, 6_000_000.0, 7_200_000.0)
_ZONES = (1_150_000.0, 2_300_000.0, 950_000.0, 9_450_000.0)
_ZONE_HEIGHT = 250_000.0
"""West, east, south, north in metres of Lambert-93 and of the zones CC42 to CC50; half the height of a zone."""


def clean_point(latitude_text: str, longitude_text: str = "") -> Located:
    """Return the point that two cells tell, or one cell that holds both.

    Decimal commas, degrees with minutes, swapped cells, Lambert-93 and the zones CC42 to CC50 are understood. (0, 0) is
    what programs write for "unknown": no point and no problem. Problems: ``point-unreadable``, ``point-half``,
    ``point-outside``.
    """
    if place := _plain(latitude_text, longitude_text):
        return Located(place=place)
    texts = [clean(one, 200) for one in (latitude_text, longitude_text)]
    told = [one for one in texts if not says_nothing(one)]
    if not told:
        return Located()
    numbers = _numbers(told)
    if numbers is None:
        single = len(told) == 1 and _number(told[0]) is not None
        return Located(problem="point-half" if single else "point-unreadable")
    if numbers == (0.0, 0.0):
        return Located()
    place = (
        _in_france(*numbers) or _in_france(*reversed(numbers)) or _projected(*reversed(numbers)) or _projected(*numbers)
    )
    return Located(place=place) if place else Located(problem="point-outside")


def _plain(latitude_text: str, longitude_text: str) -> Place | None:
    """Return the point of two plain numbers in order, the usual case, the short way."""
    try:
        return _in_france(float(latitude_text), float(longitude_text))
    except ValueError:
        return None


def in_france(place: Place) -> bool:
    """Return whether a point is where French places are."""
    return _in_france(place.latitude, place.longitude) is not None


def _numbers(told: list[str]) -> tuple[float, float] | None:
    if len(told) == 1:
        found = _PAIR.fullmatch(told[0])
        pair = [one for one in found.groups() if one] if found else []
        parts = pair or [one.group() for one in _SEXAGESIMAL.finditer(told[0])]
    else:
        parts = told
    numbers = [number for number in map(_number, parts) if number is not None]
    return (numbers[0], numbers[1]) if len(numbers) == len(parts) == 2 else None


def _number(text: str) -> float | None:
    text = text.replace("−", "-").strip()
    plain = text.replace(" ", "").strip("°")
    if _NUMBER.fullmatch(plain):
        return float(plain.replace(",", "."))
    found = _SEXAGESIMAL.fullmatch(text)
    if found is None:
        return None
    value = int(found["degrees"]) + int(found["minutes"]) / 60
    value += float((found["seconds"] or "0").replace(",", ".")) / 3600
    return -value if (found["before"] or found["after"] or "").upper() in {"S", "W", "O"} else value


def _in_france(latitude: float, longitude: float) -> Place | None:
    for south, north, west, east in _FRANCE:
        if south <= latitude <= north and west <= longitude <= east:
            return Place(latitude=latitude, longitude=longitude)
    return None


def _projected(east: float, north: float) -> Place | None:
    west, far_east, south, far_north = _LAMBERT_93
    if west <= east <= far_east and south <= north <= far_north:
        return _kept(to_degrees(east, north, lambert_93()))
    west, far_east, south, far_north = _ZONES
    if not (west <= east <= far_east and south <= north <= far_north):
        return None
    zone = round((north - 200_000) / 1_000_000) + 41
    near = abs(north - ((zone - 41) * 1_000_000 + 200_000)) <= _ZONE_HEIGHT
    return _kept(to_degrees(east, north, conic_zone(zone))) if near else None


def _kept(place: Place) -> Place | None:
    """Return a computed point to the centimetre, if it is in France."""
    return _in_france(round(place.latitude, 7), round(place.longitude, 7))
