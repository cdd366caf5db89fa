"""What the service keeps travels like sheets: sessions, cancelled days, slots, offers, keys of cards. The charter stays home."""

from dataclasses import replace
from datetime import date

from desk.domain.agreements import Agreement
from desk.domain.charter import CharterVersion
from desk.domain.mutual_aid import AidOffer, Helper
from desk.domain.sessions import Appointment, Session
from desk.domain.skills import CardKey, Step
from desk.work import agreements, charter, mutual_aid, sessions, skills

THURSDAY = date(2026, 11, 26)


def a_session(village, **fields):
    made = replace(
        sessions.blank(village.store, THURSDAY), **{"title": "Permanence", "slot_minutes": 30, "rule": "", **fields}
    )
    return sessions.save(village.store, made).id


def test_a_session_its_cancelled_day_and_its_slots_reach_the_neighbour_and_come_back(two, say):
    here, there = two
    session = a_session(here)
    mine = sessions.book(here.store, session, THURSDAY, "14:00", "", say)
    for one in (here, there):
        one.sync()
    assert there.store.records.one(Appointment, mine.id).code == mine.code

    sessions.cancel(there.store, session, THURSDAY, "weather", "ML")
    for one in (there, here):
        one.sync()

    kept = here.store.records.one(Session, session)
    assert [(day.id, day.reason) for day in kept.cancelled] == [("2026-11-26", "weather")]
    assert not sessions.agenda(here.store, THURSDAY, THURSDAY, say).days[0].held


def test_two_days_cancelled_by_two_libraries_at_once_are_both_kept_without_a_question(two, say):
    here, there = two
    session = a_session(here, rule="FREQ=WEEKLY")
    for one in (here, there):
        one.sync()
    sessions.cancel(here.store, session, THURSDAY, "away")
    sessions.cancel(there.store, session, date(2026, 12, 3), "weather")
    for one in (here, there, here):
        one.sync()

    for one in (here, there):
        assert {day.id for day in one.store.records.one(Session, session).cancelled} == {"2026-11-26", "2026-12-03"}


def test_one_slot_given_by_two_libraries_without_a_connection_is_said_by_both(two, say):
    here, there = two
    session = a_session(here)
    for one in (here, there):
        one.sync()
    sessions.book(here.store, session, THURSDAY, "14:30", "", say)
    sessions.book(there.store, session, THURSDAY, "14:30", "", say)
    for one in (here, there, here):
        one.sync()

    for one in (here, there):
        told = {slot.time: slot.told for slot in sessions.slots(one.store, session, THURSDAY, say)}
        assert told["14:30"].startswith("donné deux fois : ")


def test_an_offer_reaches_the_neighbour_and_leaves_it_when_the_helper_stops(two, say):
    here, there = two
    helper = Helper(id="", name="Camille", subjects=("tablet",), half_days=("we-pm",), consent_on=date(2026, 11, 20))
    kept = mutual_aid.save_helper(here.store, helper).id
    for one in (here, there):
        one.sync()
    assert mutual_aid.offers(there.store, say) == ("Tablette, mercredi après-midi, par Blacy",)

    mutual_aid.forget_helper(here.store, kept)
    for one in (here, there):
        one.sync()

    assert mutual_aid.offers(there.store, say) == ()
    assert there.store.records.all(AidOffer)[0].removed_on is not None


def test_the_key_of_a_card_travels_and_the_neighbour_verifies_it_without_a_connection(two, say):
    here, there = two
    card = skills.stamp(here.store, skills.new_card(here.store, say).text, {1: Step.ALONE}, say)
    assert not skills.read(there.store, card.text, say).stamps[0].known
    for one in (here, there):
        one.sync()

    stamp = skills.read(there.store, card.text, say).stamps[0]

    assert (stamp.known, stamp.library) == (True, "Blacy")
    assert len(there.store.records.all(CardKey)) == 1


def test_the_charter_and_the_agreements_of_a_library_stay_in_it(two, say):
    here, there = two
    partner = here.new()
    charter.adopt(here.store, charter.adaptation(here.store, say).draft, date(2026, 11, 2), "le conseil")
    agreements.save(here.store, Agreement(id="a" * 12, sheet=partner, we_send="les dossiers"))
    for one in (here, there, here):
        one.sync()

    assert there.store.records.all(CharterVersion) == ()
    assert there.store.records.all(Agreement) == ()


def test_a_stick_carries_them_too(two, tmp_path, say):
    here, there = two
    for one in (*two, *two):
        one.sync()
    session = a_session(here)
    stick = tmp_path / "cle"
    stick.mkdir()
    here.write(stick)

    there.read(stick)

    assert there.store.records.one(Session, session).title == "Permanence"
