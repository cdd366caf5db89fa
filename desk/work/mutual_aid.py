"""Entraide: requests matched with helpers; consents that end; what the network may know, and nothing more."""

from dataclasses import dataclass, replace
from datetime import date

from desk.base.clock import today
from desk.base.dates import DAYS, plain_day
from desk.base.ids import new_id, unused
from desk.base.words import Words
from desk.domain import mutual_aid
from desk.domain.fields import Problem
from desk.domain.mutual_aid import AidOffer, AidRequest, Helper, Subject
from desk.domain.openings import HalfDay
from desk.domain.persons import is_of_a_person
from desk.domain.referrals import new_code
from desk.store.changes import Author
from desk.store.store import Store
from desk.work import sessions
from desk.work.outcome import Outcome

_TIME = "entraide"
"""A session whose title holds this word is a fixed time of mutual aid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLine:
    """A helper as the team sees them. ``state`` says how long the consent holds; ``to_renew`` when the card is due."""

    helper: Helper
    subjects: str
    when: str
    state: str
    consents: bool
    to_renew: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request as the team sees it: what, when, its code, what was agreed."""

    request: AidRequest
    what: str
    when: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Who could answer: a helper of this library (``helper``), or another library that is the go-between."""

    name: str
    told: str
    helper: str = ""


# Queries


def helpers(store: Store, say: Words) -> tuple[HelperLine, ...]:
    """Return the helpers of this library, those whose consent is to be renewed first."""
    tidy(store)
    day = today(store.clock)
    lines = [_helper_line(one, day, say) for one in store.private.aid.helpers()]
    return tuple(sorted(lines, key=lambda line: (not line.to_renew, line.helper.name.casefold(), line.helper.id)))


def requests(store: Store, say: Words) -> tuple[RequestLine, ...]:
    """Return the live requests, latest first."""
    tidy(store)
    names = {one.id: one.name for one in store.private.aid.helpers()}
    return tuple(_request_line(one, names, say) for one in store.private.aid.requests())


def matches(store: Store, request: AidRequest, say: Words) -> tuple[Match, ...]:
    """Return who could answer, those of this library first; nobody whose consent has ended."""
    day = today(store.clock)
    ours = [
        Match(
            name=one.name,
            told=" · ".join(filter(None, (half_days_words(one.half_days, say), one.limits, one.phone))),
            helper=one.id,
        )
        for one in mutual_aid.matching(request, store.private.aid.helpers(), day)
    ]
    return (*ours, *(Match(name=offer_words(one, say), told="") for one in _offers(store, request, day)))


def offers(store: Store, say: Words) -> tuple[str, ...]:
    """Return what the network offers today, in words: « Tablettes, mercredi après-midi, par la bibliothèque de X »."""
    day = today(store.clock)
    live = [one for one in store.records.all(AidOffer) if mutual_aid.is_live(one, day)]
    return tuple(sorted(offer_words(one, say) for one in live))


def offer_words(offer: AidOffer, say: Words) -> str:
    """Return an offer in words, without who."""
    what = ", ".join(subject_words(one, say) for one in offer.subjects)
    when = half_days_words(offer.half_days, say)
    return say(
        "{what}, {when}, through {library}", what=what[:1].upper() + what[1:], when=when, library=offer.library_name
    )


def subject_words(slug: str, say: Words) -> str:
    """Return a subject in everyday words."""
    told = {
        Subject.COMPUTER: say("computer"),
        Subject.TABLET: say("tablet"),
        Subject.SMARTPHONE: say("smartphone"),
        Subject.MAIL: say("e-mail"),
        Subject.INTERNET: say("finding something on the internet"),
        Subject.PHOTOS: say("photos"),
        Subject.PRINTING: say("printing and scanning"),
        Subject.VIDEO_CALL: say("calling with pictures"),
        Subject.WRITING: say("writing a letter"),
        Subject.SAFETY: say("beware of scams"),
    }
    return told[Subject(slug)] if slug in set(Subject) else slug


def half_days_words(half_days: tuple[str, ...], say: Words) -> str:
    """Return half-days in words: « mercredi après-midi », « n'importe quand »."""
    order = ("mo", "tu", "we", "th", "fr", "sa", "su")
    known = [HalfDay(one) for one in half_days if one in set(HalfDay)]
    told = [
        f"{DAYS[say.language][order.index(one.value[:2])]} {say('morning') if one.value.endswith('am') else say('afternoon')}"
        for one in sorted(known, key=lambda one: (order.index(one.value[:2]), one.value))
    ]
    return ", ".join(told) or say("any time")


# Operations


def tidy(store: Store) -> frozenset[str]:
    """Wipe the requests that are over, and withdraw the offers whose consent has ended. Safe to repeat."""
    day = today(store.clock)
    store.private.aid.forget_requests([one.id for one in store.private.aid.requests() if mutual_aid.is_over(one, day)])
    changed: frozenset[str] = frozenset()
    for helper in store.private.aid.helpers():
        if not mutual_aid.consents(helper, day):
            changed |= _withdraw_offer(store, helper)
    return changed


def save_helper(store: Store, helper: Helper, author: str = "") -> Outcome:
    """Keep a helper; the network sees what may be seen of it while the consent holds."""
    day = today(store.clock)
    problems = mutual_aid.check_helper(helper, day)
    if problems:
        return Outcome(problems=tuple(problems))
    helper = replace(helper, id=helper.id or new_id(), offer=helper.offer or new_id())
    store.private.aid.keep_helper(helper)
    changed = _put_offer(store, helper, author) if mutual_aid.consents(helper, day) else _withdraw_offer(store, helper)
    return Outcome(changed=frozenset({"helper"}) | changed, id=helper.id)


def forget_helper(store: Store, helper_id: str) -> Outcome:
    """Erase a helper for good, here and in what the network sees. Safe to repeat."""
    changed: frozenset[str] = frozenset()
    for helper in store.private.aid.helpers():
        if helper.id == helper_id:
            changed = _withdraw_offer(store, helper)
    store.private.aid.forget_helper(helper_id)
    return Outcome(changed=frozenset({"helper", "request"}) | changed, id=helper_id)


def times(store: Store, say: Words) -> tuple[str, ...]:
    """Return in words the next fixed times of mutual aid: the sessions that are called so, here and near."""
    return sessions.next_called(store, _TIME, 2, say)


def ask(store: Store, subject: str, half_days: tuple[str, ...], limits: str) -> tuple[AidRequest, Outcome]:
    """Keep a request and return it with its code. No word of it may name anybody."""
    made = AidRequest(
        id=new_id(),
        made_on=today(store.clock),
        subject=subject,
        half_days=half_days,
        limits=limits.strip(),
        code=unused(new_code, lambda code: any(one.code == code for one in store.private.aid.requests())),
    )
    problems = mutual_aid.check_request(made)
    if is_of_a_person(made.limits):
        problems.append(Problem(field="limits", code="person-named"))
    if sum(sign.isdigit() for sign in made.limits) >= _PHONE_DIGITS:
        problems.append(Problem(field="limits", code="number-typed"))
    if problems:
        return made, Outcome(problems=tuple(problems))
    store.private.aid.keep_request(made)
    return made, Outcome(changed=frozenset({"request"}), id=made.id)


def agree(store: Store, request: AidRequest, helper_id: str, day: date | None) -> Outcome:
    """Say who was proposed, and the day of the meeting if it is known. It is wiped the day after."""
    now = today(store.clock)
    if day is not None and day < now:
        return Outcome(problems=(Problem(field="meets_on", code="in-the-past"),))
    store.private.aid.keep_request(replace(request, helper=helper_id, meets_on=day))
    return Outcome(changed=frozenset({"request"}), id=request.id)


def close(store: Store, request_id: str) -> Outcome:
    """Wipe a request: it is answered, or no longer wanted. Safe to repeat."""
    store.private.aid.forget_requests([request_id])
    return Outcome(changed=frozenset({"request"}), id=request_id)


_PHONE_DIGITS = 9
"""From so many digits, a text holds a telephone number or worse."""


def _put_offer(store: Store, helper: Helper, author: str) -> frozenset[str]:
    library = store.library()
    made = AidOffer(
        id=helper.offer,
        library=library.id if library else "",
        library_name=library.name if library else "",
        commune=library.commune if library else "",
        insee=library.insee if library else "",
        subjects=tuple(sorted(helper.subjects)),
        half_days=tuple(sorted(helper.half_days)),
        until=mutual_aid.consent_ends(helper.consent_on) if helper.consent_on else None,
    )
    return frozenset({"aid-offer"}) if store.records.put(made, Author(initials=author)) else frozenset()


def _withdraw_offer(store: Store, helper: Helper) -> frozenset[str]:
    offer = store.records.one(AidOffer, helper.offer) if helper.offer else None
    if offer is None or offer.removed_on is not None:
        return frozenset()
    store.records.put(replace(offer, removed_on=today(store.clock)))
    return frozenset({"aid-offer"})


def _offers(store: Store, request: AidRequest, day: date) -> tuple[AidOffer, ...]:
    library = store.library()
    others = [one for one in store.records.all(AidOffer) if library is None or one.library != library.id]
    return mutual_aid.offers_for(request, others, day)


def _helper_line(one: Helper, day: date, say: Words) -> HelperLine:
    holds = mutual_aid.consents(one, day)
    if one.consent_on is None:
        state = say("no consent yet: print the card")
    elif holds:
        state = say("consent until {day}", day=plain_day(mutual_aid.consent_ends(one.consent_on), say.language))
    else:
        state = say(
            "consent ended on {day}: to renew", day=plain_day(mutual_aid.consent_ends(one.consent_on), say.language)
        )
    return HelperLine(
        helper=one,
        subjects=", ".join(subject_words(slug, say) for slug in one.subjects),
        when=half_days_words(one.half_days, say),
        state=state,
        consents=holds,
        to_renew=mutual_aid.to_renew(one, day),
    )


def _request_line(one: AidRequest, names: dict[str, str], say: Words) -> RequestLine:
    state = say("nobody proposed yet")
    if one.meets_on is not None:
        state = say("meeting on {day}", day=plain_day(one.meets_on, say.language))
    elif one.helper:
        state = say("{name} is asked", name=names.get(one.helper, say("somebody")))
    return RequestLine(
        request=one, what=subject_words(one.subject, say), when=half_days_words(one.half_days, say), state=state
    )
