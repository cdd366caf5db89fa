"""The hub's tables, declared once for both databases: made from here, copied from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Row = tuple[Any, ...]

VERSION = 1
"""The version of these tables, kept in the database: a later one is refused."""


class Type(StrEnum):
    """What a column holds: the words of SQLite."""

    WHOLE = "INTEGER"
    TEXT = "TEXT"
    BYTES = "BLOB"


W, T, B = Type.WHOLE, Type.TEXT, Type.BYTES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One table. Every column holds something (``NOT NULL``): 0, an empty text or no byte stand for nothing."""

    name: str
    columns: Mapping[str, Type]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()


FACTS = Table(name="facts", columns={"name": T, "value": B}, key=("name",))
"""What the hub knows of itself: its name, its secret keys, the version of its tables, where it is reached."""

COUNTERS = Table(name="counters", columns={"name": T, "value": W}, key=("name",))
"""The last number given, by kind of thing. A number is never given twice, even after a backup was put back."""

NETWORKS = Table(
    name="networks",
    columns={"id": W, "name": T, "names_version": W, "made_at": W},
    key=("id",),
    unique=(("name",),),
)

FEEDS = Table(
    name="feeds",
    columns={
        "id": W, "network": W, "name": T, "epoch": T, "head": W, "floor": W,
        "digest": T, "chain": B, "snapshot": W, "erased": W,
    },
    key=("id",),
    unique=(("network", "name"),),
)  # fmt: skip
"""``head`` is the counter: its row is locked before any number is given, so that numbers follow commits without hole.

``floor`` is the lowest cursor that the log still serves, ``chain`` the chain of history at ``head``, ``snapshot`` the
number of the last snapshot, ``erased`` that of the last erasure, 0 for none.
"""

EPOCHS = Table(name="epochs", columns={"feed": W, "epoch": T, "shared": W}, key=("feed", "epoch"))
"""Earlier lives of a feed: up to which number their history is still ours."""

DESKS = Table(
    name="desks",
    columns={
        "id": W, "network": W, "label": T, "library": T, "role": T, "public_key": B, "token_hash": B,
        "applied": W, "chain": B, "ahead": W, "events": W, "last_at": W, "version": W,
        "enrolled_at": W, "seen_at": W, "revoked_at": W, "drift": W, "app": T, "app_schema": W, "incarnation": T,
        "day": W, "day_changes": W,
    },
    key=("id",),
)  # fmt: skip
"""``applied`` is the last number of the desk that is kept or refused, ``chain`` its chain there, ``ahead`` the greatest
number that came by a relay before its turn; ``day_changes`` were taken on ``day``. A ``revoked_at`` of 0: not revoked.
"""

GRANTS = Table(name="grants", columns={"desk": W, "feed": T, "level": T}, key=("desk", "feed"))

READERS = Table(
    name="readers", columns={"desk": W, "feed": W, "epoch": T, "seq": W, "at": W}, key=("desk", "feed")
)  # fmt: skip
"""How far each desk had read, noted now and then: what all have read may be trimmed."""

LOG = Table(
    name="log",
    columns={
        "feed": W, "seq": W, "desk": W, "n": W, "at": W, "kind": T, "record": T, "body": T,
        "desk_chain": B, "chain": B, "received": W,
    },
    key=("feed", "seq"),
    unique=(("desk", "n"),),
)  # fmt: skip
"""``body`` is ``[sets,bases]`` as it travels; ``desk_chain`` the author's chain, ``chain`` the history's, both here.

``at`` is when the change is held to have been made, ``received`` when the hub numbered it: only the second tells its age.
"""

SET_ASIDE = Table(name="set_aside", columns={"desk": W, "n": W, "code": T, "desk_chain": B}, key=("desk", "n"))
"""Changes refused, by name only: a desk that did not hear is told again."""

RECORDS = Table(
    name="records",
    columns={"feed": W, "kind": T, "record": T, "shown": T, "dots": T},
    key=("feed", "kind", "record"),
)
"""Every live value of each record: see `cells`."""

GONE = Table(
    name="gone",
    columns={"feed": W, "kind": T, "record": T, "field": T, "desk": W, "n": W},
    key=("feed", "kind", "record", "field", "desk", "n"),
)

SNAPSHOTS = Table(
    name="snapshots", columns={"feed": W, "seq": W, "epoch": T, "size": W, "made_at": W}, key=("feed", "seq")
)

PARTS = Table(
    name="parts",
    columns={"feed": W, "seq": W, "number": W, "sha256": T, "content": B},
    key=("feed", "seq", "number"),
)

INVITATIONS = Table(
    name="invitations",
    columns={
        "locator": T, "code_hash": B, "network": W, "role": T, "library": T, "expires": W, "tries": W, "used_by": W,
    },
    key=("locator",),
)  # fmt: skip

STATISTICS = Table(
    name="statistics",
    columns={"network": W, "month": T, "name": T, "dims": T, "total": W},
    key=("network", "month", "name", "dims"),
)

LEASES = Table(name="leases", columns={"name": T, "until": W}, key=("name",))
"""Which work is being done by one of the processes, and until when the others leave it."""

TABLES = (
    FACTS, COUNTERS, NETWORKS, FEEDS, EPOCHS, DESKS, GRANTS, READERS, LOG, SET_ASIDE, RECORDS, GONE, SNAPSHOTS, PARTS,
    INVITATIONS, STATISTICS, LEASES,
)  # fmt: skip


def statements(types: Mapping[Type, str]) -> list[str]:
    """Return what makes every table that is missing, columns written with the ``types`` of one database."""
    made = []
    for table in TABLES:
        columns = [f"{name} {types[kind]} NOT NULL" for name, kind in table.columns.items()]
        columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
        columns += [f"UNIQUE ({', '.join(names)})" for names in table.unique]
        made.append(f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)})")
    return made
