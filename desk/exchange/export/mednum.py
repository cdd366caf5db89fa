"""The national standard of digital mediation, 1.0.2: one row a place, read by the national map.

Source: LaMednum/standard-mediation-num `schema.json` (etalab-2.0). A place without an official number is written with
the fourteen zeros that the field uses for it; a row that cannot be valid is told with its reason.
"""

import csv
import re
from collections.abc import Callable, Iterable
from typing import TextIO

from desk.domain.identifiers import pivot_of
from desk.domain.phones import to_e164
from desk.domain.sheets import Sheet
from desk.domain.standards import SheetValues, Standard
from desk.exchange.export.given import Given, LeftOut

LAYOUT = "mednum"
NO_NUMBER = "00000000000000"

_LISTS = {
    "typologie": "typologies",
    "services": "digital_services",
    "publics_specifiquement_adresses": "audiences",
    "prise_en_charge_specifique": "special_care",
    "modalites_acces": "ways",
    "modalites_accompagnement": "support",
}
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BETWEEN = re.compile(r" / |\s*\|\s*")


def write(
    file: TextIO, sheets: Iterable[Given], standard: Standard, values: SheetValues, left_out: list[LeftOut]
) -> int:
    """Write the rows and return how many. What is not valid goes into ``left_out``: a field, or the whole row."""
    names = [field.name for field in standard.fields]
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(names)
    count, given_ids = 0, set[str]()
    for one in sheets:
        row = _row(one, values)
        if row["id"] in given_ids:  # two lists may give one identity to two places
            row["id"] = one.sheet.id
        given_ids.add(row["id"])
        wrong = _wrong(row, standard)
        for column in wrong:
            left_out.append(LeftOut(sheet=one.sheet.id, name=one.sheet.name, field=column, code=wrong[column]))
            row[column] = ""
        if any(field.required and not row[field.name] for field in standard.fields):
            continue
        rows.writerow([row[name] for name in names])
        count += 1
    return count


def _row(one: Given, values: SheetValues) -> dict[str, str]:
    sheet = one.sheet
    row = {column: make(sheet) for column, make in _TEXTS.items()}
    row["date_maj"] = one.day
    row |= {column: _listed(values, field, getattr(sheet, field)) for column, field in _LISTS.items()}
    row["frais_a_charge"] = "" if sheet.fee == "unknown" else values.mednum_of("fee", sheet.fee)
    for column in ("dispositif_programmes_nationaux", "formations_labels"):
        members = [slug for slug in sheet.labels if values.mednum_field_of("labels", slug) == column]
        row[column] = _listed(values, "labels", members)
    unknown = [slug for slug in sheet.labels if not values.mednum_of("labels", slug)]
    others = [values.label("labels", slug) for slug in unknown] + list(sheet.other_labels)
    row["autres_formations_labels"] = "|".join(dict.fromkeys(others))
    if one.original is not None and one.original.layout == LAYOUT:
        row |= {"id": one.original.row.get("id") or row["id"]}
        kept = {column: one.written(LAYOUT, column, *fields) for column, fields in _BACK.items()}
        row |= {column: text for column, text in kept.items() if text}
    row["commune"] = _IN_BRACKETS.sub("", row["commune"]).strip()  # the map refuses « Château-Chinon (Ville) »
    return row


def _listed(values: SheetValues, field: str, slugs: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(filter(None, (values.mednum_of(field, slug) for slug in slugs))))


def _wrong(row: dict[str, str], standard: Standard) -> dict[str, str]:
    """Return the columns whose text the standard refuses, each with a code."""
    found = {}
    for field in standard.fields:
        text = row[field.name]
        if not text:
            if field.required:
                found[field.name] = "required"
        elif field.pattern and not re.fullmatch(field.pattern, text):
            found[field.name] = "not-of-the-standard"
        elif field.longest and len(text) > field.longest:
            found[field.name] = "too-long"
        elif field.list and any(standard.spelling(field.list, part) != part for part in text.split("|")):
            found[field.name] = "not-of-the-standard"
    return found


def _phone(sheet: Sheet) -> str:
    return to_e164(_BETWEEN.split(sheet.phone)[0]) if sheet.phone else ""


def _several(text: str) -> str:
    return "|".join(part for part in _BETWEEN.split(text) if part)


def _detail(sheet: Sheet) -> str:
    """Return the description, and what has no column of its own."""
    parts = (sheet.description, sheet.hours_text, sheet.conditions, sheet.fee_details, sheet.accessibility)
    return "\n".join(part for part in parts if part)


def _summary(sheet: Sheet) -> str:
    text = sheet.summary
    return text if len(text) <= 280 else text[:279].rsplit(" ", 1)[0] + "…"


def _number(value: float | None) -> str:
    return "" if value is None else repr(round(value, 7))


_TEXTS: dict[str, Callable[[Sheet], str]] = {
    "id": lambda sheet: sheet.id,
    "pivot": lambda sheet: pivot_of(sheet.siret, sheet.rna) or NO_NUMBER,
    "nom": lambda sheet: sheet.name,
    "commune": lambda sheet: sheet.commune,
    "code_postal": lambda sheet: sheet.postcode,
    "code_insee": lambda sheet: sheet.insee,
    "adresse": lambda sheet: (sheet.address or sheet.address_extra or sheet.commune).replace('"', ""),
    "complement_adresse": lambda sheet: sheet.address_extra if sheet.address else "",
    "latitude": lambda sheet: _number(sheet.latitude if sheet.place else None),
    "longitude": lambda sheet: _number(sheet.longitude if sheet.place else None),
    "telephone": _phone,
    "courriels": lambda sheet: _several(sheet.email),
    "site_web": lambda sheet: _several(sheet.website),
    "horaires": lambda sheet: sheet.opening_hours,
    "presentation_resume": _summary,
    "presentation_detail": _detail,
    "source": lambda sheet: sheet.source,
    "itinerance": lambda sheet: "Itinérant" if sheet.itinerant else "",
    "structure_parente": lambda sheet: sheet.parent,
    "fiche_acces_libre": lambda sheet: sheet.accessibility_url,
    "prise_rdv": lambda sheet: sheet.booking_url,
}
_BACK: dict[str, tuple[str, ...]] = {
    "pivot": ("siret", "rna"),
    "adresse": ("address",),
    "commune": ("commune",),
    "telephone": ("phone",),
    "courriels": ("email",),
    "site_web": ("website",),
    "horaires": ("opening_hours", "hours_text"),
    "presentation_resume": ("summary",),
    "presentation_detail": ("description", "hours_text", "conditions", "fee_details", "accessibility"),
    "itinerance": ("itinerant",),
    "typologie": ("typologies",),
    "services": ("digital_services",),
    "publics_specifiquement_adresses": ("audiences",),
    "prise_en_charge_specifique": ("special_care",),
    "frais_a_charge": ("fee",),
    "modalites_acces": ("ways",),
    "modalites_accompagnement": ("support",),
}
"""The columns that are written back as they came when nobody changed the fields understood from them."""
