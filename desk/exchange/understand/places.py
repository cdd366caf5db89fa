"""Places in a table of one row each: the national standard, the lists of France services, any table of the field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desk.base.ids import id_from
from desk.base.text import fold
from desk.domain.cells import clean_block, clean_cell, read_boolean, split_values
from desk.domain.coordinates import clean_point
from desk.domain.hours_french import read_hours
from desk.domain.persons import looks_personal
from desk.exchange.understand.told import OURS, Told, fee_of, given, reach_of

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_FIELDS = tuple((f"hours.{day}", french) for day, french in zip(WEEKDAYS, _FRENCH_DAYS, strict=True))
_HALVES = tuple((f"hours.{half}.start", f"hours.{half}.end") for half in ("am", "pm"))

LISTS = (
    "relay_types", "typologies", "labels", "other_labels", "needs", "digital_services", "audiences", "special_care",
    "support", "area", "ways", "desk_ways",
)  # fmt: skip
_JOINED = {
    "address": " ",
    "address_extra": ", ",
    "name": " ",
    "description": "\n",
    "hours_text": "\n",
    "conditions": "\n",
}
"""What stands between the texts of several columns about one field; of the others, the first that says something."""

_GIVEN_OUT = re.compile(r"(?=.*[a-z])[0-9a-hjkmnp-tv-z]{12}|fs-[0-9]+")
"""Ids that a Relais gives out: its own, and those of the list that comes with it."""

_UNIQUE = 16
"""An identity shorter than this may be that of another place in another list of the same standard."""

_OF_PERSONS = frozenset({"contact_person", "personal"})
"""Columns that become no field, and are not even kept as they were written."""


def structures(
    layout: str, columns: Sequence[str], fields: Mapping[int, str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[Told]:
    """Yield the structure of each row, given the field that each column tells.

    The identity comes from the column ``id``; where there is none, from the name and the place, so that the same row
    of another edition is the same sheet.
    """
    seen: dict[str, int] = {}
    hidden = {place for place, name in fields.items() if name in _OF_PERSONS}
    for number, cells in rows:
        told: dict[str, list[str]] = {}
        for place, name in fields.items():
            if place < len(cells) and cells[place].strip():
                told.setdefault(name, []).append(cells[place])
        if not told and not any(cell.strip() for cell in cells):
            continue
        found = _fields(told)
        key = _key(layout, told, found)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key = f"{key}#{seen[key]}"
        yield Told(
            number=number,
            key=key,
            fields=found,
            row={
                column: cell
                for place, (column, cell) in enumerate(zip(columns, cells, strict=False))
                if cell and place not in hidden and not ("@" in cell and looks_personal(cell.strip()))
            },
        )


def _fields(told: Mapping[str, list[str]]) -> dict[str, object]:
    single = {
        name: _JOINED[name].join(dict.fromkeys(texts)) if name in _JOINED and len(texts) > 1 else texts[0]
        for name, texts in told.items()
        if name in _PLAIN
    }
    fields = given((name, clean_block(text)) for name, text in single.items())
    for name in LISTS:
        if name in told and (members := [member for text in told[name] for member in split_values(text)]):
            fields[name] = members
    if "email" in fields and looks_personal(str(fields["email"])):
        del fields["email"]
    fields |= _place(told)
    fields |= _hours(told)
    if "fee" in told and (price := fee_of(" ".join(told["fee"]))):
        fields["fee"] = price
    if ("ways" in told or "reach" in told) and (
        reach := reach_of(" ".join((*told.get("ways", ()), *told.get("reach", ()))))
    ):
        fields["reach"] = reach
    if "itinerant" in told and (travels := fold(" ".join(told["itinerant"]))):
        fields["itinerant"] = "itinerant" in travels or "bus" in travels or bool(read_boolean(travels))
    if "wheelchair" in told and (answer := read_boolean(" ".join(told["wheelchair"]))) is not None:
        fields["wheelchair"] = answer
    return fields


_PLAIN = frozenset(
    {
        "name", "parent", "siret", "rna", "summary", "description", "audience_details", "conditions", "address",
        "address_extra", "postcode", "commune", "insee", "phone", "email", "website", "booking_url", "desk_details",
        "fee_details", "accessibility", "accessibility_url", "source", "source_url", "source_date", "licence", "pivot",
    }
)  # fmt: skip


def _place(told: Mapping[str, list[str]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for first, second in (("latitude", "longitude"), ("y", "x"), ("location", "")):
        if first not in told or (second and second not in told):
            continue
        point = clean_point(told[first][0], told[second][0] if second else "").place
        if point is not None:
            fields |= {"latitude": point.latitude, "longitude": point.longitude}
            break
    if "full_address" in told and "address" not in told:
        fields["address"] = clean_cell(told["full_address"][0])
    if "city_and_postcode" in told and "commune" not in told:
        fields["address"] = (
            f"{fields.get('address', clean_cell(' '.join(told.get('address', ()))))} {clean_cell(told['city_and_postcode'][0])}".strip()
        )
    return fields


def _hours(told: Mapping[str, list[str]]) -> dict[str, object]:
    """Return the hours as OSM where they are sure, and as text where they are not."""
    days = [(french, " / ".join(told[field])) for field, french in _DAY_FIELDS if field in told]
    texts = [*told.get("opening_hours", ()), *told.get("hours_text", ())]
    if days:
        texts.append("\n".join(f"{french} : {hours}" for french, hours in days))
    halves = [f"{told[start][0]}-{told[end][0]}" for start, end in _HALVES if start in told and end in told]
    if halves:
        texts.append(" / ".join(halves))
    weekdays = " ".join(told.get("days", ()))
    osm, left = "", []
    for text in texts:
        read = read_hours(clean_block(text), weekdays)
        osm = osm or read.osm
        if read.left or (osm and read.osm != osm):
            left.append(read.left or clean_block(text))
    return given([("opening_hours", osm), ("hours_text", "\n".join(dict.fromkeys(left)))])


def _key(layout: str, told: Mapping[str, list[str]], fields: Mapping[str, object]) -> str:
    if "id" in told:
        identity = told["id"][0].strip()
        if layout == "mednum" and _GIVEN_OUT.fullmatch(identity):
            return OURS + identity
        said_by = fold(str(fields.get("source", ""))) if len(identity) < _UNIQUE and layout == "mednum" else ""
        return ":".join(filter(None, (layout, said_by, identity)))
    where = fields.get("insee") or fields.get("postcode") or fields.get("commune") or fields.get("address") or ""
    identity = id_from(fold(f"{fields.get('name', '')}|{where}"))
    return f"{layout}:{identity}"
