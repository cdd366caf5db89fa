"""What reading somebody else's calendar gives: sessions, and what was not taken with the reason, in plain sentences."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk.base.words import Words
from desk.domain.sessions import Session, SessionId

LARGEST = 5_000_000
"""Bytes of a file that are read: ten years of a busy service."""

MOST_EVENTS = 5_000


class Why(StrEnum):
    """Why a calendar or an event is not taken, or what is left out of one that is."""

    NO_CALENDAR = "no-calendar"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    CUT_SHORT = "cut-short"
    TOO_LONG = "too-long"
    UNREADABLE = "unreadable"
    NO_TITLE = "no-title"
    NO_HOURS = "no-hours"
    WHOLE_DAY = "whole-day"
    SEVERAL_DAYS = "several-days"
    OVERNIGHT = "overnight"
    TOO_OFTEN = "too-often"
    RULE = "rule"
    ZONE = "zone"
    PERSON = "person"
    SECRET = "secret"  # noqa: S105 - a reason, not one
    PRIVATE = "private"
    PAST = "past"
    CANCELLED = "cancelled"
    TEXT_LEFT_OUT = "text-left-out"
    PLACE_LEFT_OUT = "place-left-out"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was not taken: the event's title where it may be shown, its first day where it has one, and why."""

    event: str
    why: Why
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCalendar:
    """What a calendar says.

    ``sessions`` are to be kept, ``left_out`` is what they had that is not taken, ``refused`` the events that are not
    taken at all, ``withdrawn`` the known sessions that the calendar takes back.
    """

    sessions: tuple[Session, ...] = ()
    left_out: tuple[Refused, ...] = ()
    refused: tuple[Refused, ...] = ()
    withdrawn: tuple[SessionId, ...] = ()


def why_words(why: Why, say: Words) -> str:
    """Return why something was not taken, in a plain sentence."""
    return {
        Why.NO_CALENDAR: say("This file is not a calendar. Choose a file that ends with .ics."),
        Why.EMPTY: say("This calendar has no event."),
        Why.TOO_LARGE: say("This calendar is too heavy. Export a shorter period."),
        Why.TOO_MANY: say("This calendar has more than {n} events. Export a shorter period.", n=MOST_EVENTS),
        Why.CUT_SHORT: say("The file stops in the middle of an event. Export it again."),
        Why.TOO_LONG: say("This event is too long to be read."),
        Why.UNREADABLE: say("This event cannot be read."),
        Why.NO_TITLE: say("This event has no title."),
        Why.NO_HOURS: say("This event has no hours that can be read. Add it by hand."),
        Why.WHOLE_DAY: say("All day: give the hours."),
        Why.SEVERAL_DAYS: say("This event lasts several days: it is not a session."),
        Why.OVERNIGHT: say("This event goes past midnight."),
        Why.TOO_OFTEN: say("This event comes back several times a day. Add it by hand."),
        Why.RULE: say("The way this event comes back is not known here. Add it by hand."),
        Why.ZONE: say("The time zone of this event is not known. Add it by hand."),
        Why.PERSON: say("The title seems to name a person. Write who receives: the organisation, no name."),
        Why.SECRET: say("The title holds a number that must not be kept."),
        Why.PRIVATE: say("This event is marked private."),
        Why.PAST: say("This event is over."),
        Why.CANCELLED: say("This event is cancelled."),
        Why.TEXT_LEFT_OUT: say("A name, a number or a link was left out of its text."),
        Why.PLACE_LEFT_OUT: say("The place was left out: it seems to be a person's or a link."),
        Why.CLOCK: say("Its hours follow another clock. Check them in winter and in summer."),
    }[why]
