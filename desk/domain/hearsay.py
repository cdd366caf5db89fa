"""What a file says of a sheet that this desk already has: what may be taken, what must be asked.

A local correction is never overwritten. A field is taken from the file only if the file changed it since last time and
nobody here changed it in between; everything else that differs becomes a question: they say, we say.
"""

from dataclasses import dataclass, field
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """``taken`` are fields to change here, ``asked`` those to propose; both by the name they travel under."""

    taken: Plain = field(default_factory=dict)
    asked: Plain = field(default_factory=dict)


def hear(*, ours: Plain, before: Plain, now: Plain, blank: Plain, checked_since: bool) -> Heard:
    """Compare three values of each field.

    Args:
        ours: the fields as this desk has them.
        before: what the same source said last time.
        now: what it says today.
        blank: each field while nobody has set it.
        checked_since: a person here checked the sheet after the source last changed it: then everything is asked.
    """
    taken, asked = {}, {}
    for name in {**before, **now}:
        silent = blank.get(name)
        said, told, kept = now.get(name, silent), before.get(name, silent), ours.get(name, silent)
        if said in (told, kept):
            continue
        touched_here = kept != told
        emptied = said == silent and name in blank
        if touched_here or emptied or checked_since:
            asked[name] = said
        else:
            taken[name] = 0 if said is None else said
    return Heard(taken=taken, asked=asked)
