"""The charter that rules this desk: the model, its local versions, who signs, what it says at a stop."""

from dataclasses import dataclass, replace
from datetime import date

from desk.base.clock import today
from desk.base.dates import plain_day, published
from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.words import Words
from desk.domain import charter as charters
from desk.domain.charter import Act, Article, Charter, CharterVersion, Level, Signatory, Text
from desk.domain.fields import Problem
from desk.store.changes import Author
from desk.store.store import Store
from desk.work.outcome import Outcome

ANNOUNCED = "charter-announced"
"""The small fact that says which version was announced at this desk."""

EMPTY = "…………………"
"""What is printed where nobody has answered yet: a line to write on by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act as this library practises it. ``open`` are the levels it may choose, ``lacking`` the equipment it has not."""

    id: str
    label: str
    level: Level
    level_words: str
    reason: str
    reference: str
    open: tuple[Level, ...]
    lacking: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version in words: « Version 2, adoptée le 3 mars 2026 par le conseil municipal ». ``rules`` if it is in force."""

    id: str
    told: str
    adopted: bool
    rules: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterView:
    """A charter to read: the articles with their blanks filled, the acts, where it stands."""

    title: str
    standing: str
    articles: tuple[Article, ...]
    acts: tuple[ActLine, ...]
    signatories: tuple[str, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What the person in charge adapts: the draft, the acts it changes, every version, the equipment of the library.

    ``begun`` if the draft is kept already: then it can be abandoned.
    """

    draft: CharterVersion
    begun: bool
    acts: tuple[ActLine, ...]
    versions: tuple[VersionLine, ...]
    equipment: tuple[str, ...]


# Queries


def in_force(store: Store) -> CharterVersion | None:
    """Return the version that rules today, or None while the model does."""
    return charters.in_force(store.records.where(CharterVersion, "adopted_on IS NOT NULL"))


def charter(store: Store) -> Charter:
    """Return the charter that rules the desk today."""
    return charters.applied(store.seeds.charter, in_force(store))


def view(store: Store, say: Words, version_id: str = "") -> CharterView:
    """Return the charter to read: the one in force, or the version ``version_id``.

    Raises:
        RefusedError: ``UNKNOWN_CHARTER``.
    """
    version = _version(store, version_id) if version_id else in_force(store)
    model = store.seeds.charter
    applied = charters.applied(model, version)
    return CharterView(
        title=applied.title,
        standing=standing(version, say),
        articles=tuple(replace(one, text=filled(one.text, version, say)) for one in applied.articles),
        acts=_acts(store, version, say),
        signatories=tuple(signatory_words(one, say) for one in (version.signatories if version else ())),
        texts=applied.texts,
    )


def adaptation(store: Store, say: Words) -> Adaptation:
    """Return what there is to adapt. Without a draft, one is proposed that says what rules today; it is not kept yet."""
    kept = store.records.where(CharterVersion, "removed_on IS NULL OR adopted_on IS NOT NULL")
    ruling = charters.in_force(kept)
    drafts = [one for one in kept if one.adopted_on is None]
    number = 1 + max((one.number for one in kept if one.adopted_on is not None), default=0)
    if drafts:
        latest = max(drafts, key=lambda one: (one.number, one.made_on or date.min, one.id))
        draft = replace(latest, number=max(number, latest.number))
    else:
        base = ruling or CharterVersion(id="")
        draft = replace(
            base, id=new_id(), number=number, made_on=today(store.clock), adopted_on=None, adopted_by="", review_on=None
        )
    lines = sorted(kept, key=lambda one: (one.adopted_on or date.max, one.number), reverse=True)
    library = store.library()
    return Adaptation(
        draft=draft,
        begun=bool(drafts),
        acts=_acts(store, draft, say),
        versions=tuple(
            VersionLine(id=one.id, told=standing(one, say), adopted=one.adopted_on is not None, rules=one == ruling)
            for one in lines
        ),
        equipment=library.equipment if library else (),
    )


def standing(version: CharterVersion | None, say: Words) -> str:
    """Return in one sentence where a version stands."""
    if version is None:
        return say("Model of charter, not adopted yet by this library.")
    if version.adopted_on is None:
        return say("Draft of version {number}.", number=version.number)
    day = plain_day(version.adopted_on, say.language)
    if version.adopted_by:
        return say(
            "Version {number}, adopted on {day}: {body}.", number=version.number, day=day, body=version.adopted_by
        )
    return say("Version {number}, adopted on {day}.", number=version.number, day=day)


def filled(text: str, version: CharterVersion | None, say: Words) -> str:
    """Return an article with its blanks filled, by a line to write on where nobody answered."""
    told = version or CharterVersion(id="")
    blanks = {
        "hours": told.hours or say("posted at the desk"),
        "prices": told.prices or say("posted at the desk"),
        "duration": told.duration or say("30 minutes"),
        "contact": told.speak_to or say("the person in charge of the library"),
        "review_on": plain_day(told.review_on, say.language) if told.review_on else EMPTY,
    }
    for name, value in blanks.items():
        text = text.replace("{" + name + "}", value)
    return text


def filled_for(store: Store, text: str, say: Words, version_id: str = "") -> str:
    """Return a text of the charter with the blanks of the version in force, or of ``version_id``."""
    return filled(text, _version(store, version_id) if version_id else in_force(store), say)


def text_lines(text: Text, say: Words) -> tuple[str, ...]:
    """Return what is said of a text: what is used of it, article by article, its date, where it is read."""
    quoted = []
    for one in text.quotes:
        numbers = ", ".join(str(number) for number in one.charter)
        ours = say.count(len(one.charter), "For our article {numbers}.", "For our articles {numbers}.", numbers=numbers)
        quoted.append(" ".join(filter(None, (f"{one.article} : {one.says}" if one.article else "", ours))))
    read = text.url or say("Where it is read: to verify.")
    doubt = "" if text.status == "sure" else say("To verify in the text itself.")
    day = say("Text of {day}.", day=published(text.date, say.language))
    return tuple(filter(None, (text.says, *quoted, day, read, doubt)))


def level_words(level: Level, say: Words) -> str:
    """Return how far an act goes, in words."""
    return {
        Level.DO: say("We do it"),
        Level.WITH: say("With you"),
        Level.NEVER: say("Never"),
    }[level]


def signatory_words(slug: str, say: Words) -> str:
    """Return the office of a signatory."""
    told = {
        Signatory.MAYOR: say("The mayor"),
        Signatory.ASSOCIATION: say("The chair of the association"),
        Signatory.LIBRARY: say("The person in charge of the library"),
        Signatory.FRANCE_SERVICES: "France services",
        Signatory.DEPARTEMENT: say("The departmental library"),
    }
    return told[Signatory(slug)] if slug in set(Signatory) else slug


def news(store: Store, say: Words) -> str:
    """Return the sentence that announces a version this desk has not shown yet, or nothing."""
    ruling = in_force(store)
    if ruling is None or store.state(ANNOUNCED) == ruling.id:
        return ""
    return say("A new charter rules the desk. {standing} Read it with F5.", standing=standing(ruling, say))


def stop_sentence(act: Act | None, say: Words) -> str:
    """Return what a volunteer says at a stop on ``act``; the charter's own sentence where it has one."""
    if act is None:
        return ""
    return act.stop_sentence or say("We stop here: the charter of this library does not provide for it.")


def slip_sentence(act: Act, say: Words) -> str:
    """Return what the slip says of an act that is never done here."""
    return act.slip_sentence or say("Not done at this library: {act}.", act=act.label[:1].lower() + act.label[1:])


# Operations


def announced(store: Store) -> None:
    """Remember that the version in force was announced here."""
    ruling = in_force(store)
    if ruling is not None:
        store.keep_state(ANNOUNCED, ruling.id)


def announce(store: Store, say: Words) -> str:
    """Return the sentence that announces a new version, and remember that it was said: once on each computer."""
    sentence = news(store, say)
    if sentence:
        announced(store)
    return sentence


def save_draft(store: Store, draft: CharterVersion, author: str = "") -> Outcome:
    """Keep a draft. One that was adopted meanwhile is not changed: a new version is begun instead.

    Raises:
        RefusedError: ``CHARTER_ADOPTED``.
    """
    before = store.records.one(CharterVersion, draft.id)
    if before is not None and before.adopted_on is not None:
        raise RefusedError(Code.CHARTER_ADOPTED)
    problems = charters.check(draft, store.seeds.charter, today(store.clock))
    if problems:
        return Outcome(problems=tuple(problems))
    draft = replace(draft, choices=_told(store.seeds.charter, draft))
    changed = store.records.put(draft, Author(initials=author))
    return Outcome(changed=frozenset({"charter"}) if changed else frozenset(), id=draft.id)


def abandon(store: Store, version_id: str, author: str = "") -> Outcome:
    """Put a draft in the bin, where it stays thirty days: what rules the desk goes on ruling it.

    Raises:
        RefusedError: ``UNKNOWN_CHARTER``, ``CHARTER_ADOPTED``.
    """
    draft = _version(store, version_id)
    if draft.adopted_on is not None:
        raise RefusedError(Code.CHARTER_ADOPTED)
    changed = store.records.put(replace(draft, removed_on=today(store.clock)), Author(initials=author))
    return Outcome(changed=frozenset({"charter"}) if changed else frozenset(), id=draft.id)


def adopt(store: Store, draft: CharterVersion, day: date, by: str, author: str = "") -> Outcome:
    """Make a draft the charter that rules, from ``day`` on, decided by the body ``by``."""
    if not by.strip():
        return Outcome(problems=(Problem(field="adopted_by", code="required"),))
    return save_draft(store, replace(draft, adopted_on=day, adopted_by=by.strip()), author)


def _version(store: Store, version_id: str) -> CharterVersion:
    found = store.records.one(CharterVersion, version_id)
    if found is None:
        raise RefusedError(Code.UNKNOWN_CHARTER, id=version_id[:40])
    return found


def _acts(store: Store, version: CharterVersion | None, say: Words) -> tuple[ActLine, ...]:
    model = store.seeds.charter
    library = store.library()
    equipment = library.equipment if library else ()
    return tuple(
        ActLine(
            id=act.id,
            label=act.label,
            level=act.level,
            level_words=level_words(act.level, say),
            reason=act.reason,
            reference=act.reference,
            open=charters.levels_open(origin),
            lacking=() if act.level is Level.NEVER else tuple(one for one in act.equipment if one not in equipment),
            changed=act.level is not origin.level,
        )
        for origin, act in zip(model.acts, charters.applied(model, version).acts, strict=True)
    )


def _told(model: Charter, draft: CharterVersion) -> tuple[charters.ActChoice, ...]:
    """Return the choices that say something: those that differ from the model, in its order."""
    order = {str(act.id): place for place, act in enumerate(model.acts)}
    levels = {str(act.id): act.level for act in model.acts}
    return tuple(
        replace(one, position=order[one.id])
        for one in sorted(draft.choices, key=lambda one: order.get(one.id, 0))
        if one.id in order and (one.level is not levels[one.id] or one.reason)
    )
