"""What a room asks of the window that holds it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from desk.base.clock import Clock
from desk.base.paths import Profile
from desk.base.settings import Settings
from desk.base.words import Words
from desk.store.store import Store
from desk.ui.background import Background
from desk.ui.main_window import MainWindow
from desk.ui.theme import Look

T = TypeVar("T")


class Host(Protocol):
    """One open window on one profile, as the rooms see it.

    ``shown`` is what a page was showing, by the page's name: a window made anew, larger or in another language, shows it.
    """

    say: Words
    look: Look
    window: MainWindow
    settings: Settings
    profile: Profile
    clock: Clock
    background: Background
    shown: dict[str, str]

    def ask(self, work: Callable[[Store], T], then: Callable[[T], None] = ..., *, lane: str = "") -> None:
        """Do ``work`` on the store's thread, then show its answer here; what goes wrong is said.

        Of several asked in one ``lane``, only the last is answered.
        """
        ...

    def failed(self, error: BaseException) -> None:
        """Say what went wrong."""
        ...

    def ask_file(self, proposed: str, title: str = "", kinds: str = "") -> str:
        """Return the file that the person wants written, or nothing."""
        ...

    def ask_open_file(self, title: str, kinds: str) -> str:
        """Return the file that the person wants read, or nothing."""
        ...

    def ask_folder(self, title: str) -> str:
        """Return the folder that the person chose, such as a stick, or nothing."""
        ...

    def changed(self, kinds: frozenset[str]) -> None:
        """Tell every room that records of these kinds changed, so that they ask again."""
        ...

    def when_changed(self, kinds: frozenset[str], again: Callable[[], None]) -> None:
        """Call ``again`` whenever a record of one of ``kinds`` changed, as long as this window lives."""
        ...
