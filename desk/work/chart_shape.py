"""The shape of a chart: one table as bars, each a part of the longest. Screen and paper draw the same."""

from dataclasses import dataclass

from desk.work.counts_view import Table

MOST_BARS = 12
"""More bars than this are no longer compared at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. ``part`` is its length as a part of the longest, None when its figure is masked; ``before`` a year before.

    ``before_text`` is empty where the year before is unknown or masked: a chart compares only what can be seen.
    """

    label: str
    text: str
    part: float | None
    before: float | None = None
    before_text: str = ""


def bars(table: Table, most: int = MOST_BARS) -> tuple[Bar, ...]:
    """Return the bars of a table, in its order, at most ``most``."""
    lines = table.lines[:most]
    figures = [one.figure.n for one in lines] + [one.before.n for one in lines if one.before is not None]
    longest = max((n for n in figures if n is not None), default=0)

    def part(n: int | None) -> float | None:
        return None if n is None else n / longest if longest else 0.0

    return tuple(
        Bar(
            label=one.label,
            text=one.figure.text,
            part=part(one.figure.n),
            before=part(one.before.n) if one.before is not None else None,
            before_text=one.before.text if one.before is not None and one.before.n is not None else "",
        )
        for one in lines
    )
