"""The hub's own history: a chain over the entries of each feed, and the mark by which it recognises it later.

The chain at a number proves every entry up to it. A mark is the chain under the hub's secret: desks keep it without
understanding it, and bring it back with entries that a hub put back from a backup has forgotten.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from desk.wire.protocol import MARK_CHECK

BEGINNING = bytes(16)
"""The chain before the first entry."""


def next_entry(previous: bytes, desk: int, n: int, at: int, body: bytes) -> bytes:
    """Return the chain after an entry."""
    return sha256(b"%b%d,%d,%d;%b" % (previous, desk, n, at, body)).digest()[:16]


def mark(secret: bytes, network: int, feed: str, epoch: str, seq: int, chain: bytes) -> str:
    """Return the sixteen signs that only this hub can make for this history."""
    message = f"{network}/{feed}/{epoch}/{seq}/".encode() + chain
    return urlsafe_b64encode(hmac.digest(secret, message, "sha256")[:12]).decode()


def agrees(check: str, found: str) -> bool:
    """Return whether the beginning of a mark, sent with a cursor, is that of ``found``."""
    return not check or found[:MARK_CHECK] == check
