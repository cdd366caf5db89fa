"""The package of Debian installed, used, upgraded and removed in a clean Debian: ``python3 packaging/build.py installer --try``.

The clean Debian is made by debootstrap, holds nothing but what every Debian holds, and is used through chroot: it takes
root, and a connection. One line a step; the first thing that is not as it should be ends it. Only the standard library.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import build
import bundle

if TYPE_CHECKING:
    from collections.abc import Sequence

SUITE = "bookworm"
SOURCE = "http://deb.debian.org/debian"
ROOT = bundle.MADE / "root"
AS_A_VOLUNTEER = (
    "env",
    "-i",
    "HOME=/home/benevole",
    "PATH=/usr/bin:/bin",
    "LC_ALL=C.UTF-8",
    "QT_QPA_PLATFORM=offscreen",
)
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends")


class StepError(Exception):
    """The package did not do what it should; the message says at which step."""


def run(package: Path, later: Path) -> int:
    """Install ``package`` in a clean Debian, use it, upgrade to ``later``, remove it; return the exit code of the job.

    Raises:
        SurroundingsError: we are not root, or debootstrap is missing or found no connection.
    """
    make_root()
    try:
        steps(package, later)
    except StepError as error:
        build.report(f"FAILED {error}")
        return build.FAILED
    finally:
        shutil.rmtree(ROOT, ignore_errors=True)
    return 0


def make_root() -> None:
    """Make the clean Debian.

    Raises:
        SurroundingsError: it cannot be made here.
    """
    if not build.is_root() or shutil.which("debootstrap") is None:
        message = "A clean Debian is made by root with debootstrap; one of them is missing here."
        raise build.SurroundingsError(message)
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.parent.mkdir(parents=True, exist_ok=True)
    build.say("Making a clean Debian: about a minute")
    code, answer = build.listen(["debootstrap", "--variant=minbase", SUITE, ROOT, SOURCE])
    if code != 0:
        message = "The clean Debian could not be made:\n" + "\n".join(answer.strip().splitlines()[-3:])
        raise build.SurroundingsError(message)


def inside(*words: str, expected: int = 0) -> str:
    """Return what a command says inside the clean Debian.

    Raises:
        StepError: another exit code than ``expected``.
    """
    line = ["chroot", str(ROOT), "env", "DEBIAN_FRONTEND=noninteractive", *words]
    done = subprocess.run(line, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode != expected:
        message = f"{' '.join(words)}: exit code {done.returncode}\n" + "\n".join(said.splitlines()[-8:])
        raise StepError(message)
    return said.strip()


def as_volunteer(*words: str) -> str:
    """Return what a command says to a user without rights inside the clean Debian."""
    return inside("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", *AS_A_VOLUNTEER, *words)


def steps(package: Path, later: Path) -> None:
    """Do what a machine lives through, in order."""
    bare = set(installed())
    for one in (package, later):
        shutil.copyfile(one, ROOT / "tmp" / one.name)
    inside("apt-get", "update", "-q")
    inside("useradd", "--create-home", "--uid", "1000", "benevole")
    inside(*INSTALL, f"/tmp/{package.name}")  # noqa: S108 - inside the clean Debian, which is ours
    done("installed", f"{package.name}, {len(set(installed()) - bare) - 1} packages of Debian with it")
    files = [line for line in inside("dpkg", "-L", "relais").splitlines() if (ROOT / line[1:]).is_file()]
    done("as its list says", inside("dpkg", "--verify", "relais") or f"{len(files)} files")
    done("first start", as_volunteer("relais", "setup", "--library", "ambronay"))
    needs = json.loads(as_volunteer("relais", "need", "j'ai plus le code d'ameli", "--json"))
    done("need", needs["procedures"][0]["title"])
    as_volunteer("relais", "slip", "--procedure", needs["procedures"][0]["id"], "--pdf", "/home/benevole/bon.pdf")
    done("slip", f"{(ROOT / 'home/benevole/bon.pdf').stat().st_size} bytes of PDF")
    as_volunteer("relais", "demo", "--output", "/home/benevole/essai")
    done("window drawn", f"{(ROOT / 'home/benevole/essai/accueil.png').stat().st_size} bytes of picture")
    done("menu entry", (ROOT / "usr/share/applications/relais.desktop").read_text(encoding="utf-8").splitlines()[2])
    inside(*INSTALL, f"/tmp/{later.name}")  # noqa: S108 - the same
    done("upgraded", inside("dpkg-query", "-W", "-f", "${Version}", "relais"))
    report = json.loads(as_volunteer("relais", "check", "--json"))
    if not report["ok"] or not report["counts"]["referrals"]:
        message = f"after the upgrade: {report}"
        raise StepError(message)
    done("its data after that", f"all is well, {report['counts']['referrals']} slip kept")
    inside("apt-get", "purge", "-y", "-q", "relais")
    left = [name for name in files if (ROOT / name[1:]).exists()]
    if left or (ROOT / "usr/lib/relais").exists():
        message = f"removed, and these files stay: {left[:5]}"
        raise StepError(message)
    kept = (ROOT / "home/benevole/.local/share/relais/desk.sqlite").stat().st_size
    done("removed", f"no file stays of {len(files)}; the library's data are still there, {kept} bytes")


def installed() -> Sequence[str]:
    """Return the names of the packages of the clean Debian."""
    return inside("dpkg-query", "-W", "-f", "${Package}\\n").splitlines()


def done(step: str, what: str) -> None:
    """Tell that a step went well."""
    build.report(f"ok  {step:<20} {what}")
