"""The network's figures of a year: what came late, which libraries are left out, and what never changes."""

from datetime import datetime

import pytest

from desk.domain.counts import LATE, LEFT_OUT, Count, CountId, NetworkFigures
from desk.store import counts
from desk.work import counting, figures, figures_network


@pytest.fixture
def chief(store, clock):
    """A coordinator's desk on 5 March 2026, that knows two libraries of a network."""
    moved_to(clock, 2026, 3, 5)
    store.keep_state("rights", '{"net:n": "coordinate"}')
    for library in ("Blacy", "Pargny"):
        told(store, library, "2026-01", 30)
        told(store, library, "2026-02", 30)
    return store


def moved_to(clock, *day):
    clock.advance(datetime(*day, 10) - clock.moment)


def told(store, library, month, n, result="answered"):
    """Receive a counter of another library, as the exchange or a stick brings it."""
    store.records.put(
        Count(id=CountId(f"{library}-{month}-{result}-{n}"), library=library, month=month, result=result, n=n)
    )


def closed_on(store, clock, *day):
    moved_to(clock, *day)
    counting.keep_time(store)
    return figures_network.publish_network(store)


def pages(store):
    return {one.id: one for one in store.records.all(NetworkFigures)}


def total(page):
    return next(cell.n for cell in page.cells if cell.table == "total")


def apart(page):
    return {cell.table: cell.n for cell in page.cells if cell.table in {LEFT_OUT, LATE}}


def test_a_month_brought_by_stick_after_it_was_closed_is_in_the_year_s_page(chief, clock):
    counting.keep_time(chief)
    assert "2026-01" in counts.closed_months(chief)
    told(chief, "Maurupt", "2026-01", 40, "relayed")

    assert closed_on(chief, clock, 2027, 2, 5) > 0
    page = pages(chief)["2026"]
    assert total(page) == 160
    assert page.libraries == 3
    assert [cell.n for cell in page.cells if cell.key == ("relayed-no-news",)] == [40]


def test_what_comes_after_the_year_is_closed_changes_no_page_and_the_next_one_says_how_many_libraries(
    chief, clock, say
):
    closed_on(chief, clock, 2027, 2, 5)
    before = pages(chief)
    told(chief, "Pargny", "2026-12", 12)
    told(chief, "Maurupt", "2026-03", 1)
    for month in (1, 2):
        told(chief, "Blacy", f"2027-{month:02}", 30)

    assert figures_network.publish_network(chief) == 0
    assert pages(chief) == before

    assert closed_on(chief, clock, 2028, 2, 5) > 0
    after = pages(chief)
    assert {name: after[name] for name in before} == before
    assert total(after["2027"]) == 60
    assert apart(after["2027"]) == {LATE: 2}
    assert any(one.startswith("2 bibliothèques ont envoyé trop tard") for one in told_of(chief, "2027", say))
    assert not any("trop tard" in one for one in told_of(chief, "2026", say))


def test_what_came_late_is_said_once(chief, clock):
    closed_on(chief, clock, 2027, 2, 5)
    told(chief, "Pargny", "2026-12", 12)
    told(chief, "Blacy", "2027-01", 30)
    closed_on(chief, clock, 2028, 2, 5)
    told(chief, "Blacy", "2028-01", 30)
    closed_on(chief, clock, 2029, 2, 5)

    assert apart(pages(chief)["2027"]) == {LATE: 1}
    assert apart(pages(chief)["2028"]) == {}


def test_a_year_whose_pages_were_withheld_is_not_published_because_more_came(chief, clock):
    told(chief, "Blacy", "2027-01", 3)
    closed_on(chief, clock, 2028, 2, 5)
    assert "2027" not in pages(chief)

    told(chief, "Blacy", "2027-02", 60)
    assert figures_network.publish_network(chief) == 0
    assert "2027" not in pages(chief)


def test_a_library_without_a_page_of_its_own_is_left_out_and_the_page_says_so(chief, clock, say):
    told(chief, "Maurupt", "2026-01", 3)
    closed_on(chief, clock, 2027, 2, 5)

    page = pages(chief)["2026"]
    assert (total(page), page.libraries, apart(page)) == (120, 2, {LEFT_OUT: 1})
    assert any(one.startswith("1 bibliothèque n'est pas comptée") for one in told_of(chief, "2026", say))


def test_two_years_are_compared_only_when_as_many_libraries_counted(chief, clock, say):
    for library in ("Blacy", "Pargny", "Maurupt"):
        told(chief, library, "2027-01", 40)
        told(chief, library, "2028-01", 50)
    for year in (2027, 2028, 2029):
        closed_on(chief, clock, year, 2, 5)

    assert figures.network_figures(chief, "2027", say).before is None
    assert figures.network_figures(chief, "2028", say).before.n == 120


def told_of(store, period, say):
    return figures.network_figures(store, period, say).sources
