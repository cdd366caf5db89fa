"""Real desks, the real hub, sticks and a bad line: whatever happens, everybody ends with the same values and nothing is lost.

The oracle is the one rule applied to everything that was ever written, in the order of its numbers.
"""

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from desk.base.clock import FixedClock
from desk.base.codec import to_sorted_json
from desk.base.errors import Code, UnavailableError
from desk.hub import commands
from desk.hub.ledger import open_database
from desk.store.exchange import open_exchange
from desk.store.standing import Standings
from desk.sync.transport import judged
from desk.wire.merge import merge
from tests.conftest import TUESDAY
from tests.hub.service import Service
from tests.sync.village import Village

FIELDS = {
    "phone": ["3939", "3646", "3949", ""],
    "name": ["CCAS", "Mairie", "Caf"],
    "opening_hours": ["Mo 09:00-12:00", "Tu 14:00-17:00", ""],
    "relay_types": [("caf",), ("ccas-cias",), ("caf", "ccas-cias"), ()],
    "removed_on": [date(2026, 11, 24), None],
}
CUTS = ["none", "none", "none", "no request", "no answer", "half an answer", "a portal", "a mad answer"]
EXAMPLES = int(os.environ.get("RELAIS_HISTORIES", "8"))


def cut_line(how, go):
    if how == "no request":
        raise UnavailableError(Code.OFFLINE)
    status, headers, content = go()
    if how == "no answer":
        raise UnavailableError(Code.HUB_SILENT)
    if how == "half an answer":
        return status, headers, content[: len(content) // 2]
    if how == "a portal":
        return judged(200, {"Content-Type": "text/html"}, b"<html>Connectez-vous</html>")
    if how == "a mad answer":
        return status, headers, content[::-1]
    return status, headers, content


class Country(RuleBasedStateMachine):
    """Three desks of one network."""

    planted = None

    @initialize(skews=st.lists(st.sampled_from([0, 0, -9000, 26_000, 3]), min_size=3, max_size=3))
    def start(self, skews):
        self.root = Path(tempfile.mkdtemp())
        self.clock = FixedClock(TUESDAY)
        self.url = f"sqlite:///{self.root / 'hub.sqlite'}"
        self._open_hub()
        self.desks, self.copies = [], 0
        for place, skew in enumerate(skews):
            its = FixedClock(TUESDAY + timedelta(days=skew))
            one = Village(self.planted, self.root / f"desk{place}", its, self.service, f"Village {place}")
            self.desks.append(one.join(self.service.code("ain")))
        self.made = [self.desks[0].new()]

    @rule(d=st.integers(0, 2), pick=st.integers(0, 5), field=st.sampled_from(sorted(FIELDS)), value=st.integers(0, 3))
    def edit(self, d, pick, field, value):
        self._tick()
        desk, sheet = self.desks[d], self.made[pick % len(self.made)]
        if desk.sheet(sheet) is not None:
            values = FIELDS[field]
            desk.set(sheet, **{field: values[value % len(values)]})

    @rule(d=st.integers(0, 2))
    def make(self, d):
        self._tick()
        self.made.append(self.desks[d].new(name=f"Fiche {len(self.made)}"))

    @rule(d=st.integers(0, 2), how=st.sampled_from(CUTS))
    def sync(self, d, how):
        self._tick()
        desk = self.desks[d]
        desk.line.cut = lambda go: cut_line(how, go)
        desk.sync()
        desk.line.cut = None

    @rule(a=st.integers(0, 2), b=st.integers(0, 2))
    def stick(self, a, b):
        self._tick()
        where = self.root / f"stick{a}"
        where.mkdir(exist_ok=True)
        self.desks[a].write(where)
        self.desks[b].read(where)

    @rule(d=st.integers(0, 2), keep=st.sampled_from(["ours", "theirs", "both"]))
    def settle(self, d, keep):
        self._tick()
        if self.desks[d].questions():
            self.desks[d].settle(keep)

    @rule(d=st.integers(0, 2))
    def restart(self, d):
        self.desks[d].reopen()

    @rule()
    def copy_hub(self):
        self.copies += 1
        commands.backup(self.url, self.root / f"copy{self.copies}")

    @rule()
    def restore_hub(self):
        if self.copies:
            self._close_hub()
            commands.restore(self.url, self.root / f"copy{self.copies}", self.clock)
            self._open_hub()
            for desk in self.desks:
                desk.line.service = self.service

    def teardown(self):
        if not hasattr(self, "desks"):
            return
        try:
            for _ in range(4):
                for desk in self.desks:
                    self._tick()
                    report = desk.sync()
                    assert report.stopped == "", report
            self._all_are_equal()
        finally:
            for desk in self.desks:
                desk.close()
            self._close_hub()
            shutil.rmtree(self.root, ignore_errors=True)

    def _all_are_equal(self):
        written, live = {}, []
        for desk in self.desks:
            with open_exchange(desk.profile, desk.clock, desk.store.seeds.taxonomy) as opened:
                assert len(opened.numbers.all) == 1  # nobody was taken for a copy
                last = opened.outbox.last()
                for one in opened.outbox.own(list(range(1, last + 1)), opened.numbers).values():
                    written[one.dot] = one
                keys = [("sheet", sheet) for sheet in self.made]
                read = Standings(opened.database, opened.records, opened.numbers).read(keys)
                live.append(
                    {
                        (*key, name): {
                            opened.numbers.numbered(dot): to_sorted_json(value.value)
                            for dot, value in standing.cell(name).items()
                        }
                        for key, standing in read.items()
                        for name in standing.names()
                    }
                )
        expected, gone = {}, set()
        for dot in sorted(written):
            merge(expected, gone, written[dot])
        said = {
            key: {dot: to_sorted_json(value.value) for dot, value in cell.items()}
            for key, cell in expected.items()
            if key[0] == "sheet" and cell
        }
        for desk, found in zip(self.desks, live, strict=True):
            assert found == said, desk.label
        shown = [[desk.sheet(sheet) for sheet in self.made] for desk in self.desks]
        assert shown[0] == shown[1] == shown[2]

    def _tick(self):
        self.clock.advance(timedelta(seconds=7))
        for desk in self.desks:
            desk.clock.advance(timedelta(seconds=7))

    def _open_hub(self):
        self.database = open_database(self.url)
        self.service = Service(self.database, self.clock)

    def _close_hub(self):
        self.service.close()
        self.database.close()


def test_whatever_happens_everybody_ends_with_the_same_and_nothing_is_lost(planted):
    """``RELAIS_HISTORIES=500`` makes it a long run."""
    machine = type("Planted", (Country,), {"planted": planted})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
