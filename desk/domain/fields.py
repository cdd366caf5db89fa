"""Problems of fields, and the checks that many records share. A check returns problems; it never raises."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from desk.base.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to correct before a record may be kept: which field, and a code that has a sentence on screen."""

    field: str
    code: str


def required(field: str, value: str) -> list[Problem]:
    """Return a problem if ``value`` is blank."""
    return [] if value.strip() else [Problem(field=field, code="required")]


def at_most(field: str, value: str, limit: int) -> list[Problem]:
    """Return a problem if ``value`` has more than ``limit`` signs."""
    return [Problem(field=field, code="too-long")] if len(value) > limit else []


def between(field: str, value: float | None, low: float, high: float) -> list[Problem]:
    """Return a problem if ``value`` is given and outside ``low``..``high``."""
    return [Problem(field=field, code="out-of-range")] if value is not None and not low <= value <= high else []


PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)[1-9](?:[ .\-/()]{0,3}\d){7,13}|0[ .\-]?[1-9](?:[ .\-/]{0,3}\d){8})(?!\d)", re.ASCII
)
"""A telephone number as people write them in a sentence."""

_OF_SOMEBODY = re.compile(r"(?:\+33|0033|0)(?:0)?[67]")
"""How a French mobile number begins, its spaces left out: rarely an office's."""

_NIR = re.compile(
    r"(?<!\d)[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ab])[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{2}(?!\d)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:[ .-]?[a-z0-9]{4}){3,7}(?:[ .-]?[a-z0-9]{1,4})?\b", re.IGNORECASE)
_CARD = re.compile(r"(?<!\d)\d(?:[ .-]?\d){12,18}(?!\d)")
_PASSWORD = re.compile(
    r"\b(?:mdp|mot de passe|password|code secret|code pin)\s*(?::|=|est|c'est|is)\s*\S{4,}", re.IGNORECASE
)


_SHORTEST_SECRET = len("mdp:abcd")
_SHORT = 200
"""Signs of a text whose answer is worth remembering: a field is looked at when it is read, and when it is kept."""
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 13
"""In a payment card; a social-security number has more. Digits are counted first: an import reads texts by the million."""


def secret_in(text: str) -> str | None:
    """Return what ``text`` seems to hold that nobody should type here, or None.

    ``"nir"``: a social-security number whose key is right (INSEE: 97 minus the number modulo 97);
    ``"iban"``: an account number whose check digits are right (ISO 13616); ``"card"``: a payment card (Luhn);
    ``"password"``: a word after « mot de passe : ». Telephone numbers are let through.
    """
    if len(text) < _SHORTEST_SECRET:
        return None
    digits = len(_DIGIT.findall(text))
    if digits >= _FEWEST_DIGITS and _holds(text, _NIR, _right_nir):
        return "nir"
    if digits and _holds(text, _IBAN, _right_iban):
        return "iban"
    if digits >= _FEWEST_DIGITS and _holds(text, _CARD, _right_card):
        return "card"
    folded = fold(text)
    named = "mdp" in folded or "pass" in folded or "code" in folded
    return "password" if named and _PASSWORD.search(folded) else None


_secret_again = lru_cache(maxsize=4096)(secret_in)


def no_secret(field: str, value: str) -> list[Problem]:
    """Return a problem named after what `secret_in` recognises in ``value``."""
    kind = _secret_again(value) if len(value) <= _SHORT else secret_in(value)
    return [Problem(field=field, code=f"secret-{kind}")] if kind else []


def no_phone(field: str, value: str) -> list[Problem]:
    """Return a problem if ``value`` holds a telephone number: it belongs on the sheet of the organisation."""
    return [Problem(field=field, code="phone-typed")] if PHONE.search(value) else []


def no_mobile(field: str, value: str) -> list[Problem]:
    """Return a problem if ``value`` holds a mobile number; the number of an office is let through."""
    found = (re.sub(r"[^\d+]", "", one.group()) for one in PHONE.finditer(value))
    return [Problem(field=field, code="phone-typed")] if any(_OF_SOMEBODY.match(one) for one in found) else []


def _holds(text: str, pattern: re.Pattern[str], is_right: Callable[[str], bool]) -> bool:
    return any(is_right(re.sub(r"[ .-]", "", found.group())) for found in pattern.finditer(text))


def _right_nir(number: str) -> bool:
    body, key = number[:13].upper(), number[13:]
    digits = body.replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and key.isdigit() and 97 - int(digits) % 97 == int(key)


def _right_iban(number: str) -> bool:
    if not 15 <= len(number) <= 34:
        return False
    turned = (number[4:] + number[:4]).upper()
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _right_card(number: str) -> bool:
    if not 13 <= len(number) <= 19 or len(set(number)) == 1:
        return False
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
