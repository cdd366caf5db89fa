"""Days without the computer: what was ticked on paper counts once, on its day, however often it is typed."""

from datetime import date, timedelta

import pytest

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.words import words
from desk.domain.counts import Count
from desk.domain.procedures import Procedure
from desk.domain.referrals import End
from desk.store import seed
from desk.work import counting, tallies

SAY = words("fr")


def ticked(store, **lines):
    sheet = tallies.print_sheet(store, SAY)
    return sheet, {key: {End(end): n for end, n in ends.items()} for key, ends in lines.items()}


def counted(store):
    found = {}
    for one in store.records.all(Count):
        found[one.need or one.family, one.result] = found.get((one.need or one.family, one.result), 0) + one.n
    return {key: n for key, n in found.items() if n}


def test_a_new_desk_prints_usual_procedures_then_every_family(store):
    sheet = tallies.print_sheet(store, SAY)

    assert len(sheet.lines) == tallies.LINES + len(store.seeds.taxonomy.families)
    assert all(line.label for line in sheet.lines)
    assert [end for end, _ in sheet.columns] == [End.ANSWERED, End.RELAYED, End.NOT_POSSIBLE, End.LEFT]


def test_every_usual_procedure_exists(store):
    known = {one.id for one in store.records.all(Procedure)}

    assert set(seed.usual(store.seeds.folder)) <= known


def test_ticks_are_counted_on_the_day_of_the_sheet(store):
    sheet, lines = ticked(
        store, **{"carte-vitale": {"answered": 2, "relayed": 1}, "family:papiers-elections": {"left": 1}}
    )
    day = today(store.clock) - timedelta(days=3)

    assert not tallies.type_in(store, sheet.code, day, lines).problems
    assert counted(store) == {
        ("carte-vitale", "answered"): 2, ("carte-vitale", "relayed"): 1, ("papiers-elections", "left"): 1,
    }  # fmt: skip
    assert {one.day for one in store.referrals.all()} == {day}


def test_a_sheet_typed_twice_counts_once_and_a_correction_replaces(store):
    sheet, lines = ticked(store, **{"carte-vitale": {"answered": 3}})
    for _ in range(2):
        tallies.type_in(store, sheet.code, today(store.clock), lines)
    assert counted(store) == {("carte-vitale", "answered"): 3}
    assert "déjà" in tallies.to_type(store, sheet.code, SAY).told

    tallies.type_in(store, sheet.code, today(store.clock), {"carte-vitale": {End.ANSWERED: 1, End.LEFT: 1}})
    assert counted(store) == {("carte-vitale", "answered"): 1, ("carte-vitale", "left"): 1}


@pytest.mark.parametrize(
    ("lines", "day", "field"),
    [
        ({"carte-vitale": {End.LEFT: -1}}, 0, "lines"),
        ({"carte-vitale": {End.LEFT: 5000}}, 0, "lines"),
        ({}, 0, "lines"),
        ({"carte-vitale": {End.LEFT: 1}}, 2, "day"),
        ({"carte-vitale": {End.LEFT: 1}}, -400, "day"),
    ],
)
def test_absurd_ticks_are_said_and_nothing_is_counted(store, lines, day, field):
    sheet, _ = ticked(store)
    outcome = tallies.type_in(store, sheet.code, today(store.clock) + timedelta(days=day), lines)

    assert field in {problem.field for problem in outcome.problems}
    assert counted(store) == {}


def test_a_slip_is_not_a_sheet_and_a_wrong_sign_says_so(store):
    (code,) = counting.blank_slips(store, 1)
    for typed, expected in ((code, Code.NOT_A_TALLY), ("AAAAAA", Code.WRONG_CODE)):
        with pytest.raises(RefusedError) as refused:
            tallies.type_in(store, typed, date(2026, 11, 24), {"carte-vitale": {End.LEFT: 1}})
        assert refused.value.code is expected


def test_a_line_that_nobody_knows_is_refused_and_nothing_is_counted(store):
    sheet = tallies.print_sheet(store, words("fr"))

    with pytest.raises(RefusedError) as refused:
        tallies.type_in(store, sheet.code, today(store.clock), {"ameli": {End.ANSWERED: 3}})

    assert refused.value.code is Code.UNKNOWN_TICKS
    assert store.referrals.of_tally(sheet.code) == ()
