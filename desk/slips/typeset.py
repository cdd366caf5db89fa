"""Setting plain text: what may be printed, where lines break, how a long text is cut at a word."""

import re
import unicodedata
from functools import lru_cache

from desk.base.text import clean
from desk.slips.marks import Ruler, Weight

LONGEST = 600
"""Signs of a text that are looked at; no fact of a slip needs more."""

NO_BREAK = "\u00a0"
CUT = "…"

_SLACK = 0.5
_STACKED_ACCENTS = 2
_GLUE = (
    (re.compile(r" (?=[:;?!»–·](?:\s|$))"), NO_BREAK),
    (re.compile(r"(?<=\bh) (?=\d\d\b)|(?<=«) |(?<=–) (?=\d)"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=\d|h\b|km\b|m\b|mois\b|ans?\b|euros?\b|€)"), NO_BREAK),
)


@lru_cache(maxsize=2048)
def printable(text: str) -> str:
    """Return ``text`` as it can be set in black on one line, French spaces made unbreakable.

    Control and direction signs go (`desk.base.text.clean`), and so do pictures such as emoji, which no black-only typeface
    has, and accents piled up to reach the neighbouring lines.
    """
    kept: list[str] = []
    piled = 0
    for sign in clean(text, LONGEST):
        piled = piled + 1 if unicodedata.combining(sign) else 0
        if piled <= _STACKED_ACCENTS and not _picture(sign):
            kept.append(sign)
    line = " ".join("".join(kept).split())
    for pattern, glue in _GLUE:
        line = pattern.sub(glue, line)
    return line.strip()


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, size: float, weight: Weight, ruler: Ruler, most: int) -> tuple[str, ...]:
    """Return ``text`` in lines no wider than ``width``, at most ``most`` of them; the last ends with « … » if it was cut.

    ``text`` comes from `printable`. A word wider than the line is broken where it must.
    """
    room = width - _SLACK
    space = ruler.width(" ", size, weight)
    lines: list[str] = []
    line, used = "", 0.0
    for word in (part for whole in text.split(" ") if whole for part in _broken(whole, room, size, weight, ruler)):
        long = ruler.width(word, size, weight)
        if not line:
            line, used = word, long
        elif used + space + long <= room:
            line, used = f"{line} {word}", used + space + long
        else:
            lines.append(line)
            if len(lines) > most:
                break
            line, used = word, long
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(lines[most - 1], room, size, weight, ruler)]
    return tuple(line.replace(NO_BREAK, " ") for line in lines)


def shortened(line: str, room: float, size: float, weight: Weight, ruler: Ruler) -> str:
    """Return the first words of ``line`` followed by « … », all within ``room``."""
    while line and ruler.width(f"{line} {CUT}", size, weight) > room:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line} {CUT}".strip()


def keeping_tail(text: str, joint: str, tail: str, width: float, size: float, ruler: Ruler, most: int) -> str:
    """Return ``text`` and ``tail``; where they do not hold on ``most`` lines, words at the end of ``text`` give way."""
    start, end = printable(text), printable(tail)
    if not start or not end:
        return start or end
    whole = f"{start}{joint}{end}"
    while " " in start and len(wrap(printable(whole), width, size, Weight.REGULAR, ruler, most + 1)) > most:
        start = start.rpartition(" ")[0]
        whole = f"{start} {CUT} {end}"
    return whole


def capital(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def _broken(word: str, room: float, size: float, weight: Weight, ruler: Ruler) -> list[str]:
    parts: list[str] = []
    while len(word) > 1 and ruler.width(word, size, weight) > room:
        low, high = 1, len(word) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if ruler.width(word[:middle], size, weight) <= room else (low, middle - 1)
        end = low
        while end > 1 and unicodedata.combining(word[end]):
            end -= 1
        parts.append(word[:end])
        word = word[end:]
    return [*parts, word]


def _picture(sign: str) -> bool:
    return (
        ord(sign) >= 0x1F000
        or (ord(sign) >= 0x2300 and unicodedata.category(sign) in {"So", "Sk"})
        or 0xFE00 <= ord(sign) <= 0xFE0F
    )
