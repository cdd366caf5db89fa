"""Opening hours in words: now, the week, one opening; in French and English."""

from datetime import date, datetime, time, timedelta

from desk.base.dates import DAYS, MONTHS
from desk.domain.hours import Hours, Interval, Openness, to_grid

WEEK = timedelta(days=7)


def sentence_now(hours: Hours, now: datetime, language: str = "fr") -> str:
    """Return « ouvert · ferme à 12 h », « rouvre samedi 9 h », « sur rendez-vous », « horaires inconnus — téléphonez »."""
    french = language == "fr"
    state = hours.state(now)
    following = hours.next_opening(now)
    if state is Openness.OPEN:
        closing = hours.closes_at(now)
        if closing is None:
            return "ouvert" if french else "open"
        return (
            f"ouvert · ferme à {clock(closing.time(), language)}"
            if french
            else f"open · closes at {clock(closing.time(), language)}"
        )
    if following is not None:
        when = _when(following.start, now, language)
        if state is Openness.BY_APPOINTMENT:
            return f"sur rendez-vous, ou {when}" if french else f"by appointment, or {when}"
        return f"rouvre {when}" if french else f"reopens {when}"
    if state is Openness.BY_APPOINTMENT:
        return "sur rendez-vous" if french else "by appointment"
    if state is Openness.CLOSED:
        return "fermé pour l'instant — téléphonez" if french else "closed for now — telephone"
    return "horaires inconnus — téléphonez" if french else "hours unknown — telephone"


def sentence_week(hours: Hours, now: datetime, language: str = "fr") -> tuple[str, ...]:
    """Return the whole week in a few lines, equal days together; nothing when it cannot be read.

    Hours that change from week to week are told day by day for the seven coming days.
    """
    if not hours.readable:
        return ()
    grid = to_grid(hours.text)
    if grid is None:
        return _coming_days(hours, now, language)
    lines = []
    day = 0
    while day < 7:
        last = day
        while last + 1 < 7 and grid[last + 1] == grid[day]:
            last += 1
        if grid[day].periods:
            lines.append(f"{_days(day, last, language)} {_periods(grid[day].periods, language)}")
        day = last + 1
    return tuple(lines)


def sentence_exceptions(hours: Hours, now: datetime, days: int = 21, language: str = "fr") -> tuple[str, ...]:
    """Return the coming days when the usual hours do not hold, or are not sure to."""
    lines = []
    for day in hours.exceptions_within(now, days):
        midnight = datetime.combine(day, time())
        actual = hours.intervals(midnight, midnight + timedelta(days=1))
        name = _day(day, language)
        if actual:
            told = _periods(tuple((one.start.time(), one.end.time()) for one in actual if one.end), language)
            lines.append(f"{name} : {told}" if language == "fr" else f"{name}: {told}")
        elif hours.state(datetime.combine(day, time(10))) is Openness.UNKNOWN:
            lines.append(
                f"{name} : jour férié, téléphonez avant" if language == "fr" else f"{name}: holiday, telephone first"
            )
        else:
            lines.append(f"{name} : fermé" if language == "fr" else f"{name}: closed")
    return tuple(lines)


def sentence_interval(interval: Interval, today: date, language: str = "fr") -> str:
    """Return « jeudi 26 novembre, 9 h – 12 h », « aujourd'hui, 9 h – 12 h »."""
    day = interval.start.date()
    name = _day(day, language)
    if day == today:
        name = "aujourd'hui" if language == "fr" else "today"
    if interval.end is None:
        return f"{name}, {'à toute heure' if language == 'fr' else 'at any hour'}"
    return f"{name}, {_periods(((interval.start.time(), interval.end.time()),), language)}"


def clock(moment: time, language: str = "fr") -> str:
    """Return « 9 h », « 9 h 30 », or ``9:30`` in English. Midnight at the end of a day is « 24 h »."""
    if language != "fr":
        return f"{moment.hour}:{moment.minute:02d}"
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"


def _when(start: datetime, now: datetime, language: str) -> str:
    days = (start.date() - now.date()).days
    at = clock(start.time(), language)
    if days == 0:
        name = "aujourd'hui" if language == "fr" else "today"
    elif days == 1:
        name = "demain" if language == "fr" else "tomorrow"
    elif days < 7:
        name = DAYS[language][start.weekday()]
    else:
        name = _day(start.date(), language)
    return f"{name} {at}"


def _coming_days(hours: Hours, now: datetime, language: str) -> tuple[str, ...]:
    midnight = datetime.combine(now.date(), time())
    told: dict[date, list[tuple[time, time]]] = {}
    for one in hours.intervals(midnight, midnight + WEEK):
        if one.end is None:
            return ("à toute heure" if language == "fr" else "at any hour",)
        told.setdefault(one.start.date(), []).append((one.start.time(), one.end.time()))
    return tuple(f"{_day(day, language)} {_periods(tuple(periods), language)}" for day, periods in told.items())


def _days(first: int, last: int, language: str) -> str:
    names = DAYS[language]
    if first == last:
        return names[first]
    if last == first + 1:
        return f"{names[first]} et {names[last]}" if language == "fr" else f"{names[first]} and {names[last]}"
    return f"{names[first]} au {names[last]}" if language == "fr" else f"{names[first]} to {names[last]}"


def _day(day: date, language: str) -> str:
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{DAYS[language][day.weekday()]} {number} {MONTHS[language][day.month - 1]}"


def _periods(periods: tuple[tuple[time, time], ...], language: str) -> str:
    told = [f"{clock(first, language)} – {_end(last, language)}" for first, last in periods]
    return (" et " if language == "fr" else " and ").join(told)


def _end(last: time, language: str) -> str:
    return ("24 h" if language == "fr" else "24:00") if last == time() else clock(last, language)
