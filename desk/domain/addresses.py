"""Addresses as files write them: postcodes, INSEE codes, communes found by name and postcode, lines to take apart."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from rapidfuzz import fuzz

from desk.base.text import clean, fold
from desk.domain.cleaned import Cleaned, says_nothing
from desk.domain.territory import Commune

_LONGEST, _LONGEST_CODE = 200, 400
_ALIKE = 88
"""Out of 100: how near a misspelt name must be of one commune of its postcode, and of no other."""

_MISREAD = str.maketrans(
    {"╢": "Â", "╖": "À", "╥": "Ê", "╙": "Ë", "╘": "È", "╫": "Î", "╪": "Ï", "’": "'", "`": "'", "´": "'"}
)
_MISREAD_INSIDE = re.compile(r"(?<=[a-zà-ÿ])[╢╖╥╙╘╫╪]")
"""Capitals written in one page of characters of MS-DOS (850) and read in another (437), and curly apostrophes."""

_BOXES = re.compile(r"\b(?:cedex|c[ée]dex|cdx)\b(?:\s*\d{1,2}\b)?|\b(?:bp|cs|tsa)\s*\d+\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_PARTS = re.compile(
    r"\b\d+\s*(?:er|ers|re|e|è|eme|ème|ième|nd|nde)?\b\s*(?:arr(?:t|ondissement)?s?\b\.?)?", re.IGNORECASE
)
_LONG_FORMS = (
    (re.compile(r"\bst(?=[\s.'-])\.?", re.IGNORECASE), "Saint"),
    (re.compile(r"\bste(?=[\s.'-])\.?", re.IGNORECASE), "Sainte"),
    (re.compile(r"(?<=[\s-])s/\s*(?=s[/\s])", re.IGNORECASE), "sous "),
    (re.compile(r"(?<=[\s-])s(?:/|\.(?=\s))", re.IGNORECASE), "sur "),
)
_ARTICLES = {"le", "la", "les", "l"}
_SMALL = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "lès", "sous", "sur"}
_POSTCODE = r"(?:F-?)?(?P<postcode>\d{5}|\d{2} \d{3})"
_LINE = re.compile(
    rf"(?P<street>.*?)[\s,;|–-]*(?<![\w-]){_POSTCODE}(?!\d)[\s,–-]*(?P<commune>(?:[^\W\d_][^,;|]*)?)(?:,?\s*france)?\W*",
    re.IGNORECASE,
)
_NULLS = re.compile(r"(?:^|(?<=[\s,]))(?:null|undefined|nan|none)(?=[\s,]|$)", re.IGNORECASE)
_INSEE = re.compile(r"(?!00)(?:\d{2}|2[AB])\d{3}")


class CommuneFinder(Protocol):
    """Where communes are looked for. Former communes are among them, with ``attached_to``."""

    def communes_coded(self, insee: str) -> tuple[Commune, ...]:
        """Return the communes with this INSEE code, the current one first: former ones may share it."""

    def communes_by_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return the current communes, and arrondissements, that this postcode serves."""

    def communes_named(self, key: str, departements: tuple[str, ...] = ()) -> tuple[Commune, ...]:
        """Return the communes whose `commune_key` is ``key``, current ones first, in some départements or all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCommune:
    """The commune that a cell means.

    ``name`` and ``insee`` are those of the commune of today; ``former`` is the name of the one it swallowed, when that
    is what was written. Without a match ``commune`` is None, ``name`` the text made clean, and ``problem`` a code:
    ``commune-unknown``, ``commune-ambiguous``; with one, ``commune-postcode`` or ``commune-code`` when they disagree.
    """

    name: str = ""
    insee: str = ""
    former: str = ""
    commune: Commune | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """One line taken apart: « 8 rue de la Boétie - 33000 Bordeaux »."""

    street: str
    postcode: str = ""
    commune: str = ""


def clean_postcode(text: str) -> Cleaned:
    """Return five digits: « 1000 », « 01000.0 », « F-01000 », « 01 000 » are read; else the text, ``postcode-unreadable``."""
    return _cleaned_postcode(text[:_LONGEST_CODE])


@lru_cache(maxsize=8192)
def _cleaned_postcode(text: str) -> Cleaned:
    said = re.sub(r"(?<=\d)[.,]0$", "", clean(text, 100))
    digits = re.sub(r"^F-?|[\s.]", "", said, flags=re.IGNORECASE)
    if says_nothing(said) or not digits.strip("0"):
        return Cleaned(value="")
    if re.fullmatch(r"[1-9]\d{3}|\d{5}", digits):
        return Cleaned(value=digits.zfill(5))
    within = re.findall(r"(?<!\d)\d{5}(?!\d)", said)
    return Cleaned(value=within[0]) if len(within) == 1 else Cleaned(value=said, problem="postcode-unreadable")


def clean_insee(text: str) -> Cleaned:
    """Return a commune's code: « 1004 » is ``01004``, « 2a004 » is ``2A004``; else the text, ``insee-unreadable``."""
    return _cleaned_insee(text[:_LONGEST_CODE])


@lru_cache(maxsize=8192)
def _cleaned_insee(text: str) -> Cleaned:
    said = re.sub(r"(?<=\d)[.,]0$", "", clean(text, 100))
    if says_nothing(said) or not said.strip("0 "):
        return Cleaned(value="")
    code = re.sub(r"^(?=[1-9]\d{3}$)", "0", said.replace(" ", "").upper())
    return Cleaned(value=code) if _INSEE.fullmatch(code) else Cleaned(value=said, problem="insee-unreadable")


def split_address(text: str) -> AddressLine:
    """Return street, postcode and commune of one line; all in the street when there is no postcode."""
    line = clean(_NULLS.sub(" ", text))
    found = _LINE.fullmatch(line)
    if found is None or not (found["commune"] or re.search(r"[,;|–-]\s*$", line[: found.start("postcode")])):
        return AddressLine(street=line.strip(" ,;-"))
    commune = re.sub(r",?\s*\bfrance$", "", found["commune"], flags=re.IGNORECASE)
    return AddressLine(
        street=found["street"].strip(" ,;-–"),
        postcode=found["postcode"].replace(" ", ""),
        commune=commune.strip(" ,;-–"),
    )


def clean_commune(text: str) -> str:
    """Return a commune's name without CEDEX, box numbers, brackets, arrondissement; capitals calmed; « St » in full."""
    name = _MISREAD_INSIDE.sub(lambda found: found.group().translate(_MISREAD).lower(), clean(text, _LONGEST))
    name = _BRACKETS.sub(" ", _BOXES.sub(" ", name.translate(_MISREAD)))
    name = re.sub(r"\s+", " ", _PARTS.sub(" ", name)).strip(" ,;-/.")
    name = _calm(name) if name.isupper() else name
    for short, long in _LONG_FORMS:
        name = short.sub(long, name)
    return re.sub(r"\s+", " ", name)


def commune_key(text: str) -> str:
    """Return what two spellings of one commune share: « ST-PIERRE LES ELBEUF CEDEX », « Saint-Pierre-lès-Elbeuf »."""
    return _key(text[:_LONGEST])


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    words = re.findall(r"[^\W_]+", fold(clean_commune(text)))
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def find_commune(finder: CommuneFinder, name: str, postcode: str = "", insee: str = "") -> FoundCommune:
    """Return the commune that a name, a postcode and a code tell together. Two that agree win over the third.

    Old communes, misspellings of a name within its postcode, CEDEX postcodes are understood.
    """
    key = commune_key(name)
    coded = finder.communes_coded(insee) if insee else ()
    same = [commune for commune in coded if not key or commune_key(commune.name) == key]
    if same:
        return _found(finder, same[0])
    near = finder.communes_by_postcode(postcode) if postcode else ()
    named = _within_postcode(finder, key, postcode, near) if key else None
    if named:
        found = _found(finder, named)
        agrees = not coded or found.insee in {coded[0].insee, coded[0].attached_to}
        return found if agrees else replace(found, problem="commune-code")
    if not key:
        return _only_one(finder, near, postcode)
    if not coded:
        return _elsewhere(finder, name, key, postcode)
    served = {one.insee for one in near} & {coded[0].insee, coded[0].attached_to}
    if served or fuzz.ratio(key, commune_key(coded[0].name)) >= _ALIKE:
        return _found(finder, coded[0])
    elsewhere = _elsewhere(finder, name, key, postcode or coded[0].departement)
    return replace(elsewhere if elsewhere.commune else _found(finder, coded[0]), problem="commune-code")


def departements_of(postcode: str) -> tuple[str, ...]:
    """Return the départements that a postcode may be of, by its first digits: two for Corsica, none when it is blank."""
    if postcode.startswith("20"):
        return ("2A", "2B")
    if postcode.startswith("971"):
        return ("971", "977", "978")
    return (postcode[: 3 if postcode[:2] in {"97", "98"} else 2],) if postcode else ()


def _within_postcode(finder: CommuneFinder, key: str, postcode: str, near: tuple[Commune, ...]) -> Commune | None:
    exact = [commune for commune in near if commune_key(commune.name) == key]
    if exact:
        return min(exact, key=lambda commune: bool(commune.attached_to))
    served = {commune.insee for commune in near}
    former = [one for one in finder.communes_named(key, departements_of(postcode)) if one.attached_to in served]
    if len(former) == 1:
        return former[0]
    alike = [commune for commune in near if _alike(key, commune_key(commune.name))]
    return alike[0] if len({commune_key(commune.name) for commune in alike}) == 1 else None


def _alike(key: str, other: str) -> bool:
    """Return whether a name is another one misspelt, or its beginning or end: « Port-en-Bessin », « Le Hom »."""
    return other.startswith(f"{key} ") or other.endswith(f" {key}") or fuzz.ratio(key, other) >= _ALIKE


def _only_one(finder: CommuneFinder, near: tuple[Commune, ...], postcode: str) -> FoundCommune:
    current = [commune for commune in near if not commune.attached_to]
    if len(current) == 1:
        return _found(finder, current[0])
    return FoundCommune(problem="commune-ambiguous" if current else "commune-unknown" if postcode else "")


def _elsewhere(finder: CommuneFinder, name: str, key: str, postcode: str) -> FoundCommune:
    """Return the commune that bears this name in the département, or anywhere when nothing tells where."""
    communes = finder.communes_named(key, departements_of(postcode))
    current = [commune for commune in communes if not commune.attached_to] or list(communes)
    spelt = [
        commune
        for commune in current
        if fold(commune.name).replace("-", " ") == fold(clean_commune(name)).replace("-", " ")
    ]
    chosen = current if len(current) == 1 else spelt
    if len(chosen) != 1:
        return FoundCommune(name=clean_commune(name), problem="commune-ambiguous" if communes else "commune-unknown")
    found = _found(finder, chosen[0])
    other = bool(postcode) and not _BOXES.search(name) and bool(finder.communes_by_postcode(postcode))
    return replace(found, problem="commune-postcode") if other else found


def _found(finder: CommuneFinder, commune: Commune) -> FoundCommune:
    if not commune.attached_to:
        return FoundCommune(name=commune.name, insee=commune.insee, commune=commune)
    today = next((one for one in finder.communes_coded(commune.attached_to) if not one.attached_to), commune)
    former = "" if commune_key(today.name) == commune_key(commune.name) else commune.name
    return FoundCommune(name=today.name, insee=today.insee, former=former, commune=today)


def _calm(name: str) -> str:
    words = re.split(r"([\s'-]+)", name.lower())
    return "".join(word if place and fold(word) in _SMALL else word.capitalize() for place, word in enumerate(words))
