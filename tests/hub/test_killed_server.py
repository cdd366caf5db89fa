"""PostgreSQL killed under load: no change skipped by any cursor, none twice, none lost once acknowledged."""

import pytest

from tests.hub.load import Load, Processes
from tests.hub.postgres import PostgresServer


@pytest.fixture
def own_server(postgres):
    """A server that may be killed, writing to its disk as in earnest: the one that all tests share stays."""
    server = PostgresServer(postgres.bin_folder, "max_connections=80")
    yield server
    server.close()


def test_eight_writers_three_processes_and_readers_lose_skip_and_double_nothing(own_server):
    processes = Processes(own_server.url, 3)
    try:
        load = Load(processes, writers=8, readers=3, changes=40)
        load.reach(load.asked // 4)
        own_server.kill()
        own_server.start()
        load.reach(load.asked // 2)
        processes.kill_one(0)
        own_server.stop()
        own_server.start()
        load.finish()

        load.verify()
        assert processes.mistakes() == []
        assert sum(one.put_off for one in load.writers) > 0  # they did meet a server that was not there
    finally:
        processes.close()
