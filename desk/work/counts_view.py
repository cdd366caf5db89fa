"""Figures as values: the same on the screen, on paper and in files. A report is this before it is anything else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it may be shown. ``n`` is None when masked; ``text`` is « 12 », « 0 », « moins de 5 », « masqué »."""

    n: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table: what it counts, how many, and how many in the period before where that is known."""

    key: str
    label: str
    figure: Figure
    before: Figure | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, ready to show: its lines in order, the largest first unless time orders them.

    ``id`` is one of ``months``, ``families``, ``needs``, ``unmet``, ``relays``, ``ends``, ``reasons``, ``outcomes``,
    ``distance``, ``hours``, ``autonomy``, ``devices``, ``visits``, ``libraries``. ``note`` says how to read it.
    """

    id: str
    title: str
    lines: tuple[Line, ...]
    total: Figure | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A closed period that pages can be made of: ``2026-11``, ``2026-T4`` or ``2026``, and its name in words."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All the figures of one period, of one library or of the network.

    ``scope`` is ``own`` or ``network``; ``of`` names the library or the network; ``threshold`` is 5 or 11; ``why``
    tells, where much is masked, why. ``sentences`` are three, ready to be changed by a person before printing, and
    ``proposal`` one; ``sources`` says what was counted, where, when and by which rules.
    """

    scope: str
    of: str
    commune: str
    period: Period
    threshold: int
    total: Figure
    before: Figure | None
    tables: tuple[Table, ...]
    sentences: tuple[str, ...] = ()
    proposal: str = ""
    sources: tuple[str, ...] = ()
    why: str = ""

    def table(self, table_id: str) -> Table | None:
        """Return one table, or None when the period has nothing for it."""
        return next((one for one in self.tables if one.id == table_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """A slip given: its code, what it was for, where to, how long ago, what was ``told`` of it since. No person."""

    code: str
    title: str
    relay: str
    phone: str
    day: str
    age: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The slips of which nothing was heard, told apart by the wait for news of ``days``, each list oldest first.

    ``without_news`` are « sans nouvelle »: given before the wait, to ask for; ``not_back`` are « pas encore revenus »: given
    within it, and still waited for.
    """

    days: int
    without_news: tuple[NewsLine, ...] = ()
    not_back: tuple[NewsLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMonths:
    """What is counted in the months still open, for the eyes of the desk only, never printed.

    ``words`` tell how many visits this month, and from when figures can be published; ``unmet`` are the needs without
    answer.
    """

    words: tuple[str, ...]
    unmet: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the Observatoire shows before any period is closed, and beside them.

    ``hushed`` is ``now`` with every small figure as « moins de 5 », as a screen that a visitor may see shows it;
    ``periods`` latest first.
    """

    now: OpenMonths
    hushed: OpenMonths
    news: News
    periods: tuple[Period, ...]
    network_periods: tuple[Period, ...] = ()
