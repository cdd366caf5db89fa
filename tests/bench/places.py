"""Desks of any size for the bench: sheets made from the real France services, moved around the library."""

import random
import time
from dataclasses import replace
from pathlib import Path

from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.domain.sheets import SheetId
from desk.store import seed
from desk.store.changes import Author
from desk.store.store import Store, open_store
from desk.work import setup

KINDS = ("mairie", "france-services", "ccas", "maison-des-solidarites", "caf", "msa", "mission-locale", "la-poste")
NAMES = ("Mairie", "France services", "CCAS", "Maison des solidarités", "Caf", "MSA", "Mission locale", "La Poste")


def desk_of(size: int, folder: Path) -> tuple[Profile, float]:
    """Return a profile with ``size`` sheets, all in the territory, and the seconds that keeping them took."""
    made = Profile(root=folder / f"desk-{size}")
    if (made.root / "ready").exists():
        return made, float((made.root / "ready").read_text())
    store = open_store(made, SystemClock(), resources())
    setup.set_up(store, setup.from_official(store, setup.the_official(store, "2")))
    began = time.perf_counter()
    fill(store, size)
    seconds = time.perf_counter() - began
    store.close()
    (made.root / "ready").write_text(str(seconds))
    return made, seconds


def fill(store: Store, size: int) -> None:
    """Keep ``size`` sheets in batches of 2,000."""
    chance = random.Random(size)
    here = store.library().place
    real = list(seed.france_services(resources() / "seed", None, 0))
    batch = []
    for number in range(size):
        model = real[number % len(real)]
        kind = chance.randrange(len(KINDS))
        batch.append(
            replace(
                model,
                id=SheetId(f"bench{number:07d}"),
                name=f"{NAMES[kind]} de {model.commune}",
                relay_types=(KINDS[kind],),
                latitude=here.latitude + chance.gauss(0, 0.12),
                longitude=here.longitude + chance.gauss(0, 0.17),
                origin=f"bench:{number}",
            )
        )
        if len(batch) == 2000:
            store.records.put_all(batch, Author(initials="BE"))
            batch = []
    store.records.put_all(batch, Author(initials="BE"))
