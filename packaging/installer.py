"""The job ``installer``: what people install, made from the frozen desk. Only the standard library.

On every system a folder that runs from a key with its data beside it (zip); on Debian and Ubuntu a package; on Windows an
installer for one person, where Inno Setup is; on macOS the application. Each with its checksum in ``dist/SHA256SUMS``.
"""

from __future__ import annotations

import gzip
import io
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import build
import bundle

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).resolve().parent
MARKER = "donnees"
READ_ME = """\
Relais sur une clé

Ouvrez « {program} ». Les données de la bibliothèque sont dans ce dossier « donnees », à côté du programme :
la clé contient tout. Retirez-la seulement quand Relais est fermé.

Une clé se perd et s'use. Gardez une copie ailleurs : Réglages, Copies.
Sans ce dossier, Relais range ses données dans l'ordinateur.

Sous Linux, la clé doit être au format exFAT ou ext4 : le format FAT32 ne laisse pas démarrer un programme.
"""
OWN_OF_PYTHON = re.compile(
    r"(libc|libm|libdl|librt|libutil|libpthread|ld-linux-x86-64|ld-linux-aarch64)\.so\.\d+|libresolv\.so\.2"
)
IN_PACKAGES = {
    "libgcc_s.so.1": "libgcc-s1",
    "libbrotlicommon.so.1": "libbrotli1",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
}
"""Libraries asked for by what is frozen that the table of Qt's libraries does not name, with their package."""


def installer(arguments: argparse.Namespace) -> int:
    """Make everything for this system from ``dist/relais``, freezing it first when it is not there."""
    folder = bundle.DIST / "relais"
    if not bundle.program(folder).is_file():
        bundle.freeze(bundle.DIST, bundle.MADE / "work")
    named = bundle.version()
    made = [portable(folder, named)]
    if sys.platform == "linux":
        made.append(deb(folder, named))
    elif os.name == "nt":
        made += windows_setup(named)
    for path in made:
        build.report(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    bundle.tidy(bundle.DIST, named)
    if arguments.try_it and sys.platform == "linux":
        import clean_root  # noqa: PLC0415 - only when the package is tried

        later = bundle.later_version(named)
        source = bundle.later_sources(later, bundle.MADE / "later-source")
        frozen = bundle.freeze(bundle.MADE / "later", bundle.MADE / "later-work", source)
        return int(clean_root.run(made[1], deb(frozen, later, bundle.MADE / "later")))
    return 0


def system_name() -> str:
    """Return the system and its processor, as file names say them."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = {"AMD64": "x64", "x86_64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"{system}-{machine}"


# The folder for a key


def portable(folder: Path, named: str, output: Path | None = None) -> Path:
    """Write the zip of a folder that runs from a key, with the place of its data inside, and return it."""
    target = (output or bundle.DIST) / f"relais-{named}-{system_name()}-portable.zip"
    application = bundle.DIST / "Relais.app"
    source = application if application.is_dir() else folder
    inside = "Relais/Relais.app" if application.is_dir() else "Relais"
    program = "Relais.app" if application.is_dir() else "relaisw.exe" if os.name == "nt" else "relais"
    zipped(target, source, inside, {f"Relais/{MARKER}/LISEZ-MOI.txt": READ_ME.format(program=program)}, bundle.moment())
    return target


def zipped(target: Path, folder: Path, inside: str, texts: Mapping[str, str], moment: int) -> None:
    """Write ``folder`` and ``texts`` in a zip: sorted, dated of ``moment``, so that the same files give the same zip."""
    when = datetime.fromtimestamp(max(moment, 315_532_800), timezone.utc).timetuple()[:6]  # noqa: UP017
    entries = {f"{inside}/{path.relative_to(folder).as_posix()}": path for path in bundle.files_of(folder)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place in sorted({*entries, *texts}):
            entry = zipfile.ZipInfo(place, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            if place in texts:
                entry.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(entry, texts[place].encode())
            elif entries[place].is_symlink():
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(entry, str(entries[place].readlink()))
            else:
                runs = (
                    0o755
                    if os.access(entries[place], os.X_OK) and entries[place].suffix not in (".py", ".txt")
                    else 0o644
                )
                entry.external_attr = (stat.S_IFREG | runs) << 16
                archive.writestr(entry, entries[place].read_bytes())


# The package of Debian and Ubuntu


def deb(folder: Path, named: str, output: Path | None = None) -> Path:
    """Write the package of Debian of ``folder`` and return it.

    Raises:
        SurroundingsError: dpkg-deb or objdump is missing, or refused.
    """
    for tool, package in (("dpkg-deb", "dpkg"), ("objdump", "binutils")):
        if shutil.which(tool) is None:
            message = f"The package of Debian needs {tool}, in the package {package}."
            raise build.SurroundingsError(message)
    output = output or bundle.DIST
    tree, when = bundle.MADE / "deb", bundle.moment()
    shutil.rmtree(tree, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder, tree / "usr" / "lib" / "relais", symlinks=True)
    furnish(tree, named, when)
    architecture = build.listen(["dpkg", "--print-architecture"])[1].strip()
    asked, glibc = linked(tree / "usr" / "lib" / "relais")
    control = control_text(named, architecture, bundle.size(tree), depends(asked, glibc))
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8", newline="\n")
    sums = "".join(
        f"{md5(path)}  {path.relative_to(tree).as_posix()}\n"
        for path in bundle.files_of(tree)
        if not path.is_symlink() and "DEBIAN" not in path.parts
    )
    (tree / "DEBIAN" / "md5sums").write_text(sums, encoding="utf-8", newline="\n")
    settle(tree, when)
    target = output / f"relais_{named}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when)}
    code, answer = build.listen(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, target], environment)
    if code != 0:
        message = f"dpkg-deb refused:\n{answer.strip()}"
        raise build.SurroundingsError(message)
    return target


def furnish(tree: Path, named: str, when: int) -> None:
    """Put under ``tree`` what a desktop needs besides the program: menu entry, icons, description, manual page."""
    share, words = tree / "usr" / "share", {"@VERSION@": named, "@DATE@": day(when)}
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "relais").symlink_to("../lib/relais/relais")
    for name, place in (
        ("relais.desktop", "applications"),
        ("fr.relais.desk.metainfo.xml", "metainfo"),
        ("copyright", "doc/relais"),
    ):
        write(share / place / name, filled((HERE / "linux" / name).read_text(encoding="utf-8"), words))
    packed(
        share / "man" / "man1" / "relais.1.gz", filled((HERE / "linux" / "relais.1").read_text(encoding="utf-8"), words)
    )
    news = f"relais ({named}) stable; urgency=low\n\n  * See the page « Nouveautés » of the help.\n\n -- {MAINTAINER}  {rfc_day(when)}\n"
    packed(share / "doc" / "relais" / "changelog.gz", news)
    icons = share / "icons" / "hicolor"
    write(icons / "scalable" / "apps" / "relais.svg", (HERE / "icon.svg").read_text(encoding="utf-8"))
    for picture in sorted((bundle.MADE / "work" / "made").glob("relais-*.png")):
        size = picture.stem.partition("-")[2]
        place = icons / f"{size}x{size}" / "apps" / "relais.png"
        place.parent.mkdir(parents=True)
        shutil.copyfile(picture, place)


MAINTAINER = "Relais <relais@example.org>"


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return ``text`` with its marks replaced."""
    for mark, value in words.items():
        text = text.replace(mark, value)
    return text


def day(when: int) -> str:
    """Return the day of ``when``, as 2026-11-23."""
    return datetime.fromtimestamp(when, timezone.utc).strftime("%Y-%m-%d")  # noqa: UP017


def rfc_day(when: int) -> str:
    """Return ``when`` as Debian's changelogs write it."""
    moment = datetime.fromtimestamp(when, timezone.utc)  # noqa: UP017
    days, months = (
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    )
    return f"{days[moment.weekday()]}, {moment:%d} {months[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"


def write(path: Path, text: str) -> None:
    """Write ``text`` at ``path``, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def packed(path: Path, text: str) -> None:
    """Write ``text`` at ``path``, compressed; the same text gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(text.encode())
    path.write_bytes(held.getvalue())


def md5(path: Path) -> str:
    """Return the digest that dpkg checks installed files with."""
    import hashlib  # noqa: PLC0415 - for dpkg only

    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def settle(tree: Path, when: int) -> None:
    """Give every file of ``tree`` the rights of an installed one and the same date."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            os.utime(path, (when, when), follow_symlinks=False)
            continue
        runs = path.is_dir() or (path.name == "relais" and "lib" in path.parts)
        path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when, when))


def linked(folder: Path) -> tuple[set[str], str]:
    """Return the libraries that the programs of ``folder`` ask the system for, and the oldest glibc that they run on."""
    files = [
        path for path in bundle.files_of(folder) if not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF"
    ]
    own = {path.name for path in files}
    asked: set[str] = set()
    versions = {(2, 34)}
    for path in files:
        said = build.listen(["objdump", "-p", path])[1]
        asked.update(re.findall(r"NEEDED\s+(\S+)", said))
        versions.update((int(a), int(b)) for a, b in re.findall(r"GLIBC_(\d+)\.(\d+)", said))
    return asked - own, ".".join(str(number) for number in max(versions))


def depends(asked: Iterable[str], glibc: str) -> list[str]:
    """Return the packages of Debian that hold the libraries ``asked`` for, with the names of newer systems beside.

    Raises:
        SurroundingsError: one is in no table; look where it comes from before shipping it.
    """
    packages = {library.soname: " | ".join(library.packages) for library in build.LIBRARIES} | IN_PACKAGES
    named = [name for name in asked if not OWN_OF_PYTHON.fullmatch(name)]
    unknown = sorted(name for name in named if name not in packages)
    if unknown:
        message = f"No package is known for {', '.join(unknown)}: add them to LIBRARIES in build.py."
        raise build.SurroundingsError(message)
    return [f"libc6 (>= {glibc})", *sorted({packages[name] for name in named})]


def control_text(named: str, architecture: str, size: int, needed: Iterable[str]) -> str:
    """Return the description of the package, as dpkg reads it."""
    return f"""\
Package: relais
Version: {named}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {-(-size // 1024)}
Depends: {", ".join(needed)}
Recommends: xdg-desktop-portal, cups-client
Section: misc
Priority: optional
Description: desk of a small library, offline first
 A visitor arrives with a letter from an administration. The volunteer finds
 how far the desk may go, who can take over and when they are really open, and
 prints a slip to take away. It works without a connection.
 .
 The library's data are in the user's own folder; removing leaves them.
"""


# The installer of Windows


def windows_setup(named: str) -> list[Path]:
    """Return the installer made by Inno Setup, or nothing where it is not installed."""
    found = shutil.which("iscc") or next(
        (str(path) for path in Path("C:/Program Files (x86)").glob("Inno Setup 6/ISCC.exe")), None
    )
    if found is None:
        build.say("Inno Setup is not here: the installer is not made, only the portable folder.")
        return []
    done = subprocess.run([found, "/Q", f"/DVersion={named}", str(HERE / "windows" / "relais.iss")], check=False)
    if done.returncode != 0:
        message = "Inno Setup refused packaging/windows/relais.iss."
        raise build.SurroundingsError(message)
    return [bundle.DIST / f"relais-{named}-windows-x64-setup.exe"]
