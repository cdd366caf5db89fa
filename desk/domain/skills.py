"""Skills cards: the thirty-five everyday skills, the three steps, what libraries stamped, what could come next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from desk.base.ids import SLIP_SIGNS, new_slip_digits
from desk.domain.referrals import check_sign

NUMBER_BODY = 7
"""Signs of a card's number before its check sign."""

MOST_NEXT = 3


class Step(IntEnum):
    """How far a person is with a skill; the number is the key that chooses it."""

    LEARNING = 1
    HELPED = 2
    ALONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """An everyday skill. ``pix`` and ``digcomp`` are areas 1–5 of these frameworks, ``level`` A, B or C."""

    id: str
    label: str
    english: str
    pix: int
    digcomp: int
    level: str

    @property
    def number(self) -> int:
        """Its number on the card, 1 for ``c01``."""
        return int(self.id[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something to go on with: ``level`` A, B or C, how long it lasts, where it is followed.

    What no source says is empty; ``status`` is ``sure`` once somebody checked the rest with whoever runs it.
    """

    title: str
    level: str
    length: str = ""
    where: str = ""
    source: str = ""
    status: str = "to_verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referential:
    """The skills, with the frameworks they are mapped to. ``status`` says whether somebody of the trade read the mapping."""

    frameworks: tuple[str, ...]
    status: str
    areas: dict[str, tuple[str, str]]
    resources: tuple[Resource, ...]
    skills: tuple[Skill, ...]

    def skill(self, number: int) -> Skill | None:
        """Return the skill of that number, None for one of a later referential."""
        return next((one for one in self.skills if one.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardKey:
    """The public key with which a library signs skills cards. ``key`` is hexadecimal; revoked keys stay, and say so."""

    id: str
    library: str = ""
    library_name: str = ""
    key: str = ""
    issued_on: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What one library noted on one day: (skill's number, step). ``key`` is the id of the key that signed it."""

    key: str
    day: date
    lines: tuple[tuple[int, Step], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card as it carries itself: its number and its stamps, first to last. It names nobody."""

    number: str
    stamps: tuple[Stamp, ...] = ()

    @property
    def steps(self) -> dict[int, Step]:
        """Where the person is with each skill: the last stamp counts."""
        return {number: step for stamp in self.stamps for number, step in stamp.lines}


def new_number() -> str:
    """Return eight signs, the last of which checks the others."""
    while True:
        body = new_slip_digits(NUMBER_BODY)
        if sign := check_sign(body):
            return body + sign


def is_number(text: str) -> bool:
    """Return whether ``text`` is a card's number, its check sign right."""
    if len(text) != NUMBER_BODY + 1 or any(sign not in SLIP_SIGNS for sign in text):
        return False
    return check_sign(text[:NUMBER_BODY]) == text[NUMBER_BODY]


def coming_next(skills: Iterable[Skill], steps: dict[int, Step]) -> tuple[Skill, ...]:
    """Return what could come next: what is begun first, then the easiest of the areas the person already walks in."""
    known = tuple(skills)
    begun = [one for one in known if steps.get(one.number) in {Step.LEARNING, Step.HELPED}]
    walked = {one.pix for one in known if one.number in steps}
    new = [one for one in known if one.number not in steps and (one.pix in walked or one.level == "A")]
    ordered = sorted(begun, key=lambda one: (-steps[one.number], one.level, one.number))
    ordered += sorted(new, key=lambda one: (one.level, one.pix not in walked, one.number))
    return tuple(ordered[:MOST_NEXT])


def changed(before: dict[int, Step], after: dict[int, Step]) -> tuple[tuple[int, Step], ...]:
    """Return the lines that a new stamp says: the skills whose step is not the one there was."""
    return tuple(sorted((number, step) for number, step in after.items() if before.get(number) is not step))
