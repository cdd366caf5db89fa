"""What comes with the program: procedures, charter, vocabularies, France services. Read once from the resources."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desk.base.codec import from_json, from_plain
from desk.base.text import clean
from desk.domain.charter import Charter
from desk.domain.hours import from_day_columns
from desk.domain.procedures import Procedure
from desk.domain.sessions import Campaign
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.domain.skills import Referential
from desk.domain.standards import Conversion, SheetValues, Standard
from desk.domain.taxonomy import Domain, EmergencyNumber, Family, Matter, RelayType, Taxonomy, Vocabulary
from desk.domain.territory import Place, distance_km
from desk.domain.training import Case
from desk.store.reference import read_csv

EDITION = 2
"""Raised whenever the shipped procedures or France services change: desks then plant them again."""

FRANCE_SERVICES_SOURCE = "Liste officielle des France services (ANCT)"
FRANCE_SERVICES_DATE = "2024-08-01"
FRANCE_SERVICES_LICENCE = "Licence Ouverte 2.0"

_DAYS = ("h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi")

T = TypeVar("T")


def procedures(seeds: Path) -> tuple[Procedure, ...]:
    """Return the shipped procedures, by id."""
    return tuple(from_json(file.read_bytes(), Procedure) for file in sorted((seeds / "procedures").glob("*.json")))


def charter(seeds: Path) -> Charter:
    """Return the model of the service charter."""
    return from_json((seeds / "charter.json").read_bytes(), Charter)


def skills(seeds: Path) -> Referential:
    """Return the everyday skills of the cards."""
    return from_json((seeds / "skills.json").read_bytes(), Referential)


def usual(seeds: Path) -> tuple[str, ...]:
    """Return the procedures that are asked for everywhere, for a desk that has counted nothing yet."""
    found = from_json((seeds / "usual.json").read_bytes(), dict[str, object])
    return tuple(str(one) for one in _listed(found["procedures"], str))


def training_cases(seeds: Path) -> tuple[Case, ...]:
    """Return the cases to practise on."""
    found = from_json((seeds / "training.json").read_bytes(), dict[str, object])
    return tuple(_listed(found["cases"], Case))


def campaigns(seeds: Path) -> tuple[Campaign, ...]:
    """Return the key moments of the year."""
    found = from_json((seeds / "campaigns.json").read_bytes(), dict[str, object])
    return tuple(_listed(found["campaigns"], Campaign))


def taxonomy(seeds: Path) -> Taxonomy:
    """Return families, domains and relay types."""
    found = from_json((seeds / "families.json").read_bytes(), dict[str, object])
    relays = from_json((seeds / "relay_types.json").read_bytes(), dict[str, object])
    return Taxonomy(
        families={family.slug: family for family in _listed(found["families"], Family)},
        domains={domain.slug: domain for domain in _listed(found["domains"], Domain)},
        relay_types={relay.slug: relay for relay in _listed(relays["types"], RelayType)},
    )


def vocabulary(seeds: Path) -> Vocabulary:
    """Return how people speak."""
    spoken = from_json((seeds / "vocabulary.json").read_bytes(), Vocabulary)
    elsewhere = from_json((seeds / "elsewhere.json").read_bytes(), dict[str, object])
    return replace(spoken, elsewhere=tuple(_listed(elsewhere["matters"], Matter)))


def sheet_values(seeds: Path) -> SheetValues:
    """Return the values of a sheet's lists."""
    return from_json((seeds / "sheet_values.json").read_bytes(), SheetValues)


def standard(seeds: Path, name: str) -> Standard:
    """Return a published standard by its name and version, such as ``mednum-1.0.2``."""
    return from_json((seeds / "standards" / f"{name}.json").read_bytes(), Standard)


def conversion(seeds: Path, name: str) -> Conversion:
    """Return how a standard becomes another, such as ``mednum-0.1-to-1.0``."""
    return from_json((seeds / "standards" / f"{name}.json").read_bytes(), Conversion)


def emergency_numbers(seeds: Path) -> tuple[EmergencyNumber, ...]:
    """Return the numbers for danger."""
    found = from_json((seeds / "emergency.json").read_bytes(), dict[str, object])
    return tuple(_listed(found["numbers"], EmergencyNumber))


def france_services(seeds: Path, here: Place | None, km: float) -> Iterator[Sheet]:
    """Yield the France services within ``km`` of ``here``, as sheets that nobody has verified yet.

    Source: the official list of 1 August 2024; every sheet carries it, and no date of check.
    """
    for row in read_csv(seeds / "liste-fs-20240801.csv.gz"):
        sheet = _france_services(row)
        if here is None or (sheet.place and distance_km(here, sheet.place) <= km):
            yield sheet


def _france_services(row: dict[str, str]) -> Sheet:
    hours, left = from_day_columns({day: row[name] for day, name in enumerate(_DAYS)})
    notes = [clean(row["commentaire"])] if row["commentaire"] else []
    return Sheet(
        id=SheetId(f"fs-{row['id_fs']}"),
        name=clean(row["lib_fs"], 150),
        relay_types=("france-services",),
        description="\n".join(notes),
        address=clean(" ".join((row["adresse"], row["complement_adresse"]))),
        postcode=row["code_postal"],
        commune=clean(row["lib_com"]),
        insee=row["insee_com"],
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        phone=clean(row["telephone"]),
        email=clean(row["mail"]),
        opening_hours=hours,
        hours_text=left,
        reach=Reach.APPOINTMENT if row["prise_rdv"] == "Oui" else Reach.WALK_IN,
        fee=Fee.FREE,
        itinerant=row["format_fs"] in {"Bus_équivalent", "Itinérante"},
        source=FRANCE_SERVICES_SOURCE,
        source_date=FRANCE_SERVICES_DATE,
        licence=FRANCE_SERVICES_LICENCE,
        origin=f"france-services:{row['id_fs']}",
    )


def _listed(plain: object, shape: type[T]) -> list[T]:
    return [from_plain(item, shape) for item in plain] if isinstance(plain, list) else []
