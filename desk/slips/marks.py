"""What a page is made of once everything has its place: texts, rules, frames and cells, in points from the top left."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Protocol

POINTS_PER_MM = 72 / 25.4


class Weight(IntEnum):
    """How bold a text is."""

    REGULAR = 400
    BOLD = 700


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of plain text; ``y`` is its baseline. Nothing in it is ever read as mark-up."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A horizontal line, whole or dotted."""

    x: float
    y: float
    width: float
    thickness: float
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class FrameMark:
    """The outline of a box; its stroke stays inside."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    thickness: float


@dataclass(frozen=True, slots=True)
class CellsMark:
    """Black cells of a barcode or a QR code, row by row; quiet zones not included."""

    x: float
    y: float
    cell_width: float
    cell_height: float
    rows: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> float:
        """The whole width of the cells."""
        return self.cell_width * len(self.rows[0])

    @property
    def height(self) -> float:
        """The whole height of the cells."""
        return self.cell_height * len(self.rows)


class Inside(Enum):
    """What stands inside a closed line: what was drawn before it, bare paper, or ink."""

    EMPTY = "empty"
    CLEAR = "clear"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class PathMark:
    """A line from point to point, back to the first when ``closed``. Of no thickness, only its inside shows."""

    points: tuple[tuple[float, float], ...]
    thickness: float
    closed: bool = False
    dotted: bool = False
    inside: Inside = Inside.EMPTY


Mark = TextMark | RuleMark | FrameMark | CellsMark | PathMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, complete. Every mark lies inside the margins."""

    width: float
    height: float
    margin_x: float
    margin_y: float
    marks: tuple[Mark, ...]


class Ruler(Protocol):
    """Measures text in the paper's typeface. The printing door has the real one; tests may bring another."""

    def width(self, text: str, size: float, weight: Weight) -> float:
        """Return the width in points of ``text`` on one line."""
        ...

    def __hash__(self) -> int:
        """A ruler never changes: what it measured may be remembered."""
        ...
