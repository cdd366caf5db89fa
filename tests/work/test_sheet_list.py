"""The list: narrowed in plain sight, as many as one scrolls, best first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.domain.doubts import Reason
from desk.domain.narrowing import Only
from desk.domain.sheets import OLD_DAYS, Sheet, SheetId, Status
from desk.work import freshness, sheet_editing, sheet_list
from desk.work.sheet_list import PAGE, Question

TODAY = date(2026, 11, 24)


def ids(store, say, **asked):
    return [line.id for line in sheet_list.page(store, Question(least=500, **asked), say).lines]


def put(store, name, **fields):
    sheet = Sheet(id=SheetId(name.lower().ljust(12, "0")[:12]), name=name, **fields)
    store.records.put(sheet)
    return sheet.id


@pytest.mark.parametrize(
    ("verified_on", "wanted"),
    [
        (None, True),
        (TODAY - timedelta(days=OLD_DAYS + 1), True),
        (TODAY - timedelta(days=OLD_DAYS), False),
        (TODAY, False),
        (date(1998, 5, 1), True),
        (date(2011, 2, 28), True),
        (date(2026, 3, 31), False),
        (date(2026, 3, 28), True),
    ],
)
def test_those_to_check_are_never_checked_or_too_long_ago(store, say, verified_on, wanted):
    one = put(store, "Zebre", verified_on=verified_on)

    assert (one in ids(store, say, only=Only.TO_CHECK)) is wanted
    assert (one in ids(store, say, only=Only.TO_CHECK, text="zebre")) is wanted
    assert one in ids(store, say)


def test_the_doubtful_ones_come_and_go_with_their_doubts(store, say):
    one = put(store, "Zebre")
    assert ids(store, say, only=Only.DOUBTFUL) == []

    made = freshness.doubt(store, one, Reason.HOURS, "MB")
    assert ids(store, say, only=Only.DOUBTFUL) == [one]
    assert ids(store, say, only=Only.DOUBTFUL, text="zeb") == [one]

    freshness.take_back_doubt(store, made.id)
    assert ids(store, say, only=Only.DOUBTFUL) == []


def test_those_typed_here_are_not_those_of_a_list(store, say):
    typed = sheet_editing.new(store, {"name": "Zebre"}, "MB").id
    put(store, "Liste", origin="france-services:1")

    assert ids(store, say, only=Only.OURS) == [typed]
    official = next(one for one in ids(store, say) if one.startswith("fs-"))
    sheet_editing.change(store, official, {"phone": "04 74 00 00 00"}, "MB")
    assert ids(store, say, only=Only.OURS) == [typed]


def test_nothing_is_lost_from_page_to_page(store, say):
    for number in range(2 * PAGE):
        put(store, f"Z{number}", latitude=46.0 + number / 1000, longitude=5.3)

    found, question = [], Question()
    while True:
        page = sheet_list.page(store, question, say)
        found += [line.id for line in page.lines]
        if not page.more:
            break
        question = replace(question, after=page.last)

    assert sorted(found) == sorted(sheet.id for sheet in store.records.all(Sheet))
    assert found == ids(store, say)


def test_a_line_says_that_a_structure_is_closed_or_that_the_sheet_is_doubtful(store, say):
    closed, doubtful = put(store, "Zebre", status=Status.CLOSED), put(store, "Okapi")
    freshness.doubt(store, doubtful, Reason.OTHER, "")

    told = {line.id: line.told for line in sheet_list.lines(store, "", say, 500)}

    assert told[closed] == "fermé pour de bon"
    assert told[doubtful] == "signalée comme fausse"
    assert {told[one] for one in told if one not in {closed, doubtful}} == {""}


def test_among_the_same_names_the_doubtful_comes_last(store, say):
    first, second = put(store, "Zebre A"), put(store, "Zebre B")
    freshness.doubt(store, first, Reason.CLOSED, "")

    assert [line.id for line in sheet_list.lines(store, "zebre", say)] == [second, first]


def test_a_sheet_keeps_its_place_when_it_is_changed(store, say):
    for name in ("Un", "Deux", "Trois"):
        put(store, name, latitude=46.0, longitude=5.3)
    before = ids(store, say)

    sheet_editing.change(store, before[0], {"phone": "04 74 00 00 00"})
    freshness.verify(store, before[1], "MB")

    assert ids(store, say) == before
