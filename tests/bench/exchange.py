"""The exchange between two real desks over a real hub process, against Anki's sync server in the same run."""

import json
import random
import shutil
import subprocess
import time
import venv
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk.base.clock import SystemClock
from desk.base.ids import id_from
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet, SheetId
from desk.hub import commands, upkeep
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import open_database
from desk.hub.limits import Limits
from desk.store.store import Store, open_store
from desk.sync import exchange
from desk.sync.exchange import Place
from desk.sync.report import Report
from desk.work import setup
from tests.bench.peers import values
from tests.bench.slow_line import SlowLine
from tests.hub.served import Served

PEER = Path("build") / "peers"
"""The virtual environment of the peer, made when it is first measured."""

SLOW_BYTES_A_SECOND = 30_000

REQUIREMENTS = Path("packaging") / "requirements" / "peers.txt"


def measure(count: int, folder: Path) -> dict[str, dict[str, Any]]:
    """Return seconds, bytes and requests of each step between two desks with ``count`` sheets of 25 fields."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'hub.sqlite'}"
    served = Served(url)
    try:
        one, other = (_desk(folder / name, url, served) for name in ("one", "other"))
        for each in (one, other):
            each.exchange()
        sheets = [_sheet(number) for number in range(count)]
        one.store.records.put_all(sheets)
        found = {"first push": one.exchange(), "first pull": other.exchange()}
        found["nothing"] = one.exchange()
        changed = [
            replace(sheet, opening_hours=f"Tu {number % 9 + 8:02}:00-18:00") for number, sheet in enumerate(sheets)
        ]
        one.store.records.put_all(changed)
        found |= {"push": one.exchange(), "pull": other.exchange()}
        one.store.records.put(replace(changed[0], phone="3939"))
        found |= {"push one": one.exchange(), "pull one": other.exchange()}
        for number in range(20):
            one.store.records.put(replace(changed[number], phone="3646"))
        found["push twenty"] = one.exchange()
        with closing(SlowLine(served.port, SLOW_BYTES_A_SECOND)) as line:
            for number in range(20):
                one.store.records.put(replace(changed[number], phone="3949"))
            found["push twenty at 30 kB/s"] = one.exchange(line.base)
            found["pull forty at 30 kB/s"] = other.exchange(line.base)
        for each in (one, other):
            each.store.close()
        with closing(open_database(url)) as database:
            upkeep.keep_up(Hub(database, SystemClock(), Limits(), Journal(SystemClock())))
        fresh = _desk(folder / "fresh", url, served)
        found["new desk"] = fresh.exchange()
        fresh.store.close()
        return found
    finally:
        served.stop()


def peer(count: int) -> dict[str, dict[str, Any]]:
    """Return the same of Anki's sync server."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        line = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS)]
        subprocess.run(line, check=True)
    script = Path(__file__).with_name("peers.py")
    told = subprocess.run([str(python), "-P", str(script), str(count)], capture_output=True, text=True, check=True)
    found: dict[str, dict[str, Any]] = json.loads(told.stdout)
    return found


class _Desk:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.place = Place(
            profile=store.profile, clock=store.clock, taxonomy=store.seeds.taxonomy, departements=("51",)
        )

    def exchange(self, base: str = "") -> dict[str, Any]:
        """Exchange once, at the address ``base`` where it is given, and return what it took."""
        began = time.perf_counter()
        report: Report = exchange.exchange(self.place, lambda address: exchange.over_the_network(base or address))
        seconds = time.perf_counter() - began
        if report.stopped:
            raise RuntimeError(report.stopped)
        return {
            "seconds": round(seconds, 3),
            "bytes": report.bytes_up + report.bytes_down,
            "requests": report.requests,
            "sent": report.sent,
            "received": report.received,
        }


def _desk(root: Path, url: str, served: Served) -> _Desk:
    store = open_store(Profile(root=root), SystemClock(), resources())
    setup.set_up(store, setup.from_official(store, setup.the_official(store, "9498")))
    made = _Desk(store)
    code = commands.invite(url, "bench", "desk", SystemClock()).code
    exchange.join(made.place, served.base, code)
    return made


def _sheet(number: int) -> Sheet:
    name, address, postcode, commune, insee, phone, email, hours, website, description, *others = values(number)
    chance = random.Random(number)
    return Sheet(
        id=SheetId(id_from(f"bench {number}")),
        name=name,
        address=address,
        postcode=postcode,
        commune=commune,
        insee=insee,
        latitude=48 + chance.random(),
        longitude=4 + chance.random(),
        phone=phone,
        email=email,
        opening_hours=hours,
        website=website,
        description=description,
        summary=others[0],
        conditions=others[1],
        audience_details=others[2],
        desk_details=others[3],
        fee_details=others[4],
        address_extra=others[5],
        hours_text=others[6],
        accessibility=others[7],
        siret="",
        relay_types=("mairie", "ccas-cias"),
        other_labels=(others[8],),
        source=others[9],
        source_date="2026-08-01",
        licence=others[10],
        origin=f"bench:{number}",
    )
