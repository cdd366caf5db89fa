"""Data·inclusion, v0 and v1: structures with their services, in one file or two.

Source: data-inclusion-schema 1.0 and 0.27 (Licence Ouverte 2.0). The person to contact is never read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from desk.base.codec import CodecError, from_json
from desk.exchange.understand.told import OURS, Told, fee_of, given, reach_of

PERSONAL = frozenset({"contact_nom_prenom", "contact_nom", "contact_prenom"})
"""Columns that hold a person."""

_RELAIS = "relais--"
_STRUCTURE = {
    "nom": "name",
    "siret": "siret",
    "rna": "rna",
    "description": "description",
    "presentation_resume": "summary",
    "presentation_detail": "description",
    "typologie": "typologies",
    "reseaux_porteurs": "labels",
    "labels_nationaux": "labels",
    "labels_autres": "other_labels",
    "adresse": "address",
    "complement_adresse": "address_extra",
    "code_postal": "postcode",
    "commune": "commune",
    "code_insee": "insee",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phone",
    "courriel": "email",
    "site_web": "website",
    "horaires_accueil": "opening_hours",
    "horaires_ouverture": "opening_hours",
    "accessibilite_lieu": "accessibility_url",
    "accessibilite": "accessibility_url",
    "lien_source": "source_url",
    "source": "source",
    "date_maj": "source_date",
}
_SERVICE = {
    "nom": "name",
    "description": "description",
    "presentation_detail": "description",
    "presentation_resume": "description",
    "type": "kinds",
    "types": "kinds",
    "thematiques": "themes",
    "frais_precisions": "fee_details",
    "frais_autres": "fee_details",
    "publics": "audiences",
    "profils": "audiences",
    "publics_precisions": "audience_details",
    "profils_precisions": "audience_details",
    "modes_accueil": "modes",
    "modes_mobilisation": "ways",
    "modes_orientation_beneficiaire": "ways",
    "modes_orientation_accompagnateur": "desk_ways",
    "mobilisable_par": "mobilised_by",
    "mobilisation_precisions": "ways_details",
    "modes_orientation_beneficiaire_autres": "ways_details",
    "lien_mobilisation": "link",
    "prise_rdv": "link",
    "formulaire_en_ligne": "link",
    "page_web": "link",
    "zone_eligibilite": "area",
    "zone_diffusion_code": "area",
    "horaires_accueil": "opening_hours",
    "telephone": "phone",
    "courriel": "email",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
    "date_maj": "source_date",
}
_LISTS = frozenset({"kinds", "themes", "audiences", "modes", "ways", "desk_ways", "mobilised_by", "area"})
_PLACE = ("adresse", "complement_adresse", "code_postal", "commune", "code_insee", "latitude", "longitude")

Row = Mapping[str, str]
Numbered = Iterable[tuple[int, Row]]


def structures(rows: Numbered, services: Numbered = ()) -> Iterator[Told]:
    """Yield the structures of ``rows`` with their services; services of an unknown structure make one of their own."""
    of: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for number, service in services:
        of[service.get("structure_id", "") or service.get("id", "")].append((number, service))
    for number, row in rows:
        mine = of.pop(row.get("id", ""), [])
        yield _told(number, row, [one for _, one in mine])
    for structure, orphans in of.items():
        number, first = orphans[0]
        alone = {
            name: first.get(name, "") for name in ("nom", "source", "telephone", "courriel", "lien_source", *_PLACE)
        }
        alone["id"] = structure
        yield _told(number, alone, [one for _, one in orphans])


def listed(text: str) -> list[str]:
    """Return the members of a cell: JSON, a PostgreSQL array, or values between signs."""
    text = text.strip()
    if text.startswith("["):
        try:
            return [str(one) for one in from_json(text, list[object]) if one is not None]
        except CodecError:
            text = text.strip("[]")
    text = text.strip("{}")
    for sign in ("|", ";", ","):
        if sign in text:
            return [one.strip().strip('"') for one in text.split(sign) if one.strip()]
    return [text.strip('"')] if text else []


def _told(number: int, row: Row, services: list[Row]) -> Told:
    fields = given((name, row.get(column)) for column, name in _STRUCTURE.items())
    for name in ("typologies", "labels", "other_labels"):
        if name in fields:
            fields[name] = listed(str(fields[name]))
    if services:
        fields["services"] = [_service(one) for one in services]
        prices = {fee_of(one.get("frais", "")) for one in services} - {""}
        if prices:
            fields["fee"] = prices.pop() if len(prices) == 1 else "conditional"
        ways = " ".join(
            one.get("modes_mobilisation", "") + one.get("modes_orientation_beneficiaire", "") for one in services
        )
        if reach := reach_of(ways):
            fields["reach"] = reach
        audiences = {member for one in services for member in listed(one.get("publics") or one.get("profils") or "")}
        if audiences:
            fields["audiences"] = sorted(audiences)
        first = services[0]
        for column in (*_PLACE, "telephone", "courriel", "horaires_accueil"):
            fields.setdefault(_STRUCTURE[column], first.get(column) or "")
    kept = {column: text for column, text in row.items() if text and column not in PERSONAL}
    for place, service in enumerate(services):
        kept.update(
            {f"services.{place}.{column}": text for column, text in service.items() if text and column not in PERSONAL}
        )
    key = _key(row)
    return Told(
        number=number,
        key=OURS + key.removeprefix(_RELAIS) if key.startswith(_RELAIS) else f"data-inclusion:{key}",
        fields=fields,
        row=kept,
    )


def _key(row: Row) -> str:
    identity, source = row.get("id", ""), row.get("source", "")
    return identity if not source or identity.startswith(f"{source}--") else f"{source}--{identity}"


def _service(row: Row) -> dict[str, object]:
    fields = given((name, row.get(column)) for column, name in _SERVICE.items())
    for name in _LISTS & fields.keys():
        fields[name] = listed(str(fields[name]))
    fields["id"] = row.get("id", "")
    fields.setdefault("name", row.get("presentation_resume", "")[:150] or "Service")
    conditions = [row.get(column, "") for column in ("conditions_acces", "pre_requis", "justificatifs")]
    if any(conditions):
        fields["conditions"] = "\n".join(
            ", ".join(listed(one)) if one[:1] in "[{" else one for one in conditions if one
        )
    if price := fee_of(row.get("frais", "")):
        fields["fee"] = price
    return fields
