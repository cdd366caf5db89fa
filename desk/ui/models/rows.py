"""Rows of view values as Qt asks for them: what to show and what to say aloud; for whoever paints, the picture too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

T = TypeVar("T")

Index = QModelIndex | QPersistentModelIndex


def _no_icon(_row: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """What one column shows of a row, and the icon that stands before it."""

    heading: str
    words: Callable[[T], str]
    icon: Callable[[T], str] = _no_icon


class Rows(QAbstractListModel, Generic[T]):
    """Shows what `show_rows` gives, in that order. A row is its first column; said aloud, it is all of them."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._shown: tuple[T, ...] = ()

    def show_rows(self, rows: tuple[T, ...]) -> None:
        """Show ``rows`` and nothing else."""
        self.beginResetModel()
        self._shown = rows
        self.endResetModel()

    def add_rows(self, rows: tuple[T, ...]) -> None:
        """Show ``rows`` after those that are there."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(rows) - 1)
            self._shown += rows
            self.endInsertRows()

    @property
    def rows(self) -> tuple[T, ...]:
        """Every row shown."""
        return self._shown

    def row_at(self, place: int) -> T | None:
        """Return the row at ``place``, or None outside."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def told(self, place: int) -> tuple[tuple[str, ...], str]:
        """Return the words of each column of the row at ``place``, and the name of its icon: for whoever paints it whole."""
        row = self._shown[place]
        picture = next(filter(None, (column.icon(row) for column in self._columns)), "")
        return tuple(column.words(row) for column in self._columns), picture

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are; rows have no rows below them."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the first column of a row, or the whole row as it is said aloud."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[0].words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (column.words(row) for column in self._columns)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].heading
        return None
