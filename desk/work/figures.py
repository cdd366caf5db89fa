"""Observatoire: counters into figures that may be shown. The same value feeds the screen, the pages and the files."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from desk.base.clock import today
from desk.base.codec import from_json
from desk.base.dates import month_of as month_in_words
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.domain import masking
from desk.domain.counts import (
    ENDS,
    LATE,
    LEFT_OUT,
    OWN_THRESHOLD,
    WIDE_THRESHOLD,
    NetworkFigures,
    PeriodId,
    Result,
    last_day,
    month_of,
)
from desk.domain.masking import Published, Shown, Why, Wider
from desk.domain.masking_shape import Keys
from desk.domain.masking_shape import Table as Kind
from desk.domain.procedures import Procedure
from desk.domain.referrals import End
from desk.store import counts
from desk.store.numbers import numbers
from desk.store.store import Store
from desk.wire.feeds import NETWORK, Level
from desk.work import counting, slips_given
from desk.work.counts_view import Board, Figure, Figures, Line, OpenMonths, Period, Table
from desk.work.figures_tables import Cells, Names, figure, measures_of, months, tables_of
from desk.work.figures_told import Material, told
from desk.work.figures_words import (
    period_words,
    why_words,
)

# Queries


def board(store: Store, say: Words) -> Board:
    """Return what is shown before any period is closed, and beside the figures."""
    library = store.library()
    day, waited = today(store.clock), counting.news_days(store)
    names = _names(store, say)
    found = counts.open_counts(store, counts.library_code(library)) if library else ()
    month = month_of(day)
    now = sum(one.n for one in found if one.month == month)
    unmet: dict[str, int] = {}
    for one in found:
        if ENDS[Result(one.result)] is End.NOT_POSSIBLE:
            label = names.needs.get(one.need) or names.families.get(one.family) or say("A need not found, or not said")
            unmet[label] = unmet.get(label, 0) + one.n
    ready = last_day(month) + timedelta(days=waited + 1)
    shown_from = say(
        "The figures of {of_month} can be shown from {day} on.",
        of_month=month_in_words(month, say.language),
        day=plain_day(ready, say.language),
    )
    published_own = _own(store) if library else None
    return Board(
        now=_open_months(now, unmet, shown_from, say),
        hushed=_open_months(now, unmet, shown_from, say, least=OWN_THRESHOLD),
        news=slips_given.news(store, say),
        periods=_periods(published_own, say) if published_own else (),
        network_periods=tuple(
            Period(id=one.id, label=period_words(one.id, say))
            for one in sorted(store.records.all(NetworkFigures), key=lambda one: one.id, reverse=True)
        ),
    )


def own_figures(store: Store, period: str, say: Words, *, wider: bool = False) -> Figures:
    """Return the figures of this library for a closed period; ``wider`` when they leave its commune: masked under 11.

    Raises:
        RefusedError: ``NO_LIBRARY``; ``UNKNOWN_PERIOD`` when its figures can still change, or it never was.
    """
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    shown = _wider(store) if wider else _own(store)
    threshold = WIDE_THRESHOLD if wider else OWN_THRESHOLD
    if period not in shown.periods:
        raise RefusedError(Code.UNKNOWN_PERIOD, text=clean(period, 20))
    cells = {(table, key): one for table in Kind for key, one in shown.rows(period, table)}
    before_id = _year_before(period)
    before = (
        {(table, key): one for table in Kind for key, one in shown.rows(before_id, table)}
        if before_id in shown.periods
        else {}
    )
    tables = tables_of(cells, before, threshold, _names(store, say), say)
    tables = (*tables, *months(shown, period, threshold, say), *measures_of(store, period, threshold, say))
    return _whole(
        "own", library.name, library.commune, period, threshold, cells, before, tables, shown.page(period), say
    )


def network_figures(store: Store, period: str, say: Words) -> Figures:
    """Return the figures of the network for a closed period, as its coordinator published them.

    Raises:
        RefusedError: ``UNKNOWN_PERIOD``.
    """
    known = {one.id: one for one in store.records.all(NetworkFigures)}
    found = known.get(PeriodId(period))
    if found is None:
        raise RefusedError(Code.UNKNOWN_PERIOD, text=clean(period, 20))
    before = known.get(PeriodId(_year_before(period)))
    if before is not None and before.libraries != found.libraries:
        before = None  # more libraries ask more: it would be read as more need
    now = numbers(store.database).now
    cells = _cells_of(found)
    threshold = max(found.threshold, WIDE_THRESHOLD)
    earlier = _cells_of(before) if before else {}
    tables = tables_of(cells, earlier, threshold, _names(store, say), say)
    return _whole(
        "network", now.network if now else "", "", period, threshold, cells, earlier, tables, Why.COUNT, say,
        libraries=found.libraries, made_on=found.made_on, apart=_apart(found, say),
    )  # fmt: skip


def of(store: Store, scope: str, period: str, say: Words) -> Figures:
    """Return the figures of this library, for ``partners`` as they may leave its commune, or those of the ``network``.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_PERIOD``.
    """
    if scope == "network":
        return network_figures(store, period, say)
    return own_figures(store, period, say, wider=scope == "partners")


def coordinates(store: Store) -> bool:
    """Return whether this desk is the coordinator's of its network."""
    kept = store.state("rights")
    rights = from_json(kept, dict[str, str]) if kept else {}
    return any(feed.startswith(NETWORK) and level == Level.COORDINATE for feed, level in rights.items())


def _open_months(now: int, unmet: Mapping[str, int], shown_from: str, say: Words, least: int = 0) -> OpenMonths:
    """Return what open months hold, a figure under ``least`` as « moins de 5 »: the order tells nothing of it either."""
    if now == 0:
        counted = say("Nothing is counted yet this month.")
    elif now < least:
        counted = say("Fewer than {n} visits counted this month.", n=least)
    else:
        counted = say.count(now, "{n} visit counted this month.", "{n} visits counted this month.")
    told = {
        label: Figure(n=n, text=str(n)) if n >= least else Figure(n=None, text=why_words(Why.BELOW, least, say))
        for label, n in unmet.items()
    }
    ordered = sorted(told.items(), key=lambda pair: (-(pair[1].n or 0), pair[0]))
    return OpenMonths(
        words=(counted, shown_from), unmet=tuple(Line(key=label, label=label, figure=one) for label, one in ordered)
    )


def _own(store: Store) -> Published:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    closed = counts.closed_months(store)
    found = counts.closed_counts(store, counts.library_code(library))
    return masking.publish_own(found, closed, keys_of(store))


def _wider(store: Store) -> Wider:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    found = counts.closed_counts(store, counts.library_code(library))
    return masking.publish_wider(found, counts.closed_months(store), keys_of(store))


def keys_of(store: Store) -> Keys:
    """Return the public lists that figures are sorted under."""
    procedures = store.records.all(Procedure)
    return Keys(
        needs={"": "", **{one.id: one.family for one in procedures}},
        relay_types={"", *store.seeds.taxonomy.relay_types},
        results={result.value: end.value for result, end in ENDS.items()},
    )


def _cells_of(found: NetworkFigures) -> dict[tuple[Kind, str], Shown]:
    known = {kind.value: kind for kind in Kind}
    return {
        (known[cell.table], cell.key[0] if cell.key else ""): Shown(
            n=cell.n, why=Why.COUNT if cell.n is not None else Why(cell.why)
        )
        for cell in found.cells
        if cell.table in known
    }


def _apart(found: NetworkFigures, say: Words) -> list[str]:
    """Return how many libraries a page of the network does not count, whole or in part, and why."""
    n = {cell.table: cell.n or 0 for cell in found.cells}
    told = []
    if n.get(LEFT_OUT):
        told.append(
            say.count(
                n[LEFT_OUT],
                "{n} library is left out: too few visits, or its figures could be worked out.",
                "{n} libraries are left out: too few visits, or their figures could be worked out.",
            )
        )
    if n.get(LATE):
        told.append(
            say.count(
                n[LATE],
                "{n} library sent visits of an earlier year too late: they are on no page.",
                "{n} libraries sent visits of an earlier year too late: they are on no page.",
            )
        )
    return told


def _names(store: Store, say: Words) -> Names:
    french = say.language == "fr"
    taxonomy = store.seeds.taxonomy
    return Names(
        needs={one.id: one.title for one in store.records.all(Procedure)},
        families={slug: one.label if french else one.english for slug, one in taxonomy.families.items()},
        relays={slug: one.label if french else one.english for slug, one in taxonomy.relay_types.items()},
    )


def _periods(shown: Published, say: Words) -> tuple[Period, ...]:
    return tuple(
        Period(id=one, label=period_words(one, say))
        for one in sorted(shown.periods, key=lambda one: (one[:4], len(one) == len("2026"), one), reverse=True)
        if shown.page(one) is Why.COUNT
    )


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1:04}{period[4:]}"


def _whole(
    scope: str,
    of: str,
    commune: str,
    period: str,
    threshold: int,
    cells: Cells,
    before: Cells,
    tables: tuple[Table, ...],
    page: Why,
    say: Words,
    libraries: int = 1,
    made_on: date | None = None,
    apart: Sequence[str] = (),
) -> Figures:
    total = figure(cells.get((Kind.TOTAL, "")), threshold, say)
    earlier = figure(before.get((Kind.TOTAL, "")), threshold, say) if before else None
    material = Material(
        scope=scope, of=of, period=period_words(period, say), total=total, before=earlier, tables=tables,
        libraries=libraries,
    )  # fmt: skip
    sentences, proposal = told(material, say)
    sources = [
        say("Counted at the desk, one line a visit, without a name. Procedures come from the list of Relais."),
        say("Figures under {n} are masked, and others so that none can be worked out.", n=threshold),
    ]
    if made_on is not None:
        sources.append(say("{n} libraries counted. Made on {day}.", n=libraries, day=plain_day(made_on, say.language)))
    sources += apart
    return Figures(
        scope=scope,
        of=of,
        commune=commune,
        period=Period(id=period, label=period_words(period, say)),
        threshold=threshold,
        total=total,
        before=earlier,
        tables=tables,
        sentences=sentences,
        proposal=proposal,
        sources=tuple(sources),
        why="" if page is Why.COUNT else why_words(page, threshold, say),
    )
