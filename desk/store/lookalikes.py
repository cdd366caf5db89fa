"""Sheets that may be the one being typed: the same telephone, or a near name in the same commune. Asked at each letter."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from desk.base.text import fold
from desk.domain.addresses import commune_key
from desk.store.database import Database

_ALIKE = 82
"""Out of 100: from here two names of one commune are worth a look."""

_MOST = 1500
"""Sheets of one commune, or with one word, that are compared: the largest towns have fewer."""

_LEAST_DIGITS = 8
"""Shorter numbers are national ones, that many structures share."""

_LEAST_LETTERS = 3
_WORD = re.compile(r"\w+")
_EMPTY = {"de", "du", "des", "la", "le", "les", "et", "a", "au", "aux", "en", "sur", "d", "l"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A sheet and how much it looks like the one typed, 0–1; ``km`` is None when a place is unknown."""

    sheet: str
    score: float
    km: float | None


def alike(database: Database, name: str, phone: str, commune: str, limit: int) -> tuple[Alike, ...]:
    """Return the sheets that may be the same, surest first."""
    found: dict[str, Alike] = {}
    for number in _numbers(phone):
        for sheet, _, _, metres in _having(database, f'"{number}"'):
            found[sheet] = Alike(sheet=sheet, score=1.0, km=_km(metres))
    wanted = _bare(name, commune)
    if len(wanted) >= _LEAST_LETTERS:
        key = commune_key(commune) if commune else ""
        words = " ".join(f'"{word}"' for word in _WORD.findall(key or wanted))
        for sheet, other, town, metres in _having(database, words):
            if key and commune_key(town) != key:
                continue
            score = fuzz.ratio(wanted, _bare(other, town if key else ""))
            if score >= (_ALIKE if key else 95) and sheet not in found:
                found[sheet] = Alike(sheet=sheet, score=score / 100, km=_km(metres))
    return tuple(sorted(found.values(), key=lambda one: (-one.score, one.km is None, one.km or 0.0)))[:limit]


def _having(database: Database, words: str) -> list[tuple[str, str, str, int | None]]:
    if not words:
        return []
    return database.rows(
        "SELECT o.sheet, o.name, o.commune, o.metres FROM sheet_words w JOIN sheet_order o ON o.place = w.rowid"
        " WHERE w.sheet_words MATCH ? ORDER BY w.rowid LIMIT ?",
        (words, _MOST),
    )


def _numbers(phone: str) -> list[str]:
    numbers = [re.sub(r"\D", "", one) for one in phone.split("/")]
    return [number for number in numbers if len(number) >= _LEAST_DIGITS]


def _bare(name: str, commune: str) -> str:
    """Return the words of a name that tell it from another of the same commune: « Mairie d'Ambronay » is « mairie »."""
    town = set(_WORD.findall(fold(commune)))
    words = [word for word in _WORD.findall(fold(name)) if word not in _EMPTY]
    return " ".join([word for word in words if word not in town] or words)


def _km(metres: int | None) -> float | None:
    return None if metres is None else metres / 1000
