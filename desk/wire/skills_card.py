"""The skills card in a QR code: a few hundred bytes that say number, stamps and who signed each. No name.

``RELAIS1:`` then base 32 (RFC 4648, capitals, without padding), so that a scanner that types keys can read it. The bytes:
version, number (8), count of stamps, then each stamp: key id (8), day (2, since 2020), count of lines, the lines (skill on
6 bits, step on 2), Ed25519 signature (64) of everything before it. A signature covers the earlier ones: nobody can change,
take out or reorder what another library stamped without it being seen, save the last stamp, which nothing covers yet: it is left
off by the library that made it, when it was made by mistake.

One thing is not seen: an older print of the same card, or one whose last stamps were left off. No desk keeps anything of a
card, so none can know that a newer print exists; what such a card says was true on its day.
"""

import binascii
from base64 import b32decode, b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b

from desk.wire.signing import KEY_BYTES, SIGNATURE_BYTES, is_signed, public_key, sign

PREFIX = "RELAIS1:"
VERSION = 1
MOST_STAMPS = 12
MOST_LINES = 63
LONGEST = 2_700
"""Signs of the text form that are looked at: a full card has about two thousand."""

_NUMBER, _ID, _DAY = 8, 8, 2
_EPOCH = date(2020, 1, 1)
_HEAD = 1 + _NUMBER + 1


class CardProblem(StrEnum):
    """Why a text is no card, or a card cannot become what was asked."""

    NOT_A_CARD = "card-not-one"
    CUT_SHORT = "card-cut-short"
    LATER_VERSION = "card-later-version"
    FULL = "card-full"
    NOT_OURS = "card-last-stamp-not-ours"


class Standing(StrEnum):
    """What can be said of a stamp."""

    SIGNED = "signed"
    UNKNOWN = "unknown"
    FORGED = "forged"


class CardError(Exception):
    """A text that cannot be read as a card."""

    def __init__(self, problem: CardProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedStamp:
    """One stamp as it travels. ``lines`` are (skill number 1–63, step 1–3); ``signed`` the bytes under the signature."""

    key: bytes
    day: date
    lines: tuple[tuple[int, int], ...]
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCard:
    """A card as it travels: its bytes, and what they say."""

    data: bytes
    number: str
    stamps: tuple[SealedStamp, ...]


def key_id(public: bytes) -> bytes:
    """Return the eight bytes that name a public key on a card."""
    return blake2b(public, digest_size=_ID).digest()


def blank(number: str) -> SealedCard:
    """Return a card without a stamp."""
    return SealedCard(data=bytes([VERSION]) + number.encode("ascii") + b"\0", number=number, stamps=())


def stamped(card: SealedCard, secret: bytes, day: date, lines: tuple[tuple[int, int], ...]) -> SealedCard:
    """Return ``card`` with one stamp more, signed with ``secret``.

    Raises:
        CardError: ``FULL`` when the card holds no more.
    """
    if len(card.stamps) >= MOST_STAMPS or not 0 < len(lines) <= MOST_LINES:
        raise CardError(CardProblem.FULL)
    head = card.data[: _HEAD - 1] + bytes([len(card.stamps) + 1]) + card.data[_HEAD:]
    days = max(0, min((day - _EPOCH).days, 0xFFFF))
    said = bytes([len(lines), *(number << 2 | step for number, step in lines)])
    data = head + key_id(public_key(secret)) + days.to_bytes(_DAY, "big") + said
    return read_bytes(data + sign(secret, _covered(data)))


def without_last(card: SealedCard) -> SealedCard:
    """Return ``card`` without its last stamp, which no signature but its own covers; a blank card as it is."""
    if not card.stamps:
        return card
    last = card.stamps[-1]
    before = len(card.data) - len(last.signature) - _ID - _DAY - 1 - len(last.lines)
    return read_bytes(card.data[: _HEAD - 1] + bytes([len(card.stamps) - 1]) + card.data[_HEAD:before])


def to_text(card: SealedCard) -> str:
    """Return the text of the QR code."""
    return PREFIX + b32encode(card.data).decode("ascii").rstrip("=")


def from_text(text: str) -> SealedCard:
    """Return the card that a scanner read or somebody typed, whatever its spaces and case.

    Raises:
        CardError: it is no card, is cut short, comes from a later program, or is longer than any card.
    """
    told = "".join(text[: 2 * LONGEST].split()).upper()
    if not told.startswith(PREFIX) or len(told) > LONGEST:
        raise CardError(CardProblem.NOT_A_CARD)
    body = told.removeprefix(PREFIX)
    try:
        data = b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError) as error:
        raise CardError(CardProblem.CUT_SHORT) from error
    return read_bytes(data)


def read_bytes(data: bytes) -> SealedCard:
    """Return what the bytes of a card say.

    Raises:
        CardError: as `from_text` does.
    """
    if len(data) < _HEAD:
        raise CardError(CardProblem.CUT_SHORT)
    if data[0] != VERSION:
        raise CardError(CardProblem.LATER_VERSION if data[0] > VERSION else CardProblem.NOT_A_CARD)
    number = data[1 : 1 + _NUMBER].decode("ascii", "replace")
    count = data[_HEAD - 1]
    if count > MOST_STAMPS or not number.isalnum():
        raise CardError(CardProblem.NOT_A_CARD)
    stamps = []
    at = _HEAD
    for _ in range(count):
        stamp, at = _stamp(data, at)
        stamps.append(stamp)
    if at != len(data):
        raise CardError(CardProblem.CUT_SHORT)
    return SealedCard(data=data, number=number, stamps=tuple(stamps))


def standings(card: SealedCard, keys: Mapping[bytes, bytes]) -> tuple[Standing, ...]:
    """Return what can be said of each stamp, with the public keys known here by their id."""
    found = []
    for stamp in card.stamps:
        public = keys.get(stamp.key)
        if public is None or len(public) != KEY_BYTES:
            found.append(Standing.UNKNOWN)
        elif is_signed(public, _covered(stamp.signed), stamp.signature):
            found.append(Standing.SIGNED)
        else:
            found.append(Standing.FORGED)
    return tuple(found)


def _stamp(data: bytes, at: int) -> tuple[SealedStamp, int]:
    fixed = at + _ID + _DAY + 1
    if fixed > len(data):
        raise CardError(CardProblem.CUT_SHORT)
    end = fixed + data[fixed - 1]
    if end + SIGNATURE_BYTES > len(data) or not data[fixed - 1]:
        raise CardError(CardProblem.CUT_SHORT)
    lines = tuple((one >> 2, one & 3) for one in data[fixed:end])
    if any(not number or not step for number, step in lines) or len({number for number, _ in lines}) != len(lines):
        raise CardError(CardProblem.NOT_A_CARD)
    days = int.from_bytes(data[at + _ID : at + _ID + _DAY], "big")
    stamp = SealedStamp(
        key=data[at : at + _ID],
        day=_EPOCH + timedelta(days=days),
        lines=lines,
        signed=data[:end],
        signature=data[end : end + SIGNATURE_BYTES],
    )
    return stamp, end + SIGNATURE_BYTES


def _covered(data: bytes) -> bytes:
    """Return what a signature covers: everything but the count of stamps, which grows after it."""
    return b"relais-card" + data[: _HEAD - 1] + data[_HEAD:]
