"""Tables of figures: what masking lets be shown, in words, the largest first; and the measures of this desk alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desk.base.words import Words
from desk.domain.counts import ENDS, Result
from desk.domain.masking import Published, Shown, Why, Wider
from desk.domain.masking_shape import Table as Kind
from desk.domain.referrals import Autonomy, Device, End, Visit
from desk.store import measures
from desk.store.measures import Measure
from desk.store.store import Store
from desk.work.counts_view import Figure, Line, Table
from desk.work.figures_words import (
    autonomy_words,
    band_words,
    device_words,
    end_words,
    half_day_words,
    period_words,
    result_words,
    visit_words,
    why_words,
)

MOST_LINES = 12
"""Lines of a table of needs: more is no longer read."""

_BANDS = (0, 5, 15, 30)
"""Distances are told in four bands: from so many kilometres up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the keys of figures are called."""

    needs: Mapping[str, str]
    families: Mapping[str, str]
    relays: Mapping[str, str]


def figure(one: Shown | None, threshold: int, say: Words) -> Figure:
    """Return one figure as it may be shown; nothing counted is 0."""
    if one is None:
        return Figure(n=0, text="0")
    if one.n is not None:
        return Figure(n=one.n, text=str(one.n))
    return Figure(n=None, text=why_words(one.why, threshold, say))


Cells = Mapping[tuple[Kind, str], Shown]
"""What masking lets be said of each cell, by table and key."""


def tables_of(cells: Cells, before: Cells, threshold: int, names: Names, say: Words) -> tuple[Table, ...]:
    """Return the tables that the network's pages and a library's have alike."""

    def line(kind: Kind, key: str, label: str, depth: int = 0) -> Line:
        earlier = figure(before.get((kind, key)), threshold, say) if before else None
        return Line(
            key=key, label=label, figure=figure(cells.get((kind, key)), threshold, say), before=earlier, depth=depth
        )

    def told_lines(kind: Kind, labels: Mapping[str, str], keys: Iterable[str]) -> tuple[Line, ...]:
        made = [(key, cells.get((kind, key))) for key in keys]
        found = [line(kind, key, labels.get(key) or key) for key, one in made if one is not None and _is_told(one)]
        return tuple(sorted(found, key=lambda one: (one.figure.n is None, -(one.figure.n or 0), one.label)))

    def table(name: str, title: str, lines: tuple[Line, ...], *, every: bool = False, note: str = "") -> Table:
        """Return one table: ``every`` line of a short list, or those that have a figure, and a word for the others."""
        counted = tuple(one for one in lines if one.figure.n is not None)
        if not counted:
            return Table(id=name, title=title, lines=())
        if every or len(counted) == len(lines):
            return Table(id=name, title=title, lines=lines[:MOST_LINES], note=note)
        return Table(id=name, title=title, lines=counted[:MOST_LINES], note=f"{note} {_masked_rest(say)}".strip())

    no_need = say("A need not found, or not said")
    families = {**names.families, "": no_need}
    needs = {**names.needs, "": no_need}
    relays = {**names.relays, "": say("Kind of relay not said")}
    ends = {end.value: end_words(end, say) for end in End if end is not End.UNKNOWN}
    results = {result.value: result_words(result, say) for result in Result}
    unmet = [key for kind, key in cells if kind is Kind.FAMILY_END and key.endswith(f"|{End.NOT_POSSIBLE}")]
    unmet_labels = {key: families.get(key.partition("|")[0], key) for key in unmet}

    def of(kind: Kind) -> list[str]:
        return [key for one, key in cells if one is kind]

    def under(end: End) -> list[str]:
        return [result.value for result, its in ENDS.items() if its is end]

    made = (
        table("unmet", say("What was not possible, by subject"), told_lines(Kind.FAMILY_END, unmet_labels, unmet)),
        table(
            "reasons",
            say("Why it was not possible"),
            told_lines(Kind.RESULT, results, under(End.NOT_POSSIBLE)),
            every=True,
        ),
        table("ends", say("How visits ended"), told_lines(Kind.END, ends, ends), every=True),
        table("families", say("What people came for"), told_lines(Kind.FAMILY, families, of(Kind.FAMILY))),
        table("needs", say("The procedures most asked for"), told_lines(Kind.NEED, needs, of(Kind.NEED))),
        table("relays", say("To whom people were sent"), told_lines(Kind.RELAY, relays, of(Kind.RELAY))),
        table(
            "outcomes",
            say("What became of the slips"),
            told_lines(Kind.RESULT, results, [one for one in under(End.RELAYED) if one != Result.RELAYED]),
            every=True,
            note=say("No news is a normal end: nobody is asked to answer."),
        ),
    )
    return tuple(one for one in made if one.lines)


def _is_told(one: Shown) -> bool:
    """Return whether a line belongs in a table: it is not nothing, and its table is published."""
    return one.n != 0 and one.why in {Why.COUNT, Why.BELOW, Why.HIDDEN}


def months(shown: Published | Wider, period: str, threshold: int, say: Words) -> tuple[Table, ...]:
    """Return month by month a year or a quarter."""
    if len(period) == len("2026-11") and "T" not in period:
        return ()
    inside = [
        one
        for one in sorted(shown.periods)
        if len(one) == len("2026-11") and "T" not in one and _is_within(one, period)
    ]
    if not inside:
        return ()
    lines = tuple(
        Line(
            key=one,
            label=period_words(one, say),
            figure=figure(shown.cell(one, Kind.TOTAL), threshold, say),
        )
        for one in inside
    )
    return (Table(id="months", title=say("Month by month"), lines=lines),)


def _is_within(month: str, period: str) -> bool:
    if month[:4] != period[:4]:
        return False
    return len(period) == 4 or (int(month[5:]) + 2) // 3 == int(period[-1])


def measures_of(store: Store, period: str, threshold: int, say: Words) -> tuple[Table, ...]:
    """Return what only this desk knows, for whole years: distance, hours, autonomy, devices, visits."""
    if len(period) != len("2026"):
        return ()
    found = measures.of_year(store, period)
    titles: tuple[tuple[str, Measure, str, Callable[[str], str]], ...] = (
        ("distance", Measure.KM, say("How far people were sent"), lambda km: _band(int(km), say)),
        (
            "hours",
            Measure.UNSERVED,
            say("People who could come then and for whom no relay was open"),
            lambda half: half_day_words(half, say),
        ),
        ("autonomy", Measure.AUTONOMY, say("How alone people did it"), lambda one: autonomy_words(Autonomy(one), say)),
        ("devices", Measure.DEVICE, say("What people have at home"), lambda one: device_words(Device(one), say)),
        ("visits", Measure.VISIT, say("First time or again"), lambda one: visit_words(Visit(one), say)),
    )
    tables = []
    for name, measure, title, words in titles:
        lines: dict[str, int] = {}
        for value, n in found[measure].items():
            lines[words(value)] = lines.get(words(value), 0) + n
        tables.append(_measure(name, title, lines, threshold, say))
    return tuple(one for one in tables if one is not None)


def _band(km: int, say: Words) -> str:
    place = max(at for at, start in enumerate(_BANDS) if km >= start)
    return band_words(_BANDS[place], _BANDS[place + 1] if place + 1 < len(_BANDS) else None, say)


def _measure(table: str, title: str, found: Mapping[str, int], threshold: int, say: Words) -> Table | None:
    """Return one table that stands alone, with the lines of at least the threshold: the others are not even named.

    Its total is not told; and what is left out, were it guessed from another total, is at least two lines that hold
    more than the threshold together.
    """
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[1] >= threshold]
    hidden = [pair for pair in ordered if pair[1] < threshold]
    while hidden and shown and (len(hidden) < 2 or sum(n for _, n in hidden) < threshold + len(hidden)):
        hidden.append(shown.pop())
    if not shown:
        return None
    note = say("Only where it was said.")
    if hidden:
        note = f"{note} {_masked_rest(say)}"
    lines = tuple(Line(key=label, label=label, figure=Figure(n=n, text=str(n))) for label, n in shown)
    return Table(id=table, title=title, lines=lines, note=note)


def _masked_rest(say: Words) -> str:
    return say("The other lines are masked: too few, or one could be worked out from another.")
