"""The cases to practise on, told from the procedures of this desk: a good answer is never written twice."""

from dataclasses import dataclass
from pathlib import Path

from desk.base.clock import Clock
from desk.base.errors import Code, RefusedError
from desk.base.paths import Profile
from desk.base.words import Words
from desk.domain.procedures import Procedure
from desk.domain.training import Answered, Case
from desk.store import seed
from desk.store.store import Store, open_store
from desk.store.training import discard, make_copy

__all__ = ["Answered", "CaseView", "Good", "answer_text", "cases", "discard", "make_copy", "ready", "visitor_text"]

MINUTES = 5
"""How long a case takes."""


def ready(profile: Profile, clock: Clock, resources: Path) -> Profile:
    """Return what one practises on, made now if there is none yet.

    Raises:
        RefusedError: ``NO_LIBRARY`` before the first start is done.
        UnavailableError: no room or no right; the desk's own files cannot be opened.
    """
    if profile.is_training:
        return profile
    if profile.training_copy.is_training:
        return profile.training_copy
    if not profile.desk_file.exists():
        raise RefusedError(Code.NO_LIBRARY)
    store = open_store(profile, clock, resources)
    try:
        return make_copy(store, clock, resources)
    finally:
        store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A part of a good answer: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case in words. ``number`` counts from 1 among ``of``."""

    id: str
    number: int
    of: int
    title: str
    visitor: tuple[str, ...]
    asked: tuple[Answered, ...]
    good: tuple[Good, ...]


def cases(store: Store, say: Words) -> tuple[CaseView, ...]:
    """Return the cases, in their order. What a procedure says is read from it now."""
    found = seed.training_cases(store.seeds.folder)
    known = store.records.many(Procedure, [case.procedure for case in found if case.procedure])
    return tuple(
        CaseView(
            id=case.id,
            number=number,
            of=len(found),
            title=case.title,
            visitor=case.visitor,
            asked=case.asked,
            good=_good(store, case, known.get(case.procedure), say),
        )
        for number, case in enumerate(found, 1)
    )


def _good(store: Store, case: Case, procedure: Procedure | None, say: Words) -> tuple[Good, ...]:
    parts: list[tuple[str, tuple[str, ...]]] = [(say("What can be typed"), (case.typed,))]
    if procedure is None:
        parts.append((say("The procedure"), (say("None: nothing fits this need."),)))
    else:
        steps = {step.id: step.text for step in procedure.steps}
        relay = store.seeds.taxonomy.relay_label(case.relay_type, say.language)
        parts += [
            (say("The procedure"), (procedure.title,)),
            (say("Where the desk stops"), (steps.get(case.stop, ""),)),
            (say("Who goes on"), (relay,)),
            (say("What is never done"), (steps.get(case.never, ""),)),
        ]
    parts += [(say("What makes the answer good"), case.good), (say("To talk about together"), (case.talk,))]
    return tuple(
        Good(heading=heading, lines=kept) for heading, lines in parts if (kept := tuple(line for line in lines if line))
    )


def visitor_text(case: CaseView, say: Words) -> str:
    """Return the visitor's part, marked up for a page to read."""
    lines = [f"# {say('Case {number} of {of}', number=case.number, of=case.of)}", f"## {case.title}"]
    lines += [f"> {sentence}" for sentence in case.visitor]
    lines += [f"## {say('If you are asked')}"]
    lines += [f"- {one.question} — {one.answer}" for one in case.asked]
    return "\n".join(lines)


def answer_text(case: CaseView, say: Words) -> str:
    """Return a good answer, and the visitor's part below it, marked up."""
    lines = [f"# {say('A good answer')}"]
    for part in case.good:
        lines += [f"## {part.heading}", *(f"- {line}" for line in part.lines)]
    return "\n".join((*lines, visitor_text(case, say)))
