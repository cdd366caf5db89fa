"""From what a row tells to a sheet: the same cleaning as a form, and nothing of it stops the row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desk.base.codec import from_plain, to_plain
from desk.base.ids import id_from
from desk.domain.catalogue import defaults, kind_of
from desk.domain.cells import read_date
from desk.domain.fields import Problem
from desk.domain.identifiers import read_pivot
from desk.domain.sheets import Sheet, SheetId, check
from desk.exchange.understand.told import OURS, Told
from desk.store.store import Store
from desk.work.importing import Incoming
from desk.work.sheet_fields import read_fields
from desk.work.sheet_place import PLACED, Spot, spot_settled, stops_settled

_FRANCE_SERVICES = "france-services:"
_SHEET = re.compile(r"[0-9a-z-]{1,40}")

_BLANK = defaults(kind_of(Sheet))

RelayTypes = Callable[[tuple[str, ...], tuple[str, ...], str], tuple[str, ...]]
"""Returns the relay types that a structure surely is, from its typologies, its labels and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is true of every row of a file: how it is laid out, who says it, when, under which licence.

    ``read_on`` is today.
    """

    layout: str
    read_on: date
    source: str = ""
    source_date: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One row made into a sheet; ``left_out`` are the fields whose text could not be kept, ``doubts`` those kept as written."""

    incoming: Incoming
    left_out: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()


def understood(
    store: Store, told: Told, origin: Origin, slug: Callable[[str, str], str | None], relay_types: RelayTypes
) -> Understood:
    """Return the sheet that ``told`` is. Its identity comes from its key: the same on every desk."""
    fields = dict(told.fields)
    if "pivot" in fields:
        pivot = read_pivot(str(fields.pop("pivot")))
        fields = {"siret": pivot.siret, "rna": pivot.rna, **fields}
    day = read_date(str(fields.get("source_date", ""))).day
    fields["source_date"] = day.isoformat() if day else origin.source_date
    fields.setdefault("source", origin.source)
    fields.setdefault("licence", origin.licence)
    departement = str(fields.get("insee") or fields.get("postcode") or "")[:2]
    name = fields.pop("name", "")
    read = read_fields({**fields, "name": name}, departement, slug)
    values = {"name": "", **read.values, "id": _id(told.key), "origin": told.key}
    surely = relay_types(values.get("typologies", ()), values.get("labels", ()), values["name"])
    values["relay_types"] = tuple(dict.fromkeys((*values.get("relay_types", ()), *surely)))
    spot, doubts = spot_settled(store, Spot(**{name: values[name] for name in PLACED if name in values}), fields)
    values.update({name: getattr(spot, name) for name in PLACED})
    if "stops" in values:
        values["stops"], more = stops_settled(store, values["stops"])
        doubts = (*doubts, *more)
    kept, left_out, problems = _within_limits(from_plain({**_BLANK, **values}, Sheet), origin.read_on)
    return Understood(
        incoming=Incoming(number=told.number, sheet=kept, layout=origin.layout, row=told.row, problems=problems),
        left_out=(*read.problems, *left_out),
        doubts=(*read.warnings, *doubts),
    )


def _within_limits(sheet: Sheet, day: date) -> tuple[Sheet, tuple[Problem, ...], tuple[Problem, ...]]:
    """Return ``sheet`` without the values that no sheet may have, what was wrong with them, and what still is.

    The row they came from keeps them. A name is needed: nothing can stand in its place.
    """
    problems = check(sheet, day)
    if not problems:
        return sheet, (), ()
    nothing = defaults(kind_of(Sheet))
    left_out = tuple(problem for problem in problems if problem.field in nothing)
    plain = {**to_plain(sheet), **{problem.field: nothing[problem.field] for problem in left_out}}
    return from_plain(plain, Sheet), left_out, tuple(problem for problem in problems if problem.field not in nothing)


def _id(key: str) -> SheetId:
    """Return the sheet's id: its own where a Relais gave it out, that of the list that comes with the program if it is there."""
    if key.startswith(_FRANCE_SERVICES):
        return SheetId(f"fs-{key.removeprefix(_FRANCE_SERVICES)}")
    if key.startswith(OURS) and _SHEET.fullmatch(own := key.removeprefix(OURS)):
        return SheetId(own)
    return SheetId(id_from(key))
