"""Calendars in and out: what other programs write is understood, what they must not bring stays out, nothing runs away."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar as ICalendar

from desk.base.errors import Code, UnavailableError
from desk.base.words import words
from desk.domain.hours_holidays import calendar_of
from desk.domain.sessions import Cancellation, Session, SessionId, held, is_rule
from desk.domain.sheets import Reach
from desk.exchange.calendar import (
    Why,
    calendar_text,
    read_calendar,
    read_calendar_file,
    uid_of,
    why_words,
    write_calendar_file,
)

SAMPLES = Path(__file__).parent / "data" / "calendars"
AIN = calendar_of("01")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 18, 0)


def sample(name):
    return read_calendar((SAMPLES / name).read_bytes(), AIN, TODAY, relay_types=frozenset({"ecrivain-public"}))


def read(*lines, calendar=AIN, known=None, head="", **event):
    told = {
        "UID": "essai",
        "SUMMARY": "Permanence",
        "DTSTART": "20261203T140000",
        "DTEND": "20261203T160000",
    } | {name.replace("_", "-"): value for name, value in event.items()}
    body = [f"{name}:{value}" for name, value in told.items() if value is not None]
    text = "\r\n".join(["BEGIN:VCALENDAR", head, "BEGIN:VEVENT", *body, *lines, "END:VEVENT", "END:VCALENDAR", ""])
    return read_calendar(text.encode(), calendar, TODAY, known)


def only(found):
    assert [one.why for one in found.refused] == []
    assert len(found.sessions) == 1
    return found.sessions[0]


def refusal(found):
    assert found.sessions == ()
    return found.refused[0].why


def days(session, since=TODAY, ahead=550, calendar=AIN):
    """The hours on which a session is held, asked by pieces of half a year: an answer is bounded."""
    found, until = [], since + timedelta(days=ahead)
    while since <= until:
        last = min(until, since + timedelta(days=182))
        found += [(one.start, one.end) for one in held([session], since, last, calendar) if one.held]
        since = last + timedelta(days=1)
    return found


def a_session(**fields):
    values = {
        "id": SessionId("0123456789ab"),
        "title": "Permanence CAF",
        "first": date(2026, 11, 26),
        "start": "14:00",
        "end": "16:00",
    }
    return Session(**values | fields)


def events(data):
    return ICalendar.from_ical(data).walk("VEVENT")


# other programs


def test_google_series_moved_day_and_utc_day():
    found = sample("google.ics")

    series, moved, alone = found.sessions
    assert (series.title, series.start, series.end) == ("Permanence numérique", "14:00", "16:30")
    assert (series.rule, series.last) == ("FREQ=WEEKLY;BYDAY=TH", date(2027, 7, 1))
    assert [one.id for one in series.cancelled] == ["2026-11-26", "2026-12-17"]
    assert series.details == "Aide aux démarches en ligne, sans rendez-vous. Apportez vos papiers."
    assert series.reach is Reach.WALK_IN
    assert (moved.first, moved.start, moved.end, moved.rule) == (date(2026, 11, 27), "10:00", "12:00", "")
    assert (alone.first, alone.start, alone.end) == (date(2026, 12, 3), "09:30", "12:00")
    assert [(one.event, one.why) for one in found.refused] == [("Fermé", Why.WHOLE_DAY)]


def test_outlook_with_windows_zones_and_display_names():
    found = sample("outlook.ics")

    caf, adviser = found.sessions
    assert (caf.title, caf.first, caf.start, caf.end) == ("Permanence CAF", date(2026, 12, 1), "14:00", "17:00")
    assert (caf.rule, caf.last, caf.reach) == ("FREQ=MONTHLY;BYDAY=1TU", date(2027, 7, 6), Reach.APPOINTMENT)
    assert [one.id for one in caf.cancelled] == ["2027-01-05", "2027-02-02"]
    assert (adviser.start, adviser.rule) == ("09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE")
    assert [one.why for one in found.refused] == [Why.PERSON, Why.WHOLE_DAY, Why.PRIVATE]


def test_apple_two_calendars_in_one_file_and_a_cancelled_day():
    bus, workshop = sample("apple.ics").sessions

    assert bus.address == "Place de l'Église, 01500 Ambronay, France"
    assert (bus.latitude, bus.longitude, bus.last) == (46.0065, 5.3601, date(2027, 3, 3))
    assert [one.id for one in bus.cancelled] == ["2026-12-09"]
    assert (workshop.start, workshop.end) == ("14:00", "16:00")


def test_nextcloud_lists_of_days_periods_and_an_older_version_of_the_same_event():
    series, apart = sample("nextcloud.ics").sessions

    assert (series.title, series.rule) == ("Écrivain public", "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1")
    assert series.extra == ("2026-12-12",)
    assert [one.id for one in series.cancelled] == ["2027-02-27", "2027-03-27"]
    assert series.relay_types == ("ecrivain-public",)
    assert (apart.first, apart.start, apart.end) == (date(2026, 12, 19), "14:00", "15:00")


def test_openagenda_with_a_byte_order_mark_and_what_is_over():
    found = sample("openagenda.ics")

    (coffee,) = found.sessions
    assert coffee.details == "Un temps pour poser ses questions. Entrée libre."
    assert coffee.title == "Café numérique à la médiathèque d'Ambérieu"
    assert [one.why for one in found.refused] == [Why.PAST]


def test_framadate_in_the_signs_of_windows_and_a_zone_behind_a_prefix():
    one = only(sample("framadate.ics"))

    assert one.title == "Temps d'entraide : déclaration, énergie, été"
    assert (one.start, one.end) == ("17:30", "19:00")


def test_an_event_is_the_same_session_on_every_desk_and_a_known_one_keeps_its_id():
    assert only(read()).id == only(read()).id
    assert only(read(known={"essai": "abcdefghjkmn"})).id == "abcdefghjkmn"


# nobody


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.ics")))
def test_no_person_no_number_and_no_link_of_a_sample_is_taken(name):
    told = repr(sample(name)).lower()

    for canary in ("canari", "zora", "exemple.fr", "04 74", "0474", "+33", "meet.google", "654987", "dentiste"):
        assert canary not in told


@pytest.mark.parametrize("title", ["Mme Dupont", "RDV Josette Martin", "Entretien M. Durand, CAF"])
def test_a_title_that_names_somebody_is_refused_without_being_repeated(title):
    found = read(SUMMARY=title)

    assert refusal(found) is Why.PERSON
    assert found.refused[0].event == ""


def test_numbers_and_addresses_leave_a_title_and_it_is_said():
    found = read(SUMMARY="CAF : appelez le 06 12 34 56 78")
    assert only(found).title == "CAF : appelez le"
    assert [one.why for one in found.left_out] == [Why.TEXT_LEFT_OUT]
    assert only(read(SUMMARY="Conseil budget (contact@mairie.fr)")).title == "Conseil budget"


def test_a_bank_account_in_a_title_is_refused():
    assert refusal(read(SUMMARY="Aide FR76 3000 6000 0112 3456 7890 189")) is Why.SECRET


def test_a_home_and_a_screen_are_no_places_but_a_street_named_after_somebody_is():
    assert only(read(LOCATION="Chez Mme Dupont\\, 3 rue Haute")).address == ""
    assert only(read(LOCATION="Josette Martin")).address == ""
    assert only(read(LOCATION="https://zoom.us/j/123")).address == ""
    assert only(read(LOCATION="12 rue Jean Jaurès\\, Ambronay")).address == "12 rue Jean Jaurès, Ambronay"


def test_the_name_of_an_event_that_is_somebody_s_address_is_not_kept():
    assert "dupont" not in only(read(UID="josette.dupont@exemple.fr")).uid


# hours


def test_whole_days_several_days_nights_and_missing_hours_are_refused():
    assert refusal(read(DTSTART=None, DTEND=None)) is Why.NO_HOURS
    assert refusal(read(DTEND=None)) is Why.NO_HOURS
    assert refusal(read(DTEND="20261203T140000")) is Why.NO_HOURS
    assert refusal(read(DTEND="20261204T010000")) is Why.OVERNIGHT
    assert refusal(read(DTEND="20261206T160000")) is Why.SEVERAL_DAYS
    assert refusal(read(DTSTART="20261203T000000", DTEND="20261204T000000")) is Why.WHOLE_DAY
    assert refusal(read(DTSTART="20260229T140000", DTEND="20260229T160000")) is Why.NO_HOURS
    assert refusal(read(DTSTART="99991231T140000", DTEND="99991231T160000")) is Why.NO_HOURS


def test_a_utc_hour_is_the_library_s_in_winter_in_summer_and_overseas():
    assert only(read(DTSTART="20261203T130000Z", DTEND="20261203T150000Z")).start == "14:00"
    assert only(read(DTSTART="20270603T120000Z", DTEND="20270603T140000Z")).start == "14:00"
    noumea = calendar_of("988")
    one = only(read(DTSTART="20261202T210000Z", DTEND="20261202T230000Z", calendar=noumea))
    assert (one.first, one.start) == (date(2026, 12, 3), "08:00")


def test_a_series_told_in_utc_is_on_the_library_s_days_and_its_hours_are_to_check():
    found = read(
        DTSTART="20261202T210000Z", DTEND="20261202T230000Z", RRULE="FREQ=WEEKLY;BYDAY=WE", calendar=calendar_of("988")
    )
    assert only(found).rule == "FREQ=WEEKLY;BYDAY=TH"
    assert found.left_out == ()

    told = read(DTSTART="20261203T130000Z", DTEND="20261203T150000Z", RRULE="FREQ=WEEKLY")
    assert [one.why for one in told.left_out] == [Why.CLOCK]


def test_nights_when_the_clock_changes_are_days_like_others():
    spring = only(read(DTSTART="20270328T013000Z", DTEND="20270328T023000Z"))
    autumn = only(read(DTSTART="20271030T233000Z", DTEND="20271031T003000Z"))
    assert (spring.start, spring.end) == ("03:30", "04:30")
    assert (autumn.start, autumn.end) == ("01:30", "02:30")


def test_an_unknown_zone_is_refused_and_one_described_like_ours_is_ours():
    lines = ("DTSTART;TZID=Lune:20261203T140000", "DTEND;TZID=Lune:20261203T160000")
    assert refusal(read(*lines, DTSTART=None, DTEND=None)) is Why.ZONE
    zone = "BEGIN:VTIMEZONE\nTZID:Lune\nBEGIN:STANDARD\nTZOFFSETTO:{}\nEND:STANDARD\n{}END:VTIMEZONE"
    summer = "BEGIN:DAYLIGHT\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n"
    assert only(read(*lines, DTSTART=None, DTEND=None, head=zone.format("+0100", summer))).start == "14:00"
    assert only(read(*lines, DTSTART=None, DTEND=None, head=zone.format("+0000", ""))).start == "15:00"
    assert refusal(read(*lines, DTSTART=None, DTEND=None, head=zone.format("+0500", summer))) is Why.ZONE


# series


def test_a_count_becomes_a_last_day():
    assert only(read(RRULE="FREQ=WEEKLY;COUNT=3")).last == date(2026, 12, 17)
    assert only(read(RRULE="FREQ=WEEKLY;COUNT=1")).last == date(2026, 12, 3)
    assert only(read(RRULE="FREQ=DAILY;COUNT=1000")).last == date(2026, 12, 3) + timedelta(days=999)
    assert only(read(RRULE="FREQ=DAILY;COUNT=999999")).last is None
    assert refusal(read(RRULE="FREQ=DAILY;COUNT=0")) is Why.RULE


def test_a_series_until_a_moment_before_its_hour_ends_the_day_before():
    assert only(read(RRULE="FREQ=WEEKLY;UNTIL=20261217T000000Z")).last == date(2026, 12, 16)
    assert only(read(RRULE="FREQ=WEEKLY;UNTIL=20261217T130000Z")).last == date(2026, 12, 17)
    assert only(read(RRULE="FREQ=WEEKLY;UNTIL=20261217")).last == date(2026, 12, 17)


def test_the_29th_of_february_comes_every_four_years():
    one = only(read(DTSTART="20280229T140000", DTEND="20280229T160000", RRULE="FREQ=YEARLY"))
    assert [start.date() for start, _ in days(one, TODAY, 365 * 9)] == [date(2028, 2, 29), date(2032, 2, 29)]


def test_a_cancelled_series_is_withdrawn_and_a_cancelled_day_is_kept_as_cancelled():
    found = read(RRULE="FREQ=WEEKLY", STATUS="CANCELLED", known={"essai": "abcdefghjkmn"})
    assert found.withdrawn == ("abcdefghjkmn",)
    assert refusal(found) is Why.CANCELLED
    assert [one.id for one in only(read(STATUS="CANCELLED")).cancelled] == ["2026-12-03"]
    assert [one.id for one in only(read(head="METHOD:CANCEL")).cancelled] == ["2026-12-03"]


def test_the_newest_of_the_same_event_counts_wherever_it_stands():
    text = "BEGIN:VCALENDAR\n{}{}END:VCALENDAR\n".format(
        *(
            f"BEGIN:VEVENT\nUID:a\nSUMMARY:{title}\nSEQUENCE:{number}\nDTSTART:20261203T140000\n"
            "DTEND:20261203T150000\nEND:VEVENT\n"
            for title, number in (("Neuf", 3), ("Vieux", 1))
        )
    )
    assert only(read_calendar(text.encode(), AIN, TODAY)).title == "Neuf"


def test_a_changed_day_that_only_changes_its_text_stays_in_the_series():
    change = "END:VEVENT\nBEGIN:VEVENT\nUID:essai\nSUMMARY:{}\nRECURRENCE-ID:20261210T140000\nDTSTART:20261210T140000\nDTEND:20261210T160000"
    assert only(read(change.format("Permanence"), RRULE="FREQ=WEEKLY")).cancelled == ()
    assert len(read(change.format("Autre chose"), RRULE="FREQ=WEEKLY").sessions) == 2


CHANGE = "END:VEVENT\nBEGIN:VEVENT\nUID:essai\nRECURRENCE-ID:20261210T140000\nDTSTART:20261210T140000\nDTEND:20261210T160000\n"


def test_a_day_cancelled_without_a_title_is_cancelled_all_the_same():
    one = only(read(CHANGE + "STATUS:CANCELLED", RRULE="FREQ=WEEKLY"))
    assert [day.id for day in one.cancelled] == ["2026-12-10"]


def test_a_changed_day_that_cannot_be_taken_leaves_its_series():
    found = read(CHANGE + "SUMMARY:Entretien Mme Dupont", RRULE="FREQ=WEEKLY")
    assert [one.why for one in found.refused] == [Why.PERSON]
    assert [day.id for day in found.sessions[0].cancelled] == ["2026-12-10"]


def test_a_day_cancelled_then_held_again_is_held():
    again = CHANGE + "SUMMARY:Permanence\nSEQUENCE:2"
    assert only(read(CHANGE + "STATUS:CANCELLED\nSEQUENCE:1", again, RRULE="FREQ=WEEKLY")).cancelled == ()


# what would never end


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=SECONDLY", Why.TOO_OFTEN),
        ("FREQ=HOURLY;INTERVAL=2", Why.TOO_OFTEN),
        ("FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2", Why.RULE),
        ("FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20", Why.RULE),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 3000), Why.TOO_LONG),
        ("FREQ=DAILY;BYHOUR=9,10,11", Why.RULE),
        ("n'importe quoi", Why.RULE),
    ],
)
def test_rules_that_no_session_follows_are_refused(rule, why):
    assert refusal(read(RRULE=rule)) is why


def test_a_daily_event_for_ten_thousand_years_is_a_session_like_another():
    one = only(read(RRULE="FREQ=DAILY;UNTIL=21991231T000000Z"))
    assert len(days(one, date(2190, 1, 1), 30)) >= 29
    assert refusal(read(RRULE="FREQ=DAILY;UNTIL=99991231T000000Z")) is Why.NO_HOURS


def test_files_too_heavy_or_with_too_many_events_are_refused_whole():
    event = b"BEGIN:VEVENT\nUID:%d\nEND:VEVENT\n"
    many = b"BEGIN:VCALENDAR\n" + b"".join(event % number for number in range(100_000)) + b"END:VCALENDAR\n"
    assert refusal(read_calendar(many, AIN, TODAY)) is Why.TOO_MANY
    assert refusal(read_calendar(b"BEGIN:VCALENDAR\n" + b"X" * 6_000_000, AIN, TODAY)) is Why.TOO_LARGE
    assert refusal(read_calendar(b"Nom;Adresse\nMairie;1 rue\n", AIN, TODAY)) is Why.NO_CALENDAR
    assert refusal(read_calendar(b"", AIN, TODAY)) is Why.NO_CALENDAR


def test_a_file_cut_in_the_middle_of_an_event_says_so():
    data = (SAMPLES / "apple.ics").read_bytes()
    for mark in (b"RRULE:FREQ=YEARLY", b"RRULE:FREQ=WEEKLY"):
        found = read_calendar(data[: data.index(mark) + 8], AIN, TODAY)
        assert [one.why for one in found.refused] == [Why.CUT_SHORT]
    assert refusal(read_calendar(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", AIN, TODAY)) is Why.EMPTY


def test_thousands_of_days_taken_out_are_too_many():
    lines = [f"EXDATE:{date(2026, 1, 1) + timedelta(days=number):%Y%m%d}" for number in range(2_000)]
    assert refusal(read(*lines, RRULE="FREQ=DAILY")) is Why.TOO_LONG


def test_other_properties_however_large_or_strange_are_not_looked_at():
    lines = [f"X-BOMBE-{number}:{'x' * 3_000}" for number in range(500)]
    nested = ["BEGIN:VALARM"] * 500 + ["SUMMARY:Réveil"] + ["END:VALARM"] * 500
    assert only(read(*lines, *nested)).title == "Permanence"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_change_of_a_file_makes_it_fail(data):
    content = bytearray((SAMPLES / data.draw(st.sampled_from(sorted(p.name for p in SAMPLES.iterdir())))).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        new = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"\r\n", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"99999999", b";", b'"', b"T", b"Z", b"-", b"\\"]
                ),
            )
        )
        content[at : at + data.draw(st.integers(0, 30))] = new

    found = read_calendar(bytes(content), AIN, TODAY)

    for one in found.sessions:
        assert not one.rule or is_rule(one.rule)


def test_every_reason_has_a_plain_sentence():
    say = words("fr")
    for why in Why:
        told = why_words(why, say)
        assert told != why_words(why, words("en"))
        assert all(len(sentence.split()) <= 15 for sentence in told.replace(":", ".").split("."))


# out


def test_a_series_is_told_with_its_zone_its_end_and_its_days_out():
    session = a_session(
        rule="FREQ=WEEKLY", last=date(2027, 6, 24), cancelled=(Cancellation(id="2026-12-10", reason="away"),)
    )

    data = calendar_text([session], AIN, NOW)

    series, day = events(data)
    assert b"DTSTART;TZID=Europe/Paris:20261126T140000" in data
    assert b"UNTIL=20270624T120000Z" in data
    assert series["UID"] == day["UID"] == uid_of(session) == "relais-0123456789ab@relais"
    out = [one.dt.date() for one in series["EXDATE"].dts]
    assert out == [date(2026, 12, 10), date(2027, 5, 6)]  # cancelled, then Ascension Day
    assert (day["STATUS"], day["RECURRENCE-ID"].dt.date()) == ("CANCELLED", date(2026, 12, 10))
    assert day["DESCRIPTION"] == "la personne est absente"


def test_school_holidays_are_out_where_it_is_not_held_then():
    session = a_session(rule="FREQ=WEEKLY", in_school_holidays=False)
    out = [one.dt.date() for one in events(calendar_text([session], AIN, NOW))[0]["EXDATE"].dts]
    assert date(2026, 12, 24) in out
    assert date(2027, 2, 18) in out


def test_no_property_for_a_person_is_ever_written():
    session = a_session(
        host="CAF de l'Ain",
        cancelled=(Cancellation(id="2026-12-10", reason="Mme Canari est absente"),),
        rule="FREQ=WEEKLY",
    )
    data = calendar_text([session], AIN, NOW)
    for name in (b"ORGANIZER", b"ATTENDEE", b"CONTACT", b"Canari"):
        assert name not in data


def test_texts_that_look_like_properties_stay_texts():
    hostile = "x\r\nATTENDEE:mailto:a@b.c\r\nEND:VCALENDAR"
    data = calendar_text([a_session(details=hostile, title="<b>CAF</b>; a, b\\n")], AIN, NOW)
    (event,) = events(data)
    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == "<b>CAF</b>; a, b\\n"


def test_a_withdrawn_session_is_not_told():
    assert events(calendar_text([a_session(removed_on=TODAY)], AIN, NOW)) == []


@pytest.mark.parametrize("departement", ["01", "67", "971", "974", "975", "988"])
def test_a_zone_holds_the_same_hour_in_winter_and_in_summer(departement):
    calendar = calendar_of(departement)
    data = calendar_text([a_session(rule="FREQ=WEEKLY")], calendar, NOW)
    assert f"TZID:{calendar.timezone}".encode() in data
    told = only(read_calendar(data, calendar, TODAY))
    assert days(told, calendar=calendar) == days(a_session(rule="FREQ=WEEKLY"), calendar=calendar)


@st.composite
def sessions(draw):
    first = draw(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    rule = draw(
        st.sampled_from(
            ["", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY",
             "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1"]
        )
    )  # fmt: skip
    days_after = st.integers(0, 500).map(lambda number: (first + timedelta(days=number)).isoformat())
    return a_session(
        first=first,
        rule=rule,
        last=draw(st.none() | st.integers(0, 700).map(lambda number: first + timedelta(days=number))),
        extra=tuple(draw(st.lists(days_after, max_size=3, unique=True))),
        cancelled=tuple(Cancellation(id=day) for day in draw(st.lists(days_after, max_size=4, unique=True))),
        on_public_holidays=draw(st.booleans()),
        in_school_holidays=draw(st.booleans()),
    )


def told_by_the_standard(data, since, until):
    """The days of a file as RFC 5545 has them, by another library than the one that wrote them."""
    (event,) = [one for one in events(data) if "RECURRENCE-ID" not in one]
    start = event["DTSTART"].dt.replace(tzinfo=None)
    if event.get("STATUS") == "CANCELLED":
        return []
    if "RRULE" in event:
        rule = event["RRULE"].to_ical().decode()
        end = datetime.combine(until, datetime.max.time())
        if "UNTIL=" in rule:
            ended = event["RRULE"]["UNTIL"][0].astimezone(event["DTSTART"].dt.tzinfo).replace(tzinfo=None)
            rule, end = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL=")), min(end, ended)
        found = set(rrulestr(rule, dtstart=start).between(start, end, inc=True)) if start <= end else set()
    else:
        found = {start}
    for name, change in (("RDATE", found.update), ("EXDATE", found.difference_update)):
        change({one.dt.replace(tzinfo=None) for one in getattr(event.get(name), "dts", ())})
    return sorted(moment for moment in found if since <= moment.date() <= until)


@settings(max_examples=50, deadline=None)
@given(session=sessions())
def test_another_program_reads_the_days_that_are_held(session):
    since, until = TODAY, TODAY + timedelta(days=550)

    said = told_by_the_standard(calendar_text([session], AIN, NOW), since, until)

    assert said == [start for start, _ in days(session)]


@settings(max_examples=50, deadline=None)
@given(session=sessions())
def test_what_is_written_and_read_again_is_held_on_the_same_days(session):
    data = calendar_text([session], AIN, NOW)

    found = read_calendar(data, AIN, date(2020, 1, 1))

    assert found.refused == ()
    again = [one for each in found.sessions for one in days(each)]
    assert sorted(again) == days(session)


def test_a_file_is_written_whole_and_read_again(tmp_path):
    file = tmp_path / "permanences.ics"
    write_calendar_file(file, [a_session()], AIN, NOW, name="Bibliothèque d'Ambronay")

    assert only(read_calendar_file(file, AIN, TODAY)).title == "Permanence CAF"
    assert "X-WR-CALNAME:Bibliothèque d'Ambronay" in file.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["permanences.ics"]


def test_a_place_where_nothing_can_be_written_or_read_is_said(tmp_path):
    with pytest.raises(UnavailableError):
        write_calendar_file(tmp_path / "absent" / "a.ics", [a_session()], AIN, NOW)
    with pytest.raises(UnavailableError) as said:
        read_calendar_file(tmp_path / "absent.ics", AIN, TODAY)
    assert said.value.code is Code.FILE_MISSING
