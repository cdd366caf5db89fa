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


class End(StrEnum):
    """How a visit to the desk ended."""

    UNKNOWN = ""
    ANSWERED = "answered"
    RELAYED = "relayed"
    NOT_POSSIBLE = "not-possible"
    LEFT = "left"


class Reason(StrEnum):
    """Why something was not possible. ``NOT_FOUND`` is a need for which no procedure fitted."""

    UNKNOWN = ""
    NOT_HERE = "not-here"
    TOO_FAR = "too-far"
    CLOSED = "closed"
    ONLINE_ONLY = "online-only"
    CHARTER = "charter"
    WAITING_LIST = "waiting-list"
    NOT_FOUND = "not-found"


class Outcome(StrEnum):
    """What became of a referral, when its slip came back."""

    UNKNOWN = ""
    DONE = "done"
    COME_BACK = "come-back"
    WRONG_PLACE = "wrong-place"
    CLOSED = "closed"
    NO_NEWS = "no-news"


class Autonomy(StrEnum):
    """How far the person did it alone, in the three steps of the national Coop (values of its schema, 2026-06-30)."""

    UNKNOWN = ""
    GUIDED = "entierement_accompagne"
    PARTLY = "partiellement_autonome"
    ALONE = "autonome"


class Device(StrEnum):
    """What the person has at home, in the words of the national Coop."""

    UNKNOWN = ""
    COMPUTER = "ordinateur"
    TELEPHONE = "telephone"
    TABLET = "tablette"
    NONE = "aucun"


class Visit(StrEnum):
    """Whether the person comes for the first time."""

    UNKNOWN = ""
    FIRST = "first"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One anonymous act: a need, how it ended, a day. It never names the visitor and holds no free text.

    ``procedure`` and ``sheet`` are ids, empty when nothing fitted; ``relay_type`` the kind of relay; ``code`` the
    slip's code, empty without a slip; ``km`` whole kilometres to the relay; ``free`` the half-days that the person has
    (``sat-am``), and ``served`` whether a relay is open then, None when nobody asked. ``month`` is the month it counts
    in, ``2026-11``: that of its day, or the present one when that month's figures are closed. ``tally`` is the code of
    the paper sheet it was ticked on.
    """

    id: ReferralId
    day: date
    month: str = ""
    procedure: str = ""
    sheet: str = ""
    relay_type: str = ""
    domain: str = ""
    code: str = ""
    end: End = End.UNKNOWN
    reason: Reason = Reason.UNKNOWN
    outcome: Outcome = Outcome.UNKNOWN
    outcome_on: date | None = None
    autonomy: Autonomy = Autonomy.UNKNOWN
    device: Device = Device.UNKNOWN
    visit: Visit = Visit.UNKNOWN
    km: int | None = None
    free: tuple[str, ...] = ()
    served: bool | None = None
    tally: str = ""


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
