"""What an operation answers: what changed, or what must be corrected first."""

from dataclasses import dataclass

from desk.domain.fields import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The kinds of record that changed, so that screens ask again; or the problems, and then nothing was written.

    ``warnings`` are what was kept although it looks doubtful. ``id`` is the record's, where one was made or changed.
    """

    changed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    id: str = ""
