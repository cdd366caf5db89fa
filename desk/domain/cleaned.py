"""What cleaning gives: a value to keep, what is doubtful in it, and the other values that stood beside it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from desk.base.text import clean, fold

_LONGEST = 40
_NOTHING = re.compile(
    r"[\W_]*|n\.? ?[acr]\.?|n/[acr]|neant|none|null|nan|undefined|false|true|aucune?s?|non|sans objet|inconnue?s?"
    r"|non (?:renseigne|communique|precise|connu|disponible)e?s?|pas (?:de|d') ?\w+|\(?vide\)?|xx+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A cleaned value. Cleaning never blocks: what cannot be read stays in ``value`` as it was written.

    ``problem`` is a code that `desk.work.sentences.of_problem` can say, empty when all is well. ``also`` holds the
    other values found in the same cell, in order.
    """

    value: str
    problem: str = ""
    also: tuple[str, ...] = ()


def says_nothing(text: str) -> bool:
    """Return whether ``text`` is what people and programs write for "nothing": blank, « - », « néant », ``NR``, ``False``."""
    return len(text) <= _LONGEST and _is_nothing(text)


def one_or(text: str, values: tuple[str, ...], problem: str) -> Cleaned:
    """Return the first of ``values`` with the others beside it; ``text`` and its ``problem`` when there is none."""
    first, *others = dict.fromkeys(values) or ("",)
    return Cleaned(value=first, also=tuple(others)) if first else Cleaned(value=clean(text), problem=problem)


@lru_cache(maxsize=8192)
def _is_nothing(text: str) -> bool:
    return bool(_NOTHING.fullmatch(fold(clean(text))))
