"""Observatoire: counters into figures that may be shown. The same value feeds the screen, the pages and the files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.base.clock import today
from desk.base.codec import from_json
from desk.base.dates import age, plain_day, published
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.domain import masking
from desk.domain.counts import (
    ENDS,
    OWN_THRESHOLD,
    WIDE_THRESHOLD,
    FigureCell,
    NetworkFigures,
    PeriodId,
    Result,
    last_day,
    month_of,
    result_of,
)
from desk.domain.masking import Published, Shown, Why
from desk.domain.masking_shape import Keys
from desk.domain.masking_shape import Table as Kind
from desk.domain.procedures import Procedure
from desk.domain.referrals import Autonomy, Device, End, Outcome, Referral, Visit
from desk.store import counts, measures
from desk.store.measures import Measure
from desk.store.numbers import numbers
from desk.store.store import Store
from desk.wire.feeds import NETWORK, Level
from desk.work import counting
from desk.work.counts_view import Board, Figure, Figures, Line, NewsLine, Period, Table
from desk.work.figures_told import Material, told
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
class _Names:
    """What the keys of figures are called."""

    needs: Mapping[str, str]
    families: Mapping[str, str]
    relays: Mapping[str, str]


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
            label = names.needs.get(one.need) or names.families.get(one.family) or say("A need that nothing fits")
            unmet[label] = unmet.get(label, 0) + one.n
    ready = last_day(month) + timedelta(days=waited + 1)
    words = (
        say.count(now, "{n} visit counted this month.", "{n} visits counted this month.")
        if now
        else say("Nothing is counted yet this month."),
        say(
            "The figures of {month} can be shown from {day} on.",
            month=published(month, say.language),
            day=plain_day(ready, say.language),
        ),
    )
    published_own = _own(store) if library else None
    return Board(
        open_words=words,
        news=_news(store, names, say),
        unmet=tuple(
            Line(key=label, label=label, figure=Figure(n=n, text=str(n)))
            for label, n in sorted(unmet.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        periods=_periods(published_own, say) if published_own else (),
        network_periods=tuple(
            Period(id=one.id, label=period_words(one.id, say))
            for one in sorted(store.records.all(NetworkFigures), key=lambda one: one.id, reverse=True)
        ),
    )


def slip(store: Store, typed: str, say: Words) -> NewsLine:
    """Return the slip that carries the code ``typed``, with what was told of it already.

    Raises:
        RefusedError: ``WRONG_CODE``, ``UNKNOWN_SLIP``.
    """
    found = counting.of_code(store, typed)
    return _slip_lines(store, (found,), _names(store, say), say)[0]


def own_figures(store: Store, period: str, say: Words) -> Figures:
    """Return the figures of this library for a closed period.

    Raises:
        RefusedError: ``NO_LIBRARY``; ``UNKNOWN_PERIOD`` when its figures can still change, or it never was.
    """
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    shown = _own(store)
    if period not in shown.periods:
        raise RefusedError(Code.UNKNOWN_PERIOD, text=clean(period, 20))
    cells = {(table, key): one for table in Kind for key, one in shown.rows(period, table)}
    before_id = _year_before(period)
    before = (
        {(table, key): one for table in Kind for key, one in shown.rows(before_id, table)}
        if before_id in shown.periods
        else {}
    )
    tables = _tables(cells, before, OWN_THRESHOLD, _names(store, say), say)
    tables = (*tables, *_months(shown, period, say), *_measures(store, period, say))
    return _whole(
        "own", library.name, library.commune, period, OWN_THRESHOLD, cells, before, tables, shown.page(period), say
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
    now = numbers(store.database).now
    cells = _cells_of(found)
    threshold = max(found.threshold, WIDE_THRESHOLD)
    earlier = _cells_of(before) if before else {}
    tables = _tables(cells, earlier, threshold, _names(store, say), say)
    return _whole(
        "network", now.network if now else "", "", period, threshold, cells, earlier, tables, Why.COUNT, say,
        libraries=found.libraries, made_on=found.made_on,
    )  # fmt: skip


def of(store: Store, scope: str, period: str, say: Words) -> Figures:
    """Return the figures of this library, or with scope ``network`` those of the network.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``UNKNOWN_PERIOD``.
    """
    return network_figures(store, period, say) if scope == "network" else own_figures(store, period, say)


# Operations


def publish_network(store: Store) -> int:
    """Publish, once each, the figures of the network's closed periods, masked; return how many were.

    Only for a coordinator, whose desk reads the counters of every library. Done at the start of each day.
    """
    if not coordinates(store):
        return 0
    closed = counts.closed_months(store)
    done = {one.id for one in store.records.all(NetworkFigures)}
    counted = counts.closed_counts(store)
    shown = masking.publish_network(counted, closed, _keys(store))
    made = 0
    for period in shown.periods:
        if period in done or shown.page(period) is not Why.COUNT:
            continue
        cells = tuple(
            FigureCell(table=table.value, key=(key,), n=one.n, why="" if one.n is not None else one.why.value)
            for table in Kind
            for key, one in shown.rows(period, table)
            if table is not Kind.LIBRARY and one.n != 0
        )
        year = period[:4]
        libraries = {one.library for one in counted if one.month[:4] == year} - shown.left_out.get(year, frozenset())
        store.records.put(
            NetworkFigures(
                id=PeriodId(period),
                threshold=WIDE_THRESHOLD,
                made_on=today(store.clock),
                libraries=len(libraries),
                cells=cells,
            )
        )
        made += 1
    return made


def coordinates(store: Store) -> bool:
    """Return whether this desk is the coordinator's of its network."""
    kept = store.state("rights")
    rights = from_json(kept, dict[str, str]) if kept else {}
    return any(feed.startswith(NETWORK) and level == Level.COORDINATE for feed, level in rights.items())


def _own(store: Store) -> Published:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    closed = counts.closed_months(store)
    found = counts.closed_counts(store, counts.library_code(library))
    return masking.publish_own(found, closed, _keys(store))


def _keys(store: Store) -> Keys:
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


def _names(store: Store, say: Words) -> _Names:
    french = say.language == "fr"
    taxonomy = store.seeds.taxonomy
    return _Names(
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


def _figure(one: Shown | None, threshold: int, say: Words) -> Figure:
    if one is None:
        return Figure(n=0, text="0")
    if one.n is not None:
        return Figure(n=one.n, text=str(one.n))
    return Figure(n=None, text=why_words(one.why, threshold, say))


Cells = Mapping[tuple[Kind, str], Shown]


def _tables(cells: Cells, before: Cells, threshold: int, names: _Names, say: Words) -> tuple[Table, ...]:
    """Return the tables that the network's pages and a library's have alike."""

    def line(kind: Kind, key: str, label: str, depth: int = 0) -> Line:
        earlier = _figure(before.get((kind, key)), threshold, say) if before else None
        return Line(
            key=key, label=label, figure=_figure(cells.get((kind, key)), threshold, say), before=earlier, depth=depth
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

    no_need = say("A need that nothing fits")
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


def _months(shown: Published, period: str, say: Words) -> tuple[Table, ...]:
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
            figure=_figure(shown.cell(one, Kind.TOTAL), OWN_THRESHOLD, say),
        )
        for one in inside
    )
    return (Table(id="months", title=say("Month by month"), lines=lines),)


def _is_within(month: str, period: str) -> bool:
    if month[:4] != period[:4]:
        return False
    return len(period) == 4 or (int(month[5:]) + 2) // 3 == int(period[-1])


def _measures(store: Store, period: str, say: Words) -> tuple[Table, ...]:
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
        tables.append(_measure(name, title, lines, say))
    return tuple(one for one in tables if one is not None)


def _band(km: int, say: Words) -> str:
    place = max(at for at, start in enumerate(_BANDS) if km >= start)
    return band_words(_BANDS[place], _BANDS[place + 1] if place + 1 < len(_BANDS) else None, say)


def _measure(table: str, title: str, found: Mapping[str, int], say: Words) -> Table | None:
    """Return one table that stands alone, with the lines of at least the threshold: the others are not even named.

    Its total is not told; and what is left out, were it guessed from another total, is at least two lines that hold
    more than the threshold together.
    """
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[1] >= OWN_THRESHOLD]
    hidden = [pair for pair in ordered if pair[1] < OWN_THRESHOLD]
    while hidden and shown and (len(hidden) < 2 or sum(n for _, n in hidden) < OWN_THRESHOLD + len(hidden)):
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
) -> Figures:
    total = _figure(cells.get((Kind.TOTAL, "")), threshold, say)
    earlier = _figure(before.get((Kind.TOTAL, "")), threshold, say) if before else None
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


def _news(store: Store, names: _Names, say: Words) -> tuple[NewsLine, ...]:
    return _slip_lines(store, counting.without_news(store), names, say)


def _slip_lines(store: Store, found: Sequence[Referral], names: _Names, say: Words) -> tuple[NewsLine, ...]:
    day = today(store.clock)
    places = store.records.brief([one.sheet for one in found if one.sheet])
    lines = []
    for one in found:
        place = places.get(one.sheet)
        lines.append(
            NewsLine(
                code=one.code,
                title=names.needs.get(one.procedure, one.procedure),
                relay=place.name if place else names.relays.get(one.relay_type, ""),
                phone=place.phone if place else "",
                day=plain_day(one.day, say.language),
                age=age((day - one.day).days, say),
                told=_heard(one, say),
            )
        )
    return tuple(lines)


def _heard(one: Referral, say: Words) -> str:
    if one.outcome is Outcome.UNKNOWN:
        return ""
    return say("noted already: {outcome}", outcome=result_words(result_of(one), say).lower())
