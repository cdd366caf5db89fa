"""A case to practise on: what a visitor says, and where in the procedures a good answer stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the visitor answers, if asked."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Five minutes for one, or for two: one plays the visitor, the other is at the desk.

    ``typed`` are words that find ``procedure``; ``stop`` and ``never`` name two of its steps, ``relay_type`` who goes on
    at that stop. All four are empty where no procedure fits. ``good`` is what matters besides, ``talk`` a question for
    both, afterwards.
    """

    id: str
    title: str
    visitor: tuple[str, ...]
    asked: tuple[Answered, ...]
    typed: str
    procedure: str
    stop: str
    relay_type: str
    never: str
    good: tuple[str, ...]
    talk: str
