"""How an event of somebody else's calendar comes back: its rule as it is kept here, and its last day; within a fixed share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desk.domain.hours import Calendar
from desk.domain.sessions import LONGEST_RULE, Session, SessionId, is_rule, occurrences
from desk.exchange.calendar_answer import Why
from desk.exchange.calendar_lines import RawEvent
from desk.exchange.calendar_times import Moment, Times, WrongError, last_day

_OFTEN = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_COUNTED = 5_000
_MOST = {"rules": 200, "days": 20_000, "years": 3_000}
_FAR = date(2199, 12, 31)
_YEAR = timedelta(days=366)


@dataclass(slots=True, kw_only=True)
class Share:
    """Different rules, days besides rules, and years in which times are counted, that one file may still have looked at."""

    left: dict[str, int] = field(default_factory=lambda: dict(_MOST))
    rules: set[str] = field(default_factory=set)

    def spend(self, what: str, number: int) -> None:
        """Count work that a file asks for.

        Raises:
            WrongError: ``TOO_LONG`` when it has had its share.
        """
        self.left[what] -= number
        if self.left[what] < 0:
            raise WrongError(Why.TOO_LONG)


def read_rule(event: RawEvent, start: Moment, times: Times, share: Share) -> tuple[str, date | None]:
    """Return the rule of an event as a session keeps it, nothing for a single day, and the last day where it has one.

    Raises:
        WrongError: ``RULE``, ``TOO_OFTEN``, ``TOO_LONG``, ``NO_HOURS``.
    """
    told = event.all("RRULE")
    if event.one("EXRULE") is not None or len(told) > 1:
        raise WrongError(Why.RULE)
    if not told:
        return "", None
    pairs = [part.partition("=")[::2] for part in told[0].value.upper().replace(" ", "").split(";") if part]
    parts = dict(pairs)
    if parts.get("FREQ") in _OFTEN:
        raise WrongError(Why.TOO_OFTEN)
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    rule = ";".join(f"{name}={value}" for name, value in _kept(parts, start).items())
    share.spend("rules", rule not in share.rules)
    share.rules.add(rule)
    if len(pairs) != len(dict(pairs)) or (until and count) or len(rule) > LONGEST_RULE or not is_rule(rule):
        raise WrongError(Why.RULE)
    if until:
        moment = times.moment(replace(told[0], params={}), until)
        return rule, max(start.day, last_day(moment, start.at.time()))
    return rule, _counted(rule, start.day, number_in(count), share) if count else None


def number_in(text: str, otherwise: int = 0) -> int:
    """Return the whole number that ``text`` is, ``otherwise`` when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _kept(parts: dict[str, str], start: Moment) -> dict[str, str]:
    """Return the parts of a rule without those that say nothing: the hour of its beginning, once every week."""
    kept = dict(parts)
    for name, value in (("BYHOUR", start.at.hour), ("BYMINUTE", start.at.minute), ("BYSECOND", 0)):
        if number_in(kept.get(name, ""), -1) == value and not start.drifts:
            del kept[name]
    if kept.get("INTERVAL") == "1":
        del kept["INTERVAL"]
    if "INTERVAL" not in kept or kept.get("WKST") == "MO":
        kept.pop("WKST", None)
    return _shifted(kept, start.shift) if start.shift else kept


def _shifted(parts: Mapping[str, str], shift: int) -> dict[str, str]:
    """Return a rule told on a calendar ``shift`` days behind the library's. Only days of the week can be moved."""
    days = parts.get("BYDAY", "").split(",")
    if days == [""] and parts.get("FREQ") in {"DAILY", "WEEKLY"} and not parts.keys() & {"BYMONTHDAY", "BYMONTH"}:
        return dict(parts)
    if parts.keys() - {"FREQ", "INTERVAL", "BYDAY"} or parts.get("FREQ") != "WEEKLY" or not set(days) <= set(_DAYS):
        raise WrongError(Why.RULE)
    moved = ",".join(_DAYS[(_DAYS.index(day) + shift) % 7] for day in days)
    return {**parts, "BYDAY": moved}


def _counted(rule: str, first: date, count: int, share: Share) -> date | None:
    """Return the day of the last of ``count`` times, counted from the first; None when nobody here will see it."""
    if count < 1:
        raise WrongError(Why.RULE)
    if count > _MOST_COUNTED:
        return None
    series = Session(id=SessionId(""), title="", first=first, rule=rule, on_public_holidays=True)
    since = first
    while since <= _FAR:
        share.spend("years", 1)
        days = [one.day for one in occurrences(series, since, min(_FAR, since + _YEAR), Calendar())]
        if len(days) >= count:
            return days[count - 1]
        count -= len(days)
        since += _YEAR + timedelta(days=1)
    return None
