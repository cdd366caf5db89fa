"""Numbers that identify a structure: SIRET, RNA, and the « pivot » that holds one or the other."""

import re
from dataclasses import dataclass

from desk.base.text import clean
from desk.domain.cleaned import Cleaned, says_nothing

_LA_POSTE = "356000000"
_SEPARATORS = re.compile(r"[\s.,'’_/-]+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d*)?[eE]\+?\d{1,2}")
_RNA = re.compile(r"W[0-9A-Z]{9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """What a pivot says: a SIRET, an RNA number, or something ``other`` kept as it was written (RIDET)."""

    siret: str = ""
    rna: str = ""
    other: str = ""
    problem: str = ""


def clean_siret(text: str) -> Cleaned:
    """Return the 14 digits of a SIRET.

    Fillers (``00000000000000``, ``1``) are nothing at all. Problems: ``siret-rounded`` when a spreadsheet lost its end
    (``79200000000000``), where nothing stays; ``siret-is-siren``, ``siret-length`` and ``siret-check``, where it stays.
    """
    said = re.sub(r"(?<=\d)[.,]0$", "", clean(text, 100))
    digits = _SEPARATORS.sub("", said)
    if says_nothing(said) or digits.strip("0") in {"", "1"}:
        return Cleaned(value="")
    if _SCIENTIFIC.fullmatch(said) or re.fullmatch(r"\d{9}00000", digits):
        return Cleaned(value="", problem="siret-rounded")
    if re.fullmatch(r"\d{12,13}", digits) and _right_siret(digits.zfill(14)):
        digits = digits.zfill(14)
    if re.fullmatch(r"\d{9}", digits):
        return Cleaned(value=digits, problem="siret-is-siren")
    if not re.fullmatch(r"\d{14}", digits):
        return Cleaned(value=said, problem="siret-length")
    return Cleaned(value=digits, problem="" if _right_siret(digits) else "siret-check")


def clean_rna(text: str) -> Cleaned:
    """Return an RNA number, ``W`` and nine signs; else the text with ``rna-unreadable``."""
    said = clean(text, 100)
    if says_nothing(said):
        return Cleaned(value="")
    number = _SEPARATORS.sub("", said).upper()
    return Cleaned(value=number) if _RNA.fullmatch(number) else Cleaned(value=said, problem="rna-unreadable")


def read_pivot(text: str) -> Pivot:
    """Return what the pivot of a Mednum row is. A number of another register stays in ``other``."""
    if "w" in text.lower() and not (rna := clean_rna(text)).problem:
        return Pivot(rna=rna.value)
    siret = clean_siret(text)
    if siret.problem == "siret-length":
        return Pivot(other=siret.value)
    return Pivot(siret=siret.value, problem=siret.problem)


def pivot_of(siret: str, rna: str) -> str:
    """Return the pivot of an export: the SIRET if it has its 14 digits, else the RNA number, else nothing."""
    return siret if re.fullmatch(r"\d{14}", siret) else rna


def siren_of(siret: str) -> str:
    """Return the nine digits that every establishment of a structure shares."""
    return siret[:9] if re.fullmatch(r"\d{14}|\d{9}", siret) else ""


def _right_siret(number: str) -> bool:
    """Luhn's check; La Poste's establishments are only held to a sum of digits that is a multiple of five (INSEE)."""
    digits = [int(sign) for sign in number]
    total = sum(
        digit if place % 2 else (digit * 2 - 9 if digit > 4 else digit * 2) for place, digit in enumerate(digits)
    )
    return total % 10 == 0 or (number.startswith(_LA_POSTE) and sum(digits) % 5 == 0)
