"""What is kept of the words of somebody else's calendar: no person, no number, no address of a screen."""

import html
import re

from desk.base.text import clean, fold
from desk.domain.fields import PHONE, secret_in
from desk.domain.hours import asks_appointment
from desk.domain.persons import asks_for_somebody, has_civility, is_of_a_person, names_a_person
from desk.domain.sheets import Reach
from desk.exchange.calendar_answer import Why
from desk.exchange.calendar_times import WrongError

_EMAIL = re.compile(r"\S+@\S+")
_TAG = re.compile(r"<(?:br|/p|/div|/li)[^<>]{0,200}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_LEFT_ALONE = re.compile(
    r"[\s:\-–(),/;·|]*(?:\b(?:t[eé]l(?:[eé]phone)?|contact|e-?mail|courriel|mail)\b\.?)?[\s:\-–(),/;·|]*$",
    re.IGNORECASE,
)
"""What a number or an address leaves behind at the end of a title."""

_WAY = re.compile(
    r"\d|\b(?:rue|place|avenue|av|boulevard|bd|allee|chemin|route|impasse|quai|cours|square|salle|esplanade|rond-point"
    r"|passage|lotissement|residence|batiment|etage|bourg|zone)\b"
)
_LONGEST_TITLE, _LONGEST_PLACE, _LONGEST_DETAILS = 120, 200, 400
_MOST_LINES = 40
_REACH = re.compile(r"(?:sans|sur) (?:rendez.?vous|rdv)[ .!]*")
"""A line that tells how one gets in, and only that: it has a field of its own."""

_FREELY = re.compile(r"sans (?:rendez.?vous|rdv|inscription|reservation)")


def title_of(text: str) -> tuple[str, bool]:
    """Return the title of an event without its numbers and addresses, and whether there were any.

    Raises:
        WrongError: ``NO_TITLE``, ``PERSON``, ``SECRET``.
    """
    said = clean(text, 600)
    if secret_in(said):
        raise WrongError(Why.SECRET)
    if has_civility(said) or is_of_a_person(_EMAIL.sub(" ", said)):
        raise WrongError(Why.PERSON)
    bare = PHONE.sub(" ", _EMAIL.sub(" ", said))
    kept = said if bare == said else _LEFT_ALONE.sub("", clean(bare))
    kept = clean(kept, _LONGEST_TITLE)
    if not re.search(r"\w", kept):
        raise WrongError(Why.NO_TITLE)
    return kept, bare != said


def place_of(text: str) -> tuple[str, bool]:
    """Return where an event is, and whether something was left out: somebody's home, a meeting on a screen."""
    said = clean(text.replace("\n", ", "), 600)
    own = bool(has_civility(said) or asks_for_somebody(said) or secret_in(said) or _EMAIL.search(said) or "://" in said)
    named = is_of_a_person(said) and not _WAY.search(fold(said))
    if own or named:
        return "", bool(said)
    bare = clean(PHONE.sub(" ", said), _LONGEST_PLACE)
    return bare, bare != said[:_LONGEST_PLACE].rstrip()


def details_of(text: str) -> tuple[str, bool]:
    """Return the lines of a description that name nobody and lead nowhere, and whether some were left out."""
    plain = html.unescape(_ANY_TAG.sub(" ", _TAG.sub("\n", text)))
    lines = [clean(one, 1_000) for one in plain.split("\n")[: 10 * _MOST_LINES]]
    lines = [line for line in lines if line and not _REACH.fullmatch(fold(line))]
    safe = [line for line in lines[:_MOST_LINES] if not _doubtful(line)]
    whole = " ".join(safe)
    kept = clean(whole, _LONGEST_DETAILS)
    return kept, len(safe) < len(lines) or kept != whole


def reach_of(text: str) -> Reach:
    """Return how one gets in, where the words of an event tell it."""
    said = text[:5_000]
    if _FREELY.search(fold(said)):
        return Reach.WALK_IN
    return Reach.APPOINTMENT if asks_appointment(said) else Reach.UNKNOWN


def _doubtful(line: str) -> bool:
    return bool("@" in line or "://" in line or PHONE.search(line) or secret_in(line) or names_a_person(line))
