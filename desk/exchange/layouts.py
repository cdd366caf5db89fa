"""How a file is laid out: one of the field's standards, or any table. Told by its columns, never by its name."""

from enum import StrEnum

from desk.base.text import fold
from desk.exchange.tables import Package


class Layout(StrEnum):
    """The layouts that are read by their own rules; ``CSV`` is any other table."""

    MEDNUM = "mednum"
    FRANCE_SERVICES = "france-services"
    DATA_INCLUSION = "data-inclusion"
    HSDS = "hsds"
    CSV = "csv"


_MEDNUM = {"pivot", "nom"}
_MEDNUM_ALSO = {"services", "typologie", "horaires", "modalites_accompagnement", "frais_a_charge", "conditions_acces"}
_FRANCE_SERVICES = ({"id_fs"}, {"lib_fs"}, {"h_lundi", "format_fs"}, {"h_lundi", "type_fs"})
_DATA_INCLUSION = (
    {"id", "nom", "structure_id"},
    {"id", "nom", "reseaux_porteurs"},
    {"id", "nom", "horaires_accueil"},
    {"id", "nom", "accessibilite_lieu"},
    {"id", "nom", "_di_surrogate_id"},
    {"id", "nom", "horaires_ouverture", "source"},
    {"id", "nom", "labels_nationaux", "thematiques", "source"},
    {"id", "nom", "siret", "lien_source"},
)


def recognise(package: Package) -> Layout:
    """Return the layout of what a file holds."""
    names = {fold(name).rstrip("s") for name in package.tables}
    if "organization" in names and names & {"service", "service_at_location", "location"}:
        return Layout.HSDS
    if _is_nested_hsds(package.nested):
        return Layout.HSDS
    columns = [{fold(column).strip(" *") for column in table.columns} for table in package.tables.values()]
    for told in columns:
        if told >= _MEDNUM and told & _MEDNUM_ALSO:
            return Layout.MEDNUM
        if any(told >= signs for signs in _FRANCE_SERVICES):
            return Layout.FRANCE_SERVICES
    if any(told >= signs for told in columns for signs in _DATA_INCLUSION):
        return Layout.DATA_INCLUSION
    return Layout.CSV


def _is_nested_hsds(value: object) -> bool:
    if isinstance(value, dict):
        value = value["contents"] if isinstance(value.get("contents"), list) else [value]
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return False
    one = value[0]
    inside = isinstance(one.get("services"), list) or isinstance(one.get("organization"), dict)
    return "name" in one and inside and "nom" not in one
