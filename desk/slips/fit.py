"""What a slip keeps when it is too long for its page: the order in which the least useful lines go."""

from collections.abc import Callable, Mapping
from enum import StrEnum


class Part(StrEnum):
    """The parts of a slip that may shrink. The others (code, title, name, telephone, footer) never do."""

    WEEK = "week"
    EXCEPTIONS = "exceptions"
    HOURS_TEXT = "hours-text"
    TERMS = "terms"
    VISITS = "visits"
    BRING = "bring"
    PHONES = "phones"
    OFFLINE = "offline"
    WARNINGS = "warnings"
    CHARTER = "charter"
    EMERGENCY = "emergency"
    FACT_LINES = "fact-lines"
    BOX_LINES = "box-lines"


WHOLE: Mapping[Part, int] = {
    Part.WEEK: 2,
    Part.EXCEPTIONS: 4,
    Part.HOURS_TEXT: 3,
    Part.TERMS: 1,
    Part.VISITS: 2,
    Part.BRING: 12,
    Part.PHONES: 3,
    Part.OFFLINE: 5,
    Part.WARNINGS: 4,
    Part.CHARTER: 2,
    Part.EMERGENCY: 10,
    Part.FACT_LINES: 4,
    Part.BOX_LINES: 2,
}
"""The most of each part that any paper shows. ``WEEK``: 2 is one line a rule, 1 the same in running text, 0 nothing.
``HOURS_TEXT``, ``FACT_LINES`` and ``BOX_LINES`` (address, moments, advice, use of a number) are lines of one text; the others are how many texts."""

REDUCTIONS: tuple[tuple[Part, int], ...] = (
    (Part.WARNINGS, 3),
    (Part.WEEK, 1),
    (Part.WARNINGS, 2),
    (Part.CHARTER, 1),
    (Part.OFFLINE, 3),
    (Part.HOURS_TEXT, 1),
    (Part.PHONES, 1),
    (Part.TERMS, 0),
    (Part.EXCEPTIONS, 2),
    (Part.OFFLINE, 2),
    (Part.BRING, 7),
    (Part.WEEK, 0),
    (Part.FACT_LINES, 3),
    (Part.HOURS_TEXT, 0),
    (Part.BRING, 5),
    (Part.EXCEPTIONS, 1),
    (Part.FACT_LINES, 2),
    (Part.OFFLINE, 1),
    (Part.WARNINGS, 1),
    (Part.BRING, 4),
    (Part.CHARTER, 0),
    (Part.EXCEPTIONS, 0),
    (Part.FACT_LINES, 1),
    (Part.EMERGENCY, 7),
    (Part.OFFLINE, 0),
    (Part.VISITS, 1),
    (Part.BRING, 3),
    (Part.WARNINGS, 0),
    (Part.BRING, 2),
    (Part.BRING, 0),
    (Part.PHONES, 0),
    (Part.BOX_LINES, 1),
    (Part.EMERGENCY, 3),
)
"""Each line lowers one part; they apply in this order, one after the other, until the page holds. What helps least to go
to the right place with the right papers goes first; what to bring goes last, and then the slip says to ask."""


def lightened(holds: Callable[[Mapping[Part, int]], bool]) -> Mapping[Part, int]:
    """Return the most that ``holds`` on the page: reductions one by one until it does, then each undone where it still does.

    When nothing holds, return what is left after all of them.
    """
    keep = dict(WHOLE)
    undo: list[tuple[Part, int]] = []
    for part, most in REDUCTIONS:
        if holds(keep):
            break
        undo.append((part, keep[part]))
        keep[part] = min(keep[part], most)
    for part, before in reversed(undo):
        fuller = {**keep, part: max(keep[part], before)}
        if holds(fuller):
            keep = fuller
    return keep
