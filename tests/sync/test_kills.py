"""A process killed before or after any commit of an exchange: the same page again, nothing lost, nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk.store.history import history
from tests.sync.village import enrolled

ROOT = Path(__file__).resolve().parents[2]
KILLED = 9


def killed_at(village, hub_url, n, when, stick=""):
    """Exchange in another process; return whether it was killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.killed", str(village.profile.root), hub_url, str(n), when, stick],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {0, KILLED}, done.stderr
    return done.returncode == KILLED


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_commit_loses_nothing_and_doubles_nothing(village, service, hub_url, when):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    made, n = [here.new(name="La première")], 0
    for one in (here, there, here):
        one.sync()
    while n < 12:
        n += 1
        made.append(here.new(name=f"Ici {n}"))
        made.append(there.new(name=f"Là {n}"))
        there.set(made[0], phone=f"39{n:02}")
        there.sync()
        here.store.close()
        was_killed = killed_at(here, hub_url, n, when)
        here.reopen()
        if not was_killed:
            break
    assert n > 3

    for one in (here, there, here):
        assert one.sync().stopped == ""
    for sheet in made:
        assert here.sheet(sheet) == there.sheet(sheet)
        names = [change for change in history(there.store, "sheet", sheet) if change.field == "name"]
        assert len(names) == 1
    assert here.sheet(made[0]).phone == f"39{n:02}"
    assert here.store.records.log.count() == 0
    assert not here.questions()


def test_a_kill_while_a_stick_is_read_leaves_it_to_be_read_again(village, service, hub_url, tmp_path):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    for one in (here, there, here):
        one.sync()
    stick = tmp_path / "stick"
    stick.mkdir()
    made = [here.new(name=f"Fiche {number}") for number in range(5)]
    here.write(stick)
    there.store.close()

    for n in (1, 2):
        killed_at(there, hub_url, n, "before", str(stick))
    there.reopen()
    there.read(stick)

    for sheet in made:
        assert there.sheet(sheet) == here.sheet(sheet)
