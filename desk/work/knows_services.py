"""The words for what the service keeps: charter, agreements, sessions, slots, offers of help, keys of cards."""

from desk.base.words import Words


def charter_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of a version of the charter."""
    version = say("the number of the version and the day it was begun")
    blanks = say("hours, prices, duration, the office to speak to, the next review")
    adopted = say("the day it was adopted and by which body")
    return {
        "id": say("a number of our own"),
        "number": version,
        "made_on": version,
        "hours": blanks,
        "prices": blanks,
        "duration": blanks,
        "speak_to": blanks,
        "review_on": blanks,
        "choices": say("how far this library goes for each act"),
        "articles": say("the articles in this library's own words"),
        "signatories": say("which offices sign, without names"),
        "adopted_on": adopted,
        "adopted_by": adopted,
        "removed_on": say("the day it was withdrawn"),
    }


def agreement_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of an agreement with a partner."""
    sent = say("who sends what to whom, when and how")
    dates = say("the day it was agreed and the next review")
    return {
        "id": say("a number of our own"),
        "sheet": say("the sheet it is about"),
        "relay_types": say("the kinds of relay it governs"),
        "we_send": sent,
        "they_send": sent,
        "when": sent,
        "how": sent,
        "agreed_on": dates,
        "review_on": dates,
        "removed_on": say("the day it was withdrawn"),
    }


def session_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of a drop-in session."""
    place = say("its address and place on the map")
    when = say("its days, hours and end, and what is cancelled")
    checked = say("the day it was checked and the initials of who did")
    way_in = say("how to get in, the price, the length of an appointment")
    who = say("what it is and which organisation receives")
    return {
        "id": say("a number of our own"),
        "title": who,
        "host": who,
        "sheet": who,
        "relay_types": who,
        "campaign": who,
        "details": who,
        **dict.fromkeys(("library", "room", "address", "postcode", "commune", "insee", "latitude", "longitude"), place),
        "phone": way_in,
        **dict.fromkeys(
            ("first", "start", "end", "rule", "last", "on_public_holidays", "in_school_holidays", "extra", "cancelled"),
            when,
        ),
        "reach": way_in,
        "slot_minutes": way_in,
        "fee": way_in,
        "source": say("the calendar it came from"),
        "uid": say("the calendar it came from"),
        "verified_on": checked,
        "verified_by": checked,
        "removed_on": say("the day it was withdrawn"),
    }


def appointment_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of an appointment."""
    slot = say("the session, the day and the hour")
    return {
        "id": say("a number of our own"),
        "session": slot,
        "day": slot,
        "time": slot,
        "code": say("the code on the paper, instead of a name"),
        "procedure": say("the procedure it is for"),
        "library": say("which library gave it"),
        "cancelled_on": say("the day it was cancelled"),
    }


def offer_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of an offer of help."""
    between = say("the library that is the go-between")
    return {
        "id": say("a number of our own"),
        "library": between,
        "library_name": between,
        "commune": between,
        "insee": between,
        "subjects": say("what can be shown"),
        "half_days": say("the half-days"),
        "until": say("the day it ends"),
        "removed_on": say("the day it was withdrawn"),
    }


def key_words(say: Words) -> dict[str, str]:
    """Return the plain name of each field of a card key."""
    owner = say("the library that signs cards with it")
    days = say("the day it was made, the day it was withdrawn")
    return {
        "id": say("a number of our own"),
        "library": owner,
        "library_name": owner,
        "key": say("the public part of the key"),
        "issued_on": days,
        "revoked_on": days,
    }
