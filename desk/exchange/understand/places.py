"""Places in a table of one row each: the national standard, the lists of France services, any table of the field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from desk.base.ids import id_from
from desk.base.text import fold
from desk.domain.cells import clean_block, clean_cell, read_boolean, split_values
from desk.domain.coordinates import clean_point
from desk.domain.hours_french import read_hours
from desk.domain.persons import looks_personal
from desk.exchange.understand.told import Told, fee_of, given, reach_of

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

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

_UNIQUE = 16
"""An identity shorter than this may be that of another place in another list of the same standard."""

NOWHERE = frozenset({"ignored", "contact_person", "personal", ""})
"""Columns that become no field. Those about persons are not even kept as they were written."""


def structures(
    layout: str, columns: Sequence[str], fields: Mapping[int, str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[Told]:
    """Yield the structure of each row, given the field that each column tells.

    The identity comes from the column ``id``; where there is none, from the name and the place, so that the same row
    of another edition is the same sheet.
    """
    seen: dict[str, int] = {}
    for number, cells in rows:
        told: dict[str, list[str]] = {}
        for place, name in fields.items():
            if place < len(cells) and cells[place].strip():
                told.setdefault(name, []).append(cells[place])
        if not any(cell.strip() for cell in cells):
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
                column: cells[place]
                for place, column in enumerate(columns)
                if place < len(cells) and cells[place] and not _is_personal(fields.get(place, ""), cells[place])
            },
        )


def _fields(told: Mapping[str, list[str]]) -> dict[str, object]:
    single = {
        name: _JOINED.get(name, "\0").join(dict.fromkeys(texts)).split("\0")[0]
        for name, texts in told.items()
        if name not in LISTS and name not in NOWHERE
    }
    fields = given((name, clean_block(text)) for name, text in single.items() if name in _PLAIN)
    for name in LISTS:
        members = [member for text in told.get(name, ()) for member in split_values(text)]
        if members:
            fields[name] = members
    if "email" in fields and looks_personal(str(fields["email"])):
        del fields["email"]
    fields |= _place(told)
    fields |= _hours(told)
    if price := fee_of(" ".join(told.get("fee", ()))):
        fields["fee"] = price
    if reach := reach_of(" ".join((*told.get("ways", ()), *told.get("reach", ())))):
        fields["reach"] = reach
    travels = fold(" ".join(told.get("itinerant", ())))
    if travels:
        fields["itinerant"] = "itinerant" in travels or "bus" in travels or bool(read_boolean(travels))
    for name in ("wheelchair",):
        answer = read_boolean(" ".join(told.get(name, ())))
        if answer is not None:
            fields[name] = answer
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
    days = [
        (french, " / ".join(told[f"hours.{day}"]))
        for day, french in zip(WEEKDAYS, _FRENCH_DAYS, strict=True)
        if f"hours.{day}" in told
    ]
    texts = [*told.get("opening_hours", ()), *told.get("hours_text", ())]
    if days:
        texts.append("\n".join(f"{french} : {hours}" for french, hours in days))
    halves = [
        "-".join(told[f"hours.{half}.{end}"][0] for end in ("start", "end"))
        for half in ("am", "pm")
        if f"hours.{half}.start" in told and f"hours.{half}.end" in told
    ]
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
        said_by = fold(str(fields.get("source", ""))) if len(identity) < _UNIQUE and layout == "mednum" else ""
        return ":".join(filter(None, (layout, said_by, identity)))
    where = fields.get("insee") or fields.get("postcode") or fields.get("commune") or fields.get("address") or ""
    identity = id_from(fold(f"{fields.get('name', '')}|{where}"))
    return f"{layout}:{identity}"


def _is_personal(field: str, cell: str) -> bool:
    return field in {"contact_person", "personal"} or ("@" in cell and looks_personal(cell.strip()))
