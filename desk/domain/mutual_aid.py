"""Mutual aid: an inhabitant who can show something, with consent and expiry; what is asked for, without a name."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desk.domain.fields import Problem, at_most, no_secret, required

CONSENT_MONTHS = 6
REQUEST_DAYS = 30
RENEWAL_DAYS = 21
"""How long before its end a consent is proposed for renewal."""


class Subject(StrEnum):
    """What somebody can show, in everyday words."""

    COMPUTER = "computer"
    TABLET = "tablet"
    SMARTPHONE = "smartphone"
    MAIL = "mail"
    INTERNET = "internet"
    PHOTOS = "photos"
    PRINTING = "printing"
    VIDEO_CALL = "video-call"
    WRITING = "writing"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class AidOffer:
    """What the network sees of a helper: a subject, half-days, a library as go-between, an end. Never who.

    ``half_days`` are `desk.domain.openings.HalfDay` values such as ``we-pm``.
    """

    id: str
    library: str = ""
    library_name: str = ""
    commune: str = ""
    insee: str = ""
    subjects: tuple[str, ...] = ()
    half_days: tuple[str, ...] = ()
    until: date | None = None
    removed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """An inhabitant who helps: only in the private file. ``may_say`` is what may be said aloud, ``limits`` what not to ask.

    ``consent_on`` is the day on the signed card; the consent lives `CONSENT_MONTHS` months. ``offer`` is the id of what
    the network sees of it.
    """

    id: str
    name: str
    phone: str = ""
    subjects: tuple[str, ...] = ()
    half_days: tuple[str, ...] = ()
    limits: str = ""
    may_say: str = ""
    consent_on: date | None = None
    offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AidRequest:
    """What somebody asks for, without a name: only in the private file. ``code`` is on their paper.

    ``helper`` is who was proposed, ``meets_on`` the day agreed; wiped after that day, or `REQUEST_DAYS` after ``made_on``.
    """

    id: str
    made_on: date
    subject: str
    half_days: tuple[str, ...] = ()
    limits: str = ""
    code: str = ""
    helper: str = ""
    meets_on: date | None = None


def check_helper(helper: Helper, today: date) -> list[Problem]:
    """Return everything to correct before ``helper`` may be kept."""
    problems = required("name", helper.name) + at_most("name", helper.name, 80)
    for field in ("limits", "may_say"):
        problems += at_most(field, getattr(helper, field), 200) + no_secret(field, getattr(helper, field))
    if not helper.subjects:
        problems.append(Problem(field="subjects", code="required"))
    if helper.consent_on is not None and helper.consent_on > today:
        problems.append(Problem(field="consent_on", code="in-the-future"))
    return problems


def check_request(request: AidRequest) -> list[Problem]:
    """Return everything to correct before ``request`` may be kept."""
    return (
        required("subject", request.subject)
        + at_most("limits", request.limits, 200)
        + no_secret("limits", request.limits)
    )


def consent_ends(consent_on: date) -> date:
    """Return the last day of a consent: the same day six months later, or the last of that month."""
    month = consent_on.month - 1 + CONSENT_MONTHS
    year, month = consent_on.year + month // 12, month % 12 + 1
    return date(year, month, min(consent_on.day, monthrange(year, month)[1]))


def consents(helper: Helper, today: date) -> bool:
    """Return whether a helper's consent holds today."""
    return helper.consent_on is not None and helper.consent_on <= today <= consent_ends(helper.consent_on)


def to_renew(helper: Helper, today: date) -> bool:
    """Return whether the renewal card is to be printed: the consent ends within three weeks, or has ended."""
    return helper.consent_on is None or consent_ends(helper.consent_on) - today <= timedelta(days=RENEWAL_DAYS)


def is_over(request: AidRequest, today: date) -> bool:
    """Return whether a request is to be wiped: the day after its meeting, or after thirty days."""
    if request.meets_on is not None:
        return today > request.meets_on
    return today > request.made_on + timedelta(days=REQUEST_DAYS)


def matching(request: AidRequest, helpers: Iterable[Helper], today: date) -> tuple[Helper, ...]:
    """Return the helpers whose consent holds and who can show the subject, those free at the same half-days first."""
    able = [one for one in helpers if consents(one, today) and request.subject in one.subjects]
    return tuple(
        sorted(able, key=lambda one: (-_common(request.half_days, one.half_days), one.name.casefold(), one.id))
    )


def offers_for(request: AidRequest, offers: Iterable[AidOffer], today: date) -> tuple[AidOffer, ...]:
    """Return the network's live offers of the subject, those of the same half-days first."""
    able = [one for one in offers if is_live(one, today) and request.subject in one.subjects]
    return tuple(sorted(able, key=lambda one: (-_common(request.half_days, one.half_days), one.library_name, one.id)))


def is_live(offer: AidOffer, today: date) -> bool:
    """Return whether an offer may be shown today."""
    return offer.removed_on is None and offer.until is not None and today <= offer.until


def _common(wanted: tuple[str, ...], free: tuple[str, ...]) -> int:
    """How well two sets of half-days go together; nothing said means any."""
    if not wanted or not free:
        return 1
    return len(set(wanted) & set(free))
