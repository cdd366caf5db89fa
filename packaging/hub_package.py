"""The job ``hub``: the wheel that a hub is installed from, and the trial of what packaging/hub/README.md tells to do.

The same commit gives the same wheel. Only the standard library.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import build
import bundle
import trial

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

MADE = build.ROOT / "build" / "hub"
UNUSED = ("screenshots",)
"""Resources that no program reads: the pictures of the README."""


def hub(arguments: argparse.Namespace) -> int:
    """Make the wheel; with ``--try`` install it, serve, copy, put back, upgrade."""
    made = wheel(bundle.version(), bundle.DIST)
    bundle.tidy(bundle.DIST, bundle.version())
    build.report(f"{made.name}: {made.stat().st_size / 1e6:.1f} MB, sha256 {bundle.digest(made)}")
    if not arguments.try_it:
        return 0
    with tempfile.TemporaryDirectory(prefix="relais-hub-") as scratch:
        try:
            steps(made, wheel(bundle.later_version(bundle.version()), MADE / "later"), Path(scratch))
        except (trial.TrialError, subprocess.TimeoutExpired) as error:
            build.report(f"FAILED {error}")
            return build.FAILED
    return 0


def wheel(named: str, output: Path) -> Path:
    """Write the wheel of version ``named`` into ``output``, with the words and lists that the program reads.

    Raises:
        SurroundingsError: pip could not make it.
    """
    source, when = MADE / "source", bundle.moment()
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    unread = shutil.ignore_patterns("__pycache__", *UNUSED)
    shutil.copytree(build.ROOT / "desk", source / "desk", ignore=unread)
    shutil.copytree(build.ROOT / "resources", source / "desk" / "resources", ignore=unread)
    for name in ("LICENSE", "README.md"):
        shutil.copyfile(build.ROOT / name, source / name)
    settings = (build.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changed = re.sub(r'^version = "[^"]+"$', f'version = "{named}"', settings, count=1, flags=re.MULTILINE)
    (source / "pyproject.toml").write_text(changed, encoding="utf-8", newline="\n")
    (source / "MANIFEST.in").write_text("graft desk/resources\n", encoding="utf-8", newline="\n")
    environment = {**build.own_environment(os.environ), "SOURCE_DATE_EPOCH": str(when), "PYTHONHASHSEED": "1"}
    folder = MADE / "venv"
    build.ensure_packages(folder, "hub", build.ensure_venv(folder))
    output.mkdir(parents=True, exist_ok=True)
    line = [build.venv_python(folder), "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", output, source]
    code, answer = build.listen(line, environment)
    if code != 0:
        message = "The wheel could not be made:\n" + "\n".join(answer.strip().splitlines()[-6:])
        raise build.SurroundingsError(message)
    return output / f"relais-{named}-py3-none-any.whl"


# The trial


def steps(made: Path, later: Path, scratch: Path) -> None:
    """Do what the life of a hub is made of, in order, with a desk that exchanges with it."""
    install(made)
    trial.done("installed", f"{made.name}, without Qt")
    desk = trial.Desk(build.python(), scratch / "desk", trial.bare_environment(scratch))
    library(desk, "setup", "--library", "ambronay")
    copy = scratch / "hub-copy.sqlite"
    with serving(scratch) as address:
        library(desk, "join", "--hub", address, "--code", invited(scratch))
        first = json.loads(library(desk, "sync", "--json"))
        relais(scratch, "backup", str(copy))
        trial.done(
            "served, copied meanwhile", f"a desk joined and sent {first['sent']}; copy of {copy.stat().st_size} bytes"
        )
    install(later)
    with serving(scratch):
        again = json.loads(library(desk, "sync", "--json"))
        trial.must(not again["stopped"], f"after the upgrade: {again}")
        trial.done("upgraded", f"{later.name}: the desk exchanges again")
    install(made)
    relais(scratch, "restore", str(copy))
    with serving(scratch):
        back = json.loads(library(desk, "sync", "--json"))
        trial.must(not back["stopped"], f"after putting back: {back}")
        known = json.loads(relais(scratch, "desks", "--json"))
        trial.must(known, "the hub that was put back knows no desk")
    trial.done("put back, older version", "the copy serves, the desk exchanges with it")


def install(made: Path) -> None:
    """Install the wheel as packaging/hub/README.md tells, over whichever version is there."""
    line = [build.venv_python(MADE / "venv"), "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", made]
    code, answer = build.listen(line, build.own_environment(os.environ))
    trial.must(code == 0, f"pip: {answer}")


def library(desk: trial.Desk, *words: str) -> str:
    """Return what a desk of the virtual environment says."""
    line = [str(desk.program), "-m", "desk", "--data-dir", str(desk.folder), *words]
    ran = subprocess.run(
        line, check=False, cwd=build.ROOT, env=desk.environment, capture_output=True, timeout=trial.PATIENCE
    )
    trial.must(ran.returncode == 0, f"relais {' '.join(words)}: {ran.stdout.decode()}{ran.stderr.decode()}")
    return ran.stdout.decode()


def hub_line(scratch: Path, *words: str) -> list[str]:
    """Return a command of the installed hub."""
    program = build.venv_python(MADE / "venv").with_name("relais.exe" if os.name == "nt" else "relais")
    return [str(program), "hub", *words[:1], "--data-dir", str(scratch / "hub"), *words[1:]]


def relais(scratch: Path, *words: str) -> str:
    """Return what a command of the installed hub says, started away from the sources."""
    ran = subprocess.run(
        hub_line(scratch, *words), check=False, cwd=scratch, capture_output=True, timeout=trial.PATIENCE
    )
    trial.must(ran.returncode == 0, f"relais hub {' '.join(words)}: {ran.stdout.decode()}{ran.stderr.decode()}")
    return ran.stdout.decode()


def invited(scratch: Path) -> str:
    """Return a code that opens the network once."""
    return str(json.loads(relais(scratch, "invite", "--network", "essai", "--json"))["code"])


PORT = trial.free_port()
"""One port for the whole trial: a desk that joined comes back to the same address."""


@contextmanager
def serving(scratch: Path) -> Generator[str]:
    """Serve with the installed hub, and give its address."""
    address = f"http://127.0.0.1:{PORT}"
    with (
        (scratch / "hub.log").open("ab") as journal,
        subprocess.Popen(
            hub_line(scratch, "serve", "--port", str(PORT)), cwd=scratch, stdout=journal, stderr=journal
        ) as process,
    ):
        try:
            trial.answers(PORT, process)
            with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:  # noqa: S310 - this machine
                trial.must(answer.status == 200, f"/healthz: {answer.status}")
            yield address
        finally:
            process.terminate()
