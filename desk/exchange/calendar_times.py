"""The moments of an iCalendar file on the library's own clock: time zones by any name, UTC, times without a zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from desk.exchange.calendar_answer import Why
from desk.exchange.calendar_lines import Line, RawZone

_YEARS = range(1970, 2200)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(?:\d{2})?(Z)?)?")
_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?:\d{2})?")
_MOST = 1_000
_WINTER, _SUMMER = datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)


class WrongError(Exception):
    """What is written cannot be taken; ``why`` tells the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment on the library's clock. ``whole_day`` has no hour; ``shift`` is how many days its own calendar is behind."""

    at: datetime
    whole_day: bool = False
    shift: int = 0
    drifts: bool = False

    @property
    def day(self) -> date:
        """The day at the library."""
        return self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Reads the moments of one file. ``own`` is the library's zone, ``zones`` those that the file describes."""

    own: ZoneInfo
    zones: dict[str, RawZone]

    def moment(self, line: Line, value: str = "") -> Moment:
        """Return the moment of a property, or one of its values.

        Raises:
            WrongError: ``NO_HOURS`` when it is none, ``ZONE`` when nobody can tell which hour it is here.
        """
        found = _MOMENT.fullmatch((value or line.value).strip())
        if found is None:
            raise WrongError(Why.NO_HOURS)
        year, month, day, hour, minute, utc = found.groups()
        try:
            at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
        except ValueError as error:
            raise WrongError(Why.NO_HOURS) from error
        if at.year not in _YEARS:
            raise WrongError(Why.NO_HOURS)
        if hour is None:
            return Moment(at=at, whole_day=True)
        zone = timezone.utc if utc else self._zone(line.params.get("TZID", ""))  # noqa: UP017 - a tzinfo like the others
        if zone is None or zone == self.own:
            return Moment(at=at)
        here = at.replace(tzinfo=zone).astimezone(self.own).replace(tzinfo=None)
        return Moment(at=here, shift=(here.date() - at.date()).days, drifts=_drifts(zone, self.own))

    def moments(self, line: Line) -> Iterator[tuple[Moment, timedelta | None]]:
        """Yield the moments of EXDATE or RDATE, a period with how long it lasts.

        Raises:
            WrongError: as `moment`, or ``TOO_LONG``.
        """
        values = [one.partition("/") for one in line.value.split(",") if one.strip()]
        if len(values) > _MOST:
            raise WrongError(Why.TOO_LONG)
        for began, is_period, ended in values:
            moment = self.moment(line, began)
            lasts = duration(ended)
            if is_period and lasts is None:
                lasts = self.moment(line, ended).at - moment.at
            yield moment, lasts

    def _zone(self, name: str) -> tzinfo | None:
        """Return the zone called ``name``, None for a time without zone: it is that of the wall here."""
        if not name:
            return None
        described = self.zones.get(name.replace("\\", ""))
        known = _known(name) or (_known(described.named) if described else None)
        if known is not None:
            return known
        offsets = {_offset(text) for text in described.offsets} if described else set[timedelta | None]()
        if None in offsets or not offsets:
            raise WrongError(Why.ZONE)
        if offsets == {self.own.utcoffset(_WINTER), self.own.utcoffset(_SUMMER)}:
            return self.own
        if len(offsets) == 1 and (only := offsets.pop()) is not None:
            return timezone(only)
        raise WrongError(Why.ZONE)


def duration(text: str) -> timedelta | None:
    """Return how long ``PT1H30M`` lasts, None when it is no duration forwards."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def last_day(until: Moment, start: time) -> date:
    """Return the last day of a series that goes on until a moment."""
    before = not until.whole_day and until.at.time() < start
    return until.day - timedelta(days=1) if before else until.day


def _known(name: str) -> ZoneInfo | None:
    """Return the zone that a program calls ``name``: of IANA, of Windows, or IANA's after a program's own prefix."""
    parts = name.strip().strip('"').split("/")
    for count in (3, 2, 1):
        if key := _zones().get("/".join(parts[-count:]).casefold()):
            return ZoneInfo(key)
    windows = WINDOWS_TO_OLSON.get(name.strip().strip('"'))
    return ZoneInfo(windows) if windows else None


@cache
def _zones() -> dict[str, str]:
    return {key.casefold(): key for key in available_timezones()}


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    told = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -told if found[1] == "-" else told


def _drifts(zone: tzinfo, own: ZoneInfo) -> bool:
    """Return whether the hour here changes between winter and summer while it does not there, or the other way round."""

    def apart(at: datetime) -> timedelta:
        return (zone.utcoffset(at) or timedelta()) - (own.utcoffset(at) or timedelta())

    return apart(_WINTER) != apart(_SUMMER)
