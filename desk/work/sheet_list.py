"""Fiches, the list: which sheets have these words, narrowed in plain sight, as many as one scrolls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from desk.base.clock import today
from desk.base.text import clean, fold
from desk.base.words import Words
from desk.domain.narrowing import Only
from desk.domain.sheets import Freshness, Sheet, freshness, receives, trust
from desk.store.search import Found
from desk.store.store import Store
from desk.work.freshness import open_doubts
from desk.work.sheets import SheetLine, line

PAGE = 40
"""How many of the nearest sheets found are ranked together, and shown at a time."""

SUNK = 0.8
"""What is left of the score of a sheet that is said to be wrong, or no longer receives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which lines are wanted: words, what they are narrowed to, those after a place, at least so many if there are."""

    text: str = ""
    only: Only = Only.ALL
    after: int = -1
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """Some lines of the list, best first. ``more`` are farther than the place ``last``."""

    lines: tuple[SheetLine, ...] = ()
    last: int = -1
    more: bool = False


def page(store: Store, asked: Question, say: Words) -> SheetPage:
    """Return the sheets that have the words asked for, the best of each `PAGE` first; the nearest when there is no word."""
    day, last, more = today(store.clock), asked.after, True
    lines: list[SheetLine] = []
    while more and len(lines) < asked.least:
        found = store.index.find(asked.text, PAGE, only=asked.only, today=day, after=last)
        kept = store.records.brief([one.sheet for one in found])  # the index may be older than the table
        wanted = [one for one in found if one.sheet in kept and _belongs(kept[one.sheet], asked.only, day)]
        lines += _ranked(store, asked.text, wanted, kept, day, say)
        last, more = max((one.place for one in found), default=last), len(found) == PAGE
    return SheetPage(lines=tuple(lines), last=last, more=more)


def lines(store: Store, text: str, say: Words, limit: int = PAGE) -> tuple[SheetLine, ...]:
    """Return the ``limit`` best sheets that have the words of ``text``; the nearest when there is no word."""
    return page(store, Question(text=text, least=limit), say).lines[:limit]


def _belongs(sheet: Sheet, only: Only, day: date) -> bool:
    """Return whether a sheet of the month in which checks begin to be old is one to check."""
    return only is not Only.TO_CHECK or freshness(sheet, day) in {Freshness.OLD, Freshness.NEVER}


def _ranked(
    store: Store, text: str, found: Sequence[Found], kept: dict[str, Sheet], day: date, say: Words
) -> list[SheetLine]:
    doubts = open_doubts(store, [one.sheet for one in found])
    asked = fold(clean(text, 200))
    scored = []
    for one in found:
        score = _score(asked, one, trust(kept[one.sheet], day)) if asked else 1.0
        if asked and (one.sheet in doubts or not receives(kept[one.sheet])):
            score *= SUNK
        scored.append((score, one))
    if asked:
        scored.sort(key=lambda pair: -pair[0])
    return [line(kept[one.sheet], one.km, score, day, say, doubted=one.sheet in doubts) for score, one in scored]


def _score(asked: str, one: Found, believed: float) -> float:
    name, commune = fold(one.name), fold(one.commune)
    likeness = max(fuzz.token_set_ratio(asked, name), fuzz.token_set_ratio(asked, f"{name} {commune}")) / 100
    nearness = 1 / (1 + (one.km if one.km is not None else 500) / 40)
    return 0.7 * likeness + 0.2 * nearness + 0.1 * believed
