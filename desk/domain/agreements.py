"""Rules of cooperation with a partner: who sends what to whom, when and how, until when."""

from dataclasses import dataclass
from datetime import date

from desk.domain.fields import Problem, at_most, no_mobile, no_secret, required
from desk.domain.persons import asks_for_somebody, has_civility

LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What this library and one partner agreed.

    ``sheet`` is the partner's, ``relay_types`` the kinds of relay it governs: it is shown at the stops wired to them.
    ``we_send``, ``they_send``, ``when`` and ``how`` are short texts that name offices, never persons: whom to ask for is
    the sheet's contact, in the private file.
    """

    id: str
    sheet: str = ""
    relay_types: tuple[str, ...] = ()
    we_send: str = ""
    they_send: str = ""
    when: str = ""
    how: str = ""
    agreed_on: date | None = None
    review_on: date | None = None
    removed_on: date | None = None


def check(agreement: Agreement) -> list[Problem]:
    """Return everything to correct before ``agreement`` may be kept."""
    problems = required("sheet", agreement.sheet) + required("we_send", agreement.we_send)
    for field in ("we_send", "they_send", "when", "how"):
        text = getattr(agreement, field)
        problems += at_most(field, text, LONGEST) + no_secret(field, text)
        problems += no_mobile(field, text)
        if has_civility(text) or asks_for_somebody(text):
            problems.append(Problem(field=field, code="person-named"))
    if agreement.agreed_on and agreement.review_on and agreement.review_on < agreement.agreed_on:
        problems.append(Problem(field="review_on", code="end-before-start"))
    return problems


def governs(agreement: Agreement, relay_types: tuple[str, ...]) -> bool:
    """Return whether an agreement speaks of a stop that hands over to ``relay_types``."""
    return agreement.removed_on is None and bool(set(agreement.relay_types) & set(relay_types))
