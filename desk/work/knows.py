"""« Ce que ce logiciel sait »: what is kept, field by field, how far it may travel, how long; and what is never kept.

Made from the catalogue of records, so that the page cannot forget a field: a test compares them.
"""

from dataclasses import dataclass

from desk.base.words import Words
from desk.domain.catalogue import KINDS, REFERRAL, Scope, Shape, columns
from desk.domain.counts import KEPT_MONTHS, WIDE_THRESHOLD
from desk.domain.mutual_aid import REQUEST_DAYS
from desk.store.backups import DAYS_KEPT, MONTHS_KEPT
from desk.store.private import UNMET_WORDS_DAYS
from desk.work.knows_fields import field_words


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
    return (*(_of_kind(kind, say) for kind in (*KINDS, REFERRAL)), *_here_only(say))


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
    promise = say("No visitor is named anywhere. Nothing leaves this computer before you join a network.")
    lines += [f"> {promise}", ""]
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


def _of_kind(kind: Shape, say: Words) -> Kept:
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
        "doubt": (
            say("What was said wrong of a sheet"),
            say("To telephone before sending somebody to the wrong place."),
            say("Kept as long as this desk is used."),
        ),
        "call": (
            say("The calls of the week"),
            say("To keep sheets true, and never call the same place twice in a week."),
            say("Kept as long as this desk is used."),
        ),
        "referral": (
            say("The referrals"),
            say("To print a slip again and to count needs. One line for each visit, without a name."),
            say("Erased after {n} months, or the time chosen, here and in the copies.", n=KEPT_MONTHS),
        ),
        "count": (
            say("The counters"),
            say("To tell the mayor and the network what is missing. One number a month, no person."),
            say("Kept by month for {n} months, or the time chosen, then by year.", n=KEPT_MONTHS),
        ),
        "figures": (
            say("The figures of the network"),
            say("To compare. Figures under {n} are masked.", n=WIDE_THRESHOLD),
            say("Kept as long as this desk is used."),
        ),
        "network-rules": (
            say("The rules of counting"),
            say("To wait for news of a slip as long in every library."),
            say("Kept as long as this desk is used."),
        ),
        "charter": (
            say("The versions of the charter"),
            say("To know how far the desk goes, and to print it. Offices sign, no name is kept."),
            say("Kept as long as this desk is used: older versions stay readable."),
        ),
        "agreement": (
            say("The agreements with partners"),
            say("To say at the right step who sends what to whom."),
            say("Kept as long as this desk is used."),
        ),
        "session": (
            say("The drop-in sessions"),
            say("To say who receives, where and when. They name organisations, not people."),
            say("Kept as long as this desk is used."),
        ),
        "appointment": (
            say("The appointments"),
            say("To keep a slot for somebody who has only a code on paper."),
            say("Kept as long as this desk is used."),
        ),
        "aid-offer": (
            say("The offers of help"),
            say("To know that somebody near here can show something. Never who."),
            say("No longer shown once the consent ends."),
        ),
        "card-key": (
            say("The keys of skills cards"),
            say("To recognise which library stamped a card."),
            say("Kept as long as this desk is used."),
        ),
    }[kind.name]
    travels = {
        Scope.NETWORK: say("Shared with the libraries of your network, if this desk has joined one."),
        Scope.LIBRARY: say("Stays in this library, shared between its own computers."),
        Scope.COORDINATOR: say("Shared with this library's other computers and with your network's coordinator."),
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
            title=say("The person to ask for at a partner's"),
            purpose=say("To know whom to call. It is not printed, nor given to anyone."),
            fields=(
                say("name, role, telephone, e-mail"),
                say("the sheet it belongs to"),
                say("the day it was last changed"),
            ),
            travels=here,
            stays=say("Kept until you empty it."),
        ),
        Kept(
            title=say("The people who help"),
            purpose=say("To call the right person when somebody asks for help. The library is the go-between."),
            fields=(
                say("name, telephone, what they can show, their half-days"),
                say("their limits, what may be said aloud, the day of their consent"),
            ),
            travels=here,
            stays=say("Six months from the consent, unless it is renewed."),
        ),
        Kept(
            title=say("The requests for help"),
            purpose=say("To find a helper. Nobody is named: the paper has a code."),
            fields=(say("what, when, with which limits"), say("the helper proposed and the day of the meeting")),
            travels=here,
            stays=say("Erased after the meeting, or after {n} days.", n=REQUEST_DAYS),
        ),
        Kept(
            title=say("Your drafts of sheets"),
            purpose=say("To lose nothing of what you type if the computer stops."),
            fields=(say("what you typed in the form and did not save yet"), say("the sheet it belongs to")),
            travels=here,
            stays=say("Erased when you save the sheet, or when you forget the draft."),
        ),
        Kept(
            title=say("What files said of a sheet"),
            purpose=say("To see what changed when the same file comes again. Columns about persons are left out."),
            fields=(say("the line of the file"), say("what is proposed and not yet settled")),
            travels=here,
            stays=say("Kept as long as this desk is used."),
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
            purpose=say("To share corrections, and to know what changed."),
            fields=(say("which field of which sheet changed, its value and when"),),
            travels=say("Shared with the libraries of your network, if this desk has joined one."),
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
