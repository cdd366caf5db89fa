"""Where a structure is: the commune that an address means, its code, and a point on the map when nobody gave one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from desk.domain.addresses import FoundCommune, split_address
from desk.domain.coordinates import in_france
from desk.domain.fields import Problem
from desk.domain.services import Stop
from desk.domain.sheets import Sheet
from desk.domain.territory import Commune, Place, point_at
from desk.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The fields of a sheet that say where it is."""

    address: str = ""
    address_extra: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def place(self) -> Place | None:
        """The point on the map, if it is known."""
        return point_at(self.latitude, self.longitude)


PLACED = tuple(one.name for one in fields(Spot))
"""Fields that say where."""


S = TypeVar("S", Spot, Stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A sheet whose place is settled, and what remains doubtful about it."""

    sheet: Sheet
    warnings: tuple[Problem, ...] = ()


def placed(
    store: Store, sheet: Sheet, given: Collection[str], before: Sheet | None = None, *, near: str = ""
) -> Placed:
    """Settle the place of ``sheet`` and of its stops, of which ``given`` were just typed over those of ``before``.

    See `spot_settled`. The name of a stop's commune is read in the same way.
    """
    spot = Spot(**{name: getattr(sheet, name) for name in PLACED})
    settled, warnings = spot_settled(store, spot, given, before, near=near)
    if settled != spot:
        sheet = replace(sheet, **{name: getattr(settled, name) for name in PLACED})
    if "stops" in given:
        stops, more = stops_settled(store, sheet.stops, before.stops if before else (), near=near)
        sheet, warnings = replace(sheet, stops=stops), (*warnings, *more)
    return Placed(sheet=sheet, warnings=warnings)


def spot_settled(
    store: Store, spot: Spot, given: Collection[str], before: Spot | Sheet | None = None, *, near: str = ""
) -> tuple[Spot, tuple[Problem, ...]]:
    """Return where ``spot`` means, of which the fields ``given`` were just typed over those of ``before``, with doubts.

    A name that several communes bear means the one of the département ``near``, if only one is there. « 8 rue de la Gare
    01500 Ambronay » is taken apart when nothing else says where. The name of a former commune stays in the address. A
    point that is not given is that of the commune, and follows the commune when it changes.
    """
    if not any(name in given for name in PLACED):
        return spot, ()
    warnings: list[Problem] = []
    spot, found = _in_commune(store, _taken_apart(spot, given), given, before, near)
    if found.former and found.former.lower() not in f"{spot.address} {spot.address_extra}".lower():
        spot = replace(spot, address_extra=", ".join(filter(None, (spot.address_extra, found.former))))
        warnings.append(Problem(field="commune", code="commune-former"))
    if found.problem:
        warnings.append(Problem(field="commune", code=found.problem))
    if spot.place is not None and not in_france(spot.place):
        warnings.append(Problem(field="latitude", code="point-outside"))
    return spot, tuple(warnings)


def stops_settled(
    store: Store, stops: Sequence[Stop], before: Sequence[Stop] = (), *, near: str = ""
) -> tuple[tuple[Stop, ...], tuple[Problem, ...]]:
    """Return ``stops`` in the communes that their names mean, with what is doubtful."""
    known = {stop.id: stop for stop in before}
    settled = [_stop(store, stop, known.get(stop.id), near) for stop in stops]
    doubts = [
        Problem(field=f"stops.{number}.commune", code=problem) for number, (_, problem) in enumerate(settled) if problem
    ]
    return tuple(stop for stop, _ in settled), tuple(doubts)


def _taken_apart(spot: Spot, given: Collection[str]) -> Spot:
    if "address" not in given or any(name in given for name in ("postcode", "commune", "insee")):
        return spot
    line = split_address(spot.address)
    if not line.postcode:
        return spot
    return replace(spot, address=line.street, postcode=line.postcode, commune=line.commune or spot.commune, insee="")


def _in_commune(
    store: Store, spot: Spot, given: Collection[str], before: Spot | Sheet | None, near: str
) -> tuple[Spot, FoundCommune]:
    told = _told(spot, given, before)
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
        return (replace(told, insee="") if found.problem else told), found
    postcodes = found.commune.postcodes
    moved = before is not None and before.insee != found.insee and before.place == told.place
    told = Spot(
        address=told.address,
        address_extra=told.address_extra,
        postcode=told.postcode or (postcodes[0] if len(postcodes) == 1 else ""),
        commune=found.name,
        insee=found.insee,
        latitude=told.latitude,
        longitude=told.longitude,
    )
    return (_at(told, found.commune) if moved or told.place is None else told), found


def _found(store: Store, name: str, postcode: str, insee: str, near: str) -> FoundCommune:
    found = store.reference.found(name, postcode, insee)
    if found.problem == "commune-ambiguous" and near and not postcode:
        nearer = store.reference.found(name, near)  # the beginning of a postcode tells the département
        return nearer if nearer.commune is not None else found
    return found


def _told(spot: Spot, given: Collection[str], before: Spot | Sheet | None) -> Spot:
    """Return ``spot`` without what is left of the commune that it leaves: its name, its code, its postcode."""
    if before is None:
        return spot
    leaves = "commune" in given and spot.commune != before.commune
    coded = "insee" in given and spot.insee != before.insee
    rezoned = "postcode" in given and spot.postcode != before.postcode
    return replace(
        spot,
        commune="" if coded and not leaves else spot.commune,
        insee="" if (leaves or rezoned) and not coded else spot.insee,
        postcode="" if (leaves or coded) and not rezoned else spot.postcode,
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
