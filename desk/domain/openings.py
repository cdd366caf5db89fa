"""What can be said of opening hours, as values: an opening, a state, a half-day. Light, so that screens start quickly."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DAY_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTH_CODES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Days and months as OSM text writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From ``start`` to ``end``, naive local times of the place; ``end`` is None when it never closes."""

    start: datetime
    end: datetime | None
    comment: str = ""


class Openness(StrEnum):
    """What can be said of a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    BY_APPOINTMENT = "by-appointment"


class HalfDay(StrEnum):
    """A half-day of the week: mornings end at 13 h, afternoons begin at 12 h."""

    MO_AM = "mo-am"
    MO_PM = "mo-pm"
    TU_AM = "tu-am"
    TU_PM = "tu-pm"
    WE_AM = "we-am"
    WE_PM = "we-pm"
    TH_AM = "th-am"
    TH_PM = "th-pm"
    FR_AM = "fr-am"
    FR_PM = "fr-pm"
    SA_AM = "sa-am"
    SA_PM = "sa-pm"
    SU_AM = "su-am"
    SU_PM = "su-pm"
