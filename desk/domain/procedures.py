"""Démarches and their relay checklists: steps, stops, relay types, what to bring, the route without internet."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from desk.domain.fields import Problem, required

ProcedureId = NewType("ProcedureId", str)


class Confidence(StrEnum):
    """How far a fact, or a whole procedure, rests on a source that was read."""

    SURE = "sure"
    MIXED = "mixed"
    TO_VERIFY = "to_verify"


class StepKind(StrEnum):
    """What the desk does at a step."""

    EXPLAIN = "explain"
    WITH = "with"
    STOP = "stop"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document: its title, its date as published (``2024``, ``2025-05``, ``2026-07-11`` or None), its address."""

    title: str
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing said to the visitor. ``sources`` are indexes into the procedure's sources, where known."""

    text: str
    confidence: Confidence = Confidence.TO_VERIFY
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A national number, as printed; ``hours`` in plain French or empty."""

    number: str
    label: str = ""
    hours: str = ""
    confidence: Confidence = Confidence.TO_VERIFY
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the relay checklist.

    ``act`` is the charter's act that allows the step or stops it; ``relay_types`` who takes over (stops only);
    ``needs`` the equipment of the library (`desk.domain.libraries.EQUIPMENT`).
    """

    id: str
    kind: StepKind
    text: str
    act: str
    relay_types: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    confidence: Confidence = Confidence.TO_VERIFY
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMoment:
    """A season of the procedure: months 1–12, none meaning any time."""

    months: tuple[int, ...] = ()
    text: str = ""
    confidence: Confidence = Confidence.TO_VERIFY
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One thing people come for.

    ``source_date`` is the date of the newest document cited; ``checked_on`` the day a person checked, None until then.
    Only ``checked_on`` may ever be shown as a check. ``words`` are ways in which people say it.
    """

    id: ProcedureId
    title: str
    slip_title: str
    family: str
    domain: str
    administration: str = ""
    official_site: str | None = None
    phones: tuple[Phone, ...] = ()
    paper_form: Fact | None = None
    steps: tuple[Step, ...] = ()
    prerequisites: tuple[Fact, ...] = ()
    bring: tuple[Fact, ...] = ()
    offline: tuple[Fact, ...] = ()
    warnings: tuple[Fact, ...] = ()
    key_moments: tuple[KeyMoment, ...] = ()
    relay_types: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    source_date: str | None = None
    checked_on: date | None = None
    checked_by: str = ""
    compiled_on: date | None = None
    confidence: Confidence = Confidence.TO_VERIFY
    to_verify: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    emergency: bool = False
    review: bool = False


def check(procedure: Procedure) -> list[Problem]:
    """Return everything to correct before ``procedure`` may be kept."""
    problems = required("id", procedure.id) + required("title", procedure.title) + required("family", procedure.family)
    if not any(step.kind is StepKind.STOP for step in procedure.steps):
        problems.append(Problem(field="steps", code="no-stop"))
    problems += [
        Problem(field="steps", code="stop-without-relay")
        for step in procedure.steps
        if step.kind is StepKind.STOP and not step.relay_types
    ]
    known = range(len(procedure.sources))
    cited = [index for step in procedure.steps for index in step.sources]
    cited += [index for fact in facts(procedure) for index in fact.sources]
    problems += [Problem(field="sources", code="unknown-source") for index in cited if index not in known]
    return problems


def facts(procedure: Procedure) -> tuple[Fact, ...]:
    """Return every fact addressed to the visitor, in the order of the sheet."""
    form = (procedure.paper_form,) if procedure.paper_form else ()
    return (*procedure.prerequisites, *procedure.bring, *form, *procedure.offline, *procedure.warnings)


def needs_checking(procedure: Procedure) -> bool:
    """Return whether the procedure must carry "à vérifier": not sure, or never checked by a person."""
    return procedure.confidence is not Confidence.SURE or procedure.checked_on is None


def in_season(procedure: Procedure, month: int) -> tuple[KeyMoment, ...]:
    """Return the key moments of ``month`` (1–12)."""
    return tuple(moment for moment in procedure.key_moments if month in moment.months)
