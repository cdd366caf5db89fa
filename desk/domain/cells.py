"""Cells of a table: what their text means before any field is known. Booleans, dates, several values, HTML."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from html.parser import HTMLParser
from unicodedata import normalize

from desk.base.codec import CodecError, from_json
from desk.base.dates import MONTHS
from desk.base.text import clean, clean_lines, fold
from desk.domain.cleaned import says_nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, or none; ``problem`` is a code when something was written that gives no day."""

    day: date | None = None
    problem: str = ""


# Texts

_QUOTE = re.compile(r"^'(?=[\d=+\-@'])")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_SIMPLE = re.compile(r"(?!')[^\s`<&’‘ʼ´]+(?: [^\s`<&’‘ʼ´]+)*")
"""What is left as it is, save for the way its accents are written: nearly every cell."""

_APOSTROPHES = re.compile("[’‘ʼ´`]")
_BLOCKS = {
    "p",
    "br",
    "li",
    "ul",
    "ol",
    "div",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "hr",
}
_UNSEEN = {"script", "style", "head", "template", "svg", "noscript", "iframe"}


def clean_cell(text: str, limit: int = 2000) -> str:
    """Return one line of plain text: no HTML, no quote that a spreadsheet puts before a formula, apostrophes straight."""
    return clean(_plain(text, limit), limit)


def clean_block(text: str, limit: int = 10_000) -> str:
    """Return the same with its paragraphs, one a line."""
    if len(text) * 4 <= limit and text.isprintable() and _SIMPLE.fullmatch(text):
        return normalize("NFC", text)
    said = clean_lines(_plain(text, limit), limit)
    return "\n".join(line for line in said.splitlines() if line) if "\n" in said else said


def _plain(text: str, limit: int) -> str:
    text = _APOSTROPHES.sub("'", _QUOTE.sub("", text[: limit * 8].strip()))
    return without_markup(text) if ("<" in text or "&" in text) and _MARKUP.search(text) else text


def without_markup(text: str) -> str:
    """Return what a browser would show of ``text``: entities read, blocks on their own lines, scripts left out."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.seen)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._unseen += tag in _UNSEEN
        self.seen.append("\n" if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self.seen.append("\n" if tag in _BLOCKS else " " if tag in {"td", "th"} else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data)


# Booleans

_YES = re.compile(r"(?:true|vrai|oui\w*|yes|x+|1|o|y|ok|possible|disponible)(?:\b|$).*", re.DOTALL)
_NO = re.compile(r"(?:false|faux|non|no|0|n|aucune?|pas|jamais|impossible|indisponible)(?:\b|$).*", re.DOTALL)
_UNTOLD = re.compile(
    r"\?|n\.?[rc]\.?|non (?:renseigne|communique|precise|connu|determine|evalue)\w*.*|ne sai[st] pas.*", re.DOTALL
)


def read_boolean(text: str) -> bool | None:
    """Return what a cell answers: « oui », « X », « True », « Oui, se renseigner » are yes; « - », « NR », « ? » nothing."""
    said = fold(clean(text, 200)).strip(" .")
    if _UNTOLD.fullmatch(said):
        return None
    if _NO.fullmatch(said):
        return False
    return True if _YES.fullmatch(said) else None


# Dates

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_FRENCH = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_MONTH_NAMES = {fold(name): number for number, name in enumerate(MONTHS["fr"], start=1)}
_WRITTEN = re.compile(rf"(?<!\d)(\d{{1,2}})(?:er)?\s+({'|'.join(_MONTH_NAMES)})\.?\s+(\d{{4}})")
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1990, 1, 1)
"""What is older is a program's zero (1970, 1969-12-31, 1900), not a day when somebody wrote a row."""

_LONGEST_DATE = 1600


def read_date(text: str) -> Dated:
    """Return the day that a cell tells: ISO, « 31/12/2020 14:50:00 », « 1er mars 2021 », a sentence that holds one date.

    A program's zero such as 01/01/1970 is no day and no problem. Problem: ``date-unreadable``.
    """
    return _date_read(text[:_LONGEST_DATE])


@lru_cache(maxsize=4096)
def _date_read(text: str) -> Dated:
    said = fold(clean(text, 400))
    if says_nothing(said) or not said.strip("0-/: "):
        return Dated()
    found = {day for day in _days(said) if day}
    if len(found) != 1:
        return Dated(problem="date-unreadable")
    day = found.pop()
    return Dated(day=day) if day >= _FIRST_DAY else Dated()


def _days(said: str) -> Iterable[date | None]:
    if _SERIAL.fullmatch(said):
        return [_SPREADSHEET_EPOCH + timedelta(days=int(float(said)))]
    if _COMPACT.fullmatch(said):
        return [_day(said[:4], said[4:6], said[6:])]
    if _MILLISECONDS.fullmatch(said):
        return [datetime.fromtimestamp(int(said) / 1000, UTC).date()]
    days = [_day(year, month, day) for year, month, day in _ISO.findall(said)]
    days += [_day(year, str(_MONTH_NAMES[month]), day) for day, month, year in _WRITTEN.findall(said)]
    days += [_french(*parts) for parts in _FRENCH.findall(_ISO.sub(" ", said))]
    return days


def _french(day: str, month: str, year: str) -> date | None:
    """Return a day written in French order; the American one only when there is no such month."""
    year = year if len(year) == 4 else f"20{year}"
    return _day(year, month, day) or _day(year, day, month)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# Several values

_HARD = re.compile(r"\s*(?:\||;|[\r\n]+|\"\s*,\s*\")\s*")
_ARRAY = re.compile(r"\{(.*)\}", re.DOTALL)


def split_values(text: str, known: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """Return the values of a cell, each once, in order.

    « | », « ; », line breaks and what broken quoting leaves (``","``) separate always. Commas, slashes and dashes between
    spaces separate only when every piece is a value that ``known`` recognises, because some values contain them; so do
    mere spaces. Lists of JSON and of PostgreSQL are read.
    """
    values: list[str] = []
    for piece in _pieces(_plain(text, 20_000)):
        one = clean(piece, 1000).strip(' "')
        if says_nothing(one):
            continue
        values += [one] if known is None or known(one) else _soft(one, known) or [one]
    return tuple(dict.fromkeys(values))


def _pieces(text: str) -> list[str]:
    if text.startswith("["):
        try:
            return from_json(text, list[str])
        except CodecError:
            return _HARD.split(text.strip("[]"))
    if found := _ARRAY.fullmatch(text.strip()):
        return re.split(r"\s*,\s*", found[1])
    return _HARD.split(text)


def _soft(text: str, known: Callable[[str], bool]) -> list[str]:
    """Return pieces that are all known, taken as long as possible from the left; nothing when one is not."""
    words = re.split(r"(\s+|,)", text)
    values: list[str] = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            one = "".join(words[start:end]).strip(" ,/-")
            if one and known(one):
                values.append(one)
                break
        else:
            return []
        start = end
        while start < len(words) and not words[start].strip(" ,/-\t"):
            start += 1
    return values
