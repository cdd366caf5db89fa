"""Drafts of forms: what is typed and not saved yet, one small file a record, never in what is exchanged."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.files import settle
from desk.domain.fields import secret_in

_NEW = "nouvelle.json"
_SHEET = "fiche"
_PLAIN = re.compile(r"[0-9a-z-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed in the form of one record: the fields that differ from it, as the form holds them, and when.

    ``sheet`` is the id of the record, of a sheet or of another kind; empty for one that is not made yet.
    """

    sheet: str
    at: datetime
    fields: dict[str, Any] = field(default_factory=dict)


class Drafts:
    """Keeps and returns the drafts of one form in a folder of the profile.

    Safe to kill at any moment: a file is whole or is not there. ``what`` is what the form fills in, in the names of files.
    """

    def __init__(self, folder: Path, what: str = _SHEET) -> None:
        self._folder = folder
        self._what = what

    def keep(self, draft: Draft) -> None:
        """Keep ``draft`` in the place of the one before. What nobody may type here, a card or a password, is left out.

        Raises:
            OSError: no room or no right to write there.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(draft.sheet)
        fresh = path.with_suffix(".tmp")
        fresh.write_bytes(to_pretty_json(replace(draft, fields=_decent(draft.fields))))
        settle(fresh)
        fresh.replace(path)

    def of(self, sheet: str) -> Draft | None:
        """Return the draft of a sheet, or None; one that cannot be read is none."""
        try:
            return from_json(self._path(sheet).read_bytes(), Draft)
        except (OSError, CodecError):
            return None

    def forget(self, sheet: str) -> None:
        """Erase the draft of a sheet, if any."""
        for path in (self._path(sheet), self._path(sheet).with_suffix(".tmp")):
            with suppress(FileNotFoundError):
                path.unlink()

    def _path(self, sheet: str) -> Path:
        if not sheet:
            return self._folder / (_NEW if self._what == _SHEET else f"nouvelle-{self._what}.json")
        name = sheet if _PLAIN.fullmatch(sheet) else blake2b(sheet.encode(), digest_size=12).hexdigest()
        return self._folder / f"{self._what}-{name}.json"


def _decent(value: Any) -> Any:
    """Return ``value`` with nothing in the place of each text that holds a secret."""
    if isinstance(value, str):
        return "" if secret_in(value) else value
    if isinstance(value, dict):
        return {name: _decent(one) for name, one in value.items()}
    return [_decent(one) for one in value] if isinstance(value, list | tuple) else value
