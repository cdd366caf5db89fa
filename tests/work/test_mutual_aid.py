"""Entraide: what the network sees, what ends by itself, what is erased for good, whom a request finds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.domain.mutual_aid import AidOffer, Helper
from desk.slips.aid_papers import compose_consent, compose_request
from desk.work import mutual_aid, sessions, upkeep

TODAY = date(2026, 11, 24)
CANARY = "Zébulon Quasimodopoulos"
NUMBER = "06 98 76 54 32"


def a_helper(store, **fields):
    made = Helper(
        **{
            "id": "", "name": CANARY, "phone": NUMBER, "subjects": ("tablet",), "half_days": ("we-pm",),
            "limits": "pas à domicile, canarilimite", "may_say": "mon prénom", "consent_on": TODAY, **fields,
        }
    )  # fmt: skip
    outcome = mutual_aid.save_helper(store, made, "MB")
    assert outcome.problems == ()
    return next(one for one in store.private.aid.helpers() if one.id == outcome.id)


def asked(store, subject="tablet", half_days=(), limits=""):
    made, outcome = mutual_aid.ask(store, subject, half_days, limits)
    assert outcome.problems == ()
    return made


def bytes_of(file):
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))


def test_the_network_sees_a_subject_half_days_a_library_and_an_end_and_nothing_else(store, say):
    helper = a_helper(store)

    offer = store.records.one(AidOffer, helper.offer)

    assert (offer.subjects, offer.half_days, offer.until) == (("tablet",), ("we-pm",), date(2027, 5, 24))
    assert mutual_aid.offers(store, say) == (f"Tablette, mercredi après-midi, par {store.library().name}",)
    kept = bytes_of(store.profile.desk_file)
    for secret in (CANARY, NUMBER, "canarilimite", "Quasimodopoulos"):
        assert secret.encode() not in kept


def test_a_consent_that_ended_takes_the_offer_and_the_matches_away_the_same_day(store, say, clock):
    a_helper(store)
    wanted = asked(store)
    assert [match.name for match in mutual_aid.matches(store, wanted, say)] == [CANARY]

    clock.advance(timedelta(days=182))

    assert mutual_aid.matches(store, wanted, say) == ()
    (line,) = mutual_aid.helpers(store, say)
    assert (line.consents, line.to_renew) == (False, True)
    assert line.state == "accord terminé le 24 mai 2027 : à renouveler"
    assert mutual_aid.offers(store, say) == ()
    assert store.records.all(AidOffer)[0].removed_on == date(2027, 5, 25)


def test_a_renewed_consent_brings_the_same_offer_back(store, say, clock):
    helper = a_helper(store)
    clock.advance(timedelta(days=200))
    mutual_aid.tidy(store)

    mutual_aid.save_helper(store, replace(helper, consent_on=clock.now().date()))

    assert store.records.one(AidOffer, helper.offer).removed_on is None
    assert len(mutual_aid.offers(store, say)) == 1
    assert mutual_aid.helpers(store, say)[0].consents


def test_a_helper_who_stops_is_erased_for_good_everywhere(store, say):
    helper = a_helper(store)
    wanted = asked(store)
    mutual_aid.agree(store, wanted, helper.id, None)

    mutual_aid.forget_helper(store, helper.id)

    assert mutual_aid.helpers(store, say) == ()
    assert mutual_aid.offers(store, say) == ()
    assert mutual_aid.requests(store, say)[0].request.helper == ""
    kept = bytes_of(store.profile.private_file)
    assert CANARY.encode() not in kept
    assert NUMBER.encode() not in kept


def test_a_request_is_wiped_after_its_meeting_and_after_thirty_days_even_if_nobody_looks(store, say, clock):
    first, second = asked(store, limits="canaridemande une"), asked(store, limits="canaridemande deux")
    mutual_aid.agree(store, first, "", TODAY + timedelta(days=2))
    clock.advance(timedelta(days=3))
    upkeep.start_of_day(store)
    assert [line.request.id for line in mutual_aid.requests(store, say)] == [second.id]

    clock.advance(timedelta(days=30))
    upkeep.start_of_day(store)

    assert mutual_aid.requests(store, say) == ()
    assert b"canaridemande" not in bytes_of(store.profile.private_file)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ("appeler le 06 12 34 56 78", "number-typed"),
        ("pour Mme Dupont", "person-named"),
        ("1 85 05 78 006 084 91", "secret-nir"),
        ("x" * 201, "too-long"),
    ],
)
def test_a_request_that_names_or_numbers_somebody_is_refused_kindly_and_not_kept(store, say, limits, code):
    _, outcome = mutual_aid.ask(store, "tablet", (), limits)

    assert code in {one.code for one in outcome.problems}
    assert mutual_aid.requests(store, say) == ()


def test_a_fixed_time_of_mutual_aid_is_a_session_told_here_and_on_the_paper(store, say):
    assert mutual_aid.times(store, say) == ()
    for title in ("Temps d'entraide", "Permanence des impôts"):
        made = replace(sessions.blank(store, date(2026, 11, 26)), title=title, start="14:00", end="16:00")
        assert sessions.save(store, made).problems == ()

    held = mutual_aid.times(store, say)
    asked, _ = mutual_aid.ask(store, "tablet", (), "")

    assert held[0] == "jeudi 26 novembre 2026, 14 h – 16 h · Temps d'entraide · sur place"
    assert len(held) == 2
    assert held in [passage.lines for passage in compose_request(store, asked, say).passages]


def test_a_day_that_is_past_cannot_be_agreed(store):
    outcome = mutual_aid.agree(store, asked(store), "", TODAY - timedelta(days=1))

    assert [one.code for one in outcome.problems] == ["in-the-past"]


def test_a_neighbour_library_is_the_go_between_of_its_own_helpers(store, say):
    store.records.put(
        AidOffer(id="n" * 12, library="other", library_name="Bibliothèque de Briord", subjects=("tablet",), until=TODAY)
    )

    found = mutual_aid.matches(store, asked(store), say)

    assert [(match.name, match.helper) for match in found] == [
        ("Tablette, n'importe quand, par Bibliothèque de Briord", "")
    ]


def test_papers_never_carry_the_telephone_of_a_helper(store, say):
    helper = a_helper(store)
    told = str(compose_consent(store, helper, say)) + str(compose_request(store, asked(store), say))

    assert NUMBER not in told
    assert CANARY not in told
