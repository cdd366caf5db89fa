"""Open the real window on a screen without glass, and have it read and used through AT-SPI. JSON lines on standard output.

Two Pythons: the desk has its own, the client has the system's, which is where Debian keeps the library of AT-SPI.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from desk.base.clock import SystemClock
from desk.base.paths import Profile, resources
from desk.store.store import open_store
from desk.work import setup

LIBRARY = "2"
"""Ambronay, in the list of libraries."""

SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
INSIDE = "inside"
"""The word that this program gives itself once there is a bus and a screen."""

PATIENCE_S = 180


def main() -> int:
    """Make a desk, a screen and a bus, then go on inside them."""
    if sys.argv[1:2] == [INSIDE]:
        return inside(Path(sys.argv[2]))
    with tempfile.TemporaryDirectory(prefix="relais-access-") as folder:
        profile = Profile(root=Path(folder, "profile"))
        store = open_store(profile, SystemClock(), resources())
        setup.set_up(store, setup.from_official(store, setup.the_official(store, LIBRARY)))
        store.close()
        screen, display = _screen()
        environment = {
            **{name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
            "DISPLAY": display,
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        line = ["dbus-run-session", "--", sys.executable, "-m", "tests.access", INSIDE, str(profile.root)]
        try:
            return subprocess.run(line, env=environment, timeout=PATIENCE_S, check=False).returncode
        finally:
            screen.terminate()
            screen.wait()


def _screen():
    """Start a screen without glass; return it and its name."""
    reading, writing = os.pipe()
    line = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(line, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        return screen, f":{told.readline().strip()}"


def inside(folder):
    """Start the bus of assistive programs and the window, run the client, look at what was counted."""
    launcher = next((one for one in LAUNCHERS if Path(one).exists()), None) or shutil.which("at-spi-bus-launcher")
    bus = subprocess.Popen([launcher, "--launch-immediately"], stderr=subprocess.DEVNULL)
    window = subprocess.Popen([sys.executable, "-m", "desk", "--data-dir", str(folder)])
    try:
        client = subprocess.run([SYSTEM_PYTHON, str(Path(__file__).with_name("client.py"))], check=False)
    finally:
        window.send_signal(signal.SIGTERM)
        window.wait()
        bus.terminate()
        bus.wait()
    store = open_store(Profile(root=folder), SystemClock(), resources())
    counted = len(store.referrals.latest(10))
    store.close()
    print(json.dumps({"task": "counted", "slips": counted}), flush=True)
    return client.returncode or int(counted != 1)


if __name__ == "__main__":
    sys.exit(main())
