"""Freshness: how old a sheet is in words, « je viens de vérifier », « c'est faux », and taking either back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desk.base.clock import today
from desk.base.codec import to_json
from desk.base.dates import age, month_of, plain_day
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.text import clean
from desk.base.words import Words
from desk.domain.doubts import Doubt, Reason
from desk.domain.sheets import Freshness, Sheet, Status, age_days, document_day, freshness
from desk.store.changes import Author
from desk.store.history import history
from desk.store.patched import patched
from desk.store.store import Store
from desk.work import questions
from desk.work.outcome import Outcome

BY_PHONE = "phone"
"""How a check was made, where that is known: kept as a word of ours, said in the desk's language."""

INITIALS = 10
"""Signs of initials, at most."""


# Queries


def checked_words(sheet: Sheet, day: date, say: Words) -> str:
    """Return how fresh a sheet is: « vérifiée il y a 3 semaines », « jamais vérifiée ici · liste d'août 2024 ».

    A document's date is never said as a check.
    """
    days = age_days(sheet, day)
    if days is not None:
        if freshness(sheet, day) is Freshness.OLD:
            return say("to check again (last time {ago})", ago=age(days, say))
        how = how_words(sheet.verified_how, say)
        return say("checked {ago}", ago=age(days, say)) + (f", {how}" if how else "")
    document = document_day(sheet.source_date)
    if document is None:
        return say("never checked here")
    if sheet.origin:
        return say("never checked here · list {of_month}", of_month=month_of(sheet.source_date, say.language))
    return say("never checked · noted {ago}", ago=age((day - document).days, say))


def dated_words(sheet: Sheet, say: Words) -> str:
    """Return when a sheet was checked, by its day: for a paper that is read for months."""
    if sheet.verified_on is None:
        return say("Never checked here")
    return say("Checked on {day}", day=plain_day(sheet.verified_on, say.language))


def how_words(how: str, say: Words) -> str:
    """Return how a check was made; what was written by hand stays as it is."""
    return say("by telephone") if how == BY_PHONE else how


def status_words(status: Status, say: Words) -> str:
    """Return that a structure no longer receives; nothing when it does."""
    return {
        Status.OPEN: "",
        Status.SUSPENDED: say("does not receive at the moment"),
        Status.CLOSED: say("closed for good"),
    }[status]


def reason_words(reason: Reason, say: Words) -> str:
    """Return what is said to be wrong, in a few words that stand between brackets."""
    return {
        Reason.PHONE: say("the telephone number"),
        Reason.HOURS: say("the hours"),
        Reason.MOVED: say("it has moved"),
        Reason.CLOSED: say("closed for good"),
        Reason.SERVICE: say("no longer does this"),
        Reason.REFUSED: say("people were refused"),
        Reason.OTHER: say("something else"),
    }[reason]


def choice_words(reason: Reason, say: Words) -> str:
    """Return what somebody says of a sheet when pressing the key of ``reason``."""
    return {
        Reason.PHONE: say("The telephone number is wrong"),
        Reason.HOURS: say("The hours are wrong"),
        Reason.MOVED: say("It has moved"),
        Reason.CLOSED: say("It is closed for good"),
        Reason.SERVICE: say("It no longer does this"),
        Reason.REFUSED: say("It refused people"),
        Reason.OTHER: say("Something else is wrong"),
    }[reason]


def doubt_words(doubt: Doubt, day: date, say: Words) -> str:
    """Return one doubt with its age and author: « les horaires, signalé il y a 3 jours par MB »."""
    told = {"reason": reason_words(doubt.reason, say), "ago": age((day - doubt.said_on).days, say)}
    if doubt.said_by:
        return say("{reason}, said {ago} by {initials}", **told, initials=doubt.said_by)
    return say("{reason}, said {ago}", **told)


def doubtful_words(doubts: Sequence[Doubt], phone: str, say: Words) -> str:
    """Return what to say of a sheet with open ``doubts``: « Signalée comme fausse : téléphonez avant (les horaires) »."""
    if not doubts:
        return ""
    if not any(doubt.id for doubt in doubts):
        what = ", ".join(dict.fromkeys(_two_ways(doubt.reason, say) for doubt in doubts))
        if phone and Reason.PHONE not in {doubt.reason for doubt in doubts}:
            return say("Two versions, telephone first: {what}", what=what)
        return say("Two versions, check before you go: {what}", what=what)
    reasons = dict.fromkeys(doubt.reason for doubt in doubts)
    told = ", ".join(reason_words(reason, say) for reason in reasons)
    if phone and Reason.PHONE not in reasons:
        return say("Said to be wrong: telephone first ({reasons})", reasons=told)
    return say("Said to be wrong: check before you go ({reasons})", reasons=told)


def open_doubts(store: Store, ids: Sequence[str]) -> dict[str, tuple[Doubt, ...]]:
    """Return the doubts that nobody settled about those of ``ids`` that have any, by sheet, the oldest first.

    What two libraries wrote differently is a doubt too, without an id: it ends when a person settles it.
    """
    found: dict[str, tuple[Doubt, ...]] = {}
    every = store.records.where(
        Doubt, "settled_on IS NULL AND sheet IN (SELECT value FROM json_each(?))", (to_json(list(ids)).decode(),)
    )
    for doubt in sorted(every, key=lambda one: (one.said_on, one.id)):
        found[doubt.sheet] = (*found.get(doubt.sheet, ()), doubt)
    for sheet, asked in questions.of_sheets(store, ids).items():
        told = [
            Doubt(
                id="", sheet=sheet, reason=questions.REASONS.get(one.field, Reason.OTHER), said_on=one.versions[-1].day
            )
            for one in asked
        ]
        found[sheet] = (*found.get(sheet, ()), *told)
    return found


def _two_ways(reason: Reason, say: Words) -> str:
    """Return which part of a sheet was written in two ways."""
    if reason in {Reason.PHONE, Reason.HOURS}:
        return reason_words(reason, say)
    return {Reason.MOVED: say("the address"), Reason.CLOSED: say("whether it receives")}.get(
        reason, say("another line of the sheet")
    )


# Operations


def verify(store: Store, sheet_id: str, initials: str, how: str = "") -> Outcome:
    """Say that the sheet was checked today with the structure; what was said to be wrong of it is settled.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet, day, by = _sheet(store, sheet_id), today(store.clock), clean(initials, INITIALS)
    settled = [
        replace(doubt, settled_on=day, settled_by=by)
        for doubt in open_doubts(store, (sheet.id,)).get(sheet.id, ())
        if doubt.id
    ]
    checked = replace(sheet, verified_on=day, verified_by=by, verified_how=clean(how, 40))
    store.records.put_all((checked, *settled), Author(initials=by))
    return Outcome(changed=frozenset({"sheet", "doubt"} if settled else {"sheet"}), id=sheet.id)


def take_back_check(store: Store, sheet_id: str, initials: str = "") -> Outcome:
    """Put back what the sheet said of its last check before the latest one, and open again the doubts that it settled.

    Nothing changes when the check of this desk is no longer the one that stands.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet = _sheet(store, sheet_id)
    last = next((one for one in history(store, "sheet", sheet.id) if one.field == "verified"), None)
    if last is None or patched(sheet, {"verified": last.after}) != sheet:
        return Outcome(id=sheet.id)
    before = last.before or {"verified_on": None, "verified_by": "", "verified_how": ""}
    opened = [
        replace(doubt, settled_on=None, settled_by="")
        for doubt in store.records.where(Doubt, "sheet = ? AND settled_on IS NOT NULL", (sheet.id,))
        if any(one.field == "settled" and one.n > last.n for one in history(store, "doubt", doubt.id)[:1])
    ]
    store.records.put_all((patched(sheet, {"verified": before}), *opened), Author(initials=clean(initials, INITIALS)))
    return Outcome(changed=frozenset({"sheet", "doubt"}), id=sheet.id)


def doubt(store: Store, sheet_id: str, reason: Reason, initials: str) -> Outcome:
    """Say that a sheet is wrong; ``Outcome.id`` is the doubt's. Saying the same twice changes nothing.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``.
    """
    sheet, by = _sheet(store, sheet_id), clean(initials, INITIALS)
    for said in open_doubts(store, (sheet.id,)).get(sheet.id, ()):
        if said.reason is reason and said.id:
            return Outcome(id=said.id)
    made = Doubt(id=new_id(), sheet=sheet.id, reason=reason, said_on=today(store.clock), said_by=by)
    store.records.put(made, Author(initials=by))
    return Outcome(changed=frozenset({"doubt"}), id=made.id)


def take_back_doubt(store: Store, doubt_id: str, initials: str = "") -> Outcome:
    """Settle a doubt that was a mistake: the sheet is no longer said to be wrong. Safe to repeat."""
    said = store.records.one(Doubt, doubt_id)
    if said is None or said.settled_on is not None:
        return Outcome(id=doubt_id)
    by = clean(initials, INITIALS)
    store.records.put(replace(said, settled_on=today(store.clock), settled_by=by), Author(initials=by))
    return Outcome(changed=frozenset({"doubt"}), id=said.id)


def _sheet(store: Store, sheet_id: str) -> Sheet:
    sheet = store.records.one(Sheet, sheet_id)
    if sheet is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=clean(sheet_id, 40))
    return sheet
