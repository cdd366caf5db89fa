"""From a key to the painted list, on the real window: the home's needs and the list of sheets."""

import time

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.app import Desk

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


def at_home(desk: Desk) -> list[float]:
    """Return the milliseconds of each letter typed in the home's box."""
    box = desk.window.findChild(QLineEdit, "need")
    return [one for need in NEEDS for one in _typed(desk, box, need, waits=False)]


def among_sheets(desk: Desk) -> list[float]:
    """Return the milliseconds of each letter typed in the box of the sheets."""
    desk.window.bring("sheets")
    _settle(desk)
    box = desk.window.findChild(QLineEdit, "find")
    return [one for words in SHEETS for one in _typed(desk, box, words, waits=True)]


def _typed(desk: Desk, box: QWidget, text: str, *, waits: bool) -> list[float]:
    box.clear()
    _settle(desk)
    found = []
    for letter in text:
        began = time.perf_counter()
        QTest.keyClick(box, letter if letter.isascii() else Qt.Key.Key_unknown)
        if waits:
            _settle(desk)
        desk.window.repaint()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _settle(desk: Desk) -> None:
    if desk.background.busy:
        loop = QEventLoop()
        desk.background.rested.connect(loop.quit)
        loop.exec()
