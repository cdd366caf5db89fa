"""Fiches, writing: what people type becomes a sheet, doubtful values stay with a sentence, every save can be undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.errors import Code, RefusedError
from desk.domain.doubts import Reason
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.store.private import Contact
from desk.work import sheet_editing, sheet_form, sheets
from desk.work.field_history import by_field
from desk.work.freshness import doubt, verify
from desk.work.sentences import of_problem
from desk.work.sheet_fields import typed_fields

DAY = date(2026, 11, 24)
MAIRIE = {"name": "Mairie d'Ambronay", "phone": "0474381074", "commune": "Ambronay"}


def made(store, fields, initials="ML"):
    outcome = sheet_editing.new(store, fields, initials)
    assert outcome.problems == ()
    return store.records.one(Sheet, outcome.id)


def codes(found):
    return {(one.field, one.code) for one in found}


# reading


def test_what_is_typed_is_made_clean(store):
    sheet = made(
        store,
        {
            "name": "  Maison\u00a0des  solidarités\x00 ",
            "phone": "04.74-38 10/74",
            "email": "ACCUEIL@Ambronay.FR",
            "website": "www.ambronay.fr/ccas",
            "siret": "356 000 000 00048",
            "fee": "free",
            "reach": "appointment",
            "relay_types": "ccas, mairie",
            "needs": ["Social - Santé"],
            "wheelchair": "oui",
            "itinerant": False,
            "waiting_days": "10",
            "description": "Ligne une\n\nLigne deux",
        },
    )

    assert sheet.name == "Maison des solidarités"
    assert sheet.phone == "04 74 38 10 74"
    assert sheet.email == "accueil@ambronay.fr"
    assert sheet.website == "https://www.ambronay.fr/ccas"
    assert sheet.siret == "35600000000048"
    assert (sheet.fee, sheet.reach, sheet.wheelchair) == (Fee.FREE, Reach.APPOINTMENT, True)
    assert sheet.relay_types == ("ccas", "mairie")
    assert sheet.needs[0] in store.seeds.taxonomy.families
    assert (sheet.waiting_days, sheet.waiting_on) == (10, DAY)
    assert sheet.description == "Ligne une\n\nLigne deux"
    assert (sheet.source, sheet.source_date, sheet.verified_on) == (sheets.OWN_SOURCE, "2026-11-24", None)


def test_two_numbers_in_one_box_are_both_kept(store):
    sheet = made(store, {"name": "CCAS", "phone": "04 74 38 10 74 / 06 12 34 56 78"})

    assert sheet.phone == "04 74 38 10 74 / 06 12 34 56 78"


@pytest.mark.parametrize(
    ("field", "typed", "kept", "code"),
    [
        ("phone", "04 74 38 10", "04 74 38 10", "phone-unreadable"),
        ("phone", "00 00 00 00 00", "", "phone-filler"),
        ("email", "accueil chez ambronay", "accueil chez ambronay", "email-unreadable"),
        ("email", "marie.dupont@ambronay.fr", "marie.dupont@ambronay.fr", "email-personal"),
        ("website", "accueil@ambronay.fr", "accueil@ambronay.fr", "url-is-email"),
        ("siret", "21010007400013", "21010007400013", "siret-check"),
        ("siret", "79200000000000", "", "siret-rounded"),
        ("postcode", "O1500", "O1500", "postcode-unreadable"),
        ("opening_hours", "un jour sur deux", "un jour sur deux", "hours-unreadable"),
        ("opening_hours", "Mo-Fr 14:00-12:00", "Mo-Fr 14:00-12:00", "hours-overnight"),
        ("relay_types", ["relais-de-la-lune"], ("relais-de-la-lune",), "unknown-value"),
        ("commune", "Ville-qui-n-existe-pas", "Ville-qui-n-existe-pas", "commune-unknown"),
        ("area", ["Pays de nulle part"], ("Pays de nulle part",), "unknown-value"),
    ],
)
def test_a_doubtful_value_is_kept_with_a_sentence_and_blocks_nothing(store, say, field, typed, kept, code):
    outcome = sheet_editing.new(store, {"name": "CCAS", field: typed})

    assert outcome.problems == ()
    assert (field, code) in codes(outcome.warnings)
    assert getattr(store.records.one(Sheet, outcome.id), field) == kept
    assert of_problem(code, say) != of_problem("no such code", say)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, ("name", "required")),
        ({"name": "CCAS", "fee": "cher"}, ("fee", "unknown-value")),
        ({"name": "CCAS", "description": "mdp : soleil38"}, ("description", "secret-password")),
        ({"name": "CCAS", "phone": "carte 4970 1012 3456 7893"}, ("phone", "secret-card")),
        ({"name": "CCAS", "closures": [{"first": "2026-12-24", "reason": "mdp = soleil38"}]}, ("closures.0.reason", "secret-password")),
        ({"name": "CCAS", "services": [{"name": "A", "ways_details": "FR76 3000 6000 0112 3456 7890 189"}]}, ("services.0.ways_details", "secret-iban")),
        ({"name": "x" * 200}, ("name", "too-long")),
        ({"name": "CCAS", "waiting_days": "bientôt"}, ("waiting_days", "unreadable")),
        ({"name": "CCAS", "waiting_days": 1e400}, ("waiting_days", "unreadable")),
        ({"name": "CCAS", "itinerant": "peut-être bien"}, ("itinerant", "unreadable")),
        ({"name": ["CCAS"]}, ("name", "unreadable")),
        ({"name": "CCAS", "needs": {"a": 1}}, ("needs", "unreadable")),
        ({"name": "CCAS", "needs": ["x"] * 201}, ("needs", "too-long")),
        ({"name": "CCAS", "services": "aide"}, ("services", "unreadable")),
        ({"name": "CCAS", "services": [{"description": "sans nom"}]}, ("services.0.name", "required")),
        ({"name": "CCAS", "closures": [{"reason": "congés"}]}, ("closures.0.first", "required")),
        ({"name": "CCAS", "closures": [{"first": "2026-12-24", "last": "2026-12-01"}]}, ("closures", "end-before-start")),
        ({"name": "CCAS", "waiting_on": "un de ces jours"}, ("waiting_on", "date-unreadable")),
        ({"name": "CCAS", "verified_on": "2030-01-01"}, ("verified_on", "in-the-future")),
        ({"name": "CCAS", "description": "Demander Josette à l'accueil"}, ("description", "person-named")),
        ({"name": "CCAS", "hours_text": "avec Mme Dupont, le mardi"}, ("hours_text", "person-named")),
        ({"name": "CCAS", "latitude": 200, "longitude": 5}, ("latitude", "out-of-range")),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_by_its_field_and_writes_nothing(store, fields, code):
    before = store.records.count(Sheet)

    outcome = sheet_editing.new(store, fields)

    assert code in codes(outcome.problems)
    assert store.records.count(Sheet) == before


@pytest.mark.parametrize("name", ["visitor", "id", "origin", "services.0.colour", "position"])
def test_a_field_that_no_sheet_has_is_refused_by_its_name(store, name):
    whole, _, inside = name.partition(".0.")
    fields = {"name": "CCAS", whole: [{"name": "A", inside: 1}] if inside else "x"}

    with pytest.raises(RefusedError) as refused:
        sheet_editing.new(store, fields)

    assert (refused.value.code, refused.value.blanks["field"]) == (Code.UNKNOWN_FIELD, name)


def test_french_hours_become_osm_where_they_are_sure_and_stay_words_where_not(store):
    sure = made(store, {"name": "A", "opening_hours": "lundi au vendredi 9h-12h"})
    told = made(store, {"name": "B", "hours_text": "mardi et jeudi de 14h à 17h"})
    unsure = made(store, {"name": "C", "hours_text": "mardi, parfois le matin"})

    assert sure.opening_hours == "Mo-Fr 09:00-12:00"
    assert (told.opening_hours, told.hours_text) == ("Tu,Th 14:00-17:00", "mardi et jeudi de 14h à 17h") or (
        told.opening_hours == "Tu 14:00-17:00; Th 14:00-17:00"
    )
    assert (unsure.opening_hours, unsure.hours_text) == ("", "mardi, parfois le matin")


def test_services_stops_and_closings_are_read_in_order(store):
    sheet = made(
        store,
        {
            "name": "Bus des démarches",
            "services": [
                {"name": "Impôts", "phone": "0474381074"},
                {"name": "CAF", "themes": ["famille--garde-denfants"]},
            ],
            "stops": [{"name": "Marché", "commune": "ambronay", "opening_hours": "Tu 09:00-12:00"}],
            "closures": [{"first": "24/12/2026"}, {"first": "2027-08-01", "last": "2027-08-15", "reason": "congés"}],
        },
    )

    assert [(one.name, one.position) for one in sheet.services] == [("Impôts", 0), ("CAF", 1)]
    assert sheet.services[0].phone == "04 74 38 10 74"
    assert len({one.id for one in sheet.services}) == 2
    assert sheet.itinerant
    assert (sheet.stops[0].commune, sheet.stops[0].insee) == ("Ambronay", "01007")
    assert sheet.stops[0].latitude is not None
    assert [(one.first, one.last) for one in sheet.closures] == [
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2027, 8, 1), date(2027, 8, 15)),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {"name": st.text(min_size=1, max_size=30)},
        optional={
            name: st.one_of(st.none(), st.text(max_size=40), st.integers(), st.lists(st.text(max_size=10), max_size=3))
            for name in typed_fields()
            if name != "name"
        },
    )
)
def test_no_value_whatever_crashes_and_what_is_kept_can_be_read_again(store, say, fields):
    outcome = sheet_editing.new(store, fields)

    assert outcome.problems or sheets.view(store, outcome.id, say).id == outcome.id


# where


def test_the_commune_gives_its_code_its_postcode_and_its_point(store):
    sheet = made(store, MAIRIE)

    assert (sheet.commune, sheet.insee, sheet.postcode) == ("Ambronay", "01007", "01500") or sheet.insee == "01007"
    assert sheet.place is not None


def test_an_address_on_one_line_is_taken_apart(store):
    sheet = made(store, {"name": "A", "address": "8 rue de la Gare - 01500 AMBRONAY"})

    assert (sheet.address, sheet.postcode, sheet.commune, sheet.insee) == (
        "8 rue de la Gare",
        "01500",
        "Ambronay",
        "01007",
    )


def test_a_former_commune_leads_to_the_one_of_today_and_keeps_its_name_in_the_address(store):
    outcome = sheet_editing.new(store, {"name": "A", "commune": "Saint-Martin-Bellevue"})
    sheet = store.records.one(Sheet, outcome.id)

    assert (sheet.commune, sheet.address_extra) == ("Fillière", "Saint-Martin-Bellevue")
    assert ("commune", "commune-former") in codes(outcome.warnings)


def test_moving_to_another_commune_takes_the_point_along(store):
    sheet = made(store, MAIRIE)

    outcome = sheet_editing.change(store, sheet.id, {"commune": "Ambérieu-en-Bugey"})
    moved = store.records.one(Sheet, sheet.id)

    assert outcome.warnings == ()
    assert (moved.commune, moved.insee) == ("Ambérieu-en-Bugey", "01004")
    assert moved.place != sheet.place
    assert moved.postcode == "01500"


def test_a_point_given_by_hand_stays_when_the_street_changes(store):
    sheet = made(store, {**MAIRIE, "latitude": "45,9", "longitude": "5,4"})

    sheet_editing.change(store, sheet.id, {"address": "2 place de la Mairie"})

    assert (store.records.one(Sheet, sheet.id).latitude, store.records.one(Sheet, sheet.id).longitude) == (45.9, 5.4)


def test_a_name_that_several_communes_bear_means_the_one_of_the_department(store):
    assert made(store, {"name": "A", "commune": "Saint-Denis-en-Bugey"}).insee == "01345"
    ambiguous = sheet_editing.new(store, {"name": "A", "commune": "Sainte-Colombe"})

    assert ("commune", "commune-ambiguous") in codes(ambiguous.warnings)


def test_an_area_is_read_in_words(store, say):
    sheet = made(store, {"name": "A", "area": ["Ain", "Ambronay", "france", "200040350"]})

    assert set(sheet.area) == {"01", "01007", "france", "200040350"}
    assert set(sheet_form.form(store, sheet.id, say).areas.values()) == {
        "Ain",
        "Ambronay",
        "la France entière",
        "200040350",
    }


# changing and undoing


def test_a_change_touches_only_what_it_names_and_is_not_a_check(store):
    sheet = made(store, {**MAIRIE, "description": "état civil"})
    verify(store, sheet.id, "AB")

    outcome = sheet_editing.change(store, sheet.id, {"phone": "04 74 38 00 00"}, "CD")
    changed = store.records.one(Sheet, sheet.id)

    assert outcome.changed == {"sheet"}
    assert changed.description == "état civil"
    assert (changed.verified_on, changed.verified_by) == (DAY, "AB")
    assert by_field(store, sheet.id)[0].by == "CD"


def test_a_check_dated_by_a_clock_that_was_ahead_stops_no_correction(store, clock):
    sheet = made(store, MAIRIE)
    clock.advance(timedelta(days=400))
    verify(store, sheet.id, "MB")
    clock.advance(timedelta(days=-400))

    assert sheet_editing.change(store, sheet.id, {"phone": "3939"}).changed
    ahead = DAY + timedelta(days=30)
    refused = sheet_editing.change(store, sheet.id, {"verified_on": ahead.isoformat()})
    assert codes(refused.problems) == {("verified_on", "in-the-future")}


def test_changing_nothing_writes_nothing(store):
    sheet = made(store, MAIRIE)
    before = store.records.log.count()

    outcome = sheet_editing.change(store, sheet.id, {"phone": "04 74 38 10 74"})

    assert (outcome.changed, outcome.problems) == (frozenset(), ())
    assert store.records.log.count() == before


def test_each_save_can_be_undone_the_last_first(store):
    sheet = made(store, {**MAIRIE, "relay_types": ["mairie"]})
    steps = [sheet]
    for fields in (
        {"phone": "3939"},
        {"relay_types": ["mairie", "ccas"]},
        {"commune": "Ambérieu-en-Bugey"},
        {"services": [{"name": "A"}]},
    ):
        sheet_editing.change(store, sheet.id, fields)
        steps.append(store.records.one(Sheet, sheet.id))

    for former in reversed(steps[:-1]):
        sheet_editing.undo(store, sheet.id)
        assert store.records.one(Sheet, sheet.id) == former

    sheet_editing.undo(store, sheet.id)
    assert store.records.one(Sheet, sheet.id).removed_on == DAY
    sheet_editing.undo(store, sheet.id)
    assert store.records.one(Sheet, sheet.id) == steps[0]


def test_undoing_leaves_what_somebody_changed_since(store):
    """The second save is of another field, the third of the same: undoing the third puts back the second, not the first."""
    sheet = made(store, MAIRIE)
    sheet_editing.change(store, sheet.id, {"phone": "3939", "summary": "ouvert"})
    store.records.put(replace(store.records.one(Sheet, sheet.id), phone="3646"))

    sheet_editing.undo(store, sheet.id)

    assert store.records.one(Sheet, sheet.id).phone == "3939"
    assert store.records.one(Sheet, sheet.id).summary == "ouvert"


def test_a_sheet_that_nobody_here_saved_has_nothing_to_undo(store):
    known = store.records.all(Sheet)[0]
    with store.database.atomic():
        store.database.write("DELETE FROM changes")

    with pytest.raises(RefusedError) as refused:
        sheet_editing.undo(store, known.id)

    assert refused.value.code is Code.NOTHING_TO_UNDO


def test_a_withdrawn_sheet_leaves_the_lists_and_comes_back(store, say):
    sheet = made(store, {"name": "Zèbre"})

    sheet_editing.withdraw(store, sheet.id)
    assert [one.sheet for one in store.index.find("zebre")] == []
    assert sheets.view(store, sheet.id, say).status == "retirée des listes"

    sheet_editing.bring_back(store, sheet.id)
    assert [one.sheet for one in store.index.find("zebre")] == [sheet.id]


def test_an_unknown_sheet_is_neither_changed_nor_undone(store):
    for act in (lambda: sheet_editing.change(store, "nope", {}), lambda: sheet_editing.undo(store, "nope")):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.code is Code.UNKNOWN_SHEET


def test_the_history_names_the_record_s_own_fields_latest_first(store):
    sheet = made(store, {**MAIRIE, "relay_types": ["mairie"]})
    sheet_editing.change(store, sheet.id, {"relay_types": ["mairie", "ccas"], "address": "2 place de la Mairie"}, "CD")

    told = by_field(store, sheet.id)

    assert [(one.field, one.before, one.after) for one in told if one.by == "CD"] == [
        ("relay_types", ("mairie",), ("ccas", "mairie")),
        ("address", "", "2 place de la Mairie"),
    ]
    assert {(one.field, one.before) for one in told if one.by == "ML"} >= {
        ("name", None),
        ("phone", None),
        ("insee", None),
    }
    assert [one.n for one in told] == sorted((one.n for one in told), reverse=True)


# the form


def test_the_form_keeps_everything_or_nothing(store, say):
    sheet = made(store, MAIRIE)

    refused = sheet_form.save(store, sheet.id, {"phone": "3939", "note": "mdp : soleil38"})
    assert codes(refused.problems) == {("note", "secret-password")}
    assert store.records.one(Sheet, sheet.id).phone == "04 74 38 10 74"

    kept = sheet_form.save(
        store,
        sheet.id,
        {"phone": "3939", "note": "sonner deux fois", "contact_name": "zqxcanari", "contact_phone": "0612345678"},
        "ML",
        checked=True,
    )
    form = sheet_form.form(store, sheet.id, say)
    assert kept.changed >= {"sheet", "note", "contact"}
    assert (form.values["note"], form.values["contact_name"]) == ("sonner deux fois", "zqxcanari")
    assert store.private.contact(sheet.id) == Contact(name="zqxcanari", phone="06 12 34 56 78")
    assert store.records.one(Sheet, sheet.id).verified_by == "ML"
    assert sheets.view(store, sheet.id, say).contact == ("zqxcanari", "06 12 34 56 78")
    exchanged = [path for path in store.profile.root.glob("desk.sqlite*") if b"zqxcanari" in path.read_bytes()]
    assert exchanged == []


def test_a_new_sheet_is_made_by_the_form_with_its_note(store, say):
    outcome = sheet_form.save(store, "", {"name": "CCAS", "note": "au fond du couloir"}, "ML")

    assert sheet_form.form(store, outcome.id, say).values["note"] == "au fond du couloir"
    assert sheet_form.blank_form(store, say).values["source"] == sheets.OWN_SOURCE


def test_a_new_sheet_saved_twice_in_a_hurry_is_one_sheet(store, say):
    form = sheet_form.blank_form(store, say)

    for fields in ({"name": "CCAS"}, {"name": "CCAS", "phone": "3939"}):
        assert sheet_form.save(store, "", fields, to_be=form.to_be).id == form.to_be

    (made_once,) = store.records.where(Sheet, "name = 'CCAS'")
    assert (made_once.id, made_once.phone) == (form.to_be, "3939")


def test_saving_the_form_as_it_is_changes_nothing(store, say):
    """Every value of the form, given back as it is, is the same sheet."""
    sheet = made(
        store,
        {
            **MAIRIE,
            "services": [{"name": "A", "fee": "free"}],
            "stops": [{"name": "B", "commune": "Ambronay"}],
            "closures": [{"first": "2026-12-24", "last": "2027-01-02", "reason": "congés"}],
            "area": ["01", "01007"],
            "waiting_days": 3,
            "labels": ["Aidants Connect"],
            "website": "https://www.ambronay.fr",
            "opening_hours": "Tu[1] 09:00-12:00",
        },
    )

    outcome = sheet_form.save(store, sheet.id, sheet_form.form(store, sheet.id, say).values)

    assert store.records.one(Sheet, sheet.id) == sheet
    assert outcome.changed == frozenset()


# lookalikes


@pytest.mark.parametrize(
    ("name", "phone", "commune"),
    [
        ("", "04.74.38.10.74", ""),
        ("Autre chose", "+33 4 74 38 10 74", "Lyon"),
        ("mairie", "", "Ambronay"),
        ("MAIRIE D'AMBRONAY", "", "ambronay"),
        ("Mairei", "", "Ambronay"),
        ("Mairie d'Ambronay", "", ""),
    ],
)
def test_a_sheet_already_there_is_proposed(store, say, name, phone, commune):
    sheet = made(store, MAIRIE)

    assert sheet.id in [line.id for line in sheet_form.lookalikes(store, name, phone, commune, say)]
    assert sheet_form.lookalikes(store, name, phone, commune, say, except_id=sheet.id) == ()


@pytest.mark.parametrize(
    ("name", "phone", "commune"),
    [
        ("", "", ""),
        ("a", "", "Ambronay"),
        ("École", "", "Ambronay"),
        ("Mairie", "", "Ambérieu-en-Bugey"),
        ("CAF", "3230", ""),
    ],
)
def test_what_differs_is_not_proposed(store, say, name, phone, commune):
    made(store, MAIRIE)
    made(store, {"name": "Caisse d'allocations", "phone": "3230", "commune": "Lyon"})

    assert sheet_form.lookalikes(store, name, phone, commune, say) == ()


def test_lookalikes_read_few_rows_of_many_sheets(store, say):
    """At twenty thousand sheets the question goes through the index: the plan of the query says so, no stopwatch."""
    plan = store.database.rows(
        "EXPLAIN QUERY PLAN SELECT o.sheet FROM sheet_words w JOIN sheet_order o ON o.place = w.rowid"
        " WHERE w.sheet_words MATCH ? ORDER BY w.rowid LIMIT 1500",
        ('"ambronay"',),
    )

    assert not any("SCAN o" in str(step[-1]) for step in plan)


def test_towns_are_proposed_by_name_postcode_and_former_name(store):
    assert sheet_form.towns(store, "ambron")[0].insee == "01007"
    assert "01007" in [town.insee for town in sheet_form.towns(store, "01500")]
    former = sheet_form.towns(store, "saint-martin-bellevue")[0]
    assert (former.commune, "Saint-Martin-Bellevue" in former.words) == ("Fillière", True)
    assert sheet_form.towns(store, "") == () or all(town.words for town in sheet_form.towns(store, ""))


# reading in words


def test_the_view_says_in_words_everything_a_sheet_holds(store, say, clock):
    sheet = made(
        store,
        {
            **MAIRIE,
            "opening_hours": "Mo-Fr 09:00-12:00",
            "status": "suspended",
            "services": [{"name": "État civil", "fee": "free", "conditions": "habiter ici"}],
            "labels": ["Aidants Connect"],
            "audiences": ["seniors"],
            "ways": ["telephoner"],
            "desk_details": "demander le service social",
            "closures": [
                {"first": "2026-11-24", "last": "2026-11-30", "reason": "travaux"},
                {"first": "2026-01-01", "last": "2026-01-02"},
            ],
            "waiting_days": 10,
            "area": ["01"],
            "conditions": "habiter la commune",
            "wheelchair": True,
            "parent": "Commune d'Ambronay",
        },
    )
    doubt(store, sheet.id, Reason.HOURS, "MB")

    view = sheets.view(store, sheet.id, say)

    whole = "\n".join(line for part in view.parts for line in (part.title, *part.lines))
    for words in ("État civil", "gratuit", "Aidants Connect", "Seniors", "demander le service social", "Ain",
                  "habiter la commune", "fauteuil roulant", "Commune d'Ambronay"):  # fmt: skip
        assert words in whole
    assert view.status
    assert view.closures == ("fermé du 24 novembre 2026 au 30 novembre 2026 (travaux)",)
    assert view.waiting == "environ 10 jours d'attente (dit aujourd'hui)"
    assert "les horaires" in view.doubts[0]
    assert view.now == "rouvre mardi 1er décembre 9 h"


def test_a_closing_counts_until_its_last_day(store, say, clock):
    sheet = made(store, {**MAIRIE, "opening_hours": "Mo-Fr 09:00-18:00", "closures": [{"first": "2026-11-24"}]})

    assert "rouvre demain" in sheets.view(store, sheet.id, say).now
    clock.advance(timedelta(days=1))
    assert sheets.view(store, sheet.id, say).now.startswith("ouvert")
    assert sheets.view(store, sheet.id, say).closures == ()


def test_a_closing_without_hours_says_nothing_of_hours():
    from desk.domain.services import Closure, closed_on

    closure = Closure(first=DAY, last=DAY)
    assert closed_on("", (closure,)) == ""
    assert closed_on('Mo 09:00-12:00 || unknown "x"', (closure,)).endswith('|| unknown "x"')
    assert Sheet(id=SheetId("a"), name="A").closures == ()
