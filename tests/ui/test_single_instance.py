"""One window per profile: a second start shows the first; what a crash left behind stops nobody."""

import subprocess
import sys

import pytest

from desk.ui.single_instance import SingleInstance


@pytest.fixture
def make(qapp):
    made = []

    def one(path):
        made.append(SingleInstance(path))
        return made[-1]

    yield one
    for each in made:
        each.release()


def test_a_second_start_is_refused_and_shows_the_first_window(qtbot, make, profile):
    first, second = make(profile.lock_file), make(profile.lock_file)
    assert first.take()
    first.listen()
    with qtbot.waitSignal(first.shown_again):
        assert not second.take()


def test_two_profiles_have_two_windows(make, tmp_path):
    assert make(tmp_path / "a" / "window.lock").take()
    assert make(tmp_path / "b" / "window.lock").take()


def test_once_closed_another_may_open(make, profile):
    first = make(profile.lock_file)
    first.take()
    first.release()
    assert make(profile.lock_file).take()


def test_a_lock_left_by_a_program_that_died_is_taken(make, profile):
    profile.root.mkdir(parents=True)
    script = (
        "import os, sys; from PySide6.QtCore import QLockFile; lock = QLockFile(sys.argv[1]); "
        "assert lock.tryLock(0); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(profile.lock_file)], check=False)
    assert profile.lock_file.exists()
    assert make(profile.lock_file).take()


@pytest.mark.parametrize(
    "left",
    [b"\0" * 20, b"", b"pas un verrou", b"4242\nrelais\nun-autre-ordinateur\n"],
    ids=["zeros", "empty", "words", "another-computer"],
)
def test_a_lock_that_nobody_answers_for_is_taken(make, profile, left):
    profile.root.mkdir(parents=True)
    profile.lock_file.write_bytes(left)
    taken = make(profile.lock_file)
    assert taken.take()


def test_a_window_that_is_still_starting_is_waited_for(tmp_path, make):
    """Two clicks in a hurry make one window."""
    lock = tmp_path / "window.lock"
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication, QTimer;"
        "from desk.ui.single_instance import SingleInstance; app = QCoreApplication([]);"
        "first = SingleInstance(Path(sys.argv[1])); assert first.take(); print('taken', flush=True);"
        "first.shown_again.connect(app.quit); QTimer.singleShot(700, first.listen); sys.exit(app.exec())"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(lock)], stdout=subprocess.PIPE) as starting:
        assert starting.stdout.readline().strip() == b"taken"

        assert not make(lock).take()
        assert starting.wait(20) == 0
