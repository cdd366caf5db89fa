"""The file on a stick: a heading, the same bytes as the network would carry, and a signature over both.

``RELAIS1`` and a zero byte, the heading's length on four bytes, the heading in JSON, the body, 64 bytes of signature.
What is signed is what travels: nothing is ever written again to verify it. Nothing inside is secret.
"""

from dataclasses import dataclass
from typing import Any

from desk.base.codec import CodecError, from_foreign_json, to_json
from desk.wire.errors import WireError
from desk.wire.packing import MOST_PACKED, refuse_oddities
from desk.wire.protocol import PROTOCOL
from desk.wire.reading import table, text, whole
from desk.wire.signing import SIGNATURE_BYTES, is_signed, sign

MAGIC = b"RELAIS1\0"
HUB = 0
"""The author's number when it is the hub."""

MOST_HEADING = 4096
MOST_SEALED = MOST_PACKED + MOST_HEADING + len(MAGIC) + 4 + SIGNATURE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Whose file it is. ``to`` is a desk for an answer, `HUB` for what desks send.

    ``first`` and ``last`` are the numbers of the changes inside (0 and 0 for none); ``at`` when it was written. The hub's
    own name is inside, so that a file made for another hub has no effect.
    """

    hub: str
    network: str
    author: int
    to: int
    first: int
    last: int
    at: int


def seal(heading: Seal, body: bytes, secret: bytes) -> bytes:
    """Return the file: ``body`` is a packed `SyncRequest`, or a packed `SyncReply` in an answer.

    Raises:
        WireError: the body is too large.
    """
    if len(body) > MOST_PACKED:
        raise WireError("larger than allowed")
    plain: dict[str, Any] = {
        "p": PROTOCOL,
        "hub": heading.hub,
        "network": heading.network,
        "from": heading.author,
        "to": heading.to,
        "first": heading.first,
        "last": heading.last,
        "at": heading.at,
    }
    head = to_json(plain)
    signed = MAGIC + len(head).to_bytes(4) + head + body
    return signed + sign(secret, signed)


def peek(data: bytes) -> Seal:
    """Return whose file it claims to be: enough to find the key, not to believe it.

    Raises:
        WireError: not a file of ours, or cut short.
    """
    return _split(data)[0]


def unseal(data: bytes, public: bytes) -> tuple[Seal, bytes]:
    """Return heading and body of a file signed by the holder of ``public``.

    Raises:
        WireError: not a file of ours, cut short, changed, or signed by somebody else.
    """
    found, start = _split(data)
    if not is_signed(public, data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]):
        raise WireError("not signed by its author")
    return found, data[start:-SIGNATURE_BYTES]


def _split(data: bytes) -> tuple[Seal, int]:
    size_at = len(MAGIC)
    if data[:size_at] != MAGIC or len(data) > MOST_SEALED:
        raise WireError("not a file of Relais")
    start = size_at + 4
    size = int.from_bytes(data[size_at:start])
    if size > MOST_HEADING or len(data) < start + size + SIGNATURE_BYTES:
        raise WireError("cut short")
    try:
        plain = from_foreign_json(data[start : start + size])
    except CodecError as error:
        raise WireError("not JSON that can be read") from error
    refuse_oddities(plain)
    heading = table(plain, "heading", 20)
    if heading.get("p") != PROTOCOL:
        raise WireError("another protocol")
    found = Seal(
        hub=text(heading.get("hub"), "hub", 40, least=1),
        network=text(heading.get("network"), "network", 40, least=1),
        author=whole(heading.get("from"), "from"),
        to=whole(heading.get("to"), "to"),
        first=whole(heading.get("first"), "first"),
        last=whole(heading.get("last"), "last"),
        at=whole(heading.get("at"), "at"),
    )
    return found, start + size
