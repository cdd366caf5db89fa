#!/usr/bin/env python3
"""Every job of the project, one word each: ``python3 packaging/build.py setup``, ``run``, ``test``...

Only the standard library, so that it starts on a bare Python. Progress goes to
standard error and results to standard output. Exit codes: 0 done, 1 a check or
a test failed, 2 a wrong command line, 3 something is missing around us.
``RELAIS_VENV`` puts the virtual environment elsewhere than ``.venv``.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
FACES = {
    "hub": ("hub",),
    "desktop": ("hub", "desktop"),
    "test": ("hub", "desktop", "test"),
    "bundle": ("bundle",),
}  # what each installs; the locks agree, see `lock`

OLDEST = (3, 11)
TOO_NEW = (3, 14)

FAILED = 1
SURROUNDINGS = 3
INTERRUPTED = 130

CHECKS = (
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("mypy", ("-m", "mypy")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("deptry", ("-m", "deptry", ".")),
    ("vulture", ("-m", "vulture")),
)

ONE_HALF = ("tests/ui", "tests/path", "tests/faults", "tests/slips")
"""Half of the tests by time: they run beside the others."""

ACCESS_PYTHON = "/usr/bin/python3"
ACCESS_PACKAGES = ("xvfb", "dbus", "at-spi2-core", "gir1.2-atspi-2.0", "python3-gi")
"""What an assistive client needs on Debian, where it belongs to the system's Python."""

CACHES = (
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    ".coverage",
    "relais.egg-info",
)

# What pip says when it cannot reach anything.
OFFLINE_SIGNS = (
    "connection broken",
    "connection refused",
    "connection error",
    "connectionerror",
    "failed to establish",
    "name resolution",
    "network is unreachable",
    "timed out",
    "proxyerror",
    "sslerror",
)


class SurroundingsError(Exception):
    """Something outside the project is missing; the message says what to do."""


class Library(NamedTuple):
    """A system library that Qt loads on Linux.

    ``packages`` are the Debian packages that may hold it, newest name first.
    ``when`` is ``always``, ``screen``, ``x11`` or ``wayland``.
    """

    soname: str
    packages: tuple[str, ...]
    when: str


# The libraries that PySide6-Essentials 6.11.3 names in Qt6Core, Gui, Widgets, DBus, Network, PrintSupport, Svg and Test,
# in the offscreen, xcb and wayland platforms and in the printer plugin. tests/test_build.py compares.
LIBRARIES = (
    Library("libEGL.so.1", ("libegl1",), "always"),
    Library("libGL.so.1", ("libgl1",), "always"),
    Library("libX11.so.6", ("libx11-6",), "always"),
    Library("libbrotlidec.so.1", ("libbrotli1",), "always"),
    Library("libdbus-1.so.3", ("libdbus-1-3",), "always"),
    Library("libfontconfig.so.1", ("libfontconfig1",), "always"),
    Library("libfreetype.so.6", ("libfreetype6",), "always"),
    Library("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0"), "always"),
    Library("libgssapi_krb5.so.2", ("libgssapi-krb5-2",), "always"),
    Library("libstdc++.so.6", ("libstdc++6",), "always"),
    Library("libxkbcommon.so.0", ("libxkbcommon0",), "always"),
    Library("libz.so.1", ("zlib1g",), "always"),
    Library("libzstd.so.1", ("libzstd1",), "always"),
    Library("libcups.so.2", ("libcups2t64", "libcups2"), "screen"),
    Library("libX11-xcb.so.1", ("libx11-xcb1",), "x11"),
    Library("libxcb.so.1", ("libxcb1",), "x11"),
    Library("libxcb-cursor.so.0", ("libxcb-cursor0",), "x11"),
    Library("libxcb-glx.so.0", ("libxcb-glx0",), "x11"),
    Library("libxcb-icccm.so.4", ("libxcb-icccm4",), "x11"),
    Library("libxcb-image.so.0", ("libxcb-image0",), "x11"),
    Library("libxcb-keysyms.so.1", ("libxcb-keysyms1",), "x11"),
    Library("libxcb-randr.so.0", ("libxcb-randr0",), "x11"),
    Library("libxcb-render.so.0", ("libxcb-render0",), "x11"),
    Library("libxcb-render-util.so.0", ("libxcb-render-util0",), "x11"),
    Library("libxcb-shape.so.0", ("libxcb-shape0",), "x11"),
    Library("libxcb-shm.so.0", ("libxcb-shm0",), "x11"),
    Library("libxcb-sync.so.1", ("libxcb-sync1",), "x11"),
    Library("libxcb-util.so.1", ("libxcb-util1",), "x11"),
    Library("libxcb-xfixes.so.0", ("libxcb-xfixes0",), "x11"),
    Library("libxcb-xkb.so.1", ("libxcb-xkb1",), "x11"),
    Library("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",), "x11"),
    Library("libwayland-client.so.0", ("libwayland-client0",), "wayland"),
    Library("libwayland-cursor.so.0", ("libwayland-cursor0",), "wayland"),
    Library("libwayland-egl.so.1", ("libwayland-egl1",), "wayland"),
)


# Saying and starting


def say(sentence: str) -> None:
    """Print one line of progress on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def report(line: str) -> None:
    """Print one line of result on standard output, in the characters that this console has."""
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), flush=True)


def start(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> int:
    """Run ``command`` in the project's folder, let it speak, and return its exit code.

    A command that a signal ended gives 128 plus the signal's number, as shells do.
    """
    code = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode
    return 128 - code if code < 0 else code


def listen(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run ``command`` silently in the project's folder and return its exit code and everything it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` without what would let another Python's packages in."""
    foreign = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in environment.items() if name not in foreign}


def test_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` as the checks and tests want it: no screen, no habits and no data of this user."""
    dropped = {"PYTHONWARNINGS", "RELAIS_DATA_DIR"}
    kept = {name: value for name, value in own_environment(environment).items() if name not in dropped}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def lock_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` without this machine's package sources, so that a lock is the same everywhere."""
    kept = {"PIP_CERT"}
    return {name: value for name, value in environment.items() if name in kept or not name.startswith(("PIP_", "UV_"))}


# The Python


def python_refusal(version: tuple[int, int]) -> str | None:
    """Return the sentence that refuses this Python, or nothing when it will do."""
    if OLDEST <= version < TOO_NEW:
        return None
    return (
        f"Relais needs Python 3.11, 3.12 or 3.13, and this one is {version[0]}.{version[1]}. "
        "Start again with one of them, for example: python3.12 packaging/build.py"
    )


# The virtual environment


def venv_folder(environment: Mapping[str, str]) -> Path:
    """Return where the virtual environment lives."""
    chosen = environment.get("RELAIS_VENV")
    return Path(chosen).expanduser().absolute() if chosen else ROOT / ".venv"


def venv_python(folder: Path, *, windows: bool = os.name == "nt") -> Path:
    """Return the Python inside the virtual environment ``folder``."""
    return folder / "Scripts" / "python.exe" if windows else folder / "bin" / "python"


def python() -> Path:
    """Return the project's own Python."""
    return venv_python(venv_folder(os.environ))


def venv_version(settings: str) -> tuple[int, int] | None:
    """Return the Python version that the text of a ``pyvenv.cfg`` names, if it names one."""
    for line in settings.splitlines():
        name, _, value = line.partition("=")
        numbers = value.strip().split(".")
        if name.strip() in ("version", "version_info") and len(numbers) > 1 and all(n.isdigit() for n in numbers[:2]):
            return int(numbers[0]), int(numbers[1])
    return None


def started_version(interpreter: Path) -> tuple[int, int] | None:
    """Return the version of the Python ``interpreter``, or nothing when it does not start."""
    try:
        code, answer = listen([interpreter, "-c", "import sys; print(*sys.version_info[:2])"])
    except OSError:
        return None
    words = answer.split()
    return (int(words[0]), int(words[1])) if code == 0 and len(words) == 2 else None


def venv_in_use(folder: Path) -> tuple[int, int] | None:
    """Return the Python version of the virtual environment ``folder``, or nothing when it must be made (again)."""
    settings = folder / "pyvenv.cfg"
    if not settings.is_file():
        return None
    version = started_version(venv_python(folder))
    if version is None or version != venv_version(settings.read_text(encoding="utf-8")) or python_refusal(version):
        return None
    return version


def ensure_venv(folder: Path) -> tuple[int, int]:
    """Leave a virtual environment that starts in ``folder`` and return its Python version.

    Raises:
        SurroundingsError: ``folder`` is something else, or this Python cannot make one.
    """
    if version := venv_in_use(folder):
        return version
    again = (folder / "pyvenv.cfg").is_file()
    if not again and folder.is_dir() and any(folder.iterdir()):
        message = (
            f"{folder} exists and is not a virtual environment. Move it away, or set RELAIS_VENV to another folder."
        )
        raise SurroundingsError(message)
    ensure_venv_module()
    say(f"{'Making again' if again else 'Making'} the virtual environment in {folder}")
    code, answer = listen([sys.executable, "-m", "venv", "--clear", folder], own_environment(os.environ))
    made = venv_in_use(folder) if code == 0 else None
    if made is None:
        message = f"The virtual environment could not be made:\n{answer.strip()}"
        raise SurroundingsError(message)
    return made


def ensure_venv_module() -> None:
    """Leave a Python that can make virtual environments; Debian and Ubuntu ship that part apart.

    Raises:
        SurroundingsError: it is missing and only the user can add it.
    """
    if venv_module_present():
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if shutil.which("apt-get") is None:
        message = "This Python cannot make virtual environments (its parts venv and ensurepip are missing)."
        raise SurroundingsError(message)
    say("This Python lacks the part that makes virtual environments.")
    apt_install([package])
    importlib.invalidate_caches()
    if not venv_module_present():
        message = f"{package} is installed, and {sys.executable} still cannot make virtual environments."
        raise SurroundingsError(message)


def venv_module_present() -> bool:
    """Tell whether this Python can make a virtual environment with pip inside."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


# The packages


def stamp_text(lock: bytes, version: tuple[int, int]) -> str:
    """Return what identifies an installation: the lock's digest and the Python that received it."""
    return f"{hashlib.sha256(lock).hexdigest()} python {version[0]}.{version[1]}\n"


def stamp_path(folder: Path, face: str) -> Path:
    """Return the file that says which lock the virtual environment ``folder`` follows for ``face``."""
    return folder / f"relais-{face}.stamp"


def ensure_packages(folder: Path, face: str, version: tuple[int, int]) -> bool:
    """Leave the packages of ``face`` installed exactly as locked, and tell whether anything had to be done.

    Raises:
        SurroundingsError: they could not be fetched, or are not the locked ones.
    """
    lock = REQUIREMENTS / f"{face}.txt"
    if not lock.is_file():
        message = f"{lock} is missing: make it with: python3 packaging/build.py lock"
        raise SurroundingsError(message)
    stamp = stamp_path(folder, face)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == stamp_text(lock.read_bytes(), version):
        return False
    for stale in FACES:
        stamp_path(folder, stale).unlink(missing_ok=True)
    install(venv_python(folder), lock)
    for installed in FACES[face]:
        text = stamp_text((REQUIREMENTS / f"{installed}.txt").read_bytes(), version)
        stamp_path(folder, installed).write_text(text, encoding="utf-8", newline="\n")
    return True


def install(interpreter: Path, lock: Path) -> None:
    """Install what ``lock`` lists, refusing any file whose hash it does not name."""
    environment = own_environment(os.environ)
    if listen([interpreter, "-m", "pip", "--version"], environment)[0] != 0:
        listen([interpreter, "-m", "ensurepip"], environment)
    say(f"Installing the packages of {lock.name}; the first time this can take some minutes")
    started = time.perf_counter()
    pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    code, answer = listen([*pip, "--no-deps", "--require-hashes", "-r", lock], environment)
    if code != 0:
        raise SurroundingsError(install_refusal(answer))
    say(f"Packages installed in {time.perf_counter() - started:.0f} s")


def install_refusal(answer: str) -> str:
    """Return what to tell the user about pip's ``answer``, and pip's last lines under it."""
    lowered = answer.lower()
    if "do not match the hashes" in lowered:
        reason = "A package is not the one the lock names. It was not installed; do not go on without knowing why."
    elif any(sign in lowered for sign in OFFLINE_SIGNS):
        reason = "The packages could not be fetched. The first set-up needs a connection; afterwards none is needed."
    elif "no matching distribution" in lowered:
        reason = "A package exists in no form for this system or this Python."
    else:
        reason = "The packages could not be installed."
    return "\n".join([reason, *answer.strip().splitlines()[-4:]])


# The system libraries of Qt


def screens(environment: Mapping[str, str], platform: str) -> frozenset[str]:
    """Return the screens there are: among ``x11``, ``wayland`` and ``native``; empty means none."""
    if platform in ("win32", "darwin"):
        return frozenset({"native"})
    named = {"x11": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    return frozenset(screen for screen, variable in named.items() if environment.get(variable))


def needed_libraries(present: frozenset[str]) -> list[Library]:
    """Return the libraries that Qt needs with the screens ``present``."""
    wanted = {"always", "screen", *present} if present else {"always"}
    return [library for library in LIBRARIES if library.when in wanted]


def is_loadable(soname: str) -> bool:
    """Tell whether the system finds the library ``soname``."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def ensure_libraries(also: Iterable[str] = ()) -> bool:
    """Leave every library that Qt needs on this Linux loadable, and tell whether anything had to be done.

    ``also`` are screens that this session does not have, such as ``x11``, for which it will be tried.

    Raises:
        SurroundingsError: some are missing and only the user can add them.
    """
    if not sys.platform.startswith("linux"):
        return False
    needed = needed_libraries(screens(os.environ, sys.platform) | frozenset(also))
    missing = [library for library in needed if not is_loadable(library.soname)]
    if not missing:
        return False
    names = ", ".join(library.soname for library in missing)
    if shutil.which("apt-get") is None:
        message = f"Qt needs these libraries of your system; install the packages that hold them: {names}"
        raise SurroundingsError(message)
    say(f"Qt needs {len(missing)} system libraries that are not here: {names}")
    apt_install_libraries(missing)
    left = [library.soname for library in missing if not is_loadable(library.soname)]
    if left:
        message = f"These libraries are still missing after installing their packages: {', '.join(left)}"
        raise SurroundingsError(message)
    return True


def apt_install_libraries(missing: Sequence[Library]) -> None:
    """Install the Debian packages that hold ``missing``."""
    if is_root():
        apt_update()
    apt_install([chosen_package(library.packages, is_known_to_apt) for library in missing], updated=True)


def chosen_package(candidates: Sequence[str], is_known: Callable[[str], bool]) -> str:
    """Return the first of ``candidates`` that this system knows, or the last, which later systems still provide."""
    if len(candidates) == 1:
        return candidates[0]
    return next((name for name in candidates if is_known(name)), candidates[-1])


def is_known_to_apt(package: str) -> bool:
    """Tell whether this system's package list has ``package``."""
    return shutil.which("apt-cache") is not None and listen(["apt-cache", "show", package])[0] == 0


def is_root() -> bool:
    """Tell whether we may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_line(packages: Iterable[str]) -> list[str]:
    """Return the command that installs ``packages``, each once."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *dict.fromkeys(packages)]


def apt_update() -> None:
    """Refresh the system's package list; a failure shows at the installation."""
    say("Refreshing the system's package list")
    listen(["apt-get", "update", "-qq"])


def apt_install(packages: Sequence[str], *, updated: bool = False) -> None:
    """Install system ``packages``, refreshing the package list first unless it was ``updated``.

    Raises:
        SurroundingsError: we are not root, or apt-get refused; the message has the line to type.
    """
    line = apt_line(packages)
    if not is_root():
        message = f"Type this line, then start again:\n  sudo apt-get update && sudo {' '.join(line)}"
        raise SurroundingsError(message)
    if not updated:
        apt_update()
    say(f"Installing {' '.join(line[4:])}")
    code, answer = listen(line, {**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if code != 0:
        last = "\n".join(answer.strip().splitlines()[-4:])
        message = f"The system packages could not be installed; the first set-up needs a connection. The line was:\n  {' '.join(line)}\n{last}"
        raise SurroundingsError(message)


def has_postgresql() -> bool:
    """Tell whether a PostgreSQL server can be started here for the tests."""
    debian = Path("/usr/lib/postgresql")
    return shutil.which("initdb") is not None or any(debian.glob("*/bin/initdb"))


def ensure_postgresql() -> None:
    """Install the server that the hub's tests run on, where the system's package manager can; else say what to type.

    Without it, those tests are skipped with their reason: nothing else waits for it.
    """
    if has_postgresql() or shutil.which("apt-get") is None:
        return
    say("The hub's tests also run on PostgreSQL, which is not here")
    try:
        apt_install(["postgresql"])
    except SurroundingsError as error:
        say(str(error))


def try_qt() -> None:
    """Load Qt once.

    Raises:
        SurroundingsError: it does not load.
    """
    code, answer = listen(
        [python(), "-c", "from PySide6 import QtPrintSupport, QtSvg, QtWidgets; QtWidgets.QApplication([])"],
        test_environment(os.environ),
    )
    if code != 0:
        message = f"Qt is installed and does not start:\n{answer.strip()}"
        raise SurroundingsError(message)


# The jobs


def ensure(face: str) -> None:
    """Leave everything that ``face`` needs in place; safe to repeat, and quick when nothing is missing.

    Raises:
        SurroundingsError: something is missing and only the user can add it.
    """
    folder = venv_folder(os.environ)
    version = ensure_venv(folder)
    news = [ensure_packages(folder, face, version)]
    if face == "hub":
        return  # no window there, and no Qt
    news.append(ensure_libraries())
    if any(news):
        try_qt()
    if face == "test":
        ensure_postgresql()


def setup(arguments: argparse.Namespace) -> int:
    """Prepare this machine."""
    ensure(arguments.face)
    say(f"Ready: {python()}")
    return 0


def run(arguments: argparse.Namespace) -> int:
    """Start the desk, or show what it does where there is no screen."""
    ensure("desktop")
    environment = own_environment(os.environ)
    words = arguments.rest
    if not screens(os.environ, sys.platform):
        environment["QT_QPA_PLATFORM"] = "offscreen"
        if not words:
            say("There is no screen here: preparing a demonstration in build/demonstration instead.")
            words = ["demo", "--output", str(Path("build", "demonstration"))]
    return start([python(), "-m", "desk", *words], environment)


def check(_arguments: argparse.Namespace) -> int:
    """Run every check."""
    ensure("test")
    return FAILED if failed_checks() else 0


def failed_checks() -> list[str]:
    """Run every check, report each with its time, and return the names of those that failed."""
    environment = {**test_environment(os.environ), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    failed = []
    for name, words in CHECKS:
        started = time.perf_counter()
        code, answer = listen([python(), *words], environment)
        seconds = time.perf_counter() - started
        report(check_line(name, code, seconds))
        if code != 0:
            failed.append(name)
            report(answer.rstrip())
    return failed


def check_line(name: str, code: int, seconds: float) -> str:
    """Return the line that reports one check."""
    return f"{name:<13} {'ok' if code == 0 else 'FAILED':<6} {seconds:6.1f} s"


def test(arguments: argparse.Namespace) -> int:
    """Run the checks and the tests; the last line is pytest's own, unless something else failed."""
    ensure("test")
    failed = [] if arguments.quick else failed_checks()
    code = run_tests(arguments.rest)
    # A crash while Python closes comes after pytest's "passed": only the exit code tells.
    if code >= 128:
        say(f"pytest crashed (exit code {code}), whatever its last line says.")
    if failed:
        say(f"Failed besides the tests: {', '.join(failed)}.")
    return FAILED if code or failed else 0


def run_tests(words: Sequence[str]) -> int:
    """Run the tests that ``words`` name, or all of them in two processes side by side, and return the worse exit code."""
    pytest = [python(), "-m", "pytest"]
    if words:
        return start([*pytest, *words], test_environment(os.environ))
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        line = [str(word) for word in (*pytest, *ONE_HALF)]
        beside = subprocess.Popen(
            line, cwd=ROOT, env=test_environment(os.environ), stdout=told, stderr=subprocess.STDOUT
        )
        code = start([*pytest, "tests", *(f"--ignore={folder}" for folder in ONE_HALF)], test_environment(os.environ))
        other = beside.wait()
        told.seek(0)
        report(told.read().rstrip())
    return max(abs(code), abs(other))


def bench(arguments: argparse.Namespace) -> int:
    """Measure; the figures are JSON lines on standard output."""
    if arguments.rest[:1] == ["bundle"]:
        return int(part("bundle").measure())
    ensure("test")
    words = ["--quick"] if arguments.quick else []
    return start([python(), "-m", "tests.bench", *words, *arguments.rest], test_environment(os.environ))


def soak(arguments: argparse.Namespace) -> int:
    """Use desks and a hub hard for some minutes; the figures are JSON lines on standard output."""
    ensure("test")
    return start([python(), "-m", "tests.soak", *arguments.rest], test_environment(os.environ))


def access(_arguments: argparse.Namespace) -> int:
    """Have the real window read and used by an assistive client; one JSON line a task."""
    ensure("test")
    if shutil.which("apt-get") is not None:
        code, _ = listen([ACCESS_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"])
        if code or not (shutil.which("Xvfb") and shutil.which("dbus-run-session")):
            apt_install(ACCESS_PACKAGES)
    return start([python(), "-m", "tests.access"], test_environment(os.environ))


def validate_exports(arguments: argparse.Namespace) -> int:
    """Have exports of real files judged by others' tools; one JSON line a check. Needs node and npm."""
    ensure("test")
    return start([python(), "-m", "tests.validate", *arguments.rest], test_environment(os.environ))


def screenshots(_arguments: argparse.Namespace) -> int:
    """Take the pictures of resources/screenshots again."""
    ensure("test")
    return start([python(), "-m", "tests.screenshots"], test_environment(os.environ))


def part(name: str) -> Any:
    """Return the module of one kind of job that lives in a file beside this one; it is read only when it is needed."""
    folder = str(Path(__file__).resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def bundle(arguments: argparse.Namespace) -> int:
    """Freeze the desk into one folder."""
    return int(part("bundle").bundle(arguments))


def installer(arguments: argparse.Namespace) -> int:
    """Make what people install from the frozen desk."""
    return int(part("installer").installer(arguments))


def hub(arguments: argparse.Namespace) -> int:
    """Make what a hub is installed from."""
    return int(part("hub_package").hub(arguments))


def libraries(_arguments: argparse.Namespace) -> int:
    """Install the libraries that Qt needs of this system, those of an X11 screen too."""
    say("The libraries of Qt are there." if ensure_libraries(("screen", "x11")) else "Nothing was missing.")
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Sign what is in dist/ as an update; see packaging/release.py."""
    ensure("desktop")
    return start([python(), ROOT / "packaging" / "release.py", *arguments.rest], test_environment(os.environ))


def golden(arguments: argparse.Namespace) -> int:
    """Write the golden files again."""
    ensure("test")
    environment = {**test_environment(os.environ), "RELAIS_REWRITE_GOLDEN": "1"}
    code = start([python(), "-m", "pytest", "-m", "golden", *arguments.rest], environment)
    if code == 0:
        say("The golden files are written. Read what changed in them before keeping it.")
    return FAILED if code else 0


def lock(_arguments: argparse.Namespace) -> int:
    """Write the lock files again from the .in files; all or none."""
    uv = uv_command()
    with tempfile.TemporaryDirectory() as scratch:
        written: list[Path] = []
        for face in FACES:
            draft = Path(scratch, f"{face}.txt")
            if (REQUIREMENTS / draft.name).is_file():  # uv keeps the versions that it finds there
                shutil.copy(REQUIREMENTS / draft.name, draft)
            code, answer = listen(lock_line(uv, face, draft, written), lock_environment(os.environ))
            if code != 0:
                say(f"{face}.in could not be locked:\n{answer.strip()}")
                return FAILED
            if "://" in draft.read_text(encoding="utf-8"):
                say(f"{draft.name} would name an address: a package source of this machine is leaking into it.")
                return FAILED
            written.append(draft)
        for draft in written:
            shutil.copy(draft, REQUIREMENTS / draft.name)
            report(f"{draft.name} written")
    return 0


def uv_command() -> list[str | Path]:
    """Return how to start uv here.

    Raises:
        SurroundingsError: it is not installed.
    """
    if (found := shutil.which("uv")) is not None:
        return [found]
    own: list[str | Path] = [python(), "-m", "uv"]
    if python().exists() and listen([*own, "--version"])[0] == 0:
        return own
    message = "Locking needs uv, which comes with: python3 packaging/build.py setup --face test"
    raise SurroundingsError(message)


def lock_line(uv: Sequence[str | Path], face: str, output: Path, floors: Sequence[Path]) -> list[str | Path]:
    """Return the command that locks ``face`` into ``output``, agreeing with the locks ``floors`` already made."""
    agreeing = [word for floor in floors for word in ("--constraint", floor)]
    return [
        *(*uv, "pip", "compile", "--quiet", "--no-config", "--universal", "--generate-hashes", "--no-header"),
        *("--no-annotate", "--python-version", "3.11", "--output-file", output, *agreeing),
        REQUIREMENTS / f"{face}.in",
    ]


def clean(arguments: argparse.Namespace) -> int:
    """Remove what the jobs made."""
    for path in made_paths(ROOT):
        remove(path)
    folder = venv_folder(os.environ)
    if arguments.all and (folder / "pyvenv.cfg").is_file():
        remove(folder)
    return 0


def made_paths(root: Path) -> list[Path]:
    """Return what the jobs made in ``root`` and can make again, the virtual environment apart."""
    named = [root / name for name in ("build", "dist", *CACHES)]
    compiled = [path for part in ("desk", "tests", "packaging") for path in (root / part).rglob("__pycache__")]
    return [path for path in (*named, *compiled) if path.exists() or path.is_symlink()]


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, and say so."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    report(f"Removed {path}")


# The command line


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the command line: one word, one job."""
    parser = argparse.ArgumentParser(prog="build.py", description="Every job of Relais.", allow_abbrev=False)
    jobs = parser.add_subparsers(title="jobs", metavar="JOB", required=True)

    def job(act: Callable[[argparse.Namespace], int], help_line: str, forwards: str = "") -> argparse.ArgumentParser:
        words = jobs.add_parser(
            act.__name__.replace("_", "-"), help=help_line, description=help_line, epilog=forwards, allow_abbrev=False
        )
        words.set_defaults(act=act, forwards=bool(forwards))
        return words

    setup_words = job(setup, "prepare this machine: virtual environment, packages, system libraries")
    setup_words.add_argument("--face", choices=FACES, default="desktop", help="what for (desktop)")
    job(run, "start the desk, or a demonstration where there is no screen", "Words after -- go to the desk.")
    job(check, "run every check: format, lint, types, imports, dependencies, dead code")
    test_words = job(test, "run every check, then the tests", "Every other word goes to pytest.")
    test_words.add_argument("--quick", action="store_true", help="the tests only")
    bench_words = job(bench, "measure speed and size, as JSON lines", "Every other word goes to the benchmark.")
    bench_words.add_argument("--quick", action="store_true", help="fewer and smaller measures")
    job(
        soak,
        "use desks and a hub hard: kills, full disks, wrong clocks; or load the hub alone",
        "Every other word goes to the load: village --minutes 10 (the one meant by --minutes 10 alone), "
        "desks --desks 1000 --minutes 10, or kills --minutes 5.",
    )
    job(access, "have an assistive client read and use the real window, on a screen without glass")
    job(
        validate_exports,
        "have exports judged by others' tools: frictionless, jsonschema, the national map's own parser",
    )
    job(screenshots, "take the pictures of resources/screenshots again")
    bundle_words = job(bundle, "freeze the desk into one folder for this system, under dist/")
    bundle_words.add_argument("--compare", action="store_true", help="twice, and show what differs")
    bundle_words.add_argument("--try", action="store_true", dest="try_it", help="then use it from end to end")
    installer_words = job(installer, "make the packages that people install, from the frozen desk")
    installer_words.add_argument(
        "--try", action="store_true", dest="try_it", help="install, use, upgrade and remove it in a clean root"
    )
    hub_words = job(hub, "make the wheel of the hub, under dist/")
    hub_words.add_argument(
        "--try", action="store_true", dest="try_it", help="then install, use, back up and upgrade it"
    )
    job(libraries, "install the system libraries that Qt needs, those of X11 too")
    job(release, "sign the portable folder of dist/ as an update", "Every other word goes to packaging/release.py.")
    job(golden, "write the golden files again", "Every other word goes to pytest.")
    job(lock, "write the lock files again from the .in files")
    clean_words = job(clean, "remove what the jobs made")
    clean_words.add_argument("--all", action="store_true", help="the virtual environment too")
    return parser


def read_command_line(words: Sequence[str]) -> argparse.Namespace:
    """Return the job and its options; ``rest`` holds the words it forwards, in order."""
    parser = command_line()
    mine, theirs = list(words), []
    if "--" in mine:
        cut = mine.index("--")
        mine, theirs = mine[:cut], mine[cut + 1 :]
    arguments, unknown = parser.parse_known_args(mine)
    arguments.rest = unknown + theirs
    if arguments.rest and not arguments.forwards:
        parser.error(f"unknown words: {' '.join(arguments.rest)}")
    return arguments


def main(words: Sequence[str] | None = None) -> int:
    """Do one job and return its exit code."""
    arguments = read_command_line(sys.argv[1:] if words is None else words)
    if refusal := python_refusal(sys.version_info[:2]):
        say(refusal)
        return SURROUNDINGS
    try:
        return int(arguments.act(arguments))
    except SurroundingsError as error:
        say(str(error))
        return SURROUNDINGS
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED


if __name__ == "__main__":
    import build  # the parts beside this file know it by its name: it must not be there twice

    sys.exit(build.main())
