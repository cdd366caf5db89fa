"""T2, T3, T12, T13: a program killed at any moment leaves a desk that opens as if nothing had happened."""

import random
import shutil
import struct
import subprocess
import sys
from datetime import datetime

import pytest

from desk.base import settings
from desk.base.clock import FixedClock
from desk.base.errors import Code, UnavailableError
from desk.base.paths import Profile, resources
from desk.base.settings import Settings, Theme
from desk.domain.sheets import Sheet, SheetId
from desk.store import backups
from desk.store.database import open_database
from desk.store.migrations import VERSION
from desk.store.reference import open_reference
from desk.store.store import SCHEMA, open_store
from desk.work import upkeep

KILLED = 9
A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")

SAVING = """
import sys
from pathlib import Path
from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet, SheetId
from desk.store import backups
from desk.store.store import open_store

profile, first = Profile(root=Path(sys.argv[1])), int(sys.argv[2])
store = open_store(profile, SystemClock(), resources())
for number in range(first, first + 100000):
    store.records.put(Sheet(id=SheetId(f"{number:012d}"), name=f"Mairie {number}", relay_types=("mairie", "ccas")))
    print(number, flush=True)
    if number % 20 == 0:
        backups.copy(store.database, profile.backups / "desk-2026-11-24.sqlite")
"""

DYING = """
import os, shutil, sys
from datetime import datetime
from pathlib import Path
from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.store import backups
from desk.store.store import SCHEMA, open_store

profile, point, act = Profile(root=Path(sys.argv[1])), sys.argv[2], sys.argv[3]
turns = int(sys.argv[4])


def dying(real):
    def call(*arguments, **named):
        global turns
        turns -= 1
        if not turns:
            os._exit(9)
        return real(*arguments, **named)
    return call


setattr(os, point, dying(getattr(os, point)))
if act == "copy":
    store = open_store(profile, SystemClock(), resources())
    backups.copy(store.database, profile.backups / "desk-2026-11-24.sqlite")
elif act == "restore":
    backups.restore(profile, profile.backups / "desk-2026-11-23.sqlite", SCHEMA, datetime(2026, 11, 24, 9, 30))
elif act == "settings":
    from desk.base import settings
    settings.save(profile.settings_file, settings.Settings(theme=settings.Theme.DARK))
elif act == "reference":
    from desk.store.reference import build
    build(profile.reference_file, resources() / "seed")
elif act == "slip":
    from desk.cli.main import main
    main(["slip", "--data-dir", str(profile.root), "--procedure", "carte-identite", "--pdf", sys.argv[5]])
"""

MIGRATING = """
import os, sys
from pathlib import Path
from desk.store.database import Schema, open_database
from desk.store.store import SCHEMA

def half_way(connection):
    connection.execute("ALTER TABLE sheets ADD COLUMN later TEXT")
    connection.execute("UPDATE sheets SET name = 'half done'")
    connection.execute("CREATE TABLE later (a)")
    if sys.argv[2] == "die":
        os._exit(9)

newer = Schema(application_id=SCHEMA.application_id, version=SCHEMA.version + 1, migrate=half_way)
open_database(Path(sys.argv[1]), newer).close()
"""


def ran(code, *arguments):
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, check=False)


def dies(profile, point, act, turn=1, *more):
    return ran(DYING, profile.root, point, act, turn, *more).returncode == KILLED


def test_nothing_acknowledged_is_lost_to_a_kill_at_any_moment(planted, profile, clock):
    """T2: killed after a random number of saves, with copies being made; six rounds on the same desk."""
    shutil.copytree(planted.root, profile.root)
    rnd, first = random.Random(20261124), 0
    for _ in range(6):
        running = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(profile.root), str(first)], stdout=subprocess.PIPE, text=True
        )
        enough = first + rnd.randint(1, 70)
        told = []
        for line in running.stdout:
            told.append(int(line))
            if told[-1] >= enough:
                running.kill()
        running.stdout.close()
        running.wait()

        store = open_store(profile, clock, resources())

        kept = {sheet.name for sheet in store.records.where(Sheet, "name LIKE 'Mairie %'")}
        assert {f"Mairie {number}" for number in range(told[-1] + 1)} <= kept
        assert upkeep.check_all(store).problems == ()
        store.close()
        for copy in backups.listed(profile):
            made = open_database(copy.path, SCHEMA)
            assert made.problems() == ()
            made.close()
        first = len(kept)


def test_a_kill_before_a_copy_takes_its_place_leaves_the_earlier_one(store):
    """T3: between the temporary file and its name; the start after clears the temporary file away."""
    copy = store.profile.backups / "desk-2026-11-24.sqlite"
    backups.copy(store.database, copy)
    before = copy.read_bytes()
    store.records.put(A_SHEET)

    assert dies(store.profile, "replace", "copy")

    assert copy.read_bytes() == before
    assert len(list(store.profile.backups.iterdir())) > 1
    backups.keep_daily(store.profile, store.database, datetime(2026, 11, 24).date())
    assert [file.name for file in store.profile.backups.iterdir()] == [copy.name]


@pytest.mark.parametrize(("point", "turn"), [("fsync", 1), ("fsync", 2), ("unlink", 1), ("replace", 1), ("fsync", 3)])
def test_a_kill_while_going_back_never_leaves_a_desk_without_its_file(planted, profile, clock, point, turn):
    """T3: killed at each step of a restore, the next start opens the old desk or the restored one, never a new one."""
    shutil.copytree(planted.root, profile.root)
    store = open_store(profile, clock, resources())
    backups.copy(store.database, profile.backups / "desk-2026-11-23.sqlite")
    store.records.put(A_SHEET)
    log = profile.desk_file.with_name("desk.sqlite-wal").read_bytes()
    file = profile.desk_file.read_bytes()
    store.close()
    profile.desk_file.write_bytes(file)
    profile.desk_file.with_name("desk.sqlite-wal").write_bytes(log)

    died = dies(profile, point, "restore", turn)

    again = open_store(profile, clock, resources())
    assert died
    assert again.library() is not None
    assert upkeep.check_all(again).problems == ()
    again.close()


def test_a_kill_while_settings_are_saved_leaves_the_earlier_ones(profile):
    """T3: the old file stays whole until the new one is."""
    settings.save(profile.settings_file, Settings(theme=Theme.CONTRAST))

    assert dies(profile, "replace", "settings")

    assert settings.load(profile.settings_file).theme is Theme.CONTRAST


def test_a_kill_while_the_communes_are_read_leaves_no_half_list(profile, store):
    """T3: the cache is put in its place whole, or is built again."""
    profile.reference_file.unlink(missing_ok=True)

    assert dies(profile, "replace", "reference")

    assert not profile.reference_file.exists()
    opened = open_reference(profile.reference_file, resources() / "seed")
    assert opened.communes("ambronay")
    opened.close()
    upkeep.start_of_day(store)
    assert [file.name for file in profile.reference_file.parent.iterdir()] == [profile.reference_file.name]


def test_a_kill_before_the_paper_is_in_its_place_counts_nothing(store, tmp_path):
    """T3: between the PDF and its name, no referral is counted and no half paper is named as whole."""
    paper = tmp_path / "bon.pdf"

    assert dies(store.profile, "replace", "slip", 1, paper)

    assert not paper.exists()
    assert store.database.row("SELECT count(*) FROM referrals") == (0,)


def test_a_kill_in_the_middle_of_a_migration_leaves_the_old_desk_usable(store, clock):
    """T13: half a migration is no migration; the same one succeeds at the next start."""
    store.records.put(A_SHEET)
    profile = store.profile
    store.close()

    died = ran(MIGRATING, profile.desk_file, "die").returncode

    again = open_store(profile, clock, resources())
    assert died == KILLED
    assert again.records.one(Sheet, A_SHEET.id) == A_SHEET
    assert upkeep.check_all(again).problems == ()
    again.close()
    assert ran(MIGRATING, profile.desk_file, "live").returncode == 0


def test_a_desk_from_the_future_is_refused_even_with_its_log_beside_it(store, clock):
    """T13: the file is refused with the code of a more recent Relais and left as it is, byte for byte."""
    profile = store.profile
    store.close()
    with profile.desk_file.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">I", VERSION + 7))
    before = {path.name: path.read_bytes() for path in profile.root.iterdir() if path.is_file()}

    with pytest.raises(UnavailableError) as refused:
        open_store(profile, clock, resources())

    assert refused.value.code is Code.FILE_FROM_FUTURE
    assert {path.name: path.read_bytes() for path in profile.root.iterdir() if path.is_file()} == before


def test_a_desk_that_was_not_closed_opens_whole(store, clock):
    """T12: a log left behind is read back after a full check, and nothing is missing."""
    store.records.put(A_SHEET)
    left = Profile(root=store.profile.root.with_name("left"))
    shutil.copytree(store.profile.root, left.root)
    assert left.desk_file.with_name("desk.sqlite-wal").stat().st_size > 0

    again = open_store(left, clock, resources())

    assert again.records.one(Sheet, A_SHEET.id) == A_SHEET
    assert upkeep.check_all(again).problems == ()
    again.close()


def test_several_first_starts_at_once_make_one_sound_desk(tmp_path):
    """T3: six programs that open the same new profile together; each succeeds and the desk is whole."""
    opening = (
        "import sys; from pathlib import Path; from desk.base.clock import SystemClock;"
        "from desk.base.paths import Profile, resources; from desk.store.store import open_store;"
        "sys.stdin.readline(); open_store(Profile(root=Path(sys.argv[1])), SystemClock(), resources()).close()"
    )
    root = tmp_path / "new"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", opening, str(root)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate()[1] for one in running]

    store = open_store(Profile(root=root), FixedClock(datetime(2026, 11, 24, 10)), resources())
    assert [one.returncode for one in running] == [0] * 6, told
    assert upkeep.check_all(store).problems == ()
    store.close()
