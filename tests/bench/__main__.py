"""Run the bench: ``python3 packaging/build.py bench``. One JSON line a figure; ratios against a reference in the same run."""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from pysqlite3 import dbapi2 as sqlite

from desk.app import Desk, application, rest
from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.procedures import Procedure
from desk.domain.relays import Wishes
from desk.slips import report_pages
from desk.slips.compose import compose
from desk.store.store import open_store
from desk.ui import printing
from desk.work import figures, refer
from tests.bench import counted, needs, places, receiving, services, start, typing
from tests.bench import exchange as exchanges
from tests.bench import hub as hubs
from tests.bench import map as maps

FOLDER = Path("build") / "bench"
SAY = words("fr")
AIMS = {
    "push": "time ≤ 1 × Anki's, bytes ≤ 0.1 ×", "pull": "time ≤ 1 × Anki's, bytes ≤ 0.1 ×", "nothing": "1 request, 300 bytes",
    "push one": "1 request, 500 bytes", "new desk": "3 s and 5 MB for 20,000 sheets", "push twenty at 30 kB/s": "2 s",
}  # fmt: skip


def main() -> int:
    """Measure everything, or with ``--quick`` a small part."""
    options = argparse.ArgumentParser(prog="bench")
    options.add_argument("--quick", action="store_true", help="small desks and few runs")
    quick = options.parse_args().quick
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = (1000,) if quick else (1000, 20_000, 100_000)
    middle = sizes[0] if quick else 20_000
    _needs()
    desks = {size: places.desk_of(size, FOLDER) for size in sizes}
    _writing(middle, desks[middle][1])
    _start(desks[middle][0], 3 if quick else 9)
    for size in sizes:
        _typing(desks[size][0], size)
    _relays(desks[middle][0], middle)
    _map(desks[middle][0], middle, 1 if quick else 3)
    _slips(desks[middle][0])
    _services(5 if quick else 30)
    _figures(20_000 if quick else 200_000)
    _memory(desks[middle][0], middle)
    _importing(middle)
    _hub(4_000 if quick else 40_000)
    _exchange(1_000 if quick else 10_000)
    _receiving(500 if quick else 5_000)
    return 0


def tell(name: str, **figures: object) -> None:
    """Print one figure as a JSON line."""
    print(json.dumps({"bench": name, **figures}, ensure_ascii=False), flush=True)


def centile(values: list[float], part: float) -> float:
    """Return the value below which ``part`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def timed(act: Callable[[], object], runs: int) -> list[float]:
    """Return the milliseconds of each of ``runs`` acts."""
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _needs() -> None:
    found = needs.matcher()
    for hand in needs.hands():
        tell("needs", **asdict(needs.measure(found, hand)))


def _writing(size: int, seconds: float) -> None:
    """Keeping sheets with checks, search and log, against raw rows in the same run."""
    file = FOLDER / "raw.sqlite"
    file.unlink(missing_ok=True)
    raw = sqlite.connect(str(file), isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("CREATE TABLE sheets (" + ", ".join(f"c{number}" for number in range(27)) + ")")
    row = ["une valeur de vingt signes"] * 27
    began = time.perf_counter()
    raw.execute("BEGIN")
    raw.executemany(f"INSERT INTO sheets VALUES ({', '.join('?' * 27)})", [row] * size)
    raw.execute("COMMIT")
    reference = time.perf_counter() - began
    raw.close()
    tell(
        "keep sheets",
        sheets=size,
        seconds=round(seconds, 2),
        raw_seconds=round(reference, 3),
        ratio=round(seconds / reference, 1),
    )


def _start(profile: Profile, runs: int) -> None:
    ours, bare, ratio = start.ratio(str(profile.root), runs)
    tell(
        "start",
        sheets=20_000,
        seconds=round(ours, 3),
        bare_window_seconds=round(bare, 3),
        ratio=round(ratio, 2),
        aim=2.0,
    )


def _typing(profile: Profile, size: int) -> None:
    desk = Desk(application(), profile, SystemClock())
    desk.open()
    rest(desk)
    for step, found in (
        ("a letter at home", typing.at_home(desk)),
        ("a letter among the sheets", typing.among_sheets(desk)),
        ("narrowing the sheets", typing.narrowing(desk)),
        ("scrolling the sheets", typing.scrolling(desk)),
    ):
        tell("step to painted list", step=step, sheets=size, steps=len(found),
             median_ms=round(statistics.median(found), 2), p99_ms=round(centile(found, 0.99), 2),
             most_ms=round(max(found), 2), aim_p99_ms=16)  # fmt: skip
    found = typing.opening(desk)
    tell("open a sheet", sheets=size, times=len(found), median_ms=round(statistics.median(found), 1),
         p99_ms=round(centile(found, 0.99), 1), aim_ms=30)  # fmt: skip
    desk.close()


def _relays(profile: Profile, size: int) -> None:
    store = open_store(profile, SystemClock(), resources())
    wishes = Wishes(at=store.clock.now())
    found = []
    for procedure in store.records.all(Procedure):
        found += timed(lambda chosen=procedure.id: refer.relays(store, chosen, wishes, SAY, 8), 3)
    tell("rank relays", sheets=size, procedures=len(found) // 3, median_ms=round(statistics.median(found), 1),
         p99_ms=round(centile(found, 0.99), 1), aim_p99_ms=50)  # fmt: skip
    store.close()


def _map(profile: Profile, size: int, rounds: int) -> None:
    desk = Desk(application(), profile, SystemClock())
    desk.open()
    rest(desk)
    seconds, found = maps.redraws(desk, rounds)
    tell("map redraw", sheets=size, redraws=len(found), median_ms=round(statistics.median(found), 1),
         p99_ms=round(centile(found, 0.99), 1), first_map_seconds=round(seconds, 2), aim_ms=33)  # fmt: skip
    desk.close()


def _slips(profile: Profile) -> None:
    printing.ensure_application()
    store = open_store(profile, SystemClock(), resources())
    wishes = Wishes(at=store.clock.now())
    for slip_format in SlipFormat:
        found = []
        for procedure in store.records.all(Procedure):
            card = refer.relays(store, procedure.id, wishes, SAY, 1)
            sheet = card[0].sheet if card else ""
            made = refer.prepare(store, procedure.id, sheet)
            checklist = refer.checklist(store, procedure.id, SAY)
            file = FOLDER / "slip.pdf"

            def paper(checklist=checklist, sheet=sheet, made=made, file=file, slip_format=slip_format) -> None:
                printing.to_pdf(compose(store, checklist, sheet or None, made, "fr", wishes), slip_format, file)

            found += timed(paper, 3)
        tell("slip to PDF", format=slip_format.value, slips=len(found), median_ms=round(statistics.median(found), 1),
             p95_ms=round(centile(found, 0.95), 1), aim_p95_ms=50)  # fmt: skip
    store.close()


def _services(runs: int) -> None:
    """The month of five hundred sessions, two thousand helpers, a full skills card."""
    found, expanded, days = services.month_painted(application(), 500, runs)
    tell("month painted", sessions=500, days=days, median_ms=round(statistics.median(found), 1),
         p99_ms=round(centile(found, 0.99), 1), expanded_ms=round(expanded, 1), aim_ms=16)  # fmt: skip
    found = services.helpers_matched(2000, runs)
    tell("match helpers", helpers=2000, median_ms=round(statistics.median(found), 1), p99_ms=round(centile(found, 0.99), 1),
         aim_ms=50)  # fmt: skip
    found = services.cards_read(runs)
    tell("read a full card", stamps=12, median_ms=round(statistics.median(found), 1))


def _figures(visits: int) -> None:
    """All the figures of a year of visits, masked; what a reader of the raw visits needs for one table, in the same run."""
    printing.ensure_application()
    store = counted.desk_of(visits, FOLDER)
    found = timed(lambda: figures.own_figures(store, str(counted.YEAR), SAY), 9)
    raw = timed(lambda: store.database.rows("SELECT procedure, count(*) FROM referrals GROUP BY procedure"), 9)
    tell("figures of a year", visits=visits, median_ms=round(statistics.median(found), 1), p99_ms=round(centile(found, 0.99), 1),
         one_raw_table_ms=round(statistics.median(raw), 1), ratio=round(statistics.median(found) / statistics.median(raw), 1),
         aim_ms=300)  # fmt: skip
    told, library, day = figures.own_figures(store, str(counted.YEAR), SAY), store.library(), store.clock.now().date()
    assert library is not None

    def page() -> None:
        made = report_pages.lay_out_report(report_pages.report(told, library.name, day), printing.FontRuler(), SAY)
        printing.pages_to_pdf((made,), "fr", FOLDER / "page.pdf")

    found = timed(page, 20)
    tell("page for the town hall to PDF", median_ms=round(statistics.median(found), 1),
         p95_ms=round(centile(found, 0.95), 1), aim_p95_ms=200)  # fmt: skip
    store.close()


def _memory(profile: Profile, size: int) -> None:
    """Resident memory of a fresh process with the home open and one procedure answered."""
    code = (
        "import sys, os, psutil; from desk.app import Desk, application, rest; from desk.base.clock import SystemClock;"
        " from desk.base.paths import profile; d = Desk(application(), profile(sys.argv[1]), SystemClock()); d.open();"
        " rest(d); d.refer.ask('refaire ma carte'); d.refer.choose_first(); rest(d);"
        " print(psutil.Process().memory_info().rss); d.close()"
    )
    answer = subprocess.run([sys.executable, "-c", code, str(profile.root)], capture_output=True, text=True, check=True)
    gc.collect()
    tell("memory", sheets=size, resident_mb=round(int(answer.stdout.split()[-1]) / 1e6), aim_mb=150,
         machine_mb=round(psutil.virtual_memory().total / 1e6))  # fmt: skip


def _importing(size: int) -> None:
    """A file of places brought in by a fresh process, against raw rows in the same run."""
    line = [sys.executable, "-m", "tests.bench.importing", str(size)]
    answer = subprocess.run(line, capture_output=True, text=True, check=True)
    ours, again, raw, most = (float(figure) for figure in answer.stdout.split())
    tell("import", rows=size, seconds=round(ours, 1), again_seconds=round(again, 1), raw_seconds=round(raw, 3),
         ratio=round(ours / raw, 1), again_ratio=round(again / raw, 1), aim_ratio=8, most_mb=round(most), aim_mb=300)  # fmt: skip


def _hub(sheets: int) -> None:
    """Changes that two hub processes accept from four desks, against the same rows put raw in the same run."""
    for name, place in (("postgresql", hubs.postgres), ("sqlite", hubs.sqlite)):
        with place() as url:
            found = hubs.accepted(url, sheets)
        tell("hub accepts changes", database=name, changes=sheets, a_second=round(found.hub), raw_a_second=round(found.raw),
             ratio=round(found.hub / found.raw, 2), raw_by_arrays_a_second=round(found.arrays),
             ratio_to_arrays=round(found.hub / found.arrays, 2), aim_ratio_on_postgresql=0.5)  # fmt: skip


def _exchange(sheets: int) -> None:
    """Two desks over a hub process, against Anki's sync server in the same run; bytes are packed bodies."""
    ours, peer = exchanges.measure(sheets, FOLDER / "exchange"), exchanges.peer(sheets)
    for step, found in ours.items():
        told = {**found, "aim": AIMS.get(step, "")}
        if other := peer.get(step):
            told |= {"anki_seconds": other["seconds"], "anki_bytes": other["bytes"],
                     "time_ratio": round(found["seconds"] / other["seconds"], 2),
                     "bytes_ratio": round(found["bytes"] / other["bytes"], 3)}  # fmt: skip
        tell("exchange", step=step, sheets=sheets, **told)


def _receiving(sheets: int) -> None:
    """Letters typed while thousands of changes come in, against letters typed while nothing does."""
    meanwhile, alone = receiving.letters(sheets, FOLDER / "receiving")
    tell("key while receiving", changed_sheets=sheets, keys=len(meanwhile), median_ms=round(statistics.median(meanwhile), 1),
         p99_ms=round(centile(meanwhile, 0.99), 1), alone_p99_ms=round(centile(alone, 0.99), 1), aim_p99_ms=16)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
