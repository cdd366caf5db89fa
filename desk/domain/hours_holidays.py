"""Holidays of a place: public ones by territory, school ones by zone, and the hour it is there."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

SCHOOL_DATES_END = date(2028, 8, 31)
"""Last day of the school calendar that comes with the program (source: vacances-scolaires-france 0.12.0)."""


class HolidayZone(StrEnum):
    """Territories with their own public holidays; values are the names of jours-feries-france."""

    METROPOLE = "Métropole"
    ALSACE_MOSELLE = "Alsace-Moselle"
    GUADELOUPE = "Guadeloupe"
    GUYANE = "Guyane"
    MARTINIQUE = "Martinique"
    MAYOTTE = "Mayotte"
    REUNION = "La Réunion"
    NOUVELLE_CALEDONIE = "Nouvelle-Calédonie"
    POLYNESIE = "Polynésie Française"
    SAINT_BARTHELEMY = "Saint-Barthélémy"
    SAINT_MARTIN = "Saint-Martin"
    WALLIS_FUTUNA = "Wallis-et-Futuna"
    SAINT_PIERRE_MIQUELON = "Saint-Pierre-et-Miquelon"


class SchoolZone(StrEnum):
    """Zones of school holidays; overseas and Corsica's own dates are not known here."""

    A = "A"
    B = "B"
    C = "C"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What days off mean at a place. ``timezone`` is an IANA name."""

    holiday_zone: HolidayZone = HolidayZone.METROPOLE
    school_zone: SchoolZone = SchoolZone.NONE
    timezone: str = "Europe/Paris"


_OVERSEAS = {
    "971": (HolidayZone.GUADELOUPE, "America/Guadeloupe"),
    "972": (HolidayZone.MARTINIQUE, "America/Martinique"),
    "973": (HolidayZone.GUYANE, "America/Cayenne"),
    "974": (HolidayZone.REUNION, "Indian/Reunion"),
    "975": (HolidayZone.SAINT_PIERRE_MIQUELON, "America/Miquelon"),
    "976": (HolidayZone.MAYOTTE, "Indian/Mayotte"),
    "977": (HolidayZone.SAINT_BARTHELEMY, "America/St_Barthelemy"),
    "978": (HolidayZone.SAINT_MARTIN, "America/Marigot"),
    "986": (HolidayZone.WALLIS_FUTUNA, "Pacific/Wallis"),
    "987": (HolidayZone.POLYNESIE, "Pacific/Tahiti"),
    "988": (HolidayZone.NOUVELLE_CALEDONIE, "Pacific/Noumea"),
}
_ALSACE_MOSELLE = {"57", "67", "68"}
_ZONES = {
    # académies of each zone since the school year 2015-2016, by département
    SchoolZone.A: "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    SchoolZone.B: (
        "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 67 68 72 76"
        " 80 83 84 85 88"
    ),
    SchoolZone.C: "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}


def holiday_zone(departement: str) -> HolidayZone:
    """Return the public holidays' territory of a département (``01``, ``2A``, ``974``)."""
    if departement in _OVERSEAS:
        return _OVERSEAS[departement][0]
    return HolidayZone.ALSACE_MOSELLE if departement in _ALSACE_MOSELLE else HolidayZone.METROPOLE


def school_zone(departement: str) -> SchoolZone:
    """Return the school zone of a département, `SchoolZone.NONE` overseas and in Corsica."""
    return next((zone for zone, members in _ZONES.items() if departement in members.split()), SchoolZone.NONE)


def timezone_of(departement: str) -> str:
    """Return the IANA time zone of a département."""
    return _OVERSEAS[departement][1] if departement in _OVERSEAS else "Europe/Paris"


@cache
def calendar_of(departement: str) -> Calendar:
    """Return the calendar of a département; the metropolitan one where it is unknown."""
    return Calendar(
        holiday_zone=holiday_zone(departement),
        school_zone=school_zone(departement),
        timezone=timezone_of(departement),
    )


@cache
def public_holidays(zone: HolidayZone, year: int) -> frozenset[date]:
    """Return the public holidays of a territory in a year."""
    from jours_feries_france import JoursFeries  # noqa: PLC0415 - the program starts without it

    return frozenset(JoursFeries.for_year(year, zone=zone.value).values())


@cache
def school_ranges(zone: SchoolZone, year: int) -> tuple[tuple[date, date], ...]:
    """Return (first day, last day) of each school holiday that touches ``year``; nothing where unknown."""
    if zone is SchoolZone.NONE:
        return ()
    days = sorted(
        day
        for day, row in _school_data().items()
        if abs(day.year - year) <= 1 and row[f"vacances_zone_{zone.value.lower()}"]
    )
    ranges: list[tuple[date, date]] = []
    for day in days:
        if ranges and day - ranges[-1][1] == timedelta(days=1):
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return tuple(one for one in ranges if one[0].year <= year <= one[1].year)


@cache
def _school_data() -> dict[date, dict[str, bool]]:
    from vacances_scolaires_france import SchoolHolidayDates  # noqa: PLC0415 - the program starts without it

    return dict(SchoolHolidayDates().data)
