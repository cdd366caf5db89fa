"""Calendars in and out (iCalendar, RFC 5545): what a partner keeps becomes sessions, and sessions what anyone can follow."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle
from desk.domain.hours import Calendar
from desk.domain.sessions import Session
from desk.exchange.calendar_answer import LARGEST, ReadCalendar, Refused, Why, why_words
from desk.exchange.calendar_reading import read_calendar
from desk.exchange.calendar_writing import calendar_text, uid_of
from desk.store.database import of_system

__all__ = (
    "ReadCalendar", "Refused", "Why", "calendar_text", "read_calendar", "read_calendar_file", "uid_of", "why_words",
    "write_calendar_file",
)  # fmt: skip


def read_calendar_file(
    file: Path,
    calendar: Calendar,
    today: date,
    known: Mapping[str, str] | None = None,
    relay_types: frozenset[str] = frozenset(),
) -> ReadCalendar:
    """Return the sessions of an iCalendar file, as `read_calendar` does; no more of it is read than that may look at.

    Raises:
        UnavailableError: ``FILE_MISSING``.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise UnavailableError(Code.FILE_MISSING, file=file.name) from error
    return read_calendar(data, calendar, today, known, relay_types)


def write_calendar_file(
    file: Path, sessions: Iterable[Session], calendar: Calendar, now: datetime, language: str = "fr", name: str = ""
) -> None:
    """Write ``sessions`` as an iCalendar file called ``name``, whole or not at all.

    Raises:
        UnavailableError: no room or no right to write there.
    """
    fresh = file.with_name(f"{file.name}.partiel")
    try:
        fresh.write_bytes(calendar_text(sessions, calendar, now, language, name))
        settle(fresh)
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):  # what failed first is what is said
            fresh.unlink(missing_ok=True)
        raise of_system(error, file.name) from error
