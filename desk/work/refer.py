"""Orienter: from a need to a procedure, from a procedure to its checklist and its relays, and the act of handing over."""

from collections.abc import Mapping
from datetime import datetime

from desk.base.clock import today
from desk.base.dates import age, long_day, published
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id, unused
from desk.base.text import clean
from desk.base.words import Words, words
from desk.domain.agreements import Agreement
from desk.domain.charter import Level
from desk.domain.counts import month_of
from desk.domain.fields import secret_in
from desk.domain.hours import HORIZON, Openness, calendar_of
from desk.domain.hours_text import sentence_interval, sentence_now
from desk.domain.libraries import Library
from desk.domain.matching import NeedMatcher, need_matcher
from desk.domain.procedures import Confidence, Fact, KeyMoment, Procedure, StepKind, in_season, needs_checking
from desk.domain.referrals import End, Referral, ReferralId, new_code
from desk.domain.referrals import Reason as UnmetReason
from desk.domain.relays import Ranked, Reason, Wishes, rank
from desk.domain.sessions import of_month
from desk.domain.sheets import Fee, Reach, Sheet, age_days, freshness
from desk.domain.taxonomy import Taxonomy, widened
from desk.domain.territory import box_around, distance_km
from desk.store import seed
from desk.store.store import Store
from desk.work import charter as charter_work
from desk.work import counting
from desk.work.agreements import at_stop
from desk.work.freshness import checked_words, doubtful_words, open_doubts
from desk.work.outcome import Outcome
from desk.work.refer_view import Checklist, FactLine, NeedAnswer, PhoneLine, ProcedureHit, RelayCard, StepLine
from desk.work.session_places import is_session, place_of, places_for

HANDED_OVER = 3
"""How many kinds of relay are named where a step is not done here: the procedure's first ones."""

CANDIDATES_PER_TYPE = 24
"""How many of the nearest sheets of each relay type are looked at before ranking."""

REPRINTABLE = 20

SEASONAL = 4
"""How many procedures of the season the empty home proposes."""


# Queries


def matcher(store: Store) -> NeedMatcher:
    """Return what finds procedures; make it again when a procedure changes."""
    return need_matcher(store.records.all(Procedure), store.seeds.vocabulary)


def needs(store: Store, found: NeedMatcher, text: str, say: Words, limit: int = 5) -> NeedAnswer:
    """Return the procedures that ``text`` may mean. Keeps nothing of what was typed."""
    titles: dict[str, Procedure] = {procedure.id: procedure for procedure in store.records.all(Procedure)}
    return answer(found, titles, text, say, limit)


def answer(found: NeedMatcher, titles: Mapping[str, Procedure], text: str, say: Words, limit: int = 5) -> NeedAnswer:
    """Return the same from values already at hand: pure, so that a screen may ask at each letter."""
    told = found.find(text, limit)
    hits = []
    for hit in told.hits:
        procedure = titles[hit.procedure]
        why = (say("Words recognised: {words}", words=", ".join(hit.heard)),)
        hits.append(
            ProcedureHit(
                id=procedure.id,
                title=procedure.title,
                administration=procedure.administration,
                score=hit.score,
                why=why,
            )
        )
    return NeedAnswer(
        procedures=tuple(hits), nothing_fits=told.nothing_fits, secret=secret_in(text[:2000]), elsewhere=told.elsewhere
    )


def season(store: Store, most: int = SEASONAL) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of the procedures that this month's key moments raise, the shortest campaigns first."""
    found = of_month(seed.campaigns(store.seeds.folder), today(store.clock).month)
    ids = tuple(dict.fromkeys(one for campaign in found if len(campaign.months) < 12 for one in campaign.procedures))
    known = store.records.many(Procedure, ids)
    return tuple((one, known[one].title) for one in ids if one in known)[:most]


def checklist(store: Store, procedure_id: str, say: Words) -> Checklist:
    """Return what the desk does for a procedure, with this library's charter and equipment.

    Raises:
        RefusedError: ``UNKNOWN_PROCEDURE``.
    """
    procedure = _procedure(store, procedure_id)
    library = store.library()
    month = today(store.clock).month
    season = in_season(procedure, month)
    return Checklist(
        procedure=procedure.id,
        title=procedure.title,
        slip_title=procedure.slip_title or procedure.title,
        administration=procedure.administration,
        official_site=procedure.official_site or "",
        steps=tuple(_steps(store, procedure, library, say)),
        prerequisites=_lines(procedure.prerequisites),
        bring=_lines(procedure.bring),
        paper_form=_line(procedure.paper_form) if procedure.paper_form else None,
        offline=_lines(procedure.offline),
        warnings=_lines(procedure.warnings),
        season=_lines(season),
        moments=_lines(tuple(moment for moment in procedure.key_moments if moment not in season)),
        phones=tuple(
            PhoneLine(
                number=phone.number,
                label=phone.label,
                hours=phone.hours,
                to_verify=phone.confidence is not Confidence.SURE,
            )
            for phone in procedure.phones
        ),
        relay_types=procedure.relay_types,
        sources=tuple(
            f"{source.title} ({published(source.date, say.language)})" if source.date else source.title
            for source in procedure.sources
        ),
        footer=footer(procedure, say),
        to_verify=needs_checking(procedure),
        points_to_verify=procedure.to_verify,
        emergency=store.seeds.emergency if procedure.emergency else (),
    )


def footer(procedure: Procedure, say: Words) -> str:
    """Return where the procedure's facts come from and whether a person checked them; never a source's date as a check."""
    if procedure.checked_on is not None and not needs_checking(procedure):
        return say("Procedure: checked on {day}.", day=published(procedure.checked_on.isoformat(), say.language))
    if procedure.source_date:
        return say("Procedure: to verify. Latest document: {day}.", day=published(procedure.source_date, say.language))
    return say("Procedure: to verify. No document found.")


def relays(store: Store, procedure_id: str, wishes: Wishes, say: Words, limit: int = 5) -> tuple[RelayCard, ...]:
    """Return the local relays for a procedure, best first, each with the reasons of its rank.

    Raises:
        RefusedError: ``UNKNOWN_PROCEDURE``, ``NO_LIBRARY``.
    """
    procedure = _procedure(store, procedure_id)
    return relays_of_types(store, procedure.relay_types, wishes, say, limit, only=procedure.emergency)


def relays_of_types(
    store: Store, slugs: tuple[str, ...], wishes: Wishes, say: Words, limit: int = 5, *, only: bool = False
) -> tuple[RelayCard, ...]:
    """Return the local relays of some types, and of broader ones where there is none; best first.

    With ``only``, neither a broader type nor a session of another day: who is in danger is sent to nobody else.
    """
    ranked = _ranked(store, slugs, wishes, say, only=only)
    return tuple(_card(one, store.seeds.taxonomy, wishes, say) for one in ranked[:limit])


def _ranked(
    store: Store, slugs: tuple[str, ...], wishes: Wishes, say: Words, *, only: bool = False
) -> tuple[Ranked, ...]:
    library = _library(store)
    widest = slugs if only else widened(store.seeds.taxonomy, slugs)
    box = box_around(library.place, library.radius_km) if library.place else None
    pairs = store.index.by_relay_type(widest, box, CANDIDATES_PER_TYPE)
    sheets = store.records.many(Sheet, tuple(dict.fromkeys(sheet for _, sheet in pairs)))
    if not only:
        sheets.update({place.id: place for place in places_for(store, widest, library, say)})
    doubts = open_doubts(store, tuple(sheets))
    return rank(tuple(sheets.values()), widest, slugs, library, calendar_of(library.departement), wishes, doubts)


def reprintable(store: Store) -> tuple[Referral, ...]:
    """Return the last twenty referrals that had a slip, latest first."""
    return tuple(made for made in store.referrals.latest(2 * REPRINTABLE) if made.code)[:REPRINTABLE]


def reprint_lines(store: Store, say: Words) -> tuple[tuple[str, str], ...]:
    """Return (code, words) of the last twenty slips: « mardi 24 novembre 2026 · Carte d'identité · Mairie · K7F3Q9 »."""
    made = reprintable(store)
    sheets = store.records.many(Sheet, [one.sheet for one in made if one.sheet])
    titles = store.records.many(Procedure, [one.procedure for one in made])
    lines = []
    for one in made:
        title = titles[one.procedure].title if one.procedure in titles else one.procedure
        parts = (
            long_day(one.day, say.language),
            title,
            _name(store, sheets, one.sheet, say),
            one.code,
        )
        lines.append((one.code, " · ".join(part for part in parts if part)))
    return tuple(lines)


def _name(store: Store, sheets: Mapping[str, Sheet], relay_id: str, say: Words) -> str:
    place = sheets.get(relay_id) or (place_of(store, relay_id, say) if relay_id else None)
    return place.name if place else ""


def referral(store: Store, typed: str) -> Referral:
    """Return the referral whose slip carries the code ``typed``.

    Raises:
        RefusedError: ``WRONG_CODE`` when the check sign is wrong, ``UNKNOWN_SLIP`` when the code is not ours.
    """
    found = counting.of_code(store, typed)
    if not found.procedure:
        raise RefusedError(Code.UNKNOWN_SLIP, typed=clean(typed, 20))
    return found


def away(km: float | None, say: Words) -> str:
    """Return a distance in words: « sur place », « 800 m », « 4,2 km », « 11 km », or nothing when unknown."""
    if km is None:
        return ""
    if km < 0.1:
        return say("here")
    if km < 0.95:
        return say("{metres} m", metres=round(km * 10) * 100)
    return say("{km} km", km=say.number(km, 1 if km < 10 else 0))


def fee_words(fee: Fee, say: Words) -> str:
    """Return what it costs, in words; nothing when unknown."""
    return {
        Fee.FREE: say("free"),
        Fee.CONDITIONAL: say("free under conditions"),
        Fee.PAID: say("paid"),
        Fee.UNKNOWN: "",
    }[fee]


def reach_words(reach: Reach, say: Words) -> str:
    """Return how one gets in, in words; nothing when unknown."""
    return {
        Reach.WALK_IN: say("without appointment"),
        Reach.APPOINTMENT: say("by appointment"),
        Reach.PHONE: say("by telephone"),
        Reach.UNKNOWN: "",
    }[reach]


# Operations


def prepare(
    store: Store, procedure_id: str, sheet_id: str, relay_type: str = "", wishes: Wishes | None = None
) -> Referral:
    """Return a referral with an unused code, not kept yet: for whoever must make the paper before counting it.

    Without a ``relay_type``, it is the first of the procedure's that the sheet has, broader ones last. ``wishes`` tell
    which half-days the person has: what is not covered is counted.

    Raises:
        RefusedError: ``UNKNOWN_PROCEDURE``, ``UNKNOWN_SHEET``.
    """
    procedure = _procedure(store, procedure_id)
    sheet = place_of(store, sheet_id, words()) if sheet_id else None
    if sheet_id and sheet is None:
        raise RefusedError(Code.UNKNOWN_SHEET, id=clean(sheet_id, 40))
    if sheet and not relay_type:
        widest = widened(store.seeds.taxonomy, procedure.relay_types)
        relay_type = next((slug for slug in widest if slug in sheet.relay_types), "")
    return Referral(
        id=ReferralId(new_id()),
        day=today(store.clock),
        month=month_of(today(store.clock)),
        procedure=procedure.id,
        sheet=sheet_id,
        relay_type=relay_type,
        domain=procedure.domain,
        code=unused(new_code, store.referrals.is_taken),
        end=End.RELAYED,
        km=_km(store, sheet),
        free=tuple(sorted(wishes.free)) if wishes else (),
        served=_is_served(store, procedure, wishes) if wishes and wishes.free else None,
    )


def _km(store: Store, sheet: Sheet | None) -> int | None:
    library = store.library()
    if sheet is None or sheet.place is None or library is None or library.place is None:
        return None
    return round(distance_km(library.place, sheet.place))


def _is_served(store: Store, procedure: Procedure, wishes: Wishes) -> bool:
    """Return whether any relay is open in the half-days that the person has."""
    return any(one.visits for one in _ranked(store, procedure.relay_types, wishes, words()))


def hand_over(store: Store, made: Referral) -> Outcome:
    """Count one anonymous referral. Safe to repeat with the same one."""
    return counting.note(store, made)


def note_unmet(store: Store, words: str, domain: str = "") -> Outcome:
    """Count a need that nothing fitted. Its words stay in the private file and die after thirty days."""
    done = counting.note(
        store,
        Referral(
            id=ReferralId(new_id()),
            day=today(store.clock),
            domain=domain,
            end=End.NOT_POSSIBLE,
            reason=UnmetReason.NOT_FOUND,
        ),
    )
    if (kept := clean(words, 300)) and not secret_in(kept):
        store.private.keep_unmet_words(kept, today(store.clock))
    return done


def _procedure(store: Store, procedure_id: str) -> Procedure:
    procedure = store.records.one(Procedure, procedure_id)
    if procedure is None:
        raise RefusedError(Code.UNKNOWN_PROCEDURE, id=clean(procedure_id, 60))
    return procedure


def _library(store: Store) -> Library:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    return library


def _steps(store: Store, procedure: Procedure, library: Library | None, say: Words) -> list[StepLine]:
    """Return the steps as the charter in force and the equipment allow them: what is not done here is a stop."""
    charter, taxonomy = charter_work.charter(store), store.seeds.taxonomy
    agreed = store.records.where(Agreement, "removed_on IS NULL")
    equipment = library.equipment if library else ()
    lines = []
    for step in procedure.steps:
        act = charter.act(step.act)
        needed = tuple(dict.fromkeys((*step.needs, *(act.equipment if act else ()))))
        stops = step.kind in {StepKind.STOP, StepKind.NEVER}
        lacking = () if stops else tuple(item for item in needed if item not in equipment)
        excluded = not stops and act is not None and act.level is Level.NEVER
        kind = StepKind.STOP if excluded or lacking else step.kind
        relay_types = procedure.relay_types[:HANDED_OVER] if kind is not step.kind else step.relay_types
        lines.append(
            StepLine(
                id=step.id,
                kind=kind,
                text=say("Elsewhere: {text}", text=step.text) if kind is not step.kind else step.text,
                why=charter_work.stop_sentence(act, say) if excluded or step.kind is StepKind.STOP else "",
                relay_types=relay_types,
                relay_labels=tuple(taxonomy.relay_label(slug, say.language) for slug in relay_types),
                to_verify=step.confidence is not Confidence.SURE,
                possible=stops or not (lacking or excluded),
                lacking=lacking,
                agreed=at_stop(store, agreed, relay_types, say) if kind is StepKind.STOP else (),
            )
        )
    return lines


def _line(fact: Fact | KeyMoment) -> FactLine:
    return FactLine(text=fact.text, to_verify=fact.confidence is not Confidence.SURE, sources=fact.sources)


def _lines(of: tuple[Fact, ...] | tuple[KeyMoment, ...]) -> tuple[FactLine, ...]:
    return tuple(_line(fact) for fact in of)


def _card(one: Ranked, taxonomy: Taxonomy, wishes: Wishes, say: Words) -> RelayCard:
    sheet = one.sheet
    return RelayCard(
        sheet=sheet.id,
        name=sheet.name,
        relay_types=one.relay_types,
        relay_labels=tuple(taxonomy.relay_label(slug, say.language) for slug in one.relay_types),
        commune=sheet.commune,
        km=None if one.km is None else round(one.km, 1),
        away=away(one.km, say),
        open_now={Openness.OPEN: True, Openness.CLOSED: False}.get(one.openness),
        next=_following(one, wishes.at),
        sentence=sentence_now(one.hours, wishes.at, say.language),
        phone=sheet.phone,
        fee=fee_words(sheet.fee, say),
        reach=reach_words(sheet.reach, say),
        checked_on=sheet.verified_on,
        fresh=freshness(sheet, wishes.at.date()),
        checked=say("announced by the library") if is_session(sheet) else checked_words(sheet, wishes.at.date(), say),
        doubt=doubtful_words(one.doubts, sheet.phone, say),
        visits=one.visits,
        why=(
            *((say("A session: {rhythm}.", rhythm=sheet.hours_text),) if is_session(sheet) else ()),
            *(_because(reason, one, taxonomy, wishes, say) for reason in one.reasons),
        ),
    )


def _following(one: Ranked, at: datetime) -> datetime | None:
    """Return when the place opens next: after the opening under way, if there is one."""
    if one.next is None or one.next.start > at:
        return one.next.start if one.next else None
    later = one.hours.intervals(one.next.end, one.next.end + HORIZON, 1) if one.next.end else ()
    return later[0].start if later else None


def _because(reason: Reason, one: Ranked, taxonomy: Taxonomy, wishes: Wishes, say: Words) -> str:
    kind = taxonomy.relay_label(one.relay_types[0], say.language)
    opening = one.visits[0] if one.visits else one.next
    when = sentence_interval(opening, wishes.at.date(), say.language) if opening else ""
    sentences = {
        Reason.RIGHT_TYPE: say("The first kind of relay for this procedure: {kind}.", kind=kind),
        Reason.OTHER_TYPE: say("A kind of relay for this procedure: {kind}.", kind=kind),
        Reason.BROADER_TYPE: say("A broader relay, for want of a nearer kind: {kind}.", kind=kind),
        Reason.DISTANCE: say("{away} as the crow flies.", away=away(one.km, say)),
        Reason.NO_PLACE: say("Place unknown: the distance was not counted."),
        Reason.FAR_WITHOUT_CAR: say("Far without a car."),
        Reason.OPEN_NOW: say("Open now."),
        Reason.OPENS: say("Can be visited {when}.", when=when),
        Reason.NOT_WHEN_FREE: say("Not open when the person is free."),
        Reason.HOURS_UNKNOWN: say("Hours unknown: telephone first."),
        Reason.BY_APPOINTMENT: say("By appointment."),
        Reason.BY_PHONE: say("Can be reached by telephone."),
        Reason.FREE_OF_CHARGE: say("Free of charge."),
        Reason.PAID: say("Has to be paid for."),
        Reason.DOUBTED: say("Somebody said that this sheet is wrong: it goes down the list."),
        Reason.CHECKED: say("Checked by a person {when}.", when=age(age_days(one.sheet, wishes.at.date()) or 0, say)),
        Reason.OLD_CHECK: say("The last check is old: telephone first."),
        Reason.NEVER_CHECKED: say("Never checked by a person: to verify."),
    }
    return sentences[reason]
