"""What Orienter shows, as values in words. Light, so that the home starts quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from desk.domain.openings import Interval
    from desk.domain.procedures import StepKind
    from desk.domain.sheets import Freshness
    from desk.domain.taxonomy import EmergencyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHit:
    """A procedure that the need may mean; ``why`` are sentences."""

    id: str
    title: str
    administration: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswer:
    """What the need may mean, best first. When ``nothing_fits``, the hits are only the nearest broader needs.

    ``elsewhere`` says what the need rather is, when that is known to have no procedure.
    """

    procedures: tuple[ProcedureHit, ...]
    nothing_fits: bool
    secret: str | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One line of the checklist. ``why`` is the charter's sentence at a stop, ``agreed`` what partners agreed about it.

    ``possible`` is False where equipment lacks or the charter excludes the act: the step is then a stop.
    """

    id: str
    kind: StepKind
    text: str
    why: str
    relay_types: tuple[str, ...]
    relay_labels: tuple[str, ...]
    to_verify: bool
    possible: bool
    lacking: tuple[str, ...]
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One thing to say or to bring, and whether it is still to verify."""

    text: str
    to_verify: bool
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLine:
    """A national number as printed."""

    number: str
    label: str
    hours: str
    to_verify: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A procedure as the desk shows it today."""

    procedure: str
    title: str
    slip_title: str
    administration: str
    official_site: str
    steps: tuple[StepLine, ...]
    prerequisites: tuple[FactLine, ...]
    bring: tuple[FactLine, ...]
    paper_form: FactLine | None
    offline: tuple[FactLine, ...]
    warnings: tuple[FactLine, ...]
    season: tuple[FactLine, ...]
    moments: tuple[FactLine, ...]
    phones: tuple[PhoneLine, ...]
    relay_types: tuple[str, ...]
    sources: tuple[str, ...]
    footer: str
    to_verify: bool
    points_to_verify: tuple[str, ...]
    emergency: tuple[EmergencyNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayCard:
    """A local relay, ranked. ``sentence`` is its openness in words; ``visits`` the next moments the person can go.

    ``doubt`` says that somebody found the sheet wrong, and what to do; nothing when nobody did.
    """

    sheet: str
    name: str
    relay_types: tuple[str, ...]
    relay_labels: tuple[str, ...]
    commune: str
    km: float | None
    away: str
    open_now: bool | None
    next: datetime | None
    sentence: str
    phone: str
    fee: str
    reach: str
    checked_on: date | None
    fresh: Freshness
    checked: str
    visits: tuple[Interval, ...]
    why: tuple[str, ...]
    doubt: str = ""
