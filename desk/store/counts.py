"""Counters as they lie in the desk's file: added to as acts are noted, closed with their month, never changed after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desk.base.ids import id_from, new_id
from desk.domain.counts import Count, CountId
from desk.domain.libraries import Library
from desk.store.numbers import numbers
from desk.store.putting_back import COUNTING_KEY
from desk.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """The counters of one library added up, whatever desk they are of."""

    month: str
    library: str
    need: str
    family: str
    relay_type: str
    result: str
    n: int


def library_code(library: Library) -> str:
    """Return how counters name a library: its official code, or its id here."""
    return library.official_code or library.id


def add(
    store: Store, library: Library, month: str, need: str, family: str, relay_type: str, result: str, n: int
) -> None:
    """Add ``n`` acts, or take them away, in this desk's own counter. Inside a transaction."""
    code = library_code(library)
    count_id = CountId(id_from("|".join((_key(store), code, month, need, relay_type, result))))
    known = store.records.one(Count, count_id)
    store.records.put(
        Count(
            id=count_id,
            library=code,
            library_name=library.name,
            insee=library.insee,
            month=month,
            need=need,
            family=family,
            relay_type=relay_type,
            result=result,
            n=(known.n if known else 0) + n,
        )
    )


def open_counts(store: Store, library: str | None = None) -> tuple[Summed, ...]:
    """Return the counters of months not closed here, added up by library; of one library, or of all that are known."""
    return tuple(
        Summed(month=month, library=of, need=need, family=family, relay_type=kind, result=result, n=n)
        for month, of, need, family, kind, result, n in store.database.rows(
            "SELECT month, library, need, max(family), relay_type, result, sum(n) FROM counts"
            " WHERE (?1 IS NULL OR library = ?1) AND month NOT IN (SELECT month FROM closed_months)"
            " GROUP BY month, library, need, relay_type, result HAVING sum(n) > 0"
            " ORDER BY month, library, need, relay_type, result",
            (library,),
        )
    )


def closed_counts(store: Store, library: str | None = None) -> tuple[Summed, ...]:
    """Return the counters of closed months, as they were when each was closed here."""
    return tuple(
        Summed(month=month, library=of, need=need, family=family, relay_type=kind, result=result, n=n)
        for month, of, need, family, kind, result, n in store.database.rows(
            "SELECT month, library, need, family, relay_type, result, n FROM closed_counts"
            " WHERE (?1 IS NULL OR library = ?1) ORDER BY month, library, need, relay_type, result",
            (library,),
        )
    )


def counted_in(store: Store, year: str) -> tuple[Summed, ...]:
    """Return every counter known of the months of ``year``, those that came after their month was closed here too."""
    return tuple(
        Summed(month=month, library=of, need=need, family=family, relay_type=kind, result=result, n=n)
        for month, of, need, family, kind, result, n in store.database.rows(
            "SELECT month, library, need, max(family), relay_type, result, sum(n) FROM counts WHERE month LIKE ?"
            " GROUP BY month, library, need, relay_type, result HAVING sum(n) > 0"
            " ORDER BY month, library, need, relay_type, result",
            (f"{year}-%",),
        )
    )


def closed_months(store: Store) -> tuple[str, ...]:
    """Return the months closed here, oldest first; a year once its months are gone."""
    return tuple(str(row[0]) for row in store.database.rows("SELECT month FROM closed_months ORDER BY month"))


def is_month_closed(store: Store, month: str) -> bool:
    """Return whether a month is closed here."""
    return store.database.row("SELECT 1 FROM closed_months WHERE month = ?", (month,)) is not None


def months_counted(store: Store) -> tuple[str, ...]:
    """Return the months of which any counter is known and that are not closed here, oldest first."""
    rows = store.database.rows(
        "SELECT DISTINCT month FROM counts WHERE month NOT IN (SELECT month FROM closed_months) ORDER BY month"
    )
    return tuple(str(row[0]) for row in rows)


def close_month(store: Store, month: str, today: date, settled: Iterable[Summed]) -> None:
    """Keep the counters of a month as they will be shown from now on. Inside a transaction."""
    store.database.write_all(
        "INSERT INTO closed_counts (month, library, need, family, relay_type, result, n) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (month, library, need, relay_type, result) DO UPDATE SET n = n + excluded.n",
        [(one.month, one.library, one.need, one.family, one.relay_type, one.result, one.n) for one in settled],
    )
    store.database.write("INSERT INTO closed_months (month, closed_on) VALUES (?, ?)", (month, today.isoformat()))


def fold_year(store: Store, year: str, today: date) -> None:
    """Turn the closed months of ``year`` into yearly counters, for good. Inside a transaction."""
    store.database.write(
        "INSERT INTO closed_counts (month, library, need, family, relay_type, result, n)"
        " SELECT ?1, library, need, max(family), relay_type, result, sum(n) FROM closed_counts WHERE month LIKE ?2"
        " GROUP BY library, need, relay_type, result"
        " ON CONFLICT (month, library, need, relay_type, result) DO UPDATE SET n = n + excluded.n",
        (year, f"{year}-%"),
    )
    store.database.write("DELETE FROM closed_counts WHERE month LIKE ?", (f"{year}-%",))
    store.database.write("DELETE FROM closed_months WHERE month LIKE ?", (f"{year}-%",))
    store.database.write(
        "INSERT OR IGNORE INTO closed_months (month, closed_on) VALUES (?, ?)", (year, today.isoformat())
    )


def of_months_before(store: Store, month: str) -> tuple[str, ...]:
    """Return the ids of this desk's counters of months before ``month``."""
    rows = store.database.rows(
        "SELECT id FROM counts WHERE length(month) = 7 AND month < ? AND id IN (SELECT id FROM changes"
        " WHERE kind = 'count') ORDER BY id",
        (month,),
    )
    return tuple(str(row[0]) for row in rows)


def _key(store: Store) -> str:
    """Return what names this desk's own counters: another one after its disk was copied or put back."""
    now = numbers(store.database).now
    first = str(now.first) if now else "0"
    kept, _, since = store.state(COUNTING_KEY).partition(":")
    if not kept or since != first:
        kept = new_id()
        store.keep_state(COUNTING_KEY, f"{kept}:{first}")
    return kept
