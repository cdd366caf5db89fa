"""Calendars that real programs wrote: those that come with icalendar's own tests, none of which may harm or be lost in silence."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from desk.domain.hours import calendar_of
from desk.exchange.calendar import read_calendar

SPEC = find_spec("icalendar")
FOLDER = Path(SPEC.origin).parent / "tests" if SPEC and SPEC.origin else Path("absent")
FILES = sorted(FOLDER.rglob("*.ics"))
BY_A_PROGRAM = [file for file in FILES if any(name in file.name for name in ("google", "thunderbird", "etar"))]

pytestmark = pytest.mark.skipif(not FILES, reason="this icalendar comes without its collection of calendars")


def read(file):
    return read_calendar(file.read_bytes(), calendar_of("01"), date(1990, 1, 1))


def test_no_calendar_of_the_collection_harms_and_each_gives_something_or_says_why():
    silent = []
    for file in FILES:
        told = read(file)
        if not (told.sessions or told.refused):
            silent.append(file.name)

    assert len(FILES) > 100
    assert silent == []


@pytest.mark.parametrize("file", BY_A_PROGRAM, ids=lambda file: file.stem)
def test_an_event_of_google_thunderbird_or_etar_is_one_session_on_its_day(file):
    told = read(file)

    (session,) = told.sessions
    assert session.title
    assert session.start < session.end
    assert told.refused == ()
