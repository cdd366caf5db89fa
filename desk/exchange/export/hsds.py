"""Open Referral HSDS 3.0 as a tabular package: one CSV a table and their description, in a zip with always the same bytes.

Source: openreferral/specification 3.0. Ids that the standard wants as UUID are made from ours, always the same.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from desk.base.codec import to_pretty_json
from desk.domain.services import Service
from desk.domain.sheets import Sheet, Status
from desk.domain.standards import SheetValues
from desk.exchange.export.given import Given

TABLES: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "email", "website", "uri"),
    "organization_identifiers": ("id", "organization_id", "identifier_scheme", "identifier_type", "identifier"),
    "services": (
        "id", "organization_id", "name", "description", "url", "email", "status", "application_process",
        "fees_description", "eligibility_description", "assured_date", "last_modified",
    ),
    "locations": (
        "id", "location_type", "organization_id", "name", "latitude", "longitude", "external_identifier",
        "external_identifier_type",
    ),
    "addresses": (
        "id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code", "country",
        "address_type",
    ),
    "service_at_location": ("id", "service_id", "location_id", "description"),
    "phones": ("id", "organization_id", "number", "type"),
    "schedules": ("id", "location_id", "freq", "interval", "description", "notes"),
    "cost_options": ("id", "service_id", "option", "currency", "amount"),
    "required_documents": ("id", "service_id", "document"),
    "service_areas": ("id", "service_id", "name", "extent", "extent_type"),
    "accessibility": ("id", "location_id", "description", "url"),
    "taxonomies": ("id", "name", "description", "uri", "version"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy_id", "language"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_entity", "value"),
}  # fmt: skip
_WHEN = (1980, 1, 1, 0, 0, 0)
_STATUS = {Status.OPEN: "active", Status.SUSPENDED: "temporarily closed", Status.CLOSED: "defunct"}
_TAXONOMY = "https://relais.example/typologies"

OURS = "RELAIS"
"""The type of our own identifier, by which a sheet that comes back is known again."""


def write(file: BinaryIO, sheets: Iterable[Given], values: SheetValues) -> int:
    """Write the package and return the number of organisations."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    terms: dict[str, str] = {}
    count = 0
    for one in sheets:
        _lay(rows, one.sheet, values, terms)
        count += 1
    rows["taxonomies"].append(
        {
            "id": _id("taxonomy"),
            "name": "typologies",
            "description": "Typologies de la médiation numérique",
            "uri": _TAXONOMY,
        }
    )
    for code, name in sorted(terms.items()):
        rows["taxonomy_terms"].append(
            {
                "id": _id("term", code),
                "code": code,
                "name": name,
                "description": name,
                "taxonomy_id": _id("taxonomy"),
                "language": "fr",
            }
        )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, "datapackage.json", to_pretty_json(_description()))
        for name, columns in TABLES.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(rows[name])
            _put(package, f"{name}.csv", text.getvalue().encode())
    return count


def _lay(rows: dict[str, list[dict[str, object]]], sheet: Sheet, values: SheetValues, terms: dict[str, str]) -> None:
    organization, location = _id(sheet.id), _id(sheet.id, "location")
    rows["organizations"].append(
        {
            "id": organization,
            "name": sheet.name,
            "description": "\n".join(filter(None, (sheet.summary, sheet.description))) or sheet.name,
            "email": sheet.email.split(" / ")[0],
            "website": sheet.website.split(" / ")[0],
            "uri": sheet.source_url,
        }
    )
    for scheme, kind, number in (
        ("FR-SIRET", "SIRET", sheet.siret), ("FR-RNA", "RNA", sheet.rna), ("relais", OURS, sheet.id)
    ):  # fmt: skip
        if number:
            rows["organization_identifiers"].append(
                {
                    "id": _id(sheet.id, kind),
                    "organization_id": organization,
                    "identifier_scheme": scheme,
                    "identifier_type": kind,
                    "identifier": number,
                }
            )
    rows["locations"].append(
        {
            "id": location,
            "location_type": "physical",
            "organization_id": organization,
            "name": sheet.name,
            "latitude": sheet.latitude if sheet.place else "",
            "longitude": sheet.longitude if sheet.place else "",
            "external_identifier": sheet.insee,
            "external_identifier_type": "INSEE" if sheet.insee else "",
        }
    )
    if sheet.commune:
        rows["addresses"].append(
            {
                "id": _id(sheet.id, "address"),
                "location_id": location,
                "address_1": sheet.address or sheet.commune,
                "address_2": sheet.address_extra,
                "city": sheet.commune,
                "state_province": sheet.insee[:2] or sheet.postcode[:2] or "FR",
                "postal_code": sheet.postcode,
                "country": "FR",
                "address_type": "physical",
            }
        )
    for rank, number in enumerate(filter(None, sheet.phone.split(" / "))):
        rows["phones"].append(
            {
                "id": _id(sheet.id, "phone", str(rank)),
                "organization_id": organization,
                "number": number,
                "type": "voice",
            }
        )
    if sheet.opening_hours or sheet.hours_text:
        rows["schedules"].append(
            {
                "id": _id(sheet.id, "hours"),
                "location_id": location,
                "description": sheet.opening_hours,
                "notes": sheet.hours_text,
            }
        )
    if sheet.accessibility or sheet.accessibility_url:
        rows["accessibility"].append(
            {
                "id": _id(sheet.id, "access"),
                "location_id": location,
                "description": sheet.accessibility,
                "url": sheet.accessibility_url,
            }
        )
    for code in sheet.typologies:
        terms[code] = values.label("typologies", code)
        rows["attributes"].append(
            {
                "id": _id(sheet.id, "attribute", code),
                "link_id": organization,
                "taxonomy_term_id": _id("term", code),
                "link_entity": "organization",
                "value": code,
            }
        )
    _lay_services(rows, sheet, organization, location)


def _lay_services(rows: dict[str, list[dict[str, object]]], sheet: Sheet, organization: str, location: str) -> None:
    day = sheet.verified_on.isoformat() if sheet.verified_on else ""
    told: list[tuple[str, Service | None]] = [(one.id, one) for one in sheet.services]
    for identity, service in told or [("accueil", None)]:
        mine = _id(sheet.id, "service", identity)
        rows["services"].append(
            {
                "id": mine,
                "organization_id": organization,
                "name": service.name if service else "Accueil du public",
                "description": service.description if service else "",
                "url": (service.link if service else "") or sheet.booking_url,
                "email": service.email if service else "",
                "status": _STATUS[sheet.status],
                "application_process": service.ways_details if service else sheet.desk_details,
                "fees_description": (service.fee_details if service else "") or sheet.fee_details,
                "eligibility_description": (service.audience_details if service else "") or sheet.audience_details,
                "assured_date": day,
                "last_modified": f"{sheet.source_date[:10]}T00:00:00Z" if sheet.source_date else "",
            }
        )
        rows["service_at_location"].append(
            {"id": _id(sheet.id, "at", identity), "service_id": mine, "location_id": location}
        )
        fee = (service.fee if service else "") or sheet.fee.value
        if fee in {"free", "paid"}:
            rows["cost_options"].append(
                {
                    "id": _id(sheet.id, "cost", identity),
                    "service_id": mine,
                    "option": "gratuit" if fee == "free" else "payant",
                    "currency": "EUR",
                    "amount": 0 if fee == "free" else "",
                }
            )
        conditions = (service.conditions if service else "") or sheet.conditions
        if conditions:
            rows["required_documents"].append(
                {"id": _id(sheet.id, "document", identity), "service_id": mine, "document": conditions}
            )
        for code in (service.area if service else ()) or sheet.area:
            rows["service_areas"].append(
                {
                    "id": _id(sheet.id, "area", identity, code),
                    "service_id": mine,
                    "name": code,
                    "extent": code,
                    "extent_type": "text",
                }
            )


def _description() -> dict[str, object]:
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {"primaryKey": "id", "fields": [{"name": column, "type": "string"} for column in columns]},
            }
            for name, columns in TABLES.items()
        ],
    }


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "relais:" + "/".join(parts)))
