"""A desk whose disk can be made to fail: the store's own code over a recording or failing file system of APSW.

The store speaks through pysqlite3; APSW has its own copy of SQLite (3.54 against 3.53) whose file system can be written in
Python. `Bridge` gives an APSW connection the few methods that `desk.store.database.Database` uses, so what is recorded is
what the store's own functions write, with its own pragmas and schema; only the binding differs. The two never have the
same file open at once.
"""

import os
import shutil
from dataclasses import dataclass, field

import apsw
import pytest
from pysqlite3 import dbapi2 as sqlite

from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.store import seed
from desk.store.database import PRAGMAS, Database, saying
from desk.store.records import Records
from desk.store.search import SheetIndex
from desk.store.store import open_store


class Bridge:
    """An APSW connection with the face of pysqlite3's."""

    def __init__(self, path, vfs):
        self._raised(lambda: setattr(self, "_connection", apsw.Connection(str(path), vfs=vfs)))

    def execute(self, sql, values=()):
        return self._raised(lambda: _Rows(self._connection, self._connection.execute(sql, _bound(values)).fetchall()))

    def executemany(self, sql, values):
        return self._raised(lambda: self._connection.executemany(sql, values).fetchall())

    @property
    def in_transaction(self):
        return self._connection.in_transaction

    def close(self):
        self._raised(self._connection.close)

    @staticmethod
    def _raised(act):
        try:
            return act()
        except apsw.Error as error:
            said = sqlite.OperationalError(str(error))
            said.sqlite_errorcode = getattr(error, "extendedresult", None) or apsw.SQLITE_ERROR
            raise said from error


class _Rows:
    def __init__(self, connection, rows):
        self._rows = rows
        self.lastrowid = connection.last_insert_rowid()

    def __iter__(self):
        return iter(self._rows)

    def fetchall(self):
        return self._rows

    def fetchone(self):
        return self._rows[0] if self._rows else None


def _bound(values):
    return values if isinstance(values, dict) else tuple(values)


@dataclass
class Disk:
    """What every file of one run goes through: a diary of what was written, and a turn at which writing fails."""

    diary: list = field(default_factory=list)
    turns: int = 0
    fails_at: int = 0
    for_ever: bool = False
    error: int = apsw.SQLITE_FULL

    def turn(self):
        self.turns += 1
        if self.fails_at and (self.turns == self.fails_at or (self.for_ever and self.turns > self.fails_at)):
            raise apsw.exception_for(self.error)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        self._disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = os.path.basename(path or "temporary")
        super().__init__("", name, flags)
        disk.diary.append(("open", self._name))

    def xWrite(self, data, offset):
        self._disk.turn()
        self._disk.diary.append(("write", self._name, offset, bytes(data)))
        return super().xWrite(data, offset)

    def xTruncate(self, size):
        self._disk.turn()
        self._disk.diary.append(("truncate", self._name, size))
        return super().xTruncate(size)

    def xSync(self, flags):
        self._disk.turn()
        self._disk.diary.append(("sync", self._name))
        return super().xSync(flags)


class _FileSystem(apsw.VFS):
    def __init__(self, name, disk):
        self._disk = disk
        super().__init__(name, "")

    def xOpen(self, name, flags):
        return _File(self._disk, name, flags)

    def xDelete(self, name, syncdir):
        self._disk.diary.append(("delete", os.path.basename(name), bool(syncdir)))
        return super().xDelete(name, syncdir)


@pytest.fixture
def disk():
    """A disk under test; files opened with ``vfs=disk.name`` go through it."""
    made = Disk()
    made.name = f"disk-{id(made)}"
    made.system = _FileSystem(made.name, made)
    yield made
    made.system.unregister()


@pytest.fixture(scope="session")
def taxonomy():
    return seed.taxonomy(resources() / "seed")


@pytest.fixture
def recorded(taxonomy):
    """Return what opens a desk's file through a disk under test, with the store's own pragmas and functions."""

    def open_records(path, disk, *, pages=None):
        with saying(path):
            bridge = Bridge(path, disk.name)
            database = Database(path, bridge)
            for pragma in PRAGMAS:
                bridge.execute(pragma)
            if pages:
                bridge.execute(f"PRAGMA wal_autocheckpoint={pages}")
                bridge.execute(f"PRAGMA cache_size={pages * 2}")
        return database, Records(database, SystemClock(), SheetIndex(database, taxonomy))

    return open_records


@pytest.fixture(scope="session")
def bare(tmp_path_factory):
    """The folder of a desk just made, closed: nothing set up, its procedures planted."""
    profile = Profile(root=tmp_path_factory.mktemp("bare") / "profile")
    open_store(profile, SystemClock(), resources()).close()
    return profile.root


@pytest.fixture
def copied(bare, tmp_path):
    """Return what makes a new copy of the bare desk."""

    def copy(name="desk"):
        shutil.copytree(bare, tmp_path / name)
        return Profile(root=tmp_path / name)

    return copy
