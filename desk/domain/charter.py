"""The service charter: its articles, and the acts it allows, shares or excludes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ActId = NewType("ActId", str)


class Level(StrEnum):
    """How far an act goes: *nous faisons*, *avec vous*, *jamais*."""

    DO = "do"
    WITH = "with"
    NEVER = "never"


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
class Charter:
    """The charter in force at the desk: the model, until the library adopts its own."""

    title: str
    source: str
    source_date: str
    articles: tuple[Article, ...]
    acts: tuple[Act, ...]

    def act(self, act_id: str) -> Act | None:
        """Return the act ``act_id``, or None when the charter does not know it."""
        return next((act for act in self.acts if act.id == act_id), None)


def allows(charter: Charter, act_id: str, equipment: tuple[str, ...]) -> bool:
    """Return whether the desk may propose ``act_id`` with the library's ``equipment``."""
    act = charter.act(act_id)
    return act is not None and act.level is not Level.NEVER and set(act.equipment) <= set(equipment)
