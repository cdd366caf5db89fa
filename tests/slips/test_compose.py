from dataclasses import fields, replace
from datetime import date, datetime

import pytest

from desk.base.errors import Code, RefusedError
from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.hours import parse_half_days
from desk.domain.procedures import Confidence, Fact, Phone, Procedure
from desk.domain.referrals import Referral
from desk.domain.relays import Wishes
from desk.domain.sheets import Reach, Sheet
from desk.slips.compose import compose, reprint, spaced
from desk.slips.discretion import exposes
from desk.slips.marks import TextMark
from desk.slips.page import lay_out
from desk.slips.slip import Slip, SlipRelay
from desk.work import refer

TUESDAY = datetime(2026, 11, 24, 10, 0)
HALL = Sheet(
    id="hall",
    name="Mairie de Villeneuve",
    relay_types=("mairie",),
    address="3 place de l'Église",
    postcode="01500",
    commune="Villeneuve",
    latitude=46.03,
    longitude=5.38,
    phone="0474000000",
    opening_hours="Mo,Th 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off",
    verified_on=date(2026, 11, 11),
)


@pytest.fixture
def slip_of(store):
    def made(procedure="carte-identite", sheet=None, language="fr", wishes=None, day=date(2026, 11, 24)):
        if isinstance(sheet, Sheet):
            store.records.put(sheet)
            sheet = sheet.id
        referral = Referral(id="one", day=day, procedure=procedure, sheet=sheet or "", code="K7F3Q5")
        return compose(store, refer.checklist(store, procedure, words(language)), sheet, referral, language, wishes)

    return made


@pytest.fixture
def bare(store):
    """A procedure with only what a test gives it."""

    def made(**changes):
        known = store.records.one(Procedure, "carte-identite")
        store.records.put(
            replace(known, phones=(), paper_form=None, **changes)
            if changes
            else replace(known, phones=(), paper_form=None)
        )

    return made


def test_the_box_says_where_when_and_whom_to_call(slip_of):
    relay = slip_of(sheet=HALL).relay

    assert (relay.heading, relay.name, relay.address, relay.town) == (
        "Allez ici",
        "Mairie de Villeneuve",
        "3 place de l'Église",
        "Villeneuve",
    )
    assert relay.phone == "04 74 00 00 00"
    assert relay.away.endswith(" km")
    assert relay.visits == ("Jeudi 26 novembre, 9 h – 12 h", "ou le même jour, 14 h – 17 h")
    assert relay.week[:2] == ("lundi et jeudi 9 h – 12 h et 14 h – 17 h", "samedi 9 h – 12 h")
    assert "GEO:46.03" in relay.contact


def test_moments_follow_what_the_person_said(slip_of):
    wishes = Wishes(at=TUESDAY, free=parse_half_days("thu-pm,sat-am"))

    assert slip_of(sheet=HALL, wishes=wishes).relay.visits == (
        "Jeudi 26 novembre, 14 h – 17 h",
        "ou samedi 28 novembre, 9 h – 12 h",
    )


def test_a_moment_of_today_carries_its_date(slip_of):
    relay = slip_of(sheet=replace(HALL, opening_hours="Tu 14:00-17:00")).relay

    assert relay.visits[0] == "Mardi 24 novembre, 14 h – 17 h"


def test_coming_exceptions_are_told(slip_of, store):
    store.clock.moment = datetime(2026, 12, 20, 10, 0)

    told = slip_of(sheet=replace(HALL, opening_hours="Mo-Fr 09:00-12:00; PH off")).relay.exceptions

    assert told[0] == "Vendredi 25 décembre : fermé"


def test_a_sheet_checked_lately_needs_no_warning(slip_of):
    relay = slip_of(sheet=HALL).relay

    assert not relay.to_verify
    assert relay.advice == ""


@pytest.mark.parametrize("checked", [None, date(2025, 1, 1)])
def test_an_unchecked_or_old_sheet_says_to_telephone_first(slip_of, checked):
    relay = slip_of(sheet=replace(HALL, verified_on=checked)).relay

    assert relay.to_verify
    assert relay.advice == "Téléphonez avant d'y aller"


def test_unknown_hours_say_to_telephone_first(slip_of):
    relay = slip_of(sheet=replace(HALL, opening_hours="", hours_text="le jeudi, demander Odile")).relay

    assert relay.advice == "Horaires inconnus : téléphonez avant"
    assert relay.visits == ()
    assert relay.hours_text == "le jeudi, demander Odile"


def test_a_place_by_appointment_says_so(slip_of):
    assert slip_of(sheet=replace(HALL, reach=Reach.APPOINTMENT)).relay.advice == "Sur rendez-vous : téléphonez avant"


def test_nobody_is_told_to_telephone_without_a_number(slip_of):
    relay = slip_of(sheet=replace(HALL, phone="", verified_on=None)).relay

    assert relay.advice == "Horaires à vérifier avant d'y aller."
    assert "TEL" not in relay.contact


def test_only_a_persons_check_is_printed_as_a_check(slip_of):
    listed = replace(HALL, verified_on=None, source_date="2024-08-01", origin="france-services:1")

    assert any(
        line.startswith("Fiche vérifiée le 11 novembre 2026 par la bibliotheque") for line in slip_of(sheet=HALL).footer
    )
    assert "Lieu : liste du 1er août 2024, à vérifier." in slip_of(sheet=listed).footer
    assert not any("vérifiée le" in line for line in slip_of(sheet=listed).footer)


def test_the_procedures_source_is_never_printed_as_a_check(slip_of, store):
    known = store.records.one(Procedure, "carte-identite")
    assert known.checked_on is None

    footer = slip_of(sheet=HALL).footer

    assert refer.footer(known, words("fr")) in footer
    assert footer[0] == "Nous n'avons gardé ni votre nom ni vos papiers."


def test_without_a_sheet_the_national_number_comes_first(slip_of, bare, store):
    bare()
    known = store.records.one(Procedure, "carte-identite")
    store.records.put(
        replace(known, phones=(Phone(number="34 00", label="France Titres"),), paper_form=Fact(text="Cerfa 12100"))
    )

    slip = slip_of()

    assert (slip.relay.heading, slip.relay.name, slip.relay.phone) == ("Appelez ce numéro", "France Titres", "34 00")
    assert slip.relay.to_verify
    assert "TEL:3400" in slip.relay.contact
    assert slip.bring_heading == "Préparez"
    assert any(line.text == "Formulaire papier : Cerfa 12100" for line in slip.offline)
    assert slip.offline[0].text.startswith("Près d'ici : ")
    assert slip.phones == ()


def test_without_a_number_the_paper_form_comes_first(slip_of, bare, store):
    bare()
    known = store.records.one(Procedure, "carte-identite")
    store.records.put(replace(known, paper_form=Fact(text="Cerfa 12100", confidence=Confidence.SURE)))

    relay = slip_of().relay

    assert (relay.heading, relay.name, relay.advice) == (
        "Faites-le sur papier",
        "Demandez le formulaire papier",
        "Cerfa 12100",
    )
    assert relay.contact == ""


def test_without_number_nor_form_the_nearest_france_services_comes_first(slip_of, bare):
    bare()

    relay = slip_of().relay

    assert relay.heading == "Pour être aidé, allez ici"
    assert "France services" in relay.name
    assert relay.to_verify


def test_without_anything_the_letter_goes_to_the_town_hall(slip_of, bare, store):
    bare()
    for sheet in store.records.all(Sheet):
        store.records.put(replace(sheet, removed_on=date(2026, 11, 1)))

    relay = slip_of().relay

    assert (relay.name, relay.advice) == ("Votre mairie", "Apportez le courrier reçu à la mairie.")


def test_at_most_two_sentences_of_the_charter_are_printed(slip_of, store):
    sentences = {act.slip_sentence for act in store.seeds.charter.acts}

    told = slip_of(sheet=HALL).charter

    assert 1 <= len(told) <= 2
    assert set(told) <= sentences


def test_fixed_words_follow_the_language_and_the_procedure_stays_french(slip_of, ruler):
    slip = slip_of(sheet=HALL, language="en")
    said = " ".join(mark.text for mark in lay_out(slip, SlipFormat.A4, ruler).marks if isinstance(mark, TextMark))

    for english in ("Go here", "Bring", "Without internet", "Seen on", "Tuesday 24 November 2026"):
        assert english in said
    assert slip.title == slip_of(sheet=HALL).title
    assert slip.bring == slip_of(sheet=HALL).bring


def test_danger_gets_a_discreet_paper_with_the_numbers_first(slip_of, ruler):
    told = replace(
        HALL,
        name="Accueil des femmes victimes de violences",
        hours_text="pour les victimes, le jeudi",
        opening_hours="",
    )

    slip = slip_of("danger-violences", told)

    assert slip.title == "Numéros et adresses utiles"
    assert slip.emergency[0].number == "17"
    assert {"3919", "119", "3114"} <= {number.number for number in slip.emergency}
    assert slip.relay.name == "Accueil et conseil"
    for slip_format in SlipFormat:
        page = lay_out(slip, slip_format, ruler)
        assert not [mark.text for mark in page.marks if isinstance(mark, TextMark) and exposes(mark.text)]


def test_danger_without_a_sheet_prints_the_numbers_alone(slip_of):
    slip = slip_of("danger-violences")

    assert slip.relay is None
    assert slip.emergency


def test_an_offline_line_that_only_repeats_a_number_is_left_out(slip_of, store):
    known = store.records.one(Procedure, "carte-identite")
    store.records.put(
        replace(
            known,
            phones=(Phone(number="34 00", label="France Titres"),),
            offline=(Fact(text="Appelez le 34 00."), Fact(text="Écrivez.")),
        )
    )

    assert "Appelez le 34 00." not in [line.text for line in slip_of(sheet=HALL).offline]


def test_a_reprint_is_the_same_paper(slip_of, store):
    first = slip_of(sheet=HALL, day=date(2026, 11, 20))

    again = reprint(
        store, Referral(id="one", day=date(2026, 11, 20), procedure="carte-identite", sheet="hall", code="K7F3Q5"), "fr"
    )

    assert again == first
    assert again.day == "vendredi 20 novembre 2026"


def test_an_unknown_sheet_is_refused(slip_of):
    with pytest.raises(RefusedError) as refused:
        slip_of(sheet="nowhere")

    assert refused.value.code is Code.UNKNOWN_SHEET


def test_every_procedure_holds_on_every_paper(slip_of, store, ruler):
    for procedure in store.records.all(Procedure):
        for sheet in (HALL, None):
            slip = slip_of(procedure.id, sheet)
            for slip_format in SlipFormat:
                said = [mark.text for mark in lay_out(slip, slip_format, ruler).marks if isinstance(mark, TextMark)]
                assert slip.marked_code in said, procedure.id


def test_no_field_can_hold_a_visitors_name():
    names = {field.name for shape in (Slip, SlipRelay) for field in fields(shape)}

    assert not names & {"visitor", "person", "first_name", "last_name", "birth", "need"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0474000000", "04 74 00 00 00"),
        ("04.74.00.00.00", "04 74 00 00 00"),
        ("+33 4 74 00 00 00", "04 74 00 00 00"),
        ("0033474000000", "04 74 00 00 00"),
        ("0806001620", "0 806 001 620"),
        ("3646", "3646"),
        ("04 74 00 00 00 poste 12", "04 74 00 00 00 poste 12"),
        ("", ""),
    ],
)
def test_numbers_are_written_as_they_are_said(written, said):
    assert spaced(written) == said


def test_a_place_that_can_only_help_says_where_it_is_done(slip_of):
    helping = replace(HALL, id="fs", name="France services", relay_types=("france-services",))

    told = slip_of("elections-procuration", helping).relay
    there = slip_of("elections-procuration", replace(HALL, relay_types=("police-gendarmerie",))).relay

    assert told.heading == "Pour être aidé, allez ici"
    assert (
        told.doer == "Là où cela se fait : Gendarmerie ou police ou Tribunal (accueil du public). Demandez l'adresse."
    )
    assert (there.heading, there.doer) == ("Allez ici", "")


def test_what_protects_comes_before_what_the_season_adds(slip_of):
    warnings = [fact.text for fact in slip_of("loyer-impaye-expulsion", HALL).warnings]

    assert warnings[0].startswith("Papier d'huissier")
    assert warnings[-1].startswith("Trêve hivernale")


def test_in_danger_each_number_says_whom_it_is_for_without_saying_why(slip_of):
    uses = {one.number: one.label for one in slip_of("danger-violences").emergency}

    assert len(set(uses.values())) == len(uses)
    assert not any(exposes(use) for use in uses.values())
