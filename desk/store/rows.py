"""How a record lies in its table: one column a field, what is nested as JSON text. The one place that knows."""

from dataclasses import fields
from functools import cache
from typing import Any

from desk.base.codec import from_json, to_json
from desk.domain.catalogue import Shape, columns
from desk.store.changes import Plain


@cache
def select(kind: Shape) -> str:
    """Return the question for every column of a kind, without condition."""
    return f"SELECT {', '.join(map(quoted, columns(kind)))} FROM {quoted(kind.table)}"  # noqa: S608 - from the catalogue


@cache
def upsert(kind: Shape) -> str:
    """Return the statement that writes a row, new or not."""
    names = columns(kind)
    updates = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in names if name != "id")
    marks = ", ".join("?" * len(names))
    return (
        f"INSERT INTO {quoted(kind.table)} ({', '.join(map(quoted, names))}) VALUES ({marks})"  # noqa: S608 - from the catalogue
        f" ON CONFLICT (id) DO UPDATE SET {updates}"
    )


@cache
def update(kind: Shape, names: tuple[str, ...]) -> str:
    """Return the statement that writes some columns of a row that is there: their values, then its id."""
    sets = ", ".join(f"{quoted(name)} = ?" for name in names)
    return f"UPDATE {quoted(kind.table)} SET {sets} WHERE id = ?"  # noqa: S608 - from the catalogue


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def cell(kind: Shape, name: str, value: Any) -> Any:
    """Return one cell of a row."""
    return to_json(value).decode() if name in kind.nested and value is not None else value


def cells(kind: Shape, plain: Plain) -> list[Any]:
    """Return the cells of the row of ``plain``."""
    found = list(plain.values())
    for place in _nested_places(kind):
        value = found[place]
        found[place] = "[]" if value == [] else to_json(value).decode() if value is not None else None
    return found


@cache
def _nested_places(kind: Shape) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(columns(kind)) if name in kind.nested)


@cache
def _real_columns(kind: Shape) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind.record) if "float" in str(field.type))


@cache
def _truth_columns(kind: Shape) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind.record) if "bool" in str(field.type))


def as_kept(kind: Shape, plain: Plain) -> Plain:
    """Return ``plain`` as SQLite gives it back: it keeps no sign of zero, and a seal would see the difference."""
    for name in _real_columns(kind):
        if plain[name] is not None:
            plain[name] += 0.0
    return plain


def plain_of(kind: Shape, row: tuple[Any, ...]) -> Plain:
    """Return the plain record that a row of `select` holds."""
    plain = dict(zip(columns(kind), row, strict=True))
    for name in kind.nested:
        text = plain[name]
        if text is not None:
            plain[name] = () if text == "[]" else from_json(text, object)
    for name in _truth_columns(kind):
        if plain[name] is not None:
            plain[name] = bool(plain[name])
    return plain
