"""What the slip says of a sheet that somebody found wrong, or that no longer receives."""

from dataclasses import replace
from datetime import date

import pytest

from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.doubts import Doubt, Reason
from desk.domain.referrals import Referral
from desk.domain.sheets import Reach, Sheet, Status
from desk.slips.compose import compose
from desk.slips.marks import TextMark
from desk.slips.page import lay_out
from desk.work import refer

HALL = Sheet(
    id="hall",
    name="Mairie de Villeneuve",
    relay_types=("mairie",),
    phone="0474000000",
    opening_hours="Mo-Fr 09:00-12:00",
    verified_on=date(2026, 11, 11),
)


@pytest.fixture
def slip_of(store):
    def made(sheet=HALL, *reasons):
        store.records.put(sheet)
        for reason in reasons:
            store.records.put(Doubt(id=reason.value, sheet=sheet.id, reason=reason, said_on=date(2026, 11, 20)))
        referral = Referral(id="one", day=date(2026, 11, 24), procedure="carte-identite", sheet=sheet.id, code="K7F3Q5")
        return compose(store, refer.checklist(store, "carte-identite", words("fr")), sheet.id, referral, "fr")

    return made


def test_a_sheet_said_to_be_wrong_says_so_with_the_reason_above_the_telephone(slip_of):
    relay = slip_of(HALL, Reason.HOURS).relay

    assert relay.advice == "Signalée comme fausse : téléphonez avant (les horaires)"
    assert relay.to_verify
    assert relay.heading == "Allez ici"
    assert relay.phone == "04 74 00 00 00"


def test_a_wrong_number_is_never_what_one_is_told_to_call(slip_of):
    assert slip_of(HALL, Reason.PHONE).relay.advice.startswith("Signalée comme fausse : vérifiez avant")


def test_a_doubt_comes_before_an_appointment(slip_of):
    relay = slip_of(replace(HALL, reach=Reach.APPOINTMENT), Reason.REFUSED).relay

    assert relay.advice == "Signalée comme fausse : téléphonez avant (des personnes refusées)"


def test_a_settled_doubt_says_nothing(store, slip_of):
    slip_of(HALL, Reason.HOURS)
    store.records.put(replace(store.records.one(Doubt, "hours"), settled_on=date(2026, 11, 21)))

    assert slip_of().relay.advice == ""


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ({"status": Status.CLOSED}, "Ce lieu est fermé : demandez-en un autre à la bibliothèque"),
        ({"removed_on": date(2026, 11, 1)}, "Ce lieu est fermé : demandez-en un autre à la bibliothèque"),
        ({"status": Status.SUSPENDED}, "Ne reçoit pas en ce moment : demandez à la bibliothèque"),
    ],
)
def test_a_slip_printed_again_sends_nobody_to_a_closed_door(slip_of, fields, advice):
    relay = slip_of(replace(HALL, **fields)).relay

    assert relay.heading == "Ne reçoit plus"
    assert relay.advice == advice
    assert (relay.visits, relay.week, relay.exceptions) == ((), (), ())


@pytest.mark.parametrize("slip_format", SlipFormat)
def test_every_reason_is_on_the_page(slip_of, slip_format, ruler):
    page = lay_out(slip_of(HALL, Reason.SERVICE), slip_format, ruler)

    said = " ".join(mark.text for mark in page.marks if isinstance(mark, TextMark))
    assert "Signalée comme fausse : téléphonez avant (ne fait plus cela)" in said
