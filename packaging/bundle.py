"""The job ``bundle``: the desk frozen into one folder, with the list of what it is made of and its checksums.

Two bundles of one commit are the same, file by file; ``--compare`` makes a second one and shows it. Only the standard library.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import build

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

MADE = build.ROOT / "build" / "bundle"
DIST = build.ROOT / "dist"
SPEC = build.ROOT / "packaging" / "desk.spec"
WITHOUT_A_COMMIT = 1_767_225_600
"""The moment written in what is made where there is no commit to take it from: 1 January 2026."""


def bundle(arguments: argparse.Namespace) -> int:
    """Freeze the desk; with ``--compare`` twice, with ``--try`` start it and use it."""
    folder = freeze(DIST, MADE / "work")
    tidy(DIST, version())
    for line in sizes(folder):
        build.report(line)
    code = compare(folder) if arguments.compare else 0
    if code == 0 and arguments.try_it:
        import trial  # noqa: PLC0415 - only when the program is tried

        code = trial.run(program(folder))
    return code


def tidy(output: Path, named: str) -> None:
    """Leave in ``output`` only what is of version ``named``, and write ``SHA256SUMS``: exactly the files that are there."""
    for path in sorted(output.iterdir()):
        found = re.match(r"relais[-_](\d+(?:\.\d+)+)", path.name)
        if path.is_file() and found and found[1] != named:
            build.say(f"Removed from {output.name}: {path.name}, of another version")
            path.unlink()
    kept = [path for path in sorted(output.iterdir()) if path.is_file() and path.name != "SHA256SUMS"]
    sums = sums_text({path.name: digest(path) for path in kept})
    (output / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")


def program(folder: Path) -> Path:
    """Return the program inside the frozen ``folder``."""
    return folder / ("relais.exe" if os.name == "nt" else "relais")


def version(source: Path = build.ROOT) -> str:
    """Return the version of the desk of ``source``, read without importing it."""
    text = (source / "desk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, flags=re.MULTILINE)
    if found is None:
        message = "desk/__init__.py names no version."
        raise build.SurroundingsError(message)
    return found[1]


def moment() -> int:
    """Return the moment written in what is made: ``SOURCE_DATE_EPOCH``, else that of the last commit."""
    if chosen := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(chosen)
    try:
        code, answer = build.listen(["git", "log", "-1", "--format=%ct"])
    except OSError:
        code, answer = 1, ""
    return int(answer) if code == 0 and answer.strip().isdigit() else WITHOUT_A_COMMIT


def freezing_environment(environment: Mapping[str, str], when: int, cache: Path) -> dict[str, str]:
    """Return ``environment`` as freezing wants it, so that it gives the same twice."""
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(when), "PYINSTALLER_CONFIG_DIR": str(cache)}
    return {**build.test_environment(environment), **fixed, "TZ": "UTC"}


def freezer() -> Path:
    """Return the Python that freezes: in its own virtual environment, which has nothing that the desk does not need."""
    folder = MADE / "venv"
    build.ensure_packages(folder, "bundle", build.ensure_venv(folder))
    build.ensure_libraries()
    return build.venv_python(folder)


def freeze(output: Path, work: Path, source: Path = build.ROOT) -> Path:
    """Freeze the desk of ``source`` into ``output/relais`` and return that folder, with its components and checksums beside.

    Raises:
        SurroundingsError: PyInstaller refused; the message has its last lines.
    """
    python, when = freezer(), moment()
    made = work / "made"
    shutil.rmtree(work, ignore_errors=True)
    made.mkdir(parents=True)
    environment = freezing_environment(os.environ, when, work / "cache")
    named, spec = version(source), source / "packaging" / SPEC.name
    code, answer = build.listen([python, build.ROOT / "packaging" / "icon.py", made], environment)
    if code == 0:
        (made / "version.txt").write_text(version_resource(named), encoding="utf-8")
        build.say("Freezing the desk: about a minute")
        started = time.perf_counter()
        line = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", output]
        code, answer = build.listen([*line, "--workpath", work, spec, "--", made], environment)
    if code != 0:
        message = "The desk could not be frozen:\n" + "\n".join(answer.strip().splitlines()[-12:])
        raise build.SurroundingsError(message)
    build.say(f"Frozen in {time.perf_counter() - started:.0f} s")
    folder = output / "relais"
    shutil.copyfile(made / "sbom.cdx.json", output / f"relais-{named}.cdx.json")
    (output / "relais.sha256").write_text(sums_text(digests(folder), "relais/"), encoding="utf-8", newline="\n")
    return folder


def later_version(named: str) -> str:
    """Return the version that comes after ``named``: 0.5.1 after 0.5.0."""
    first, _, last = named.rpartition(".")
    return f"{first}.{int(last) + 1}"


def later_sources(named: str, folder: Path) -> Path:
    """Copy the sources into ``folder``, called version ``named``, to freeze what an update brings; return ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    unread = shutil.ignore_patterns("__pycache__", "screenshots")
    for part in ("desk", "resources", "packaging"):
        shutil.copytree(build.ROOT / part, folder / part, ignore=unread)
    shutil.copyfile(build.ROOT / "LICENSE", folder / "LICENSE")
    front = folder / "desk" / "__init__.py"
    text = front.read_text(encoding="utf-8").replace(f'"{version()}"', f'"{named}"')
    front.write_text(text, encoding="utf-8", newline="\n")
    return folder


def version_resource(named: str) -> str:
    """Return what Windows shows in the properties of the program, in the words of PyInstaller."""
    numbers = tuple(int(part) for part in (*named.split("."), "0", "0", "0", "0")[:4])
    texts = {
        "CompanyName": "Relais",
        "FileDescription": "Relais, le poste d'accueil des petites bibliothèques",
        "FileVersion": named,
        "InternalName": "relais",
        "LegalCopyright": "EUPL-1.2",
        "OriginalFilename": "relais.exe",
        "ProductName": "Relais",
        "ProductVersion": named,
    }
    listed = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, "
        "fileType=0x1, subtype=0x0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('040C04B0', [{listed}])]), VarFileInfo([VarStruct('Translation', [0x040C, 1200])])])\n"
    )


# What was made


def files_of(folder: Path) -> list[Path]:
    """Return every file and link under ``folder``, in the same order everywhere."""
    return sorted(
        (path for path in folder.rglob("*") if path.is_symlink() or path.is_file()), key=lambda p: p.as_posix()
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under ``folder``; a link is where it leads."""
    return {
        path.relative_to(folder).as_posix(): f"-> {path.readlink().as_posix()}" if path.is_symlink() else digest(path)
        for path in files_of(folder)
    }


def sums_text(found: Mapping[str, str], prefix: str = "") -> str:
    """Return the digests as ``sha256sum --check`` reads them; links, which hold nothing, are not in it."""
    return "".join(f"{value}  {prefix}{name}\n" for name, value in sorted(found.items()) if not value.startswith("->"))


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return one line for each file that is not the same in both."""
    lines = [f"only in the first: {name}" for name in sorted(one.keys() - other.keys())]
    lines += [f"only in the second: {name}" for name in sorted(other.keys() - one.keys())]
    return lines + [f"not the same: {name}" for name in sorted(one.keys() & other.keys()) if one[name] != other[name]]


def compare(folder: Path) -> int:
    """Freeze a second time, elsewhere, and tell each file that differs."""
    again = freeze(MADE / "again", MADE / "again-work")
    first, second = digests(folder), digests(again)
    different = differences(first, second)
    for line in different:
        build.report(line)
    build.report(f"{len(first)} files, {len(different)} differences between two bundles of one commit")
    shutil.rmtree(MADE / "again")
    return build.FAILED if different else 0


def size(folder: Path) -> int:
    """Return the bytes of every file under ``folder``; a link counts for nothing."""
    return sum(path.stat().st_size for path in files_of(folder) if not path.is_symlink())


def compressed_size(folder: Path) -> int:
    """Return the bytes of ``folder`` packed as the installers pack it (xz)."""
    counted = 0

    class Counting:
        def write(self, data: bytes) -> int:
            nonlocal counted
            counted += len(data)
            return len(data)

    with lzma.open(Counting(), "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:  # type: ignore[call-overload]
        for path in files_of(folder):
            tar.add(path, arcname=path.relative_to(folder).as_posix(), recursive=False)
    return counted


def parts(sized: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the weight of each part of a bundle, heaviest first, from the (place, bytes) of its files."""
    weights: dict[str, int] = {}
    for place, weight in sized:
        words = place.removeprefix("_internal/").split("/")
        part = "system libraries and Python" if len(words) == 1 else words[0]
        if place.startswith("relais"):
            part = "our modules and those in Python"
        weights[part] = weights.get(part, 0) + weight
    return sorted(weights.items(), key=lambda one: (-one[1], one[0]))


def sizes(folder: Path) -> list[str]:
    """Return the lines that say how large the bundle is, and which parts weigh."""
    every = [path for path in files_of(folder) if not path.is_symlink()]
    heavy = parts((path.relative_to(folder).as_posix(), path.stat().st_size) for path in every)
    total = size(folder)
    lines = [f"{folder}: {len(every)} files, {total / 1e6:.1f} MB, {compressed_size(folder) / 1e6:.1f} MB compressed"]
    return lines + [f"  {weight / 1e6:6.1f} MB  {part}" for part, weight in heavy[:10]]


# What is compared with


BARE = """\
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
app = QApplication([])
window = QMainWindow(); box = QLineEdit(); window.setCentralWidget(box); window.resize(1366, 768)
window.show(); box.setFocus()
QTimer.singleShot(0, lambda: (window.grab(), print("painted", flush=True), app.quit()))
app.exec()
"""


def bare(output: Path) -> Path:
    """Freeze one empty window of PySide6 as PyInstaller does by itself, and return the folder: what bundles are compared with.

    Raises:
        SurroundingsError: PyInstaller refused.
    """
    python, work = freezer(), MADE / "bare-work"
    work.mkdir(parents=True, exist_ok=True)
    script = work / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    environment = freezing_environment(os.environ, moment(), work / "cache")
    line = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", output, "--workpath", work]
    code, answer = build.listen([*line, "--specpath", work, script], environment)
    if code != 0:
        message = "The bare window could not be frozen:\n" + "\n".join(answer.strip().splitlines()[-8:])
        raise build.SurroundingsError(message)
    return output / "bare"


def cold(folder: Path) -> None:
    """Have the system forget what it read of ``folder``, as after the computer was switched on; where it can be asked."""
    for path in files_of(folder):
        with path.open("rb") as file, suppress(AttributeError, OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def opened(process: subprocess.Popen[bytes], name: str, patience: float = 30) -> float:
    """Return the moment when ``process`` holds the file ``name`` open, on Linux.

    Raises:
        SurroundingsError: it never did.
    """
    handles = Path("/proc", str(process.pid), "fd")
    until = time.perf_counter() + patience
    while time.perf_counter() < until and process.poll() is None:
        for handle in handles.iterdir():
            with suppress(OSError):
                if handle.readlink().name == name:
                    return time.perf_counter()
        time.sleep(0.002)
    message = f"The program never opened {name}."
    raise build.SurroundingsError(message)


def seconds_to_start(line: Sequence[str | Path], ready: Callable[[subprocess.Popen[bytes]], float]) -> float:
    """Return the seconds from starting a program until it is ``ready``, then end it."""
    began = time.perf_counter()
    environment = {**build.test_environment(os.environ), "RELAIS_TELL_PAINTED": "1"}
    with subprocess.Popen([str(word) for word in line], stdout=subprocess.PIPE, env=environment) as process:
        seconds = ready(process) - began
        process.terminate()
    return seconds


def starts(folder: Path, compared: Path, runs: int = 5) -> dict[str, object]:
    """Return the cold and warm starts of the desk against those of the bare window, medians; the two take turns.

    Both say on standard output that their first picture is painted; the desk's home takes letters then.
    """

    def painted(process: subprocess.Popen[bytes]) -> float:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        process.stdout.readline()
        return time.perf_counter()

    line: dict[str, object] = {"what": "frozen start"}
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [program(folder), "setup", "--data-dir", scratch, "--library", "ambronay"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for name, before in (("cold", cold), ("warm", lambda _: None)):
            ours, theirs = [], []
            for _ in range(runs):
                before(compared)
                theirs.append(seconds_to_start([compared / "bare"], painted))
                before(folder)
                ours.append(seconds_to_start([program(folder), "--data-dir", scratch], painted))
            ratio = statistics.median(mine / bare_one for mine, bare_one in zip(ours, theirs, strict=True))
            line |= {
                f"{name}_s": round(statistics.median(ours), 3),
                f"bare_{name}_s": round(statistics.median(theirs), 3),
            }
            line |= {f"{name}_ratio": round(ratio, 2)}
    return line


def measure() -> int:
    """Print the JSON lines of the bundle's size and start against those of a bare window frozen beside it."""
    folder = DIST / "relais"
    if not program(folder).is_file():
        freeze(DIST, MADE / "work")
    compared = bare(MADE / "bare")
    build.report(json.dumps(weights(folder, compared)))
    if sys.platform == "linux":
        build.report(json.dumps(starts(folder, compared)))
    return 0


def weights(folder: Path, compared: Path) -> dict[str, object]:
    """Return the sizes of the bundle against those of the bare one."""
    ours, theirs = size(folder), size(compared)
    return {
        "what": "bundle",
        "mb": round(ours / 1e6, 1),
        "bare_mb": round(theirs / 1e6, 1),
        "ratio": round(ours / theirs, 2),
        "compressed_mb": round(compressed_size(folder) / 1e6, 1),
        "bare_compressed_mb": round(compressed_size(compared) / 1e6, 1),
        "system": sys.platform,
    }
