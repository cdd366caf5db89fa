"""Settings of this machine: each declared once with its type, its default and its sentence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk.base.start_json import read_object


class Language(StrEnum):
    """Languages of the screens."""

    FRENCH = "fr"
    ENGLISH = "en"


class Theme(StrEnum):
    """Sets of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class SlipFormat(StrEnum):
    """Paper of the slip."""

    A5 = "a5"
    A4 = "a4"
    RECEIPT = "receipt"


TEXT_SIZES = (100, 110, 125, 150, 175, 200)
"""Text sizes on offer, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What this machine remembers about how to show and print. Never exchanged, no person in it.

    ``text_percent`` is one of `TEXT_SIZES`; ``printer`` is the system's name of a printer, empty for the default;
    ``on_duty`` are the initials proposed to volunteers; ``initials`` the ones chosen now; ``copies_folder`` the disk or key
    where copies are kept a second time, empty for none.
    """

    language: Language = Language.FRENCH
    theme: Theme = Theme.LIGHT
    text_percent: int = 100
    slip_format: SlipFormat = SlipFormat.A5
    slip_language: Language = Language.FRENCH
    printer: str = ""
    on_duty: tuple[str, ...] = ()
    initials: str = ""
    copies_folder: str = ""


def load(path: Path) -> Settings:
    """Return the settings kept in ``path``; the defaults where the file is missing or unreadable."""
    try:
        kept = read_object(path)
        settings = Settings(**{name: read(kept[name]) for name, read in _READERS.items() if name in kept})
    except (OSError, ValueError, TypeError, RecursionError):
        return Settings()
    if settings.text_percent in TEXT_SIZES:
        return settings
    return replace(settings, text_percent=min(TEXT_SIZES, key=lambda size: abs(size - settings.text_percent)))


def _texts(value: list[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "language": Language,
    "theme": Theme,
    "text_percent": int,
    "slip_format": SlipFormat,
    "slip_language": Language,
    "printer": str,
    "on_duty": _texts,
    "initials": str,
    "copies_folder": str,
}
"""How each setting is read; one that is missing here would be forgotten at each start, which a test sees."""


def save(path: Path, settings: Settings) -> None:
    """Keep ``settings``: the old file stays whole until the new one is.

    Raises:
        OSError: the disk is full or read-only.
    """
    from desk.base.codec import to_pretty_json  # noqa: PLC0415 - a start only reads

    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    try:
        fresh.write_bytes(to_pretty_json(settings))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
