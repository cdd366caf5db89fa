"""The anonymous act of handing over, and the code on the slip."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from desk.base.ids import SLIP_SIGNS, new_slip_digits

ReferralId = NewType("ReferralId", str)

CODE_BODY = 5
"""Signs of a code before its check sign."""

_MODULUS = 31


class Outcome(StrEnum):
    """What became of a referral. ``NOT_FOUND`` is a need for which nothing fitted."""

    UNKNOWN = ""
    DONE = "done"
    COME_BACK = "come-back"
    WRONG_PLACE = "wrong-place"
    CLOSED = "closed"
    NO_NEWS = "no-news"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One hand-over: a need, a relay, a day. It never names the visitor and holds no free text.

    ``procedure`` and ``sheet`` are ids, empty when nothing fitted; ``relay_type`` the kind of relay; ``code`` the
    slip's code, empty without a slip.
    """

    id: ReferralId
    day: date
    procedure: str = ""
    sheet: str = ""
    relay_type: str = ""
    domain: str = ""
    code: str = ""
    outcome: Outcome = Outcome.UNKNOWN


def check_sign(body: str) -> str | None:
    """Return the check sign of the five signs of ``body``, or None when that body cannot be used.

    Weights 2 to 6 modulo 31, a prime: one wrong sign, or two neighbours swapped, always show.
    """
    value = sum(weight * (SLIP_SIGNS.index(sign) + 1) for weight, sign in enumerate(body, start=2)) % _MODULUS
    return SLIP_SIGNS[value - 1] if value else None


def new_code() -> str:
    """Return five random signs and their check sign."""
    while True:
        body = new_slip_digits(CODE_BODY)
        if sign := check_sign(body):
            return body + sign


def read_code(typed: str) -> str | None:
    """Return the code that ``typed`` means, whatever its spaces, dots and case; None if its check sign is wrong."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) == CODE_BODY + 3:
        signs = signs[2:]  # the library's two-letter mark, printed before the code
    if len(signs) != CODE_BODY + 1 or any(sign not in SLIP_SIGNS for sign in signs):
        return None
    return signs if check_sign(signs[:CODE_BODY]) == signs[CODE_BODY] else None
