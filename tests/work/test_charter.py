"""The charter rules the desk: versions, what a step becomes, what the slip says, agreements at the stop they govern."""

from dataclasses import replace
from datetime import date

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.agreements import Agreement
from desk.domain.charter import ActChoice, CharterVersion, Level, Signatory
from desk.domain.procedures import StepKind
from desk.domain.sheets import Sheet
from desk.slips.compose import compose
from desk.store.private import Contact
from desk.work import agreements, charter, journal, refer
from desk.work.own_sheet import own_sheet

DAY = date(2026, 11, 2)


def adopted(store, say, *choices, day=DAY, **fields):
    draft = charter.adaptation(store, say).draft
    outcome = charter.adopt(store, replace(draft, choices=choices, **fields), day, "le conseil municipal", "MB")
    assert outcome.problems == ()
    return outcome.id


def never(act):
    return ActChoice(id=act, level=Level.NEVER)


def test_until_a_version_is_adopted_the_model_rules(store, say):
    view = charter.view(store, say)

    assert view.standing == "Modèle de charte, pas encore adopté par cette bibliothèque."
    assert charter.charter(store) == store.seeds.charter


def test_a_draft_changes_nothing_until_it_is_adopted(store, say):
    draft = replace(charter.adaptation(store, say).draft, choices=(never("print"),))
    charter.save_draft(store, draft)

    assert charter.charter(store).act("print").level is Level.DO
    assert [choice.id for choice in charter.adaptation(store, say).draft.choices] == ["print"]
    charter.adopt(store, charter.adaptation(store, say).draft, DAY, "le conseil", "MB")
    assert charter.charter(store).act("print").level is Level.NEVER


def test_an_adopted_version_is_frozen_and_the_next_draft_begins_from_it(store, say):
    first = adopted(store, say, never("print"), hours="mercredi 14 h – 17 h")

    with pytest.raises(RefusedError) as refused:
        charter.save_draft(store, replace(store.records.one(CharterVersion, first), hours="jeudi"))
    following = charter.adaptation(store, say).draft

    assert refused.value.code is Code.CHARTER_ADOPTED
    assert (following.number, following.hours, following.adopted_on) == (2, "mercredi 14 h – 17 h", None)
    assert following.id != first


def test_an_abandoned_draft_goes_in_the_bin_and_the_adopted_version_stays(store, say):
    first = adopted(store, say, never("print"))
    draft = replace(charter.adaptation(store, say).draft, choices=())
    charter.save_draft(store, draft)
    assert charter.adaptation(store, say).begun

    charter.abandon(store, draft.id, "MB")

    told = charter.adaptation(store, say)
    assert (told.begun, [line.id for line in told.versions]) == (False, [first])
    assert [choice.id for choice in told.draft.choices] == ["print"]
    assert charter.in_force(store).id == first
    (kept,) = journal.binned(store, say)
    assert (kept.kind, kept.title) == ("charter", "brouillon de la version 2")
    journal.take_out(store, kept.kind, kept.id)
    assert charter.adaptation(store, say).draft == draft


def test_abandoning_is_a_line_of_the_journal_that_can_be_undone(store, say):
    draft = replace(charter.adaptation(store, say).draft, hours="lundi")
    charter.save_draft(store, draft)
    charter.abandon(store, draft.id)

    line = journal.entries(store, say)[0]
    assert (line.what, line.undoable) == ("Charte, retrait : brouillon de la version 1", True)
    journal.undo(store, line.id)
    assert charter.adaptation(store, say).draft == draft


def test_a_draft_begun_by_mistake_is_undone_in_the_journal(store, say):
    charter.save_draft(store, replace(charter.adaptation(store, say).draft, hours="lundi"))

    journal.undo(store, journal.entries(store, say)[0].id)

    assert not charter.adaptation(store, say).begun


def test_an_adopted_version_is_never_abandoned_even_by_a_desk_that_did_not_know(store, say):
    first = adopted(store, say)

    with pytest.raises(RefusedError) as refused:
        charter.abandon(store, first)
    store.records.put(replace(store.records.one(CharterVersion, first), removed_on=DAY))

    assert refused.value.code is Code.CHARTER_ADOPTED
    assert charter.in_force(store).id == first
    assert [line.id for line in charter.adaptation(store, say).versions] == [first]
    assert journal.binned(store, say) == ()


def test_a_draft_taken_back_after_another_was_adopted_becomes_the_next_version(store, say):
    draft = replace(charter.adaptation(store, say).draft, hours="lundi")
    charter.save_draft(store, draft)
    charter.abandon(store, draft.id)
    adopted(store, say)

    journal.take_out(store, "charter", draft.id)

    assert charter.adaptation(store, say).draft == replace(draft, number=2)


def test_older_versions_stay_readable_and_say_when_and_by_whom(store, say):
    first = adopted(store, say, hours="lundi", day=date(2025, 3, 3))
    adopted(store, say, hours="mardi")

    lines = charter.adaptation(store, say).versions
    assert [line.told for line in lines] == [
        "Version 2, adoptée le 2 novembre 2026 : le conseil municipal.",
        "Version 1, adoptée le 3 mars 2025 : le conseil municipal.",
    ]
    assert [line.rules for line in lines] == [True, False]
    assert "lundi" in charter.view(store, say, first).articles[9].text


def test_each_text_is_quoted_by_article_with_its_date_and_where_it_is_read(store, say):
    told = {str(text.id): charter.text_lines(text, say) for text in charter.view(store, say).texts}

    assert "Article L. 320-3 : l'accès est libre. Pour notre article 2." in told["loi-2021"]
    assert "Date du texte : 21 décembre 2021." in told["loi-2021"]
    assert any(line.startswith("https://www.legifrance.gouv.fr/") for line in told["loi-2021"])
    assert "Pour notre article 6." in told["cnil-2021"]
    assert "Où le lire : à vérifier." in told["defenseur-2022"]


def test_a_body_must_have_decided(store, say):
    outcome = charter.adopt(store, charter.adaptation(store, say).draft, DAY, "  ")

    assert [problem.field for problem in outcome.problems] == ["adopted_by"]
    assert charter.in_force(store) is None


def test_a_new_version_is_announced_once(store, say):
    assert charter.announce(store, say) == ""
    adopted(store, say)

    assert charter.announce(store, say).startswith("Une nouvelle charte règle l'accueil. Version 1")
    assert charter.announce(store, say) == ""


def test_an_act_that_the_charter_excludes_becomes_a_stop_with_relays_and_is_never_proposed(store, say):
    before = refer.checklist(store, "carte-grise", say)
    printing = {step.id for step, told in zip(_steps(store), before.steps, strict=True) if step.act == "print"}
    assert printing
    adopted(store, say, never("print"))

    after = refer.checklist(store, "carte-grise", say)

    changed = [step for step in after.steps if step.id in printing]
    assert all(step.kind is StepKind.STOP and not step.possible and step.relay_types for step in changed)
    assert all(step.why == "On s'arrête ici : la charte de cette bibliothèque ne le prévoit pas." for step in changed)


def _steps(store):
    from desk.domain.procedures import Procedure

    return store.records.one(Procedure, "carte-grise").steps


def test_the_slip_says_what_the_charter_excludes_first(store, say):
    adopted(store, say, never("print"))
    made = refer.prepare(store, "carte-grise", "")

    slip = compose(store, refer.checklist(store, "carte-grise", say), None, made, "fr")

    assert slip.charter[0] == "Pas fait dans cette bibliothèque : imprimer ou photocopier un document."


def test_the_library_s_own_sheet_follows_its_charter(store, say):
    assert "Imprimer ou photocopier un document" in own_sheet(store).description
    adopted(store, say, never("print"))

    assert "Imprimer" not in own_sheet(store).description


def test_blanks_are_filled_or_left_to_write_on(store, say):
    adopted(store, say, prices="10 centimes", review_on=date(2027, 11, 2), signatories=(Signatory.MAYOR,))

    view = charter.view(store, say)

    assert "Prix des copies : 10 centimes" in view.articles[9].text
    assert "Prochaine relecture : 2 novembre 2027" in view.articles[15].text
    assert view.signatories == ("Le maire",)
    assert not any("{" in article.text for article in view.articles)


def test_an_agreement_shows_at_the_stops_that_hand_over_to_that_partner_only(store, say):
    partner = next(sheet for sheet in store.records.all(Sheet) if "france-services" in sheet.relay_types)
    kept = Agreement(id="a" * 12, sheet=partner.id, we_send="les dossiers de carte grise", when="le mardi")
    assert agreements.save(store, kept).problems == ()

    shown = refer.checklist(store, "carte-grise", say)

    governed = [step for step in shown.steps if step.agreed]
    assert governed
    assert all(step.kind is StepKind.STOP and "france-services" in step.relay_types for step in governed)
    assert governed[0].agreed == (f"Convenu avec {partner.name} : les dossiers de carte grise · le mardi",)
    store.private.keep_contact(partner.id, Contact(name="Camille Exemple", role="accueil"), DAY)
    again = refer.checklist(store, "carte-grise", say)
    assert next(step for step in again.steps if step.agreed).agreed[1] == "Demander : Camille Exemple · accueil"
    made = refer.prepare(store, "carte-grise", partner.id)
    assert "Camille" not in str(compose(store, again, partner.id, made, "fr"))
    agreements.remove(store, kept.id)
    assert not any(step.agreed for step in refer.checklist(store, "carte-grise", say).steps)


def test_an_agreement_whose_review_date_has_come_says_so(store, say):
    partner = store.records.all(Sheet)[0]
    agreements.save(store, Agreement(id="b" * 12, sheet=partner.id, we_send="x", review_on=date(2026, 9, 1)))

    (line,) = agreements.listed(store, say)

    assert line.to_review
    assert line.told == "x · à relire depuis le 1er septembre 2026"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"we_send": ""}, "required"),
        ({"we_send": "voir Mme Dupont"}, "person-named"),
        ({"we_send": "1 85 05 78 006 084 91"}, "secret-nir"),
        ({"we_send": "x", "agreed_on": date(2026, 2, 2), "review_on": date(2026, 1, 1)}, "end-before-start"),
    ],
)
def test_an_agreement_that_cannot_stand_is_said(store, fields, code):
    partner = store.records.all(Sheet)[0]

    outcome = agreements.save(store, Agreement(id="c" * 12, sheet=partner.id, **fields))

    assert [one.code for one in outcome.problems] == [code]
    assert store.records.all(Agreement) == ()
