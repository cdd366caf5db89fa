"""Villages, made and closed for each test, on a hub of their own."""

import pytest

from desk.hub.ledger import open_database
from tests.hub.service import Service
from tests.sync.village import Village, at, enrolled


@pytest.fixture
def hub_url(tmp_path):
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


@pytest.fixture
def service(hub_url, clock):
    database = open_database(hub_url)
    made = Service(database, clock)
    yield made
    made.close()
    database.close()


@pytest.fixture
def village(planted, tmp_path, clock, service):
    made = []

    def make(label, its_clock=None):
        made.append(Village(planted, tmp_path / label, its_clock or at(clock), service, label))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def two(village, service):
    """Two villages of one network that have exchanged once."""
    return enrolled(village, service, "Blacy", "Maurupt")
