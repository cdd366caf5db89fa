"""Orienter: needs, checklists, relays, and the anonymous act."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.base.words import words
from desk.domain.hours import HalfDay
from desk.domain.procedures import Procedure, StepKind
from desk.domain.relays import Wishes
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.work import refer
from desk.work.freshness import checked_words

TUESDAY = datetime(2026, 11, 24, 10, 0)


def near(store, number=0, **fields):
    here = store.library().place
    sheet = Sheet(
        **{
            "id": SheetId(f"{number:012d}"),
            "name": f"Mairie {number}",
            "relay_types": ("mairie-equipee",),
            "latitude": here.latitude + 0.01 * (number + 1),
            "longitude": here.longitude,
            "opening_hours": "Mo-Fr 09:00-12:00",
            **fields,
        }
    )
    store.records.put(sheet)
    return sheet


def cards(store, say, limit=5, **wishes):
    return refer.relays(store, "carte-identite", Wishes(**{"at": TUESDAY, **wishes}), say, limit)


def test_a_need_keeps_nothing_and_tells_a_secret(store, say):
    answer = refer.needs(store, refer.matcher(store), "mon mot de passe : soleil38", say)

    assert answer.secret == "password"  # noqa: S105 - the kind of secret, not one
    assert store.private.unmet_words() == ()
    assert store.referrals.count() == 0


def test_an_unknown_procedure_is_refused(store, say):
    for ask in (
        lambda: refer.checklist(store, "nope", say),
        lambda: refer.relays(store, "nope", Wishes(at=TUESDAY), say),
        lambda: refer.prepare(store, "nope", ""),
    ):
        with pytest.raises(RefusedError) as refused:
            ask()
        assert refused.value.code is Code.UNKNOWN_PROCEDURE


def test_every_checklist_can_be_shown_in_both_languages(store):
    for procedure in store.records.all(Procedure):
        for language in ("fr", "en"):
            shown = refer.checklist(store, procedure.id, words(language))
            assert shown.steps, procedure.id
            assert all(step.why for step in shown.steps if step.kind is StepKind.STOP), procedure.id
            assert shown.footer


def test_a_step_without_its_equipment_is_told_not_hidden(store, say):
    store.keep_library(replace(store.library(), equipment=()))

    shown = refer.checklist(store, "carte-identite", say)

    lacking = [step for step in shown.steps if step.lacking]
    assert lacking
    assert not any(step.possible for step in lacking)
    assert all(step.kind is StepKind.STOP and step.relay_types for step in lacking)
    assert all(step.text.startswith("Ailleurs qu'ici") for step in lacking)


def test_only_a_person_s_check_makes_a_procedure_checked(store, say):
    procedure = store.records.one(Procedure, "carte-identite")
    assert "à vérifier" in refer.footer(procedure, say)

    checked = replace(procedure, checked_on=date(2026, 11, 3), confidence="sure")
    store.records.put(checked)

    shown = refer.checklist(store, "carte-identite", say)
    assert "vérifiée le 3 novembre 2026" in shown.footer
    assert shown.to_verify is False


def test_the_season_of_a_procedure_is_shown_first(store, say, clock):
    moment = next(
        (procedure.id, moment)
        for procedure in store.records.all(Procedure)
        for moment in procedure.key_moments
        if moment.months and len(moment.months) < 12
    )
    clock.moment = clock.moment.replace(month=moment[1].months[0], day=15)

    shown = refer.checklist(store, moment[0], say)

    assert moment[1].text in [line.text for line in shown.season]
    assert moment[1].text not in [line.text for line in shown.moments]


def test_the_right_kind_near_and_open_comes_first(store, say):
    near(store, 0)

    first = cards(store, say)[0]

    assert first.name == "Mairie 0"
    assert (first.open_now, first.next) == (True, datetime(2026, 11, 25, 9))
    assert first.sentence == "ouvert · ferme à 12 h"
    assert "Ouvert maintenant." in first.why
    assert first.km == pytest.approx(1.1, abs=0.05)


def test_what_is_unknown_is_never_shown_as_open(store, say):
    near(store, 0, opening_hours='"sur rendez-vous"')
    near(store, 1, opening_hours="n'importe quoi")
    near(store, 2, opening_hours="")

    shown = {card.name: card for card in cards(store, say, 50)}

    assert [shown[f"Mairie {number}"].open_now for number in range(3)] == [None, None, None]
    assert all(shown[f"Mairie {number}"].next is None for number in range(3))


def test_free_half_days_bound_the_visits(store, say):
    near(store, 0)

    card = next(card for card in cards(store, say, free=frozenset({HalfDay.FR_AM})) if card.name == "Mairie 0")

    assert [visit.start.date() for visit in card.visits] == [date(2026, 11, 27), date(2026, 12, 4)]


def test_beyond_the_territory_nothing_is_shown(store, say):
    near(store, 0, latitude=store.library().place.latitude + 1)

    assert "Mairie 0" not in [card.name for card in cards(store, say, 50)]


def test_a_removed_sheet_is_no_relay(store, say):
    sheet = near(store, 0)
    store.records.put(replace(sheet, removed_on=date(2026, 11, 1)))

    assert "Mairie 0" not in [card.name for card in cards(store, say, 50)]


def test_more_sheets_than_are_looked_at_give_the_nearest(store, say):
    store.records.put_all(
        [
            Sheet(
                id=SheetId(f"{number:012d}"),
                name=f"Mairie {number}",
                relay_types=("mairie-equipee",),
                latitude=store.library().place.latitude + 0.001 * number,
                longitude=store.library().place.longitude,
            )
            for number in range(3 * refer.CANDIDATES_PER_TYPE)
        ]
    )

    shown = {card.name for card in cards(store, say, 500) if card.name.startswith("Mairie")}

    assert shown == {f"Mairie {number}" for number in range(refer.CANDIDATES_PER_TYPE)}


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (None, ""),
        (0.0, "sur place"),
        (0.09, "sur place"),
        (0.44, "400 m"),
        (0.94, "900 m"),
        (4.25, "4,2 km"),
        (11.4, "11 km"),
    ],
)
def test_a_distance_is_said_in_words(say, km, said):
    assert refer.away(km, say) == said


def test_every_fee_and_way_in_can_be_said(say):
    assert {refer.fee_words(fee, say) for fee in Fee} == {"gratuit", "gratuit sous condition", "payant", ""}
    assert refer.reach_words(Reach.UNKNOWN, say) == ""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "jamais vérifiée ici"),
        ({"source_date": "2024-08-01", "origin": "a:1"}, "jamais vérifiée ici · liste d'août 2024"),
        ({"source_date": "2025-05", "origin": "a:1"}, "jamais vérifiée ici · liste de mai 2025"),
        ({"source_date": "2026-11-03"}, "jamais vérifiée · notée il y a 3 semaines"),
        (
            {"verified_on": date(2026, 11, 12), "verified_how": "par téléphone"},
            "vérifiée il y a 12 jours, par téléphone",
        ),
        ({"verified_on": date(2026, 1, 12)}, "à revérifier (dernière fois il y a 10 mois)"),
    ],
)
def test_freshness_is_said_in_words(say, fields, said):
    assert checked_words(Sheet(id=SheetId("a" * 12), name="A", **fields), TUESDAY.date(), say) == said


def test_a_referral_holds_no_one_and_is_counted_once(store):
    made = refer.prepare(store, "carte-identite", "")

    refer.hand_over(store, made)
    refer.hand_over(store, made)

    assert store.referrals.all() == (made,)
    assert made.domain == "papiers"


@pytest.mark.parametrize(
    ("types", "counted"), [(("mairie", "mairie-equipee"), "mairie-equipee"), (("msa",), ""), (("mairie",), "mairie")]
)
def test_the_kind_of_relay_counted_is_the_procedure_s(store, types, counted):
    sheet = near(store, 0, relay_types=types)

    assert refer.prepare(store, "carte-identite", sheet.id).relay_type == counted
    assert refer.prepare(store, "carte-identite", sheet.id, "ccas").relay_type == "ccas"


def test_an_unknown_sheet_is_refused(store):
    with pytest.raises(RefusedError) as refused:
        refer.prepare(store, "carte-identite", "nope")

    assert refused.value.code is Code.UNKNOWN_SHEET


@pytest.mark.parametrize("typed", ["", "AAAAAA", "12", "\ud800", "K7F3Q9K7F3Q9"])
def test_a_code_that_is_not_ours_is_refused(store, typed):
    with pytest.raises(RefusedError) as refused:
        refer.referral(store, typed)

    assert refused.value.code is Code.WRONG_CODE


def test_the_last_twenty_slips_can_be_printed_again_latest_first(store, say):
    made = [refer.prepare(store, "carte-identite", "") for _ in range(25)]
    for one in made:
        refer.hand_over(store, one)
        refer.note_unmet(store, "accorder un piano")

    lines = refer.reprint_lines(store, say)

    assert [code for code, _ in lines] == [one.code for one in reversed(made[-20:])]
    assert lines[0][1].startswith("mardi 24 novembre 2026 · Carte d'identité")


def test_the_words_of_an_unmet_need_die_after_thirty_days(store, clock):
    refer.note_unmet(store, "accorder un piano")
    clock.advance(timedelta(days=31))

    store.private.forget_old_words(clock.now().date())

    assert store.private.unmet_words() == ()
    assert store.referrals.count() == 1


def test_a_secret_among_the_words_of_an_unmet_need_is_not_kept(store):
    refer.note_unmet(store, "mdp : soleil38")

    assert store.private.unmet_words() == ()


def test_who_is_in_danger_is_sent_to_nobody_but_those_named(store, say):
    """No broader kind of place, no session of another day."""
    near(store, 0, relay_types=("france-services",))
    assert refer.relays(store, "danger-violences", Wishes(at=TUESDAY), say) == ()

    police = near(store, 1, relay_types=("police-gendarmerie",))
    assert [one.sheet for one in refer.relays(store, "danger-violences", Wishes(at=TUESDAY), say)] == [police.id]
