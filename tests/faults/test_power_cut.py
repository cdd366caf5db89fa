"""T5: after a power cut nothing acknowledged is lost, nothing is half there, and the desk opens."""

import random

import apsw
import pytest
from pysqlite3 import dbapi2 as sqlite

from desk.base.clock import SystemClock
from desk.base.errors import UnavailableError
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet, SheetId
from desk.store.database import PRAGMAS, open_database
from desk.store.migrations import APPLICATION_ID, VERSION, migrate
from desk.store.store import SCHEMA, open_store

from . import powercut

SAVES = 40


def a_sheet(number):
    return Sheet(
        id=SheetId(f"{number:012d}"),
        name=f"Mairie {number}",
        commune="Villeneuve",
        relay_types=("mairie", "ccas"),
        description=f"note {number} " * (number % 7 * 40),
    )


def written(folder, files):
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Profile(root=folder)


def test_no_save_is_lost_nor_half_there_after_a_power_cut(copied, disk, recorded, tmp_path):
    """T5: 400 cuts during 40 saves through `Records.put`, on the store's pragmas (checkpoints made more frequent).

    The code that writes is ours; the binding under it is APSW (see conftest).
    """
    profile = copied()
    disk.diary.append(("present", "desk.sqlite", profile.desk_file.read_bytes()))
    database, records = recorded(profile.desk_file, disk, pages=24)
    disk.diary.append(("acknowledged", 0))
    first = len(disk.diary)
    for number in range(1, SAVES + 1):
        records.put(a_sheet(number))
        disk.diary.append(("acknowledged", number))
    database.close()
    rnd = random.Random(20261124)
    wrong = []

    for turn, (files, acknowledged) in enumerate(powercut.states(disk.diary, first, 400, rnd)):
        left = written(tmp_path / f"cut-{turn}", files)
        opened = open_database(left.desk_file, SCHEMA)
        kept = {row[0] for row in opened.rows("SELECT name FROM sheets")}
        logged = {row[0] for row in opened.rows("SELECT id FROM changes WHERE kind = 'sheet'")}
        found = {row[0] for row in opened.rows("SELECT sheet FROM sheet_order")}
        sealed = {row[0] for row in opened.rows("SELECT id FROM versions WHERE kind = 'sheet'")}
        if opened.problems():
            wrong.append((turn, "damaged"))
        if not {f"Mairie {number}" for number in range(1, acknowledged + 1)} <= kept:
            wrong.append((turn, "lost"))
        if not len(kept) == len(logged) == len(found) == len(sealed):
            wrong.append((turn, "half there"))
        opened.close()

    assert wrong == []


def test_the_simulator_does_tell_a_careless_setting_from_ours(copied, disk, recorded, tmp_path):
    """T5: the same with ``synchronous=OFF`` loses or damages: the test above can fail."""
    profile = copied()
    disk.diary.append(("present", "desk.sqlite", profile.desk_file.read_bytes()))
    database, records = recorded(profile.desk_file, disk, pages=24)
    database.row("PRAGMA synchronous=OFF")
    first = len(disk.diary)
    for number in range(1, SAVES + 1):
        records.put(a_sheet(number))
        disk.diary.append(("acknowledged", number))
    database.close()
    rnd = random.Random(1)
    lost = 0

    for turn, (files, acknowledged) in enumerate(powercut.states(disk.diary, first, 40, rnd)):
        left = written(tmp_path / f"cut-{turn}", files)
        try:
            opened = open_database(left.desk_file, SCHEMA)
            lost += opened.row("SELECT count(*) FROM sheets")[0] < acknowledged
            opened.close()
        except UnavailableError:
            lost += 1

    assert lost > 5


@pytest.fixture(scope="module")
def first_statements():
    """Every statement that makes a new desk's file, as SQLite ran them: pragmas, migrations, header."""
    seen = list(PRAGMAS)
    connection = sqlite.connect(":memory:", isolation_level=None)
    connection.set_trace_callback(seen.append)
    connection.execute("BEGIN IMMEDIATE")
    migrate(connection)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")
    connection.set_trace_callback(None)
    connection.close()
    return [sql for sql in seen if not sql.startswith("--")]


def test_a_power_cut_at_the_very_first_start_leaves_a_desk_that_opens(first_statements, disk, tmp_path):
    """T5: 300 cuts while the file is made, 200 of them in its very first writes. The statements of our migrations are replayed through APSW."""
    (tmp_path / "made").mkdir()
    connection = apsw.Connection(str(tmp_path / "made" / "desk.sqlite"), vfs=disk.name)
    for sql in first_statements:
        connection.execute(sql).fetchall()
    connection.close()
    rnd = random.Random(10)
    refused, seen = [], set()
    earliest = [powercut.after_cut(disk.diary[:end], rnd) for end in range(1, 21) for _ in range(10)]

    for turn, (files, _) in enumerate([*earliest, *powercut.states(disk.diary, 1, 100, rnd)]):
        state = frozenset(files.items())
        if state in seen:
            continue
        seen.add(state)
        left = written(tmp_path / f"cut-{turn}", files)
        try:
            opened = open_database(left.desk_file, SCHEMA)
            assert opened.version() == VERSION
            assert opened.problems() == ()
            opened.close()
        except UnavailableError as error:
            refused.append((turn, error.code.value, {name: len(content) for name, content in files.items()}))

    assert refused == []
    assert len(seen) > 60


def test_a_desk_made_again_after_a_cut_works(first_statements, disk, tmp_path):
    """T5: after a cut in the middle of the first start, the next start plants everything."""
    (tmp_path / "made").mkdir()
    connection = apsw.Connection(str(tmp_path / "made" / "desk.sqlite"), vfs=disk.name)
    for sql in first_statements:
        connection.execute(sql).fetchall()
    connection.close()
    files, _ = powercut.after_cut(disk.diary[: len(disk.diary) // 2], random.Random(3))

    store = open_store(written(tmp_path / "cut", files), SystemClock(), resources())

    assert store.database.row("SELECT count(*) FROM procedures")[0] > 0
    assert store.records.altered() == ()
    store.close()
