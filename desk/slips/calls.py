"""The printed list of calls as a value: for each place the number to call, the old answers, what to ask."""

from dataclasses import dataclass

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.hours import calendar_of, read
from desk.domain.hours_text import sentence_week
from desk.domain.libraries import full_name
from desk.domain.sheets import Sheet
from desk.slips.compose import in_a_sentence, spaced
from desk.slips.typeset import capital
from desk.store.store import Store
from desk.work.calling import BY_KEY, Round, result_words
from desk.work.refer import fee_words, reach_words
from desk.work.sheets import address


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask: what the sheet says today, nothing when it says nothing, and then the answer is to be written."""

    label: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCall:
    """One place to call."""

    number: int
    name: str
    phone: str
    why: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCalls:
    """The list of one week. ``opening`` is what to say first; ``results`` are the boxes under each place, in order."""

    language: str
    library: str
    title: str
    day: str
    opening: str
    calls: tuple[PrintedCall, ...]
    results: tuple[str, ...]
    footer: str


def compose_calls(store: Store, told: Round, say: Words) -> PrintedCalls:
    """Return the printed list of the calls that are still to make, all of them when every one is made."""
    library = store.library()
    lines = tuple(line for line in told.lines if not line.done) or told.lines
    sheets = store.records.many(Sheet, [line.sheet for line in lines])
    name = full_name(library) if library else ""
    departement = library.departement if library else ""
    return PrintedCalls(
        language=say.language,
        library=name,
        title=say("Calls of the week"),
        day=told.title,
        opening=say(
            "“Good morning, this is {library}. We send people to you: may I check three points?”",
            library=in_a_sentence(library, say.language) if library else name,
        ),
        calls=tuple(
            PrintedCall(
                number=line.number,
                name=line.name,
                phone=spaced(line.phone),
                why=capital(line.why),
                questions=_questions(store, sheets[line.sheet], departement, say),
            )
            for line in lines
            if line.sheet in sheets
        ),
        results=tuple(f"{key} {result_words(result, say)}" for key, result in enumerate(BY_KEY, start=1)),
        footer=say(
            "Printed on {day}. Back at the desk: Sheets, Calls of the week, then the number of each result.",
            day=plain_day(today(store.clock), say.language),
        ),
    )


def _questions(store: Store, sheet: Sheet, departement: str, say: Words) -> tuple[Question, ...]:
    week = sentence_week(read(sheet.opening_hours, calendar_of(departement)), store.clock.now(), say.language)
    kinds = ", ".join(store.seeds.taxonomy.relay_label(slug, say.language) for slug in sheet.relay_types)
    terms = ", ".join(part for part in (reach_words(sheet.reach, say), fee_words(sheet.fee, say)) if part)
    return (
        Question(label=say("Hours"), told=" ; ".join(week) or " ".join(sheet.hours_text.split())),
        Question(label=say("Address"), told=address(sheet)),
        Question(label=say("Helps with"), told=" · ".join(part for part in (sheet.summary or kinds, terms) if part)),
    )
