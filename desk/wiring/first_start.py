"""The first start: three questions, the first relays, a test page. Also when the desk goes to another library."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from desk.domain.fields import Problem
from desk.domain.libraries import Library
from desk.store.store import Store
from desk.ui.screens.first_start import FirstStart, FirstStartScreen
from desk.wiring.copies import Copies
from desk.wiring.exchange import Exchanging
from desk.wiring.host import Host
from desk.wiring.slip import Slips
from desk.work import setup, sheets

K = TypeVar("K")


def begin(
    host: Host,
    current: Library | None,
    copies: Copies,
    slips: Slips,
    finished: Callable[[FirstStartScreen, FirstStart], None],
) -> FirstStartScreen:
    """Cover the window with the questions; ``current`` is the library that this desk belongs to, if any."""
    screen = FirstStartScreen(host.say, host.look)
    screen.search_requested.connect(
        lambda text: host.ask(
            lambda store: setup.offered_libraries(store, text), screen.present_libraries, lane="libraries"
        )
    )
    screen.commune_requested.connect(
        lambda text: host.ask(lambda store: setup.communes(store, text), screen.present_communes, lane="communes")
    )
    screen.territory_requested.connect(
        lambda place, km: host.ask(
            lambda store: setup.territory(store, place, km), screen.present_territory, lane="territory"
        )
    )
    screen.finished.connect(lambda chosen: finished(screen, chosen))
    screen.test_page_requested.connect(lambda: slips.print_test_page(screen.present_test_page))
    screen.file_requested.connect(copies.choose_file)
    if current is not None:
        screen.cancelled.connect(host.window.uncover)
        screen.present_current(current)
    host.window.cover_with(screen)
    host.ask(lambda store: store.seeds.taxonomy, screen.present_relay_types)
    return screen


def set_up(
    host: Host,
    screen: FirstStartScreen,
    chosen: FirstStart,
    read_known: Callable[[], K],
    learned: Callable[[K], None],
    exchanging: Callable[[], Exchanging],
) -> None:
    """Keep what was answered, then come into the network of the invitation, if there is one."""

    def work(store: Store) -> tuple[tuple[Problem, ...], K, tuple[int, int]]:
        before = store.library()
        library = replace(chosen.library, id=before.id) if before else chosen.library
        problems = setup.set_up(store, library).problems
        problems += sheets.add_first_relays(store, chosen.relays, host.settings.initials).problems
        return problems, read_known(), setup.counts(store)

    def then(answer: tuple[tuple[Problem, ...], K, tuple[int, int]]) -> None:
        problems, known, counts = answer
        if problems:
            screen.present_problems(problems)
            return
        learned(known)
        screen.present_ready(*counts)
        address, code = chosen.invitation
        if code:
            screen.present_network(host.say("Coming into the network…"))
            exchanging().join(address, code, screen.present_network)

    host.ask(work, then)
