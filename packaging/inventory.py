"""What the frozen program is made of: a list of components (CycloneDX) and the texts of their licences.

Read by desk.spec with the Python that freezes, so that the list is of what was really taken along. Only the standard library.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import uuid
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent

WRITTEN = {
    "altgraph": "MIT",
    "click-default-group": "LicenseRef-Public-Domain",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pysqlite3": "Zlib",
    "segno": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
    "wcwidth": "MIT",
}
"""Licences of packages that give none, or not in the words of SPDX, as read in their sources."""

WRITTEN_OF_DEBIAN = (
    ("libssl*", "Apache-2.0"),
    ("libffi*", "MIT"),
    ("libbz2*", "bzip2-1.0.6"),
    ("liblzma*", "LicenseRef-Public-Domain"),
    ("libuuid*", "BSD-3-Clause"),
    ("libxcb-*", "MIT"),
)
"""Licences of the libraries in packages of Debian, as read in their sources."""

DATA = (
    ("Atkinson Hyperlegible Next", "OFL-1.1", "letters", "resources/fonts/LICENSE-OFL.txt"),
    ("Lucide", "ISC", "drawings", "resources/icons/LICENSE-ISC.txt"),
    ("Code officiel géographique (Insee)", "etalab-2.0", "communes", "resources/seed/SOURCES.md"),
    ("France services, 1 August 2024 (ANCT)", "etalab-2.0", "places", "resources/seed/SOURCES.md"),
    ("Adresses des bibliothèques publiques (ministère de la Culture)", "etalab-2.0", "libraries", "resources/seed/SOURCES.md"),
    ("standard-mediation-num (LaMednum)", "etalab-2.0", "words of exchange", "resources/seed/SOURCES.md"),
    ("data-inclusion-schema (gip-inclusion)", "etalab-2.0", "words of exchange", "resources/seed/SOURCES.md"),
    ("Human Services Data Specification 3.0 (Open Referral)", "CC-BY-SA-4.0", "words of exchange", "resources/seed/SOURCES.md"),
)  # fmt: skip
"""What is no program: name, licence, what it is, the file that says so."""

COPYLEFT_ONLY = re.compile(r"\b(AGPL|GPL)-\d")
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_OWN_NAMESPACE = uuid.UUID("5b3f2a44-6a0e-5c0f-9a57-0d6f1a6f7c11")


class Component(NamedTuple):
    """One thing inside the program."""

    name: str
    version: str
    licence: str
    kind: str
    purl: str
    texts: tuple[tuple[str, str], ...]


# Licences


def licence_of(name: str, fields: Mapping[str, Sequence[str]]) -> str:
    """Return the licence of the Python package ``name`` in SPDX's words, from the ``fields`` of its metadata."""
    canonical = re.sub(r"[-_.]+", "-", name).lower()
    if canonical in WRITTEN:
        return WRITTEN[canonical]
    for field in ("License-Expression", "License"):
        for value in fields.get(field, ()):
            if value and "\n" not in value and len(value) < 80:
                return value.strip()
    return "NOASSERTION"


def refused(components: Iterable[Component]) -> list[str]:
    """Return the components that only the GPL or the AGPL allows: they would bind the whole program."""
    return sorted(f"{one.name} ({one.licence})" for one in components if binds(one.licence))


def binds(licence: str) -> bool:
    """Tell whether every choice that ``licence`` leaves is a GPL without an exception for programs made with it."""
    choices = re.split(r"\s+OR\s+", licence)
    return all(COPYLEFT_ONLY.search(choice) and "WITH" not in choice for choice in choices)


# Components


def python_packages(sources: Iterable[Path]) -> list[Component]:
    """Return the installed Python packages that own at least one of the files ``sources``."""
    wanted = {os.path.realpath(source) for source in sources}
    found = []
    for package in importlib.metadata.distributions():
        files = {os.path.realpath(str(package.locate_file(file))): file for file in package.files or ()}
        if package.name not in ("relais", "pyinstaller") and wanted & files.keys():
            found.append(_package(package))
    return sorted(found)


def _package(package: importlib.metadata.Distribution) -> Component:
    fields = {name: package.metadata.get_all(name, []) for name in ("License-Expression", "License")}
    texts = []
    for file in package.files or ():
        place = package.locate_file(file)
        if "dist-info" in str(file) and _LICENCE_FILE.search(file.name) and Path(str(place)).is_file():
            texts.append((file.name, Path(str(place)).read_text(encoding="utf-8", errors="replace")))
    name = re.sub(r"[-_.]+", "-", package.name).lower()
    licence = licence_of(name, fields)
    if "LGPL-3.0" in licence and not texts:
        texts = [(file.name, file.read_text(encoding="utf-8")) for file in sorted((HERE / "licences").glob("*.txt"))]
    return Component(
        package.name, package.version, licence, "library", f"pkg:pypi/{name}@{package.version}", tuple(sorted(texts))
    )


def foundations() -> list[Component]:
    """Return what the packages stand on: Python, SQLite, Qt, the starter of PyInstaller."""
    import pysqlite3  # noqa: PLC0415 - only where the program is frozen
    from PySide6.QtCore import qVersion  # noqa: PLC0415

    python = platform.python_version()
    licence = Path(os.__file__).parent / "LICENSE.txt"
    starter = importlib.metadata.distribution("pyinstaller")
    lgpl = tuple((file.name, file.read_text(encoding="utf-8")) for file in sorted((HERE / "licences").glob("*.txt")))
    qt, sqlite = qVersion(), pysqlite3.sqlite_version
    openssl = ssl.OPENSSL_VERSION.split()[1]
    return [
        Component("OpenSSL", openssl, "Apache-2.0", "library", f"pkg:generic/openssl@{openssl}", ()),
        Component(
            "Python", python, "PSF-2.0", "framework", f"pkg:generic/python@{python}",
            (("LICENSE.txt", licence.read_text(encoding="utf-8")),) if licence.is_file() else (),
        ),
        Component("Qt", qt, "LGPL-3.0-only", "framework", f"pkg:generic/qt@{qt}", lgpl),
        Component("SQLite", sqlite, "blessing", "library", f"pkg:generic/sqlite@{sqlite}", ()),
        _package(starter)._replace(name="PyInstaller bootloader"),
    ]  # fmt: skip


def debian_packages(libraries: Iterable[Path]) -> list[Component]:
    """Return the packages of Debian that the system's ``libraries`` come from, where there is dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    owners: set[str] = set()
    for library in libraries:
        for path in dict.fromkeys((str(library), os.path.realpath(library))):
            names = [path, path.removeprefix("/usr")] if path.startswith("/usr/") else [path, f"/usr{path}"]
            answer = _listen(["dpkg-query", "-S", *names])
            owners.update(line.partition(": ")[0] for line in answer.splitlines() if ": /" in line)
    found = []
    for owner in sorted(owners):
        version = _listen(["dpkg-query", "-W", "-f", "${Version}", owner])
        name = owner.partition(":")[0]
        text = Path("/usr/share/doc", name, "copyright")
        said = text.read_text(encoding="utf-8", errors="replace") if text.is_file() else ""
        found.append(
            Component(name, version, debian_licence(name), "library", f"pkg:deb/debian/{name}@{version}",
                      (("copyright", said),) if said else ())
        )  # fmt: skip
    return found


def debian_licence(package: str) -> str:
    """Return the licence of a package of Debian, as read in its ``copyright``; nothing certain for one not read yet."""
    return next((licence for pattern, licence in WRITTEN_OF_DEBIAN if fnmatchcase(package, pattern)), "NOASSERTION")


def _listen(command: Sequence[str]) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def data() -> list[Component]:
    """Return what comes along and is no program: letters, drawings, open data."""
    root = HERE.parent
    return [
        Component(name, "", licence, "data", "", ((Path(file).name, (root / file).read_text(encoding="utf-8")),))
        for name, licence, _what, file in DATA
    ]


def is_of_system(source: str) -> bool:
    """Tell whether the file ``source`` is neither ours, nor Python's, nor one of the installed packages'."""
    prefixes = tuple(os.path.realpath(prefix) + os.sep for prefix in (sys.prefix, sys.base_prefix, HERE.parent))
    return Path(source).is_absolute() and not os.path.realpath(source).startswith(prefixes)


# What is written


def sbom(version: str, components: Sequence[Component], moment: int) -> dict[str, object]:
    """Return the CycloneDX 1.6 document of Relais ``version``; the same components give the same document."""
    ours = f"pkg:generic/relais@{version}"
    listed = [_described(one) for one in sorted(components)]
    digest = hashlib.sha256(json.dumps([version, listed], sort_keys=True).encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_OWN_NAMESPACE, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),  # noqa: UP017
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "relais",
                "version": version,
                "purl": ours,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            },
        },
        "components": listed,
        "dependencies": [{"ref": ours, "dependsOn": [one["bom-ref"] for one in listed]}],
    }


def _described(one: Component) -> dict[str, object]:
    simple = re.fullmatch(r"[A-Za-z0-9.+-]+", one.licence) and not one.licence.startswith(
        ("LicenseRef-", "NOASSERTION")
    )
    if simple:
        licences: list[dict[str, object]] = [{"license": {"id": one.licence}}]
    elif one.licence == "NOASSERTION" or one.licence.startswith("LicenseRef-"):
        licences = [{"license": {"name": one.licence.removeprefix("LicenseRef-")}}]
    else:
        licences = [{"expression": one.licence}]
    described: dict[str, object] = {
        "type": one.kind,
        "bom-ref": one.purl or re.sub(r"\W+", "-", one.name.lower()),
        "name": one.name,
        "licenses": licences,
    }
    if one.version:
        described["version"] = one.version
    if one.purl:
        described["purl"] = one.purl
    return described


def write_licences(folder: Path, components: Sequence[Component]) -> None:
    """Write in ``folder`` the list that the program shows, ``programs.json``, and the texts of the licences."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listed = []
    for one in sorted(components):
        if one.kind != "data":
            listed.append({"name": one.name, "version": one.version, "licence": shown(one.licence)})
        parts = [f"{one.name} {one.version}\n{shown(one.licence)}\n"]
        parts += [f"\n---- {name}\n\n{text.strip()}\n" for name, text in one.texts]
        (folder / f"{re.sub(r'[^A-Za-z0-9.+-]+', '-', one.name).strip('-')}.txt").write_text(
            "".join(parts), encoding="utf-8", newline="\n"
        )
    text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    (folder / "programs.json").write_text(text, encoding="utf-8", newline="\n")


def shown(licence: str) -> str:
    """Return ``licence`` as a person reads it."""
    if licence == "NOASSERTION":
        return "see its text"
    return licence.removeprefix("LicenseRef-").replace("-", " ") if licence.startswith("LicenseRef-") else licence


def made_of(places: Mapping[str, str], modules: Iterable[str]) -> list[Component]:
    """Return every component of a program made of the files ``places`` (place: source) and of the Python ``modules``' files."""
    sources = [Path(source) for source in (*places.values(), *modules)]
    system = [source for source in sources if is_of_system(str(source))]
    return [
        *foundations(),
        *python_packages(sources),
        *(debian_packages(system) if sys.platform == "linux" else ()),
        *data(),
    ]
