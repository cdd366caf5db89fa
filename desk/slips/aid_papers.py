"""Mutual aid on paper: the helper's consent and its renewal, and what a person who asked takes away."""

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.words import Words
from desk.domain.libraries import Library, full_name
from desk.domain.mutual_aid import CONSENT_MONTHS, AidRequest, Helper, consent_ends
from desk.slips.compose import spaced
from desk.slips.sheets_of_text import A5, Passage, Sheet
from desk.slips.typeset import capital
from desk.store.store import Store
from desk.work.mutual_aid import half_days_words, subject_words, times

_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)


def compose_consent(store: Store, helper: Helper, say: Words) -> Sheet:
    """Return the card that a helper signs: what is kept, what for, how long, how to stop. The telephone is not on it.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library, day = _library(store), today(store.clock)
    renewal = helper.consent_on is not None
    subjects = ", ".join(subject_words(one, say) for one in helper.subjects)
    passages = [
        Passage(title=say("I can show"), lines=(capital(subjects), capital(half_days_words(helper.half_days, say)))),
        *([Passage(title=say("Please do not ask me"), lines=(helper.limits,))] if helper.limits else []),
        Passage(
            title=say("What the library may say aloud"),
            lines=(helper.may_say or say("My subjects and my half-days, not my name."),),
        ),
        Passage(
            title=say("What I accept"),
            lines=(
                say("The library keeps my name, my telephone number and these lines."),
                say("They stay on this computer. They are shared with nobody."),
                say("The library is the go-between: it calls me first."),
                say(
                    "This lasts {n} months, until {day}.",
                    n=CONSENT_MONTHS,
                    day=plain_day(consent_ends(day), say.language),
                ),
                say("I can stop at any time, with one word to the library. Everything is then erased."),
            ),
            dashed=True,
        ),
        Passage(signs=(say("Name"), say("Date and signature"))),
    ]
    return Sheet(
        size=A5,
        margin=26.0,
        library=full_name(library),
        title=say("Renewing my consent") if renewal else say("I agree to help"),
        under=say("Mutual aid"),
        passages=tuple(passages),
        footer=(_printed(store, library, say),),
        sizes=_SIZES,
        title_size=20.0,
        rest=say("… and {n} more", n="{n}"),
    )


def compose_request(store: Store, request: AidRequest, say: Words) -> Sheet:
    """Return the paper of somebody who asked for help: what, when, the code, the library to call.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = _library(store)
    phone, held = spaced(library.phone), times(store, say)
    agreed = (
        say("Meeting at the library on {day}.", day=plain_day(request.meets_on, say.language))
        if request.meets_on
        else say("We look for somebody. Come back or call in a week.")
    )
    passages = [
        Passage(
            title=capital(subject_words(request.subject, say)),
            lines=(capital(half_days_words(request.half_days, say)),),
        ),
        Passage(title=agreed, lines=(request.limits,) if request.limits else ()),
        Passage(title=say("Code: {code}", code=request.code)),
        *([Passage(title=say("To ask: {number}", number=phone))] if phone else []),
        *([Passage(title=say("Times of mutual aid"), lines=held)] if held else []),
        Passage(signs=(say("Name (to fill in by hand)"),)),
    ]
    return Sheet(
        size=A5,
        margin=26.0,
        library=full_name(library),
        title=say("Come back with this paper"),
        under=say("Mutual aid"),
        passages=tuple(passages),
        footer=(say("We have kept neither your name nor your papers."), _printed(store, library, say)),
        sizes=(18.0, 16.0, *_SIZES),
        rest=say("… and {n} more", n="{n}"),
    )


def _library(store: Store) -> Library:
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    return library


def _printed(store: Store, library: Library, say: Words) -> str:
    return say(
        "{library} · printed on {day}", library=full_name(library), day=plain_day(today(store.clock), say.language)
    )
