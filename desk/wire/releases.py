"""Releases of Relais: what is announced of one, signed by those who make it. Nothing else makes a desk take a program.

A release is two files of one name: ``relais-0.6.0-linux-x86_64.annonce``, this notice, and the packed program beside it,
``….zip``, which the notice describes to the last byte.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.base.codec import CodecError, from_json, to_json, to_plain
from desk.base.newer import numbers
from desk.wire.errors import WireError
from desk.wire.signing import is_signed, sign

NOTICE = ".annonce"
PACKED = ".zip"
KEYS_FILE = "update_keys.json"
FORMAT = 1
MOST_NOTICE = 16 * 1024
"""Bytes of a notice at most."""

MOST_PROGRAM = 400 * 1024 * 1024
"""Bytes of a packed program at most."""

PART = 512 * 1024
"""Bytes of a program that travel at once: a few seconds of a slow line, and what is there stays there."""

SYSTEM = re.compile(r"[a-z]+-[a-z0-9_]+")
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One version for one system, as `desk.base.newer.system` names it. ``sha256`` in hexadecimal, ``news`` by language."""

    version: str
    system: str
    size: int
    sha256: str
    day: date
    news: dict[str, str]

    @property
    def name(self) -> str:
        """What its two files are called, without their endings."""
        return f"relais-{self.version}-{self.system}"

    @property
    def parts(self) -> int:
        """In how many parts its program travels."""
        return -(-self.size // PART)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One who may sign: an Ed25519 key in hexadecimal, and whose it is."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    """What is in the file: ``notice`` is signed as the bytes of its text, so that nothing is put in order again."""

    format: int
    notice: str
    signature: str


def keys(resources: Path) -> tuple[bytes, ...]:
    """Return the keys of those who make Relais, as this program was made with; none in one made without."""
    return tuple(bytes.fromhex(one.key) for one in from_json((resources / KEYS_FILE).read_bytes(), list[Signer]))


def announce(release: Release, secret: bytes) -> bytes:
    """Return the notice of ``release``, signed with ``secret``."""
    notice = to_json(to_plain(release)).decode()
    return to_json(_Envelope(format=FORMAT, notice=notice, signature=sign(secret, notice.encode()).hex()))


def read(data: bytes) -> Release:
    """Return what a notice says, whoever wrote it. Only `believed` makes it worth something.

    Raises:
        WireError: this is no notice.
    """
    return _opened(data)[1]


def believed(data: bytes, keys: tuple[bytes, ...]) -> Release | None:
    """Return the release of a notice signed by one of ``keys``, None for anybody else's.

    Raises:
        WireError: this is no notice.
    """
    envelope, release = _opened(data)
    try:
        signature = bytes.fromhex(envelope.signature)
    except ValueError as error:
        raise WireError("no signature") from error
    signed = any(is_signed(key, envelope.notice.encode(), signature) for key in keys)
    return release if signed else None


def _opened(data: bytes) -> tuple[_Envelope, Release]:
    if len(data) > MOST_NOTICE:
        raise WireError("too long for a notice")
    try:
        envelope = from_json(data, _Envelope)
        release = from_json(envelope.notice.encode(), Release)
    except (CodecError, UnicodeError) as error:
        raise WireError("not a notice") from error
    fine = (
        envelope.format == FORMAT
        and VERSION.fullmatch(release.version)
        and SYSTEM.fullmatch(release.system)
        and re.fullmatch(r"[0-9a-f]{64}", release.sha256)
        and 0 < release.size <= MOST_PROGRAM
    )
    if not fine:
        raise WireError("not a notice that can be")
    return envelope, release


def newest(releases: list[Release], system: str) -> Release | None:
    """Return the highest version for ``system``."""
    return max((one for one in releases if one.system == system), key=lambda one: numbers(one.version), default=None)
