"""A newer program: believed only by its signature, whole or not at all, tried on a copy, put back when it does not open."""

import os
import sqlite3

import pytest

from desk import __version__
from desk.base import newer
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.newer import Chosen, Step
from desk.base.paths import resources
from desk.domain.sheets import Sheet
from desk.store.backup_file import read as read_copy
from desk.store.store import open_store
from desk.wire.releases import PART, announce, keys
from desk.work import updates, updates_start
from tests.releases import ANOTHER, BROKEN, KNOWN, SECRET, packed, program, release, written

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs of these tests are scripts of a shell")


def parts_of(content, asked=None):
    def part(number):
        if asked is not None:
            asked.append(number)
        return content[number * PART : (number + 1) * PART]

    return part


@pytest.fixture
def closed(store):
    """A desk with one sheet, closed: its profile."""
    store.close()
    return store.profile


def test_a_release_of_those_who_make_relais_is_offered():
    made = release(b"program")

    assert updates.offered(announce(made, SECRET), KNOWN) == made


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (announce(release(b"p"), ANOTHER), Code.UPDATE_UNBELIEVED),
        (announce(release(b"p"), SECRET).replace(b"9.0", b"9.1"), Code.UPDATE_UNBELIEVED),
        (announce(release(b"p"), SECRET)[:-20], Code.UPDATE_UNBELIEVED),
        (b"{}", Code.UPDATE_UNBELIEVED),
        (b"\xff" * 40, Code.UPDATE_UNBELIEVED),
        (b" " * 20_000, Code.UPDATE_UNBELIEVED),
        (announce(release(b"p", __version__), SECRET), Code.UPDATE_NOT_NEWER),
        (announce(release(b"p", "0.4.9"), SECRET), Code.UPDATE_NOT_NEWER),
        (announce(release(b"p", system="beos-ppc"), SECRET), Code.UPDATE_OTHER_SYSTEM),
        (announce(release(b"p", "../../bin"), SECRET), Code.UPDATE_UNBELIEVED),
        (announce(release(b"p", size=10**12), SECRET), Code.UPDATE_UNBELIEVED),
    ],
    ids=["another key", "changed", "cut", "empty", "no text", "long", "same", "older", "system", "path", "huge"],
)
def test_any_other_is_refused(data, code):
    with pytest.raises(RefusedError) as refused:
        updates.offered(data, KNOWN)

    assert refused.value.code is code


def test_a_program_made_without_keys_believes_nobody():
    with pytest.raises(RefusedError):
        updates.offered(announce(release(b"p"), SECRET), ())


def test_the_keys_that_come_with_the_program_can_be_read():
    assert all(len(key) == 32 for key in keys(resources()))


def test_what_comes_is_tried_on_a_copy_and_waits_for_the_next_opening(closed, clock):
    content, heard = program(filling=3 * PART), []
    updates.take(closed, release(content), parts_of(content), clock, heard.append)

    assert newer.chosen(closed.programs) == Chosen(version="9.0", step=Step.READY)
    assert heard[-1] == 100
    folder = closed.programs / "9.0" / "Relais"
    assert os.access(newer.program(closed.programs, "9.0"), os.X_OK)
    assert not (folder / "donnees").exists()
    assert sorted(path.name for path in closed.programs.iterdir()) == ["9.0", "choix.json"]
    assert not list(closed.root.glob("copie-*"))


def test_what_was_cut_goes_on_where_it_stopped(closed, clock):
    content = program(filling=3 * PART)
    made = release(content)

    def cut(number):
        return content[number * PART : (number + 1) * PART] if number < 2 else b""

    with pytest.raises(UnavailableError) as stopped:
        updates.take(closed, made, cut, clock)
    assert stopped.value.code is Code.UPDATE_CUT
    assert newer.chosen(closed.programs) is None
    asked = []
    updates.take(closed, made, parts_of(content, asked), clock)

    assert asked == [2, 3]


def test_one_changed_byte_is_noticed_and_nothing_is_kept(closed, clock):
    content = program(filling=1000)
    changed = content[:-900] + bytes([content[-900] ^ 1]) + content[-899:]

    with pytest.raises(UnavailableError) as refused:
        updates.take(closed, release(content), parts_of(changed), clock)

    assert refused.value.code is Code.UPDATE_DAMAGED
    assert list(closed.programs.iterdir()) == []


@pytest.mark.parametrize(
    "names",
    [["Relais/../../outside"], ["/etc/outside"], ["outside"], ["Relais\\..\\outside"], ["Relais/other"]],
    ids=["up", "absolute", "elsewhere", "windows", "no program"],
)
def test_a_zip_that_is_not_a_program_is_left(closed, clock, names):
    content = packed(dict.fromkeys(names, "x"))

    with pytest.raises(UnavailableError) as refused:
        updates.take(closed, release(content), parts_of(content), clock)

    assert refused.value.code is Code.UPDATE_DAMAGED
    assert not list(closed.root.parent.rglob("outside"))
    assert newer.chosen(closed.programs) is None


def test_a_program_that_fails_its_trial_is_not_taken(closed, clock):
    content = program(BROKEN)

    with pytest.raises(UnavailableError) as refused:
        updates.take(closed, release(content), parts_of(content), clock)

    assert refused.value.code is Code.UPDATE_FAILED
    assert newer.chosen(closed.programs) is None
    assert not (closed.programs / "9.0").exists()
    assert not list(closed.root.glob("copie-*"))


def test_a_stick_offers_the_newest_one_for_this_computer(tmp_path, closed, clock):
    stick = tmp_path / "cle"
    folder = stick / updates.STICK_FOLDER
    content = program()
    written(folder, content, version="8.0")
    best = written(folder, content, version="9.0")
    written(folder, content, version="10.0", secret=ANOTHER)
    written(folder, content, version="11.0", system="beos-ppc")

    assert updates.on_stick(stick, KNOWN) == best
    updates.take(closed, best, updates.parts_on_stick(stick, best), clock)
    assert newer.chosen(closed.programs).version == "9.0"


def test_a_stick_with_nothing_of_ours_says_so(tmp_path):
    with pytest.raises(RefusedError) as empty:
        updates.on_stick(tmp_path, KNOWN)
    written(tmp_path / updates.STICK_FOLDER, program(), secret=ANOTHER)
    with pytest.raises(RefusedError) as foreign:
        updates.on_stick(tmp_path, KNOWN)

    assert (empty.value.code, foreign.value.code) == (Code.UPDATE_NONE, Code.UPDATE_UNBELIEVED)


def test_what_waits_can_be_given_up(closed, clock):
    content = program()
    updates.take(closed, release(content), parts_of(content), clock)
    updates.drop(closed)

    assert list(closed.programs.iterdir()) == []
    with pytest.raises(RefusedError):
        updates.drop(closed)


# The next opening


@pytest.fixture
def ready(closed):
    """A desk for which a newer program waits."""
    program_file = newer.program(closed.programs, "9.0")
    program_file.parent.mkdir(parents=True)
    program_file.write_text("")
    newer.choose(closed.programs, Chosen(version="9.0", step=Step.READY))
    return closed


def copies_in(profile):
    return sorted(profile.programs.glob("avant-*"))


def test_the_next_window_copies_the_library_and_goes_on_with_the_newer_program(ready, clock):
    assert updates_start.program_to_open(ready, clock, window=True) == newer.program(ready.programs, "9.0")

    assert newer.chosen(ready.programs) == Chosen(version="9.0", step=Step.TRYING, tries=1)
    assert [read_copy(copy).persons for copy in copies_in(ready)] == [True]


def test_a_command_or_a_second_window_does_not_open_it_first(ready, clock):
    assert updates_start.program_to_open(ready, clock, window=False) is None
    opened = open_store(ready, clock, resources())
    try:
        assert updates_start.program_to_open(ready, clock, window=True) is None
    finally:
        opened.close()

    assert newer.chosen(ready.programs).step is Step.READY


def test_once_it_has_opened_it_serves_commands_too(ready, clock):
    newer.choose(ready.programs, Chosen(version="9.0", step=Step.FINE))

    assert updates_start.program_to_open(ready, clock, window=False) == newer.program(ready.programs, "9.0")


def test_once_it_has_opened_the_copies_and_older_programs_are_erased(closed, say):
    newer.choose(closed.programs, Chosen(version=__version__, step=Step.TRYING, tries=1))
    (closed.programs / __version__).mkdir()
    (closed.programs / "0.0.1" / "Relais").mkdir(parents=True)
    (closed.programs / f"avant-{__version__}-1.relais").write_bytes(b"persons")

    assert __version__ in updates_start.opened(closed, say)
    assert sorted(path.name for path in closed.programs.iterdir()) == [__version__, "choix.json"]
    assert newer.chosen(closed.programs) == Chosen(version=__version__, step=Step.FINE)
    assert updates_start.opened(closed, say) == ""


def test_a_program_that_never_opens_is_left_and_what_it_changed_is_put_back(ready, clock, say):
    assert updates_start.program_to_open(ready, clock, window=True)
    with sqlite3.connect(ready.desk_file) as newest:  # it brought the file to its own form, then died
        newest.execute("PRAGMA user_version = 999")
        newest.execute("DELETE FROM sheets")
    newest.close()
    assert updates_start.program_to_open(ready, clock, window=True), "a power cut may spoil one opening"
    assert updates_start.program_to_open(ready, clock, window=True) is None

    opened = open_store(ready, clock, resources())
    try:
        assert opened.records.count(Sheet) > 0
        assert "9.0" in updates_start.opened(ready, say)
        assert updates_start.opened(ready, say) == "", "said once"
    finally:
        opened.close()
    assert copies_in(ready) == []
    assert newer.chosen(ready.programs).step is Step.FAILED


def test_what_was_typed_stays_when_the_program_that_failed_changed_nothing(ready, clock):
    updates_start.program_to_open(ready, clock, window=True)
    updates_start.program_to_open(ready, clock, window=True)
    before = ready.desk_file.read_bytes()

    assert updates_start.program_to_open(ready, clock, window=True) is None
    assert ready.desk_file.read_bytes() == before
    assert not ready.set_aside.exists()


def test_a_library_that_cannot_be_copied_keeps_its_program_and_is_told_why(ready, clock, say):
    ready.desk_file.write_bytes(b"not a desk's file" * 100)

    assert updates_start.program_to_open(ready, clock, window=True) is None
    assert newer.chosen(ready.programs).step is Step.READY
    assert "9.0" in updates_start.opened(ready, say)


def test_of_two_that_came_after_one_another_the_one_that_serves_decides(ready, clock):
    """What was installed is two versions behind: the data are in the form of the first newer one, which opens the second."""
    serving = newer.program(ready.programs, "8.0")
    serving.parent.mkdir(parents=True)
    serving.write_text("")
    for step in (Step.READY, Step.TRYING, Step.FAILED):
        waiting = Chosen(version="9.0", step=step, before="8.0")
        newer.choose(ready.programs, waiting)

        assert updates_start.program_to_open(ready, clock, window=True) == serving
        assert updates_start.program_to_open(ready, clock, window=False) == serving
        assert newer.chosen(ready.programs) == waiting
    assert copies_in(ready) == []


def test_the_one_that_serves_opens_the_next_and_goes_on_without_it_when_it_fails(ready, clock, say):
    newer.choose(ready.programs, Chosen(version="9.0", step=Step.READY, before=__version__))
    for _ in range(updates_start.MOST_TRIES):
        assert updates_start.program_to_open(ready, clock, window=True) == newer.program(ready.programs, "9.0")

    assert updates_start.program_to_open(ready, clock, window=True) is None
    assert newer.chosen(ready.programs).before == __version__
    updates.drop(ready)
    assert newer.chosen(ready.programs) == Chosen(version=__version__, step=Step.FINE)
    assert updates_start.opened(ready, say) == ""


def test_a_newer_one_installed_by_hand_makes_the_other_useless(closed, say):
    newer.choose(closed.programs, Chosen(version="0.0.1", step=Step.FINE))
    (closed.programs / "0.0.1").mkdir()

    assert updates_start.opened(closed, say) == ""
    assert list(closed.programs.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 3}', '{"version": "x", "step": "fine", "tries": 0, "trouble": "", "before": ""}']
)
def test_a_choice_that_cannot_be_read_is_no_choice(closed, clock, text):
    closed.programs.mkdir()
    (closed.programs / newer.CHOSEN).write_text(text)

    assert updates_start.program_to_open(closed, clock, window=True) is None
