"""Identifiers and slip codes: the only place with randomness."""

import secrets
from collections.abc import Callable
from hashlib import blake2b

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""Thirty-two signs without i, l, o and u: can be read over the telephone."""

_PAIRS = tuple(first + second for first in CROCKFORD for second in CROCKFORD)

SLIP_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of a slip code: no 0/O, 1/I/L, U. Thirty of them."""


def new_id() -> str:
    """Return 60 random bits as 12 Crockford letters."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(12))


def new_slip_digits(length: int) -> str:
    """Return ``length`` random signs of `SLIP_SIGNS`."""
    return "".join(secrets.choice(SLIP_SIGNS) for _ in range(length))


def scattered(seconds: float, share: float = 0.3) -> float:
    """Return ``seconds`` more or less ``share`` of them: desks that started together do not ask together."""
    return seconds * (1 + share * (secrets.randbelow(2001) / 1000 - 1))


def unused(make: Callable[[], str], taken: Callable[[str], bool]) -> str:
    """Return the first made value that is not taken."""
    while taken(value := make()):
        pass
    return value


def new_secret() -> bytes:
    """Return 256 random bits: a key to sign with, or what a token is made of."""
    return secrets.token_bytes(32)


def id_from(text: str) -> str:
    """Return 12 Crockford letters made from ``text`` alone: the same thing gets the same id on every desk."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 4
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(50, -10, -10)])
