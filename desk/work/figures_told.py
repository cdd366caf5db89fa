"""Three sentences and one proposal for the mayor, made from figures that may be shown; a person changes them before printing."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.base.words import Words
from desk.domain.counts import Result
from desk.domain.referrals import End
from desk.work.counts_view import Figure, Line, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What sentences are made of: only what may be shown."""

    scope: str
    of: str
    period: str
    total: Figure
    before: Figure | None
    tables: tuple[Table, ...]
    libraries: int = 1


def told(material: Material, say: Words) -> tuple[tuple[str, ...], str]:
    """Return three sentences, and a proposal. No sentence says more than the figures shown."""
    return (_how_many(material, say), _what_for(material, say), _what_lacks(material, say)), _proposal(material, say)


def _how_many(material: Material, say: Words) -> str:
    period, n = material.period[:1].upper() + material.period[1:], material.total.text
    if material.scope == "network":
        sentence = say("{period}: the libraries of the network received {n} requests for help.", period=period, n=n)
    else:
        sentence = say("{period}: the library received {n} requests for help.", period=period, n=n)
    before, now = material.before, material.total
    if before is None or before.n is None or now.n is None:
        return sentence
    if before.n == now.n:
        return f"{sentence} {say('As many as a year before.')}"
    more = now.n > before.n
    than = (
        say("More than a year before ({n}).", n=before.n)
        if more
        else say("Fewer than a year before ({n}).", n=before.n)
    )
    return f"{sentence} {than}"


def _what_for(material: Material, say: Words) -> str:
    found = [one for one in _lines(material, "families") if one.figure.n and one.key]
    if not found:
        return say("The subjects are too few to be told without recognising somebody.")
    listed = ", ".join(f"{one.label} ({one.figure.text})" for one in found[:3])
    return say("People came above all for: {subjects}.", subjects=listed)


def _what_lacks(material: Material, say: Words) -> str:
    lacking = next((one for one in _lines(material, "ends") if one.key == End.NOT_POSSIBLE), None)
    reasons = [one for one in _lines(material, "reasons") if one.figure.n]
    if lacking is not None and lacking.figure.n:
        if reasons:
            return say(
                "{n} times, nothing could be done. Above all: {reason} ({times}).",
                n=lacking.figure.text,
                reason=reasons[0].label.lower(),
                times=reasons[0].figure.text,
            )
        return say("{n} times, nothing could be done.", n=lacking.figure.text)
    relayed = [one for one in _lines(material, "relays") if one.figure.n and one.key]
    if relayed:
        return say(
            "The library sent people above all to: {relay} ({times}).",
            relay=relayed[0].label,
            times=relayed[0].figure.text,
        )
    return say("What was not possible is too rare to be told without recognising somebody.")


def _proposal(material: Material, say: Words) -> str:
    hours = [one for one in _lines(material, "hours") if one.figure.n]
    reasons = [one for one in _lines(material, "reasons") if one.figure.n and one.key in _PROPOSALS]
    unmet = [one for one in _lines(material, "unmet") if one.figure.n]
    subject = unmet[0].label if unmet else ""
    if reasons:
        return _PROPOSALS[reasons[0].key](say, subject)
    if hours:
        return say("Ask a partner to receive here on {when}: nobody is open then.", when=hours[0].label.lower())
    if subject:
        return say("Invite a partner once a month for: {subject}.", subject=subject)
    return say("Go on counting: the figures of a whole year will show what is missing.")


def _near(say: Words, subject: str) -> str:
    if subject:
        return say("Ask a partner for a drop-in session here once a month, for: {subject}.", subject=subject)
    return say("Ask a partner for a drop-in session here once a month.")


_PROPOSALS: dict[str, Callable[[Words, str], str]] = {
    Result.NOT_HERE: _near,
    Result.TOO_FAR: _near,
    Result.NOT_FOUND: _near,
    Result.CLOSED: lambda say, _: say("Ask the nearest relays to open one half-day that people can come."),
    Result.ONLINE_ONLY: lambda say, _: say("Keep one computer and one trained person for procedures that are only online."),
    Result.CHARTER: lambda say, _: say("Ask for a professional who may act for people to come regularly."),
    Result.WAITING_LIST: lambda say, _: say("Tell the partners that waiting is too long, with these figures."),
}  # fmt: skip


def _lines(material: Material, table: str) -> tuple[Line, ...]:
    return next((one.lines for one in material.tables if one.id == table), ())
