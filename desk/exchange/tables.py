"""A file of the field as tables of texts: any separator, any encoding, spreadsheets, JSON, several tables in a zip.

Nothing is extracted to the disk, sizes are counted as they are read and never believed, and what cannot be a table is
refused with a sentence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desk.base.errors import Code, RefusedError

Rows = Iterator[tuple[int, list[str]]]

MOST_BYTES = 256 * 1024 * 1024
"""A file larger than this is no list of places: the whole of France takes a tenth of it."""

MOST_COLUMNS = 2000
MOST_SIGNS = 1_000_000
"""Signs of one cell or one line: more is not a text that people wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: ``columns`` as the file names them, made different where two are alike.

    ``rows()`` reads it from the beginning each time, and yields the line or row number in the file with its cells as
    texts, as many as columns.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Rows]
    format: str
    encoding: str = "utf-8"
    separator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a file holds: its tables by name (one table has the name ""), or JSON nested beyond a table."""

    name: str
    tables: dict[str, Table] = field(default_factory=dict)
    nested: object = None


def distinct(names: list[str]) -> tuple[str, ...]:
    """Return column names that differ: an empty one gets its number, the second of two alike a number too.

    Raises:
        RefusedError: ``TABLE_TOO_LARGE`` for more columns than any table has.
    """
    if len(names) > MOST_COLUMNS:
        raise RefusedError(Code.TABLE_TOO_LARGE)
    seen: dict[str, int] = {}
    made = []
    for place, name in enumerate(names, start=1):
        shown = " ".join(name.replace("\ufeff", "").split())[:200] or f"colonne {place}"
        seen[shown] = seen.get(shown, 0) + 1
        made.append(shown if seen[shown] == 1 else f"{shown} ({seen[shown]})")
    return tuple(made)


def fitted(cells: list[str], width: int) -> list[str]:
    """Return ``cells`` made ``width`` long: missing ones are empty, those beyond are joined to the last."""
    if len(cells) <= width:
        return cells + [""] * (width - len(cells))
    beyond = [cell for cell in cells[width - 1 :] if cell]
    return [*cells[: width - 1], " ".join(beyond)]


def size_of(path: Path) -> int:
    """Return the size of a file that may be read.

    Raises:
        RefusedError: ``TABLE_MISSING`` when it is no ordinary file, ``TABLE_EMPTY``, ``TABLE_TOO_LARGE``.
    """
    try:
        size = path.stat().st_size if path.is_file() else -1
    except (OSError, ValueError):
        size = -1
    if size < 0:
        raise RefusedError(Code.TABLE_MISSING, file=path.name)
    if size == 0:
        raise RefusedError(Code.TABLE_EMPTY)
    if size > MOST_BYTES:
        raise RefusedError(Code.TABLE_TOO_LARGE)
    return size
