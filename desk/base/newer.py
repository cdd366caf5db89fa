"""A newer program, kept among the data of the computer's first library: which one is chosen, how far it was tried.

The program that was installed stays as it is. When it starts, it goes on with the newer one, or without it. Only the
standard library: this is read before anything else.
"""

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from desk.base.files import written_whole
from desk.base.paths import DATA_DIR_VARIABLE, is_frozen
from desk.base.start_json import read_object

CHOSEN = "choix.json"
"""The file, in the folder of programs, that says which one is chosen."""

_RESET = "PYINSTALLER_RESET_ENVIRONMENT"
_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_MACHINES = {"AMD64": "x64"}


class Step(StrEnum):
    """How far a newer program is: waits for the next opening, is opening for the first time, serves, or failed."""

    READY = "ready"
    TRYING = "trying"
    FINE = "fine"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The newer program of this computer.

    ``tries`` counts how often it was begun before it opened once; ``trouble`` is the code of what keeps it waiting, to be
    said to who opens Relais. ``before`` is the newer program that served until then, empty when the installed one did: it
    goes on meanwhile, and the data are in its form.
    """

    version: str
    step: Step
    tries: int = 0
    trouble: str = ""
    before: str = ""


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers to compare: ``0.10.0`` comes after ``0.9``."""
    return tuple(int(part) for part in version.split("."))


def system() -> str:
    """Return this system and its processor, as files of a release are called: ``linux-x86_64``, ``windows-x64``."""
    machine = platform.machine()
    return f"{_SYSTEMS.get(sys.platform, 'linux')}-{_MACHINES.get(machine, machine)}"


def chosen(programs: Path) -> Chosen | None:
    """Return the newer program kept in ``programs``, None when there is none that can be read."""
    try:
        kept = read_object(programs / CHOSEN)
        found = Chosen(
            version=str(kept["version"]),
            step=Step(kept["step"]),
            tries=int(kept["tries"]),
            trouble=str(kept["trouble"]),
            before=str(kept["before"]),
        )
        numbers(found.version)
        numbers(found.before or "0")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found


def choose(programs: Path, one: Chosen) -> None:
    """Keep which program is chosen, whole or not at all.

    Raises:
        OSError: no room or no right.
    """
    programs.mkdir(parents=True, exist_ok=True)
    with written_whole(programs / CHOSEN) as file:
        file.write(json.dumps(asdict(one)).encode())


def program(programs: Path, version: str) -> Path:
    """Return where the program of ``version`` is in ``programs``, called as the one that runs now."""
    folder = programs / version / "Relais"
    if sys.platform == "darwin":
        return folder / "Relais.app" / "Contents" / "MacOS" / "relais"
    return folder / (Path(sys.executable).name if os.name == "nt" and is_frozen() else "relais")


def console(program: Path) -> Path:
    """Return the program that answers in a terminal: on Windows it is not the one that opens the window."""
    return program.with_name("relais.exe") if os.name == "nt" else program


def environment(data: Path) -> dict[str, str]:
    """Return the surroundings for another frozen program on the folder ``data``, without what was put there for this one."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("_PYI")}
    before = found.pop("LD_LIBRARY_PATH_ORIG", None)
    if is_frozen():
        found.pop("LD_LIBRARY_PATH", None)
    if before:
        found["LD_LIBRARY_PATH"] = before
    return {**found, _RESET: "1", DATA_DIR_VARIABLE: str(data)}


def go_on_with(other: Path, arguments: list[str], data: Path, *, window: bool) -> int:
    """Go on as the program ``other`` on the folder ``data``; on Windows return its exit code, elsewhere do not return.

    Raises:
        OSError: it cannot be started.
    """
    if os.name != "nt":
        os.execve(other, [str(other), *arguments], environment(data))  # noqa: S606 - a program that was checked
    if window:
        subprocess.Popen([other, *arguments], env=environment(data))  # noqa: S603 - checked too
        return 0
    return subprocess.run([other, *arguments], env=environment(data), check=False).returncode  # noqa: S603 - checked too
