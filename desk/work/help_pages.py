"""The pages of the help, as they come with the program: one for each screen, and those to print."""

from dataclasses import dataclass

from desk.base.marked import quoted
from desk.base.paths import resources
from desk.base.text import fold

ORDER = (
    "first_hour", "refer", "sheets", "sheet-editor", "sheet-history", "map", "calls", "overview", "import", "suggestions",
    "export", "procedures", "charter", "sessions", "mutual-aid", "skills", "observatory", "exchange", "journal", "settings",
    "training",
    "first_start", "help", "what_if", "coordinator", "accessibility", "news",
)  # fmt: skip
"""The order of the list: a screen's page has the screen's name. A page that is not named here comes before the last."""

TO_PRINT = ("first_hour", "what_if")
"""The pages for the wall: one side of A4 each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page: its name, its title, its marked-up text."""

    name: str
    title: str
    text: str


def page_names(language: str) -> tuple[str, ...]:
    """Return the names of the pages there are, in the order of the list."""
    there = {file.stem for file in (resources() / "help" / language).glob("*.md")}
    others = sorted(there - set(ORDER))
    named = [name for name in ORDER if name in there]
    return (*named[:-1], *others, *named[-1:])


def read_pages(language: str) -> tuple[HelpPage, ...]:
    """Return the pages in the order of the list; the first line of each is its title."""
    folder = resources() / "help" / language
    pages = []
    for name in page_names(language):
        text = quoted((folder / f"{name}.md").read_text(encoding="utf-8"), language)
        pages.append(HelpPage(name=name, title=text.splitlines()[0].removeprefix("# "), text=text))
    return tuple(pages)


def having(pages: tuple[HelpPage, ...], words: str) -> tuple[HelpPage, ...]:
    """Return the pages that have every word of ``words``, whatever the accents and the capitals."""
    wanted = fold(words).split()
    return tuple(page for page in pages if all(word in fold(page.text) for word in wanted))
