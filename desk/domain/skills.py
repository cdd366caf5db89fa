"""Skills cards: the keys with which libraries sign them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardKey:
    """The public key with which a library signs skills cards. ``key`` is its text form; revoked keys stay, and say so."""

    id: str
    library: str = ""
    library_name: str = ""
    key: str = ""
    issued_on: date | None = None
    revoked_on: date | None = None
