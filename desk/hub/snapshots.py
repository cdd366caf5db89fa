"""Giving snapshots: the manifest, then immutable parts, to desks that may read the feed."""

from desk.hub import ledger_desks, ledger_feeds, ledger_snapshots
from desk.hub.faults import HubError
from desk.hub.hub import Hub, authenticated
from desk.hub.ledger import Session
from desk.hub.ledger_feeds import Feed
from desk.hub.taking import level_in
from desk.wire.feeds import checked_feed
from desk.wire.packing import pack
from desk.wire.protocol import Fault, wait_from_query

MANIFEST = "manifest"
"""Asked in the place of a part's number."""


def part(hub: Hub, header: str, feed: str, seq: str, number: str) -> bytes:
    """Return one part of a snapshot, or its packed manifest.

    Raises:
        HubError: ``NOT_FOUND``: not this desk's feed, or no such snapshot any more.
        WireError: not the name of a feed.
    """
    with hub.database.reading() as session:
        found = _readable(hub, session, header, [checked_feed(feed)])[feed]
        if number == MANIFEST:
            manifest = ledger_snapshots.manifest(session, found, _number(seq))
            content = pack(manifest.to_wire()) if manifest else None
        else:
            content = ledger_snapshots.part(session, found.id, _number(seq), _number(number))
    if content is None:
        raise HubError(Fault.NOT_FOUND)
    return content


def watched(hub: Hub, header: str, query: str) -> tuple[int, dict[str, int]]:
    """Return the network of who waits, and the numbers it has read of the feeds it may read.

    Raises:
        HubError: ``NOT_FOUND`` for a feed that is not this desk's.
        WireError: the query is not one.
    """
    cursors = wait_from_query(query)
    with hub.database.reading() as session:
        desk = authenticated(session, header)
        hub.not_too_often(desk)
        grants = ledger_desks.grants(session, desk.id)
    if any(not level_in(grants, name) for name in cursors):
        raise HubError(Fault.NOT_FOUND)
    return desk.network, cursors


def _readable(hub: Hub, session: Session, header: str, names: list[str]) -> dict[str, Feed]:
    desk = authenticated(session, header)
    hub.not_too_often(desk)
    grants = ledger_desks.grants(session, desk.id)
    found = ledger_feeds.feeds(session, desk.network, [name for name in names if level_in(grants, name)])
    if len(found) < len(names):
        raise HubError(Fault.NOT_FOUND)
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise HubError(Fault.NOT_FOUND)
    return int(text)
