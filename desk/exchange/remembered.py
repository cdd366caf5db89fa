"""What somebody said once of the columns of a file: the next file with the same columns is understood at once."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.text import fold


def recall(file: Path, columns: Sequence[str]) -> dict[str, str]:
    """Return the field said of each column name, for these columns; nothing when nobody said any."""
    return _read(file).get(_signature(columns), {})


def remember(file: Path, columns: Sequence[str], said: Mapping[str, str]) -> None:
    """Keep what was said of these columns.

    Raises:
        OSError: the disk is full or read-only.
    """
    kept = {**_read(file), _signature(columns): dict(said)}
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".tmp")
    try:
        fresh.write_bytes(to_pretty_json(kept))
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        return from_json(file.read_bytes(), dict[str, dict[str, str]])
    except (OSError, CodecError):
        return {}


def _signature(columns: Sequence[str]) -> str:
    return blake2b("\0".join(fold(column) for column in columns).encode(), digest_size=12).hexdigest()
