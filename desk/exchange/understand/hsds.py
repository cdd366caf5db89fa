"""Open Referral HSDS 3: organisations, services and places in a dozen tables, or nested in JSON.

Source: openreferral/specification 3.0 (CC-BY-SA 4.0). The table of contacts is never read.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desk.domain.hours_french import read_hours
from desk.exchange.understand.told import OURS, Told, given, reach_of

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[tuple[int, Row]]]

_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_NESTED = {
    "services": "services",
    "service": "services",
    "organization": "organizations",
    "organizations": "organizations",
    "locations": "locations",
    "location": "locations",
    "addresses": "addresses",
    "phones": "phones",
    "schedules": "schedules",
    "cost_options": "cost_options",
    "required_documents": "required_documents",
    "service_areas": "service_areas",
    "service_at_locations": "service_at_location",
    "accessibility": "accessibility",
    "organization_identifiers": "organization_identifiers",
    "attributes": "attributes",
}
_SINGULAR = {
    "organizations": "organization",
    "services": "service",
    "locations": "location",
    "service_at_location": "service_at_location",
}
_STATUS = {"inactive": "suspended", "temporarily closed": "suspended", "defunct": "closed"}


def from_json(value: object) -> Tables:
    """Return the tables that nested JSON makes: one object, a list of them, or a page with ``contents``."""
    tables: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    if isinstance(value, dict) and isinstance(value.get("contents"), list):
        value = value["contents"]
    for number, one in enumerate(value if isinstance(value, list) else [value], start=1):
        if isinstance(one, dict):
            _lay_flat(
                tables,
                "services" if "organization" in one or "organization_id" in one else "organizations",
                one,
                number,
            )
    return tables


def structures(tables: Tables) -> Iterator[Told]:
    """Yield one structure for each organisation at each of its places, with the services given there."""
    named = {_name(name): rows for name, rows in tables.items()}
    of = _Links(named)
    for number, organization in named.get("organizations", ()):
        services = of.many("services", "organization_id", organization["id"])
        places = of.places(organization["id"], services)
        for place in places or [{}]:
            here = [one for one in services if not place or len(places) == 1 or of.is_given(one, place)]
            yield _told(of, number, organization, place, here, alone=len(places) <= 1)


class _Links:
    """Follows the links between tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def many(self, table: str, link: str, identity: str) -> list[Row]:
        """Return the rows of ``table`` whose ``link`` is ``identity``."""
        if not identity:
            return []
        if (table, link) not in self._by:
            found: dict[str, list[Row]] = defaultdict(list)
            for _, row in self._tables.get(table, ()):
                found[row.get(link, "")].append(row)
            self._by[table, link] = found
        return self._by[table, link].get(identity, [])

    def places(self, organization: str, services: Sequence[Row]) -> list[Row]:
        """Return the places of an organisation, its own and those where its services are given."""
        found = {one["id"]: one for one in self.many("locations", "organization_id", organization)}
        for service in services:
            for link in self.many("service_at_location", "service_id", service["id"]):
                for one in self.many("locations", "id", link.get("location_id", "")):
                    found[one["id"]] = one
        return list(found.values())

    def is_given(self, service: Row, place: Row) -> bool:
        """Return whether a service is given at a place; one that says no place is given at all."""
        links = self.many("service_at_location", "service_id", service["id"])
        return not links or any(link.get("location_id") == place["id"] for link in links)


def _told(of: _Links, number: int, organization: Row, place: Row, services: Sequence[Row], *, alone: bool) -> Told:
    identity, spot = organization["id"], place.get("id", "")
    address = next(iter(of.many("addresses", "location_id", spot)), {})
    phones = of.many("phones", "organization_id", identity) + of.many("phones", "location_id", spot)
    for service in services:
        phones += of.many("phones", "service_id", service["id"])
    schedules = of.many("schedules", "location_id", spot)
    for service in services if not schedules else ():
        schedules = schedules + of.many("schedules", "service_id", service["id"])
    osm, text = _hours(schedules)
    if not osm and (read := read_hours(text)).osm:
        osm, text = read.osm, read.left
    access = next(iter(of.many("accessibility", "location_id", spot)), {})
    numbers = {one.get("identifier_type", "").upper(): one.get("identifier", "") for one in
               of.many("organization_identifiers", "organization_id", identity)}  # fmt: skip
    insee = place.get("external_identifier", "") if place.get("external_identifier_type", "").upper() == "INSEE" else ""
    status = [_STATUS.get(one.get("status", ""), "open") for one in services]
    fields = given(
        [
            ("name", organization.get("name") if alone else place.get("name") or organization.get("name")),
            ("parent", "" if alone else organization.get("name")),
            ("description", organization.get("description")),
            ("email", organization.get("email") or next((one["email"] for one in services if one.get("email")), "")),
            ("website", organization.get("website") or organization.get("url")),
            ("source_url", organization.get("uri")),
            ("siret", numbers.get("SIRET") or organization.get("tax_id")),
            ("rna", numbers.get("RNA")),
            ("address", address.get("address_1")),
            ("address_extra", address.get("address_2")),
            ("commune", address.get("city")),
            ("postcode", address.get("postal_code")),
            ("insee", insee),
            ("latitude", place.get("latitude")),
            ("longitude", place.get("longitude")),
            ("phone", next((one["number"] for one in phones if one.get("number")), "")),
            ("opening_hours", osm),
            ("hours_text", text),
            ("accessibility", access.get("description") or access.get("details")),
            ("accessibility_url", access.get("url")),
            ("reach", reach_of(" ".join(one.get("application_process", "") for one in services))),
            ("status", status[0] if status and len(set(status)) == 1 else ""),
            ("source_date", max((one.get("assured_date") or one.get("last_modified", "") for one in services), default="")[:10]),
        ]
    )  # fmt: skip
    if services:
        fields["services"] = [_service(of, one) for one in services]
    row = {f"organizations.{name}": text for name, text in organization.items() if text}
    row |= {f"locations.{name}": text for name, text in place.items() if text}
    for rank, service in enumerate(services):
        row |= {f"services.{rank}.{name}": text for name, text in service.items() if text and name != "assurer_email"}
    key = (
        f"{OURS}{numbers['RELAIS']}"
        if numbers.get("RELAIS") and alone
        else f"hsds:{identity}{'' if alone else f':{spot}'}"
    )
    return Told(number=number, key=key, fields=fields, row=row)


def _service(of: _Links, row: Row) -> dict[str, object]:
    fields = given(
        [
            ("name", row.get("name")),
            ("description", row.get("description")),
            ("link", row.get("url")),
            ("email", row.get("email")),
            ("fee_details", row.get("fees_description") or row.get("fees")),
            ("ways_details", row.get("application_process")),
            ("audience_details", row.get("eligibility_description")),
            ("conditions", "\n".join(one.get("document", "") for one in of.many("required_documents", "service_id", row["id"]))),
            ("source_date", (row.get("assured_date") or row.get("last_modified") or "")[:10]),
        ]
    )  # fmt: skip
    costs = of.many("cost_options", "service_id", row["id"])
    if costs:
        free = [
            one
            for one in costs
            if one.get("amount", "") in {"0", "0.0", "0.00"} or "gratuit" in one.get("option", "").lower()
        ]
        fields["fee"] = "free" if len(free) == len(costs) else "conditional" if free else "paid"
    areas = [one.get("extent") or one.get("name", "") for one in of.many("service_areas", "service_id", row["id"])]
    if any(areas):
        fields["area"] = [one for one in areas if one]
    return {**fields, "id": row["id"]}


def _hours(schedules: Sequence[Row]) -> tuple[str, str]:
    """Return what weekly schedules say as OSM text, and in words what they do not say that way."""
    days: dict[str, list[str]] = {}
    words = []
    for row in schedules:
        told = [_DAYS[day] for day in row.get("byday", "").replace(" ", "").split(",") if day in _DAYS]
        opens, closes = row.get("opens_at", "")[:5], row.get("closes_at", "")[:5]
        if (
            told
            and opens
            and closes
            and row.get("freq", "WEEKLY") == "WEEKLY"
            and row.get("interval", "1") in {"", "1"}
        ):
            days.setdefault(",".join(told), []).append(f"{opens}-{closes}")
        words += [text for text in (row.get("description", ""), row.get("notes", "")) if text]
    osm = "; ".join(f"{when} {','.join(dict.fromkeys(hours))}" for when, hours in days.items())
    return osm, "\n".join(dict.fromkeys(words))


def _name(table: str) -> str:
    plural = {"organization": "organizations", "service": "services", "location": "locations", "address": "addresses",
              "phone": "phones", "schedule": "schedules", "cost_option": "cost_options", "service_area": "service_areas",
              "required_document": "required_documents", "service_at_locations": "service_at_location",
              "organization_identifier": "organization_identifiers"}  # fmt: skip
    return plural.get(table, table)


def _lay_flat(tables: dict[str, list[tuple[int, Row]]], table: str, value: Mapping[str, Any], number: int) -> None:
    row = {name: str(one) for name, one in value.items() if isinstance(one, str | int | float) and one is not None}
    tables[table].append((number, row))
    for name, inside in value.items():
        if name not in _NESTED:
            continue
        for one in inside if isinstance(inside, list) else [inside]:
            if not isinstance(one, dict):
                continue
            child = dict(one)
            if name == "organization":
                tables[table][-1] = (number, {**row, "organization_id": str(one.get("id", ""))})
            elif table in _SINGULAR:
                child.setdefault(f"{_SINGULAR[table]}_id", value.get("id", ""))
            if name == "location" and table == "service_at_location":
                tables[table][-1] = (number, {**tables[table][-1][1], "location_id": str(one.get("id", ""))})
                child.pop("service_at_location_id", None)
            _lay_flat(tables, _NESTED[name], child, number)
