"""How long a file of 20,000 places takes to come in: read, cleaned, checked, searched, logged; against raw rows."""

import csv
import random
import resource
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
from desk.store.database import connect
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


def main(size: int) -> None:
    """Print seconds of the import, seconds of the same rows raw, and the most memory used, in megabytes."""
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(Profile(root=Path(scratch) / "desk"), SystemClock(), resources())
        setup.set_up(store, setup.from_official(store, setup.the_official(store, "2")))
        file = Path(scratch) / "places.csv"
        write_places(file, size)
        began = time.perf_counter()
        report = bring_file(store, open_file(store, file), words("fr"))
        ours = time.perf_counter() - began
        assert report.created == size
        rows = store.database.rows(f"SELECT {', '.join(columns(kind_of(Sheet)))} FROM sheets")
        store.close()
        raw = connect(Path(scratch) / "raw.sqlite")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute(f"CREATE TABLE sheets ({', '.join(columns(kind_of(Sheet)))})")
        began = time.perf_counter()
        raw.execute("BEGIN")
        raw.executemany(f"INSERT INTO sheets VALUES ({', '.join('?' * len(columns(kind_of(Sheet))))})", rows)
        raw.execute("COMMIT")
        theirs = time.perf_counter() - began
        raw.close()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(ours, theirs, most)


if __name__ == "__main__":
    main(int(sys.argv[1]))
