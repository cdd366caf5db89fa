"""How the hub says no: one shape, ``{"p", "error": {"code", "sentence"}}`` and what helps to go on."""

from typing import Any

from desk.wire.protocol import PROTOCOL, Fault

STATUS = {
    Fault.MALFORMED: 400,
    Fault.UNKNOWN_DESK: 401,
    Fault.REVOKED: 403,
    Fault.CODE_REFUSED: 403,
    Fault.FORBIDDEN: 403,
    Fault.NOT_FOUND: 404,
    Fault.WRONG_METHOD: 405,
    Fault.FORK: 409,
    Fault.BELOW_FLOOR: 410,
    Fault.TOO_LARGE: 413,
    Fault.TOO_OLD: 426,
    Fault.TOO_MANY: 429,
    Fault.OUR_FAULT: 500,
    Fault.BUSY: 503,
}

SENTENCES = {
    Fault.MALFORMED: "This is not a message of Relais. Nothing was applied.",
    Fault.UNKNOWN_DESK: "The hub does not know this desk.",
    Fault.REVOKED: "This desk may no longer take part.",
    Fault.CODE_REFUSED: "This code does not open anything. Ask for another one.",
    Fault.FORBIDDEN: "This desk may not do this.",
    Fault.NOT_FOUND: "There is no such thing here.",
    Fault.WRONG_METHOD: "This address does not answer that way.",
    Fault.FORK: "Two desks write under one number.",
    Fault.BELOW_FLOOR: "The history no longer goes that far back. Start from the snapshot.",
    Fault.TOO_LARGE: "This is too large. Send less at a time.",
    Fault.TOO_OLD: "This Relais is too old to read the answer.",
    Fault.TOO_MANY: "Too many requests. Wait a little.",
    Fault.OUR_FAULT: "The hub made a mistake. Nothing was applied.",
    Fault.BUSY: "The hub is busy. Nothing was applied. Try again in a moment.",
}
"""For those who read logs and answers by hand; a desk says it in its own words, by the code."""


class HubError(Exception):
    """The request cannot be answered. ``more`` goes beside the error; ``wait`` are seconds before asking again."""

    def __init__(self, fault: Fault, wait: int = 0, **more: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.wait = wait
        self.more = more

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.fault]

    def to_wire(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        error = {"code": self.fault.value, "sentence": SENTENCES[self.fault]}
        return {"p": PROTOCOL, "error": error, **self.more}
