"""« Je viens de vérifier », « c'est faux », and taking either back; the words of an age."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.doubts import Doubt, Reason
from desk.domain.relays import Wishes
from desk.domain.sheets import Sheet, SheetId, Status
from desk.work import freshness, refer, sheet_list, sheets
from desk.work.freshness import checked_words, doubt_words, doubtful_words

TODAY = date(2026, 11, 24)
ID = SheetId("a" * 12)


@pytest.fixture
def sheet(store):
    kept = Sheet(id=ID, name="Mairie zèbre", relay_types=("mairie",), phone="04 74 38 10 74")
    store.records.put(kept)
    return kept


def kept(store):
    return store.records.one(Sheet, ID)


def a_doubt(**fields):
    return Doubt(**{"id": "d", "sheet": ID, "reason": Reason.HOURS, "said_on": TODAY} | fields)


def test_checking_keeps_the_day_the_initials_and_how(store, say, sheet):
    outcome = freshness.verify(store, ID, "MB", freshness.BY_PHONE)

    assert outcome.changed == {"sheet"}
    assert (kept(store).verified_on, kept(store).verified_by, kept(store).verified_how) == (TODAY, "MB", "phone")
    assert checked_words(kept(store), TODAY, say) == "vérifiée aujourd'hui, par téléphone"


def test_checking_settles_what_was_said_to_be_wrong(store, sheet):
    freshness.doubt(store, ID, Reason.HOURS, "PL")
    freshness.doubt(store, ID, Reason.PHONE, "PL")

    outcome = freshness.verify(store, ID, "MB")

    assert outcome.changed == {"sheet", "doubt"}
    assert freshness.open_doubts(store, (ID,)) == {}
    assert {(one.settled_on, one.settled_by) for one in store.records.all(Doubt)} == {(TODAY, "MB")}


def test_taking_a_check_back_gives_the_check_before_and_opens_its_doubts_again(store, clock, sheet):
    freshness.verify(store, ID, "PL")
    clock.advance(timedelta(days=30))
    freshness.doubt(store, ID, Reason.MOVED, "JD")
    freshness.verify(store, ID, "MB")

    outcome = freshness.take_back_check(store, ID, "MB")

    assert outcome.changed == {"sheet", "doubt"}
    assert (kept(store).verified_on, kept(store).verified_by) == (TODAY, "PL")
    (doubt,) = freshness.open_doubts(store, (ID,))[ID]
    assert (doubt.reason, doubt.settled_on, doubt.settled_by) == (Reason.MOVED, None, "")


def test_taking_back_the_first_check_leaves_a_sheet_that_nobody_checked(store, sheet):
    freshness.verify(store, ID, "MB")

    freshness.take_back_check(store, ID)

    assert kept(store) == sheet


def test_doubts_settled_by_an_earlier_check_stay_settled(store, sheet):
    freshness.doubt(store, ID, Reason.HOURS, "PL")
    freshness.verify(store, ID, "MB")
    freshness.verify(store, ID, "JD")

    freshness.take_back_check(store, ID)

    assert kept(store).verified_by == "MB"
    assert freshness.open_doubts(store, (ID,)) == {}


def test_taking_back_touches_nothing_that_somebody_changed_since(store, sheet):
    freshness.verify(store, ID, "MB")
    store.records.put(replace(kept(store), phone="04 74 00 00 00"))

    freshness.take_back_check(store, ID)

    assert kept(store).phone == "04 74 00 00 00"
    assert kept(store).verified_on is None


def test_saying_that_a_sheet_is_wrong_twice_makes_one_doubt(store, sheet):
    first = freshness.doubt(store, ID, Reason.PHONE, "MB")
    second = freshness.doubt(store, ID, Reason.PHONE, "PL")

    assert first.changed == {"doubt"}
    assert (second.changed, second.id) == (frozenset(), first.id)
    assert len(store.records.all(Doubt)) == 1


def test_taking_a_doubt_back_settles_it_and_can_be_repeated(store, sheet):
    made = freshness.doubt(store, ID, Reason.PHONE, "MB")

    assert freshness.take_back_doubt(store, made.id, "MB").changed == {"doubt"}
    assert freshness.take_back_doubt(store, made.id, "MB").changed == frozenset()
    assert freshness.open_doubts(store, (ID,)) == {}


@pytest.mark.parametrize(
    "act",
    [
        lambda store: freshness.verify(store, "nope", "MB"),
        lambda store: freshness.doubt(store, "nope", Reason.OTHER, "MB"),
        lambda store: freshness.take_back_check(store, "nope"),
    ],
)
def test_nothing_is_said_of_a_sheet_that_does_not_exist(store, act):
    with pytest.raises(RefusedError) as refused:
        act(store)

    assert refused.value.code is Code.UNKNOWN_SHEET
    assert store.records.all(Doubt) == ()


def test_initials_never_grow_into_a_name(store, sheet):
    freshness.verify(store, ID, "Marie-Bernadette Dupont")

    assert len(kept(store).verified_by) <= freshness.INITIALS


# how it is said


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("phone", ["04 74 38 10 74", ""])
def test_a_doubt_says_its_reason_and_what_to_do(say, reason, phone):
    told = doubtful_words((a_doubt(reason=reason),), phone, say)

    can_call = phone and reason is not Reason.PHONE
    todo = "téléphonez avant" if can_call else "vérifiez avant d'y aller"
    assert told.startswith(f"Signalée comme fausse : {todo} (")


def test_several_doubts_are_one_sentence_and_none_is_no_sentence(say):
    several = (a_doubt(), a_doubt(id="e"), a_doubt(id="f", reason=Reason.MOVED))

    assert doubtful_words(several, "04", say) == "Signalée comme fausse : téléphonez avant (les horaires, a déménagé)"
    assert doubtful_words((), "04", say) == ""


def test_a_doubt_says_when_and_by_whom(say):
    said = a_doubt(said_on=date(2026, 11, 3), said_by="MB")

    assert doubt_words(said, TODAY, say) == "les horaires, signalé il y a 3 semaines par MB"
    assert doubt_words(replace(said, said_by=""), TODAY, say) == "les horaires, signalé il y a 3 semaines"


# what it changes elsewhere


def test_a_doubtful_relay_sinks_says_so_and_stays(store, say):
    wishes = Wishes(at=store.clock.now())
    first, *others = refer.relays(store, "carte-identite", wishes, say, 8)

    freshness.doubt(store, first.sheet, Reason.CLOSED, "MB")

    cards = refer.relays(store, "carte-identite", wishes, say, 50)
    card = next(one for one in cards if one.sheet == first.sheet)
    assert cards[0].sheet == others[0].sheet
    assert card.doubt == "Signalée comme fausse : téléphonez avant (fermé pour de bon)"
    assert "descend" in card.why[0]
    assert all(one.doubt == "" for one in cards if one.sheet != first.sheet)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.SUSPENDED])
def test_a_structure_that_does_not_receive_is_never_proposed_and_stays_readable(store, say, status):
    wishes = Wishes(at=store.clock.now())
    first = refer.relays(store, "carte-identite", wishes, say, 8)[0].sheet

    store.records.put(replace(store.records.one(Sheet, first), status=status))

    assert first not in {card.sheet for card in refer.relays(store, "carte-identite", wishes, say, 50)}
    assert sheets.view(store, first, say).status
    assert first in {line.id for line in sheet_list.lines(store, "", say, 200)}


def test_a_sheet_shows_what_is_said_of_it(store, say, sheet):
    freshness.doubt(store, ID, Reason.REFUSED, "MB")

    view = sheets.view(store, ID, say)

    assert view.doubtful == "Signalée comme fausse : téléphonez avant (des personnes refusées)"
    assert view.doubts == ("des personnes refusées, signalé aujourd'hui par MB",)
