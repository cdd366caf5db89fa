"""Agreements with partners: kept, listed, and said at the stops that they govern."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain import agreements
from desk.domain.agreements import Agreement
from desk.domain.sheets import Sheet
from desk.store.changes import Author
from desk.store.store import Store
from desk.work.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """One agreement as a list says it. ``to_review`` once its review date has come."""

    agreement: Agreement
    partner: str
    told: str
    to_review: bool


def listed(store: Store, say: Words) -> tuple[AgreementLine, ...]:
    """Return the live agreements, by partner."""
    live = store.records.where(Agreement, "removed_on IS NULL")
    sheets = store.records.many(Sheet, [one.sheet for one in live])
    lines = [_line(store, one, sheets.get(one.sheet), say) for one in live]
    return tuple(sorted(lines, key=lambda line: (line.partner.casefold(), line.agreement.id)))


def partners(store: Store, most: int = 200) -> tuple[tuple[str, str], ...]:
    """Return (sheet, name and commune) of the places that one may agree with, the nearest first."""
    found = [one.sheet for one in store.index.find("", most)]
    sheets = store.records.brief(found)
    return tuple(
        (sheet, ", ".join(filter(None, (sheets[sheet].name, sheets[sheet].commune))))
        for sheet in found
        if sheet in sheets
    )


def at_stop(store: Store, live: Iterable[Agreement], relay_types: tuple[str, ...], say: Words) -> tuple[str, ...]:
    """Return what was agreed about a stop that hands over to ``relay_types``, and whom to ask for: for the screen only."""
    told = []
    for agreement in live:
        if not agreements.governs(agreement, relay_types):
            continue
        sheet = store.records.one(Sheet, agreement.sheet)
        if sheet is None or sheet.removed_on is not None:
            continue
        parts = (agreement.we_send, agreement.when, agreement.how)
        told.append(say("Agreed with {partner}: {rule}", partner=sheet.name, rule=" · ".join(filter(None, parts))))
        contact = store.private.contact(sheet.id)
        if contact.name or contact.role:
            told.append(
                say("Ask for: {who}", who=" · ".join(filter(None, (contact.name, contact.role, contact.phone))))
            )
    return tuple(told)


def save(store: Store, agreement: Agreement, author: str = "") -> Outcome:
    """Keep an agreement. Without kinds of relay, it governs those of the partner's sheet.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = store.records.one(Sheet, agreement.sheet)
    if sheet is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=agreement.sheet[:40])
    if not agreement.relay_types:
        agreement = replace(agreement, relay_types=tuple(sorted(sheet.relay_types)))
    problems = agreements.check(agreement)
    if problems:
        return Outcome(problems=tuple(problems))
    changed = store.records.put(agreement, Author(initials=author))
    return Outcome(changed=frozenset({"agreement"}) if changed else frozenset(), id=agreement.id)


def remove(store: Store, agreement_id: str, author: str = "") -> Outcome:
    """Withdraw an agreement; it stays in the history."""
    agreement = store.records.one(Agreement, agreement_id)
    if agreement is None or agreement.removed_on is not None:
        return Outcome()
    store.records.put(replace(agreement, removed_on=today(store.clock)), Author(initials=author))
    return Outcome(changed=frozenset({"agreement"}), id=agreement_id)


def _line(store: Store, agreement: Agreement, sheet: Sheet | None, say: Words) -> AgreementLine:
    day = today(store.clock)
    due = agreement.review_on is not None and agreement.review_on <= day
    when = plain_day(agreement.review_on, say.language) if agreement.review_on else ""
    review = (say("to review since {day}", day=when) if due else say("to review on {day}", day=when)) if when else ""
    return AgreementLine(
        agreement=agreement,
        partner=sheet.name if sheet else say("A partner whose sheet is no longer here"),
        told=" · ".join(filter(None, (agreement.we_send, review))),
        to_review=due,
    )
