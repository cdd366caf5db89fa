"""PostgreSQL and hub processes killed again and again while eight writers and three readers are at work."""

import time

from tests.hub.load import Load, Processes
from tests.hub.postgres import PostgresServer, programs

CHANGES = 300
"""Changes of each writer in one round: every round begins with new desks, so that its verification stays short."""


def run(seconds):
    """Run rounds until the time is over; return the figures. What is wrong raises."""
    folder = programs()
    if folder is None:
        raise SystemExit("PostgreSQL is not installed: on Debian, apt-get install postgresql")
    began, rounds, changes, put_off = time.perf_counter(), 0, 0, 0
    server_kills = process_kills = 0
    while time.perf_counter() - began < seconds:
        server = PostgresServer(folder, "max_connections=80")
        try:
            processes = Processes(server.url, 3)
            try:
                load = Load(processes, writers=8, readers=3, changes=CHANGES)
                for eighth in range(1, 8):
                    load.reach(load.asked * eighth // 8)
                    if eighth % 2:
                        server.kill() if eighth % 4 == 1 else server.stop()
                        server.start()
                        server_kills += 1
                    else:
                        processes.kill_one(eighth % 3)
                        process_kills += 1
                load.finish()
                load.verify()
                assert processes.mistakes() == []
            finally:
                processes.close()
        finally:
            server.close()
        rounds, changes = rounds + 1, changes + load.asked
        put_off += sum(one.put_off for one in (*load.writers, *load.readers))
    return {
        "sound": True,
        "rounds": rounds,
        "changes": changes,
        "server_kills": server_kills,
        "process_kills": process_kills,
        "requests_put_off": put_off,
        "seconds": round(time.perf_counter() - began),
    }
