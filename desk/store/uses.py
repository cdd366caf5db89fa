"""How often people were handed over to each sheet: counts by sheet, never a person."""

from datetime import date

from desk.store.database import Database


def uses_since(database: Database, day: date) -> dict[str, int]:
    """Return how many referrals each sheet had since ``day``, by sheet; those that had none are left out."""
    rows = database.rows(
        "SELECT sheet, count(*) FROM referrals WHERE day >= ? AND sheet <> '' GROUP BY sheet", (day.isoformat(),)
    )
    return {str(sheet): int(count) for sheet, count in rows}
