"""Which field of a sheet each column of a table tells: by its name, and by what stands in it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from desk.base.codec import from_json
from desk.base.text import fold
from desk.domain.identifiers import clean_siret
from desk.domain.sheets import Sheet

SAMPLE = 200
"""Rows looked at."""

_SURE, _LIKELY = 0.95, 0.7
_NEAR = 88
"""Likeness of two names, out of 100, from which one may be a slip for the other."""

_SEVERAL = frozenset(
    {
        "address", "address_extra", "description", "typologies", "labels", "other_labels", "digital_services",
        "audiences", "support", "ways", "hours_text", "ignored", "contact_person", "phone", "email", "website",
        "conditions", "fee", "special_care", "area", "days",
    }
)  # fmt: skip
"""Fields that several columns may tell together; of the others the surest column wins."""

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$")
_URL = re.compile(r"^(?:https?[:/]|www\.)\S+|^\S+\.(?:fr|com|org|net|eu)(?:/\S*)?$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?[\d .()/-]{9,20}$")
_POSTCODE = re.compile(r"^\d{4,5}(?:\.0)?$")
_OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b.*\d\d:\d\d")
_HOURS = re.compile(r"\d{1,2} ?[hH:] ?\d{0,2}.*(?:-|à|/).*\d{1,2} ?[hH:]")
_DATE = re.compile(r"^(?:\d{4}[-/]\d{2}[-/]\d{2}|\d{2}[/.-]\d{2}[/.-]\d{4})(?:[ T].*)?$")
_PAIR = re.compile(r"^-?\d{1,3}\.\d{2,} ?[,;] ?-?\d{1,3}\.\d{2,}$")
_FEES = ("gratuit", "payant", "adhesion", "sous condition")
_STREET = re.compile(
    r"^(?:\d+ ?(?:bis|ter)?,? ?)?(?:rue|avenue|av\.?|boulevard|bd|place|pl\.?|chemin|route|allee|impasse|quai|cours|square|lotissement|hameau|lieu[- ]dit|esplanade)\b",
    re.IGNORECASE,
)


_TWO_MEANINGS = frozenset({"services", "status", "stops", "closures", "source"})
"""Fields whose own name means something else in the field's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The field that a column seems to tell, how sure that is (0–1), and what tells it: ``name`` or ``content``."""

    field: str
    confidence: float
    why: str


class ColumnNames:
    """How columns are called in the field, read once from the resources."""

    def __init__(self, seeds: Path) -> None:
        told = from_json((seeds / "columns.json").read_bytes(), dict[str, object])["fields"]
        self._fields = {one.name.replace("_", " "): one.name for one in fields(Sheet) if one.name not in _TWO_MEANINGS}
        if isinstance(told, dict):
            for field, names in told.items():
                for name in names:
                    self._fields.setdefault(name, field)

    def field_of(self, column: str) -> tuple[str, float]:
        """Return the field that a column's name means and how surely, ("", 0) when it means nothing known."""
        said = _words(column)
        if not said:
            return "", 0.0
        for form in _forms(said):
            if form in self._fields:
                return self._fields[form], _SURE if form == said else 0.85
        near = process.extractOne(said, self._fields.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near and len(said) > 4:
            return self._fields[near[0]], _LIKELY
        within = [name for name in self._fields if len(name) > 4 and f" {name} " in f" {said} "]
        if within:
            return self._fields[max(within, key=len)], 0.6
        return "", 0.0


def guess_columns(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    names: ColumnNames,
    is_commune: Callable[[str], bool] = lambda _: False,
) -> dict[int, Guess]:
    """Return the field of each column that tells one, by its place. What the content denies, the name does not impose."""
    guesses: dict[int, Guess] = {}
    for place, column in enumerate(columns):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        field, surely = names.field_of(column)
        content, share = _content(cells, is_commune)
        if field and _denied(field, content, share, cells):
            field, surely = "", 0.0
        if field in {"latitude", "longitude", "x", "y"}:
            field = _axis(field, cells)
        if field == "hours_text" and content == "opening_hours":
            field = content
        if field == "opening_hours" and content == "hours_text":
            field = content
        if field == "accessibility_url" and content != "website" and cells:
            field = "wheelchair" if _are_booleans(cells) else "accessibility"
        if field == "conditions" and content == "fee":
            field = content
        if field == "booking_url" and content != "website" and cells:
            field = "ways"
        if not field and content and share >= _LIKELY:
            guesses[place] = Guess(field=content, confidence=round(share * 0.8, 2), why="content")
        elif field:
            agreed = content == field
            guesses[place] = Guess(field=field, confidence=round(min(1.0, surely + 0.05 * agreed), 2), why="name")
    return _settled(guesses, columns, rows)


def _settled(guesses: dict[int, Guess], columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Guess]:
    """Let one column tell each field that only one may tell: the surest, then the fullest, then the first."""
    filled = Counter(place for row in rows for place, cell in enumerate(row) if cell.strip())
    best: dict[str, int] = {}
    for place, guess in guesses.items():
        if guess.field in _SEVERAL:
            continue
        other = best.get(guess.field)
        if other is None or (guess.confidence, filled[place]) > (guesses[other].confidence, filled[other]):
            best[guess.field] = place
    kept = {place: guess for place, guess in guesses.items() if guess.field in _SEVERAL or best[guess.field] == place}
    if not any(guess.field == "name" for guess in kept.values()):
        named = _name_column(columns, rows, kept)
        if named is not None:
            kept[named] = Guess(field="name", confidence=0.5, why="content")
    return dict(sorted(kept.items()))


def _name_column(columns: Sequence[str], rows: Sequence[Sequence[str]], taken: Mapping[int, Guess]) -> int | None:
    """Return the first column of texts that nearly all differ: what names the rows."""
    for place in range(len(columns)):
        cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        worded = sum(1 for cell in cells if any(sign.isalpha() for sign in cell) and len(cell) < 120)
        if (
            place not in taken
            and len(cells) >= max(1, len(rows) * 0.8)
            and worded >= len(cells) * 0.9
            and len(set(cells)) >= len(cells) * 0.6
        ):
            return place
    return None


def _content(cells: Sequence[str], is_commune: Callable[[str], bool]) -> tuple[str, float]:
    """Return what the cells seem to tell and the share of them that do."""
    if not cells:
        return "", 0.0
    found: Counter[str] = Counter()
    for cell in cells[:SAMPLE]:
        found[_kind(cell, is_commune)] += 1
    kind, count = found.most_common(1)[0]
    return (kind, count / min(len(cells), SAMPLE)) if kind else ("", 0.0)


def _kind(cell: str, is_commune: Callable[[str], bool]) -> str:
    digits = re.sub(r"\D", "", cell)
    if "@" in cell and _EMAIL.match(re.split(r"[;, ]+", cell)[0]):
        return "email"
    if _OSM.search(cell):
        return "opening_hours"
    if _PAIR.match(cell):
        return "location"
    if len(digits) == 14 and len(cell) < 22 and clean_siret(cell).value:
        return "siret"
    if _DATE.match(cell):
        return "source_date"
    if (
        _PHONE.match(cell)
        and (len(digits) in {9, 10} or digits.startswith("33"))
        and "." not in cell.strip("0123456789")[1:]
    ):
        return "phone"
    if _URL.match(cell):
        return "website"
    if _POSTCODE.match(cell):
        return "postcode"
    if _HOURS.search(cell):
        return "hours_text"
    if _STREET.match(cell):
        return "address"
    if fold(cell).startswith(_FEES) and len(cell) < 80:
        return "fee"
    if len(cell) < 60 and is_commune(cell):
        return "commune"
    return ""


_PROVEN = {
    "email": ("email",),
    "phone": ("phone",),
    "website": ("website",),
    "postcode": ("postcode",),
    "siret": ("siret", "pivot"),
    "source_date": ("source_date",),
}
"""Contents that prove themselves, and the fields that they can be."""


def _denied(field: str, content: str, share: float, cells: Sequence[str]) -> bool:
    """Return whether what stands in a column cannot be what its name says."""
    if not cells or field in {"ignored", "contact_person"}:
        return False
    if content in {"email", "website"} and share > _LIKELY:
        urls = {"website", "booking_url", "accessibility_url", "source_url", "source", "ways", "conditions"}
        return field not in (urls if content == "website" else {"email", "contact_person"})
    if field in {"latitude", "longitude", "x", "y"}:
        return sum(_is_number(cell) for cell in cells[:SAMPLE]) < min(len(cells), SAMPLE) * 0.6
    if field == "email":
        return sum("@" in cell for cell in cells[:SAMPLE]) < min(len(cells), SAMPLE) * 0.3
    if field in {"phone", "postcode"}:
        return sum(any(sign.isdigit() for sign in cell) for cell in cells[:SAMPLE]) < min(len(cells), SAMPLE) * 0.5
    if field in {"name", "commune", "description", "address"} and field != "address":
        return all(not any(sign.isalpha() for sign in cell) for cell in cells[:SAMPLE])
    if field == "name":
        return False
    if field in {"digital_services", "audiences", "typologies", "labels", "support"}:
        return _are_booleans(cells) or all(cell.isdigit() for cell in cells[:SAMPLE])
    return False


def _axis(field: str, cells: Sequence[str]) -> str:
    """Return which axis a column of numbers is on: X and Y are often swapped, and often degrees."""
    values = [abs(float(cell.replace(",", ".").replace(" ", ""))) for cell in cells[:SAMPLE] if _is_number(cell)]
    if not values:
        return field
    values.sort()
    middle = values[len(values) // 2]
    if middle > 1000:
        return "y" if middle > 2_000_000 else "x"
    if 41 <= middle <= 52:
        return "latitude"
    return "longitude" if field in {"x", "y", "longitude"} and middle < 12 else field


def _are_booleans(cells: Sequence[str]) -> bool:
    return all(
        fold(cell) in {"oui", "non", "true", "false", "0", "1", "x", "vrai", "faux", "-", "o", "n"}
        for cell in cells[:SAMPLE]
    )


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:[.,]\d+)?", cell.replace(" ", "").replace("\u202f", "")))


@cache
def _words(column: str) -> str:
    split = re.sub(r"(?<=[a-zé])(?=[A-Z])", " ", column)
    return " ".join(re.sub(r"\(\d+\)$|[^a-z0-9]+", " ", fold(split).replace("n°", "n ")).split())


def _forms(said: str) -> list[str]:
    """Return the name as it is, then without what often stands around it."""
    words = said.split()
    forms = [
        said,
        said.replace(" de la ", " ").replace(" du ", " ").replace(" de ", " ").replace(" l ", " ").replace(" d ", " "),
    ]
    if len(words) > 1 and (len(words[0]) <= 2 or words[0] in {"contact", "lieu", "structure", "fiche", "adresse"}):
        forms.append(" ".join(words[1:]))
    if len(words) > 1 and words[-1] in {
        "structure",
        "lieu",
        "site",
        "1",
        "brut",
        "fs",
        "principal",
        "principale",
        "public",
    }:
        forms.append(" ".join(words[:-1]))
    return list(dict.fromkeys(forms))
