"""What a row tells, field by field, before anything of it is checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.base.text import fold

OURS = "relais:"
"""How the key of a row begins when a Relais gave it out; the sheet's own id follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One structure as a file tells it.

    ``key`` names it in its source, and makes its identity: the same structure of the same source is the same sheet on
    every desk. ``fields`` are texts (or, inside services and stops, mappings of texts) by the names of the record;
    ``row`` is what the file wrote, by column, without what concerns a person.
    """

    number: int
    key: str
    fields: dict[str, object]
    row: dict[str, str]


def given(pairs: Iterable[tuple[str, str | None]]) -> dict[str, object]:
    """Return the fields that say something; a field told twice keeps what is told first."""
    found: dict[str, object] = {}
    for name, text in pairs:
        if text and text.strip() and name not in found:
            found[name] = text
    return found


def fee_of(text: str) -> str:
    """Return our word for what a file writes of the price, or nothing: both free and paid is free for some."""
    said = fold(text)
    some = any(word in said for word in ("condition", "adhesion", "pass num", "pass-num", "selon", "quotient"))
    free = "gratuit" in said or said in {"0", "free", "non payant"}
    paid = "payant" in said.replace("non payant", "") or "paid" in said
    if some or (free and paid):
        return "conditional"
    return "free" if free else "paid" if paid else ""


def reach_of(ways: str) -> str:
    """Return the main way in, from how a file says that people reach the place."""
    said = fold(ways)
    if "se presenter" in said or "se-presenter" in said or "walk-in" in said:
        return "walk-in"
    if "rdv" in said or "rendez" in said:
        return "appointment"
    return "phone" if "telephon" in said else ""
