"""The service charter: its articles, the acts it allows, shares or excludes, and the versions that a library adopts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NewType

from desk.domain.fields import Problem, at_most, no_mobile, no_secret
from desk.domain.persons import is_of_a_person

ActId = NewType("ActId", str)

LONGEST = 600
"""Signs of an article: four short sentences hold."""


class Level(StrEnum):
    """How far an act goes: *nous faisons*, *avec vous*, *jamais*."""

    DO = "do"
    WITH = "with"
    NEVER = "never"


_FARTHEST = tuple(Level)
"""From the farthest to none at all."""


class Signatory(StrEnum):
    """Who signs a charter: an office, never a person's name."""

    MAYOR = "mayor"
    ASSOCIATION = "association"
    LIBRARY = "library"
    FRANCE_SERVICES = "france-services"
    DEPARTEMENT = "departement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One of the sixteen articles; ``text`` may hold blanks such as ``{hours}`` to fill in locally."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One gesture at the desk and what the charter says of it.

    ``stop_sentence`` is shown to the volunteer at a stop, ``slip_sentence`` printed to the visitor; both only for
    acts that are never done here. ``reference_status`` says whether the reference was read or is to verify.
    """

    id: ActId
    level: Level
    label: str
    reason: str
    reference: str = ""
    reference_status: str = "to_verify"
    stop_sentence: str = ""
    slip_sentence: str = ""
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one article of a text says, and the articles of the charter that rest on it; ``article`` empty for all of it."""

    charter: tuple[int, ...]
    article: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that the charter rests on: who wrote it, when, where it is read, what of it is used."""

    id: str
    title: str
    date: str
    says: str
    url: str = ""
    status: str = "to_verify"
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """One heading of the version in plain French, and its lines: one idea each, one below the other."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """The charter in force at the desk: the model, until the library adopts its own."""

    title: str
    source: str
    source_date: str
    articles: tuple[Article, ...]
    acts: tuple[Act, ...]
    texts: tuple[Text, ...] = ()
    plain: tuple[Plain, ...] = ()

    def act(self, act_id: str) -> Act | None:
        """Return the act ``act_id``, or None when the charter does not know it."""
        return next((act for act in self.acts if act.id == act_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActChoice:
    """How far this library goes for one act of the model, and why where it differs."""

    id: str
    level: Level
    reason: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """An article in this library's own words. ``id`` is its number."""

    id: str
    text: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterVersion:
    """One version of this library's charter: a draft until ``adopted_on``, then frozen; the latest adopted is in force.

    ``number`` counts the versions; ``hours``, ``prices``, ``duration`` and ``speak_to`` (an office, not a name) fill the
    blanks of the articles; ``choices`` and ``articles`` are what differs from the model. ``adopted_by`` is the body that
    decided, in words.
    """

    id: str
    number: int = 1
    made_on: date | None = None
    hours: str = ""
    prices: str = ""
    duration: str = ""
    speak_to: str = ""
    review_on: date | None = None
    choices: tuple[ActChoice, ...] = ()
    articles: tuple[ArticleText, ...] = ()
    signatories: tuple[str, ...] = ()
    adopted_on: date | None = None
    adopted_by: str = ""
    removed_on: date | None = None


def check(version: CharterVersion, model: Charter, today: date) -> list[Problem]:
    """Return everything to correct before ``version`` may be kept."""
    problems = [
        problem
        for field, text in (
            ("hours", version.hours),
            ("prices", version.prices),
            ("duration", version.duration),
            ("speak_to", version.speak_to),
            ("adopted_by", version.adopted_by),
        )
        for problem in (*at_most(field, text, 200), *no_secret(field, text), *no_mobile(field, text))
    ]
    problems += [
        Problem(field=field, code="person-named")
        for field in ("speak_to", "adopted_by")
        if is_of_a_person(getattr(version, field))
    ]
    for article in version.articles:
        problems += at_most("articles", article.text, LONGEST) + no_secret("articles", article.text)
    for choice in version.choices:
        act = model.act(choice.id)
        if act is None or choice.level not in levels_open(act):
            problems.append(Problem(field="choices", code="charter-loosened"))
        problems += at_most("choices", choice.reason, 200) + no_secret("choices", choice.reason)
    if version.adopted_on is not None and version.adopted_on > today:
        problems.append(Problem(field="adopted_on", code="in-the-future"))
    return problems


def levels_open(act: Act) -> tuple[Level, ...]:
    """Return how far a library may go for an act of the model: as far as the model or less, never farther.

    What volunteers may do is bounded by law (no mandate without an authorised employee), so a library only tightens.
    """
    return _FARTHEST[_FARTHEST.index(act.level) :]


def in_force(versions: Iterable[CharterVersion]) -> CharterVersion | None:
    """Return the adopted version that rules today: the last adopted, by day then by number; None while none is.

    Only a draft is ever abandoned: if another desk abandoned one that was adopted meanwhile, what was voted rules.
    """
    adopted = [one for one in versions if one.adopted_on is not None]
    return max(adopted, key=lambda one: (one.adopted_on or date.min, one.number, one.id), default=None)


def applied(model: Charter, version: CharterVersion | None) -> Charter:
    """Return the model as ``version`` changes it. A choice that would loosen the model is not followed."""
    if version is None:
        return model
    choices = {choice.id: choice for choice in version.choices}
    texts = {article.id: article.text for article in version.articles if article.text.strip()}
    return replace(
        model,
        acts=tuple(_chosen(act, choices.get(act.id)) for act in model.acts),
        articles=tuple(
            replace(article, text=texts.get(str(article.number), article.text)) for article in model.articles
        ),
    )


def _chosen(act: Act, choice: ActChoice | None) -> Act:
    if choice is None or choice.level not in levels_open(act):
        return act
    return replace(act, level=choice.level, reason=choice.reason or act.reason)


def allows(charter: Charter, act_id: str, equipment: tuple[str, ...]) -> bool:
    """Return whether the desk may propose ``act_id`` with the library's ``equipment``."""
    act = charter.act(act_id)
    return act is not None and act.level is not Level.NEVER and set(act.equipment) <= set(equipment)


def acts_said(charter: Charter, level: Level, equipment: tuple[str, ...]) -> tuple[Act, ...]:
    """Return the acts of a level that this library may promise: none whose equipment it lacks."""
    return tuple(act for act in charter.acts if act.level is level and set(act.equipment) <= set(equipment))
