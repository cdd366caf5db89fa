"""The lines of an iCalendar file: cut into events within fixed bounds, and only what a session needs is kept of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from desk.exchange.calendar_answer import LARGEST, MOST_EVENTS, Why

_MOST_LINES = 1_500
_LONGEST = {"RRULE": 400, "SUMMARY": 2_000, "LOCATION": 2_000, "UID": 1_000, "EXDATE": 40_000, "RDATE": 40_000}
_LONG = 200
_LONGEST_DESCRIPTION = 20_000
_KEPT = frozenset(
    {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
        "SEQUENCE", "CLASS", "LOCATION", "GEO", "CATEGORIES", "DESCRIPTION", "X-RELAIS-HELD",
    }
)  # fmt: skip
"""What a session needs. Organisers, attendees, contacts, alarms and attachments are never looked at."""

_ZONE_KEPT = frozenset({"TZID", "TZOFFSETTO", "X-LIC-LOCATION"})
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_BREAK = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}(?=[:;])")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One property: its name, its parameters by name in capitals, its value as written."""

    name: str
    params: Mapping[str, str]
    value: str


@dataclass(slots=True, kw_only=True)
class RawEvent:
    """The lines of one event. ``wrong`` tells why it cannot be read; ``cancels`` that its calendar takes events back."""

    lines: list[Line] = field(default_factory=list)
    wrong: Why | None = None
    cancels: bool = False

    def one(self, name: str) -> Line | None:
        """Return the first property of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        """Return every property of that name."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """Return the text of the first property of that name, its escapes undone; nothing without one."""
        line = self.one(name)
        return unescaped(line.value) if line else ""


@dataclass(slots=True, kw_only=True)
class RawZone:
    """A time zone that a file describes: its offsets from UTC as written, and the name another program gave it."""

    offsets: set[str] = field(default_factory=set)
    named: str = ""


@dataclass(slots=True, kw_only=True)
class RawCalendar:
    """Every event of a file, whatever the number of calendars in it. ``wrong`` tells why none can be read."""

    events: list[RawEvent] = field(default_factory=list)
    zones: dict[str, RawZone] = field(default_factory=dict)
    wrong: Why | None = None


def cut(data: bytes) -> RawCalendar:
    """Return the events of ``data``. Never raises; costs no more than `LARGEST` bytes and `MOST_EVENTS` events do."""
    if len(data) > LARGEST:
        return RawCalendar(wrong=Why.TOO_LARGE)
    cutter = _Cutter()
    for line in _BREAK.split(_text(data)):
        cutter.take(line)
        if len(cutter.made.events) > MOST_EVENTS:
            return RawCalendar(wrong=Why.TOO_MANY)
    if cutter.event is not None:
        cutter.event.wrong = Why.CUT_SHORT
        cutter.made.events.append(cutter.event)
    if not cutter.made.events:
        cutter.made.wrong = Why.NO_CALENDAR if not cutter.seen else Why.CUT_SHORT if cutter.inside else Why.EMPTY
    return cutter.made


def unescaped(text: str) -> str:
    r"""Return a TEXT value as people read it: ``\n`` is a line break, ``\,`` a comma."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


@dataclass(slots=True)
class _Cutter:
    made: RawCalendar = field(default_factory=RawCalendar)
    inside: list[str] = field(default_factory=list)
    event: RawEvent | None = None
    zone: RawZone | None = None
    zone_name: str = ""
    cancels: bool = False
    seen: bool = False

    def take(self, text: str) -> None:
        found = _NAME.match(text)
        if found is None:
            return
        name = found.group().upper()
        if name in {"BEGIN", "END"}:
            (self._begin if name == "BEGIN" else self._end)(text[len(name) + 1 : len(name) + 30].strip().upper())
        elif self.event is not None:
            if self.inside[-1:] == ["VEVENT"] and name in _KEPT:
                _keep(self.event, name, text)
        elif self.zone is not None:
            if name in _ZONE_KEPT and len(text) < _LONG:
                self._describe(name, text.partition(":")[2].strip())
        elif name == "METHOD":
            self.cancels = text.partition(":")[2].strip().upper() == "CANCEL"

    def _begin(self, kind: str) -> None:
        if kind == "VCALENDAR":
            self.seen, self.cancels, self.inside = True, False, []
        if kind in {"VCALENDAR", "VEVENT"} and self.event is not None:
            self.event.wrong = Why.CUT_SHORT
            self._close()
        if kind == "VEVENT":
            self.event, self.inside = RawEvent(cancels=self.cancels), []
        elif kind == "VTIMEZONE":
            self.zone, self.zone_name = RawZone(), ""
        if len(self.inside) < _LONG:
            self.inside.append(kind)

    def _end(self, kind: str) -> None:
        if kind in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(kind) :]
        if kind == "VEVENT" and self.event is not None:
            self._close()
        elif kind == "VTIMEZONE" and self.zone is not None:
            if len(self.made.zones) < _LONG:
                self.made.zones[self.zone_name] = self.zone
            self.zone = None

    def _close(self) -> None:
        if self.event is not None:
            self.made.events.append(self.event)
        self.event = None

    def _describe(self, name: str, value: str) -> None:
        if name == "TZID":
            self.zone_name = value.replace("\\", "")
        elif self.zone is not None and name == "TZOFFSETTO":
            self.zone.offsets.add(value)
        elif self.zone is not None:
            self.zone.named = value


def _keep(event: RawEvent, name: str, text: str) -> None:
    if len(event.lines) >= _MOST_LINES:
        event.wrong = Why.TOO_LONG
    if event.wrong is not None:
        return
    if name == "DESCRIPTION":
        text = text[:_LONGEST_DESCRIPTION].rstrip("\\")
    elif len(text) > _LONGEST.get(name, _LONG):
        event.wrong = Why.TOO_LONG
        return
    try:
        _, params, value = Contentline(text).raw_parts()  # type: ignore[no-untyped-call]
    except ValueError:
        event.wrong = Why.UNREADABLE
        return
    told = {str(key).upper(): str(one) for key, one in params.items()}
    event.lines.append(Line(name=name, params=told, value=value.strip()))


def _text(data: bytes) -> str:
    """Return the text of a file. Lines are unfolded before their signs are read: a fold may cut one in two."""
    if data.startswith(_UTF16):
        return _FOLD.sub(b"", data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")).decode("utf-8")
    whole = _FOLD.sub(b"", data)
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return whole.decode("cp1252", errors="replace")
