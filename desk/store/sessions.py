"""Finding drop-in sessions: those of some kinds of relay, those held near here."""

from collections.abc import Sequence

from desk.base.codec import to_json
from desk.domain.sessions import Appointment, Session
from desk.store.store import Store

_LIVE = "removed_on IS NULL AND (last IS NULL OR last >= ?)"
_NEAR = "(library = ? OR (latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?))"

Box = tuple[float, float, float, float]
"""South, north, west, east in degrees."""


def near(store: Store, library: str, box: Box | None, since: str) -> tuple[Session, ...]:
    """Return the live sessions of ``library`` or inside ``box``, not ended before the ISO day ``since``."""
    if box is None:
        return store.records.where(Session, f"{_LIVE} AND (library = ? OR latitude IS NULL)", (since, library))
    return store.records.where(Session, f"{_LIVE} AND {_NEAR}", (since, library, *box))


def of_types(
    store: Store, relay_types: Sequence[str], library: str, box: Box | None, since: str
) -> tuple[Session, ...]:
    """Return those of `near` that can take over for one of ``relay_types``."""
    south, north, west, east = box or (-90.0, 90.0, -180.0, 180.0)
    return store.records.where(
        Session,
        f"{_LIVE} AND {_NEAR} AND EXISTS"  # noqa: S608 - our own conditions
        " (SELECT 1 FROM json_each(sessions.relay_types) kind JOIN json_each(?) wanted ON wanted.value = kind.value)",
        (since, library, south, north, west, east, to_json(list(relay_types)).decode()),
    )


def of_calendars(store: Store) -> dict[str, Session]:
    """Return the live sessions that came from a calendar, by its identifier."""
    found = store.records.where(Session, "removed_on IS NULL AND uid <> ''")
    return {session.uid: session for session in found}


def appointments(store: Store, session: str, day: str) -> tuple[Appointment, ...]:
    """Return the appointments of one day of a session, cancelled ones too."""
    return store.records.where(Appointment, "session = ? AND day = ?", (session, day))
