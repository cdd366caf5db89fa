"""What a structure gives: its services, the stops of a travelling one, the days it is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of a structure, a superset of data·inclusion v1's `service`.

    ``themes`` are its thématiques (``numerique--acquerir-un-equipement``), ``kinds`` its types (``accompagnement``),
    ``modes`` ``en-presentiel`` or ``a-distance``. A field left empty is that of the structure. ``position`` is its rank
    on the sheet. ``level`` says how far it goes (Basique, Maîtrise, Expert) where a source says so.
    """

    id: str
    name: str
    position: int = 0
    description: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    level: str = ""
    fee: str = ""
    fee_details: str = ""
    audiences: tuple[str, ...] = ()
    audience_details: str = ""
    conditions: str = ""
    modes: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    desk_ways: tuple[str, ...] = ()
    mobilised_by: tuple[str, ...] = ()
    ways_details: str = ""
    link: str = ""
    area: tuple[str, ...] = ()
    opening_hours: str = ""
    phone: str = ""
    email: str = ""
    weekly_hours: float | None = None
    weeks: int | None = None
    source_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a structure that travels: where and when. ``opening_hours`` is OSM text."""

    id: str
    name: str
    position: int = 0
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opening_hours: str = ""
    hours_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days of exceptional closing, first and last included."""

    first: date
    last: date
    reason: str = ""


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def closed_on(opening_hours: str, closures: Iterable[Closure]) -> str:
    """Return OSM hours that also say the days of exceptional closing; hours that say nothing still say nothing."""
    told = "; ".join(f"{_day(one.first)}-{_day(one.last)} off" for one in closures if one.first <= one.last)
    if not opening_hours or not told:
        return opening_hours
    usual, bar, otherwise = opening_hours.partition("||")
    return f"{usual.strip()}; {told} {bar}{otherwise}".strip()


def _day(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}"
