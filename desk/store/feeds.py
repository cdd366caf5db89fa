"""The feeds this desk follows: how far each was read, what it may do there, and which records belong to which."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.base.codec import from_json, to_json
from desk.domain.addresses import departements_of
from desk.domain.catalogue import Kind, Scope
from desk.domain.counts import NetworkFigures, NetworkRules
from desk.domain.libraries import Library
from desk.domain.procedures import Procedure
from desk.store.changes import Plain
from desk.store.database import Database
from desk.wire.feeds import EVERY_DEPARTMENT, Level, counts_feed, department_feed, library_feed, network_feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One feed. ``cursor`` is the number of the last entry read in ``epoch``, ``mark`` the hub's proof of it, ``head`` its last.

    ``floor`` is the number up to which a snapshot was adopted: entries before it may not be in the journal.
    ``compared_on`` is the day its digest was last found equal to the hub's.
    """

    id: str
    epoch: str = ""
    cursor: int = 0
    mark: str = ""
    head: int = 0
    floor: int = 0
    compared_on: str = ""


_COLUMNS = "id, epoch, cursor, mark, head, floor, compared_on"


class Feeds:
    """Keeps and returns feeds. Every writing method is called inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def one(self, feed: str) -> Followed:
        """Return one feed; one never read when it is not known yet."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM feeds WHERE id = ?", (feed,))  # noqa: S608 - our own names
        return _followed(row) if row else Followed(id=feed)

    def keep(self, feed: Followed) -> None:
        """Keep how far a feed was read."""
        self._database.write(
            f"INSERT INTO feeds ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"  # noqa: S608 - our own names
            " epoch = excluded.epoch, cursor = excluded.cursor, mark = excluded.mark, head = excluded.head,"
            " floor = excluded.floor, compared_on = excluded.compared_on",
            (feed.id, feed.epoch, feed.cursor, feed.mark, feed.head, feed.floor, feed.compared_on),
        )

    def keep_known(self, feed: str, known: Mapping[int, int]) -> None:
        """Keep, by desk, the last number that a snapshot of the feed had seen: nothing up to it is merged again."""
        self._database.write(
            "UPDATE feeds SET known = ? WHERE id = ?",
            (to_json({str(desk): n for desk, n in known.items()}).decode(), feed),
        )

    def known(self, feed: str) -> dict[int, int]:
        """Return, by desk, the last number that the snapshot this feed was read from had seen."""
        row = self._database.row("SELECT known FROM feeds WHERE id = ?", (feed,))
        return {int(desk): n for desk, n in from_json(row[0], dict[str, int]).items()} if row else {}

    def last_of(self, desk: int) -> int:
        """Return the last number of another desk that the hub is known to have: what a stick brings up to it is late."""
        row = self._database.row("SELECT max(n) FROM journal WHERE desk = ?", (desk,))
        kept = [self.known(feed[0]).get(desk, 0) for feed in self._database.rows("SELECT id FROM feeds")]
        return max([row[0] or 0 if row else 0, *kept])

    def of_record(self, kind: Kind, plain: Plain, own: Library, network: str) -> str:
        """Return the feed that a record made here belongs to, for ever."""
        if kind.scope is Scope.LIBRARY:
            return feed_of_library(own)
        if kind.scope is Scope.COORDINATOR:
            return feed_of_counts(own)
        if plain.get("sheet"):
            row = self._database.row("SELECT feed FROM versions WHERE kind = 'sheet' AND id = ?", (plain["sheet"],))
            if row and row[0]:
                return str(row[0])
            sheet = self._database.row("SELECT insee FROM sheets WHERE id = ?", (plain["sheet"],))
            return feed_of_place(sheet[0] if sheet else "", own)
        if session := plain.get("session"):
            row = self._database.row("SELECT feed FROM versions WHERE kind = 'session' AND id = ?", (session,))
            if row and row[0]:
                return str(row[0])
        if kind.record in {Procedure, NetworkFigures, NetworkRules}:
            return network_feed(network)
        return feed_of_place(plain.get("insee", ""), own)


def feed_of_place(insee: str, own: Library) -> str:
    """Return the feed of the département of a commune; that of this library where the commune is not known."""
    codes = (*departements_of(insee), own.departement, *departements_of(own.insee), "00")
    return department_feed(next(code for code in codes if code))


def feed_of_library(own: Library) -> str:
    """Return the feed that the desks of one library share."""
    return library_feed(own.official_code or own.id)


def feed_of_counts(own: Library) -> str:
    """Return the feed of this library's counters."""
    return counts_feed(own.official_code or own.id)


def may_follow(feed: str, rights: Mapping[str, str]) -> bool:
    """Return whether this desk may read a feed."""
    return feed in rights or (feed.startswith("dep:") and EVERY_DEPARTMENT in rights)


def rights_kept(rights: Mapping[str, Level]) -> dict[str, str]:
    """Return rights as they are kept."""
    return {feed: level.value for feed, level in rights.items()}


def _followed(row: tuple[str, str, int, str, int, int, str]) -> Followed:
    feed, epoch, cursor, mark, head, floor, compared_on = row
    return Followed(id=feed, epoch=epoch, cursor=cursor, mark=mark, head=head, floor=floor, compared_on=compared_on)
