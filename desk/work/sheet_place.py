"""Where a structure is: the commune that an address means, its code, and a point on the map when nobody gave one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeVar

from desk.domain.addresses import FoundCommune, find_commune, split_address
from desk.domain.coordinates import in_france
from desk.domain.fields import Problem
from desk.domain.services import Stop
from desk.domain.sheets import Sheet
from desk.domain.territory import Commune
from desk.store.store import Store

S = TypeVar("S", Sheet, Stop)

PLACED = frozenset({"address", "address_extra", "postcode", "commune", "insee", "latitude", "longitude"})
"""Fields that say where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A sheet whose place is settled, and what remains doubtful about it."""

    sheet: Sheet
    warnings: tuple[Problem, ...] = ()


def placed(
    store: Store, sheet: Sheet, given: Collection[str], before: Sheet | None = None, *, near: str = ""
) -> Placed:
    """Settle the place of ``sheet``, of which the fields ``given`` were just typed over those of ``before``.

    A name that several communes bear means the one of the département ``near``, if only one is there. « 8 rue de la Gare 01500 Ambronay » is taken apart when nothing else says where. The name of a former commune stays
    in the address. A point that is not given is that of the commune, and follows the commune when it changes.
    """
    warnings: list[Problem] = []
    if PLACED.intersection(given):
        sheet = _taken_apart(sheet, given)
        sheet, found = _in_commune(store, sheet, given, before, near)
        if found.former and found.former.lower() not in f"{sheet.address} {sheet.address_extra}".lower():
            kept = ", ".join(filter(None, (sheet.address_extra, found.former)))
            sheet = replace(sheet, address_extra=kept)
            warnings.append(Problem(field="commune", code="commune-former"))
        if found.problem:
            warnings.append(Problem(field="commune", code=found.problem))
        if sheet.place is not None and not in_france(sheet.place):
            warnings.append(Problem(field="latitude", code="point-outside"))
    if "stops" in given:
        known = {stop.id: stop for stop in before.stops} if before else {}
        stops = []
        for number, stop in enumerate(sheet.stops):
            settled, problem = _stop(store, stop, known.get(stop.id), near)
            stops.append(settled)
            warnings += [Problem(field=f"stops.{number}.commune", code=problem)] if problem else []
        sheet = replace(sheet, stops=tuple(stops))
    return Placed(sheet=sheet, warnings=tuple(warnings))


def _taken_apart(sheet: Sheet, given: Collection[str]) -> Sheet:
    if "address" not in given or {"postcode", "commune", "insee"}.intersection(given):
        return sheet
    line = split_address(sheet.address)
    if not line.postcode:
        return sheet
    return replace(sheet, address=line.street, postcode=line.postcode, commune=line.commune or sheet.commune, insee="")


def _in_commune(
    store: Store, sheet: Sheet, given: Collection[str], before: Sheet | None, near: str
) -> tuple[Sheet, FoundCommune]:
    told = _told(sheet, given, before)
    if before is not None and (told.commune, told.postcode, told.insee) == (
        before.commune,
        before.postcode,
        before.insee,
    ):
        commune = store.reference.commune(told.insee) if told.place is None and told.insee else None
        found = FoundCommune(name=told.commune, insee=told.insee, commune=commune)  # it did not move
    else:
        found = _found(store, told.commune, told.postcode, told.insee, near)
    if found.commune is None:
        return replace(told, insee="" if found.problem else told.insee), found
    postcodes = found.commune.postcodes
    moved = before is not None and before.insee != found.insee and before.place == told.place
    told = replace(
        told,
        commune=found.name,
        insee=found.insee,
        postcode=told.postcode or (postcodes[0] if len(postcodes) == 1 else ""),
    )
    return (_at(told, found.commune) if moved or told.place is None else told), found


def _found(store: Store, name: str, postcode: str, insee: str, near: str) -> FoundCommune:
    found = find_commune(store.reference, name, postcode, insee)
    if found.problem == "commune-ambiguous" and near and not postcode:
        nearer = find_commune(store.reference, name, near)  # the beginning of a postcode tells the département
        return nearer if nearer.commune is not None else found
    return found


def _told(sheet: Sheet, given: Collection[str], before: Sheet | None) -> Sheet:
    """Return ``sheet`` without what is left of the commune that it leaves: its name, its code, its postcode."""
    if before is None:
        return sheet
    leaves = "commune" in given and sheet.commune != before.commune
    coded = "insee" in given and sheet.insee != before.insee
    rezoned = "postcode" in given and sheet.postcode != before.postcode
    return replace(
        sheet,
        commune="" if coded and not leaves else sheet.commune,
        insee="" if (leaves or rezoned) and not coded else sheet.insee,
        postcode="" if (leaves or coded) and not rezoned else sheet.postcode,
    )


def _stop(store: Store, stop: Stop, before: Stop | None, near: str) -> tuple[Stop, str]:
    if not stop.commune or (before is not None and before.commune == stop.commune):
        return stop, ""
    insee = "" if before is not None and before.insee == stop.insee else stop.insee
    found = _found(store, stop.commune, "", insee, near)
    if found.commune is None:
        return replace(stop, insee=""), found.problem
    point = (stop.latitude, stop.longitude)
    stays = None in point or (before is not None and point == (before.latitude, before.longitude))
    stop = replace(stop, commune=found.name, insee=found.insee)
    return (_at(stop, found.commune) if stays else stop), found.problem


def _at(one: S, commune: Commune) -> S:
    """Return ``one`` at the point of a commune."""
    point = commune.place
    return replace(one, latitude=point.latitude if point else None, longitude=point.longitude if point else None)
