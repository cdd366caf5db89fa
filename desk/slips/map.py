"""The printed map as a value: what is in sight, as points to number and their list, before any page exists."""

from dataclasses import dataclass

from desk.base.dates import long_day, plain_day
from desk.base.text import fold
from desk.base.words import Words
from desk.domain.libraries import full_name
from desk.domain.map import Box, Point, within
from desk.domain.sheets import Freshness
from desk.slips.compose import spaced
from desk.slips.discretion import exposes
from desk.work.map import MapCommune, MapView

SOURCES = 3
"""How many sources the footer names; the sheets of one territory seldom come from more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sheet of the list. ``away`` is its distance in words; ``commune`` is empty where the name says it."""

    name: str
    phone: str
    away: str
    commune: str
    to_verify: bool
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMap:
    """One page. ``box`` is what the map shows, in kilometres; ``entries`` are the sheets in it, nearest first.

    ``circles`` end with the edge of the territory. ``footer`` is made of sentences: sources, date, distances.
    """

    language: str
    library: str
    day: str
    title: str
    box: Box
    circles: tuple[int, ...]
    communes: tuple[MapCommune, ...]
    entries: tuple[Entry, ...]
    footer: tuple[str, ...]


def compose(view: MapView, box: Box, say: Words) -> PrintedMap:
    """Return the page of what ``box`` shows of ``view``. For a danger, no word of it says so."""
    seen = [(spot, spot.point) for spot in view.spots if spot.point is not None and within(box, spot.point)]
    sources = tuple(dict.fromkeys(spot.source for spot, _ in seen if spot.source))[:SOURCES]
    footer = [say("No relay of this kind here: broader ones are shown.")] if view.broader else []
    footer.append(say("Sheets of the library, {day}.", day=plain_day(view.day, say.language)))
    if sources:
        footer.append(say("Sources: {sources}.", sources=" ; ".join(sources)))
    footer.append(say("Towns: Insee, 2026. Distances as the crow flies."))
    hidden = say("Reception and advice")
    return PrintedMap(
        language=say.language,
        library=full_name(view.library),
        day=long_day(view.day, say.language),
        title=say("Relays around the library") if view.discreet or not view.need else view.need,
        box=box,
        circles=view.circles,
        communes=view.communes,
        entries=tuple(
            Entry(
                name=hidden if view.discreet and exposes(spot.name) else spot.name,
                phone=spaced(spot.phone),
                away=spot.away,
                commune="" if fold(spot.commune) in fold(spot.name) else spot.commune,
                to_verify=spot.fresh in {Freshness.OLD, Freshness.NEVER},
                point=point,
            )
            for spot, point in seen
        ),
        footer=tuple(footer),
    )
