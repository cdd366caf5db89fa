"""French opening hours cut into words that a reader of hours knows; one unknown word and there is no reading at all."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from desk.base.text import fold
from desk.domain.cells import clean_block

LONGEST = 600
"""Signs of a text that are read; nobody's week needs more, and longer texts tell other things too."""


class Kind(Enum):
    """What a word is for."""

    __hash__ = object.__hash__  # Enum's own is slow, and readers look kinds up by the hundred

    DAY = auto()
    DAYS = auto()
    TIME = auto()
    NUMBER = auto()
    RANGE = auto()
    DASH = auto()
    AND = auto()
    COMMA = auto()
    SLASH = auto()
    COLON = auto()
    BREAK = auto()
    PLURAL = auto()
    PART = auto()
    APPOINTMENT = auto()
    FREELY = auto()
    CLOSED = auto()
    NTH = auto()
    OF_MONTH = auto()
    MONTH = auto()
    HOLIDAYS = auto()
    TERM = auto()
    VACATION = auto()
    LINK = auto()
    FILLER = auto()


class Part(Enum):
    """A part of the day."""

    MORNING = auto()
    AFTERNOON = auto()
    EVENING = auto()
    WHOLE = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it tells: a day (0 is Monday), minutes, a rank, a month; several days; a part of the day.

    ``loose`` marks « tous les jours », which may or may not hold at week-ends; ``off`` what is said to be closed.
    """

    kind: Kind
    value: int = 0
    days: tuple[int, ...] = ()
    part: Part | None = None
    loose: bool = False
    off: bool = False


SEPARATORS = {Kind.BREAK, Kind.COMMA, Kind.SLASH, Kind.DASH, Kind.AND, Kind.COLON, Kind.PLURAL}
"""Words that only keep others apart."""

_DAYS = (
    "lundis?|lund|lun", "mardis?|mar", "mercredis?|merc|mer", "jeudis?|jeud|jeu", "vendredis?|vendr|vend|ven", "samedis?|sam",
    "dimanches?|dim",
)  # fmt: skip
_MONTHS = (
    "janvier|janv", "fevrier|fevr", "mars", "avril", "mai", "juin", "juillet|juil", "aout", "septembre|sept", "octobre|oct",
    "novembre|nov", "decembre|dec",
)  # fmt: skip
_RANKS = {
    1: "premiere?s?|1(?:ere?s?|ers?)",
    2: "deuxiemes?|seconde?s?|2(?:emes?|nde?|e)",
    3: "troisiemes?|3(?:emes?|e)",
    4: "quatriemes?|4(?:emes?|e)",
    5: "cinquiemes?|5(?:emes?|e)",
    -1: "derniere?s?",
}
_PARTS = {
    Part.MORNING: "(?:le )?matin(?:ees?|s)?",
    Part.AFTERNOON: "(?:l')?apres[ -]?midis?",
    Part.EVENING: "(?:le )?soir(?:ees?|s)?",
    Part.WHOLE: "toute la journee",
}
_RDV = r"(?:rendez[ -]?vous|r\.?d\.?v\.?|r\.?v\.?)"
_SCHOOL = "(?:vacances(?: scolaires)?|conges scolaires)"
_DURING = "(?:pendant |durant |lors des |en periodes? de |en |pour )?(?:les |des )?"
_OPENING = (
    r"(?:jours et )?(?:horaires?|heures?)(?: (?:d'|de l'|de |d )?(?:ouvertures?|accueil))?|ouvert(?:ures?|e?s?)|accueil"
    r"|permanences?|espace ouvert|bureaux? ouverts?|reception"
)


def _spelt(pattern: str) -> str:
    return rf"(?:{pattern})(?![a-z])"


_PATTERNS: tuple[tuple[str, Word], ...] = (
    (_spelt(rf"(?:avec ou )?sans {_RDV}|(?:en )?(?:acces|accueil) libre"), Word(Kind.FREELY)),
    (
        _spelt(
            rf"(?:(?:uniquement|seulement|exclusivement|que) )?(?:sur|avec|par|prendre) (?:prise de )?{_RDV}"
            r"(?: (?:uniquement|seulement))?"
        ),
        Word(Kind.APPOINTMENT),
    ),
    (_spelt(rf"(?:ferm(?:ee?s?|eture)|sauf) {_DURING}{_SCHOOL}"), Word(Kind.VACATION, off=True)),
    (_spelt(rf"(?:hors|en dehors) (?:des |les |periodes? (?:de |des )?)?{_SCHOOL}"), Word(Kind.TERM)),
    (_spelt("(?:pendant |durant |en )?(?:la |les )?(?:periodes?|temps) scolaires?"), Word(Kind.TERM)),
    (_spelt(rf"{_DURING}{_SCHOOL}"), Word(Kind.VACATION)),
    (_spelt("(?:sauf|hors|excepte)(?: les)? jours? feries?"), Word(Kind.HOLIDAYS, off=True)),
    (_spelt("(?:les )?jours? feries?"), Word(Kind.HOLIDAYS)),
    (_spelt("ferm(?:ee?s?|eture)|sauf|excepte|hormis"), Word(Kind.CLOSED)),
    (_spelt("(?:du|dans le|de chaque|chaque) mois"), Word(Kind.OF_MONTH)),
    (_spelt("tous les jours"), Word(Kind.DAYS, days=tuple(range(7)), loose=True)),
    (r"7 ?j(?:ours)? ?(?:/|sur) ?7 ?j?(?![a-z])", Word(Kind.DAYS, days=tuple(range(7)))),
    (_spelt("(?:la|en) semaine"), Word(Kind.DAYS, days=tuple(range(5)))),
    (_spelt("(?:les? )?week[ -]?ends?"), Word(Kind.DAYS, days=(5, 6))),
    *((_spelt(pattern), Word(Kind.PART, part=part)) for part, pattern in _PARTS.items()),
    *((rf"{_spelt(names)}\.?", Word(Kind.DAY, value=day)) for day, names in enumerate(_DAYS)),
    *((rf"{_spelt(names)}\.?", Word(Kind.MONTH, value=month)) for month, names in enumerate(_MONTHS, start=1)),
    *((_spelt(names), Word(Kind.NTH, value=rank)) for rank, names in _RANKS.items()),
    (r"(?<!\d)midi(?![a-z])", Word(Kind.TIME, value=12 * 60)),
    (
        r"(?<!\d)(?P<hour>[01]?\d|2[0-4]) ?h(?:eures?|rs?)?(?: ?(?P<minute>[0-5]\d)(?!\d| ?h| ?:\d)(?: ?mn| ?min)?)?",
        Word(Kind.TIME),
    ),
    (
        r"(?<!\d)(?P<hour2>[01]?\d|2[0-4]) ?[:.](?P<minute2>[0-5]\d)(?::00)?(?!\d|\.\d)(?: ?h(?![a-z]))?",
        Word(Kind.TIME),
    ),
    (r"(?<![\d:])(?P<number>\d{1,2})(?![\d:])", Word(Kind.NUMBER)),
    (_spelt("(?:jusqu')?(?:aux?|a)"), Word(Kind.RANGE)),
    (_spelt("et|puis|ainsi que") + r"|\+|&", Word(Kind.AND)),
    (_spelt("les"), Word(Kind.PLURAL)),
    (_spelt("de|du|des|entre|le|la|en|tous les|toutes les|tous|chaque") + "|[dl]'", Word(Kind.LINK)),
    (
        _spelt(
            rf"(?:{_OPENING})(?: (?:au|du) public)?|sans interruption|non[ -]?stop|(?:en )?continue?|journees? continue?s?"
        ),
        Word(Kind.FILLER),
    ),
    (r"[;|\n()\[\].*•·\"]+|//+|--+", Word(Kind.BREAK)),
    ("-", Word(Kind.DASH)),
    ("/", Word(Kind.SLASH)),
    (",", Word(Kind.COMMA)),
    ("[:=→]", Word(Kind.COLON)),
)
_WORD = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, (pattern, _) in enumerate(_PATTERNS)))
_KNOWN = {f"k{place}": word for place, (_, word) in enumerate(_PATTERNS)}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_DANGLING = {Kind.LINK, Kind.RANGE, Kind.AND, Kind.PLURAL}


def words_of(text: str) -> tuple[Word, ...] | None:
    """Return the words of ``text`` in order; None as soon as one is not known, or when the text breaks off."""
    folded = fold(clean_block(text.translate(_DASHES))).replace("\n", " \n ")
    if len(folded) > LONGEST:
        return None
    words: list[Word] = []
    place = 0
    while place < len(folded):
        if folded[place] == " ":
            place += 1
            continue
        found = _WORD.match(folded, place)
        if found is None:
            return None
        words.append(_word(found))
        place = found.end()
    if words and words[-1].kind in _DANGLING:
        return None
    return tuple(word for word in words if word.kind not in {Kind.FILLER, Kind.LINK})


def _word(found: re.Match[str]) -> Word:
    known = _KNOWN[found.lastgroup or ""]
    if known.kind is Kind.NUMBER:
        return Word(Kind.NUMBER, value=int(found["number"]))
    if known.kind is Kind.TIME and not known.value:
        hour, minute = found["hour"] or found["hour2"], found["minute"] or found["minute2"] or 0
        return Word(Kind.TIME, value=int(hour) * 60 + int(minute))
    return known
