"""Telephone numbers: how they are written in real files, how they are shown, how standards want them."""

import re
from dataclasses import replace
from functools import lru_cache

from desk.base.text import clean
from desk.domain.cleaned import Cleaned, one_or, says_nothing
from desk.domain.persons import names_a_person

_PLAIN = re.compile(r"(?:\+33|0)([1-9])[ .]?(\d\d)[ .]?(\d\d)[ .]?(\d\d)[ .]?(\d\d)")
"""The usual case, worth a short way: an import reads tens of thousands."""

_OVERSEAS = {
    "262": "262", "263": "262", "269": "262", "639": "262", "692": "262", "693": "262",
    "590": "590", "690": "590", "691": "590",
    "594": "594", "694": "594",
    "596": "596", "696": "596", "697": "596",
}  # fmt: skip
"""Country code of the French numbers that begin so after their 0 (libphonenumber 9: RE, YT, GP, BL, MF, GF, MQ)."""

_OWN_PLANS = {"508": 6, "681": 6, "687": 6, "689": 8}
"""Digits after the country code where there is no 0 to dial: Saint-Pierre-et-Miquelon, Wallis, Nouvelle-Calédonie, Polynésie."""

_PLAN_OF = {"975": "508", "986": "681", "987": "689", "988": "687"}
"""Country code of the territories above, by département."""

_SEP = r"[ .\-_]{0,3}"
_INTERNATIONAL = r"(?:\+|(?<!\d)00) ?"
_NUMBER = re.compile(
    rf"{_INTERNATIONAL}(?P<french>33|262|590|594|596|269){_SEP}0?{_SEP}(?P<rest>[1-9](?:{_SEP}\d){{8}})(?!{_SEP}\d)"
    rf"|{_INTERNATIONAL}(?P<own>508|681|687|689)(?P<few>(?:{_SEP}\d){{6,8}})(?!{_SEP}\d)"
    rf"|(?P<foreign>{_INTERNATIONAL}[1-9]\d{{0,2}}(?:[ .\-()]{{0,3}}\d){{5,12}})(?!\d)"
    rf"|(?<!\d)0{_SEP}(?P<national>[1-9](?:{_SEP}\d){{8}})(?!\d)"
    r"|(?<!\d)(?P<nine>(?:33)?[1-9]\d{8})(?!\d)"
    r"|(?<![\d.,])(?P<short>3\d ?\d{2}|10\d{2}|11[2-9]|19[167]|1[578]|116 ?\d{3}|118 ?\d{3})(?![ .]?\d)"
)
_GLUED = re.compile(r"(?<!\d)(0[1-9]\d{8})(?=0[1-9]\d{8}(?!\d))")
_NO_NUMBER = {"phone-unreadable", "phone-is-email"}
_ONLY_SIGNS = re.compile(r"[\d +./()\-_]+")
_EXTENSION = re.compile(r"\(?\b(?:poste|ext\.?|extension)\s*:?\s*(\d{1,5})\)?", re.IGNORECASE)
_FILLER = re.compile(r"(?:\+33|0033)?0*|(?:\+33|0)\d0{8}")
_EMAIL = re.compile(r"\S@\S")
_LABELS = re.compile(
    r"\b(?:n[o°]|num[eé]ro|t[eé]l[eé]?phones?|t[eé]ls?|portables?|mobiles?|fixes?|phone|ou|et|puis|au|le)\b|[:;,/|.\-–]+",
    re.IGNORECASE,
)
_FAX = re.compile(r"(?:fax|t[eé]l[eé]copie)\b\D{0,12}[+0]?[\d .()\-]{8,20}", re.IGNORECASE)
_LONGEST, _LONGEST_NOTE = 400, 60
_HIDDEN = str.maketrans("0123456789", "ⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙ")
_SEEN = str.maketrans("ⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙ", "0123456789")
"""The digits of an extension are hidden while numbers are looked for."""


def clean_phone(text: str, departement: str = "") -> Cleaned:
    """Return the numbers of ``text`` as people read them: « 04 74 00 00 00 », « 3949 », « +687 20 52 52 ».

    Several numbers are told apart, a fax is left out; a word beside one is kept after it, « 04 74 00 00 00 (poste 12) ».
    ``departement`` tells the territory where numbers are short of their country code (``988``). Problems: ``phone-unreadable``,
    ``phone-is-email`` (the text stays), ``phone-filler`` (zeros: nothing stays), ``person-left-out`` (a name beside it).
    """
    return _cleaned(text[:_LONGEST], departement)


@lru_cache(maxsize=8192)
def _cleaned(text: str, departement: str) -> Cleaned:
    if (found := _PLAIN.fullmatch(text)) and not _FILLER.fullmatch(f"0{''.join(found.groups())}"):
        return Cleaned(value=_national("".join(found.groups())))
    said = re.sub(r"^(\d+)\.0$", r"\1", clean(text))
    if says_nothing(said):
        return Cleaned(value="")
    if _EMAIL.search(said):
        return Cleaned(value=said, problem="phone-is-email")
    if _FILLER.fullmatch(re.sub(r"[ .()/\-_]", "", said)):
        return Cleaned(value="", problem="phone-filler")
    numbers = _numbers(_prepared(said, departement))
    safe = [(number, "" if names_a_person(note) else note) for number, note in numbers]
    cleaned = one_or(said, tuple(f"{number} ({note})" if note else number for number, note in safe), "phone-unreadable")
    return cleaned if safe == numbers else replace(cleaned, problem="person-left-out")


def to_e164(display: str) -> str:
    """Return the first number of ``display`` as ``+33474000000``; nothing for short numbers, which have no such form."""
    cleaned = clean_phone(display)
    digits = "" if cleaned.problem in _NO_NUMBER else re.sub(r"[^\d+]", "", cleaned.value.partition("(")[0])
    if digits.startswith("+"):
        return digits
    return f"+{_OVERSEAS.get(digits[1:4], '33')}{digits[1:]}" if len(digits) == 10 else ""


def from_e164(number: str) -> str:
    """Return ``+33474000000`` as people read it; ``number`` itself when it is not one."""
    return clean_phone(number).value or number


def _prepared(text: str, departement: str) -> str:
    """Return ``text`` with its dashes plain, « (0) » gone, glued numbers apart, a lonely number free of slashes."""
    text = re.sub(r"[‐-―−]", "-", text).replace("(0)", " ")
    text = _FAX.sub(" ", text)
    digits = re.sub(r"\D", "", text)
    if len(digits) in {9, 10} and _ONLY_SIGNS.fullmatch(text) and "+" not in text:
        text = digits
    plan = _PLAN_OF.get(departement)
    if plan and len(digits) == _OWN_PLANS[plan] and _ONLY_SIGNS.fullmatch(text):
        text = f"+{plan}{digits}"
    return _GLUED.sub(r"\1 / ", text)


def _numbers(text: str) -> list[tuple[str, str]]:
    """Return each number with the words that belong to it; nothing when digits are left over."""
    text = _EXTENSION.sub(lambda found: f"(poste {found[1].translate(_HIDDEN)})", text)
    matches = list(_NUMBER.finditer(text))
    shown = [_read(found) for found in matches]
    ends = [0, *(found.end() for found in matches)]
    starts = [*(found.start() for found in matches), len(text)]
    words = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    if not matches or "" in shown or any(re.search(r"\d", one) for one in words):
        return []
    before, *after = (clean(_LABELS.sub(" ", one).strip(" ()")).translate(_SEEN) for one in words)
    after[0] = " ".join(filter(None, (after[0], before)))
    return [] if max(map(len, after)) > _LONGEST_NOTE else list(zip(shown, after, strict=True))


def _read(found: re.Match[str]) -> str:
    """Return a number as it is shown; nothing when a foreign one does not exist."""
    if found["foreign"]:
        return _foreign(found["foreign"])
    if found["own"]:
        digits = re.sub(r"\D", "", found["few"])
        return f"+{found['own']} {_pairs(digits)}" if len(digits) == _OWN_PLANS[found["own"]] else ""
    if found["short"]:
        return _short(found["short"])
    return _national(re.sub(r"\D", "", found["rest"] or found["national"] or found["nine"])[-9:])


def _national(nine: str) -> str:
    return f"0 {nine[:3]} {_pairs(nine[3:])}" if nine[0] == "8" else f"0{nine[0]} {_pairs(nine[1:])}"


def _short(text: str) -> str:
    digits = text.replace(" ", "")
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits


def _pairs(digits: str) -> str:
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def _foreign(text: str) -> str:
    import phonenumbers  # noqa: PLC0415 - a tenth of a second, for the few numbers of neighbouring countries

    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", re.sub(r"[^\d+]", "", text)), None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
