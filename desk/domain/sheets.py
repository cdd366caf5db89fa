"""Referral sheets: a structure with what it does, where, when, at what cost, and how fresh that is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from desk.domain.fields import Problem, at_most, between, no_secret, required
from desk.domain.territory import Place

SheetId = NewType("SheetId", str)

FRESH_DAYS = 90
OLD_DAYS = 240
"""Up to three months a check is fresh; after eight the sheet sinks and the slip says to telephone first."""


class Fee(StrEnum):
    """What it costs the person."""

    FREE = "free"
    CONDITIONAL = "conditional"
    PAID = "paid"
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """How the person gets in."""

    WALK_IN = "walk-in"
    APPOINTMENT = "appointment"
    PHONE = "phone"
    UNKNOWN = "unknown"


class Freshness(StrEnum):
    """How far a sheet may be trusted today."""

    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A place, an organisation or a phone service that visitors are handed over to.

    ``relay_types`` are slugs of the relay types; ``opening_hours`` is OSM text and ``hours_text`` what people wrote;
    ``verified_on`` is the day a person checked it with the structure, None until then; ``source_date`` the date of the
    document it came from, never shown as a check. ``origin`` is its key in that document (``france-services:1``).
    Removing sets ``removed_on``; nothing is deleted.
    """

    id: SheetId
    name: str
    relay_types: tuple[str, ...] = ()
    description: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    hours_text: str = ""
    reach: Reach = Reach.UNKNOWN
    fee: Fee = Fee.UNKNOWN
    itinerant: bool = False
    wheelchair: bool | None = None
    source: str = ""
    source_date: str = ""
    licence: str = ""
    origin: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    verified_how: str = ""
    removed_on: date | None = None

    @property
    def place(self) -> Place | None:
        """The point on the map; (0, 0) is what some exports write for "unknown" and counts as none."""
        if self.latitude is None or self.longitude is None or (self.latitude == 0 and self.longitude == 0):
            return None
        return Place(latitude=self.latitude, longitude=self.longitude)


def check(sheet: Sheet, today: date) -> list[Problem]:
    """Return everything to correct before ``sheet`` may be kept."""
    problems = required("name", sheet.name) + at_most("name", sheet.name, 150)
    problems += between("latitude", sheet.latitude, -90, 90) + between("longitude", sheet.longitude, -180, 180)
    for field in ("name", "description", "address", "hours_text"):
        problems += no_secret(field, getattr(sheet, field))
    problems += at_most("description", sheet.description, 10_000) + at_most("hours_text", sheet.hours_text, 2000)
    problems += at_most("opening_hours", sheet.opening_hours, 2000) + at_most("address", sheet.address, 300)
    if sheet.verified_on and sheet.verified_on > today:
        problems.append(Problem(field="verified_on", code="in-the-future"))
    return problems


def age_days(sheet: Sheet, today: date) -> int | None:
    """Return the days since a person checked ``sheet``, never below zero; None if nobody ever did."""
    return None if sheet.verified_on is None else max(0, (today - sheet.verified_on).days)


def freshness(sheet: Sheet, today: date) -> Freshness:
    """Return how far ``sheet`` may be trusted ``today``."""
    age = age_days(sheet, today)
    if age is None:
        return Freshness.NEVER
    if age <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.AGEING if age <= OLD_DAYS else Freshness.OLD
