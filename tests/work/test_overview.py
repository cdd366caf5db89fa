"""Vue d'ensemble: old sheets, what is missing where, sheets never used, what libraries can do."""

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.sheets import Sheet, SheetId
from desk.work import freshness, refer
from desk.work.overview import Part, overview


def lines(store, say, part):
    return overview(store, part, say).lines


@pytest.mark.parametrize("part", Part)
def test_every_part_has_its_sentence_and_its_lines_open_sheets(store, say, part):
    told = overview(store, part, say)
    known = {sheet.id for sheet in store.records.all(Sheet)}

    assert told.part is part
    assert told.sentence[0].isdigit()
    assert {line.sheet for line in told.lines} <= known | {""}
    assert all(line.name and line.told for line in told.lines)


def test_the_most_used_of_the_old_sheets_comes_first(store, say):
    last = lines(store, say, Part.OLD)[-1].sheet
    refer.hand_over(store, refer.prepare(store, "carte-identite", last))

    first = lines(store, say, Part.OLD)[0]

    assert first.sheet == last
    assert first.told == "1 personne orientée là · jamais vérifiée ici · liste d'août 2024"


def test_a_sheet_checked_lately_is_not_old(store, say):
    one = lines(store, say, Part.OLD)[0].sheet
    count = int(overview(store, Part.OLD, say).sentence.split()[0])

    freshness.verify(store, one, "MB")

    assert one not in {line.sheet for line in lines(store, say, Part.OLD)}
    assert int(overview(store, Part.OLD, say).sentence.split()[0]) == count - 1


def test_a_commune_says_what_it_lacks_and_opens_the_nearest_relay(store, say):
    for sheet in store.records.all(Sheet)[1:]:
        store.records.put(replace(sheet, removed_on=date(2026, 1, 1)))
    (left,) = [sheet for sheet in store.records.all(Sheet) if sheet.removed_on is None]

    found = lines(store, say, Part.GAPS)

    assert {line.sheet for line in found} == {left.id}
    assert found[0].told.startswith("aucun relais d'aucun genre · le plus proche : ")
    assert found[0].commune.endswith("habitants")
    store.records.put(replace(left, area=("france",)))
    assert lines(store, say, Part.GAPS) == ()


def test_a_sheet_is_no_longer_unused_once_somebody_was_sent_there(store, say):
    one = lines(store, say, Part.UNUSED)[0].sheet

    refer.hand_over(store, refer.prepare(store, "carte-identite", one))

    assert one not in {line.sheet for line in lines(store, say, Part.UNUSED)}


def test_this_library_comes_first_then_the_others(store, say):
    other = Sheet(
        id=SheetId("b" * 12), name="Médiathèque de Nantua", typologies=("BIB",), commune="Nantua",
        digital_services=("admin-help",),
    )  # fmt: skip
    store.records.put(other)

    ours, theirs = lines(store, say, Part.LIBRARIES)

    assert ours.name == store.library().name
    assert (theirs.name, theirs.sheet, theirs.told) == (other.name, other.id, "Aide aux démarches administratives")


def test_without_a_place_nothing_is_said_to_be_missing(store, say):
    store.keep_library(replace(store.library(), latitude=None, longitude=None))

    told = overview(store, Part.GAPS, say)

    assert told.lines == ()
    assert "inconnu" in told.sentence
