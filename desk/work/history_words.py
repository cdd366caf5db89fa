"""One field of a sheet and its values in words, as its history says them."""

from datetime import date
from typing import Any

from desk.base.codec import from_plain
from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.hours import calendar_of, read
from desk.domain.hours_text import sentence_week
from desk.domain.services import Closure
from desk.domain.sheets import Fee, Reach, Status
from desk.store.store import Store
from desk.work.freshness import how_words, status_words
from desk.work.refer import fee_words, reach_words
from desk.work.sheet_parts import closure_words
from desk.work.sheet_values import said

_LONGEST = 160
"""Signs of a value that are shown; the rest is in the sheet."""


def field_words(field: str, say: Words) -> str:
    """Return the name of a field, or of the set or group it belongs to."""
    words = {
        "name": say("Name"),
        "parent": say("Belongs to"),
        "status": say("Whether it receives"),
        "siret": say("SIRET number"),
        "rna": say("RNA number"),
        "relay_types": say("Kind of relay"),
        "typologies": say("Kind of structure"),
        "labels": say("Labels"),
        "other_labels": say("Other labels"),
        "summary": say("In one sentence"),
        "description": say("Description"),
        "needs": say("Needs"),
        "digital_services": say("Digital help"),
        "services": say("Service"),
        "audiences": say("For whom"),
        "audience_details": say("For whom, more"),
        "special_care": say("Special care"),
        "conditions": say("What it asks"),
        "support": say("How it helps"),
        "place": say("Address"),
        "area": say("Area served"),
        "itinerant": say("Moves from place to place"),
        "stops": say("Stops"),
        "phone": say("Telephone"),
        "email": say("E-mail"),
        "website": say("Site"),
        "booking_url": say("Site for appointments"),
        "reach": say("How one gets in"),
        "ways": say("How the person asks"),
        "desk_ways": say("How the desk asks"),
        "desk_details": say("How the desk asks, more"),
        "hours": say("Hours"),
        "closures": say("Days closed"),
        "waiting": say("Waiting time"),
        "fee": say("Price"),
        "fee_details": say("Price, more"),
        "wheelchair": say("Wheelchair"),
        "accessibility": say("Access"),
        "accessibility_url": say("Site about access"),
        "source": say("Source"),
        "source_url": say("Site of the source"),
        "source_date": say("Date of the source"),
        "licence": say("Licence"),
        "origin": say("Number in the source"),
        "verified": say("Check"),
        "removed_on": say("In the lists"),
    }
    return words.get(field.partition(".")[0]) or field


def value_words(store: Store, field: str, value: Any, say: Words) -> str:
    """Return a value of a field as it travels, in words; « rien » when there is none."""
    whole, dot, member = field.partition(".")
    if dot:
        name = value.get("name") if isinstance(value, dict) else None
        return str(name or said(store, whole, (member,), say)[0])
    if whole == "hours":
        return _hours(store, value or {}, say)
    grouped = {"place": _place, "waiting": _waiting, "verified": _verified}
    if whole in grouped:
        return grouped[whole](value or {}, say)
    if whole == "removed_on":
        return say("withdrawn on {day}", day=_day(value, say)) if value else say("in the lists")
    if value is None or value in ("", []):
        return say("nothing")
    if whole == "closures":
        return "; ".join(closure_words([from_plain(one, Closure) for one in value], date.min, say))
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    one_of = {"status": _status, "reach": _reach, "fee": _fee}
    text = one_of[whole](value, say) if whole in one_of else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _place(value: dict[str, Any], say: Words) -> str:
    town = " ".join(part for part in (value.get("postcode"), value.get("commune")) if part)
    told = ", ".join(part for part in (value.get("address"), value.get("address_extra"), town) if part)
    latitude, longitude = value.get("latitude"), value.get("longitude")
    if latitude is not None and longitude is not None:
        told = f"{told} ({latitude:.4f}, {longitude:.4f})".strip()
    return told or say("nothing")


def _hours(store: Store, value: dict[str, Any], say: Words) -> str:
    library, typed = store.library(), value.get("opening_hours") or ""
    hours = read(typed, calendar_of(library.departement if library else ""))
    week = " ; ".join(sentence_week(hours, store.clock.now(), say.language)) if typed else ""
    written = " ".join((value.get("hours_text") or "").split())
    return " — ".join(part for part in (week or typed, written) if part) or say("nothing")


def _waiting(value: dict[str, Any], say: Words) -> str:
    days = value.get("waiting_days")
    if days is None:
        return say("nothing")
    words = say.count(days, "{n} day", "{n} days")
    on = value.get("waiting_on")
    return f"{words} ({_day(on, say)})" if on else words


def _verified(value: dict[str, Any], say: Words) -> str:
    on = value.get("verified_on")
    if not on:
        return say("never checked here")
    parts = (
        say("on {day}", day=_day(on, say)),
        value.get("verified_by") or "",
        how_words(value.get("verified_how") or "", say),
    )
    return ", ".join(part for part in parts if part)


def _status(value: str, say: Words) -> str:
    return (status_words(Status(value), say) if value in set(Status) else value) or say("receives")


def _reach(value: str, say: Words) -> str:
    return (reach_words(Reach(value), say) if value in set(Reach) else value) or say("unknown")


def _fee(value: str, say: Words) -> str:
    return (fee_words(Fee(value), say) if value in set(Fee) else value) or say("unknown")


def _day(text: Any, say: Words) -> str:
    try:
        return plain_day(date.fromisoformat(str(text)), say.language)
    except ValueError:
        return str(text)
