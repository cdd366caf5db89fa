"""A hub in this process, its clock, its journal, and desks that reach it without a network."""

import io
import json
from contextlib import contextmanager

from starlette.testclient import TestClient

from desk.base.codec import from_json, to_json
from desk.hub import enrolment, rounds, snapshots
from desk.hub.app import create_app
from desk.hub.faults import HubError
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from tests.hub.pocket_desk import PocketDesk


class Held:
    """A real database with a hand on it: makes it fail, or does something between two transactions."""

    def __init__(self, database):
        self._database = database
        self.failing = None
        self.after_reading = None

    @contextmanager
    def reading(self):
        if self.failing:
            raise self.failing
        with self._database.reading() as session:
            yield session
        if act := self.after_reading:
            self.after_reading = None
            act()

    def writing(self):
        return self._database.writing()

    def close(self):
        """The database is closed by who opened it."""


class Service:
    """One process of a hub. Others may be made on the same database."""

    def __init__(self, database, clock, offered=None, **limits):
        self.database, self.clock = database, clock
        self.written = io.BytesIO()
        self.limits = Limits(**{"requests_a_minute": 1_000_000, "wait_seconds": 0.0, **limits})
        journal = Journal(clock, self.written)
        self.hub = Hub(database, clock, self.limits, journal, offered)
        self.app = create_app(database, clock, journal=journal, limits=self.limits, offered=offered)
        self.client = TestClient(self.app)
        self.client.__enter__()  # one event loop for all requests, as in a server

    def close(self):
        self.client.__exit__()

    def code(self, network="marne", role=Role.DESK, library=""):
        return enrolment.invite(self.hub, network, role, library).code

    def desk(self, network="marne", role=Role.DESK, library="", **values):
        """Return a desk that has just come in."""
        return PocketDesk(self.transport, **values).enrol(self.code(network, role), library)

    def transport(self, method, path, body, proof):
        answer = self.client.request(method, path, content=body, headers={"Authorization": proof} if proof else {})
        assert answer.status_code != 500, self.lines()[-2:]
        return answer.status_code, answer.content if answer.is_success else answer.json()

    def lines(self):
        return [json.loads(line) for line in self.written.getvalue().splitlines()]


def direct(hub):
    """Return a transport that calls the hub's rooms without any server between: for many thousands of requests."""

    def transport(method, path, body, proof):
        try:
            if path == "/v1/sync":
                return 200, rounds.sync(hub, proof, body).body
            if path == "/v1/bundle":
                return 200, rounds.bundle(hub, proof, body).body
            if path == "/v1/enrol":
                return 200, enrolment.enrol(hub, proof, body, "here")
            _, _, _, feed, seq, part = path.split("/")
            return 200, snapshots.part(hub, proof, feed, seq, part)
        except HubError as error:
            return error.status, from_json(to_json(error.to_wire()), dict)

    return transport
