"""Releases that a hub offers to its desks: two files in a folder, see `desk.wire.releases`. Desks judge them, not the hub."""

import hashlib
import shutil
from pathlib import Path

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import written_whole
from desk.hub.faults import HubError
from desk.hub.hub import Hub, authenticated
from desk.wire.errors import WireError
from desk.wire.protocol import Fault
from desk.wire.releases import MOST_NOTICE, NOTICE, PACKED, PART, SYSTEM, VERSION, Release, believed, newest, read

_STEP = 1024 * 1024


def notice(hub: Hub, header: str, system: str) -> bytes:
    """Return the notice of the newest release for ``system``.

    Raises:
        HubError: ``NOT_FOUND``: none is offered.
    """
    _may_ask(hub, header)
    best = newest(_offered(hub.releases), system)
    if hub.releases is None or best is None:
        raise HubError(Fault.NOT_FOUND)
    return _beginning(hub.releases / f"{best.name}{NOTICE}")


def part(hub: Hub, header: str, system: str, version: str, number: str) -> bytes:
    """Return one part of the packed program of a release.

    Raises:
        HubError: ``NOT_FOUND``.
    """
    _may_ask(hub, header)
    fine = SYSTEM.fullmatch(system) and VERSION.fullmatch(version) and number.isascii() and number.isdigit()
    if hub.releases is None or not fine or len(number) > 4:
        raise HubError(Fault.NOT_FOUND)
    try:
        with (hub.releases / f"relais-{version}-{system}{PACKED}").open("rb") as file:
            file.seek(int(number) * PART)
            content = file.read(PART)
    except OSError as error:
        raise HubError(Fault.NOT_FOUND) from error
    if not content:
        raise HubError(Fault.NOT_FOUND)
    return content


def offer(folder: Path, file: Path, keys: tuple[bytes, ...]) -> Release:
    """Put a release in ``folder``, from its notice ``file`` and the program beside it, once both are believed.

    Raises:
        RefusedError: ``UPDATE_UNBELIEVED``.
        UnavailableError: ``FILE_MISSING``; ``UPDATE_DAMAGED``: the program is not the announced one.
        OSError: no room or no right.
    """
    packed = file.with_suffix(PACKED)
    for one in (file, packed):
        if not one.is_file():
            raise UnavailableError(Code.FILE_MISSING, file=one.name)
    data = _beginning(file)
    try:
        release = believed(data, keys)
    except WireError as error:
        raise RefusedError(Code.UPDATE_UNBELIEVED) from error
    if release is None:
        raise RefusedError(Code.UPDATE_UNBELIEVED)
    with packed.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != release.sha256:
            raise UnavailableError(Code.UPDATE_DAMAGED, version=release.version)
    folder.mkdir(parents=True, exist_ok=True)
    with packed.open("rb") as source, written_whole(folder / f"{release.name}{PACKED}") as target:
        shutil.copyfileobj(source, target, _STEP)
    with written_whole(folder / f"{release.name}{NOTICE}") as target:
        target.write(data)
    return release


def _may_ask(hub: Hub, header: str) -> None:
    with hub.database.reading() as session:
        hub.not_too_often(authenticated(session, header))


def _offered(folder: Path | None) -> list[Release]:
    """Return the releases of a folder. One whose program has not come yet is not offered, nor what is no notice."""
    found = []
    for file in folder.glob(f"relais-*{NOTICE}") if folder is not None else ():
        try:
            release = read(_beginning(file))
        except (WireError, OSError):
            continue  # somebody is putting files there
        if file.stem == release.name and file.with_suffix(PACKED).is_file():
            found.append(release)
    return found


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_NOTICE + 1)
