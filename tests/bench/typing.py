"""From a key to the painted list, on the real window: the home's needs and the list of sheets."""

import time

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.app import Desk
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


def at_home(desk: Desk) -> list[float]:
    """Return the milliseconds of each letter typed in the home's box."""
    box = desk.window.findChild(QLineEdit, "need")
    return [one for need in NEEDS for one in _typed(desk, box, need, None)]


def among_sheets(desk: Desk) -> list[float]:
    """Return the milliseconds of each letter typed in the box of the sheets."""
    desk.window.bring("sheets")
    _settle(desk)
    box = desk.window.findChild(QLineEdit, "find")
    shown = desk.window.findChild(Lines)
    return [one for words in SHEETS for one in _typed(desk, box, words, shown)]


def _typed(desk: Desk, box: QWidget, text: str, answered: Lines | None) -> list[float]:
    box.clear()
    _settle(desk)
    found = []
    for letter in text:
        loop = QEventLoop()
        if answered is not None:
            answered.model().modelReset.connect(loop.quit)
        began = time.perf_counter()
        QTest.keyClick(box, letter if letter.isascii() else Qt.Key.Key_unknown)
        if answered is not None:
            loop.exec()
        desk.window.repaint()
        found.append((time.perf_counter() - began) * 1000)
        _settle(desk)  # the sheet in full comes after the list
    return found


def _settle(desk: Desk) -> None:
    if desk.background.busy:
        loop = QEventLoop()
        desk.background.rested.connect(loop.quit)
        loop.exec()
