"""The slip as a value: everything that is printed, in reading order, before any page exists."""

from dataclasses import dataclass
from datetime import date

from desk.base.dates import age, long_day
from desk.base.words import Words
from desk.domain.hours import Interval, calendar_of, read, sentence_interval, sentence_week
from desk.domain.libraries import Library
from desk.domain.procedures import StepKind
from desk.domain.sheets import Freshness, Sheet, age_days, freshness
from desk.work.refer import Checklist, FactLine, PhoneLine, away, fee_words, reach_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRelay:
    """Where to go, as printed. ``call_first`` tells to telephone before going; ``visits`` are ready sentences."""

    name: str
    address: str
    away: str
    phone: str
    visits: tuple[str, ...]
    week: tuple[str, ...]
    exceptions: tuple[str, ...]
    hours_text: str
    reach: str
    fee: str
    call_first: bool
    checked: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One paper. No field can hold the visitor's name; the page has a blank line to fill by hand.

    ``relay`` is None when there is no local sheet: then ``phones``, ``offline`` and ``last_resort`` still tell what to do.
    """

    language: str
    library: str
    mark: str
    code: str
    day: str
    title: str
    to_verify: bool
    relay: SlipRelay | None
    bring: tuple[FactLine, ...]
    offline: tuple[FactLine, ...]
    phones: tuple[PhoneLine, ...]
    warnings: tuple[FactLine, ...]
    charter: tuple[str, ...]
    emergency: tuple[str, ...]
    last_resort: str
    footer: tuple[str, ...]
