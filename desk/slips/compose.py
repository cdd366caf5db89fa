"""What is on the paper and why: from a checklist, a sheet and a referral to a `Slip`."""

from dataclasses import dataclass
from datetime import date

from desk.base.dates import long_day, plain_day, published
from desk.base.errors import Code, RefusedError
from desk.base.text import clean, fold
from desk.base.words import Words, words
from desk.domain.charter import Level
from desk.domain.doubts import Doubt
from desk.domain.hours import Interval, calendar_of, possible_visits, read
from desk.domain.hours_text import sentence_exceptions, sentence_interval, sentence_week
from desk.domain.libraries import Library, full_name
from desk.domain.procedures import Procedure, StepKind
from desk.domain.referrals import Referral
from desk.domain.relays import VISITS, Wishes
from desk.domain.services import closed_on
from desk.domain.sheets import Freshness, Reach, Sheet, Status, freshness, receives
from desk.domain.territory import distance_km, travel_minutes
from desk.slips.codes import contact_card
from desk.slips.discretion import exposes
from desk.slips.slip import Slip, SlipRelay
from desk.slips.typeset import capital
from desk.store.store import Store
from desk.work import refer
from desk.work.charter import charter, slip_sentence
from desk.work.freshness import doubtful_words, open_doubts
from desk.work.refer_view import Checklist, FactLine, PhoneLine
from desk.work.session_places import is_session, place_of

CHARTER_SENTENCES = 2

DOERS = 2
"""How many kinds of places are named where the place chosen can only help."""

SAYS_MORE = 50
"""Signs from which a sentence with a number says more than to call it."""

EXCEPTION_DAYS = 21
"""How far ahead closed days are told."""

LAST_TYPES = ("france-services",)
"""Who can take over any procedure when there is neither a sheet, nor a number, nor a form."""


def compose(
    store: Store,
    checklist: Checklist,
    sheet_id: str | None,
    referral: Referral,
    language: str,
    wishes: Wishes | None = None,
) -> Slip:
    """Return the slip of ``referral``: where to go with ``sheet_id``, else the best there is without a sheet.

    The fixed words are in ``language``; what the procedure says stays in French. A procedure of danger gets a discreet
    paper: emergency numbers first, a neutral title, and no word that exposes the person.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``, ``UNKNOWN_PROCEDURE``, ``NO_LIBRARY``.
    """
    library, procedure = store.library(), store.records.one(Procedure, checklist.procedure)
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    if procedure is None:
        raise RefusedError(Code.UNKNOWN_PROCEDURE, id=clean(checklist.procedure, 60))
    return _Composer(
        store=store,
        checklist=checklist,
        procedure=procedure,
        library=library,
        referral=referral,
        wishes=wishes or Wishes(at=store.clock.now()),
        say=words(language),
    ).slip(sheet_id or "")


def reprint(store: Store, referral: Referral, language: str) -> Slip:
    """Return the slip of an earlier ``referral`` again: same procedure, sheet, code and day; the next moments from now.

    Raises:
        RefusedError: ``UNKNOWN_SHEET``, ``UNKNOWN_PROCEDURE``, ``NO_LIBRARY``.
    """
    checklist = refer.checklist(store, referral.procedure, words(language))
    return compose(store, checklist, referral.sheet or None, referral, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composer:
    """Holds what every part of one slip needs."""

    store: Store
    checklist: Checklist
    procedure: Procedure
    library: Library
    referral: Referral
    wishes: Wishes
    say: Words

    def slip(self, sheet_id: str) -> Slip:
        say, checklist = self.say, self.checklist
        sheet = self._sheet(sheet_id)
        emergency = self._emergency()
        phones = self._phones(emergency)
        offline = _without_repeats(self._offline(sheet), phones)
        if sheet is None and checklist.emergency:
            relay: SlipRelay | None = None
        elif sheet is None and phones:
            relay = self._by_phone(phones[0])
            phones = phones[1:]
        elif sheet is None and checklist.paper_form is not None:
            relay = self._by_form(checklist.paper_form)
        else:
            sheet = sheet or self._nearest_of_last_types()
            relay = self._by_sheet(sheet) if sheet else self._by_letter()
        return Slip(
            language=say.language,
            library=full_name(self.library),
            mark=self.library.mark,
            code=self.referral.code,
            day=long_day(self.referral.day, say.language),
            title=say("Useful numbers and addresses") if self.procedure.emergency else checklist.slip_title,
            emergency=emergency,
            relay=relay,
            bring_heading=say("Bring")
            if relay is None or relay.heading != say("Call this number")
            else say("Have ready"),
            bring=self._discreet(checklist.bring),
            phones=phones,
            offline=offline,
            warnings=self._discreet((*checklist.warnings, *checklist.season)),
            charter=self._charter(),
            footer=self._footer(sheet),
        )

    def _sheet(self, sheet_id: str) -> Sheet | None:
        if not sheet_id:
            return None
        sheet = place_of(self.store, sheet_id, self.say)
        if sheet is None:
            raise RefusedError(Code.UNKNOWN_SHEET, id=clean(sheet_id, 40))
        return sheet

    def _nearest_of_last_types(self) -> Sheet | None:
        """The nearest France services, if the territory has one."""
        found = refer.relays_of_types(self.store, LAST_TYPES, self.wishes, self.say, limit=1)
        if not found or LAST_TYPES[0] not in found[0].relay_types:
            return None
        return self._sheet(found[0].sheet)

    def _by_sheet(self, sheet: Sheet) -> SlipRelay:
        say, here, language = self.say, self.library.place, self.say.language
        hours = read(closed_on(sheet.opening_hours, sheet.closures), calendar_of(self.library.departement))
        km = distance_km(here, sheet.place) if here and sheet.place else None
        minutes = travel_minutes(km, by_car=self.wishes.by_car) if km is not None else 0
        there, doubts = receives(sheet), open_doubts(self.store, (sheet.id,)).get(sheet.id, ())
        visits = possible_visits(hours, self.wishes.at, self.wishes.free, minutes, VISITS) if there else ()
        week = sentence_week(hours, self.wishes.at, language) if there and not is_session(sheet) else ()
        fresh = freshness(sheet, self.wishes.at.date())
        name = self._neutral(sheet.name, say("Reception and advice"))
        reach = "" if sheet.reach is Reach.APPOINTMENT and sheet.phone else refer.reach_words(sheet.reach, say)
        terms = ", ".join(part for part in (refer.fee_words(sheet.fee, say), reach) if part)
        return SlipRelay(
            heading=self._heading(sheet, there=there),
            doer=self._doer(sheet) if there else "",
            name=name,
            address=clean(sheet.address, 300),
            town="" if fold(sheet.commune) in fold(sheet.address) else clean(sheet.commune, 100),
            away=refer.away(km, say),
            advice=self._advice(sheet, fresh, doubts, known=bool(week or visits)),
            phone=spaced(sheet.phone),
            visits=self._moments(visits),
            week=week,
            exceptions=tuple(
                capital(line) for line in sentence_exceptions(hours, self.wishes.at, EXCEPTION_DAYS, language) if there
            ),
            hours_text="" if not there or self._hidden(sheet.hours_text) else sheet.hours_text,
            terms=capital(terms),
            to_verify=bool(doubts) or fresh in {Freshness.OLD, Freshness.NEVER},
            contact=contact_card(name, sheet.phone, sheet.address, sheet.postcode, sheet.commune, sheet.place),
        )

    def _heading(self, sheet: Sheet, *, there: bool) -> str:
        if not there:
            return self.say("No longer receives")
        return self.say("To be helped, go here") if self._doer(sheet) else self.say("Go here")

    def _doer(self, sheet: Sheet) -> str:
        """Who does what the desk must not, when the place chosen can only help: its address is not known here."""
        stop = next((step for step in self.procedure.steps if step.kind is StepKind.STOP and step.relay_types), None)
        wanted = stop.relay_types if stop and self.procedure.relay_types[0] in stop.relay_types else ()
        if not wanted or set(wanted) & set(sheet.relay_types):
            return ""
        known = self.store.seeds.taxonomy.relay_types
        french = self.say.language == "fr"
        names = [known[slug].label if french else known[slug].english for slug in wanted[:DOERS] if slug in known]
        places = self.say("{first} or {second}", first=names[0], second=names[1]) if names[1:] else "".join(names)
        return self.say("Where it is done: {places}. Ask for the address.", places=places)

    def _moments(self, visits: tuple[Interval, ...]) -> tuple[str, ...]:
        """The moments to go, with their dates: a paper is read another day, so it never says « aujourd'hui »."""
        told: list[str] = []
        for number, visit in enumerate(visits):
            moment = sentence_interval(visit, date.min, self.say.language)
            if not number:
                told.append(capital(moment))
            elif visit.start.date() == visits[number - 1].start.date():
                told.append(self.say("or the same day, {hours}", hours=moment.partition(", ")[2]))
            else:
                told.append(self.say("or {moment}", moment=moment))
        return tuple(told)

    def _by_phone(self, phone: PhoneLine) -> SlipRelay:
        name = phone.label or self._neutral(self.checklist.administration, "")
        return SlipRelay(
            heading=self.say("Call this number"),
            name=name,
            phone=phone.number,
            hours_text=phone.hours,
            to_verify=phone.to_verify,
            contact=contact_card(name or phone.number, phone.number, "", "", "", None),
        )

    def _by_form(self, form: FactLine) -> SlipRelay:
        return SlipRelay(
            heading=self.say("Do it on paper"),
            name=self.say("Ask for the paper form"),
            advice=form.text,
            to_verify=form.to_verify,
        )

    def _by_letter(self) -> SlipRelay:
        return SlipRelay(
            heading=self.say("Go here"),
            name=self.say("Your town hall"),
            advice=self.say("Take the letter you received to the town hall."),
        )

    def _advice(self, sheet: Sheet, fresh: Freshness, doubts: tuple[Doubt, ...], *, known: bool) -> str:
        say = self.say
        if sheet.status is Status.SUSPENDED:
            return say("Does not receive at the moment: ask the library")
        if not receives(sheet):
            return say("This place is closed: ask the library for another one")
        if doubts:
            return doubtful_words(doubts, sheet.phone, say)
        doubtful = fresh in {Freshness.OLD, Freshness.NEVER}
        if not sheet.phone:
            return say("Hours to verify before you go.") if doubtful or not known else ""
        if sheet.reach is Reach.APPOINTMENT:
            return say("By appointment: telephone first")
        if not known:
            return say("Hours unknown: telephone first")
        return say("Telephone before you go") if doubtful else ""

    def _emergency(self) -> tuple[PhoneLine, ...]:
        """The emergency numbers, those of the procedure first."""
        own = [_dialled(phone.number) for phone in self.checklist.phones]
        numbers = sorted(
            self.checklist.emergency,
            key=lambda one: own.index(_dialled(one.number)) if _dialled(one.number) in own else len(own),
        )
        return tuple(
            PhoneLine(
                number=one.number,
                label=self._neutral(one.use, one.discreet or self.say("Someone to talk to")),
                hours=one.hours,
                to_verify=one.confidence != "sure",
            )
            for one in numbers
        )

    def _phones(self, emergency: tuple[PhoneLine, ...]) -> tuple[PhoneLine, ...]:
        printed = {_dialled(number.number) for number in emergency}
        return tuple(
            PhoneLine(
                number=phone.number,
                label=self._neutral(phone.label, self.say("Someone to talk to")),
                hours="" if self._hidden(phone.hours) else phone.hours,
                to_verify=phone.to_verify,
            )
            for phone in self.checklist.phones
            if _dialled(phone.number) not in printed
        )

    def _offline(self, sheet: Sheet | None) -> tuple[FactLine, ...]:
        checklist, say = self.checklist, self.say
        lines = list(checklist.offline)
        if checklist.paper_form is not None and (sheet is not None or checklist.phones):
            form = checklist.paper_form
            lines.append(FactLine(text=say("Paper form: {form}", form=form.text), to_verify=form.to_verify))
        if sheet is None and not checklist.emergency and (checklist.phones or checklist.paper_form):
            near = self._nearest_of_last_types()
            if near is not None:
                told = ", ".join(part for part in (near.name, near.commune, spaced(near.phone)) if part)
                doubtful = freshness(near, self.wishes.at.date()) in {Freshness.OLD, Freshness.NEVER}
                lines.insert(0, FactLine(text=say("Near here: {place}", place=told), to_verify=doubtful))
        return self._discreet(tuple(lines))

    def _charter(self) -> tuple[str, ...]:
        """What the charter in force says of the steps where the desk stops, its own exclusions first."""
        ruling = charter(self.store)
        shown = {step.id: step for step in self.checklist.steps}
        excluded, stops = [], []
        for step in self.procedure.steps:
            act = ruling.act(step.act)
            if act is None or act.level is not Level.NEVER:
                continue
            if step.kind is StepKind.STOP:
                stops.append(slip_sentence(act, self.say))
            elif step.id in shown and not shown[step.id].possible:
                excluded.append(slip_sentence(act, self.say))
        told = dict.fromkeys(sentence for sentence in (*excluded, *stops) if not self._hidden(sentence))
        return tuple(told)[:CHARTER_SENTENCES]

    def _footer(self, sheet: Sheet | None) -> tuple[str, ...]:
        say = self.say
        ours = ", ".join(part for part in (full_name(self.library), spaced(self.library.phone)) if part)
        named_above = sheet is not None and sheet.verified_on is not None and not self.library.phone
        told = (
            say("We have kept neither your name nor your papers."),
            self._sheet_freshness(sheet) if sheet else "",
            refer.footer(self.procedure, say),
            "" if named_above else f"{ours}.",
        )
        return tuple(sentence for sentence in told if sentence)

    def _sheet_freshness(self, sheet: Sheet) -> str:
        say, language = self.say, self.say.language
        if is_session(sheet) and sheet.verified_on is not None:
            return say("Session announced on {day}.", day=plain_day(sheet.verified_on, language))
        if sheet.verified_on is not None:
            day = plain_day(sheet.verified_on, language)
            return say("Sheet checked on {day} by {library}.", day=day, library=in_a_sentence(self.library, language))
        if not sheet.source_date:
            return say("Place: to verify.")
        day = published(sheet.source_date, language)
        return (
            say("Place: list of {day}, to verify.", day=day)
            if sheet.origin
            else say("Place: noted on {day}, to verify.", day=day)
        )

    def _discreet(self, facts: tuple[FactLine, ...]) -> tuple[FactLine, ...]:
        return tuple(fact for fact in facts if not self._hidden(fact.text))

    def _neutral(self, text: str, instead: str) -> str:
        return instead if self._hidden(text) else text

    def _hidden(self, text: str) -> bool:
        return self.procedure.emergency and exposes(text)


def spaced(phone: str) -> str:
    """Return a French number in pairs, as it is said: « 04 74 00 00 00 », « 0 806 001 620 »; others as they are."""
    digits = _dialled(phone)
    if digits.startswith("0033") or (phone.strip().startswith("+") and digits.startswith("33")):
        digits = "0" + digits[2 if digits.startswith("33") else 4 :].removeprefix("0")
    if len(digits) != 10 or digits[0] != "0":
        return clean(phone, 60)
    if digits.startswith("08"):
        return f"{digits[0]} {digits[1:4]} {digits[4:7]} {digits[7:]}"
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


def _without_repeats(offline: tuple[FactLine, ...], phones: tuple[PhoneLine, ...]) -> tuple[FactLine, ...]:
    """Return the lines that say more than to call a number that stands above them in large type."""
    printed = {_dialled(phone.number) for phone in phones}
    return tuple(line for line in offline if _dialled(line.text) not in printed or len(line.text) > SAYS_MORE)


def _dialled(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def in_a_sentence(library: Library, language: str) -> str:
    """Return the library's name as it stands in a sentence: « la bibliothèque d'Ambronay »."""
    name = full_name(library)
    if language == "fr" and fold(name).startswith(("bibliotheque", "mediatheque", "ludotheque")):
        return f"la {name[0].lower()}{name[1:]}"
    return name
