"""Compétences: a blank card, a card read and completed, who stamped it, what could come next. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain import skills
from desk.domain.skills import CardKey, Referential, Resource, Skill, Step
from desk.store import seed
from desk.store.card_secret import card_secret, fresh_card_secret
from desk.store.store import Store
from desk.wire import skills_card
from desk.wire.signing import public_key
from desk.wire.skills_card import CardError, CardProblem, SealedCard, Standing
from desk.work import sessions

DIGITAL_HELP = frozenset({"conseiller-numerique", "association-informatique"})
"""Kinds of relay whose sessions teach what a card holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLine:
    """One skill of the card. ``step`` is where the person is, None when nobody noted anything; ``told`` says it, with who."""

    number: int
    label: str
    area: str
    level: str
    step: Step | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StampLine:
    """One stamp in words. ``doubtful`` when it is not signed by a key that is known and live."""

    told: str
    library: str
    day: date
    known: bool
    revoked: bool
    doubtful: bool
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card to show and to complete. ``text`` is what its QR code says, ``latest`` up to which stamp this print goes.

    ``ours_last`` if the last stamp is by this library, which may then take it off; ``resources`` are to go on with.
    """

    text: str
    number: str
    lines: tuple[SkillLine, ...]
    stamps: tuple[StampLine, ...]
    warnings: tuple[str, ...]
    coming: tuple[str, ...]
    sessions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    latest: str = ""
    ours_last: bool = False


# Queries


def referential(store: Store) -> Referential:
    """Return the thirty-five skills."""
    return seed.skills(store.seeds.folder)


def new_card(store: Store, say: Words) -> CardView:
    """Return a blank card with its number."""
    return view(store, skills_card.blank(skills.new_number()), say)


def read(store: Store, text: str, say: Words) -> CardView:
    """Return the card that ``text`` says.

    Raises:
        CardError: it is no card, or cannot be read here.
    """
    card = skills_card.from_text(text)
    if not skills.is_number(card.number):
        raise CardError(CardProblem.NOT_A_CARD)
    return view(store, card, say)


def stamp(store: Store, text: str, steps: Mapping[int, Step], say: Words) -> CardView:
    """Return the card with this library's stamp on what changed; the same card when nothing did.

    Raises:
        CardError: it is no card, or it is full.
        UnavailableError: the key of this library cannot be kept.
    """
    card = skills_card.from_text(text)
    secret = _own_secret(store)
    before = _steps(card, skills_card.standings(card, _publics(store, secret)))
    lines = skills.changed(before, dict(steps))
    if not lines:
        return view(store, card, say)
    _declare(store, public_key(secret))
    done = skills_card.stamped(card, secret, today(store.clock), tuple((number, int(step)) for number, step in lines))
    return view(store, done, say)


def without_last(store: Store, text: str, say: Words) -> CardView:
    """Return the card without its last stamp, made by mistake. Only the library that made it takes it off.

    What is on paper already still says it: the sheet is to be printed again.

    Raises:
        CardError: it is no card, or its last stamp is not by this library.
    """
    card = skills_card.from_text(text)
    if not _ours_last(store, card):
        raise CardError(CardProblem.NOT_OURS)
    return view(store, skills_card.without_last(card), say)


def view(store: Store, card: SealedCard, say: Words) -> CardView:
    """Return a card in words. A forged stamp counts for nothing, and it is said."""
    keys = {bytes.fromhex(one.id): one for one in store.records.all(CardKey) if _is_hex(one.id)}
    standings = skills_card.standings(card, {key: _public(one) for key, one in keys.items()})
    steps = _steps(card, standings)
    known = referential(store)
    who = _who(card, standings, keys, say)
    lines = [_line(one, steps.get(one.number), who.get(one.number, ""), known, say) for one in known.skills]
    others = sorted(number for number in steps if known.skill(number) is None)
    warnings = [_warning(one, keys, standing, say) for one, standing in zip(card.stamps, standings, strict=True)]
    if others:
        warnings.append(say("This card knows skills that this version does not: they are kept."))
    return CardView(
        text=skills_card.to_text(card),
        number=card.number,
        lines=tuple(lines),
        stamps=tuple(
            _stamp_line(one, keys.get(one.key), standing, known, say)
            for one, standing in zip(card.stamps, standings, strict=True)
        ),
        warnings=tuple(dict.fromkeys(filter(None, warnings))),
        coming=tuple(_label(one, say) for one in skills.coming_next(known.skills, steps)),
        sessions=sessions.next_held(store, DIGITAL_HELP, 2, say),
        resources=tuple(resource_words(one, say) for one in known.resources),
        latest=_latest(card, say),
        ours_last=_ours_last(store, card),
    )


def resource_words(one: Resource, say: Words) -> str:
    """Return something to go on with: its level, how long it lasts, where it is followed; what is not sure says so."""
    if not (one.length or one.where):
        return say("{title} · level {level} · length and place to verify", title=one.title, level=one.level)
    doubt = "" if one.status == "sure" else say("to verify")
    length = ", ".join(filter(None, (one.length, doubt))) or say("to verify")
    where = ", ".join(filter(None, (one.where, doubt))) or say("to verify")
    return say(
        "{title} · level {level} · length: {length} · where: {where}",
        title=one.title,
        level=one.level,
        length=length,
        where=where,
    )


def step_words(step: Step, say: Words) -> str:
    """Return a step in words."""
    return {Step.LEARNING: say("I am learning"), Step.HELPED: say("with some help"), Step.ALONE: say("on my own")}[step]


def problem_words(problem: CardProblem, say: Words) -> str:
    """Return why a card cannot be read, and what to do."""
    return {
        CardProblem.NOT_A_CARD: say("This is not a skills card. Scan the large square of the card."),
        CardProblem.CUT_SHORT: say("The code is not whole. Scan it again, flat and in good light."),
        CardProblem.LATER_VERSION: say(
            "This card comes from a later version of Relais. It stays valid for the person."
        ),
        CardProblem.NOT_OURS: say("Only the library that made the last stamp can take it off. Stamp the right step."),
        CardProblem.FULL: say("This card is full. Begin a new one: the person keeps both."),
    }[problem]


def _latest(card: SealedCard, say: Words) -> str:
    """Return up to which stamp this print goes: no desk can know whether a later one was made."""
    count = len(card.stamps)
    if not count:
        return say("This print holds no stamp. A later print may exist: ask for it.")
    day = plain_day(card.stamps[-1].day, say.language)
    return say.count(
        count,
        "This print holds one stamp, of {day}. A later print may exist: ask for it.",
        "This print holds {n} stamps, the last of {day}. A later print may exist: ask for it.",
        day=day,
    )


def _ours_last(store: Store, card: SealedCard) -> bool:
    """Return whether the last stamp is signed by this library, on whichever of its computers."""
    library = store.library()
    if not card.stamps or library is None:
        return False
    key = store.records.one(CardKey, card.stamps[-1].key.hex())
    if key is None or key.library != library.id:
        return False
    return skills_card.standings(card, {card.stamps[-1].key: _public(key)})[-1] is Standing.SIGNED


def _own_secret(store: Store) -> bytes:
    """Return the secret that signs today: a new one once the library is another, or its key was withdrawn."""
    secret, library = card_secret(store.profile), store.library()
    kept = store.records.one(CardKey, skills_card.key_id(public_key(secret)).hex())
    renamed = kept is not None and library is not None and kept.library_name != library.name
    if kept is not None and (renamed or kept.revoked_on is not None):
        return fresh_card_secret(store.profile)
    return secret


def _declare(store: Store, public: bytes) -> None:
    """Make this library's key known to the desks of the network, once."""
    record_id = skills_card.key_id(public).hex()
    library = store.library()
    kept = store.records.one(CardKey, record_id)
    if kept is None and library is not None:
        store.records.put(
            CardKey(
                id=record_id,
                library=library.id,
                library_name=library.name,
                key=public.hex(),
                issued_on=today(store.clock),
            )
        )


def _publics(store: Store, secret: bytes) -> dict[bytes, bytes]:
    own = public_key(secret)
    kept = {bytes.fromhex(one.id): _public(one) for one in store.records.all(CardKey) if _is_hex(one.id)}
    return {**kept, skills_card.key_id(own): own}


def _public(key: CardKey) -> bytes:
    """Return the bytes of a key; nothing when they are not those its name was made from."""
    if not _is_hex(key.key):
        return b""
    public = bytes.fromhex(key.key)
    return public if skills_card.key_id(public).hex() == key.id else b""


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(sign in "0123456789abcdef" for sign in text)


def _steps(card: SealedCard, standings: tuple[Standing, ...]) -> dict[int, Step]:
    believed = [one for one, standing in zip(card.stamps, standings, strict=True) if standing is not Standing.FORGED]
    return {number: Step(step) for one in believed for number, step in one.lines}


def _who(
    card: SealedCard, standings: tuple[Standing, ...], keys: Mapping[bytes, CardKey], say: Words
) -> dict[int, str]:
    told = {}
    for one, standing in zip(card.stamps, standings, strict=True):
        if standing is not Standing.FORGED:
            name = keys[one.key].library_name if one.key in keys else say("a library not known here")
            told.update({number: f"{name}, {plain_day(one.day, say.language)}" for number, _ in one.lines})
    return told


def _line(skill: Skill, step: Step | None, who: str, known: Referential, say: Words) -> SkillLine:
    area = known.areas[str(skill.pix)][0 if say.language == "fr" else 1]
    told = " · ".join(filter(None, (step_words(step, say) if step else say("not noted"), who)))
    return SkillLine(number=skill.number, label=_label(skill, say), area=area, level=skill.level, step=step, told=told)


def _label(skill: Skill, say: Words) -> str:
    return skill.label if say.language == "fr" else skill.english


def _stamp_line(
    stamp_: skills_card.SealedStamp, key: CardKey | None, standing: Standing, known: Referential, say: Words
) -> StampLine:
    name = key.library_name if key and standing is Standing.SIGNED else say("a library not known here")
    revoked = key is not None and key.revoked_on is not None and key.revoked_on <= stamp_.day
    labels = []
    for number, step in stamp_.lines:
        skill = known.skill(number)
        labels.append((_label(skill, say) if skill else f"c{number:02d}", step_words(Step(step), say)))
    return StampLine(
        told=f"{plain_day(stamp_.day, say.language)} · {name}",
        library=key.library_name if key else "",
        day=stamp_.day,
        known=standing is Standing.SIGNED,
        revoked=revoked,
        doubtful=standing is not Standing.SIGNED or revoked,
        skills=tuple(labels),
    )


def _warning(stamp_: skills_card.SealedStamp, keys: Mapping[bytes, CardKey], standing: Standing, say: Words) -> str:
    key = keys.get(stamp_.key)
    if standing is Standing.FORGED:
        return say("A stamp is not by the library it names. It was left out.")
    if standing is Standing.UNKNOWN:
        return say("A stamp comes from a library that is not known here. The card stays valid for the person.")
    if key is not None and key.revoked_on is not None and key.revoked_on <= stamp_.day:
        day = plain_day(key.revoked_on, say.language)
        return say("The key of {library} was withdrawn on {day}, before this stamp.", library=key.library_name, day=day)
    return ""
