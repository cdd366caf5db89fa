"""What an operation answers: what changed, or what must be corrected first."""

from dataclasses import dataclass

from desk.domain.fields import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The kinds of record that changed, so that screens ask again; or the problems, and then nothing was written."""

    changed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
