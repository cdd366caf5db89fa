"""What to say when something goes wrong: one sentence for each code, the same on screen and on the command line."""

from collections.abc import Callable

from desk.base.dates import published
from desk.base.errors import Code, DeskError
from desk.base.words import Words
from desk.work.network_sentences import NETWORK_ERRORS
from desk.work.updates_words import UPDATE_ERRORS
from desk.work.value_sentences import VALUE_CODES, of_value


def of_error(error: DeskError, say: Words) -> str:
    """Return what happened and what to do, in one or two plain sentences."""
    return _ERRORS[error.code](say, error.blanks)


def of_problem(code: str, say: Words) -> str:
    """Return what is to be corrected in a field. An unknown code is said as a general request to look again."""
    sentences = {
        "required": say("Please fill in this line."),
        "too-long": say("This text is too long."),
        "out-of-range": say("This number is outside the usual limits."),
        "unknown-value": say("This choice is not in the list."),
        "in-the-future": say("This date is in the future."),
        "unreadable": say("This cannot be read. Please write it another way."),
        "email-personal": say("This address seems to be a person's. Prefer the one of the office."),
        "commune-former": say("This commune is now part of another one. Its old name stays in the address."),
        "end-before-start": say("The last day is before the first."),
        "in-the-past": say("This day is past."),
        "number-typed": say("This looks like a telephone number. Leave it out: the paper has a code."),
        "phone-typed": say("This looks like a telephone number. Write the organisation's own number on its sheet."),
        "person-named": say("This seems to name a person. Write the organisation: no name may leave."),
        "charter-loosened": say("The charter may do less than the model, never more."),
        "no-stop": say("The checklist has no stop: say where the desk hands over."),
        "stop-without-relay": say("A stop has no kind of relay."),
        "unknown-source": say("A source is missing."),
        "secret-nir": say("This looks like a social security number. Do not type it here: give it back to the person."),
        "secret-iban": say("This looks like a bank account number. Do not type it here: give it back to the person."),
        "secret-card": say("This looks like a payment card number. Do not type it here: give it back to the person."),
        "secret-password": say("This looks like a password. Do not type it here: only the person types it."),
        "hours-overnight": say("The closing hour comes before the opening hour."),
        "hours-replaced-rule": say("Two rules for the same day: only the last would count."),
        "hours-beyond-24": say("An hour goes beyond 24 h."),
        "hours-unreadable": say("These hours cannot be read: they are shown as they are."),
        "hours-always-open-comment": say("These hours would be read as always open: write them in words."),
        "hours-holiday-first": say("Holidays must come after the days of the week."),
    }
    return sentences.get(code) or of_value(code, say) or say("Please look at this line again.")


PROBLEM_CODES = frozenset(
    {
        "required", "too-long", "out-of-range", "unknown-value", "in-the-future",
        "unreadable", "email-personal", "commune-former", "end-before-start", "charter-loosened",
        "in-the-past", "number-typed", "phone-typed", "person-named", "no-stop", "stop-without-relay",
        "unknown-source", "secret-nir", "secret-iban", "secret-card", "secret-password", "hours-overnight",
        "hours-replaced-rule", "hours-beyond-24", "hours-unreadable", "hours-always-open-comment",
        "hours-holiday-first", *VALUE_CODES,
    }
)  # fmt: skip
"""Every code that `of_problem` has a sentence for; a sweep compares it with the codes that checks produce."""


_ERRORS: dict[Code, Callable[[Words, dict[str, str | int]], str]] = {
    Code.UNKNOWN_LIBRARY: lambda say, b: say("No open library matches “{text}” in the official list.", **b),
    Code.AMBIGUOUS_LIBRARY: lambda say, b: say(
        "{count} libraries match “{text}”. Add the commune or the postcode, or give the code.", **b
    ),
    Code.UNKNOWN_COMMUNE: lambda say, b: say("No commune matches “{text}”.", **b),
    Code.COMMUNE_WITHOUT_PLACE: lambda say, b: say("The place of {commune} on the map is unknown.", **b),
    Code.UNKNOWN_PROCEDURE: lambda say, b: say("There is no procedure called “{id}”.", **b),
    Code.UNKNOWN_SHEET: lambda say, b: say("There is no sheet called “{id}”.", **b),
    Code.UNKNOWN_FIELD: lambda say, b: say("A sheet has no line called “{field}”.", **b),
    Code.NOTHING_TO_UNDO: lambda say, _: say("There is nothing left to undo."),
    Code.TABLE_MISSING: lambda say, b: say("There is no file called “{file}” that can be read.", **b),
    Code.TABLE_EMPTY: lambda say, _: say("This file is empty. Nothing was changed."),
    Code.TABLE_UNREADABLE: lambda say, _: say("This file is not a table that Relais can read. Nothing was changed."),
    Code.TABLE_TOO_LARGE: lambda say, _: say("This file is too large to be a list of places. Nothing was changed."),
    Code.TABLE_DANGEROUS: lambda say, _: say("This file is made to harm a computer. It was not opened further."),
    Code.TABLE_WITHOUT_NAMES: lambda say, _: say(
        "No column of this file seems to hold the names of places. Say which one, then try again."
    ),
    Code.UNKNOWN_CHARTER: lambda say, _: say("This version of the charter is not on this computer."),
    Code.CHARTER_ADOPTED: lambda say, _: say("An adopted charter does not change any more. Begin a new version."),
    Code.UNKNOWN_SESSION: lambda say, _: say("This session is not on this computer."),
    Code.NOT_HELD: lambda say, b: say("The session is not held on {day}.", **b),
    Code.UNKNOWN_SKILL: lambda say, b: say("“{text}” is no skill. Write one like c01=alone.", **b),
    Code.SLOT_TAKEN: lambda say, b: say("The slot of {time} is already taken.", **b),
    Code.WRONG_CODE: lambda say, b: say("The code “{typed}” has a wrong sign. Please read it again.", **b),
    Code.MONTH_CLOSED: lambda say, b: say(
        "The figures of this month are made already ({month}). They no longer change.",
        **{**b, "month": published(str(b["month"]), say.language)} if b else b,
    ),
    Code.NOT_A_TALLY: lambda say, b: say("“{typed}” is not the code of a tally sheet printed here.", **b),
    Code.UNKNOWN_PERIOD: lambda say, b: say(
        "There are no figures for “{text}” yet. They are made when Relais opens, once the months and the wait are over.",
        **b,
    ),
    Code.NOT_EMPTY: lambda say, b: say("Something is in the folder {folder} already. Choose an empty one.", **b),
    Code.CHANGED_SINCE: lambda say, _: say("Somebody changed this since. Open it to correct it by hand."),
    Code.UNKNOWN_TICKS: lambda say, b: say("“{text}” is not a line of ticks. Write for example ID:answered=3.", **b),
    Code.UNUSABLE_FORM: lambda say, b: say("Figures cannot be written in {file}. It must end in: {forms}.", **b),
    Code.KEPT_MONTHS: lambda say, b: say("Give a number of months between {low} and {high}.", **b),
    Code.RULES_OF_NETWORK: lambda say, _: say("The coordinator of your network decides this, for all its libraries."),
    Code.NEWS_DAYS: lambda say, b: say("Give a number of days between {low} and {high}.", **b),
    Code.UNKNOWN_SLIP: lambda say, b: say("The code “{typed}” is not one of ours. Please read it again.", **b),
    Code.UNKNOWN_HALF_DAY: lambda say, b: say("“{text}” is not a half-day. Write for example thu-pm or sat-am.", **b),
    Code.UNKNOWN_MOMENT: lambda say, b: say("“{text}” is not a moment. Write for example 2026-11-24T10:00.", **b),
    Code.NO_LIBRARY: lambda say, _: say(
        "This desk does not know its library yet. Start with the first three questions."
    ),
    Code.NOTHING_FITS: lambda say, _: say("Nothing fits this need."),
    Code.INVALID_RECORD: lambda say, _: say("Some lines must be corrected first."),
    Code.PERSON_IN_TEXT: lambda say, _: say("This text seems to name a person. Please take the name out."),
    Code.FILE_FROM_FUTURE: lambda say, b: say(
        "{file} was made by a more recent Relais. It was left untouched. Install the latest Relais.", **b
    ),
    Code.FILE_DAMAGED: lambda say, b: say(
        "{file} is damaged. It was left untouched. You can go back to a copy of an earlier day.", **b
    ),
    Code.FILE_LOCKED: lambda say, _: say("Another program is writing. Nothing is lost. Please try again in a moment."),
    Code.FILE_CHANGED: lambda say, b: say(
        "Another program replaced {file}. Nothing was written over it. Close Relais and open it again.", **b
    ),
    Code.FILE_MISSING: lambda say, b: say("{file} cannot be found.", **b),
    Code.DISK_FULL: lambda say, _: say(
        "There is no more room on the disk. What was saved is safe. Free some space and try again."
    ),
    Code.READ_ONLY: lambda say, b: say("{file} cannot be written here. You can still read and print.", **b),
    Code.FORBIDDEN_PLACE: lambda say, b: say(
        "Relais cannot keep its data in {place}. Choose a folder of this computer.", **b
    ),
    Code.OLD_SQLITE: lambda say, b: say(
        "A part of Relais is too old and could damage the data ({version}). Install Relais again.", **b
    ),
    Code.ALREADY_OPEN: lambda say, _: say("Relais is already open for this library."),
    Code.NO_PRINTER: lambda say, _: say("No printer answers. You can keep a PDF, or copy the slip from the screen."),
    Code.PRINT_FAILED: lambda say, _: say("The printer stopped. The slip is not lost: print it again or keep a PDF."),
    Code.NOT_A_BACKUP: lambda say, b: say("{file} is not a copy that Relais can go back to. Nothing was changed.", **b),
    Code.OTHER_LIBRARY: lambda say, b: say(
        "This copy is the one of {library} ({commune}). This desk belongs to another library. Nothing was changed.", **b
    ),
    Code.TRAINING: lambda say, _: say("This is an exercise: nothing leaves it and no copy comes into it."),
    Code.NO_TRAINING: lambda say, _: say(
        "No exercise was begun on this computer. Write “relais training start” to begin one."
    ),
    Code.UNKNOWN_PAGE: lambda say, b: say("The help has no page called “{name}”.", **b),
    Code.WINDOW_OPEN: lambda say, _: say("Relais is open on this computer. Close it, then try again."),
    Code.COPIES_ELSEWHERE_MISSING: lambda say, b: say(
        "The disk or key of the second copies is not there: {place}. Plug it in when you can. Nothing is lost.", **b
    ),
    Code.COPIES_ELSEWHERE_FULL: lambda say, b: say(
        "There is no more room on the disk or key of the second copies: {place}. The copies here are safe.", **b
    ),
    Code.UNKNOWN_DESK: lambda say, b: say("No desk has the number {desk}.", **b),
    Code.UNKNOWN_DATABASE: lambda say, _: say(
        "This address of a database cannot be used. Write sqlite:///FILE or postgresql://SERVER/NAME."
    ),
    Code.UNUSABLE_NAME: lambda say, b: say("“{text}” cannot be a name here. Use letters, digits and dashes.", **b),
    Code.HUB_DATABASE: lambda say, _: say("The hub's database does not answer. Nothing is lost. Please try again."),
    **NETWORK_ERRORS,
    **UPDATE_ERRORS,
    Code.PORT_TAKEN: lambda say, b: say("Another program listens on port {port}, or the address is wrong.", **b),
}
