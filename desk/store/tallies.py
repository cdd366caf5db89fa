"""Tally sheets printed here, and what was typed in from each."""

from datetime import date

from desk.base.codec import from_json, to_json
from desk.domain.tallies import Tally
from desk.store.store import Store


def one(store: Store, code: str) -> Tally | None:
    """Return the sheet of this code, or None when it was not printed nor typed here."""
    row = store.database.row("SELECT code, printed_on, day, lines FROM tallies WHERE code = ?", (code,))
    if row is None:
        return None
    return Tally(
        code=row[0],
        printed_on=date.fromisoformat(row[1]),
        day=date.fromisoformat(row[2]) if row[2] else None,
        lines=from_json(row[3], dict[str, dict[str, int]]),
    )


def keep(store: Store, tally: Tally) -> None:
    """Keep a sheet, new or typed again. Inside a transaction."""
    store.database.write(
        "INSERT INTO tallies (code, printed_on, day, lines) VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET"
        " day = excluded.day, lines = excluded.lines",
        (
            tally.code,
            tally.printed_on.isoformat(),
            tally.day.isoformat() if tally.day else None,
            to_json({key: dict(ends) for key, ends in tally.lines.items()}).decode(),
        ),
    )


def most_asked(store: Store, most: int) -> tuple[str, ...]:
    """Return the procedures most asked for on this desk, the most first."""
    rows = store.database.rows(
        "SELECT procedure FROM referrals WHERE procedure <> '' GROUP BY procedure ORDER BY count(*) DESC, procedure LIMIT ?",
        (most,),
    )
    return tuple(str(row[0]) for row in rows)
