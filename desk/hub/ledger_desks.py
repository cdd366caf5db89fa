"""The ledger of who: the hub itself, its networks, desks, rights and invitations."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from enum import StrEnum

from desk.base.ids import new_id, new_secret
from desk.hub.ledger import Session, first_of, next_number
from desk.hub.ledger_tables import DESKS, FACTS, GRANTS, INVITATIONS, NETWORKS, VERSION
from desk.wire.change import CHAIN_START
from desk.wire.feeds import LIBRARY, NETWORK, Level, counts_feed, with_own_counts
from desk.wire.protocol import Name
from desk.wire.signing import KEY_BYTES


class Role(StrEnum):
    """What an invitation makes of a desk."""

    DESK = "desk"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the hub knows of itself: its name, the key that signs for sticks, the key of its marks."""

    hub: str
    secret: bytes
    mark_secret: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One desk, as `ledger_tables.DESKS` says; same columns, same order."""

    id: int
    network: int
    label: str
    library: str
    role: str
    public_key: bytes
    token_hash: bytes
    applied: int
    chain: bytes
    ahead: int
    events: int
    last_at: int
    version: int
    enrolled_at: int
    seen_at: int
    revoked_at: int
    drift: int
    app: str
    app_schema: int
    incarnation: str
    day: int
    day_changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation not used yet. The code is known by its hash; ``locator``, its beginning, finds it."""

    locator: str
    code_hash: bytes
    network: int
    role: str
    library: str
    expires: int
    tries: int
    used_by: int


_DESK_COLUMNS = ", ".join(DESKS.columns)
_CHANGING = (
    "applied", "chain", "ahead", "events", "last_at", "seen_at", "drift", "app", "app_schema", "incarnation", "day",
    "day_changes",
)  # fmt: skip
_KEEP = f"UPDATE desks SET {', '.join(f'{name} = ?' for name in _CHANGING)} WHERE id = ?"  # noqa: S608 - declared names


def facts(session: Session) -> Facts:
    """Return what the hub knows of itself; on the first day, choose it."""
    made = {"hub": new_id().encode(), "secret": new_secret(), "mark": new_secret(), "version": str(VERSION).encode()}
    known = {str(name): bytes(value) for name, value in session.rows("SELECT name, value FROM facts")}
    if missing := [(name, value) for name, value in made.items() if name not in known]:
        session.add(FACTS, missing, ignore=True)
        known = {str(name): bytes(value) for name, value in session.rows("SELECT name, value FROM facts")}
    return Facts(hub=known["hub"].decode(), secret=known["secret"], mark_secret=known["mark"])


def address(session: Session) -> str:
    """Return where the hub was last reached, empty if it was never started."""
    row = session.row("SELECT value FROM facts WHERE name = 'address'")
    return bytes(row[0]).decode() if row else ""


def keep_address(session: Session, text: str) -> None:
    """Note where the hub is reached, for invitations."""
    session.add(FACTS, [("address", text.encode())], update=("value",))


def network(session: Session, name: str) -> int | None:
    """Return the number of a network."""
    row = session.row("SELECT id FROM networks WHERE name = ?", (name,))
    return int(row[0]) if row else None


def network_name(session: Session, number: int) -> str:
    """Return the name of a network."""
    row = session.row("SELECT name FROM networks WHERE id = ?", (number,))
    return str(row[0]) if row else ""


def network_names(session: Session) -> dict[int, str]:
    """Return every network's name, by number."""
    return {int(number): str(name) for number, name in session.rows("SELECT id, name FROM networks")}


def made_network(session: Session, name: str, now: int) -> int:
    """Return the number of the network ``name``, made if it is new."""
    found = network(session, name)
    if found is None:
        session.add(NETWORKS, [(next_number(session, "network"), name, 0, now)], ignore=True)
        found = network(session, name)
    return found or 0


def next_version(session: Session, network: int) -> int:
    """Return the next version of the names of a network: something that its desks must hear has changed."""
    return first_of(
        session.row(
            "UPDATE networks SET names_version = names_version + 1 WHERE id = ? RETURNING names_version", (network,)
        )
    )


def names_version(session: Session, network: int) -> int:
    """Return the version of the names of a network."""
    return first_of(session.row("SELECT names_version FROM networks WHERE id = ?", (network,)))


def names_since(session: Session, network: int, version: int, most: int) -> tuple[list[Name], int]:
    """Return the desks that changed after ``version``, at most ``most``, and the version reached."""
    rows = session.rows(
        "SELECT id, label, public_key, revoked_at, version FROM desks WHERE network = ? AND version > ?"
        " ORDER BY version LIMIT ?",
        (network, version, most),
    )
    found = [Name(desk=desk, label=label, key=bytes(key), revoked=at > 0) for desk, label, key, at, _ in rows]
    return found, rows[-1][4] if len(rows) == most else names_version(session, network)


def desk(session: Session, number: int, *, lock: bool = False) -> Desk | None:
    """Return a desk; with ``lock``, nobody else changes it before the transaction ends."""
    row = session.row(
        f"SELECT {_DESK_COLUMNS} FROM desks WHERE id = ?{session.locking if lock else ''}",  # noqa: S608 - declared names
        (number,),
    )
    return _desk(row) if row else None


def desks(session: Session) -> list[Desk]:
    """Return every desk, by number."""
    return [_desk(row) for row in session.rows(f"SELECT {_DESK_COLUMNS} FROM desks ORDER BY id")]  # noqa: S608 - declared names


def applied_numbers(session: Session, network: int) -> dict[int, int]:
    """Return the last number taken of each desk of a network that has sent any."""
    rows = session.rows("SELECT id, applied FROM desks WHERE network = ? AND applied > 0", (network,))
    return {int(number): int(applied) for number, applied in rows}


def count_desks(session: Session, network: int) -> int:
    """Return how many desks a network has."""
    return first_of(session.row("SELECT count(*) FROM desks WHERE network = ?", (network,)))


def add_desk(session: Session, one: Desk) -> None:
    """Keep a new desk."""
    session.add(DESKS, [astuple(one)])


def new_desk(number: int, network: int) -> Desk:
    """Return a desk of which only the number and the network are known; it can do nothing."""
    return Desk(
        id=number, network=network, label="", library="", role=Role.DESK.value, public_key=bytes(KEY_BYTES),
        token_hash=b"", applied=0, chain=CHAIN_START, ahead=0, events=0, last_at=0, version=0, enrolled_at=0, seen_at=0,
        revoked_at=0, drift=0, app="", app_schema=0, incarnation="", day=0, day_changes=0,
    )  # fmt: skip


def lost_desk(session: Session, network: int, number: int) -> Desk | None:
    """Keep the number of a desk of which this hub knows nothing any more, as revoked; None if it was never given."""
    if number > first_of(session.row("SELECT value FROM counters WHERE name = 'desk'")):
        return None
    one = replace(new_desk(number, network), version=next_version(session, network), revoked_at=1)
    add_desk(session, one)
    return one


def keep_desk(session: Session, one: Desk) -> None:
    """Keep what exchanges change of a desk."""
    session.write(_KEEP, [*(getattr(one, name) for name in _CHANGING), one.id])


def revoke(session: Session, one: Desk, now: int) -> None:
    """Close the door to a desk; the others hear of it."""
    session.write(
        "UPDATE desks SET revoked_at = ?, version = ? WHERE id = ?", (now, next_version(session, one.network), one.id)
    )


def grants(session: Session, number: int) -> dict[str, Level]:
    """Return what a desk may do, by feed; a coordinator reads the counters of every library of the network."""
    rows = session.rows("SELECT feed, level FROM grants WHERE desk = ?", (number,))
    found = {str(feed): Level(level) for feed, level in rows}
    others: dict[str, Level] = {}
    if any(feed.startswith(NETWORK) and level is Level.COORDINATE for feed, level in found.items()):
        others = {counts_feed(feed.removeprefix(LIBRARY)): Level.READ for feed in _libraries(session, number)}
    return {**others, **with_own_counts(found)}


def _libraries(session: Session, number: int) -> list[str]:
    """Return the feeds of the libraries that desks of the same network write for."""
    rows = session.rows(
        "SELECT DISTINCT g.feed FROM grants g JOIN desks d ON d.id = g.desk"
        " WHERE d.network = (SELECT network FROM desks WHERE id = ?) AND substr(g.feed, 1, 4) = 'lib:' ORDER BY g.feed",
        (number,),
    )
    return [str(feed) for (feed,) in rows]


def grant(session: Session, number: int, rights: Mapping[str, Level]) -> None:
    """Give rights to a desk."""
    session.add(GRANTS, [(number, feed, level.value) for feed, level in rights.items()], update=("level",))


def is_claimed(session: Session, network: int, feed: str) -> bool:
    """Return whether a desk of the network that was not revoked has rights of its own in ``feed``."""
    row = session.row(
        "SELECT 1 FROM grants g JOIN desks d ON d.id = g.desk"
        " WHERE d.network = ? AND g.feed = ? AND d.revoked_at = 0 LIMIT 1",
        (network, feed),
    )
    return row is not None


def add_invitation(session: Session, one: Invitation) -> None:
    """Keep an invitation."""
    session.add(INVITATIONS, [astuple(one)])


def invitation(session: Session, locator: str, *, lock: bool = False) -> Invitation | None:
    """Return the invitation that begins with ``locator``."""
    row = session.row(
        f"SELECT {', '.join(INVITATIONS.columns)} FROM invitations WHERE locator = ?{session.locking if lock else ''}",  # noqa: S608 - declared names
        (locator,),
    )
    if row is None:
        return None
    values = dict(zip(INVITATIONS.columns, row, strict=True))
    return Invitation(**{**values, "code_hash": bytes(values["code_hash"])})


def keep_tries(session: Session, locator: str, tries: int) -> None:
    """Note how many tries are left."""
    session.write("UPDATE invitations SET tries = ? WHERE locator = ?", (tries, locator))


def use_invitation(session: Session, locator: str, number: int) -> None:
    """Note who used it: nobody else can."""
    session.write("UPDATE invitations SET used_by = ? WHERE locator = ?", (number, locator))


def drop_invitations(session: Session, now: int) -> int:
    """Forget what has expired."""
    return session.write("DELETE FROM invitations WHERE expires < ?", (now,))


def _desk(row: tuple[object, ...]) -> Desk:
    values = dict(zip(DESKS.columns, row, strict=True))
    for name in ("public_key", "token_hash", "chain"):
        values[name] = bytes(values[name])  # type: ignore[call-overload]
    return Desk(**values)  # type: ignore[arg-type]
