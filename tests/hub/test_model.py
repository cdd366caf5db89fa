"""Real desks' halves and a real hub, whatever happens between them: nothing lost, nothing twice, all equal at the end."""

import io
import shutil
import tempfile
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.base.clock import FixedClock
from desk.base.codec import from_json
from desk.hub import enrolment, ledger_copies, ledger_feeds
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import open_database
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from desk.hub.upkeep import keep_up
from desk.wire.change import PURGE, Change, bases_from_wire
from desk.wire.merge import merge, shown
from tests.hub.pocket_desk import NoFromHubError, PocketDesk
from tests.hub.service import direct

LIMITS = Limits(
    requests_a_minute=10**9, snapshot_every=12, snapshot_worth=6, changes_a_day=10**6, code_tries_an_hour=10**6
)
FIELDS = ("hours", "phone", "langues.ar")
FEEDS = ("dep:51", "lib:C1")


class LostError(Exception):
    """The connection was cut: the request or the reply never came."""


class Exchange(RuleBasedStateMachine):
    """Up to five desks, two hub processes on one database, a stick, a backup, clocks of all years."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="relais-model-"))
        self.clock = FixedClock(datetime(2026, 11, 24, 10))
        self.database = open_database(f"sqlite:///{self.folder / 'hub.sqlite'}")
        self.hubs = [Hub(self.database, self.clock, LIMITS, Journal(self.clock, io.BytesIO())) for _ in range(2)]
        self.transports = [direct(hub) for hub in self.hubs]
        self.fault, self.turn = "", 0
        self.all, self.written, self.saved, self.erased, self.restores = [], 0, set(), False, 0
        self.backup = None

    def transport(self, method, path, body, proof):
        """Reach one of the hub's processes, through whatever happens on the way."""
        self.turn += 1
        fault, self.fault = self.fault, ""
        if fault == "request lost":
            raise LostError
        if fault == "twice":
            self.transports[0](method, path, body, proof)
        answer = self.transports[self.turn % 2](method, path, body, proof)
        if fault == "reply lost":
            raise LostError
        return answer

    @initialize(skews=st.lists(st.sampled_from([0, 0, -800_000_000, 2_000_000_000]), min_size=3, max_size=3))
    def start(self, skews):
        self.first = [self._enrolled(skew) for skew in skews]
        self.coordinator = self._enrolled(0, Role.COORDINATOR)

    def _enrolled(self, skew, role=Role.DESK):
        code = enrolment.invite(self.hubs[0], "marne", role, "" if role is Role.COORDINATOR else "C1").code
        desk = PocketDesk(self.transport, feeds=FEEDS if role is Role.DESK else FEEDS[:1], skew=skew).enrol(code)
        self.all.append(desk)
        return desk

    @rule(d=st.integers(0, 2))
    def know(self, d):
        """Hear of the others: a stick is read by who knows its author."""
        self._tried(self.first[d])

    @rule(d=st.integers(0, 9), record=st.integers(0, 3), field=st.sampled_from(FIELDS), same=st.booleans())
    def save(self, d, record, field, same):
        """Write a value of its own, or one that others may write too. Two of the four records are the library's."""
        desk = self._desk(d)
        self.written += 1
        value = "same" if same else f"value {self.written}"
        time = self.clock.utc_ms() // 1000
        desk.save(f"r{record}", time=time, feed=FEEDS[record % 2], **{field: value})
        self.saved.add((id(desk), value))

    @rule(
        d=st.integers(0, 9),
        take=st.sampled_from([0, 1, 3, None]),
        room=st.sampled_from([1, 4096, 10**6]),
        fault=st.sampled_from(["", "", "", "request lost", "reply lost", "twice"]),
    )
    def sync(self, d, take, room, fault):
        self.clock.advance(timedelta(seconds=7))
        self.fault = fault
        self._tried(self._desk(d), take, room)
        self.fault = ""

    @rule(a=st.integers(0, 9), b=st.integers(0, 9), carried=st.booleans())
    def stick(self, a, b, carried):
        """One writes a stick; another reads it, and perhaps brings it to the hub."""
        writer, reader = self._desk(a), self._desk(b)
        data = writer.write_stick()
        if writer.number in reader.names and writer.number != reader.number and set(reader.feeds) == set(writer.feeds):
            reader.read_stick(data)
            if carried:
                with suppress(Exception):
                    writer.read_answer(reader.carry_stick(data))

    @rule()
    def hub_backed_up(self):
        self.backup = self.folder / "backup.sqlite"
        ledger_copies.back_up(self.database, self.backup)

    @precondition(lambda self: self.backup and self.restores < 2 and not self.erased)
    @rule()
    def hub_put_back(self):
        self.restores += 1
        ledger_copies.put_back(self.database, self.backup)

    @rule(d=st.integers(0, 9))
    @precondition(lambda self: len(self.all) < 6)
    def disk_copied(self, d):
        """A disk is copied into another machine; both go on."""
        desk = self._desk(d)
        copy = PocketDesk(self.transport)
        for name in PocketDesk.__slots__:
            setattr(copy, name, self.transport if name == "transport" else deepcopy(getattr(desk, name)))
        self.all.append(copy)

    @rule(days=st.sampled_from([0, 1, 200]))
    def hub_keeps_up(self, days):
        """Snapshots are made; with the days, history is trimmed."""
        self.clock.advance(timedelta(days=days))
        keep_up(self.hubs[0])

    @precondition(lambda self: not self.restores)
    @rule(record=st.sampled_from([0, 2]))
    def erased_by_the_coordinator(self, record):
        self.erased = True
        self.coordinator.erase(f"r{record}")
        self._tried(self.coordinator)

    @invariant()
    def numbers_have_no_hole_and_no_double(self):
        with self.database.reading() as session:
            for feed in ledger_feeds.every_feed(session):
                seqs = [row[0] for row in session.rows("SELECT seq FROM log WHERE feed = ? ORDER BY seq", (feed.id,))]
                assert seqs == list(range(max(1, feed.floor), feed.head + 1))[: len(seqs)]
                assert not seqs or seqs[-1] == feed.head
            doubled = session.rows("SELECT desk, n FROM log GROUP BY desk, n HAVING count(*) > 1")
            assert doubled == []

    @invariant()
    def a_desk_sees_what_it_wrote(self):
        """Its own unsent values are live here, or replaced by a later write that had seen them."""
        for desk in self.all:
            replaced = {
                dot
                for one in desk.mine.values()
                for name in one.bases
                for dot in one.numbered(desk.number, 0).bases[name]
            }
            for one in desk.unsent():
                if one.kind != PURGE:
                    for name in one.sets:
                        cell = desk.live.get((one.kind, one.id, name), {})
                        assert (desk.number, one.n) in cell or (desk.number, one.n) in replaced or desk.carried or cell

    def teardown(self):
        try:
            if hasattr(self, "first"):
                self._all_equal()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def _all_equal(self):
        self.fault = ""
        keep_up(self.hubs[0])
        for _ in range(3):
            for desk in self.all:
                self._still(desk)
        desks = [desk for desk in self.all if desk.feeds == FEEDS]
        kept = {key: cell for key, cell in desks[0].live.items() if cell}
        for desk in desks:
            assert {key: cell for key, cell in desk.live.items() if cell} == kept
            assert {key: shown(cell) for key, cell in desk.live.items() if cell} == {
                key: shown(cell) for key, cell in kept.items()
            }
            assert desk.refused == {}
        for desk in self.all:
            desk.digests_differ.clear()
            for name in desk.feeds:
                desk.cursors.pop(name, None)
                desk.journal[name] = []
            self._still(desk)
            assert desk.digests_differ == []
        assert {key: cell for key, cell in desks[0].live.items() if cell} == kept
        if not self.erased:
            self._nothing_is_lost(kept)

    def _nothing_is_lost(self, kept):
        """Every value ever saved is live, or was replaced by a write that named it (as the log or a snapshot tells)."""
        values = {value.value for cell in kept.values() for value in cell.values()}
        with self.database.reading() as session:
            trimmed = any(feed.floor for feed in ledger_feeds.every_feed(session))
            rows = session.rows("SELECT desk, n, kind, record, body, feed FROM log ORDER BY feed, seq")
        if trimmed:
            return
        live, gone = {}, set()
        for desk, n, kind, record, body, _ in rows:
            sets, bases = from_json(body, list)
            values |= set(sets.values())
            change = Change(
                desk=desk, n=n, at=0, feed="", kind=kind, id=record, sets=sets, bases=bases_from_wire(bases)
            )
            merge(live, gone, change.effect())
        assert {value for _, value in self.saved} <= values
        assert {key: set(cell) for key, cell in live.items() if cell} == {key: set(cell) for key, cell in kept.items()}

    def _desk(self, place):
        return (
            self.all[place % len(self.all)] if self.all[place % len(self.all)] is not self.coordinator else self.all[0]
        )

    def _tried(self, desk, take=None, room=10**6):
        try:
            desk.sync(take, room)
        except LostError:
            return
        except NoFromHubError as error:
            self._helped(desk, error)

    def _helped(self, desk, error):
        """Do what a person or the hub itself does next: a snapshot is made, a desk that came after the backup joins again."""
        if error.code == "busy":
            keep_up(self.hubs[0])
        elif error.code == "unknown-desk":
            role, library = (Role.COORDINATOR, "") if desk is self.coordinator else (Role.DESK, "C1")
            desk.join_again(enrolment.invite(self.hubs[0], "marne", role, library).code)
        else:
            raise error

    def _still(self, desk):
        for _ in range(3):
            try:
                return desk.sync_until_still()
            except NoFromHubError as error:
                self._helped(desk, error)
        raise AssertionError("never let in")


Exchange.TestCase.settings = settings(
    max_examples=40,
    derandomize=True,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestExchange = Exchange.TestCase
