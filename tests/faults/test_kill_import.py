"""T2: an import killed at any moment leaves whole batches or nothing, and the same file goes on from there."""

import subprocess
import sys

import pytest

from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.exchange.imports import bring_file, open_file
from desk.store.store import open_store
from desk.work import upkeep

KILLED = 9
SIZE, BATCHES = 20, 3

IMPORTING = """
import os, shutil, sys
from pathlib import Path
from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.exchange import imports
from desk.store.database import Database
from desk.store.store import open_store

root, file, size, last, copies = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:5]), sys.argv[5:]
imports.BATCH = size
done = writes = 0


def copying(real):
    def call(*arguments, **named):
        global writes
        real(*arguments, **named)
        if done == size:
            writes += 1
            shutil.copytree(root, Path(copies[0], str(writes)))
    return call


def progress(rows):
    global done
    done = rows
    if rows == size * last:
        os._exit(9)
    print(rows, flush=True)
    return True


if copies:
    Database.write_all = copying(Database.write_all)
store = open_store(Profile(root=root), SystemClock(), resources())
imports.bring_file(store, imports.open_file(store, file), words("fr"), progress=progress)
"""


@pytest.fixture
def file(tmp_path):
    rows = [f"place-{n:03d}-of-the-file;Lieu {n};01500;Ambronay;04 74 00 00 {n:02d}\n" for n in range(SIZE * BATCHES)]
    made = tmp_path / "places.csv"
    made.write_text("id;Nom;CP;Ville;Téléphone\n" + "".join(rows), encoding="utf-8")
    return made


@pytest.fixture
def desk(store):
    """The folder of a desk just set up, closed: another program opens it."""
    store.close()
    return store.profile


def importing(desk, file, *copies, last=0):
    line = [sys.executable, "-c", IMPORTING, *map(str, (desk.root, file, SIZE, last, *copies))]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)


def kept(store):
    """How many sheets of the file there are, which everything that is kept of them agrees about."""
    ours = "FROM sheets s WHERE s.origin LIKE 'csv:places:%'"
    counts = {
        store.database.row(f"SELECT count(*) {also}")[0]
        for also in (
            ours,
            f"{ours} AND id IN (SELECT sheet FROM originals)",
            f"{ours} AND id IN (SELECT id FROM versions)",
            f"{ours} AND id IN (SELECT id FROM changes)",
            f"{ours} AND id IN (SELECT sheet FROM sheet_order)",
            "FROM originals",
        )
    }
    assert len(counts) == 1, counts
    return counts.pop()


def opened_after(desk, clock):
    store = open_store(desk, clock, resources())
    assert upkeep.check_all(store).problems == ()
    assert not store.records.search_differs()
    return store


def is_finished_by_the_same_file(store, file, before):
    report = bring_file(store, open_file(store, file), words("fr"))
    return (report.created, report.unchanged, kept(store)) == (SIZE * BATCHES - before, before, SIZE * BATCHES)


@pytest.mark.parametrize("batches", range(1, BATCHES + 1))
def test_a_kill_between_two_batches_keeps_those_before(desk, clock, file, batches):
    running = importing(desk, file, last=batches)
    running.communicate()

    store = opened_after(desk, clock)
    assert (running.returncode, kept(store)) == (KILLED, SIZE * batches)
    assert is_finished_by_the_same_file(store, file, SIZE * batches)
    store.close()


def test_a_kill_after_any_write_of_a_batch_leaves_nothing_of_it(desk, clock, file, tmp_path):
    """What the disk holds after each write of the second batch, copied there and then: what a kill would leave."""
    running = importing(desk, file, tmp_path / "copies")
    running.communicate()

    left = []
    for copy in (tmp_path / "copies").iterdir():
        store = opened_after(Profile(root=copy), clock)
        left.append(kept(store))
        store.close()
    store = opened_after(desk, clock)
    assert (running.returncode, kept(store)) == (0, SIZE * BATCHES)
    assert set(left) == {SIZE}
    assert len(left) > 5
    store.close()


def test_a_program_killed_from_outside_leaves_whole_batches(desk, clock, file):
    """The system ends it, wherever it is, once it has said that a batch is kept."""
    running = importing(desk, file)
    said = [int(running.stdout.readline())]
    running.kill()
    said += map(int, running.communicate()[0].split())

    store = opened_after(desk, clock)
    there = kept(store)
    assert there % SIZE == 0
    assert there >= said[-1] >= SIZE
    assert is_finished_by_the_same_file(store, file, there)
    store.close()
