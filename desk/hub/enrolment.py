"""How a desk comes in: an invitation read over the telephone, eight signs, three days, five tries, one winner."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace

from desk.base.ids import SLIP_SIGNS, new_secret, new_slip_digits, unused
from desk.base.text import clean
from desk.hub import ledger_desks, ledger_feeds
from desk.hub.faults import HubError
from desk.hub.hub import Hub, authenticated, token_hash
from desk.hub.ledger import Session, next_number
from desk.hub.ledger_desks import Desk, Invitation, Role
from desk.wire.feeds import EVERY_DEPARTMENT, Level, library_feed, network_feed
from desk.wire.packing import pack, unpack
from desk.wire.protocol import EnrolReply, EnrolRequest, Fault

CODE_SIGNS = 8
LOCATOR_SIGNS = 3
"""The beginning of a code finds its invitation, so that wrong tries can be counted; the rest is the secret."""

_SCRYPT = {"n": 2**12, "r": 8, "p": 1}
"""Some milliseconds: the few codes that are waiting cannot be found from a stolen database within their three days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation just made: the only moment when its code is known."""

    code: str
    network: str
    role: str
    expires: int


def invite(hub: Hub, network: str, role: Role, library: str = "") -> Invited:
    """Make an invitation to ``network``, made if it is new. With ``library``, the desk joins that library's other desks."""
    now = hub.now()
    with hub.database.writing() as session:
        number = ledger_desks.made_network(session, network, now)
        ledger_feeds.make_feeds(session, number, [network_feed(network)])
        ledger_desks.drop_invitations(session, now)
        code = unused(
            lambda: new_slip_digits(CODE_SIGNS),
            lambda made: ledger_desks.invitation(session, made[:LOCATOR_SIGNS]) is not None,
        )
        expires = now + hub.limits.code_hours * 3600
        ledger_desks.add_invitation(
            session,
            Invitation(
                locator=code[:LOCATOR_SIGNS],
                code_hash=_code_hash(code),
                network=number,
                role=role.value,
                library=library,
                expires=expires,
                tries=hub.limits.code_tries,
                used_by=0,
            ),
        )
    return Invited(code=f"{code[:4]}-{code[4:]}", network=network, role=role.value, expires=expires)


def enrol(hub: Hub, header: str, body: bytes, address: str) -> bytes:
    """Answer who shows a code, or a desk that needs a second identity; return the packed answer.

    Raises:
        HubError: ``CODE_REFUSED``, the same for a wrong, used, burnt or expired code; ``TOO_MANY``.
        WireError: the body is not a message.
    """
    request = EnrolRequest.from_wire(unpack(body, 65_536))
    if not request.code:
        return pack(_second_identity(hub, header, request).to_wire())
    if wait := hub.codes.is_empty(address):
        raise HubError(Fault.TOO_MANY, wait=wait)
    code = _read(request.code)
    proof = _code_hash(code)
    with hub.database.writing() as session:
        reply = _redeemed(hub, session, code[:LOCATOR_SIGNS], proof, request)
    if reply is None:
        hub.codes.wait(address)
        raise HubError(Fault.CODE_REFUSED)
    return pack(reply.to_wire())


def _redeemed(hub: Hub, session: Session, locator: str, proof: bytes, request: EnrolRequest) -> EnrolReply | None:
    """Use the invitation, or count a wrong try: that is kept too."""
    found = ledger_desks.invitation(session, locator, lock=True)
    if found is None or found.used_by or found.tries <= 0 or found.expires <= hub.now():
        return None
    if not hmac.compare_digest(found.code_hash, proof):
        ledger_desks.keep_tries(session, locator, found.tries - 1)
        return None
    if ledger_desks.count_desks(session, found.network) >= hub.limits.desks:
        return None
    rights = _rights(session, found, request.library)
    desk, token = _new_desk(hub, session, found.network, request)
    desk = replace(desk, role=found.role, library=found.library or request.library)
    ledger_desks.use_invitation(session, locator, desk.id)
    return _welcomed(hub, session, desk, token, rights)


def _rights(session: Session, invitation: Invitation, library: str) -> dict[str, Level]:
    """Return what an invitation gives.

    A library that other desks are in already opens only to an invitation that names it.
    """
    name = ledger_desks.network_name(session, invitation.network)
    coordinates = invitation.role == Role.COORDINATOR
    rights = {
        EVERY_DEPARTMENT: Level.COORDINATE if coordinates else Level.WRITE,
        network_feed(name): Level.COORDINATE if coordinates else Level.PROPOSE,
    }
    wanted = invitation.library or library
    if wanted:
        feed = library_feed(wanted)
        if invitation.library or not ledger_desks.is_claimed(session, invitation.network, feed):
            rights[feed] = Level.WRITE
            ledger_feeds.make_feeds(session, invitation.network, [feed])
    return rights


def _second_identity(hub: Hub, header: str, request: EnrolRequest) -> EnrolReply:
    """Give a copied or restored desk a number of its own, with the rights of the one it was."""
    with hub.database.writing() as session:
        first = authenticated(session, header)
        hub.not_too_often(first)
        if ledger_desks.count_desks(session, first.network) >= hub.limits.desks:
            raise HubError(Fault.FORBIDDEN)
        desk, token = _new_desk(hub, session, first.network, request)
        desk = replace(desk, role=first.role, library=first.library, label=desk.label or first.label)
        return _welcomed(hub, session, desk, token, ledger_desks.grants(session, first.id))


def _new_desk(hub: Hub, session: Session, network: int, request: EnrolRequest) -> tuple[Desk, str]:
    token, now = urlsafe_b64encode(new_secret()).decode().rstrip("="), hub.now()
    desk = replace(
        ledger_desks.new_desk(next_number(session, "desk"), network),
        label=clean(request.label, 80),
        public_key=request.key,
        token_hash=token_hash(token),
        version=ledger_desks.next_version(session, network),
        enrolled_at=now,
        seen_at=now,
        app=request.app,
        app_schema=request.schema,
    )
    return desk, token


def _welcomed(hub: Hub, session: Session, desk: Desk, token: str, rights: dict[str, Level]) -> EnrolReply:
    ledger_desks.add_desk(session, desk)
    ledger_desks.grant(session, desk.id, rights)
    return EnrolReply(
        desk=desk.id,
        token=token,
        network=ledger_desks.network_name(session, desk.network),
        rights=ledger_desks.grants(session, desk.id),
        hub=hub.facts.hub,
        hub_key=hub.public_key,
        time=hub.now(),
    )


def _read(typed: str) -> str:
    """Return a code as it was made, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign in SLIP_SIGNS)[: CODE_SIGNS + 1]


def _code_hash(code: str) -> bytes:
    return hashlib.scrypt(code.encode(), salt=b"relais invitation", dklen=32, **_SCRYPT)
