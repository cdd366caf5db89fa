"""Exchanges in a process that dies at its n-th commit, as a PC whose plug is pulled. Run by `test_kills`."""

import os
import sys
from datetime import datetime
from pathlib import Path

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.hub.ledger import open_database
from desk.store import database
from desk.store.store import load_seeds
from desk.sync import exchange
from tests.hub.service import Service
from tests.sync.village import Through

MOMENT = datetime(2026, 11, 24, 11, 0)


class Dying:
    """A connection that dies before or after its n-th commit."""

    def __init__(self, connection, n, *, after):
        self._connection, self._left, self._after = connection, n, after

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def execute(self, sql, *values):
        if sql == "COMMIT":
            self._left -= 1
            if self._left == 0 and not self._after:
                os._exit(9)
        found = self._connection.execute(sql, *values)
        if sql == "COMMIT" and self._left == 0:
            os._exit(9)
        return found


def main(root, hub_url, n, when, stick=""):
    """Exchange, dying at commit ``n``; exit code 0 when there were fewer."""
    clock = FixedClock(MOMENT)
    opened = open_database(hub_url)
    service = Service(opened, clock)
    made = database.connect
    database.connect = lambda *path, **how: Dying(made(*path, **how), int(n), after=when == "after")
    place = exchange.Place(
        profile=Profile(root=Path(root)),
        clock=clock,
        taxonomy=load_seeds(resources() / "seed").taxonomy,
        departements=("01",),
    )
    if stick:
        exchange.read_stick(place, Path(stick))
    else:
        exchange.exchange(place, lambda _: Through(service))
    service.close()
    opened.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
