"""Opening hours in words: now, the week, what is special, one opening; in French and English."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from desk.base.dates import DAYS, MONTHS
from desk.base.text import clean, fold
from desk.domain.hours import Hours, Interval, Openness, Rule, SpecialDays, asks_appointment

WEEK = timedelta(days=7)
_LONGEST_COMMENT = 120
_BY_APPOINTMENT = {"sur rendez-vous", "sur rendez vous", "sur rdv", "by appointment"}
_OSM_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The words of one language; ``{}`` is a blank to fill."""

    code: str
    conjunction: str
    span: str
    today: str
    tomorrow: str
    is_open: str
    closes: str
    reopens: str
    opens: str
    by_appointment: str
    freely: str
    unknown: str
    uncertain: str
    closed_for_now: str
    always: str
    every_day: str
    closed: str
    other_days: str
    closed_on: str
    public: str
    school: str
    during_public: str
    during_school: str
    to_confirm: str
    to_check: str
    else_words: str
    colon: str
    holiday: str
    call_first: str
    from_to: str
    odd: str
    even: str
    one_week: str
    weeks: str
    of_month: str
    ordinals: tuple[str, ...]
    last: tuple[str, ...]
    on_day: str
    in_month: str
    months_span: str
    easter: tuple[tuple[int, str], ...]
    easter_days: str


_FRENCH = _Tongue(
    code="fr",
    conjunction=" et ",
    span="{} au {}",
    today="aujourd'hui",
    tomorrow="demain",
    is_open="ouvert",
    closes="ouvert · ferme à {}",
    reopens="rouvre {}",
    opens="ouvre {}",
    by_appointment="sur rendez-vous",
    freely="sans rendez-vous {}",
    unknown="horaires inconnus — téléphonez",
    uncertain="incertain en ce moment — téléphonez",
    closed_for_now="fermé pour l'instant — téléphonez",
    always="à toute heure",
    every_day="tous les jours",
    closed="fermé {}",
    other_days="les autres jours",
    closed_on="{} : fermé",
    public="les jours fériés",
    school="pendant les vacances scolaires",
    during_public="jours fériés",
    during_school="vacances scolaires",
    to_confirm="à confirmer",
    to_check="horaires à vérifier, téléphonez",
    else_words="sinon, {}",
    colon="{} : {}",
    holiday="jour férié, téléphonez avant",
    call_first="téléphonez avant",
    from_to="du {} au {}",
    odd="{} des semaines impaires",
    even="{} des semaines paires",
    one_week="{} de la semaine {}",
    weeks="{} des semaines {}",
    of_month="{} {} du mois",
    ordinals=("1er", "2e", "3e", "4e", "5e"),
    last=("dernier", "avant-dernier", "antépénultième", "4e avant la fin", "5e avant la fin"),
    on_day="le {}",
    in_month="en {}",
    months_span="de {} à {}",
    easter=(
        (-2, "le Vendredi saint"),
        (0, "le dimanche de Pâques"),
        (1, "le lundi de Pâques"),
        (39, "le jeudi de l'Ascension"),
        (49, "le dimanche de Pentecôte"),
        (50, "le lundi de Pentecôte"),
    ),
    easter_days="{} jours après Pâques",
)
_ENGLISH = _Tongue(
    code="en",
    conjunction=" and ",
    span="{} to {}",
    today="today",
    tomorrow="tomorrow",
    is_open="open",
    closes="open · closes at {}",
    reopens="reopens {}",
    opens="opens {}",
    by_appointment="by appointment",
    freely="without appointment {}",
    unknown="hours unknown — telephone",
    uncertain="uncertain at this moment — telephone",
    closed_for_now="closed for now — telephone",
    always="at any hour",
    every_day="every day",
    closed="closed {}",
    other_days="on other days",
    closed_on="{}: closed",
    public="on public holidays",
    school="during school holidays",
    during_public="public holidays",
    during_school="school holidays",
    to_confirm="to be confirmed",
    to_check="hours to be checked, telephone",
    else_words="otherwise {}",
    colon="{}: {}",
    holiday="public holiday, telephone first",
    call_first="telephone first",
    from_to="from {} to {}",
    odd="{} of odd weeks",
    even="{} of even weeks",
    one_week="{} of week {}",
    weeks="{} of weeks {}",
    of_month="{} {} of the month",
    ordinals=("1st", "2nd", "3rd", "4th", "5th"),
    last=("last", "last but one", "last but two", "last but three", "last but four"),
    on_day="on {}",
    in_month="in {}",
    months_span="from {} to {}",
    easter=(
        (-2, "on Good Friday"),
        (0, "on Easter Sunday"),
        (1, "on Easter Monday"),
        (39, "on Ascension Day"),
        (49, "on Whit Sunday"),
        (50, "on Whit Monday"),
    ),
    easter_days="{} days after Easter",
)

_Entry = tuple[tuple[tuple[int, int], ...], str]
"""What is said of a day: times in minutes, and words to put after them."""


def sentence_now(hours: Hours, now: datetime, language: str = "fr") -> str:
    """Return « ouvert · ferme à 12 h », « rouvre samedi 9 h », « sur rendez-vous », « horaires inconnus — téléphonez »."""
    say = _tongue(language)
    state = hours.state(now)
    if state is Openness.OPEN:
        closing = hours.closes_at(now)
        return say.is_open if closing is None else say.closes.format(_closing(closing, now, say))
    following = hours.next_opening(now)
    when = _when(following.start, now, say) if following else ""
    if state is Openness.BY_APPOINTMENT:
        return f"{say.by_appointment} · {say.freely.format(when)}" if when else say.by_appointment
    if state is Openness.CLOSED:
        return say.reopens.format(when) if when else say.closed_for_now
    return f"{say.uncertain} · {say.opens.format(when)}" if when else say.unknown


def sentence_week(hours: Hours, now: datetime, language: str = "fr") -> tuple[str, ...]:
    """Return the whole week in a few lines, equal days together; nothing when it cannot be read.

    First the days, then what comes some weeks, some months or in holidays, then the closed days. What ended before
    ``now`` is left out.
    """
    if not hours.readable:
        return ()
    say = _tongue(language)
    rules = [rule for rule in hours.rules if not _is_past(rule, now.date())]
    days: list[tuple[_Entry, ...]] = [()] * 7
    for rule in rules:
        if rule.weekly:
            times = ((0, 24 * 60),) if rule.always else rule.times
            entry = (() if rule.doubt else times, _remark(rule, say))
            for day in {one.day for one in rule.days} or range(7):
                if rule.state is Openness.CLOSED and not rule.comment:
                    days[day] = ()
                else:
                    days[day] = (*days[day], entry) if rule.adds else (entry,)
    lines = _week_lines(days, say)
    lines += [_special_line(rule, say) for rule in rules if not rule.weekly and rule.state is not Openness.CLOSED]
    lines += _closed_lines(rules, days, say)
    lines += [_otherwise(rule, say) for rule in hours.fallback if rule.state is not Openness.CLOSED]
    return tuple(dict.fromkeys(lines))


def sentence_exceptions(hours: Hours, now: datetime, days: int = 21, language: str = "fr") -> tuple[str, ...]:
    """Return the coming days when the usual hours do not hold, or are not sure to."""
    say = _tongue(language)
    return tuple(_exception(one, say) for one in hours.exceptions_within(now, days))


def sentence_interval(interval: Interval, today: date, language: str = "fr") -> str:
    """Return « jeudi 26 novembre, 9 h – 12 h », « aujourd'hui, 9 h – 12 h »."""
    say = _tongue(language)
    start, end = interval.start, interval.end
    name = say.today if start.date() == today else _day(start.date(), say)
    if end is None:
        return f"{name}, {say.always}"
    if end - datetime.combine(start.date(), time()) > timedelta(days=1):
        return f"{name}, {clock(start.time(), language)} – {_day(end.date(), say)}, {clock(end.time(), language)}"
    return f"{name}, {_period(_minutes(start.time()), _minutes(end.time()) or 24 * 60, say)}"


def clock(moment: time, language: str = "fr") -> str:
    """Return « 9 h », « 9 h 30 », or ``9:30`` in English."""
    return _clock(_minutes(moment), _tongue(language))


# The week


def _week_lines(days: Sequence[tuple[_Entry, ...]], say: _Tongue) -> list[str]:
    lines = []
    for said in dict.fromkeys(entries for entries in days if entries):
        alike = [day for day in range(7) if days[day] == said]
        if said == ((((0, 24 * 60),), ""),) and len(alike) == 7:
            lines.append(say.always)
        else:
            lines.append(_placed("" if len(alike) == 7 else _day_list(alike, say), said, say))
    return lines


def _placed(days: str, entries: tuple[_Entry, ...], say: _Tongue) -> str:
    """Return « jeudi 9 h – 12 h », « jeudi : à confirmer », « tous les jours 9 h – 12 h », « sur rendez-vous »."""
    plain = sorted({period for times, words in entries if not words for period in times})
    told = [_times(plain, say)] if plain else []
    told += [
        f"{_times(times, say)}{words if words[0] == ' ' else ', ' + words}"
        for times, words in entries
        if times and words
    ]
    told += [words.strip() for times, words in entries if not times]
    if any(times for times, _ in entries):
        return f"{days or say.every_day} {' ; '.join(told)}"
    return say.colon.format(days, " ; ".join(told)) if days else " ; ".join(told)


def _special_line(rule: Rule, say: _Tongue) -> str:
    entry = (() if rule.doubt else rule.times, _remark(rule, say))
    seasons = [say.during_public] * rule.public + [say.during_school] * rule.school + _dates(rule.dates, say)
    days = _rule_days(rule, say)
    if not seasons:
        return _placed(days, (entry,), say)
    told = _placed(days, (entry,), say) if days else _placed("", (entry,), say).removeprefix(f"{say.every_day} ")
    return say.colon.format(_listed(seasons, say), told)


def _closed_lines(rules: Sequence[Rule], days: Sequence[tuple[_Entry, ...]], say: _Tongue) -> list[str]:
    """Return one line of the days and holidays without opening, and one for each season closed."""
    sometimes = {one.day for rule in rules if not rule.weekly and rule.times for one in rule.days}
    everywhere = any(not rule.weekly and rule.times and not rule.days for rule in rules)
    shut = [day for day in range(7) if not days[day] and day not in sometimes]
    closed = []
    if any(days) and shut and not everywhere:
        closed += [DAYS[say.code][day] for day in shut] if len(shut) < 4 else [say.other_days]
    lines = []
    for rule in rules:
        if rule.state is not Openness.CLOSED or (rule.weekly and not (rule.public or rule.school)):
            continue
        days_told = "" if rule.joined else _rule_days(rule, say)
        if not rule.dates and not rule.weeks and not days_told:
            closed += [say.public] * rule.public + [say.school] * rule.school
            continue
        during = [say.public] * rule.public + [say.school] * rule.school + _dates(rule.dates, say)
        lines.append(say.closed.format(" ".join(filter(None, (days_told, say.conjunction.join(during))))))
    closed = list(dict.fromkeys(closed))
    return ([say.closed.format(_listed(closed, say))] if closed else []) + lines


def _otherwise(rule: Rule, say: _Tongue) -> str:
    comment = _comment(rule.comment)
    told = _special_line(rule, say) if rule.days or rule.times or rule.dates else comment or say.to_confirm
    return say.else_words.format(told)


def _remark(rule: Rule, say: _Tongue) -> str:
    """Return the words that go after the times of a rule: its doubt, its comment, its state."""
    if rule.doubt:
        return say.to_check
    comment = _comment(rule.comment)
    if fold(comment) in _BY_APPOINTMENT:
        return say.by_appointment
    if comment:
        return comment if asks_appointment(comment) or not rule.times else f" ({comment})"
    return say.to_confirm if rule.state is Openness.UNKNOWN else ""


def _comment(text: str) -> str:
    return clean(text, _LONGEST_COMMENT)


def _rule_days(rule: Rule, say: _Tongue) -> str:
    told = []
    for nth, members in groupby(rule.days, key=lambda one: one.nth):
        days = [one.day for one in members]
        if not nth:
            told.append(_day_list(days, say))
            continue
        places = _listed([say.ordinals[place - 1] if place > 0 else say.last[-place - 1] for place in nth], say)
        told.append(say.of_month.format(places, _listed([DAYS[say.code][day] for day in days], say)))
    days_told = _listed(told, say)
    if not rule.weeks:
        return days_told
    found = re.fullmatch(r"(\d+)-(\d+)/2", rule.weeks)
    if found and int(found[1]) <= 2 and int(found[2]) >= 52:
        return (say.odd if int(found[1]) % 2 else say.even).format(days_told or say.every_day)
    weeks = _listed(rule.weeks.replace("-", "–").split(","), say)
    return (say.one_week if weeks.isdigit() else say.weeks).format(days_told or say.every_day, weeks)


# Dates


def _is_past(rule: Rule, today: date) -> bool:
    """Return whether every date of the rule names a year and is over."""
    ends = []
    for item in filter(None, rule.dates.split(",")):
        years = re.findall(r"(?:19|20|21)\d\d", item)
        if not years:
            return False
        month = re.findall(r"[A-Za-z]{3}", item)
        ends.append((int(years[-1]), _month(month[-1]) if month and "easter" not in item.lower() else 12))
    return bool(ends) and max(ends) < (today.year, today.month)


def _dates(text: str, say: _Tongue) -> list[str]:
    return [_date_item(item, say) for item in text.split(",") if item]


def _date_item(item: str, say: _Tongue) -> str:
    if "easter" in item.lower():
        return _easter(item, say)
    first, last = _date(item)
    if last is None:
        year, month, day = first
        return (say.on_day if day else say.in_month).format(_date_words(year, month, day, say))
    (year, month, day), (end_year, end_month, end_day) = first, last
    if day and end_day:
        near = (year or end_year) == end_year and month == end_month
        start = _number(day, say) if near else _date_words(year if year != end_year else None, month, day, say)
        return say.from_to.format(start, _date_words(end_year, end_month, end_day, say))
    if end_month == month + 1 and not (year or end_year):
        return say.in_month.format(say.conjunction.join((_month_name(month, say), _month_name(end_month, say))))
    told = say.months_span.format(_date_words(year, month, day, say), _date_words(end_year, end_month, end_day, say))
    return re.sub(r"\bde (?=[ao])", "d'", told) if say.code == "fr" else told


def _date(item: str) -> tuple[tuple[int | None, int, int], tuple[int | None, int, int] | None]:
    """Read « 2026 Dec 21-2027 Jan 03 » into (year, month, day) twice; a month or a day of 0 is not named."""
    parts = [part.strip() for part in re.split(r"-", item)]
    read: list[tuple[int | None, int, int]] = []
    for part in parts:
        year = re.match(r"((?:19|20|21)\d\d)\b", part)
        month = re.search(r"[A-Za-z]{3}", part)
        day = re.search(r"\b(\d{1,2})$|(?<=[A-Za-z])(\d{1,2})$", part)
        before = read[0] if read else (None, 0, 0)
        read.append(
            (
                int(year[1]) if year else before[0],
                _month(month.group()) if month else before[1],
                int(day.group()) if day else 0,
            )
        )
    return read[0], read[1] if len(read) > 1 else None


def _easter(item: str, say: _Tongue) -> str:
    shift = re.search(r"([+-]) ?(\d+)", item)
    days = int(shift[1] + shift[2]) if shift else 0
    return dict(say.easter).get(days, say.easter_days.format(days))


def _month(name: str) -> int:
    return _OSM_MONTHS.index(name.lower()) + 1


def _month_name(month: int, say: _Tongue) -> str:
    return MONTHS[say.code][month - 1]


def _number(day: int, say: _Tongue) -> str:
    return "1er" if say.code == "fr" and day == 1 else str(day)


def _date_words(year: int | None, month: int, day: int, say: _Tongue) -> str:
    parts = (_number(day, say) if day else "", _month_name(month, say) if month else "", str(year or ""))
    return " ".join(filter(None, parts))


def _day(day: date, say: _Tongue) -> str:
    return f"{DAYS[say.code][day.weekday()]} {_number(day.day, say)} {_month_name(day.month, say)}"


def _when(start: datetime, now: datetime, say: _Tongue) -> str:
    days = (start.date() - now.date()).days
    at = _clock(_minutes(start.time()), say)
    if days == 0:
        name = say.today
    elif days == 1:
        name = say.tomorrow
    elif days < 7:
        name = DAYS[say.code][start.weekday()]
    else:
        name = _day(start.date(), say)
    return f"{name} {start.year} {at}" if days > 180 else f"{name} {at}"


def _closing(closing: datetime, now: datetime, say: _Tongue) -> str:
    midnight = datetime.combine(now.date(), time()) + timedelta(days=1)
    if closing < midnight:
        return _clock(_minutes(closing.time()), say)
    return _clock(24 * 60, say) if closing == midnight else _when(closing, now, say)


def _exception(one: SpecialDays, say: _Tongue) -> str:
    name = _day(one.first, say)
    if one.first != one.last:
        start = DAYS[say.code][one.first.weekday()] + f" {_number(one.first.day, say)}"
        near = (one.first.year, one.first.month) == (one.last.year, one.last.month)
        name = say.from_to.format(start if near else name, _day(one.last, say))
    if not one.certain:
        return say.colon.format(name, say.holiday if one.holiday else say.call_first)
    if not one.periods:
        return say.closed_on.format(name)
    return say.colon.format(name, _times([(_minutes(a), _minutes(b) or 24 * 60) for a, b in one.periods], say))


# Lists and times


def _tongue(language: str) -> _Tongue:
    return _FRENCH if language == "fr" else _ENGLISH


def _day_list(days: Iterable[int], say: _Tongue) -> str:
    """Return « lundi au mercredi et vendredi »: three days in a row or more are a span."""
    names = DAYS[say.code]
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if runs == [list(range(7))]:
        return say.every_day
    told: list[str] = []
    for run in runs:
        told += [say.span.format(names[run[0]], names[run[-1]])] if len(run) > 2 else [names[day] for day in run]
    return _listed(told, say)


def _listed(words: Sequence[str], say: _Tongue) -> str:
    return say.conjunction.join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _times(periods: Iterable[tuple[int, int]], say: _Tongue) -> str:
    return say.conjunction.join(_period(first, last, say) for first, last in periods)


def _period(first: int, last: int, say: _Tongue) -> str:
    return f"{_clock(first, say)} – {_clock(last, say)}"


def _clock(minutes: int, say: _Tongue) -> str:
    hour, minute = divmod(minutes, 60)
    if say.code != "fr":
        return f"{hour}:{minute:02d}"
    return f"{hour} h {minute:02d}" if minute else f"{hour} h"


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
