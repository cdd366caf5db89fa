"""From a key to the painted map, on the real window: nearer, farther, aside, from sheet to sheet."""

import time

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest

from desk.app import Desk
from desk.ui.screens.map import MapScreen
from desk.ui.widgets.territory_map import TerritoryMap

WAY = (
    *("+" * 9),
    *[Qt.Key.Key_Right] * 8,
    *[Qt.Key.Key_Up] * 8,
    *[Qt.Key.Key_PageDown] * 12,
    *("-" * 9),
    *("fmcsea" * 4),
    *[Qt.Key.Key_Left] * 8,
    "0",
)
"""From the whole territory to one street and back, then through the groups."""


def redraws(desk: Desk, rounds: int) -> tuple[float, list[float]]:
    """Return the seconds until the map is first there, and the milliseconds of each redraw after a key."""
    began = time.perf_counter()
    desk.window.bring("map")
    _settle(desk)
    screen = desk.window.findChild(MapScreen)
    shown = screen.findChild(TerritoryMap)
    shown.repaint()
    seconds = time.perf_counter() - began
    assert screen.view is not None
    found = []
    for _ in range(rounds):
        for key in WAY:
            began = time.perf_counter()
            QTest.keyClick(shown, key)
            shown.repaint()
            found.append((time.perf_counter() - began) * 1000)
            _settle(desk)
    return seconds, found


def _settle(desk: Desk) -> None:
    if desk.background.busy:
        loop = QEventLoop()
        desk.background.rested.connect(loop.quit)
        loop.exec()
