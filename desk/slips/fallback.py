"""The fallback binder: everything that the desk needs without a computer, in sections of numbered pages.

A page keeps its number for life. What was printed last is remembered, so that next time only changed pages are printed,
with a sheet that says which to put in and which to take out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import blake2b
from pathlib import Path

from desk.base.clock import today
from desk.base.codec import CodecError, from_json, to_pretty_json
from desk.base.dates import plain_day
from desk.base.words import Words
from desk.domain.procedures import Procedure, StepKind
from desk.slips.binder import compose_binder
from desk.slips.charter_papers import CharterPaper, compose_charter
from desk.slips.help_paper import compose_help
from desk.slips.marks import POINTS_PER_MM, Mark, Page, Ruler, TextMark
from desk.slips.sheets_of_text import A4, Passage, Sheet, lay_out_text
from desk.store.store import Store
from desk.work import refer
from desk.work.help_pages import TO_PRINT, read_pages
from desk.work.refer_view import Checklist, FactLine

_MARGIN = 16 * POINTS_PER_MM
_SIZES = (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_SMALL = (11.0, 10.5, 10.0, 9.5, 9.0)
_FOOT = "§"
"""Stands where the foot of a page will be written, once its number is known."""


class Standing(Enum):
    """What becomes of a page in the binder on the shelf."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some pages before they are set: their section, their name for life, their text."""

    section: int
    name: str
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is remembered of a page on the shelf: its number in its section, and a seal of its words."""

    section: int
    number: int
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page with its number."""

    name: str
    printed: Printed
    standing: Standing
    page: Page

    @property
    def label(self) -> str:
        """Its number as it is printed: « 3.12 »."""
        return f"{self.printed.section}.{self.printed.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """The whole binder as it stands today, and the numbers of pages to take out of the one on the shelf."""

    library: str
    day: str
    leaves: tuple[Leaf, ...]
    gone: tuple[str, ...]

    @property
    def changed(self) -> tuple[Leaf, ...]:
        """The pages to put in: new ones and changed ones."""
        return tuple(leaf for leaf in self.leaves if leaf.standing is not Standing.SAME)


def compose_fallback(store: Store, say: Words) -> tuple[Part, ...]:
    """Return the parts of the binder, in their order: in danger, charter, procedures, places, index.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    charter = compose_charter(store, CharterPaper.LEAFLET, say)
    binder = compose_binder(store, say, dated=True)
    help_pages = {page.name: page for page in read_pages(say.language)}
    day = today(store.clock)
    parts = [Part(section=1, name="danger", sheet=_danger(store, binder.library, say))]
    parts += [
        Part(section=1, name=name, sheet=compose_help(help_pages[name], binder.library, day, say)) for name in TO_PRINT
    ]
    parts.append(Part(section=2, name="charter", sheet=charter))
    procedures = sorted(store.records.all(Procedure), key=lambda one: one.title)
    for procedure in procedures:
        sheet = _procedure(refer.checklist(store, procedure.id, say), binder.library, say)
        parts.append(Part(section=3, name=f"procedure {procedure.id}", sheet=sheet))
    for chapter in binder.chapters:
        entries = tuple(
            Passage(title=" · ".join(filter(None, (one.name, one.phone))), lines=(*one.lines, one.checked))
            for one in chapter.told
        )
        also = Passage(
            title=say("Also, in another chapter") if chapter.elsewhere else "",
            lines=tuple(name for _, name in chapter.elsewhere),
            dashed=True,
        )
        sheet = _sheet(binder.library, chapter.title, say("Telephone before sending anyone far."), (*entries, also))
        parts.append(Part(section=4, name=f"places {chapter.title}", sheet=replace(sheet, columns=2, sizes=_SMALL[:1])))
    listed = sorted(f"{one.name}, {one.town} · {chapter.title}" for chapter in binder.chapters for one in chapter.told)
    index = (
        Passage(title=say("Procedures"), lines=tuple(one.title for one in procedures), dashed=True),
        Passage(title=say("Places, and in which chapter"), lines=tuple(listed), dashed=True),
    )
    sheet = _sheet(binder.library, say("What is in this binder"), "", index)
    parts.append(Part(section=5, name="index", sheet=replace(sheet, columns=2, sizes=_SMALL[:1])))
    return tuple(parts)


def lay_out_fallback(
    parts: tuple[Part, ...], before: Mapping[str, Printed], library: str, day: str, ruler: Ruler
) -> Fallback:
    """Return the pages of ``parts`` with their numbers: those of ``before`` stay, new pages come after them."""
    leaves: list[Leaf] = []
    last = dict.fromkeys(range(1, 6), 0)
    for one in before.values():
        last[one.section] = max(last.get(one.section, 0), one.number)
    for part in parts:
        for place, page in enumerate(lay_out_text(replace(part.sheet, footer=(_FOOT,)), ruler)):
            name = f"{part.name} {place}"
            seal, known = _seal(page), before.get(name)
            if known is None:
                last[part.section] += 1
                standing, number = Standing.NEW, last[part.section]
            else:
                standing = Standing.SAME if known.seal == seal else Standing.CHANGED
                number = known.number
            printed = Printed(section=part.section, number=number, seal=seal)
            leaves.append(Leaf(name=name, printed=printed, standing=standing, page=page))
    there = {leaf.name for leaf in leaves}
    gone = [f"{one.section}.{one.number}" for name, one in before.items() if name not in there]
    return Fallback(library=library, day=day, leaves=tuple(leaves), gone=tuple(gone))


def pages_to_print(made: Fallback, ruler: Ruler, say: Words, *, only_changed: bool) -> tuple[Page, ...]:
    """Return the pages to print: a sheet that says what to put in and to take out, then each page with its number."""
    chosen = made.changed if only_changed else made.leaves
    lines = {
        standing: ", ".join(leaf.label for leaf in chosen if leaf.standing is standing)
        for standing in (Standing.CHANGED, Standing.NEW)
    }
    told = [
        Passage(title=title, lines=(listed,))
        for title, listed in (
            (say("Pages to replace"), lines[Standing.CHANGED] if only_changed else ""),
            (say("Pages to add"), lines[Standing.NEW] if only_changed else ""),
            (say("Pages to take out"), ", ".join(made.gone)),
        )
        if listed
    ]
    rules = (
        say("1. In danger, and what to do if. 2. The charter. 3. The procedures. 4. The places. 5. The index."),
        say("Pages are in the order of their numbers. A number that is missing was taken out."),
        say("To count a day without the computer: the sheet that the Observatory prints."),
    )
    sheet = _sheet(
        made.library, say("Fallback binder"), made.day, (*told, Passage(title=say("How it is made"), lines=rules))
    )
    cover = lay_out_text(replace(sheet, footer=(f"{made.library} · {made.day}",)), ruler)
    if not only_changed:
        chosen = tuple(sorted(chosen, key=lambda leaf: (leaf.printed.section, leaf.printed.number)))
    return (*cover, *(_stamped(leaf, made, say) for leaf in chosen))


def recall(file: Path) -> dict[str, Printed]:
    """Return what was printed last; nothing the first time, or when it cannot be read."""
    try:
        return from_json(file.read_bytes(), dict[str, Printed])
    except (OSError, CodecError):
        return {}


def remember(file: Path, made: Fallback) -> None:
    """Keep what is on the shelf now.

    Raises:
        OSError: the disk is full or read-only.
    """
    fresh = file.with_suffix(".tmp")
    try:
        fresh.write_bytes(to_pretty_json({leaf.name: leaf.printed for leaf in made.leaves}))
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def library_and_day(store: Store, say: Words) -> tuple[str, str]:
    """Return what the cover says: whose binder, of which day."""
    library = store.library()
    return library.name if library else "", plain_day(today(store.clock), say.language)


def _stamped(leaf: Leaf, made: Fallback, say: Words) -> Page:
    """Write the foot: the number first, then whose page it is and of which day."""
    told = say("Page {label} · {library} · printed on {day}", label=leaf.label, library=made.library, day=made.day)
    marks: list[Mark] = [
        replace(mark, text=told) if isinstance(mark, TextMark) and mark.text == _FOOT else mark
        for mark in leaf.page.marks
    ]
    return replace(leaf.page, marks=tuple(marks))


def _seal(page: Page) -> str:
    words = "\n".join(mark.text for mark in page.marks if isinstance(mark, TextMark))
    return blake2b(words.encode(), digest_size=12).hexdigest()


def _danger(store: Store, library: str, say: Words) -> Sheet:
    lines = tuple(
        " · ".join(filter(None, (one.number, one.use, one.hours, "" if one.confidence == "sure" else say("to verify"))))
        for one in store.seeds.emergency
    )
    told = Passage(title=say("Call with the person, at once"), lines=lines, dashed=True)
    return replace(_sheet(library, say("In danger"), "", (told,)), sizes=(16.0, 15.0, 14.0, *_SIZES))


def _procedure(view: Checklist, library: str, say: Words) -> Sheet:
    def said(facts: tuple[FactLine, ...]) -> tuple[str, ...]:
        return tuple(f"{fact.text} ({say('to verify')})" if fact.to_verify else fact.text for fact in facts)

    def steps(kind: StepKind) -> tuple[str, ...]:
        return tuple(
            " → ".join(filter(None, (step.text, ", ".join(step.relay_labels))))
            for step in view.steps
            if step.kind is kind
        )

    phones = tuple(
        " · ".join(filter(None, (one.number, one.label, one.hours, say("to verify") if one.to_verify else "")))
        for one in view.phones
    )
    parts = (
        (say("Telephone"), phones),
        (say("We explain"), steps(StepKind.EXPLAIN)),
        (say("With the person"), steps(StepKind.WITH)),
        (say("We stop here"), steps(StepKind.STOP)),
        (say("Never"), steps(StepKind.NEVER)),
        (say("To bring"), said(view.bring)),
        (say("Without internet"), said((*((view.paper_form,) if view.paper_form else ()), *view.offline))),
        (say("Beware"), said(view.warnings)),
    )
    passages = tuple(Passage(title=title, lines=lines, dashed=True) for title, lines in parts if lines)
    under = " · ".join(filter(None, (view.administration, view.official_site, view.footer)))
    return _sheet(library, view.title, under, passages)


def _sheet(library: str, title: str, under: str, passages: tuple[Passage, ...]) -> Sheet:
    return Sheet(
        size=A4, margin=_MARGIN, library=library, title=title, under=under, passages=passages, footer=(), sizes=_SIZES,
        title_size=20.0,
    )  # fmt: skip
