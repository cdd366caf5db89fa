"""The Qt binding: what a day of signals and calls does to the few values that the whole interpreter shares."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

TURNS = 300
"""Of each call. The binding that wore them out lost one reference at each."""

SHARED = (None, True, False)


class Bell(QObject):
    rung = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on these values are not counted")
def test_signals_and_calls_wear_out_neither_none_nor_true_nor_false(qtbot):
    bell, button, line = Bell(), QPushButton("Imprimer"), QLineEdit()
    heard = []
    for widget in (button, line):
        qtbot.addWidget(widget)

    def ring():
        bell.rung.connect(heard.append)
        bell.rung.emit(True)
        bell.rung.disconnect(heard.append)
        button.setEnabled(False)
        button.setEnabled(True)
        button.click()
        line.setText("besoin")
        line.parent()
        heard.clear()

    ring()
    before = [sys.getrefcount(one) for one in SHARED]
    for _ in range(TURNS):
        ring()
    after = [sys.getrefcount(one) for one in SHARED]

    assert [new - old for new, old in zip(after, before, strict=True) if new - old < -TURNS // 2] == []
