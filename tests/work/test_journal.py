"""The journal of the day: one line an act, each undone by one, never over what somebody changed since; the bin."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.base.errors import Code, RefusedError
from desk.domain.charter import CharterVersion
from desk.domain.referrals import End
from desk.domain.sessions import Session
from desk.domain.sheets import Sheet
from desk.work import counting, journal, sessions, sheet_editing


def a_sheet(store, **fields):
    outcome = sheet_editing.new(store, {"name": "CCAS", "commune": "Ambronay", "insee": "01007", **fields})
    assert not outcome.problems
    return outcome.id


def a_session(store):
    made = replace(sessions.blank(store, date(2026, 11, 26)), title="Permanence des impôts")
    return sessions.save(store, made, "MB").id


def lines(store, say, days=1):
    return [one.what for one in journal.entries(store, say, days)]


def latest(store, say):
    return journal.entries(store, say)[0]


def test_each_save_is_one_line_with_its_hour_and_what_changed(store, say):
    sheet = a_sheet(store)
    store.clock.advance(timedelta(minutes=5))
    sheet_editing.change(store, sheet, {"phone": "04 74 00 00 00", "email": "ccas@ambronay.fr"}, "ML")

    changed, made = journal.entries(store, say)[:2]
    assert changed.what == "Fiche, changement : CCAS"
    assert changed.details == "Téléphone : 04 74 00 00 00 ; Courriel : ccas@ambronay.fr"
    assert (changed.by, changed.time) == ("ML", "10 h 05")
    assert made.what == "Fiche, création : CCAS"


def test_undoing_a_change_puts_back_what_was_and_can_be_undone_too(store, say):
    sheet = a_sheet(store, phone="04 74 11 11 11")
    sheet_editing.change(store, sheet, {"phone": "04 74 22 22 22"}, "ML")
    now = store.records.one(Sheet, sheet).phone

    journal.undo(store, latest(store, say).id, "ML")
    assert store.records.one(Sheet, sheet).phone != now

    journal.undo(store, latest(store, say).id, "ML")
    assert store.records.one(Sheet, sheet).phone == now


def test_what_somebody_changed_since_is_not_undone_over_them(store, say):
    sheet = a_sheet(store, phone="04 74 11 11 11")
    sheet_editing.change(store, sheet, {"phone": "04 74 22 22 22"}, "ML")
    entry = latest(store, say).id
    sheet_editing.change(store, sheet, {"phone": "04 74 33 33 33"}, "MB")

    with pytest.raises(RefusedError) as refused:
        journal.undo(store, entry)
    assert refused.value.code is Code.CHANGED_SINCE
    assert store.records.one(Sheet, sheet).phone.endswith("33")
    line = next(one for one in journal.entries(store, say) if one.id == entry)
    assert not line.undoable
    assert "04 74 22 22 22" in line.details
    assert line.since == "changé depuis, Téléphone maintenant : 04 74 33 33 33"


def test_another_field_changed_since_does_not_forbid_it(store, say):
    sheet = a_sheet(store, phone="04 74 11 11 11")
    sheet_editing.change(store, sheet, {"phone": "04 74 22 22 22"}, "ML")
    entry = latest(store, say).id
    sheet_editing.change(store, sheet, {"summary": "Près de la mairie"}, "MB")

    journal.undo(store, entry)
    kept = store.records.one(Sheet, sheet)
    assert kept.phone.endswith("11")
    assert kept.summary == "Près de la mairie"


def test_undoing_what_made_a_sheet_takes_it_to_the_bin_from_where_it_comes_back(store, say):
    sheet = a_sheet(store)
    journal.undo(store, latest(store, say).id)

    (binned,) = journal.binned(store, say)
    assert (binned.kind, binned.id, binned.title) == ("sheet", sheet, "CCAS")
    assert lines(store, say)[0] == "Fiche, retrait : CCAS"

    journal.take_out(store, "sheet", sheet)
    assert journal.binned(store, say) == ()
    assert store.records.one(Sheet, sheet).removed_on is None
    assert lines(store, say)[0] == "Fiche, remise en place : CCAS"


def test_the_bin_holds_sessions_too_and_forgets_after_thirty_days(store, say):
    session = a_session(store)
    sessions.remove(store, session, "MB")
    assert [one.what for one in journal.binned(store, say)] == ["Permanence"]

    store.clock.advance(timedelta(days=31))
    assert journal.binned(store, say) == ()
    assert store.records.one(Session, session) is not None


def test_a_visit_has_its_day_no_hour_and_is_uncounted(store, say):
    counting.end_visit(store, End.ANSWERED, procedure="carte-identite")

    entry = next(one for one in journal.entries(store, say) if one.what.startswith("Passage compté"))
    assert entry.time == ""
    assert "répondu ici" in entry.what
    journal.undo(store, entry.id)
    assert store.referrals.count() == 0
    with pytest.raises(RefusedError):
        journal.undo(store, entry.id)


def test_an_adopted_charter_stays_as_it_was_voted(store, say):
    store.records.put(CharterVersion(id="v1", number=1, adopted_on=date(2026, 11, 24), adopted_by="le conseil"))

    entry = next(one for one in journal.entries(store, say) if one.what.startswith("Charte"))
    assert not entry.undoable


def test_many_at_once_are_one_line(store, say):
    made = [replace(store.records.one(Sheet, a_sheet(store)), id=f"imported{n:04}", name=f"Lieu {n}") for n in range(9)]
    store.clock.advance(timedelta(minutes=1))
    store.records.put_all(made)

    assert lines(store, say)[0] == "9 d'un coup : Fiche"


@pytest.mark.parametrize("wrong", ["", "c", "c0", "cxyz", "c99999", "a", "anobody", "c" + "9" * 40, "c-1"])
def test_an_act_that_is_not_there_is_refused(store, wrong):
    with pytest.raises(RefusedError):
        journal.undo(store, wrong)


@pytest.mark.parametrize(("kind", "record"), [("sheet", "nobody"), ("procedure", "carte-identite"), ("", "")])
def test_what_is_not_in_the_bin_is_refused(store, kind, record):
    with pytest.raises(RefusedError):
        journal.take_out(store, kind, record)


def test_yesterday_is_in_the_month_and_not_in_the_day(store, say):
    a_sheet(store)
    store.clock.advance(timedelta(days=1))

    assert lines(store, say) == []
    assert lines(store, say, 30)[0] == "Fiche, création : CCAS"
    store.clock.advance(timedelta(days=30))
    assert lines(store, say, 30) == []
