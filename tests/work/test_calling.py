"""Appels de la semaine: chosen once a week, shared, each result does what it says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.calling import MOST, week_of
from desk.domain.calls import Call, Result, call_id
from desk.domain.doubts import Reason
from desk.domain.sheets import Sheet
from desk.work import calling, freshness, refer, sheet_editing
from desk.work.calling import prepare, record, take_back, this_week

TODAY = date(2026, 11, 24)


@pytest.fixture
def ready(store, say):
    prepare(store, "MB")
    return this_week(store, say).lines


def a_sheet(store, line):
    return store.records.one(Sheet, line.sheet)


def test_a_new_desk_has_five_places_to_call_and_says_why(store, say, ready):
    told = this_week(store, say)

    assert told.title == "Semaine du 23 au 29 novembre 2026"
    assert [line.number for line in told.lines] == [1, 2, 3, 4, 5]
    assert all(line.phone and line.result == "à appeler" and not line.done for line in told.lines)
    assert all("jamais vérifiée" in line.why for line in told.lines)


def test_the_list_is_the_same_all_week(store, say, clock, ready):
    for line in ready:
        record(store, line.id, Result.RIGHT, "MB")
    clock.advance(timedelta(days=3))

    assert prepare(store).changed == frozenset()
    assert [line.sheet for line in this_week(store, say).lines] == [line.sheet for line in ready]


def test_next_week_other_places_are_called(store, say, clock, ready):
    for line in ready:
        record(store, line.id, Result.NO_ANSWER, "MB")
    clock.advance(timedelta(days=7))

    prepare(store)

    assert not {line.sheet for line in this_week(store, say).lines} & {line.sheet for line in ready}


def test_a_place_that_another_library_calls_is_left_to_it(store, say):
    week = week_of(TODAY)
    prepare(store)
    first = this_week(store, say).lines[0]
    store.records.put(replace(store.records.one(Call, first.id), library="Bibliothèque voisine"))

    prepare(store)

    told = this_week(store, say)
    assert told.others == 1
    assert first.sheet not in {line.sheet for line in told.lines}
    assert len(told.lines) == MOST
    assert store.records.one(Call, call_id(week, first.sheet)).library == "Bibliothèque voisine"


def test_two_desks_that_choose_the_same_place_make_one_record(store, say, ready):
    assert {call.id for call in store.records.all(Call)} == {call_id("2026-W48", line.sheet) for line in ready}


def test_doubts_and_use_bring_a_place_to_the_top(store, say):
    sheets = sorted(store.records.all(Sheet), key=lambda one: one.id)
    doubted, used = sheets[-1], sheets[-2]
    freshness.verify(store, doubted.id, "MB")
    freshness.doubt(store, doubted.id, Reason.HOURS, "PL")
    for _ in range(4):
        refer.hand_over(store, refer.prepare(store, "carte-identite", used.id))

    prepare(store)

    first, second, *_ = this_week(store, say).lines
    assert (first.sheet, second.sheet) == (doubted.id, used.id)
    assert first.why.startswith("Signalée comme fausse : téléphonez avant (les horaires)")
    assert second.why.endswith("4 personnes orientées là")


@pytest.mark.parametrize("fields", [{"phone": ""}, {"status": "closed"}])
def test_who_has_no_number_or_is_closed_is_not_called(store, say, fields):
    for sheet in store.records.all(Sheet):
        sheet_editing.change(store, sheet.id, fields)

    assert prepare(store).changed == frozenset()
    assert this_week(store, say).lines == ()


def test_a_number_said_to_be_wrong_is_not_called(store, say):
    for sheet in store.records.all(Sheet):
        freshness.doubt(store, sheet.id, Reason.PHONE, "")

    prepare(store)

    assert this_week(store, say).lines == ()


def test_right_checks_the_sheet_by_telephone(store, say, ready):
    outcome = record(store, ready[0].id, Result.RIGHT, "MB")

    sheet = a_sheet(store, ready[0])
    assert outcome.changed == {"call", "sheet"}
    assert (sheet.verified_on, sheet.verified_by, sheet.verified_how) == (TODAY, "MB", "phone")
    assert this_week(store, say).lines[0].result == "tout est juste"


@pytest.mark.parametrize(("result", "reason"), [(Result.WRONG_NUMBER, Reason.PHONE), (Result.CLOSED, Reason.CLOSED)])
def test_a_wrong_number_or_a_closed_place_makes_a_doubt(store, ready, result, reason):
    outcome = record(store, ready[0].id, result, "MB")

    (doubt,) = freshness.open_doubts(store, (ready[0].sheet,))[ready[0].sheet]
    assert outcome.changed == {"call", "doubt"}
    assert (doubt.reason, doubt.said_by) == (reason, "MB")
    assert a_sheet(store, ready[0]).verified_on is None


def test_no_answer_says_nothing_of_the_sheet(store, ready):
    before = a_sheet(store, ready[0])

    assert record(store, ready[0].id, Result.NO_ANSWER, "MB").changed == {"call"}
    assert a_sheet(store, ready[0]) == before


@pytest.mark.parametrize("result", [one for one in Result if one is not Result.TO_CALL])
def test_every_result_can_be_taken_back(store, say, ready, result):
    before = a_sheet(store, ready[0])
    record(store, ready[0].id, result, "MB")

    take_back(store, ready[0].id, "MB")

    assert a_sheet(store, ready[0]) == before
    assert freshness.open_doubts(store, (ready[0].sheet,)) == {}
    assert not this_week(store, say).lines[0].done


def test_another_result_replaces_the_first(store, say, ready):
    record(store, ready[0].id, Result.CLOSED, "MB")
    record(store, ready[0].id, Result.RIGHT, "MB")

    assert freshness.open_doubts(store, (ready[0].sheet,)) == {}
    assert a_sheet(store, ready[0]).verified_on == TODAY
    assert this_week(store, say).lines[0].result == "tout est juste"


def test_a_corrected_sheet_is_checked_once_it_was_corrected(store, ready):
    record(store, ready[0].id, Result.CORRECTED, "MB")
    assert calling.corrected(store, ready[0].id, "MB").changed == frozenset()

    sheet_editing.change(store, ready[0].sheet, {"phone": "04 74 00 00 01"}, "MB")

    assert calling.corrected(store, ready[0].id, "MB").changed == {"sheet"}
    assert a_sheet(store, ready[0]).verified_how == "phone"
    assert calling.corrected(store, ready[0].id, "MB").changed == frozenset()


def test_an_unknown_call_is_refused(store):
    with pytest.raises(RefusedError) as refused:
        record(store, "2026-W48-nope", Result.RIGHT, "MB")

    assert refused.value.code is Code.UNKNOWN_SHEET
