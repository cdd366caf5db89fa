"""The words for each field of each kind of record, for « Ce que ce logiciel sait ». A new field needs its words here."""

from desk.base.words import Words
from desk.domain.catalogue import Shape
from desk.work.knows_services import (
    agreement_words,
    appointment_words,
    charter_words,
    key_words,
    offer_words,
    session_words,
)


def field_words(kind: Shape, say: Words) -> dict[str, str]:
    """Return the plain name of each field of ``kind``; fields that make one thing share one name."""
    return _WORDS[kind.name](say)


def _library_words(say: Words) -> dict[str, str]:
    place = say("its address and place on the map")
    return {
        "id": say("a number of our own"),
        "name": say("its name"),
        "commune": place,
        "insee": place,
        "departement": place,
        "latitude": place,
        "longitude": place,
        "address": place,
        "postcode": place,
        "official_code": say("its number in the official list"),
        "phone": say("its telephone number"),
        "radius_km": say("how far people go, in kilometres"),
        "mark": say("the two letters printed before slip codes"),
        "equipment": say("its equipment"),
    }


def _procedure_words(say: Words) -> dict[str, str]:
    title, family = say("its title"), say("its family and its domain")
    steps = say("the steps at the desk and who takes over")
    facts = say("what to bring, the paper form, the way without internet, the warnings")
    sources = say("the documents it comes from, with their dates")
    checked = say("the day it was checked and the initials of who did")
    doubt = say("what remains to verify")
    return {
        "id": say("a number of our own"),
        "title": title,
        "slip_title": title,
        "family": family,
        "domain": family,
        "administration": say("the office in charge and its official site"),
        "official_site": say("the office in charge and its official site"),
        "phones": say("national telephone numbers"),
        "paper_form": facts,
        "steps": steps,
        "relay_types": steps,
        "prerequisites": facts,
        "bring": facts,
        "offline": facts,
        "warnings": facts,
        "key_moments": say("its season"),
        "sources": sources,
        "source_date": sources,
        "compiled_on": sources,
        "checked_on": checked,
        "checked_by": checked,
        "confidence": doubt,
        "to_verify": doubt,
        "review": doubt,
        "words": say("the words that people use for it"),
        "emergency": say("whether emergency numbers come first"),
    }


def _sheet_words(say: Words) -> dict[str, str]:
    place = say("its address and place on the map")
    reached = say("telephone, e-mail and site of the place")
    hours = say("its opening hours")
    source = say("where it comes from, with date and licence")
    checked = say("the day it was checked, how, and the initials of who did")
    way_in = say("how to get in: appointment, price, wheelchair, moving place")
    structure = say("the structure it belongs to, its official number, its labels")
    audience = say("for whom, and what it asks of people")
    does = say("what it does")
    return {
        "id": say("a number of our own"),
        "name": say("the name of the place"),
        "relay_types": say("its kind"),
        "description": does,
        "address": place,
        "postcode": place,
        "commune": place,
        "insee": place,
        "latitude": place,
        "longitude": place,
        "phone": reached,
        "email": reached,
        "website": reached,
        "opening_hours": hours,
        "hours_text": hours,
        "reach": way_in,
        "fee": way_in,
        "itinerant": way_in,
        "wheelchair": way_in,
        "status": say("whether it is open, suspended or closed for good"),
        "parent": structure,
        "siret": structure,
        "rna": structure,
        "typologies": structure,
        "labels": structure,
        "other_labels": structure,
        "summary": does,
        "needs": does,
        "digital_services": does,
        "services": does,
        "support": does,
        "audiences": audience,
        "audience_details": audience,
        "special_care": audience,
        "conditions": audience,
        "area": audience,
        "address_extra": place,
        "stops": place,
        "booking_url": reached,
        "ways": way_in,
        "desk_ways": way_in,
        "desk_details": way_in,
        "fee_details": way_in,
        "accessibility": way_in,
        "accessibility_url": way_in,
        "closures": hours,
        "waiting_days": hours,
        "waiting_on": hours,
        "source_url": source,
        "source": source,
        "source_date": source,
        "licence": source,
        "origin": source,
        "verified_on": checked,
        "verified_by": checked,
        "verified_how": checked,
        "removed_on": say("the day it was withdrawn"),
    }


def _doubt_words(say: Words) -> dict[str, str]:
    said = say("the day and the initials of who said so")
    settled = say("the day and the initials of who checked")
    return {
        "id": say("a number of our own"),
        "sheet": say("the sheet it is about"),
        "reason": say("one of seven reasons"),
        "said_on": said,
        "said_by": said,
        "settled_on": settled,
        "settled_by": settled,
    }


def _call_words(say: Words) -> dict[str, str]:
    done = say("what came of the call, the day, the initials of who called")
    return {
        "id": say("a number of our own"),
        "week": say("the week and the place on the list"),
        "number": say("the week and the place on the list"),
        "sheet": say("the sheet it is about"),
        "library": say("which library calls"),
        "result": done,
        "done_on": done,
        "done_by": done,
    }


def _referral_words(say: Words) -> dict[str, str]:
    procedure = say("the procedure and its domain")
    relay = say("the sheet and the kind of relay")
    return {
        "id": say("a number of our own"),
        "day": say("the day, without the hour"),
        "procedure": procedure,
        "domain": procedure,
        "sheet": relay,
        "relay_type": relay,
        "code": say("the code of the slip"),
        "month": say("the month it counts in"),
        "end": say("how it ended, and why it was not possible"),
        "reason": say("how it ended, and why it was not possible"),
        "outcome": say("what became of it, if someone says so, and on which day"),
        "outcome_on": say("what became of it, if someone says so, and on which day"),
        "autonomy": say("if it was said: how alone, with what at home, first time or again"),
        "device": say("if it was said: how alone, with what at home, first time or again"),
        "visit": say("if it was said: how alone, with what at home, first time or again"),
        "km": say("the distance to the relay, in whole kilometres"),
        "free": say("the half-days asked for, and whether a relay is open then"),
        "served": say("the half-days asked for, and whether a relay is open then"),
        "tally": say("the paper sheet it was ticked on"),
    }


def _count_words(say: Words) -> dict[str, str]:
    what = say("the month, the procedure and its family, the kind of relay, how it ended")
    whose = say("the library and its commune")
    return {
        "id": say("a number of our own"),
        "library": whose,
        "library_name": whose,
        "insee": whose,
        "month": what,
        "need": what,
        "family": what,
        "relay_type": what,
        "result": what,
        "n": say("how many"),
    }


def _figures_words(say: Words) -> dict[str, str]:
    return {
        "id": say("the period"),
        "threshold": say("from how many a figure is shown"),
        "made_on": say("the day it was made"),
        "libraries": say("how many libraries counted"),
        "cells": say("the figures, small numbers masked"),
    }


def _rules_words(say: Words) -> dict[str, str]:
    return {
        "id": say("a number of our own"),
        "news_days": say("how many days news of a slip is waited for"),
        "kept_months": say("how many months visits are kept one by one"),
    }


_WORDS = {
    "library": _library_words,
    "procedure": _procedure_words,
    "sheet": _sheet_words,
    "doubt": _doubt_words,
    "call": _call_words,
    "referral": _referral_words,
    "count": _count_words,
    "figures": _figures_words,
    "network-rules": _rules_words,
    "charter": charter_words,
    "agreement": agreement_words,
    "session": session_words,
    "appointment": appointment_words,
    "aid-offer": offer_words,
    "card-key": key_words,
}
