"""The slip in a few large lines, to read on the screen and copy by hand when no printer answers."""

from desk.base.words import words
from desk.slips.slip import Slip

BRING_LINES = 5


def large_type(slip: Slip) -> tuple[str, ...]:
    """Return the lines of ``slip`` in the order of what matters: danger, where, when, telephone, papers, code."""
    say = words(slip.language)
    relay = slip.relay
    numbers = (f"{number.number} · {number.label}" for number in slip.emergency)
    place = " · ".join(part for part in (relay.address, relay.away) if part)
    facts = (f"{fact.text} ({say('to verify')})" if fact.to_verify else fact.text for fact in slip.bring[:BRING_LINES])
    bring = (say("Bring: {papers}", papers=fact) for fact in facts)
    lines = (
        *numbers,
        slip.title,
        relay.name,
        place,
        *relay.visits,
        relay.advice,
        relay.phone,
        *bring,
        slip.marked_code,
    )
    return tuple(line for line in lines if line)
