"""A record some of whose fields, named as they travel, are set otherwise: how an earlier value is put back."""

from typing import TypeVar

from desk.base.codec import from_plain, to_plain
from desk.domain.catalogue import Record, kind_of
from desk.store.changes import Plain, gather, spread

R = TypeVar("R", bound=Record)


def patched(record: R, fields: Plain) -> R:
    """Return ``record`` with ``fields``: groups as one, members of sets and items of maps one by one, 0 to leave."""
    kind = kind_of(type(record))
    now = {**spread(kind, to_plain(record)), **fields}
    return from_plain({"id": record.id, **gather(kind, now)}, type(record))
