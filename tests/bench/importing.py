"""How long a file of 20,000 places takes to come in: read, cleaned, checked, searched, logged; against raw rows.

The reference is the least that SQLite asks for the same sheets, as durable as the desk's: one ``executemany`` in one
transaction, with the desk's own settings (WAL, every commit synced), into one table of as many columns, without key,
index, type or constraint. Nothing is read, cleaned, searched or logged there, and what the desk keeps beside each sheet
(the row as the file wrote it, the change, its version and seal, the search index) is not written: no import can reach it.
Median of three.
"""

import csv
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.domain.catalogue import columns, kind_of
from desk.domain.sheets import Sheet
from desk.exchange.imports import bring_file, open_file
from desk.store import seed
from desk.store.database import PRAGMAS, connect
from desk.store.store import open_store
from desk.work import setup

HEADER = (
    "id",
    "nom",
    "adresse",
    "code_postal",
    "commune",
    "telephone",
    "courriel",
    "horaires",
    "latitude",
    "longitude",
)


def write_places(file: Path, size: int) -> None:
    """Write a CSV of ``size`` places, made from the real France services."""
    chance = random.Random(size)
    real = list(seed.france_services(resources() / "seed", None, 0))
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(HEADER)
        for number in range(size):
            one = real[number % len(real)]
            rows.writerow(
                (
                    f"place-{number:06d}-of-the-bench", f"{one.name} {number}", one.address, one.postcode, one.commune,
                    one.phone, one.email, one.opening_hours, one.latitude, chance.gauss(one.longitude or 0, 0.01),
                )
            )  # fmt: skip


def raw_seconds(file: Path, rows: list[tuple[object, ...]]) -> float:
    """Return the seconds of ``rows`` of the table of sheets, kept raw in a new file."""
    names = columns(kind_of(Sheet))
    raw = connect(file)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    raw.execute(f"CREATE TABLE sheets ({', '.join(names)})")
    began = time.perf_counter()
    raw.execute("BEGIN")
    raw.executemany(f"INSERT INTO sheets VALUES ({', '.join('?' * len(names))})", rows)
    raw.execute("COMMIT")
    seconds = time.perf_counter() - began
    raw.close()
    return seconds


def main(size: int) -> None:
    """Print seconds of the import, of the same file again, of the same rows raw, and the most memory used, in megabytes."""
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(Profile(root=Path(scratch) / "desk"), SystemClock(), resources())
        setup.set_up(store, setup.from_official(store, setup.the_official(store, "2")))
        file = Path(scratch) / "places.csv"
        write_places(file, size)
        began = time.perf_counter()
        report = bring_file(store, open_file(store, file), words("fr"))
        ours = time.perf_counter() - began
        assert report.created == size
        began = time.perf_counter()
        report = bring_file(store, open_file(store, file), words("fr"))
        again = time.perf_counter() - began
        assert report.unchanged == size
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows = store.database.rows(f"SELECT {', '.join(columns(kind_of(Sheet)))} FROM sheets")
        store.close()
        theirs = statistics.median(raw_seconds(Path(scratch) / f"raw-{turn}.sqlite", rows) for turn in range(3))
        print(ours, again, theirs, most)


if __name__ == "__main__":
    main(int(sys.argv[1]))
