"""« Ce que ce logiciel sait »: what is kept, field by field, how far it may travel, how long; and what is never kept.

Made from the catalogue of records, so that the page cannot forget a field: a test compares them.
"""

from dataclasses import dataclass

from desk.base.words import Words
from desk.domain.catalogue import KINDS, Kind, Scope, columns
from desk.store.backups import DAYS_KEPT, MONTHS_KEPT
from desk.store.private import UNMET_WORDS_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of thing that is kept: its name, why, its fields in words, how far it travels, how long it stays."""

    title: str
    purpose: str
    fields: tuple[str, ...]
    travels: str
    stays: str


def kept(say: Words) -> tuple[Kept, ...]:
    """Return every kind of record of the catalogue, then what stays on this computer only."""
    return (*(_of_kind(kind, say) for kind in KINDS), *_here_only(say))


def never_kept(say: Words) -> tuple[str, ...]:
    """Return what has no place in this software."""
    return (
        say("The name of a visitor, an address, a date of birth, a telephone number."),
        say("A password, a code, a bank card, a social security number."),
        say("A copy, a photo or a scan of a paper."),
        say("Who came: a slip counts a need and a day, never a person."),
        say("What is typed in the home screen, unless you count it as a need without answer."),
    )


def page(say: Words) -> str:
    """Return the whole page, marked up for reading."""
    lines = [f"# {say('What this software knows')}", ""]
    lines += [f"> {say('No visitor is named anywhere. Nothing leaves this computer in this version.')}", ""]
    lines += [f"## {say('What is never kept')}", *(f"- {one}" for one in never_kept(say)), ""]
    for one in kept(say):
        lines += [f"## {one.title}", "", one.purpose, ""]
        lines += [f"- {field}" for field in one.fields]
        lines += ["", f"{one.travels} {one.stays}", ""]
    lines += [f"## {say('The words in the boxes')}", ""]
    lines += [
        say("Relais warns you when a box seems to hold a card, an account, a social security number or a password.")
    ]
    return "\n".join(lines)


def field_words(kind: Kind, say: Words) -> dict[str, str]:
    """Return the plain name of each field of ``kind``; fields that make one thing share one name."""
    return _WORDS[kind.name](say)


def _of_kind(kind: Kind, say: Words) -> Kept:
    words = field_words(kind, say)
    title, purpose, stays = {
        "library": (
            say("This library"),
            say("To print its name, measure distances and propose only what it can lend."),
            say("Kept as long as this desk is used."),
        ),
        "procedure": (
            say("The procedures"),
            say("To know how far the desk goes, and where it hands over."),
            say("Kept as long as this desk is used; old facts say their date."),
        ),
        "sheet": (
            say("The relay sheets"),
            say("To send people to the right place. They describe places, not people."),
            say("Kept as long as this desk is used; old sheets are marked “to verify”."),
        ),
        "referral": (
            say("The referrals"),
            say("To print a slip again and to count needs. One line for each slip, without a name."),
            say("Kept on this computer. Nothing erases them by itself in this version."),
        ),
    }[kind.name]
    travels = {
        Scope.NETWORK: say("May one day be shared with the libraries of the network. Not in this version."),
        Scope.LIBRARY: say("Stays in this library."),
        Scope.NEVER: say("Never leaves this computer."),
    }[kind.scope]
    fields = tuple(dict.fromkeys(words[field] for field in columns(kind)))
    return Kept(title=title, purpose=purpose, fields=fields, travels=travels, stays=stays)


def _here_only(say: Words) -> tuple[Kept, ...]:
    here = say("Never leaves this computer.")
    return (
        Kept(
            title=say("Your internal notes"),
            purpose=say("What volunteers write to one another about a sheet. Do not write about a visitor there."),
            fields=(say("the note"), say("the sheet it belongs to"), say("the day it was last changed")),
            travels=here,
            stays=say("Kept until you empty the note."),
        ),
        Kept(
            title=say("The words of needs without answer"),
            purpose=say("Kept apart, only when you press F10, so that the person in charge sees what is missing."),
            fields=(say("the words"), say("the day")),
            travels=here,
            stays=say("Erased after {n} days.", n=UNMET_WORDS_DAYS),
        ),
        Kept(
            title=say("The settings of this computer"),
            purpose=say("To find the same colours, letters and printer tomorrow."),
            fields=(say("language, colours, text size"), say("paper and printer"), say("the initials of volunteers")),
            travels=here,
            stays=say("Kept until you change them."),
        ),
        Kept(
            title=say("The journal of changes"),
            purpose=say("To share corrections one day, and to know what changed."),
            fields=(say("which field of which sheet changed, its value and when"),),
            travels=say("May one day be shared with the libraries of the network. Not in this version."),
            stays=say("Kept as long as this desk is used."),
        ),
        Kept(
            title=say("The journal of failures"),
            purpose=say("To repair our own mistakes."),
            fields=(say("what failed, where in the program and when; never what was typed"),),
            travels=here,
            stays=say("The oldest lines go when the file is full."),
        ),
        Kept(
            title=say("The daily copies"),
            purpose=say("To go back to an earlier day."),
            fields=(say("the library, the procedures, the sheets, the referrals and the journal of changes"),),
            travels=here,
            stays=say(
                "One a day for {days} days, then one a month for {months} months.", days=DAYS_KEPT, months=MONTHS_KEPT
            ),
        ),
    )


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
    return {
        "id": say("a number of our own"),
        "name": say("the name of the place"),
        "relay_types": say("its kind"),
        "description": say("what it does"),
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
        "source": source,
        "source_date": source,
        "licence": source,
        "origin": source,
        "verified_on": checked,
        "verified_by": checked,
        "verified_how": checked,
        "removed_on": say("the day it was withdrawn"),
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
        "outcome": say("what became of it, if someone says so"),
    }


_WORDS = {
    "library": _library_words,
    "procedure": _procedure_words,
    "sheet": _sheet_words,
    "referral": _referral_words,
}
