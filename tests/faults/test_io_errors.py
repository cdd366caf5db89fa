"""T6: whichever write, truncation or sync fails, nothing acknowledged is lost and the failure is said."""

import os
import resource
import shutil
import subprocess
import sys

import apsw
import pytest

from desk.base.errors import Code, UnavailableError
from desk.domain.sheets import Sheet, SheetId
from desk.store import backups
from desk.store.database import connect, open_database
from desk.store.store import SCHEMA

SAVES = 3


def a_sheet(number):
    return Sheet(id=SheetId(f"{number:012d}"), name=f"Mairie {number}", relay_types=("mairie",), description="x" * 3000)


def saved_until_it_fails(profile, disk, recorded):
    kept, said, opened = [], None, []
    try:
        database, records = recorded(profile.desk_file, disk, pages=8)
        opened.append(database)
        for number in range(SAVES):
            records.put(a_sheet(number))
            kept.append(f"Mairie {number}")
    except UnavailableError as error:
        said = error.code
    failed = disk.turns >= disk.fails_at
    disk.fails_at = 0
    for database in opened:
        database.close()
    return kept, said, failed


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("error", [apsw.SQLITE_FULL, apsw.SQLITE_IOERR], ids=["full", "input-output"])
def test_the_nth_failure_of_a_save_is_said_and_loses_nothing(copied, disk, recorded, error, for_ever):
    """T6: through `Records.put` over a disk whose n-th write, truncation or sync fails, for every n."""
    turn, wrong = 0, []

    while True:
        turn += 1
        profile = copied(f"desk-{turn}")
        disk.turns, disk.fails_at, disk.error, disk.for_ever = 0, turn, error, for_ever
        kept, said, failed = saved_until_it_fails(profile, disk, recorded)
        opened = open_database(profile.desk_file, SCHEMA)
        present = {row[0] for row in opened.rows("SELECT name FROM sheets")}
        if opened.problems():
            wrong.append((turn, "damaged"))
        if not set(kept) <= present:
            wrong.append((turn, "lost"))
        if len(kept) < SAVES and said is not Code.DISK_FULL:
            wrong.append((turn, "silent", said))
        opened.close()
        if not failed:
            break

    assert wrong == []
    assert turn > 20


LIMITED = """
import resource, signal, sys
from pathlib import Path
from desk.base.clock import SystemClock
from desk.base.errors import UnavailableError
from desk.base.paths import Profile, resources
from desk.store import backups
from desk.store.database import Database, connect
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
source, target = Path(sys.argv[1]), Path(sys.argv[2])
database = Database(source, connect(source))
for size in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        backups.copy(database, target)
        print(size, "done", sorted(file.name for file in target.parent.iterdir()))
    except UnavailableError as error:
        print(size, error.code.value, sorted(file.name for file in target.parent.iterdir()))
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on the size of files")
def test_a_copy_that_finds_no_room_leaves_nothing_behind(copied, tmp_path):
    """T6, T7: a copy that cannot go beyond n bytes, for n over its whole length, and then enough."""
    profile = copied()
    whole = profile.desk_file.stat().st_size
    sizes = [*range(0, whole, whole // 12), whole * 4]
    target = tmp_path / "copies" / "desk-2026-11-24.sqlite"

    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, profile.desk_file, target, *map(str, sizes)],
        capture_output=True,
        text=True,
        check=True,
    )

    told = [line.split(" ", 2)[1:] for line in ran.stdout.splitlines()]
    assert told[-1] == ["done", "['desk-2026-11-24.sqlite']"]
    assert told[:-1] == [["disk-full", "[]"]] * (len(sizes) - 1)


def test_a_copy_is_not_acknowledged_when_the_disk_refuses_to_settle(store, monkeypatch):
    """T6: a failed sync is never taken for a success: no copy appears, the earlier one stays."""
    target = store.profile.backups / "desk-2026-11-24.sqlite"
    backups.copy(store.database, target)
    before = target.read_bytes()
    store.records.put(a_sheet(1))

    def refuse(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnavailableError) as failed:
        backups.copy(store.database, target)

    assert failed.value.code is Code.DISK_FULL
    assert target.read_bytes() == before
    assert [file.name for file in target.parent.iterdir()] == [target.name]


FULL = """
import resource, signal, sys
from desk.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


def relais(limit, profile, *arguments):
    return subprocess.run(
        [sys.executable, "-c", FULL, str(limit), "--data-dir", profile.root, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_at_the_first_start_is_said_and_the_same_command_succeeds_after(tmp_path, profile, clock):
    """T7: setting up on a disk without room says so in a sentence; with room again, the same command works."""
    full = relais(200_000, profile, "setup", "--library", "2")
    again = relais(1 << 30, profile, "setup", "--library", "2")

    assert (full.returncode, full.stdout) == (3, "")
    assert "plus de place" in full.stderr
    assert again.returncode == 0, again.stderr
    assert not list(profile.root.rglob("*.tmp"))


def test_a_full_disk_while_a_slip_is_written_leaves_no_half_paper_and_counts_nothing(planted, profile, tmp_path):
    """T7: no partial PDF; the same command succeeds once there is room, and only then is the referral counted."""
    shutil.copytree(planted.root, profile.root)
    paper = tmp_path / "bon.pdf"
    asked = ("slip", "--procedure", "carte-identite", "--pdf", str(paper))

    full = relais(2000, profile, *asked)
    left = [file.name for file in tmp_path.iterdir() if file != profile.root]
    again = relais(1 << 30, profile, *asked)

    assert full.returncode == 3, full.stderr
    assert "plus de place" in full.stderr
    assert left == []
    assert again.returncode == 0, again.stderr
    assert paper.read_bytes().startswith(b"%PDF")


def test_the_log_of_a_forgotten_reader_shrinks_again(store):
    """T42: a reader that stays open makes the log grow; once it ends, the next saves bring it under 8 MB."""
    reader = connect(store.profile.desk_file, read_only=True)
    cursor = reader.execute("SELECT * FROM procedures")
    cursor.fetchone()
    log = store.profile.desk_file.with_name("desk.sqlite-wal")
    for number in range(150):
        store.records.put(Sheet(id=SheetId(f"{number:012d}"), name="Mairie", description=f"{number}" + "x" * 9000))
    grown = log.stat().st_size
    cursor.close()
    reader.close()

    for number in range(40):
        store.records.put(Sheet(id=SheetId(f"{number:012d}"), name="Mairie", description="y" * 9000))

    assert grown > 5_000_000
    assert log.stat().st_size < 8_000_000


def test_a_copy_gives_up_on_a_file_that_another_program_holds(store, tmp_path):
    """T43: SQLite's copy alone waits for ever; ours says so after the patience given."""
    target = tmp_path / "copy.sqlite"
    holder = connect(target)
    holder.execute("CREATE TABLE t (a)")
    holder.execute("BEGIN EXCLUSIVE")
    mine = connect(target)
    mine.execute("PRAGMA busy_timeout=1")

    with pytest.raises(UnavailableError) as failed:
        store.database.copy_to(mine, patience=0.4)

    mine.close()
    holder.close()
    assert failed.value.code is Code.FILE_LOCKED
