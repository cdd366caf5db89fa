"""The same exchange by a file on a stick, for desks that never have a network. Read twice, late, in any order: harmless.

A stick carries this desk's own file, those of neighbours that it has read, and the hub's answers for neighbours. All are
signed; nothing on them is secret.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle
from desk.store.database import of_system
from desk.store.exchange import Exchange
from desk.store.feeds import may_follow
from desk.store.sealed import SealedFile
from desk.sync.keys import Keys
from desk.sync.round import Round
from desk.sync.transport import Answer
from desk.wire.errors import WireError
from desk.wire.packing import MOST_PACKED, pack, unpack
from desk.wire.protocol import ROOM_MOST, SyncReply, SyncRequest
from desk.wire.sealed import HUB, MOST_SEALED, Seal, peek, seal, unseal

FOLDER = "RELAIS"
SUFFIX = ".rls"
MOST_FILES = 500
PLAIN_BYTES = 8 * 1024 * 1024
"""Plain bytes of changes that one file takes; what is left goes on the next one."""


@dataclass(slots=True, kw_only=True)
class StickReport:
    """What a stick did. ``kinds`` are the kinds of records that changed here; ``refused`` files that are not to be believed."""

    files: int = 0
    changes: int = 0
    received: int = 0
    refused: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    up_to_date: bool = False


class _NoTransport:
    """A stick asks nobody."""

    def ask(self, method: str, path: str, body: bytes, proof: str) -> Answer:  # noqa: ARG002 - the protocol's names
        """Refuse."""
        raise UnavailableError(Code.OFFLINE)

    def close(self) -> None:
        """There is nothing to let go."""


def write(desk: Exchange, keys: Keys, departements: tuple[str, ...], where: Path) -> StickReport:
    """Write on the stick at ``where`` what waits here, and what is carried for others.

    Files that were there are only replaced by newer ones of the same desk, whole or not at all.

    Raises:
        UnavailableError: ``FILE_MISSING``, ``DISK_FULL``, ``READ_ONLY``.
    """
    if not where.is_dir():
        raise UnavailableError(Code.FILE_MISSING, file=where.name or str(where))
    folder = where / FOLDER / keys.network
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own = _own_file(desk, keys, departements)
        report = StickReport(changes=max(0, own.last - own.first + 1) if own.first else 0)
        for old in folder.glob(f"de-{keys.desk}-*{SUFFIX}"):
            if old.name != _name(own):
                old.unlink()
        for file in (own, *desk.sealed.waiting(to_hub=True), *desk.sealed.waiting(to_hub=False)):
            _put(folder / _name(file), file.data)
            report.files += 1
        settle(folder)
    except OSError as error:
        raise of_system(error, where.name) from error
    return report


def read(desk: Exchange, keys: Keys, departements: tuple[str, ...], where: Path) -> StickReport:
    """Read every file of this network on the stick at ``where``.

    Raises:
        UnavailableError: ``FILE_MISSING``; ``TOO_MANY_REMOVED``.
    """
    folder = where / FOLDER / keys.network
    paths = sorted(folder.glob(f"*{SUFFIX}"))[:MOST_FILES] if folder.is_dir() else []
    if not where.is_dir():
        raise UnavailableError(Code.FILE_MISSING, file=where.name or str(where))
    report = StickReport()
    for path in paths:
        try:
            data = _whole(path)
            _take(desk, keys, departements, data, report)
            report.files += 1
        except (WireError, OSError):
            report.refused.append(path.name)
    if report.received:
        with desk.database.atomic():
            report.kinds |= desk.received.show_again(desk.numbers)
    report.up_to_date = desk.outbox.count() == 0
    return report


def _own_file(desk: Exchange, keys: Keys, departements: tuple[str, ...]) -> SealedFile:
    """Return what this desk has to say, sealed: the same bytes as the network would carry."""
    speaking = Round(desk, _NoTransport(), keys, departements)
    speaking.prepare()
    budget, packed = PLAIN_BYTES, b""
    while not packed or len(packed) > MOST_PACKED:
        changes, chain = speaking.next_changes(budget)
        request = SyncRequest(
            cursors=speaking.cursors(),
            changes=changes,
            chain=chain,
            room=ROOM_MOST,
            names=int(desk.state("names_version") or 0),
        )
        packed, budget = pack(request.to_wire()), budget // 2
    first, last = (changes[0].n, changes[-1].n) if changes else (0, 0)
    at = desk.clock.utc_ms() // 1000
    heading = Seal(hub=keys.hub, network=keys.network, author=keys.desk, to=HUB, first=first, last=last, at=at)
    data = seal(heading, packed, bytes.fromhex(keys.secret))
    return SealedFile(author=keys.desk, addressee=HUB, first=first, last=last, at=at, data=data)


def _take(desk: Exchange, keys: Keys, departements: tuple[str, ...], data: bytes, report: StickReport) -> None:
    """Take one file: the hub's answer for this desk, one for a neighbour, or a neighbour's own.

    Raises:
        WireError: not ours, cut short, changed, of another network, or by a desk that is not known or was revoked.
    """
    heading = peek(data)
    if (heading.hub, heading.network) != (keys.hub, keys.network):
        raise WireError("of another network")
    file = SealedFile(
        author=heading.author, addressee=heading.to, first=heading.first, last=heading.last, at=heading.at, data=data
    )
    if heading.author == keys.desk:
        return
    if heading.author == HUB:
        _, body = unseal(data, bytes.fromhex(keys.hub_key))
        if heading.to == keys.desk:
            _read_answer(desk, keys, departements, heading, body, report)
        else:
            with desk.database.atomic():
                desk.sealed.keep(file)
        return
    key = desk.key_of(heading.author)
    if key is not None:
        _, body = unseal(data, key)
        changes = SyncRequest.from_wire(unpack(body)).changes
        rights = desk.rights()  # what another library keeps for itself is carried to the hub, not read here
        read = [
            replace(one.numbered(heading.author, one.at), seen=0) for one in changes if may_follow(one.feed, rights)
        ]
        with desk.database.atomic():
            got = desk.received.carried(read, desk.numbers)
            desk.sealed.keep(file)
        report.received += got.received
        report.kinds |= got.kinds
    else:
        with desk.database.atomic():
            desk.sealed.keep(file)  # the hub knows who wrote it; here it is only carried


def _read_answer(
    desk: Exchange, keys: Keys, departements: tuple[str, ...], heading: Seal, body: bytes, report: StickReport
) -> None:
    reply = SyncReply.from_wire(unpack(body))
    speaking = Round(desk, _NoTransport(), keys, departements)
    speaking.prepare()
    now = desk.numbers.now
    first = now.first if now else 1
    own = desk.outbox.own(list(range(heading.first + first - 1, heading.last + first)), desk.numbers)
    sent = tuple(own[n] for n in sorted(own)) if heading.first else ()
    chain = desk.outbox.chain_before(sent[0], desk.numbers) if sent else bytes(8)
    speaking.receive(reply, sent, chain, by_stick=True)
    report.received += speaking.report.received
    report.changes += speaking.report.sent
    report.kinds |= speaking.report.kinds


def _name(file: SealedFile) -> str:
    if file.author == HUB:
        return f"pour-{file.addressee}-{file.at}{SUFFIX}"
    return f"de-{file.author}-{file.first}-{file.last}{SUFFIX}"


def _put(path: Path, data: bytes) -> None:
    """Write one file, whole or not at all; a stick pulled out leaves the old one."""
    if path.exists() and path.read_bytes() == data:
        return
    fresh = path.with_suffix(".tmp")
    fresh.write_bytes(data)
    settle(fresh)
    fresh.replace(path)


def _whole(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_SEALED + 1)
