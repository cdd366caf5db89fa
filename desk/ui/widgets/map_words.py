"""What the map says in words: to whoever hears the screen, and where the mouse rests."""

from html import escape

from desk.base.words import Words
from desk.domain.map_clusters import Cluster
from desk.work.map import MapSpot, MapView

MOST_NAMES = 6
"""How many names a hint lists at most."""


def keys(say: Words) -> str:
    """Return what the keys do on the map."""
    return say(
        "Arrows: move. + and −: nearer, farther. 0: everything. Page Down: next sheet. A letter: next of its group."
        " Enter: open."
    )


def told(spot: MapSpot) -> str:
    """Return a spot in one sentence."""
    return ", ".join(part for part in (spot.name, spot.kinds, spot.commune, spot.away, spot.checked) if part)


def hint(view: MapView, cluster: Cluster, say: Words) -> str:
    """Return the names of a cluster, one a line, the nearest first, for a tool tip.

    Tool tips read mark-up, and nothing turns that off: what looks like it in a name is shown as it is.
    """
    lines = [view.spots[number].name for number in cluster.members[:MOST_NAMES]]
    if more := len(cluster.members) - len(lines):
        lines.append(say("and {n} more", n=more))
    return f"<qt>{'<br>'.join(map(escape, lines))}</qt>"
