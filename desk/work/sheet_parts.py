"""Everything a sheet says beyond its essentials, in words and in reading order: services, people, ways, area, labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from desk.base.dates import age, plain_day
from desk.base.words import Words
from desk.domain.hours import Calendar, read
from desk.domain.hours_text import sentence_week
from desk.domain.services import Closure, Service, Stop
from desk.domain.sheets import Fee, Sheet
from desk.store.private import Contact
from desk.store.store import Store
from desk.work.refer import fee_words
from desk.work.sheet_values import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some lines of a sheet under one title, in words."""

    title: str
    lines: tuple[str, ...]


def parts(store: Store, sheet: Sheet, calendar: Calendar, day: date, say: Words) -> tuple[Part, ...]:
    """Return what ``sheet`` says, part by part; a part that has nothing to say is left out."""

    def values(field: str, slugs: Iterable[str]) -> str:
        return ", ".join(said(store, field, slugs, say))

    found = (
        (
            say("What for"),
            (sheet.summary, values("needs", sheet.needs), values("digital_services", sheet.digital_services)),
        ),
        (say("Services"), tuple(_service(store, one, say) for one in sheet.services)),
        (say("Stops"), tuple(_stop(one, calendar, day, say) for one in sheet.stops)),
        (
            say("For whom"),
            (
                values("audiences", sheet.audiences),
                sheet.audience_details,
                _labelled(say, say("Special care"), values("special_care", sheet.special_care)),
                _labelled(say, say("It asks"), sheet.conditions),
                _labelled(say, say("About the price"), sheet.fee_details),
            ),
        ),
        (
            say("How the person asks"),
            (
                values("ways", sheet.ways),
                _labelled(say, say("Appointments"), sheet.booking_url),
                values("support", sheet.support),
                wheelchair_words(sheet.wheelchair, say),
                sheet.accessibility,
                sheet.accessibility_url,
            ),
        ),
        (say("How the desk asks for the person"), (values("desk_ways", sheet.desk_ways), sheet.desk_details)),
        (say("Area served"), (values("area", sheet.area),)),
        (
            say("The structure"),
            (
                _labelled(say, say("It belongs to"), sheet.parent),
                values("typologies", sheet.typologies),
                ", ".join(filter(None, (values("labels", sheet.labels), ", ".join(sheet.other_labels)))),
                _labelled(say, "SIRET", sheet.siret),
                _labelled(say, "RNA", sheet.rna),
            ),
        ),
    )
    told = tuple(Part(title=title, lines=tuple(line for line in lines if line)) for title, lines in found)
    return tuple(part for part in told if part.lines)


def closure_words(closures: Iterable[Closure], day: date, say: Words) -> tuple[str, ...]:
    """Return the closings that are not over: « fermé du 24 décembre 2026 au 2 janvier 2027 (congés) »."""
    told = []
    for one in closures:
        if one.last < day:
            continue
        first, last = (plain_day(each, say.language) for each in (one.first, one.last))
        words = (
            say("closed on {day}", day=first)
            if one.first == one.last
            else say("closed from {first} to {last}", first=first, last=last)
        )
        told.append(f"{words} ({one.reason})" if one.reason else words)
    return tuple(told)


def waiting_words(sheet: Sheet, day: date, say: Words) -> str:
    """Return how long an appointment takes, and how old that is: « environ 10 jours d'attente (dit il y a 3 jours) »."""
    if sheet.waiting_days is None:
        return ""
    words = say.count(sheet.waiting_days, "about {n} day of waiting", "about {n} days of waiting")
    if sheet.waiting_on is None:
        return words
    return f"{words} ({say('said {ago}', ago=age((day - sheet.waiting_on).days, say))})"


def contact_words(contact: Contact) -> tuple[str, ...]:
    """Return the person to ask for on two lines: who, and how."""
    who = ", ".join(part for part in (contact.name, contact.role) if part)
    how = " · ".join(part for part in (contact.phone, contact.email) if part)
    return tuple(line for line in (who, how) if line)


def wheelchair_words(wheelchair: bool | None, say: Words) -> str:  # noqa: FBT001 - a value of the record
    """Return whether a wheelchair gets in, nothing when nobody knows."""
    return {None: "", True: say("can be entered in a wheelchair"), False: say("cannot be entered in a wheelchair")}[
        wheelchair
    ]


def _service(store: Store, service: Service, say: Words) -> str:
    """Return one service: its name, then everything of its own."""
    own = [
        service.description,
        ", ".join(said(store, "themes", service.themes, say)),
        ", ".join(said(store, "modes", service.modes, say)),
        fee_words(Fee(service.fee), say) if service.fee in set(Fee) else service.fee,
        service.fee_details,
        ", ".join(said(store, "audiences", service.audiences, say)),
        _labelled(say, say("It asks"), service.conditions),
        service.phone,
        service.email,
        service.link,
    ]
    told = " · ".join(" ".join(one.split()) for one in own if one)
    return f"{service.name} — {told}" if told else service.name


def _stop(stop: Stop, calendar: Calendar, day: date, say: Words) -> str:
    hours = sentence_week(read(stop.opening_hours, calendar), datetime.combine(day, time()), say.language)
    where = ", ".join(dict.fromkeys(part for part in (stop.name, stop.commune) if part))
    return " · ".join(part for part in (where, *hours, stop.hours_text) if part)


def _labelled(say: Words, title: str, text: str) -> str:
    return say("{title}: {text}", title=title, text=text) if text else ""
