"""An update of the frozen program, from end to end: a later version frozen, signed, offered by a hub, taken, opened.

Then one that passes its trial and never opens: what was there before goes on. A part of ``bundle --try``; it freezes the desk a
second time. The keys are made for the trial and put in a copy of the program. Only the standard library.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import build
import bundle
import installer
import trial

if TYPE_CHECKING:
    from collections.abc import Callable

CHOICE = Path("programmes") / "choix.json"
NEVER_OPENS = """#!/bin/sh
case " $* " in *" restore "*|*" check "*) exec "$(dirname "$0")/relais-itself" "$@";; esac
exit 1
"""


def steps(program: Path, scratch: Path, environment: dict[str, str]) -> None:
    """Update a copy of the frozen ``program``, on a desk of its own."""
    named = bundle.later_version(bundle.version())
    key, keys, offered = scratch / "relais.key", scratch / "update_keys.json", scratch / "hub" / "mises-a-jour"
    offered.mkdir(parents=True, exist_ok=True)
    keys.write_text("[]\n", encoding="utf-8")
    signing("--new-key", key, "--name", "trial", "--keys", keys)
    later = bundle.freeze(
        bundle.MADE / "later", bundle.MADE / "later-work", bundle.later_sources(named, bundle.MADE / "later-source")
    )
    own = with_keys(program.parent, scratch / "installed", keys)
    desk = trial.Desk(own / program.name, scratch / "updated", environment)
    desk.answer("setup", "--library", trial.LIBRARIES[0])
    publish(with_keys(later, scratch / "later", keys), named, key, keys, offered)
    with trial.hub(scratch) as address:
        desk.answer("join", "--hub", address, "--code", trial.invited(scratch))
        trial.must(desk.told("updates", "look")["version"] == named, "the hub's offer was not seen")
        began = time.perf_counter()
        desk.answer("updates", "take")
        seconds = time.perf_counter() - began
        trial.must(version_of(desk) == bundle.version(), "it opened before its time")
        window(desk, lambda: choice(desk)["step"] == "fine")
        trial.must(version_of(desk) == named, "commands do not go on with the newer program")
        trial.must(desk.told("check")["ok"], "the data are not sound after the update")
        trial.must(not list((desk.folder / "programmes").glob("avant-*")), "the copies stay")
        trial.done("update", f"{bundle.version()} → {named}, brought and tried in {seconds:.0f} s, opened")
        if os.name == "nt":
            return
        broken(with_keys(later, scratch / "broken", keys))
        publish(scratch / "broken", bundle.later_version(named), key, keys, offered)
        desk.answer("updates", "take")
        for _ in range(2):
            window(desk, lambda: True, dies=True)
        window(desk, lambda: choice(desk)["step"] == "failed")
        trial.must(version_of(desk) == named, "the one of before does not go on")
        trial.must(desk.told("check")["ok"], "the data are not sound after going back")
        trial.done("update that never opens", f"left after two openings; {named} goes on, all is well")


def signing(*words: str | Path) -> None:
    """Run packaging/release.py."""
    code, said = build.listen([build.python(), build.ROOT / "packaging" / "release.py", *words])
    trial.must(code == 0, f"release: {said}")


def with_keys(folder: Path, target: Path, keys: Path) -> Path:
    """Copy a frozen ``folder`` to ``target``, made with ``keys``."""
    shutil.copytree(folder, target, symlinks=True)
    shutil.copyfile(keys, next(target.rglob("resources/update_keys.json")))
    return target


def publish(folder: Path, named: str, key: Path, keys: Path, offered: Path) -> None:
    """Have the hub offer the program of ``folder`` as version ``named``."""
    installer.portable(folder, named, offered)
    words = ("--key", key, "--keys", keys, "--dist", offered, "--version", named)
    signing(*words, "--news-fr", "Essai.", "--news-en", "Trial.")


def broken(folder: Path) -> None:
    """Make of a program one that answers commands of the trial and never opens."""
    (folder / "relais").rename(folder / "relais-itself")
    (folder / "relais").write_text(NEVER_OPENS, encoding="utf-8", newline="\n")
    (folder / "relais").chmod(0o755)


def version_of(desk: trial.Desk) -> str:
    """Return which version answers."""
    return str(desk.told("updates", "show")["version"])


def choice(desk: trial.Desk) -> dict[str, str]:
    """Return what the desk keeps of its newer program."""
    return dict(json.loads((desk.folder / CHOICE).read_text(encoding="utf-8")))


def window(desk: trial.Desk, until: Callable[[], bool], *, dies: bool = False) -> None:
    """Open the window as the installed program does, and close it once something is so, or once it died."""
    line = [str(trial.windowed(desk.program)), "--data-dir", str(desk.folder)]
    end = time.monotonic() + trial.PATIENCE
    with subprocess.Popen(line, env=desk.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as opened:
        while time.monotonic() < end and (opened.poll() is None if dies else not until()):
            time.sleep(0.1)
        alive = opened.poll() is None
        opened.terminate()
        said = opened.communicate(timeout=trial.PATIENCE)[0].decode("utf-8", "replace")
    trial.must(until() and alive is not dies, f"the window did not do what it should: {said}")
