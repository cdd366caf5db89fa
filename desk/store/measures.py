"""What visits said besides need and end, counted when their month closes: distance, hours, autonomy, devices, first time.

Of this desk only: measures never travel.
"""

from enum import StrEnum

from desk.store.store import Store


class Measure(StrEnum):
    """What acts say besides their need and their end; ``UNSERVED`` is a half-day without any relay open."""

    KM = "km"
    AUTONOMY = "autonomy"
    DEVICE = "device"
    VISIT = "visit"
    UNSERVED = "unserved"


_OF_MONTH = {
    Measure.KM: "SELECT km, count(*) FROM referrals WHERE month = ? AND km IS NOT NULL GROUP BY km",
    Measure.AUTONOMY: "SELECT autonomy, count(*) FROM referrals WHERE month = ? AND autonomy <> '' GROUP BY autonomy",
    Measure.DEVICE: "SELECT device, count(*) FROM referrals WHERE month = ? AND device <> '' GROUP BY device",
    Measure.VISIT: "SELECT visit, count(*) FROM referrals WHERE month = ? AND visit <> '' GROUP BY visit",
    Measure.UNSERVED: "SELECT half.value, count(*) FROM referrals, json_each(referrals.free) AS half"
    " WHERE month = ? AND served = 0 GROUP BY half.value",
}


def close(store: Store, month: str) -> None:
    """Count what the acts of a month said, once and for all. Inside a transaction."""
    for measure, sql in _OF_MONTH.items():
        store.database.write_all(
            "INSERT INTO closed_measures (month, measure, value, n) VALUES (?, ?, ?, ?)",
            [(month, measure.value, str(value), n) for value, n in store.database.rows(sql, (month,))],
        )


def fold(store: Store, year: str) -> None:
    """Turn the measures of a year's months into those of the year, for good. Inside a transaction."""
    store.database.write(
        "INSERT INTO closed_measures (month, measure, value, n)"
        " SELECT ?1, measure, value, sum(n) FROM closed_measures WHERE month LIKE ?2 GROUP BY measure, value"
        " ON CONFLICT (month, measure, value) DO UPDATE SET n = n + excluded.n",
        (year, f"{year}-%"),
    )
    store.database.write("DELETE FROM closed_measures WHERE month LIKE ?", (f"{year}-%",))


def of_year(store: Store, year: str) -> dict[Measure, dict[str, int]]:
    """Return, for each measure, how many acts of a closed year have each value."""
    found: dict[Measure, dict[str, int]] = {one: {} for one in Measure}
    for measure, value, n in store.database.rows(
        "SELECT measure, value, sum(n) FROM closed_measures WHERE substr(month, 1, 4) = ? GROUP BY measure, value",
        (year,),
    ):
        found[Measure(measure)][str(value)] = int(n)
    return found
