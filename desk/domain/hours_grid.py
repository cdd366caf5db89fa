"""The week of a form: two periods a day, what holds on public holidays, dated exceptions; from OSM text and back."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from desk.base.text import fold
from desk.domain.hours import DayGrid, Rule, calendar_of, from_grid, read, to_grid
from desk.domain.openings import MONTH_CODES, Openness

_DATED = re.compile(
    r"((?:19|20|21)\d\d) ([A-Za-z]{3}) ?(\d{1,2})(?: ?- ?(?:(?:((?:19|20|21)\d\d) )?([A-Za-z]{3}) ?)?(\d{1,2}))?"
)
_TYPED = re.compile(r"(\d{1,2})(?:\s*[h:.,]\s*|\s+)?(\d{2})?(?:\s*(?:mn|min)|h)?")


class OnHolidays(StrEnum):
    """What is known of public holidays."""

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """Days in a row, ``last`` included, that do not follow the week: their periods, none when closed."""

    first: date
    last: date
    periods: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Seven days, Monday first, of at most two periods each, as ``("09:00", "12:00")``."""

    days: tuple[tuple[tuple[str, str], ...], ...] = ((),) * 7
    holidays: OnHolidays = OnHolidays.UNKNOWN
    exceptions: tuple[Exceptional, ...] = ()


def grid_of(osm: str) -> Grid | None:
    """Return the grid that says exactly what ``osm`` says; None when the text is richer than a grid, or says nothing."""
    hours = read(osm, calendar_of(""))
    if not hours.readable or hours.fallback:
        return None
    dated = [rule for rule in hours.rules if rule.of_a_year]
    holidays = [rule for rule in hours.rules if rule.public and rule.state is Openness.OPEN]
    weekly = [rule for rule in hours.rules if rule not in dated and rule not in holidays]
    exceptions = [_exceptional(rule) for rule in dated]
    days = to_grid(_joined(weekly))
    if days is None or None in exceptions or dated != list(hours.rules[len(hours.rules) - len(dated) :]):
        return None
    told = OnHolidays.CLOSED if any(rule.public for rule in weekly) else OnHolidays.UNKNOWN
    if holidays:
        if told is OnHolidays.CLOSED or _joined(holidays) != _on_holidays(_joined(weekly)):
            return None
        told = OnHolidays.OPEN
    return Grid(
        days=tuple(_texts(day) for day in days), holidays=told, exceptions=tuple(one for one in exceptions if one)
    )


def osm_of(grid: Grid) -> str:
    """Return the OSM text of a grid, equal days together; nothing for an empty one. `desk.domain.hours.lint` judges it."""
    week = from_grid(tuple(DayGrid(periods=_periods(day)) for day in grid.days), holidays_off=False)
    rules = [week] if week else []
    if week and grid.holidays is OnHolidays.CLOSED:
        rules.append("PH off")
    elif week and grid.holidays is OnHolidays.OPEN:
        rules.append(_on_holidays(week))
    rules += [_dated(one) for one in grid.exceptions]
    return "; ".join(rules) if week else ""


def typed_time(text: str) -> str | None:
    """Return ``09:30`` for « 9h30 », « 9:30 », « 930 », « 9 h », « 9 »; None when it is no time of the day."""
    folded = fold(text).strip()
    if folded == "midi":
        return "12:00"
    if re.fullmatch(r"\d{3,4}", folded):
        folded = f"{folded[:-2]}h{folded[-2:]}"
    found = _TYPED.fullmatch(folded)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def _on_holidays(week: str) -> str:
    """Return the rules that say that the week holds on the holidays that fall in it."""
    return "; ".join(f"PH {rule}" for rule in week.split("; "))


def _joined(rules: list[Rule]) -> str:
    return "".join((", " if rule.adds else "; ") * (place > 0) + rule.text for place, rule in enumerate(rules))


def _exceptional(rule: Rule) -> Exceptional | None:
    found = _DATED.fullmatch(rule.dates)
    if (
        found is None
        or rule.weeks
        or rule.days
        or rule.public
        or rule.school
        or rule.comment
        or rule.doubt
        or rule.adds
    ):
        return None
    closed = rule.state is Openness.CLOSED
    if rule.state is Openness.UNKNOWN or (not closed and not rule.times) or len(rule.times) > 2:
        return None
    year, month, day, last_year, last_month, last_day = found.groups()
    first = date(int(year), _month(month), int(day))
    last = date(int(last_year or year), _month(last_month or month), int(last_day)) if last_day else first
    periods = tuple((f"{a // 60:02d}:{a % 60:02d}", f"{b // 60:02d}:{b % 60:02d}") for a, b in rule.times)
    return Exceptional(first=first, last=last, periods=() if closed else periods) if first <= last else None


def _month(name: str) -> int:
    return MONTH_CODES.index(name.capitalize()) + 1


def _dated(one: Exceptional) -> str:
    days = _day(one.first) if one.first == one.last else f"{_day(one.first)}-{_day(one.last)}"
    return f"{days} {','.join('-'.join(period) for period in one.periods) or 'off'}"


def _day(day: date) -> str:
    return f"{day.year} {MONTH_CODES[day.month - 1]} {day.day:02d}"


def _texts(day: DayGrid) -> tuple[tuple[str, str], ...]:
    return tuple((f"{first:%H:%M}", f"{last:%H:%M}") for first, last in day.periods)


def _periods(day: tuple[tuple[str, str], ...]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(first), time.fromisoformat(last)) for first, last in day)
