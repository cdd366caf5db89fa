"""History: what changed, who and when in words, and any earlier value put back."""

from datetime import timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.catalogue import columns, kind_of
from desk.domain.services import Closure, Service
from desk.domain.sheets import Fee, Reach, Sheet, SheetId, Status
from desk.store.changes import Author
from desk.store.history import history as log
from desk.work import freshness, history, sheet_editing
from desk.work.history import put_back, steps
from desk.work.history_words import field_words, value_words

ID = SheetId("a" * 12)


@pytest.fixture
def sheet(store):
    made = Sheet(id=ID, name="Mairie zèbre", phone="04 74 38 10 74", relay_types=("mairie",))
    store.records.put(made, Author(initials="MB"))
    return made


def kept(store):
    return store.records.one(Sheet, ID)


def told(store, say):
    return [(step.what, step.before, step.by) for step in steps(store, ID, say)]


def change(store, clock, by="JD", days=1, **fields):
    clock.advance(timedelta(days=days))
    sheet_editing.change(store, ID, fields, by)


def test_the_making_of_a_sheet_is_one_step_with_nothing_to_put_back(store, say, sheet):
    (made,) = steps(store, ID, say)

    assert (made.what, made.by, made.when, made.standing) == ("La fiche est créée", "MB", "aujourd'hui", True)
    with pytest.raises(RefusedError) as refused:
        put_back(store, ID, made.n, "name")
    assert refused.value.code is Code.NOTHING_TO_UNDO


def test_each_change_says_what_it_was_and_who_changed_it_the_latest_first(store, say, clock, sheet):
    change(store, clock, phone="04 74 00 00 01")
    change(store, clock, by="", phone="04 74 00 00 02")

    assert told(store, say)[:2] == [
        ("Téléphone : 04 74 00 00 02", "04 74 00 00 01", ""),
        ("Téléphone : 04 74 00 00 01", "04 74 38 10 74", "JD"),
    ]


def test_an_old_change_says_its_date_too(store, say, clock, sheet):
    change(store, clock, days=0, phone="04 74 00 00 01")
    clock.advance(timedelta(days=21))

    assert steps(store, ID, say)[0].when == "il y a 3 semaines (24 novembre 2026)"


def test_members_of_lists_come_and_go_one_by_one(store, say, clock, sheet):
    change(store, clock, relay_types=["ccas", "mairie"])
    change(store, clock, relay_types=["ccas"])

    assert [what for what, *_ in told(store, say)[:2]] == [
        "Genre de relais, retiré : Mairie",
        "Genre de relais, ajouté : Centre communal d'action sociale (CCAS)",
    ]


def test_services_are_told_by_their_name(store, say, sheet):
    for name in ("Aide aux papiers", "Aide à tous les papiers"):
        store.records.put(sheet_with(sheet, services=(Service(id="s1", name=name),)))
    store.records.put(sheet)

    assert [what for what, *_ in told(store, say)[:3]] == [
        "Service, retiré : Aide à tous les papiers",
        "Service, changé : Aide à tous les papiers",
        "Service, ajouté : Aide aux papiers",
    ]


def sheet_with(sheet, **fields):
    from dataclasses import replace

    return replace(sheet, **fields)


def test_groups_are_said_as_one_thing(store, say, clock, sheet):
    freshness.verify(store, ID, "MB", "phone")
    store.records.put(sheet_with(kept(store), address="3 place de l'Église", postcode="01500", commune="Villeneuve"))
    store.records.put(sheet_with(kept(store), opening_hours="Mo-Fr 09:00-12:00", hours_text="sauf en août"))

    assert [(what, before) for what, before, _ in told(store, say)[:3]] == [
        ("Horaires : lundi au vendredi 9 h – 12 h ; fermé samedi et dimanche — sauf en août", "rien"),
        ("Adresse : 3 place de l'Église, 01500 Villeneuve", "rien"),
        ("Vérification : le 24 novembre 2026, MB, par téléphone", "jamais vérifiée ici"),
    ]


def test_any_earlier_value_comes_back_and_that_is_a_change_like_another(store, say, clock, sheet):
    for number in (1, 2, 3):
        change(store, clock, phone=f"04 74 00 00 0{number}")
    oldest = next(step for step in steps(store, ID, say) if step.what.endswith("01"))

    outcome = put_back(store, ID, oldest.n, "phone", "PL")

    assert outcome.changed == {"sheet"}
    assert kept(store).phone == "04 74 38 10 74"
    assert told(store, say)[0] == ("Téléphone : 04 74 38 10 74", "04 74 00 00 03", "PL")
    put_back(store, ID, steps(store, ID, say)[0].n, "phone")
    assert kept(store).phone == "04 74 00 00 03"


@pytest.mark.parametrize(
    "field", ["relay_types.ccas", "place", "hours", "verified", "services.s1", "status", "closures"]
)
def test_whatever_changed_can_be_put_back(store, say, sheet, field):
    from datetime import date

    changed = sheet_with(
        sheet,
        relay_types=("ccas", "mairie"),
        address="3 place de l'Église",
        opening_hours="Mo 09:00-12:00",
        verified_on=date(2026, 11, 2),
        services=(Service(id="s1", name="Aide"),),
        status=Status.SUSPENDED,
        closures=(Closure(first=date(2026, 12, 24), last=date(2026, 12, 26)),),
    )
    store.records.put(changed)
    step = next(one for one in steps(store, ID, say) if one.field == field)

    assert not step.standing
    assert put_back(store, ID, step.n, field).problems == ()
    left = {one.field for one in log(store, "sheet", ID) if one.n == max(o.n for o in log(store, "sheet", ID))}
    assert left == {field}
    assert next(one for one in steps(store, ID, say) if one.n == step.n and one.field == field).standing


def test_what_would_be_wrong_is_not_put_back(store, say, clock, sheet):
    from datetime import date

    store.records.put(sheet_with(sheet, verified_on=date(2026, 11, 24)))
    store.records.put(sheet_with(sheet, verified_on=date(2026, 11, 1)))
    clock.advance(timedelta(days=-10))
    step = steps(store, ID, say)[0]

    outcome = put_back(store, ID, step.n, "verified")

    assert [problem.code for problem in outcome.problems] == ["in-the-future"]
    assert kept(store).verified_on == date(2026, 11, 1)


def test_a_save_that_does_not_exist_is_refused(store, sheet):
    for n, field in ((999, "phone"), (1, "nothing")):
        with pytest.raises(RefusedError) as refused:
            put_back(store, ID, n, field)
        assert refused.value.code is Code.NOTHING_TO_UNDO


def test_a_sheet_that_came_with_a_list_and_never_changed_has_no_history(store, say):
    official = next(sheet.id for sheet in store.records.all(Sheet) if sheet.id.startswith("fs-"))

    assert history.steps(store, official, say) == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_field_of_a_sheet_has_its_words(language):
    from desk.base.words import words

    say, kind = words(language), kind_of(Sheet)
    grouped = {name for _, names in kind.groups for name in names}
    travelling = {*(set(columns(kind)) - grouped - {"id"}), *(name for name, _ in kind.groups)}

    assert [name for name in travelling if field_words(name, say) == name] == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("status", Status.OPEN, "reçoit"),
        ("status", "a-later-value", "a-later-value"),
        ("fee", Fee.FREE, "gratuit"),
        ("reach", Reach.UNKNOWN, "inconnu"),
        ("wheelchair", True, "oui"),
        ("itinerant", False, "non"),
        ("phone", "", "rien"),
        ("removed_on", None, "dans les listes"),
        ("removed_on", "2026-11-02", "retirée le 2 novembre 2026"),
        ("waiting", {"waiting_days": 10, "waiting_on": "2026-11-02"}, "10 jours (2 novembre 2026)"),
        ("waiting", None, "rien"),
        ("verified", None, "jamais vérifiée ici"),
        ("hours", {"opening_hours": "n'importe quoi", "hours_text": ""}, "n'importe quoi"),
        ("place", {"latitude": 46.0, "longitude": 5.0}, "(46.0000, 5.0000)"),
        ("other_labels.Label à nous", 1, "Label à nous"),
        ("services.s1", 0, "s1"),
        ("a_later_field", "x", "x"),
    ],
)
def test_every_value_has_its_words(store, say, field, value, words):
    assert value_words(store, field, value, say) == words


def test_a_long_value_is_cut_at_a_word(store, say):
    told = value_words(store, "description", "mot " * 100, say)

    assert len(told) < 170
    assert told.endswith("mot …")
