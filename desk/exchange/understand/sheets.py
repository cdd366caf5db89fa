"""From what a row tells to a sheet: the same cleaning as a form, and nothing of it stops the row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from desk.base.clock import today
from desk.base.codec import from_plain, to_plain
from desk.base.ids import id_from
from desk.domain.catalogue import defaults, kind_of
from desk.domain.cells import read_date
from desk.domain.fields import Problem
from desk.domain.identifiers import read_pivot
from desk.domain.sheets import Sheet, SheetId, check
from desk.exchange.understand.told import Told
from desk.store.store import Store
from desk.work.importing import Incoming
from desk.work.sheet_fields import read_fields
from desk.work.sheet_place import placed

_FRANCE_SERVICES = "france-services:"

RelayTypes = Callable[[Sheet], tuple[str, ...]]
"""Returns the relay types that a structure surely is, from its typologies, its labels and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is true of every row of a file: how it is laid out, who says it, when, under which licence."""

    layout: str
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
    pivot = read_pivot(str(fields.pop("pivot", "")))
    fields = {"siret": pivot.siret, "rna": pivot.rna, **fields}
    day = read_date(str(fields.get("source_date", ""))).day
    fields["source_date"] = day.isoformat() if day else origin.source_date
    fields.setdefault("source", origin.source)
    fields.setdefault("licence", origin.licence)
    departement = str(fields.get("insee") or fields.get("postcode") or "")[:2]
    name = fields.pop("name", "")
    read = read_fields({**fields, "name": name}, departement, slug)
    sheet = Sheet(**{"name": "", **read.values, "id": _id(told.key), "origin": told.key})
    settled = placed(store, sheet, fields.keys())
    kinds = tuple(dict.fromkeys((*settled.sheet.relay_types, *relay_types(settled.sheet))))
    kept, left_out = _within_limits(replace(settled.sheet, relay_types=kinds), today(store.clock))
    return Understood(
        incoming=Incoming(number=told.number, sheet=kept, layout=origin.layout, row=told.row),
        left_out=(*read.problems, *left_out),
        doubts=(*read.warnings, *settled.warnings),
    )


def _within_limits(sheet: Sheet, day: date) -> tuple[Sheet, list[Problem]]:
    """Return ``sheet`` without the values that no sheet may have; the row they came from keeps them. A name is needed."""
    nothing = defaults(kind_of(Sheet))
    problems = [problem for problem in check(sheet, day) if problem.field in nothing]
    plain = {**to_plain(sheet), **{problem.field: nothing[problem.field] for problem in problems}}
    return (from_plain(plain, Sheet) if problems else sheet), problems


def _id(key: str) -> SheetId:
    """Return the sheet's id: that of the list that comes with the program where it is one of its structures."""
    if key.startswith(_FRANCE_SERVICES):
        return SheetId(f"fs-{key.removeprefix(_FRANCE_SERVICES)}")
    return SheetId(id_from(key))
