import hashlib
import os
import shutil
import struct
import subprocess
import sys

import pytest
from pysqlite3 import dbapi2 as sqlite

from desk.base.errors import Code, UnavailableError
from desk.base.paths import resources
from desk.domain.sheets import Sheet, SheetId
from desk.store.database import OLDEST_SQLITE, open_database
from desk.store.migrations import VERSION
from desk.store.store import SCHEMA, open_store

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_sqlite_is_recent_enough_not_to_damage_the_file():
    assert sqlite.sqlite_version_info >= OLDEST_SQLITE


def test_the_file_keeps_what_it_acknowledged_through_a_power_cut(store):
    settings = {
        name: store.database.row(f"PRAGMA {name}")[0] for name in ("journal_mode", "synchronous", "secure_delete")
    }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_a_file_from_the_future_is_refused_and_left_untouched(store, clock):
    profile = store.profile
    store.close()
    with profile.desk_file.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">I", VERSION + 1))
    before = digest(profile.desk_file)

    with pytest.raises(UnavailableError) as refused:
        open_store(profile, clock, resources())

    assert refused.value.code is Code.FILE_FROM_FUTURE
    assert digest(profile.desk_file) == before
    assert not profile.desk_file.with_name("desk.sqlite-wal").exists()


@pytest.mark.parametrize("content", [b"not a database" * 50, b"SQLite format 3\x00", b"PK\x03\x04" + b"\x00" * 200])
def test_another_kind_of_file_is_refused_and_left_untouched(profile, clock, content):
    profile.root.mkdir(parents=True, exist_ok=True)
    profile.desk_file.write_bytes(content)

    with pytest.raises(UnavailableError) as refused:
        open_store(profile, clock, resources())

    assert refused.value.code is Code.FILE_DAMAGED
    assert profile.desk_file.read_bytes() == content


def test_another_program_s_database_is_refused_and_left_untouched(profile, clock):
    profile.root.mkdir(parents=True, exist_ok=True)
    other = sqlite.connect(str(profile.desk_file))
    other.execute("PRAGMA application_id=77")
    other.execute("CREATE TABLE t (a)")
    other.commit()
    other.close()
    before = digest(profile.desk_file)

    with pytest.raises(UnavailableError):
        open_store(profile, clock, resources())

    assert digest(profile.desk_file) == before


def test_a_damaged_page_is_said_after_an_unclean_end(store, clock):
    profile = store.profile
    store.records.put(A_SHEET)
    shutil.copytree(profile.root, profile.root.with_name("copy"))
    copy = type(profile)(root=profile.root.with_name("copy"))
    assert copy.desk_file.with_name("desk.sqlite-wal").stat().st_size > 0
    size = copy.desk_file.stat().st_size
    with copy.desk_file.open("r+b") as file:
        for page in range(2, size // 4096, 3):
            file.seek(page * 4096)
            file.write(os.urandom(4096))

    with pytest.raises(UnavailableError) as refused:
        open_store(copy, clock, resources())

    assert refused.value.code is Code.FILE_DAMAGED


def test_a_replaced_file_is_never_written_over(store):
    moved = store.profile.desk_file.with_suffix(".other")
    shutil.copyfile(store.profile.desk_file, moved)
    os.replace(moved, store.profile.desk_file)

    with pytest.raises(UnavailableError) as refused:
        store.records.put(A_SHEET)

    assert refused.value.code is Code.FILE_CHANGED


def test_a_full_disk_is_said_and_the_same_act_succeeds_after_room_is_made(store):
    pages = store.database.row("PRAGMA page_count")[0]
    store.database.row(f"PRAGMA max_page_count={pages}")
    big = Sheet(id=SheetId("bigbigbigbig"), name="Mairie", description="x" * 9000)

    with pytest.raises(UnavailableError) as refused:
        for number in range(200):
            store.records.put(Sheet(id=SheetId(f"{number:012d}"), name="Mairie", description="x" * 9000))

    assert refused.value.code is Code.DISK_FULL
    assert store.database.problems() == ()
    store.database.row("PRAGMA max_page_count=1000000")
    store.records.put(big)
    assert store.records.one(Sheet, big.id) == big


def test_another_writer_is_waited_for_then_said(store, monkeypatch):
    other = sqlite.connect(str(store.profile.desk_file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.database.row("PRAGMA busy_timeout=50")

    with pytest.raises(UnavailableError) as refused:
        store.records.put(A_SHEET)

    other.execute("ROLLBACK")
    other.close()
    assert refused.value.code is Code.FILE_LOCKED
    store.records.put(A_SHEET)
    assert store.records.one(Sheet, A_SHEET.id) == A_SHEET


def test_a_write_outside_a_transaction_is_our_mistake(store):
    with pytest.raises(RuntimeError):
        store.database.write("DELETE FROM sheets")


def test_a_copy_is_made_before_an_existing_file_is_migrated(store, clock):
    profile = store.profile
    store.close()
    with profile.desk_file.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">I", 1))
    seen = []
    newer = type(SCHEMA)(
        application_id=SCHEMA.application_id,
        version=VERSION + 1,
        migrate=lambda connection: connection.execute("CREATE TABLE later (a)"),
    )

    database = open_database(profile.desk_file, newer, before_migrating=lambda opened: seen.append(opened.version()))

    assert seen == [1]
    assert database.version() == VERSION + 1
    database.close()


KILLED = """
import sys
from pathlib import Path
from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet, SheetId
from desk.store.store import open_store

store = open_store(Profile(root=Path(sys.argv[1])), SystemClock(), resources())
print("ready", flush=True)
for number in range(100000):
    store.records.put(Sheet(id=SheetId(f"{number:012d}"), name=f"Mairie {number}", relay_types=("mairie",)))
    print(number, flush=True)
"""


def test_nothing_acknowledged_is_lost_to_a_kill(profile, clock):
    for acknowledged_before_kill in (1, 7, 40):
        running = subprocess.Popen([sys.executable, "-c", KILLED, str(profile.root)], stdout=subprocess.PIPE, text=True)
        last = -1
        for line in running.stdout:
            if line.strip().isdigit():
                last = int(line)
                if last >= acknowledged_before_kill:
                    running.kill()
                    break
        rest = [int(line) for line in running.stdout if line.strip().isdigit()]
        running.stdout.close()
        running.wait()
        last = max([last, *rest])

        store = open_store(profile, clock, resources())

        kept = store.records.where(Sheet, "name LIKE 'Mairie %'")
        assert {f"Mairie {number}" for number in range(last + 1)} <= {sheet.name for sheet in kept}
        assert store.database.problems() == ()
        assert store.records.altered() == ()
        assert not store.records.search_differs()
        store.close()
