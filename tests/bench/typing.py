"""From a key to the painted list, on the real window: the home's needs; the sheets typed, narrowed, scrolled, opened."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QRadioButton

from desk.app import Desk
from desk.domain.narrowing import Only
from desk.ui.screens.sheets import SheetsScreen
from desk.ui.widgets.lines import Lines

NEEDS = (
    "j'ai perdu ma carte vitale", "pole emploi radiation", "refaire passeport", "apl trop percu", "mot de passe impots",
    "ma voisine ne peut plus payer son loyer", "ants carte grise", "declarer mes revenus", "msa retraite",
)  # fmt: skip
SHEETS = (
    "mairie de valserhone",
    "france services la poste",
    "msa",
    "ccas bourg",
    "mission locale amberieu",
    "maison soli",
)
PATIENCE_MS = 2000


class _Painted(QObject):
    """Waits for the picture of a list: the first one after its rows changed, or simply the next one."""

    def __init__(self, shown: Lines) -> None:
        super().__init__()
        self._ready = False
        self._loop = QEventLoop()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._loop.quit)
        shown.viewport().installEventFilter(self)
        shown.model().modelReset.connect(self._rows_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._ready and event.type() == QEvent.Type.Paint:
            self._ready = False
            QTimer.singleShot(0, self._loop.quit)  # once it is painted
        return False

    def after(self, act: Callable[[], object], *, rows_change: bool) -> float:
        """Return the milliseconds from ``act`` to the picture."""
        self._ready = not rows_change
        self._patience.start()
        began = time.perf_counter()
        act()
        self._loop.exec()
        self._patience.stop()
        return (time.perf_counter() - began) * 1000

    def _rows_changed(self) -> None:
        self._ready = True


def at_home(desk: Desk, needs: tuple[str, ...] = NEEDS) -> list[float]:
    """Return the milliseconds of each letter of ``needs`` typed in the home's box."""
    box = desk.window.findChild(QLineEdit, "need")
    found = []
    for need in needs:
        box.clear()
        _settle(desk)
        for letter in need:
            began = time.perf_counter()
            QTest.keyClick(box, letter if letter.isascii() else Qt.Key.Key_unknown)
            desk.window.repaint()
            found.append((time.perf_counter() - began) * 1000)
            _settle(desk)
    return found


def among_sheets(desk: Desk) -> list[float]:
    """Return the milliseconds of each letter typed in the box of the sheets."""
    shown = _brought(desk)
    box, painted = desk.window.findChild(QLineEdit, "find"), _Painted(shown)
    found = []
    for words in SHEETS:
        box.clear()
        _settle(desk)
        for letter in words:
            found.append(painted.after(lambda letter=letter: QTest.keyClick(box, letter), rows_change=True))
            _settle(desk)
    return found


def narrowing(desk: Desk, rounds: int = 24) -> list[float]:
    """Return the milliseconds of each choice of what the list is narrowed to, with words and without."""
    shown = _brought(desk)
    box, painted = desk.window.findChild(QLineEdit, "find"), _Painted(shown)
    found = []
    for number in range(rounds):
        box.setText(("", "mairie", "france services la poste", "m")[number % 4])
        _settle(desk)
        for only in (Only.TO_CHECK, Only.DOUBTFUL, Only.OURS, Only.ALL):
            choice = desk.window.findChild(QRadioButton, f"only-{only.value}")
            found.append(painted.after(choice.click, rows_change=True))
            _settle(desk)
    box.clear()
    _settle(desk)
    return found


def scrolling(desk: Desk, steps: int = 200) -> list[float]:
    """Return the milliseconds of each step down the list, further lines coming as one goes."""
    shown = _brought(desk)
    shown.setFocus()
    shown.choose(0)
    painted = _Painted(shown)
    found = []
    for number in range(steps):
        key = Qt.Key.Key_PageDown if number % 3 == 0 else Qt.Key.Key_Down
        found.append(painted.after(lambda key=key: QTest.keyClick(shown, key), rows_change=False))
    _settle(desk)
    return found


def opening(desk: Desk, times: int = 60) -> list[float]:
    """Return the milliseconds from asking for a sheet to its picture, read whole from the store."""
    shown = _brought(desk)
    screen, found = desk.window.findChild(SheetsScreen), []
    for line in shown.rows[:times]:
        began = time.perf_counter()
        screen.open_requested.emit(line.id)
        _settle(desk)
        desk.window.repaint()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _brought(desk: Desk) -> Lines:
    desk.window.bring("sheets")
    _settle(desk)
    return desk.window.findChild(SheetsScreen).findChild(Lines)


def _settle(desk: Desk) -> None:
    if desk.background.busy:
        loop = QEventLoop()
        desk.background.rested.connect(loop.quit)
        loop.exec()
