"""The network's pages: published by its coordinator, each year once, from all that is known when the year is over."""

from collections.abc import Iterable, Mapping, Sequence

from desk.base.clock import today
from desk.base.codec import from_json, to_json
from desk.domain import masking
from desk.domain.counts import LATE, LEFT_OUT, WIDE_THRESHOLD, FigureCell, NetworkFigures, PeriodId
from desk.domain.masking import Why
from desk.domain.masking_shape import Table as Kind
from desk.store import counts
from desk.store.store import Store
from desk.work import counting
from desk.work.figures import coordinates, keys_of

_MONTHS = 12
_DECIDED = "network-years"


def publish_network(store: Store) -> int:
    """Publish the figures of the network's closed years, masked, each year once; return how many pages were made.

    Only for a coordinator, whose desk reads the counters of every library. Done at the start of each day.
    """
    if not coordinates(store):
        return 0
    closed, decided = counts.closed_months(store), _decided(store)
    done = {one.id[:4] for one in store.records.all(NetworkFigures)}
    made = 0
    for year in sorted({one[:4] for one in closed} - done - decided.keys()):
        within = [one for one in closed if one[:4] == year]
        if len(within) == _MONTHS or year in within:
            made += _publish_year(store, year, within, decided)
    return made


def _publish_year(store: Store, year: str, within: Sequence[str], decided: dict[str, dict[str, int]]) -> int:
    """Publish the pages of a year from all that is known of it today, and remember what was counted."""
    if year in within:
        counted = tuple(one for one in counts.closed_counts(store) if one.month == year)
    else:
        counted = tuple(map(counting.settled, counts.counted_in(store, year)))
    shown = masking.publish_network(counted, within, keys_of(store))
    left_out = shown.left_out.get(year, frozenset())
    libraries = {one.library for one in counted} - left_out
    late = _late(store, decided)
    made = 0
    for period in shown.periods:
        if shown.page(period) is not Why.COUNT:
            continue
        told = [(LEFT_OUT, len(left_out)), (LATE, len(late) if period == year else 0)]
        cells = tuple(
            FigureCell(table=table.value, key=(key,), n=one.n, why="" if one.n is not None else one.why.value)
            for table in Kind
            for key, one in shown.rows(period, table)
            if table is not Kind.LIBRARY and one.n != 0
        )
        store.records.put(
            NetworkFigures(
                id=PeriodId(period),
                threshold=WIDE_THRESHOLD,
                made_on=today(store.clock),
                libraries=len(libraries),
                cells=(*cells, *(FigureCell(table=table, key=(), n=n) for table, n in told if n)),
            )
        )
        made += 1
    decided[year] = _totals(counted)
    if shown.page(year) is Why.COUNT:
        decided.update({one: _totals(counts.counted_in(store, one)) for one in decided if one != year})
    store.keep_state(_DECIDED, to_json(decided).decode())
    return made


def _decided(store: Store) -> dict[str, dict[str, int]]:
    """Return the years whose pages are decided, with how many visits of each library were known then."""
    kept = store.state(_DECIDED)
    return from_json(kept, dict[str, dict[str, int]]) if kept else {}


def _late(store: Store, decided: Mapping[str, Mapping[str, int]]) -> set[str]:
    """Return the libraries of which visits of a decided year were told since, and on no page yet."""
    return {
        library
        for year, known in decided.items()
        for library, n in _totals(counts.counted_in(store, year)).items()
        if n > known.get(library, 0)
    }


def _totals(counted: Iterable[counts.Summed]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counted:
        found[one.library] = found.get(one.library, 0) + one.n
    return found
