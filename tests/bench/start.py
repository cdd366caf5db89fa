"""How long a start takes: from the process's beginning to the first picture with the cursor in the box."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMPILED = Path("build") / "bench" / "compiled"
"""Where both programs keep what Python compiled, as an installed program has it."""

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
app = QApplication([])
window = QMainWindow(); box = QLineEdit(); window.setCentralWidget(box); window.resize(1366, 768)
window.show(); box.setFocus()
QTimer.singleShot(0, lambda: (window.grab(), print("painted", flush=True), app.quit()))
app.exec()
"""

RELAIS = """
import gc, sys
gc.disable()  # as desk.__main__ does
from PySide6.QtCore import QTimer
from desk.app import Desk, application
from desk.base.clock import SystemClock
from desk.base.paths import profile
from desk.ui.single_instance import SingleInstance
app = application()
only = SingleInstance(profile(sys.argv[1]).lock_file)
assert only.take()
desk = Desk(app, profile(sys.argv[1]), SystemClock())
desk.open()
def painted():
    desk.window.grab()
    assert desk.window.focusWidget() is not None and desk.window.focusWidget().objectName() == "need"
    print("painted", flush=True)
    app.quit()
QTimer.singleShot(0, painted)
app.exec()
desk.close()
"""


def seconds_to_paint(script: str, *arguments: str) -> float:
    """Return the seconds from starting a Python process to its first picture."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings["PYTHONPYCACHEPREFIX"] = str(COMPILED.resolve())
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, env=surroundings
    ) as process:
        for line in process.stdout or ():
            if line.strip() == "painted":
                return time.perf_counter() - began
    raise RuntimeError("nothing was painted")


def ratio(profile: str, runs: int) -> tuple[float, float, float]:
    """Return (Relais, bare window, ratio), medians in seconds; the two take turns, after one start each to compile."""
    seconds_to_paint(BARE)
    seconds_to_paint(RELAIS, profile)
    ours, bare = [], []
    for _ in range(runs):
        bare.append(seconds_to_paint(BARE))
        ours.append(seconds_to_paint(RELAIS, profile))
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    return statistics.median(ours), statistics.median(bare), statistics.median(ratios)
