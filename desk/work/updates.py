"""Updates: a newer program is offered, never imposed. Believed by its signature, checked to the last byte, tried on a copy.

What was installed stays as it is, and so do the data until the newer program has opened. See `desk.work.updates_start` for
what happens at the next opening.
"""

import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from desk import __version__
from desk.base import newer
from desk.base.clock import Clock
from desk.base.dates import long_day
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.files import settle
from desk.base.newer import Chosen, Step, numbers
from desk.base.paths import PORTABLE, Profile
from desk.base.words import Words
from desk.store.database import of_system
from desk.wire.errors import WireError
from desk.wire.releases import NOTICE, PACKED, PART, Release, believed, newest
from desk.work.updates_trial import try_on_copies

STICK_FOLDER = Path("RELAIS") / "mises-a-jour"
"""Where releases are on a stick."""

MOST_NOTICES = 50
MOST_UNPACKED = 1024**3
"""Bytes of an unpacked program at most."""

_INSIDE = "Relais"
_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where this program stands. ``may`` tells whether a newer one can follow it; ``waiting`` which one does, if any."""

    version: str
    may: bool
    waiting: str
    words: str


# What is offered


def offered(data: bytes, known: tuple[bytes, ...]) -> Release:
    """Return the release that a notice offers to this program.

    Raises:
        RefusedError: ``UPDATE_UNBELIEVED``: not by those who make Relais, or changed on the way; ``UPDATE_NOT_NEWER``;
            ``UPDATE_OTHER_SYSTEM``.
    """
    try:
        release = believed(data, known)
    except WireError as error:
        raise RefusedError(Code.UPDATE_UNBELIEVED) from error
    if release is None:
        raise RefusedError(Code.UPDATE_UNBELIEVED)
    if release.system != newer.system():
        raise RefusedError(Code.UPDATE_OTHER_SYSTEM)
    if numbers(release.version) <= numbers(__version__):
        raise RefusedError(Code.UPDATE_NOT_NEWER, version=release.version)
    return release


def on_stick(where: Path, known: tuple[bytes, ...]) -> Release:
    """Return the newest release for this computer on the stick at ``where``.

    Raises:
        RefusedError: ``UPDATE_NONE``; as `offered` when only others are there.
        UnavailableError: the stick cannot be read.
    """
    found, refused = [], RefusedError(Code.UPDATE_NONE)
    try:
        notices = sorted((where / STICK_FOLDER).glob(f"*{NOTICE}"))[:MOST_NOTICES]
        for notice in notices:
            try:
                found.append(offered(_beginning(notice), known))
            except RefusedError as error:
                refused = error
    except OSError as error:
        raise of_system(error, where.name) from error
    best = newest(found, newer.system())
    if best is None:
        raise refused
    return best


def parts_on_stick(where: Path, release: Release) -> Callable[[int], bytes]:
    """Return what reads a part of the program of ``release`` on the stick at ``where``.

    What it returns raises ``UnavailableError`` when the stick is gone.
    """
    packed = where / STICK_FOLDER / f"{release.name}{PACKED}"

    def part(number: int) -> bytes:
        try:
            with packed.open("rb") as file:
                file.seek(number * PART)
                return file.read(PART)
        except OSError as error:
            raise of_system(error, packed.name) from error

    return part


def _beginning(notice: Path) -> bytes:
    with notice.open("rb") as file:
        return file.read(_STEP)


# Taking it


def take(
    profile: Profile,
    release: Release,
    part: Callable[[int], bytes],
    clock: Clock,
    heard: Callable[[int], None] = lambda _percent: None,
) -> None:
    """Bring the program of ``release`` here part by part, check it, try it on a copy of each library, and let it wait.

    Cut anywhere, what came stays and the next time goes on from there. ``heard`` is told how much is here, in percent.

    Raises:
        UnavailableError: ``UPDATE_CUT``, ``UPDATE_DAMAGED``, ``UPDATE_FAILED``, no room or no right, or nobody answers. All is
            then as before.
    """
    programs = profile.programs
    try:
        packed = _brought(programs, release, part, heard)
        folder = programs / release.version
        fresh = programs / f".{release.version}.tmp"
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            _unpack(packed, fresh)
            if not newer.program(programs, fresh.name).is_file():
                raise UnavailableError(Code.UPDATE_DAMAGED, version=release.version)
            try_on_copies(profile, newer.program(programs, fresh.name), release.version, clock)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        settle(programs)
        newer.choose(programs, Chosen(version=release.version, step=Step.READY, before=_serving(programs)))
        packed.unlink(missing_ok=True)
    except OSError as error:
        raise of_system(error, release.name) from error


def drop(profile: Profile) -> None:
    """Give up the newer program that waits, or that failed. One that serves already stays.

    Raises:
        RefusedError: ``UPDATE_NONE``: none waits.
    """
    programs, waiting = profile.programs, newer.chosen(profile.programs)
    if waiting is None or waiting.step not in {Step.READY, Step.FAILED}:
        raise RefusedError(Code.UPDATE_NONE)
    if waiting.before:
        newer.choose(programs, Chosen(version=waiting.before, step=Step.FINE))
    else:
        (programs / newer.CHOSEN).unlink(missing_ok=True)
    shutil.rmtree(programs / waiting.version, ignore_errors=True)


def _serving(programs: Path) -> str:
    """Return the version of the newer program that serves today, nothing when the installed one does."""
    found = newer.chosen(programs)
    if found is None:
        return ""
    return found.version if found.step is Step.FINE else found.before


def _brought(programs: Path, release: Release, part: Callable[[int], bytes], heard: Callable[[int], None]) -> Path:
    """Return the packed program, whole and exactly as announced."""
    programs.mkdir(parents=True, exist_ok=True)
    packed, coming = programs / f"{release.name}{PACKED}", programs / f"{release.name}.part"
    if not packed.exists():
        for other in programs.glob("relais-*.part"):
            if other != coming:
                other.unlink()
        with coming.open("ab") as file:
            have = file.tell() // PART
            file.truncate(have * PART)
            for number in range(have, release.parts):
                data = part(number)
                if len(data) != min(PART, release.size - number * PART):
                    raise UnavailableError(Code.UPDATE_CUT)
                file.write(data)
                heard((number + 1) * 100 // release.parts)
        settle(coming)
        coming.replace(packed)
    if packed.stat().st_size != release.size or _digest(packed) != release.sha256:
        packed.unlink()
        raise UnavailableError(Code.UPDATE_DAMAGED, version=release.version)
    return packed


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(packed: Path, folder: Path) -> None:
    """Unpack a program, without the place of data that comes with it: the data are where they are.

    Raises:
        UnavailableError: ``UPDATE_DAMAGED``: not the zip of a program, or one that writes elsewhere.
    """
    try:
        with zipfile.ZipFile(packed) as archive:
            for entry in _entries(archive):
                _write(archive, entry, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnavailableError(Code.UPDATE_DAMAGED, version=folder.name) from error


def _entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    size = 0
    for entry in archive.infolist():
        place = PurePosixPath(entry.filename)
        size += entry.file_size
        inside = place.parts[:1] == (_INSIDE,) and ".." not in place.parts and "\\" not in entry.filename
        if not inside or place.is_absolute() or size > MOST_UNPACKED:
            raise zipfile.BadZipFile
        if place.parts[1:2] != (PORTABLE,) and not entry.is_dir():
            yield entry


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target, mode = folder / entry.filename, entry.external_attr >> 16
    target.parent.mkdir(parents=True, exist_ok=True)
    if stat.S_ISLNK(mode):
        towards = os.fsdecode(archive.read(entry))
        if not (target.parent / towards).resolve().is_relative_to(folder.resolve()):
            raise zipfile.BadZipFile
        target.symlink_to(towards)
        return
    with archive.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, _STEP)
    target.chmod(0o755 if mode & stat.S_IXUSR else 0o644)
    settle(target)


# Saying it


def standing(profile: Profile, known: tuple[bytes, ...], say: Words, *, follows: bool) -> Standing:
    """Return where this program stands; ``follows`` tells whether it is the one that people install."""
    found = newer.chosen(profile.programs)
    waiting = found.version if found and found.step in {Step.READY, Step.TRYING} else ""
    may = follows and bool(known) and not profile.is_training
    words = [say("This is Relais {version}.", version=__version__)]
    if profile.is_training:
        words.append(say("Leave the exercise to look for a newer one."))
    elif not follows:
        words.append(say("It was started from its sources: it is updated by the same way."))
    elif not known:
        words.append(say("It knows nobody who signs updates. Install a newer one by hand."))
    elif waiting:
        words.append(say("Version {version} is ready. It opens next time Relais is opened.", version=waiting))
    elif found and found.step is Step.FAILED:
        words.append(say("Version {version} did not open here. Relais went on without it.", version=found.version))
    return Standing(version=__version__, may=may, waiting=waiting, words=" ".join(words))


def release_words(release: Release, say: Words) -> str:
    """Return what a release is, in words: its number, its day, its size, what it brings."""
    told = say(
        "Version {version} of {day}, {size} MB to bring here.",
        version=release.version,
        day=long_day(release.day, say.language),
        size=max(1, round(release.size / 1e6)),
    )
    return f"{told} {release.news.get(say.language, '')}".strip()
