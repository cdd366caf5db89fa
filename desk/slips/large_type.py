"""The slip in a few large lines, to read on the screen and copy by hand when no printer answers."""

from desk.base.words import words
from desk.slips.slip import Slip, SlipRelay

BRING_LINES = 5


def large_type(slip: Slip) -> tuple[str, ...]:
    """Return the lines of ``slip`` in the order of what matters: danger, where, when, telephone, papers, code."""
    say = words(slip.language)
    numbers = (f"{number.number} · {number.label}" for number in slip.emergency)
    facts = (f"{fact.text} ({say('to verify')})" if fact.to_verify else fact.text for fact in slip.bring[:BRING_LINES])
    bring = (
        f"{slip.bring_heading} : {fact}" if slip.language == "fr" else f"{slip.bring_heading}: {fact}" for fact in facts
    )
    lines = (*numbers, slip.title, *(_where(slip.relay) if slip.relay else ()), *bring, slip.marked_code)
    return tuple(line for line in lines if line)


def _where(relay: SlipRelay) -> tuple[str, ...]:
    place = " · ".join(part for part in (relay.address, relay.town, relay.away) if part)
    return (relay.name, place, *relay.visits, relay.advice, relay.phone, relay.doer)
