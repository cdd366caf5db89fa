"""What the frozen program does not take along, each with its reason. Read by desk.spec and by tests/test_packages.py.

Only the standard library. Paths are those inside the program, with ``/`` on every system.
"""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

ABSENT_MODULES = (
    ("_sqlite3", "Python's own SQLite may be old enough to corrupt a file; frozen/sqlite3 gives pysqlite3 instead"),
    ("psycopg", "a desk's computer serves a small network on SQLite; PostgreSQL is for the hub package"),
    ("psycopg_binary", "the same"),
    ("tkinter", "another window toolkit"),
    ("pip", "nothing is installed inside a frozen program"),
    ("setuptools", "the same"),
    ("pkg_resources", "the same"),
    ("_distutils_hack", "the same"),
    ("PyInstaller", "it made the program and does not run in it"),
    ("altgraph", "the same"),
    ("pydoc", "documentation of Python in a terminal"),
    ("doctest", "tests of libraries"),
    ("unittest", "tests of libraries"),
    ("pdb", "a debugger"),
    ("readline", "a prompt that the program does not have; GPL"),
    ("curses", "terminal screens"),
    ("PySide6.QtDBus", "Qt speaks to the desktop by itself; we never do"),
)
"""Modules left out, and why."""

ABSENT_FILES = (
    ("*/plugins/egldeviceintegrations/*", "full-screen devices without a desktop"),
    ("*/plugins/generic/*", "touch screens and tablets of machines without a desktop"),
    ("*/plugins/networkinformation/*", "Qt is never asked whether there is a network: httpx2 tries"),
    ("*/plugins/tls/*", "the network goes through Python's ssl, not Qt's"),
    ("*/plugins/platforms/*eglfs*", "full-screen devices without a desktop"),
    ("*/plugins/platforms/*linuxfb*", "the same"),
    ("*/plugins/platforms/*vkkhrdisplay*", "the same"),
    ("*/plugins/platforms/*minimal*", "a platform that draws nothing; tests draw on offscreen"),
    ("*/plugins/platforms/*vnc*", "a screen over the network: nobody may look at a desk from elsewhere"),
    ("*/plugins/platforms/*direct2d*", "Windows draws on qwindows"),
    ("*/plugins/platformthemes/*gtk3*", "would bring GTK and thirty libraries for a file window; the portal gives it"),
    ("*/plugins/platforminputcontexts/*virtualkeyboard*", "letters are typed on a keyboard; it needs Qt Quick"),
    ("*/plugins/imageformats/*icns*", "no such picture is opened or drawn"),
    ("*/plugins/imageformats/*ico.*", "the same"),
    ("*/plugins/imageformats/*pdf*", "the same: papers are written, never opened"),
    ("*/plugins/imageformats/*tga*", "the same"),
    ("*/plugins/imageformats/*tiff*", "the same: its library has a long list of flaws"),
    ("*/plugins/imageformats/*wbmp*", "the same"),
    ("*/plugins/imageformats/*webp*", "the same"),
    (
        "*/plugins/wayland-graphics-integration-client/*",
        "for windows drawn by a graphics card; ours are drawn in memory",
    ),
    ("*/plugins/wayland-shell-integration/*fullscreen-shell*", "kiosks; desktops speak xdg-shell"),
    ("*/plugins/wayland-shell-integration/*ivi-shell*", "cars"),
    ("*/plugins/wayland-shell-integration/*qt-shell*", "embedded screens"),
    ("*/plugins/wayland-shell-integration/*wl-shell*", "desktops of before 2015"),
    ("*/plugins/xcbglintegrations/*", "for windows drawn by a graphics card; ours are drawn in memory"),
    ("*/plugins/sqldrivers/*", "SQLite is reached through pysqlite3"),
    ("*/plugins/designer/*", "a tool for developers"),
    ("*/plugins/qmltooling/*", "Qt Quick is not used"),
    ("*/plugins/vectorimageformats/*", "the same"),
    ("*/opengl32sw.dll", "20 MB to draw as a graphics card would; windows are drawn in memory"),
    ("*/d3dcompiler_*.dll", "the same"),
    ("*/translations/*_[!fe]*", "the screens are in French or English"),
    ("*/translations/*_f[!r]*", "the same"),
    ("*/translations/*_e[!n]*", "the same"),
    ("*/translations/qt_help_*", "a window of help that is not used"),
    ("*/translations/qtmultimedia_*", "sounds and films"),
    ("*/translations/qtdeclarative_*", "Qt Quick is not used"),
    ("*/translations/designer_*", "tools for developers"),
    ("*/translations/linguist_*", "the same"),
    ("*/translations/assistant_*", "the same"),
    ("rapidfuzz/*_avx2*", "a second copy for recent processors; ours are chosen for old ones"),
    ("rapidfuzz/distance/*_avx2*", "the same"),
    ("*libqsqlite*", "SQLite is reached through pysqlite3"),
    ("libsqlite3.*", "Python's own SQLite, see _sqlite3"),
    ("sqlite3.dll", "the same"),
    ("resources/screenshots/*", "pictures of the README"),
    ("setuptools/*", "nothing is installed inside a frozen program"),
    ("*.dist-info/direct_url.json", "would name a folder of the machine that built"),
    ("*.dist-info/RECORD", "what pip would remove; nothing is removed one by one"),
)
"""Files left out, and why."""

NEEDED_PLUGINS = (
    ("*/plugins/platforms/*xcb.*", "windows under X11"),
    ("*/plugins/platforms/*wayland*", "windows under Wayland"),
    ("*/plugins/platforms/*offscreen*", "the demonstration and the tests, without a screen"),
    ("*/plugins/platforms/*windows*", "windows under Windows"),
    ("*/plugins/platforms/*cocoa*", "windows under macOS"),
    ("*/plugins/styles/*", "the look of the system"),
    ("*/plugins/platformthemes/*xdgdesktopportal*", "the desktop's own file window"),
    ("*/plugins/platforminputcontexts/*compose*", "é and ê typed in two keys"),
    ("*/plugins/platforminputcontexts/*ibus*", "letters typed through the desktop's input method"),
    ("*/plugins/printsupport/*", "printers"),
    ("*/plugins/iconengines/*svg*", "drawings of the screens"),
    ("*/plugins/imageformats/*svg*", "the same"),
    ("*/plugins/imageformats/*jpeg*", "photographs of skills cards"),
    ("*/plugins/imageformats/*gif*", "the same, as scanners save them"),
    ("*/plugins/imageformats/*macheif*", "the same, as telephones save them"),
    ("*/plugins/wayland-decoration-client/*", "the frame of the window where the desktop draws none"),
    ("*/plugins/wayland-shell-integration/*xdg-shell*", "windows under Wayland"),
)
"""Qt's plugins that are taken along, and what for."""

SYSTEM_LIBRARIES = (
    ("libpython3*", "the Python that runs everything"),
    ("libssl.so*", "the same version as Python was made with"),
    ("libcrypto.so*", "the same"),
    ("libffi.so*", "its number differs from one Linux to the next"),
    ("libbz2.so*", "the same"),
    ("liblzma.so*", "compressed tables"),
    ("libuuid.so*", "identifiers"),
    ("libxcb-cursor.so*", "windows under X11; not everywhere"),
    ("libxcb-icccm.so*", "the same"),
    ("libxcb-image.so*", "the same"),
    ("libxcb-keysyms.so*", "the same"),
    ("libxcb-render-util.so*", "the same"),
    ("libxcb-util.so*", "the same"),
)
"""Libraries of the Linux that builds which are taken along. The others are left to the Linux that runs, which has each of
them already and keeps it safe: the package of Debian asks for them by name."""

SYMBOLS = (
    "libpython3*",
    "pysqlite3/*",
    "cryptography/hazmat/bindings/*",
    "opening_hours/*",
    "python_calamine/*",
    "python3*/lib-dynload/*",
)
"""Files whose symbols for debuggers are taken away: two thirds of libpython, nine tenths of pysqlite3."""


def reason(place: str) -> str:
    """Return why the file at ``place`` is left out; nothing when it is taken along."""
    return next((why for pattern, why in ABSENT_FILES if fnmatchcase(place, pattern)), "")


def undecided(places: Iterable[str]) -> list[str]:
    """Return Qt's plugins that neither table names: a new Qt has something that somebody must look at."""
    return sorted(
        place
        for place in places
        if "/plugins/" in place
        and not reason(place)
        and not any(fnmatchcase(place, pattern) for pattern, _ in NEEDED_PLUGINS)
    )


def is_library(place: str) -> bool:
    """Tell whether ``place`` is a library of Linux that only other files can ask for."""
    path = PurePosixPath(place)
    beside = str(path.parent) in (".", "PySide6/Qt/lib")
    return beside and path.name.startswith("lib") and ".so" in path.name and not path.name.startswith("libpython")


def reached(places: Mapping[str, str], asks: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the places that something kept asks for, or that are asked for by nobody's name.

    Args:
        places: each place inside the program and the file it comes from.
        asks: the names of the libraries that a file is linked with.
    """
    by_name: dict[str, list[str]] = {}
    for place in places:
        by_name.setdefault(PurePosixPath(place).name, []).append(place)
    found = {place for place in places if not is_library(place)}
    waiting = list(found)
    while waiting:
        for name in asks(places[waiting.pop()]):
            new = [place for place in by_name.get(PurePosixPath(name).name, ()) if place not in found]
            found.update(new)
            waiting.extend(new)
    return found


def left_to_system(place: str) -> bool:
    """Tell whether a library that comes from the system that builds is left to the system that runs."""
    return not any(fnmatchcase(PurePosixPath(place).name, pattern) for pattern, _ in SYSTEM_LIBRARIES)


def has_symbols(place: str) -> bool:
    """Tell whether the symbols of the file at ``place`` are taken away."""
    return any(fnmatchcase(place, pattern) for pattern in SYMBOLS)


def without_symbols(source: Path, target: Path) -> Path:
    """Write ``source`` at ``target`` without its symbols for debuggers and return it; ``source`` where strip is missing."""
    strip = shutil.which("strip")
    if strip is None:
        return source
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755)
    done = subprocess.run([strip, "--strip-unneeded", str(target)], check=False, capture_output=True)
    return target if done.returncode == 0 else source
