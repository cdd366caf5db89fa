"""The rules of slips and visits as a value, and their bounds: what a screen shows of them, and what it may ask."""

from dataclasses import dataclass
from enum import StrEnum

FEWEST_KEPT, MOST_KEPT = 13, 36
"""Months: a year and its comparison need 13; more than three years serves nobody."""

FEWEST_NEWS_DAYS, MOST_NEWS_DAYS = 7, 90


class Decides(StrEnum):
    """Who decides of the rules of a desk."""

    ALONE = "alone"
    COORDINATOR = "coordinator"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules as they now are. ``decides`` is ``NETWORK`` when it is another desk that decides for this one."""

    news_days: int
    kept_months: int
    decides: Decides
