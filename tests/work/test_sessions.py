"""Permanences: near here, cancelled in one act, in the ranking and on the slip, slots without names, calendars kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.relays import Wishes
from desk.domain.sessions import Appointment, Session, monthly, weekly
from desk.domain.sheets import Sheet
from desk.slips.compose import compose
from desk.work import refer, sessions
from desk.work.session_places import rhythm

THURSDAY = date(2026, 11, 26)


def a_session(store, **fields):
    made = replace(
        sessions.blank(store, THURSDAY),
        **{"title": "Permanence France services", "relay_types": ("france-services",), "slot_minutes": 30, **fields},
    )
    outcome = sessions.save(store, made, "MB")
    assert outcome.problems == ()
    return outcome.id


def days(store, say, since=THURSDAY, count=14):
    return sessions.agenda(store, since, since + timedelta(days=count - 1), say).days


def cards(store, say, procedure="carte-grise"):
    return refer.relays(store, procedure, Wishes(at=datetime(2026, 11, 24, 10)), say, 8)


def test_a_weekly_session_here_is_told_each_week_with_its_rhythm(store, say):
    a_session(store)

    told = days(store, say)

    assert [line.day for line in told] == [THURSDAY, date(2026, 12, 3)]
    assert told[0].times == "14 h – 16 h"
    assert told[0].rhythm == "tous les jeudis, 14 h – 16 h"
    assert told[0].where == "sur place"
    assert told[0].held


def test_one_farther_than_fifteen_kilometres_is_not_shown_nearer_ones_are(store, say):
    here = store.library().place
    for name, north in (("loin", 0.2), ("près", 0.05)):
        a_session(store, title=name, library="", latitude=here.latitude + north, longitude=here.longitude)

    assert {line.title for line in days(store, say)} == {"près"}


def test_a_cancelled_day_says_why_leaves_the_ranking_and_comes_back(store, say):
    session = a_session(store, rule="")
    assert session in {card.sheet for card in cards(store, say)}

    sessions.cancel(store, session, THURSDAY, "weather", "MB")

    (line,) = days(store, say)
    assert (line.held, line.state) == (False, "annulé : mauvais temps")
    assert session not in {card.sheet for card in cards(store, say)}
    sessions.restore(store, session, THURSDAY)
    assert days(store, say)[0].held
    assert session in {card.sheet for card in cards(store, say)}


def test_cancelling_a_day_that_it_has_not_is_refused(store):
    session = a_session(store)

    with pytest.raises(RefusedError) as refused:
        sessions.cancel(store, session, date(2026, 11, 27), "away")

    assert refused.value.code is Code.NOT_HELD


def test_it_enters_the_ranking_at_its_own_place_and_the_slip_says_its_next_days(store, say):
    session = a_session(store, host="France services du canton")

    (card,) = [card for card in cards(store, say) if card.sheet == session]
    made = refer.prepare(store, "carte-grise", session)
    slip = compose(store, refer.checklist(store, "carte-grise", say), session, made, "fr")

    assert (card.away, card.km) == ("sur place", 0.0)
    assert card.why[0] == "Une permanence : tous les jeudis, 14 h – 16 h."
    assert made.sheet == session
    assert made.relay_type == "france-services"
    assert slip.relay.name == "Permanence France services, France services du canton"
    assert slip.relay.visits[0] == "Jeudi 26 novembre, 14 h – 16 h"
    assert slip.relay.week == ()
    assert slip.relay.hours_text == "tous les jeudis, 14 h – 16 h"
    assert store.library().name in slip.relay.address


def test_a_slip_of_a_session_can_be_printed_again_and_is_named_in_the_list(store, say):
    session = a_session(store)
    refer.hand_over(store, made := refer.prepare(store, "carte-grise", session))

    assert refer.referral(store, made.code).sheet == session
    assert "Permanence France services" in refer.reprint_lines(store, say)[0][1]


def test_two_in_one_room_and_one_host_in_two_places_are_said(store, say):
    sheet = store.records.all(Sheet)[0].id
    here = store.library().place
    a_session(store, title="Un", sheet=sheet)
    a_session(store, title="Deux", start="15:00", end="17:00")
    a_session(store, title="Trois", room="salle 2", start="15:00", end="17:00")
    a_session(store, title="Quatre", sheet=sheet, library="", latitude=here.latitude, longitude=here.longitude)

    told = {line.title: line.clash for line in days(store, say, count=1)}

    assert told["Deux"] == "Deux dans la même salle : aussi Un."
    assert told["Trois"] == ""
    assert told["Quatre"] == "Le même organisme est ailleurs à cette heure : Un."


def test_a_slot_is_given_once_with_a_code_and_no_name(store, say):
    session = a_session(store)

    made = sessions.book(store, session, THURSDAY, "14:30", "carte-grise", say)

    told = {slot.time: slot.told for slot in sessions.slots(store, session, THURSDAY, say)}
    assert list(told) == ["14:00", "14:30", "15:00", "15:30"]
    assert told["14:30"] == f"pris : {made.code}"
    assert days(store, say)[0].free_slots == 3
    with pytest.raises(RefusedError) as refused:
        sessions.book(store, session, THURSDAY, "14:30", "", say)
    assert refused.value.code is Code.SLOT_TAKEN
    assert sessions.unbook(store, made.id).changed
    assert {slot.told for slot in sessions.slots(store, session, THURSDAY, say)} == {"libre"}


def test_a_slot_that_two_libraries_gave_without_a_connection_is_said(store, say):
    session = a_session(store)
    mine = sessions.book(store, session, THURSDAY, "14:00", "", say)
    store.records.put(Appointment(id="x" * 12, session=session, day=THURSDAY, time="14:00", code="ABCDEF"))

    first = sessions.slots(store, session, THURSDAY, say)[0]

    assert set(first.codes) == {mine.code, "ABCDEF"}
    assert first.told.startswith("donné deux fois : ")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": ""}, "title", "required"),
        ({"title": "Mme Dupont"}, "title", "person-named"),
        ({"host": "Josette Martin"}, "host", "person-named"),
        ({"title": "Permanence de Josette"}, "title", "person-named"),
        ({"title": "Permanence 06 12 34 56 78"}, "title", "phone-typed"),
        ({"room": "salle 2, 04 74 38 10 74"}, "room", "phone-typed"),
        ({"room": "chez Marie"}, "room", "person-named"),
        ({"details": "demander Josette"}, "details", "person-named"),
        ({"details": "au 06 12 34 56 78"}, "details", "phone-typed"),
        ({"details": "demander Mme Dupont"}, "details", "person-named"),
        ({"start": "16:00", "end": "14:00"}, "end", "hours-overnight"),
        ({"start": "25h"}, "start", "unreadable"),
        ({"last": date(2020, 1, 1)}, "last", "end-before-start"),
        ({"rule": "FREQ=SECONDLY"}, "rule", "unreadable"),
        ({"details": "RIB FR76 3000 6000 0112 3456 7890 189"}, "details", "secret-iban"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_written(store, fields, field, code):
    made = replace(sessions.blank(store, THURSDAY), **{"title": "Permanence", **fields})

    outcome = sessions.save(store, made)

    assert (field, code) in {(one.field, one.code) for one in outcome.problems}
    assert store.records.all(Session) == ()


def test_organisations_called_after_somebody_are_no_persons(store):
    for title in ("Marie-Curie : permanence", "Saint-Jean", "Simone Veil"):
        a_session(store, title=title, details="Sur rendez-vous au 04 74 38 10 74.")
    for host in ("Association Jeanne d'Arc", "Espace Simone Veil", "Maison Pierre Bérégovoy", "Mairie de Saint-Martin"):
        a_session(store, host=host)


@pytest.mark.parametrize(
    ("rule", "first", "told"),
    [
        (weekly(), THURSDAY, "tous les jeudis, 14 h – 16 h"),
        (weekly(every=2), THURSDAY, "un jeudi sur deux, 14 h – 16 h"),
        (monthly(date(2026, 12, 1)), date(2026, 12, 1), "le premier mardi du mois, 14 h – 16 h"),
        (monthly(date(2026, 12, 31)), date(2026, 12, 31), "le dernier jeudi du mois, 14 h – 16 h"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", THURSDAY, "tous les mardis et jeudis, 14 h – 16 h"),
        ("FREQ=YEARLY", THURSDAY, "aux jours de son agenda, 14 h – 16 h"),
        ("", THURSDAY, "le jeudi 26 novembre 2026, 14 h – 16 h"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(store, say, rule, first, told):
    made = replace(sessions.blank(store, first), title="x", rule=rule, first=first)

    assert rhythm(made, say) == told


def test_a_calendar_read_twice_makes_one_session_and_keeps_what_was_cancelled_here(store, say):
    read = Session(id="c" * 12, title="Permanence", first=THURSDAY, start="14:00", end="16:00", rule=weekly(), uid="u1")
    assert sessions.take(store, [read]) == (1, 0)
    (kept,) = store.records.all(Session)
    sessions.cancel(store, kept.id, THURSDAY, "away")

    assert sessions.take(store, [replace(read, start="15:00")]) == (0, 1)

    (now,) = store.records.all(Session)
    assert (now.start, [day.id for day in now.cancelled], now.library) == ("15:00", ["2026-11-26"], store.library().id)


def test_the_season_says_whom_to_invite_and_what_is_already_planned(store, say):
    before = {line.title: line for line in sessions.season(store, 11, say)}
    a_session(store, relay_types=("adil",))

    after = {line.title: line for line in sessions.season(store, 11, say)}

    title = "Trêve hivernale : loyers et énergie"
    assert not before[title].invited
    assert after[title].invited
    assert [one for one, _ in after[title].procedures] == ["loyer-impaye-expulsion", "facture-energie"]
