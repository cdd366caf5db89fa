"""Both databases, the real ones, and a hub on each."""

import os
from datetime import timedelta

import psycopg
import pytest

from desk.hub.ledger import open_database
from tests.hub.postgres import PostgresServer, programs
from tests.hub.service import Service


@pytest.fixture(scope="session")
def postgres():
    """One server for all tests of this process."""
    folder = programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: on Debian, apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed: on Debian, apt-get install postgresql")
    server = PostgresServer(folder, "fsync=off", "max_connections=80")
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The address of a new database: every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hub.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    yield server.url
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS relais CASCADE")


@pytest.fixture
def database(database_url):
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def make_service(clock):
    """Make hub processes, closed after the test."""
    made = []

    def make(database, **limits):
        made.append(Service(database, clock, **limits))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def service(database, make_service):
    return make_service(database)


@pytest.fixture
def sqlite_service(tmp_path, make_service):
    """A hub on SQLite, for what does not touch the database differently."""
    opened = open_database(f"sqlite:///{tmp_path / 'only.sqlite'}")
    yield make_service(opened)
    opened.close()


@pytest.fixture
def later(clock):
    """Move the clock."""
    return lambda **step: clock.advance(timedelta(**step))
