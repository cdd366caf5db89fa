"""Letters typed at the home while the exchange brings thousands of changes, in the same program: does anybody wait?"""

import shutil
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from PySide6.QtTest import QTest

from desk.app import Desk, application, rest
from desk.base.clock import SystemClock
from desk.work.territory import departements
from tests.bench import exchange, typing
from tests.hub.served import Served

NEAR = "74010"
"""A commune of the territory of the desk, so that it receives what is said of it."""


def letters(count: int, folder: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each letter typed while ``count`` changed sheets come, and while nothing does."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'hub.sqlite'}"
    served = Served(url)
    try:
        profile = _behind(count, folder, url, served)
        desk = Desk(application(), profile, SystemClock())
        desk.open()
        rest(desk)
        desk.exchanging.now()
        while not desk.exchanging.busy:
            QTest.qWait(1)
        meanwhile: list[float] = []
        for need in cycle(typing.NEEDS):
            meanwhile += typing.at_home(desk, (need,))
            QTest.qWait(1)  # what the exchange has to say to the window is said now
            if not desk.exchanging.busy:
                break
        alone = typing.at_home(desk)
        desk.close()
        desk.window.deleteLater()
    finally:
        served.stop()
    return meanwhile, alone


def _behind(count: int, folder: Path, url: str, served: Served) -> exchange.Profile:
    """Return a desk that has ``count`` sheets, each changed elsewhere since."""
    one, other = (exchange._desk(folder / name, url, served) for name in ("one", "other"))
    for each in (one, other):
        each.place = replace(each.place, departements=departements(each.store))
    sheets = [replace(exchange._sheet(number), insee=NEAR) for number in range(count)]
    one.store.records.put_all(sheets)
    one.exchange()
    other.exchange()
    one.store.records.put_all([replace(sheet, phone="3646", opening_hours="Tu 08:00-12:00") for sheet in sheets])
    one.exchange()
    for each in (one, other):
        each.store.close()
    return other.place.profile
