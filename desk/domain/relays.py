"""Which local relays suit a procedure and a person, best first, with the reasons. Pure: the moment is a parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import exp

from desk.domain.doubts import DETAILS, Doubt
from desk.domain.hours import Calendar, HalfDay, Hours, Interval, Openness, possible_visits, read
from desk.domain.libraries import Library
from desk.domain.services import closed_on
from desk.domain.sheets import Fee, Freshness, Reach, Sheet, freshness, receives, trust
from desk.domain.territory import distance_km, travel_minutes

VISITS = 2
"""How many moments to go there are shown and printed."""

DOUBTED_DETAIL = 0.7
DOUBTED_PLACE = 0.4
"""What is left of the score of a sheet said to be wrong in a detail, or about the place itself: it sinks and stays."""

_FEE = {Fee.FREE: 1.0, Fee.UNKNOWN: 0.8, Fee.CONDITIONAL: 0.6, Fee.PAID: 0.3}
_BY_CAR = (("type", 0.34), ("distance", 0.28), ("opening", 0.22), ("freshness", 0.11), ("fee", 0.05))
_ON_FOOT = (("type", 0.28), ("distance", 0.38), ("opening", 0.20), ("freshness", 0.10), ("fee", 0.04))


class Reason(StrEnum):
    """Why a relay stands where it does. The work floor turns each into a sentence."""

    RIGHT_TYPE = "right-type"
    OTHER_TYPE = "other-type"
    BROADER_TYPE = "broader-type"
    DISTANCE = "distance"
    NO_PLACE = "no-place"
    FAR_WITHOUT_CAR = "far-without-car"
    OPEN_NOW = "open-now"
    OPENS = "opens"
    NOT_WHEN_FREE = "not-when-free"
    HOURS_UNKNOWN = "hours-unknown"
    BY_APPOINTMENT = "by-appointment"
    BY_PHONE = "by-phone"
    FREE_OF_CHARGE = "free-of-charge"
    PAID = "paid"
    DOUBTED = "doubted"
    CHECKED = "checked"
    OLD_CHECK = "old-check"
    NEVER_CHECKED = "never-checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """When and how the person can go. ``at`` is the local moment; no half-day chosen means any."""

    at: datetime
    free: frozenset[HalfDay] = field(default_factory=frozenset)
    by_car: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A sheet with its rank's score (0–1) and what it was made of. ``km`` is as the crow flies, ``doubts`` are open."""

    sheet: Sheet
    relay_types: tuple[str, ...]
    km: float | None
    openness: Openness
    now: Interval | None
    next: Interval | None
    visits: tuple[Interval, ...]
    hours: Hours
    score: float
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...] = ()


def rank(
    sheets: tuple[Sheet, ...],
    widest: tuple[str, ...],
    wanted: tuple[str, ...],
    library: Library,
    calendar: Calendar,
    wishes: Wishes,
    doubts: Mapping[str, tuple[Doubt, ...]] | None = None,
) -> tuple[Ranked, ...]:
    """Return the sheets that have one of the ``widest`` types, best first.

    ``wanted`` are the procedure's own types, best first; what is only in ``widest`` is a broader type, to fall back on.
    A sheet farther than the library's territory is left out; one without a place is kept. One that is closed, suspended
    or withdrawn is no relay. ``doubts`` are the open ones by sheet: they make it sink, and never hide it.
    """
    ranked = []
    for sheet in sheets:
        types = tuple(slug for slug in widest if slug in sheet.relay_types)
        if not types or not receives(sheet):
            continue
        km = distance_km(library.place, sheet.place) if library.place and sheet.place else None
        if km is not None and km > library.radius_km:
            continue
        ranked.append(_ranked(sheet, types, wanted, km, calendar, wishes, (doubts or {}).get(sheet.id, ())))
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.km if one.km is not None else 999.0, one.sheet.name)))


def _ranked(
    sheet: Sheet,
    types: tuple[str, ...],
    wanted: tuple[str, ...],
    km: float | None,
    calendar: Calendar,
    wishes: Wishes,
    doubts: tuple[Doubt, ...],
) -> Ranked:
    hours = read(closed_on(sheet.opening_hours, sheet.closures), calendar)
    openness = hours.state(wishes.at)
    following = hours.next_opening(wishes.at)
    minutes = travel_minutes(km, by_car=wishes.by_car) if km is not None else 0
    visits = possible_visits(hours, wishes.at, wishes.free, minutes, VISITS)
    fresh = freshness(sheet, wishes.at.date())
    parts = {
        "type": _type_part(types[0], wanted),
        "distance": 0.5 if km is None else exp(-km / (18.0 if wishes.by_car else 6.0)),
        "opening": _opening_part(openness, visits, following, sheet, wishes),
        "freshness": trust(sheet, wishes.at.date()),
        "fee": _FEE[sheet.fee],
    }
    score = sum(weight * parts[name] for name, weight in (_BY_CAR if wishes.by_car else _ON_FOOT))
    reasons = _reasons(sheet, types, wanted, km, openness, visits, following, fresh, wishes)
    return Ranked(
        sheet=sheet,
        relay_types=types,
        km=km,
        openness=openness,
        now=following if following and following.start <= wishes.at else None,
        next=following,
        visits=visits,
        hours=hours,
        score=round(score * _believed(doubts), 4),
        reasons=(Reason.DOUBTED, *reasons) if doubts else tuple(reasons),
        doubts=doubts,
    )


def _believed(doubts: tuple[Doubt, ...]) -> float:
    if not doubts:
        return 1.0
    return DOUBTED_DETAIL if all(doubt.reason in DETAILS for doubt in doubts) else DOUBTED_PLACE


def _type_part(slug: str, wanted: tuple[str, ...]) -> float:
    return max(0.55, 1.0 - 0.09 * wanted.index(slug)) if slug in wanted else 0.3


def _opening_part(
    openness: Openness, visits: tuple[Interval, ...], following: Interval | None, sheet: Sheet, wishes: Wishes
) -> float:
    if visits:
        days = max(0, (visits[0].start.date() - wishes.at.date()).days)
        return 1.0 / (1.0 + days / 4.0)
    if openness is Openness.BY_APPOINTMENT or sheet.reach is Reach.APPOINTMENT:
        return 0.45
    if following is None:
        return 0.35 if sheet.phone else 0.2
    return 0.15  # open, but never when the person is free


def _reasons(
    sheet: Sheet,
    types: tuple[str, ...],
    wanted: tuple[str, ...],
    km: float | None,
    openness: Openness,
    visits: tuple[Interval, ...],
    following: Interval | None,
    fresh: Freshness,
    wishes: Wishes,
) -> list[Reason]:
    if types[0] not in wanted:
        reasons = [Reason.BROADER_TYPE]
    else:
        reasons = [Reason.RIGHT_TYPE if types[0] == wanted[0] else Reason.OTHER_TYPE]
    if km is None:
        reasons.append(Reason.NO_PLACE)
    else:
        reasons.append(Reason.DISTANCE)
        if not wishes.by_car and km > 5:
            reasons.append(Reason.FAR_WITHOUT_CAR)
    if openness is Openness.OPEN:
        reasons.append(Reason.OPEN_NOW)
    elif visits:
        reasons.append(Reason.OPENS)
    elif openness is Openness.BY_APPOINTMENT or sheet.reach is Reach.APPOINTMENT:
        reasons.append(Reason.BY_APPOINTMENT)
    if following is None and openness is not Openness.BY_APPOINTMENT:
        reasons.append(Reason.HOURS_UNKNOWN)
    if following is not None and wishes.free and not visits:
        reasons.append(Reason.NOT_WHEN_FREE)
    if sheet.place is None and sheet.phone:
        reasons.append(Reason.BY_PHONE)
    if sheet.fee is Fee.FREE:
        reasons.append(Reason.FREE_OF_CHARGE)
    elif sheet.fee is Fee.PAID:
        reasons.append(Reason.PAID)
    reasons.append(
        {
            Freshness.FRESH: Reason.CHECKED,
            Freshness.AGEING: Reason.CHECKED,
            Freshness.OLD: Reason.OLD_CHECK,
            Freshness.NEVER: Reason.NEVER_CHECKED,
        }[fresh]
    )
    return reasons
