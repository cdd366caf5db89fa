"""Coming into a network: a code read over the telephone becomes a number, a key and rights. And a second number for a copy."""

from dataclasses import replace

from desk import __version__
from desk.base.codec import to_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.ids import new_secret
from desk.base.paths import Profile
from desk.store.exchange import LAST_STOP, Exchange
from desk.store.feeds import rights_kept
from desk.store.migrations import VERSION
from desk.store.putting_back import RESTORED
from desk.store.sealed import SealedFile
from desk.sync.keys import Keys, load, save
from desk.sync.line import Line
from desk.sync.report import Report
from desk.sync.transport import HubSaidNoError, Transport
from desk.wire.errors import WireError
from desk.wire.protocol import EnrolRequest, Fault
from desk.wire.sealed import peek
from desk.wire.signing import public_key

_FOR_EVER = {Fault.MALFORMED, Fault.NOT_FOUND, Fault.REVOKED, Fault.FORBIDDEN}
"""Answers after which the same file need not be brought again."""


def join(desk: Exchange, transport: Transport, address: str, code: str) -> Keys:
    """Come into the network of an invitation and return the keys, kept. What was written here before will be sent.

    Raises:
        RefusedError: ``NO_LIBRARY``; ``CODE_REFUSED``; ``ALREADY_JOINED`` when this desk is in another network.
        UnavailableError: nobody answered, or not a hub.
    """
    library = desk.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    before = load(desk.profile)
    now = desk.numbers.now
    if before is not None and before.address != address:
        raise RefusedError(Code.ALREADY_JOINED)
    secret = bytes.fromhex(before.secret) if before else new_secret()
    request = EnrolRequest(
        key=public_key(secret),
        code=code,
        label=library.name,
        library=library.official_code or library.id,
        app=__version__,
        schema=VERSION,
    )
    try:
        reply = Line(transport, Report()).enrol(request)
    except HubSaidNoError as error:
        raise of_refusal(error) from error
    if now is not None and now.hub != reply.hub:
        raise RefusedError(Code.ALREADY_JOINED)
    forgotten = (
        desk.state(LAST_STOP) == Code.DESK_UNKNOWN
    )  # a hub put back from before this desk came has nothing of it
    first = now.first + (0 if forgotten else desk.outbox.acknowledged(desk.numbers)) if now else 1
    keys = Keys(
        address=address,
        desk=reply.desk,
        token=reply.token,
        secret=secret.hex(),
        network=reply.network,
        hub=reply.hub,
        hub_key=reply.hub_key.hex(),
        first=first,
    )
    save(desk.profile, keys)
    with desk.database.atomic():
        desk.take_number(keys.desk, keys.network, keys.hub, keys.first)
        desk.keep_state(RESTORED, "")
        desk.keep_state("rights", to_json(rights_kept(reply.rights)).decode())
        desk.keep_state("names_version", "0")
    return keys


def another_number(profile: Profile, line: Line, keys: Keys, first: int) -> Keys:
    """Ask for a second number with the same rights, for the changes from ``first`` on, and keep it.

    Raises:
        HubSaidNoError, UnavailableError: nothing is changed.
    """
    reply = line.enrol(EnrolRequest(key=public_key(bytes.fromhex(keys.secret))))
    taken = replace(keys, desk=reply.desk, token=reply.token, first=first)
    save(profile, taken)
    return taken


def hand_over(desk: Exchange, line: Line, file: SealedFile) -> None:
    """Bring one neighbour's file to the hub and keep the hub's answer for that neighbour.

    Raises:
        HubSaidNoError, UnavailableError: it waits for another time.
    """
    try:
        answer = line.carry("POST", "/v1/bundle", file.data)
        heading = peek(answer)
    except HubSaidNoError as error:
        if error.fault not in _FOR_EVER:
            raise
        heading = None
    except WireError as error:
        raise UnavailableError(Code.HUB_SILENT) from error
    with desk.database.atomic():
        if heading is not None:
            desk.sealed.keep(
                SealedFile(
                    author=heading.author,
                    addressee=heading.to,
                    first=heading.first,
                    last=heading.last,
                    at=heading.at,
                    data=answer,
                )
            )
        desk.sealed.handed(file)


def of_refusal(error: HubSaidNoError) -> RefusedError | UnavailableError:
    """Return what a person is told when the hub says no."""
    refused = {Fault.CODE_REFUSED: Code.CODE_REFUSED}
    if error.fault in refused:
        return RefusedError(refused[error.fault])
    codes = {Fault.REVOKED: Code.DESK_REVOKED, Fault.UNKNOWN_DESK: Code.DESK_UNKNOWN}
    return UnavailableError(codes.get(error.fault, Code.HUB_BUSY))
