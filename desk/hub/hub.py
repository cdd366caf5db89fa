"""The hub as its rooms share it: the database, the clock, the bounds, and who is asking."""

import hmac
from hashlib import sha256
from pathlib import Path

from desk.base.clock import Clock
from desk.hub import ledger_desks
from desk.hub.faults import HubError
from desk.hub.figures import Figures
from desk.hub.journal import Journal
from desk.hub.ledger import Database, Session
from desk.hub.ledger_desks import Desk
from desk.hub.limits import DAY, Limits, Rate
from desk.wire.protocol import AUTHORIZATION, Fault
from desk.wire.signing import public_key

SEEN_EVERY = 3600
"""A desk's last visit is noted at most once in so many seconds: polling writes nothing."""


class Hub:
    """One hub process. Holds nothing between two requests but counters: several processes share one database."""

    def __init__(
        self, database: Database, clock: Clock, limits: Limits, journal: Journal, releases: Path | None = None
    ) -> None:
        self.database = database
        self.clock = clock
        self.limits = limits
        self.journal = journal
        self.releases = releases
        self.figures = Figures()
        with database.writing() as session:
            self.facts = ledger_desks.facts(session)
        self.public_key = public_key(self.facts.secret)
        self.asked = Rate(clock, limits.requests_a_minute, 60)
        self.failed = Rate(clock, limits.failures_a_minute, 60)
        self.codes = Rate(clock, limits.code_tries_an_hour, 3600)

    def not_too_often(self, desk: Desk) -> None:
        """Let a desk ask at a human pace.

        Raises:
            HubError: ``TOO_MANY``, with the seconds to wait.
        """
        if wait := self.asked.wait(str(desk.id)):
            raise HubError(Fault.TOO_MANY, wait=wait)

    def now(self) -> int:
        """Return the hub's time, in seconds."""
        return self.clock.utc_ms() // 1000


def token_hash(token: str) -> bytes:
    """Return what the hub keeps of a token. It has 256 random bits: nothing slower is needed."""
    return sha256(token.encode()).digest()


def authenticated(session: Session, header: str) -> Desk:
    """Return the desk that a request's ``Authorization`` names and proves.

    Raises:
        HubError: ``UNKNOWN_DESK``, whatever is wrong; ``REVOKED`` for a desk that proves who it was.
    """
    scheme, _, proof = header.partition(" ")
    number, _, token = proof.partition(".")
    found = None
    if scheme == AUTHORIZATION and number.isascii() and number.isdigit() and len(number) <= 15:
        found = ledger_desks.desk(session, int(number))
    kept = found.token_hash if found else bytes(32)
    if not hmac.compare_digest(token_hash(token), kept) or found is None:
        raise HubError(Fault.UNKNOWN_DESK)
    return not_revoked(found)


def not_revoked(desk: Desk) -> Desk:
    """Return ``desk`` if it may still take part.

    Raises:
        HubError: ``REVOKED``, with the moment.
    """
    if desk.revoked_at:
        raise HubError(Fault.REVOKED, since=desk.revoked_at)
    return desk


def day_of(now: int) -> int:
    """Return the number of the day of ``now``."""
    return now // DAY
