"""Data·inclusion v1: structures and services, as one JSON file. Source: data-inclusion-schema 1.0 (Licence Ouverte 2.0)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from desk.base.codec import to_pretty_json
from desk.domain.persons import has_civility, is_of_a_person
from desk.domain.phones import to_e164
from desk.domain.services import Service
from desk.domain.sheets import Sheet
from desk.domain.standards import SheetValues
from desk.domain.web import to_ascii_url
from desk.exchange.export.given import Given, LeftOut

SOURCE = "relais"

_NETWORK_OF_KIND = {"france-services": "france-service", "mairie": "communes", "ccas": "ccas-cias"}
_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}")
_SITE = re.compile(r"https?://[^\s/]+\.[^\s]{2,}", re.IGNORECASE)
_AREA = re.compile(r"france|(?:\d\d|2[AB]|97[1-8]|98[4-9])|(?:\d{5}|2[AB]\d{3})|\d{9}")
"""France, or the INSEE code of a région or département, of a commune, of a group of communes (SIREN)."""

_MOST = 150
_LEAST = 3
_LONGEST = 10_000


def write(file: BinaryIO, sheets: Iterable[Given], values: SheetValues, left_out: list[LeftOut]) -> int:
    """Write structures and services and return the number of structures. Those that cannot be valid are told."""
    structures, services = [], []
    for one in sheets:
        sheet = one.sheet
        if len(sheet.name) < _LEAST or not one.day:
            field = "date_maj" if len(sheet.name) >= _LEAST else "nom"
            left_out.append(LeftOut(sheet=sheet.id, name=sheet.name, field=field, code="required"))
            continue
        sheet = _with_reachable(sheet, left_out)
        structures.append(_structure(sheet, one.day, values))
        services += [_service(sheet, service, one.day, values) for service in sheet.services or (_only_service(sheet),)]
    file.write(to_pretty_json({"structures": structures, "services": services}))
    return len(structures)


def _with_reachable(sheet: Sheet, left_out: list[LeftOut]) -> Sheet:
    """Return a sheet whose first e-mail and site are such: a file may have a name or a sentence in these columns.

    What is not one is told; it goes into the description, where a person can still read it, unless it may name somebody.
    """
    said: list[str] = []
    for field, column, good in (("email", "courriel", _EMAIL), ("website", "site_web", _SITE)):
        text = str(getattr(sheet, field))
        first = text.split(" / ", maxsplit=1)[0]
        if not first or good.fullmatch(to_ascii_url(first) if field == "website" else first):
            continue
        if "@" not in text and not has_civility(text) and not is_of_a_person(text):
            said.append(text)
        left_out.append(LeftOut(sheet=sheet.id, name=sheet.name, field=column, code="not-of-the-standard"))
        sheet = replace(sheet, email="") if field == "email" else replace(sheet, website="")
    return replace(sheet, description="\n".join(filter(None, (sheet.description, *said)))) if said else sheet


def _structure(sheet: Sheet, day: str, values: SheetValues) -> dict[str, object]:
    networks = [*values_of(values, "labels", sheet.labels)]
    networks += [_NETWORK_OF_KIND[kind] for kind in sheet.relay_types if kind in _NETWORK_OF_KIND]
    networks += values_of(values, "typologies", sheet.typologies)
    told = {
        "source": SOURCE,
        "id": f"{SOURCE}--{sheet.id}",
        "nom": _name(sheet.name),
        "date_maj": day,
        "description": _long(_described(sheet)),
        "lien_source": to_ascii_url(sheet.source_url),
        "siret": sheet.siret if len(sheet.siret) == 14 and sheet.siret.isdecimal() else "",
        **_place(sheet),
        **_contact(sheet.phone, sheet.email),
        "site_web": to_ascii_url(sheet.website.split(" / ")[0]),
        "horaires_accueil": sheet.opening_hours,
        "accessibilite_lieu": to_ascii_url(sheet.accessibility_url),
        "reseaux_porteurs": sorted(set(networks)),
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def _service(sheet: Sheet, service: Service, day: str, values: SheetValues) -> dict[str, object]:
    audiences = values_of(values, "audiences", service.audiences or sheet.audiences)
    fee = service.fee or sheet.fee.value
    details = service.fee_details or sheet.fee_details
    if fee == "conditional" and not details:
        details = "Gratuit sous condition"
    ways = values_of(values, "ways", service.ways or sheet.ways)
    kinds = values_of(values, "kinds", service.kinds) or values_of(values, "support", sheet.support)
    modes = values_of(values, "modes", service.modes)
    told = {
        "source": SOURCE,
        "structure_id": f"{SOURCE}--{sheet.id}",
        "id": f"{SOURCE}--{sheet.id}-{service.id}",
        "nom": _name(service.name),
        "description": _long(service.description) or _long(_described(sheet)) or _long(service.name) or sheet.name,
        "date_maj": service.source_date[:10] or day,
        "type": next((kind for kind in kinds if kind in _KINDS), ""),
        "thematiques": sorted(set(values_of(values, "themes", service.themes) or _themes(sheet, values))),
        "frais": {"free": "gratuit", "conditional": "gratuit", "paid": "payant"}.get(fee, ""),
        "frais_precisions": details,
        "publics": [one for one in audiences if one != "tous-publics"] or (["tous-publics"] if audiences else []),
        "publics_precisions": service.audience_details or sheet.audience_details,
        "conditions_acces": service.conditions or sheet.conditions,
        **_place(sheet),
        **_contact(service.phone or sheet.phone, service.email or sheet.email),
        "modes_accueil": sorted(set(modes)),
        "zone_eligibilite": [one for one in service.area or sheet.area if _AREA.fullmatch(one)],
        "lien_mobilisation": to_ascii_url(service.link or sheet.booking_url),
        "modes_mobilisation": sorted(set(ways)),
        "mobilisable_par": sorted(set(values_of(values, "mobilised_by", service.mobilised_by))),
        "mobilisation_precisions": service.ways_details or sheet.desk_details,
        "volume_horaire_hebdomadaire": service.weekly_hours,
        "nombre_semaines": service.weeks,
        "horaires_accueil": service.opening_hours or sheet.opening_hours,
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}


_KINDS = ("aide-materielle", "atelier", "accompagnement", "aide-financiere", "formation", "information")


def values_of(values: SheetValues, field: str, slugs: Iterable[str]) -> list[str]:
    """Return the data·inclusion v1 values of ``slugs``; those of no list are left out."""
    return [code for slug in slugs for code in values.di_v1_of(field, slug)]


def _only_service(sheet: Sheet) -> Service:
    """Return the one service of a structure that names none, so that it is found at all."""
    name = "Service d'accompagnement au numérique" if sheet.digital_services else "Accueil du public"
    return Service(id="accueil", name=name, description=_described(sheet))


def _themes(sheet: Sheet, values: SheetValues) -> list[str]:
    return values_of(values, "digital_services", sheet.digital_services)


def _described(sheet: Sheet) -> str:
    return "\n".join(part for part in (sheet.summary, sheet.description) if part)


def _place(sheet: Sheet) -> dict[str, object]:
    return {
        "commune": sheet.commune,
        "code_postal": sheet.postcode if len(sheet.postcode) == 5 else "",
        "code_insee": sheet.insee if len(sheet.insee) == 5 else "",
        "adresse": sheet.address,
        "complement_adresse": sheet.address_extra,
        "longitude": sheet.longitude if sheet.place else None,
        "latitude": sheet.latitude if sheet.place else None,
    }


def _contact(phone: str, email: str) -> dict[str, object]:
    first = phone.split(" / ", maxsplit=1)[0]
    return {"telephone": to_e164(first) or first, "courriel": email.split(" / ", maxsplit=1)[0]}


def _name(name: str) -> str:
    short = name[:_MOST].rstrip()
    return short if short.endswith("etc.") else short.rstrip(".")


def _long(text: str) -> str:
    return text[:_LONGEST] if len(text) >= 5 else ""
