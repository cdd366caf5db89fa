"""Opening hours spread over columns: one a day, one a half-day, or one for opening and one for closing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk.base.dates import DAYS
from desk.base.text import clean, fold
from desk.domain.cleaned import says_nothing
from desk.domain.hours import from_day_columns
from desk.domain.hours_french import BY_APPOINTMENT, ReadHours, asks_only_appointment, days_text, periods_of
from desk.domain.hours_grid import typed_time


class Half(StrEnum):
    """The half of the day that a column is about."""

    WHOLE = ""
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Edge(StrEnum):
    """What a column tells: whole periods, or only when they begin or end."""

    PERIODS = ""
    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What one column of hours is about; ``day`` 0 is Monday."""

    day: int
    half: Half = Half.WHOLE
    edge: Edge = Edge.PERIODS


_DAY_WORDS = {
    word: day
    for day in range(7)
    for name in (DAYS["fr"][day], DAYS["en"][day].lower())
    for word in (name, f"{name}s", name[:3])
}
_HALF_WORDS = {
    Half.MORNING: {"matin", "matinee", "am", "morning", "1"},
    Half.AFTERNOON: {"apres", "aprem", "apresmidi", "midi", "pm", "afternoon", "soir", "2"},
}
_EDGE_WORDS = {
    Edge.OPENS: {"ouverture", "debut", "open", "opens", "ouvre", "start", "de", "from"},
    Edge.CLOSES: {"fermeture", "fin", "close", "closes", "ferme", "end", "a", "to"},
}
_IDLE = {"h", "horaire", "horaires", "heure", "heures", "hours", "hour", "d", "du", "le", "jour", "ouvertures", "plage"}


def slot_of_header(header: str) -> Slot | None:
    """Return what a column is about, by its name: ``h_lundi``, « Mardi matin ouverture », ``wednesday_pm_end``; else None.

    A name with any other word in it is about something else. « Ouverture » may be a time or whole periods: cells tell.
    """
    days: set[int] = set()
    edges: set[Edge] = set()
    half = Half.WHOLE
    for word in re.findall(r"[a-z]+|\d", fold(header)):
        found_half = next((one for one, names in _HALF_WORDS.items() if word in names), None)
        found_edge = next((one for one, names in _EDGE_WORDS.items() if word in names), None)
        if word in _DAY_WORDS:
            days.add(_DAY_WORDS[word])
        elif found_half:
            half = found_half
        elif found_edge:
            edges.add(found_edge)
        elif word not in _IDLE:
            return None
    edge = edges.pop() if len(edges) == 1 else Edge.PERIODS
    return Slot(day=days.pop(), half=half, edge=edge) if len(days) == 1 else None


def read_columns(cells: Mapping[Slot, str]) -> ReadHours:
    """Return the hours that the cells of one row tell together.

    A day whose cells are in doubt is ``unknown``, not closed, and its words are left.
    """
    columns = {day: _day_text(cells, day) for day in range(7)}
    asked = {day for day, text in columns.items() if asks_only_appointment(text)}
    osm, left = from_day_columns({day: _plain(text) for day, text in columns.items() if day not in asked})
    rules = [osm] if osm else []
    if asked:
        rules.append(f"{days_text(asked)} {BY_APPOINTMENT}")
    return ReadHours(osm="; ".join(rules), left=left)


def _day_text(cells: Mapping[Slot, str], day: int) -> str:
    told = []
    for half in Half:
        told.append(_said(cells, Slot(day=day, half=half)))
        opens, closes = (_said(cells, Slot(day=day, half=half, edge=edge)) for edge in (Edge.OPENS, Edge.CLOSES))
        if opens and not closes and periods_of(opens) is not None:
            told.append(opens)
        elif opens or closes:
            told.append(f"{_edge(opens)} - {_edge(closes)}")
    return " / ".join(dict.fromkeys(filter(None, told)))


def _said(cells: Mapping[Slot, str], slot: Slot) -> str:
    text = clean(cells.get(slot, ""), 300)
    return "" if says_nothing(text) else text


def _edge(text: str) -> str:
    return typed_time(re.sub(r"(?<=:\d\d):\d\d(?:\.0+)?$", "", text)) or text or "?"


def _plain(text: str) -> str:
    """Return a day's cell as ``09:00 - 12:00 / 14:00 - 17:00`` when its French is sure."""
    periods = periods_of(text)
    if periods is None:
        return text
    return " / ".join(f"{a // 60:02d}:{a % 60:02d} - {b // 60:02d}:{b % 60:02d}" for a, b in periods)
