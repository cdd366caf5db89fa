"""A whole desk in one file: a zip with a manifest. Written whole or not at all, read with suspicion.

A file for going back holds the desk's file, the settings, and what concerns persons unless it is left out. One for moving
to another computer holds the desk's keys too.
"""

import errno
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO

from desk import __version__
from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import settle
from desk.base.paths import Profile
from desk.base.training import must_count
from desk.store.backups import HALF_MADE, copy
from desk.store.copy_facts import facts
from desk.store.database import Database, Schema, connect, of_system
from desk.store.migrations import APPLICATION_ID, VERSION, migrate
from desk.store.private_copies import PRIVATE_SCHEMA
from desk.store.putting_back import must_be_sound

ENDING = "relais"
"""How these files are called: ``ambronay-2026-11-24.relais``."""

FORMAT = 1
MANIFEST = "relais.json"
DESK, PRIVATE, SETTINGS, KEYS, CARD_KEY, ERASED = (
    "desk.sqlite",
    "private.sqlite",
    "settings.json",
    "network.json",
    "cards.key",
    "effacements.json",
)
_MAY_HOLD = frozenset({DESK, PRIVATE, SETTINGS, KEYS, CARD_KEY, ERASED})
_MOST_MANIFEST = 64 * 1024
_MOST_BYTES = 4 * 1024**3
_ROOM_LEFT = 32 * 1024**2
_STEP = 1024 * 1024
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PACKING = 1
"""The quickest packing: 100 MB in about a second, half their size."""

DESK_SCHEMA = Schema(application_id=APPLICATION_ID, version=VERSION, migrate=migrate)


class Kind(StrEnum):
    """What a file is for."""

    BACKUP = "backup"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One file inside: its size and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a file says of itself."""

    format: int
    kind: Kind
    relais: str
    made_at: datetime
    library: str
    commune: str
    sheets: int
    slips: int
    last_ms: int
    files: dict[str, Sealed]

    @property
    def persons(self) -> bool:
        """Whether what concerns persons is inside."""
        return PRIVATE in self.files


def write(profile: Profile, target: Path, now: datetime, *, persons: bool, kind: Kind = Kind.BACKUP) -> Manifest:
    """Write the desk of ``profile`` in ``target``, read it again, and return what it holds. The desk may be open.

    Raises:
        RefusedError: ``TRAINING``: an exercise is never taken for the desk.
        UnavailableError: ``FILE_MISSING`` without a desk; ``FILE_DAMAGED``, ``DISK_FULL``, ``READ_ONLY``. What was called
            ``target`` is then as before.
    """
    must_count(profile.desk_file)
    if not profile.desk_file.exists():
        raise UnavailableError(Code.FILE_MISSING, file=profile.desk_file.name)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        profile.root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=profile.root, prefix=HALF_MADE, ignore_cleanup_errors=True) as folder:
            inside = _gathered(profile, Path(folder), persons=persons, keys=kind is Kind.MOVE)
            found = facts(inside[DESK])
            manifest = Manifest(
                format=FORMAT,
                kind=kind,
                relais=__version__,
                made_at=now,
                library=found.library,
                commune=found.commune,
                sheets=found.sheets,
                slips=found.slips,
                last_ms=found.last_ms,
                files={name: _sealed(path) for name, path in inside.items()},
            )
            _pack(fresh, manifest, inside)
        _verify(fresh)
        fresh.replace(target)
        settle(target.parent)
    except OSError as error:
        raise of_system(error, target.name) from error
    finally:
        with suppress(OSError):  # what failed first is what is said
            fresh.unlink(missing_ok=True)
    return manifest


def read(file: Path) -> Manifest:
    """Return what a file says of itself, without unpacking it.

    Raises:
        RefusedError: ``NOT_A_BACKUP``.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            return _manifest(opened)
    except _UNREADABLE as error:
        raise RefusedError(Code.NOT_A_BACKUP, file=file.name) from error


def unpack(file: Path, folder: Path) -> tuple[Manifest, dict[str, Path]]:
    """Unpack a file into ``folder`` and return what it says of itself and each file inside, checked one by one.

    Nothing is written outside ``folder``, nor more than the file says, nor more than there is room for.

    Raises:
        RefusedError: ``NOT_A_BACKUP``: not ours, altered, cut short, of a more recent Relais, or made to harm.
        UnavailableError: no room or no right.
    """
    refused = RefusedError(Code.NOT_A_BACKUP, file=file.name)
    try:
        with zipfile.ZipFile(file) as opened:
            manifest = _manifest(opened)
            _must_have_room(manifest, folder)
            inside = {name: folder / name for name in manifest.files}
            for name, path in inside.items():
                with opened.open(name) as packed, path.open("xb") as out:
                    if _copied(packed, out, manifest.files[name].size) != manifest.files[name]:
                        raise refused
                settle(path)
    except _UNREADABLE as error:
        if isinstance(error, OSError):
            raise _of_reading(error, file) from error
        raise refused from error
    must_be_sound(inside[DESK], DESK_SCHEMA)
    if PRIVATE in inside:
        must_be_sound(inside[PRIVATE], PRIVATE_SCHEMA)
    return manifest, inside


_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, CodecError, KeyError, ValueError, RuntimeError, EOFError)
"""What reading a file that is not ours, or not any more, may raise."""


def _manifest(opened: zipfile.ZipFile) -> Manifest:
    """Read the manifest and see that the file holds what it says and nothing else.

    Raises:
        ValueError: it is not one of ours.
    """
    infos = opened.infolist()
    names = [info.filename for info in infos]
    if len(set(names)) < len(names) or not {MANIFEST, DESK} <= set(names) <= {MANIFEST, *_MAY_HOLD}:
        raise ValueError("holds other files")
    if opened.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise ValueError("manifest too long")
    with opened.open(MANIFEST) as packed:
        manifest = from_json(packed.read(_MOST_MANIFEST + 1), Manifest)
    said = {name: sealed.size for name, sealed in manifest.files.items()}
    if manifest.format != FORMAT or {MANIFEST: 0, **said}.keys() != set(names):
        raise ValueError("another format")
    if any(info.flag_bits & 1 or info.compress_type not in _PACKED for info in infos):
        raise ValueError("packed another way")
    if any(said[info.filename] != info.file_size for info in infos if info.filename != MANIFEST):
        raise ValueError("other sizes")
    return manifest


def _of_reading(error: OSError, file: Path) -> UnavailableError:
    """Return what to say when unpacking fails: there is no room here, or the key was pulled out."""
    if error.errno in {errno.EIO, errno.ENODEV, errno.ENOENT, errno.ENXIO}:
        return UnavailableError(Code.FILE_MISSING, file=file.name)
    return of_system(error, file.name)


def _must_have_room(manifest: Manifest, folder: Path) -> None:
    wanted = sum(sealed.size for sealed in manifest.files.values())
    if wanted > _MOST_BYTES:
        raise ValueError("too large")
    if wanted + _ROOM_LEFT > shutil.disk_usage(folder).free:
        raise UnavailableError(Code.DISK_FULL)


def _copied(packed: IO[bytes], out: IO[bytes] | None, size: int) -> Sealed:
    """Copy at most ``size`` bytes and one more, and return what came."""
    digest, done = sha256(), 0
    while done <= size and (piece := packed.read(min(_STEP, size + 1 - done))):
        digest.update(piece)
        done += len(piece)
        if out is not None and done <= size:
            out.write(piece)
    return Sealed(size=done, sha256=digest.hexdigest())


def _sealed(path: Path) -> Sealed:
    with path.open("rb") as file:
        return _copied(file, None, path.stat().st_size)


def _gathered(profile: Profile, folder: Path, *, persons: bool, keys: bool) -> dict[str, Path]:
    """Copy what goes in, checked, into ``folder``."""
    wanted = [(profile.settings_file, SETTINGS)]
    databases = [(profile.desk_file, DESK)]
    if persons and profile.private_file.exists():
        databases.append((profile.private_file, PRIVATE))
        wanted.append((profile.erased_file, ERASED))
    if keys:
        wanted += [(profile.keys_file, KEYS), (profile.card_key_file, CARD_KEY)]
    inside: dict[str, Path] = {}
    for source, name in databases:
        database = Database(source, connect(source))
        try:
            copy(database, folder / name)
        finally:
            database.close()
        inside[name] = folder / name
    for source, name in wanted:
        if source.exists():
            inside[name] = Path(shutil.copyfile(source, folder / name))
    return inside


def _pack(target: Path, manifest: Manifest, inside: Mapping[str, Path]) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as packed:
            packed.writestr(MANIFEST, to_pretty_json(manifest))
            for name, path in inside.items():
                packed.write(path, name)
        file.flush()
        os.fsync(file.fileno())


def _verify(file: Path) -> None:
    """Read a file just written from its first byte to its last.

    Raises:
        UnavailableError: ``FILE_DAMAGED``: what is read is not what was written.
    """
    damaged = UnavailableError(Code.FILE_DAMAGED, file=file.name)
    try:
        with zipfile.ZipFile(file) as opened:
            for name, sealed in _manifest(opened).files.items():
                with opened.open(name) as packed:
                    if _copied(packed, None, sealed.size) != sealed:
                        raise damaged
    except (zipfile.BadZipFile, zlib.error, CodecError, ValueError) as error:
        raise damaged from error
