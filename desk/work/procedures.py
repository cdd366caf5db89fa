"""Démarches: all procedures by family, for reading, with source and date."""

from dataclasses import dataclass

from desk.base.clock import today
from desk.base.text import fold
from desk.base.words import Words
from desk.domain.procedures import Confidence, Procedure, in_season
from desk.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLine:
    """One line of the list. ``season`` says that this month is one of its key moments."""

    id: str
    title: str
    administration: str
    confidence: Confidence
    checked: bool
    review: bool
    season: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyGroup:
    """A family and its procedures, by title."""

    slug: str
    label: str
    procedures: tuple[ProcedureLine, ...]


def by_family(store: Store, say: Words) -> tuple[FamilyGroup, ...]:
    """Return every procedure, grouped by family in the order of the national list."""
    month = today(store.clock).month
    procedures = store.records.all(Procedure)
    groups = []
    for family in store.seeds.taxonomy.families.values():
        lines = sorted(
            (_line(procedure, month) for procedure in procedures if procedure.family == family.slug),
            key=lambda line: fold(line.title),
        )
        if lines:
            label = family.label if say.language == "fr" else family.english
            groups.append(FamilyGroup(slug=family.slug, label=label, procedures=tuple(lines)))
    return tuple(groups)


def _line(procedure: Procedure, month: int) -> ProcedureLine:
    return ProcedureLine(
        id=procedure.id,
        title=procedure.title,
        administration=procedure.administration,
        confidence=procedure.confidence,
        checked=procedure.checked_on is not None,
        review=procedure.review,
        season=bool(in_season(procedure, month)),
    )
