"""What one practises on: made from named records only, never taken for the desk, thrown away without a trace."""

import shutil
from dataclasses import replace

import pytest

from desk.base.errors import Code, DeskError, RefusedError
from desk.base.paths import Profile, profile, resources
from desk.base.settings import Settings, load, save
from desk.domain.catalogue import KINDS, Scope
from desk.domain.libraries import Library
from desk.domain.procedures import Procedure
from desk.domain.sheets import Sheet
from desk.exchange.exports import Format, export
from desk.store import training
from desk.store.store import open_store
from desk.sync import exchange
from desk.sync.exchange import Place
from desk.work import copies, mutual_aid, refer, upkeep

HEARD = "carnet bleu oublié sur le banc"


@pytest.fixture
def lived(store):
    """A desk that has counted, noted and been corrected."""
    refer.hand_over(store, refer.prepare(store, "carte-identite", ""))
    refer.note_unmet(store, HEARD)
    mutual_aid.ask(store, "tablet", ("we-pm",), HEARD)
    sheet = store.records.all(Sheet)[0]
    store.records.put(replace(sheet, name="Mairie corrigée ici"))
    store.profile.keys_file.write_text(HEARD)
    store.profile.card_key_file.write_text(HEARD)
    save(store.profile.settings_file, Settings(text_percent=150, copies_folder="/ailleurs", initials="MB"))
    return store


@pytest.fixture
def copy(lived, clock):
    return training.make_copy(lived, clock, resources())


@pytest.fixture
def practised(copy, clock):
    opened = open_store(copy, clock, resources())
    yield opened
    opened.close()


def test_the_same_library_procedures_and_sheets_are_there_as_this_desk_corrected_them(lived, practised):
    assert practised.library() == lived.library()
    assert practised.records.all(Procedure) == lived.records.all(Procedure)
    assert practised.records.all(Sheet) == lived.records.all(Sheet)
    assert practised.records.altered() == ()
    assert not practised.records.search_differs()


def test_nothing_counted_nothing_waiting_and_nobody_is_in_it(practised):
    said = dict(practised.database.rows("SELECT name, value FROM state"))
    assert set(said) <= {"library", "index", "seed"}
    assert practised.referrals.count() == 0
    full = {
        table
        for (table,) in practised.database.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'sheet_%'"
        )
        if practised.database.row(f"SELECT 1 FROM {table} LIMIT 1")
    }
    assert full <= {
        "_sqlite_migrations", "libraries", "procedures", "sheets", "charters", "agreements", "sessions", "doubts",
        "card_keys", "relay_places", "versions", "state",
    }  # fmt: skip


def test_no_file_of_it_holds_what_concerns_a_person_nor_a_key(practised, copy):
    assert not copy.keys_file.exists()
    assert not copy.card_key_file.exists()
    assert [file.name for file in copy.root.rglob("*") if file.is_file() and HEARD.encode() in file.read_bytes()] == []


def test_what_may_be_copied_is_named_and_everything_else_stays():
    assert {
        "library", "procedure", "sheet", "doubt", "charter", "agreement", "session", "card-key",
    } == training.TAKEN  # fmt: skip
    assert all(kind.scope is not Scope.COORDINATOR for kind in KINDS if kind.name in training.TAKEN)


def test_looks_come_with_it_and_the_folder_of_second_copies_does_not(copy):
    assert load(copy.settings_file) == Settings(text_percent=150, initials="MB")


def test_what_is_counted_there_never_shows_on_the_desk(lived, practised):
    refer.hand_over(practised, refer.prepare(practised, "passeport", ""))
    assert (practised.referrals.count(), lived.referrals.count()) == (1, 2)


def test_the_file_itself_says_what_it_is_whatever_its_folder_is_called(copy, lived, tmp_path, clock):
    moved = Profile(root=shutil.move(copy.root, tmp_path / "ailleurs"))
    assert profile(str(moved.root)).is_training
    assert not lived.profile.is_training
    opened = open_store(moved, clock, resources())
    opened.close()
    assert moved.is_training


def test_it_cannot_take_the_place_of_the_desk(copy, lived, clock, tmp_path):
    real = lived.profile
    before = real.desk_file.read_bytes()
    passed_off = real.backups / "desk-2026-11-20.sqlite"
    passed_off.parent.mkdir(exist_ok=True)
    shutil.copyfile(copy.desk_file, passed_off)
    with pytest.raises(RefusedError) as refused:
        upkeep.go_back(real, passed_off, clock)
    assert refused.value.code is Code.NOT_A_BACKUP
    assert real.desk_file.read_bytes() == before


def everything_that_leaves(store, clock, folder):
    place = Place(profile=store.profile, clock=clock, taxonomy=store.seeds.taxonomy, departements=())
    yield lambda: exchange.join(place, "http://127.0.0.1:9", "AAAA-BBBB")
    yield lambda: copies.back_up(store.profile, folder / "tout.relais", clock, persons=False)
    yield lambda: copies.move(store.profile, folder / "part.relais", clock)
    for form in Format:
        yield lambda form=form: export(store, form, folder / f"fiches.{form.value}")


def test_nothing_leaves_it(practised, clock, tmp_path):
    folder = tmp_path / "clé"
    folder.mkdir()
    for act in everything_that_leaves(practised, clock, folder):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.code is Code.TRAINING
    assert list(folder.iterdir()) == []


def test_even_with_the_keys_of_the_desk_nothing_is_exchanged(practised, clock, tmp_path):
    """The keys are not copied; were they put there by hand, the exchange would still refuse the file."""
    from desk.store.exchange import open_exchange

    with (
        pytest.raises(RefusedError) as refused,
        open_exchange(practised.profile, clock, practised.seeds.taxonomy),
    ):
        pass
    assert refused.value.code is Code.TRAINING


def test_no_real_copy_comes_into_it(copy, lived, clock, tmp_path):
    copies.back_up(lived.profile, tmp_path / "vrai.relais", clock, persons=False)
    with pytest.raises(DeskError):
        upkeep.go_back(copy, tmp_path / "vrai.relais", clock)
    assert copy.is_training


def test_another_one_takes_the_place_of_the_first(lived, practised, clock):
    refer.hand_over(practised, refer.prepare(practised, "passeport", ""))
    practised.close()
    again = open_store(training.make_copy(lived, clock, resources()), clock, resources())
    assert again.referrals.count() == 0
    again.close()


def test_an_exercise_of_an_exercise_is_refused(practised, clock):
    with pytest.raises(RefusedError) as refused:
        training.make_copy(practised, clock, resources())
    assert refused.value.code is Code.TRAINING


def test_a_desk_without_a_library_has_nothing_to_practise_on(profile, clock):
    store = open_store(profile, clock, resources())
    with pytest.raises(RefusedError) as refused:
        training.make_copy(store, clock, resources())
    store.close()
    assert refused.value.code is Code.NO_LIBRARY
    assert not profile.training_copy.root.exists()


def test_thrown_away_nothing_is_left_and_the_desk_is_never_thrown_away(copy, lived):
    training.discard(copy)
    training.discard(lived.profile)
    assert not copy.root.exists()
    assert lived.records.count(Library) == 1
    assert lived.profile.desk_file.exists()
