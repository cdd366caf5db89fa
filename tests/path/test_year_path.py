"""A year of three libraries, lived, exchanged and reported: the figures are true, masked, the same for all; no act leaves."""

from collections import Counter
from datetime import date, datetime

import pytest

from desk.base.words import words
from desk.domain.counts import WIDE_THRESHOLD, Count, NetworkFigures
from desk.hub.ledger_desks import Role
from desk.store import counts
from desk.work import counting, figures, figures_network
from tests.path.lived_year import LivedYear, months_of
from tests.sync.village import enrolled

SAY = words("fr")
LIBRARIES = {"Blacy": 4, "Maurupt": 3, "Pargny": 1}
"""Visits a day: a market town, a village, a hamlet."""


def moved_to(clock, day):
    clock.advance(datetime(day.year, day.month, day.day, 10) - clock.moment)


@pytest.fixture
def lived(village, service, clock):
    """The year 2025 lived by three libraries that exchange at each month's end, and a coordinator."""
    moved_to(clock, date(2025, 1, 1))
    desks = enrolled(village, service, *LIBRARIES)
    (chief,) = enrolled(village, service, "Coordination", role=Role.COORDINATOR)
    years = [
        LivedYear(village=desk, seed=place, visits_a_day=LIBRARIES[desk.label]) for place, desk in enumerate(desks)
    ]
    for first, last in months_of(2025):
        for year in years:
            year.at(first)
            year.live(first, last)
        moved_to(clock, last)
        for year in years:
            year.village.sync()
    after = date(2026, 2, 5)
    moved_to(clock, after)
    for one in (*desks, chief):
        moved_to(one.clock, after)
        counting.keep_time(one.store)
        one.sync()
    counting.keep_time(chief.store)
    chief.sync()
    return years, chief


def test_a_year_is_counted_exchanged_and_reported(lived):
    years, chief = lived

    for year in years:  # what each library counted is what it lived; a stub that never came back is « sans nouvelle »
        truth = Counter()
        for (month, result), n in year.told().items():
            truth[month, "relayed-no-news" if result == "relayed" else result] += n
        found = Counter()
        store = year.village.store
        for one in counts.closed_counts(store, counts.library_code(store.library())):
            found[one.month, one.result] += one.n
        assert +found == truth

    own = figures.own_figures(years[0].village.store, "2025", SAY)
    assert own.total.n == len(years[0].acts)
    assert len(own.sentences) == 3
    assert own.proposal
    for table in own.tables:
        assert all(line.figure.n is None or line.figure.n == 0 or line.figure.n >= 5 for line in table.lines)

    abroad = figures.own_figures(years[0].village.store, "2025", SAY, wider=True)
    assert abroad.threshold == WIDE_THRESHOLD
    for table in abroad.tables:
        assert all(not line.figure.n or line.figure.n >= WIDE_THRESHOLD for line in table.lines)

    made = figures_network.publish_network(chief.store)
    assert made > 0
    chief.sync()
    for year in years:
        year.village.sync()
    told = {one.id: one for one in chief.store.records.all(NetworkFigures)}
    assert "2025" in told
    for year in years:  # the same figures come back to every desk
        assert {one.id: one for one in year.village.store.records.all(NetworkFigures)} == told
        shown = figures.network_figures(year.village.store, "2025", SAY)
        assert shown.threshold == WIDE_THRESHOLD
        cells = told["2025"].cells
        assert all(cell.n is None or cell.n >= WIDE_THRESHOLD for cell in cells)
    assert figures_network.publish_network(chief.store) == 0

    for year in years:  # nothing of one visit left any desk: no code, no day, no id
        sent = b"".join(body or b"" for _, _, body in year.village.line.asked)
        assert not any(act.id.encode() in sent or (act.code and act.code.encode() in sent) for act in year.acts)
    assert {one.library_name for one in years[0].village.store.records.all(Count)} <= {"Blacy"}


def test_after_three_years_only_yearly_counts_are_left_here_and_at_the_hub(village, service, clock):
    moved_to(clock, date(2025, 1, 1))
    (desk,) = enrolled(village, service, "Pargny")
    year = LivedYear(village=desk, seed=7, visits_a_day=1)
    for first, last in months_of(2025)[::4]:
        year.at(first)
        year.live(first, last)
        desk.sync()
    moved_to(clock, date(2028, 3, 1))
    for day in (date(2027, 1, 28), date(2028, 3, 1)):
        year.at(day)
        desk.sync()

    left = counts.closed_counts(desk.store, counts.library_code(desk.store.library()))
    assert desk.store.referrals.count() == 0
    assert {one.month for one in left} == {"2025"}
    assert sum(one.n for one in left) == len(year.acts) > 0
    with service.hub.database.reading() as session:
        kept = session.rows("SELECT * FROM log") + session.rows("SELECT * FROM records")
    assert not any("2025-" in str(row) for row in kept)
