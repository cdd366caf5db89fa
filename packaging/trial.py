"""The frozen program used from end to end, as a library would: ``python3 packaging/build.py bundle --try``.

Two desks of the frozen program, a hub from the virtual environment, a network on this machine alone. One line a step on
standard output; the first thing that is not as it should be ends it. Only the standard library.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import build
import bundle

if TYPE_CHECKING:
    from collections.abc import Generator

OLDEST_SQLITE = (3, 51, 3)
PATIENCE = 60
LIBRARIES = ("9498", "ambronay")
NEED = "j'ai plus le code d'ameli"
OFFSCREEN_SAYS = "This plugin does not support"
NEW_SHEET = {"name": "Mairie d’essai", "commune": "Ambronay", "postcode": "01500", "relay_types": ["mairie"]}


class TrialError(Exception):
    """The program did not do what a library needs; the message says at which step."""


class Desk:
    """One desk of the frozen program, with its own folder of data."""

    def __init__(self, program: Path, folder: Path, environment: dict[str, str]) -> None:
        self.program = program
        self.folder = folder
        self.environment = environment

    def answer(self, *words: str | Path, expected: int = 0) -> str:
        """Return what a command says.

        Raises:
            TrialError: another exit code than ``expected``.
        """
        line = [str(self.program), "--data-dir", str(self.folder), *map(str, words)]
        done = subprocess.run(
            line, check=False, env=self.environment, cwd=self.folder.parent, capture_output=True, timeout=PATIENCE
        )
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode != expected:
            errors = done.stderr.decode("utf-8", "replace")
            message = f"relais {' '.join(map(str, words))}: exit code {done.returncode}\n{said}{errors}"
            raise TrialError(message)
        return said

    def told(self, *words: str | Path) -> Any:
        """Return what a command answers with ``--json``."""
        return json.loads(self.answer(*words, "--json"))

    def has(self, command: str) -> bool:
        """Tell whether this program knows ``command``."""
        line = [str(self.program), command, "--help"]
        return (
            subprocess.run(line, check=False, env=self.environment, capture_output=True, timeout=PATIENCE).returncode
            == 0
        )


def run(program: Path) -> int:
    """Use the frozen ``program`` from end to end and return the exit code of the job."""
    build.ensure("desktop")
    with tempfile.TemporaryDirectory(prefix="relais-trial-") as scratch:
        try:
            steps(program.resolve(), Path(scratch))
        except (TrialError, subprocess.TimeoutExpired) as error:
            build.report(f"FAILED {error}")
            return build.FAILED
    return 0


def steps(program: Path, scratch: Path) -> None:
    """Do every step, in the order of a library's first day."""
    environment = bare_environment(scratch)
    here, there = (Desk(program, scratch / name, environment) for name in ("here", "there"))
    done("no path of this machine inside", f"{looked_through(program.parent)} files read")
    for desk, library in zip((here, there), LIBRARIES, strict=True):
        done("first start", desk.answer("setup", "--library", library).strip())
    found = here.told("need", NEED)["procedures"][0]
    done("need", found["title"])
    paper = scratch / "bon.pdf"
    here.answer("slip", "--procedure", found["id"], "--format", "a5", "--pdf", paper)
    done("slip", f"{paper.stat().st_size} bytes of PDF, {pages(paper.read_bytes())} page")
    report = here.told("check")
    must(report["ok"], f"check: {report}")
    must(numbers(report["sqlite"]) >= OLDEST_SQLITE, f"SQLite {report['sqlite']} can corrupt files")
    done("check", f"all is well, SQLite {report['sqlite']}")
    done("network cut at the start", without_network(here))
    backup(here, scratch)
    exchange(here, there, scratch)
    done("demonstration", drawn(program, scratch, environment))
    done("window", window(here))
    done("window on X11", on_x11(here))
    import trial_update  # noqa: PLC0415 - it needs this module whole

    trial_update.steps(program, scratch, environment)
    licences(program.parent)


def done(step: str, what: str) -> None:
    """Tell that a step went well."""
    build.report(f"ok  {step:<26} {what}")


def must(fact: object, otherwise: str) -> None:
    """Go on only when ``fact`` is true."""
    if not fact:
        raise TrialError(otherwise)


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers that can be compared."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def pages(pdf: bytes) -> int:
    """Return how many pages a PDF file says it has."""
    counts = re.findall(rb"/Count\s+(\d+)", pdf)
    return int(counts[0]) if counts else 0


def bare_environment(scratch: Path) -> dict[str, str]:
    """Return an environment with nothing of the developer's: no Python, no Qt, a home of its own."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "COMSPEC", "PATHEXT", "WINDIR")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    home = scratch / "home"
    home.mkdir()
    path = os.environ.get("PATH", "") if os.name == "nt" else "/usr/bin:/bin"
    return {
        **found, "PATH": path, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home),
        "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def looked_through(folder: Path) -> int:
    """Return how many files were read for a path of this machine.

    Raises:
        TrialError: one holds the folder of the sources or of the virtual environment.
    """
    ours = [os.fsencode(str(path)) for path in (build.ROOT / "packaging", build.ROOT / "desk", bundle.MADE)]
    files = [path for path in bundle.files_of(folder) if path.is_file() and not path.is_symlink()]
    for path in files:
        content = path.read_bytes()
        must(not any(one in content for one in ours), f"{path} names a folder of this machine")
    return len(files)


def without_network(desk: Desk) -> str:
    """Answer one need where there is not even the machine's own network, on a Linux that can make such a place."""
    cut = ["unshare", "--net", "--map-root-user", "true"]
    if shutil.which("unshare") is None or subprocess.run(cut, check=False, capture_output=True).returncode != 0:
        return "not tried: this system cannot cut it for one program"
    line = [*cut[:-1], desk.program, "--data-dir", desk.folder, "need", NEED, "--json"]
    ran = subprocess.run(line, check=False, capture_output=True, env=desk.environment, timeout=PATIENCE)
    must(ran.returncode == 0, f"without a network: {ran.stderr.decode()}")
    return f"answers {json.loads(ran.stdout)['procedures'][0]['id']} in a place without any network"


def backup(desk: Desk, scratch: Path) -> None:
    """Copy the desk into one file and put it back, where this version has the commands."""
    if not desk.has("backup"):
        done("backup", "not tried: this version has no such command")
        return
    file = scratch / "copie.relais"
    desk.answer("backup", file)
    desk.answer("restore", file)
    must(desk.told("check")["ok"], "what was put back is damaged")
    done("backup and restore", f"{file.stat().st_size} bytes")


def exchange(here: Desk, there: Desk, scratch: Path) -> None:
    """Bring a sheet written at one desk to the other, through a hub."""
    card = scratch / "fiche.json"
    card.write_text(json.dumps(NEW_SHEET), encoding="utf-8")
    made = json.loads(here.answer("sheet", "new", "--json", card))["id"]
    with hub(scratch) as address:
        for desk in (here, there):
            desk.answer("join", "--hub", address, "--code", invited(scratch))
        sent = here.told("sync")
        received = there.told("sync")
        must(sent["sent"] or here.told("sync")["up_to_date"], f"nothing was sent: {sent}")
        shown = there.told("sheet", "show", made)
    must(NEW_SHEET["name"] in json.dumps(shown, ensure_ascii=False), f"the sheet did not come: {received} {shown}")
    done("exchange with a hub", f"sent {sent['sent']}, received {received['received']}: {NEW_SHEET['name']}")
    offline = here.told("sync")
    must(offline["stopped"], f"a hub that is gone was not noticed: {offline}")
    done("hub gone", f"no error, said: {offline['stopped']}")


def hub_line(scratch: Path, *words: str) -> list[str]:
    """Return the command of the hub, from the virtual environment."""
    return [str(build.python()), "-m", "desk", "hub", *words[:1], "--data-dir", str(scratch / "hub"), *words[1:]]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def hub(scratch: Path) -> Generator[str]:
    """Serve a network on this machine, and give its address."""
    port = free_port()
    line = hub_line(scratch, "serve", "--port", str(port))
    journal = (scratch / "hub.log").open("wb")
    environment = build.own_environment(os.environ)
    with journal, subprocess.Popen(line, cwd=build.ROOT, env=environment, stdout=journal, stderr=journal) as serving:
        try:
            answers(port, serving)
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.terminate()


def answers(port: int, serving: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens on ``port``."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and serving.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    message = "the hub did not start"
    raise TrialError(message)


def invited(scratch: Path) -> str:
    """Return a code that opens the network once."""
    code, answer = build.listen(hub_line(scratch, "invite", "--network", "essai", "--json"))
    must(code == 0, f"no invitation: {answer}")
    return str(json.loads(answer)["code"])


def drawn(program: Path, scratch: Path, environment: dict[str, str]) -> str:
    """Have the program draw its home screen with a need, and return what came out."""
    folder = scratch / "demonstration"
    line = [str(program), "demo", "--output", str(folder)]
    ran = subprocess.run(line, check=False, env=environment, capture_output=True, timeout=PATIENCE)
    must(ran.returncode == 0, f"demo: {ran.stdout.decode()}{ran.stderr.decode()}")
    picture = (folder / "accueil.png").stat().st_size
    must(picture > 20_000, f"the picture of the home screen is empty: {picture} bytes")
    return f"home screen drawn, {picture} bytes; slip of {(folder / 'bon.pdf').stat().st_size} bytes"


def window(desk: Desk) -> str:
    """Open the window, start the program again beside it, close it, and read its journal."""
    line = [str(windowed(desk.program)), "--data-dir", str(desk.folder)]
    with subprocess.Popen(line, env=desk.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as first:
        lock = desk.folder / "window.lock"
        until = time.monotonic() + PATIENCE
        while not lock.exists() and first.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        second = subprocess.run(line, check=False, env=desk.environment, capture_output=True, timeout=PATIENCE)
        alive = first.poll() is None
        first.send_signal(signal.SIGTERM)
        said = first.communicate(timeout=PATIENCE)[0].decode("utf-8", "replace")
    must(alive, f"the window closed by itself:\n{said}")
    must(second.returncode == 0, f"the second start: {second.returncode}")
    log = desk.folder / "relais.log"
    written = (
        [line for line in log.read_text(encoding="utf-8").splitlines() if OFFSCREEN_SAYS not in line]
        if log.exists()
        else []
    )
    must(not written, f"its journal is not empty: {written}")
    return "opened, the second start showed the first, nothing in the journal"


def on_x11(desk: Desk) -> str:
    """Open the window on a real X11 server without a monitor, where there is one."""
    if shutil.which("Xvfb") is None:
        return "not tried: there is no Xvfb here"
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(server, pass_fds=[writing], stderr=subprocess.DEVNULL) as x11:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        environment = {**desk.environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        line = [str(desk.program), "--data-dir", str(desk.folder)]
        with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as opened:
            try:
                bundle.opened(opened, "desk.sqlite", PATIENCE)
            except build.SurroundingsError as error:
                message = f"on X11: {error} {opened.communicate()[0].decode('utf-8', 'replace')}"
                raise TrialError(message) from error
            finally:
                opened.terminate()
        x11.terminate()
    return "the window opens on an X11 server"


def windowed(program: Path) -> Path:
    """Return the program that opens a window: Windows has another one for it."""
    return program.with_name("relaisw.exe") if os.name == "nt" else program


def licences(folder: Path) -> None:
    """See that the licences of everything inside came along."""
    listed = next(folder.rglob("resources/licences/programs.json"))
    programs = json.loads(listed.read_text(encoding="utf-8"))
    texts = len(list(listed.parent.glob("*.txt")))
    must(texts >= len(programs), f"{texts} texts for {len(programs)} programs")
    done("licences", f"{len(programs)} programs, {texts} texts")


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1])))
