"""Marks: what the list of sheets is narrowed by, as words of the search index that nobody can type.

They are made of signs of the private use area, which are letters to the index and never in what people write. So one
question to the index narrows and searches at once, and costs as much at 100,000 sheets as at 1,000.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from desk.base.codec import to_json
from desk.domain.narrowing import Only
from desk.domain.sheets import OLD_DAYS, Sheet
from desk.store.database import Database

FIRST_SIGN = "\ue000"
"""No word that people write begins with it."""

_NEVER, _DOUBTED, _OURS = (f"{FIRST_SIGN}{sign}" for sign in "\ue001\ue002\ue003")
_YEARS = range(2000, 2100)


def marks_of(database: Database, sheets: Sequence[Sheet]) -> dict[str, tuple[str, ...]]:
    """Return the marks of each sheet, by id. Call after its changes are logged."""
    doubted = _among(
        database,
        "SELECT DISTINCT sheet FROM doubts WHERE settled_on IS NULL AND sheet IN (SELECT value FROM json_each(?))",
        [sheet.id for sheet in sheets],
    )
    typed = [sheet.id for sheet in sheets if not sheet.origin]
    ours = _among(
        database,
        "SELECT DISTINCT id FROM changes WHERE kind = 'sheet' AND id IN (SELECT value FROM json_each(?))",
        typed,
    )
    return {
        sheet.id: (
            _NEVER if sheet.verified_on is None else _year(sheet.verified_on) + _month(sheet.verified_on.month),
            *((_DOUBTED,) if sheet.id in doubted else ()),
            *((_OURS,) if sheet.id in ours else ()),
        )
        for sheet in sheets
    }


def question(only: Only, today: date) -> str:
    """Return what to ask the index for ``only``; nothing for all.

    Those to check include the whole month in which a check begins to be old: whoever asks looks at the days.
    """
    if only is Only.ALL:
        return ""
    if only is Only.DOUBTFUL:
        return f'"{_DOUBTED}"'
    if only is Only.OURS:
        return f'"{_OURS}"'
    limit = today - timedelta(days=OLD_DAYS)
    years = [f'"{_year(date(year, 1, 1))}"*' for year in _YEARS if year < limit.year]
    months = [f'"{_year(limit)}{_month(month)}"' for month in range(1, limit.month + 1)]
    either = " OR ".join((f'"{_NEVER}"', *years, *months))
    return f"({either})"


def _year(day: date) -> str:
    return FIRST_SIGN + chr(0xE100 + min(max(day.year, _YEARS[0]), _YEARS[-1]) - _YEARS[0])


def _month(month: int) -> str:
    return chr(0xE200 + month)


def _among(database: Database, sql: str, ids: Sequence[str]) -> set[str]:
    return {row[0] for row in database.rows(sql, (to_json(list(ids)).decode(),))} if ids else set()
