from dataclasses import replace
from datetime import date, datetime

import pytest

from desk.domain.doubts import Doubt
from desk.domain.doubts import Reason as DoubtReason
from desk.domain.hours import HalfDay, calendar_of
from desk.domain.libraries import Library, LibraryId
from desk.domain.relays import Reason, Wishes, rank
from desk.domain.sheets import Sheet, SheetId, Status

TUESDAY = datetime(2026, 11, 24, 10, 0)
HERE = Library(
    id=LibraryId("lib"),
    name="Bibliothèque",
    commune="Ambronay",
    insee="01007",
    departement="01",
    latitude=46.0,
    longitude=5.36,
)
WIDEST = ("mairie", "france-services", "ccas")
WANTED = ("mairie", "france-services")


def a_sheet(name, km=2.0, **fields):
    letters = "".join(sign for sign in name.lower() if sign.isalnum())[:12].ljust(12, "0")
    near = {"latitude": 46.0 + km / 111.2, "longitude": 5.36}
    return Sheet(**{"id": SheetId(letters), "name": name, "relay_types": ("mairie",), **near, **fields})


def ranked(*sheets, wishes=Wishes(at=TUESDAY)):
    return rank(tuple(sheets), WIDEST, WANTED, HERE, calendar_of("01"), wishes)


def test_the_nearest_comes_first_when_all_else_is_equal():
    assert [one.sheet.name for one in ranked(a_sheet("loin", 20), a_sheet("près", 2))] == ["près", "loin"]


def test_a_procedure_s_own_kind_of_relay_comes_before_a_broader_one():
    broader = a_sheet("ccas", 2, relay_types=("ccas",))

    first, second = ranked(broader, a_sheet("mairie", 2))

    assert first.sheet.name == "mairie"
    assert Reason.BROADER_TYPE in second.reasons


def test_a_place_outside_the_territory_is_left_out():
    assert ranked(a_sheet("trop loin", 31)) == ()


def test_a_sheet_without_a_place_is_kept():
    (only,) = ranked(a_sheet("sans lieu", latitude=None, longitude=None, phone="04 74 00 00 00"))

    assert only.km is None
    assert {Reason.NO_PLACE, Reason.BY_PHONE} <= set(only.reasons)


def test_the_origin_of_the_map_is_not_a_place():
    (only,) = ranked(a_sheet("export", latitude=0.0, longitude=0.0))

    assert only.km is None


def test_open_when_the_person_is_free_comes_before_open_when_not():
    thursday = a_sheet("jeudi", opening_hours="Th 14:00-17:00")
    monday = a_sheet("lundi", opening_hours="Mo 14:00-17:00")

    first, second = ranked(monday, thursday, wishes=Wishes(at=TUESDAY, free=frozenset({HalfDay.TH_PM})))

    assert first.sheet.name == "jeudi"
    assert Reason.NOT_WHEN_FREE in second.reasons
    assert second.visits == ()


def test_without_a_car_far_is_farther():
    near_closed, far_open = a_sheet("près", 3), a_sheet("loin", 18, opening_hours="Mo-Fr 09:00-12:00")

    assert ranked(near_closed, far_open, wishes=Wishes(at=TUESDAY, by_car=False))[0].sheet.name == "près"


def test_a_fresh_check_comes_before_none():
    checked = a_sheet("vérifiée", verified_on=date(2026, 11, 10))

    assert ranked(a_sheet("jamais"), checked)[0].sheet.name == "vérifiée"


def test_an_old_sheet_sinks_but_is_never_hidden():
    old = a_sheet("ancienne", verified_on=date(2024, 1, 1))

    assert len(ranked(old, a_sheet("autre", verified_on=date(2026, 11, 1)))) == 2


def test_a_removed_sheet_is_no_relay():
    assert ranked(replace(a_sheet("fermée"), removed_on=date(2026, 1, 1))) == ()


@pytest.mark.parametrize("status", [Status.CLOSED, Status.SUSPENDED])
def test_a_structure_that_does_not_receive_is_no_relay(status):
    assert ranked(a_sheet("fermée", status=status)) == ()


@pytest.mark.parametrize("reason", DoubtReason)
def test_a_sheet_said_to_be_wrong_sinks_and_is_never_hidden(reason):
    doubtful, other = a_sheet("douteuse", 2), a_sheet("sûre", 4)
    doubts = {doubtful.id: (Doubt(id="d", sheet=doubtful.id, reason=reason, said_on=date(2026, 11, 20)),)}

    first, second = rank((doubtful, other), WIDEST, WANTED, HERE, calendar_of("01"), Wishes(at=TUESDAY), doubts)

    assert (first.sheet.name, second.sheet.name) == ("sûre", "douteuse")
    assert second.reasons[0] is Reason.DOUBTED
    assert second.doubts == doubts[doubtful.id]


def test_a_doubt_about_the_place_weighs_more_than_one_about_a_detail():
    def score(reason):
        sheet = a_sheet("douteuse")
        doubts = {sheet.id: (Doubt(id="d", sheet=sheet.id, reason=reason, said_on=date(2026, 11, 20)),)}
        return rank((sheet,), WIDEST, WANTED, HERE, calendar_of("01"), Wishes(at=TUESDAY), doubts)[0].score

    assert score(DoubtReason.CLOSED) < score(DoubtReason.HOURS) < ranked(a_sheet("douteuse"))[0].score


def test_a_recent_document_is_better_than_an_old_one():
    recent, old = a_sheet("récente", source_date="2026-09"), a_sheet("ancienne", source_date="2023-01")

    assert [one.sheet.name for one in ranked(old, recent)] == ["récente", "ancienne"]


def test_a_sheet_by_appointment_is_never_said_to_be_open():
    (only,) = ranked(a_sheet("rdv", opening_hours='"sur rendez-vous"'))

    assert Reason.OPEN_NOW not in only.reasons
    assert only.visits == ()


def test_scores_are_shares_and_every_relay_says_why():
    for one in ranked(a_sheet("a"), a_sheet("b", 12, opening_hours="Mo-Fr 09:00-12:00")):
        assert 0 < one.score <= 1
        assert one.reasons
