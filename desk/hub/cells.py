"""The live values of one record, as the ledger keeps them: what is shown, whose it is, what stands beside.

``shown`` is ``{field: value}``. ``dots`` is ``{"*": [desk, n, at], field: [desk, n, at], …}``: ``*`` stands for every
field not named, and ``"+": {field: [[desk, n, at, value], …]}`` holds the other live values of fields in question. Most
records are thus two short texts, quick to read and to write again.
"""

from typing import Any

from desk.base.codec import from_json, to_json
from desk.wire.merge import SEED, Cell, Dot, Saved, Value, shown

EVERY = "*"
BESIDE = "+"


class RecordCells:
    """One record under change."""

    __slots__ = ("_beside", "_dots", "_shown")

    def __init__(self, shown_text: str = "", dots_text: str = "") -> None:
        self._shown: dict[str, Any] = from_json(shown_text, dict[str, Any]) if shown_text else {}
        self._dots: dict[str, Any] = from_json(dots_text, dict[str, Any]) if dots_text else {}
        self._beside: dict[str, list[list[Any]]] = self._dots.pop(BESIDE, {})

    def cell(self, name: str) -> Cell:
        """Return the live values of a field."""
        if name not in self._shown:
            return {}
        desk, n, at = self._dots.get(name) or self._dots[EVERY]
        cell: Cell = {(desk, n): Value(at, self._shown[name])}
        for desk, n, at, value in self._beside.get(name, ()):
            cell[desk, n] = Value(at, value)
        return cell

    def overwrite(self, change: Saved) -> list[tuple[str, Dot | None]] | None:
        """Write what ``change`` says where its author had seen all that is live, and return each field with the dot that left.

        That is what `desk.wire.merge.merge` comes to there, for most changes at half the cost. None, and nothing is
        written, where it is to be asked: another value stands, or something is only taken away. Not for a record of which
        anything was replaced before it came.
        """
        dots, left = self._dots, list[tuple[str, Dot | None]]()
        if self._beside or len(change.bases) > len(change.sets) or SEED in change.dot:
            return None
        bases = change.bases
        for name in change.sets:
            seen = tuple(bases.get(name, ()))
            if name in self._shown:
                desk, n, _ = dots.get(name) or dots[EVERY]
                if seen != ((desk, n),) or desk == SEED:
                    return None
                left.append((name, (desk, n)))
            elif seen:
                return None
            else:
                left.append((name, None))
        if len(bases) != sum(dot is not None for _, dot in left):
            return None
        place = [*change.dot, change.at]
        for name, value in change.sets.items():
            dots.pop(name, None)
            self._shown[name] = value
            if dots.setdefault(EVERY, place) != place:
                dots[name] = place
        return left

    def values_of(self, name: str) -> int:
        """Return how many live values a field has."""
        return 1 + len(self._beside.get(name, ())) if name in self._shown else 0

    @property
    def is_agreed(self) -> bool:
        """Whether no field has several live values."""
        return not self._beside

    def put(self, name: str, cell: Cell) -> None:
        """Replace the live values of a field."""
        self._beside.pop(name, None)
        self._dots.pop(name, None)
        top = shown(cell)
        if top is None:
            self._shown.pop(name, None)
            return
        dot, value = top
        place = [*dot, value.at]
        self._shown[name] = value.value
        if self._dots.setdefault(EVERY, place) != place:
            self._dots[name] = place
        if len(cell) > 1:
            self._beside[name] = [[*other, beside.at, beside.value] for other, beside in cell.items() if other != dot]

    def texts(self) -> tuple[str, str] | None:
        """Return what to keep, None when nothing is live any more."""
        if not self._shown:
            return None
        dots = {**self._dots, BESIDE: self._beside} if self._beside else self._dots
        return to_json(self._shown).decode(), to_json(dots).decode()

    def whole(self) -> dict[str, Cell]:
        """Return the live values of every field."""
        return {name: self.cell(name) for name in self._shown}

    def to_wire(self) -> dict[str, list[list[Any]]]:
        """Return the live values of every field as rows of desk, n, at, value."""
        return {name: [_row(dot, value) for dot, value in cell.items()] for name, cell in self.whole().items()}


def _row(dot: Dot, value: Value) -> list[Any]:
    return [*dot, value.at, value.value]
