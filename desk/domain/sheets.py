"""Referral sheets: a structure with what it does, where, when, at what cost, and how fresh that is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter, gt
from typing import NewType

from desk.domain.fields import Problem, at_most, between, no_secret, required
from desk.domain.services import Closure, Service, Stop
from desk.domain.territory import Place, point_at

SheetId = NewType("SheetId", str)

FRESH_DAYS = 90
OLD_DAYS = 240
"""Up to three months a check is fresh; after eight the slip says to telephone first."""

RECENT_DAYS = 183
FORGOTTEN_DAYS = 730
"""What data·inclusion counts as recent, six months, and as no longer worth anything, two years."""

DOCUMENT_SHARE = 0.5
"""What a document's date is worth beside a person's check of the same day."""


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


class Status(StrEnum):
    """Whether the structure works at all. A closed one stays readable, and is never proposed."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Freshness(StrEnum):
    """How far a sheet may be trusted today."""

    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A place, an organisation or a phone service that visitors are handed over to, with the services it gives.

    ``relay_types``, ``typologies``, ``needs`` and the other lists hold slugs of the vocabularies (`resources/seed`); a
    value nobody knows yet is kept as it was written. ``opening_hours`` is OSM text and ``hours_text`` what people wrote.
    ``ways`` say how the person gets in, ``desk_ways`` how a professional or the desk does. ``area`` holds INSEE codes of
    communes, codes of départements, SIREN of EPCI or ``france``. ``verified_on`` is the day a person checked the sheet
    with the structure, None until then; ``source_date`` the date of the document it came from, never shown as a check.
    ``origin`` is its key in that document (``france-services:1``). Removing sets ``removed_on``; nothing is deleted.
    """

    id: SheetId
    name: str
    parent: str = ""
    status: Status = Status.OPEN
    siret: str = ""
    rna: str = ""
    relay_types: tuple[str, ...] = ()
    typologies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    other_labels: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    needs: tuple[str, ...] = ()
    digital_services: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    audiences: tuple[str, ...] = ()
    audience_details: str = ""
    special_care: tuple[str, ...] = ()
    conditions: str = ""
    support: tuple[str, ...] = ()
    address: str = ""
    address_extra: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area: tuple[str, ...] = ()
    itinerant: bool = False
    stops: tuple[Stop, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    booking_url: str = ""
    reach: Reach = Reach.UNKNOWN
    ways: tuple[str, ...] = ()
    desk_ways: tuple[str, ...] = ()
    desk_details: str = ""
    opening_hours: str = ""
    hours_text: str = ""
    closures: tuple[Closure, ...] = ()
    waiting_days: int | None = None
    waiting_on: date | None = None
    fee: Fee = Fee.UNKNOWN
    fee_details: str = ""
    wheelchair: bool | None = None
    accessibility: str = ""
    accessibility_url: str = ""
    source: str = ""
    source_url: str = ""
    source_date: str = ""
    licence: str = ""
    origin: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    verified_how: str = ""
    removed_on: date | None = None

    @property
    def place(self) -> Place | None:
        """The point on the map, if it is known."""
        return point_at(self.latitude, self.longitude)


SHORT = ("name", "parent", "commune", "phone", "siret", "rna", "postcode", "insee", "source")
LONG = ("address", "address_extra", "summary", "email", "website", "booking_url", "accessibility_url", "source_url")
FREE = ("description", "conditions", "hours_text", "audience_details", "fee_details", "desk_details", "accessibility")
_LIMITS = {**dict.fromkeys(SHORT, 150), **dict.fromkeys(LONG, 600), **dict.fromkeys(FREE, 10_000)}
_LINTED = ("name", "address", "address_extra", "summary", *FREE)
"""Fields by how much may be written in them, and those that are linted for what no desk may keep."""

WORDED = ("address_extra", "summary", *FREE)
"""Fields of sentences, where somebody's name has no place; a name or a street may be anybody's."""

_limited, _linted = attrgetter(*_LIMITS), attrgetter(*_LINTED)


def check(sheet: Sheet, today: date) -> list[Problem]:
    """Return everything to correct before ``sheet`` may be kept."""
    problems = required("name", sheet.name)
    if any(map(gt, map(len, _limited(sheet)), _LIMITS.values())):
        for field, limit in _LIMITS.items():
            problems += at_most(field, getattr(sheet, field), limit)
    for field, value in zip(_LINTED, _linted(sheet), strict=True):
        if value:
            problems += no_secret(field, value)
    problems += between("latitude", sheet.latitude, -90, 90) + between("longitude", sheet.longitude, -180, 180)
    problems += between("waiting_days", sheet.waiting_days, 0, 3650)
    problems += at_most("opening_hours", sheet.opening_hours, 2000)
    for service in sheet.services:
        problems += required("services", service.name) + at_most("services", service.description, 10_000)
        problems += no_secret("services", service.description) + no_secret("services", service.conditions)
    for stop in sheet.stops:
        problems += at_most("stops", stop.name, 300) + no_secret("stops", stop.name)
    problems += [Problem(field="closures", code="end-before-start") for one in sheet.closures if one.last < one.first]
    if sheet.verified_on and sheet.verified_on > today:
        problems.append(Problem(field="verified_on", code="in-the-future"))
    return problems


def age_days(sheet: Sheet, today: date) -> int | None:
    """Return the days since a person checked ``sheet``, never below zero; None if nobody ever did."""
    return None if sheet.verified_on is None else max(0, (today - sheet.verified_on).days)


@lru_cache(maxsize=1024)
def document_day(text: str) -> date | None:
    """Return the day that a document's date means, the first of its month or year where it says no more; else None."""
    try:
        numbers = [int(part) for part in text.strip()[:10].split("-")]
        return date(*[*numbers, 1, 1][:3])
    except (ValueError, OverflowError):
        return None


def recency(days: int | None) -> float:
    """Return 1.0 under six months, then a straight line down to 0 at two years; 0 when nobody knows.

    Source: data·inclusion, quality score of version 1 (`score_qualite.py`, criterion « fraîcheur »), 2026-11-23.
    """
    if days is None:
        return 0.0
    return min(1.0, max(0.0, (FORGOTTEN_DAYS - days) / (FORGOTTEN_DAYS - RECENT_DAYS)))


def trust(sheet: Sheet, today: date) -> float:
    """Return 0–1, how far ``sheet`` can be believed: by a person's check, or half as much by the date of its document."""
    document = document_day(sheet.source_date)
    told = None if document is None else max(0, (today - document).days)
    return max(recency(age_days(sheet, today)), DOCUMENT_SHARE * recency(told))


def receives(sheet: Sheet) -> bool:
    """Return whether ``sheet`` may be proposed as a relay: not closed, not suspended, not withdrawn."""
    return sheet.status is Status.OPEN and sheet.removed_on is None


def freshness(sheet: Sheet, today: date) -> Freshness:
    """Return how far ``sheet`` may be trusted ``today``."""
    age = age_days(sheet, today)
    if age is None:
        return Freshness.NEVER
    if age <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.AGEING if age <= OLD_DAYS else Freshness.OLD
