"""The fallback binder: all that serves without a computer, numbers for life, next time only what changed."""

import shutil
from dataclasses import replace
from datetime import date, datetime

import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.domain.procedures import Procedure
from desk.domain.sheets import Sheet, SheetId
from desk.slips import fallback
from desk.slips.fallback import Standing, compose_fallback, lay_out_fallback, pages_to_print
from desk.slips.marks import TextMark
from desk.store.private import Contact
from desk.store.store import open_store
from desk.ui import printing

HOURS = "Mo 09:00-12:00"


def made_of(store, say, ruler, before=None):
    return lay_out_fallback(compose_fallback(store, say), before or {}, "Ambronay", "24 novembre 2026", ruler)


def kept(made):
    return {leaf.name: leaf.printed for leaf in made.leaves}


def texts(page):
    return " ".join(mark.text for mark in page.marks if isinstance(mark, TextMark))


@pytest.fixture(scope="module")
def first(planted, ruler, tmp_path_factory):
    """The first binder of the planted desk: the same for every test that only reads it."""
    profile = Profile(root=shutil.copytree(planted.root, tmp_path_factory.mktemp("first") / "profile"))
    store = open_store(profile, FixedClock(datetime(2026, 11, 24, 10, 0)), resources())
    made = made_of(store, words("fr"), ruler)
    store.close()
    return made


def test_everything_needed_without_a_computer_is_in_it(store, say, ruler, first):
    pages = [texts(page) for page in pages_to_print(first, ruler, say, only_changed=False)]
    whole = " ".join(pages)
    assert {leaf.printed.section for leaf in first.leaves} == {1, 2, 3, 4, 5}
    assert "112" in pages[1]
    assert "Que faire si" in whole
    assert all(procedure.title.split(" : ")[0] in whole for procedure in store.records.all(Procedure))
    assert all(f"{sheet.name.split()[-1]}" in whole for sheet in store.records.all(Sheet))


def test_every_page_carries_its_number_once(say, ruler, first):
    labels = [leaf.label for leaf in first.leaves]
    assert len(set(labels)) == len(labels)
    printed = [texts(page) for page in pages_to_print(first, ruler, say, only_changed=False)[1:]]
    assert all(f"Page {label} · Ambronay" in page for label, page in zip(labels, printed, strict=True))
    assert not any("§" in page for page in printed)


def test_each_procedure_holds_on_one_page_in_the_papers_own_type(store, say, qapp):
    made = made_of(store, say, printing.FontRuler())
    pages = [leaf.name for leaf in made.leaves if leaf.printed.section == 3]
    assert len(pages) == store.records.count(Procedure)
    sizes = [mark.size for leaf in made.leaves for mark in leaf.page.marks if isinstance(mark, TextMark)]
    assert min(sizes) >= 9


def test_a_month_later_nothing_has_changed(store, say, ruler, first):
    store.close()
    later = open_store(store.profile, FixedClock(datetime(2027, 1, 26, 10, 0)), resources())
    again = made_of(later, say, ruler, kept(first))
    later.close()
    assert [leaf.name for leaf in again.changed] == []
    assert again.gone == ()


def test_a_corrected_procedure_changes_its_page_and_no_other(store, say, ruler, first):
    one = store.records.one(Procedure, "passeport")
    store.records.put(replace(one, bring=(*one.bring[:-1], replace(one.bring[-1], text="Le carnet jaune"))))
    again = made_of(store, say, ruler, kept(first))
    assert [leaf.name for leaf in again.changed] == ["procedure passeport 0"]
    cover, page = pages_to_print(again, ruler, say, only_changed=True)
    assert "Pages à remplacer" in texts(cover)
    assert again.changed[0].label in texts(cover)
    assert "Le carnet jaune" in texts(page)


def test_a_new_place_changes_its_chapters_and_the_index_and_no_number(store, say, ruler, first):
    store.records.put(
        Sheet(id=SheetId("a" * 12), name="CCAS d'Ambronay", commune="Ambronay", relay_types=("ccas",), opening_hours=HOURS)
    )  # fmt: skip
    again = made_of(store, say, ruler, kept(first))
    assert {leaf.printed.section for leaf in again.changed} <= {4, 5}
    before, now = kept(first), kept(again)
    assert all(now[name].number == before[name].number for name in before.keys() & now.keys())


def test_what_left_is_to_take_out_and_its_number_never_comes_back(store, say, ruler, first):
    one = store.records.one(Procedure, "passeport")
    label = next(leaf.label for leaf in first.leaves if leaf.name == "procedure passeport 0")
    parts = tuple(part for part in compose_fallback(store, say) if part.name != f"procedure {one.id}")
    again = lay_out_fallback(parts, kept(first), "Ambronay", "24 novembre 2026", ruler)
    assert again.gone == (label,)
    assert f"Pages à retirer {label}" in texts(pages_to_print(again, ruler, say, only_changed=True)[0])
    assert label not in {leaf.label for leaf in again.leaves}


def test_neither_a_note_nor_a_contact_is_in_it(store, say, ruler):
    sheet = store.records.all(Sheet)[0]
    store.private.keep_note("sheet", sheet.id, "Notesecrète", date(2026, 11, 24))
    store.private.keep_contact(sheet.id, Contact(name="Personnesecrète"), date(2026, 11, 24))
    whole = " ".join(texts(leaf.page) for leaf in made_of(store, say, ruler).leaves)
    assert "secrète" not in whole


def test_a_check_is_told_by_its_day_on_a_paper_that_lasts(store, say, ruler):
    sheet = store.records.all(Sheet)[0]
    store.records.put(replace(sheet, verified_on=date(2026, 11, 20), verified_by="MB"))
    whole = " ".join(texts(leaf.page) for leaf in made_of(store, say, ruler).leaves if leaf.printed.section == 4)
    assert "Vérifiée le 20 novembre 2026" in whole
    assert "il y a" not in whole


def test_what_is_on_the_shelf_is_remembered_and_a_damaged_memory_is_a_first_time(first, tmp_path):
    file = tmp_path / "classeur.json"
    assert fallback.recall(file) == {}
    fallback.remember(file, first)
    assert fallback.recall(file) == kept(first)
    file.write_bytes(b"{")
    assert fallback.recall(file) == {}


def test_the_first_time_every_page_is_new(first):
    assert {leaf.standing for leaf in first.leaves} == {Standing.NEW}
