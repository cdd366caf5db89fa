"""What a coordinator or a technician asks of a hub, as functions that return plain values. The command line calls them."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk.base.clock import Clock
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.hub import enrolment, ledger_copies, ledger_desks, releases
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import Database, open_database
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from desk.wire.errors import WireError
from desk.wire.feeds import NETWORK_NAME, library_feed
from desk.wire.releases import Release

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8377


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation, with the one line to type at the desk. ``expires`` is a moment in UTC."""

    code: str
    network: str
    role: str
    expires: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One desk, as a list shows it. Moments in UTC, empty when there is none. ``drift_s`` is how wrong its clock is."""

    desk: int
    network: str
    label: str
    library: str
    role: str
    changes: int
    enrolled: str
    seen: str
    revoked: str
    app: str
    drift_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back. ``set_aside`` is the copy of what was there before, empty when there was nothing."""

    file: str
    networks: int
    desks: int
    set_aside: str


def serve(url: str, host: str, port: int, clock: Clock, address: str = "", releases_folder: Path | None = None) -> None:
    """Serve the hub until asked to stop; several may be started side by side on one database.

    ``address`` is where desks reach it, when something stands before it (a proxy with the certificate). Programs in
    ``releases_folder`` are offered to the desks.

    Raises:
        UnavailableError: ``PORT_TAKEN``, or the database does not open.
    """
    from desk.hub.app import create_app  # noqa: PLC0415 - the other commands need no web server
    from desk.hub.server import bind, listen, reached_at  # noqa: PLC0415

    journal = Journal(clock)
    with _opened(url) as database, bind(host, port) as bound:
        app = create_app(database, clock, journal=journal, offered=releases_folder)
        with database.writing() as session:
            ledger_desks.keep_address(session, address or reached_at(bound))
        listen(app, bound, journal)


def offer(folder: Path, file: Path, keys: tuple[bytes, ...]) -> Release:
    """Offer to every desk the program that the notice ``file`` announces; it is beside.

    Raises:
        RefusedError: ``UPDATE_UNBELIEVED``.
        UnavailableError: ``FILE_MISSING``, ``UPDATE_DAMAGED``.
    """
    return releases.offer(folder, file, keys)


def invite(url: str, network: str, role: str, clock: Clock, library: str = "") -> Invited:
    """Invite one desk to ``network``, made if it is new. With ``library``, it joins the desks of that library.

    Raises:
        RefusedError: ``UNUSABLE_NAME``.
    """
    if not NETWORK_NAME.fullmatch(network):
        raise RefusedError(Code.UNUSABLE_NAME, text=clean(network, 40))
    try:
        library_feed(library or "none")
    except WireError as error:
        raise RefusedError(Code.UNUSABLE_NAME, text=clean(library, 40)) from error
    with _opened(url) as database:
        made = enrolment.invite(_hub(database, clock), network, Role(role), library)
        with database.reading() as session:
            address = ledger_desks.address(session) or f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"
    return Invited(
        code=made.code,
        network=made.network,
        role=made.role,
        expires=_moment(made.expires),
        line=f"relais join --hub {address} --code {made.code}",
    )


def desks(url: str) -> list[DeskLine]:
    """Return every desk that ever enrolled, by number."""
    with _opened(url) as database, database.reading() as session:
        networks = ledger_desks.network_names(session)
        return [
            DeskLine(
                desk=one.id,
                network=networks[one.network],
                label=one.label,
                library=one.library,
                role=one.role,
                changes=max(one.applied, one.ahead),
                enrolled=_moment(one.enrolled_at),
                seen=_moment(one.seen_at),
                revoked=_moment(one.revoked_at),
                app=one.app,
                drift_s=one.drift,
            )
            for one in ledger_desks.desks(session)
        ]


def revoke(url: str, number: int, clock: Clock) -> DeskLine:
    """Close the door to a desk, from its next request on. Its own data stay readable there.

    Raises:
        RefusedError: ``UNKNOWN_DESK``.
    """
    with _opened(url) as database, database.writing() as session:
        found = ledger_desks.desk(session, number, lock=True)
        if found is None:
            raise RefusedError(Code.UNKNOWN_DESK, desk=number)
        if not found.revoked_at:
            ledger_desks.revoke(session, found, clock.utc_ms() // 1000)
    return next(line for line in desks(url) if line.desk == number)


def backup(url: str, file: Path) -> Path:
    """Copy everything into one file, while the hub goes on; the same file whatever the database.

    Raises:
        UnavailableError: no room, or the database does not answer.
    """
    with _opened(url) as database:
        ledger_copies.back_up(database, file)
    return file


def restore(url: str, file: Path, clock: Clock) -> Restored:
    """Put a backup back, into either database. What was there is copied beside ``file`` first.

    The desks bring back by themselves what they had sent since the backup was made.

    Raises:
        RefusedError: ``NOT_A_BACKUP``: nothing was changed.
        UnavailableError: no room, or the database does not answer; nothing was changed.
    """
    with _opened(url) as database:
        aside = None
        if not ledger_copies.is_empty(database):
            stamp = datetime.fromtimestamp(clock.utc_ms() / 1000, UTC).strftime("%Y%m%dT%H%M%S")
            aside = file.with_name(f"{file.stem}-before-{stamp}{file.suffix}")
            ledger_copies.back_up(database, aside)
        ledger_copies.put_back(database, file)
        with database.reading() as session:
            networks, count = len(ledger_desks.network_names(session)), len(ledger_desks.desks(session))
    return Restored(file=file.name, networks=networks, desks=count, set_aside=aside.name if aside else "")


@contextmanager
def _opened(url: str) -> Generator[Database, None, None]:
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


def _hub(database: Database, clock: Clock) -> Hub:
    return Hub(database, clock, Limits(), Journal(clock))


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds > 1 else ""
